"""A section that stands in both texts and differs in a few lines: only these are read, the others when somebody asks.

Of an interface with twelve lines of which one has another value, eleven needn't be looked up in the rulebook. That holds
as long as the lines that differ concern no others of their section, and none of the others has their identity.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from netops.config.chunks import first_word
from netops.config.folding import FOLD
from netops.config.grammar import clean, read_text
from netops.config.knowing import known
from netops.config.marks import any_line_of
from netops.config.missing import SAYS_NO
from netops.config.node import Node
from netops.config.rulebook import Context, Known, Part, Rule, SectionKind
from netops.config.rulebook_pieces import Change
from netops.config.state import Hides, Key

_PLAIN = re.compile(r"\n(?! [^\s!#])")
"""Where a section isn't made of lines that all stand one column deeper and say something."""
_SHALLOW = re.compile(r"\n(?! )|\n[ \t]*(?=\n|$)|\t")
"""Where a line below a section's own isn't indented, or empty, or indented in another way."""
SHORT = 24
"""Characters of a line that many sections may have."""
MANY = 1000
"""Such lines that are remembered; none of them holds a secret."""


class Block(NamedTuple):
    """A line of a section with all that stands below it, as text: a tuple, because so many are made.

    Attributes:
        text: without the indentation of its first line.
        offset: lines from the section's own.
    """

    text: str
    offset: int

    def __repr__(self) -> str:
        """Return it without its text, which may hold a secret."""
        return f"Block(offset={self.offset})"

    def hidden(self, hides: Hides) -> "Block":
        """Return the same with its secrets hidden; some rules only find one in a line that is indented."""
        text = hides.text(f" {self.text}")[1:]
        return self if text == self.text else Block(text, self.offset)

    @property
    def head(self) -> str:
        """The first line."""
        return clean(self.text.partition("\n")[0])


@dataclass(slots=True, eq=False)
class Narrowing:
    """What two sections have in common, and what not; made once and left as it is.

    Attributes:
        context: the lines that may stand in them.
        common: the texts of what both have.
        clear: identities of the lines that differ; none in common has one of them.
        joined: what is in common, as one text.
        first: what only the one text has, secrets hidden.
        second: what only the other has.
        tidy: whether these are single lines with single spaces.
    """

    context: Context
    common: frozenset[str] = field(repr=False)
    clear: frozenset[Key]
    joined: str = field(repr=False)
    first: Sequence[Block] = field(repr=False)
    second: Sequence[Block] = field(repr=False)
    tidy: bool = False

    def may_hold(self, key: Key) -> bool:
        """Whether a line in common may have an identity."""
        return key not in self.clear and self.may_begin(key[0] if key else "")

    def may_begin(self, word: str) -> bool:
        """Whether a line in common may begin with a word."""
        aliases = self.context.aliases.get(word)
        return word in self.joined if aliases is None else any(each in self.joined for each in aliases)

    def may_say(self, word: str) -> bool:
        """Whether a line in common may have a word that has one spelling, wherever it stands."""
        return word in self.joined

    def shared(self, part: Part, text: str, hides: Hides) -> list[Block]:
        """Return what is in common as it stands in one of the texts, secrets hidden."""
        found = blocks(part, self.context, text) or Blocks([], [])
        return [each.hidden(hides) for each in found.all() if each.text in self.common]


class Halves(NamedTuple):
    """The two texts of a section: one's and the other's.

    Attributes:
        places: the index of its chunk in each.
    """

    first: str
    second: str
    places: tuple[int, int]

    def __repr__(self) -> str:
        """Return it without the texts, which may hold secrets."""
        return f"Halves(places={self.places})"


class Blocks(NamedTuple):
    """The lines of a section, each with what stands below it.

    Attributes:
        texts: of the blocks.
        offsets: the same number of offsets.
    """

    texts: list[str]
    offsets: Sequence[int]

    def __repr__(self) -> str:
        """Return it without the texts, which may hold secrets."""
        return f"Blocks(offsets={self.offsets})"

    def all(self) -> Iterator[Block]:
        """Yield them."""
        return map(Block, self.texts, self.offsets)

    def apart(self, common: frozenset[str]) -> list[Block]:
        """Return those that aren't among some texts."""
        texts = self.texts
        if len(texts) == len(common):  # no text stands twice
            return []
        return [Block(text, self.offsets[at]) for at, text in enumerate(texts) if text not in common]


