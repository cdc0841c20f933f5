"""A part's text cut at its top level, without looking into the sections: what is equal in two texts needn't be read.

A chunk is a line at the top level with all that stands below it, as text. Two configs of one device have most chunks in
common, so that comparing chunk texts is most of comparing configs.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from netops.config.folding import FOLD
from netops.config.grammar import accepts, clean, find_rule, numbered, opened, read_nodes, read_text
from netops.config.nets import Index
from netops.config.node import Node, Numbers
from netops.config.rulebook import Part
from netops.config.rulebook_pieces import Grammar


@dataclass(slots=True)
class Chunks:
    """The chunks of one part.

    Attributes:
        part: the part.
        texts: folded, in their order, without closing lines.
        numbers: the number of each chunk's first line.
        words: first word of the lines → indices of the chunks; a negated line counts by its second word.
        networks: the networks that the text names and the lines of their sections; None until somebody has looked.
    """

    part: Part
    texts: list[str] = field(repr=False)
    numbers: Numbers = field(repr=False)
    networks: Index[str] | None = field(default=None, repr=False)
    _words: dict[str, list[int]] | None = field(default=None, repr=False)
    _places: dict[str, int] | None = field(default=None, repr=False)

    @property
    def words(self) -> dict[str, list[int]]:
        """First words, without the negation, and the chunks that begin with them."""
        if self._words is None:
            words: dict[str, list[int]] = {}
            self._words = words
            negation = self.part.context.negation
            for at, text in enumerate(self.texts):
                word = (text.split(None, 1) or ("",))[0]
                if word == negation:
                    word = first_word(text, negation)
                if word in words:
                    words[word].append(at)
                else:
                    words[word] = [at]
        return self._words

    def place(self, *texts: str) -> int:
        """Return the index of a chunk that stands once in the text: of the first of some that is there."""
        if self._places is None:
            self._places = {each: at for at, each in enumerate(self.texts)}
        return next(self._places[each] for each in texts if each in self._places)

    def beginning(self, word: str) -> list[str]:
        """Return the chunks that begin with a word, in their order."""
        return [self.texts[at] for at in self.words.get(word, ())]

    def nodes(self, at: int) -> tuple[Node, ...]:
        """Return the lines of a chunk."""
        text = self.texts[at]
        if "\n" not in text and FOLD not in text and self.part.grammar is Grammar.SECTIONS:
            line = clean(text)
            noise = self.part.noise
            return () if noise is not None and noise.fullmatch(line) else (Node(line, self.numbers.of(at)),)
        return read_text(self.part, text, self.numbers.of(at))


def first_word(text: str, negation: str) -> str:
    """Return the word by which a line is found: its first, or the second of a negated line.

    Example:
        >>> first_word("undo http server enable", "undo"), first_word(" sysname r1", "undo")
        ('http', 'sysname')
    """
    words = text.split(None, 2)
    if not words:
        return ""
    return words[1] if words[0] == negation and len(words) > 1 else words[0]


def cut_chunks(part: Part, text: str, first: int = 1) -> Chunks:
    """Return the chunks of a part.

    Args:
        part: its grammar, comments and separators.
        text: the part's text, folded.
        first: number of its first line in the whole text.
    """
    found = _fast(part, text, first) if part.grammar is Grammar.SECTIONS else None
    return found if found is not None else _from_nodes(part, read_nodes(part, numbered(text, first)))


@lru_cache(maxsize=64)
def _blocks(marks: str) -> re.Pattern[str]:
    """Return what finds a line at column 0, or at the start, with the indented lines below it, and parts a text at these.

    A line that begins with one of ``marks`` says nothing; at column 0 it ends a block.
    """
    quiet = re.escape(marks)
    # Nothing that was taken is given back (*+), and the usual lines have a loop of their own: together a quarter less.
    below, any_below = r"(?:\n[ \t].*+)*+", r"(?:\n(?:[ \t].*+|(?=\n)))*+"
    return re.compile(rf"^((?:[^\s{quiet}]|[ \t]+[^\s{quiet}]).*+{below}{any_below})", re.MULTILINE)


_ODD = re.compile(r"^[ \t]*[^\S \t\n]", re.MULTILINE)
"""A column that no device prints: the wide space of Chinese keyboards, a hard space, a vertical tab."""


_ODD_SPACES = tuple(each for each in map(chr, range(0x3001)) if each.isspace() and each not in " \t\n")
"""All that may be such a column; to look for each of them takes a tenth of the time of looking at each line."""


def _is_odd(text: str) -> bool:
    """Whether a line begins at such a column."""
    spaces = (each for each in _ODD_SPACES if each.isascii()) if text.isascii() else _ODD_SPACES
    return any(each in text for each in spaces) and _ODD.search(text) is not None


def _marks(part: Part) -> str:
    return "".join(sorted({each[0] for each in (*part.comments, *part.separators)})) or "\x01"


def _fast(part: Part, text: str, first: int) -> Chunks | None:
    """Return the chunks of a text that is indented as devices print it; None where lines must be looked at one by one."""
    if _is_odd(text):
        return None
    pieces = _blocks(_marks(part)).split(text)  # blocks, and what stands before, between and behind them
    texts, between = pieces[1::2], pieces[::2]
    starts = list(accumulate(map(len, pieces)))[:-1:2]
    blank = min(texts, default="#")[0] <= " "  # the least one tells whether any begins with a blank
    if blank and not all(_alone(part, each, starts[at], text) for at, each in enumerate(texts) if each[0] in " \t"):
        return None
    for at in _openings(part, texts[:-1]):
        if between[at + 1] == "\n" and _goes_on(part, texts[at], texts[at + 1]):
            return None
    leave = part.leave_words | part.context.leaves
    if not leave.isdisjoint(map(str.rstrip, texts)):
        kept = [at for at, each in enumerate(texts) if each.rstrip() not in leave]
        texts, starts = [texts[at] for at in kept], [starts[at] for at in kept]
    return Chunks(part, [each.rstrip("\n") for each in texts], Numbers(text, starts, first))


def _openings(part: Part, texts: Sequence[str]) -> Iterator[int]:
    """Yield the places of single lines that begin as one that opens a section: with its first word, and the second where it is fixed."""
    known = part.context.opening
    for at, text in enumerate(texts):
        if "\n" in text:
            continue
        if known is not None:
            words = text.split(None, 2)
            opening = known.get(words[0])
            if opening is None or (opening.seconds is not None and words[1:2] and words[1] not in opening.seconds):
                continue
        yield at


def _alone(part: Part, block: str, start: int, text: str) -> bool:
    """Whether an indented block is one line of the top level, as VRP and Comware print global lines behind ``#``."""
    if not part.separators or "\n" in block:
        return False
    before = text[max(0, start - 2) : start]
    return (not before or before.rstrip("\n") in part.separators) and accepts(part.context, clean(block))


