"""Keeping secrets out of everything that a person or a file sees."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

HIDDEN = "<hidden>"


@dataclass(frozen=True, slots=True)
class Redactor:
    """Hides known secrets, and what stands where a platform's lines carry one.

    Attributes:
        known: secret values: the login's password, and those that a change puts back into its lines.
        patterns: regular expressions with the group ``secret``: those of the platform's rulebook. Compiled ones are
            quicker: a platform has more than `re` keeps.

    Example:
        >>> Redactor(frozenset({"s3cret"}), ("(?:password) (?P<secret>[^ ]+)",)).hide("s3cret; password abc tail")
        '<hidden>; password <hidden> tail'
    """

    known: frozenset[str] = field(default=frozenset(), repr=False)
    patterns: tuple[str | re.Pattern[str], ...] = ()

    def hide(self, text: str) -> str:
        """Return the text without any secret."""
        if not text:
            return text
        for value in sorted(self.known, key=len, reverse=True):
            text = text.replace(value, HIDDEN)
        for pattern in self.patterns:
            text = re.sub(pattern, _without_secret, text)
        return text

    def also(self, known: Iterable[str], patterns: Iterable[str | re.Pattern[str]]) -> "Redactor":
        """Return a redactor that hides these too."""
        return Redactor(self.known | {each for each in known if each}, (*self.patterns, *patterns))


def _without_secret(match: re.Match[str]) -> str:
    start, end = match.span("secret")
    offset = match.start()
    return match[0][: start - offset] + HIDDEN + match[0][end - offset :]
