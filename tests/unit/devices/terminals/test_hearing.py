"""What is heard on a terminal: dialogues as devices write them, in pieces of any size. Nothing is connected here."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.devices.dialogue import Heard, Hearing, Manners, manners, refused, shown, standing, was_done
from netops.platforms import get_platform
from netops.platforms.session import Dialog, TerminalProfile, View

PLATFORMS = ("cisco_ios", "h3c_comware", "huawei_vrp", "huawei_vrpv8", "ruijie_os")
ERASED = "\x1b[42D" + " " * 42 + "\x1b[42D"


def ways(platform: str, *names: str) -> Manners:
    profile = get_platform(platform).session
    assert isinstance(profile, TerminalProfile)
    return manners(profile, frozenset(names), "utf-8")


def heard(platform: str, line: str | None, *pieces: str, dialogs: tuple[Dialog, ...] = ()) -> tuple[Heard, Hearing]:
    hearing = Hearing(ways(platform, "sw1"), None if line is None else line.encode(), dialogs)
    last = Heard.UNFINISHED
    for piece in pieces:
        last = hearing.hear(piece.encode())
        if last is Heard.PAGER:
            hearing.paged()
    return last, hearing


@pytest.mark.parametrize(
    ("platform", "prompt", "view"),
    [
        ("huawei_vrp", "<sw1>", View.EXEC),
        ("huawei_vrp", "[sw1-GigabitEthernet0/0/1]", View.CONFIG),
        ("huawei_vrp", "HRP_M<sw1>", View.EXEC),
        ("huawei_vrp", "HRP_S[sw1-policy-security]", View.CONFIG),
        ("huawei_vrp", "<sw2>", None),
        ("huawei_vrp", "sw1#", None),
        ("huawei_vrpv8", "<sw1>", View.EXEC),
        ("huawei_vrpv8", "[~sw1]", View.CONFIG),
        ("huawei_vrpv8", "[*sw1-bgp-af-ipv4]", View.CHANGED),
        ("huawei_vrpv8", "[sw1]", None),
        ("h3c_comware", "<sw1>", View.EXEC),
        ("h3c_comware", "[sw1-Vlan-interface10]", View.CONFIG),
        ("h3c_comware", "RBM_P[sw1]", View.CONFIG),
        ("ruijie_os", "sw1>", View.LIMITED),
        ("ruijie_os", "sw1#", View.EXEC),
        ("ruijie_os", "sw1(config)#", View.CONFIG),
        ("ruijie_os", "sw1(config-if-GigabitEthernet 0/1)#", View.CONFIG),
        ("cisco_ios", "sw1>", View.LIMITED),
        ("cisco_ios", "sw1#", View.EXEC),
        ("cisco_ios", "sw1(config-router-af)#", View.CONFIG),
        ("cisco_ios", "sw10#", None),
        ("cisco_ios", "Warning: sw1#", None),
    ],
)
def test_a_prompt_tells_the_view(platform: str, prompt: str, view: View | None) -> None:
    found = standing(ways(platform, "sw1"), prompt)
    assert (found[0] if found else None) is view


LONG = "pe-of-the-finance-bureau-0001"


@pytest.mark.parametrize(
    ("platform", "prompt", "view"),
    [
        ("cisco_ios", "pe-of-the-financ(config-if)#", View.CONFIG),  # IOS cuts the name in config mode
        ("cisco_ios", f"{LONG}(config)#", View.CONFIG),
        ("cisco_ios", f"{LONG}#", View.EXEC),
        ("cisco_ios", "pe-of-the-financ#", None),
        ("ruijie_os", "pe-of-the-financ(config)#", View.CONFIG),
        ("huawei_vrpv8", "[*pe-of-the-financ-bgp]", View.CHANGED),
        ("huawei_vrp", "HRP_M<pe-of-the-financ>", None),
    ],
)
def test_a_long_name_may_be_cut_where_there_is_little_room(platform: str, prompt: str, view: View | None) -> None:
    found = standing(ways(platform, LONG), prompt)
    assert (found[0] if found else None) is view


PIECES = st.sampled_from(
    [
        "sw1",
        "sw10",
        "w1",
        LONG,
        LONG[:16],
        "HRP_M",
        "RBM_P",
        "<",
        ">",
        "[",
        "]",
        "~",
        "*",
        "(",
        ")",
        "#",
        "-bgp",
        "config",
        " ",
    ]
)


@given(st.sampled_from(PLATFORMS), st.sampled_from(["sw1", LONG, "HRP_M"]), st.lists(PIECES, max_size=7).map("".join))
def test_a_prompt_is_what_its_pattern_with_the_name_in_it_matches(platform: str, name: str, line: str) -> None:
    profile = get_platform(platform).session
    assert isinstance(profile, TerminalProfile)
    filled = (
        (
            each.view,
            each.pattern.replace("{host}", re.escape(name)).replace("{short}", re.escape(name[: profile.short])),
        )
        for each in profile.prompts
    )
    wanted = next((view for view, pattern in filled if re.fullmatch(pattern, line.strip())), None)
    found = standing(ways(platform, name), line)
    assert (found[0] if found else None) is wanted


def test_an_answer_begins_behind_the_echo_and_ends_before_the_prompt() -> None:
    last, hearing = heard("huawei_vrp", "display clock", "display clock\r\n2026-01-01 00:00:00\r\n<sw1>")
    assert last is Heard.PROMPT
    assert hearing.answer == b"2026-01-01 00:00:00\r\n"


def test_a_prompt_before_the_echo_ends_nothing() -> None:
    last, hearing = heard("cisco_ios", "vlan 10", "\r\n*Mar  1 00:05:12: %SYS-5-CONFIG_I: x\r\nsw1(config)#")
    assert last is Heard.UNFINISHED
    assert hearing.hear(b"vlan 10\r\nsw1(config-vlan)#") is Heard.PROMPT
    assert hearing.answer == b""


@pytest.mark.parametrize(
    ("platform", "line", "log", "prompt"),
    [
        (
            "h3c_comware",
            "quit",
            "%Mar  1 00:05:12:345 2026 sw1 SHELL/6/SHELL_CMD: -Line=vty1; Command is quit",
            "[sw1]",
        ),
        (
            "cisco_ios",
            "exit",
            "*Mar  1 00:05:12.345: %PARSER-5-CFGLOG_LOGGEDCMD: User:x  logged command:exit",
            "sw1(config)#",
        ),
        ("huawei_vrp", "quit", "Mar  1 2026 00:05:12 sw1 %%01SHELL/5/CMD(l)[0]:The command is quit", "[sw1]"),
    ],
)
def test_a_log_line_that_ends_as_the_echo_does_is_none(platform: str, line: str, log: str, prompt: str) -> None:
    last, hearing = heard(platform, line, f"\r\n{log}\r\n{prompt}")
    assert last is Heard.UNFINISHED
    assert hearing.hear(f"{line}\r\n{prompt}".encode()) is Heard.PROMPT
    assert hearing.answer == b""


def test_an_echo_that_is_wrapped_or_moved_about_is_one() -> None:
    line = "description " + "财政局 " * 60
    wrapped = line[:70] + " \x1b[1D" + line[70:140] + "\r\n" + line[140:]
    last, _ = heard("huawei_vrp", line.strip(), wrapped + "\r\n[sw1-GigabitEthernet0/0/1]")
    assert last is Heard.PROMPT
    long = "description " + "x" * 600 + " the end of it"
    scrolled = long[:500] + "\rsw1(config-if)#$" + long[-300:]
    last, _ = heard("cisco_ios", long, scrolled + "\r\nsw1(config-if)#")
    assert last is Heard.PROMPT


def test_a_pager_is_heard_once_and_leaves_no_trace() -> None:
    hearing = Hearing(ways("huawei_vrp", "sw1"), b"display this")
    assert hearing.hear(b"display this\r\nvlan 1\r\n  ---- More ----") is Heard.PAGER
    hearing.paged()
    assert hearing.hear(ERASED[:20].encode()) is Heard.UNFINISHED
    assert hearing.hear(ERASED[20:].encode() + b" name x\r\n<sw1>") is Heard.PROMPT
    assert shown(hearing.answer, "utf-8") == "vlan 1\n name x\n"


@pytest.mark.parametrize(
    "pager", ["--More-- ", " --More-- ", "---- More ----", "  ---- More ----", "---- More (Press ESC to stop) ----"]
)
def test_pagers_of_all_vendors_are_known(pager: str) -> None:
    last, _ = heard("cisco_ios", "show x", f"show x\r\nline\r\n{pager}")
    assert last is Heard.PAGER


@pytest.mark.parametrize(
    "question",
    [
        "Are you sure to continue?[Y/N]:",
        "Warning: All BGP configurations will be deleted. Continue? [Y/N]:",
        "Uncommitted changes found, commit them before exiting? [Y(yes)/N(no)/C(cancel)]:",
        "Proceed with reload? [confirm]",
        "% Do you really want to remove these keys? [yes/no]: ",
        "Destination filename [startup-config]? ",
        "Please input the file name(*.cfg)[flash:/startup.cfg]:",
        "Overwrite file (y/n)?",
        "Password: ",
        "Do you want to change the password(Yes/No)[Y]:",
    ],
)
def test_questions_are_known_by_their_ends(question: str) -> None:
    last, hearing = heard("huawei_vrp", "x", f"x\r\n{question}")
    assert last is Heard.QUESTION
    assert hearing.reply() is None


def test_an_answer_is_given_to_its_own_question_only() -> None:
    dialogs = (Dialog(r"BGP configurations will be deleted", "y"),)
    said = "undo bgp 65000\r\nWarning: All BGP configurations will be deleted.\r\nContinue? [Y/N]:"
    last, hearing = heard("huawei_vrp", "undo bgp 65000", said, dialogs=dialogs)
    assert (last, hearing.reply()) == (Heard.QUESTION, "y")
    hearing.replied()
    assert hearing.hear(b"y\r\nWarning: All peers are lost, too. Continue? [Y/N]:") is Heard.QUESTION
    assert hearing.reply() is None


def test_what_a_question_warns_of_is_no_refusal() -> None:
    dialogs = (Dialog(r"\[yes/no\]", "yes"),)
    said = "no crypto pki trustpoint T\r\n% Removing an enrolled trustpoint will destroy all certificates\r\nAre you sure? [yes/no]: "
    _, hearing = heard("cisco_ios", "no crypto pki trustpoint T", said, dialogs=dialogs)
    hearing.replied()
    assert hearing.hear(b"yes\r\nsw1(config)#") is Heard.PROMPT
    assert not refused(ways("cisco_ios", "sw1"), hearing.verdict.rpartition("\n")[0])
    hearing = Hearing(ways("cisco_ios", "sw1"), b"x", dialogs)
    hearing.hear(b"x\r\nSure? [yes/no]: ")
    hearing.replied()
    hearing.hear(b"yes\r\n% Invalid input detected\r\nsw1(config)#")
    assert refused(ways("cisco_ios", "sw1"), hearing.verdict.rpartition("\n")[0])


REFUSALS = {
    "huawei_vrp": [
        "Error: Unrecognized command found at '^' position.",
        "Error:Too many parameters found at '^' position.",
        "Error: The VLAN does not exist.",
        "Unrecognized command found at '^' position.",
        " % Incomplete command found at '^' position.",
        "Failed to set the value.",
        "Warning: Failed to apply the ACL on slot 2.",
        "Info: The operation is not supported on this interface.",
    ],
    "huawei_vrpv8": [
        "Error: Please configure the RD first.",
        "Failed to commit the configuration.",
        "Unrecognized command found at '^' position.",
        "Warning: The board cannot apply this policy.",
    ],
    "h3c_comware": [
        " % Unrecognized command found at '^' position.",
        "The VLAN does not exist.",
        "Permission denied.",
        "Info: The operation failed.",
        "Warning: Failed to apply ACL to slot 2",
        "Note: The interface does not exist",
        "The operation was not successful.",
        "The file was saved unsuccessfully.",
        "Configuring GigabitEthernet1/0/1 failed.",
    ],
    "ruijie_os": [
        "% Invalid input detected at '^' marker.",
        "% Incomplete command.",
        "There is already same network statement.",
        "BGP is already running; AS is 65000",
    ],
    "cisco_ios": [
        "% Invalid input detected at '^' marker.",
        "%Inconsistent address and mask",
        "Must delete secondary before deleting primary",
        "Command authorization failed.",
        "BGP is already running; AS is 65000",
        "policy map P1 not configured",
        "Duplex cannot be set until speed is set",
        "Autoneg enabled. Duplex cannot be set",
        "10.0.0.0 overlaps with GigabitEthernet0/2",
        "Vlan can not be deleted",
        "%Warning: the policy failed to install",
        "% Voice VLAN does not exist.",
        "%Default route without a next hop is not allowed",
    ],
}
PORTFAST = (
    "%Warning: portfast should only be enabled on ports connected to a single",
    " host. Connecting hubs, concentrators, switches, bridges, etc... to this",
    " interface  when portfast is enabled, can cause temporary bridging loops.",
    " Use with CAUTION",
)
REMARKS = {
    "huawei_vrp": [
        "Info: This operation may take a few seconds. Please wait for a moment...done.",
        "Warning: The port is down.",
        "Warning: The configuration cannot be restored after this.",
        "Info: If the mode is not configured, the default is taken.",
    ],
    "huawei_vrpv8": ["Info: The system enters the trial configuration mode.", "Committing..done."],
    "h3c_comware": [
        "Please wait... Done.",
        "Configuration is saved to flash successfully.",
        "New local user added.",
        "Updating user information. Please wait ... ...",
        "Configuring GigabitEthernet1/0/1 done.",
        "Warning: The setting will not take effect until the device restarts.",
        "%Mar  1 00:05:12:345 2026 sw1 SHELL/5/SHELL_LOGIN: admin logged in.",
    ],
    "ruijie_os": [
        "*Mar  1 00:05:12: %LINK-3-UPDOWN: Interface GigabitEthernet 0/1, changed state to up.",
        "% Interface GigabitEthernet 0/2 IPv4 disabled and address(es) removed due to enabling VRF A",
    ],
    "cisco_ios": [
        "*Mar  1 00:05:12.345: %SYS-5-CONFIG_I: Configured",
        "Creating a port-channel interface Port-channel1",
        "% Access VLAN does not exist. Creating vlan 10",
        "% Voice VLAN does not exist. Creating vlan 20",
        '% OSPF: Reload or use "clear ip ospf process" command, for this to take effect',
        'Reload or use "clear ip ospf process" command, for this to take effect',
        "%Default route without gateway, if not a point-to-point interface, may impact performance",
        *PORTFAST,
        "%Portfast has been configured on GigabitEthernet0/1 but will only",
        " have effect when the interface is in a non-trunking mode.",
        "%Portfast will be configured in 5 interfaces due to the range command",
        " but will only have effect when the interfaces are in a non-trunking mode.",
        "% Applying VLAN changes may take few minutes.  Please wait...",
        "% Generating 2048 bit RSA keys, keys will be non-exportable...[OK]",
        "% Login disabled on line 1, until 'password' is set",
    ],
}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_refusals_are_told_from_remarks(platform: str) -> None:
    known = ways(platform, "sw1")
    assert [line for line in REFUSALS[platform] if not refused(known, line)] == []
    assert [line for line in REMARKS[platform] if refused(known, line)] == []


COMWARE_SAVED = (
    "Validating file. Please wait...\nSaved the current configuration to mainboard device successfully.\nSlot 2:\n"
)
VRP_SAVED = "Now saving the current configuration to the slot 1 ....\nInfo: Save the configuration successfully.\n"
SAVED = [
    ("h3c_comware", COMWARE_SAVED + "Save next configuration file successfully.\n"),
    ("huawei_vrp", VRP_SAVED + VRP_SAVED.replace("slot 1", "slot 2")),
    ("huawei_vrpv8", VRP_SAVED),
    ("cisco_ios", "Building configuration...\nCompressed configuration from 12000 bytes to 5000 bytes[OK]\n"),
    ("cisco_ios", "Building configuration...\n[OK]\n*Mar  1 00:05:12.345: %LINK-3-UPDOWN: Interface Gi0/1 failed\n"),
    ("ruijie_os", "Building configuration...\n[OK]\n"),
]
HALF_SAVED = [
    ("h3c_comware", COMWARE_SAVED + "Failed to save next configuration file.\n"),
    ("h3c_comware", "Error: saving was not successful\n"),
    ("h3c_comware", "%Mar  1 00:05:12:345 2026 sw1 SSHS/6/SSHS_LOG: Password accepted, login was successful.\n"),
    ("huawei_vrp", VRP_SAVED + "Error: Failed to save the configuration to the slot 2.\n"),
    ("huawei_vrp", "Error: saving was not successful\n"),
    ("huawei_vrpv8", VRP_SAVED + "Warning: The slave board couldn't be reached.\n"),
    ("cisco_ios", "Building configuration...\n[OK]\n%Startup-config of the standby is locked\n"),
    ("ruijie_os", "Building configuration...\n[OK]\nUnable to save on device 2\n"),
]


@pytest.mark.parametrize(("platform", "said"), SAVED)
def test_a_save_on_every_slot_is_one(platform: str, said: str) -> None:
    profile = get_platform(platform).session
    assert isinstance(profile, TerminalProfile)
    assert was_done(ways(platform, "sw1"), profile.save, said, said)


@pytest.mark.parametrize(("platform", "said"), HALF_SAVED)
def test_a_save_that_failed_somewhere_is_none(platform: str, said: str) -> None:
    profile = get_platform(platform).session
    assert isinstance(profile, TerminalProfile)
    assert not was_done(ways(platform, "sw1"), profile.save, said, said)


def test_a_line_of_any_length_is_heard_at_once_and_is_no_prompt() -> None:
    """A banner without an end: the time that each piece costs must not grow with what came before."""
    for platform in PLATFORMS:
        started = time.monotonic()
        hearing = Hearing(ways(platform), None)
        assert {hearing.hear(b"A" * 4096) for _ in range(20)} == {Heard.UNFINISHED}
        assert hearing.hear(b"(A)#") is Heard.UNFINISHED
        end = b"\r\nsw1#" if platform in {"cisco_ios", "ruijie_os"} else b"\r\n<sw1>"
        assert (hearing.hear(end), hearing.name) == (Heard.PROMPT, "sw1")
        assert time.monotonic() - started < 2, platform


VERSIONS = {
    "huawei_vrp": ("VRP (R) software, Version 5.170 (S5720 V200R019C10SPC500)\nHUAWEI S5720-28X-LI-AC Routing Switch uptime is 5 weeks", "V200R019C10SPC500", "S5720-28X-LI-AC"),
    "huawei_vrpv8": ("VRP (R) software, Version 8.180 (NE40E V800R010C10SPC500)\nHUAWEI NE40E-X8 uptime is 1 day", "V800R010C10SPC500", "NE40E-X8"),
    "h3c_comware": ("H3C Comware Software, Version 7.1.070, Release 6555P06\nH3C S6800-54QF uptime is 0 weeks", "7.1.070", "S6800-54QF"),
    "ruijie_os": ("System description      : Ruijie 10G Routing Switch(S6120) By Ruijie Networks\nSystem software version : S6120_RGOS 11.4(1)B42P5", "11.4(1)B42P5", "Ruijie 10G Routing Switch(S6120)"),
    "cisco_ios": ("Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(4)E6, RELEASE SOFTWARE (fc4)\ncisco WS-C2960X-24TS-L (APM86XXX) processor (revision K0) with 524288K bytes of memory.", "15.2(4)E6", "WS-C2960X-24TS-L"),
}  # fmt: skip


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_device_is_known_by_what_it_says_of_itself(platform: str) -> None:
    for other, (text, release, hardware) in VERSIONS.items():
        identity = get_platform(platform).session.identity
        found = re.search(identity.pattern, text)
        assert (found is not None) is (other == platform), other
        if found is not None:
            model = re.search(identity.hardware, text)
            assert (found["release"], model and model["hardware"]) == (release, hardware)


VRP_ROUTE = """Destination/Mask    Proto   Pre  Cost  Flags NextHop         Interface
     10.32.0.0/16   Static  60   0     RD    10.1.1.9        GigabitEthernet0/0/1
