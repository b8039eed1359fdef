"""``python -m api``: reads its settings, listens, and stops gracefully."""

import os
import signal
import socket
import sys

import uvicorn

from api.app import app
from api.settings import SettingRefusedError, Settings

# uvicorn takes 0.2 s besides; whoever stops a service may kill it after 2 s.
GRACE_PERIOD_S = 1

# uvicorn's 16 KiB would refuse a long name, which percent-encoding makes three times as long.
REQUEST_HEAD_LIMIT_BYTES = 64 * 1024


class AnnouncingServer(uvicorn.Server):
    """Prints where it listens as soon as it does and minds signals."""

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        """Serve ``config`` and announce ``url``."""
        super().__init__(config)
        self.url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then announce."""
        await super().startup(sockets)
        print(f"listening on {self.url}", flush=True)


def listen(settings: Settings) -> socket.socket:
    """Bind and listen; raise ``OSError`` where that is not possible."""
    addresses = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
    family, _, _, _, address = addresses[0]
    return socket.create_server(address, family=family)


def main() -> int:
    """Serve until a signal; the exit code is 0, or 2 for a bad setting."""
    # uvicorn raises the signal again when it has stopped, to end the process by it.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))
    try:
        settings = Settings.read(os.environ)
    except SettingRefusedError as refusal:
        return fail(str(refusal))
    shown_host = f"[{settings.host}]" if ":" in settings.host else settings.host
    try:
        listener = listen(settings)
    except (OSError, UnicodeError) as error:
        return fail(f"cannot listen on {shown_host}:{settings.port}: {error}")
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        access_log=False,
        log_level="warning",
        h11_max_incomplete_event_size=REQUEST_HEAD_LIMIT_BYTES,
        timeout_graceful_shutdown=GRACE_PERIOD_S,
    )
    url = f"http://{shown_host}:{listener.getsockname()[1]}"
    AnnouncingServer(config, url).run(sockets=[listener])
    return 0


def fail(reason: str) -> int:
    """Give the reason on stderr and the exit code for it."""
    print(f"api: {reason}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