class Parted(NamedTuple):
    """What two texts of a section have in common, and what each has for itself, as it is written.

    Attributes:
        kind: what the section's line opens.
        common: the texts of what both have.
        first: what only the one text has.
        second: what only the other has.
    """

    kind: SectionKind
    common: frozenset[str]
    first: list[Block]
    second: list[Block]

    def __repr__(self) -> str:
        """Return it without the texts, which may hold secrets."""
        return f"Parted({len(self.common)} in common, {len(self.first)} and {len(self.second)} not)"

    def texts(self) -> list[str]:
        """Return what only one of them has; a text of several lines has a line that begins with a space, and so is untidy."""
        return [each[0] for blocks in (self.first, self.second) for each in blocks]

    def own(self) -> str:
        """Return what only one of them has, as one text: indented, because some secrets are only found in such lines."""
        return "".join([f" {each[0]}\n" for blocks in (self.first, self.second) for each in blocks])


def taken_apart(part: Part, kind: SectionKind, halves: Halves) -> Parted | None:
    """Return what two texts of a section have in common and what not, as it is written; None where all must be read."""
    context = kind.context
    if kind.numbered is not None or kind.rebuild or context.has_unique or "" in context.respelled:
        return None
    ours, theirs = blocks(part, context, halves.first), blocks(part, context, halves.second)
    if ours is None or theirs is None:
        return None
    common = _common(context, ours.texts, theirs.texts)
    return None if common is None else Parted(kind, common, ours.apart(common), theirs.apart(common))


def narrowing(part: Part, parted: Parted, hides: Hides, *, hidden: bool, tidy: bool, noisy: bool) -> Narrowing | None:
    """Return what two texts of a section have in common, by what the rulebook says of the rest; None where all must be read.

    Args:
        part: its grammar, comments and leave words.
        parted: the texts, taken parted.
        hides: hides secrets.
        hidden: whether a line that only one of them has may hold one.
        tidy: whether what only one of them has is made of single lines with single spaces.
        noisy: whether one of these may say nothing.
    """
    context, common = parted.kind.context, parted.common
    first, second = parted.first, parted.second
    if hidden:
        first, second = ([each.hidden(hides) for each in blocks] for blocks in (first, second))
    clear = _clear(part if noisy else None, context, (*first, *second), tidy=tidy)
    if clear is None:
        return None
    found = Narrowing(context, common, clear, "\n".join(common), first, second, tidy)
    shown = not parted.kind.hollow or _has_lasting(context, common, hides)
    return found if shown and not _collide(found, hides) and not _respelled(found) else None


def has_noise(part: Part, text: str) -> bool:
    """Whether one of many tidy lines says nothing: all are looked at together."""
    return part.noise is not None and any_line_of((part.noise.pattern,)).search(f"\n{text}") is not None


def _has_lasting(context: Context, common: frozenset[str], hides: Hides) -> bool:
    """Whether a line in common is there whatever is left out as a default; short ones stand in many sections and are remembered."""
    if not context.lasting.isdisjoint(common):
        return True
    found = next((text for text in sorted(common, key=len) if _stays(context, text)), "")
    if 0 < len(found) < SHORT and len(context.lasting) < MANY and hides.text(f" {found}") == f" {found}":
        context.lasting.add(found)
    return bool(found)


def _common(context: Context, ours: Sequence[str], theirs: Sequence[str]) -> frozenset[str] | None:
    """Return the texts of the lines that both have; None where one stands twice, or their order means something."""
    here, there = frozenset(ours), frozenset(theirs)
    common = here & there
    if len(here) < len(ours) or len(there) < len(theirs):
        return None
    moved = context.sequences and [each for each in ours if each in common] != [
        each for each in theirs if each in common
    ]
    return None if moved else common


def _clear(part: Part | None, context: Context, differing: Iterable[Block], *, tidy: bool) -> frozenset[Key] | None:
    """Return the identities of the lines that differ; None where one may concern others.

    Args:
        part: tells which lines say nothing; None where all say something.
        context: the lines of the section.
        differing: the lines.
        tidy: whether these are single lines with single spaces.
    """
    keys: set[Key] = set()
    noise = part.noise if part is not None else None
    all_calm: dict[tuple[int, str], bool] = {}
    for each in differing:
        line = each.text if tidy else each.head
        if noise is not None and noise.fullmatch(line) is not None:
            return None
        found = known(context, line)
        if tidy and found.simple and not found.negative and found.match is not None:
            like = id(found.rule), found.match.words[0]
            calm = all_calm.get(like)
            if calm is None:
                calm = all_calm[like] = _are_calm(context, found.rule, like[1])
        else:
            calm = False
        if not (calm or _is_calm(context, found, line, alone=tidy or "\n" not in each.text)):
            return None
        keys.add(found.key)
    return frozenset(keys)


def blocks(part: Part, context: Context, text: str) -> Blocks | None:
    """Return the lines of a section, each with what stands below it; None where columns don't say it all."""
    if FOLD in text or text[:1].isspace():
        return None
    if _PLAIN.search(text) is None:
        for closing in _closing(part.leave_words, part.context.leaves):
            if closing in text:
                return None
        found = text.split("\n ")
        del found[0]
        return Blocks(found, range(1, len(found) + 1))
    return _nested(part, context, text.split("\n")[1:]) if _SHALLOW.search(text) is None else None


