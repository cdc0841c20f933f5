"""Lines as people type them: words cut short wherever they mean one command, and what a device says where they don't."""

import pytest
from tests.unit.lab.simulation.bench import Put

CONFIG = {"cisco_ios": "configure terminal", "ruijie_os": "configure terminal"}
HUAWEI = ("huawei_vrp", "huawei_vrpv8")
VRP_LIKE = (*HUAWEI, "h3c_comware")


def typed_in_config(put: Put, platform: str, *lines: str) -> str:
    """Type lines in the system view, or in global configuration; return the config that is made of them."""
    bench = put(platform)
    said = [bench.type(line) for line in (CONFIG.get(platform, "system-view"), *lines)]
    assert not [each for each in said if "%" in each or "rror" in each], said
    return bench.console.device._rendered(bench.console.device.root)


@pytest.mark.parametrize("platform", HUAWEI)
@pytest.mark.parametrize(
    ("short", "whole"),
    [
        (("int g0/0/1", "desc to core"), ("interface GigabitEthernet0/0/1", "description to core")),
        (("int g0/0/2", "ip a 10.7.0.1 24"), ("interface GigabitEthernet0/0/2", "ip address 10.7.0.1 24")),
        (("int lo 7", "ip ad 1.1.1.1 32"), ("interface LoopBack7", "ip address 1.1.1.1 32")),
        (("int g0/0/2", "sh", "un sh", "sh"), ("interface GigabitEthernet0/0/2", "shutdown")),
        (("vlan b 20 to 30",), ("vlan batch 20 to 30",)),
        (("undo in e",), ("undo info-center enable",)),
        (("un inf en",), ("undo info-center enable",)),
        (("ip vpn dept9", "route-d 1:9"), ("ip vpn-instance dept9", "route-distinguisher 1:9")),
        (("ospf", "a 0", "n 10.0.0.0 0.0.0.255"), ("ospf", "area 0", "network 10.0.0.0 0.0.0.255")),
        (("bg 65001", "peer 10.0.0.2 as 65002"), ("bgp 65001", "peer 10.0.0.2 as-number 65002")),
        (("ip route-s 10.1.0.0 16 10.0.0.2",), ("ip route-static 10.1.0.0 16 10.0.0.2",)),
        (("SYSNAME ne2",), ("sysname ne2",)),
        (("OSPF 1",), ("ospf 1",)),  # not ospfv3, which it only begins
    ],
)
def test_huawei_takes_what_means_one_command(
    put: Put, platform: str, short: tuple[str, ...], whole: tuple[str, ...]
) -> None:
    assert typed_in_config(put, platform, *short) == typed_in_config(put, platform, *whole)


@pytest.mark.parametrize(
    ("platform", "short", "whole"),
    [
        ("h3c_comware", ("int g1/0/1", "desc x"), ("interface GigabitEthernet1/0/1", "description x")),
        ("h3c_comware", ("undo inf en",), ("undo info-center enable",)),
        ("h3c_comware", ("vlan 10", "int vlan 10", "ip add 10.1.1.1 24"), ("vlan 10", "quit", "interface Vlan-interface10", "ip address 10.1.1.1 24")),
        ("cisco_ios", ("int g0/2", "no shut", "desc a  b"), ("interface GigabitEthernet0/2", "description a  b")),
        ("cisco_ios", ("router b 65001", "nei 10.0.0.2 remote 1"), ("router bgp 65001", "neighbor 10.0.0.2 remote-as 1")),
        ("cisco_ios", ("int g0/2", "vrf def X"), ("vrf definition X",)),
        ("cisco_ios", ("int g0/2", "no vrf def X", "host r2"), ("hostname r2",)),
        ("cisco_ios", ("ip acc ext NET", "permit ip any any"), ("ip access-list extended NET", "permit ip any any")),
        ("ruijie_os", ("int gi 0/2", "ip add 10.7.0.1 255.255.255.0"), ("interface GigabitEthernet 0/2", "ip address 10.7.0.1 255.255.255.0")),
        ("ruijie_os", ("hostn r2",), ("hostname r2",)),
    ],
)  # fmt: skip
def test_others_take_it_too(put: Put, platform: str, short: tuple[str, ...], whole: tuple[str, ...]) -> None:
    assert typed_in_config(put, platform, *short) == typed_in_config(put, platform, *whole)


@pytest.mark.parametrize("platform", VRP_LIKE)
@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("d cu", "display current-configuration"),
        ("di cu", "display current-configuration"),
        ("dis cu | i sysname", "display current-configuration | include sysname"),
        ("dis cu int g0/0/1", "display current-configuration interface GigabitEthernet0/0/1"),
        ("d ver | inc ersion", "display version | include ersion"),
        ("dis clo", "display clock"),
        ("u t m", "undo terminal monitor"),
    ],
)
def test_displays_are_cut_short(put: Put, platform: str, short: str, whole: str) -> None:
    bench = put(platform)
    said = bench.type(whole)
    assert said
    assert "rror" not in said
    assert bench.type(short) == said


