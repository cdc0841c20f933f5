"""Texts that leave something in doubt by themselves: cut off, of no line that anybody knows, set by somebody else."""

import pytest

from netops.config import Patch, build_patch, parse
from netops.errors import InputError
from netops.platforms import get_platform

SECRET = "Zq7Marker"
WHOLE = {
    "huawei_vrp": "!Software Version V200R019C10\n#\nsysname A\n#\naaa\n local-user a password irreversible-cipher "
    f"{SECRET}\n local-user a privilege level 3\n#\nospf 1\n area 0.0.0.0\n  network 10.0.0.0 0.0.0.255\n#\nreturn\n",
    "huawei_vrpv8": "!Software Version V800R021C10\n#\nsysname A\n#\ninterface LoopBack0\n ip address 10.0.0.2 "
    "255.255.255.255\n#\nospf 1\n area 0.0.0.0\n  network 10.0.0.0 0.0.0.255\n#\nreturn\n",
    "h3c_comware": "#\n version 7.1.070, Release 1234\n#\n sysname H\n#\ninterface LoopBack0\n"
    " ip address 10.0.0.1 255.255.255.255\n#\nbgp 65000\n peer 10.0.0.2 as-number 65001\n#\nreturn\n",
    "cisco_ios": "version 15.7\nhostname R\n!\ninterface GigabitEthernet0/1\n ip address 10.0.0.1 255.255.255.0\n!\n"
    "line vty 0 4\n login local\n!\nend\n",
    "ruijie_os": "version 11.0(5)B9P59\nhostname R\n!\ninterface GigabitEthernet 0/1\n no switchport\n"
    " ip address 10.0.0.1 255.255.255.0\n!\nline vty 0 4\n login local\n!\nend\n",
}
HEADS = ("!Software", " version", "version")


def patched(platform: str, running: str, intended: str, *, whole: bool = False) -> Patch:
    known = get_platform(platform)
    return build_patch(known, parse(known, running), parse(known, intended), whole=whole)


def headless(platform: str) -> str:
    """Return a config as people write it by hand: without the line that only a device prints."""
    lines = WHOLE[platform].splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(HEADS))


@pytest.mark.parametrize("platform", WHOLE)
def test_a_text_that_is_cut_anywhere_never_gives_a_proven_patch(platform: str) -> None:
    text = WHOLE[platform]
    tried = 0
    for at in range(text.index("\n", 20), len(text) - 1):
        try:
            found = patched(platform, text, text[:at])
        except InputError:
            tried += 1
            continue
        assert found.empty or not found.proof.proven, text[:at]
    assert tried, "the head alone must be enough to refuse"


