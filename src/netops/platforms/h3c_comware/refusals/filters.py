"""Access lists and address translation."""

from collections.abc import Callable, Iterator

from netops.model import AccessList, Action, Device, FilterRule, IPNetwork, Translation
from netops.platforms.expressing import Beyond, once
from netops.platforms.h3c_comware.refusals.ground import five
from netops.platforms.vrp_family.acls import number_fits, understood

_WITH_PORTS = frozenset({"tcp", "udp"})
_LAST_PORT = 65535
_FIRST_NAMED = "7.1.064"
# Words that the dialect has for protocols: a number that has one of them is written by it.
_NUMBERED = {"1", "2", "4", "6", "17", "41", "47", "50", "51", "58", "89", "112", "132"}
_LAST_PROTOCOL = 255


def _access_lists(device: Device) -> Iterator[Beyond]:
    yield from once(((each.version, each.name.lower()) for each in device.access_lists), "access list")
    for each in device.access_lists:
        for why in _access_list(device, each):
            yield Beyond(f"access list {each.name}", why, each.lines)
        for at, rule in enumerate(each.rules, 1):
            for why in _rule(each, rule):
                yield Beyond(f"access list {each.name}, rule {at}", why, rule.lines or each.lines)


def _unmatched(device: Device) -> Iterator[Beyond]:
    if device.unmatched is Action.PERMIT:
        yield Beyond("unmatched", "what no rule matches is let through without a line")
    elif device.unmatched is not None and five(device):
        yield Beyond("unmatched", "Comware 5 has no such line for what no rule matches")


def _access_list(device: Device, each: AccessList) -> Iterator[str]:
    if each.version == 6 and each.kind == "layer2":  # of IP
        yield "a list of layer 2 looks at no IPv6"
    if each.name.isdigit() and not number_fits(each.name, each.kind):
        yield "the number is another kind's"
    if not each.name.isdigit() and (device.release or _FIRST_NAMED) < _FIRST_NAMED:
        yield "lists of this release have a number, which the model doesn't tell"
    if len(each.remarks) > 1:
        yield "a list has one description; at which rule a comment stands the model doesn't tell"
    numbers = [rule.sequence for rule in each.rules if rule.sequence is not None]
    if len(numbers) < len(each.rules) or numbers != sorted(set(numbers)):
        yield "every rule has a number, in order"
    if len({_said(rule) for rule in each.rules}) < len(each.rules):
        yield "two rules say the same"


def _said(rule: FilterRule) -> tuple[object, ...]:
    matched = (rule.protocol, rule.sources, rule.destinations, rule.source_ports, rule.destination_ports)
    return (rule.action, rule.flags, rule.log, *matched)


def _rule(each: AccessList, rule: FilterRule) -> Iterator[str]:
    for networks in (rule.sources, rule.destinations):
        yield from _place(networks, each.version)
    for ranges in (rule.source_ports, rule.destination_ports):
        yield from _port_ranges(ranges, rule.protocol)
    if each.kind == "standard" and (rule.protocol or rule.destinations):
        yield "a basic list looks at sources alone"
    if each.kind == "layer2" and (rule.protocol or rule.sources or rule.destinations or rule.log):
        yield "a list of layer 2 looks at frames alone, and logs nothing"
    name = rule.protocol or ""
    if name.isdigit() and (name in _NUMBERED or int(name) > _LAST_PROTOCOL):
        yield f"protocol {rule.protocol} has a name, or is none"
    if not understood(rule.flags, each.kind):
        yield f"the device doesn't know {', '.join(rule.flags)}, in that order"
    if "established" in rule.flags and rule.protocol != "tcp":
        yield "established is of tcp"


def _place(networks: frozenset[IPNetwork], version: int) -> Iterator[str]:
    if len(networks) > 1:
        yield "a rule has one source and one destination"
    if any(network.version != version for network in networks):
        yield "an address of another family"
    if any(network.prefixlen == 0 for network in networks):
        yield "all addresses are none in the model"


def _port_ranges(ranges: frozenset[tuple[int, int]], protocol: str | None) -> Iterator[str]:
    if ranges and protocol not in _WITH_PORTS:
        yield "ports need tcp or udp"
    if any(first > last for first, last in ranges):
        yield "a range of ports that ends before it begins"
    if len(ranges) > 1 and not _all_but_one(ranges):
        yield "a rule has one range of ports, or all but one"


def _all_but_one(ranges: frozenset[tuple[int, int]]) -> bool:
    first, *rest = sorted(ranges)
    return len(rest) == 1 and first[0] == 0 and rest[0] == (first[1] + 2, _LAST_PORT)


def _nat(device: Device) -> Iterator[Beyond]:
    yield from once((each.name for each in device.pools), "pool")
    for pool in device.pools:
        bad = any(low.version != 4 or high.version != 4 or low > high for low, high in pool.ranges)  # of IP
        if bad or not pool.ranges or (five(device) and len(pool.ranges) > 1):
            yield Beyond(f"pool {pool.name}", "it has ranges of IPv4 addresses; on Comware 5 one", pool.lines)
    ports = {each.name for each in device.interfaces}
    for each in device.translations:
        reasons = _static(each) if each.kind == "static" else _at_port(each, ports)
        for why in reasons:
            yield Beyond(f"translation {each.kind} {each.inside or each.access_list or ''}".rstrip(), why, each.lines)
    keys = ((each.interface, each.access_list) for each in device.translations if each.kind == "source")
    yield from once(keys, "translation of")


def _static(each: Translation) -> Iterator[str]:
    hosts = [host for host in (each.inside, each.outside) if host is not None and host.num_addresses == 1]
    if len(hosts) < 2 or any(host.version != 4 for host in hosts):  # of IP
        yield "it is from one IPv4 address to one"
    if each.interface is not None:
        yield "it holds for the device, where `nat static enable` stands"
    if each.access_list or each.pool or each.protocol or each.ports or each.overload:
        yield "it knows no lists, pools or ports"


def _at_port(each: Translation, ports: set[str]) -> Iterator[str]:
    if each.interface not in ports:
        yield "it stands at an interface of the device"
    if each.kind == "source":
        if each.inside or each.outside or each.protocol or each.ports:
            yield "a list says what is translated, and a pool to what"
        if not each.overload and each.pool is None:
            yield "without ports it needs a pool"
        return
    if each.access_list or each.pool or each.overload:
        yield "a server knows no lists or pools"
    if each.inside is None or each.inside.num_addresses != 1 or each.inside.version != 4:  # of IP
        yield "a server is one IPv4 address inside"
    if each.outside is not None and (each.outside.num_addresses != 1 or each.outside.version != 4):  # of IP
        yield "a server is one IPv4 address outside"
    if (each.ports is not None) != (each.protocol in _WITH_PORTS):
        yield "a server of tcp or udp has ports, and no other has"


CHECKS: tuple[Callable[[Device], Iterator[Beyond]], ...] = (_access_lists, _unmatched, _nat)
