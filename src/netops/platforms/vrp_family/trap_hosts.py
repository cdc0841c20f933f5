"""Who gets alarms in the words of AR routers: one line names the host, another one how it is spoken to.

Source: Huawei AR V200R010 Command Reference, "snmp-agent target-host trap-hostname", "snmp-agent target-host trap-paramsname".
"""

from dataclasses import dataclass, field

from netops.config.node import Node
from netops.model import SnmpTarget
from netops.platforms.reading.sheet import Place, line
from netops.platforms.vrp_family.words import one, options, whole

_LEVELS = {"authentication": "auth", "privacy": "priv", "noauthnopriv": "noauth"}
_BESIDE = frozenset({"private-netmanager", "binding-private-value"})


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a host is spoken to: version, level and user, of which only version 3 has one that is no secret."""

    node: Node
    version: str
    level: str | None = None
    user: str | None = None


@dataclass(frozen=True, slots=True)
class _Host:
    """A host by its name, with the name of how it is spoken to."""

    node: Node
    name: str
    address: str
    manner: str
    port: int | None
    vrf: str | None


@dataclass(slots=True)
class TrapHosts:
    """Both kinds of lines, until all are known."""

    hosts: list[_Host] = field(default_factory=list)
    manners: dict[str, _Manner] = field(default_factory=dict)

    def read(self, node: Node, words: list[str]) -> bool:
        """Read what follows ``snmp-agent target-host``; False where it is in other words."""
        match words:
            case ["trap-hostname", name, "address", address, *rest]:
                found = options(rest, {"udp-port": 1, "vpn-instance": 1, "trap-paramsname": 1})
                manner, port, vrf = one(found, "trap-paramsname"), whole(found, "udp-port"), one(found, "vpn-instance")
                if manner is None:
                    return False
                self.hosts.append(_Host(node, name, address, manner, port, vrf))
            case ["trap-paramsname", name, "v1" | "v2c" as version, "securityname", *rest] if rest:
                self.manners[name] = _Manner(node, version)
            case ["trap-paramsname", name, "v3", "securityname", user, *rest] if set(rest[1:]) <= _BESIDE:
                self.manners[name] = _Manner(node, "v3", _LEVELS[rest[0]] if rest else "noauth", user)
            case _:
                return False
        return True

    def settle(self, place: Place) -> tuple[list[SnmpTarget], list[Node], set[tuple[str, str]]]:
        """Return the hosts, their lines, and what no field of the model holds; what has no other half is unread."""
        targets: list[SnmpTarget] = []
        nodes: list[Node] = []
        fields: set[tuple[str, str]] = set()
        used: set[str] = set()
        for host in self.hosts:
            how = self.manners.get(host.manner)
            if how is None:
                place.unread(host.node)
                continue
            used.add(host.manner)
            lines = (line(host.node), line(how.node))
            targets.append(SnmpTarget(host.address, how.version, how.level, host.vrf, host.port, how.user, lines=lines))
            nodes += [host.node, how.node]
            fields.add((f"target-host {host.address}", f"trap-hostname {host.name} trap-paramsname {host.manner}"))
        place.unread(*(how.node for name, how in self.manners.items() if name not in used))
        return targets, nodes, fields
