"""What two top levels of one part must both have read before they are compared."""

from netops.config.root import Root
from netops.config.state import Section


def meet(one: Section, other: Section) -> None:
    """Let both states know the lines that somebody asked either for: what a line took away is to be missed."""
    if isinstance(one, Root) and isinstance(other, Root):
        for key in one.met ^ other.met:
            one.find(key)
            other.find(key)
            one.met.add(key)
            other.met.add(key)


def differing(one: Root, other: Root) -> frozenset[str]:
    """Return the first words of all lines at the top level that aren't the same text in both."""
    read = frozenset(one.read) | frozenset(other.read)
    if one.chunks is other.chunks:
        return read
    return read | _words(one, other) | _words(other, one)


def common_ground(one: Root, other: Root) -> None:
    """Let both states have read what either has, and what only one text has: the rest is the same text in both."""
    for word in sorted(differing(one, other)):
        one.load(word)
        other.load(word)
    meet(one, other)


def _words(mine: Root, theirs: Root) -> frozenset[str]:
    """Return the first words of the lines that only one has; remembered, because the same two are compared often."""
    if mine.differing is None:
        there = mine.shared.texts or frozenset(theirs.chunks.texts)
        texts = mine.chunks.texts
        ordered = mine.context.ordered if mine.context is not None else set()
        mine.differing = frozenset(
            word
            for word, places in mine.chunks.words.items()
            if not there.issuperset(map(texts.__getitem__, places))
            or (word in ordered and [texts[at] for at in places] != theirs.chunks.beginning(word))
            or _replaces_another(word, mine, theirs)
        )
    return mine.differing


def _replaces_another(word: str, mine: Root, theirs: Root) -> bool:
    """Whether lines that both have stand in another order, and two of them are about one thing: the later one is what counts."""
    shared = mine.shared
    if shared.both and shared.are_in_order(mine.chunks, theirs.chunks):
        return False
    both = shared.both or frozenset(theirs.chunks.texts)
    ours, others = ([text for text in root.chunks.beginning(word) if text in both] for root in (mine, theirs))
    if ours == others:
        return False
    shared.look(word, mine)
    return not shared.texts or bool(shared.doubtful[word])
