"""Other spellings of parts of a line, brought to the rulebook's before the line is looked up; what is typed stays as it is."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

MOST_KEPT = 200_000
"""Lines whose words are remembered, a rulebook. They hold placeholders, never secrets."""

_GROUP = re.compile(r"(?<!\\)\((?:[^()\\]|\\.)*\)[?*+]?(?:\{\d+(?:,\d*)?\})?")
_LITERAL = re.compile(r"(?:[A-Za-z0-9 _:/-](?![?*+{])|\\\.)+")
_SHORTEST = 2


def needed(expression: str) -> str:
    r"""Return a text without which nothing matches an expression, as far as that is easy to see; else nothing.

    Example:
        >>> needed(r"^((?:no )?permit .*) 0\.0\.0\.0(?= |$)"), needed(r"(?i)abc"), needed("a|bcd")
        (' 0.0.0.0', '', '')
    """
    if expression.startswith("(?i)"):
        return ""
    before, text = "", expression
    while before != text:
        before, text = text, _GROUP.sub("\x00", text)
    if "|" in text or "[" in text:
        return ""
    found = [each.group().replace("\\.", ".") for each in _LITERAL.finditer(re.sub(r"\\[A-Za-z]", "\x00", text))]
    best = max(found, key=len, default="")
    return best if len(best) >= _SHORTEST else ""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One other spelling.

    Attributes:
        find: what is rewritten.
        put: by what.
        word: a text without which there is nothing to rewrite; empty where none is known.
        anchored: whether it stands at the start of the line.
    """

    find: re.Pattern[str]
    put: str
    word: str
    anchored: bool

    @classmethod
    def of(cls, find: str, put: str, word: str = "") -> "Rewrite":
        """Compile one; ``word`` names a text without which nothing matches where it isn't easy to see."""
        return cls(re.compile(find), put, word or needed(find), find.removeprefix("(?i)").startswith("^"))

    def apply(self, line: str) -> str:
        """Return the line as the rules write it."""
        if self.anchored and self.find.match(line) is None:
            return line
        return self.find.sub(self.put, line)


@dataclass(slots=True, eq=False)
class Rewriter:
    """Gives the words of lines; each line is taken apart once, because most come back.

    Attributes:
        rules: other spellings, in their order.
        joins: kinds of port, in lower case and as devices write them, that people write apart from their number (``gigabitethernet 0/1``).
        kept: line → its words.
        needed: texts without any of which nothing is rewritten.
        holds: finds one of them in a line.
        endings: how the kinds end, a space behind.
    """

    rules: tuple[Rewrite, ...] = ()
    joins: frozenset[str] = frozenset()
    kept: dict[str, list[str]] = field(default_factory=dict, repr=False)
    needed: tuple[str, ...] = field(init=False, repr=False)
    holds: Callable[[str], object] = field(init=False, repr=False)
    endings: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Collect the texts that the rules need."""
        self.needed = tuple(dict.fromkeys(each.word for each in self.rules))
        self.holds = _any_of(self.needed).search
        self.endings = tuple({f"{each[-2:]} " for each in self.joins})

    def words(self, text: str) -> list[str]:
        """Return the words of a line, of its first line where it has a body, as the rules write them."""
        found = self.kept.get(text)
        if found is None:
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            found = self.kept[text] = self.apart(text)
        return found

    def apart(self, text: str) -> list[str]:
        """Return the words of a line without remembering them, for one that isn't looked at again."""
        line = text.split("\n", 1)[0] if "\n" in text else text
        if self.needed and self.holds(line) is not None:
            line = self._rewritten(line)
        found = line.split()
        if self.joins and not self.joins.isdisjoint(found):
            return self._joined(found)
        return found

    def quickly(self, text: str) -> Callable[[str], list[str]]:
        """Return what takes the lines of a text apart: without a look at the rules where nothing in it is rewritten."""
        return self.apart if any(word in text for word in self.needed) or self._joins_in(text) else str.split

    def _joins_in(self, text: str) -> bool:
        """Whether a kind of port may stand apart from its number: first all are looked for by their last two letters."""
        endings = [each for each in self.endings if each in text]
        return any(f"{kind} " in text for kind in self.joins if f"{kind[-2:]} " in endings)

    def _rewritten(self, line: str) -> str:
        for each in self.rules:
            if each.word in line:
                line = each.apply(line)
        return line

    def _joined(self, words: list[str]) -> list[str]:
        """Join a port's kind and number where they are written as two words."""
        found: list[str] = []
        for word in words:
            if len(found) > 1 and word[0].isdigit() and found[-1] in self.joins:
                found[-1] += word
            else:
                found.append(word)
        return found


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    """Return one expression for some texts; those that begin alike are looked for together."""
    beginning: dict[str, list[str]] = {}
    for each in texts:
        beginning.setdefault(each[:1], []).append(re.escape(each[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in beginning.items()))