@lru_cache(maxsize=64)
def _closing(*words: frozenset[str]) -> tuple[str, ...]:
    """Return how lines begin that close a section."""
    return ("\n exit-", *sorted(f"\n {each}" for each in frozenset().union(*words)))


def _nested(part: Part, context: Context, lines: Sequence[str]) -> Blocks | None:
    if context.openers is None:
        return None
    texts: list[list[str]] = []
    offsets: list[int] = []
    open_ = False
    for at, line in enumerate(lines, 1):
        text = line[1:]
        if text[0] != " ":
            if _closes(part, text.rstrip()) and not (open_ and len(texts[-1]) > 1):
                return None  # it doesn't close what it stands behind, but may close the section itself
            open_ = not _is_quiet(part, text.rstrip())
            if open_:
                texts.append([text])
                offsets.append(at)
        elif open_:
            texts[-1].append(text)
        else:
            return None
    # A section whose lines stand no deeper than its own would be taken apart here.
    if any(len(each) == 1 and each[0].startswith(context.openers) for each in texts):
        return None
    return Blocks(["\n".join(each) for each in texts], offsets)


def _is_quiet(part: Part, text: str) -> bool:
    """Whether a line only separates or closes."""
    return text in part.separators or text.startswith(part.comments) or _closes(part, text)


def _closes(part: Part, text: str) -> bool:
    """Whether a line closes a section."""
    return text.startswith("exit-") or text in part.leave_words


def _are_calm(context: Context, rule: Rule | None, word: str) -> bool:
    """Whether no plain line of a rule that begins with a word concerns another of its section."""
    return rule is not None and rule.calm and not _is_anew(rule) and not context.deciding.may_begin(word)


def _is_calm(context: Context, found: Known, line: str, *, alone: bool) -> bool:
    """Whether a line concerns no other of its section."""
    rule = found.rule
    if rule is None or not rule.calm or (rule.section is None and not alone) or _is_anew(rule):
        return False
    if found.simple and not found.negative and found.match is not None:
        return not context.deciding.finds(found.match.words)
    if rule.section is not None and (rule.section.rebuild or found.negative):
        return False
    words = context.words(line)
    if context.deciding.find(words[1:] if words[0] == context.negation else words) is not None:
        return False
    word = first_word(line, context.negation)
    if word in context.respelled and _is_respelled(context, line):
        return False
    return word in context.respelled or context.is_usual(word)


def _is_anew(rule: Rule) -> bool:
    """Whether another value may take the whole section, with all lines in common."""
    return rule.change is Change.SECTION_ANEW or (rule.section is not None and rule.section.context.anew)


def _is_respelled(context: Context, line: str) -> bool:
    """Whether a line is another way to write others, or the negation of one that may be."""
    words = context.words(line)
    return words[0] == context.negation or context.spellings.find(words) is not None


def _respelled(found: Narrowing) -> bool:
    """Whether a line in common is another way to write others, so that its identity isn't seen in it."""
    context = found.context
    if not any(map(found.may_begin, context.respelled)):
        return False
    lines = (clean(text.partition("\n")[0]) for text in found.common)
    return any(
        _is_respelled(context, line) for line in lines if first_word(line, context.negation) in context.respelled
    )


def _collide(found: Narrowing, hides: Hides) -> bool:
    """Whether a line in common has the identity of one that differs."""
    context = found.context
    words = {key[0] for key in found.clear if found.may_begin(key[0])}
    if not words:
        return False
    words = {each for word in words for each in context.aliases.get(word, (word,))}
    lines = (clean(text.partition("\n")[0]) for text in found.common)
    near = (line for line in lines if first_word(line, context.negation) in words)
    return any(known(context, hides.text(f" {line}")[1:]).key in found.clear for line in near)


def _stays(context: Context, text: str) -> bool:
    """Whether a line is there whatever is left out as a default."""
    found = known(context, clean(text.partition("\n")[0]))
    rule = found.rule
    return rule is not None and rule.section is None and rule.default is SAYS_NO and not found.negative


def nodes(part: Part, head: str, found: Iterable[Block], number: int) -> Iterator[Node]:
    """Yield blocks as lines.

    Args:
        part: its grammar.
        head: the section's own line.
        found: the blocks, secrets hidden.
        number: of the section's own line.
    """
    for each in found:
        text = each.text
        at = number + each.offset
        if "\n" not in text:
            line = clean(text)
            if part.noise is None or part.noise.fullmatch(line) is None:
                yield Node(line, at)
            continue
        below = text.replace("\n", "\n ")
        for node in read_text(part, f"{head}\n {below}", at - 1):
            yield from node.children
