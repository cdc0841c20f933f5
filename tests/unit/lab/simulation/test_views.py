"""Views, prompts, the ways out of each, words cut short, and errors in the vendor's words."""

import pytest
from tests.unit.lab.simulation.bench import Put

from netops.lab.simulation import Faults

WAYS = [
    ("huawei_vrp", "system-view", "[ne1]"),
    ("huawei_vrp", "interface GigabitEthernet0/0/1", "[ne1-GigabitEthernet0/0/1]"),
    ("huawei_vrp", "quit", "[ne1]"),
    ("huawei_vrp", "return", "<ne1>"),
    ("huawei_vrpv8", "sys", "[~ne1]"),
    ("huawei_vrpv8", "interface GigabitEthernet0/0/1", "[~ne1-GigabitEthernet0/0/1]"),
    ("huawei_vrpv8", "description x", "[*ne1-GigabitEthernet0/0/1]"),
    ("huawei_vrpv8", "commit", "[~ne1-GigabitEthernet0/0/1]"),
    ("huawei_vrpv8", "return", "<ne1>"),
    ("h3c_comware", "sys", "[ne1]"),
    ("h3c_comware", "vlan 10", "[ne1-vlan10]"),
    ("h3c_comware", "quit", "[ne1]"),
    ("h3c_comware", "quit", "<ne1>"),
    ("cisco_ios", "conf t", "r1(config)#"),
    ("cisco_ios", "interface GigabitEthernet0/1", "r1(config-if)#"),
    ("cisco_ios", "exit", "r1(config)#"),
    ("cisco_ios", "end", "r1#"),
    ("ruijie_os", "configure terminal", "r1(config)#"),
    ("ruijie_os", "interface GigabitEthernet 0/1", "r1(config-if-GigabitEthernet 0/1)#"),
    ("ruijie_os", "exit", "r1(config)#"),
    ("ruijie_os", "exit", "r1#"),
]


@pytest.mark.parametrize("platform", ["huawei_vrp", "huawei_vrpv8", "h3c_comware", "cisco_ios", "ruijie_os"])
def test_each_view_has_its_prompt_and_its_way_out(put: Put, platform: str) -> None:
    bench = put(platform)
    found = []
    for _, line, _ in [way for way in WAYS if way[0] == platform]:
        bench.type(line)
        found.append(bench.prompt)
    assert found == [prompt for name, _, prompt in WAYS if name == platform]


@pytest.mark.parametrize(
    ("platform", "short", "whole"),
    [
        ("huawei_vrp", "dis cu", "display current-configuration"),
        ("huawei_vrpv8", "dis cu", "display current-configuration"),
        ("h3c_comware", "dis cu", "display current-configuration"),
        ("h3c_comware", "dis ver", "display version"),
        ("cisco_ios", "sh run", "show running-config"),
        ("cisco_ios", "sh ver", "show version"),
        ("ruijie_os", "sh run", "show running-config"),
    ],
)
def test_words_may_be_cut_short(put: Put, platform: str, short: str, whole: str) -> None:
    bench = put(platform)
    assert bench.type(short) == bench.type(whole)
    assert len(bench.type(whole)) > 100


VRP_UNKNOWN = "Error: Unrecognized command found at '^' position."
IOS_UNKNOWN = "% Invalid input detected at '^' marker."


@pytest.mark.parametrize(
    ("platform", "enter", "line", "at", "words"),
    [
        ("huawei_vrp", "", "displ", 5, "Error:Incomplete command found at '^' position."),
        ("huawei_vrp", "", "display frobs", 8, VRP_UNKNOWN),
        ("huawei_vrp", "system-view", "frobnicate 1", 0, VRP_UNKNOWN),
        (
            "huawei_vrp",
            "system-view",
            "ip route-static 10.1.0.0 255.255.0.0 10.0.0.300",
            37,
            "Error: Wrong parameter found at '^' position.",
        ),
        ("huawei_vrp", "system-view", "interface", 9, "Error:Incomplete command found at '^' position."),
        ("h3c_comware", "system-view", "frobnicate", 0, " % Unrecognized command found at '^' position."),
        ("cisco_ios", "configure terminal", "frobnicate", 0, IOS_UNKNOWN),
        ("cisco_ios", "configure terminal", "show clock", 0, IOS_UNKNOWN),
        ("cisco_ios", "", "show frobs", 5, IOS_UNKNOWN),
        ("ruijie_os", "configure terminal", "frobnicate", 0, IOS_UNKNOWN),
    ],
)
def test_errors_come_in_the_vendors_words_with_the_mark_below_the_word(
    put: Put, platform: str, enter: str, line: str, at: int, words: str
) -> None:
    bench = put(platform)
    if enter:
        bench.type(enter)
    mark = " " * (len(bench.prompt) + at) + "^"
    assert bench.type(line) == f"{mark}\n{words}"


