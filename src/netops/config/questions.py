"""Questions that a planner asks of lines: which go late, which come first, what they refer to."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from weakref import ref

from netops.config.equality import equal, level, sequences
from netops.config.holders import words_of
from netops.config.lookup import Lookup
from netops.config.pattern import Pattern
from netops.config.ranking import leading
from netops.config.refusing import barred, in_the_way, is_replaced, stands, wrong_value
from netops.config.root import Root
from netops.config.rulebook import Context, Rule
from netops.config.rulebook_pieces import Change, Turn
from netops.config.spans import shown
from netops.config.spelling import address
from netops.config.state import Entry, Key, Section, standing
from netops.config.steps import NO_OBJECTS, Object, Opened, defines, uses
from netops.config.telling import placed
from netops.config.wiping import covered

Inside = tuple[Opened, ...]
"""The sections that a line stands in, outermost first."""


def used_by(inside: Inside) -> frozenset[Object]:
    """Return the objects that the sections refer to in which a line stands."""
    if not any(section.uses for section in inside):
        return NO_OBJECTS
    return frozenset(each for section in inside for each in section.uses)


def lines_of(section: Section) -> list[Entry]:
    """Return the lines that were read, in the order of the text."""
    if isinstance(section, Root):
        return sorted(section.held.values(), key=lambda each: each.number or 1 << 60)
    return list(section.lines.values())


def said_anyway(entry: Entry, there: Section, profile: str) -> bool:
    """Whether a line says what its absence will say, because its default is turned on the way.

    One that isn't negated is left to the device where that has it follow another: what is on stays on meanwhile.
    """
    if entry.rule is None or entry.rule.default.shown or not (entry.negative or entry.rule.default.leader is not None):
        return False
    return standing(entry.rule.default, there, profile, entry.names) is (not entry.negative)


def is_rebuilt(entry: Entry, wanted: Entry) -> bool:
    """Whether a section goes and comes whole, because nothing below it, or not this, can change while it stands."""
    kind = entry.rule.section if entry.rule is not None else None
    if kind is None or entry.section is None or wanted.section is None or not (kind.rebuild or kind.context.anew):
        return False
    if equal(entry.section, wanted.section):
        return False
    return kind.rebuild or _is_had_anew(entry.section, wanted.section)


def is_turned(entry: Entry, wanted: Entry) -> bool:
    """Whether a line refers to another object from now on, and takes others along when it goes."""
    rule = entry.rule
    if rule is None or not rule.wipes or entry.negative or wanted.negative:
        return False
    return set(uses(entry)) != set(uses(wanted))


def doubtful_changes(here: Section, entry: Entry, wanted: Entry | None) -> Iterator[str]:
    """Yield what nobody knows of the new values of a line that goes and comes back, and of those below it."""
    if wanted is None or entry.rule is None:
        return
    if entry.rule.unproven_change and not entry.same(wanted):
        yield f"{placed(here, wanted.text)}: {entry.rule.unproven_change}"
    if entry.section is not None and wanted.section is not None:
        for each in entry.section.entries.values():
            yield from doubtful_changes(entry.section, each, wanted.section.find(each.key))


def changes_of_default(here: Section, entry: Entry, before: Root | None, inside: Inside, profile: str) -> Iterator[str]:
    """Yield what nobody knows of a line that says another thing than its absence, where it comes or goes.

    Args:
        here: the section that it stands in.
        entry: the line.
        before: the running state as it was; a section that didn't stand has no value that could change.
        inside: the sections.
        profile: the set of defaults.
    """
    rule = entry.rule
    if rule is None or not rule.unproven_change or entry.negative:
        return
    usual = standing(rule.default, here, profile, entry.names)
    stood = not inside or (before is not None and before.find(inside[0].key) is not None)
    if stood and isinstance(usual, str) and usual != entry.value:
        yield f"{placed(here, entry.text)}: {rule.unproven_change}"


def unsaid_before(entry: Entry, there: Section) -> Iterator[str]:
    """Yield that nobody knows what a rollback goes back to: the text has neither form of a line that the patch typed.

    A line that belongs to another, which wasn't there, wasn't there either.
    """
    if is_unsaid(entry) and _has_its_own(there, entry):
        yield f"{placed(there, entry.text)}: the text doesn't say whether it was on before"


def is_unsaid(entry: Entry) -> bool:
    """Whether nobody knows what it means that a text has neither form of a line."""
    return entry.rule is not None and is_untold(entry.rule)


def is_untold(rule: Rule) -> bool:
    """Whether the device shows both forms of a line, and nobody knows what it means that it shows neither."""
    return rule.default.shown and not rule.default.is_known


def _has_its_own(section: Section, entry: Entry) -> bool:
    """Whether the line that another belongs to stands; one that belongs to none may be there by itself."""
    needs = entry.rule.needs if entry.rule is not None else ()
    return not needs or any(_stands(section, each, entry) for each in needs)


def _stands(section: Section, pattern: Pattern, entry: Entry) -> bool:
    """Whether such a line stands in this section or in one above; what both texts have in common is only read where it may be there."""
    place: Section | None = section
    while place is not None:
        if _may_stand(place, pattern, entry) and stands(place, pattern, entry.names, here=True):
            return True
        place = place.around
    return False


def _may_stand(section: Section, pattern: Pattern, entry: Entry) -> bool:
    """Whether such a line may stand in a section: a number or an IPv4 address that has one spelling must stand in its text."""
    latent, key = section.latent, pattern.key_of(entry.names)
    if latent is None or key is None or key in section.lines or entry.match is None:
        return True
    # Both lines must say so: a pattern may leave out the type, with which `area 10` is `area 0.0.0.10`.
    holes = [
        {each.hole for each in found.words if each.spell in _DIGITS_STAY} for found in (pattern, entry.match.pattern)
    ]
    bound = [entry.names.get(hole, "") for hole in holes[0] & holes[1]]
    return all(latent.may_say(each) for each in bound if each.replace(".", "").isdigit())


_DIGITS_STAY = (None, str.lower, address)
"""Spellers that leave a word of digits and dots as it is, and make no other word one."""


def unsaid_now(entry: Entry, before: Root | None, inside: Inside) -> Iterator[str]:
    """Yield a line that is typed though it may be so already: the running text has neither form, and nobody knows what that means.

    A line that belongs to another, which wasn't there, wasn't so.

    Args:
        entry: the line.
        before: the running state as it was.
        inside: the sections.
    """
    if not is_unsaid(entry) or before is None:
        return
    place: Section = before
    for each in inside:
        found = place.find(each.key)
        if found is None or found.section is None:
            break
        place = found.section
    else:
        if place.find(entry.key) is not None:
            return
    if _has_its_own(place, entry):
        yield entry.text


@lru_cache(maxsize=1024)
def _untold_rules(context: Context | None) -> Lookup[tuple[int, Rule]]:
    """Return the rules of lines that belong to another one, shown in both forms, of which nobody knows what neither means.

    They are found by the lines that they belong to, each with its rank.
    """
    found = Lookup[tuple[int, Rule]]()
    unknown = (each for each in (context.every if context is not None else ()) if is_untold(each))
    for rank, (need, rule) in enumerate((need, each) for each in unknown for need in each.needs):
        found.add(need, (rank, rule))
    return found


def untold(here: Section, there: Section) -> Iterator[str]:
    """Yield what the wanted text leaves open of lines that come in: whether the device puts another one in with them.

    Args:
        here: the section as it is.
        there: the section that is wanted, which has neither form of that line.
    """
    rules = _untold_rules(there.context)
    if not rules:
        return
    found: dict[int, list[str]] = {}
    for entry in list(there.lines.values()):  # what stands in both texts doesn't come in
        words = words_of(entry)
        if entry.negative or not rules.may_find(words) or here.find(entry.key) is not None:
            continue
        for _, (rank, rule) in rules.all(words):
            key = rule.pattern.key_of(entry.names)
            if key is not None and there.find(key) is None:
                line = " ".join(key)
                why = f"{placed(there, entry.text)}: the text says neither “{line}” nor its opposite, and nobody knows which the device takes"
                found.setdefault(rank, []).append(why)
    for rank in sorted(found):
        yield from found[rank]


def typed_again(lines: Iterable[str]) -> Iterator[str]:
    """Yield in one line what is typed because nobody knows whether it is so already, and will be again where the device hides it."""
    told = "; ".join(dict.fromkeys(lines))
    if told:
        yield (
            "the running config doesn't say whether it is so already; what it still doesn't show afterwards is typed "
            f"again at each run: {told}"
        )


def _is_had_anew(here: Section, there: Section) -> bool:
    """Whether a line gets a value that the device takes only in a new section."""
    found = False
    level(here, there)
    for entry in here.lines.values():
        wanted = there.find(entry.key)
        if found or wanted is None or entry.rule is None:
            continue
        if entry.rule.change is Change.SECTION_ANEW and not entry.same(wanted):
            return True
        kind = entry.rule.section
        if kind is not None and kind.context.anew and entry.section is not None and wanted.section is not None:
            found = _is_had_anew(entry.section, wanted.section)
    return found


def out_of_order(here: Section, there: Section) -> frozenset[Key]:
    """Return the lines whose order means something and that must be typed anew, because the device only appends."""
    if here.context is None or not here.context.sequences:
        return frozenset()
    found: set[Key] = set()
    wished = sequences(there)
    for name, ours in sequences(here).items():
        theirs = wished.get(name, [])
        wanted = set(theirs)
        found |= (set(ours) & wanted) - leading([each for each in ours if each in wanted], theirs)
    return frozenset(found)


def is_held(here: Section, wanted: Entry) -> bool:
    """Whether a state has a line as it is wanted."""
    held = here.find(wanted.key)
    return held is not None and held.same(wanted)


def is_whole(held: Entry | None, wanted: Entry) -> bool:
    """Whether a section stands as it is wanted, with all that is below it."""
    if held is None or held.section is None or wanted.section is None:
        return False
    return held.same(wanted) and equal(held.section, wanted.section)


def is_simple(entry: Entry) -> bool:
    """Whether a line comes as it is written, can be undone, and concerns no other."""
    rule = entry.rule
    return rule is not None and rule.simple and rule.undo is not None and not entry.negative and entry.section is None


def comes_simply(here: Section, entry: Entry, held: Entry | None) -> bool:
    """Whether a line comes as it is written, concerns no other, and is not refused."""
    if not is_simple(entry) or (held is not None and not is_replaced(held, entry)):
        return False
    if held is None and entry.rule is not None and not entry.rule.undo:
        return True
    return wrong_value(here, entry) is None and barred(here, entry) is None


def is_telling(entry: Entry) -> bool:
    """Whether a line that comes in decides what becomes of others."""
    rule = entry.rule
    return (
        rule is not None and bool(rule.set_wipes or rule.may_wipe or rule.excludes or rule.bars) and not entry.negative
    )


def is_excluded(entry: Entry, coming: Iterable[Entry]) -> bool:
    """Whether a line can't stand beside one that comes in, or may go with it, so that it has to go before."""
    return any(
        each.rule is not None
        and covered(entry, (*each.rule.excludes, *each.rule.bars, *each.rule.may_wipe), each.names)
        for each in coming
    )


