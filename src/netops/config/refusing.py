"""Why a device refuses a line: what stands beside it, what is missing, a value that it doesn't take."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from netops.config.checked import is_right, left_over, wrong_anywhere, wrong_words
from netops.config.grammar import clean
from netops.config.holders import words_of
from netops.config.knowing import known
from netops.config.networks import outside
from netops.config.notes import is_note
from netops.config.pattern import Pattern, fill
from netops.config.root import Root
from netops.config.rulebook import Rule
from netops.config.rulebook_pieces import Change
from netops.config.spans import first_of
from netops.config.state import Entry, Key, Section
from netops.config.telling import reached, told, wanted, written
from netops.config.wiping import agreeing, chained, covered, in_place, lacking_elsewhere, standing_in, top_of


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the device wouldn't take a line."""

    why: str


def refused_beside(section: Section, entry: Entry, held: Entry | None) -> Refusal | None:
    """Return why a line isn't taken beside those that stand, or for what it says itself."""
    rule = entry.rule
    if rule is None:
        return None
    wrong = None if held is not None and held.same(entry) else wrong_value(section, entry)
    if wrong is not None:
        return wrong
    if held is not None and in_the_way(held, entry, section):
        return Refusal(f"“{held.text}” stands; it must be undone first")
    return _beside(section, entry, rule, held) or barred(section, entry) or _unlike(section, entry)


def _beside(section: Section, entry: Entry, rule: Rule, held: Entry | None) -> Refusal | None:
    """Refuse a line for what its own rule says of others."""
    if (rule.needs or rule.needs_chain) and not _has_need(section, entry, rule):
        return Refusal(f"it needs “{_first_need(section, entry, rule)}” first")
    # What a port can't have beside a line is no matter of the device: `mpls` of the whole device bars no member of a trunk.
    others = [(each, False) for each in rule.excludes] + [(each, True) for each in rule.bars]
    for each, here in others:
        other = standing_like(section, each, entry.names, but=entry.key, here=here)
        if other is not None:
            return Refusal(f"it can't stand beside “{other.text}”")
    for lines in rule.excludes_chain:
        for bound in chained(section, lines, in_place(section, entry)):
            return Refusal(f"it can't stand beside “{told(lines[-1], bound)}”")
    for path in rule.excludes_elsewhere:
        names = in_place(section, entry)
        for key in standing_in(section, path, names):
            return Refusal(f"it is refused while “{_standing(section, key, path, names)}” stands")
    if outside(section, entry):
        return Refusal("its address is in no network that the section has")
    return _unsupported(section, entry, rule) if rule.needs_elsewhere and not is_supported(rule, held) else None


def is_supported(rule: Rule, held: Entry | None) -> bool:
    """Whether a line takes the place of another that stands on what both need in other sections."""
    return held is not None and held.rule is rule and not held.negative


def _unsupported(section: Section, entry: Entry, rule: Rule) -> Refusal | None:
    """Refuse a line for what other sections lack."""
    names = in_place(section, entry)
    for path in rule.needs_elsewhere:
        bound = lacking_elsewhere(section, path, names)
        if bound is not None:
            return Refusal(f"it needs “{written(path, bound)}” first")
    return None


def _has_need(section: Section, entry: Entry, rule: Rule) -> bool:
    """Whether one of the lines stands that a line needs; those of a chain are named by the section's own line, too."""
    if any(stands(section, each, entry.names) for each in rule.needs):
        return True
    names = in_place(section, entry) if rule.needs_chain else {}
    if any(True for each in rule.needs_chain for _ in chained(section, each, names)):
        return True
    return isinstance(section, Root) and _left_out(section, entry, rule.needs)


def _left_out(root: Root, entry: Entry, needs: tuple[Pattern, ...]) -> bool:
    """Whether the device has what a line needs though the text that it began with leaves that out.

    A line that is itself among those that another needs shows it: a text with `snmp-agent community …` is of a device whose
    agent runs, and runs on when that line is undone for the next. Not once the agent itself was undone.
    """
    words = entry.positive.split()
    alike = [each for each in needs if each.agrees(words, entry.names)]
    if not alike:
        return False
    others = [each.key_of(entry.names) for each in needs if each not in alike]
    if any(key is None or key in root.undone for key in others):
        return False
    began = [clean(text.partition("\n")[0]).split() for text in root.chunks.beginning(words[0])]
    return any(each.agrees(line, entry.names) for line in began for each in alike)


