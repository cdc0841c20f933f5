"""Comware's classes of lines: what holds for all lines of a kind that say nothing themselves, named in the config or not.

Source: H3C and HPE Comware 7 Fundamentals Command References, "Login management", ``line class``: what a line says counts
before what its class says; of ``authentication-mode`` and ``protocol inbound`` a VTY line that says one takes neither from it.
"A setting in user line class view applies to all user lines of the class" (H3C S7500E R7178, S6300 R243x): a VTY line that no
line of the config names has what the class says, and is a range of the model as if that stood there.
"""

from collections.abc import Iterator
from dataclasses import replace

from netops.config.node import Node
from netops.model import TerminalLine
from netops.platforms.reading.sheet import Place, Traced, line
from netops.platforms.vrp_family.people import LINE_KINDS, read_line_setting
from netops.platforms.vrp_family.sheet import VrpSheet

_TAKEN = ("authentication-mode", "protocol", "idle-timeout")
_TOGETHER = ("login", "transports")
_LAST_VTY = 63
"""HPE FlexFabric 7900 and H3C S5830V2 Fundamentals Command References, ``line``: VTY lines are 0 to 63."""


def read_line_class(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read Comware's ``line class vty``: the role as a setting, how people log in and how long they may be silent for its lines."""
    if len(words) != 3 or words[2] not in {*LINE_KINDS, "usb"}:
        return False
    kind = LINE_KINDS.get(words[2], words[2])
    draft: Traced[TerminalLine] = Traced(TerminalLine, {"kind": kind, "first": 0, "last": 0})
    draft.nodes.append(node)
    below = place.under(node)
    sheet.line_classes[kind] = (draft, below)

    def read(child: Node) -> bool:
        what, _, role = child.text.partition(" ")
        if child.children or not role:
            return False
        if what == "user-role":
            sheet.fields.add((f"line class {words[2]} user-role", role))
            return True
        return what in _TAKEN and read_line_setting(sheet, draft, child)

    below.each(node.children, read)
    return True


def settle_lines(sheet: VrpSheet) -> frozenset[TerminalLine]:
    """Return the ranges of lines with what they have from their classes; how many a device has is known of VTY lines alone."""
    kinds = {"vty", *(each.kind for each in sheet.terminals)}
    for kind, (draft, below) in sheet.line_classes.items():
        if kind not in kinds:
            below.unread(*draft.nodes[1:])
    return frozenset(_settled(sheet, each) for each in (*sheet.terminals, *_unnamed(sheet)))


def _unnamed(sheet: VrpSheet) -> Iterator[TerminalLine]:
    """Yield the ranges of VTY lines that only their class speaks of; none where it says nothing that a line takes."""
    draft, _ = sheet.line_classes.get("vty", (None, None))
    if draft is None or not draft.sources:
        return
    named = sorted((each.first, each.last) for each in sheet.terminals if each.kind == "vty")
    at, header = 0, (line(draft.nodes[0]),)
    for first, last in (*named, (_LAST_VTY + 1, _LAST_VTY + 1)):
        if at < first:
            yield TerminalLine("vty", at, first - 1, lines=header)
        at = max(at, last + 1)


def _settled(sheet: VrpSheet, each: TerminalLine) -> TerminalLine:
    draft, _ = sheet.line_classes.get(each.kind, (None, None))
    if draft is None:
        return each
    taken = {name: draft.values[name] for name in _missing(each) if name in draft.values}
    sources = tuple((name, line(draft.sources[name])) for name in taken)
    lines = tuple(one for _, one in sources)
    return replace(each, **taken, sources=each.sources + sources, lines=each.lines + lines) if taken else each


def _missing(each: TerminalLine) -> Iterator[str]:
    if each.idle is None:
        yield "idle"
    own = [name for name in _TOGETHER if getattr(each, name)]
    if not own or each.kind != "vty":
        yield from (name for name in _TOGETHER if name not in own)
