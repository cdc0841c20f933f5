"""Route policies and the lists that they look at (command references, "Route-Policy")."""

from collections.abc import Mapping

from netops.config.node import Node
from netops.model import PolicyNode, RoutePolicy, ValueList
from netops.platforms.reading.gaps import Torn, numbered
from netops.platforms.reading.sheet import Draft, Place, line
from netops.platforms.reading.words import action, number
from netops.platforms.vrp_family.sheet import PolicySheet, VrpSheet

# First words of a condition → what it looks at.
_MATCHES: Mapping[str, str] = {
    "ip-prefix": "prefix-list",
    "ip address prefix-list": "prefix-list",
    "ip address ip-prefix": "prefix-list",
    "ipv6 address prefix-list": "prefix-list-v6",
    "ip next-hop ip-prefix": "next-hop prefix-list",
    "ip next-hop prefix-list": "next-hop prefix-list",
    "ip next-hop acl": "next-hop access-list",
    "acl": "access-list",
    "ip address acl": "access-list",
    "as-path-filter": "as-path",
    "as-path": "as-path",
    "community-filter": "community",
    "community": "community",
    "extcommunity-filter": "extcommunity",
    "extcommunity": "extcommunity",
    "tag": "tag",
    "cost": "metric",
    "interface": "interface",
    "route-type": "route-type",
    "local-preference": "local-preference",
    "protocol": "protocol",
}
_SETS: Mapping[str, str] = {
    "local-preference": "local-preference",
    "cost": "metric",
    "cost-type": "metric-type",
    "community": "community",
    "ip-address next-hop": "next-hop",
    "tag": "tag",
    "preferred-value": "weight",
    "origin": "origin",
    "preference": "distance",
    "extcommunity": "extcommunity",
}
# Lists of regular expressions by their numbers; VRP's command reference, ip community-filter, ip extcommunity-filter.
REGULAR = {"community": range(100, 200), "extcommunity": range(200, 400), "as-path": range(0)}
_LISTS: Mapping[str, str] = {
    "as-path-filter": "as-path",
    "as-path": "as-path",
    "community-filter": "community",
    "community-list": "community",
    "extcommunity-filter": "extcommunity",
    "extcommunity-list": "extcommunity",
}


def read_policy(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read ``route-policy NAME permit|deny node N``."""
    if len(words) != 5 or words[3] != "node":
        return False
    policy = sheet.policies.setdefault(words[1], PolicySheet())
    draft = Draft(PolicyNode, {"action": action(words[2]), "sequence": number(words[4])}, [node])
    policy.sections.append(node)
    if _is_understood(sheet, draft, node):
        policy.nodes.append(draft)
    else:
        policy.torn.append(Torn(node, number(words[4])))
    return True


def _is_understood(sheet: VrpSheet, draft: Draft[PolicyNode], node: Node) -> bool:
    try:
        return all(_read_line(sheet, draft, each) for each in node.children)
    except ValueError:
        return False


def _read_line(sheet: VrpSheet, draft: Draft[PolicyNode], node: Node) -> bool:
    words = node.text.split(" ")
    if node.children:
        return False
    match words:
        case ["description", *text]:
            draft.set("description", " ".join(text), node)
        case ["if-match", *rest]:
            what, value = _known(rest, _MATCHES)
            if what.endswith("access-list"):
                value = sheet.list_name(value.removeprefix("name "))
            draft.add("matches", (what, value), node)
        case ["apply", "as-path", *numbers, "additive"]:
            draft.add("sets", ("as-path prepend", " ".join(numbers)), node)
        case ["apply", "as-path", *numbers] if sheet.dialect.prepends and numbers[-1:] != ["replace"]:
            draft.add("sets", ("as-path prepend", " ".join(numbers)), node)
        case ["apply", "as-path", *numbers]:
            draft.add(
                "sets", ("as-path", " ".join(each for each in numbers if each not in {"overwrite", "replace"})), node
            )
        case ["apply", *rest]:
            draft.add("sets", _known(rest, _SETS), node)
        case ["goto", "next-node", target] | ["continue", target]:
            draft.set("goes_on", number(target), node)
        case _:
            return False
    return True


def _known(words: list[str], names: Mapping[str, str]) -> tuple[str, str]:
    """Return what a line speaks of, and the value, by the longest beginning that is known."""
    for size in (3, 2, 1):
        name = names.get(" ".join(words[:size]))
        if name is not None and len(words) > size:
            return name, " ".join(words[size:])
    raise ValueError(words)


def settle_policies(sheet: VrpSheet, place: Place) -> frozenset[RoutePolicy]:
    """Return the route policies, their nodes by number."""
    found = []
    for name, policy in sheet.policies.items():
        numbers = [draft.values["sequence"] for draft in policy.nodes] + [each.sequence for each in policy.torn]
        if len(set(numbers)) < len(numbers):
            place.unread(*policy.sections)
            continue
        place.unread(*(each.node for each in policy.torn))
        known = [(draft.values["sequence"], draft.made()) for draft in policy.nodes]
        nodes, gaps = numbered(known, policy.torn)
        if nodes:
            found.append(RoutePolicy(name, nodes, gaps, lines=tuple(each for node in nodes for each in node.lines)))
    return frozenset(found)


def read_value_list(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read ``ip community-filter [basic|advanced] NAME [index N] permit|deny VALUES`` and its like."""
    kind, rest, regular = _LISTS[words[1]], words[2:], False
    if rest[:1] in (["basic"], ["advanced"]) and rest[1:2] not in (["permit"], ["deny"], ["index"]):
        regular, rest = rest[0] == "advanced", rest[1:]
    if node.children or len(rest) < 3:
        return False
    if kind != "as-path" and (regular or looks_for_expressions(kind, rest[0])):
        sheet.regular.add((kind, rest[0]))
    torn = sheet.torn_values.setdefault((kind, rest[0]), [])
    rules = sheet.value_lists.setdefault((kind, rest[0]), [])
    sequence = max((each[0] for each in rules), default=0) + 1
    try:
        sequence, rest_of = (number(rest[2]), rest[3:]) if rest[1] == "index" else (sequence, rest[1:])
        rules.append((sequence, action(rest_of[0]), " ".join(rest_of[1:]), node))
    except (ValueError, LookupError):
        torn.append(Torn(node, sequence))
        return False
    return True


def looks_for_expressions(kind: str, name: str) -> bool:
    """Tell whether a list's number is one of those whose values are regular expressions.

    Example:
        >>> looks_for_expressions("community", "150"), looks_for_expressions("extcommunity", "150")
        (True, False)
    """
    return name.isdigit() and number(name) in REGULAR[kind]


def settle_value_lists(sheet: VrpSheet) -> frozenset[ValueList]:
    """Return the lists, their rules by index."""
    found = []
    for (kind, name), rules in sheet.value_lists.items():
        ordered, gaps = numbered([(rule[0], rule[1:]) for rule in rules], sheet.torn_values[kind, name])
        pairs = tuple((does, value) for does, value, _ in ordered)
        if pairs:
            lines = tuple(line(node) for *_, node in ordered)
            found.append(ValueList(kind, name, pairs, (kind, name) in sheet.regular, gaps, lines=lines))
    return frozenset(found)
