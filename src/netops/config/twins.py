"""Lists of which the device drops an entry that says what another says: who holds which value."""

from dataclasses import dataclass, field

from netops.config.state import Entry, Key, Section

Values = dict[Key, dict[str, set[Key]]]
"""A list → a value → the entries that hold it."""


@dataclass(slots=True)
class Twins:
    """Knows of each list which entries hold which value.

    Attributes:
        doubts: takes what nobody can vouch for, in words.
        sections: by section, its lists; made when the first entry is asked for.
        met: the lists whose entries have all been read.
    """

    doubts: list[str]
    sections: dict[int, Values] = field(default_factory=dict)
    met: set[tuple[int, Key]] = field(default_factory=set)

    def of(self, section: Section, entry: Entry) -> set[Key]:
        """Return the entries of the same list that hold an equal value under another identity."""
        if entry.rule is None or not entry.rule.unique:
            return set()
        of_list = entry.key[:-1]
        values = self._values(section)
        if (id(section), of_list) not in self.met:
            self.met.add((id(section), of_list))
            for each in section.siblings(entry.key):
                _hold(values, each)
            self._doubt(section, values.get(of_list, {}))
        return values.get(of_list, {}).get(entry.value, set()) - {entry.key}

    def note(self, section: Section, entry: Entry, *, stands: bool) -> None:
        """Keep in mind that an entry stands now, or no longer."""
        if entry.rule is None or not entry.rule.unique or entry.negative:
            return
        keys = self._values(section).setdefault(entry.key[:-1], {}).setdefault(entry.value, set())
        (keys.add if stands else keys.discard)(entry.key)

    def _values(self, section: Section) -> Values:
        values = self.sections.get(id(section))
        if values is None:
            values = self.sections[id(section)] = {}
            for each in section.entries.values():
                _hold(values, each)
        return values

    def _doubt(self, section: Section, held: dict[str, set[Key]]) -> None:
        """No device shows two such entries: what it holds isn't what the text says."""
        for keys in held.values():
            if len(keys) > 1:
                texts = " and ".join(f"“{section.entries[key].text}”" for key in sorted(keys))
                self.doubts.append(f"{texts} say the same: the device holds one of them")


def _hold(values: Values, entry: Entry) -> None:
    if entry.rule is not None and entry.rule.unique and not entry.negative:
        values.setdefault(entry.key[:-1], {}).setdefault(entry.value, set()).add(entry.key)
