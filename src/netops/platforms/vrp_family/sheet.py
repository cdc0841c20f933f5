"""What is read of a device that speaks the dialect, while its lines are gone through."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from netops.config.node import Node
from netops.model import (
    Aaa,
    AaaMethod,
    AaaServer,
    AccessList,
    Binding,
    Clock,
    Interface,
    Ldp,
    Line,
    Logging,
    OspfInterface,
    OspfProcess,
    PasswordPolicy,
    PolicyNode,
    Pool,
    PrefixRule,
    Service,
    Snmp,
    SnmpGroup,
    SnmpUser,
    SshServer,
    StaticRoute,
    TerminalLine,
    Translation,
    User,
    Vrf,
)
from netops.platforms.reading.gaps import Torn
from netops.platforms.reading.objects import Objects
from netops.platforms.reading.sheet import Draft, Marked, Noted, Place, Saying, Traced, Unreads, line, told
from netops.platforms.vrp_family.trap_hosts import TrapHosts

Words = Sequence[str]


@dataclass(frozen=True, slots=True)
class Dialect:
    """What tells one platform that speaks the dialect from another.

    Attributes:
        names: how it spells its interfaces, without their numbers.
        first_rule: number of the first rule of an access list that is typed without one; None where it is the step.
        peers_active: a BGP peer is active in the family that it is made in, without a line.
        services: what a service is where no line turns it on or off, by its name; asked when another line speaks of it.
        aggregates: names of aggregates; their number stands in the members' lines.
        far: hops that ``peer … ebgp-max-hop`` allows where it doesn't count them.
        prepends: numbers of an AS path are put in front of it where ``apply as-path`` doesn't say what becomes of it.
        settings: lines that turn something of the whole device on, or behind ``undo`` off, without ``enable`` at their end: the model
            keeps them by name.
        binds_static: static translation is told for the whole device and bound to its ports by a line of theirs.
        switched: beginning of the names of interfaces that are at layer 2 without a line.
    """

    names: tuple[str, ...]
    first_rule: int | None
    peers_active: Callable[[str | None], bool]
    services: Callable[[str | None], Mapping[str, bool]]
    aggregates: tuple[str, ...]
    far: int = 255
    prepends: bool = False
    settings: frozenset[str] = frozenset()
    binds_static: bool = False
    switched: tuple[str, ...] = ()

    def full(self, *words: str) -> str:
        """Return an interface's name as the device spells it; ValueError where it is none.

        The name may stand in two words, and in small letters.
        """
        text = "".join(words)
        kind = text.rstrip("0123456789/.:")
        name = _in_full(self.names, text[: len(kind) + 1])
        if len(name) != len(kind) or not name:
            raise ValueError(text)
        return name + text[len(name) :]

    @property
    def is_comware(self) -> bool:
        """Whether it is Comware, which counts rules from nought, and some times in centiseconds."""
        return self.first_rule is not None


@lru_cache(1 << 10)
def _in_full(names: tuple[str, ...], begin: str) -> str:
    """Return the kind of interface with which a name begins, a digit behind it; nothing where there is none."""
    small = begin.lower()
    return next((each for each in names if small.startswith(each.lower()) and begin[len(each) :][:1].isdigit()), "")


@dataclass(slots=True)
class PolicySheet:
    """One route policy: a condition that can't be read must not vanish, so that a node with one is a gap among the others."""

    nodes: list[Draft[PolicyNode]] = field(default_factory=list)
    sections: list[Node] = field(default_factory=list)
    torn: list[Torn] = field(default_factory=list)


