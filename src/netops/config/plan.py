"""What has to be typed to take one state to another, section by section.

The plan is made by typing on a copy of the running state: what a line wipes is seen at once and put back in the same
section. Every step carries the objects that it makes, takes away, begins or ceases to refer to; `netops.config.order`
puts the steps in order by them.
"""

from dataclasses import dataclass, field, replace

from netops.config.device import Device, Refusal, in_the_way, negated, undo_line
from netops.config.leaving import Doom, coming_in_turn, dooms, in_turn, waits
from netops.config.numbering import Numbering, number
from netops.config.questions import (
    Inside,
    goes_late,
    is_emptied,
    is_excluded,
    is_held,
    is_no_anchor,
    is_rebuilt,
    is_telling,
    lines_of,
    make_hull,
    meet,
    opened_by,
    out_of_order,
    place_of,
    subject_of,
    turn_of,
    used_by,
)
from netops.config.root import Root
from netops.config.sets import listed, portions, standing_members
from netops.config.state import Entry, Key, Section, equal, hollow, standing
from netops.config.steps import (
    NO_OBJECTS,
    Kept,
    Object,
    Phase,
    Plan,
    Step,
    all_defines,
    all_exclusive,
    all_uses,
    defines,
    silent,
    uses,
)
from netops.config.wiping import covered

PASSES = 4
"""A side effect may need a second look; a fourth finds nothing unless the rulebook contradicts itself."""


@dataclass(frozen=True, slots=True)
class _Left:
    """What isn't undone yet while the sections of a level are looked through.

    Attributes:
        last: lines that go after that.
        doom: what goes along with lines that go later.
    """

    last: frozenset[Key]
    doom: tuple[Doom, ...]


