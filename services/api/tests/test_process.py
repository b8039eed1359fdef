import os
import signal
import subprocess
import sys

import pytest


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_announces_itself_and_stops_on_a_signal(number: signal.Signals) -> None:
    command = [sys.executable, "-m", "api"]
    with subprocess.Popen(  # noqa: S603
        command,
        env={**os.environ, "PORT": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            announcement = process.stdout.readline()
            process.send_signal(number)
            rest, errors = process.communicate(timeout=5)
        finally:
            process.kill()
    assert announcement.startswith("listening on http://127.0.0.1:")
    assert (rest, errors, process.returncode) == ("", "", 0)


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({"PORT": "eighty"}, 'api: PORT must be a whole number from 0 to 65535, not "eighty"\n'),
        ({"HOST": "192.0.2.1"}, "api: cannot listen on 192.0.2.1:8001: "),
    ],
)
def test_ends_with_2_where_it_cannot_start(environment: dict[str, str], reason: str) -> None:
    command = [sys.executable, "-m", "api"]
    process = subprocess.run(  # noqa: S603
        command,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    assert (process.stdout, process.returncode) == ("", 2)
    assert process.stderr.startswith(reason)
    assert process.stderr.count("\n") == 1
