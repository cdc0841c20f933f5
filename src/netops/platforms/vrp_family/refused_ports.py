"""What of VRRP and IS-IS no template for VRP or Comware can tell a device: their lines stand below interfaces in both."""

from collections import Counter
from collections.abc import Iterator

from netops.config.node import Node
from netops.model import Device, Interface, InterfaceKind, IsisInterface, IsisProcess, SharedGateway
from netops.platforms.expressing import Beyond
from netops.platforms.reading.objects import Settings, keep
from netops.platforms.reading.sheet import Draft
from netops.platforms.vrp_family.gateways import GATEWAY_FIELDS, MOST_SECONDS
from netops.platforms.vrp_family.interfaces import kind_of
from netops.platforms.vrp_family.isis import IMPORTED, NUMBERED, PORT_FIELDS, PROCESS_FIELDS, SOURCES
from netops.platforms.vrp_family.sheet import Dialect
from netops.platforms.vrp_family.words import options

Pairs = frozenset[tuple[str, str]]
_MILLISECONDS, _CENTISECOND = 1000, 10
_OF_OSPF = frozenset({"ospf-bfd", "ospf-priority"})
_PROOFS = frozenset({"simple", "md5"})
_SECOND = ("frr ", "ipv6 frr ")
_SECOND_WAY = frozenset({"loop-free-alternate", "ti-lfa", "frr-policy", "remote-lfa", "tiebreaker"})
# What Comware 7 says below `address-family ipv4 unicast`, and VRP at the process.
FAMILY_FIELDS = frozenset({"preference", "maximum load-balancing", "default-route-advertise"})


def wrong_kind(each: Interface, vlan: str) -> Iterator[str]:
    """Yield why a port isn't what its name says; ``vlan`` is what the platform calls a VLAN's port."""
    kind = kind_of(each.name)
    if each.kind is not kind:
        yield f"by its name it is of kind {kind}"
    if kind is InterfaceKind.VLAN:
        if each.name != f"{vlan}{each.dot1q}":
            yield "a VLAN's port has its number as dot1q, 1 to 4094"
    elif each.dot1q is not None and kind is not InterfaceKind.SUB:
        yield "only a sub-interface has a tag"


def unkept(fields: Pairs, known: Settings) -> Iterator[str]:
    """Yield why settings can't be written as their name and value: no reader would keep the line, or it would as another one.

    Example:
        >>> list(unkept(frozenset({("wtr", "5")}), {"wtr": "wtr"})), list(unkept(frozenset({("mtu", "5")}), {"wtr": "wtr"}))
        ([], ["the templates don't write mtu 5"])
    """
    for name, value in sorted(fields):
        text = name if value == "on" else f"{name} {value}"
        draft: Draft[object] = Draft(object, {})
        if not keep(draft, text.split(" "), Node(text), known) or draft.values["fields"] != {(name, value)}:
            yield f"the templates don't write {name} {value}"


def unspelt(dialect: Dialect, name: str) -> Iterator[str]:
    """Yield why a port's name can't be written: the device knows no such port, or it spells it otherwise."""
    try:
        full = dialect.full(name)
    except ValueError:
        full = ""
    if full != name:
        yield f"{name} is {full} in full" if full else f"{name} is no port of the device"


def told_elsewhere(device: Device, each: Interface) -> Iterator[str]:
    """Yield why a port can't have settings of OSPF and yet not run it: a network of the process may say that it does."""
    if each.ospf is None and {name for name, _ in each.fields} & _OF_OSPF:
        processes = (one for one in device.ospf if one.vrf == each.vrf)
        if any(area.networks for one in processes for area in one.areas):
            yield "OSPF runs where its settings stand, and a network may say so"


def gateways(device: Device, dialect: Dialect) -> Iterator[Beyond]:
    """Yield what of addresses that routers share can't be expressed."""
    five = dialect.is_comware and (device.release or "").startswith("5")
    for port in device.interfaces:
        for number, count in Counter((each.version, each.group) for each in port.gateways).items():
            if count > 1:
                yield Beyond(f"interface {port.name}", f"group {number[1]} stands twice", port.lines)
        if port.gateways and (port.switchport is not None or port.aggregate is not None):
            yield Beyond(f"interface {port.name}", "a group of routers stands at layer 3", port.lines)
        for each in port.gateways:
            reasons = (*_group(each, dialect), *(_counted(each) if dialect.is_comware else _in_seconds(each)))
            for why in (*reasons, *(_of_five(each) if five else ())):
                yield Beyond(f"interface {port.name}, group {each.group}", why, each.lines or port.lines)


