"""Lines of the top level that are worked at by themselves, and what tells that somebody looks for them after all."""

from dataclasses import dataclass, field

from netops.config.state import Key


class Stirred(Exception):
    """Somebody looks into a section that is worked at elsewhere, because nobody was expected to (`netops.config.quiet`)."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Lines of the top level that are worked at by themselves (`netops.config.quiet_lines`).

    Attributes:
        texts: their chunks, in either text.
        keys: their identities.
        starts: the words that these begin with: the first, the first two …
        anchors: identities of the lines that make what they refer to, and that must stay.
        relied: the objects that they refer to.
    """

    texts: frozenset[str] = field(default=frozenset(), repr=False)
    keys: frozenset[Key] = frozenset()
    starts: frozenset[Key] = frozenset()
    anchors: frozenset[Key] = frozenset()
    relied: frozenset[tuple[str, str]] = frozenset()

    def ask(self, start: Key) -> None:
        """Let nobody ask in vain for lines whose identity begins with some words."""
        if start in self.starts:
            raise Stirred
