"""One line of a text: how it is cleaned, what the rulebook knows of it, whether it opens a section."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from netops.config.folding import FOLD, unfold
from netops.config.rulebook import Context, Rule, SectionKind
from netops.config.rulebook_pieces import Opening


@dataclass(frozen=True, slots=True)
class Numbered:
    """Lines with their numbers in the whole text.

    Attributes:
        numbers: one for each line.
        texts: the lines, without their ends.
    """

    numbers: Sequence[int]
    texts: list[str]

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Yield number and text of each line."""
        return zip(self.numbers, self.texts, strict=True)


SPACES = re.compile(r"[ \t\xa0\u3000]+")
"""What parts words: the wide space of Chinese keyboards and the hard one of word processors, too."""


def numbered(text: str, first: int = 1) -> Numbered:
    """Return a folded text's lines with their numbers; a body counts as many lines as it has."""
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    if FOLD not in text:
        return Numbered(range(first, first + len(lines)), lines)
    numbers, number = [], first
    for line in lines:
        numbers.append(number)
        number += 1 + line.count(FOLD)
    return Numbered(numbers, lines)


def clean(line: str) -> str:
    """Return a line without indentation and with single spaces; a body stays as it is.

    Example:
        >>> clean("  neighbor 10.1.0.2   remote-as 65101 ")
        'neighbor 10.1.0.2 remote-as 65101'
    """
    if FOLD in line:
        first, _, rest = line.partition(FOLD)
        return f"{SPACES.sub(' ', first.strip())}\n{unfold(rest)}"
    text = line.strip()
    spaced = "  " in text or "\t" in text or "\xa0" in text or "\u3000" in text
    return SPACES.sub(" ", text) if spaced else text


FEW = 8
"""Lines of which each is sooner cleaned than all are looked at together."""
_UNTIDY = ("  ", " \n", "\n ", FOLD, "\t", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x1f")


def is_tidy(lines: Iterable[str]) -> bool:
    """Whether `clean` would leave each of many lines as it is; all are looked at together."""
    text = "\n".join(lines)
    return text.isascii() and text[:1] != " " and text[-1:] != " " and not any(each in text for each in _UNTIDY)


def cleaned(lines: Sequence[str]) -> Sequence[str]:
    """Return many lines, each as `clean` returns it."""
    return lines if len(lines) > FEW and is_tidy(lines) else [clean(line) for line in lines]


def find_rule(context: Context | None, text: str) -> Rule | None:
    """Return the rule of a line, its negated form included, or None."""
    if context is None:
        return None
    words = context.rewriter.apart(text)
    found = context.rules.first(words)
    if found is None and words[:1] == [context.negation]:
        found = context.rules.first(words[1:])
    return None if found is None else found[1]


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
    if context is None or not may_open(context, text):
        return None
    found = context.rules.first(context.rewriter.apart(text))
    return found[1].section if found else None


def may_open(context: Context, text: str) -> bool:
    """Whether a line begins as one that opens a section: with a word of such a line, and with a second one where that is fixed."""
    return context.opening is None or opening_of(context.opening, text) is not None


def opening_of(known: Mapping[str, Opening], text: str) -> Opening | None:
    """Return what is known of lines that open a section and begin as this one does; None where none does."""
    first, _, rest = text.partition(" ")
    found = known.get(first)
    return (
        None if found is None or (found.seconds is not None and rest.partition(" ")[0] not in found.seconds) else found
    )
