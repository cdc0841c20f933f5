"""What the rulebook says of a line: looked up once, because most lines come back."""

from netops.config.folding import body
from netops.config.listing import Listing, members, written
from netops.config.pattern import Match
from netops.config.rulebook import Context, Known, Rule
from netops.config.state import Entry

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
        found = context.seen[text] = _known(context, text)
    return found


def _known(context: Context, text: str) -> Known:
    words = context.rewriter.apart(text)
    found, negative = context.rules.find(words), False
    if found is None and words[0] == context.negation:
        found = context.rules.find(words[1:])
        negative = found is not None
    if found is None and words[0] == context.negation:
        for match, rule in context.undos.all(words):
            key = rule.pattern.key_of(match.names)
            if key is not None:
                return Known(match, rule, key, "", negative=True)
    if found is None:
        undone = words[0] == context.negation and len(words) > 1
        lines = body(text)
        key = tuple(words[1:] if undone else words)
        return Known(None, None, (*key, lines) if lines else key, "", undone)
    match, rule = found
    return Known(match, rule, match.key, "" if negative else _value(context, text, match, rule), negative)


def _value(context: Context, text: str, match: Match, rule: Rule) -> str:
    if rule.listing:
        return canonical(rule.listing, match.value)
    for each in context.opaque if match.pattern.rest >= 0 else ():
        found = each.start.match(text) if text.startswith(each.word) else None
        if found is not None:
            return text[found.end("open") :].rsplit(found["open"], 1)[0]
    lines = body(text)
    return f"{match.value}\n{lines}" if lines else match.value


def canonical(listing: Listing, value: str) -> str:
    """Return a set in its one spelling; a text that is no set as it is."""
    found = members(listing, value)
    return value if found is None else written(listing, found)
