"""Save and reboot: every vendor's dialogs, and what wasn't saved is gone."""

import pytest
from tests.unit.lab.simulation.bench import Put

from netops.lab.simulation import Faults

RENAME = {
    "huawei_vrp": ("system-view", "sysname new", "return"),
    "huawei_vrpv8": ("system-view", "sysname new", "commit", "return"),
    "h3c_comware": ("system-view", "sysname new", "return"),
    "cisco_ios": ("configure terminal", "hostname new", "end"),
    "ruijie_os": ("configure terminal", "hostname new", "end"),
}
SAVES = [
    ("huawei_vrp", ("save", "y"), "Save the configuration successfully."),
    ("huawei_vrpv8", ("save", "y"), "Info: Save the configuration successfully."),
    ("h3c_comware", ("save", "y", "", "y"), "Saved the current configuration to mainboard device successfully."),
    ("h3c_comware", ("save force",), "Saved the current configuration to mainboard device successfully."),
    ("h3c_comware", ("save", "y", "flash:/startup.cfg", "y"), "Saved the current configuration to mainboard device"),
    ("cisco_ios", ("write memory",), "[OK]"),
    ("cisco_ios", ("wr",), "[OK]"),
    ("cisco_ios", ("copy running-config startup-config", ""), "[OK]"),
    ("ruijie_os", ("write",), "[OK]"),
]
REBOOTS = [
    ("huawei_vrp", ("reboot", "n", "y")),
    ("huawei_vrpv8", ("reboot", "n", "y")),
    ("h3c_comware", ("reboot", "n", "y")),
    ("cisco_ios", ("reload", "no", "")),
    ("ruijie_os", ("reload", "y")),
]


@pytest.mark.parametrize(("platform", "lines", "words"), SAVES)
def test_what_was_saved_is_there_after_a_reboot(put: Put, platform: str, lines: tuple[str, ...], words: str) -> None:
    bench = put(platform)
    bench.type(*RENAME[platform])
    assert words in bench.type(*lines)
    assert "new" in bench.box.saved
    bench.box.reboot()
    assert "new" in bench.more().prompt


@pytest.mark.parametrize(("platform", "lines"), REBOOTS)
def test_what_was_not_saved_is_gone_after_a_reboot(put: Put, platform: str, lines: tuple[str, ...]) -> None:
    bench = put(platform)
    bench.type(*RENAME[platform])
    assert "new" in bench.prompt
    bench.type(*lines)
    assert bench.box.boots == 2
    assert "new" not in bench.more().prompt


@pytest.mark.parametrize(("platform", "lines", "words"), SAVES)
def test_a_flash_without_room_saves_nothing(put: Put, platform: str, lines: tuple[str, ...], words: str) -> None:
    bench = put(platform, faults=Faults(full=True))
    bench.type(*RENAME[platform])
    assert words not in bench.type(*lines)
    assert "new" not in bench.box.saved


@pytest.mark.parametrize(
    ("platform", "question"),
    [
        ("huawei_vrp", "Are you sure to continue?[Y/N]"),
        ("huawei_vrpv8", "Continue? [Y/N]:"),
        ("h3c_comware", "Are you sure? [Y/N]:"),
    ],
)
def test_no_means_no(put: Put, platform: str, question: str) -> None:
    bench = put(platform)
    bench.type(*RENAME[platform])
    assert bench.type("save").endswith(question)
    assert bench.type("maybe") == f"\n{bench.console.vendor.again}"
    bench.type("n")
    assert "new" not in bench.box.saved


def test_comware_takes_no_file_of_another_kind_and_asks_before_it_writes_over_one(put: Put) -> None:
    bench = put("h3c_comware")
    assert bench.type("save", "y").endswith("press the enter key):")
    assert "invalid" in bench.type("x.txt")
    assert bench.type("save flash:/x.cfg", "y").endswith("Configuration is saved to device successfully.")
    assert bench.type("save", "y", "x.cfg").endswith("flash:/x.cfg exists, overwrite? [Y/N]:")


def test_a_reboot_saves_where_one_says_so(put: Put) -> None:
    bench = put("huawei_vrp")
    bench.type(*RENAME["huawei_vrp"], "reboot", "y", "y")
    assert bench.more().prompt == "<new>"


@pytest.mark.parametrize(
    ("platform", "lines", "undo"),
    [
        ("huawei_vrp", ("schedule reboot delay 0:10", "y"), "undo schedule reboot"),
        ("h3c_comware", ("scheduler reboot delay 10", "y"), "undo scheduler reboot"),
        ("ruijie_os", ("reload in 10", "no", ""), "reload cancel"),
    ],
)
def test_a_reboot_comes_when_it_was_set_unless_it_is_undone(
    put: Put, platform: str, lines: tuple[str, ...], undo: str
) -> None:
    bench = put(platform)
    bench.type(*RENAME[platform], *lines, undo)
    bench.box.clock.advance(1000)
    bench.box.settle()
    assert bench.box.boots == 1
    bench.type(*lines)
    bench.box.clock.advance(599)
    bench.box.settle()
    assert bench.box.boots == 1
    bench.box.clock.advance(1)
    bench.box.settle()
    assert bench.box.boots == 2
    assert "new" not in bench.box.running()


def test_a_reboot_is_called_off(put: Put) -> None:
    bench = put("h3c_comware")
    bench.type("reboot", "n")
    assert bench.box.boots == 1


def test_the_saved_config_is_displayed_beside_the_running_one(put: Put) -> None:
    bench = put("huawei_vrp")
    bench.type(*RENAME["huawei_vrp"])
    assert "sysname ne1" in bench.type("display saved-configuration").splitlines()
    assert "sysname new" in bench.type("display current-configuration").splitlines()
    ios = put("cisco_ios")
    ios.type(*RENAME["cisco_ios"])
    assert "hostname r1" in ios.type("show startup-config").splitlines()
    assert ios.type("show startup-config | include hostname") == "hostname r1"
