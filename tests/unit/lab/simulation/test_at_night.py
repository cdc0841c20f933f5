"""What people type in a change window: pasted blocks, wrong vendors' words, keys that leave, questions answered wrong."""

import pytest
from tests.unit.lab.simulation.bench import Put

VRP_LIKE = ("huawei_vrp", "huawei_vrpv8", "h3c_comware")
IOS_LIKE = ("cisco_ios", "ruijie_os")
UP, DOWN, LEFT, TAB, BREAK, LEAVE = "\x1b[A", "\x1b[B", "\x1b[D", "\t", "\x03", "\x1a"

PASTED = {
    "huawei_vrp": "sys\r#\r# 财政局 uplink\r\r  interface GigabitEthernet0/0/1\r   desc 财政局 专线\r\r#\rint g0/0/2\rundo shut\r#\rreturn\r",
    "cisco_ios": "conf t\r!\r! 财政局 uplink\r\r  int gi0/1\r   desc 财政局 专线\r\r!\rint gi0/2\rno shut\r!\rend\r",
    "ruijie_os": "conf t\r!\r! 财政局 uplink\r\r  int gi 0/1\r   desc 财政局 专线\r\r!\rint gi 0/2\rno shut\r!\rend\r",
}


@pytest.mark.parametrize("platform", [*VRP_LIKE, *IOS_LIKE])
def test_a_pasted_block_with_comments_and_blank_lines_goes_in_whole(put: Put, platform: str) -> None:
    bench = put(platform)
    shown = bench.keys(
        PASTED.get(platform, PASTED["huawei_vrp"]).replace(
            "return\r", "commit\rreturn\r" if platform == "huawei_vrpv8" else "return\r"
        )
    )
    assert "rror" not in shown
    assert "%" not in shown
    assert "description 财政局 专线" in bench.box.running()
    assert bench.console.place == "user"


@pytest.mark.parametrize("platform", VRP_LIKE)
@pytest.mark.parametrize("line", ["end", "exit", "conf t", "show run", "do dis cu", "wr", "no shutdown"])
def test_ios_words_are_not_huaweis(put: Put, platform: str, line: str) -> None:
    bench = put(platform)
    for enter in ((), ("sys",), ("int g0/0/1",)):
        bench.type(*enter)
        before, prompt = bench.box.running(), bench.prompt
        assert "found at '^' position." in bench.type(line), (enter, line)
        assert (bench.box.running(), bench.prompt) == (before, prompt)


@pytest.mark.parametrize("platform", IOS_LIKE)
@pytest.mark.parametrize("line", ["dis cu", "sys", "quit now", "undo shutdown", "return", "save"])
def test_huaweis_words_are_not_ios(put: Put, platform: str, line: str) -> None:
    bench = put(platform)
    for enter in ((), ("conf t",), ("int gi 0/1",)):
        bench.type(*enter)
        before, prompt = bench.box.running(), bench.prompt
        assert "%" in bench.type(line), (enter, line)
        assert (bench.box.running(), bench.prompt) == (before, prompt)


@pytest.mark.parametrize("platform", VRP_LIKE)
def test_a_save_prompt_is_answered_badly_first(put: Put, platform: str) -> None:
    bench = put(platform)
    saved = bench.box.saved
    bench.type("sys", "sysname ne2", *(["commit"] if platform == "huawei_vrpv8" else []), "return")
    assert bench.type("save").endswith("]") or bench.type("").endswith("]:")
    assert "Y" in bench.type("maybe")
    bench.type("n")
    assert bench.box.saved == saved
    bench.type("save", "y", *(["", "y"] if platform == "h3c_comware" else []))
    assert "sysname ne2" in bench.box.saved
    assert bench.prompt == "<ne2>"


def test_leaving_uncommitted_lines_of_vrp8_may_be_cancelled(put: Put) -> None:
    bench = put("huawei_vrpv8")
    bench.type("sys", "int g0/0/1", "desc x")
    assert bench.keys(LEAVE).endswith("[Y(yes)/N(no)/C(cancel)]:")
    bench.keys("\r")
    assert "description x" not in bench.box.running(), "a bare return is no yes"
    bench.keys("c\r")
    assert bench.prompt == "[*ne1-GigabitEthernet0/0/1]"
    bench.keys("q\rq\rn\r")
    assert bench.prompt == "<ne1>"
    assert "description x" not in bench.box.running()


@pytest.mark.parametrize("platform", VRP_LIKE)
def test_ctrl_z_goes_home_and_ctrl_c_only_drops_the_line(put: Put, platform: str) -> None:
    bench = put(platform)
    bench.keys("sys\rint g0/0/2\rdesc half" + BREAK)
    assert bench.prompt.endswith("GigabitEthernet0/0/2]")
    bench.keys("desc half" + LEAVE)
    assert bench.prompt == "<ne1>"
    assert "half" not in bench.box.running()


def test_ios_obeys_the_line_before_ctrl_z_and_leaves_at_ctrl_c(put: Put) -> None:
    bench = put("cisco_ios")
    bench.keys("conf t\rint gi0/2\rdesc done" + LEAVE)
    assert bench.prompt == "r1#"
    assert "description done" in bench.box.running()
    bench.keys("conf t\rint gi0/2\rdesc dropped" + BREAK)
    assert bench.prompt == "r1#"
    assert "dropped" not in bench.box.running()


