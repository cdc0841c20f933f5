"""Key by key: echo, editing, pages, the edge of the screen."""

import pytest
from tests.unit.lab.simulation.bench import Put

from netops.lab.simulation import Faults

ROUTES = "".join(f"ip route-static 10.{number}.0.0 255.255.0.0 10.0.0.2\n" for number in range(40))
LONG = f"#\nsysname ne1\n#\n{ROUTES}#\nreturn\n"


def test_each_key_is_echoed_and_the_prompt_comes_without_a_newline(put: Put) -> None:
    bench = put("huawei_vrp")
    assert bench.keys("abc") == "abc"
    assert bench.keys("\x08\x08\x08") == "\x08 \x08" * 3
    assert bench.keys("\r") == "\r\n<ne1>"
    assert bench.keys("\r\n") == "\r\n<ne1>"
    assert bench.keys("\n") == "\r\n<ne1>"


def test_the_greeting_ends_with_the_prompt(put: Put) -> None:
    bench = put("cisco_ios", greeting="Authorised access only\nr9#")
    assert bench.terminal.greet() == "\r\nAuthorised access only\r\nr9#\r\nr1#"


def test_the_configs_banner_is_displayed_at_the_login(put: Put) -> None:
    ios = put("cisco_ios", "banner motd ^C\nr9#\nStay away\n^C\nhostname r1\nend\n")
    assert ios.terminal.greet() == "\r\nr9#\r\nStay away\r\nr1#"
    vrp = put("huawei_vrp", '#\nheader shell information "<ne9>"\nsysname ne1\n#\nreturn\n')
    assert vrp.terminal.greet().startswith("\r\n<ne9>\r\nInfo: The max number of VTY users")
    assert vrp.terminal.greet().endswith("\r\n<ne1>")


@pytest.mark.parametrize(
    ("platform", "enter", "lines"),
    [
        ("cisco_ios", "configure terminal", ("banner motd ^C", "r9#", "^C")),
        ("ruijie_os", "configure terminal", ("banner motd ^C", "r9#", "^C")),
        ("h3c_comware", "system-view", ("header shell %", "<ne9>", "%")),
        ("huawei_vrp", "system-view", ('header shell information "', "<ne9>", '"')),
    ],
)
def test_no_prompt_comes_before_the_end_of_a_banner(
    put: Put, platform: str, enter: str, lines: tuple[str, ...]
) -> None:
    bench = put(platform)
    bench.keys(f"{enter}\n")
    first, *between, last = [bench.keys(f"{line}\n") for line in lines]
    assert not first.endswith(("#", "]"))
    assert between == [f"{lines[1]}\r\n"]
    assert last.endswith(bench.prompt)


def test_a_question_may_come_before_the_first_prompt(put: Put) -> None:
    bench = put("huawei_vrp", faults=Faults(question_first="The password needs to be changed. Change now? [Y/N]:"))
    assert bench.terminal.greet().endswith("Change now? [Y/N]:")
    assert bench.keys("n\n").endswith("<ne1>")


def test_comwares_legal_banner_wants_a_key_before_the_first_prompt(put: Put) -> None:
    bench = put("h3c_comware", "#\nsysname sw1\nheader legal %Stay away%\n#\nreturn\n")
    assert bench.terminal.greet().endswith("Stay away\r\nPress Y or ENTER to continue, N to exit.")
    assert bench.keys("\n") == "\r\n<sw1>"
    other = bench.more()
    other.terminal.greet()
    other.keys("n")
    assert other.terminal.closed


@pytest.mark.parametrize(
    ("platform", "more", "erase"),
    [
        ("huawei_vrp", "  ---- More ----", "\x1b[42D" + " " * 42 + "\x1b[42D"),
        ("huawei_vrpv8", "  ---- More ----", "\x1b[42D" + " " * 42 + "\x1b[42D"),
        ("h3c_comware", "---- More ----", "\r              \r"),
    ],
)
def test_a_long_display_comes_page_by_page_on_vrp_and_comware(put: Put, platform: str, more: str, erase: str) -> None:
    bench = put(platform, LONG)
    first = bench.keys("display current-configuration\n")
    assert first.endswith(f"\r\n{more}")
    assert first.count("\r\n") == 24
    line = bench.keys("\r")
    assert line.startswith(erase)
    assert line.count("\r\n") == 1
    rest = bench.keys(" ")
    assert rest.startswith(erase)
    assert rest.endswith("<ne1>")
    bench.keys("display current-configuration\n")
    assert bench.keys("q") == f"{erase}<ne1>"


