"""What a device does when a line is typed: replace, add, take away, wipe, refuse. By the rulebook's word alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from netops.config.knowing import known
from netops.config.pattern import Pattern, fill
from netops.config.reader import Reader, spelled
from netops.config.rulebook import Change, Context, Flip, Rule
from netops.config.sets import Delta, delta, standing_members, with_members
from netops.config.spans import pieces
from netops.config.state import Entry, Key, Section, is_default, standing
from netops.config.wiping import Wiper, agreeing


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the device wouldn't take a line."""

    why: str


@dataclass(slots=True)
class Device:
    """A device that is typed at.

    Attributes:
        reader: turns what is typed into entries.
        doubts: what happened on the way that nobody can vouch for, in words.
        gone: lines that were taken away or replaced, in their order.
        effects: how often a line did something beyond itself, so that a plan has to look again.
        values: by section, which lines of a list hold a value.
    """

    reader: Reader
    doubts: list[str] = field(default_factory=list)
    gone: list[Entry] = field(default_factory=list)
    effects: int = 0
    values: dict[int, dict[tuple[Key, str], set[Key]]] = field(default_factory=dict)

    def enter(self, section: Section, text: str, number: int = 0) -> Refusal | Entry | None:
        """Type one line in a section.

        Returns:
            The entry that stands there now, None where nothing does, or why the device refuses.
        """
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

    def pieces(self, section: Section, text: str) -> tuple[str, ...]:
        """Return the lines that are meant by one about a range of lines; any other line as it is."""
        context = section.context
        if context is None or not context.spans:
            return (text,)
        return pieces(section, self.reader.entry(section, text))

    def _one(self, section: Section, text: str, number: int) -> Refusal | Entry | None:
        context = section.context
        if context is not None and context.deltas:
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
        held = section.find(found.entry.key)
        before = standing_members(held, rule, section, profile)
        after = before | found.members if found.adding else before - found.members
        if not found.adding and held is None and not before and rule.missing_undo == "rejected":
            return Refusal("there is nothing like it to take away")
        if after == before:
            return held
        if held is not None:
            self.gone.append(held)
        if not after and not isinstance(standing(rule.default, section, profile), str):
            section.take(found.entry.key)
            return None
        changed = with_members(held if held is not None and not held.negative else found.entry, after)
        self._show(section, changed, held)
        return section.find(found.entry.key)

    def _resequence(self, section: Section, key: Key, names: Mapping[str, str]) -> Refusal | Entry | None:
        held = section.find(key)
        if held is None or held.section is None:
            return Refusal("there is no such list")
        below = section.inside(key)
        place, step = int(names.get("first", "10")), int(names.get("step", "10"))
        lines = list(below.entries.items())
        for at, (each, entry) in enumerate(lines):
            twin = entry.with_section(entry.section)
            twin.place = place + at * step
            below.held[each] = twin
        below.counted = True
        return section.find(key)

    def _understood(self, section: Section, text: str, number: int) -> Entry | Refusal:
        """Return the line that is meant; short undo forms are taken for the lines that they undo."""
        context = section.context
        if section.numbered is not None and known(context, text).rule is None:
            return self._listed(section, text, number)
        if context is not None and (context.odd_undos or text.startswith(context.negation)):
            meant = _plainly(section, context, text) or _undone(section, context, text, number)
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
        negation = section.context.negation if section.context is not None else "no"
        undone = text.startswith(negation + " ")
        counted = section.counted
        entry = self.reader.entry(section, text[len(negation) + 1 :] if undone else text, number)
        section.counted = counted
        first = text.split()[1 if undone else 0]
        if not section.entries:
            section.counted = True
        if first.isdigit():
            if not section.counted:
                self.doubts.append(f"“{text}”: nobody knows the numbers that the lines have on the device")
            standing_there = next((each for each in section.entries.values() if each.place == int(first)), None)
            if undone:
                return (
                    negated(standing_there, negation)
                    if standing_there is not None
                    else Refusal("no line has that number")
                )
            if standing_there is not None and standing_there.key != entry.key:
                return Refusal(f"“{standing_there.text}” has that number")
        elif undone:
            held = section.find(entry.key)
            return negated(held, negation) if held is not None else Refusal("there is nothing like it to take away")
        return entry

    def put(self, section: Section, entry: Entry) -> Refusal | Entry | None:
        """Type a line that isn't a negated form."""
        rule, held = entry.rule, section.find(entry.key)
        if rule is None:
            if not section.counts(entry):
                self._doubt_line(entry)
            entry.section = held.section if held is not None else None
            section.put(entry)
            return entry
        refusal = self._refused(section, entry, held)
        if refusal is not None:
            return refusal
        self._doubt(rule, entry, held)
        if rule.unproven_change and held is not None and not held.same(entry):
            self.doubts.append(f"“{entry.text}”: {rule.unproven_change}")
        if self.twins(section, entry):
            return held
        if held is not None and rule.listing and rule.accumulates and not held.negative:
            return self._members(section, Delta(rule, entry, standing_members(entry, rule, section, ""), adding=True))
        return held if held is not None and held.same(entry) else self._come_in(section, entry, rule, held)

    def _come_in(self, section: Section, entry: Entry, rule: Rule, held: Entry | None) -> Entry | None:
        """Let a line take its place, with all that it does to others."""
        before = rule.flips is not None and _on(section, entry.key, rule, self.reader.profile)
        entry.section = self._below(section, entry, held)
        if held is not None:
            self.gone.append(held)
            self._wipe(section, rule.change_wipes, entry)
        self._wipe(section, rule.set_wipes, entry)
        self._wipe(section, rule.may_wipe, entry)
        self._show(section, entry, held)
        if rule.flips is not None:
            self._flip(section, rule.flips, before=before, after=_on(section, entry.key, rule, self.reader.profile))
        return section.find(entry.key)

    def undo(self, section: Section, entry: Entry) -> Refusal | Entry | None:
        """Type a negated form."""
        rule, held = entry.rule, section.find(entry.key)
        if rule is None:
            if not section.counts(entry):
                self._doubt_line(entry)
            self._take(section, entry.key)
            return None
        self._doubt(rule, entry, held)
        refusal = _undo_refused(section, entry, held)
        if refusal is not None:
            return refusal
        before = rule.flips is not None and _on(section, entry.key, rule, self.reader.profile)
        if held is None or not held.negative:
            if held is not None:
                self._take(section, entry.key)
            if rule.section is None:
                self._show(section, entry, None)
        if held is not None and not held.negative:
            self._go_along(section, rule, held)
        if rule.flips is not None:
            self._flip(section, rule.flips, before=before, after=_on(section, entry.key, rule, self.reader.profile))
        return section.find(entry.key)

    def _go_along(self, section: Section, rule: Rule, held: Entry) -> None:
        """Take away what goes with a line that was undone."""
        self._wipe(section, rule.wipes, held)
        self._wipe(section, rule.may_wipe, held)
        if rule.wipe_paths:
            self._wiper().along(section, rule.wipe_paths, held.names)
        if rule.wipes_elsewhere:
            self._wiper().elsewhere(section, rule.wipes_elsewhere, {**section.bound(), **held.names})

    def _take(self, section: Section, key: Key) -> Entry | None:
        held = section.take(key)
        if held is not None:
            self.gone.append(held)
            self._index(section, held, stands=False)
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
            self._index(section, held, stands=False)
        shown = not is_default(entry, section, self.reader.profile)
        if entry.negative and rule is not None:
            # `no timers bgp` is back to the default value, which isn't shown
            shown = shown and not isinstance(standing(rule.default, section, self.reader.profile), str)
        if shown:
            section.put(entry)
            self._index(section, entry, stands=True)
        elif held is not None:
            section.take(entry.key)

    def _index(self, section: Section, entry: Entry, *, stands: bool) -> None:
        """Keep the values of lists up to date in which a value may stand only once."""
        if entry.rule is None or not entry.rule.unique or entry.negative:
            return
        keys = self._values(section).setdefault((entry.key[:-1], entry.value), set())
        (keys.add if stands else keys.discard)(entry.key)

    def _values(self, section: Section) -> dict[tuple[Key, str], set[Key]]:
        values = self.values.get(id(section))
        if values is None:
            values = self.values[id(section)] = {}
            for key, each in section.entries.items():
                if each.rule is not None and each.rule.unique and not each.negative:
                    values.setdefault((key[:-1], each.value), set()).add(key)
        return values

    def twins(self, section: Section, entry: Entry) -> set[Key]:
        """Return the lines of the same list that have an equal value under another identity."""
        if entry.rule is None or not entry.rule.unique:
            return set()
        return self._values(section).get((entry.key[:-1], entry.value), set()) - {entry.key}

    def _below(self, section: Section, entry: Entry, held: Entry | None) -> Section | None:
        if entry.rule is None or entry.rule.section is None:
            return None
        if held is not None and held.section is not None:
            return held.section
        return self.reader.below(section, entry)

    def _refused(self, section: Section, entry: Entry, held: Entry | None) -> Refusal | None:
        rule = entry.rule
        if rule is None:
            return None
        if held is not None and in_the_way(held, entry):
            return Refusal(f"“{held.text}” stands; it must be undone first")
        if rule.needs and not any(_stands(section, each, entry.names) for each in rule.needs):
            return Refusal(f"it needs “{rule.needs[0].text}” first")
        for each in rule.excludes:
            if _stands(section, each, entry.names, but=entry.key):
                return Refusal(f"it can't stand beside “{each.text}”")
        return None

    def _doubt(self, rule: Rule, *lines: Entry | None) -> None:
        if not rule.unproven:
            return
        when = rule.unproven_when
        for entry in lines:
            if entry is not None and (when is None or when.search(entry.value)):
                self.doubts.append(f"“{entry.text}”: {rule.unproven}")

    def _doubt_line(self, entry: Entry) -> None:
        self.doubts.append(f"“{entry.text}”: the rulebook doesn't know this line")

    def _flip(self, section: Section, flip: Flip | None, *, before: bool, after: bool) -> None:
        """Rewrite the lines whose default has changed, so that they mean what they meant."""
        if flip is None or before == after:
            return
        self.effects += 1
        place = section.find(flip.section)
        if place is None:
            place = self.reader.entry(section, " ".join(flip.section))
            place.section = self.reader.below(section, place)
            section.put(place)
        below = section.inside(place.key)
        negation = below.context.negation if below.context is not None else "no"
        for line in list(_named(section, flip)):
            entry = self.reader.entry(below, line)
            held = below.take(entry.key)
            on = before if held is None else not held.negative
            if on != after:
                below.put(self.reader.entry(below, line if on else f"{negation} {line}"))
        if not below.entries:
            section.take(place.key)


