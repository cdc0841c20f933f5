"""What route maps, lists of values and address translation can't say on Cisco IOS."""

import re
from collections import Counter
from collections.abc import Iterator

from netops.model import Device, PolicyNode, Pool, RoutePolicy, Translation, ValueList
from netops.platforms.cisco_ios.reader import DIALECT
from netops.platforms.expressing import Beyond
from netops.platforms.ios_family.policies import MATCHES, SETS, Heads, pair

_IPV6 = 6
# Cisco IOS IP Routing: BGP Command Reference, ip community-list: 1 to 99 are standard, 100 to 500 expanded; ip as-path access-list: 1 to 500.
_NUMBERS = {False: range(1, 100), True: range(100, 501)}
_PATH_LISTS = range(1, 501)
_COMMUNITIES = re.compile(
    r"(?:[0-9]+:[0-9]+|[0-9]+|internet|local-AS|no-advertise|no-export|gshut)(?: (?:[0-9]+:[0-9]+|[0-9]+|no-\S+|gshut))*"
)
# RGOS has these in a route map, IOS has them not.
_NO_MATCHES = frozenset({"local-preference"})
_NO_SETS = frozenset({"dscp"})
_EXTENDED = re.compile(r"(?:rt|soo) \S+:[0-9]+(?: (?:rt|soo) \S+:[0-9]+)*")


def of_policies(device: Device) -> Iterator[Beyond]:
    """Yield what of the route maps can't be written."""
    for each in device.policies:
        what = f"route map {each.name}"
        for why in _policy(each):
            yield Beyond(what, why, each.lines)
        for node in each.nodes:
            for why in _node(device, node):
                yield Beyond(f"{what}, node {node.sequence}", why, node.lines or each.lines)


def _policy(each: RoutePolicy) -> Iterator[str]:
    numbers = [node.sequence for node in each.nodes]
    if not numbers or numbers != sorted(set(numbers)):
        yield "its nodes stand by their numbers, each number once, and there is one"


def _node(device: Device, node: PolicyNode) -> Iterator[str]:
    for kind, known, pairs in (("match", MATCHES, node.matches), ("set", SETS, node.sets)):
        for what, value in sorted(pairs):
            if not _understood(known, what, value):
                yield f"the device has no {kind} {what} {value}".rstrip()
        # The device has one line of a kind, and a second one adds to it or takes its place.
        for (what, _), count in Counter((what, _is_six(device, what, value)) for what, value in pairs).items():
            if count > 1:
                yield f"{kind} {what} stands twice in one node"


def _understood(known: Heads, what: str, value: str) -> bool:
    if (
        (not value and what != "global")
        or (known is MATCHES and what in _NO_MATCHES)
        or (known is SETS and what in _NO_SETS)
    ):
        return False
    heads = [head for head, name in known.items() if name == what]
    return any(pair(known, DIALECT.words(f"{' '.join(head)} {value}")) == (what, value) for head in heads[:1])


def _is_six(device: Device, what: str, value: str) -> bool:
    """Tell whether a line says ``ipv6``, as templates/cisco_ios/route_map.j2 decides it: by the list that it names."""
    if what == "prefix-list":
        lists = {each.name: each.rules[0].prefix for each in device.prefix_lists if each.rules}
        prefix = lists.get(value)
        return prefix is not None and prefix.version == _IPV6
    if what == "access-list":
        return value in {each.name for each in device.access_lists if each.version == _IPV6}
    return what == "next-hop" and ":" in value


def of_value_lists(device: Device) -> Iterator[Beyond]:
    """Yield what of the lists of communities and AS paths can't be written."""
    for each in device.value_lists:
        for why in _value_list(each):
            yield Beyond(f"{each.kind} list {each.name}", why, each.lines)


def _value_list(each: ValueList) -> Iterator[str]:
    if not each.rules:
        yield "a list without rules is none"
    if each.kind == "as-path":
        if not each.name.isdigit() or int(each.name) not in _PATH_LISTS:
            yield "a list of AS paths has a number, 1 to 500"
        if each.expanded:
            yield "its rules are regular expressions anyway"
        return
    if each.name in {"standard", "expanded"}:
        yield "the device takes the name for a form"
    if each.name.isdigit() and int(each.name) not in _NUMBERS[each.expanded]:
        yield "1 to 99 are standard lists, 100 to 500 expanded ones"
    shape = _COMMUNITIES if each.kind == "community" else _EXTENDED
    for _, value in each.rules:
        if not each.expanded and not shape.fullmatch(value):
            yield f"{value} is a regular expression: that is an expanded list's"


def of_pools(device: Device) -> Iterator[Beyond]:
    """Yield what of the pools of addresses can't be written."""
    for each in device.pools:
        for why in _pool(each):
            yield Beyond(f"NAT pool {each.name}", why, each.lines)


def _pool(each: Pool) -> Iterator[str]:
    if each.prefix_length is None:
        yield "a pool has the length of its network"
        return
    for first, last in each.ranges:
        if _IPV6 in {first.version, last.version}:
            yield "a pool of IPv6"
        elif int(first) > int(last) or (int(first) ^ int(last)) >> (32 - each.prefix_length):
            yield f"{first} to {last} is no range of one network of /{each.prefix_length}"


def of_translations(device: Device) -> Iterator[Beyond]:
    """Yield what of the translations can't be written."""
    for each in device.translations:
        what = f"translation of {each.access_list or each.policy or each.inside}"
        for why in (
            _TRANSLATIONS[each.kind](each) if each.kind in _TRANSLATIONS else ("the device has none of this kind",)
        ):
            yield Beyond(what, why, each.lines)
        if any(network.version == _IPV6 for network in (each.inside, each.outside) if network is not None):
            yield Beyond(what, "IPv6", each.lines)
    lists = Counter(
        (each.access_list or each.policy, each.vrf) for each in device.translations if each.kind == "source"
    )
    for (name, _), count in lists.items():
        if count > 1:
            yield Beyond(f"translation of {name}", "a list is translated in one way")


def _source(each: Translation) -> Iterator[str]:
    if (each.access_list is None) == (each.policy is None) or (each.pool is None) == (each.interface is None):
        yield "it needs a list or a route map, and a pool or an interface"
    if each.inside or each.outside or each.protocol or each.ports:
        yield "a list says what is translated"
    if each.extendable:
        yield "only a translation of one host or network is extendable"


def _static(each: Translation) -> Iterator[str]:
    if each.inside is None or (each.outside is None) == (each.interface is None):
        yield "it needs an inside prefix, and an outside one or an interface"
    elif each.inside.prefixlen != (32 if each.outside is None else each.outside.prefixlen):
        yield "inside and outside are of one length"
    if each.access_list or each.policy or each.pool or each.protocol or each.ports or each.overload:
        yield "one to one it says nothing of lists, pools and ports"


def _server(each: Translation) -> Iterator[str]:
    if each.protocol not in {"tcp", "udp"} or each.ports is None:
        yield "it needs tcp or udp, and two ports"
    if each.inside is None or (each.outside is None) == (each.interface is None):
        yield "it needs an inside host, and an outside one or an interface"
    elif any(
        network.prefixlen != network.max_prefixlen for network in (each.inside, each.outside) if network is not None
    ):
        yield "a port is of one host"
    if each.access_list or each.policy or each.pool or each.overload:
        yield "a port says nothing of lists and pools"


_TRANSLATIONS = {"source": _source, "static": _static, "server": _server}
