"""Lines as people are told of them: the very line that stands, or the one that is lacking with what is known of it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from netops.config.pattern import Beside, Pattern, Word
from netops.config.state import Entry, Section
from netops.config.wiping import agreeing, beside

_WORDS = re.compile(r"[a-z0-9|-]+")


def told(line: Pattern, names: Mapping[str, str]) -> str:
    """Return a line as it is typed, as far as that is known; what isn't known stands in ``<…>``.

    Example:
        >>> told(Pattern.of("router ospf {process} vrf <vrf> *"), {"process": "10"})
        'router ospf 10 vrf <vrf> …'
    """
    return " ".join(
        word.literal or ("" if word.is_rest else names.get(word.hole, "")) or _unknown(word) for word in line.words
    )


def wanted(line: Pattern, names: Mapping[str, str]) -> str:
    """Return a line of which only the identity matters: whatever value it has will do.

    Example:
        >>> wanted(Pattern.of("neighbor {peer} remote-as <asn>"), {"peer": "10.1.0.2", "asn": "65000"})
        'neighbor 10.1.0.2 remote-as <asn>'
    """
    return told(line, {word.hole: names[word.hole] for word in line.words if word.identity and word.hole in names})


def _unknown(word: Word) -> str:
    """Return what stands in the place of a word that isn't known: itself where it is one of few."""
    shape = word.type.shape.pattern if word.type is not None else ""
    if word.is_rest or _WORDS.fullmatch(shape):
        return shape or "…"
    return f"<{word.hole}>"


def written(path: Iterable[Pattern], names: Mapping[str, str]) -> str:
    """Return a path in such lines; those in brackets only say where."""
    return " / ".join(told(each, names) for each in path if not isinstance(each, Beside))


def placed(section: Section, text: str) -> str:
    """Return a line in quotes with those that it stands below, so that nobody has to look for it in hundreds of ports."""
    return f"“{' / '.join((*(' '.join(each.words) for each in section.openers()), text))}”"


def reached(entry: Entry, path: Sequence[Pattern], names: Mapping[str, str]) -> str:
    """Return a line of the top level, and the first below it to which the rest of a path leads, as they stand."""
    below = next(_below(entry.section, path, names), "") if path and entry.section is not None else ""
    return f"{entry.text} / {below}" if below else entry.text


def _below(section: Section, path: Sequence[Pattern], names: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines to which a path leads in a section, each with those that it stands below."""
    first, *rest = path
    if isinstance(first, Beside):
        for bound in beside(section, first, names):
            yield from _below(section, rest, bound)
        return
    for key in agreeing(section, first, names):
        entry = section.entries[key]
        if not rest and not entry.negative:
            yield entry.text
        elif entry.section is not None and rest:
            yield from (f"{entry.text} / {each}" for each in _below(entry.section, rest, names))
