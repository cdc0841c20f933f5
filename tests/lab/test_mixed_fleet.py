"""Real FRR routers and simulated devices of five vendors in one inventory: rendered, pushed, collected, read, equal."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from tests.lab.conftest import APPROVER, AUTHOR, City, Run, as_json

from netops.change.journal import Event, State
from netops.config import fingerprint, parse
from netops.intent import intended_devices
from netops.inventory import load
from netops.lab.simulation import Fleet, Simulated, simulation
from netops.lab.simulation.made_up import keyed
from netops.platforms import get_platform
from netops.render import render
from netops.store import Archive

pytestmark = pytest.mark.lab

PORTS = {
    "huawei_vrp": "GigabitEthernet0/0/0",
    "huawei_vrpv8": "GigabitEthernet0/0/0",
    "h3c_comware": "M-GigabitEthernet0/0/0",
    "ruijie_os": "Mgmt0",
    "cisco_ios": "GigabitEthernet0",
}
RELEASES = {
    "huawei_vrp": "V200R010C10",
    "huawei_vrpv8": "V800R012C10",
    "h3c_comware": "7.1.070",
    "cisco_ios": "17.3",
}
ALGORITHMS = {
    "ciphers": "aes256-gcm@openssh.com, aes128-gcm@openssh.com, aes256-ctr, aes128-ctr",
    "macs": "hmac-sha2-512-etm@openssh.com, hmac-sha2-256-etm@openssh.com, hmac-sha2-512, hmac-sha2-256",
    "key_exchanges": "curve25519-sha256, ecdh-sha2-nistp256, diffie-hellman-group16-sha512, diffie-hellman-group-exchange-sha256",
}
"""Every platform has some of each; those of the sample city are OpenSSH's alone, so the routers get new ones."""
NOT_COMPARED = {"file", "lines", "release", "hardware"}
HIDDEN: set[tuple[str, object]] = {
    (".management.ssh.auth_tries", 3),
    (".management.ssh.login_grace", 60),
    (".management.terminals.idle", 600),
}
"""What a device doesn't show, because it is so anyway: the default of its release."""
HIDDEN_BY_COMWARE: set[tuple[str, object]] = {
    (".management.ssh.version", "2"),
    (".management.services.enabled", False),
    (".management.services.name", "http"),
    (".management.services.name", "https"),
}
CHOSEN = ("-F", "[ot]*")
"""``office-*`` and ``transport-ce1``: the other routers of the city stay as they are."""
ROUTER, BY_HAND = "transport-ce1", "ip route 10.9.9.0/24 Null0"


def name(platform: str) -> str:
    return f"office-{platform.replace('_', '-')}"


@dataclass(frozen=True)
class Mixed:
    """One inventory, two labs.

    Attributes:
        before: what ``netops diff`` said before anything was pushed.
        applied: what applying said.
        rendered: host → what it should have.
        collected: host → what it shows at the end, as it lies in the archive.
    """

    city: City
    inventory: Path
    fleet: Fleet
    before: Run
    applied: Run
    rendered: Mapping[str, Path]
    collected: Mapping[str, Path]

    def netops(self, command: str, *words: str) -> Run:
        return self.city.netops(command, "--inventory", str(self.inventory), *words)

    def facts(self, path: Path, host: str) -> Counter[tuple[str, object]]:
        """Return what ``netops read`` says of a config: every value with its path, source lines left out."""
        platform = load(self.inventory).hosts[host].platform
        run = self.city.netops("read", "--platform", platform, str(path), "--json").must()
        (device,) = json.loads(run.output)
        return Counter(flat(device))


