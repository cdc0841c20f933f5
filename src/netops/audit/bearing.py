"""What a line that nobody understood speaks of, as far as its section and its first words tell.

So an unread proposal of IPsec leaves the verdicts about accounts alone, and an unread line of an account doesn't. A line whose words no
table of the platform knows may be anything of its part of the config; on a port it may be anything that ports have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from netops.model import Line, Topic, Unread

Words = tuple[str, ...]
Spoken = tuple[Unread, frozenset[str] | None]
"""An unread line and its themes; None where nothing tells what it speaks of."""

_INTERFACE = "interface"
_MOST_WORDS = 4
_INSIDE = " > "
_NEGATIONS = frozenset({"no", "undo"})
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Themes:
    """The themes of a platform's lines.

    Attributes:
        heads: theme → beginnings of lines that speak of it; ``SECTION > WORDS`` is one of lines in a section that begins so.
        alone: beginning of a line at the top level → its themes.
        inside: section → beginning of a line in it → its themes.
        on_ports: themes of which lines on ports speak.

    Example:
        >>> themes = Themes({"vpn": ("crypto isakmp", "interface > crypto map")})
        >>> sorted(themes.of(Unread((), Line(1, "crypto isakmp policy 10"))) or ())
        ['vpn']
        >>> themes.of(Unread((), Line(1, "crypto lantern"))) is None
        True
    """

    heads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alone: dict[Words, frozenset[str]] = field(init=False, repr=False, default_factory=dict)
    inside: dict[str, dict[Words, frozenset[str]]] = field(init=False, repr=False, default_factory=dict)
    on_ports: frozenset[str] = field(init=False, repr=False, default=_NOTHING)

    def __post_init__(self) -> None:
        """Sort the beginnings by their section."""
        for theme, heads in self.heads.items():
            for head in heads:
                section, parted, words = head.rpartition(_INSIDE)
                known = self.inside.setdefault(section, {}) if parted else self.alone
                key = tuple(words.lower().split(" "))
                known[key] = known.get(key, _NOTHING) | {theme}
        found = frozenset[str]().union(*self.inside.get(_INTERFACE, {}).values())
        object.__setattr__(self, "on_ports", found)

    def of(self, unread: Unread) -> frozenset[str] | None:
        """Return the themes of an unread line; None where nothing tells what it speaks of."""
        if not unread.section:
            return _longest(self.alone, _words(unread.line.text))
        above = _words(unread.section[0])
        below = _words(unread.section[1] if len(unread.section) > 1 else unread.line.text)
        known = (self.inside.get(" ".join(above[:length]), {}) for length in range(_MOST_WORDS, 0, -1))
        found = next((each for each in (_longest(heads, below) for heads in known) if each is not None), None)
        return _longest(self.alone, above) if found is None and above[:1] != (_INTERFACE,) else found

    def bearing(self, unread: Sequence[Spoken], part: Topic, hears: frozenset[str]) -> tuple[Line, ...]:
        """Return the unread lines that could speak of what a check asks.

        Args:
            unread: lines with their themes.
            part: of the config that the check looks at.
            hears: themes of the lines that it looks at; empty where nobody said which.
        """
        at_ports = hears & self.on_ports
        return tuple(each.line for each, themes in unread if _bears(each, themes, part, hears, at_ports))


def _bears(
    unread: Unread, themes: frozenset[str] | None, part: Topic, hears: frozenset[str], at_ports: frozenset[str]
) -> bool:
    if themes is not None and hears:
        return not themes.isdisjoint(hears)
    if unread.topic is part or unread.topic is None:
        return True
    return themes is None and bool(at_ports) and unread.topic is Topic.INTERFACES


def _words(text: str) -> Words:
    words = tuple("#" if each[:1].isdigit() else each for each in text.lower().split())
    return words[1:] if len(words) > 1 and words[0] in _NEGATIONS else words


def _longest(known: Mapping[Words, frozenset[str]], words: Words) -> frozenset[str] | None:
    """Return what is known by the longest beginning of a line."""
    for length in range(min(len(words), _MOST_WORDS), 0, -1):
        found = known.get(words[:length])
        if found is not None:
            return found
    return None
