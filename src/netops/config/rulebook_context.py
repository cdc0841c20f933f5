"""What a section's rules say together: noted while they are compiled, so that nobody has to look through them all."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from netops.config.checked import either
from netops.config.marks import Bound, Kin, Pending, ToldByRelease, TwoKinds
from netops.config.pattern import Pattern, WordType
from netops.config.rulebook import Context, Rule, Rulebook, SectionKind
from netops.config.rulebook_pieces import Change, Opening
from netops.config.rulebook_text import BoundText, KinText, Place, RulebookText, ToldByReleaseText, TwoKindsText

_WORD = re.compile(r"[^{<*][^{<]*")
_TEMPLATE_HOLE = re.compile(r"[{<]([a-z_0-9]+)[}>]")


def note(context: Context, rule: Rule) -> None:
    """Note what one rule says of its section's lines."""
    for what, name in rule.defines:
        context.makers.setdefault(what, []).append((rule, name))
    context.referred |= {what for what, _ in rule.uses}
    context.heeded |= {what for what, _ in rule.goes_with}
    context.kept |= {what for what, _ in rule.holds}
    context.spelled |= {what for what, name in rule.uses if _has_spellings(rule.pattern, name)}
    context.anew = context.anew or rule.change is Change.SECTION_ANEW
    key = rule.pattern.key_of({}) if rule.bars else None
    if key is not None:
        for each in rule.bars:
            context.barring.add(each, (key, rule))
    context.spans = context.spans or bool(rule.span)
    context.deltas = context.deltas or bool(rule.add or rule.remove or (rule.section and rule.section.numbered))
    odd = rule.undo and rule.undo.split()[0] != context.negation
    for template in (rule.add, rule.remove, rule.undo if odd else ""):
        _note_shared(context, template or "")
    if rule.undo:
        context.odd_undos |= {rule.undo.split()[0]} - {context.negation}
    context.sequences = context.sequences or rule.sequence
    context.has_unique = context.has_unique or rule.unique
    if rule.sequence:
        context.ordered.add(rule.pattern.words[0].literal)
    context.delta_words |= {template.split()[0] for template in (rule.add, rule.remove) if template}


def _note_shared(context: Context, line: str) -> None:
    """Note the first two words of a line that may mean others; a second word that may be any is left out."""
    words = line.split()
    words = words[1:] if words[:1] == [context.negation] else words
    if words:
        second = words[1] if len(words) > 1 and _WORD.fullmatch(words[1]) else ""
        context.shared.add((words[0] if _WORD.fullmatch(words[0]) else "", second))


def note_section(context: Context, pattern: Pattern, kind: SectionKind) -> None:
    """Note what the lines of a section below say, for all that looks from above."""
    may_open(context, pattern)
    _note_opening(context, pattern, kind.context)
    context.referred |= kind.context.referred
    context.heeded |= kind.context.heeded
    context.kept |= kind.context.kept
    context.spelled |= kind.context.spelled
    context.anew = context.anew or kind.context.anew
    context.leaves |= {kind.leave}
    _note_shared(context, kind.numbered.resequence if kind.numbered is not None else "")


def _note_opening(context: Context, pattern: Pattern, below: Context) -> None:
    """Note the first two words of a line that opens a section: few lines begin like it, and only those are looked up."""
    first, second = (*pattern.words, None)[:2]
    word = first.literal if first is not None else ""
    if not word or context.opening is None:
        context.opening = None
        return
    seconds = frozenset({"" if second is None else second.literal}) if second is None or second.literal else None
    known = context.opening.get(word, Opening(frozenset(), frozenset()))
    context.opening[word] = Opening(
        None if seconds is None or known.seconds is None else known.seconds | seconds,
        None if below.opening is None or known.below is None else known.below | below.opening.keys(),
    )


