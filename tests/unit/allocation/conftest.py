"""Inventories made in memory: a backbone with small pools and departments by name."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from netops.inventory import Allocations, Department, Inventory, Network

NETWORK: dict[str, Any] = {
    "name": "small",
    "asn": 65000,
    "pools": {
        "vrf_numbers": {"first": 250, "last": 256},
        "ce_asns": {"first": 64998, "last": 65010},
        "access_links": {"prefix": "10.1.0.0/26", "length": 30},
    },
    "rules": {"rd": "{asn}:{number}", "route_target": "64512:{number}"},
    "prefixes": {"departments": ["192.168.0.0/16"], "backbone": ["10.0.0.0/15"]},
    "zones": [{"name": "exchange", "title": {"en": "Zone", "zh": "区"}, "vrf": "EXCHANGE", "number": 251}],
    "management": {
        "prefix": "10.250.0.0/24",
        "station": "10.250.0.254/24",
        "interface": "mgmt0",
        "users": ["netops"],
        "idle_seconds": 600,
        "login_tries": 3,
        "login_seconds": 60,
        "ssh": {"ciphers": ["aes256-ctr"], "macs": ["hmac-sha2-256"], "key_exchanges": ["curve25519-sha256"]},
        "banner": "/etc/issue.net",
    },
    "igp": {"area": 0, "hello": 1, "dead": 4},
    "links": [{"a": "pe1:core0", "b": "p1:core0", "prefix": "10.1.0.4/30"}],
}


def department(name: str, sites: Iterable[str]) -> Department:
    """A department with a circuit to each site."""
    return Department.model_validate(
        {
            "name": name,
            "title": {"en": name, "zh": name},
            "protection_level": 2,
            "stage": "surveyed",
            "sites": [
                {
                    "name": site,
                    "router": f"{name}-{site}",
                    "lan": {"interface": "lan0", "prefix": "192.168.1.0/24", "gateway": "192.168.1.1"},
                }
                for site in sites
            ],
            "circuits": [
                {"site": site, "customer": f"{name}-{site}:wan0", "provider": f"pe1:{name}-{site}"} for site in sites
            ],
        }
    )


Make = Callable[..., Inventory]


@pytest.fixture
def make() -> Make:
    """Make an inventory of departments and their sites: ``make(finance=("hq",))``."""

    def made(allocations: Allocations | None = None, **departments: tuple[str, ...]) -> Inventory:
        return Inventory(
            root=Path("inventory"),
            hosts={},
            network=Network.model_validate(NETWORK),
            departments={name: department(name, sites) for name, sites in sorted(departments.items())},
            catalogue={},
            waivers=(),
            allocations=allocations or Allocations(),
        )

    return made