def test_rgos_leaves_config_at_ctrl_c(put: Put) -> None:
    bench = put("ruijie_os")
    bench.keys("conf t\rint gi 0/2\rdesc dropped" + BREAK)
    assert bench.prompt == "r1#"
    assert "dropped" not in bench.box.running()


def test_ctrl_c_ends_a_text_in_the_middle_and_no_more(put: Put) -> None:
    bench = put("cisco_ios")
    bench.keys("conf t\rbanner motd #\rhello" + BREAK)
    assert bench.prompt != "r1#"


@pytest.mark.parametrize("platform", [*VRP_LIKE, *IOS_LIKE])
def test_arrows_bring_back_what_was_typed(put: Put, platform: str) -> None:
    bench = put(platform)
    first, second = (
        ("show clock", "show version") if platform in IOS_LIKE[:1] else ("display version", "display startup")
    )
    if platform == "ruijie_os":
        first, second = "show version", "show clock"
    shown = bench.type(first)
    assert bench.keys(f"{first}\r{second}\r")
    assert bench.keys(UP).endswith(second)
    assert bench.keys(UP).endswith(first)
    assert bench.keys(UP).endswith(first)
    assert bench.keys(DOWN).endswith(second)
    assert bench.keys(UP + "\r").replace("\r\n", "\n").split("\n")[1:-1] == shown.split("\n")
    assert bench.keys(LEFT) == ""
    bench.keys(DOWN + DOWN + "\r")
    assert bench.box.typed[-1] == first or not bench.box.typed[-1]


@pytest.mark.parametrize(
    ("platform", "keys", "shown"),
    [
        ("huawei_vrp", "sy" + TAB, "<ne1>system-view "),
        ("huawei_vrp", "sys\rinfo-" + TAB, "[ne1]info-center "),
        ("huawei_vrp", "sys\rinfo-c" + TAB + "en" + TAB, "[ne1]info-center enable "),
        ("huawei_vrp", "sys\rin" + TAB, "[ne1]in"),
        ("h3c_comware", "dis cu" + TAB, "<ne1>dis current-configuration "),
        ("cisco_ios", "conf t\rint gi0/1\rip add" + TAB, "r1(config-if)#ip address "),
        ("ruijie_os", "conf" + TAB, "r1#configure "),
    ],
)
def test_the_tab_key_writes_a_keyword_whole(put: Put, platform: str, keys: str, shown: str) -> None:
    assert put(platform).keys(keys).rpartition("\r\n")[2] == shown


def test_a_tab_in_a_banner_is_a_tab(put: Put) -> None:
    bench = put("cisco_ios")
    bench.keys("conf t\rbanner motd #\r\tstop?\r#\rend\r")
    assert "\tstop?" in bench.box.running()


def test_ios_asks_where_a_config_comes_from(put: Put) -> None:
    bench = put("cisco_ios")
    assert bench.keys("conf\r").endswith("Configuring from terminal, memory, or network [terminal]? ")
    bench.keys("\r")
    assert bench.prompt == "r1(config)#"


@pytest.mark.parametrize("platform", IOS_LIKE)
def test_displays_are_done_from_config_with_do_and_filtered(put: Put, platform: str) -> None:
    bench = put(platform)
    bench.type("conf t", "int gi 0/1")
    assert bench.type("do show run | inc hostname") == "hostname r1"
    assert bench.type("do sh ver | i nothing like that") == ""
    assert "Invalid input" in bench.type("do frob")
    bench.type("do wr")
    assert bench.prompt.startswith("r1(config-if")


def test_a_greeting_question_comes_again_until_it_is_answered(put: Put) -> None:
    bench = put("huawei_vrp")
    bench.type("reboot")
    for wrong in ("", "ja", "yess"):
        assert bench.type(wrong).endswith("[Y/N]:")
    bench.type("n", "n")
    assert bench.box.boots == 1


@pytest.mark.parametrize("platform", IOS_LIKE)
def test_several_ports_are_configured_at_once_and_the_prompt_says_so(put: Put, platform: str) -> None:
    bench = put(platform)
    bench.type("conf t", "int ran gi 0/1 - 2", "sw mo tr")
    assert bench.prompt == "r1(config-if-range)#"
    assert bench.type("sw mo frob").endswith("'^' marker.")
    bench.type("int gi 0/1")
    assert "range" not in bench.prompt
    assert bench.box.running().count("\n switchport mode trunk\n") == 2


@pytest.mark.parametrize(
    ("platform", "line", "known"),
    [
        ("cisco_ios", "sh run | s interface", True),
        ("ruijie_os", "sh run | s interface", False),
        ("huawei_vrp", "dis cu | section interface", False),
        ("h3c_comware", "dis cu | section interface", False),
        ("h3c_comware", "dis cu | no-more", True),
        ("huawei_vrp", "dis cu | no-more", False),
    ],
)
def test_what_stands_behind_a_bar_is_each_vendors_own(put: Put, platform: str, line: str, known: bool) -> None:
    said = put(platform).type(line)
    assert ("interface" in said) is known
    assert ("found at '^'" in said or "'^' marker" in said) is not known
