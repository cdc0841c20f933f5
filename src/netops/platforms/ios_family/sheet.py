"""Everything that is read of one device, while its lines are gone through."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from netops.config.node import Node
from netops.model import (
    Aaa,
    AaaServer,
    BgpFamily,
    BgpGroup,
    BgpInstance,
    BgpNeighbor,
    Clock,
    Family,
    Interface,
    IPAddress,
    Ldp,
    Logging,
    NeighborFamily,
    OspfArea,
    OspfInterface,
    OspfProcess,
    PasswordPolicy,
    Pool,
    Secret,
    Service,
    Snmp,
    SshServer,
    StaticRoute,
    Switchport,
    TerminalLine,
    Topic,
    Translation,
    User,
    Vrf,
)
from netops.platforms.reading.gaps import Torn
from netops.platforms.reading.objects import Objects
from netops.platforms.reading.sheet import Draft, Noted, Place, Saying, Traced, Unreads

_PORT = re.compile(r"([A-Za-z][A-Za-z-]*?) ?([0-9]\S*)")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one platform spells what both have.

    Attributes:
        ports: kinds of interfaces in full; of several that a short name could be the first one counts.
        between: what stands between the kind and the number of an interface.
        labels: the line by which a port takes labelled packets; by ``mpls ip`` it looks for neighbours of LDP.
        replaces: route targets of a VRF's family are known to stand in the place of the VRF's own.
        kinds: the kinds in small letters, but for the VLAN's port: in two words it is known where only a port can stand.
        apart: all of them in small letters: a line without any of these words has no port in two words.
    """

    ports: tuple[str, ...]
    between: str
    kinds: frozenset[str]
    labels: str = "mpls ip"
    replaces: bool = False
    apart: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Collect what may stand apart from its number."""
        object.__setattr__(self, "apart", self.kinds | {"vlan"})

    def words(self, text: str) -> tuple[str, ...]:
        """Return the words of a line, a port in two words as one."""
        lower = text.lower()
        found = text.split()
        if self.apart.isdisjoint(found if lower == text else lower.split()):
            return tuple(found)
        at = 0
        while at < len(found) - 1:
            if found[at + 1][:1].isdigit() and self._is_port(found[at], found[at + 1], found[at - 1] if at else ""):
                found[at : at + 2] = [found[at] + found[at + 1]]
            at += 1
        return tuple(found)

    def _is_port(self, kind: str, number: str, before: str) -> bool:
        """Tell whether two words are a port: before an address ``MGMT`` is a VRF's name."""
        if number.count(".") > 1:
            return False
        lower = kind.lower()
        return lower in self.kinds or kind == "VLAN" or (lower == "vlan" and before in _BEFORE_PORT)

    def port(self, text: str) -> str:
        """Return the name of an interface in full.

        Raises:
            ValueError: it is no interface's name.
        """
        found = _PORT.fullmatch(text)
        if found is None:
            raise ValueError(text)
        return f"{_in_full(self.ports, found[1])}{self.between}{found[2]}"


@lru_cache(1 << 10)
def _in_full(kinds: tuple[str, ...], word: str) -> str:
    """Return a kind of interface in full: the one that is called so, else the first that begins so, else the word itself."""
    short = word.lower()
    full = next((each for each in kinds if each.lower() == short), None)
    return full or next((each for each in kinds if each.lower().startswith(short)), word)


_BEFORE_PORT = frozenset({"update-source", "source-interface", "source", "interface", "passive-interface"})


def dialect_of(ports: tuple[str, ...], between: str, labels: str = "mpls ip", *, replaces: bool = False) -> Dialect:
    """Return a dialect."""
    return Dialect(ports, between, frozenset(each.lower() for each in ports) - {"vlan"}, labels, replaces)


@dataclass(slots=True)
class InterfaceSheet:
    """One interface, with what may turn out to say nothing without another line.

    Attributes:
        ldp: neighbours of LDP are looked for on it.
    """

    own: Draft[Interface]
    place: Place
    switchport: Draft[Switchport] | None = None
    ospf: Draft[OspfInterface] | None = None
    ldp: bool = False

    def side(self, name: str) -> Draft[Any]:
        """Return what is known of the port itself, of its layer 2 or of OSPF on it: few ports have all three."""
        if name == "own":
            return self.own
        found: Draft[Any] | None = self.ospf if name == "ospf" else self.switchport
        if found is None:
            found = Draft(_SIDES[name], {})
            setattr(self, name, found)
        return found


_SIDES: Mapping[str, type] = {"switchport": Switchport, "ospf": OspfInterface}


@dataclass(slots=True)
class FamilySheet:
    """One address family of one BGP instance."""

    own: Draft[BgpFamily]
    place: Place


@dataclass(slots=True)
class PeerSheet:
    """A neighbour or a group of one BGP instance.

    Attributes:
        session: a neighbour's session; that of a group stands at the instance.
        exchanged: what is exchanged, by family.
        active: family → it is activated, or it is not, and the line that says so; absent where none does.
    """

    session: Draft[BgpNeighbor]
    exchanged: dict[Family, Draft[NeighborFamily]] = field(default_factory=dict)
    active: dict[Family, tuple[bool, Node]] = field(default_factory=dict)


