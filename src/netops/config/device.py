"""What a device does when a line is typed: replace, add, take away, wipe, refuse. By the rulebook's word alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from netops.config.knowing import known, made
from netops.config.networks import Holdings
from netops.config.notes import plain
from netops.config.pattern import Pattern, fill
from netops.config.plainly import comes_plainly, goes_plainly
from netops.config.reader import Reader, spelled
from netops.config.references import exists, goes_with, heeded, holds, kept, missing, outlives, referring
from netops.config.refusing import Refusal, refused_beside, undo_refused, wrong_value
from netops.config.rulebook import Context, Known, Rule
from netops.config.rulebook_pieces import Flip
from netops.config.sets import Delta, delta, standing_members, with_members
from netops.config.spans import pieces
from netops.config.state import Entry, Key, Section, is_default, leading, standing
from netops.config.steps import NO_OBJECTS, Object, defines, everywhere
from netops.config.telling import placed
from netops.config.twins import Twins
from netops.config.undoing import negated, plainly_undone, undone_by_form, undone_unknown
from netops.config.unsure import left_behind, unsure_beside
from netops.config.wiping import Wiper, in_place, named_by


@dataclass(slots=True)
class Device:
    """A device that is typed at.

    Attributes:
        reader: turns what is typed into entries.
        strict: whether it asks for the objects that lines refer to; a planner types before the order is settled.
        doubts: what happened on the way that nobody can vouch for, in words.
        gone: lines that were taken away or replaced, in their order.
        effects: how often a line did something beyond itself, so that a plan has to look again.
        lists: which entries of lists hold which value.
        holdings: who holds which network; None where lines aren't typed in their final order, so that nobody can tell.
        knowing: whether a line that the rulebook doesn't know is refused; otherwise it is taken, and doubted.
    """

    reader: Reader
    strict: bool = True
    doubts: list[str] = field(default_factory=list)
    gone: list[Entry] = field(default_factory=list)
    effects: int = 0
    knowing: bool = False
    holdings: Holdings | None = None
    lists: Twins = field(init=False)

    def __post_init__(self) -> None:
        self.lists = Twins(self.doubts)

    def enter(self, section: Section, text: str, number: int = 0) -> Refusal | Entry | None:
        """Type one line in a section.

        Returns:
            The entry that stands there now, None where nothing does, or why the device refuses.
        """
        if section.numbered is None and section.context is not None:
            found = known(section.context, text)
            if found.simple or found.opens:
                entered = self._simply(section, found, text, number)
                if entered is not False:
                    return entered
        done: Refusal | Entry | None = None
        for path in spelled(section, text):
            place = section
            for opener in path[:-1]:
                answer = self._one(place, opener, number)
                if isinstance(answer, Refusal) or answer is None:
                    return answer
                place = place.inside(answer.key)
            done = self._one(place, path[-1], number)
            if isinstance(done, Refusal):
                return done
        return done

    def _simply(self, section: Section, found: Known, text: str, number: int) -> Entry | Literal[False] | None:
        """Let a line come or go that concerns no other, or enter a section; False where more has to be asked."""
        held = section.find(found.key)
        if found.negative:
            if held is None or not goes_plainly(found, text, held):
                return False
            self.drop(section, held)
            return None
        entry = made(found, text, number)
        if found.opens:
            return held if held is not None and held.same(entry) else False
        if section.context is None or not comes_plainly(section, section.context, entry, held):
            return False
        if held is not None:
            self.gone.append(held)
        section.put(entry)
        return entry

    def drop(self, section: Section, held: Entry) -> None:
        """Take away a line that concerns no other."""
        section.take(held.key)
        self.gone.append(held)

    def pieces(self, section: Section, text: str) -> tuple[str, ...]:
        """Return the lines that are meant by one about a range of lines; any other line as it is."""
        context = section.context
        if context is None or not context.spans:
            return (text,)
        found = known(context, text)
        if found.simple or found.opens:
            return (text,)
        paths = spelled(section, text)
        meant = paths[0][0] if len(paths) == 1 and len(paths[0]) == 1 else text
        parts = pieces(section, self.reader.entry(section, meant))
        return parts if len(parts) > 1 or parts[0] != meant else (text,)

    def _one(self, section: Section, text: str, number: int) -> Refusal | Entry | None:
        context = section.context
        if context is not None and context.deltas and context.is_shared(text):
            special = self._special(section, context, text)
            if not isinstance(special, bool):
                return special
        entry = self._understood(section, text, number)
        if isinstance(entry, Refusal):
            return entry
        return self.undo(section, entry) if entry.negative else self.put(section, entry)

    def _special(self, section: Section, context: Context, text: str) -> "Refusal | Entry | bool | None":
        """Type a line that changes a set or numbers a list anew; False where it is none of those."""
        found = delta(section, context, text)
        if found is not None:
            return self._members(section, found)
        answer: Refusal | Entry | bool | None = False
        for match, rule in context.resequences.all(context.words(text)):
            answer = self._resequence(section, rule.pattern.key_of(match.names) or (), match.names)
            if not isinstance(answer, Refusal):
                break
        return answer

    def _members(self, section: Section, found: Delta) -> Refusal | Entry | None:
        """Add to a set, or take members from it."""
        rule, profile = found.rule, self.reader.profile
        wrong = wrong_value(section, found.entry) if found.adding else None
        if wrong is not None:
            return wrong
        held = section.find(found.entry.key)
        before = standing_members(held, rule, section, profile)
        after = before | found.members if found.adding else before - found.members
        if not found.adding and held is None and not before and rule.missing_undo == "rejected":
            return Refusal("there is nothing like it to take away")
        if after == before:
            return held
        lost = (
            frozenset(defines(held)) - frozenset(defines(with_members(held, after))) if held is not None else NO_OBJECTS
        )
        keeper = self._keeper(section, lost, found.entry.key)
        if keeper is not None:
            return keeper
        self._set_members(section, found, held, after)
        if self.strict:
            self._bereave(section, lost)
        return section.find(found.entry.key)

    def _set_members(self, section: Section, found: Delta, held: Entry | None, after: frozenset[str]) -> None:
        if held is not None:
            self.gone.append(held)
        if not after and not isinstance(standing(found.rule.default, section, self.reader.profile), str):
            section.take(found.entry.key)
            return
        changed = with_members(held if held is not None and not held.negative else found.entry, after)
        self._show(section, changed, held)

    def _resequence(self, section: Section, key: Key, names: Mapping[str, str]) -> Refusal | Entry | None:
        held = section.find(key)
        if held is None or held.section is None:
            return Refusal("there is no such list")
        below = section.inside(key)
        place, step = int(names.get("first", "10")), int(names.get("step", "10"))
        for each, entry in list(below.entries.items()):
            twin = entry.with_section(entry.section)
            twin.place = place
            below.held[each] = twin
            place += 0 if below.explains(entry) else step
        below.counted, below.index = True, None
        return section.find(key)

    def _understood(self, section: Section, text: str, number: int) -> Entry | Refusal:
        """Return the line that is meant; short undo forms are taken for the lines that they undo."""
        context = section.context
        undone = undone_unknown(section, text) if context is None else None
        if undone is not None:
            return undone
        if section.numbered is not None and known(context, text).rule is None:
            return self._listed(section, text, number)
        first = text.partition(" ")[0]
        if context is not None and (first == context.negation or first in context.odd_undos):
            meant = plainly_undone(section, context, text) or undone_by_form(section, context, text, number)
            if meant is not None:
                return meant
        entry = self.reader.entry(section, text, number)
        if entry.rule is None and entry.negative and section.find(entry.key) is None:
            return Refusal("the rulebook knows no such line, and none like it stands here")
        if context is not None and context.exact and entry.negative and entry.rule is not None and entry.rule.undo:
            return Refusal(f"the device takes it away by “{fill(entry.rule.undo, entry.raw)}”")
        return entry

    def _listed(self, section: Section, text: str, number: int) -> Entry | Refusal:
        """Return what a line of an ordered list means: a number undoes the line that has it."""
        negation = _negation(section)
        undone = text.startswith(negation + " ")
        counted = section.counted
        entry = self.reader.entry(section, text[len(negation) + 1 :] if undone else text, number)
        section.counted = counted
        words = text.split()[1 if undone else 0 :]
        if not section.entries:
            section.counted = True
        if not words[0].isdigit():
            return self._unlisted(section, entry) if undone else entry
        if not section.counted:
            self.doubts.append(f"{placed(section, text)}: nobody knows the numbers that the lines have on the device")
        if undone:
            return self._unnumbered(section, int(words[0]), all_lines=len(words) == 1)
        for each in section.at(int(words[0])):
            if each.key != entry.key and not section.explains(each) and not section.explains(entry):
                return Refusal(f"“{each.text}” has that number")
        return entry

    def _unlisted(self, section: Section, entry: Entry) -> Entry | Refusal:
        """Return what takes a line of an ordered list away by its words."""
        held = section.find(plain(entry) if section.explains(entry) else entry.key)
        return (
            negated(held, _negation(section)) if held is not None else Refusal("there is nothing like it to take away")
        )

    def _unnumbered(self, section: Section, place: int, *, all_lines: bool) -> Entry | Refusal:
        """Return what takes away the lines that have a number: the entry with its remarks, or the remarks alone."""
        there = section.at(place)
        entry = next((each for each in there if not section.explains(each)), None) if all_lines else None
        notes = sum(map(section.explains, there))
        if not notes and entry is None:
            return Refusal("no line has that number")
        for _ in range(notes if entry is not None else notes - 1):
            self._take(section, next(filter(section.explains, section.at(place))).key)
        last = entry if entry is not None else next(filter(section.explains, section.at(place)))
        return negated(last, _negation(section))

    def put(self, section: Section, entry: Entry) -> Refusal | Entry | None:
        """Type a line that isn't a negated form."""
        rule, held = entry.rule, section.find(entry.key)
        if rule is None:
            return self._unknown(section, entry, held)
        refusal = self._refused(section, entry, held)
        if refusal is not None:
            return refusal
        self._doubt(section, rule, entry, held)
        if rule.unproven_change and held is not None and not held.same(entry):
            self.doubts.append(f"{placed(section, entry.text)}: {rule.unproven_change}")
        if self.twins(section, entry):
            return held
        if held is not None and rule.listing and rule.accumulates and not held.negative:
            return self._members(section, Delta(rule, entry, standing_members(entry, rule, section, ""), adding=True))
        return held if held is not None and held.same(entry) else self._come_in(section, entry, rule, held)

    def _come_in(self, section: Section, entry: Entry, rule: Rule, held: Entry | None) -> Entry | None:
        """Let a line take its place, with all that it does to others."""
        before = decides(rule) and _on(section, entry, rule, self.reader.profile)
        entry.section = self._below(section, entry, held)
        self.doubts += unsure_beside(section, rule, entry) if rule.unsure else ()
        if held is not None:
            self.gone.append(held)
            self._wipe(section, rule.change_wipes, entry)
        self._wipe(section, rule.set_wipes, entry)
        self._wipe(section, rule.may_wipe, entry)
        self._show(section, entry, held)
        if held is None:
            self._bring(section, entry, rule)
        if decides(rule) and before != _on(section, entry, rule, self.reader.profile):
            self._flip(section, rule.flips, before=before, after=not before)
            self._lead(section, rule, entry.key)
        return section.find(entry.key)

    def _bring(self, section: Section, entry: Entry, rule: Rule) -> None:
        """Put in what the device itself gives a new section."""
        for text in rule.brings:
            self.effects += 1
            self.enter(section.inside(entry.key), text)

    def undo(self, section: Section, entry: Entry, *, alone: bool = False) -> Refusal | Entry | None:
        """Type a negated form.

        Args:
            section: where it is typed.
            entry: the negated form.
            alone: whether lines that go with what the line makes were taken away by their own lines, or will be.
        """
        rule, held = entry.rule, section.find(entry.key)
        if rule is None:
            return self._unknown(section, entry, held)
        if rule.simple and rule.undo is not None and held is not None and not held.negative:
            self.drop(section, held)
            return None
        self._doubt(section, rule, entry, held)
        self.twins(section, entry)  # what goes may have been dropped as another's twin
        refusal = undo_refused(section, entry, held)
        if refusal is None and held is not None and rule.defines:
            refusal = self._keeper(section, frozenset(defines(held)), held.key)
        if refusal is not None:
            return refusal
        self._leave(section, entry, held, rule, alone=alone)
        return section.find(entry.key)

    def _leave(self, section: Section, entry: Entry, held: Entry | None, rule: Rule, *, alone: bool) -> None:
        """Take a line away, with all that it does to others."""
        before = decides(rule) and _on(section, entry, rule, self.reader.profile)
        if held is None or not held.negative:
            if held is not None:
                self._take(section, entry.key)
            if rule.section is None:
                self._show(section, entry, None)
        if held is not None and not held.negative:
            self._go_along(section, rule, held)
            if not alone:
                self._bereave(section, everywhere([held], defines))
        if decides(rule) and before != _on(section, entry, rule, self.reader.profile):
            self._flip(section, rule.flips, before=before, after=not before)
            self._lead(section, rule, entry.key)

    def _unknown(self, section: Section, entry: Entry, held: Entry | None) -> Refusal | Entry | None:
        """Type a line that no rule knows: one of an ordered list, or one that nobody can vouch for."""
        shown = held is not None and held.number > 0  # the device itself has shown it
        if not section.lists(entry):
            if self.knowing and not shown:
                return Refusal("the rulebook knows no such line here")
            self._doubt_line(section, entry)
            if held is not None and shown and not entry.negative and held.same(entry):
                return held
        if entry.negative or (held is not None and held.negative):
            self._take(section, entry.key)
            return None
        wrong = None if held is not None and shown else wrong_value(section, entry)
        if wrong is not None:
            return wrong
        entry.section = held.section if held is not None else None
        section.put(entry)
        return entry

    def _go_along(self, section: Section, rule: Rule, held: Entry) -> None:
        """Take away what goes with a line that was undone."""
        self.doubts += unsure_beside(section, rule, held) if rule.unsure else ()
        self._wipe(section, rule.wipes, held)
        self._wipe(section, rule.may_wipe, held)
        self.doubts += left_behind(section, rule, held) if rule.with_last else ()
        if rule.wipe_paths:
            self._wiper().along(section, rule.wipe_paths, held.names)
        if rule.wipes_elsewhere:
            self._wiper().elsewhere(section, rule.wipes_elsewhere, in_place(section, held))

    def _keeper(self, section: Section, things: frozenset[Object], maker: Key) -> Refusal | None:
        """Return a refusal where a line keeps an object from going that no other line makes."""
        if not self.strict:
            return None
        lost = [each for each in kept(section, things) if not exists(section, each, but=maker, firm=True)]
        for place, key in referring(section, lost, holds):
            return Refusal(f"“{place.entries[key].text}” refers to it")
        return None

    def _bereave(self, section: Section, things: Iterable[Object]) -> None:
        """Take away the lines that go with objects, where nothing makes those any more."""
        lost = frozenset(each for each in heeded(section, things) if not exists(section, each, firm=True))
        for place, key in list(referring(section, lost, goes_with)):
            gone = self._wiper().gone(place, key) if place.find(key) is not None else None
            if gone is not None:
                self._bereave(place, everywhere([gone], defines))
        for place, key in referring(section, lost, outlives) if not self.strict else ():
            self.doubts.append(
                f"{placed(place, place.entries[key].text)}: nobody knows whether it stays when what it refers to goes"
            )

    def _take(self, section: Section, key: Key) -> Entry | None:
        held = section.take(key)
        if held is not None:
            self.gone.append(held)
            self.lists.note(section, held, stands=False)
        return held

    def _wiped(self, section: Section, key: Key) -> Entry | None:
        self.effects += 1
        return self._take(section, key)

    def _wiper(self) -> Wiper:
        return Wiper(self._wiped)

    def _wipe(self, section: Section, patterns: tuple[Pattern, ...], cause: Entry) -> None:
        if patterns:
            self._wiper().here(section, patterns, cause.names, cause.key)

    def _show(self, section: Section, entry: Entry, held: Entry | None) -> None:
        """Let the line stand in the place of one that is held, or nothing where a missing line means the same."""
        rule = entry.rule
        if held is not None:
            self.lists.note(section, held, stands=False)
        shown = not is_default(entry, section, self.reader.profile)
        if entry.negative and rule is not None:
            # `no timers bgp` is back to the default value, which isn't shown
            shown = shown and not isinstance(standing(rule.default, section, self.reader.profile, entry.names), str)
        if shown:
            section.put(entry)
            self.lists.note(section, entry, stands=True)
        elif held is not None:
            section.take(entry.key)

    def twins(self, section: Section, entry: Entry) -> set[Key]:
        """Return the lines of the same list that have an equal value under another identity."""
        return self.lists.of(section, entry)

    def _below(self, section: Section, entry: Entry, held: Entry | None) -> Section | None:
        if entry.rule is None or entry.rule.section is None:
            return None
        if held is not None and held.section is not None:
            return held.section
        return self.reader.below(section, entry)

    def _refused(self, section: Section, entry: Entry, held: Entry | None) -> Refusal | None:
        if entry.rule is None:
            return None
        refusal = refused_beside(section, entry, held)
        if refusal is not None or (held is not None and held.same(entry)):
            return refusal
        if entry.rule.network is not None and self.holdings is not None:
            why = self.holdings.refuses(section, entry)
            if why:
                return Refusal(why)
        lacks = missing(section, entry) if self.strict and entry.rule.insists else None
        return Refusal(f"there is no {lacks[0]} {lacks[1]}") if lacks is not None else None

    def _doubt(self, section: Section, rule: Rule, *lines: Entry | None) -> None:
        if not rule.unproven:
            return
        when = rule.unproven_when
        for entry in lines:
            if entry is not None and (when is None or when.search(entry.value)):
                self.doubts.append(f"{placed(section, entry.text)}: {rule.unproven}")

    def _doubt_line(self, section: Section, entry: Entry) -> None:
        self.doubts.append(f"{placed(section, entry.text)}: the rulebook doesn't know this line")

    def _flip(self, section: Section, flip: Flip | None, *, before: bool, after: bool) -> None:
        """Rewrite the lines whose default has changed, so that they mean what they meant."""
        if flip is None:
            return
        self.effects += 1
        place = section.find(flip.section)
        if place is None:
            place = self.reader.entry(section, " ".join(flip.section))
            place.section = self.reader.below(section, place)
            section.put(place)
        below = section.inside(place.key)
        negation = below.context.negation if below.context is not None else "no"
        for line in list(named_by(section, flip)):
            entry = self.reader.entry(below, line)
            held = below.take(entry.key)
            on = before if held is None else not held.negative
            if on != after:
                below.put(self.reader.entry(below, line if on else f"{negation} {line}"))
        if not below.entries:
            section.take(place.key)

    def _lead(self, section: Section, rule: Rule, leader: Key) -> None:
        """Let those that do what another does follow it, whatever they were told before."""
        if rule.default.leader is None:
            return
        for key, each in list(section.entries.items()):
            led = each.rule.default if each.rule is not None else None
            if led is not None and leading(led, section, each.names) == leader:
                self._wiped(section, key)


def _negation(section: Section) -> str:
    return section.context.negation if section.context is not None else "no"


def decides(rule: Rule) -> bool:
    """Whether other lines are shown, or mean something, by what this one says."""
    return rule.flips is not None or rule.default.leader is not None


def _on(section: Section, entry: Entry, rule: Rule, profile: str) -> bool:
    held = section.find(entry.key)
    if held is not None:
        return not held.negative
    value = standing(rule.default, section, profile, entry.names)
    return value if isinstance(value, bool) else True
