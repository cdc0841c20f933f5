"""Access lists: numbered and named, with the numbers of their entries (IOS CR Security, RGOS CR ACL Commands).

``access-list 10 …`` and ``ip access-list standard 10`` write the same list. An entry typed without a number comes last;
a number that is taken is refused; the same entry a second time changes nothing (Cisco, "IP Access List Entry Sequence
Numbering"). ``no access-list 10 …`` takes the whole list, whatever stands after the number. IOS before 17 doesn't
display the numbers, so what counts between two devices is the order.
"""

from __future__ import annotations

import re
from dataclasses import replace

from netops.lab.semantics.core.effects import refuses, refuses_change, remove, selected
from netops.lab.semantics.core.model import Act, Effect, Node, Numbering, Refusal, Rule
from netops.lab.semantics.core.pattern import fill
from netops.lab.semantics.core.rendering import in_order
from netops.lab.semantics.ios_family.access_entries import IOS, RGOS, Grammar, parsed
from netops.lab.semantics.ios_family.forms import single
from netops.lab.semantics.ios_family.kinds import LIST_NUMBERS

DUPLICATE = "% Duplicate sequence number\n%Failed to add ace to access-list"
STEP = 10


def _next(section: Node) -> int:
    """Return the number that the next entry gets: ten more than the last entry's."""
    taken = [int(node.groups["n"]) for node in section.children.values() if "action" in node.groups]
    return max(taken, default=0) + STEP


def _forget_twin(act: Act) -> None:
    """Take the entry away again where the list has the same one under another number."""
    for node in act.section.children.values():
        same = node is not act.node and "action" in node.groups and _entry(node) == fill("{action} {more}", act.groups)
        if same and act.node is not None:
            remove(act.section, act.node)
            return


def _entry(node: Node) -> str:
    return fill("{action} {more}", node.groups)


def _stand_behind(act: Act) -> None:
    """Put the entry of a remark's number behind the remark, with which it is displayed."""
    children, number = act.section.children, act.groups["n"]
    for node in [each for each in children.values() if "action" in each.groups and each.groups["n"] == number]:
        children[node.key] = children.pop(node.key)


def _with_remarks(act: Act) -> None:
    """Take the remarks of an entry's number away with it."""
    for node in list(act.section.children.values()):
        if "action" not in node.groups and node.groups.get("n") == act.groups["n"]:
            remove(act.section, node)


def _resequence(act: Act) -> None:
    """Renumber the entries; a remark keeps its place before the entry that it explains."""
    first, step = int(act.groups["first"]), int(act.groups["step"])
    for way in ("standard", "extended"):
        for _, acl in list(selected(act, f"ip access-list {way} {{acl}}")):
            _renumber(acl, first, step)


def _renumber(acl: Node, first: int, step: int) -> None:
    lines, number = in_order(acl), first
    acl.children.clear()
    for line in lines:
        groups = {**line.groups, "n": str(number)}
        if line.rule is None or "n" not in line.groups:
            acl.children[line.key] = line
            continue
        text = f"{number} {line.text.partition(' ')[2]}"
        key = fill(line.rule.key or "", groups)
        acl.children[key] = Node(text, key, line.rule, groups)
        number += step if "action" in line.groups else 0


def without_numbers(acl: Node) -> tuple[str, ...]:
    """Return a list as IOS before 17 displays it: no numbers of entries; a numbered list as global lines."""
    lines = [line.text.partition(" ")[2] if "n" in line.groups else line.text for line in in_order(acl)]
    name = acl.groups["acl"]
    if name.isdigit():
        return tuple(f"access-list {name} {line}" for line in lines)
    return (acl.text, *(f" {line}" for line in lines))


def _of_its_kind(kind: str) -> Effect:
    """Refuse a list of a number that is another kind's."""

    def check(act: Act) -> None:
        name = act.groups["acl"]
        if name.isdigit() and re.fullmatch(LIST_NUMBERS[kind], name) is None:
            raise Refusal("% Invalid access list name.")

    return check


def _list(way: str, other: str, number: str, view: str, prompt: str) -> tuple[Rule, ...]:
    twin = refuses(
        f"ip access-list {other} {{acl}}", f"%A named {other.title()} IP access list with this name already exists"
    )
    return (
        Rule(
            f"ip access-list {way} {{acl}}",
            key=f"ip access-list {way} {{acl}}",
            opens=view,
            prompt=prompt,
            undo=("=", f"access-list {{acl:{number}}} [{{_x:rest}}]"),
            checks=(_of_its_kind(way), twin),
            implicit=rf"ip access-list {way} \d+",
        ),
        Rule(
            f"access-list {{acl:{number}}} {{line:rest}}",
            undo=(),
            expands=lambda groups: (f"ip access-list {way} {groups['acl']} / {' '.join(groups['line'].split())}",),
        ),
    )