@dataclass(slots=True)
class Planner:
    """Makes a plan.

    Attributes:
        device: where it is tried.
        part: the part's name.
        negation: the word that undoes a line.
        keep: whether settings that are only absent from the intended text are left alone. A rollback takes back what
            the patch did, so that it leaves nothing alone.
        plan: what was found so far.
        turn: the pass that is being made.
    """

    device: Device
    part: str = ""
    negation: str = "no"
    keep: bool = True
    plan: Plan = field(default_factory=Plan)
    turn: int = 0

    def run(self, running: Section, intended: Section) -> Plan:
        """Return how to get from one state to the other.

        ``running`` is typed at, and ends as the planner thinks that the device does. ``intended`` gets the lines that
        are kept, so that it ends as what the device should have.
        """
        for self.turn in range(PASSES):
            before, effects = len(self.plan.steps), self.device.effects
            meet(running, intended)
            self._undo(running, intended, (), ())
            meet(running, intended)
            self._set(running, intended, ())
            self._late(running, intended, ())
            if len(self.plan.steps) == before or self.device.effects == effects:
                break
        return self.plan

    # ---- what goes before anything new is typed

    def _undo(self, here: Section, there: Section, inside: Inside, doom: tuple[Doom, ...]) -> None:
        moved = out_of_order(here, there)
        coming = [each for each in there.entries.values() if is_telling(each) and not is_held(here, each)]
        leaving = [
            each
            for each in lines_of(here)
            if not here.counts(each) and (each.key in moved or self._goes(each, here, there))
        ]
        leaving += self._twins(here, there)
        # What lines of other sections refer to goes after these were unbound: they must not point into the void.
        last = [each for each in leaving if waits(here, each)]
        late = [
            each
            for each in leaving
            if goes_late(each) and there.find(each.key) is None and not is_excluded(each, coming)
        ]
        anchors = [*last, *late]
        doom = (*doom, *(each for anchor in anchors for each in dooms(anchor)))
        held_back = {id(each) for each in anchors}
        first = [each for each in leaving if id(each) not in held_back and not any(one.takes(each) for one in doom)]
        self._leave(here, there, inside, first, coming)
        self._undo_below(here, there, inside, _Left(frozenset(each.key for each in anchors), doom))
        self._leave(here, there, inside, [each for each in last if not goes_late(each)], coming)

    def _leave(self, here: Section, there: Section, inside: Inside, leaving: list[Entry], coming: list[Entry]) -> None:
        for entry in in_turn(here, leaving):
            if any(covered(entry, each.rule.set_wipes, each.names) for each in coming if each.rule is not None):
                continue
            if here.find(entry.key) is entry and not self._trimmed(here, there, entry, inside, Phase.UNDO):
                self._undo_one(here, there, entry, inside)

    def _undo_below(self, here: Section, there: Section, inside: Inside, left: _Left) -> None:
        for entry in lines_of(here):
            if entry.section is None or entry.key in left.last:
                continue
            found = there.find(entry.key)
            if found is not None and found.section is not None and equal(entry.section, found.section):
                continue
            if found is None and entry.section.unread is not None:
                entry.section.entries  # noqa: B018  # reads them: what is gone must be known
            if found is not None and found.section is not None:
                there.inside(
                    entry.key
                )  # kept lines are put in, and the state that this one was copied from must not have them
                found = there.find(entry.key)
            wanted = found or make_hull(there, entry)
            if wanted.section is None:
                continue
            below = (*inside, opened_by(entry))
            if entry.section.numbered is not None:
                self._unlist(here, entry, wanted.section, inside)
            doom = tuple(found for each in left.doom for found in each.below(entry))
            self._undo(here.inside(entry.key), wanted.section, below, doom)
            if not wanted.section.entries and wanted.number < 0:
                there.take(entry.key)

    def _goes(self, entry: Entry, here: Section, there: Section) -> bool:
        """Whether a line has to be undone before anything new is typed."""
        wanted = there.find(entry.key)
        if wanted is None:
            if entry.negative and entry.rule is not None and entry.rule.default.shown and not self.keep:
                return False  # it was shown because the patch turned something off; nobody says that it was on
            return not is_emptied(entry) and not hollow(entry) and not self._off_anyway(entry, there)
        if is_rebuilt(entry, wanted):
            return True
        if entry.rule is not None and entry.rule.remove and not entry.negative and not wanted.negative:
            return not entry.same(wanted) and bool(self._surplus(entry, wanted, here))
        return in_the_way(entry, wanted)

    def _twins(self, here: Section, there: Section) -> list[Entry]:
        """Return the lines of lists that hold a value which another is to have, and that don't give it up in time."""
        wanting = [each for each in there.entries.values() if each.rule is not None and each.rule.unique]
        if not wanting:
            return []
        place = {key: at for at, key in enumerate(there.entries)}
        return [
            here.entries[key]
            for wanted in wanting
            if not is_held(here, wanted)
            for key in sorted(self.device.twins(here, wanted))
            if place.get(key, -1) > place[wanted.key]
        ]

    def _off_anyway(self, entry: Entry, there: Section) -> bool:
        """Whether a negated line says what its absence will say, because its default is turned on the way."""
        if not entry.negative or entry.rule is None or entry.rule.default.shown:
            return False
        return standing(entry.rule.default, there, self.device.reader.profile) is False

    # ---- sets

    def _surplus(self, entry: Entry, wanted: Entry, here: Section) -> frozenset[str]:
        """Return the members that a set has too many; nothing where it is replaced as a whole."""
        rule, profile = entry.rule, self.device.reader.profile
        if rule is None:
            return frozenset()
        held, there = standing_members(entry, rule, here, profile), standing_members(wanted, rule, here, profile)
        replaced = not rule.accumulates and (not rule.add or not held & there)
        return frozenset() if replaced else held - there

    def _trimmed(self, here: Section, there: Section, entry: Entry, inside: Inside, phase: Phase) -> bool:
        """Take away what a set has too many, and say whether the entry was one that only loses members."""
        rule, wanted = entry.rule, there.find(entry.key)
        if rule is None or not rule.remove or entry.negative:
            return False
        if rule.adds_first and phase is Phase.UNDO and wanted is not None:
            return True
        if wanted is None:
            if rule.undo:
                return False
            surplus = standing_members(entry, rule, here, self.device.reader.profile)
        else:
            surplus = self._surplus(entry, wanted, here)
        if surplus:
            lines = [listed(rule, entry.raw, each, rule.remove) for each in portions(rule, surplus)]
            steps = [self._type(here, line, inside, phase, subject_of(entry, inside)) for line in lines]
            left = here.find(entry.key)
            gone = [set(found(entry)) - (set(found(left)) if left is not None else set()) for found in (uses, defines)]
            self.plan.steps += [replace(step, loses=step.loses | gone[0], drops=tuple(gone[1])) for step in steps]
        return True

    # ---- taking away

    def _undo_one(self, here: Section, there: Section, entry: Entry, inside: Inside) -> None:
        why = self._kept(entry, there)
        if why:
            section = tuple(each.text for each in inside)
            self.plan.kept.append(Kept(entry.number, entry.text, section, self.part, why))
            self._keep(there, entry)
            return
        self._take_away(here, entry, inside, Phase.UNDO)

    def _keep(self, there: Section, entry: Entry) -> None:
        """Let the intended state have the line, with all that it means for others there."""
        if entry.rule is not None and entry.rule.flips is not None:
            Device(self.device.reader).enter(there, entry.text)
        else:
            there.put(entry)

    def _take_away(self, here: Section, entry: Entry, inside: Inside, phase: Phase) -> None:
        line = undo_line(entry, self.negation)
        gone = len(self.device.gone)
        answer = (
            self.device.undo(here, negated(entry, self.negation))
            if not entry.negative
            else self.device.enter(here, line)
        )
        if isinstance(answer, Refusal):
            self._stuck(inside, line, answer)
            self.device.gone += [each for each in [here.take(entry.key)] if each is not None]
        taken = self.device.gone[gone:]
        loses, drops = used_by(inside), tuple[Object, ...]()
        if not all(map(silent, taken)):
            loses |= frozenset(all_uses(taken))
            drops = tuple(all_defines(taken))
        self.plan.steps.append(
            Step(phase, self.turn, inside, line, subject_of(entry, inside), NO_OBJECTS, loses, NO_OBJECTS, drops)
        )
        self.plan.steps[-1].frees = frozenset(all_exclusive(taken))

    def _type(self, here: Section, line: str, inside: Inside, phase: Phase, about: Key) -> Step:
        """Type a line, and return the step as one that neither makes an object nor refers to one."""
        answer = self.device.enter(here, line)
        if isinstance(answer, Refusal):
            self._stuck(inside, line, answer)
        loses = used_by(inside) if phase in {Phase.UNDO, Phase.LATE} else NO_OBJECTS
        return Step(phase, self.turn, inside, line, about, loses=loses)

    def _kept(self, entry: Entry, there: Section) -> str:
        if there.find(entry.key) is not None or entry.key in there.said:
            return ""
        if entry.rule is not None and entry.rule.undo is None:
            return "the device has no command that takes it away"
        if self.keep and there.absent and entry.rule is not None and entry.rule.shuts:
            return "taking it away would turn something on"
        if entry.negative and self.keep and (entry.rule is None or entry.rule.kept):
            return "taking it away would turn something on"
        return ""

    # ---- what comes

    def _set(self, here: Section, there: Section, inside: Inside) -> None:
        for entry in self._coming(there):
            if there.counts(entry):
                continue
            held = here.find(entry.key)
            if entry.section is None:
                if held is None or not held.same(entry):
                    self._set_one(here, entry, held, inside)
                continue
            if (
                held is not None
                and held.section is not None
                and held.same(entry)
                and equal(held.section, entry.section)
            ):
                continue
            if held is None and hollow(entry):
                continue
            if held is None or not held.same(entry):
                self._set_one(here, entry, held, inside)
            self._set_below(here, entry, inside)

    def _coming(self, there: Section) -> list[Entry]:
        """Return the lines of a section in the order in which they are typed."""
        if isinstance(there, Root):
            return sorted(lines_of(there), key=turn_of)
        lines = sorted(lines_of(there), key=place_of)
        return coming_in_turn(lines) if there.context is not None and there.context.makes else lines

    def _set_below(self, here: Section, entry: Entry, inside: Inside) -> None:
        if entry.section is None:
            return
        if entry.section.numbered is not None:
            self._relist(here, entry, inside)
        self._set(here.inside(entry.key), entry.section, (*inside, opened_by(entry)))

    def _set_one(self, here: Section, entry: Entry, held: Entry | None, inside: Inside) -> None:
        gone = len(self.device.gone)
        lines = self._lines(here, entry, held)
        for line in lines:
            if line == entry.text and not entry.negative:
                answer = self.device.put(here, entry.with_section(None))
            else:
                answer = self.device.enter(here, line)
            if isinstance(answer, Refusal):
                self._stuck(inside, line, answer)
        self._insist(here, entry)
        if silent(entry) and (held is None or silent(held)) and len(self.device.gone) - gone <= (held is not None):
            about = subject_of(entry, inside)
            self.plan.steps += [Step(Phase.SET, self.turn, inside, line, about) for line in lines]
            return
        replaced = [*self.device.gone[gone:], *([held.with_section(None)] if held is not None else [])]
        gains = frozenset(uses(entry)) - (frozenset(uses(held)) if held is not None else frozenset())
        loses = frozenset(each for one in replaced for each in all_uses([one])) - frozenset(uses(entry))
        makes = frozenset(defines(entry))
        about = subject_of(entry, inside)
        if entry.section is not None:
            where = (*inside, opened_by(entry))
            self.plan.steps.append(
                Step(Phase.SET, self.turn, where, None, about, gains=gains, loses=loses, makes=makes)
            )
            return
        claims, frees = frozenset(all_exclusive([entry])), frozenset(all_exclusive(replaced))
        for line in lines:
            step = Step(Phase.SET, self.turn, inside, line, about, gains, loses, makes)
            step.claims, step.frees = claims - frees, frees - claims
            self.plan.steps.append(step)

    def _lines(self, here: Section, entry: Entry, held: Entry | None) -> list[str]:
        """Return what is typed for a line: itself, or what a set lacks."""
        rule = entry.rule
        if rule is None or not rule.listing or entry.negative or (held is not None and held.negative):
            return [entry.text]
        if not rule.accumulates and (held is None or not rule.add):
            return [entry.text]
        profile = self.device.reader.profile
        before = standing_members(held, rule, here, profile)
        after = standing_members(entry, rule, here, profile)
        coming = after - before
        if held is None and rule.accumulates and rule.most and len(portions(rule, after)) > 1:
            coming = after
        elif held is None or not coming or (not rule.accumulates and not before & after):
            return [entry.text]
        return [listed(rule, entry.raw, each, rule.add) for each in portions(rule, coming)]

    def _insist(self, here: Section, entry: Entry) -> None:
        """Go on as if the line had been taken, so that the plan covers the rest; the proof shows that it wasn't."""
        if entry.rule is not None and entry.rule.adds_first:
            return  # it loses what it has too many at the end
        held = here.find(entry.key)
        if held is None or not held.same(entry):
            below = self.device.reader.below(here, entry) if entry.section is not None else None
            here.put(entry.with_section(below))

    # ---- ordered lists

    def _unlist(self, parent: Section, entry: Entry, wanted: Section, inside: Inside) -> None:
        """Make an ordered list ready, and take away what goes or moves."""
        if entry.section is None:
            return
        plan = number(entry.section, wanted)
        if plan is None:
            return
        if plan.doubt:
            self.device.doubts.append(f"“{entry.text}”: {plan.doubt}")
        about = subject_of(entry, inside)
        if plan.command:
            self.plan.steps.append(self._type(parent, self._resequenced(entry, plan), inside, Phase.READY, about))
        here = parent.inside(entry.key)
        below = (*inside, opened_by(entry))
        for key in plan.going:
            line = here.find(key)
            if line is not None:
                text = str(line.place) if here.counted else line.text
                step = self._type(here, f"{self.negation} {text}", below, Phase.UNDO, about)
                self.plan.steps.append(replace(step, loses=step.loses | set(uses(line))))

    def _resequenced(self, entry: Entry, plan: Numbering) -> str:
        names = {**entry.raw, "first": str(plan.first), "step": str(plan.step)}
        words = plan.command.split()
        return " ".join(names.get(word.strip("{}<>"), word) if word[0] in "{<" else word for word in words)

    def _relist(self, parent: Section, entry: Entry, inside: Inside) -> None:
        """Type the lines that an ordered list lacks, each with its number where it doesn't stand at the end."""
        if entry.section is None:
            return
        here = parent.inside(entry.key)
        plan = number(here, entry.section)
        if plan is None:
            return
        if plan.doubt:
            self.device.doubts.append(f"“{entry.text}”: {plan.doubt}")
        below = (*inside, opened_by(entry))
        for key, line in plan.coming:
            answer = self.device.enter(here, line)
            if isinstance(answer, Refusal):
                self._stuck(below, line, answer)
            wanted = entry.section.entries[key]
            self.plan.steps.append(
                Step(Phase.SET, self.turn, below, line, subject_of(entry, inside), gains=frozenset(uses(wanted)))
            )

    # ---- what goes at the end

    def _late(self, here: Section, there: Section, inside: Inside) -> None:
        for entry in sorted(lines_of(here), key=is_no_anchor):
            if here.counts(entry) or here.find(entry.key) is not entry:
                continue
            wanted = there.find(entry.key)
            if entry.section is not None and wanted is not None:
                if wanted.section is not None and not equal(entry.section, wanted.section):
                    self._late(here.inside(entry.key), wanted.section, (*inside, opened_by(entry)))
            elif wanted is None and entry.section is not None and is_emptied(entry):
                if entry.section.unread is None and entry.section.entries:
                    hull = Section(entry.section.context, there)
                    self._late(here.inside(entry.key), hull, (*inside, opened_by(entry)))
            elif wanted is not None and entry.rule is not None and entry.rule.adds_first:
                self._trimmed(here, there, entry, inside, Phase.LATE)
            elif wanted is None and self._goes(entry, here, there) and not self._kept(entry, there):
                self._take_away(here, entry, inside, Phase.LATE)

    def _stuck(self, inside: Inside, line: str, refusal: Refusal) -> None:
        place = " / ".join(each.text for each in inside)
        self.plan.obstacles.append(f"{place + ' / ' if place else ''}{line}: {refusal.why}")
