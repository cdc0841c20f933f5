"""Sections in which nothing differs but lines that concern no other: planned, typed and compared by themselves.

Of a thousand interfaces that get another description none has to be looked up among all lines of the top level, copied and
compared with it. Such a section is *quiet* as long as nobody asks for it: as soon as a reference, a side effect or a line of
the same identity does, all is worked out again with no section quiet (`netops.config.root.Stirred`).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from netops.config.apart import Stirred
from netops.config.chunks import Chunks
from netops.config.grammar import clean
from netops.config.knowing import known, learn, made
from netops.config.narrowing import Block, Narrowing
from netops.config.questions import Inside, comes_simply, is_simple, opened_by, turn_of, used_by
from netops.config.refusing import in_the_way
from netops.config.root import Shared
from netops.config.rulebook import Part, Rule
from netops.config.rulebook_pieces import Turn
from netops.config.state import Entry, Hides, Key, Section
from netops.config.steps import NO_OBJECTS, Phase, Step
from netops.config.undoing import undo_line

MOST_UNDONE = 20_000
"""Undo lines that are remembered, a context: most name no value and come again."""


@dataclass(slots=True, eq=False)
class Quiet:
    """A section of two texts that differ in it by plain lines only; made once and left as it is.

    Attributes:
        inside: the section, for the steps in it.
        numbers: of its line in the one text and in the other.
        first: the lines that only the one text has.
        second: those that only the other has.
        going: those of the first that must be undone on the way to the second.
    """

    inside: Inside
    numbers: tuple[int, int]
    first: Section
    second: Section
    going: Mapping[Key, Entry]

    @property
    def head(self) -> str:
        """The section's line as it is typed."""
        return self.inside[0].text


def quiet_sections(part: Part, shared: Shared, ours: Chunks, theirs: Chunks, hides: Hides) -> Mapping[str, Quiet]:
    """Return the quiet sections of two texts, each by its line as it is typed; `shared` counts their texts as common from now on."""
    found: dict[str, Quiet] = {}
    twins: dict[str, str] = {}
    opened = dict(_opened(part, shared, (ours, theirs), hides))
    shared.narrow(part, {head: entry.rule.section for head, entry in opened.items() if entry.rule is not None}, hides)
    for head, entry in opened.items():
        halves, common = shared.halves[head], shared.narrowed.get(head)
        if common is None or not (common.first or common.second):
            continue  # where only the order differs, lines in common may replace each other
        first, second = _plain(common, common.first), _plain(common, common.second)
        if first is None or second is None:
            continue
        going = _going(first, second)
        if not (_leads(first, second, going) and _leads(second, first, _going(second, first))):
            continue
        numbers = ours.numbers.of(halves.places[0]), theirs.numbers.of(halves.places[1])
        found[entry.text] = Quiet((opened_by(entry),), numbers, first, second, going)
        twins[halves.first], twins[halves.second] = halves.second, halves.first
    shared.texts, shared.hushed = shared.texts | twins.keys(), twins
    return found


def _opened(part: Part, shared: Shared, both: tuple[Chunks, Chunks], hides: Hides) -> Iterator[tuple[str, Entry]]:
    """Yield the lines of sections that differ and can be entered without any word about others, as they are written and read."""
    together = "\n".join(shared.halves)
    plain = hides.text(together) == together  # most hold no secret, so that all are asked at once
    if plain:
        learn(part.context, map(clean, shared.halves))
    for head in shared.halves:
        line = clean(head)
        entry = _opening(part, line) if plain or hides.text(line) == line else None
        if entry is not None and shared.heads_of(entry.key[0], both).has_alone(head, entry):
            yield head, entry


def _opening(part: Part, line: str) -> Entry | None:
    """Return the line of a section that can be entered without any word about others; None where it can't."""
    found = known(part.context, line)
    rule = found.rule
    if rule is None or not found.opens or found.negative or rule.span or rule.turn is not Turn.NORMAL:
        return None
    return made(found, line)


def _plain(common: Narrowing, blocks: Sequence[Block]) -> Section | None:
    """Return lines as a section, where each of them comes and goes without any word about others; None where one doesn't."""
    context, tidy = common.context, common.tidy
    section = Section(context, latent=common, widen=_stir)
    seen, held = context.seen, section.held
    sure: Rule | None = None
    for each in blocks:
        line = each.text if tidy else clean(each.text)
        found = seen.get(line) or known(context, line)
        if not found.simple or found.negative or found.key in held or "\n" in each.text:
            return None
        if found.rule is not sure or sure is None:
            sure = found.rule
            if sure is None or not _comes_and_goes(sure):
                return None
        held[found.key] = made(found, line, each.offset)
    return section


def _stir(_: Section) -> None:
    """Read what a quiet section has in common with the other text: whoever asks for that can't leave it out of account."""
    raise Stirred


def _comes_and_goes(rule: Rule) -> bool:
    """Whether a line that concerns no other is never left alone, and never goes late."""
    return rule.undo is not None and not (rule.late or rule.guards or rule.shuts or rule.default.shown)


def _leads(here: Section, there: Section, gone: Mapping[Key, Entry]) -> bool:
    """Whether the lines that must be undone can go, and every line that only the other has can come.

    It can't where one of them asks for a line in common: one beside which it is refused, or that its undo form takes away, too.
    """
    held = here.held
    try:
        for key, entry in there.held.items():
            stands = None if key in gone else held.get(key)
            if (stands is not None or entry.rule is None or entry.rule.undo) and not comes_simply(here, entry, stands):
                return False
        return go_alone(here, gone.values())
    except Stirred:
        return False


