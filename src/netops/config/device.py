"""What a device does when a line is typed: replace, add, take away, wipe, refuse. By the rulebook's word alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from netops.config.pattern import Pattern, fill
from netops.config.rulebook import Change, Flip, Rule
from netops.config.state import Entry, Key, Reader, Section, is_default, spelled, standing


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
        values: by section, which lines of a list hold a value.
    """

    reader: Reader
    doubts: list[str] = field(default_factory=list)
    gone: list[Entry] = field(default_factory=list)
    values: dict[int, dict[tuple[Key, str], set[Key]]] = field(default_factory=dict)

    def enter(self, section: Section, text: str, number: int = 0) -> Refusal | Entry | None:
        """Type one line in a section.

        Returns:
            The entry that stands there now, None where nothing does, or why the device refuses.
        """
        done: Refusal | Entry | None = None
        for each in spelled(section.context, text):
            entry = self._understood(section, each, number)
            if isinstance(entry, Refusal):
                return entry
            done = self.undo(section, entry) if entry.negative else self.put(section, entry)
            if isinstance(done, Refusal):
                return done
        return done

    def _understood(self, section: Section, text: str, number: int) -> Entry | Refusal:
        """Return the line that is meant; short undo forms are taken for the lines that they undo."""
        text = self.reader.hides.text(text)
        if text.startswith("no ") and section.context is not None:
            meant: Entry | None = None
            for match, rule in section.context.undos.all(text.split()):
                key = rule.pattern.key_of(match.names)
                if key is not None and (meant is None or key in section.entries):
                    meant = Entry(key, text, "", negative=True, rule=rule, number=number, names=match.names)
                    if key in section.entries:
                        break
            if meant is not None:
                return meant
        entry = self.reader.entry(section.context, text, number)
        if entry.rule is None and entry.negative and entry.key not in section.entries:
            return Refusal("the rulebook knows no such line, and none like it stands here")
        return entry

    def put(self, section: Section, entry: Entry) -> Refusal | Entry | None:
        """Type a line that isn't a ``no`` form."""
        rule, held = entry.rule, section.entries.get(entry.key)
        if rule is None:
            self._doubt_line(entry)
            section.entries[entry.key] = entry
            return entry
        refusal = self._refused(section, entry, held)
        if refusal is not None:
            return refusal
        self._doubt(rule, entry, held)
        if self.twins(section, entry):
            return held
        before = _on(section, entry.key, rule, self.reader.profile)
        entry.section = self._below(section, entry, held)
        if held is not None and not held.same(entry):
            self.gone.append(held)
            self._wipe(section, rule.change_wipes, entry)
        self._show(section, entry)
        self._flip(section, rule.flips, before=before, after=_on(section, entry.key, rule, self.reader.profile))
        return section.entries.get(entry.key)

    def undo(self, section: Section, entry: Entry) -> Refusal | Entry | None:
        """Type a ``no`` form."""
        rule, held = entry.rule, section.entries.get(entry.key)
        if rule is None:
            self._doubt_line(entry)
            self._take(section, entry.key)
            return None
        self._doubt(rule, entry, held)
        refusal = _undo_refused(section, entry, held)
        if refusal is not None:
            return refusal
        before = _on(section, entry.key, rule, self.reader.profile)
        if held is None or not held.negative:
            self._take(section, entry.key)
            if rule.section is None:
                self._show(section, entry)
        if held is not None and not held.negative:
            self._wipe(section, rule.wipes, held)
        self._flip(section, rule.flips, before=before, after=_on(section, entry.key, rule, self.reader.profile))
        return section.entries.get(entry.key)

    def _take(self, section: Section, key: Key) -> None:
        held = section.entries.pop(key, None)
        if held is not None:
            self.gone.append(held)
            self._index(section, held, stands=False)

    def _show(self, section: Section, entry: Entry) -> None:
        """Let the line stand, or nothing where a missing line means the same."""
        rule = entry.rule
        held = section.entries.get(entry.key)
        if held is not None:
            self._index(section, held, stands=False)
        shown = not is_default(entry, section, self.reader.profile)
        if (
            entry.negative
            and rule is not None
            and isinstance(standing(rule.default, section, self.reader.profile), str)
        ):
            shown = False  # `no timers bgp` is back to the default value, which isn't shown
        if shown:
            section.entries[entry.key] = entry
            self._index(section, entry, stands=True)
        else:
            section.entries.pop(entry.key, None)

    def _index(self, section: Section, entry: Entry, *, stands: bool) -> None:
        """Keep the values of lists up to date in which a value may stand only once."""
        if entry.rule is None or not entry.rule.unique or entry.negative:
            return
        values = self._values(section)
        keys = values.setdefault((entry.key[:-1], entry.value), set())
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
        kind = entry.rule.section if entry.rule is not None else None
        if kind is None:
            return None
        if held is not None and held.section is not None:
            return held.section
        return Section(kind.context, section)

    def _refused(self, section: Section, entry: Entry, held: Entry | None) -> Refusal | None:
        rule = entry.rule
        if rule is None:
            return None
        if held is not None and in_the_way(held, entry):
            return Refusal(f"“{held.text}” stands; it must be undone first")
        if rule.needs and not any(_stands(section, each, entry.names) for each in rule.needs):
            return Refusal(f"it needs “{rule.needs[0].text}” first")
        for each in rule.excludes:
            if _stands(section, each, entry.names):
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

    def _wipe(self, section: Section, patterns: tuple[Pattern, ...], cause: Entry) -> None:
        """Take away what goes with a line, here and in the sections below."""
        if not patterns:
            return
        for pattern in patterns:
            start = pattern.start_of(cause.names)
            size = len(start)
            for key in [key for key in section.entries if key[:size] == start and key != cause.key]:
                if pattern.agrees(section.entries[key].positive.split(), cause.names):
                    self._take(section, key)
        for entry in section.entries.values():
            if entry.section is not None:
                self._wipe(entry.section, patterns, cause)

    def _flip(self, section: Section, flip: Flip | None, *, before: bool, after: bool) -> None:
        """Rewrite the lines whose default has changed, so that they mean what they meant."""
        if flip is None or before == after:
            return
        place = section.entries.get(flip.section)
        if place is None:
            place = self.reader.entry(section.context, " ".join(flip.section))
            kind = place.rule.section if place.rule is not None else None
            place.section = Section(kind.context if kind else None, section)
        below = place.section
        if below is None:
            return
        for line in list(_named(section, flip)):
            entry = self.reader.entry(below.context, line)
            held = below.entries.pop(entry.key, None)
            on = before if held is None else not held.negative
            if on != after:
                text = line if on else f"no {line}"
                below.entries[entry.key] = Entry(entry.key, text, "", not on, entry.rule, 0, entry.names)
        if below.entries:
            section.entries[place.key] = place


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


def undo_line(entry: Entry) -> str:
    """Return the line that takes an entry away."""
    if entry.negative:
        return entry.positive
    if entry.rule is not None and entry.rule.undo:
        return fill(entry.rule.undo, entry.names)
    return f"no {entry.text}"


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
    elif rule.section is not None and held is not None and entry.names.items() - held.names.items():
        why = f"“{held.text}” stands, not this one"
    else:
        blocker = next((each for each in rule.blockers if _stands(section, each, {})), None)
        why = f"“{blocker.text}” stands and depends on it" if blocker is not None else ""
    return Refusal(why) if why else None


def _stands(section: Section, pattern: Pattern, names: Mapping[str, str]) -> bool:
    """Whether such a line stands in this section or in one above."""
    key = pattern.key_of(names)
    place: Section | None = section
    while place is not None:
        held = place.entries.get(key) if key is not None else None
        if held is not None and not held.negative:
            return True
        if key is None and any(
            not each.negative and pattern.agrees(each.text.split(), names) for each in place.entries.values()
        ):
            return True
        place = place.above
    return False


def _on(section: Section, key: Key, rule: Rule, profile: str) -> bool:
    held = section.entries.get(key)
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
