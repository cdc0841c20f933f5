"""Sections that stand for a range of lines (`line vty 0 4`): cut so that two texts, or a text and what is typed, speak of the same."""

from collections.abc import Iterable

from netops.config.knowing import known, made
from netops.config.pattern import fill
from netops.config.root import Root
from netops.config.rulebook import Rule
from netops.config.sets import plain
from netops.config.state import Entry, Key, Section

Kind = tuple[tuple[str, str], ...]
"""What tells the lines of one kind from others that have the same numbers: `vty` from `aux`."""
Cut = tuple[Kind, int]

LARGEST = 4096
"""No device has as many lines of one kind."""


def align(one: Root, other: Root) -> None:
    """Cut the ranges of two states at each other's ends: `0 15` beside `0 4` and `5 15` becomes these two, with the same lines below."""
    if one.context is None:
        return
    for rule in one.context.every:
        if rule.span:
            cuts = {cut for root in (one, other) for entry in _ranges(root, rule) for cut in _cuts(entry)}
            for root in (one, other):
                _doubt(root, rule)
                split(root, rule, cuts)


def _doubt(root: Root, rule: Rule) -> None:
    """Keep in mind that two ranges of a text are about the same lines: no device shows such a text, and one of them would be lost."""
    ranges = sorted(_ranges(root, rule), key=_bounds)
    for at, first in enumerate(ranges):
        for second in ranges[at + 1 :]:
            if _bounds(second)[0] > _bounds(first)[1]:
                break
            if _kind(first) == _kind(second):
                root.reader.clashes.append(f"“{first.text}” and “{second.text}” are both about some of the same lines")


def pieces(section: Section, entry: Entry) -> tuple[str, ...]:
    """Return the lines that a typed line about a range stands for, the ranges that stand here cut at its ends.

    Example:
        `line vty 0 15` where `line vty 0 4` stands is `line vty 0 4` and `line vty 5 15`.
    """
    rule = entry.rule
    if rule is None or not rule.span or not isinstance(section, Root):
        return (entry.text,)
    split(section, rule, _cuts(entry))
    low, high = _bounds(entry)
    beside = [each for each in _ranges(section, rule) if _kind(each) == _kind(entry)]
    cuts = {cut for each in beside for cut in _ends(each)}
    if entry.negative:
        negation = section.context.negation if section.context is not None else "no"
        top = LARGEST if rule.lasting else high  # the device has lines up to a number, so that all above go along
        inside = [each for each in beside if low <= _bounds(each)[0] and _bounds(each)[1] <= top]
        return tuple(f"{negation} {each.text}" for each in inside) or (entry.text,)
    parts = tuple(_text(rule, entry, first, last) for first, last in _parts(low, high, cuts))
    return parts if len(parts) > 1 else (entry.text,)


def split(root: Root, rule: Rule, cuts: Iterable[Cut]) -> None:
    """Cut the ranges of a rule at these numbers of their kind, each piece with a copy of the lines below."""
    cuts = set(cuts)
    for entry in list(_ranges(root, rule)):
        low, high = _bounds(entry)
        parts = _parts(low, high, (cut for kind, cut in cuts if kind == _kind(entry)))
        if len(parts) == 1 or entry.section is None:
            continue
        keys: list[Key] = []
        root.held.pop(entry.key)
        root.index = root.holders = None
        for first, last in parts:
            text = _text(rule, entry, first, last)
            piece = made(known(root.context, text), text, entry.number)
            piece.section = entry.section.copy(root)
            piece.section.raw = None
            root.held[piece.key] = piece
            keys.append(piece.key)
        for at, place in root.places.items():
            if entry.key in place:
                root.places[at] = tuple(key for each in place for key in (keys if each == entry.key else [each]))


def first_of(entry: Entry) -> int:
    """Return the number at which the range of a line begins."""
    return _bounds(entry)[0]


def shown(entry: Entry) -> str:
    """Return a line as the device writes it: a range of one may have a form of its own (`user-interface vty 4`)."""
    rule = entry.rule
    if rule is None or not rule.single:
        return entry.text
    low, high = _bounds(entry)
    return fill(rule.single, entry.raw) if low == high else entry.text


def separate(root: Root) -> None:
    """Cut all ranges into single lines, so that texts with other ranges and the same meaning are the same."""
    for rule in root.context.every if root.context is not None else ():
        if rule.span:
            split(
                root,
                rule,
                {
                    (_kind(each), cut)
                    for each in _ranges(root, rule)
                    for cut in range(_bounds(each)[0], _bounds(each)[1] + 1)
                },
            )


def _ranges(root: Root, rule: Rule) -> list[Entry]:
    word = rule.pattern.words[0].literal
    root.load(word)
    return [each for each in root.held.values() if each.rule is rule and not each.negative]


def _bounds(entry: Entry) -> tuple[int, int]:
    rule = entry.rule
    names = [entry.names.get(each, "") for each in rule.span] if rule is not None else []
    numbers = [min(int(each), LARGEST) for each in names if each.isdigit()] or [0]
    return numbers[0], max(numbers[0], numbers[-1])


def _ends(entry: Entry) -> set[int]:
    low, high = _bounds(entry)
    return {low, high + 1}


def _cuts(entry: Entry) -> set[Cut]:
    return {(_kind(entry), end) for end in _ends(entry)}


def _kind(entry: Entry) -> Kind:
    rule = entry.rule
    return tuple((hole, word) for hole, word in sorted(entry.names.items()) if rule is None or hole not in rule.span)


def _parts(low: int, high: int, cuts: Iterable[int]) -> list[tuple[int, int]]:
    starts = [low, *sorted(cut for cut in set(cuts) if low < cut <= high)]
    return [(start, end - 1) for start, end in zip(starts, [*starts[1:], high + 1], strict=True)]


def _text(rule: Rule, entry: Entry, first: int, last: int) -> str:
    return fill(plain(rule), {**entry.raw, rule.span[0]: str(first), rule.span[-1]: str(last)})
