"""What of objects that stand beside routing no template for VRP or Comware can tell a device."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from netops.model import (
    BfdSession,
    Device,
    DhcpPool,
    KeyChain,
    Probe,
    Secret,
    SpanningTree,
    Stack,
    Track,
    TrafficClass,
    TrafficPolicy,
    TrustPoint,
    ZonePair,
)
from netops.platforms.expressing import Beyond
from netops.platforms.reading.objects import same
from netops.platforms.vrp_family.keychains import CHAIN_FIELDS, REALM_FIELDS
from netops.platforms.vrp_family.quality import ACTIONS, LOOKED_AT, POLICY_FIELDS
from netops.platforms.vrp_family.refused_ports import counts_centiseconds, gateways, isis, unkept, unspelt
from netops.platforms.vrp_family.sheet import Dialect
from netops.platforms.vrp_family.switching import DFS_FIELDS, POOL_FIELDS, TREE_FIELDS
from netops.platforms.vrp_family.watching import BFD_FIELDS, FOLLOWED, TEST_FIELDS

Check = Callable[[Device, Dialect], Iterator[Beyond]]
_SECOND, _MINUTE = 1000, 60
# Those that are there without a line, and what stands for all.
_OWN_ZONES = frozenset({"Local", "Trust", "DMZ", "Untrust", "Management", "Any", "any"})
_CIPHER = Secret("reversible", "cipher")


def objects(device: Device, dialect: Dialect) -> Iterator[Beyond]:
    """Yield what of them can't be expressed."""
    for check in _CHECKS:
        yield from check(device, dialect)
    if dialect.is_comware and not _five(device):
        for port in device.interfaces:
            for each in port.gateways:
                for why in counts_centiseconds(each):
                    yield Beyond(f"interface {port.name}, group {each.group}", why, each.lines or port.lines)


def _five(device: Device) -> bool:
    return (device.release or "").startswith("5")


def _twice(device: Device, _dialect: Dialect) -> Iterator[Beyond]:
    kinds = (
        "traffic_classes",
        "traffic_behaviors",
        "traffic_policies",
        "zones",
        "probes",
        "tracks",
        "bfd_sessions",
        "dhcp_pools",
    )
    found = [(kind.replace("_", " "), each.name) for kind in kinds for each in getattr(device, kind)]
    found += [("key chains", each.name) for each in device.management.key_chains]
    found += [("trust points", each.name) for each in device.management.trust_points]
    for (what, name), count in Counter(found).items():
        if count > 1:
            yield Beyond(f"{what}: {name}", "stands twice")


def _key_chains(device: Device, dialect: Dialect) -> Iterator[Beyond]:
    for each in device.management.key_chains:
        for why in _chain(dialect, each):
            yield Beyond(f"key chain {each.name}", why, each.lines)


def _chain(dialect: Dialect, each: KeyChain) -> Iterator[str]:
    if each.mode is None:
        yield "a chain says how its times are meant"
    if len({key.number for key in each.keys}) < len(each.keys):
        yield "a key stands twice"
    own = CHAIN_FIELDS if not dialect.is_comware else same("tcp-kind", "tcp-algorithm-id")
    yield from unkept(each.fields, own)
    for key in each.keys:
        if key.secret not in {None, _CIPHER}:
            yield f"key {key.number} lies there in a form that isn't written"
        tolerant = {"accept-tolerance"} if dialect.is_comware else set()
        if {name for name, _ in key.fields - {("default", "send-key-id")}} - tolerant:
            yield f"key {key.number}: the templates don't write its settings"
        if any(
            text is not None and dialect.is_comware and text.split(" ")[0] != "utc" for text in (key.send, key.accept)
        ):
            yield f"key {key.number}: times are of UTC"


def _classes(device: Device, dialect: Dialect) -> Iterator[Beyond]:
    for each in device.traffic_classes:
        for why in (*_class(dialect, each), *_precedence(device, each)):
            yield Beyond(f"traffic class {each.name}", why, each.lines)
    for behavior in device.traffic_behaviors:
        if unknown := {what for what, _ in behavior.actions} - ACTIONS:
            yield Beyond(f"traffic behavior {behavior.name}", f"the device doesn't know {', '.join(sorted(unknown))}")
        if {("permit", ""), ("deny", "")} <= behavior.actions:
            yield Beyond(f"traffic behavior {behavior.name}", "what it permits it denies")
    for policy in device.traffic_policies:
        for why in _policy(device, dialect, policy):
            yield Beyond(f"traffic policy {policy.name}", why, policy.lines)


