# The same three tests as in greeting-rs and greeting-ts.

import pytest
from greeting import NameRefusedError, greet, workspace_anchor


@pytest.mark.parametrize("name", ["Ada", " Ada ", "Zoë", "\u65e5\u672c", "\U0001f44b" * 2560])
def test_greets_by_name(name: str) -> None:
    assert greet(name) == f"Hello, {name}!"


def test_names_its_package_manager() -> None:
    assert workspace_anchor() == "uv"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "name must not be empty"),
        ("a" * 10_241, "name must not be longer than 10240 bytes of UTF-8"),
        ("A\nda", "name must not contain control characters"),
        ("\x85", "name must not contain control characters"),
        ("A\ufffdda", "name must be valid UTF-8, without U+FFFD"),
        ("A" + chr(0xD800), "name must be valid UTF-8, without U+FFFD"),
        (" \u3000\u2028", "name must not be only white space"),
    ],
)
def test_refuses_a_bad_name_with_the_reason(name: str, reason: str) -> None:
    with pytest.raises(NameRefusedError) as refusal:
        greet(name)
    assert str(refusal.value) == reason
