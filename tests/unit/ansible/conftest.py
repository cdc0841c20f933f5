"""The city of all platforms, its vendors' devices simulated, and the playbooks run by the real ansible-playbook."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.unit.ansible.played import PASSWORD

from netops.lab.simulation import Fleet, Simulated, simulation

ROOT = Path(__file__).parents[3]
DEVICES = {
    "pe3": "huawei_vrpv8",
    "pe4": "h3c_comware",
    "pe5": "ruijie_os",
    "pe6": "cisco_ios",
    "p2": "huawei_vrp",
    "water-old": "cisco_ios",
}
RESULT = re.compile(r"^(ok|changed|fatal): \[[a-z0-9-]+\](?:: FAILED!)? => (\{.*\})$", re.MULTILINE)


@dataclass(frozen=True)
class Played:
    """What a playbook did."""

    status: int
    output: str

    @property
    def results(self) -> list[dict[str, Any]]:
        """What each run of the action returned: one a play, however many hosts it has."""
        return [json.loads(text) for _, text in RESULT.findall(self.output)]


@dataclass
class City:
    """A copy of the city of all platforms whose vendors' devices answer on loopback."""

    folder: Path
    devices: Fleet
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def inventory(self) -> Path:
        return self.folder / "inventory"

    def variables(self, host: str) -> Path:
        return self.inventory / "host_vars" / f"{host}.yml"

    def play(self, playbook: str, *words: str, **environment: str) -> Played:
        """Run a playbook on the simulated devices."""
        program = str(Path(sys.executable).parent / "ansible-playbook")
        place = playbook if playbook.startswith("/") else str(ROOT / "playbooks" / playbook)
        done = subprocess.run(
            [program, "-i", str(self.inventory / "hosts.yml"), "--limit", ",".join(DEVICES), "-v", place, *words],
            capture_output=True,
            text=True,
            cwd=self.folder,
            env={**self.environment, **environment},
            check=False,
            timeout=120,
        )
        return Played(done.returncode, done.stdout + done.stderr)


SECRET = "Zq7Marker"
"""Stands in the config of every device."""


def _config(name: str, platform: str) -> str:
    if platform in {"cisco_ios", "ruijie_os"}:
        return f"hostname {name}\n!\nsnmp-server community {SECRET} RO\n!\nend\n"
    return f"sysname {name}\n#\nsnmp-agent community read cipher {SECRET}\n#\nreturn\n"


@pytest.fixture(scope="session")
def devices() -> Iterator[Fleet]:
    made = {name: Simulated(platform, _config(name, platform), password=PASSWORD) for name, platform in DEVICES.items()}
    with simulation(made) as fleet:
        yield fleet


@pytest.fixture
def city(tmp_path: Path, devices: Fleet) -> City:
    shutil.copytree(ROOT / "inventory-city", tmp_path / "inventory")
    (tmp_path / "known_hosts").write_text(devices.known_hosts())
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("ANSIBLE", "NETOPS"))}
    environment |= {
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "src"),
        "PYTHONPATH": str(ROOT / "src"),
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
        "NETOPS_PASSWORD": PASSWORD,
        "ANSIBLE_LOCALHOST_WARNING": "0",
    }
    city = City(tmp_path, devices, environment)
    (city.inventory / "host_vars").mkdir()
    for host in DEVICES:
        own = {"ansible_host": "127.0.0.1", "ansible_port": devices.port(host), "netops_known_hosts": "known_hosts"}
        city.variables(host).write_text(yaml.safe_dump(own))
    return city
