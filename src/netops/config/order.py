"""The order of the steps of a patch, from what refers to what: define before use, unbind before delete.

Steps of one section and phase are one unit, file parts are a unit each. Edges come from the objects that units make,
take away and refer to; no weights. Where nothing decides, units that a file part has to wait for go first, then the
file parts, then the rest in the order of the text.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import pairwise

from netops.config.nets import KIND, Index, net_of
from netops.config.rulebook import Part
from netops.config.state import Key
from netops.config.steps import Object, Phase, Step


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


@dataclass(slots=True, eq=False)
class Waiting(Unit):
    """A unit that may have to wait for others.

    Attributes:
        after: the units that it waits for; the rest is what its steps have together.
    """

    makes: set[Object] = field(default_factory=set)
    drops: set[Object] = field(default_factory=set)
    gains: set[Object] = field(default_factory=set)
    loses: set[Object] = field(default_factory=set)
    claims: set[Object] = field(default_factory=set)
    frees: set[Object] = field(default_factory=set)
    spoils: set[Object] = field(default_factory=set)
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
        loops: the lines, or sections, that refer to each other in a circle, so that the order of the text decided; mostly none.
    """

    units: tuple[Unit, ...]
    loops: tuple[str, ...] = ()


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
    found = _units(steps)
    if not files and all(map(_is_plain, steps)):
        return Ordered(tuple(sorted(found, key=lambda each: each.rank)))
    units = [*_file_units(files), *map(_waiting, found)]
    for unit in units:
        unit.makes -= lasting
        unit.drops -= lasting
        unit.loses -= remade
    _by_subject(units)
    _by_objects(units)
    for earlier, later in zip(range(len(files)), range(1, len(files)), strict=False):
        units[later].after.add(earlier)
    _by_claims(units)
    order, loops = _sorted(units, len(files))
    others = _others(units)
    for wishes in WISHES if not loops else ():
        wishing = [_wishing(units, at, wishes, others) for at in range(len(units))]
        if all(one is other for one, other in zip(units, wishing, strict=True)):
            break
        wished, given_up = _sorted(wishing, len(files))
        if not given_up:
            order = wished
            break
    told = (_name(units[at]) for at in loops if units[at].part is not None or units[at].steps)
    return Ordered(tuple(units[at] for at in order), tuple(dict.fromkeys(told)))


def _name(unit: Unit) -> str:
    """Return what a unit is about, for people: its section's line or its own, or a file."""
    if unit.part is not None:
        return unit.part.path
    step = unit.steps[0]
    return step.inside[0].text if step.inside else step.line or " ".join(step.about)


def _is_plain(step: Step) -> bool:
    """Whether a step has nothing to do with any object: then it is typed in its turn."""
    return not (step.makes or step.drops or step.gains or step.loses or step.claims or step.frees or step.spoils)


def _by_claims(units: Sequence[Waiting]) -> None:
    """What only one line may have at a time is given up before another takes it."""
    freeing: dict[Object, list[int]] = defaultdict(list)
    networks: Index[int] = Index()
    for at, unit in enumerate(units):
        for each in unit.frees:
            freeing[each].append(at)
            if each[0].startswith(KIND):
                networks.add(net_of(each), at)
    for at, unit in enumerate(units):
        for each in unit.claims:
            found = networks.overlapping(net_of(each)) if each[0].startswith(KIND) else freeing[each]
            unit.after.update(other for other in found if other != at)


@dataclass(frozen=True, slots=True)
class Others:
    """Which units add to a section or list, and which cease to refer to an object."""

    adding: Mapping[Key, list[int]]
    losing: Mapping[Object, list[int]]


Wish = Callable[[Sequence[Waiting], int, Others], set[int]]


def _wishing(units: Sequence[Waiting], at: int, wishes: Iterable[Wish], others: Others) -> Waiting:
    """Return a unit that waits for more than it must."""
    unit = units[at]
    undoes = bool(unit.steps) and unit.steps[0].phase is Phase.UNDO and bool(unit.steps[0].inside)
    if not (undoes or unit.drops or unit.spoils):
        return unit
    more = set[int]().union(*(wish(units, at, others) for wish in wishes)) - unit.after
    return replace(unit, after=unit.after | more) if more else unit


def _bound_anew(units: Sequence[Waiting], at: int, others: Others) -> set[int]:
    """Return the units that one should wait for so that no port is without its policy meanwhile.

    What is dropped goes after the sections that ceased to refer to it have what takes its place, not between the two.
    """
    drops = units[at].drops
    if not drops:
        return set()
    losing = {unit.steps[0].about for unit in units if unit.steps and unit.loses & drops}
    return {other for about in losing for other in others.adding.get(about, ()) if other != at}


