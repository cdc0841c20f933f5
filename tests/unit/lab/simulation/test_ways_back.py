"""Comware's commit delay and replacement; IOS's archive, replacement, confirmed changes and reload in so many minutes."""

import pytest
from tests.unit.lab.simulation.bench import Bench, Put

ARCHIVE = "!\nhostname r1\n!\narchive\n path flash:arch\n!\ninterface GigabitEthernet0/1\n!\nend\n"


@pytest.fixture
def comware(put: Put) -> Bench:
    bench = put("h3c_comware")
    bench.type("system-view")
    return bench


@pytest.fixture
def ios(put: Put) -> Bench:
    return put("cisco_ios", ARCHIVE)


def test_comware_takes_back_what_was_not_committed_in_time(comware: Bench) -> None:
    comware.type("sysname kept", "configuration commit delay 10", "sysname new")
    comware.box.clock.advance(599)
    assert "sysname new" in comware.box.running()
    comware.box.clock.advance(1)
    assert "sysname kept" in comware.box.running()
    comware.type("")
    assert comware.prompt == "[kept]"


def test_comware_keeps_what_was_committed_and_the_timer_is_off_then(comware: Bench) -> None:
    comware.type("configuration commit delay 1", "sysname new", "configuration commit", "sysname newer")
    comware.box.clock.advance(1000)
    assert "sysname newer" in comware.box.running()


def test_a_delay_that_is_set_again_comes_back_to_where_the_first_was_set(comware: Bench) -> None:
    comware.type("configuration commit delay 1", "sysname new")
    comware.box.clock.advance(50)
    comware.type("configuration commit delay 1")
    comware.box.clock.advance(59)
    assert "sysname new" in comware.box.running()
    comware.box.clock.advance(1)
    assert "sysname ne1" in comware.box.running()


def test_comware_replaces_its_config_by_a_file(comware: Bench) -> None:
    comware.type("save flash:/before.cfg", "y", "sysname new", "interface GigabitEthernet0/0/2", "shutdown")
    assert comware.type("configuration replace file flash:/before.cfg").endswith("save current configuration? [Y/N]:")
    assert "Succeeded in replacing" in comware.type("n")
    assert "sysname ne1" in comware.box.running()
    assert " shutdown" not in comware.box.running()
    assert comware.box.saved == comware.box.running()
    assert "does not exist" in comware.type("configuration replace file flash:/nothing.cfg")


def test_comware_archives_its_config(comware: Bench) -> None:
    comware.type("return")
    assert "not set" in comware.type("archive configuration")
    comware.type("system-view", "archive configuration location flash: filename-prefix my", "return")
    assert comware.type("archive configuration", "y") == "The archive configuration file my_1.cfg is saved."


def test_ios_takes_back_what_was_not_confirmed_in_time(ios: Bench) -> None:
    said = ios.type("configure terminal revert timer 5")
    assert said.startswith("Rollback Confirmed Change: Backing up current running config to flash:arch-1")
    ios.type("hostname new", "end")
    assert "5 min" in ios.type("show archive config rollback timer")
    ios.box.clock.advance(299)
    assert "hostname new" in ios.box.running()
    ios.box.clock.advance(1)
    assert "hostname r1" in ios.box.running()
    assert ios.type("configure confirm") == "%No Rollback Confirmed Change pending"


def test_ios_keeps_what_was_confirmed(ios: Bench) -> None:
    ios.type("configure terminal revert timer 1", "hostname new", "end", "configure confirm")
    ios.box.clock.advance(1000)
    assert "hostname new" in ios.box.running()


def test_ios_reverts_at_once_or_later(ios: Bench) -> None:
    ios.type("configure terminal revert timer 1", "hostname new", "end", "configure revert timer 10")
    ios.box.clock.advance(100)
    assert "hostname new" in ios.box.running()
    assert "Rollback Done" in ios.type("configure revert now")
    assert "hostname r1" in ios.box.running()


def test_ios_wants_an_archive_for_confirmed_changes(put: Put) -> None:
    bench = put("cisco_ios")
    assert bench.type("configure terminal revert timer 5").startswith("%Turn config archive on")
    assert bench.prompt == "r1#"


def test_ios_replaces_its_config_by_a_file(ios: Bench) -> None:
    ios.type("copy running-config flash:before", "", "configure terminal", "hostname new", "end")
    assert ios.type("configure replace flash:before").endswith("want to proceed. ? [no]: ")
    ios.type("")
    assert "hostname new" in ios.box.running()
    assert "Rollback Done" in ios.type("configure replace flash:before", "y")
    assert "hostname r1" in ios.box.running()
    assert ios.type("configure replace flash:nothing").startswith("%Error opening")


def test_ios_replaces_by_force_with_a_timer(ios: Bench) -> None:
    ios.type("configure terminal", "hostname new", "end")
    assert "Rollback Done" in ios.type("configure replace nvram:startup-config force time 2")
    assert "hostname r1" in ios.box.running()
    ios.box.clock.advance(120)
    assert "hostname new" in ios.box.running()


def test_ios_archives_its_config(ios: Bench) -> None:
    assert "0 archive" in ios.type("show archive")
    ios.type("archive config", "archive config")
    assert "flash:arch-2 <- Most Recent" in ios.type("show archive")


def test_ios_reloads_when_the_time_has_come(ios: Bench) -> None:
    ios.type("configure terminal", "hostname new", "end")
    assert ios.type("reload in 5") == "\nSystem configuration has been modified. Save? [yes/no]: "
    assert ios.type("no").endswith("Proceed with reload? [confirm]")
    ios.type("")
    assert "5 minutes" in ios.type("show reload")
    ios.box.clock.advance(300)
    ios.box.settle()
    assert ios.box.boots == 2
    assert "hostname r1" in ios.box.running()


def test_ios_cancels_a_reload(ios: Bench) -> None:
    ios.type("reload in 1:30", "")
    assert "SHUTDOWN ABORTED" in ios.type("reload cancel")
    ios.box.clock.advance(100000)
    ios.box.settle()
    assert ios.box.boots == 1
    assert "No reload" in ios.type("reload cancel")
