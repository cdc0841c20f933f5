"""The management plane of every device: its port, who may come in from where, and what is recorded and watched.

What each platform is told stands in ``management.yml``, with the names of SSH's algorithms in ``algorithms.yml``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from netops.errors import Fault
from netops.intent.city import NETWORK, City
from netops.intent.facts import Given
from netops.intent.guarding import access_list, from_prefixes, permit
from netops.intent.saying import BY_FIELD, Said, Saying
from netops.inventory import Host, Inventory
from netops.model import Binding, FilterRule, Interface, Management

_FOLDER = Path(__file__).parent
_MANAGEMENT: TypeAdapter[Management] = TypeAdapter(Management)
# Name in the data → where network.yml says it.
_SAID: Mapping[str, tuple[str, ...]] = {
    "prefix": ("prefix",),
    "users": ("users",),
    "auditors": ("auditors",),
    "operators": ("operators",),
    "idle": ("idle_seconds",),
    "tries": ("login_tries",),
    "login_seconds": ("login_seconds",),
    "banner": ("banner",),
    "time_servers": ("time_servers",),
    "time_zone": ("time_zone",),
    "log_hosts": ("log_hosts",),
    "snmp_user": ("snmp", "user"),
    "snmp_group": ("snmp", "group"),
    "snmp_hosts": ("snmp", "hosts"),
    "length": ("passwords", "length"),
    "kinds": ("passwords", "kinds"),
    "days": ("passwords", "days"),
    "history": ("passwords", "history"),
    "lock_minutes": ("passwords", "lock_minutes"),
}
ALGORITHMS = ("ciphers", "macs", "key_exchanges")


def management_ports(city: City) -> Iterator[Given]:
    """Yield the management port of every host, and the access lists that guard it."""
    for host in sorted(city.inventory.hosts.values(), key=lambda each: each.name):
        lines = city.host_lines(host.name, "netops_management")
        idiom = city.idiom(host.name)
        bound = frozenset[Binding]()
        if not idiom.whole_filters and idiom.management_forwards:
            inward, outward = idiom.lists.to_management, idiom.lists.from_management
            bound = frozenset({Binding(inward, lines=lines), Binding(outward, inbound=False, lines=lines)})
        port = Interface(
            city.management_port(host),
            description="management",
            addresses=frozenset({host.management}),
            filters=bound,
            lines=lines,
        )
        yield Given(host.name, port)
        if not idiom.whole_filters:
            yield from _time_servers(city, host)
            yield from _guards(city, host, guarded=bool(bound))


def _time_servers(city: City, host: Host) -> Iterator[Given]:
    """Only the time servers give a device the time, and nobody else asks it for one."""
    idiom, servers = city.idiom(host.name), city.network.management.time_servers
    lines = city.lines(NETWORK, "management", "time_servers")
    if servers:
        own = [(IPv4Network(each), lines) for each in servers]
        yield Given(host.name, from_prefixes(idiom.lists.time, own, idiom, lines))


def _guards(city: City, host: Host, *, guarded: bool) -> Iterator[Given]:
    """Only the management network may log in, and no packet passes through a device into it or out of it."""
    idiom, plan = city.idiom(host.name), city.network.management
    lines = city.lines(NETWORK, "management", "prefix")
    yield Given(host.name, from_prefixes(idiom.lists.management, [(plan.prefix, lines)], idiom, lines))
    if guarded:
        own = IPv4Network(host.management.ip)
        told = city.host_lines(host.name, "netops_management")
        inward = [permit(plan.prefix, own, told)]
        outward: list[FilterRule] = [permit(own, plan.prefix, told)]
        yield Given(host.name, access_list(idiom.lists.to_management, inward, idiom, told))
        yield Given(host.name, access_list(idiom.lists.from_management, outward, idiom, told))


class Planes:
    """How people get in, who watches, and what is recorded, by host: made once for all that are told the same."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._lines = city.lines(NETWORK, "management")
        self._shared = _shared(city)
        self._known: dict[tuple[str, str], Management] = {}

    def of(self, host: Host) -> Management:
        """Return the management plane of a host."""
        data = _platforms()[host.platform]
        port = self._city.management_port(host)
        key = (host.platform, host.name if _is_of_one_host(host.platform) else "")
        if key not in self._known:
            own = {
                "port": Said(port, self._city.host_lines(host.name, "netops_management")),
                "access": Said(self._city.idiom(host.name).lists.management, self._shared["prefix"].lines),
                "time": Said(self._city.idiom(host.name).lists.time, self._shared["time_servers"].lines),
                "labels": Said(host.role in ("p", "pe"), self._city.host_lines(host.name, "netops_role")),
                **{kind: self._algorithms(host.platform, kind) for kind in ALGORITHMS},
            }
            plain = Saying({**self._shared, **own}, self._lines).said(data)
            for part in ("ssh", "logging"):  # each field of these has a line of its own
                if part in plain:
                    plain[part] |= {"lines": self._lines, "sources": plain[part][BY_FIELD]}
            self._known[key] = _MANAGEMENT.validate_python(plain)
        return self._known[key]

    def _algorithms(self, platform: str, kind: str) -> Said:
        names = algorithms(platform, kind, getattr(self._city.network.management.ssh, kind))
        return Said(names, self._city.lines(NETWORK, "management", "ssh", kind))


def _shared(city: City) -> Mapping[str, Said]:
    """Return what is the same for every host."""
    plan = city.network.management
    found: dict[str, Said] = {}
    for name, keys in _SAID.items():
        value: Any = plan
        for key in keys:
            value = getattr(value, key, None)
        found[name] = Said(value, city.lines(NETWORK, "management", *keys))
    zone = plan.time_zone
    found["time_zone"] = replace(found["time_zone"], value=(zone.name, zone.minutes) if zone else None)
    return {**found, "block": Said(60 * plan.passwords.lock_minutes, found["lock_minutes"].lines)}


@cache
def _is_of_one_host(platform: str) -> bool:
    """Return whether a platform is told its management port, or what its role asks for: then each host has its own plane."""
    told = str(_platforms()[platform])
    return "$port" in told or "'labels'" in told


def algorithms(platform: str, kind: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a platform calls algorithms of SSH, in their order, without those that it doesn't have.

    Example:
        >>> algorithms("huawei_vrpv8", "ciphers", ("chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com"))
        ('aes256_gcm',)
    """
    known = _known().get(platform)
    found = names if known is None else (known[kind][name] for name in names if name in known[kind])
    return tuple(dict.fromkeys(found))


@cache
def _platforms() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.load((_FOLDER / "management.yml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return loaded


@cache
def _known() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    loaded: Mapping[str, Any] = yaml.load((_FOLDER / "algorithms.yml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return loaded


def without_algorithms(inventory: Inventory) -> Iterator[Fault]:
    """Yield the hosts that would be left without any algorithm of a kind, and so with the weak ones of their release."""
    for host in inventory.hosts.values():
        for kind in ALGORITHMS:
            names: tuple[str, ...] = getattr(inventory.network.management.ssh, kind)
            known = _known().get(host.platform, {}).get(kind, {})
            if known and not algorithms(host.platform, kind, names):
                place = inventory.place(NETWORK, "management", "ssh", kind)
                values = {"host": host.name, "kind": kind, "platform": host.platform}
                words = {"names": ", ".join(names), "known": ", ".join(known)}
                yield Fault("NET-INT-006", {**values, **words}, place.path, place.line)