def only_gains(here: Section, there: Section) -> bool:
    """Whether lines of a section only come or are replaced, so that none has to be undone before."""
    context = here.context
    if context is None or context.sequences or context.has_unique or here.numbered is not None:
        return False
    if here.unread is not None or there.unread is not None:
        return False
    level(here, there)
    for key, entry in here.lines.items():
        wanted = there.find(key)
        if wanted is None or entry.section is not None or entry.rule is None or entry.rule.remove or entry.rule.entry:
            return False
        if wanted.section is not None or in_the_way(entry, wanted, here):
            return False
    return True


def goes_late(entry: Entry) -> bool:
    """Whether a line goes only after all new lines are in."""
    return entry.rule is not None and entry.rule.late and not entry.negative


def emptied(there: Section, entry: Entry) -> Section:
    """Return the empty section that stands for one that the text lacks and the device keeps."""
    said = there.said_below.get(entry.key, set())
    context = entry.section.context if entry.section is not None else None
    numbered = entry.section.numbered if entry.section is not None else None
    return Section(context, ref(there), said=said, numbered=numbered, opener=entry.match, absent=True)


def make_hull(there: Section, entry: Entry) -> Entry:
    """Put in an empty section for one that the device keeps; kept lines may end in it."""
    hull = entry.with_section(emptied(there, entry))
    hull.number = -1
    there.put(hull)
    return hull


