"""The lines of the top level that begin with one word, in two texts: which of them may be another way to write a line.

They are looked at together, since one look at all of them costs less than a look at each.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from netops.config.chunks import Chunks
from netops.config.rulebook import Context
from netops.config.spelling import is_by_letters
from netops.config.state import Entry

_SPACES = [each for each in map(chr, range(0x3001)) if each.isspace() and each not in " \n"]
_SPACED = ("  ", " \n", "\n ", *(each for each in _SPACES if each.isascii()))
"""What stands in a line that isn't written with single spaces."""
_ODD = tuple(each for each in _SPACES if not each.isascii())
_DIGITS = dict.fromkeys(map(ord, "0123456789"))


@dataclass(slots=True)
class Heads:
    """First lines of what begins with a word.

    Attributes:
        context: their rules.
        lines: by text, in their order.
        together: all of them.
        once: those that stand once in each text.
        negated: whether any is negated.
        usual: whether none is negated or another way to write others.
        tell: whether different ones are about different things, whatever they say; None until somebody asks.
        written: whether their words stand as the rules write them, with one space between them; the same.
        ordered: all of them, sorted; the same.
    """

    context: Context
    lines: Sequence[list[str]] = field(repr=False)
    together: str = field(repr=False)
    once: frozenset[str] = field(repr=False)
    negated: bool
    usual: bool
    tell: bool | None = None
    written: bool | None = None
    ordered: list[str] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, word: str, both: Sequence[Chunks]) -> "Heads":
        """Return what begins with a word in two texts."""
        context = both[0].part.context
        lines = [[text.partition("\n")[0] for text in chunks.beginning(word)] for chunks in both]
        together = "\n".join(dict.fromkeys([*lines[0], *lines[1]]))
        once = [standing_once(found) for found in lines]
        negated = context.negation in together and any(
            line.split(None, 1)[0] == context.negation for line in together.split("\n")
        )
        usual = word not in context.aliases and word not in context.respelled and not negated
        return cls(context, lines, together, once[0] & once[1], negated, usual)

    def has_alone(self, head: str, entry: Entry) -> bool:
        """Whether no other line of either text can be another way to write one."""
        if not self.usual or head not in self.once:
            return False
        if _is_all_name(entry) and self.is_as_written():
            return not self._goes_on(head)  # a rest behind the name may be left out of the identity
        if self.tell is None:
            self.tell = _tells(self.context, self.together)
        return self.tell

    def _goes_on(self, head: str) -> bool:
        """Whether another line begins with all words of one."""
        if self.ordered is None:
            self.ordered = sorted(self.together.split("\n"))
        start = f"{head} "
        at = bisect_left(self.ordered, start)
        return at < len(self.ordered) and self.ordered[at].startswith(start)

    def is_as_written(self) -> bool:
        """Whether the words of lines stand as the rules write them, with one space between them."""
        if self.written is None:
            text = self.together
            spaced = text[:1].isspace() or text[-1:].isspace() or any(each in text for each in _SPACED)
            odd = spaced or (not text.isascii() and any(each in text for each in _ODD))
            self.written = not odd and self.context.rewriter.quickly(text) is str.split
        return self.written


def standing_once(texts: Sequence[str]) -> frozenset[str]:
    """Return the texts that stand once; of those that stand twice nobody knows which is which."""
    found = frozenset(texts)
    if len(found) == len(texts):
        return found
    return frozenset(text for text, count in Counter(texts).items() if count == 1)


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
