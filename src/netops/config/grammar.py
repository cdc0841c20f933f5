"""The four ways in which a part's text says which line stands under which.

Each takes the lines of one part and gives its significant lines as nodes. Which grammar a part has, and what opens and
closes a section in it, stands in the rulebook.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from netops.config.folding import FOLD
from netops.config.line_text import (
    SPACES,
    Numbered,
    accepts,
    clean,
    cleaned,
    find_rule,
    is_tidy,
    may_open,
    numbered,
    opened,
)
from netops.config.node import Node
from netops.config.rulebook import Part
from netops.config.rulebook_pieces import Grammar
from netops.config.sections import read_sections, refuse_depth
from netops.errors import InputError
from netops.language import translate

__all__ = [
    "accepts",
    "clean",
    "cleaned",
    "find_rule",
    "is_tidy",
    "may_open",
    "numbered",
    "opened",
    "read_nodes",
    "read_text",
]


@dataclass(slots=True)
class _Block:
    """A stanza, a block or a section that is being read."""

    text: str
    number: int
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
        InputError: NET-CFG-010, a block of braces that is never closed or was never opened; NET-CFG-022, one line stands
            deeper than on any device.
    """
    return _READERS[part.grammar](part, lines, path)


_LEVEL = re.compile(r"\n(?! [^\s!#])")
"""Where a section isn't made of lines that all stand one column deeper and say something."""


def is_level(text: str) -> bool:
    """Whether all lines below a folded text's first stand one column deeper and say something."""
    return FOLD not in text and _LEVEL.search(text) is None


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


def _sections(part: Part, lines: Numbered, path: str | None) -> tuple[Node, ...]:
    return read_sections(part, lines, path)


def _stanzas(part: Part, lines: Numbered, path: str | None) -> tuple[Node, ...]:
    """Read interfaces(5): a stanza begins with its keyword, whatever the indentation; a backslash joins lines."""
    del path
    top: list[_Block] = []
    for number, text in _joined(lines):
        if not text or text.startswith(part.comments):
            continue
        line = _keyword(text)
        if line.split(" ", 1)[0] in part.blocks or not top:
            top.append(_Block(line, number))
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
    first, _, rest = SPACES.sub(" ", text, count=1).partition(" ")
    return f"{first} {rest.strip()}".strip()


def _keywords(part: Part, lines: Numbered, path: str | None) -> tuple[Node, ...]:
    """Read sshd_config(5): keywords in any case, ``=`` or spaces before the value; ``Match`` holds until the next."""
    del path
    top: list[_Block | Node] = []
    section: _Block | None = None
    for number, raw in lines:
        text = raw.strip()
        if not text or text.startswith(part.comments):
            continue
        line = _keyword(re.sub(r"^(\S+?)\s*=\s*", r"\1 ", text))
        if line.split(" ", 1)[0].lower() in part.blocks:
            section = _Block(line, number)
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
    stack: list[_Block] = field(default_factory=lambda: [_Block("", 0)])
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
        refuse_depth(len(self.stack), self.path, number)
        self.stack.append(_Block(text, self.number or number))
        self.words, self.number = [], 0

    def _close(self, number: int) -> None:
        if self.inner:
            self.inner -= 1
            self.words.append("}")
            return
        self._statement()
        if len(self.stack) == 1:
            raise InputError.of(
                "NET-CFG-010", self.path, number, detail=translate("a closing brace without its opening one")
            )
        closed = self.stack.pop()
        self.stack[-1].children.append(closed.close())

    def finish(self) -> tuple[Node, ...]:
        self._statement()
        if len(self.stack) > 1 or self.inner:
            number = self.stack[-1].number or self.number
            raise InputError.of(
                "NET-CFG-010", self.path, number or None, detail=translate("a brace that is never closed")
            )
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
