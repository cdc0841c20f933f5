"""What a line that nobody understood speaks of, as far as its section and its first words tell.

So an unread proposal of IPsec leaves the verdicts about accounts alone, and an unread line of an account doesn't. A line whose words no
table of the platform knows may be anything of its part of the config; on a port it may be anything that ports have.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from netops.model import Line, Topic, Unread

Words = tuple[str, ...]
Spoken = Mapping[tuple[Topic | None, frozenset[str] | None], Sequence[tuple[int, Line]]]
"""Unread lines, each with its place among them, by their topic and their themes; None where nothing tells what they speak of."""

_INTERFACE = "interface"
_A_PORT = "interface "
_MOST_WORDS = 4
_INSIDE = " > "
_NEGATIONS = frozenset({"no", "undo"})
_NOTHING: frozenset[str] = frozenset()
_PLACE = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Themes:
    """The themes of a platform's lines.

    Attributes:
        heads: theme → beginnings of lines that speak of it; ``SECTION > WORDS`` is one of lines in a section that begins so.
        alone: beginning of a line at the top level → its themes.
        inside: section → beginning of a line in it → its themes.
        on_ports: themes of which lines on ports speak.
        ports_alike: no beginning tells one kind of port from another, so that all ports are one section.

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
    ports_alike: bool = field(init=False, repr=False, default=True)

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
        object.__setattr__(self, "ports_alike", not any(each.startswith(_A_PORT) for each in self.inside))

    def of(self, unread: Unread) -> frozenset[str] | None:
        """Return the themes of an unread line; None where nothing tells what it speaks of."""
        ((_, themes),) = self.spoken([unread])
        return themes

    def spoken(self, unread: Iterable[Unread]) -> Spoken:
        """Return unread lines by what they speak of: there are many, and few things that they speak of."""
        sections: dict[str, _Section] = {}
        found: dict[tuple[Topic | None, frozenset[str] | None], list[tuple[int, Line]]] = {}
        for place, each in enumerate(unread):
            text = each.line.text
            if not each.section:
                themes = _longest(self.alone, _words(text))
            else:
                head = each.section[0]
                if self.ports_alike and head.startswith(_A_PORT):
                    head = _INTERFACE
                section = sections.get(head)
                if section is None:
                    section = sections[head] = self._section(head)
                themes = section.of(each.section[1] if len(each.section) > 1 else text)
            found.setdefault((each.topic, themes), []).append((place, each.line))
        return found

    def bearing(self, spoken: Spoken, part: Topic, hears: frozenset[str]) -> tuple[Line, ...]:
        """Return the unread lines that could speak of what a check asks, in their order.

        Args:
            spoken: unread lines by what they speak of.
            part: of the config that the check looks at.
            hears: themes of the lines that it looks at; empty where nobody said which.
        """
        at_ports = hears & self.on_ports
        held = [lines for (topic, themes), lines in spoken.items() if _bears(topic, themes, part, hears, at_ports)]
        found = held[0] if len(held) == 1 else sorted((each for lines in held for each in lines), key=_PLACE)
        return tuple(line for _, line in found)

    def _section(self, head: str) -> "_Section":
        """Return what is known of lines in a section: by its own first words before those that it shares with others."""
        above = _words(head)
        names = (" ".join(above[:length]) for length in range(min(len(above), _MOST_WORDS), 0, -1))
        known = tuple(self.inside[name] for name in names if name in self.inside)
        return _Section(known, None if above[:1] == (_INTERFACE,) else _longest(self.alone, above))


@dataclass(slots=True)
class _Section:
    """What is known of the lines in one section.

    Attributes:
        known: their beginnings, the nearest first.
        otherwise: themes of a line that begins as none of them.
        told: of lines that were asked for; ports say the same again and again.
    """

    known: tuple[Mapping[Words, frozenset[str]], ...]
    otherwise: frozenset[str] | None
    told: dict[str, frozenset[str] | None] = field(default_factory=dict)

    def of(self, text: str) -> frozenset[str] | None:
        """Return the themes of a line."""
        if text in self.told:
            return self.told[text]
        words = _words(text)
        found = next((each for heads in self.known if (each := _longest(heads, words)) is not None), self.otherwise)
        self.told[text] = found
        return found


def _bears(
    topic: Topic | None, themes: frozenset[str] | None, part: Topic, hears: frozenset[str], at_ports: frozenset[str]
) -> bool:
    if themes is not None and hears:
        return not themes.isdisjoint(hears)
    if topic is part or topic is None:
        return True
    return themes is None and bool(at_ports) and topic is Topic.INTERFACES


def _words(text: str) -> Words:
    """Return the first words of a line, without its negation; what begins with a digit is one of many."""
    words = text.lower().split(None, _MOST_WORDS + 1)[: _MOST_WORDS + 1]
    if len(words) > 1 and words[0] in _NEGATIONS:
        del words[0]
    return tuple(["#" if each[0].isdigit() else each for each in words])


def _longest(known: Mapping[Words, frozenset[str]], words: Words) -> frozenset[str] | None:
    """Return what is known by the longest beginning of a line."""
    for length in range(min(len(words), _MOST_WORDS), 0, -1):
        found = known.get(words[:length])
        if found is not None:
            return found
    return None
