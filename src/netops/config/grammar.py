"""The four ways in which a part's text says which line stands under which.

Each takes the lines of one part and gives its significant lines as nodes. Which grammar a part has, and what opens and
closes a section in it, stands in the rulebook.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from netops.config.folding import FOLD, unfold
from netops.config.node import Node
from netops.config.rulebook import Context, Grammar, Part, Rule, SectionKind
from netops.errors import InputError

Numbered = Sequence[tuple[int, str]]
"""Lines with their number in the whole text."""

_SPACES = re.compile(r"[ \t\u3000]+")


@dataclass(slots=True)
class _Open:
    """A section that is being read."""

    text: str
    number: int
    indent: int
    context: Context | None
    leave: str = ""
    flat: bool = False
    loose: bool = False
    children: list[Node] = field(default_factory=list)

    def close(self) -> Node:
        return Node(self.text, self.number, tuple(self.children))


def read_nodes(part: Part, lines: Numbered, path: str | None = None) -> tuple[Node, ...]:
    """Return the significant lines of one part.

    Args:
        part: its grammar, comments and noise.
        lines: (number in the whole text, line without its end), opaque bodies folded.
        path: for messages.

    Raises:
        InputError: NET-CFG-010, a block of braces that is never closed or was never opened.
    """
    return _READERS[part.grammar](part, lines, path)


_LEVEL = re.compile(r"\n(?! [^\s!#])")
"""Where a section isn't made of lines that all stand one column deeper and say something."""


def read_text(part: Part, text: str, number: int = 1, path: str | None = None) -> tuple[Node, ...]:
    """Return the significant lines of a folded text; a section of plain lines is read without looking at its columns."""
    if part.grammar is Grammar.SECTIONS and text[:1] not in " !#" and _LEVEL.search(text) is None and text:
        first, *rest = text.split("\n")
        words, noise = part.leave_words | part.context.leaves, part.noise
        lines = [(at, clean(line)) for at, line in enumerate(rest, number + 1)]
        plain = FOLD not in text and not any(
            line in words or line.startswith("exit-") or (noise is not None and noise.fullmatch(line))
            for _, line in lines
        )
        head = clean(first)
        if plain and head not in words and (noise is None or not noise.fullmatch(head)):
            return (Node(head, number, tuple([Node(line, at) for at, line in lines])),)
    return read_nodes(part, numbered(text, number), path)


def numbered(text: str, first: int = 1) -> list[tuple[int, str]]:
    """Return a folded text's lines with their numbers; a body counts as many lines as it has."""
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    if FOLD not in text:
        return list(enumerate(lines, first))
    found, number = [], first
    for line in lines:
        found.append((number, line))
        number += 1 + line.count(FOLD)
    return found


def clean(line: str) -> str:
    """Return a line without indentation and with single spaces; a body stays as it is.

    Example:
        >>> clean("  neighbor 10.1.0.2   remote-as 65101 ")
        'neighbor 10.1.0.2 remote-as 65101'
    """
    if FOLD in line:
        first, _, rest = line.partition(FOLD)
        return f"{_SPACES.sub(' ', first.strip())}\n{unfold(rest)}"
    text = line.strip()
    return _SPACES.sub(" ", text) if "  " in text or "\t" in text or "\u3000" in text else text


def find_rule(context: Context | None, text: str) -> Rule | None:
    """Return the rule of a line, its negated form included, or None."""
    if context is None:
        return None
    words = context.rewriter.apart(text)
    found = context.rules.find(words) or (context.rules.find(words[1:]) if words[:1] == [context.negation] else None)
    return found[1] if found else None


def accepts(context: Context | None, text: str) -> bool:
    """Whether a line may stand in a section."""
    if context is None:
        return False
    if find_rule(context, text) is not None:
        return True
    words = context.rewriter.apart(text)
    return any(lookup.find(words) is not None for lookup in (context.spellings, context.adds, context.removes))


def opened(context: Context | None, text: str) -> SectionKind | None:
    """Return what a line opens, or None."""
    if context is None or (context.openers is not None and not context.openers):
        return None
    found = context.rules.find(context.rewriter.apart(text))
    return found[1].section if found else None


