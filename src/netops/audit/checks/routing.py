"""Routing: departments kept apart, and what protects the routing protocols themselves."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_network
from itertools import takewhile

from netops.audit.answer import Answer, Basis, Subject, Word, once
from netops.audit.checks.outward import external
from netops.audit.checks.proofs import chains, of_chain
from netops.audit.checks.reaching import open_to_all
from netops.audit.checks.together import is_anybody
from netops.audit.policy import Isolation
from netops.model import (
    AccessList,
    Action,
    BgpGroup,
    BgpInstance,
    BgpNeighbor,
    Interface,
    IPNetwork,
    KeyChain,
    Line,
    NeighborFamily,
    PrefixList,
    RoutePolicy,
    StaticRoute,
    ValueList,
    Vrf,
)


def vrf_isolation(subject: Subject) -> Answer:
    """B131: no VRF takes in or hands out a route target that nobody granted; ports of departments are in their VRFs."""
    vrfs = sorted(subject.device.vrfs, key=lambda each: each.name)
    ports, leaks = list(_outside(subject)), _leaks(subject)
    if not vrfs and not ports:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"targets": "-", "ports": "-", "leaks": "-"})
    foreign = [(vrf, target) for vrf in vrfs for target in _foreign(vrf, subject.context.isolation)]
    granted = tuple(dict.fromkeys(line for vrf, _ in foreign for line in vrf.lines))
    granted += tuple(line for each in leaks for line in each.lines)
    shown = ", ".join(f"{vrf.name}: {target}" for vrf, target in foreign) or "-"
    values = {"targets": shown, "ports": ", ".join(each.name for each in ports) or "-"}
    values["leaks"] = (
        ", ".join(f"{each.vrf or '-'} {each.prefix} → {each.next_hop_vrf or '-'}" for each in leaks) or "-"
    )
    known = subject.context.isolation is not None
    lines = granted + tuple(line for each in ports for line in each.lines)
    if ports or (granted and known):
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, values, sure=granted if known else ())
    if granted:
        return Answer(Word.MANUAL, Basis.EXPLICIT, lines, values)
    lines = tuple(line for each in vrfs for line in each.lines)
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, values, whole=True)


def _leaks(subject: Subject) -> list[StaticRoute]:
    """Return the static routes that lead from one table into another: from a VRF into the global one, or the reverse."""
    found = [
        each
        for each in subject.device.static_routes
        if each.next_hop_vrf is not None and each.next_hop_vrf != (each.vrf or "")
    ]
    return sorted(found, key=lambda each: (each.vrf or "", str(each.prefix), str(each.next_hop)))


def _foreign(vrf: Vrf, known: Mapping[str, Isolation] | None) -> list[str]:
    """Return the route targets of a VRF that aren't its own: by the inventory, or else those that it only imports."""
    if known is None:
        return sorted((vrf.imports - vrf.exports) | (vrf.imports_v6 - vrf.exports_v6))
    granted = known.get(vrf.name, Isolation())
    taken, given = vrf.imports | vrf.imports_v6, vrf.exports | vrf.exports_v6
    return sorted((taken - granted.imports) | (given - granted.exports))


def _outside(subject: Subject) -> Iterator[Interface]:
    """Return the department-facing ports that are up and not in the VRF that they should be in."""
    for name, vrf in sorted(subject.context.customer_ports.items()):
        interface = subject.device.interface(name)
        if interface is not None and interface.enabled and interface.addresses and interface.vrf != vrf:
            yield interface