def _in_one_go(units: Sequence[Waiting], at: int, others: Others) -> set[int]:
    """Return what the additions of a section wait for, for its undos to wait for as well: the section is entered once."""
    unit = units[at]
    if not unit.steps or unit.steps[0].phase is not Phase.UNDO or not unit.steps[0].inside:
        return set()
    turn = unit.steps[0].turn
    twins = [each for each in others.adding.get(unit.steps[0].about, ()) if units[each].steps[0].turn == turn]
    return {each for other in twins for each in units[other].after if units[each].steps and each != at}


def _left_first(units: Sequence[Waiting], at: int, others: Others) -> set[int]:
    """Return the units that cease to refer to what this one spoils: they needn't see it half done."""
    spoils = units[at].spoils
    return {other for each in spoils for other in others.losing.get(each, ()) if other != at}


WISHES: tuple[tuple[Wish, ...], ...] = (
    (_bound_anew, _in_one_go, _left_first),
    (_bound_anew, _in_one_go),
    (_bound_anew, _left_first),
    (_bound_anew,),
)
"""What is wished for beyond what must be, the most first; wishes that run in a circle are given up."""


def _others(units: Sequence[Waiting]) -> Others:
    adding: dict[Key, list[int]] = defaultdict(list)
    losing: dict[Object, list[int]] = defaultdict(list)
    for at, unit in enumerate(units):
        if unit.steps and unit.steps[0].phase is Phase.SET:
            adding[unit.steps[0].about].append(at)
        for each in unit.loses:
            losing[each].append(at)
    return Others(adding, losing)


def _file_units(files: Sequence[FileChange]) -> Iterator[Waiting]:
    for at, each in enumerate(files):
        yield Waiting((1, 0, at), part=each.part, makes=set(each.makes), drops=set(each.drops))


def _units(steps: Sequence[Step]) -> list[Unit]:
    """Return one unit for each section and phase, and one for each line of the top level.

    A section's undos stand where its additions stand, so that what goes and what comes are typed in one go.
    """
    additions: dict[tuple[int, Key], int] = {}
    heads: list[int] = []
    before: Step | None = None
    for at, step in enumerate(steps):
        if before is None or not _beside(step, before):
            heads.append(at)
            if step.phase is Phase.SET and step.inside:
                additions.setdefault((step.turn, step.inside[0].key), at)
        before = step
    units: dict[tuple[object, ...], Unit] = {}
    top: tuple[object, ...] = ()
    for at, end in pairwise((*heads, len(steps))):
        step = steps[at]
        top = step.inside[0].key if step.inside else top if step.joined else (at,)
        unit = units.get((step.turn, top, step.phase))
        if unit is None:
            place = additions.get((step.turn, step.about), at) if step.phase in _EARLY else at
            unit = units[step.turn, top, step.phase] = Unit((2 + step.turn, place, int(step.phase)))
        unit.steps += steps[at:end]
    return list(units.values())


_EARLY = (Phase.READY, Phase.UNDO)
"""Phases of what stands where the additions of its section stand."""


def _beside(step: Step, before: Step) -> bool:
    """Whether a step is of one unit with the one before, as most are in a long section."""
    if not step.inside or step.inside is not before.inside:
        return False
    return step.phase is before.phase and step.turn == before.turn


def _waiting(unit: Unit) -> Waiting:
    """Return a unit with all that its steps make, take away and refer to."""
    found = Waiting(unit.rank, unit.steps)
    for step in unit.steps:
        if step.makes or step.drops or step.gains or step.loses:
            found.makes |= step.makes
            found.drops.update(step.drops)
            found.gains |= step.gains
            found.loses |= step.loses
        if step.claims or step.frees:
            found.claims |= step.claims
            found.frees |= step.frees
        found.spoils |= step.spoils
    return found


def _by_subject(units: list[Waiting]) -> None:
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
                units.append(Waiting(units[members[0]].rank, after=set(before)))
                for at in members:
                    units[at].after.add(len(units) - 1)
            before = members


def _by_objects(units: Sequence[Waiting]) -> None:
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


def _sorted(units: Sequence[Waiting], files: int) -> tuple[list[int], tuple[int, ...]]:
    """Return a topological order, and the first circle where there was none and a unit had to go before its turn."""
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
    loops: tuple[int, ...] = ()
    while len(order) < len(units):
        if not ready:
            first = min(rank(at) for at in range(len(units)) if at not in done)
            loops = loops or _circle(units, done, first[-1])
            heapq.heappush(ready, first)
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


def _circle(units: Sequence[Waiting], done: AbstractSet[int], at: int) -> tuple[int, ...]:
    """Return units that wait for each other, found from one that waits for them."""
    path: list[int] = []
    while at not in path:
        path.append(at)
        at = min(other for other in units[at].after if other not in done)
    return tuple(path[path.index(at) :])


def _before(units: Sequence[Waiting], wanted: Iterable[int]) -> frozenset[int]:
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