@dataclass(slots=True)
class _Sections:
    """Reads indented lines with closing lines, as routers print them."""

    part: Part
    stack: list[_Open]
    last: _Open | None = None

    def line(self, number: int, raw: str, following: str) -> None:
        text = clean(raw)
        if not text:
            return
        indent = len(raw) - len(raw.lstrip())
        if text in self.part.separators:
            self._separate(indent)
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
        top = self.stack[-1]
        top.flat = top.flat or indent == top.indent
        # A line of no known section may open one all the same: what is indented below it says so.
        kind = opened(top.context, text)
        if kind is None and len(self.stack) > 1 and following[: indent + 1].lstrip() and following[:1] == " ":
            top.children.append(Node(text, number))  # the next line stands no deeper: this one opens nothing
            return
        loose = kind is not None and kind.numbered is not None
        context, leave = (kind.context, kind.leave) if kind is not None else (None, "")
        self.stack.append(_Open(text, number, indent, context, leave, loose=loose))

    def finish(self) -> tuple[Node, ...]:
        while len(self.stack) > 1:
            self._pop()
        return tuple(self.stack[0].children)

    def _separate(self, indent: int) -> None:
        """A separator closes what begins at its column or right of it."""
        while len(self.stack) > 1 and self.stack[-1].indent >= indent:
            self._pop()

    def _reopen(self, text: str, indent: int) -> None:
        """Go back into a section that a separator at column 0 closed too early.

        Older VRP prints ``#`` at column 0 between the blocks of one section: an indented line that the device wouldn't
        take at its top level, and takes in the section before, belongs there.
        """
        last = self.last
        if len(self.stack) > 1 or last is None or indent <= last.indent or not self.part.separators:
            return
        if accepts(last.context, text) and not accepts(self.stack[0].context, text):
            self.stack[0].children.pop()
            self.stack.append(last)

    def _is_leave(self, text: str) -> bool:
        return text in self.part.leave_words or (
            " " not in text
            and (text.startswith("exit-") or any(each.leave == text for each in self.stack))
            and len(self.stack) > 1
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


def _sections(part: Part, lines: Numbered, path: str | None) -> tuple[Node, ...]:
    del path
    reader = _Sections(part, [_Open("", 0, -1, part.context)])
    for at, (number, raw) in enumerate(lines):
        reader.line(number, raw, lines[at + 1][1] if at + 1 < len(lines) else "")
    return reader.finish()


def _stanzas(part: Part, lines: Numbered, path: str | None) -> tuple[Node, ...]:
    """Read interfaces(5): a stanza begins with its keyword, whatever the indentation; a backslash joins lines."""
    del path
    top: list[_Open] = []
    for number, text in _joined(lines):
        if not text or text.startswith(part.comments):
            continue
        line = _keyword(text)
        if line.split(" ", 1)[0] in part.blocks or not top:
            top.append(_Open(line, number, 0, None))
        else:
            top[-1].children.append(Node(line, number))
    return tuple(each.close() for each in top)


def _joined(lines: Numbered) -> Iterable[tuple[int, str]]:
    held, start = "", 0
    for number, raw in lines:
        start = start if held else number
        line = held + raw.strip()
        if line.endswith("\\"):
            held = line[:-1].rstrip() + " "
            continue
        held = ""
        yield start, line.strip()
    if held:
        yield start, held.strip()


def _keyword(text: str) -> str:
    """Return keyword and value with one space between; the value stays as it is written."""
    first, _, rest = _SPACES.sub(" ", text, count=1).partition(" ")
    return f"{first} {rest.strip()}".strip()


def _keywords(part: Part, lines: Numbered, path: str | None) -> tuple[Node, ...]:
    """Read sshd_config(5): keywords in any case, ``=`` or spaces before the value; ``Match`` holds until the next."""
    del path
    top: list[_Open | Node] = []
    section: _Open | None = None
    for number, raw in lines:
        text = raw.strip()
        if not text or text.startswith(part.comments):
            continue
        line = _keyword(re.sub(r"^(\S+?)\s*=\s*", r"\1 ", text))
        if line.split(" ", 1)[0].lower() in part.blocks:
            section = _Open(line, number, 0, None)
            top.append(section)
        elif section is not None:
            section.children.append(Node(line, number))
        else:
            top.append(Node(line, number))
    return tuple(each if isinstance(each, Node) else each.close() for each in top)


_TOKEN = re.compile(r"\"[^\"\n]*\"|[{};\n#]|[^\"{};\n#]+")


@dataclass(slots=True)
class _Braces:
    """Reads nft(8) rulesets: statements end with a line end or ``;``, blocks stand in braces, sets inside a line."""

    part: Part
    path: str | None
    stack: list[_Open] = field(default_factory=lambda: [_Open("", 0, 0, None)])
    words: list[str] = field(default_factory=list)
    number: int = 0
    inner: int = 0

    def token(self, number: int, token: str) -> None:
        if not token.strip() and token != "\n":
            return
        if token in ";\n" and not self.inner:
            self._statement()
        elif token == "{":
            self._open(number)
        elif token == "}":
            self._close(number)
        elif token != "\n":
            self.number = self.number or number
            self.words.append(token.strip())

    def _text(self) -> str:
        return clean(re.sub(r" ?, ?", ", ", " ".join(self.words)))

    def _statement(self) -> None:
        text = self._text()
        if text:
            self.stack[-1].children.append(Node(text, self.number))
        self.words, self.number = [], 0

    def _open(self, number: int) -> None:
        text = self._text()
        if self.inner or text.split(" ", 1)[0] not in self.part.blocks:
            self.inner += 1
            self.words.append("{")
            return
        self.stack.append(_Open(text, self.number or number, 0, None))
        self.words, self.number = [], 0

    def _close(self, number: int) -> None:
        if self.inner:
            self.inner -= 1
            self.words.append("}")
            return
        self._statement()
        if len(self.stack) == 1:
            raise InputError.of("NET-CFG-010", self.path, number, detail="a closing brace without its opening one")
        closed = self.stack.pop()
        self.stack[-1].children.append(closed.close())

    def finish(self) -> tuple[Node, ...]:
        self._statement()
        if len(self.stack) > 1 or self.inner:
            number = self.stack[-1].number or self.number
            raise InputError.of("NET-CFG-010", self.path, number or None, detail="a brace that is never closed")
        return tuple(self.stack[0].children)


def _braces(part: Part, lines: Numbered, path: str | None) -> tuple[Node, ...]:
    reader = _Braces(part, path)
    for number, raw in lines:
        for token in _TOKEN.findall(raw):
            if token == "#":
                break
            reader.token(number, token)
        if not raw.rstrip().endswith("\\"):
            reader.token(number, "\n")
        elif reader.words:
            reader.words[-1] = reader.words[-1].rstrip("\\").strip()
    return reader.finish()


_READERS: Mapping[Grammar, Callable[[Part, Numbered, str | None], tuple[Node, ...]]] = {
    Grammar.SECTIONS: _sections,
    Grammar.STANZAS: _stanzas,
    Grammar.BRACES: _braces,
    Grammar.KEYWORDS: _keywords,
}