def negated(held: Entry, negation: str) -> Entry:
    """Return what takes a line away, as the device understands it."""
    return Entry(held.key, f"{negation} {held.text}", "", negative=True, rule=held.rule, match=held.match)


def _plainly(section: Section, context: Context, text: str) -> Entry | None:
    """Return what takes a line away that stands here just as it is negated, where it has no other undo form."""
    found = known(context, text)
    if not found.negative or found.rule is None or found.rule.undo:
        return None
    held = section.find(found.key)
    if held is None and not found.rule.pattern.holes:
        return Entry(found.key, text, "", negative=True, rule=found.rule, match=found.match)
    if held is None or held.negative or held.text != text.split(" ", 1)[-1]:
        return None
    return negated(held, context.negation)


def _undone(section: Section, context: Context, text: str, number: int) -> Entry | None:
    """Return the line that a short undo form takes away: one that stands here, before one that doesn't."""
    meant: Entry | None = None
    negated = text.startswith(context.negation + " ")
    for match, rule in context.undos.all(context.words(text)):
        key = rule.pattern.key_of(match.names)
        if key is None:
            continue
        held = section.find(key)
        if not negated and (held is None or held.negative):
            continue  # `switchport` takes `no switchport` away, where that stands
        if meant is None or held is not None:
            meant = Entry(key, text, "", negative=True, rule=rule, number=number, match=match)
            if held is not None:
                break
    return meant


