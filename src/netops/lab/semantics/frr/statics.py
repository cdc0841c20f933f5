"""Static routes, in the default VRF and in ``vrf`` sections. FRR manual, STATIC; seen on staticd 8.4.4.

A next hop stands once in a prefix: another distance replaces it. All next hops of one distance share their tag.
"""

from __future__ import annotations

from netops.lab.semantics.core.model import Act, Node, Refusal, Rule

VIEWS = "top vrf"
GONE = "% Refusing to remove a non-existent route"
LATER = "Static Route to {} not installed currently because dependent config not fully available"
CLASH = (
    "% Configuration failed.\n\nError type: validation\n"
    "Error description: Route cannot have blackhole and non-blackhole nexthops simultaneously"
)
DISCARD = "{discard=Null0|blackhole|reject}"
OPTIONS = "[tag {tag:int}] [{d:int}] [nexthop-vrf {v}] [label {label}] [table {table:int}] [onlink] [color {color:int}]"


def distance(node: Node) -> tuple[str, str]:
    """Return the table and the distance of a route; its tag belongs to the two."""
    return node.groups.get("table", ""), node.groups.get("d", "1")


def routes(section: Node, family: str, prefix: str) -> list[Node]:
    """Return the routes of a section to a prefix."""
    head = f"{family} route {prefix} "
    return [node for node in section.children.values() if node.key.startswith(head)]


def one_nature(act: Act) -> None:
    """Refuse a next hop beside a blackhole of the same prefix and distance, and the other way round."""
    mine = (act.groups.get("table", ""), act.groups.get("d", "1"))
    for node in routes(act.section, act.text.split(" ", 1)[0], act.groups["p"]):
        if node is not act.old and distance(node) == mine and ("discard" in node.groups) != ("discard" in act.groups):
            raise Refusal(CLASH)


def same_tag(act: Act) -> None:
    """Give the tag of a new route, or its lack, to the other next hops of the same distance."""
    tag, node = act.groups.get("tag"), act.node
    if node is None:
        return
    for other in routes(act.section, act.text.split(" ", 1)[0], act.groups["p"]):
        if other is not node and distance(other) == distance(node) and other.groups.get("tag") != tag:
            retag(other, tag)


def retag(node: Node, tag: str | None) -> None:
    """Change a route's tag, in its text and its values."""
    old = node.groups.get("tag")
    text = node.text.replace(f" tag {old}", "", 1) if old is not None else node.text
    if tag is not None:
        head = hop_end(text, node)
        text = f"{text[:head]} tag {tag}{text[head:]}"
    node.text = text
    node.groups = {
        **{name: value for name, value in node.groups.items() if name != "tag"},
        **({"tag": tag} if tag else {}),
    }


def hop_end(text: str, node: Node) -> int:
    """Return where a route's next hop ends in its line."""
    hop = node.groups.get("hop") or node.groups["discard"]
    return text.index(f" {hop}") + len(hop) + 1


def waits(act: Act) -> None:
    """Say that a route of a VRF that isn't in the kernel waits for it."""
    name = act.section.groups.get("vrf")
    first = len(routes(act.section, act.text.split(" ", 1)[0], act.groups["p"])) == 1
    if name is not None and act.old is None and first and not is_active_vrf(act.root, name):
        act.said.append(LATER.format(act.groups["p"]))


def is_active_vrf(root: Node, name: str) -> bool:
    """Tell whether the kernel has a VRF: by the interfaces file as it was last applied."""
    return name in root.groups.get("vrfs", "").split()


def rule(family: str, hop: str, key: str) -> Rule:
    """Return the rule of routes of one kind."""
    return Rule(
        f"{family} route {{p:net}} [from {{src:net}}] {hop} {OPTIONS}",
        VIEWS,
        key=f"{family} route {{p}} {{src}} {key} {{v}} {{table}}",
        checks=(one_nature,),
        effects=(same_tag, waits),
        undo=(),
        source=f"FRR manual, STATIC: {family} route",
    )


RULES = tuple(
    rule(family, hop, key) for family in ("ip", "ipv6") for hop, key in ((DISCARD, "blackhole"), ("{hop:hop}", "{hop}"))
)


def withdraw(section: Node, found: Node) -> str:
    """Take a route away; return what FRR says.

    ``found`` is the route of the ``no`` line. Its distance counts where it is given; its tag doesn't.
    """
    kept = section.children.get(found.key)
    if kept is None or found.groups.get("d") not in (None, kept.groups.get("d", "1")):
        return GONE
    del section.children[found.key]
    return ""
