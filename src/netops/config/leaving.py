"""Lines of one section that go: in which order the device lets them go, and which need no line of their own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from netops.config.pattern import Pattern
from netops.config.questions import is_no_anchor, lines_of, place_of, turn_of
from netops.config.root import Root
from netops.config.spans import first_of
from netops.config.state import Entry, Key, Section
from netops.config.steps import defines, everywhere, uses
from netops.config.wiping import agreeing, covered


def in_turn(here: Section, leaving: Iterable[Entry]) -> list[Entry]:
    """Return leaving lines in the order in which the device lets them go.

    What takes others along goes first, so that those need no line of their own; what others refer to goes behind these;
    what a line that goes as well stands in the way of goes behind that line.
    """
    lines = sorted(leaving, key=_from_the_top)
    if len(lines) < 2:
        return lines
    return _waiting(lines, _constraints(here, lines))


def _from_the_top(entry: Entry) -> tuple[bool, int]:
    """Return when a line goes: of ranges of lines the one above goes first, because it would go along with one below it."""
    return is_no_anchor(entry), -first_of(entry) if entry.rule is not None and entry.rule.lasting else 0


def coming_in_turn(lines: list[Entry]) -> list[Entry]:
    """Return lines of one section that come in, so that what one refers to and another makes is there before it."""
    makers = {made: each.key for each in lines for made in defines(each)}
    if not makers:
        return lines
    after: dict[Key, set[Key]] = {}
    for line in lines:
        needed = {makers[used] for used in everywhere([line], uses) if used in makers} - {line.key}
        if needed:
            after[line.key] = needed
    return _waiting(lines, after)


def coming(there: Section) -> list[Entry]:
    """Return the lines of a section in the order in which they are typed."""
    if isinstance(there, Root):
        return sorted(lines_of(there), key=turn_of)
    lines = sorted(lines_of(there), key=place_of)
    return coming_in_turn(lines) if there.context is not None and there.context.makers else lines


def _waiting(lines: list[Entry], after: dict[Key, set[Key]]) -> list[Entry]:
    """Return lines in their order, but for those that wait for others; in a circle the order stays."""
    if not after:
        return lines
    found: list[Entry] = []
    gone: set[Key] = set()
    waiting: list[Entry] = []
    for line in lines:
        waiting.append(line)
        ready = [each for each in waiting if after.get(each.key, gone) <= gone]
        while ready:
            found += ready
            gone |= {each.key for each in ready}
            waiting = [each for each in waiting if each.key not in gone]
            ready = [each for each in waiting if after.get(each.key, gone) <= gone]
    return found + waiting


def _constraints(here: Section, lines: Sequence[Entry]) -> dict[Key, set[Key]]:
    """Return the leaving lines that each must wait for; most wait for none."""
    if not any(each.rule and (each.rule.defines or each.rule.blockers or each.rule.may_wipe) for each in lines):
        return {}
    makers = {made: each.key for each in lines for made in defines(each)}
    after: dict[Key, set[Key]] = {}
    if makers:
        for line in lines:
            for used in everywhere([line], uses):
                maker = makers.get(used)
                if maker is not None and maker != line.key:
                    after.setdefault(maker, set()).add(line.key)
    keys = {each.key for each in lines}
    for line in lines:
        rule = line.rule
        if rule is None or not (rule.blockers or rule.may_wipe):
            continue
        # What may or may not go along is undone by its own line before, so that nothing depends on that.
        standing = {key for each in (*rule.blockers, *rule.may_wipe) for key in agreeing(here, each, line.names)}
        standing = (standing & keys) - {line.key}
        if standing:
            after.setdefault(line.key, set()).update(standing)
            # What goes along needs no line of its own, though the line waits.
            for along in (
                {key for each in rule.wipes for key in agreeing(here, each, line.names)} - standing - {line.key}
            ):
                after.setdefault(along, set()).add(line.key)
    return after


@dataclass(frozen=True, slots=True)
class Doom:
    """Lines that go on their own when another goes later, so that they need no line of their own.

    Attributes:
        path: patterns from this section down.
        names: what is bound.
        deep: whether the pattern holds for all sections below, too.
    """

    path: tuple[Pattern, ...]
    names: Mapping[str, str]
    deep: bool = False

    def takes(self, entry: Entry) -> bool:
        """Whether a line of this section goes along."""
        return len(self.path) == 1 and covered(entry, self.path, self.names)

    def below(self, entry: Entry) -> Iterator["Doom"]:
        """Yield what that means for the section below a line."""
        if self.deep:
            yield self
        elif len(self.path) > 1 and covered(entry, self.path[:1], self.names):
            yield Doom(self.path[1:], {**self.names, **entry.names})


def dooms(anchor: Entry) -> Iterator[Doom]:
    """Yield what goes along with a line."""
    rule = anchor.rule
    if rule is None or anchor.negative:
        return
    yield from (Doom((each,), anchor.names, deep=True) for each in rule.wipes)
    yield from (Doom(each, anchor.names) for each in rule.wipe_paths)


def waits(here: Section, entry: Entry) -> bool:
    """Whether a line goes only after the sections beside it were looked through, because lines there may refer to it."""
    rule = entry.rule
    if rule is None:
        return False
    return bool(rule.blockers_elsewhere or (rule.wipes_elsewhere if isinstance(here, Root) else rule.defines))


def goes_last(there: Section, entry: Entry) -> bool:
    """Whether a line goes for good behind all others, because lines of other sections may keep it until they are gone."""
    return entry.rule is not None and bool(entry.rule.blockers_elsewhere) and there.find(entry.key) is None


@dataclass(frozen=True, slots=True)
class Left:
    """What isn't undone yet while the sections of a level are looked through.

    Attributes:
        last: lines that go after that.
        doom: what goes along with lines that go later.
    """

    last: frozenset[Key]
    doom: tuple[Doom, ...]