@dataclass(slots=True)
class BgpSheet:
    """One BGP instance.

    Attributes:
        peers: neighbour's address or group's name → what lines say of it.
        written: the same by the address as a line has it, with what it means.
    """

    draft: Draft[BgpInstance]
    place: Place
    peers: dict[IPAddress | str, PeerSheet] = field(default_factory=dict)
    written: dict[str, tuple[IPAddress | str, PeerSheet]] = field(default_factory=dict)
    groups: dict[str, Draft[BgpGroup]] = field(default_factory=dict)
    families: dict[Family, FamilySheet] = field(default_factory=dict)
    vpn: bool = False


@dataclass(slots=True)
class ListSheet:
    """An ordered list, whose rules only mean something together.

    Attributes:
        rules: as they were read.
        nodes: the lines that stand for it at the top level.
        broken: one of its rules couldn't be read, so that all of it is unread: a rule must not vanish from its list.
        remarks: what people wrote between the rules.
        description: of the list.
        torn: among the rules stand lines that couldn't be read, each as a `Torn`.
    """

    place: Place
    rules: list[Any] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    broken: bool = False
    remarks: set[str] = field(default_factory=set)
    torn: bool = False
    description: str | None = None

    def take(self, node: Node, rule: Callable[[], object], place: Callable[[], int | None]) -> bool:
        """Take what a line adds; one that can't be read is a gap at its place, and where that can't be read either it breaks the list."""
        self.nodes.append(node)
        try:
            self.rules.append(rule())
        except (ValueError, LookupError):
            self.tear(node, place)
        return True

    def tear(self, node: Node, place: Callable[[], int | None]) -> None:
        """Note a line that couldn't be read among the rules, which it leaves as they are; ``place`` returns its number."""
        try:
            self.rules.append(Torn(node, place()))
        except (ValueError, LookupError):
            self.broken = True
            return
        self.torn = True
        self.place.unread(node)


@dataclass(slots=True)
class Member:
    """A server in a group: what it is may stand in another section.

    Attributes:
        server: name of a server's section, or its address.
    """

    protocol: str
    group: str
    server: str
    node: Node
    place: Place
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class ManagementSheet:
    """The management plane."""

    ssh: Traced[SshServer] = field(default_factory=lambda: Traced(SshServer, {}))
    logging: Traced[Logging] = field(default_factory=lambda: Traced(Logging, {}))
    aaa: Draft[Aaa] = field(default_factory=lambda: Draft(Aaa, {}))
    passwords: Traced[PasswordPolicy] = field(default_factory=lambda: Traced(PasswordPolicy, {}))
    snmp: Draft[Snmp] = field(default_factory=lambda: Draft(Snmp, {}))
    clock: Traced[Clock] = field(default_factory=lambda: Traced(Clock, {}))
    users: dict[str, Traced[User]] = field(default_factory=dict)
    terminals: list[Traced[TerminalLine]] = field(default_factory=list)
    services: dict[str, Draft[Service]] = field(default_factory=dict)
    servers: dict[tuple[str, str], Draft[AaaServer]] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)
    enable: Secret | None = None
    banners: set[str] = field(default_factory=set)
    archive: bool | None = None
    fields: Noted = field(default_factory=Noted)


@dataclass(slots=True)
class Sheet:
    """One device.

    Attributes:
        identity: fields of the device that one line sets.
        enabled_by: ``secret`` or ``password``: by which line the highest level is guarded so far.
        areas: by process and number.
        targets: route targets by VRF, way and family (empty for the VRF's own).
        lists: prefix lists, route maps, lists of values and of packets, by kind and name.
        on_ports: lines of ports that were read on one and say the same on any.
    """

    dialect: Dialect
    unreads: Unreads = field(default_factory=Unreads)
    identity: dict[str, Any] = field(default_factory=dict)
    vlans: set[int] = field(default_factory=set)
    interfaces: dict[str, InterfaceSheet] = field(default_factory=dict)
    vrfs: dict[str, Draft[Vrf]] = field(default_factory=dict)
    targets: dict[tuple[str, str, str], list[tuple[str, Node, Place]]] = field(default_factory=dict)
    static_routes: list[StaticRoute] = field(default_factory=list)
    ospf: dict[str, Draft[OspfProcess]] = field(default_factory=dict)
    areas: dict[tuple[str, int], Draft[OspfArea]] = field(default_factory=dict)
    ldp: Draft[Ldp] = field(default_factory=lambda: Draft(Ldp, {"router_id": None}))
    bgp: dict[str | None, BgpSheet] = field(default_factory=dict)
    lists: dict[tuple[str, str], ListSheet] = field(default_factory=dict)
    translations: list[Translation] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    management: ManagementSheet = field(default_factory=ManagementSheet)
    objects: Objects = field(default_factory=Objects)
    enabled_by: str = ""
    on_ports: dict[str, Saying] = field(default_factory=dict)

    def list_of(self, kind: str, name: str, topic: Topic) -> ListSheet:
        """Return the list of this kind and name, a new one where it isn't known yet."""
        found = self.lists.get((kind, name))
        if found is None:
            found = self.lists[kind, name] = ListSheet(Place(self.unreads, topic))
        return found

    def whole(self, *kinds: str) -> Iterator[tuple[str, str, ListSheet]]:
        """Yield kind, name and content of the lists that could be read; the others are noted as unread."""
        for (kind, name), found in self.lists.items():
            if kind not in kinds:
                continue
            if found.broken:
                found.place.unread(*found.nodes)
            else:
                yield kind, name, found