@pytest.mark.parametrize("platform", VRP_LIKE)
def test_a_section_is_displayed_where_one_stands(put: Put, platform: str) -> None:
    bench = put(platform)
    bench.type("sys", "int g0/0/1")
    assert "ip address 10.0.0.1" in bench.type("dis th")
    assert bench.type("dis th | i desc") == ""
    bench.type("q")
    assert "sysname ne1" in bench.type("dis th")


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("sh run int g0/1", "show running-config interface GigabitEthernet0/1"),
        ("sh ip int br | i 0/1", "show ip interface brief | include 0/1"),
        ("wr m", "write memory"),
    ],
)
def test_ios_displays_are_cut_short_and_done_from_config(put: Put, short: str, whole: str) -> None:
    bench = put("cisco_ios")
    said = bench.type(whole)
    assert said
    assert bench.type(short) == said
    bench.type("conf t", "int g0/1")
    assert bench.type(f"do {short}") == said
    assert bench.prompt == "r1(config-if)#"


# ---------------------------------------------------------------------------------- what a device says otherwise

AMBIGUOUS, INCOMPLETE = "Ambiguous command found at '^' position.", "Incomplete command found at '^' position."
UNKNOWN, VALUE = "Unrecognized command found at '^' position.", "Wrong parameter found at '^' position."
MANY = "Too many parameters found at '^' position."


@pytest.mark.parametrize(
    ("enter", "line", "at", "what"),
    [
        ((), "d", 0, AMBIGUOUS),
        ((), "s", 0, AMBIGUOUS),
        ((), "display", 7, INCOMPLETE),
        ((), "dis cu | i", 10, INCOMPLETE),
        ((), "dis cu | frob x", 9, UNKNOWN),
        (("sys",), "in", 0, AMBIGUOUS),
        (("sys",), "int", 3, INCOMPLETE),
        (("sys",), "undo", 4, INCOMPLETE),
        (("sys",), "dis", 3, INCOMPLETE),
        (("sys",), "frob en", 0, UNKNOWN),
        (("sys",), "undo frob", 5, UNKNOWN),
        (("sys",), "int foo", 4, VALUE),
        (("sys",), "interface foo", 10, VALUE),
        (("sys",), "undo i", 5, AMBIGUOUS),
        (("sys",), "snmp-agent t x", 11, AMBIGUOUS),
        (("sys", "int g0/0/1"), "ip add", 6, INCOMPLETE),
        (("sys", "int g0/0/1"), "ip add 10.0.0.300 24", 7, VALUE),
        (("sys", "int g0/0/1"), "ip address 10.0.0.1 24 sub more", 27, MANY),
        (("sys", "int g0/0/1"), "ip route-s 10.1.0.0 16 10.0.0.2", 0, UNKNOWN),
    ],
)
@pytest.mark.parametrize("platform", VRP_LIKE)
def test_vrp_and_comware_say_what_is_wrong_below_the_word(
    put: Put, platform: str, enter: tuple[str, ...], line: str, at: int, what: str
) -> None:
    bench = put(platform)
    bench.type(*enter)
    before = bench.box.running()
    mark, words = bench.type(line).split("\n")
    assert mark == " " * (len(bench.prompt) + at) + "^"
    assert words.removeprefix("Error:").removeprefix(" %").strip() == what
    assert words.startswith(" % " if platform == "h3c_comware" else "Error:")
    assert bench.box.running() == before


@pytest.mark.parametrize(
    ("enter", "line", "said"),
    [
        ((), "c", '% Ambiguous command:  "c"'),
        (("conf t",), "i", '% Ambiguous command:  "i"'),
        (("conf t",), "ro b 65001", '% Ambiguous command:  "ro b 65001"'),
        (("conf t",), "int", "% Incomplete command."),
        (("conf t",), "no", "% Incomplete command."),
        (("conf t", "int g0/1"), "ip add", "% Incomplete command."),
        (("conf t", "int g0/1"), "ip add 10.0.0.300 255.255.255.0", "% Invalid input detected at '^' marker."),
        (("conf t",), "frob", "% Invalid input detected at '^' marker."),
    ],
)
@pytest.mark.parametrize("platform", ["cisco_ios", "ruijie_os"])
def test_ios_says_what_is_wrong(put: Put, platform: str, enter: tuple[str, ...], line: str, said: str) -> None:
    bench = put(platform)
    bench.type(*enter)
    assert bench.type(line).rpartition("^\n")[2] == said