def _has_spellings(pattern: Pattern, name: str) -> bool:
    """Whether an object's name is put together from words, or from a word that is spelled in several ways."""
    holes = {each.hole: each for each in pattern.words if each.hole}
    for word in name.split():
        found = _TEMPLATE_HOLE.fullmatch(word)
        if found is None and _TEMPLATE_HOLE.search(word):
            return True
        if found is not None and (found[1] not in holes or holes[found[1]].spell is not None):
            return True
    return False


def may_open(context: Context, pattern: Pattern) -> None:
    """Remember with what a line begins that opens a section."""
    start = " ".join(pattern.start_of({}))
    if not start:
        context.openers = None
    elif context.openers is not None and start not in context.openers:
        context.openers = (*context.openers, start)


def alias(context: Context, pattern: Pattern, paths: tuple[tuple[str, ...], ...]) -> None:
    """Remember that lines with one first word may mean lines with another, so that both are looked for together."""
    for line in (pattern.text, *(path[0] for path in paths)):
        _note_shared(context, line)
    words = {pattern.words[0].literal} | {path[0].split()[0] for path in paths}
    together = frozenset().union(words, *(context.aliases.get(word, frozenset()) for word in words))
    if len(together) > 1:
        context.aliases |= dict.fromkeys(together, together)


def count(rulebook: Rulebook) -> int:
    """Return how many kinds of lines a platform's rules know."""
    open_ = [part.context for part in rulebook.parts]
    seen: set[int] = set()
    found = 0
    while open_:
        context = open_.pop()
        if id(context) not in seen:
            seen.add(id(context))
            found += len(context.every)
            open_ += [rule.section.context for rule in context.every if rule.section is not None]
    return found


Compile = Callable[[str, Place, str], re.Pattern[str] | None]
"""Returns a pattern compiled; None where it can't be, which is told then."""
_NEVER = re.compile("(?!)")


def bound_of(text: BoundText, compiled: Compile) -> Bound:
    """Return what is known of lines that show what another part sets."""
    return Bound(compiled(text.line, text.place, "bound_elsewhere") or _NEVER, text.by, text.why)


def told_of(text: ToldByReleaseText, compiled: Compile) -> ToldByRelease:
    """Return what is known of lines of which only the release tells what it means that a text lacks them."""
    return ToldByRelease(compiled(text.line, text.place, "told_by_release") or _NEVER, text.why)


def kinds_of(text: TwoKindsText, compiled: Compile) -> TwoKinds:
    """Return what is known of sections that are of one kind or of the other."""
    section, one, other, said = (
        compiled(each, text.place, "two_kinds") or _NEVER for each in (text.section, text.one, text.other, text.said)
    )
    return TwoKinds(section, one, other, said, text.why)


def kin_of(text: KinText, compiled: Compile) -> Kin:
    """Return what is known of groups whose members are all of one kind."""
    section, joins, kind = (
        compiled(each, text.place, "kindred") or _NEVER for each in (text.section, text.joins, text.kind)
    )
    return Kin(section, joins, kind, text.inside, text.why, text.turned)


def said_of_texts(text: RulebookText, compiled: Compile) -> dict[str, Any]:
    """Return what a rulebook says of whole texts, by the names that `netops.config.marks.Marks` has for it."""
    return {
        "bound": tuple(bound_of(each, compiled) for each in text.bound_elsewhere),
        "told_by_release": tuple(told_of(each, compiled) for each in text.told_by_release),
        "pending": tuple(Pending(each.section, each.until, each.why) for each in text.pending),
        "two_kinds": tuple(kinds_of(each, compiled) for each in text.two_kinds),
        "kin": tuple(kin_of(each, compiled) for each in text.kindred),
    }


def taken_of(
    takes: Sequence[str],
    place: Place,
    line: str,
    typed: Callable[[str, str], WordType],
    fault: Callable[[Place, str, str], None],
) -> WordType | None:
    """Return what the value of a rule's line, or an entry of its list, must be."""
    kinds = [typed(each, line) for each in takes]
    if len(kinds) > 1 and not all(each.whole for each in kinds):
        fault(place, line, "of several types that it takes each is one of whole values, with parts")
    return either(kinds)