def is_no_anchor(entry: Entry) -> bool:
    """Whether a line takes no other along when it goes; those that do go first."""
    return not (entry.rule is not None and (entry.rule.wipes or entry.rule.wipe_paths))


def is_emptied(entry: Entry) -> bool:
    """Whether the device keeps the section, so that its lines go one by one."""
    kind = entry.rule.section if entry.rule is not None else None
    return kind is not None and kind.undeletable


_TURNS = {Turn.FIRST: 0, Turn.NORMAL: 1, Turn.LAST: 2}


def turn_of(entry: Entry) -> int:
    """Return when a line of the top level is typed."""
    return _TURNS[entry.rule.turn] if entry.rule is not None else 1


def place_of(entry: Entry) -> tuple[bool, int]:
    """Return when a line is typed in its section: before what depends on it, sections behind lines."""
    return (entry.section is not None, turn_of(entry))


def opened_by(entry: Entry) -> Opened:
    """Return the section that a line opens, for the steps in it."""
    kind = entry.rule.section if entry.rule is not None else None
    leave = kind.leave if kind is not None else "exit"
    return Opened(entry.key, shown(entry), leave, tuple(uses(entry)), tuple(defines(entry)))


def subject_of(entry: Entry, inside: Inside) -> Key:
    """Return what a step is about at the top level; steps about the same keep their order."""
    if inside:
        return inside[0].key
    return entry.key[:-1] if entry.rule is not None and entry.rule.unique else entry.key


def why_kept(entry: Entry, there: Section, *, keep: bool) -> str:
    """Return why a line is left alone that the intended text lacks; nothing where it goes.

    Args:
        entry: the line.
        there: the intended section.
        keep: whether settings that are only absent are left alone.
    """
    if there.find(entry.key) is not None or entry.key in there.said:
        return ""
    if entry.rule is not None and entry.rule.undo is None:
        return "the device has no command that takes it away"
    shuts = entry.rule is not None and (entry.rule.guards or (there.absent and entry.rule.shuts))
    kept = entry.negative and (entry.rule is None or entry.rule.kept)
    return "taking it away would turn something on" if keep and (shuts or kept) else ""