def test_ios_takes_an_unknown_word_for_a_host(put: Put) -> None:
    bench = put("cisco_ios")
    assert bench.type("foo") == (
        'Translating "foo"...domain server (255.255.255.255)\n'
        "% Unknown command or computer name, or unable to find computer address"
    )
    bench.type("conf t", "no ip domain-lookup", "end")
    assert bench.type("foo").startswith('Translating "foo"\n')


@pytest.mark.parametrize("platform", VRP_LIKE)
def test_a_section_is_entered_from_another_one_and_nothing_else_of_the_system_view(put: Put, platform: str) -> None:
    bench = put(platform)
    bench.type("sys", "int g0/0/1")
    assert bench.type("int g0/0/2") == ""
    assert bench.prompt.endswith("GigabitEthernet0/0/2]")
    assert bench.type("ospf 1") == ""
    assert bench.prompt.endswith("ospf-1]")
    bench.type("int g0/0/1")
    assert UNKNOWN in bench.type("sysname other")
    assert bench.prompt.endswith("GigabitEthernet0/0/1]")


@pytest.mark.parametrize("platform", HUAWEI)
def test_a_word_that_the_device_knows_is_no_beginning_of_another(put: Put, platform: str) -> None:
    """What stands in the config already is a command of the device, whether a rule knows it or not."""
    bench = put(platform, "sysname ne1\nfrobnicate 7\n#\nreturn\n")
    bench.type("sys")
    assert bench.type("frobnicate 8") == ""
    assert UNKNOWN in bench.type("defrobnicate 8")


# ------------------------------------------------------------------------------------------------- question marks


def helped(put: Put, platform: str, *enter: str, line: str) -> list[str]:
    bench = put(platform)
    bench.type("screen-length 0 temporary", *enter)
    bench.console.length = 0
    shown = bench.keys(line).replace("\r\n", "\n").split("\n")
    assert shown[-1] == bench.prompt + line.removesuffix("?")
    return shown[1:-1]


@pytest.mark.parametrize("platform", VRP_LIKE)
def test_a_question_mark_lists_the_commands_of_the_view(put: Put, platform: str) -> None:
    user = helped(put, platform, line="?")
    assert user[0] == "User view commands:"
    assert "  display                 Display information" in user
    system = helped(put, platform, "sys", line="?")
    assert system[0] == "System view commands:"
    assert {"  interface               Specify the interface configuration view", "  ospf", "  vlan"} <= set(system)
    assert helped(put, platform, "sys", "int g0/0/1", line="?")[0] == "GigabitEthernet interface view commands:"


def test_a_question_mark_behind_a_space_lists_what_comes_next(put: Put) -> None:
    assert helped(put, "huawei_vrp", "sys", line="vlan ?") == ["  INTEGER<0-4294967295>", "  batch"]
    assert helped(put, "huawei_vrp", "sys", line="vlan 10 ?") == ["  <cr>"]
    assert "  X.X.X.X" in helped(put, "huawei_vrp", "sys", "int g0/0/1", line="ip add ?")
    assert helped(put, "huawei_vrp", "sys", line="frob ?") == ["Error: Unrecognized command."]
    assert "  A.B.C.D" in helped(put, "cisco_ios", "conf t", line="ip route ?")


def test_a_question_mark_behind_letters_lists_what_begins_so(put: Put) -> None:
    assert [row.split()[0] for row in helped(put, "huawei_vrp", line="s?")] == [
        *("save", "schedule", "screen-length", "screen-width", "send", "set", "super", "system-view")
    ]
    assert helped(put, "cisco_ios", line="co?") == ["configure  connect  copy"]


def test_help_is_paged(put: Put) -> None:
    bench = put("huawei_vrp")
    bench.type("sys")
    assert bench.keys("?").endswith("---- More ----")
    assert bench.keys("q").endswith("[ne1]")


@pytest.mark.parametrize("platform", HUAWEI)
def test_a_command_is_not_taken_for_the_beginning_of_a_longer_one(put: Put, platform: str) -> None:
    bench = put(platform)
    bench.type("sys")
    shown = "undo hwtacacs enable" if platform == "huawei_vrp" else "hwtacacs enable"  # VRP 5 has it on by default
    other = {"undo hwtacacs enable": "hwtacacs enable", "hwtacacs enable": "undo hwtacacs enable"}[shown]
    assert bench.type(shown) == ""
    assert f"\n{shown}\n" in bench.console.device._rendered(bench.console.device.root)
    assert bench.type(other) == ""
    assert f"\n{shown}\n" not in bench.console.device._rendered(bench.console.device.root)


@pytest.mark.parametrize("platform", VRP_LIKE)
def test_a_word_from_the_middle_of_a_command_begins_none(put: Put, platform: str) -> None:
    bench = put(platform)
    bench.type("sys")
    for line in ("label a1", "trial 60", "as-number 65001"):
        assert UNKNOWN in bench.type(line)
