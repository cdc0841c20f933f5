"""The four ways in which a part's text says which line stands under which.

Each takes the lines of one part and gives its significant lines as nodes. Which grammar a part has, and what opens and
closes a section in it, stands in the rulebook.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from netops.config.rulebook import Context, Grammar, Part, Rule, SectionKind
from netops.config.tree import Node
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
    children: list[Node] = field(default_factory=list)

    def close(self) -> Node:
        return Node(self.text, self.number, tuple(self.children))


def read_nodes(part: Part, lines: Numbered, path: str | None = None) -> tuple[Node, ...]:
    """Return the significant lines of one part.

    Args:
        part: its grammar, comments and noise.
        lines: (number in the whole text, line without its end).
        path: for messages.

    Raises:
        InputError: NET-CFG-010, a block of braces that is never closed or was never opened.
    """
    return _READERS[part.grammar](part, lines, path)


def clean(line: str) -> str:
    """Return a line without indentation and with single spaces.

    Example:
        >>> clean("  neighbor 10.1.0.2   remote-as 65101 ")
        'neighbor 10.1.0.2 remote-as 65101'
    """
    return _SPACES.sub(" ", line.strip())


def find_rule(context: Context | None, text: str) -> Rule | None:
    """Return the rule of a line, its ``no`` form included, or None."""
    if context is None:
        return None
    words = text.split()
    found = context.rules.find(words) or (context.rules.find(words[1:]) if words[:1] == ["no"] else None)
    return found[1] if found else None


def _accepts(context: Context | None, text: str) -> bool:
    return find_rule(context, text) is not None or (
        context is not None and context.spellings.find(text.split()) is not None
    )


def _opened(context: Context | None, text: str) -> SectionKind | None:
    found = context.rules.find(text.split()) if context is not None else None
    return found[1].section if found else None


def _sections(part: Part, lines: Numbered, path: str | None) -> tuple[Node, ...]:
    del path
    stack = [_Open("", 0, -1, part.context)]
    for number, raw in lines:
        text = clean(raw)
        if not text or text.startswith(part.comments) or any(each.fullmatch(text) for each in part.noise):
            continue
        indent = len(raw) - len(raw.lstrip())
        if _is_leave(stack, text):
            _leave(stack, text, indent)
            continue
        _settle(stack, text, indent)
        top = stack[-1]
        top.flat = top.flat or indent == top.indent
        # A line of no known section may open one all the same: what is indented below it says so.
        kind = _opened(top.context, text)
        stack.append(_Open(text, number, indent, kind.context if kind else None, kind.leave if kind else ""))
    while len(stack) > 1:
        _pop(stack)
    return tuple(stack[0].children)


def _is_leave(stack: Sequence[_Open], text: str) -> bool:
    return text in {"exit", "quit", "end"} or (text.startswith("exit-") and " " not in text and len(stack) > 1)


def _leave(stack: list[_Open], text: str, indent: int) -> None:
    """Close what a closing line closes: its own kind of section, else the innermost that begins at its column."""
    if text == "end":
        while len(stack) > 1:
            _pop(stack)
        return
    while len(stack) > 1 and stack[-1].context is None and stack[-1].indent >= indent:
        unknown = stack[-1]
        _pop(stack)
        if unknown.children and unknown.indent == indent:
            return
    if text in {"exit", "quit"}:
        while len(stack) > 2 and stack[-1].indent > indent:
            _pop(stack)
    elif any(each.leave == text for each in stack):
        while stack[-1].leave != text:
            _pop(stack)
    else:
        return
    if len(stack) > 1:
        _pop(stack)


def _settle(stack: list[_Open], text: str, indent: int) -> None:
    """Close the sections that this line doesn't stand in.

    Deeper indentation means below. At the same column a line is below only where the section takes it and has no
    indented lines: configs that people type have no indentation, and the device reads them by what it accepts.
    """
    while len(stack) > 1 and indent <= stack[-1].indent:
        top = stack[-1]
        if indent == top.indent and (top.flat or not top.children) and _accepts(top.context, text):
            return
        _pop(stack)


def _pop(stack: list[_Open]) -> None:
    closed = stack.pop()
    stack[-1].children.append(closed.close())


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
        _pop(self.stack)

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