@dataclass(frozen=True, slots=True)
class Session:
    """One BGP session with what its group says of it.

    Attributes:
        heard: the network from which whoever speaks BGP is a neighbour; None where a line names the neighbour itself.
    """

    instance: BgpInstance
    neighbor: BgpNeighbor
    group: BgpGroup | None
    heard: IPNetwork | None = None

    @property
    def shown(self) -> str:
        """Who is at the other end, for people."""
        return str(self.neighbor.address if self.heard is None else self.heard)

    @property
    def authenticated(self) -> bool:
        """Whether it has a password or a key chain, its own or its group's."""
        return self.neighbor.authenticated or (self.group is not None and self.group.authenticated)

    @property
    def chain(self) -> str | None:
        """The key chain of the session, else that of its group; None where it has a password."""
        own = dict(self.neighbor.fields).get("key-chain")
        if own is not None or self.neighbor.authenticated or self.group is None:
            return own
        return dict(self.group.fields).get("key-chain")

    @property
    def is_readable(self) -> bool:
        """Whether its password stands in the config as it was typed (VRP: ``password simple``)."""
        own = self.neighbor if self.neighbor.authenticated else self.group
        return own is not None and ("password", "simple") in own.fields

    @property
    def ttl_hops(self) -> int | None:
        """How far away the neighbour may be."""
        return self.neighbor.ttl_hops or (self.group.ttl_hops if self.group is not None else None)

    def families(self) -> list[tuple[NeighborFamily, NeighborFamily | None]]:
        """Return what is exchanged in each family, with what the group says of the family."""
        of_group = {each.family: each for each in (self.group.families if self.group is not None else ())}
        own = {each.family: each for each in self.neighbor.families}
        return [(own.get(family) or of_group[family], of_group.get(family)) for family in (own or of_group)]


@once
def _sessions(subject: Subject) -> list[Session]:
    """Return the sessions that aren't shut down, neither by themselves nor by their groups."""
    found = []
    for instance in subject.device.bgp:
        groups = {each.name: each for each in instance.groups}
        named = ((each, None) for each in instance.neighbors)
        for neighbor, heard in (*named, *_listened_for(instance, groups)):
            group = groups.get(neighbor.group or "")
            if neighbor.enabled and (group is None or group.enabled):
                found.append(Session(instance, neighbor, group, heard))
    return sorted(
        found, key=lambda each: (each.instance.vrf or "", each.neighbor.address.version, int(each.neighbor.address))
    )


def _listened_for(instance: BgpInstance, groups: Mapping[str, BgpGroup]) -> Iterator[tuple[BgpNeighbor, IPNetwork]]:
    """Yield a neighbour for each range that a session may come from (``bgp listen range``), and the range.

    What its group says is all that there is.
    """
    for name, group in sorted(instance.fields):
        if name.startswith(_RANGE):
            network = ip_network(name.removeprefix(_RANGE))
            lines = groups[group].lines[:1] if group in groups else instance.lines[:1]
            yield BgpNeighbor(network.network_address, None, group=group, lines=lines), network


_RANGE = "bgp listen range "


@once
def _external(subject: Subject) -> list[Session]:
    return [each for each in _sessions(subject) if external(each.instance, each.neighbor)]


def bgp_authentication(subject: Subject) -> Answer:
    """B163: every BGP neighbour has a password or a key chain that has keys (RFC 2385, RFC 5925), and not for all to read.

    Where a device has but one way to keep it (FRR in clear, Comware encrypted), nothing is concluded from how it was typed; nor on
    IOS and RGOS, where the type before it is hidden along with it, so that a config from the archive couldn't be told apart.
    """
    known = chains(subject)

    def holds(each: Session) -> bool:
        return each.authenticated and not each.is_readable and _has_keys(each.chain, known)

    return _each(_sessions(subject), holds)


def _has_keys(name: str | None, known: Mapping[str, KeyChain]) -> bool:
    return name is None or of_chain(known.get(name)) is not Word.NON_COMPLIANT


def bgp_ttl_security(subject: Subject) -> Answer:
    """B164: external neighbours are held at their distance (GTSM, RFC 5082); so many hops that all are near enough hold nobody."""
    return _each(_external(subject), lambda each: each.ttl_hops is not None and each.ttl_hops < _FAR)


_FAR = 64
"""Hops that no path has: whoever sends with a TTL of 255 arrives from anywhere."""
_ANY_NUMBER = 10_000_000
"""No table of routes is as long: a limit beyond it is none."""


