"""Comware's classes of lines: what holds for all lines of a kind that say nothing themselves.

Source: H3C and HPE Comware 7 Fundamentals Command References, "Login management", ``line class``: what a line says counts
before what its class says; of ``authentication-mode`` and ``protocol inbound`` a VTY line that says one takes neither from it.
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


def read_line_class(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read Comware's ``line class vty``: the role as a setting, how people log in and how long they may be silent for its lines."""
    if len(words) != 3 or words[2] not in {*LINE_KINDS, "usb"}:
        return False
    kind = LINE_KINDS.get(words[2], words[2])
    draft: Traced[TerminalLine] = Traced(TerminalLine, {"kind": kind, "first": 0, "last": 0})
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
    """Return the ranges of lines with what they have from their classes; a class without a line of its kind says nothing."""
    kinds = {each.kind for each in sheet.terminals}
    for kind, (draft, below) in sheet.line_classes.items():
        if kind not in kinds:
            below.unread(*draft.nodes)
    return frozenset(_settled(sheet, each) for each in sheet.terminals)


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