def _first_need(section: Section, entry: Entry, rule: Rule) -> str:
    """Return the first of the lines that would do, of those that others lead to with what is known of it."""
    if rule.needs:
        return wanted(rule.needs[0], entry.names)
    *leading, last = rule.needs_chain[0]
    names = in_place(section, entry)
    return told(last, next(chained(section, leading, names), names) if leading else names)


def _standing(section: Section, key: Key, path: tuple[Pattern, ...], names: Mapping[str, str]) -> str:
    """Return the lines of another section to which a path leads, as they stand."""
    entry = top_of(section).find(key)
    return written(path, names) if entry is None else reached(entry, path[1:], names)


def barred(section: Section, entry: Entry) -> Refusal | None:
    """Refuse a line that a standing one doesn't let stand beside itself."""
    context = section.context
    if context is None or not context.barring or entry.text in context.unbarred:
        return None
    if entry.match is not None and not context.barring.may_find(entry.match.words):
        context.unbarred.add(entry.text)
        return None
    for _, (key, each) in context.barring.all(words_of(entry)):
        held = section.find(key) if key != entry.key else None
        if held is not None and not held.negative and covered(entry, each.bars, held.names):
            return Refusal(f"it can't stand beside “{held.text}”")
    return None


def _unlike(section: Section, entry: Entry) -> Refusal | None:
    """Refuse a line that joins two sections of which one has a line that the other lacks."""
    for template, pattern in entry.rule.alike if entry.rule is not None else ():
        key = known(section.above.context, fill(template, entry.names)).key if section.above is not None else ()
        other = section.above.find(key) if section.above is not None else None
        if other is not None and other.section is not None:
            line = pattern.key_of(entry.names) or ()
            here, there = (each.find(line) is not None for each in (section, other.section))
            if here != there:
                both = wanted(pattern, entry.names)
                return Refusal(f"“{other.text}” and this section must both have “{both}”, or neither")
    return None


def wrong_value(section: Section, entry: Entry) -> Refusal | None:
    """Refuse a line with a value that the device doesn't take. Lines are looked at once: a patch is typed several times."""
    context = section.context
    if context is None:
        return None
    why = context.wrong.get(entry.text)
    if why is None:
        takes, match = entry.rule.takes if entry.rule is not None else None, entry.match
        if takes is not None and takes.whole and entry.negative:
            takes = None  # an undo names what goes, not the whole of it
        made = takes is None or (takes.whole and match is not None and not any(left_over(match.value, takes)))
        if (
            match is not None
            and made
            and not entry.negative
            and is_right(match, entry.text, context.anywhere, context.plain)
        ):
            context.wrong[entry.text] = ""
            return None
        kinds = (
            wrong_words(entry.match, None if made else takes),
            _wrong_entry(section, entry),
            wrong_anywhere(context.anywhere, entry.positive),
        )
        why = next(chain(*kinds), "")
        context.wrong[entry.text] = why
    return Refusal(why) if why else None


def _wrong_entry(section: Section, entry: Entry) -> Iterator[str]:
    """Yield what of a line of an ordered list is no part of such an entry; remarks may say anything."""
    numbered = section.numbered
    if (
        numbered is None
        or numbered.takes is None
        or entry.rule is not None
        or entry.negative
        or is_note(numbered, entry)
    ):
        return
    number, _, rest = entry.text.partition(" ")
    yield from left_over(rest if number.isdigit() else entry.text, numbered.takes)


def in_the_way(held: Entry, entry: Entry, section: Section) -> bool:
    """Whether a line must be undone before another with the same identity comes in, in a section."""
    rule = entry.rule
    if rule is None or rule.change is Change.REPLACE or held.same(entry) or held.negative or entry.negative:
        return False
    if rule.change is Change.KEEPS_OPTIONS:
        return _is_closed(rule, section) or bool(_options(held) - _options(entry))
    return True


def is_replaced(held: Entry, entry: Entry) -> bool:
    """Whether a line that concerns no other takes the place of another with its identity, and nothing else happens."""
    rule = entry.rule
    if rule is None or held.rule is not rule or rule.change is not Change.REPLACE:
        return False
    return not held.negative and held.section is None and not held.same(entry)