def _group(each: SharedGateway, dialect: Dialect) -> Iterator[str]:
    if each.protocol != "vrrp":
        yield f"the device has no {each.protocol}"
    if not each.addresses:
        yield "a group has an address"
    if any(address.version != each.version or "%" in str(address) for address in each.addresses):
        yield "an address of another family, or with a zone"
    if each.version == 6 and each.authentication is not None:  # of IP
        yield "VRRP of IPv6 proves nothing (RFC 5798)"
    for what in each.tracks:
        words = what.split(" ")
        if words[0] == "interface":
            yield from unspelt(dialect, words[1]) if len(words) > 1 else ["it follows no interface"]
    for name, value in each.fields:
        if name not in {"timer advertise", "preempt-mode delay"}:
            yield from unkept(frozenset({(name, value)}), GATEWAY_FIELDS)


def _in_seconds(each: SharedGateway) -> Iterator[str]:
    if each.preempt:
        yield "it takes over without a line"
    if any(time is not None and (not time or time % _MILLISECONDS) for time in (each.delay, each.hello)):
        yield "times are whole seconds"
    if {name for name, _ in each.fields} & {"timer advertise", "preempt-mode delay"}:
        yield "its times are seconds"


def _counted(each: SharedGateway) -> Iterator[str]:
    """Yield why Comware can't be told times: centiseconds; a small number of them stays what it is, because the first releases count seconds."""
    own = dict(each.fields)
    if len(own) < len(each.fields):
        yield "a setting stands twice"
    for name, time in (("timer advertise", each.hello), ("preempt-mode delay", each.delay)):
        if time is not None and name in own:
            yield f"{name} stands twice"
        if name in own and not (
            own[name].isdigit() and own[name] == str(int(own[name])) and int(own[name]) <= MOST_SECONDS
        ):
            yield f"{name} {own[name]} is a time that is known"


def _of_five(each: SharedGateway) -> Iterator[str]:
    if each.hello is not None:
        yield "Comware 5 counts seconds up to 255, which the model keeps as they are"
    if each.delay is not None and (each.delay % _MILLISECONDS or not each.delay):
        yield "Comware 5 waits for whole seconds"
    if "preempt-mode delay" in dict(each.fields):
        yield "Comware 5 says `preempt-mode timer delay`"
    if each.preempt is False and each.delay is not None:
        yield "on Comware 5 who waits takes over"


