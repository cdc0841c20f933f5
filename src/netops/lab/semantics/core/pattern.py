"""The form of a command, as a manual prints it, turned into a matcher.

    peer {peer} as-number {asn:asn}
    port default vlan {vlan:int}
    ip address {address:ip} {mask:mask} [{sub=sub}]
    rule {n:int} (permit|deny) [{more:rest}]

A bare word is typed as it stands; ``{name}`` takes one word, ``{name:kind}`` a value of a kind (see ``kinds``),
``{name=a|b}`` one of several words (a word may hold ``~`` for a space: ``{way=in|out|both~ways}``); ``[ ]`` may be left
out; ``( | )`` is a choice. A name may stand in several branches of a choice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

TOKEN = re.compile(r"\{[^}]*\}|[\[\]()|]|[^\s\[\](){}|]+")
GROUP = re.compile(r"\{(?P<name>\w+)(?::(?P<kind>[\w-]+)|=(?P<words>[^}]+))?\}")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value: what it looks like when typed, and the one spelling that the device keeps.

    Attributes:
        regex: without named groups; it may span several words.
        normal: typed spelling → kept spelling.
    """

    regex: str
    normal: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Match:
    """A line that has a command's form: the line as the device spells it, and its values by name."""

    text: str
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled form.

    Attributes:
        source: the form as written.
        full: matches a whole line (with one space before it).
        beginning: matches what may stand before more words, for "Incomplete command".
        names: regex group → (name, kind) of a value.
    """

    source: str
    full: re.Pattern[str]
    beginning: re.Pattern[str]
    names: Mapping[str, tuple[str, Kind]]

    def match(self, line: str) -> Match | None:
        """Match a whole line; a value that can't be what it looks like (``10.0.0.300``) is no match."""
        try:
            return self._read(self.full.fullmatch(" " + line))
        except ValueError:
            return None

    def match_beyond(self, line: str) -> Match | None:
        """Match a line that goes on with words after the whole form."""
        words = line.split(" ")
        for count in range(len(words) - 1, 0, -1):
            found = self.match(" ".join(words[:count]))
            if found is not None:
                return found
        return None

    def is_beginning(self, line: str) -> bool:
        """Tell whether the line is a proper beginning of this form."""
        return self.beginning.fullmatch(" " + line) is not None and self.match(line) is None

    def _read(self, found: re.Match[str] | None) -> Match | None:
        if found is None:
            return None
        spans = sorted((found.span(group), group) for group in self.names if found.group(group) is not None)
        pieces: list[str] = []
        values: dict[str, str] = {}
        at = 0
        for (start, end), group in spans:
            name, kind = self.names[group]
            values[name] = kind.normal(found.string[start:end])
            pieces += [found.string[at:start], values[name]]
            at = end
        return Match("".join([*pieces, found.string[at:]])[1:], values)


@dataclass(slots=True)
class _Reader:
    """Reads one form by recursive descent."""

    source: str
    kinds: Mapping[str, Kind]
    tokens: list[str] = field(default_factory=list)
    at: int = 0
    names: dict[str, tuple[str, Kind]] = field(default_factory=dict)

    def sequence(self) -> list[str]:
        parts: list[str] = []
        while self.at < len(self.tokens) and self.tokens[self.at] not in ("]", ")", "|"):
            piece = self.tokens[self.at]
            self.at += 1
            if piece == "[":
                parts.append(f"(?:{self.branches(']')})?")
            elif piece == "(":
                parts.append(f"(?:{self.branches(')')})")
            elif piece.startswith("{"):
                parts.append(" " + self.value(piece))
            else:
                parts.append(" " + re.escape(piece))
        return parts

    def branches(self, closing: str) -> str:
        found = ["".join(self.sequence())]
        while self.tokens[self.at] == "|":
            self.at += 1
            found.append("".join(self.sequence()))
        if self.tokens[self.at] != closing:
            raise ValueError(f"unbalanced form: {self.source}")
        self.at += 1
        return "|".join(found)

    def value(self, token: str) -> str:
        found = GROUP.fullmatch(token)
        if found is None:
            raise ValueError(f"no value's form: {token} in {self.source}")
        words = found["words"]
        kind = self.kinds[found["kind"] or "word"] if words is None else Kind(_either(words))
        group = f"g{len(self.names)}"
        self.names[group] = (found["name"], kind)
        return f"(?P<{group}>{kind.regex})"


def _either(words: str) -> str:
    return "|".join(re.escape(word.replace("~", " ")) for word in words.split("|"))


def compile_pattern(source: str, kinds: Mapping[str, Kind]) -> Pattern:
    """Compile a form.

    Example:
        >>> from netops.lab.semantics.core.kinds import KINDS
        >>> compile_pattern("ip address {a:ip} {m:mask} [sub]", KINDS).match("ip address 10.0.0.1 24").text
        'ip address 10.0.0.1 255.255.255.0'
    """
    reader = _Reader(source, kinds, TOKEN.findall(source))
    parts = reader.sequence()
    beginning = ""
    for part in reversed(parts):
        beginning = f"(?:{part}{beginning})?"
    return Pattern(source, re.compile("".join(parts)), re.compile(beginning), reader.names)


def first_word(source: str) -> str:
    """Return the literal word that a form starts with, or "" where it may start with several.

    Example:
        >>> first_word("peer {peer} as-number {n:asn}"), first_word("[a] b"), first_word("{n:int} permit")
        ('peer', '', '')
    """
    token = TOKEN.search(source)
    word = token.group() if token else ""
    return "" if word[:1] in ("[", "(", "{") else word


TEMPLATE = re.compile(r"\{(\w+)\}")


def fill(template: str, groups: Mapping[str, str]) -> str:
    """Fill a template with values; what has no value leaves no trace.

    Example:
        >>> fill("ip address {a} {m} {sub}", {"a": "10.0.0.1", "m": "255.0.0.0"})
        'ip address 10.0.0.1 255.0.0.0'
    """
    return " ".join(TEMPLATE.sub(lambda found: groups.get(found[1], ""), template).split())
