"""Whether a text was cut off: whatever it lacks would be undone on the device, line by line, and proven."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from netops.config.folding import FOLD
from netops.config.rulebook import Dialect, Part, Rulebook
from netops.config.rulebook_pieces import Push
from netops.config.secret import PLACEHOLDER, Mask
from netops.config.tree import Lines, Tree
from netops.errors import Fault, InputError

_BODY = re.compile(r"[^\s<>:]{25,}")
"""A word that may be a piece of a key or a certificate."""
TAIL = 400
"""Characters at the end of a text in which its last line is looked for first."""


@dataclass(frozen=True, slots=True)
class Torn:
    """A text that seems to end before its end.

    Attributes:
        name: ``running`` or ``intended``.
        path: its file; None where it is no file.
        number: of its last line.
        line: its last line, secrets hidden.
        end: with what the other text ends and this one doesn't; empty where neither does, or both do.
        longer: the line of the other text of which this is the beginning, secrets hidden; empty where there is none.
    """

    name: str
    path: str | None
    number: int
    line: str
    end: str
    longer: str

    def __str__(self) -> str:
        """Return what stands in the way of a proof."""
        lacks = f"the {self.name} text ends without “{self.end}”, with which the other one ends: it may be cut off"
        begun = f"; the other text has more of it: “{self.longer}”" if self.longer else ""
        why = lacks if self.end else f"the {self.name} text breaks off within its last line"
        return f"{why}; its last line is {self.number}: “{self.line}”{begun}"

    def fault(self) -> Fault:
        """Return it as a fault of the file."""
        values = {"last": self.line, "end": self.end, "longer": self.longer}
        code = "NET-CFG-016" if not self.longer else "NET-CFG-017" if self.end else "NET-CFG-018"
        return Fault(code, values, self.path, self.number)


def torn(p: Dialect, running: Tree, intended: Tree, mask: Mask) -> tuple[Torn, ...]:
    """Return which of two texts seem to be cut off, as far as the other one shows it."""
    first, second = _end(p.rulebook, running), _end(p.rulebook, intended)
    found = (
        _torn(p.rulebook, ("running", running), intended, second if not first else ""),
        _torn(p.rulebook, ("intended", intended), running, first if not second else ""),
    )
    return tuple(
        Torn(each.name, each.path, each.number, shown(mask, each.line), each.end, shown(mask, each.longer))
        for each in found
        if each is not None
    )


def shown(mask: Mask, line: str) -> str:
    """Return a line as it may be shown, even if it is the beginning of a secret or a piece of a key."""
    return _BODY.sub("…", PLACEHOLDER.sub("<secret>", mask.text(line))).strip()


def _end(book: Rulebook, tree: Tree) -> str:
    """Return the last line that the platform's devices print, where a text has it."""
    end = book.marks.last_line
    return end if end and any(_closed({end}, each.text) for each in _typed(book, tree)) else ""


def _closed(ends: Collection[str], text: str) -> bool:
    """Whether a line that ends a config stands in a text: mostly it is the last one, so that one looks there first."""
    finders = [re.compile(rf"(?m)^[ \t]*{end}[ \t]*$") for end in ends]
    start = text.rfind("\n", 0, max(0, len(text) - TAIL)) + 1
    return any(each.search(text, start) for each in finders) or any(each.search(text) for each in finders)


def _typed(book: Rulebook, tree: Tree) -> Iterator[Lines]:
    """Yield the parts that are changed by commands."""
    names = {each.name for each in book.parts if each.push is Push.COMMANDS}
    yield from (each.lines for each in tree.parts if each.name in names)


def _torn(book: Rulebook, text: tuple[str, Tree], other: Tree, end: str) -> Torn | None:
    name, tree = text
    lines = next(_typed(book, tree), None)
    if lines is None or not lines.text or lines.text.isspace():
        return None
    breaks_off = not tree.source.endswith("\n") and lines.part.name == tree.parts[-1].name
    if not (breaks_off or end):
        return None
    number, line = _last(lines)
    longer = _longer(line, next(_typed(book, other), None), within_word=not end)
    if not end and not longer:
        return None
    return Torn(name, tree.path, number, line, end, longer)


def _last(lines: Lines) -> tuple[int, str]:
    """Return number and text of the last line that isn't blank."""
    text = lines.text.rstrip()
    return number_of(lines, len(text)), text[max(text.rfind("\n"), text.rfind(FOLD)) + 1 :]


def _longer(line: str, other: Lines | None, *, within_word: bool) -> str:
    """Return the line of the other text of which this one is the beginning; empty where the line itself stands there, too.

    Args:
        line: the last line.
        other: the other text.
        within_word: whether only a line counts that goes on without a space: people leave the last line end out, too.
    """
    wanted = line.strip()
    standing = [each.strip() for each in other.text.split("\n")] if other is not None else []
    if wanted in standing:
        return ""
    begun = (each for each in standing if each.startswith(wanted))
    return next((each for each in begun if not (within_word and each[len(wanted)] == " ")), "")


def refuse_cut(book: Rulebook, lines: Lines, part: Part, path: str | None) -> None:
    """Refuse a text that begins as a device prints a whole config and lacks its last line: what is missing would be undone.

    Raises:
        InputError: NET-CFG-015.
    """
    for finder in book.marks.whole_after:
        begin = next(iter(lines.first_two(finder)), None)
        rest = lines.text[begin.end() :] if begin is not None else ""
        if begin is not None and rest.strip() and not _closed(part.ends, rest):
            number, line = _last(lines)
            end, last = " | ".join(sorted(part.ends)), shown(Mask(book.secrets), line)
            raise InputError.of("NET-CFG-015", path, number, start=begin.group().strip(), end=end, last=last)


def number_of(lines: Lines, place: int) -> int:
    """Return the line of the whole text at a place of a part's text."""
    return lines.number + lines.text.count("\n", 0, place) + lines.text.count(FOLD, 0, place)
