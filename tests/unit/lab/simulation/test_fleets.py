"""Fleets: made-up devices, what is left in a folder for whoever logs in, and the command that runs them."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from netops.cli.lab import intended
from netops.errors import InputError
from netops.intent import intended_devices
from netops.inventory import load
from netops.inventory.hosts import Reach
from netops.lab.semantics import simulated as device
from netops.lab.simulation import Simulated, simulation
from netops.lab.simulation.keeping import keep
from netops.lab.simulation.made_up import chosen, made_up, opened
from netops.lab.simulation.vendors import VENDORS
from netops.platforms import get_platform
from netops.render import render

CITY = Path(__file__).parents[4] / "inventory-city"


def test_a_word_means_every_platform_that_begins_with_it() -> None:
    assert chosen(["huawei", "cisco"]) == ("huawei_vrp", "huawei_vrpv8", "cisco_ios")
    assert chosen(["huawei_vrp"]) == ("huawei_vrp",)


@pytest.mark.parametrize("word", ["", "junos"])
def test_a_word_that_means_no_platform_is_named(word: str) -> None:
    with pytest.raises(InputError, match=r"NET-LAB-019"):
        made_up(3, [word])


def test_the_platforms_of_a_mix_come_in_turn_each_device_with_a_name_and_addresses_of_its_own() -> None:
    devices = made_up(300, ["huawei", "h3c", "ruijie", "cisco"])
    assert [each.platform for each in devices.values()][:6] == [*VENDORS, "huawei_vrp"]
    links = [
        line for each in devices.values() for line in each.config.splitlines() if line.startswith(" ip address 172.")
    ]
    assert len(set(links)) == len(links) == 300
    loopbacks = [line for each in devices.values() for line in each.config.splitlines() if "ip address 10.255." in line]
    assert len(set(loopbacks)) == 300


@pytest.mark.parametrize("platform", VENDORS)
def test_a_made_up_config_is_one_that_the_device_displays_and_as_long_as_was_asked(platform: str) -> None:
    ((name, made),) = made_up(1, [platform], 120).items()
    text = made.config
    assert made.platform == platform
    assert text.count("\n") == 120
    shown = device(platform, text).running()
    assert device(platform, shown).running() == shown
    assert name in shown
    assert "64512:1" in shown


def test_made_up_devices_stand_in_an_inventory_that_can_be_loaded(tmp_path: Path) -> None:
    folder = tmp_path / ".netops" / "simulated"
    with simulation(opened(made_up(5, ["huawei", "h3c", "ruijie", "cisco"]), "secret-word")) as fleet:
        inventory = keep(fleet, folder, "secret-word")
        loaded = load(inventory)
        assert {host.port for host in loaded.hosts.values()} == {fleet.port(name) for name in fleet.hosts}
        assert (folder / "known_hosts").read_text() == fleet.known_hosts()
    assert (folder / "password").read_text() == "secret-word\n"
    assert (folder / "password").stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0
    assert all("secret-word" not in path.read_text() for path in inventory.rglob("*") if path.is_file())


def test_an_inventory_that_is_simulated_keeps_all_but_where_its_devices_are(tmp_path: Path) -> None:
    before = load(CITY)
    configs = {"pe3": "#\nsysname pe3\n#\nreturn\n", "edge1": "#\nsysname edge1\n#\nreturn\n"}
    devices = {name: Simulated(before.hosts[name].platform, text) for name, text in configs.items()}
    with simulation(devices) as fleet:
        after = load(keep(fleet, tmp_path, "x", CITY))
        assert after.hosts["pe3"].port == fleet.port("pe3")
    assert {name: host.groups for name, host in after.hosts.items()} == {
        name: host.groups for name, host in before.hosts.items()
    }
    assert (after.hosts["pe3"].address, after.hosts["pe1"].address) == ("127.0.0.1", before.hosts["pe1"].address)
    assert after.departments.keys() == before.departments.keys()


def test_a_password_of_the_inventory_is_not_offered_to_simulated_devices(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(CITY, source)
    with (source / "group_vars" / "all.yml").open("a", encoding="utf-8") as variables:
        variables.write("\nansible_password: that-of-the-real-ones\n")
    texts = {"edge1": Simulated("huawei_vrpv8", "sysname edge1\nreturn\n", password="Zq-4711")}
    with simulation(texts) as fleet:
        inventory = keep(fleet, tmp_path / "simulated", "Zq-4711", source)
        login = load(inventory).hosts["edge1"].variables
    assert login["ansible_password"] == "Zq-4711"
    assert (inventory / "hosts.yml").stat().st_mode & 0o077 == 0


def test_the_way_to_a_real_device_is_not_taken_to_a_simulated_one(tmp_path: Path) -> None:
    """Whatever says it: a jump host or Telnet of the hosts file, of a group, or of ``host_vars``, which wins over both."""
    source = tmp_path / "source"
    shutil.copytree(CITY, source)
    hosts = source / "hosts.yml"
    listed = hosts.read_text(encoding="utf-8")
    for name, line in {"edge1": "netops_telnet: true", "pe4": "netops_encoding: gb18030"}.items():
        listed = re.sub(rf"(?m)^( +){name}:$", rf"\g<0>\n\1  {line}", listed, count=1)
    hosts.write_text(listed, encoding="utf-8")
    with (source / "group_vars" / "all.yml").open("a", encoding="utf-8") as variables:
        variables.write("\nnetops_ssh_config: inventory/ssh_config\nnetops_legacy_ssh: true\n")
        variables.write("ansible_ssh_private_key_file: /nowhere/key\nnetops_keyring: city\nnetops_ssh_agent: true\n")
    (source / "host_vars" / "pe4").mkdir(parents=True)
    (source / "host_vars" / "pe4" / "own.yml").write_text("ansible_host: 192.0.2.4\nnetops_release: 7.1.070\n")
    (source / "host_vars" / "pe3.yml").write_text(
        "ansible_port: 2222\nansible_password: real\nnetops_release: V800R021C10\n"
    )
    devices = intended(source)
    assert devices["pe4"].encoding == "gb18030"
    names = ("edge1", "pe3", "pe4", "pe5")
    with simulation(opened({name: devices[name] for name in names}, "Zq-4711")) as fleet:
        after = load(keep(fleet, tmp_path / "simulated", "Zq-4711", source)).hosts
        for name in names:
            host = after[name]
            assert (host.address, host.port, host.reach) == ("127.0.0.1", fleet.port(name), Reach()), name
            assert host.variables["ansible_password"] == "Zq-4711"
            assert not host.variables.get("ansible_ssh_private_key_file")
    assert (after["pe3"].release, after["pe4"].release, after["pe4"].encoding) == ("V800R021C10", "7.1.070", "gb18030")
    own = tmp_path / "simulated" / "inventory" / "host_vars"
    assert all("Zq-4711" not in path.read_text() or not path.stat().st_mode & 0o077 for path in own.rglob("*.yml"))


def test_a_vaulted_value_of_a_host_stays_sealed_in_the_copy(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(CITY, source)
    hosts = source / "hosts.yml"
    sealed = (
        "edge1:\n          ansible_become_password: !vault |\n            $ANSIBLE_VAULT;1.1;AES256\n            6162\n"
    )
    hosts.write_text(hosts.read_text(encoding="utf-8").replace("edge1:\n", sealed, 1), encoding="utf-8")
    with simulation({"edge1": Simulated("huawei_vrpv8", "sysname edge1\nreturn\n")}) as fleet:
        copy = (keep(fleet, tmp_path / "simulated", "x", source) / "hosts.yml").read_text(encoding="utf-8")
    assert "ansible_become_password: !vault |\n" in copy
    assert "$ANSIBLE_VAULT;1.1;AES256\n" in copy


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with (
            pytest.raises(InputError, match=rf"NET-LAB-009.*{port}"),
            simulation({"d": Simulated("huawei_vrp", "", port=port)}),
        ):
            pass


PROGRAM = [sys.executable, "-c", "from netops.cli.app import main; raise SystemExit(main())", "lab", "simulate"]


@contextmanager
def running(place: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Run the command in a place, from the moment at which its devices can be logged in to."""
    record = place / ".netops" / "simulated" / "lab.json"
    record.unlink(missing_ok=True)
    command = [*PROGRAM, *words]
    with subprocess.Popen(command, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        hosts = place / ".netops" / "simulated" / "inventory" / "hosts.yml"
        until = time.monotonic() + 30
        while not (record.exists() and hosts.exists() and hosts.stat().st_mtime >= record.stat().st_mtime):
            assert time.monotonic() < until
            assert process.poll() is None
            time.sleep(0.05)
        time.sleep(0.2)
        try:
            yield process
        finally:
            process.kill()


def test_the_command_runs_a_fleet_until_it_is_told_to_end(tmp_path: Path) -> None:
    folder = tmp_path / ".netops" / "simulated"
    with running(tmp_path, "--count", "2", "--mix", "h3c,cisco") as process:
        hosts = yaml.safe_load((folder / "inventory" / "hosts.yml").read_text())["all"]["hosts"]
        with socket.create_connection(("127.0.0.1", hosts["h3c-001"]["ansible_port"]), timeout=5) as client:
            assert client.recv(64).startswith(b"SSH-2.0-Comware")
        os.kill(process.pid, signal.SIGTERM)
        shown, said = process.communicate(timeout=10)
    assert process.returncode == 0, said
    assert [line.split()[:2] for line in shown.splitlines()[1:]] == [
        ["h3c-001", "h3c_comware"],
        ["cisco-002", "cisco_ios"],
    ]
    assert (folder / "password").read_text().strip() not in shown + said


def test_a_second_fleet_in_one_place_is_refused_and_a_dead_one_leaves_nobody_out(tmp_path: Path) -> None:
    folder = tmp_path / ".netops" / "simulated"

    def left() -> dict[str, str]:
        return {str(path): path.read_text() for path in folder.rglob("*") if path.is_file()}

    with running(tmp_path, "--count", "1", "--mix", "h3c") as first:
        before = left()
        second = subprocess.run(
            [*PROGRAM, "--count", "2"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=30
        )
        assert (second.returncode, second.stdout) == (3, "")
        assert "NET-LAB-021 simulated devices run here already" in second.stderr
        assert f"as process {first.pid}: netops lab simulate --count 1 --mix h3c\n" in second.stderr
        assert left() == before
        first.kill()
        first.wait()
    with running(tmp_path, "--count", "1", "--mix", "cisco") as third:
        after = left()
        assert (after.keys(), after != before) == (before.keys(), True)
        assert "cisco-001" in after[str(folder / "inventory" / "hosts.yml")]
        os.kill(third.pid, signal.SIGINT)
        assert third.wait(10) == 0
    assert str(folder / "lab.json") not in left()


def test_the_command_names_an_inventory_without_a_device_to_simulate(tmp_path: Path) -> None:
    words = [*PROGRAM, "--inventory", str(CITY.parent / "inventory")]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "NET-LAB-020" in done.stderr


def test_what_the_inventory_of_a_made_up_fleet_intends_can_be_written_for_every_platform(tmp_path: Path) -> None:
    devices = opened(made_up(5, ["huawei", "h3c", "ruijie", "cisco"]), "Zq-4711")
    with simulation(devices) as fleet:
        loaded = load(keep(fleet, tmp_path / "simulated", "Zq-4711"))
    texts = {
        host: render(get_platform(loaded.hosts[host].platform), each) for host, each in intended_devices(loaded).items()
    }
    assert len({loaded.hosts[host].platform for host in texts}) > 3
    assert all(texts.values())
