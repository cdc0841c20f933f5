"""Lines by which people log in: ``line vty 0 63`` is sixty-four lines; those with equal settings are displayed as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from netops.lab.semantics.core.effects import remove
from netops.lab.semantics.core.model import Act, Node, Rule
from netops.lab.semantics.vrp_family.rules import always_on, off, single


def _named(groups: Mapping[str, str]) -> str:
    return f"{groups['word']} {groups['kind']}"


def _bounds(groups: Mapping[str, str]) -> tuple[int, int]:
    return int(groups["first"]), int(groups.get("last", groups["first"]))


def _written(name: str, first: int, last: int) -> str:
    return f"{name} {first} {last}" if last > first else f"{name} {first}"


def _kept(root: Node, name: str) -> Iterator[Node]:
    """Yield the ranges of one kind of lines that stand in the config."""
    for node in list(root.children.values()):
        if node.rule is RANGE and _named(node.groups) == name:
            yield node


def _pieces(root: Node, groups: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ranges that a typed range opens: those that are there, cut to it."""
    first, last = _bounds(groups)
    starts = {first}
    for node in _kept(root, _named(groups)):
        low, high = _bounds(node.groups)
        starts |= {low, high + 1}
    cuts = sorted(start for start in starts if first <= start <= last)
    ends = [*(start - 1 for start in cuts[1:]), last]
    return tuple(_written(_named(groups), low, high) for low, high in zip(cuts, ends, strict=True))


def _cut_out(act: Act) -> None:
    """Cut a range out of the one that holds it; it starts with that one's settings."""
    if act.node is None or act.old is not None:
        return
    name = _named(act.node.groups)
    first, last = _bounds(act.node.groups)
    for node in _kept(act.root, name):
        low, high = _bounds(node.groups)
        if node is not act.node and low <= first and last <= high:
            act.node.children = node.copy().children
            remove(act.root, node)
            _put(act.root, node, low, first - 1)
            _put(act.root, node, last + 1, high)


def _put(root: Node, node: Node, first: int, last: int) -> None:
    if first <= last:
        text = _written(_named(node.groups), first, last)
        groups = {**node.groups, "first": str(first), "last": str(last)}
        root.children[text] = Node(text, text, node.rule, groups, node.copy().children)


def _each(groups: Mapping[str, str]) -> tuple[str, ...]:
    """Return the lines of a range one by one."""
    first, last = _bounds(groups)
    return tuple(f"{_named(groups)} {number}" for number in range(first, last + 1))


RANGE = Rule(
    "{word=line|user-interface} {kind=console|con|vty|aux|tty|usb} {first:int} [{last:int}]",
    opens="line",
    prompt="line-{kind}{first}-{last}",
    undo=(),
    implicit="(line|user-interface) .*",
    fans=_pieces,
    effects=(_cut_out,),
    spread=_each,
    source="HPE, line: line { first-number1 [ last-number1 ] | { aux | console | tty | vty } first-number2 [ last-number2 ] }",
)
LINES = (
    RANGE,
    Rule(
        "line class {kind}",
        opens="line",
        prompt="line-class-{kind}",
        undo=(),
        implicit="line class .*",
        source="HPE, line class",
    ),
    *(
        single(head, views="line")
        for head in ("authentication-mode", "protocol inbound", "user privilege level", "set authentication password")
    ),
    Rule(
        "idle-timeout {minutes:int} [{seconds:int}]",
        "line",
        "idle-timeout",
        default=("idle-timeout 10", "idle-timeout 10 0"),
        undo=("idle-timeout",),
        missing="ignore",
        source="HPE, idle-timeout: 10 minutes by default",
    ),
    Rule(
        "screen-length {n:int}",
        "line",
        "screen-length",
        default=("screen-length 24",),
        undo=("screen-length",),
        missing="ignore",
        source="HPE, screen-length: 24 lines by default",
    ),
    Rule("user-role {role}", "line"),
    *(
        Rule(
            f"acl {family}{{acl:int}} {{way=inbound|outbound}}",
            "line",
            f"acl {family}{{way}}",
            undo=(f"acl {family}{{way=inbound|outbound}}", f"acl {family}{{acl:int}} {{way=inbound|outbound}}"),
            source="H3C (Comware 5), acl (user interface view): undo acl [ ipv6 ] { inbound | outbound }",
        )
        for family in ("", "ipv6 ")
    ),
    always_on("shell", "line"),
    single("history-command max-size", "{n:int}", "line"),
    off("command authorization", "line"),
    off("command accounting", "line"),
)
