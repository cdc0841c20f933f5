"""A whole lab as one value, checked when it is made."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Interface, ip_address, ip_interface

from netops.errors import Fault, raise_all
from netops.lab.nodes import Host, Link, Router

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,14}")
INTERFACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,14}")
DAEMONS = frozenset({"zebra", "staticd", "bgpd", "ospfd", "ldpd", "ospf6d", "isisd", "ripd", "bfdd", "pimd", "vrrpd"})
RESERVED_INTERFACES = frozenset({"lo", "mgmt0"})


@dataclass(frozen=True, slots=True)
class Topology:
    """The routers, hosts and links of one lab.

    Attributes:
        name: what the lab is called.
        routers: at least one.
        hosts: PCs and servers, each with one link to its ``eth0``.
        links: cables; ``mgmt0`` of each router is the lab's own and is not listed.
        management: the station of the network centre, ``address/length``, from which routers are managed.

    Raises:
        InputError: with every fault at once (NET-LAB-001 to NET-LAB-008).

    Example:
        >>> lone = Router("r1", 2201, "10.250.0.1/24", ("zebra",), {})
        >>> Topology("one", (lone,), (), (), "10.250.0.254/24").node_names
        ('r1',)
    """

    name: str
    routers: tuple[Router, ...]
    hosts: tuple[Host, ...]
    links: tuple[Link, ...]
    management: str

    def __post_init__(self) -> None:
        """Refuse what the lab could not build."""
        raise_all(_faults(self))

    @property
    def node_names(self) -> tuple[str, ...]:
        """Routers first, then hosts."""
        return (*(router.name for router in self.routers), *(host.name for host in self.hosts))

    def to_json(self) -> str:
        """Return the same text for the same topology, for the lab process and for comparison."""
        data = {
            "name": self.name,
            "routers": [router.as_dict() for router in self.routers],
            "hosts": [host.as_dict() for host in self.hosts],
            "links": [link.as_dict() for link in self.links],
            "management": self.management,
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Topology:
        """Return the topology that ``to_json`` wrote.

        Raises:
            InputError: as when it is made, or NET-LAB-001 when the text is no topology.
        """
        try:
            data = json.loads(text)
            parts = (
                tuple(Router.of(item) for item in data["routers"]),
                tuple(Host.of(item) for item in data["hosts"]),
                tuple(Link.of(item) for item in data["links"]),
            )
            name, management = data["name"], data["management"]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise_all([Fault("NET-LAB-001", {"detail": f"{type(error).__name__}: {error}"})])
            raise AssertionError from error
        return cls(name, *parts, management)

    @property
    def digest(self) -> str:
        """SHA-256 of ``to_json``: equal for two labs that are the same."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def _faults(topology: Topology) -> Iterator[Fault]:
    if not topology.routers:
        yield Fault("NET-LAB-001", {"detail": "it has no router"})
    yield from _name_faults(topology)
    yield from _router_faults(topology)
    yield from _address_faults(topology)
    yield from _link_faults(topology)


def _repeated(items: Iterable[str]) -> list[str]:
    return [item for item, count in Counter(items).items() if count > 1]


def _name_faults(topology: Topology) -> Iterator[Fault]:
    for name in _repeated(topology.node_names):
        yield Fault("NET-LAB-002", {"name": name})
    for name in topology.node_names:
        if not NAME.fullmatch(name):
            yield Fault("NET-LAB-003", {"name": name, "kind": "name of a router or host"})
    for end in (end for link in topology.links for end in link.ends):
        if not INTERFACE.fullmatch(end[1]):
            yield Fault("NET-LAB-003", {"name": end[1], "kind": f"interface name (at {end[0]})"})


def _router_faults(topology: Topology) -> Iterator[Fault]:
    for port in _repeated(str(router.ssh_port) for router in topology.routers):
        yield Fault("NET-LAB-004", {"port": port, "detail": "two routers share it"})
    for router in topology.routers:
        if not 1024 <= router.ssh_port <= 65535:
            yield Fault("NET-LAB-004", {"port": router.ssh_port, "detail": f"{router.name} cannot listen there"})
        for daemon in sorted(set(router.daemons) - DAEMONS):
            yield Fault("NET-LAB-005", {"router": router.name, "daemon": daemon, "known": ", ".join(sorted(DAEMONS))})
        for path in router.files:
            if not path.startswith("/etc/") or ".." in path.split("/"):
                yield Fault("NET-LAB-006", {"router": router.name, "path": path})


def _address_faults(topology: Topology) -> Iterator[Fault]:
    station = _interface(topology.management)
    if station is None:
        yield Fault("NET-LAB-007", {"text": topology.management, "place": "management"})
    managed = [(router.name, router.management_address) for router in topology.routers]
    for name, text in managed:
        address = _interface(text)
        if address is None or (station is not None and address.network != station.network):
            yield Fault("NET-LAB-007", {"text": text, "place": f"router {name}"})
    for text in _repeated([topology.management, *(text for _, text in managed)]):
        yield Fault("NET-LAB-007", {"text": text, "place": "management (given twice)"})
    for host in topology.hosts:
        address = _interface(host.address)
        if address is None or not _is_address(host.gateway) or ip_address(host.gateway) not in address.network:
            yield Fault("NET-LAB-007", {"text": f"{host.address} via {host.gateway}", "place": f"host {host.name}"})


def _interface(text: str) -> IPv4Interface | None:
    try:
        found = ip_interface(text)
    except ValueError:
        return None
    return found if isinstance(found, IPv4Interface) and "/" in text else None


def _is_address(text: str) -> bool:
    try:
        return ip_address(text).version == 4
    except ValueError:
        return False


def _link_faults(topology: Topology) -> Iterator[Fault]:
    hosts = {host.name for host in topology.hosts}
    ends = [end for link in topology.links for end in link.ends]
    for node, interface in ends:
        if node not in topology.node_names:
            yield Fault("NET-LAB-008", {"end": f"{node} {interface}", "detail": f"nothing is called {node}"})
        elif interface in RESERVED_INTERFACES:
            yield Fault("NET-LAB-008", {"end": f"{node} {interface}", "detail": f"{interface} is the lab's own"})
        elif node in hosts and interface != "eth0":
            yield Fault("NET-LAB-008", {"end": f"{node} {interface}", "detail": "a host has eth0 only"})
    for name in _repeated(f"{node} {interface}" for node, interface in ends):
        yield Fault("NET-LAB-008", {"end": name, "detail": "two links end there"})
    for name in sorted(hosts - {node for node, _ in ends}):
        yield Fault("NET-LAB-008", {"end": f"{name} eth0", "detail": "no link ends there"})
