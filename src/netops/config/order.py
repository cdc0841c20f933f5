"""The order of the steps of a patch, from what refers to what: define before use, unbind before delete.

Steps of one section and phase are one unit, file parts are a unit each. Edges come from the objects that units make,
take away and refer to; no weights. Where nothing decides, units that a file part has to wait for go first, then the
file parts, then the rest in the order of the text.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from netops.config.plan import Object, Phase, Step
from netops.config.rulebook import Part
from netops.config.state import Key


@dataclass(slots=True, eq=False)
class Unit:
    """What is done in one go.

    Attributes:
        rank: order among units that nothing else puts in order.
        steps: lines that are typed; empty for a file part.
        part: the file part, or None.
    """

    rank: tuple[int, int, int]
    steps: list[Step] = field(default_factory=list)
    part: Part | None = None
    makes: set[Object] = field(default_factory=set)
    drops: set[Object] = field(default_factory=set)
    gains: set[Object] = field(default_factory=set)
    loses: set[Object] = field(default_factory=set)
    after: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file part that differs, and the objects that come and go with it."""

    part: Part
    makes: frozenset[Object] = frozenset()
    drops: frozenset[Object] = frozenset()


@dataclass(frozen=True, slots=True)
class Ordered:
    """Units in the order in which they are done.

    Attributes:
        units: the order.
        loops: whether references ran in a circle, so that the order of the text decided.
    """

    units: tuple[Unit, ...]
    loops: bool


def put_in_order(
    steps: Sequence[Step], files: Sequence[FileChange], lasting: frozenset[Object], remade: frozenset[Object]
) -> Ordered:
    """Return steps and file parts in an order that the device accepts.

    Args:
        steps: of the parts that are changed by commands.
        files: the file parts that differ, in the rulebook's order.
        lasting: objects that are there all the time; nothing has to wait for them.
        remade: objects that go and come back, like a list all of whose entries get other numbers. What is added comes
            after them; what goes needn't go before, because the device lets them go while they are in use.
    """
    units = [*_file_units(files), *_step_units(steps)]
    for unit in units:
        unit.makes -= lasting
        unit.drops -= lasting
        unit.loses -= remade
    _by_subject(units)
    _by_objects(units)
    for earlier, later in zip(range(len(files)), range(1, len(files)), strict=False):
        units[later].after.add(earlier)
    order, loops = _sorted(units, len(files))
    return Ordered(tuple(units[at] for at in order), loops)


def _file_units(files: Sequence[FileChange]) -> Iterator[Unit]:
    for at, each in enumerate(files):
        yield Unit((1, 0, at), part=each.part, makes=set(each.makes), drops=set(each.drops))


def _step_units(steps: Sequence[Step]) -> Iterator[Unit]:
    """Yield one unit for each section and phase, and one for each line of the top level.

    A section's undos stand where its additions stand, so that what goes and what comes are typed in one go.
    """
    additions: dict[object, int] = {}
    for at, step in enumerate(steps):
        if step.phase is Phase.SET and step.inside:
            additions.setdefault((step.turn, step.inside[0].key), at)
    units: dict[tuple[object, ...], Unit] = {}
    for at, step in enumerate(steps):
        top = step.inside[0].key if step.inside else (at,)
        place = additions.get((step.turn, top), at) if step.phase is Phase.UNDO else at
        unit = units.setdefault((step.turn, top, step.phase), Unit((2 + step.turn, place, int(step.phase))))
        unit.steps.append(step)
        unit.makes |= step.makes
        unit.drops.update(step.drops)
        unit.gains |= step.gains
        unit.loses |= step.loses
    yield from units.values()


def _by_subject(units: list[Unit]) -> None:
    """About one section or list: undo, then set, then what is undone late; the second pass behind the first.

    Between two stages stands a unit that does nothing, so that long lists need no edge for every pair of lines.
    """
    stages: dict[Key, dict[tuple[int, int], list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, unit in enumerate(units):
        if unit.steps:
            first = unit.steps[0]
            stages[first.about][first.turn, first.phase].append(at)
    for found in stages.values():
        before: list[int] = []
        for _, members in sorted(found.items()):
            if before:
                units.append(Unit(units[members[0]].rank, after=set(before)))
                for at in members:
                    units[at].after.add(len(units) - 1)
            before = members


def _by_objects(units: Sequence[Unit]) -> None:
    makers: dict[Object, list[int]] = defaultdict(list)
    droppers: dict[Object, list[int]] = defaultdict(list)
    for at, unit in enumerate(units):
        for each in unit.makes:
            makers[each].append(at)
        for each in unit.drops:
            droppers[each].append(at)
    for at, unit in enumerate(units):
        for each in unit.gains:
            unit.after.update(other for other in makers[each] if other != at)
        for each in unit.loses:
            for other in droppers[each]:
                if other != at:
                    units[other].after.add(at)


def _sorted(units: Sequence[Unit], files: int) -> tuple[list[int], bool]:
    """Return a topological order; ``True`` where there was none and a unit had to go before its turn."""
    early = _before(units, range(files))
    followers: dict[int, list[int]] = defaultdict(list)
    open_: dict[int, int] = {}
    for at, unit in enumerate(units):
        open_[at] = len(unit.after)
        for other in unit.after:
            followers[other].append(at)

    def rank(at: int) -> tuple[int, int, int, int]:
        first, second, third = units[at].rank
        return (0 if at in early else first, second, third, at)

    ready = [rank(at) for at, count in open_.items() if not count]
    heapq.heapify(ready)
    order: list[int] = []
    done: set[int] = set()
    loops = False
    while len(order) < len(units):
        if not ready:
            loops = True
            heapq.heappush(ready, min(rank(at) for at in range(len(units)) if at not in done))
        at = heapq.heappop(ready)[-1]
        if at in done:
            continue
        done.add(at)
        order.append(at)
        for other in followers[at]:
            open_[other] -= 1
            if open_[other] == 0 and other not in done:
                heapq.heappush(ready, rank(other))
    return order, loops


def _before(units: Sequence[Unit], wanted: Iterable[int]) -> frozenset[int]:
    """Return all units that these have to wait for, without themselves."""
    found: set[int] = set()
    open_ = list(wanted)
    first = set(open_)
    while open_:
        for other in units[open_.pop()].after:
            if other not in found and other not in first:
                found.add(other)
                open_.append(other)
    return frozenset(found)
