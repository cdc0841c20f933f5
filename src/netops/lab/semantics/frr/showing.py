"""What FRR shows of what it keeps: without empty sections and defaults, in its own order, as ``show running-config`` does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from ipaddress import ip_address, ip_network

from netops.lab.semantics.core.model import TOP, Node
from netops.lab.semantics.frr.afis import OPENED
from netops.lab.semantics.frr.peers import group_of, on_by_default, shadowed
from netops.lab.semantics.frr.system import DEFAULTS, profile_of
from netops.lab.semantics.frr.vtysh import RULES

VANISHING = ("interface", "vrf", "line", "evpn", *dict.fromkeys(OPENED.values()))
"""Views whose section isn't shown when it is empty."""
ENDS = {
    "vrf": "exit-vrf",
    "ldp-af": "exit-address-family",
    "ldp-af6": "exit-address-family",
    **dict.fromkeys(OPENED.values(), "exit-address-family"),
}
PARTED = ("bgp", "ldp", "ldp-af", "ldp-af6")
"""Views whose sections are shown with a ``!`` before them (LDP: after the last, too)."""
RANKS = {id(rule): number for number, rule in enumerate(RULES)}
AREAS = next(number for number, rule in enumerate(RULES) if rule.pattern.startswith("area "))
TOP_ORDER = (
    r"frr version .*",
    r"frr defaults .*",
    r"hostname .*",
    r"domainname .*",
    r"(no )?log .*",
    r"(no )?ip forwarding",
    r"(no )?ipv6 forwarding",
    r"(no )?service .*",
    r"debug .*",
    r"password .*",
    r"enable password .*",
    r"key chain .*",
    r"ip router-id .*",
    r"(no )?ip nht .*",
    r"ip protocol .*",
    r"ip route .*",
    r"ipv6 route .*",
    r"vrf .*",
    r"interface .*",
    r"router bgp .*",
    r"router ospf",
    r"router ospf .*",
    r"router .*",
    r"mpls ldp",
    r"access-list .*",
    r"ip prefix-list .*",
    r"ipv6 access-list .*",
    r"ipv6 prefix-list .*",
    r"bgp as-path .*",
    r"bgp (large-|ext)?community-list .*",
    r"route-map .*",
    r"line vty",
)


def tidy(root: Node, open_sections: Sequence[Node] = ()) -> None:
    """Take away what FRR wouldn't show: lines that say what it does anyway, and empty sections nobody stands in."""
    for router in root.children.values():
        if router.view == "bgp":
            _tidy_instance(router, profile_of(root))
        elif router.view == "ospf":
            _drop_usual(router, "log-adjacency-changes", on=profile_of(root) == "datacenter")
    for section, node in reversed(list(root.walk())):
        if node.view in VANISHING and not node.children and not any(node is each for each in open_sections):
            section.children.pop(node.key, None)


def _drop_usual(section: Node, key: str, *, on: bool) -> None:
    """Take a line away that says what the section does anyway."""
    node = section.children.get(key)
    if node is not None and node.text in ((key,) if on else (f"no {key}", f"no {key} detail")):
        del section.children[key]


def _tidy_instance(router: Node, profile: str) -> None:
    usual = DEFAULTS.get(profile, ())
    for node in list(router.children.values()):
        if node.text in usual:
            del router.children[node.key]
    for family in router.children.values():
        by_default = "family" in family.groups and on_by_default(router, family.groups["family"])
        for node in list(family.children.values()):
            if node.key.endswith(" activate") and _is_usual(router, family, node, on=by_default):
                del family.children[node.key]


def _is_usual(router: Node, family: Node, node: Node, *, on: bool) -> bool:
    """Tell whether an ``activate`` line says what the neighbour's group, or else the instance, says."""
    group = group_of(router, node.groups["n"])
    said = family.children.get(f"neighbor {group} activate") if group else None
    usual = on if said is None else not said.text.startswith("no ")
    return usual != node.text.startswith("no ")


def in_order(section: Node, first: frozenset[str] = frozenset()) -> list[Node]:
    """Return the lines of a section in the order in which FRR shows them; ``first``: BGP neighbours that belong to a group."""
    if section.key == TOP:
        return sorted(section.children.values(), key=_top_place)
    if section.view == "vrf":
        return sorted(
            section.children.values(), key=lambda node: (bool(_route(node)), node.text.split(" ")[0], _route(node))
        )
    if section.view == "ospf":
        return sorted(section.children.values(), key=_ospf_place)
    if section.view in ("interface", "rmap"):
        return sorted(section.children.values(), key=lambda node: node.text)
    return sorted(section.children.values(), key=lambda node: _place(node, first))


def _top_place(node: Node) -> tuple[int, list[tuple[int, int, str]]]:
    ranks = (number for number, form in enumerate(TOP_ORDER) if re.fullmatch(form, node.text))
    rank = next(ranks, len(TOP_ORDER) if node.children or node.view else 10)
    return rank, [] if node.view == "bgp" else _route(node) or _natural(node.text)


