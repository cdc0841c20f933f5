"""What Ansible says of each host, turned into ``Host``; what is missing or wrong, turned into faults."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from netops.errors import Fault
from netops.inventory.fields import ADDRESS, HOST, LENGTH
from netops.inventory.host_files import HostFiles
from netops.inventory.hosts import (
    BACKBONE,
    CONNECTION,
    ENCODINGS,
    LONGEST_GUARD,
    PLATFORMS,
    VARIABLES,
    Host,
    Reach,
    Role,
)
from netops.inventory.listing import Listing
from netops.inventory.words import listed, nearest, quoted, shown

T = TypeVar("T")
Report: TypeAlias = Callable[..., None]


@dataclass(frozen=True, slots=True)
class _Spoken:
    """One host's variables, and where to report what is wrong with them."""

    name: str
    groups: tuple[str, ...]
    variables: Mapping[str, object]
    files: HostFiles
    faults: list[Fault]

    def report(self, code: str, variable: str = "", **values: object) -> None:
        place = self.files.place(self.name, variable, self.groups)
        self.faults.append(Fault(code, values, place.path, place.line))

    def text(self, variable: str) -> str | None:
        """Return a variable that has to be text, or None where it isn't set or wrong."""
        value = self.variables.get(variable)
        if value is None or isinstance(value, str):
            return value or None
        self.report("NET-INV-013", variable, key=variable, value=quoted(value))
        return None

    def truth(self, variable: str) -> bool:
        """Return a variable that has to be true or false; false where it isn't set or wrong."""
        value = self.variables.get(variable, False)
        if not isinstance(value, bool):
            self.report("NET-INV-102", variable, key=variable, value=shown(str(value)))
        return value is True


def hosts_of(listing: Listing, files: HostFiles) -> tuple[Mapping[str, Host], tuple[Fault, ...]]:
    """Return the hosts that are right, in the order of their names, and every fault."""
    faults: list[Fault] = []
    hosts: dict[str, Host] = {}
    for name, variables in listing.variables.items():
        spoken = _Spoken(name, listing.groups[name], variables, files, faults)
        host = _host(spoken)
        if host is not None:
            hosts[name] = host
    return MappingProxyType(hosts), tuple(faults)


def _host(spoken: _Spoken) -> Host | None:
    if not re.fullmatch(HOST, spoken.name):
        spoken.report("NET-INV-048", key="host", value=shown(spoken.name))
    for variable in _unknown_variables(spoken.variables):
        spoken.report("NET-INV-047", variable, name=variable, near=nearest(variable, VARIABLES) or listed(VARIABLES))
    platform, role, reach = _platform(spoken), _role(spoken), _reach(spoken)
    management, router_id = _management(spoken), _router_id(spoken, role)
    port, known_hosts = _port(spoken, reach), spoken.text("netops_known_hosts")
    address, user, release = (spoken.text(name) for name in ("ansible_host", "ansible_user", "netops_release"))
    management_interface = spoken.text("netops_management_interface")
    if platform is None or role is None or management is None or port is None:
        return None
    return Host(
        name=spoken.name,
        platform=platform,
        role=role,
        address=address or spoken.name,
        port=port,
        user=user,
        groups=spoken.groups,
        release=release,
        router_id=router_id,
        management=management,
        management_interface=management_interface,
        known_hosts=Path(known_hosts) if known_hosts else None,
        reach=reach,
        encoding=_encoding(spoken),
        reload_guard=_reload_guard(spoken),
        simulated=spoken.truth("netops_simulated"),
        variables=MappingProxyType(
            {key: value for key, value in spoken.variables.items() if key not in VARIABLES and key not in CONNECTION}
        ),
    )


def _unknown_variables(variables: Mapping[str, object]) -> Iterator[str]:
    return (name for name in variables if name.startswith("netops_") and name not in VARIABLES)


def _platform(spoken: _Spoken) -> str | None:
    value = spoken.variables.get("netops_platform")
    if value is None:
        spoken.report("NET-INV-040", host=spoken.name, known=listed(PLATFORMS))
    elif value not in PLATFORMS:
        spoken.report("NET-INV-041", "netops_platform", value=shown(value), known=listed(PLATFORMS))
    else:
        return str(value)
    return None


def _role(spoken: _Spoken) -> Role | None:
    value = spoken.variables.get("netops_role")
    if value is None:
        spoken.report("NET-INV-042", host=spoken.name, known=listed(Role))
    elif value not in set(Role):
        spoken.report("NET-INV-043", "netops_role", value=shown(value), known=listed(Role))
    else:
        return Role(str(value))
    return None


def _management(spoken: _Spoken) -> IPv4Interface | None:
    value = spoken.variables.get("netops_management")
    if value is None:
        spoken.report("NET-INV-044", host=spoken.name)
        return None
    return _address(spoken, "netops_management", rf"{ADDRESS}/{LENGTH}", IPv4Interface)


def _router_id(spoken: _Spoken, role: Role | None) -> IPv4Address | None:
    if spoken.variables.get("netops_router_id") is None:
        if role in BACKBONE:
            spoken.report("NET-INV-045", host=spoken.name, role=role)
        return None
    return _address(spoken, "netops_router_id", ADDRESS, IPv4Address)


def _address(spoken: _Spoken, variable: str, pattern: str, kind: Callable[[str], T]) -> T | None:
    value = spoken.variables[variable]
    if isinstance(value, str) and re.fullmatch(pattern, value):
        return kind(value)
    code = "NET-INV-023" if "/" in pattern else "NET-INV-020"
    spoken.report(code, variable, key=variable, value=shown(value))
    return None


def _reach(spoken: _Spoken) -> Reach:
    ssh_config = spoken.text("netops_ssh_config")
    telnet = spoken.truth("netops_telnet")
    if telnet and not spoken.files.at_host(spoken.name, "netops_telnet"):
        spoken.report("NET-INV-103", "netops_telnet", host=spoken.name)
    return Reach(
        ssh_config=Path(ssh_config) if ssh_config else None,
        agent=spoken.truth("netops_ssh_agent"),
        keyring=spoken.text("netops_keyring"),
        legacy=spoken.truth("netops_legacy_ssh"),
        telnet=telnet,
    )


def _encoding(spoken: _Spoken) -> str | None:
    value = spoken.variables.get("netops_encoding")
    if value is None or value in ENCODINGS:
        return None if value is None else str(value)
    spoken.report("NET-INV-105", "netops_encoding", value=shown(str(value)), known=listed(ENCODINGS))
    return None


def _reload_guard(spoken: _Spoken) -> int:
    value = spoken.variables.get("netops_reload_guard", 0)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LONGEST_GUARD:
        return value
    spoken.report("NET-INV-106", "netops_reload_guard", value=shown(str(value)), most=LONGEST_GUARD)
    return 0


def _port(spoken: _Spoken, reach: Reach) -> int | None:
    value = spoken.variables.get("ansible_port", 23 if reach.telnet else 22)
    if re.fullmatch(r"[1-9][0-9]{0,4}", str(value)) and int(str(value)) <= 65535:
        return int(str(value))
    spoken.report("NET-INV-039", "ansible_port", value=shown(value))
    return None
