"""What of groups, route maps and the lists that they look at FRR can't be told."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from netops.model import (
    AccessList,
    BgpGroup,
    BgpInstance,
    BgpNeighbor,
    Device,
    FilterRule,
    NeighborFamily,
    PolicyNode,
    RoutePolicy,
    TerminalLine,
    ValueList,
)
from netops.platforms.expressing import Beyond
from netops.platforms.frr.reader.policies import LISTS, MATCHES, SETS, is_expanded, is_said

_NUMBERS = frozenset({"local-preference", "tag", "weight"})
_LEAST_HOLD = 3
_MOST_LISTS = 500
_RANGE = "bgp listen range "


def of_sessions(device: Device) -> Iterator[Beyond]:
    """Yield what of groups and of sessions can't be written."""
    for instance in device.bgp:
        name = f"BGP {instance.asn}" + (f" of VRF {instance.vrf}" if instance.vrf is not None else "")
        groups = {each.name: each for each in instance.groups}
        if len(groups) < len(instance.groups):
            yield Beyond(name, "a group stands twice", instance.lines)
        for what, value in instance.fields:
            if not what.startswith(_RANGE):
                yield Beyond(name, f"the templates don't write {what}", instance.lines)
            elif value not in groups or not _has_asn(groups[value]):
                yield Beyond(name, f"{what}: no group {value} that says an AS number", instance.lines)
        for each in instance.groups:
            yield from (Beyond(f"{name}, group {each.name}", why, each.lines) for why in _group(instance, each))
        for neighbor in instance.neighbors:
            whys = (*_neighbor(neighbor, groups), *_session(instance, neighbor))
            yield from (Beyond(f"{name}, neighbour {neighbor.address}", why, neighbor.lines) for why in whys)


def _has_asn(each: BgpGroup | BgpNeighbor) -> bool:
    internal = isinstance(each, BgpGroup) and each.internal
    return each.remote_asn is not None or each.external or internal


def _group(instance: BgpInstance, each: BgpGroup) -> Iterator[str]:
    if (each.remote_asn is not None) + each.internal + each.external > 1:
        yield "its members are of one AS, of the own one, or of any other"
    families = [own.family for own in each.families]
    if len(set(families)) < len(families):
        yield "a family stands twice"
    for own in each.families:
        active = instance.default_ipv4_unicast and own.family == "ipv4 unicast"
        if active and own == NeighborFamily(own.family):
            yield f"nothing is said of it in {own.family}"
    yield from _session(instance, each)


def _neighbor(each: BgpNeighbor, groups: dict[str, BgpGroup]) -> Iterator[str]:
    group = groups.get(each.group or "")
    if each.group is not None and group is None:
        yield f"there is no group {each.group}"
    if each.remote_asn is not None and each.external:
        yield "it is of one AS, or of any other"
    if _has_asn(each) == (group is not None and _has_asn(group)):
        yield "its AS number is said by itself, or by its group"


def _session(instance: BgpInstance, each: BgpGroup | BgpNeighbor) -> Iterator[str]:
    within = each.remote_asn == instance.asn or (isinstance(each, BgpGroup) and each.internal)
    if each.ebgp_multihop is not None and (each.ttl_hops is not None or within):
        yield "FRR counts the hops of a session to another AS, in one way"
    if each.timers is not None and 0 < each.timers[1] < _LEAST_HOLD:
        yield "a hold time is 0, or three seconds and more"
    if within and any(own.as_override for own in each.families):
        yield "FRR overrides no AS number inside one AS"
    if not within and any(own.reflector_client for own in each.families):
        yield "only a neighbour of the own AS is a client"


def of_policies(device: Device) -> Iterator[Beyond]:
    """Yield what of route maps can't be written."""
    for name, count in Counter(each.name for each in device.policies).items():
        if count > 1:
            yield Beyond(f"route policy {name}", f"stands {count} times, the device has one")
    for each in device.policies:
        for why in (*_policy(each), *(why for node in each.nodes for why in _node(node))):
            yield Beyond(f"route policy {each.name}", why, each.lines)


def _policy(each: RoutePolicy) -> Iterator[str]:
    numbers = [node.sequence for node in each.nodes]
    if not numbers or numbers != sorted(set(numbers)):
        yield "its nodes stand by their numbers, each once, and there is one"


