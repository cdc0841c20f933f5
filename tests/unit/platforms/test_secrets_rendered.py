"""What templates write in the place of a secret stays what it is, and words that are none stay readable."""

import pytest

from netops.config import mask
from netops.platforms import get_platform

IOS = get_platform("cisco_ios")


@pytest.mark.parametrize(
    "line",
    [
        "username admin privilege 15 secret 9 <secret:user-secret:0000000000000000>",
        "username plain password 0 <secret:user-secret:0000000000000000>",
        "enable secret level 5 9 <secret:enable-secret:0000000000000000>",
        "enable password level 5 <secret:enable-secret:0000000000000000>",
        " password 7 <secret:line-password:0000000000000000>",
        "tacacs-server key 7 <secret:server-key:0000000000000000>",
        " key 6 <secret:server-section-key:0000000000000000>",
        "snmp-server community <secret:snmp-community:0000000000000001> view ALL RW",
        "snmp-server user nms OPS v3 auth sha <secret:snmp-user-auth:0000000000000000> priv aes 128 <secret:snmp-user-priv:0000000000000000>",
        "ntp authentication-key 1 md5 <secret:ntp-key:0000000000000000>",
        " path scp://netops:<secret:archive-password:0000000000000000>@10.9.0.40/$h",
    ],
)
def test_a_placeholder_behind_the_type_of_its_secret_is_no_secret(line: str) -> None:
    assert mask(IOS, line) == line


@pytest.mark.parametrize(
    "line", ["aaa password restriction", "no enable password level 5", "security passwords min-length 10"]
)
def test_what_only_speaks_of_passwords_is_no_secret(line: str) -> None:
    assert mask(IOS, line) == line


@pytest.mark.parametrize(
    "line",
    [
        "enable password level 5 wonderland",
        "enable password level 5 7 0822455D0A16",
        "username a secret 9 $9$wonderland",
    ],
)
def test_the_secret_itself_is_hidden_behind_level_and_type(line: str) -> None:
    shown = mask(IOS, line)
    assert "<secret:" in shown
    assert not {"wonderland", "0822455D0A16"} & set(shown.replace("$", " ").split())