@pytest.mark.parametrize("platform", ["cisco_ios", "ruijie_os"])
def test_a_long_display_comes_page_by_page_on_ios_and_rgos(put: Put, platform: str) -> None:
    lines = "".join(f"ip route 10.{number}.0.0 255.255.0.0 10.0.0.2\n" for number in range(40))
    bench = put(platform, f"hostname r1\n{lines}end\n")
    assert bench.keys("show running-config\n").endswith(" --More-- ")
    erased = bench.keys(" ")
    assert erased.startswith(bench.console.vendor.erase)
    assert bench.keys("\x03").endswith("r1#")


@pytest.mark.parametrize(
    ("platform", "off", "show"),
    [
        ("huawei_vrp", "screen-length 0 temporary", "display current-configuration"),
        ("huawei_vrpv8", "screen-length 0 temporary", "display current-configuration"),
        ("h3c_comware", "screen-length disable", "display current-configuration"),
        ("cisco_ios", "terminal length 0", "show running-config"),
        ("ruijie_os", "terminal length 0", "show running-config"),
    ],
)
def test_pages_can_be_switched_off_for_the_session(put: Put, platform: str, off: str, show: str) -> None:
    config = LONG if platform[0] == "h" else "hostname r1\n" + LONG.replace("route-static", "route") + "end\n"
    bench = put(platform, config)
    bench.keys(off + "\n")
    shown = bench.keys(show + "\n")
    assert "More" not in shown
    assert "10.39.0.0" in shown
    assert "More" in bench.more().keys(show + "\n")


def test_what_is_typed_at_the_end_of_a_page_is_no_line(put: Put) -> None:
    bench = put("huawei_vrp", LONG)
    bench.keys("display current-configuration\nsystem-view\n")
    assert bench.prompt == "<ne1>"
    assert bench.box.typed == ["display current-configuration"]


def test_vrp_marks_the_edge_of_the_screen_with_a_space_and_a_step_back(put: Put) -> None:
    bench = put("huawei_vrp")
    bench.console.width = 20
    assert bench.keys("display ip routing-table").count(" \x1b[1D") == 1


def test_ios_scrolls_the_line_at_the_edge_of_the_screen(put: Put) -> None:
    bench = put("cisco_ios")
    bench.console.width = 20
    assert "\rr1#$" in bench.keys("show ip interface brief | include up")
    bench.keys("\x15")
    bench.keys("terminal width 511\n")
    assert bench.keys("show ip interface brief") == "show ip interface brief"


def test_a_password_is_not_echoed_nor_kept(put: Put) -> None:
    bench = put("cisco_ios", enable="hush")
    assert bench.prompt == "r1>"
    assert bench.keys("enable\n") == "enable\r\nPassword: "
    assert bench.keys("hush\n") == "\r\nr1#"
    assert bench.box.typed == ["enable", ""]


def test_a_wrong_enable_password_is_asked_three_times(put: Put) -> None:
    bench = put("ruijie_os", enable="hush")
    bench.keys("enable\na\nb\n")
    assert bench.keys("c\n") == "\r\n% Bad secrets\r\nr1>"


def test_one_key_answers_confirm_on_ios(put: Put) -> None:
    bench = put("cisco_ios")
    assert bench.keys("reload\n").endswith("Proceed with reload? [confirm]")
    assert bench.keys("n") == "\r\nr1#"
    bench.keys("reload\n")
    bench.keys("\r")
    assert bench.box.boots == 2
    assert bench.terminal.closed


def test_a_question_mark_shows_help_and_stays_out_of_the_line(put: Put) -> None:
    bench = put("huawei_vrp")
    shown = bench.keys("display ?")
    assert shown.endswith("<ne1>display ")
    assert bench.keys("\n").count("Error") == 1


def test_ctrl_z_goes_to_the_user_view_and_ctrl_c_drops_the_line(put: Put) -> None:
    bench = put("huawei_vrp")
    bench.keys("system-view\ninterface GigabitEthernet0/0/1\n")
    assert bench.keys("shut\x03").endswith("[ne1-GigabitEthernet0/0/1]")
    assert bench.keys("\x1a").endswith("<ne1>")