def _class(dialect: Dialect, each: TrafficClass) -> Iterator[str]:
    known = set(LOOKED_AT.values())
    for name, value in each.matches:
        bare = name.removeprefix("not ")
        if bare not in known or (bare != name and not dialect.is_comware):
            yield f"the device doesn't look at {name}"
        if (not value) != (bare in {"any", "any-v6"}):
            yield f"{name}: what is looked for, or for anything at all"
        if bare != "tcp-flag" and f"{bare} {value}".startswith(("ipv6 ", "tcp ", "acl ")):
            yield f"{name} {value} would be read as another"
        if value.startswith("ipv6 ") or (bare == "access-group" and value.split(" ")[0] in {"ipv6", "mac"}):
            yield f"{name} {value} would be read as another"


def _precedence(device: Device, each: TrafficClass) -> Iterator[str]:
    """VRP 5 looks for all precedences by one line, and not beside DSCP where all must hold; VRP 8 for one a line; Comware for either."""
    looked = [value.split(" ") for name, value in each.matches if name == "precedence"]
    if device.platform == "huawei_vrp":
        if len(looked) > 1 or any(values != sorted(values) for values in looked):
            yield "one line says which precedences are looked for, the lowest first"
        if looked and not each.any and any(name == "dscp" for name, _ in each.matches):
            yield "where all must hold, precedence and DSCP aren't looked at together"
    elif device.platform == "huawei_vrpv8":
        if any(len(values) > 1 for values in looked):
            yield "a line looks for one precedence"
        if each.precedence is not None:
            yield "its place is said where a policy names it"


def _policy(device: Device, dialect: Dialect, each: TrafficPolicy) -> Iterator[str]:
    if len({step.name for step in each.steps}) < len(each.steps):
        yield "a class stands twice"
    classes = {one.name for one in device.traffic_classes}
    behaviors = {one.name for one in device.traffic_behaviors}
    for step in each.steps:
        if step.behavior is None:
            yield f"what is done with class {step.name} has a name"
        if step.precedence is not None and dialect.is_comware:
            yield "classes are tried in their order"
        if not dialect.is_comware and (step.name not in classes or step.behavior not in behaviors):
            yield f"there is no class {step.name}, or nothing that is done with it"
    yield from unkept(each.fields, POLICY_FIELDS if not dialect.is_comware else {})
    if any(name == "match-order" and value not in {"config", "auto"} for name, value in each.fields):
        yield "the order is config or auto"


def _tree(device: Device, _dialect: Dialect) -> Iterator[Beyond]:
    if device.spanning_tree is not None:
        for why in _spanning_tree(device.spanning_tree):
            yield Beyond("spanning tree", why, device.spanning_tree.lines)


def _spanning_tree(tree: SpanningTree) -> Iterator[str]:
    if tree == SpanningTree():
        yield "nothing is said of it"
    if len({number for number, _ in tree.instances}) < len(tree.instances):
        yield "an instance stands twice"
    taken = sorted(pair for _, ranges in tree.instances for pair in ranges)
    if any(one[1] >= two[0] for one, two in pairwise(taken)) or any(first > last for first, last in taken):
        yield "a VLAN is in one instance"
    for number, ranges in tree.instances:
        if not ranges or any(one[1] + 1 >= two[0] for one, two in pairwise(ranges)):
            yield f"instance {number}: its VLANs are ranges, joined and in order"
    if any(name in {"stp mode", "stp region-configuration"} for name, _ in tree.fields):
        yield "its mode is no setting by name"
    yield from unkept(tree.fields, TREE_FIELDS)


def _watched(device: Device, dialect: Dialect) -> Iterator[Beyond]:
    for each in device.probes:
        for why in (*(_of_comware(each) if dialect.is_comware else _of_vrp(each)), *_probe(each)):
            yield Beyond(f"probe {each.name}", why, each.lines)
    for track in device.tracks:
        if _five(device) and track.fields:
            yield Beyond(f"track {track.name}", "Comware 5 waits by words of the line itself", track.lines)
        for why in _track(dialect, track):
            yield Beyond(f"track {track.name}", why, track.lines)
    for session in device.bfd_sessions:
        for why in _session(device, dialect, session):
            yield Beyond(f"BFD session {session.name}", why, session.lines)


def _track(dialect: Dialect, each: Track) -> Iterator[str]:
    words = each.what.split(" ")
    if words[0] not in FOLLOWED or len(words) == 1:
        yield f"the device doesn't follow {each.what}"
    elif words[0] == "interface":
        yield from unspelt(dialect, words[1])
    yield from unkept(each.fields, same("delay", "object", "threshold"))


def _probe(each: Probe) -> Iterator[str]:
    if each.kind != "nqa" or len(each.name.split(" ")) != 2:
        yield "a probe of the device has two names"
    if each.running != ("schedule" in {name for name, _ in each.fields}):
        yield "what runs says when it starts"
    yield from unkept(frozenset(pair for pair in each.fields if pair[0] != "schedule"), TEST_FIELDS)


