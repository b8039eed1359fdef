"""The greeting every service gives, and the rules for a name.

``greeting-rs`` and ``greeting-ts`` hold the same rules, in the same order and in the same words.
"""

import unicodedata

__all__ = ["NAME_LIMIT_BYTES", "NameRefusedError", "greet", "workspace_anchor"]

NAME_LIMIT_BYTES = 10_240
"""The longest name that is greeted, in bytes of UTF-8."""

REPLACEMENT_CHARACTER = "\N{REPLACEMENT CHARACTER}"


class NameRefusedError(ValueError):
    """Why a name is not greeted: the sentence that the services answer with."""


def greet(name: str) -> str:
    """Greet ``name``.

    Raises ``NameRefusedError`` with the first rule that the name breaks.
    """
    if name == "":
        reason = "name must not be empty"
    elif len(name.encode("utf-8", "surrogatepass")) > NAME_LIMIT_BYTES:
        reason = f"name must not be longer than {NAME_LIMIT_BYTES} bytes of UTF-8"
    elif any(unicodedata.category(character) == "Cc" for character in name):
        reason = "name must not contain control characters"
    elif REPLACEMENT_CHARACTER in name or any("\ud800" <= c <= "\udfff" for c in name):
        # Lossy decoding puts U+FFFD where bytes are not UTF-8.
        reason = "name must be valid UTF-8, without U+FFFD"
    elif name.isspace():
        reason = "name must not be only white space"
    else:
        return f"Hello, {name}!"
    raise NameRefusedError(reason)


def workspace_anchor() -> str:
    """Name the package manager of the workspace this library belongs to."""
    return "uv"
