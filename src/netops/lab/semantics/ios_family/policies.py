"""Prefix lists, route maps, communities and AS paths (IOS CR IP Routing: BGP, Protocol-Independent; RGOS CR Routing Policy)."""

from __future__ import annotations

from netops.lab.semantics.core.lists import word_list
from netops.lab.semantics.core.model import Act, Numbering, Refusal, Rule
from netops.lab.semantics.ios_family.forms import flags, single, singles


def _taken(act: Act) -> None:
    """Refuse another entry under a number that is taken, and the same entry under another number."""
    if act.old is not None and act.old.text != act.text:
        raise Refusal(f"%Insertion failed - seq # exists: {act.old.groups['n']}")
    for node in act.section.children.values():
        same = all(node.groups.get(name) == act.groups.get(name) for name in ("list", "action", "net", "range"))
        if node.rule is not None and node.rule is PREFIX[act.groups["af"]] and same and node is not act.old:
            raise Refusal(f"%Insertion failed - prefix-list entry exists: seq {node.groups['n']}")


def _prefixes(word: str, network: str) -> Rule:
    head = f"{{af={word}}} prefix-list {{list}}"
    entry = f"{{action=permit|deny}} {{net:{network}}} [{{range:rest}}]"
    return Rule(
        f"{head} seq {{n:int}} {entry}",
        key=f"{word} prefix-list {{list}} {{n}}",
        undo=(head, f"{head} seq {{n:int}}", f"{head} {entry}", "="),
        numbering=Numbering(
            f"{head} {entry}", "{af} prefix-list {list} seq {n} {action} {net} {range}", within=("list",)
        ),
        sort="n",
        checks=(_taken,),
        source="IOS CR BGP, ip prefix-list: steps of five",
    )


PREFIX = {"ip": _prefixes("ip", "network"), "ipv6": _prefixes("ipv6", "network6")}

PREFIX_LISTS: tuple[Rule, ...] = (
    Rule(
        "{af=ip|ipv6} prefix-list {list} description {text:rest}",
        key="{af} prefix-list {list} description",
        undo=("{af=ip|ipv6} prefix-list {list} description [{_x:rest}]", "{af=ip|ipv6} prefix-list {list}"),
    ),
    *PREFIX.values(),
)

_NAMED = "ip {what=community-list|extcommunity-list} {kind=standard|expanded} {list}"
_OLD = "ip {what=community-list|extcommunity-list} {list:int}"

LISTS: tuple[Rule, ...] = (
    Rule(f"{_NAMED} {{action=permit|deny}} {{more:rest}}", undo=("=", _NAMED), key_order="{what} {kind} {list}"),
    Rule(f"{_OLD} {{action=permit|deny}} {{more:rest}}", undo=("=", _OLD), key_order="{what} {list}"),
    Rule(
        "ip as-path access-list {list} {action=permit|deny} {more:rest}",
        undo=("=", "ip as-path access-list {list}"),
        key_order="as-path {list}",
    ),
)


def _match(words: str) -> Rule:
    """Return a condition that takes more names: ``match ip address A`` and then ``B`` is ``match ip address A B``."""
    merge, unmerge = word_list(f"{words} {{names}}", "names")
    return Rule(
        f"{words} {{names:rest}}",
        "route-map",
        key=words,
        undo=("=", words),
        merge=merge,
        unmerge=unmerge,
        source="IOS CR Protocol-Independent, match ip address",
    )


ROUTE_MAPS: tuple[Rule, ...] = (
    Rule(
        "route-map {map} {action=permit|deny} {n:int}",
        key="route-map {map} {n}",
        opens="route-map",
        prompt="config-route-map",
        sort="n",
        undo=("route-map {map} [{_action=permit|deny}] {n:int}", "route-map {map}"),
        source="IOS CR Protocol-Independent, route-map",
    ),
    Rule(
        "route-map {map} {n:int}",
        undo=(),
        shown="route-map {map} permit {n}",
        key="route-map {map} {n}",
        opens="route-map",
        prompt="config-route-map",
    ),
    Rule(
        "route-map {map} {action=permit|deny}",
        undo=(),
        shown="route-map {map} {action} 10",
        key="route-map {map} 10",
        opens="route-map",
        prompt="config-route-map",
    ),
    Rule(
        "route-map {map}",
        undo=(),
        shown="route-map {map} permit 10",
        key="route-map {map} 10",
        opens="route-map",
        prompt="config-route-map",
    ),
    *(
        _match(f"match {words}")
        for words in ("ip address prefix-list", "ip next-hop prefix-list", "ipv6 address prefix-list")
    ),
    *(
        _match(f"match {words}")
        for words in ("ip address", "ip next-hop", "ip route-source", "ipv6 address", "interface")
    ),
    *(
        _match(f"match {words}")
        for words in ("community", "extcommunity", "as-path", "tag", "metric", "source-protocol")
    ),
    Rule(
        "set ip next-hop verify-availability {a:ip} {n:int} track {object:int}",
        "route-map",
        sort="n",
        source="IOS CR Protocol-Independent, set ip next-hop verify-availability: a line for each next hop",
    ),
    *flags("route-map", "set ip next-hop verify-availability"),
    _match("set ip next-hop"),
    *singles("route-map", "match route-type", "match length", "set local-preference", "set metric-type", "set metric"),
    *singles(
        "route-map", "set as-path prepend", "set as-path", "set comm-list", "set community", "set extcommunity rt"
    ),
    *singles(
        "route-map", "set extcommunity soo", "set origin", "set weight", "set tag", "set ip precedence", "set ip tos"
    ),
    *singles("route-map", "set ip default next-hop", "set interface", "set vrf", "set ip vrf", "set ip df"),
    *singles(
        "route-map", "set ipv6 next-hop", "set level", "set dampening", "continue", "description", "set traffic-index"
    ),
    *flags("route-map", "set mpls-label", "match mpls-label"),
)

KEYS: tuple[Rule, ...] = (
    Rule("key chain {chain}", key="key chain {chain}", opens="keychain", prompt="config-keychain"),
    Rule("key {n:int}", "keychain", key="key {n}", opens="key", prompt="config-keychain-key", below="key"),
    single("key-string", "{value:secret}", "key"),
    *singles("key", "accept-lifetime", "send-lifetime", "cryptographic-algorithm"),
    single("description", views="keychain"),
)
