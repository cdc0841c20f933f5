"""Lines of a text → entries of a state: looked up once, spelled in one way, joined as the device joins them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from weakref import ref

from netops.config.knowing import known, made
from netops.config.listing import members
from netops.config.node import Node
from netops.config.notes import copied, plain
from netops.config.pattern import Match, fill
from netops.config.rulebook_pieces import Spelling
from netops.config.sets import Delta, delta, gathered, standing_members, with_members
from netops.config.state import Entry, Hides, Key, Section

_NUMBER = re.compile(r"(\d+) +(\S.*)", re.DOTALL)
_NEXT = re.compile(r"\{#(\d+)\}")

Path = tuple[str, ...]


@dataclass(slots=True)
class Reader:
    """Turns lines into entries.

    Attributes:
        hides: what is put in the place of secrets.
        profile: the set of defaults that the config asks for.
        clashes: lines of a text of which one would be lost, because they have the same identity.
        repeats: lines that stand again and differ by a secret alone that is encrypted anew at each display, and how often; the
            sections that they stand in come before them.
    """

    hides: Hides
    profile: str = ""
    clashes: list[str] = field(default_factory=list)
    repeats: Counter[Path] = field(default_factory=Counter)

    def fill(self, section: Section, nodes: Iterable[Node]) -> None:
        """Read lines into a section; secrets in them are hidden already."""
        for node in nodes:
            for path in spelled(section, node.text):
                self.add(section, path, node)

    def add(self, section: Section, path: Path, node: Node) -> None:
        """Read one line into a section: what repeats is joined or replaced, as the device does at a restart."""
        if len(path) == 1 and not node.children and section.numbered is None and self._simply(section, path[0], node):
            return
        for text in path[:-1]:
            opener = self.entry(section, text, node.number)
            if section.find(opener.key) is None:
                opener.section = self.below(section, opener)
                section.put(opener)
            section = section.inside(opener.key)
        context = section.context
        change = delta(section, context, path[-1]) if context is not None and context.deltas else None
        if change is not None:
            self._change(section, change, node.number)
            return
        entry = self.entry(section, path[-1], node.number)
        if section.numbered is not None and entry.rule is None:
            self.clashes += _told_twice(section, entry)
        self._put(section, entry, node)

    def _put(self, section: Section, entry: Entry, node: Node) -> None:
        held = section.find(entry.key)
        kind = entry.rule.section if entry.rule is not None and not entry.negative else None
        if kind is None and node.children and _stand_beside(section, entry, node.children):
            section.put(entry)
            self.fill(section, node.children)
            return
        if kind is not None or node.children:
            if held is not None:
                self._compare(section, held, entry)
            entry.section = (
                held.section if held is not None and held.section is not None else self.below(section, entry)
            )
            self.fill(entry.section, node.children)
        elif held is not None and entry.rule is not None and entry.rule.listing:
            entry = gathered(held, entry, section, self.profile)
        elif held is not None:
            self._compare(section, held, entry)
        section.put(entry)

    def _compare(self, section: Section, held: Entry, entry: Entry) -> None:
        """Keep in mind that a text says two things of one line: no device shows both."""
        if not held.same(entry):
            self.clashes.append(
                f"“{held.text}” and “{entry.text}” stand beside each other, but the rulebook takes them for one line"
            )
        elif held.value != entry.value:
            self.repeats[_place(section, held)] += 1
        elif entry.rule is not None and entry.rule.entry and entry.rule.sequence:
            self.clashes.append(f"“{entry.text}” stands twice in a list that holds it once")

    def _simply(self, section: Section, text: str, node: Node) -> bool:
        """Read a line that concerns no other; False where more has to be asked."""
        found = known(section.context, text)
        if not found.simple or section.find(found.key) is not None:
            return False
        section.put(made(found, text, node.number))
        return True

    def _change(self, section: Section, change: Delta, number: int) -> None:
        """Read the rest of a long list, which devices show in lines of their own: `… allowed vlan add 110,120`."""
        held = section.find(change.entry.key)
        before = standing_members(held, change.rule, section, self.profile)
        after = before | change.members if change.adding else before - change.members
        if (
            not after and change.rule.accumulates
        ):  # `undo port trunk allow-pass vlan 2` where nothing else is said: no list is left
            if held is not None:
                section.take(held.key)
            return
        entry = with_members(held if held is not None and not held.negative else change.entry, after)
        entry.number = entry.number or number
        section.put(entry)

    def below(self, section: Section, entry: Entry) -> Section:
        """Return the empty section that a line opens."""
        kind = entry.rule.section if entry.rule is not None else None
        context, numbered = (kind.context, kind.numbered) if kind else (None, None)
        return Section(context, ref(section), numbered=numbered, opener=entry.match)

    def entry(self, section: Section, text: str, number: int = 0) -> Entry:
        """Return one line as the device would hold it."""
        if section.numbered is not None and known(section.context, text).rule is None:
            return self._listed(section, text, number)
        return made(known(section.context, text), text, number)

    def _listed(self, section: Section, text: str, number: int) -> Entry:
        """Return a line of an ordered list, its number apart."""
        found = _NUMBER.fullmatch(text)
        place = int(found[1]) if found is not None else 0
        entry = made(known(section.context, found[2] if found is not None else text), text, number)
        entry.place = place
        if place:
            section.counted = True
        entry.key = _free(section, entry)
        return entry


def miscounted(one: Reader, other: Reader) -> list[str]:
    """Return what stands in the way where two texts have lines that nobody can tell apart, and not equally many of them."""
    places = sorted(
        place for place in one.repeats.keys() | other.repeats.keys() if one.repeats[place] != other.repeats[place]
    )
    return [
        f"“{' / '.join(place)}” stands {one.repeats[place] + 1} and {other.repeats[place] + 1} times, and nobody can tell which is which"
        for place in places
    ]


def _place(section: Section, entry: Entry) -> Path:
    """Return a line's sections and the words that identify it."""
    return (*(" ".join(each.key) for each in section.openers()), " ".join(entry.key))