def counts_centiseconds(each: SharedGateway) -> Iterator[str]:
    """Yield why Comware 7 can't hold a group's times."""
    for time in (each.delay, each.hello):
        if time is not None and (time % _CENTISECOND or time // _CENTISECOND <= MOST_SECONDS):
            yield "times are counted in centiseconds, more than 255 of them: fewer are kept as settings"


def isis(device: Device, dialect: Dialect) -> Iterator[Beyond]:
    """Yield what of IS-IS can't be expressed."""
    known = {each.process: each.vrf for each in device.isis}
    for name, count in Counter(each.process for each in device.isis).items():
        if count > 1:
            yield Beyond(f"IS-IS {name}", "stands twice")
    for each in device.isis:
        for why in _process(device, dialect, each):
            yield Beyond(f"IS-IS {each.process}", why, each.lines)
    for port in device.interfaces:
        if port.isis is None:
            continue
        for why in (*_runs(known, port, port.isis), *_on_port(dialect, port.isis)):
            yield Beyond(f"interface {port.name}", why, port.isis.lines or port.lines)


def _process(device: Device, dialect: Dialect, each: IsisProcess) -> Iterator[str]:
    if each.vrf is not None and device.vrf(each.vrf) is None:
        yield f"the device has no VRF {each.vrf}"
    yield from _proofs(dialect, each.authentication)
    if {where for where, _ in each.authentication} - {"area", "domain"}:
        yield "an area proves itself, or the domain"
    if dialect.is_comware and len(each.nets) > 1:
        yield "each network entity is a line that takes the other's place"
    own = dict(each.fields)
    if len(own) < len(each.fields):
        yield "a setting stands twice"
    for name in each.redistribute:
        yield from _imported(dialect, name, own.get(f"redistribute {name}", ""))
    families = {name for name in own if name.startswith("address-family ")}
    if dialect.is_comware:
        yield from _families(device, each, own, families)
    elif families:
        yield "the device has no families of IS-IS"
    yield from _second_way(own)
    other = {*(f"redistribute {name}" for name in each.redistribute), *families, "ipv6 frr"}
    rest = frozenset(pair for pair in each.fields if pair[0] not in other and not pair[0].startswith(_SECOND))
    yield from unkept(rest, PROCESS_FIELDS)


def _second_way(own: dict[str, str]) -> Iterator[str]:
    """Yield why it can't be said how a second way is kept ready."""
    above = {name for name in ("frr", "ipv6 frr") if own.get(name) == "on"}
    second = [name for name in own if name.startswith(_SECOND)]
    for name in second:
        head, _, rest = name.rpartition(" ")
        if head not in above or rest not in _SECOND_WAY:
            yield f"the templates don't write {name}"
    if "ipv6 frr" in own and not any(name.startswith("ipv6 frr ") for name in second):
        yield "how a second way of IPv6 is kept ready isn't said"


def _families(device: Device, each: IsisProcess, own: dict[str, str], families: set[str]) -> Iterator[str]:
    five = (device.release or "").startswith("5")
    if five and families:
        yield "Comware 5 has no families of IS-IS"
    if not five and families - {"address-family ipv4", "address-family ipv6"}:
        yield "its families are ipv4 and ipv6"
    if any(own[name] != "on" for name in families):
        yield "a family is on"
    if not five and (each.redistribute or FAMILY_FIELDS & set(own)) and "address-family ipv4" not in own:
        yield "what is announced is said in the family IPv4"
    if {"frr", "ipv6 frr"} & set(own):
        yield "the templates don't write how a second way is kept ready"


def _imported(dialect: Dialect, name: str, said: str) -> Iterator[str]:
    protocol, _, number = name.partition(" ")
    words = {value: key for key, value in SOURCES.items() if value != "unr" or not dialect.is_comware}
    if protocol not in words or (protocol in NUMBERED) != number.isdigit():
        yield f"the device has no source {name}"
        return
    try:
        options(said.split(" ") if said else [], IMPORTED)
    except ValueError:
        yield f"the templates don't write redistribute {name} {said}"


def _proofs(dialect: Dialect, authentication: Pairs) -> Iterator[str]:
    modes = {mode for _, mode in authentication}
    if "key-chain" in modes:
        yield "which key chain proves it the model doesn't tell"
    if modes - _PROOFS - {"key-chain"} - ({"hmac-sha256"} if not dialect.is_comware else set()):
        yield f"the device doesn't know {', '.join(sorted(modes))}"
    if len({where for where, _ in authentication}) < len(authentication):
        yield "two proofs for one"


def _runs(known: dict[str, str | None], port: Interface, each: IsisInterface) -> Iterator[str]:
    if each.process not in known:
        yield f"there is no IS-IS {each.process}"
    elif known[each.process] != port.vrf:
        yield "its IS-IS process is of another VRF"
    if port.switchport is not None or port.aggregate is not None:
        yield "IS-IS runs at layer 3"
    if not each.versions or each.versions - {4, 6}:
        yield "it announces IPv4 or IPv6"


def _on_port(dialect: Dialect, each: IsisInterface) -> Iterator[str]:
    yield from _proofs(dialect, each.authentication)
    if len({level for level, _ in each.metrics}) < len(each.metrics):
        yield "two costs of one level"
    if {level for level, _ in (*each.metrics, *each.authentication)} - {"", "level-1", "level-2"}:
        yield "levels are level-1 and level-2"
    own = dict(each.fields)
    if len(own) < len(each.fields):
        yield "a setting stands twice"
    if "circuit-type" in own and not each.point_to_point:
        yield "how a line between two is treated says that it is one"
    cost = own.get("ipv6 cost", "1").split(" ")
    if not cost[0].isdigit() or str(int(cost[0])) != cost[0] or cost[1:] not in ([], ["level-1"], ["level-2"]):
        yield "a cost of IPv6 is a number, of a level or of both"
    yield from unkept(
        frozenset(pair for pair in each.fields if pair[0] not in {"circuit-type", "ipv6 cost"}), PORT_FIELDS
    )