def in_the_way(held: Entry, entry: Entry) -> bool:
    """Whether a line must be undone before another with the same identity comes in."""
    if held.same(entry) or held.negative or entry.negative or entry.rule is None:
        return False
    if entry.rule.change is Change.KEEPS_OPTIONS:
        return bool(_options(held) - _options(entry))
    return entry.rule.change is Change.UNDO_FIRST


def _options(entry: Entry) -> frozenset[str]:
    """Return the names of the options in a value: ``metric 5 route-map X`` has ``metric`` and ``route-map``."""
    return frozenset(entry.value.split()[::2])


def undo_line(entry: Entry, negation: str) -> str:
    """Return the line that takes an entry away."""
    if entry.negative:
        return entry.positive
    if entry.rule is not None and entry.rule.undo:
        return fill(entry.rule.undo, entry.raw)
    return f"{negation} {entry.text}"


def _undo_refused(section: Section, entry: Entry, held: Entry | None) -> Refusal | None:
    rule = entry.rule
    if rule is None:
        return None
    why = ""
    if held is None and rule.missing_undo == "rejected":
        why = "there is nothing like it to take away"
    elif rule.undo is None:
        why = "the device has no command that takes this line away"
    elif rule.section is not None and rule.section.undeletable:
        why = "the device keeps this section; only its lines can be taken away"
    elif rule.section is not None and held is not None and _differs(entry, held):
        why = f"“{held.text}” stands, not this one"
    else:
        blocker = next((each for each in rule.blockers if _stands_here(section, each, entry)), None)
        why = f"“{blocker.text}” stands and depends on it" if blocker is not None else ""
    return Refusal(why) if why else None


