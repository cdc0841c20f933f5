"""``netops state``: one table of every vendor's answer, trust at first use only by its option."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from netops.cli.app import main
from netops.lab.simulation import Fleet, Simulated, simulation

ROOT = Path(__file__).parents[3]
PASSWORD = "s3cret-of-the-devices"
CONFIG = """sysname pe3
#
interface GigabitEthernet0/3/1
 undo shutdown
 ip address 10.1.1.1 255.255.255.252
#
ip route-static 0.0.0.0 0.0.0.0 10.1.1.2
#
return
"""


@dataclass(frozen=True)
class City:
    """The city of all platforms with one device that answers."""

    folder: Path
    devices: Fleet

    @property
    def known_hosts(self) -> Path:
        return self.folder / "known_hosts"

    def run(self, *words: str) -> int:
        return main([*words, "--inventory", str(self.folder / "inventory")])


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    monkeypatch.setenv("NETOPS_PASSWORD", PASSWORD)
    shutil.copytree(ROOT / "inventory-city", tmp_path / "inventory")
    with simulation({"pe3": Simulated("huawei_vrpv8", CONFIG, password=PASSWORD)}) as devices:
        (tmp_path / "known_hosts").write_text(devices.known_hosts())
        own = {"ansible_host": "127.0.0.1", "ansible_port": devices.port("pe3"), "netops_known_hosts": "known_hosts"}
        (tmp_path / "inventory" / "host_vars").mkdir()
        (tmp_path / "inventory" / "host_vars" / "pe3.yml").write_text(yaml.safe_dump(own))
        yield City(tmp_path, devices)


def test_a_table_comes_as_text_and_as_json(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    assert city.run("state", "routes", "-F", "pe3") == 0
    shown = capsys.readouterr()
    assert "0.0.0.0/0" in shown.out
    assert "next_hop" in shown.out
    assert city.run("state", "routes", "-F", "pe3", "--json") == 0
    found = json.loads(capsys.readouterr().out)["pe3"]
    assert found["kind"] == "done"
    assert {row["prefix"]: row["protocol"] for row in found["rows"]}["0.0.0.0/0"] == "static"
    assert found["fault"] is None
    assert PASSWORD not in shown.out + shown.err


def test_a_device_that_does_not_answer_is_named_and_ends_with_1(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    path = city.folder / "inventory" / "host_vars" / "pe3.yml"
    path.write_text(path.read_text() + "ansible_user: somebody\n")
    assert city.run("state", "versions", "-F", "pe3", "--json") == 1
    found = json.loads(capsys.readouterr().out)["pe3"]
    assert (found["kind"], found["rows"], found["fault"]["code"]) == ("wrong_password", None, "NET-DEV-013")


def test_an_unseen_key_is_written_down_only_by_the_option_which_says_so(
    city: City, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded = city.known_hosts.read_text()
    city.known_hosts.write_text("")
    assert city.run("state", "versions", "-F", "pe3") == 1
    assert "NET-DEV-014" in capsys.readouterr().err
    assert city.known_hosts.read_text() == ""
    assert city.run("state", "versions", "-F", "pe3", "--trust-new-host-keys") == 0
    assert "trusted at first use" in " ".join(capsys.readouterr().err.split())
    assert city.known_hosts.read_text().split()[:3] == recorded.split()[:3]
    assert city.run("state", "versions", "-F", "pe3") == 0


def test_the_second_run_does_not_start_ansible(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    assert city.run("state", "versions", "-F", "pe3") == 0
    monkeypatch.setattr("netops.inventory.listing._program", lambda: "/bin/false")
    assert city.run("state", "versions", "-F", "pe3") == 0
    kept = (city.folder / ".netops" / "inventory.cache").read_bytes()
    assert PASSWORD.encode() not in kept