def _node(node: PolicyNode) -> Iterator[str]:
    for what, pairs, known in (("match", node.matches, MATCHES), ("set", node.sets, SETS)):
        kinds = Counter(kind for kind, _ in pairs)
        for kind, value in pairs:
            if kind not in known or kinds[kind] > 1:
                yield f"the templates don't write {kind}" if kind not in known else f"two lines of {kind}"
            elif not is_said(what, kind, value) or (kind in _NUMBERS and not value.isdigit()):
                yield f"FRR has no line that says {kind}: {value}"
    if node.goes_on is not None and node.goes_on <= node.sequence:
        yield "only a node behind this one is tried after it"


def of_value_lists(device: Device) -> Iterator[Beyond]:
    """Yield what of lists of communities and of AS paths can't be written."""
    for (kind, name), count in Counter((each.kind, each.name) for each in device.value_lists).items():
        if count > 1:
            yield Beyond(f"{kind} list {name}", f"stands {count} times, the device has one")
    for each in device.value_lists:
        yield from (Beyond(f"{each.kind} list {each.name}", why, each.lines) for why in _value_list(each))


def _value_list(each: ValueList) -> Iterator[str]:
    if each.kind not in LISTS:
        yield "FRR has no such list"
    if not each.rules:
        yield "a list has a rule"
    if len(set(each.rules)) < len(each.rules):
        yield "a rule that says what another says: FRR drops it"
    if any(not value or " ".join(value.split()) != value for _, value in each.rules):
        yield "a rule has a value, with single spaces between its words"
    if each.kind == "as-path" and each.expanded:
        yield "AS paths are always looked for by patterns"
    if each.kind != "as-path" and each.name.isdigit():
        if each.expanded is not is_expanded(each.name):
            yield "what a numbered list holds its number says"
        if not 1 <= int(each.name) <= _MOST_LISTS:
            yield f"a number is 1 to {_MOST_LISTS}"


def of_access_lists(device: Device) -> Iterator[Beyond]:
    """Yield what of access lists can't be written: FRR's look at the prefixes of routes, and at who asks a daemon."""
    for (version, name), count in Counter((each.version, each.name) for each in device.access_lists).items():
        if count > 1:
            yield Beyond(f"access list {name} (IPv{version})", f"stands {count} times, the device has one")
    for each in device.access_lists:
        yield from (Beyond(f"access list {each.name}", why, each.lines) for why in _access_list(each))
    for held in device.filters:
        if any(rule.sequence is not None for rule in held.rules):
            yield Beyond(f"packet filter {held.name}", "rules of nftables have no numbers", held.lines)


def _access_list(each: AccessList) -> Iterator[str]:
    numbers = [rule.sequence for rule in each.rules]
    if each.kind != "standard":
        yield "FRR's lists look at prefixes alone"
    if None in numbers or numbers != sorted({number or 0 for number in numbers}):
        yield "its rules stand by their numbers, each once"
    if len(each.remarks) > 1:
        yield "a list has one remark"
    if not each.rules and not each.remarks:
        yield "nothing is said of it"
    plain = [replace(rule, sequence=None) for rule in each.rules]
    if len(set(plain)) < len(plain):
        yield "a rule that says what another says: FRR drops it"
    for rule in plain:
        if rule != FilterRule(rule.action, sources=rule.sources) or len(rule.sources) > 1:
            yield "a rule looks at one prefix, or at any"
        if any(source.version != each.version or source.prefixlen == 0 for source in rule.sources):
            yield "a prefix is of the list's family, and any has none"


def of_terminals(device: Device) -> Iterator[Beyond]:
    """Yield what of lines can't be written: FRR has one `line vty` for all who come."""
    lines = device.management.terminals
    if len(lines) > 1:
        yield Beyond("line vty", f"stands {len(lines)} times, the device has one")
    for each in lines:
        yield from (Beyond("line vty", why, each.lines) for why in _terminal(each))


def _terminal(each: TerminalLine) -> Iterator[str]:
    if (each.kind, each.first, each.last) != ("vty", 0, 0):
        yield "it is of kind vty, without numbers"
    if each.login not in {None, "none"}:
        yield "FRR doesn't show that a password is asked for, which it does"
    if len({bound.version for bound in each.filters}) < len(each.filters) or not all(
        one.inbound for one in each.filters
    ):
        yield "it has one list of a family, for those who come in"
    if each.login is None and each.idle is None and not each.filters:
        yield "nothing is said of it"


CHECKS: tuple[Callable[[Device], Iterator[Beyond]], ...] = (
    of_sessions,
    of_policies,
    of_value_lists,
    of_access_lists,
    of_terminals,
)