"""
COMWARE_ROUTE = """Destination/Mask   Proto   Pre Cost        NextHop         Interface
10.32.0.0/16       Static  60  0           10.1.1.9        Vlan10
"""
IOS_ROUTE = """Routing entry for 10.32.0.0/16
  Known via "static", distance 1, metric 0
  Routing Descriptor Blocks:
  * 10.1.1.9
      Route metric is 0, traffic share count is 1
"""
ANSWERS = {
    "huawei_vrp": ("    2 packet(s) transmitted\n    1 packet(s) received\n    50.00% packet loss\n", VRP_ROUTE),
    "huawei_vrpv8": ("    2 packet(s) transmitted\n    1 packet(s) received\n    50.00% packet loss\n", VRP_ROUTE),
    "h3c_comware": ("2 packet(s) transmitted, 1 packet(s) received, 50.0% packet loss\n", COMWARE_ROUTE),
    "ruijie_os": ("Success rate is 50 percent (1/2), round-trip min/avg/max = 1/1/1 ms.\n", IOS_ROUTE),
    "cisco_ios": (".!\nSuccess rate is 50 percent (1/2), round-trip min/avg/max = 1/1/1 ms\n", IOS_ROUTE),
}
UNSENT = (
    "Error: The VPN instance does not exist.\n",
    "% Invalid source address- IP address not on any of our up interfaces\n",
)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_pings_and_routes_are_read(platform: str) -> None:
    profile = get_platform(platform).session
    assert isinstance(profile, TerminalProfile)
    ping, route = ANSWERS[platform]
    counted, way = re.search(profile.asking.counted, ping), re.search(profile.asking.next_hop_pattern, route)
    assert (counted and counted["received"], way and way["next_hop"]) == ("1", "10.1.1.9")
    assert [text for text in UNSENT if re.search(profile.asking.counted, text)] == []


LINES = st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=30), max_size=6)


@given(LINES, st.lists(st.integers(1, 40), min_size=1, max_size=40), st.sampled_from(PLATFORMS))
def test_pieces_of_any_size_give_the_same_answer(lines: list[str], sizes: list[int], platform: str) -> None:
    prompt = {"cisco_ios": "sw1#", "ruijie_os": "sw1#"}.get(platform, "<sw1>")
    answer = "".join(f"{line}x\r\n" for line in lines)
    data = f"display x\r\n{answer}{prompt}".encode()
    whole, pieces = (Hearing(ways(platform, "sw1"), b"display x") for _ in range(2))
    at, number, last = 0, 0, Heard.UNFINISHED
    while at < len(data):
        size = sizes[number % len(sizes)]
        last = pieces.hear(data[at : at + size])
        at, number = at + size, number + 1
    assert last is whole.hear(data) is Heard.PROMPT
    assert pieces.answer == whole.answer == answer.encode()