def _of_vrp(each: Probe) -> Iterator[str]:
    if each.test == "icmp":
        yield "its test is icmp-echo"
    if each.interval is not None and (each.interval % _SECOND or not each.interval):
        yield "tests are repeated after whole seconds"
    schedules = [value.split(" ") for name, value in each.fields if name == "schedule"]
    if len(schedules) > 1 or any(words[0] != "start" or len(words) < 2 for words in schedules):
        yield "it starts once: `start now`"
    for host in (each.destination, each.source):
        if host is not None and not set(host) <= set("0123456789abcdef.:"):
            yield f"{host} is no address"


def _of_comware(each: Probe) -> Iterator[str]:
    if each.test is None and (each.destination or each.source or each.vrf or each.interval is not None):
        yield "what a probe asks stands below its test"
    if each.test is None and {name for name, _ in each.fields} - {"schedule"}:
        yield "what a probe asks stands below its test"
    if any(value.startswith("start ") and value.count(" ") < 1 for name, value in each.fields if name == "schedule"):
        yield "it starts once"
    if len([name for name, _ in each.fields if name == "schedule"]) > 1:
        yield "it starts once"


def _session(device: Device, dialect: Dialect, each: BfdSession) -> Iterator[str]:
    if each.peer is None:
        yield "a session has a peer"
    if each.vrf is not None and device.vrf(each.vrf) is None:
        yield f"the device has no VRF {each.vrf}"
    if each.source is not None and each.peer is not None and each.source.version != each.peer.version:
        yield "its ends are of one family"
    if each.interface is not None:
        yield from unspelt(dialect, each.interface)
    flags = {"auto", "one-arm-echo"}
    if any(value != "on" for name, value in each.fields if name in flags):
        yield "a setting is on, or isn't there"
    if device.platform == "huawei_vrpv8" and ("commit", "on") in each.fields:
        yield "VRP8 commits the whole, not the session"
    if not any(one.name == "bfd" and one.enabled for one in device.management.services):
        yield "BFD is on: the service bfd"
    known = {name: what for name, what in BFD_FIELDS.items() if name != "one-arm-echo"}
    yield from unkept(frozenset(pair for pair in each.fields if pair[0] not in flags), known)


def _pools(device: Device, dialect: Dialect) -> Iterator[Beyond]:
    for each in device.dhcp_pools:
        for why in _pool(device, dialect, each):
            yield Beyond(f"DHCP pool {each.name}", why, each.lines)


def _pool(device: Device, dialect: Dialect, each: DhcpPool) -> Iterator[str]:
    if each.vrf is not None and device.vrf(each.vrf) is None:
        yield f"the device has no VRF {each.vrf}"
    if len(each.networks) > 1:
        yield "it gives addresses of one network"
    hosts = [*each.networks, *each.gateways, *each.name_servers, *(one for pair in each.excluded for one in pair)]
    if any(host.version != 4 for host in hosts):  # of IP
        yield "it gives addresses of IPv4"
    if each.lease and each.lease % _MINUTE and not dialect.is_comware:
        yield "a lease is of whole minutes"
    if any(int(first) > int(last) for first, last in each.excluded):
        yield "a range that ends before it begins"
    if dialect.is_comware and any(first != last for first, last in each.excluded):
        yield "what isn't given is named one by one"
    yield from unkept(each.fields, POOL_FIELDS)


def _trusted(device: Device, dialect: Dialect) -> Iterator[Beyond]:
    for each in device.management.trust_points:
        for why in _trust_point(device, dialect, each):
            yield Beyond(f"trust point {each.name}", why, each.lines)


def _trust_point(device: Device, dialect: Dialect, each: TrustPoint) -> Iterator[str]:
    if each.enrollment not in {None, "selfsigned"} or (each.enrollment and device.platform != "huawei_vrp"):
        yield "the device has no such enrollment"
    if dialect.is_comware and each.revocation not in {None, "none", "crl"}:
        yield "revoked certificates are found by lists, or not at all"
    yield from unkept(each.fields, REALM_FIELDS)


def _stacks(device: Device, dialect: Dialect) -> Iterator[Beyond]:
    for kind, count in Counter(
        (each.kind, each.domain if each.kind == "m-lag" else None) for each in device.stacks
    ).items():
        if count > 1:
            yield Beyond(f"stack {kind[0]}", "stands twice")
    for each in device.stacks:
        for why in _stack(device, dialect, each):
            yield Beyond(f"stack {each.kind}", why, each.lines)


