"""Where the password comes from, and that nobody sees it."""

from pathlib import Path

import pytest

from netops.devices import Credentials
from netops.errors import InputError


def test_the_variable_is_used_and_shown_nowhere() -> None:
    credentials = Credentials.from_environment({"NETOPS_PASSWORD": "s3cret", "NETOPS_PASSWORD_FILE": "/nowhere"})
    assert credentials.of_host({}) == "s3cret"
    assert "s3cret" not in repr(credentials)


def test_the_first_line_of_the_file_is_used(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text("two words \nnothing\n")
    assert Credentials.from_environment({"NETOPS_PASSWORD_FILE": str(path)}).of_host({}) == "two words "


@pytest.mark.parametrize(
    ("content", "code"), [(None, "NET-DEV-002"), (b"", "NET-DEV-003"), (b"\n", "NET-DEV-003"), (b"\xff", "NET-DEV-002")]
)
def test_a_file_that_gives_nothing_is_named(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "password"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as raised:
        Credentials.from_environment({"NETOPS_PASSWORD_FILE": str(path)})
    (fault,) = raised.value.faults
    assert (fault.code, fault.path) == (code, str(path))
    assert raised.value.__cause__ is None


def test_without_any_the_message_says_what_to_set() -> None:
    with pytest.raises(InputError, match=r"NETOPS_PASSWORD_FILE") as raised:
        Credentials.from_environment({})
    assert raised.value.faults[0].code == "NET-DEV-001"
    assert Credentials.from_environment({}, required=False).of_host({"ansible_password": "own"}) == "own"
