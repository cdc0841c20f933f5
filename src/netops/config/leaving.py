"""Lines of one section that go: in which order the device lets them go, and which need no line of their own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from netops.config.pattern import Pattern
from netops.config.root import Root
from netops.config.state import Entry, Key, Section
from netops.config.steps import all_uses, defines
from netops.config.wiping import agreeing, covered


def in_turn(here: Section, leaving: Iterable[Entry]) -> list[Entry]:
    """Return leaving lines in the order in which the device lets them go.

    What takes others along goes first, so that those need no line of their own; what others refer to goes behind these;
    what a line that goes as well stands in the way of goes behind that line.
    """
    lines = sorted(leaving, key=lambda each: not _anchor(each))
    return _waiting(lines, _constraints(here, lines))


def coming_in_turn(lines: list[Entry]) -> list[Entry]:
    """Return lines of one section that come in, so that what one refers to and another makes is there before it."""
    makers = {made: each.key for each in lines for made in defines(each)}
    if not makers:
        return lines
    after: dict[Key, set[Key]] = {}
    for line in lines:
        needed = {makers[used] for used in all_uses([line]) if used in makers} - {line.key}
        if needed:
            after[line.key] = needed
    return _waiting(lines, after)


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
    makers = {made: each.key for each in lines for made in defines(each)}
    after: dict[Key, set[Key]] = {}
    if makers:
        for line in lines:
            for used in all_uses([line]):
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
    return after


def _anchor(entry: Entry) -> bool:
    return entry.rule is not None and bool(entry.rule.wipes or entry.rule.wipe_paths)


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
    return bool(rule.wipes_elsewhere) if isinstance(here, Root) else bool(rule.defines)
