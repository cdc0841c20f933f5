r"""What a pager and a terminal leave in a captured text, taken out as the terminal itself would have shown it.

A pager writes ``---- More ----``, moves the cursor back, writes spaces over it, moves back again, and goes on with the next
line. Who draws that gets the line with its indentation; who cuts the pager's text out by its look loses the indentation, and
the line leaves its section.
"""

import re

_MORE = r"<?-{2,} *\(?more\)?(?: *\([^()\n]*\))? *-{2,}>?"
_DASHES = re.compile("--")
"""Found in a third of the time that a search of the text takes, because most dashes of a config stand alone."""
_PAGER = re.compile(rf"^[ \t\r]*{_MORE}", re.IGNORECASE | re.MULTILINE)
_PAGER_ALONE = re.compile(rf"[ \t]*{_MORE}(?:[^\S\n]*\[\d+D)?[ \t]*", re.IGNORECASE)
_STRIPPED = re.compile(rf"^[ \t]*{_MORE}(?:(?P<moved>[ \t]*\[(?P<width>\d+)D *\[\d+D)|(?P<blank> *))", re.IGNORECASE)
_MOVES = re.compile(r"\x1b\[(?P<count>[0-9;?]*)(?P<move>[A-Za-z])|\x1b[78=>]|[\x08\r]|[^\x1b\x08\r]+|\x1b")
_WIDTHS = (42, 16, 9)
"""Spaces by which VRP, Comware and IOS wipe their pager out; what is left behind them is the line's indentation."""


def drawn(text: str) -> str:
    r"""Return a text without the traces of a pager or a terminal; any other text as it is.

    Example:
        >>> drawn("interface X\n  ---- More ----\x1b[16D                \x1b[16D shutdown\n")
        'interface X\n shutdown\n'
        >>> drawn(" --More-- \x08\x08\x08\x08\x08\x08\x08\x08\x08\x08          \x08\x08\x08\x08\x08\x08\x08\x08\x08\x08 mtu 9000")
        ' mtu 9000'
    """
    moves = "\x1b" in text or "\x08" in text
    if not moves and (_DASHES.search(text) is None or _PAGER.search(text) is None):
        return text
    return "\n".join(_line(line) if _touched(line) else line for line in text.split("\n"))


def _touched(line: str) -> bool:
    return "\x1b" in line or "\x08" in line or _PAGER.match(line) is not None


def _line(line: str) -> str:
    ending = "\r" if line.endswith("\r") else ""
    line = line.rstrip("\r")
    if "\x1b" in line or "\x08" in line or "\r" in line:
        line = _Screen().shown(line)
    while (found := _STRIPPED.match(line)) is not None:  # whoever pages on quickly leaves several
        if _PAGER_ALONE.fullmatch(line):
            return ending
        blank = found["blank"] or ""
        width = next((each for each in _WIDTHS if len(blank) >= each), 0)
        line = blank[width:] + line[found.end() :]
    return line + ending


class _Screen:
    """One line of a screen with its cursor."""

    __slots__ = ("at", "cells")

    def __init__(self) -> None:
        self.cells: list[str] = []
        self.at = 0

    def shown(self, line: str) -> str:
        """Return what stands on the screen after these characters."""
        moved = False
        for found in _MOVES.finditer(line):
            text = found.group()
            if text == "\x08":
                self.at, moved = max(0, self.at - 1), True
            elif text == "\r":
                self.at, moved = 0, True
            elif text[0] == "\x1b":
                moved = self._escape(found) or moved
            else:
                self._write(text)
        shown = "".join(self.cells)
        return shown.rstrip(" ") if moved else shown

    def _write(self, text: str) -> None:
        self.cells += [" "] * (self.at - len(self.cells))
        self.cells[self.at : self.at + len(text)] = text
        self.at += len(text)

    def _escape(self, found: re.Match[str]) -> bool:
        """Move the cursor; colours and the like say nothing."""
        count = int(found["count"]) if (found["count"] or "").isdecimal() else 1
        match found["move"]:
            case "D":
                self.at = max(0, self.at - min(count, MOST_COLUMNS))
            case "C":
                self.at += min(count, MOST_COLUMNS)
            case "G":
                self.at = max(0, min(count, MOST_COLUMNS) - 1)
            case "K":
                del self.cells[self.at :]
            case _:
                return False
        return True


MOST_COLUMNS = 1000
"""No terminal is wider."""
