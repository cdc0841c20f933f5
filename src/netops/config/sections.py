"""Sections by indentation and closing lines, as routers print them and as people type them."""

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress, islice, pairwise
from operator import ne, sub

from netops.config.line_text import Numbered, accepts, clean, may_open, opened, opening_of
from netops.config.node import Node, leaves, parent
from netops.config.rulebook import Context, Part, SectionKind
from netops.errors import InputError

NOTHING: frozenset[str] = frozenset()


DEEPEST = 32
"""Sections that a line may stand in: devices have five or six, and a text that nests on and on is no config."""


def read_sections(part: Part, lines: Numbered, path: str | None = None) -> tuple[Node, ...]:
    """Return the significant lines of a part that nests by indentation.

    Raises:
        InputError: NET-CFG-022, a line stands deeper than on any device.
    """
    top = _Open("", 0, -1, asked=True, opens=SectionKind(part.context, leave=""))
    return Sections(part, lines, [top], path=path).read()


def refuse_depth(depth: int, path: str | None, number: int) -> None:
    """Refuse a line in more sections than any device nests; whoever goes down into them one by one would never come back."""
    if depth > DEEPEST:
        raise InputError.of("NET-CFG-022", path, number, deepest=DEEPEST)


@dataclass(slots=True)
class _Open:
    """A section that is being read.

    Attributes:
        above: the lines of the section that it stands in; None where nobody knows them.
        asked: whether somebody has asked what it opens; most sections can be read without.
        opens: what it does.
        flat: whether a line of it stands at its own column.
    """

    text: str
    number: int
    indent: int
    above: Context | None = None
    asked: bool = False
    opens: SectionKind | None = None
    flat: bool = False
    children: list[Node] = field(default_factory=list)

    @property
    def kind(self) -> SectionKind | None:
        """What the line opens, or None."""
        if not self.asked:
            self.asked, self.opens = True, opened(self.above, self.text)
        return self.opens

    @property
    def context(self) -> Context | None:
        """The lines that may stand in it; None where nobody knows them."""
        kind = self.opens if self.asked else self.kind
        return None if kind is None else kind.context

    @property
    def leave(self) -> str:
        """The line that closes it."""
        return "" if self.kind is None else self.kind.leave

    @property
    def loose(self) -> bool:
        """Whether it is an ordered list."""
        return self.kind is not None and self.kind.numbered is not None

    @property
    def opening(self) -> AbstractSet[str] | None:
        """First words of the lines below that may open a section; None where any may."""
        if not self.asked and self.above is not None and self.above.opening is not None:
            return self.above.opening[self.text.partition(" ")[0]].below
        context = self.context
        return NOTHING if context is None else None if context.opening is None else context.opening.keys()

    def close(self) -> Node:
        return parent(self.text, self.number, tuple(self.children))


def _below(context: Context | None, text: str) -> AbstractSet[str] | None:
    """Return first words of the lines below a line that may open a section there; None where any may."""
    if context is None:
        return NOTHING
    if context.opening is None:
        return None
    found = opening_of(context.opening, text)
    return NOTHING if found is None else found.below


@lru_cache(maxsize=64)
def _closing(context: Context) -> frozenset[str]:
    """Return the lines that close a section, here or below."""
    found, seen, waiting = set(context.leaves), {context}, [context]
    while waiting:
        below = {rule.section.context for rule in waiting.pop().every if rule.section is not None} - seen
        found.update(*(each.leaves for each in below))
        seen |= below
        waiting += below
    return frozenset(found)


@lru_cache(maxsize=64)
def _no_line(noise: str) -> Callable[[str], re.Match[str] | None]:
    """Return what tells a line that is noise, or may close a section of a kind that no rulebook knows."""
    return re.compile(f"(?:{noise})|exit-.*" if noise else "exit-.*").fullmatch


ODD = -1
"""Column of a line that isn't only a line of its section: it closes one, or is no config, or isn't written as devices print it."""
SILENT = -2
"""Column of a line that says nothing: a comment, an empty line."""
PARTING = -3
"""Column of a separator that closes all sections."""


def _ends(columns: list[int]) -> list[int]:
    """Return where lines end that stand at one column, one behind the other; the last of all twice.

    Example:
        >>> _ends([0, 1, 1, 0, 0])  # the last 0 stands behind the lines
        [1, 3, 4, 4]
    """
    last = len(columns) - 1
    return [*compress(range(1, last), map(ne, columns, islice(columns, 1, None))), last, last]


