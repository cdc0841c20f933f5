"""What the rulebook says of a line: looked up once, because most lines come back."""

from collections.abc import Iterable, Sequence

from netops.config.folding import body
from netops.config.listing import Listing, members, written
from netops.config.pattern import Match, Pattern
from netops.config.rulebook import Context, Known, Rule
from netops.config.state import Entry

FEW = 8
"""Lines of which each is sooner looked up than all together."""
MOST_SEEN = 200_000
"""Lines whose match is remembered, a context. They hold placeholders, never secrets."""


def made(found: Known, text: str, number: int = 0) -> Entry:
    """Return an entry of a line that was looked up."""
    return Entry(found.key, text, found.value, found.negative, found.rule, number, found.match)


def known(context: Context | None, text: str) -> Known:
    """Return what the rulebook says of a line. Lines are looked up once: most come back."""
    if context is None:
        words = tuple(text.split())
        return Known(None, None, words, "", negative=False)
    found = context.seen.get(text)
    if found is None:
        if len(context.seen) >= MOST_SEEN:
            context.seen.clear()
            context.wrong.clear()
            context.unbarred.clear()
            context.judgements.clear()
        found = context.seen[text] = _known(context, text)
    return found


def learn(context: Context, texts: Iterable[str]) -> None:
    """Look many lines up at once, which takes half as long; what can't be said of one so is left to `known`."""
    seen, negation = context.seen, context.negation
    new = [each for each in dict.fromkeys(texts) if each not in seen and each and not each.startswith(negation)]
    if len(new) < FEW or len(seen) + len(new) >= MOST_SEEN:
        return
    together = "\n".join(new)
    if together.count("\n") >= len(new):
        return  # one of them has a body
    lines = list(map(context.rewriter.quickly(together), new))
    for text, words, found in zip(new, lines, context.rules.firsts(lines), strict=True):
        if found is not None:
            seen[text] = _found(context, text, words, *found)


def _known(context: Context, text: str) -> Known:
    if text.startswith(context.negation):
        negated = _known_negated(context, text)
        if negated is not None:
            return negated
    words = context.rewriter.apart(text)
    for pattern, rule in context.rules.candidates(words):
        if pattern.fits(words):
            return _found(context, text, words, pattern, rule)
    return _unlike(context, text, words)


def _found(context: Context, text: str, words: Sequence[str], pattern: Pattern, rule: Rule) -> Known:
    """Return what is known of a line that a rule's pattern matches as it is written."""
    match = Match(pattern, words)
    simple, opens = context.judged(rule, words[0])
    plain = rule.simple and pattern.rest < 0 and "\n" not in text
    value = pattern.value(words) if plain else _value(context, text, match, rule)
    return Known(match, rule, pattern.key(words), value, False, simple, False, opens)  # noqa: FBT003  # as all lines are made


def _unlike(context: Context, text: str, words: Sequence[str]) -> Known:
    """Return what is known of a line that no pattern matches as it is written: negated, an undo form, or unknown."""
    found = context.rules.find(words[1:]) if words[0] == context.negation else None
    if found is None and words[0] == context.negation:
        for match, rule in context.undos.all(words):
            key = rule.pattern.key_of(match.names)
            if key is not None:
                formed = _is_formed(context, words, rule, key)
                return Known(match, rule, key, "", negative=True, simple=formed, formed=formed)
    if found is None:
        undone = words[0] == context.negation and len(words) > 1
        lines = body(text)
        key = tuple(words[1:] if undone else words)
        return Known(None, None, (*key, lines) if lines else key, "", undone)
    match, rule = found
    simple = context.is_plain(rule, words[1])
    formed = simple and _is_formed(context, words, rule, match.key)
    return Known(match, rule, match.key, "", negative=True, simple=simple, formed=formed)


def _is_formed(context: Context, words: Sequence[str], rule: Rule, key: tuple[str, ...]) -> bool:
    """Whether words are the undo form of one line and of no other, and that line concerns no other."""
    if len(words) < 2 or words[0] != context.negation or not context.is_plain(rule, words[1]):
        return False
    found = list(context.undos.all(words))
    return len(found) == 1 and found[0][1] is rule and rule.pattern.key_of(found[0][0].names) == key


def _known_negated(context: Context, text: str) -> Known | None:
    """Return what is known of a negated line because the line itself was looked up; None where that doesn't say it all."""
    first, _, rest = text.partition(" ")
    if first != context.negation:
        return None
    if context.rules.has(first) and context.rules.may_find((first, rest.partition(" ")[0])):
        return None  # it may be a line of its own: `undo portswitch`
    found = context.seen.get(rest)
    if found is None or found.rule is None or found.negative:
        return None
    return Known(found.match, found.rule, found.key, "", negative=True, simple=found.simple)


def _value(context: Context, text: str, match: Match, rule: Rule) -> str:
    if rule.listing:
        return canonical(rule.listing, match.value)
    for each in context.opaque if match.pattern.rest >= 0 else ():
        found = each.start.match(text) if each.word in text else None
        if found is not None:
            return text[found.end("open") :].rsplit(found["open"], 1)[0]
    lines = " ".join(body(text).split())  # of keys and certificates: how their words are spaced and broken says nothing
    return f"{match.value}\n{lines}" if lines else match.value


def canonical(listing: Listing, value: str) -> str:
    """Return a set in its one spelling; a text that is no set as it is."""
    found = members(listing, value)
    return value if found is None else written(listing, found)