def go_alone(here: Section, gone: Iterable[Entry]) -> bool:
    """Whether no other line goes with any of some plain lines; those that nobody undoes in another way are asked by their first word."""
    context = here.context
    sure: set[tuple[int, str]] = set()
    for entry in gone:
        like = id(entry.rule), entry.text.partition(" ")[0]
        if like in sure:
            continue
        if context is None or entry.rule is None or not goes_alone(here, entry):
            return False
        if not entry.rule.undo and not context.undos.may_find((context.negation, like[1])):
            sure.add(like)
    return True


def goes_alone(here: Section, entry: Entry) -> bool:
    """Whether a line's undo form is no other line's: `undo encapsulation` takes whichever of two stands."""
    context = here.context
    if context is None or not is_simple(entry):
        return False
    line = undo_line(entry, context.negation)
    alone = context.undone_alone.get((id(entry.rule), line))
    if alone is None:
        if not context.undos.may_find(line.split(None, 2)):
            return True  # it is undone by its own words, as no other is
        if len(context.undone_alone) >= MOST_UNDONE:
            context.undone_alone.clear()
        forms = context.undos.all(context.rewriter.apart(line))
        alone = context.undone_alone[id(entry.rule), line] = all(rule is entry.rule for _, rule in forms)
    return alone


def _going(here: Section, there: Section) -> dict[Key, Entry]:
    """Return the lines that must be undone: the other state lacks them, or has a value there that isn't taken over this one."""
    wished = there.held
    return {
        key: entry
        for key, entry in here.held.items()
        if (wanted := wished.get(key)) is None or in_the_way(entry, wanted, here)
    }


class Turned(NamedTuple):
    """What is typed in one quiet section: what goes, and what comes.

    Attributes:
        numbers: as at `Quiet`, where the way begins and where it leads.
    """

    numbers: tuple[int, int]
    undo: Sequence[Step] = ()
    set: Sequence[Step] = ()


def turned(quiet: Quiet, here: Section, there: Section, negation: str, *, forth: bool) -> Turned | None:
    """Return what takes a quiet section from one state to the other; None where it is there already."""
    held = here.held
    as_read = here is quiet.first and there is quiet.second
    going = (quiet.going if as_read else _going(here, there)).values()
    coming = [entry for key, entry in there.held.items() if (stands := held.get(key)) is None or not stands.same(entry)]
    if not going and not coming:
        return None
    inside = quiet.inside
    about, loses = inside[0].key, used_by(inside) if going else NO_OBJECTS
    undo = [Step(Phase.UNDO, 0, inside, undo_line(entry, negation), about, loses=loses) for entry in going]
    in_turn = coming if len(coming) == 1 else sorted(coming, key=turn_of)
    set_ = [Step(Phase.SET, 0, inside, entry.text, about) for entry in in_turn]
    return Turned(quiet.numbers if forth else quiet.numbers[::-1], undo, set_)


Numbered = Callable[[Key], int | None]
"""From the identity of a line of the top level to its number in a text; None where it has none, or doesn't come in its turn."""


def interleaved(steps: Sequence[Step], quiet: Iterable[Turned], before: Numbered, after: Numbered) -> list[Step]:
    """Return steps with those of quiet sections between them, where the text has these sections.

    Args:
        steps: of all other lines, in the order of the plan.
        quiet: what is typed in quiet sections.
        before: numbers in the text where the way begins.
        after: numbers in the text where it leads.
    """
    found = list(quiet)
    if not found:
        return list(steps)
    places: dict[int, list[Step]] = {}
    for phase, number_of, at in ((Phase.UNDO, before, 0), (Phase.SET, after, 1)):
        spots = Spots(steps, _end(steps, phase))
        for index, step in enumerate(steps):
            if step.phase is phase and not step.turn and (step.inside or phase is Phase.SET):
                spots.add(number_of(step.inside[0].key if step.inside else step.about), index)
        for each in sorted(found, key=lambda each: each.numbers[at]):
            typed = each.set if at else each.undo
            if typed:
                places.setdefault(spots.place(each.numbers[at]), []).extend(typed)
    return between(steps, places)


@dataclass(slots=True)
class Spots:
    """Where a step comes among others, by the numbers that what they are about has in a text.

    Attributes:
        steps: the others.
        end: where it comes behind all of them.
        numbers: ascending.
        firsts: by number, the index of the first step about it.
    """

    steps: Sequence[Step]
    end: int
    numbers: list[int] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)

    def add(self, number: int | None, at: int) -> None:
        """Add the first step about something; one whose number goes back is left out."""
        if number is not None and (not self.numbers or number > self.numbers[-1]):
            self.numbers.append(number)
            self.firsts.append(at)

    def place(self, number: int) -> int:
        """Return before which step one comes that is about what has this number."""
        spot = bisect_right(self.numbers, number)
        place = self.firsts[spot] if spot < len(self.firsts) else self.end
        while place < len(self.steps) and self.steps[place].joined:  # nothing comes between it and the step before
            place += 1
        return place


def between(steps: Sequence[Step], places: Mapping[int, Sequence[Step]]) -> list[Step]:
    """Return steps with others before those whose index they have."""
    return [step for at in range(len(steps) + 1) for step in (*places.get(at, ()), *steps[at : at + 1])]


def _end(steps: Sequence[Step], phase: Phase) -> int:
    """Return where a phase of the first turn ends."""
    return next((at for at, step in enumerate(steps) if step.turn or step.phase > phase), len(steps))