@dataclass(slots=True)
class Sections:
    """Reads indented lines with closing lines, as routers print them.

    Attributes:
        lines: with their numbers.
        texts: the same, cleaned.
        columns: where they begin; `ODD`, `SILENT` and `PARTING` where that isn't all; a 0 stands behind the last.
        last: the section of the top level that was closed last; a node where it was read at once.
        path: the file, for messages.
    """

    part: Part
    lines: Numbered
    stack: list[_Open]
    texts: list[str] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    last: _Open | Node | None = None
    path: str | None = None

    def read(self) -> tuple[Node, ...]:
        """Read all lines: those that stand at one column, one behind the other, together."""
        self.texts = list(map(str.strip, self.lines.texts))
        self.columns = columns = self._columns()
        columns.append(0)
        at = done = 0
        for end, stop in pairwise(_ends(columns)):
            column = columns[at]
            if at < done:
                pass
            elif column >= 0:
                behind = self._behind(stop, column) if columns[end] > column else 0
                if behind:
                    done = self._with_head(column, at, end, (stop, behind))
                else:
                    self._stretch(at, end, column)
            elif column == ODD:
                for each in range(at, end):
                    self._line(each)
            elif column == PARTING:
                self._close(0)
            at = end
        self._close(0)
        return tuple(self.stack[0].children)

    def _columns(self) -> list[int]:
        raws, texts = self.lines.texts, self.texts
        unique = set(texts)
        quiet = "".join({each[0] for each in (*self.part.comments, *self.part.separators)})
        silent = {each for each in unique if each[:1] in quiet}
        odd = self._odd(unique)
        columns = list(map(sub, map(len, raws), map(len, map(str.lstrip, raws))))
        special = silent | odd
        for at in compress(range(len(texts)), map(special.__contains__, texts)):
            text = texts[at]
            columns[at] = self._quiet(text, raws[at]) if text in silent else ODD
        return columns

    def _odd(self, texts: AbstractSet[str]) -> set[str]:
        """Return the texts of lines whose column is `ODD`; a text that comes again and again is looked at once."""
        part = self.part
        no_line = _no_line("" if part.noise is None else part.noise.pattern)
        odd = {text for text in texts if no_line(text)} | (texts & (part.leave_words | _closing(part.context)))
        whole = "".join(texts)
        if not whole.isprintable():
            odd |= {text for text in texts if not text.isprintable()}
        if "  " in whole:
            odd |= {text for text in texts if "  " in text}
        return odd

    def _quiet(self, text: str, raw: str) -> int:
        """Return the column of a line that may be a comment or a separator."""
        if not text:
            return SILENT
        if raw in self.part.separators:
            return PARTING
        text = clean(text)
        return SILENT if text not in self.part.separators and text.startswith(self.part.comments) else ODD

    def _stretch(self, at: int, end: int, column: int) -> None:
        """Read lines that stand at one column: what is followed by one of them has nothing below it, if it doesn't open a section."""
        stack, texts = self.stack, self.texts
        if column and len(stack) == 1:
            self._reopen(texts[at], column)
        limit = end if self._is_followed(end, column) else end - 1
        while at < end:
            if column <= stack[-1].indent:
                self._settle(texts[at], column)
            top = stack[-1]
            stop = self._openless(top, at, limit) if at < limit and column > top.indent else at
            if stop == at:
                self._put(at, texts[at], column)
                at += 1
                continue
            top.children += leaves(texts[at:stop], self.lines.numbers[at:stop])
            if len(stack) == 1:
                self.last = None
            at = stop

    def _behind(self, stop: int, column: int) -> int:
        """Return where lines begin that don't stand in a section of a column, where its own lines end at ``stop``; 0 where nobody knows.

        A line such as ``exit-address-family`` may stand between them, if it closes what begins at its column and nothing else.
        """
        if self._is_followed(stop, column):
            return stop
        if self.columns[stop] != ODD:
            return 0
        text, raw = self.texts[stop], self.lines.texts[stop]
        own = len(raw) - len(raw.lstrip())
        if text in self.part.separators:  # a ``#`` closes what begins at its column and right of it
            return stop if own <= column else 0
        closes = (
            text.startswith("exit-") and text.isprintable() and " " not in text and text not in self.part.leave_words
        )
        return stop + 1 if closes and own == column and self._is_followed(stop + 1, column) else 0

    def _with_head(self, column: int, at: int, end: int, stops: tuple[int, int]) -> int:
        """Read lines of which the last one has some below it; return up to where lines were read.

        Those below it are, too, where all of them are plain lines: then the section is made at once, in half the time, without being
        opened and closed.

        Args:
            column: of the lines.
            at: the first of them.
            end: behind the last one.
            stops: where the lines below it end, and where the next begins, behind a line that closes the section.
        """
        stop, behind = stops
        head = end - 1
        if at < head:
            self._stretch(at, head, column)
        elif column and len(self.stack) == 1:
            self._reopen(self.texts[head], column)
        text, stack = self.texts[head], self.stack
        if column <= stack[-1].indent:
            self._settle(text, column)
        top = stack[-1]
        words = _below(top.context, text)
        closes_more = behind > stop and any(each.leave == self.texts[stop] for each in stack)
        odd = column > 0 and len(stack) == 1  # an indented section of the top level
        if words is None or closes_more or odd or not self._has_none(words, end, stop):
            self._put(head, text, column)
            return end
        if column == top.indent:
            top.flat = True
        numbers = self.lines.numbers
        node = parent(text, numbers[head], tuple(leaves(self.texts[end:stop], numbers[end:stop])))
        top.children.append(node)
        if len(stack) == 1:
            self.last = node
        return behind

    def _has_none(self, words: AbstractSet[str], at: int, end: int) -> bool:
        """Whether no line begins with one of some words."""
        return not words or words.isdisjoint([each.partition(" ")[0] for each in self.texts[at:end]])

    def _openless(self, top: _Open, at: int, end: int) -> int:
        """Return up to where no line opens a section."""
        words = top.opening
        if words is not None and self._has_none(words, at, end):
            return end
        context = top.context
        if context is None:
            return end
        return next((each for each in range(at, end) if may_open(context, self.texts[each])), end)

    def _line(self, at: int) -> None:
        """Read a line that is written in an odd way, or closes a section, or separates two."""
        raw = self.lines.texts[at]
        text, indent = clean(raw), len(raw) - len(raw.lstrip())
        if text in self.part.separators:
            self._close(indent)
            return
        if text.startswith(self.part.comments):
            return
        if self._is_leave(text):
            self._leave(text, indent)
            return
        if self.part.noise is not None and self.part.noise.fullmatch(text):
            return
        self._reopen(text, indent)
        self._settle(text, indent)
        self._put(at, text, indent)

    def _put(self, at: int, text: str, indent: int) -> None:
        """Let a line stand in the innermost section; one of no known section may open one all the same: what is indented says so."""
        top, number = self.stack[-1], self.lines.numbers[at]
        if indent == top.indent:
            top.flat = True
        context = top.context
        known = context is not None and may_open(context, text)
        if self._is_last(at, indent) and (not known or opened(context, text) is None):
            top.children.append(Node(text, number))
            if len(self.stack) == 1:
                self.last = None
        else:
            refuse_depth(len(self.stack), self.path, number)
            self.stack.append(_Open(text, number, indent, context, asked=not known))

    def _is_last(self, at: int, indent: int) -> bool:
        """Whether nothing can stand below a line that opens no section: what comes next stands no deeper."""
        raws = self.lines.texts
        following = raws[at + 1] if at + 1 < len(raws) else ""
        if following[:1] == " " and following[: indent + 1].lstrip() and len(self.stack) > 1:
            return True
        return self._is_followed(at + 1, indent)

    def _is_followed(self, at: int, column: int) -> bool:
        """Whether what comes next, if it says anything, stands no deeper than a column."""
        columns = self.columns
        while columns[at] == SILENT:
            at += 1
        return 0 <= columns[at] <= column or columns[at] == PARTING

    def _close(self, indent: int) -> None:
        """Close the sections that begin at a column or right of it: what a separator does."""
        while len(self.stack) > 1 and self.stack[-1].indent >= indent:
            self._pop()

    def _reopen(self, text: str, indent: int) -> None:
        """Go back into a section that a separator at column 0 closed too early.

        Older VRP prints ``#`` at column 0 between the blocks of one section: an indented line that the device wouldn't
        take at its top level, and takes in the section before, belongs there.
        """
        last = self.last
        if len(self.stack) > 1 or last is None or not self.part.separators:
            return
        if isinstance(last, Node):
            context = self.stack[0].context
            known = context is not None and may_open(context, last.text)
            last = _Open(last.text, last.number, 0, context, asked=not known, children=list(last.children))
        if indent <= last.indent:
            return
        if accepts(last.context, text) and not accepts(self.stack[0].context, text):
            self.stack[0].children.pop()
            self.stack.append(last)

    def _is_leave(self, text: str) -> bool:
        if " " in text:
            return text in self.part.leave_words
        return text in self.part.leave_words or (
            (text.startswith("exit-") or any(each.leave == text for each in self.stack)) and len(self.stack) > 1
        )

    def _leave(self, text: str, indent: int) -> None:
        """Close what a closing line closes: its own kind of section, else the innermost that begins at its column."""
        stack = self.stack
        if text in self.part.ends:
            while len(stack) > 1:
                self._pop()
            return
        while len(stack) > 1 and stack[-1].context is None and stack[-1].indent >= indent:
            unknown = stack[-1]
            self._pop()
            if unknown.children and unknown.indent == indent:
                return
        if text in self.part.leave_words:
            while len(stack) > 2 and stack[-1].indent > indent:
                self._pop()
        elif any(each.leave == text for each in stack):
            while stack[-1].leave != text:
                self._pop()
        else:
            return
        if len(stack) > 1:
            self._pop()

    def _settle(self, text: str, indent: int) -> None:
        """Close the sections that this line doesn't stand in.

        Deeper indentation means below. At the same column a line is below only where the section takes it and has no
        indented lines: configs that people type have no indentation, and the device reads them by what it accepts.
        """
        while len(self.stack) > 1 and indent <= self.stack[-1].indent:
            top = self.stack[-1]
            if indent == top.indent and (top.flat or not top.children) and self._takes(top, text):
                return
            self._pop()

    def _takes(self, top: _Open, text: str) -> bool:
        """Whether a section takes a line; an ordered list takes any that the level above it doesn't know."""
        return accepts(top.context, text) or (top.loose and not accepts(self.stack[-2].context, text))

    def _pop(self) -> None:
        closed = self.stack.pop()
        self.stack[-1].children.append(closed.close())
        if len(self.stack) == 1:
            self.last = closed
