"""The lines of the top level that begin with one word, in two texts: which of them may be another way to write a line.

They are looked at together, since one look at all of them costs less than a look at each.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from netops.config.chunks import Chunks
from netops.config.rulebook import Context
from netops.config.spelling import is_by_letters
from netops.config.state import Entry

_DIGITS = dict.fromkeys(map(ord, "0123456789"))


@dataclass(slots=True)
class Heads:
    """First lines of what begins with a word.

    Attributes:
        context: their rules.
        lines: by text, in their order.
        together: all of them.
        once: those that stand once in each text.
        usual: whether none is negated or another way to write others.
        tell: whether different ones are about different things, whatever they say; None until somebody asks.
    """

    context: Context
    lines: Sequence[list[str]] = field(repr=False)
    together: str = field(repr=False)
    once: frozenset[str] = field(repr=False)
    usual: bool
    tell: bool | None = None

    @classmethod
    def of(cls, word: str, both: Sequence[Chunks]) -> "Heads":
        """Return what begins with a word in two texts."""
        context = both[0].part.context
        lines = [[text.partition("\n")[0] for text in chunks.beginning(word)] for chunks in both]
        together = "\n".join(dict.fromkeys([*lines[0], *lines[1]]))
        once = [_once(found) for found in lines]
        usual = word not in context.aliases and word not in context.respelled
        usual = usual and f"{context.negation} {word}" not in together
        return cls(context, lines, together, once[0] & once[1], usual)

    def has_alone(self, head: str, entry: Entry) -> bool:
        """Whether no other line of either text can be another way to write one."""
        if not self.usual or head not in self.once:
            return False
        if _is_all_name(entry) and self.is_as_written():
            return True
        if self.tell is None:
            self.tell = _tells(self.context, self.together)
        return self.tell

    def is_as_written(self) -> bool:
        """Whether the words of lines stand as the rules write them, with one space between them."""
        return _is_as_written(self.context, self.together)


def _once(lines: Sequence[str]) -> frozenset[str]:
    """Return the lines that stand once."""
    found = frozenset(lines)
    if len(found) == len(lines):
        return found
    return frozenset(line for line, count in Counter(lines).items() if count == 1)


@lru_cache(maxsize=8)
def _is_as_written(context: Context, lines: str) -> bool:
    spaced = "  " in lines or " \n" in f"{lines}\n"
    return not spaced and context.rewriter.quickly(lines) is str.split


def _is_all_name(entry: Entry) -> bool:
    """Whether a line is nothing but its identity, which has one spelling."""
    match = entry.match
    return match is not None and match.pattern.plain and len(entry.key) == len(match.words)


def _tells(context: Context, together: str) -> bool:
    """Whether lines that begin with one word are about different things wherever they are different texts.

    Lines that only differ in their numbers are looked at once.
    """
    shapes = dict(zip(together.translate(_DIGITS).split("\n"), together.split("\n"), strict=True))
    lines = [context.rewriter.apart(line) for line in shapes.values()]
    keys: set[str] = set()
    for words, found in zip(lines, context.rules.firsts(lines), strict=True):
        key = found[0].key(words) if found is not None else ()
        if found is None or len(key) < len(words) or not all(is_by_letters(spell) for _, spell in found[0].keyed):
            return False
        keys.add(" ".join(key).translate(_DIGITS))
    return len(keys) == len(shapes)