def bgp_prefix_limit(subject: Subject) -> Answer:
    """B165: external neighbours can't flood the table: a limit in every family."""
    return _each(_external(subject), lambda each: _in_all(each, _is_limited))


def _in_all(session: Session, holds: Callable[[NeighborFamily, NeighborFamily | None], bool]) -> bool:
    families = session.families()
    return bool(families) and all(holds(own, group) for own, group in families)


def _is_limited(own: NeighborFamily, group: NeighborFamily | None) -> bool:
    said = own.maximum_prefix if own.maximum_prefix is not None or group is None else group.maximum_prefix
    return said is not None and said < _ANY_NUMBER


def bgp_filters(subject: Subject) -> Answer:
    """B166: external neighbours are filtered in and out, in every family, by lists and policies that exist and hold something back.

    An empty list, or one that isn't there, lets everything through; what one does with a line that nobody understood, nobody knows.
    """
    open_ = _taking_all(subject)
    narrow = _filters(subject, open_) - open_
    of_vpn, of_all = {"in": narrow, "out": _filters(subject)}, {"in": narrow, "out": narrow}

    def holds(each: Session) -> bool:
        filters = of_vpn if each.instance.vrf else of_all
        return _in_all(each, lambda own, group: _is_filtered(own, group, filters))

    answer = _each(_external(subject), holds)
    named = {name for each in _external(subject) for own, group in each.families() for name in _named(own, group)}
    lists: list[PrefixList | RoutePolicy] = [*subject.device.prefix_lists, *subject.device.policies]
    torn = tuple(line for each in lists if each.name in named for gap in each.gaps for line in gap.lines)
    return replace(answer, word=Word.MANUAL, lines=torn) if torn else answer


def _filters(subject: Subject, open_: frozenset[str] | None = None) -> frozenset[str]:
    """Return the names of all that holds some routes back.

    Args:
        subject: the device.
        open_: lists that take all, so that a condition on one of them is none; like one on a list that isn't there. None where
            that doesn't count.
    """
    device = subject.device
    lists = {each.name for each in device.prefix_lists if each.rules}
    known = None if open_ is None else _listed(subject) - open_
    lists |= {each.name for each in device.policies if _holds_back(each, known)}
    lists |= {each.name for each in device.value_lists if each.rules}
    return frozenset(lists | {name for name, each in subject.lists.items() if each.rules})


def _listed(subject: Subject) -> frozenset[str]:
    """Return the names of the lists that policies may look at."""
    device = subject.device
    names = {each.name for each in device.prefix_lists} | {each.name for each in device.value_lists}
    return frozenset(names | set(subject.lists))


def _taking_all(subject: Subject) -> frozenset[str]:
    """Return the names of lists that hold nothing back: towards a department that is for its VRF to do, from it it is no filter."""
    found = {each.name for each in subject.device.prefix_lists if each.rules and _takes_all(each)}
    found |= {each.name for each in subject.device.value_lists if each.kind == "as-path" and _takes_any(each)}
    return frozenset(found | {name for name, each in subject.lists.items() if each.rules and _lets_all(each)})


def _takes_all(held: PrefixList) -> bool:
    """Tell whether a list permits every prefix of any length before it denies one, alone or by parts that are the whole together."""
    parts: list[IPNetwork] = []
    for rule in sorted(held.rules, key=lambda rule: rule.sequence):
        if rule.action is not Action.PERMIT:
            break
        if rule.prefix is None:
            return True
        if rule.at_most == rule.prefix.max_prefixlen and (rule.at_least or 0) <= max(rule.prefix.prefixlen, _SHORT):
            parts.append(rule.prefix)
    return bool(parts) and is_anybody(parts)


_SHORT = 8
"""Shorter prefixes than that nobody announces but as a default route."""
_ANY_PATH = frozenset({".*", "^.*$", ".", "^.+$", ".+"})


def _takes_any(held: ValueList) -> bool:
    """Tell whether a list permits every path before it denies one."""
    return any(path in _ANY_PATH for _, path in takewhile(lambda rule: rule[0] is Action.PERMIT, held.rules))