def _route(node: Node) -> list[tuple[int, int, str]]:
    """Return a static route's place: by prefix, then by distance, then as they came; [] for other lines."""
    if not node.text.startswith(("ip route ", "ipv6 route ")) or "p" not in node.groups:
        return []
    prefix = ip_network(node.groups["p"])
    numbers = (int(prefix.network_address), prefix.prefixlen, int(node.groups.get("d", "1")))
    return [(0, number, "") for number in numbers]


def _natural(text: str) -> list[tuple[int, int, str]]:
    """Return a key that puts swp2 before swp10 and 10.9.0.0 before 10.10.0.0."""
    pieces = re.findall(r"\d+|\D+", re.sub(r" (?:permit|deny) (?=\d+$)| (?:remark|description)\b", " 0 ", text))
    return [(0, int(piece), "") if piece.isdigit() else (1, 0, piece) for piece in pieces]


def _ospf_place(node: Node) -> tuple[int, int, int, list[tuple[int, int, str]]]:
    """Return the place of a line of OSPF: an area's lines stand together."""
    rank = RANKS.get(id(node.rule), len(RANKS))
    if "areaid" in node.groups and node.text.startswith("area "):
        return AREAS, int(node.groups["areaid"]), rank, _natural(node.text)
    return rank, 0, 0, _natural(node.text)


def _place(
    node: Node, first: frozenset[str]
) -> tuple[int, list[tuple[int, int, str]], int, list[tuple[int, int, str]]]:
    """Return a line's place: networks, sources, neighbours (groups, members, others), the rest; in each by FRR's order."""
    rank = RANKS.get(id(node.rule), len(RANKS))
    name = node.groups.get("n", "")
    if not name or not node.key.startswith(("neighbor ", "peer-group ")):
        late = node.view or re.match(r"maximum-paths|table-map|bgp listen|.* vpn |(import|export) ", node.text + " ")
        return (3 if late else 0), [], rank, _natural(node.text)
    return (
        1,
        [(1 if name in first else _kind(name), 0, ""), *_natural(str(int(ip_address(name))) if _kind(name) else name)],
        rank,
        [],
    )


def _kind(name: str) -> int:
    try:
        return ip_address(name).version
    except ValueError:
        return 0


def shown(root: Node) -> str:
    """Return the config as ``show running-config`` prints it, without its two lines of greeting."""
    lines: list[str] = []
    last = ""
    for node in in_order(root):
        if node.view in VANISHING and not node.children:
            continue
        section = bool(node.view or node.children)
        group = node.text if section else _group_of(node.text)
        if lines and (section or group != last) and lines[-1] != "!":
            lines.append("!")
        lines += _lines(node, 0)
        lines += ["!"] if section else []
        last = group
    return "\n".join([*lines, *(["!"] if lines and lines[-1] != "!" else []), "end"]) + "\n"


def _group_of(text: str) -> str:
    """Return what a global line is shown with: lines of one group have no ``!`` between them."""
    for group in ("ip route|ipv6 route", "access-list", "ipv6 access-list", "ip prefix-list", "ipv6 prefix-list"):
        if text.startswith(tuple(f"{word} " for word in group.split("|"))):
            return group
    found = re.match(r"(?:no )?(debug|bgp as-path|bgp .*?list|ip router-id|ip protocol|(?:enable )?password)", text)
    return found[1] if found else "global"


def _lines(node: Node, depth: int, first: frozenset[str] = frozenset()) -> Iterator[str]:
    margin = " " * depth
    if node.view == "bgp":
        first = frozenset(
            each.groups["n"] for each in node.children.values() if "g" in each.groups and "n" in each.groups
        )
    yield margin + node.text
    if node.view.startswith("ldp-af") and "discovery transport-address" not in node.children:
        yield f"{margin} ! Incomplete config, specify a discovery transport-address"
    for child in _merged(in_order(node, first)):
        if isinstance(child, str):
            yield f"{margin} {child}"
        elif child.children or child.view not in VANISHING:
            if child.view and node.view in PARTED:
                yield f"{margin} !"
            yield from _lines(child, depth + 1, first)
    if node.view in PARTED[1:]:
        yield f"{margin} !"
    if node.view:
        yield margin + ENDS.get(node.view, "exit")


def _merged(nodes: list[Node]) -> Iterator[Node | str]:
    """Yield lines, those that FRR writes as one put together: route targets of both ways, communities of all kinds."""
    by_key = {node.key: node for node in nodes}
    gone = shadowed(by_key)
    for node in nodes:
        if node.key in gone:
            continue
        both = by_key.get("rt vpn export") if node.key == "rt vpn import" else None
        kinds = [f"{node.key} extended", f"{node.key} large"] if node.key.endswith(" send-community") else []
        if both is not None and both.groups["targets"] == node.groups["targets"]:
            gone.add(both.key)
            yield f"rt vpn both {node.groups['targets']}"
        elif kinds and all(kind in by_key for kind in kinds):
            gone.update(kinds)
            yield f"{node.text} all"
        else:
            yield node