def _differs(entry: Entry, held: Entry) -> bool:
    """Whether an undo names another value than the section has: `no router bgp 65001` where 65000 runs."""
    return any(held.names.get(hole, word) != word for hole, word in entry.names.items())


def _stands_here(section: Section, pattern: Pattern, entry: Entry) -> bool:
    """Whether a line stands at the same level that must be gone before another can be undone."""
    found = agreeing(section, pattern, entry.names)
    return any(key != entry.key and not section.entries[key].negative for key in found)


def _stands(section: Section, pattern: Pattern, names: Mapping[str, str], but: Key = ()) -> bool:
    """Whether such a line stands in this section or in one above."""
    key = pattern.key_of(names)
    place: Section | None = section
    while place is not None:
        if key is not None:
            held = place.find(key)
            if held is not None and not held.negative and key != but:
                return True
        if (key is None or pattern.rest >= 0) and any(
            each != but and not place.entries[each].negative for each in agreeing(place, pattern, names)
        ):
            return True
        place = place.above
    return False


def _on(section: Section, key: Key, rule: Rule, profile: str) -> bool:
    held = section.find(key)
    if held is not None:
        return not held.negative
    value = standing(rule.default, section, profile)
    return value if isinstance(value, bool) else True


def _named(section: Section, flip: Flip) -> Iterator[str]:
    """Yield the lines that are concerned, one for each line that names one."""
    for entry in section.entries.values():
        for each in flip.each:
            found = each.match(entry.positive.split())
            if found is not None and not entry.negative:
                yield fill(flip.line.text, found.names)