def _stand_beside(section: Section, entry: Entry, below: Iterable[Node]) -> bool:
    """Whether lines that are printed deeper than one that opens nothing stand beside it: IOS shows a shaper's child policy so."""
    context = section.context
    if context is None or entry.rule is None or section.numbered is not None or section.find(entry.key) is not None:
        return False
    return all(known(context, each.text).rule is not None for each in below)


def _told_twice(section: Section, entry: Entry) -> Iterator[str]:
    """Yield what is wrong with a line of an ordered list that no device has beside the others: its number, or all it says, is taken."""
    if section.explains(entry):
        return
    held = section.held.get(plain(entry))
    if held is not None and (not entry.place or held.place != entry.place):
        yield f"“{held.text}” and “{entry.text}” say the same, and a list holds it once"
    for each in reversed(section.held.values() if entry.place else ()):
        if each.rule is None and each.place < entry.place:
            break
        if each.rule is None and each.place == entry.place and each.key != entry.key and not section.explains(each):
            yield f"“{each.text}” and “{entry.text}” have one number"


def _free(section: Section, entry: Entry) -> Key:
    """Return an identity for a line of an ordered list; remarks may stand there many times."""
    key, copy = entry.key, 1
    again = not entry.place and section.explains(entry)
    while True:
        held = section.held.get(key)
        if held is None or (not entry.place and not again) or (entry.place and held.place == entry.place):
            return key
        copy += 1
        key = copied(entry.key, copy)


def spelled(section: Section, text: str) -> tuple[Path, ...]:
    """Return the lines that a line means, each with the sections that it stands in: itself, or what it is another way to write."""
    context = section.context
    if context is None or not context.respelled:
        return ((text,),)
    first, _, rest = text.partition(" ")
    if first == context.negation:
        first = rest.partition(" ")[0]
    if first not in context.respelled and "" not in context.respelled:
        return ((text,),)
    words = context.words(text)
    found = context.spellings.find(words)
    if found is not None:
        return tuple(_paths(section, *found))
    if words[0] != context.negation:
        return ((text,),)
    found = context.spellings.find(words[1:])
    # A negated line that means a section's would undo more than the line: `no access-list 10 permit any` takes the whole list.
    if found is None or any(len(path) > 1 for path in found[1].paths):
        return ((text,),)
    return tuple((f"{context.negation} {path[0]}",) for path in _paths(section, *found))


def _paths(section: Section, match: Match, spelling: Spelling) -> Iterator[Path]:
    """Yield what a line means, for each object where it lists several: `vlan range 10,20` is `vlan 10` and `vlan 20`."""
    names = match.raw
    listed_ones = members(spelling.each, names.get(spelling.hole, "")) if spelling.each else None
    for one in [None] if listed_ones is None else sorted(listed_ones, key=lambda word: (len(word), word)):
        bound = names if one is None else {**names, spelling.hole: one}
        for path in spelling.paths:
            yield tuple(_counted(section, fill(each, bound)) for each in path)


def _counted(section: Section, text: str) -> str:
    """Return a line with the number that the device gives it: the next multiple behind the last."""
    found = _NEXT.search(text)
    if found is None:
        return text
    before, step = text[: found.start()].split(), int(found[1])
    last = 0
    for entry in section.group(before[0] if before else ""):
        key = entry.key
        if len(key) > len(before) and list(key[: len(before)]) == before and key[len(before)].isdigit():
            last = max(last, int(key[len(before)]))
    return _NEXT.sub(str(last // step * step + step), text, count=1)
