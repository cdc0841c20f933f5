"""What a device says by settings that each platform calls by its own name: the platform's ``audit.yml`` has them in one language.

So a check asks for ``source-route``, whatever the line is called that turns it off, and is given the value and the lines.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from netops.model import Device, Interface, Line

Pair = tuple[str, str]
_KEPT = 1 << 12


class Stated(NamedTuple):
    """What lines say of one thing.

    Attributes:
        value: ``on``, ``off``, or what stands behind the setting's words.
    """

    value: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Dictionary:
    """One language for the settings of a platform.

    Attributes:
        words: the name that checks use → patterns of ``name=value`` of the model's settings; the groups are the value, a pattern
            without one says ``on``.
        known: by the first word of a setting's name.
        found: what a setting was found to say.
    """

    words: Mapping[str, tuple[str, ...]]
    known: dict[str, list[tuple[str, re.Pattern[str]]]] = field(init=False, repr=False)
    found: dict[Pair, tuple[Pair, ...]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the patterns by their first words, so that a setting is held against few of them."""
        known: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        for name, patterns in self.words.items():
            for each in patterns:
                first = re.split(r"[ =]", each, maxsplit=1)[0]
                known.setdefault(first, []).append((name, re.compile(each)))
        object.__setattr__(self, "known", known)

    def says(self, pair: Pair) -> tuple[Pair, ...]:
        """Return what a setting says in the checks' language.

        Example:
            >>> Dictionary({"source-route": ("ip source-route=(on|off)",)}).says(("ip source-route", "off"))
            (('source-route', 'off'),)
        """
        found = self.found.get(pair)
        if found is None:
            if len(self.found) >= _KEPT:
                self.found.clear()
            found = self.found[pair] = tuple(self._sayings(pair))
        return found

    def _sayings(self, pair: Pair) -> Iterable[Pair]:
        text = "=".join(pair)
        for name, pattern in self.known.get(pair[0].split(" ", 1)[0], ()):
            matched = pattern.fullmatch(text)
            if matched is not None:
                yield name, " ".join(matched.groups("")) if pattern.groups else "on"


def of_device(device: Device, words: Dictionary) -> Mapping[str, tuple[Stated, ...]]:
    """Return what the settings of the device as a whole say."""
    if not words.words:
        return {}
    management, tree = device.management, device.spanning_tree
    found: dict[str, list[Stated]] = {}
    for pair in sorted(management.fields):
        for name, value in words.says(pair):
            lines = tuple(line for each, line in management.sources if each == pair[0])
            found.setdefault(name, []).append(Stated(value, _nearest(lines, pair[1])))
    if tree is not None:
        for pair in sorted(tree.fields):
            for name, value in words.says(pair):
                lines = tuple(tree.lines[at] for each, at in tree.sources if each == pair[0])
                found.setdefault(name, []).append(Stated(value, _nearest(lines, pair[1])))
    return {name: tuple(each) for name, each in found.items()}


def _nearest(lines: tuple[Line, ...], value: str) -> tuple[Line, ...]:
    """Return of the lines of one name those that show the value, where any does."""
    near = tuple(each for each in lines if value in each.text) if len(lines) > 1 else ()
    return near or lines


def of_port(interface: Interface, words: Dictionary) -> Mapping[str, Stated]:
    """Return what the protections and the settings of one port say; a protection is called as in the model where no word is."""
    found: dict[str, Stated] = {}
    for name, on in interface.guards:
        pair = (name, "on" if on else "off")
        _note(found, words.says(pair) or (pair,), interface, name)
    for pair in interface.fields:
        names = words.says(pair)
        if names:
            _note(found, names, interface, pair[0])
    return found


def _note(found: dict[str, Stated], names: tuple[Pair, ...], interface: Interface, of: str) -> None:
    """Note under the checks' names what a setting of a port, called ``of`` by the model, says."""
    lines = interface.told(of)
    for name, value in names:
        known = found.get(name)
        found[name] = Stated(value, lines if known is None else known.lines + lines)
