"""Lines whose value is a set to the device: what it holds, what adds to it, what takes from it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from netops.config.knowing import known, made
from netops.config.listing import Listing, members, written
from netops.config.pattern import fill
from netops.config.rulebook import Context, Rule
from netops.config.state import Entry, Section, standing


@dataclass(frozen=True, slots=True)
class Delta:
    """A line that adds to a set or takes members from it.

    Attributes:
        rule: the set's rule.
        entry: the set with just these members.
        members: them.
        adding: whether they come.
    """

    rule: Rule
    entry: Entry
    members: frozenset[str]
    adding: bool


def delta(section: Section, context: Context, text: str) -> Delta | None:
    """Return what a line changes in a set; None where it is no such line."""
    if text.partition(" ")[0] not in context.delta_words:
        return None
    words = context.words(text)
    own = context.rules.find(words) if words[0] == context.negation else None
    if own is not None and own[0].pattern.words[0].literal == context.negation:
        return None  # `undo port trunk allow-pass vlan 1` is a line of its own on VRP
    for lookup, adding in ((context.removes, False), (context.adds, True)):
        for match, rule in lookup.all(words):
            if rule.pattern.key_of(match.names) is not None:
                identity = {each.hole for each in rule.pattern.words if each.hole and each.identity}
                value = next((match.raw[hole] for hole in reversed(list(match.raw)) if hole not in identity), "")
                line = listed(rule, match.raw, value)
                entry = made(known(section.context, line), line)
                return Delta(rule, entry, _members(rule, entry.value), adding)
    return None


def gathered(held: Entry, entry: Entry, section: Section, profile: str) -> Entry:
    """Return a set after a line about it was typed: added to, or replaced."""
    rule = entry.rule
    if rule is None or not rule.accumulates or held.negative or entry.negative:
        return entry
    if any(members(rule.listing, each) is None for each in (held.value, entry.value)):
        # One is no list: it is to be seen that the device takes none of it.
        return _with_value(entry, rule, f"{held.value} {entry.value}")
    return with_members(entry, standing_members(held, rule, section, profile) | _members(rule, entry.value))


def standing_members(held: Entry | None, rule: Rule, section: Section, profile: str) -> frozenset[str]:
    """Return what a set holds now; a missing line may stand for all of them."""
    if held is not None:
        return frozenset() if held.negative else _members(rule, held.value)
    value = standing(rule.default, section, profile)
    return _members(rule, value) if isinstance(value, str) else frozenset()


def surplus(entry: Entry, wanted: Entry, here: Section, profile: str) -> frozenset[str]:
    """Return the members that a set has too many; nothing where it is replaced as a whole."""
    rule = entry.rule
    if rule is None or (not wanted.negative and members(rule.listing, wanted.value) is None):
        return frozenset()
    held, there = standing_members(entry, rule, here, profile), standing_members(wanted, rule, here, profile)
    replaced = not rule.accumulates and (not rule.add or not held & there)
    return frozenset() if replaced else held - there


def _members(rule: Rule, value: str) -> frozenset[str]:
    return members(rule.listing, value) or frozenset()


def with_members(entry: Entry, found: frozenset[str]) -> Entry:
    """Return the line of a set with other members."""
    rule = entry.rule
    return entry if rule is None else _with_value(entry, rule, written(rule.listing, found))


def _with_value(entry: Entry, rule: Rule, value: str) -> Entry:
    """Return the line of a set with another value."""
    text = listed(rule, entry.raw, value)
    match = rule.pattern.match(text.split())
    return Entry(entry.key, text, value, negative=False, rule=rule, number=entry.number, match=match)


def portions(rule: Rule, found: frozenset[str]) -> list[str]:
    """Return members as the device writes them, in lists that are no longer than it takes."""
    text = written(rule.listing, found)
    runs = re.findall(r"\d+(?: to \d+)?", text) if rule.listing is Listing.TO else re.split(r"[, ]", text)
    if not rule.most or len(runs) <= rule.most:
        return [text]
    between = "," if rule.listing is Listing.COMMA else " "
    return [between.join(runs[at : at + rule.most]) for at in range(0, len(runs), rule.most)]


def listed(rule: Rule, names: Mapping[str, str], value: str, template: str = "") -> str:
    """Return a line about a set: the rule's own, or its ``add`` or ``remove`` form, with these members."""
    holes = [each.hole for each in rule.pattern.words if each.hole and not each.identity]
    return fill(template or plain(rule), {**names, **dict.fromkeys(holes, value), "*": value})


def plain(rule: Rule) -> str:
    """Return the rule's line as a template, types left out."""
    return " ".join(each.literal or ("*" if each.is_rest else f"{{{each.hole}}}") for each in rule.pattern.words)


def typed_lines(here: Section, entry: Entry, held: Entry | None, profile: str) -> list[str]:
    """Return what is typed for a line: itself, or what a set lacks."""
    rule = entry.rule
    if rule is None or not rule.listing or entry.negative or (held is not None and held.negative):
        return [entry.text]
    if not rule.accumulates and (held is None or not rule.add):
        return [entry.text]
    before = standing_members(held, rule, here, profile)
    after = standing_members(entry, rule, here, profile)
    coming = after - before
    if held is None and rule.accumulates and rule.most and len(portions(rule, after)) > 1:
        coming = after
    elif held is None or not coming or (not rule.accumulates and not before & after):
        return [entry.text]
    return [listed(rule, entry.raw, each, rule.add) for each in portions(rule, coming)]