@dataclass(slots=True)
class PortSheet:
    """The layer-2 side of an interface; ``layer`` None where no line says it.

    Attributes:
        carried: ranges of VLANs, as lines add them.
        untagged: those of them that a hybrid port sends without a tag.
        without_first: a line takes VLAN 1 away.
    """

    layer: int | None = None
    mode: str | None = None
    access: int | None = None
    native: int | None = None
    carried: list[tuple[int, int]] = field(default_factory=list)
    untagged: list[tuple[int, int]] = field(default_factory=list)
    without_first: bool = False
    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class VrpSheet:
    """Everything that is read of one device.

    Attributes:
        identity: fields of the device that one line sets.
        list_names: number of an access list that has a name, too → its name.
        spoiled: kind and name of what has a line that nobody understood, and would do something else without it.
        pending: lines that mean something only beside others, by what they speak of.
        regular: kind and name of lists that look for regular expressions.
        aggregated: members of aggregates whose aggregate's kind isn't known yet: name → number.
        boards: number of a board → its model.
        on_ports: lines of ports that were read on one and say the same on any.
    """

    dialect: Dialect
    release: str | None
    unreads: Unreads = field(default_factory=Unreads)
    identity: dict[str, Any] = field(default_factory=dict)
    interfaces: dict[str, Draft[Interface]] = field(default_factory=dict)
    ospf_interfaces: dict[str, Draft[OspfInterface]] = field(default_factory=dict)
    vrfs: dict[str, Draft[Vrf]] = field(default_factory=dict)
    static_routes: list[StaticRoute] = field(default_factory=list)
    ospf: dict[str, Draft[OspfProcess]] = field(default_factory=dict)
    bgp: dict[str | None, Any] = field(default_factory=dict)
    ldp: Draft[Ldp] = field(default_factory=lambda: Draft(Ldp, {"router_id": None}))
    prefix_lists: dict[tuple[str, str], list[PrefixRule]] = field(default_factory=dict)
    spoiled: set[tuple[str, str]] = field(default_factory=set)
    policies: dict[str, PolicySheet] = field(default_factory=dict)
    regular: set[tuple[str, str]] = field(default_factory=set)
    value_lists: dict[tuple[str, str], list[tuple[int, Any, str, Node]]] = field(default_factory=dict)
    torn_values: dict[tuple[str, str], list[Torn]] = field(default_factory=dict)
    torn_prefixes: dict[tuple[str, str], list[Torn]] = field(default_factory=dict)
    access_lists: list[AccessList] = field(default_factory=list)
    list_names: dict[str, str] = field(default_factory=dict)
    translations: list[Translation] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    vlans: set[int] = field(default_factory=set)
    users: dict[str, Traced[User]] = field(default_factory=dict)
    terminals: list[TerminalLine] = field(default_factory=list)
    line_classes: dict[str, tuple[Traced[TerminalLine], Place]] = field(default_factory=dict)
    aaa: Draft[Aaa] = field(default_factory=lambda: Draft(Aaa, {}))
    methods: list[AaaMethod] = field(default_factory=list)
    servers: list[AaaServer] = field(default_factory=list)
    passwords: Traced[PasswordPolicy] = field(default_factory=lambda: Traced(PasswordPolicy, {}))
    services: dict[str, Draft[Service]] = field(default_factory=dict)
    ssh: Traced[SshServer] = field(default_factory=lambda: Traced(SshServer, {}))
    snmp: Draft[Snmp] = field(default_factory=lambda: Draft(Snmp, {}))
    snmp_users: dict[str, Draft[SnmpUser]] = field(default_factory=dict)
    snmp_groups: list[SnmpGroup] = field(default_factory=list)
    trap_hosts: TrapHosts = field(default_factory=TrapHosts)
    clock: Traced[Clock] = field(default_factory=lambda: Traced(Clock, {}))
    logging: Traced[Logging] = field(default_factory=lambda: Traced(Logging, {}))
    banners: set[str] = field(default_factory=set)
    management: dict[str, Any] = field(default_factory=dict)
    fields: Noted = field(default_factory=Noted)
    pending: dict[str, list[tuple[Node, Place]]] = field(default_factory=dict)
    aggregated: dict[str, str] = field(default_factory=dict)
    ports: dict[str, PortSheet] = field(default_factory=dict)
    objects: Objects = field(default_factory=Objects)
    boards: dict[str, str] = field(default_factory=dict)
    on_ports: dict[str, Saying] = field(default_factory=dict)

    def interface(self, name: str) -> Draft[Interface]:
        """Return the draft of an interface, a new one where it isn't known yet."""
        found = self.interfaces.get(name)
        if found is None:
            found = self.interfaces[name] = Marked(Interface, {"name": name})
        return found

    def ospf_on(self, name: str) -> Draft[OspfInterface]:
        """Return the draft of OSPF on an interface."""
        found = self.ospf_interfaces.get(name)
        if found is None:
            found = self.ospf_interfaces[name] = Draft(OspfInterface, {})
        return found

    def port(self, name: str) -> PortSheet:
        """Return the layer-2 side of an interface."""
        found = self.ports.get(name)
        if found is None:
            found = self.ports[name] = PortSheet()
        return found

    def user(self, name: str) -> Traced[User]:
        """Return the draft of an account."""
        return self.users.setdefault(name, Traced(User, {"name": name}))

    def service(self, name: str) -> Draft[Service]:
        """Return the draft of a service."""
        return self.services.setdefault(name, Draft(Service, {"name": name}))

    def full(self, *words: str) -> str:
        """Return an interface's name as the device spells it; ValueError where it is none."""
        return self.dialect.full(*words)

    def list_name(self, text: str) -> str:
        """Return the name of an access list that a line may call by its number."""
        return self.list_names.get(text, text)

    def bound(self, name: str, node: Node, *, inbound: bool = True, version: int = 4) -> Binding:
        """Return the binding of an access list."""
        return Binding(self.list_name(name), inbound=inbound, version=version, lines=told(node))

    def wait(self, what: str, node: Node, place: Place) -> bool:
        """Keep a line until all others are known."""
        self.pending.setdefault(what, []).append((node, place))
        return True


Read = Callable[[VrpSheet, Node, list[str], Place], bool]


def lines_of(nodes: Sequence[Node]) -> tuple[Line, ...]:
    """Return the provenance of several nodes."""
    return tuple(map(line, nodes))


def direction(text: str) -> bool:
    """Return whether ``inbound`` is said; ValueError where neither is."""
    if text not in {"inbound", "outbound"}:
        raise ValueError(text)
    return text == "inbound"