def _goes_on(part: Part, block: str, after: str) -> bool:
    """Whether a section without indented lines goes on in the line behind it: configs that people type look like that."""
    kind = opened(part.context, clean(block))
    following = clean(after.split("\n", 1)[0])
    if kind is None or following in part.leave_words:
        return False
    return accepts(kind.context, following) or (kind.numbered is not None and not accepts(part.context, following))


def _from_nodes(part: Part, nodes: Sequence[Node]) -> Chunks:
    return Chunks(part, [_text(node) for node in nodes], Numbers("", [node.number for node in nodes], 0))


def _text(node: Node, indent: str = "") -> str:
    line = f"{indent}{node.text}".replace("\n", FOLD)
    return "\n".join([line, *(_text(child, indent + " ") for child in node.children)])


def known_share(part: Part, chunks: Chunks, most: int, enough: int) -> tuple[int, int, Node | None]:
    """Return how many of the first chunks the rulebook knows, of how many, and the first that it doesn't.

    Args:
        part: its rules.
        chunks: the text.
        most: chunks that are looked at.
        enough: of those that it knows, after which no more are.
    """
    known, lines, first = 0, 0, None
    for text, at in _first_lines(chunks, most):
        lines += 1
        if find_rule(part.context, text) is not None or accepts(part.context, text):
            known += 1
            if known >= enough:
                break
        elif first is None:
            first = Node(text, chunks.numbers.of(at))
    return known, lines, first


def _first_lines(chunks: Chunks, most: int) -> Iterator[tuple[str, int]]:
    said = [each.fullmatch for each in (chunks.part.noise, chunks.part.volatile) if each is not None]
    for at, chunk in enumerate(chunks.texts[:most]):
        text = clean(chunk.partition("\n")[0])
        for each in said:
            if each(text) is not None:
                break
        else:
            yield text, at
