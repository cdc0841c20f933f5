"""Lists that are in use: what goes of them, and what is new, are typed so that they lack nothing meanwhile."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from netops.config.questions import Inside, is_held, lines_of
from netops.config.references import exists, referring
from netops.config.refusing import in_the_way
from netops.config.root import Root
from netops.config.rulebook import Context, Rule
from netops.config.rulebook_pieces import Change
from netops.config.state import Entry, Key, Section
from netops.config.steps import Object, defines


@dataclass(slots=True)
class InUse:
    """Knows which lists are in use: those that stand in both texts, and that a line of either refers to.

    Attributes:
        running: the state as it was.
        intended: the state that is wanted.
        at_once: whether all that is typed takes effect together, so that no list lacks anything meanwhile.
        known: what was found out, by the objects that a list is.
        givers: by its sections and the entry that comes, the entry that must give up the same value first.
        told: what lists lack meanwhile, though no line of theirs is undone.
        plain: sections whose lists are changed as if nothing used them, because the device drops what stands there twice.
    """

    running: Root
    intended: Root
    at_once: bool = False
    known: dict[tuple[Object, ...], bool] = field(default_factory=dict)
    givers: dict[tuple[tuple[Key, ...], Key], Key] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    plain: set[tuple[Key, ...]] = field(default_factory=set)

    def has(self, objects: tuple[Object, ...]) -> bool:
        """Whether a list that is these objects is in use."""
        if not objects or self.at_once:
            return False
        found = self.known.get(objects)
        if found is None:
            found = self.known[objects] = self._stays(objects) and any(
                True for root in (self.running, self.intended) for _ in referring(root, objects, _all)
            )
        return found

    def _stays(self, objects: tuple[Object, ...]) -> bool:
        return all(any(exists(root, each) for each in objects) for root in (self.running, self.intended))

    def of(self, entry: Entry, inside: Inside) -> tuple[Object, ...]:
        """Return the list in use that a line is an entry of; nothing where it is none."""
        if entry.rule is None or not entry.rule.entry or entry.negative or _place(inside) in self.plain:
            return ()
        objects = tuple(defines(entry)) or (inside[0].makes if inside else ())
        return objects if self.has(objects) else ()

    def swaps(self, here: Section, held: Entry, wanted: Entry, inside: Inside) -> bool:
        """Whether an entry can only come when the one under its number has gone: the two are typed in one go."""
        return bool(
            held.rule is not None and held.rule.entry and in_the_way(held, wanted, here) and self.of(held, inside)
        )

    def arranged(
        self, here: Section, there: Section, leaving: list[Entry], inside: Inside
    ) -> tuple[list[Entry], frozenset[Key]]:
        """Return the lines that are undone before anything new is typed, or late, and which of them go late.

        Args:
            here: the section that they leave.
            there: the section that is wanted.
            leaving: all lines that must be undone.
            inside: the sections that they stand in.
        """
        if not _has_entries(here.context):
            return leaving, frozenset()
        givers, written_over = _given_up(here, there)
        if any(_is_dropped(each) for each in map(here.find, givers)):
            self.told += [_away(each, inside) for each in written_over if self.of(each, inside)]
            return self._plainly(here, leaving, givers, inside), frozenset()
        edited = (each for each in written_over if not self._is_swapped(here, there, each, inside))
        self.told += [_away(each, inside) for each in edited if self.of(each, inside)]
        known = {each.key for each in leaving}
        leaving += [each for each in here.lines.values() if each.key in givers and each.key not in known]
        later: set[Key] = set()
        late: set[Key] = set()
        for each in leaving:
            wanted = there.find(each.key)
            if each.key in givers:
                if self.of(each, inside):
                    later.add(each.key)
                    self.givers[_place(inside), givers[each.key]] = each.key
            elif self._is_swapped(here, there, each, inside):
                later.add(each.key)
            elif wanted is None and self.of(each, inside):
                late.add(each.key)
        return [each for each in leaving if each.key not in later], frozenset(late)

    def _plainly(self, here: Section, leaving: list[Entry], givers: Collection[Key], inside: Inside) -> list[Entry]:
        """Return all that leaves, to be undone before anything new is typed; what lists lack meanwhile is told."""
        known = {each.key for each in leaving}
        every = [*leaving, *(each for each in here.lines.values() if each.key in givers and each.key not in known)]
        gone = {each.key for each in every}
        lists: dict[tuple[Object, ...], list[Entry]] = {}
        for each in here.lines.values():
            lists.setdefault(self.of(each, inside), []).append(each)
        for objects, entries in lists.items():
            empty = EMPTY if all(each.key in gone for each in entries) else ""
            self.told += [_away(each, inside) + empty for each in entries if objects and each.key in gone]
        self.plain.add(_place(inside))
        return every

    def _is_swapped(self, here: Section, there: Section, entry: Entry, inside: Inside) -> bool:
        wanted = there.find(entry.key)
        return wanted is not None and self.swaps(here, entry, wanted, inside)

    def in_place_of(self, here: Section, held: Entry | None, wanted: Entry, inside: Inside) -> list[Entry]:
        """Return the entries that must go right before one can come: that under its number, and an equal one."""
        giver = self.givers.get((_place(inside), wanted.key))
        other = here.find(giver) if giver is not None else None
        found = [held] if held is not None and self.swaps(here, held, wanted, inside) else []
        return [*([other] if other is not None and other.value == wanted.value else []), *found]

    def gap(self, here: Section, entry: Entry, inside: Inside) -> Iterator[str]:
        """Yield what a list lacks while an entry is away; nothing where it is in no use, or has others like it."""
        objects = self.of(entry, inside)
        if objects:
            yield _away(entry, inside) + (EMPTY if _is_last(here, entry, objects) else "")


def _is_dropped(entry: Entry | None) -> bool:
    """Whether a device writes entries over, and silently drops one that says what another says: then none may come too early."""
    rule = entry.rule if entry is not None else None
    return rule is not None and rule.unique and rule.change is Change.REPLACE


def _place(inside: Inside) -> tuple[Key, ...]:
    return tuple(each.key for each in inside)


AWAY = "goes before what takes its place can come, while the list is in use"
EMPTY = "; the list is empty meanwhile"


def _away(entry: Entry, inside: Inside) -> str:
    return f"“{' / '.join((*(each.text for each in inside), entry.text))}” {AWAY}"


def _all(rule: Rule) -> tuple[tuple[str, str], ...]:
    return rule.uses


@lru_cache(maxsize=1024)
def _has_entries(context: Context | None) -> bool:
    return context is not None and any(rule.entry for rule in context.every)


def _given_up(here: Section, there: Section) -> tuple[dict[Key, Key], list[Entry]]:
    """Return entries that hold what others are to have, because a list takes nothing twice.

    Returns:
        Those that don't give it up in time, each with the entry that waits for it, and those that are written over before.
    """
    wanted: dict[tuple[Key, str], Key] = {}
    for each in there.lines.values():
        if _holds_a_value(each) and not is_held(here, each):
            wanted[each.key[:-1], each.value] = each.key
    if not wanted:
        return {}, []
    place = {each.key: at for at, each in enumerate(lines_of(there))}
    found: dict[Key, Key] = {}
    written_over: list[Entry] = []
    for each in here.lines.values():
        other = wanted.get((each.key[:-1], each.value)) if _holds_a_value(each) else None
        if other is None or other == each.key or is_held(there, each):
            continue
        if place.get(each.key, len(place)) > place[other]:
            found[each.key] = other
        else:
            written_over.append(each)
    return found, written_over


def _holds_a_value(entry: Entry) -> bool:
    return entry.rule is not None and entry.rule.entry and bool(entry.value) and not entry.negative


def _is_last(here: Section, entry: Entry, objects: Collection[Object]) -> bool:
    """Whether a list has no other entry."""
    rule = entry.rule
    if rule is not None and rule.defines:
        return not any(exists(here, each, but=entry.key) for each in objects)
    others: Iterable[Entry] = here.entries.values()
    return not any(each.rule is not None and each.rule.entry for each in others if each.key != entry.key)


def unyielding(here: Section, there: Section, twins: Callable[[Section, Entry], set[Key]]) -> list[Entry]:
    """Return the lines of lists that hold a value which another is to have, and that don't give it up in time."""
    wanting = [each for each in there.lines.values() if each.rule is not None and each.rule.unique]
    if not wanting:
        return []
    place = {key: at for at, key in enumerate(there.entries)}
    return [
        here.entries[key]
        for wanted in wanting
        if not is_held(here, wanted)
        for key in sorted(twins(here, wanted))
        if place.get(key, -1) > place[wanted.key]
    ]
