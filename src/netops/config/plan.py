"""What has to be typed to take one state to another, section by section.

The plan is made by typing on a copy of the running state: what a line wipes is seen at once and put back in the same
section. Every step carries the objects that it makes, takes away, begins or ceases to refer to; `netops.config.order`
puts the steps in order by them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from netops.config.device import Device, decides
from netops.config.equality import equal, is_moot, is_tacit, level
from netops.config.excluding import give_room, room_for, room_to_go
from netops.config.in_use import InUse, unyielding
from netops.config.leaving import Doom, Left, coming, dooms, goes_last, in_turn, waits
from netops.config.meeting import meet
from netops.config.networks import given_up, given_up_first, objects_of
from netops.config.questions import (
    Inside,
    changes_of_default,
    comes_simply,
    doubtful_changes,
    emptied,
    goes_late,
    is_emptied,
    is_excluded,
    is_held,
    is_no_anchor,
    is_rebuilt,
    is_simple,
    is_telling,
    is_turned,
    is_whole,
    lines_of,
    make_hull,
    only_gains,
    opened_by,
    out_of_order,
    said_anyway,
    subject_of,
    unsaid_before,
    unsaid_now,
    untold,
    used_by,
    why_kept,
)
from netops.config.references import exists, heeded, outlives, referring
from netops.config.refusing import Refusal, in_the_way, leaned_on
from netops.config.relisting import lacks, relisted
from netops.config.root import Root
from netops.config.sets import listed, portions, standing_members, surplus, typed_lines
from netops.config.state import Entry, Key, Section, hollow
from netops.config.steps import (
    NO_OBJECTS,
    Kept,
    Object,
    Phase,
    Plan,
    Step,
    defines,
    everywhere,
    exclusive,
    freed_late,
    silent,
    uses,
)
from netops.config.telling import placed
from netops.config.undoing import negated, undo_line
from netops.config.wiping import covered

PASSES = 4
"""A side effect may need a second look; a fourth finds nothing unless the rulebook contradicts itself."""


@dataclass(slots=True)
class Planner:
    """Makes a plan.

    Attributes:
        device: where it is tried.
        part: the part's name.
        negation: the word that undoes a line.
        keep: whether settings that are only absent from the intended text are left alone; a rollback leaves nothing alone.
        apart: whether a line that is to refer to another object is undone first; ``plan``: what was found so far.
        freed: what lines gave up that only one may have, and that isn't free at once, with the reason.
        turn: the pass; ``before``: the running state as it was, which is not typed at.
        first: by section, lines that give up what another section is to have, before anything new is typed.
        at_once: whether all that is typed takes effect together.
        lists: knows which lists are in use; ``last``: lines that others in other sections keep, and that go when these are gone.
    """

    device: Device
    part: str = ""
    negation: str = "no"
    keep: bool = True
    apart: bool = False
    plan: Plan = field(default_factory=Plan)
    turn: int = 0
    freed: dict[Object, str] = field(default_factory=dict)
    before: Root | None = None
    first: Mapping[Key, frozenset[Key]] = field(default_factory=dict)
    at_once: bool = False
    lists: InUse | None = None
    last: list[tuple[Section, Entry, Inside]] = field(default_factory=list)

    def run(self, running: Section, intended: Section) -> Plan:
        """Return how to get from one state to the other.

        ``running`` is typed at, and ends as the planner thinks that the device does. ``intended`` gets the lines that
        are kept, so that it ends as what the device should have.
        """
        if isinstance(running, Root) and isinstance(intended, Root):
            self.first = given_up_first(running, intended)
            self.lists = InUse(self.before or running, intended, self.at_once)
        for self.turn in range(PASSES):
            before, effects = len(self.plan.steps), self.device.effects
            meet(running, intended)
            self._undo(running, intended, (), ())
            self._leave_last(Phase.UNDO)
            meet(running, intended)
            self._set(running, intended, ())
            self._late(running, intended, ())
            self._leave_last(Phase.LATE)
            if len(self.plan.steps) == before or self.device.effects == effects:
                break
        give_room(self.plan.steps)
        self.plan.gaps += self.lists.told if self.lists is not None else ()
        return self.plan

    # ---- what goes before anything new is typed

    def _undo(self, here: Section, there: Section, inside: Inside, doom: tuple[Doom, ...]) -> None:
        level(here, there)
        moved = out_of_order(here, there)
        coming = [each for each in there.lines.values() if is_telling(each) and not is_held(here, each)]
        leaving = [
            each
            for each in lines_of(here)
            if not here.counts(each) and (each.key in moved or self._goes(each, here, there))
        ]
        if there.context is None or there.context.has_unique:
            leaving += unyielding(here, there, self.device.twins)
        leaving, kept_in = self.lists.arranged(here, there, leaving, inside) if self.lists else (leaving, frozenset())
        if not leaving and not kept_in:
            self._undo_below(here, there, inside, Left(frozenset(), doom))
            return
        # What lines of other sections refer to goes after these were unbound: they must not point into the void.
        last = [each for each in leaving if waits(here, each)]
        late = [
            each
            for each in leaving
            if (goes_late(each) or each.key in kept_in)
            and there.find(each.key) is None
            and not is_excluded(each, coming)
            and not why_kept(each, there, keep=self.keep)
        ]
        anchors = [*last, *late]
        doom = (*doom, *(each for anchor in anchors for each in dooms(anchor)))
        held_back = {id(each) for each in anchors}
        first = [each for each in leaving if id(each) not in held_back and not any(one.takes(each) for one in doom)]
        self._leave(here, there, inside, first, coming)
        self._undo_below(here, there, inside, Left(frozenset(each.key for each in anchors), doom))
        self.last += [(here, each, inside) for each in last if goes_last(there, each)]
        last = [each for each in last if not (goes_late(each) or goes_last(there, each))]
        self._leave(here, there, inside, last, coming)

    def _leave(self, here: Section, there: Section, inside: Inside, leaving: list[Entry], coming: list[Entry]) -> None:
        wiping = [(each.rule.set_wipes, each.names) for each in coming if each.rule is not None and each.rule.set_wipes]
        for entry in in_turn(here, leaving):
            if wiping and any(covered(entry, *each) for each in wiping) and not self._gives_up(here, entry):
                continue
            if here.find(entry.key) is entry and not self._trimmed(here, there, entry, inside, Phase.UNDO):
                self._undo_one(here, there, entry, inside)

    def _undo_below(self, here: Section, there: Section, inside: Inside, left: Left) -> None:
        for entry in lines_of(here):
            if entry.section is None or entry.key in left.last:
                continue
            found = there.find(entry.key)
            if found is not None and found.section is not None:
                plain = not self.first and not self.apart and only_gains(entry.section, found.section)
                if plain or equal(entry.section, found.section):
                    continue
                there.inside(entry.key)  # kept lines are put in, but not into the state that this one is a copy of
                found = there.find(entry.key)
            elif found is None and entry.section.unread is not None:
                entry.section.entries  # noqa: B018  # reads them: what is gone must be known
            wanted = found or make_hull(there, entry)
            if wanted.section is None:
                continue
            below = (*inside, opened_by(entry))
            if entry.section.numbered is not None:
                self._unlist(here, entry, wanted.section, inside)
            doom = tuple(found for each in left.doom for found in each.below(entry))
            self._undo(here.inside(entry.key), wanted.section, below, doom)
            if wanted.number < 0 and not wanted.section.entries:
                there.take(entry.key)

    def _goes(self, entry: Entry, here: Section, there: Section) -> bool:
        """Whether a line has to be undone before anything new is typed."""
        wanted = there.find(entry.key)
        if wanted is None:
            self.device.doubts += () if self.keep else unsaid_before(entry, there)
            if is_moot(entry) and not (entry.negative and self.keep):
                return False
            return not (is_emptied(entry) or hollow(entry) or said_anyway(entry, there, self.device.reader.profile))
        if is_rebuilt(entry, wanted):
            return True
        if self._gives_up(here, entry):
            return True
        if entry.rule is not None and entry.rule.remove and not entry.negative and not wanted.negative:
            return not entry.same(wanted) and bool(surplus(entry, wanted, here, self.device.reader.profile))
        return in_the_way(entry, wanted, here) or (self.apart and is_turned(entry, wanted))

    def _gives_up(self, here: Section, entry: Entry) -> bool:
        """Whether a line must go because another section is to have what it has, and this one waits for that section."""
        if not self.first or self.turn or here.opener is None:
            return False
        return entry.key in self.first.get(here.opener.key, ())

    # ---- sets

    def _trimmed(self, here: Section, there: Section, entry: Entry, inside: Inside, phase: Phase) -> bool:
        """Take away what a set has too many, and say whether the entry was one that only loses members."""
        rule, profile = entry.rule, self.device.reader.profile
        if rule is None or not rule.remove or entry.negative:
            return False
        wanted = there.find(entry.key)
        if rule.adds_first and phase is Phase.UNDO and wanted is not None and surplus(wanted, entry, there, profile):
            return True
        if wanted is None:
            if rule.undo:
                return False
            extra = standing_members(entry, rule, here, profile)
        else:
            extra = surplus(entry, wanted, here, profile)
        if extra:
            lines = [listed(rule, entry.raw, each, rule.remove) for each in portions(rule, extra)]
            steps = [self._type(here, line, inside, phase, subject_of(entry, inside)) for line in lines]
            left = here.find(entry.key)
            gone = [set(found(entry)) - (set(found(left)) if left is not None else set()) for found in (uses, defines)]
            self.plan.steps += [replace(step, loses=step.loses | gone[0], drops=tuple(gone[1])) for step in steps]
        return True

    # ---- taking away

    def _undo_one(self, here: Section, there: Section, entry: Entry, inside: Inside) -> None:
        why = why_kept(entry, there, keep=self.keep)
        if why:
            section = tuple(each.text for each in inside)
            self.plan.kept.append(Kept(entry.number, entry.text, section, self.part, why))
            self._keep(there, entry)
            return
        if is_simple(entry):
            self._take_away(here, entry, inside, Phase.UNDO)
            return
        remade = [each for each in heeded(there, everywhere([entry], defines)) if exists(there, each)]
        if not inside:
            self._let_go(here, there, [each for each in remade if not exists(here, each, but=entry.key)])
        self.device.doubts += doubtful_changes(here, entry, there.find(entry.key))
        self.device.doubts += changes_of_default(here, entry, self.before, inside, self.device.reader.profile)
        self.plan.gaps += self.lists.gap(here, entry, inside) if self.lists is not None else ()
        self._take_away(here, entry, inside, Phase.UNDO, alone=not remade)

    def _let_go(self, here: Section, there: Section, remade: list[Object]) -> None:
        """Undo lines that refer to what goes and comes back, where nobody knows whether they go along; they come back, too."""
        for place, key in list(referring(here, remade, outlives)):
            entry = place.entries.get(key)
            if place is here and entry is not None and entry.section is None:
                self._undo_one(here, there, entry, ())

    def _keep(self, there: Section, entry: Entry) -> None:
        """Let the intended state have the line, with all that it means for others there."""
        if entry.rule is not None and decides(entry.rule):
            Device(self.device.reader).enter(there, entry.text)
        else:
            there.put(entry)

    def _take_away(self, here: Section, entry: Entry, inside: Inside, phase: Phase, *, alone: bool = True) -> None:
        line = undo_line(entry, self.negation)
        if is_simple(entry):
            self.device.drop(here, entry)
            about = subject_of(entry, inside)
            self.plan.steps.append(Step(phase, self.turn, inside, line, about, loses=used_by(inside)))
            return
        gone = len(self.device.gone)
        answer = (
            self.device.undo(here, negated(entry, self.negation), alone=alone)
            if not entry.negative
            else self.device.enter(here, line)
        )
        if isinstance(answer, Refusal):
            self._stuck(inside, line, answer)
            self.device.gone += [each for each in [here.take(entry.key)] if each is not None]
        taken = self.device.gone[gone:]
        step = Step(phase, self.turn, inside, line, subject_of(entry, inside), loses=used_by(inside))
        if entry.rule is not None and (entry.rule.entry or entry.rule.unproven_change):
            step.spoils = frozenset(inside[0].makes if inside else defines(entry))
        if not all(map(silent, taken)):
            step.loses |= frozenset(everywhere(taken, uses))
            step.drops = tuple(everywhere(taken, defines))
            step.frees = frozenset(everywhere(taken, exclusive)) | given_up(
                self.before, taken, inside[0].key if inside else ()
            )
            self.freed |= dict(freed_late(taken))
        step.claims = room_to_go(here, entry, self.before, phase)
        self.plan.steps.append(step)

    def _type(self, here: Section, line: str, inside: Inside, phase: Phase, about: Key) -> Step:
        """Type a line, and return the step as one that neither makes an object nor refers to one."""
        answer = self.device.enter(here, line)
        if isinstance(answer, Refusal):
            self._stuck(inside, line, answer)
        loses = used_by(inside) if phase in {Phase.UNDO, Phase.LATE} else NO_OBJECTS
        return Step(phase, self.turn, inside, line, about, loses=loses)

    # ---- what comes

    def _set(self, here: Section, there: Section, inside: Inside) -> None:
        level(here, there)
        self.device.doubts += untold(here, there)
        for entry in coming(there):
            if there.counts(entry):
                continue
            held = here.find(entry.key)
            if entry.section is None:
                if not (is_tacit(entry) if held is None else held.same(entry)):
                    self._set_one(here, entry, held, inside)
                continue
            if is_whole(held, entry):
                continue
            if held is None and hollow(entry):
                continue
            if held is None or not held.same(entry):
                self._set_one(here, entry, held, inside)
            self._set_below(here, entry, inside)

    def _set_below(self, here: Section, entry: Entry, inside: Inside) -> None:
        if entry.section is None:
            return
        if entry.section.numbered is not None:
            self._relist(here, entry, inside)
        self._set(here.inside(entry.key), entry.section, (*inside, opened_by(entry)))

    def _set_one(self, here: Section, entry: Entry, held: Entry | None, inside: Inside) -> None:
        at = len(self.plan.steps)
        swapped = self.lists.in_place_of(here, held, entry, inside) if self.lists is not None else []
        for each in swapped:
            self.plan.gaps += self.lists.gap(here, each, inside) if self.lists is not None else ()
            self._take_away(here, each, inside, Phase.SET)
        self._come(here, entry, here.find(entry.key) if swapped else held, inside)
        room = room_for(here, entry, held, self.before)
        for place, step in enumerate(self.plan.steps[at:] if swapped or room else ()):
            step.joined, step.claims = bool(swapped) and place > 0, step.claims | room

    def _come(self, here: Section, entry: Entry, held: Entry | None, inside: Inside) -> None:
        if held is None:
            self.device.doubts += changes_of_default(here, entry, self.before, inside, self.device.reader.profile)
            self.plan.unsaid += unsaid_now(entry, self.before, inside)
        if comes_simply(here, entry, held):
            here.put(entry)
            self.plan.steps.append(Step(Phase.SET, self.turn, inside, entry.text, subject_of(entry, inside)))
            return
        gone = len(self.device.gone)
        lines = typed_lines(here, entry, held, self.device.reader.profile)
        for line in lines:
            if line == entry.text and not entry.negative:
                answer = self.device.put(here, entry.with_section(None))
            else:
                answer = self.device.enter(here, line)
            if isinstance(answer, Refusal):
                self._stuck(inside, line, answer)
        self._insist(here, entry)
        about = subject_of(entry, inside)
        if silent(entry) and (held is None or silent(held)) and len(self.device.gone) - gone <= (held is not None):
            self.plan.steps += [Step(Phase.SET, self.turn, inside, line, about) for line in lines]
            return
        replaced = [*self.device.gone[gone:], *([held.with_section(None)] if held is not None else [])]
        gains = frozenset(uses(entry)) - (frozenset(uses(held)) if held is not None else frozenset())
        loses = frozenset(each for one in replaced for each in everywhere([one], uses)) - frozenset(uses(entry))
        makes = frozenset(defines(entry))
        claims, frees = frozenset(exclusive(entry)), frozenset(everywhere(replaced, exclusive))
        taken = [self.freed[each] for each in sorted(claims - frees) if each in self.freed]
        self.device.doubts += [f"{placed(here, entry.text)}: {each}" for each in taken]
        if entry.section is not None:
            where = (*inside, opened_by(entry))
            step = Step(Phase.SET, self.turn, where, None, about, gains=gains, loses=loses, makes=makes)
            step.claims, step.frees = claims - frees, frees - claims
            self.plan.steps.append(step)
            return
        if entry.rule is not None and entry.rule.network is not None:
            claims |= objects_of([entry], here)
        frees |= given_up(self.before, replaced, inside[0].key if inside else ())
        for line in lines:
            step = Step(Phase.SET, self.turn, inside, line, about, gains, loses, makes)
            step.claims, step.frees = claims - frees, frees - claims
            self.plan.steps.append(step)

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
        used = self._is_used(entry)
        plan = relisted(entry.section, wanted, used=used)
        if plan is None:
            return
        self.plan.gaps += lacks(entry, plan) if used else ()
        self.device.doubts += [f"“{entry.text}”: {plan.doubt}"] if plan.doubt else []
        about = subject_of(entry, inside)
        if plan.command:
            self.plan.steps.append(self._type(parent, plan.typed(entry), inside, Phase.READY, about))
        here = parent.inside(entry.key)
        below = (*inside, opened_by(entry))
        while plan is not None and plan.going and not plan.after:
            before = len(here.entries)
            self._strike(here, plan.going, below, Phase.UNDO)
            # Of equal remarks another one may be left.
            plan = relisted(here, wanted, used=used) if len(here.entries) < before else None

    def _is_used(self, entry: Entry) -> bool:
        return self.lists is not None and self.lists.has(tuple(defines(entry)))

    def _strike(self, here: Section, going: Iterable[tuple[str, Key]], below: Inside, phase: Phase) -> None:
        """Take lines of an ordered list away."""
        for text, key in going:
            line = here.find(key) if key else None
            step = self._type(here, f"{self.negation} {text}", below, phase, below[0].key)
            self.plan.steps.append(replace(step, loses=step.loses | set(uses(line) if line is not None else ())))

    def _leave_place(self, here: Section, keys: Iterable[Key], below: Inside) -> None:
        """Take lines away that are in the list already, by their numbers where these are known."""
        lines = list(filter(None, map(here.find, keys)))
        self._strike(
            here, [(str(line.place) if here.counted else line.text, line.key) for line in lines], below, Phase.SET
        )

    def _relist(self, parent: Section, entry: Entry, inside: Inside) -> None:
        """Type the lines that an ordered list lacks, each with its number where it doesn't stand at the end."""
        if entry.section is None:
            return
        here = parent.inside(entry.key)
        plan = relisted(here, entry.section, used=self._is_used(entry))
        if plan is None:
            return
        self.device.doubts += [f"“{entry.text}”: {plan.doubt}"] if plan.doubt else []
        below = (*inside, opened_by(entry))
        for key, line in plan.coming:
            self._leave_place(here, {key} & plan.moved, below)
            answer = self.device.enter(here, line)
            if isinstance(answer, Refusal):
                self._stuck(below, line, answer)
            gains = frozenset(uses(entry.section.entries[key]) if key else ())
            self.plan.steps.append(Step(Phase.SET, self.turn, below, line, subject_of(entry, inside), gains=gains))
        self._leave_place(here, (key for _, key in plan.going) if plan.after else (), below)
        if plan.again:
            line = plan.typed(entry, plan.again)
            self.plan.steps.append(self._type(parent, line, inside, Phase.LATE, subject_of(entry, inside)))

    # ---- what goes at the end

    def _late(self, here: Section, there: Section, inside: Inside) -> None:
        level(here, there)
        for entry in sorted(lines_of(here), key=is_no_anchor):
            if here.counts(entry) or here.find(entry.key) is not entry:
                continue
            wanted = there.find(entry.key)
            if entry.section is not None and wanted is not None:
                if wanted.section is not None and not equal(entry.section, wanted.section):
                    self._late(here.inside(entry.key), wanted.section, (*inside, opened_by(entry)))
            elif wanted is None and entry.section is not None and is_emptied(entry):
                if entry.section.unread is None and entry.section.entries:
                    self._late(here.inside(entry.key), emptied(there, entry), (*inside, opened_by(entry)))
            elif wanted is not None and entry.rule is not None and entry.rule.adds_first:
                self._trimmed(here, there, entry, inside, Phase.LATE)
            elif wanted is None and self._goes(entry, here, there) and not why_kept(entry, there, keep=self.keep):
                if goes_last(there, entry):
                    self.last.append((here, entry, inside))
                else:
                    self._take_away(here, entry, inside, Phase.LATE)

    def _leave_last(self, phase: Phase) -> None:
        """Take away lines that others kept: before anything comes in those that nothing keeps any more, at the end all."""
        for here, entry, inside in self.last:
            if phase is Phase.LATE or not leaned_on(here, entry):
                self._take_away(here, entry, inside, phase)
        self.last.clear()

    def _stuck(self, inside: Inside, line: str, refusal: Refusal) -> None:
        self.plan.obstacles.append(f"{' / '.join((*(each.text for each in inside), line))}: {refusal.why}")