def _is_closed(rule: Rule, section: Section) -> bool:
    """Whether the section's own line says that the device doesn't let such lines be edited."""
    words = section.opener.raw.values() if rule.options_unless and section.opener is not None else ()
    return any(rule.options_unless in each for each in words)


def _options(entry: Entry) -> frozenset[str]:
    """Return the names of the options in a value: ``metric 5 route-map X`` has ``metric`` and ``route-map``.

    Where the rule names its options, what stands before them counts, too, but for its first word: the action of
    ``permit tcp source 10.0.0.0 0.0.0.255`` is another's without more ado, the protocol isn't.
    """
    words = entry.value.split()
    named = entry.rule.options if entry.rule is not None else frozenset()
    if not named:
        return frozenset(words[::2])
    first = next((at for at, word in enumerate(words) if word in named), len(words))
    return frozenset(words[1:first]) | named.intersection(words)


def undo_refused(section: Section, entry: Entry, held: Entry | None) -> Refusal | None:
    """Return why a line isn't taken away."""
    rule = entry.rule
    if rule is None:
        return None
    why = ""
    if held is None and rule.missing_undo == "rejected":
        why = "there is nothing like it to take away"
    elif held is None and _sets(rule) and not _has_need(section, entry, rule):
        why = f"it needs “{_first_need(section, entry, rule)}” first"
    elif rule.undo is None:
        why = "the device has no command that takes this line away"
    elif rule.section is not None and rule.section.undeletable:
        why = "the device keeps this section; only its lines can be taken away"
    elif rule.lasting and first_of(entry) < rule.lasting:
        why = f"the device always has the first {rule.lasting} of these lines; only what stands below them can be taken away"
    elif rule.section is not None and held is not None and _differs(entry, held):
        why = f"“{held.text}” stands, not this one"
    else:
        blocker = next((each for line in rule.blockers for each in _standing_here(section, line, entry)), None)
        why = f"“{blocker.text}” stands and depends on it" if blocker is not None else leaned_on(section, entry)
    return Refusal(why) if why else None


def _sets(rule: Rule) -> bool:
    """Whether the negated form of a line that belongs to another says something by itself.

    `undo peer X enable` is refused without the peer: the device shows it, or another line decides what it means that it is missing.
    """
    default = rule.default
    return bool(rule.needs) and (default.shown or default.follows is not None or True in default.value.values())


def leaned_on(section: Section, entry: Entry) -> str:
    """Return why a line isn't taken away: what depends on it in other sections; nothing where nothing does."""
    paths = entry.rule.blockers_elsewhere if entry.rule is not None else ()
    names = in_place(section, entry) if paths else entry.names
    for path in paths:
        for key in standing_in(section, path, names):
            return f"“{_standing(section, key, path, names)}” stands and depends on it"
    return ""


def _differs(entry: Entry, held: Entry) -> bool:
    """Whether an undo names another value than the section has: `no router bgp 65001` where 65000 runs."""
    return any(held.names.get(hole, word) != word for hole, word in entry.names.items())


def _standing_here(section: Section, pattern: Pattern, entry: Entry) -> Iterator[Entry]:
    """Yield the lines at the same level that must be gone before another can be undone."""
    for key in agreeing(section, pattern, entry.names):
        if key != entry.key and not section.entries[key].negative:
            yield section.entries[key]


def stands(section: Section, pattern: Pattern, names: Mapping[str, str], *, here: bool = False) -> bool:
    """Whether such a line stands in this section or, unless ``here``, in one above."""
    return standing_like(section, pattern, names, here=here) is not None


def standing_like(
    section: Section, pattern: Pattern, names: Mapping[str, str], but: Key = (), *, here: bool = False
) -> Entry | None:
    """Return such a line that stands in this section or, unless ``here``, in one above."""
    key = pattern.key_of(names)
    place: Section | None = section
    while place is not None:
        if key is not None:
            held = place.find(key)
            if held is not None and not held.negative and key != but:
                return held
        if key is None or pattern.rest >= 0:
            for each in agreeing(place, pattern, names):
                if each != but and not place.entries[each].negative:
                    return place.entries[each]
        place = None if here else place.around
    return None