@pytest.mark.parametrize("platform", WHOLE)
def test_a_text_without_a_head_must_end_as_the_other_one_does(platform: str) -> None:
    text = headless(platform)
    lines = text.splitlines(keepends=True)
    short = "".join(lines[: len(lines) // 2])
    for running, intended, name in ((text, short, "intended"), (short, text, "running")):
        found = patched(platform, running, intended)
        assert not found.proof.proven
        assert found.proof.obstacles[0].startswith(f"the {name} text ends without “")
        assert not any(
            "may be cut off" in each for each in patched(platform, running, intended, whole=True).proof.obstacles
        )


@pytest.mark.parametrize("platform", WHOLE)
def test_two_texts_without_an_end_are_as_good_as_two_with_one(platform: str) -> None:
    lines = headless(platform).splitlines(keepends=True)[:-1]
    text = "".join(lines)
    assert patched(platform, text, text + "!\n").proof.proven
    renamed = (
        text.replace("sysname A", "sysname B").replace("sysname H", "sysname B").replace("hostname R", "hostname B")
    )
    assert patched(platform, text, renamed).proof.proven


def test_a_missing_end_alone_is_no_difference() -> None:
    text = headless("cisco_ios")
    found = patched("cisco_ios", text, text.removesuffix("end\n"))
    assert found.empty
    assert found.proof.proven


def test_a_line_that_breaks_off_is_named_with_the_longer_one_and_no_secret() -> None:
    text = headless("huawei_vrp")
    found = patched("huawei_vrp", text, text[: text.index("level 3") + len("lev")])
    assert (
        "“local-user a privilege lev”; the other text has more of it: “local-user a privilege level 3”"
        in (found.proof.obstacles[0])
    )
    broken = patched("huawei_vrp", text, text[: text.index(SECRET) + 4])
    assert (
        "the other text has more of it: “local-user a password irreversible-cipher <secret>”"
        in broken.proof.obstacles[0]
    )
    assert SECRET[:4] not in str(broken.proof)


def test_texts_without_ends_may_break_off_too() -> None:
    running = "hostname R\ninterface GigabitEthernet0/1\n ip address 10.0.0.2 255.255.255.0\n"
    cut = patched("cisco_ios", running, running[: -len("55.255.255.0\n")])
    assert not cut.proof.proven
    assert "breaks off within its last line" in cut.proof.obstacles[0]
    assert patched("cisco_ios", running, running.rstrip("\n")).proof.proven
    longer = running.rstrip("\n") + " secondary\n"
    found = patched("cisco_ios", longer, running.rstrip("\n"))
    assert not any("breaks off" in each for each in found.proof.obstacles), "people leave the last line end out"


def test_what_frr_shows_and_its_file_are_compared() -> None:
    shown = "Building configuration...\n\nCurrent configuration:\n!\nfrr version 8.4.4\nfrr defaults traditional\n!\n"
    config = "router ospf\n ospf router-id 10.255.0.{}\nexit\n!\n"
    file = "frr version 8.4.4\nfrr defaults traditional\n!\n"
    assert patched("frr", f"{shown}{config.format(1)}end\n", file + config.format(2)).proof.proven
    with pytest.raises(InputError, match="NET-CFG-015"):
        patched("frr", shown + config.format(1), file + config.format(2))


@pytest.mark.parametrize("platform", [*WHOLE, "frr"])
@pytest.mark.parametrize("text", ["frobnicate\n", "name,ip\nr1,10.0.0.1\n", "Dear colleague,\nsee below.\n"])
def test_a_text_of_unknown_lines_alone_is_never_proven(platform: str, text: str) -> None:
    for running, intended in ((text, text), (text, text + "and more\n"), ("hostname a\nsysname a\n", text)):
        try:
            found = patched(platform, running, intended)
        except InputError:
            continue
        assert any("the rulebook knows none of the" in each for each in found.proof.obstacles), found.proof.obstacles
        assert not found.proof.proven


PORT = "interface eth1 vrf {}\n ip ospf area 0\nexit\n"


def test_a_port_of_another_vrf_is_the_kernels_and_never_no_difference() -> None:
    found = patched("frr", PORT.format("A"), PORT.format("B"))
    assert not found.proof.proven
    assert "“interface eth1 vrf A” should be “interface eth1 vrf B”" in found.proof.obstacles[0]
    assert "the kernel binds" in found.proof.obstacles[0]
    assert patched("frr", PORT.format("A"), PORT.format("A") + "!\n").proof.exceptions == ()


@pytest.mark.parametrize("silent", ["running", "intended"])
def test_a_vrf_that_only_one_text_shows_is_listed(silent: str) -> None:
    texts = [PORT.format("A"), PORT.replace(" vrf {}", "")]
    running, intended = reversed(texts) if silent == "running" else texts
    found = patched("frr", running, intended)
    assert found.proof.proven
    assert f"“interface eth1 vrf A”: the {silent} text doesn't say so" in found.proof.exceptions[0]


def test_a_vrf_that_the_linux_part_sets_is_compared_there() -> None:
    linux = "### /etc/network/interfaces\nauto eth1\niface eth1\n    vrf {}\n"
    texts = [f"### /etc/frr/frr.conf\n{PORT.format(vrf)}{linux.format(vrf)}" for vrf in "AB"]
    found = patched("frr", *texts)
    assert "vrf B" in found.diff
    assert not any("the kernel binds" in each for each in found.proof.obstacles)


def test_a_body_that_begins_behind_an_odd_space_is_never_typed_as_if_it_ended() -> None:
    """The text shows a line; typed, it would open a banner that takes in all that follows."""
    p = get_platform("cisco_ios")
    found = build_patch(p, parse(p, ""), parse(p, "\u2028banner motd ^C"))

    assert not found.proof.proven
    assert any("NET-CFG-011" in each for each in found.proof.obstacles)
