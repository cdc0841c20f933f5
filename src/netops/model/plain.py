"""Facts as plain values, for JSON: in an order that stays, each with the lines that it came from."""

import json
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from typing import Any

Plain = dict[str, Any]


def plain(fact: Any, *, lines: bool = True) -> Plain:  # noqa: ANN401  # any fact of the model
    """Return a fact as a dictionary; what has its usual value is left out.

    Args:
        fact: a fact of the model, `netops.model.Device` or a part of one.
        lines: whether the lines that it came from are part of it.

    Example:
        >>> from netops.model import Device, Interface
        >>> plain(Device("r1", "frr", interfaces=frozenset({Interface("lo"), Interface("eth0", mtu=9000)})))
        {'hostname': 'r1', 'platform': 'frr', 'interfaces': [{'name': 'eth0', 'mtu': 9000}, {'name': 'lo'}]}
    """
    found: Plain = {}
    for each in fields(fact):
        value = getattr(fact, each.name)
        if not each.compare and (each.name != "lines" or not lines):
            continue
        if not is_usual(each, value):
            found[each.name] = _value(value, lines=lines)
    return found


def _value(value: Any, *, lines: bool) -> Any:  # noqa: ANN401  # whatever a fact holds
    if is_dataclass(value):
        return plain(value, lines=lines)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted((_value(each, lines=lines) for each in value), key=_order)
    if isinstance(value, tuple):
        return [_value(each, lines=lines) for each in value]
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def _order(value: object) -> tuple[str, str]:
    """Return by what the members of a set are put in order: by their name, whatever line they came from."""
    if isinstance(value, dict):
        return str(next(iter(value.values()), "")), json.dumps({**value, "lines": None}, sort_keys=True, default=str)
    return "", f"{value:>20}" if isinstance(value, int) else json.dumps(value, default=str)


def is_usual(each: "Field[Any]", value: object) -> bool:
    """Tell whether a field of a fact has the value that it has where nothing is said."""
    if each.default is not MISSING:
        return bool(value == each.default)
    return each.default_factory is not MISSING and bool(value == each.default_factory())


def counted(fact: Any) -> Iterator[tuple[str, int]]:  # noqa: ANN401  # a Device or a part of one
    """Yield how many facts of each kind a device has, in the model's order; of single facts those that say anything.

    Example:
        >>> from netops.model import Device, Interface
        >>> dict(counted(Device("r1", "frr", interfaces=frozenset({Interface("lo")}))))
        {'interfaces': 1}
    """
    for each in fields(fact):
        value = getattr(fact, each.name)
        if each.name in {"unread", "lines"} or is_usual(each, value):
            continue
        if isinstance(value, frozenset | tuple):
            yield each.name, len(value)
        elif is_dataclass(value) and each.name == "management":
            yield from counted(value)
        elif is_dataclass(value):
            yield each.name, 1
