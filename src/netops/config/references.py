"""Objects that lines refer to: whether one is there, and which lines refer to one that goes."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache

from netops.config.grammar import clean
from netops.config.knowing import known
from netops.config.root import Root
from netops.config.rulebook import Rule
from netops.config.state import Entry, Key, Section
from netops.config.steps import Object, makes, named
from netops.config.wiping import agreeing

Place = tuple[Section, Key]
"""A line, by the section that it stands in."""
Templates = Callable[[Rule], tuple[tuple[str, str], ...]]
"""Which of the references of a rule are meant."""

_HOLE = re.compile(r"[{<](?P<name>[a-z_0-9]+)[}>]")
_LAST = re.compile(r"\d[\d/.:]*$")


def insists(rule: Rule) -> tuple[tuple[str, str], ...]:
    """Return the references of a line that the device takes only where the object is there."""
    return rule.insists


def goes_with(rule: Rule) -> tuple[tuple[str, str], ...]:
    """Return the references of a line with which it goes when the object does."""
    return rule.goes_with


def holds(rule: Rule) -> tuple[tuple[str, str], ...]:
    """Return the references of a line that keep the object from going."""
    return rule.holds


def outlives(rule: Rule) -> tuple[tuple[str, str], ...]:
    """Return the references of which nobody has said that the line goes with the object."""
    return tuple(each for each in rule.uses if each not in rule.goes_with)


def missing(section: Section, entry: Entry) -> Object | None:
    """Return an object that a line needs and that isn't there."""
    if entry.rule is None or entry.negative:
        return None
    return next((each for each in named(entry, entry.rule.insists) if not exists(section, each)), None)


def exists(section: Section, thing: Object, *, but: Key = (), firm: bool = False) -> bool:
    """Whether a line of this section, or of one above, makes an object; of one that nothing could make nobody knows.

    Args:
        section: where somebody asks.
        thing: the object.
        but: a line of this section that doesn't count.
        firm: whether lines don't count that go with the object themselves: `vlan 10` goes where `vlan batch` loses 10.
    """
    place: Section | None = section
    heard_of = False
    while place is not None:
        if place.context is not None and thing in place.context.given:
            return True
        for rule, template in place.context.makers.get(thing[0], ()) if place.context is not None else ():
            found = _makers(place, rule, template, thing)
            if firm and any(each == thing[0] for each, _ in rule.goes_with):
                heard_of = True
                continue
            if any(place is not section or each != but for each in found):
                return True
            heard_of = heard_of or _is_told(place, rule, thing[0])
        place = place.above
    return not heard_of


def _is_told(place: Section, rule: Rule, kind: str) -> bool:
    """Whether a text tells which objects of a kind there are: some devices show them all, or none at all."""
    context = place.context
    if context is None or kind not in context.unshown or not isinstance(place, Root):
        return True
    heads = (text.partition("\n")[0] for text in place.chunks.beginning(rule.pattern.words[0].literal))
    return any(known(context, clean(each)).rule is rule for each in heads)


def _makers(place: Section, rule: Rule, template: str, thing: Object) -> Iterator[Key]:
    """Yield the lines of a rule that make an object."""
    names = bound(template, thing[1])
    if names is None:
        return
    pattern = rule.pattern
    if rule.listing:  # a set is looked through, whatever its members are
        values = {each.hole for each in pattern.words if each.hole and not each.identity}
        names = {hole: word for hole, word in names.items() if hole not in values}
    key = pattern.key_of(names)
    for each in agreeing(place, pattern, names) if key is None else (key,):
        entry = place.find(each)
        if entry is not None and makes(entry, thing):
            yield each


def bound(template: str, name: str) -> dict[str, str] | None:
    """Return what the holes of an object's name stand for, or None where it is no name of that form."""
    words, parts = name.split(), _parts(template)
    if len(words) != len(parts):
        return None
    found: dict[str, str] = {}
    for word, (hole, literal) in zip(words, parts, strict=True):
        if hole:
            found[hole] = word
        elif literal and literal != word:
            return None
    return found


@lru_cache(maxsize=1024)
def _parts(template: str) -> tuple[tuple[str, str], ...]:
    """Return each word of an object's name in a rule: its hole, or what must stand there; nothing of either where anything may."""
    found: list[tuple[str, str]] = []
    for part in template.split():
        hole = _HOLE.fullmatch(part)
        anything = part == "*" or _HOLE.search(part) is not None
        found.append((hole["name"], "") if hole is not None else ("", "" if anything else part))
    return tuple(found)


def heeded(section: Section, things: Iterable[Object]) -> Iterator[Object]:
    """Yield those of some objects that lines may go with."""
    context = _top(section).context
    yield from (each for each in things if context is not None and each[0] in context.heeded)


def kept(section: Section, things: Iterable[Object]) -> Iterator[Object]:
    """Yield those of some objects that lines may keep from going."""
    context = _top(section).context
    yield from (each for each in things if context is not None and each[0] in context.kept)


def _top(section: Section) -> Section:
    while section.above is not None:
        section = section.above
    return section


def referring(section: Section, things: Collection[Object], which: Templates) -> Iterator[Place]:
    """Yield lines, anywhere on the device, that refer to any of some objects.

    Args:
        section: any section of the device's.
        things: the objects.
        which: which references count.
    """
    top = _top(section)
    for thing in things:
        if isinstance(top, Root):
            top.refers(thing)
        yield from _referring(top, thing, _part(top, thing), which)


def _referring(place: Section, thing: Object, part: str, which: Templates) -> Iterator[Place]:
    context = place.context
    if context is None or thing[0] not in context.referred:
        return
    for entry in _lines(place, thing[0], part):
        if entry.rule is not None and not entry.negative and thing in named(entry, which(entry.rule)):
            yield place, entry.key
        elif entry.section is not None and any(True for _ in _referring(entry.section, thing, part, which)):
            yield from _referring(place.inside(entry.key), thing, part, which)


def _part(section: Section, thing: Object) -> str:
    """Return what stands in every line that names an object: a port's number, where its kind is spelled in several ways."""
    kind, name = thing
    last = _LAST.search(name) if section.context is not None and kind in section.context.spelled else None
    return last.group() if last is not None else name.rsplit(" ", 1)[-1]


def _lines(place: Section, kind: str, part: str) -> Iterable[Entry]:
    """Return the lines that may refer to an object; those that nobody has read are searched as text."""
    if not isinstance(place, Root):
        return list(place.entries.values())
    words = {rule.pattern.words[0].literal for rule in place.context.every if _may(rule, kind)} if place.context else ()
    for word in words:
        if word:
            place.load(word)
        else:
            place.load_all()
    sections = list(place.naming((part,)))
    lines = (each for each in place.held.values() if each.section is None and part in each.text)
    return [*sections, *(each for each in lines if each.key[0] in words)]


def _may(rule: Rule, kind: str) -> bool:
    if any(kind == each for each, _ in rule.uses):
        return True
    return rule.section is not None and kind in rule.section.context.referred
