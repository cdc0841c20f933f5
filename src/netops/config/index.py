"""Where lines of a long section are found: by their first two words, or by their number. Made when somebody asks."""

from collections.abc import Iterable
from dataclasses import dataclass, field

Key = tuple[str, ...]

MANY = 48
"""Lines from which on an index is quicker than to look through all."""


@dataclass(slots=True)
class Index:
    """The lines of one section.

    Attributes:
        starts: first two words → identities that begin with them.
        places: number in an ordered list → identity.
        opening: identities of lines with others below them.
    """

    starts: dict[Key, dict[Key, None]] = field(default_factory=dict)
    places: dict[int, dict[Key, None]] = field(default_factory=dict)
    opening: dict[Key, None] = field(default_factory=dict)

    def add(self, key: Key, place: int, *, opens: bool) -> None:
        """Take a line in."""
        self.starts.setdefault(key[:2], {})[key] = None
        if place:
            self.places.setdefault(place, {})[key] = None
        if opens:
            self.opening[key] = None

    def drop(self, key: Key, place: int) -> None:
        """Forget a line."""
        self.starts.get(key[:2], {}).pop(key, None)
        self.opening.pop(key, None)
        self.places.get(place, {}).pop(key, None)

    def starting(self, start: Key) -> Iterable[Key]:
        """Return the identities that begin with the first two of these words."""
        return self.starts.get(start[:2], ())
