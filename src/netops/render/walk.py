"""Every value of a device's facts, each with the lines that it came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from netops import model
from netops.model import Device, Line, Unread


@dataclass(frozen=True, slots=True)
class Held:
    """One value that a fact holds.

    Attributes:
        field: ``Interface.mtu``: the kind of fact and its field.
        value: a word, a number, an address or a truth value; never a collection.
        lines: the lines of the fact, or of the fact around it where it names none of its own.
    """

    field: str
    value: object
    lines: tuple[Line, ...]


def held(device: Device) -> Iterator[Held]:
    """Yield every value of every fact of a device but its provenance and its unread lines; absent ones (None) are left out."""
    yield from _facts(device, ())


# Where a fact came from is no part of what it says.
_PROVENANCE = frozenset({"lines", "sources"})


def _labels(kind: type[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((each.name, f"{kind.__name__}.{each.name}") for each in fields(kind) if each.name not in _PROVENANCE)


_FIELDS: Mapping[type[Any], tuple[tuple[str, str], ...]] = {
    kind: _labels(kind) for kind in vars(model).values() if isinstance(kind, type) and is_dataclass(kind)
}


def _facts(fact: Any, around: tuple[Line, ...]) -> Iterator[Held]:  # noqa: ANN401 -- any fact of the model
    lines = getattr(fact, "lines", ()) or around
    for name, label in _FIELDS[type(fact)]:
        yield from _values(label, getattr(fact, name), lines)


def _values(label: str, value: object, lines: tuple[Line, ...]) -> Iterator[Held]:
    if value is None or isinstance(value, Unread):
        return
    if isinstance(value, frozenset | tuple):
        for each in value:
            yield from _values(label, each, lines)
    elif is_dataclass(value):
        yield from _facts(value, lines)
    else:
        yield Held(label, value, lines)
