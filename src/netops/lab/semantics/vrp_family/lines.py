"""User interfaces of VRP: the console and the VTY lines, which are displayed together while they agree.

Sources: S V200R019, ``user-interface``; CE V300R023, ``idle-timeout (user interface view)``: 5 minutes at the console and
10 at a VTY line of VRP 8.
"""

from __future__ import annotations

from collections.abc import Mapping

from netops.lab.semantics.core.effects import remove
from netops.lab.semantics.core.model import Act, Node, Rule
from netops.lab.semantics.vrp_family.rules import single

VIEWS = "line console"
HEAD = "user-interface vty "


def _range_of(groups: Mapping[str, str]) -> tuple[int, int]:
    return int(groups["first"]), int(groups.get("last", groups["first"]))


def _text(first: int, last: int) -> str:
    """Return the first line of a range; one line has one number.

    Example:
        >>> _text(0, 4), _text(4, 4)
        ('user-interface vty 0 4', 'user-interface vty 4')
    """
    return f"{HEAD}{first} {last}" if last > first else f"{HEAD}{first}"


def _ranges(root: Node) -> list[Node]:
    return [node for node in root.children.values() if node.text.startswith(HEAD) and node.rule is VTY]


def _pieces(root: Node, groups: Mapping[str, str]) -> tuple[str, ...]:
    """Return the sections that ``user-interface vty 0 14`` opens: those that are there, cut to the range that is typed."""
    first, last = _range_of(groups)
    starts = {first}
    for node in _ranges(root):
        low, high = _range_of(node.groups)
        starts |= {low, high + 1}
    cuts = sorted(start for start in starts if first <= start <= last)
    ends = [*(start - 1 for start in cuts[1:]), last]
    return tuple(_text(low, high) for low, high in zip(cuts, ends, strict=True))


def _cut_out(act: Act) -> None:
    """Take the range that is typed out of the range that holds it: it starts as that was."""
    if act.node is None or act.old is not None:
        return
    first, last = _range_of(act.node.groups)
    for node in _ranges(act.root):
        low, high = _range_of(node.groups)
        if node is act.node or not low <= first <= last <= high:
            continue
        act.node.children = node.copy().children
        remove(act.root, node)
        for start, end in ((low, first - 1), (last + 1, high)):
            _add_rest(act.root, node, start, end)


def _add_rest(root: Node, node: Node, start: int, end: int) -> None:
    if start > end:
        return
    text = _text(start, end)
    groups = {"first": str(start)} | ({"last": str(end)} if end > start else {})
    root.children[text] = Node(text, text, node.rule, groups, node.copy().children)


def _each(groups: Mapping[str, str]) -> tuple[str, ...]:
    """Return the lines of a range: the device displays lines with equal settings as one range or as several."""
    first, last = _range_of(groups)
    return tuple(f"{HEAD}{number}" for number in range(first, last + 1))


def _in_short(groups: Mapping[str, str]) -> tuple[str, ...]:
    """Return ``vty 4`` for ``vty 4 4``."""
    return (f"{HEAD}{groups['first']}",) if groups.get("last") == groups["first"] else ()


VTY = Rule(
    HEAD + "{first:int} [{last:int}]",
    key=HEAD + "{first} {last}",
    opens="line",
    prompt="ui-vty{first}-{last}",
    undo=(),
    expands=_in_short,
    fans=_pieces,
    effects=(_cut_out,),
    spread=_each,
    sort="first",
    implicit="user-interface .*",
    source="S V200R019, user-interface: no undo; user-interface vty first [ last ]",
)


def _idle(view: str, minutes: int) -> Rule:
    return Rule(
        "idle-timeout {minutes:int} [{seconds:int}]",
        view,
        "idle-timeout",
        undo=("idle-timeout",),
        default=(f"idle-timeout {minutes} 0", f"idle-timeout {minutes}"),
        missing="ignore",
        source="S V200R019 and CE V300R023, idle-timeout",
    )


def rules(*, two_stages: bool) -> tuple[Rule, ...]:
    """Return the rules of user interfaces."""
    return (
        VTY,
        Rule(
            "user-interface {kind=con|console|vty} {range:rest}",
            opens="console",
            prompt="ui-{kind}{range}",
            undo=(),
            implicit="user-interface .*",
        ),
        single("user-interface maximum-vty"),
        _idle("line", 10),
        _idle("console", 5 if two_stages else 10),
        *(single(head, views=VIEWS) for head in HEADS),
        Rule(
            "acl [ipv6] {n} {way=inbound|outbound}",
            VIEWS,
            "acl {way}",
            undo=("acl [ipv6] {way=inbound|outbound}", "acl [ipv6] {n} {way=inbound|outbound}"),
        ),
    )


HEADS = (
    *("authentication-mode", "user privilege level", "protocol inbound", "set authentication password"),
    *("history-command max-size", "screen-length"),
)