def flat(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield every value with its path, those of a list without their places: most lists are sets."""
    if isinstance(value, dict):
        for key, below in value.items():
            if key not in NOT_COMPARED:
                yield from flat(below, f"{path}.{key}")
    elif isinstance(value, list):
        for below in value:
            yield from flat(below, path)
    elif value is not None:
        yield path, value


def lists(fleet: Fleet | None, root: Path, city: City) -> Path:
    """Write the city's inventory with five more devices in it."""
    inventory = root / "mixed"
    shutil.rmtree(inventory, ignore_errors=True)
    shutil.copytree(city.root / "inventory", inventory)
    path = inventory / "hosts.yml"
    hosts = yaml.safe_load(path.read_text("utf-8"))
    offices = {
        name(platform): {
            "ansible_port": fleet.port(name(platform)) if fleet else 21000 + number,
            "netops_platform": platform,
            "netops_release": RELEASES.get(platform, ""),
            "netops_management": f"10.250.0.{60 + number}/24",
            "netops_management_interface": port,
            "netops_known_hosts": "mixed.known_hosts",
            "netops_simulated": True,
        }
        for number, (platform, port) in enumerate(PORTS.items())
    }
    hosts["all"]["children"]["legacy"]["hosts"] |= offices
    path.write_text(yaml.safe_dump(hosts, sort_keys=False), "utf-8")
    network = inventory / "network.yml"
    text = network.read_text("utf-8")
    for key, names in ALGORITHMS.items():
        text = re.sub(rf"(?m)^    {key}: .*$", f"    {key}: [{names}]", text)
    network.write_text(text, "utf-8")
    return inventory


def yesterday(inventory: Path) -> dict[str, str]:
    """Return what the simulated devices should have had while the network had other numbers."""
    network = inventory / "network.yml"
    text = network.read_text("utf-8")
    network.write_text(
        text.replace("idle_seconds: 600", "idle_seconds: 1200").replace("login_tries: 3", "login_tries: 4")
    )
    loaded = load(inventory)
    network.write_text(text)
    devices = intended_devices(loaded)
    return {name(each): keyed(render(get_platform(each), devices[name(each)])) for each in PORTS}


def fingerprints_of(fleet: Fleet) -> dict[str, str]:
    """Return what the simulated devices run, blind to what means nothing to them."""
    return {
        name(each): fingerprint(get_platform(each), parse(get_platform(each), fleet.running(name(each))))
        for each in PORTS
    }


@pytest.fixture(scope="module")
def mixed(city: City) -> Iterator[Mixed]:
    """Bring five simulated devices and a real router to what one inventory says, by the public commands."""
    city.converge()
    texts = yesterday(lists(None, city.root, city))
    password = (city.root / ".netops" / "lab" / "password").read_text("utf-8").strip()
    made = {
        name(each): Simulated(each, texts[name(each)], release=RELEASES.get(each, ""), password=password)
        for each in PORTS
    }
    city.configure(ROUTER, BY_HAND)
    with simulation(made) as fleet:
        shown = fingerprints_of(fleet)
        inventory = lists(fleet, city.root, city)
        (city.root / "mixed.known_hosts").write_text(fleet.known_hosts(), "utf-8")
        place = "--inventory", str(inventory)
        rendered, collected = city.root / "mixed-rendered", city.root / "mixed-collected"
        city.netops("render", *place, "-o", str(rendered)).must()
        before = city.netops("diff", *place, *CHOSEN, "--json")
        city.netops("plan", *place, *CHOSEN, "--as", AUTHOR, "--id", "mixed").must(2)
        city.netops("approve", "mixed", *place, "--as", APPROVER).must()
        applied = city.netops("apply", "mixed", *place, "--as", AUTHOR)
        city.netops("collect", *place, *CHOSEN).must()
        collected.mkdir()
        for host, entries in Archive(city.root / "archive").entries([*map(name, PORTS), ROUTER]).items():
            (collected / f"{host}.cfg").write_text(Archive(city.root / "archive").text(entries[-1]), "utf-8")
        paths = [{each.stem: each for each in folder.glob("*.cfg")} for folder in (rendered, collected)]
        yield Mixed(city, inventory, fleet, before, applied, *paths)
        city.netops("rollback", "mixed", *place, "--as", AUTHOR).must()
        city.configure(ROUTER, f"no {BY_HAND}")
        assert fingerprints_of(fleet) == shown


def test_the_five_vendors_and_the_routers_differ_before(mixed: Mixed) -> None:
    devices = as_json(mixed.before.must(2))["devices"]
    assert isinstance(devices, dict)
    assert {host for host, each in devices.items() if not each["empty"]} == {*map(name, PORTS), ROUTER}


def test_one_change_brings_all_of_them_there(mixed: Mixed) -> None:
    mixed.applied.must()
    change = mixed.city.change("mixed")
    assert change.state() is State.APPLIED
    assert set(change.hosts) == {*map(name, PORTS), ROUTER}
    kept = {each.host for each in mixed.city.journal("mixed") if each.event is Event.TRIAL_KEPT}
    assert kept == {name("huawei_vrpv8"), name("h3c_comware")}


def test_real_routers_are_probed_and_simulated_ones_are_not(mixed: Mixed) -> None:
    plan = mixed.city.change("mixed").plan
    asked = {each["host"] for each in plan["probes"]}
    assert asked
    assert not asked & set(map(name, PORTS))
    assert plan["not_probed"] == []


def test_nothing_differs_afterwards(mixed: Mixed) -> None:
    mixed.netops("diff", *CHOSEN).must()
    assert "nothing to do" in mixed.netops("plan", *CHOSEN, "--as", AUTHOR).must().both


@pytest.mark.parametrize("host", [*map(name, PORTS), ROUTER])
def test_what_is_read_back_is_what_was_rendered(mixed: Mixed, host: str) -> None:
    should, shows = (mixed.facts(each[host], host) for each in (mixed.rendered, mixed.collected))
    platform = load(mixed.inventory).hosts[host].platform
    by_platform = {"frr": set(), "h3c_comware": HIDDEN | HIDDEN_BY_COMWARE}
    hidden = by_platform.get(platform, HIDDEN)
    assert set(should - shows) <= hidden
    assert not shows - should


def test_every_device_starts_with_it_too(mixed: Mixed) -> None:
    assert all(mixed.fleet.saved(host) == mixed.fleet.running(host) for host in map(name, PORTS))
    assert BY_HAND not in mixed.city.startup(ROUTER)[ROUTER]
