"""Settings from the environment."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

LAST_PORT = 65_535


class SettingRefusedError(ValueError):
    """A sentence naming the variable, what it must be, and what it is."""


@dataclass(frozen=True)
class Settings:
    """Where api listens; port 0 is any free one."""

    host: str
    port: int

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings, or raise ``SettingRefusedError``."""
        host = environment.get("HOST", "127.0.0.1")
        if re.fullmatch(r"[^\s\x00-\x1f\x7f]+", host) is None:
            raise refused("HOST", "an address or a host name", host)
        port = environment.get("PORT", "8001")
        if re.fullmatch(r"[0-9]{1,5}", port) is None or int(port) > LAST_PORT:
            raise refused("PORT", f"a whole number from 0 to {LAST_PORT}", port)
        return cls(host, int(port))


def refused(name: str, expected: str, value: str) -> SettingRefusedError:
    """Word a refusal in one line, whatever the value holds."""
    return SettingRefusedError(f"{name} must be {expected}, not {json.dumps(value)}")