def _lets_all(held: AccessList) -> bool:
    """Tell whether a list permits routes from everywhere before it denies one, by one rule or by parts of all."""
    permits = takewhile(lambda rule: rule.action is Action.PERMIT, held.rules)
    return open_to_all(each for each in permits if not each.flags and is_anybody(each.destinations))


_LISTS = frozenset({"prefix-list", "as-path", "access-list"})
"""Conditions that every route meets where their list isn't there, or takes all."""


def _holds_back(policy: RoutePolicy, known: frozenset[str] | None) -> bool:
    """Tell whether a policy denies anything: its end does, unless a node without a condition permits the rest before it."""
    for node in policy.nodes:
        if node.action is Action.DENY:
            return True
        if not any(_narrows(what, value, known) for what, value in node.matches):
            return False
    return bool(policy.nodes)


def _narrows(what: str, value: str, known: frozenset[str] | None) -> bool:
    return known is None or what not in _LISTS or any(each in known for each in value.split())


def _names(own: NeighborFamily, way: str) -> set[str]:
    found = (getattr(own, f"{kind}_{way}") for kind in ("prefix_list", "policy", "filter"))
    return {name for name in found if name is not None}


def _named(own: NeighborFamily, group: NeighborFamily | None) -> set[str]:
    return {name for each in (own, group) if each is not None for way in ("in", "out") for name in _names(each, way)}


def _is_filtered(own: NeighborFamily, group: NeighborFamily | None, filters: Mapping[str, frozenset[str]]) -> bool:
    return all(
        filters[way] & (_names(own, way) or (_names(group, way) if group is not None else set()))
        for way in ("in", "out")
    )


def _each(sessions: list[Session], holds: Callable[[Session], bool]) -> Answer:
    """Return whether something holds for all sessions; the first line of each that lacks it is cited."""
    if not sessions:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"neighbors": "-"})
    wrong = [each for each in sessions if not holds(each)]
    lines: tuple[Line, ...] = tuple(line for each in wrong for line in each.neighbor.lines[:1])
    if not wrong:
        told: list[BgpNeighbor | BgpGroup] = [each.neighbor for each in sessions]
        told += [each.group for each in sessions if each.group is not None]
        lines = tuple(dict.fromkeys(line for each in told for line in each.lines))
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"neighbors": "-"}, whole=True)
    word = Word.PARTIAL if len(wrong) < len(sessions) else Word.NON_COMPLIANT
    places = tuple(_place(each) for each in wrong if each.heard is None)  # of a range its group must be mended
    shown = ", ".join(each.shown for each in wrong)
    return Answer(word, Basis.ABSENCE, lines, {"neighbors": shown}, places=places)


def _place(session: Session) -> Mapping[str, str]:
    own = session.instance
    return {"neighbor": str(session.neighbor.address), "asn": str(own.asn), "vrf": own.vrf or ""}


def vrf_limits(subject: Subject) -> Answer:
    """B167: every VRF of a VPN holds so many routes at most, so that one department can't fill the table for all."""
    vrfs = sorted((each for each in subject.device.vrfs if each.rd is not None), key=lambda each: each.name)
    if not vrfs:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"vrfs": "-"})
    wrong = [each for each in vrfs if each.limit is None]
    if not wrong:
        return Answer(
            Word.COMPLIANT, Basis.EXPLICIT, tuple(line for each in vrfs for line in each.lines), {"vrfs": "-"}
        )
    word = Word.PARTIAL if len(wrong) < len(vrfs) else Word.NON_COMPLIANT
    lines = tuple(line for each in wrong for line in each.lines[:1])
    return Answer(word, Basis.ABSENCE, lines, {"vrfs": ", ".join(each.name for each in wrong)})


CHECKS = {
    "B131": vrf_isolation,
    "B163": bgp_authentication,
    "B164": bgp_ttl_security,
    "B165": bgp_prefix_limit,
    "B166": bgp_filters,
    "B167": vrf_limits,
}