def _stack(device: Device, dialect: Dialect, each: Stack) -> Iterator[str]:
    kinds = {"huawei_vrp": {"stack"}, "huawei_vrpv8": {"stack", "m-lag"}}.get(device.platform, {"irf"})
    if each.kind not in kinds:
        yield f"the device has no {each.kind}"
    if len({member.number for member in each.members}) < len(each.members):
        yield "a member stands twice"
    if any(member.fields for member in each.members):
        yield "the templates don't write settings of a member"
    if each.kind == "m-lag":
        yield from _pair(each)
        return
    if each.fields:
        yield "the templates don't write its settings"
    if each.links and not dialect.is_comware:
        yield "the templates don't write its links"
    yield from {"huawei_vrp": _slots, "huawei_vrpv8": _members}.get(device.platform, _irf)(dialect, each)


def _slots(_dialect: Dialect, each: Stack) -> Iterator[str]:
    if not each.members or each.domain is not None:
        yield "S switches say the priority of a member, and nothing else"
    if any(member.priority is None or member.description for member in each.members):
        yield "S switches say the priority of a member, and nothing else of it"


def _members(_dialect: Dialect, each: Stack) -> Iterator[str]:
    if each.domain is not None and not each.members:
        yield "a member says the domain"
    if each.domain is None and any(member.priority is None and not member.description for member in each.members):
        yield "nothing is said of a member"


def _pair(each: Stack) -> Iterator[str]:
    if each.domain is None or each.members or each.links:
        yield "two devices that are one to a third have a group's number, and nothing else"
    for name, value in each.fields:
        if name == "authentication-mode" and (value == "on" or " " in value):
            yield "how the two prove themselves is one word"
    yield from unkept(each.fields, DFS_FIELDS)


def _irf(dialect: Dialect, each: Stack) -> Iterator[str]:
    if each.domain is None and not each.members and not each.links:
        yield "nothing is said of it"
    if any(member.priority is None and not member.description for member in each.members):
        yield "nothing is said of a member"
    for name, port in each.links:
        if not name.startswith("irf-port ") or " " in name.removeprefix("irf-port "):
            yield f"{name} is no port of a stack"
        yield from unspelt(dialect, port)


def _segments(device: Device, _dialect: Dialect) -> Iterator[Beyond]:
    routing = device.segment_routing
    if routing is None:
        return
    names = Counter(name for name, _ in routing.locators)
    reasons = [f"locator {name} stands twice" for name, count in names.items() if count > 1]
    if any(prefix.version != 6 for _, prefix in routing.locators) or (
        routing.source and routing.source.version != 6
    ):  # of IP
        reasons.append("it is of IPv6")
    for name, value in routing.fields:
        words = name.split(" ")
        if (
            words[0] != "locator"
            or words[1:2] == []
            or words[1] not in names
            or words[2:3] not in ([], ["opcode"])
            or len(words) not in {2, 4}
        ):
            reasons.append(f"the templates don't write {name} {value}")
    if len({name for name, _ in routing.fields}) < len(routing.fields):
        reasons.append("a setting stands twice")
    for why in reasons:
        yield Beyond("SRv6", why, routing.lines)


def _zones(device: Device, dialect: Dialect) -> Iterator[Beyond]:
    if not dialect.is_comware:
        return  # their templates write none
    if _five(device) and (device.zones or device.zone_pairs):
        yield Beyond("zones", "Comware 5 says `zone name` and `interzone`, which the templates don't write")
    places = Counter(port for each in device.zones for port in each.interfaces)
    for each in device.zones:
        for port in sorted(each.interfaces):
            for why in _stands(device, dialect, port, places[port]):
                yield Beyond(f"zone {each.name}", why, each.lines)
    pairs = Counter((each.source, each.destination) for each in device.zone_pairs)
    for pair in device.zone_pairs:
        for why in _zone_pair(device, pair, pairs[pair.source, pair.destination]):
            yield Beyond(f"zones {pair.source} and {pair.destination}", why, pair.lines)


def _stands(device: Device, dialect: Dialect, port: str, places: int) -> Iterator[str]:
    yield from unspelt(dialect, port)
    if places > 1:
        yield f"{port} stands in two zones"
    if device.interface(port) is None:
        yield f"there is no {port}"


def _zone_pair(device: Device, each: ZonePair, count: int) -> Iterator[str]:
    if count > 1:
        yield "stand twice"
    if not {each.source, each.destination} <= {zone.name for zone in device.zones} | _OWN_ZONES:
        yield "one of them isn't there"
    if len(each.filters) > 1 or any(side for _, side in each.filters):
        yield "one list looks at what passes this way"
    if {name for name, _ in each.fields} - {"aspf"} or len(each.fields) > 1:
        yield "the templates don't write its settings"


_CHECKS: tuple[Check, ...] = (
    gateways, isis, _twice, _key_chains, _classes, _tree, _watched, _pools, _trusted, _stacks, _segments, _zones,
)  # fmt: skip
