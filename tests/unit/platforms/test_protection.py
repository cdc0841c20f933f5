"""A text that says nothing is no order to let anybody in."""

import pytest

from netops.config import build_patch, parse
from netops.platforms import get_platform


@pytest.mark.parametrize("platform", ["cisco_ios", "ruijie_os"])
@pytest.mark.parametrize("first", [0, 5])
def test_login_is_typed_where_nobody_says_no_login(platform: str, first: int) -> None:
    """`no login` lets everybody in: it goes where the intended text lacks it, before the line is opened."""
    device = get_platform(platform)
    running = f"hostname HQ\nline vty {first} 15\n no login\n transport input none\n"
    intended = f"hostname HQ\nline vty {first} 15\n transport input telnet\n"

    patch = build_patch(device, parse(device, running), parse(device, intended))

    typed = patch.commands.splitlines()
    assert patch.proof.proven, patch.proof.obstacles
    assert typed.index(" login") < typed.index(" transport input telnet")


@pytest.mark.parametrize("platform", ["cisco_ios", "ruijie_os"])
def test_a_console_without_login_stays_so(platform: str) -> None:
    """At the console nobody is asked by default, so that a missing line means no change."""
    device = get_platform(platform)
    running = "hostname HQ\nline console 0\n exec-timeout 5 0\n"
    intended = "hostname HQ\nline console 0\n exec-timeout 7 0\n"

    patch = build_patch(device, parse(device, running), parse(device, intended))

    assert patch.commands.splitlines() == ["line console 0", " exec-timeout 7 0"]


def test_an_ssh_user_goes_whole() -> None:
    """S V200R019, ssh user: taken away one by one its lines would leave a user whose own line isn't shown."""
    device = get_platform("huawei_vrp")
    running = "#\nsysname HQ\n#\nssh user admin authentication-type password\nssh user admin service-type stelnet\n#\n"

    patch = build_patch(device, parse(device, running), parse(device, "#\nsysname HQ\n#\n"))

    assert patch.commands == "undo ssh user admin\n"


@pytest.mark.parametrize("platform", ["cisco_ios", "ruijie_os"])
def test_the_secret_of_the_privileged_mode_stays(platform: str) -> None:
    """A text without it is no order to let everybody in who is at the console."""
    device = get_platform(platform)
    running = "hostname HQ\nenable secret 5 $1$abcd$abcdefghijklmnopqrstuv\n"

    patch = build_patch(device, parse(device, running), parse(device, "hostname HQ\n"))

    assert (patch.commands, [each.text[:13] for each in patch.proof.kept]) == ("", ["enable secret"])