def entries(view: str, kind: str, grammar: Grammar | None = None, *, bound: bool = False) -> tuple[Rule, ...]:
    """Return the rules of the entries of a list, with their numbers.

    Args:
        view: of the list.
        kind: of what stands behind the action.
        grammar: of the platform's entries; None where a line may say anything.
        bound: whether a remark goes with the entry of its number (IOS XE 17).
    """
    entry = f"{{action=permit|deny}} {{more:{kind}}}"
    return (
        Rule(
            f"{{n:int}} {entry}",
            view,
            key="{n}",
            undo=("{n:int}", entry, "="),
            numbering=Numbering(entry, "{n} {action} {more}", given=_next),
            meaning="{action} {more}",
            key_order="entries",
            sort="n",
            checks=(*([parsed(grammar, view)] if grammar else []), refuses_change(DUPLICATE)),
            effects=(_forget_twin,),
            undo_effects=(_with_remarks,) if bound else (),
        ),
        Rule(
            "{n:int} remark {text:rest}",
            view,
            key="{n} remark {text}",
            undo=("remark {text:rest}", "{n:int} remark [{_x:rest}]", *(("{n:int}",) if bound else ())),
            numbering=Numbering("remark {text:rest}", "{n} remark {text}", given=_next),
            meaning="remark {text}",
            key_order="entries",
            sort="n",
            effects=(_stand_behind,),
        ),
        single("list-remark", views=view, source="RGOS CR ACL, list-remark"),
    )


def _entries6() -> tuple[Rule, ...]:
    entry = "{action=permit|deny} {more:rest}"
    return (
        Rule(
            f"sequence {{n:int}} {entry}",
            "acl6",
            key="{n}",
            undo=("sequence {n:int}", entry, "="),
            numbering=Numbering(entry, "sequence {n} {action} {more}", given=_next),
            meaning="{action} {more}",
            key_order="entries",
            sort="n",
            checks=(refuses_change(DUPLICATE),),
        ),
        Rule("remark {text:rest}", "acl6", key_order="entries"),
    )


_SECTIONS = (
    *_list("standard", "extended", "stdnum", "acl-std", "config-std-nacl"),
    *_list("extended", "standard", "extnum", "acl-ext", "config-ext-nacl"),
)

_OTHER: tuple[Rule, ...] = (
    *_entries6(),
    Rule(
        "ip access-list resequence {acl} {first:int} {step:int}",
        undo=(),
        hidden=True,
        effects=(_resequence,),
        source="IOS CR Security, ip access-list resequence",
    ),
    Rule("ipv6 access-list {acl}", key="ipv6 access-list {acl}", opens="acl6", prompt="config-ipv6-acl"),
    Rule(
        "mac access-list extended {acl}",
        key="mac access-list {acl}",
        opens="acl-other",
        prompt="config-ext-macl",
        checks=(_of_its_kind("mac"),),
    ),
    Rule(
        "expert access-list extended {acl}",
        key="expert {acl}",
        opens="acl-other",
        prompt="config-exp-nacl",
        checks=(_of_its_kind("expert"),),
    ),
    Rule("time-range {name}", key="time-range {name}", opens="time-range", prompt="config-time-range"),
    Rule("ip access-group {acl} {way=in|out}", "interface", key="ip access-group {way}"),
    Rule("ipv6 traffic-filter {acl} {way=in|out}", "interface", key="ipv6 traffic-filter {way}"),
    Rule("mac access-group {acl} {way=in|out}", "interface", key="mac access-group {way}"),
    Rule("expert access-group {acl} {way=in|out}", "interface", key="expert access-group {way}"),
)

NUMBERED: tuple[Rule, ...] = (
    *_SECTIONS,
    *entries("acl-std", "standard", RGOS),
    *entries("acl-ext", "entry", RGOS),
    *_OTHER,
)
"""Lists that are displayed with the numbers of their entries (RGOS 11 and 12)."""

BOUND: tuple[Rule, ...] = (
    *_SECTIONS,
    *entries("acl-std", "standard", IOS, bound=True),
    *entries("acl-ext", "entry", IOS, bound=True),
    *_OTHER,
)
"""The same where a remark goes with the entry of its number (IOS XE 17)."""

UNNUMBERED: tuple[Rule, ...] = (
    *(replace(rule, written=without_numbers) if rule.opens else rule for rule in _SECTIONS),
    *entries("acl-std", "standard", IOS),
    *entries("acl-ext", "entry", IOS),
    *_OTHER,
)
"""Lists as IOS displays them before 17 ("Sequence numbers are not nvgened")."""
