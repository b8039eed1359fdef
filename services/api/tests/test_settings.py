import pytest
from api.settings import SettingRefusedError, Settings


@pytest.mark.parametrize(
    ("environment", "settings"),
    [
        ({}, Settings("127.0.0.1", 8001)),
        ({"HOST": "::1", "PORT": "0"}, Settings("::1", 0)),
        ({"PORT": "65535"}, Settings("127.0.0.1", 65535)),
    ],
)
def test_reads_the_environment(environment: dict[str, str], settings: Settings) -> None:
    assert Settings.read(environment) == settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOST", ""),
        ("HOST", "a b"),
        ("PORT", ""),
        ("PORT", "+80"),
        ("PORT", " 80"),
        ("PORT", "65536"),
        ("PORT", "\uff18\uff10"),
        ("PORT", "80\n"),
    ],
)
def test_refuses_a_bad_value_in_one_line(name: str, value: str) -> None:
    with pytest.raises(SettingRefusedError) as refusal:
        Settings.read({name: value})
    reason = str(refusal.value)
    assert reason.startswith(f"{name} must be ")
    assert "\n" not in reason