@pytest.mark.parametrize(
    ("platform", "enter", "line", "words"),
    [
        ("huawei_vrp", "system-view", "undo acl 3001", "Error: The configuration does not exist."),
        ("cisco_ios", "configure terminal", "interface", "% Incomplete command."),
    ],
)
def test_other_errors_come_in_the_vendors_words(put: Put, platform: str, enter: str, line: str, words: str) -> None:
    assert put(platform).type(enter, line) == words


def test_a_line_that_no_vendor_knows_is_refused_and_not_kept(put: Put) -> None:
    bench = put("huawei_vrp")
    bench.type("system-view", "frobnicate enable")
    assert "frobnicate" not in bench.box.running()


def test_a_word_that_the_device_itself_displayed_is_known(put: Put) -> None:
    bench = put("huawei_vrp", "#\nsysname ne1\n#\nfrobnicate enable\n#\nreturn\n")
    bench.type("system-view", "undo frobnicate enable")
    assert "frobnicate" not in bench.box.running()


def test_a_release_may_be_too_old_for_a_line_and_a_device_too_busy_for_another(put: Put) -> None:
    bench = put("huawei_vrp", faults=Faults(unknown="ping .*|stelnet .*", rejects="display version|sysname .*"))
    assert bench.type("ping 10.0.0.2") == f"     ^\n{VRP_UNKNOWN}"
    assert "busy" in bench.type("display version")
    assert "busy" in bench.type("system-view", "sysname x")
    assert "Unrecognized" in bench.type("stelnet server enable")
    assert bench.prompt == "[ne1]"


def test_the_prompt_of_a_firewall_says_which_of_two_it_is(put: Put) -> None:
    assert put("huawei_vrp", prefix="HRP_M").prompt == "HRP_M<ne1>"


def test_ios_shows_twenty_letters_of_a_name_in_its_configuration_modes(put: Put) -> None:
    bench = put("cisco_ios", "hostname a-name-of-more-than-twenty-letters\nend\n")
    bench.type("configure terminal")
    assert bench.prompt == "a-name-of-more-than-(config)#"


def test_a_banner_is_typed_line_by_line_to_its_end(put: Put) -> None:
    bench = put("cisco_ios")
    bench.type("configure terminal", "banner motd ^C", "show version", "r9#", "^C", "end")
    assert "show version\nr9#" in bench.box.running()


def test_displays_take_filters(put: Put) -> None:
    bench = put("cisco_ios")
    assert bench.type("show running-config | include hostname") == "hostname r1"
    assert (
        bench.type("show running-config | section GigabitEthernet0/1").splitlines()[0] == "interface GigabitEthernet0/1"
    )
    assert bench.type("show ip interface brief | include 0/1").split()[1] == "10.0.0.1"
    vrp = put("huawei_vrp")
    assert vrp.type("display current-configuration | include sysname") == "sysname ne1"
    assert vrp.type("display current-configuration interface GigabitEthernet 0/0/1").splitlines()[1:3] == [
        "interface GigabitEthernet0/0/1",
        " ip address 10.0.0.1 255.255.255.252",
    ]


def test_a_second_login_sees_what_the_first_has_configured(put: Put) -> None:
    first = put("huawei_vrp")
    second = first.more()
    first.type("system-view", "sysname changed")
    second.type("")
    assert second.prompt == "<changed>"


@pytest.mark.parametrize(
    ("platform", "release", "show", "wanted"),
    [
        ("huawei_vrp", "V200R019C10SPC500", "display version", "V200R019C10SPC500"),
        ("huawei_vrpv8", "V800R012C10", "display version", "NetEngine 8000 F1A V800R012C10"),
        ("h3c_comware", "7.1.070", "display version", "H3C Comware Software, Version 7.1.070"),
        ("cisco_ios", "15.2(7)E3", "show version", "Version 15.2(7)E3, RELEASE SOFTWARE"),
        ("cisco_ios", "17.03.04a", "show version", "Cisco IOS XE Software, Version 17.03.04a"),
        ("ruijie_os", "12.6(2)B0702", "show version", "12.6(2)B0702"),
    ],
)
def test_the_release_stands_where_the_vendor_puts_it(
    put: Put, platform: str, release: str, show: str, wanted: str
) -> None:
    assert wanted in put(platform, release=release).type(show)


def test_comware_displays_lines_of_the_system_view_one_column_in(put: Put) -> None:
    lines = put("h3c_comware").type("display current-configuration").splitlines()
    assert " sysname ne1" in lines
    assert "interface GigabitEthernet0/0/2" in lines
