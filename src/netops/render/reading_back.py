"""The law asked of templates that aren't ours: what they write must be read back as the facts that it came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from itertools import islice
from typing import Any

from netops.config import parse
from netops.errors import Fault
from netops.model import Device
from netops.platforms import Platform
from netops.platforms.expressing import named
from netops.render.checking import fault, shown

# So many are told: one wrong template spoils the facts of every interface.
_TOLD = 5


@dataclass(frozen=True, slots=True)
class Apart:
    """A fact, or a field of one, that a text says otherwise than the model.

    Attributes:
        fact: by name: ``interface GigabitEthernet0/1``.
        field: ``mtu``; empty where the whole fact is only on one side.
        intended: what the model says, None where it says nothing.
        said: what the text says.
    """

    fact: str
    field: str
    intended: object
    said: object


def broken(p: Platform, device: Device, text: str) -> list[Fault]:
    """Return faults for the first lines that no reader knows and the first facts that the text says otherwise."""
    back = p.read(parse(p, text))
    values: dict[str, object] = {"platform": p.name}
    unread = [
        fault(
            "NET-RND-010",
            device,
            (),
            line=" / ".join((*each.section, each.line.text)),
            number=each.line.number,
            **values,
        )
        for each in back.unread
    ]
    apart = [
        fault(
            "NET-RND-009", device, (), fact=_place(each), said=_said(each.said), intended=_said(each.intended), **values
        )
        for each in islice(differences(device, back), _TOLD)
    ]
    return [*unread[:_TOLD], *apart]


def _place(each: Apart) -> str:
    return f"{each.fact}, {each.field}" if each.field else each.fact


def _said(value: object) -> str:
    if is_dataclass(value) and not isinstance(value, type):
        return named(value, "")
    if isinstance(value, frozenset | tuple):
        return shown(", ".join(sorted(_said(each) for each in value)) or "-")
    return "-" if value is None or value == "" else shown(str(value)).strip("'")


def differences(intended: Any, said: Any, name: str = "device") -> Iterator[Apart]:  # noqa: ANN401 -- facts of the model
    """Yield where two facts of one kind differ; provenance and unread lines aren't looked at.

    Example:
        >>> from netops.model import Device, Interface
        >>> r1 = Device("r1", "frr", interfaces=frozenset({Interface("eth0", mtu=9000)}))
        >>> r2 = Device("r1", "frr", interfaces=frozenset({Interface("eth0"), Interface("eth1")}))
        >>> [(each.fact, each.field, each.intended, each.said is None) for each in differences(r1, r2)]
        [('interface eth0', 'mtu', 9000, True), ('interface eth1', '', None, False)]
    """
    for each in fields(intended):
        one, other = getattr(intended, each.name), getattr(said, each.name)
        if not each.compare or each.name == "unread" or one == other:
            continue
        if is_dataclass(one) and is_dataclass(other):
            yield from differences(one, other, named(one, name))
        elif any(
            is_dataclass(fact) for group in (one, other) if isinstance(group, frozenset | tuple) for fact in group
        ):
            yield from _of_group(one, other, name)
        else:
            yield Apart(name, each.name.replace("_", " "), one, other)


def _of_group(intended: Any, said: Any, above: str) -> Iterator[Apart]:  # noqa: ANN401 -- a set or a sequence of facts
    ours, theirs = _by_name(intended, above), _by_name(said, above)
    for name in sorted(ours.keys() | theirs.keys()):
        one, other = ours.get(name, []), theirs.get(name, [])
        if one == other:
            continue
        if len(one) == len(other) == 1 and type(one[0]) is type(other[0]):
            yield from differences(one[0], other[0], name)
        else:
            yield from (Apart(name, "", fact, None) for fact in one if fact not in other)
            yield from (Apart(name, "", None, fact) for fact in other if fact not in one)


def _by_name(facts: Any, above: str) -> Mapping[str, list[Any]]:  # noqa: ANN401 -- a set or a sequence of facts
    found: dict[str, list[Any]] = {}
    for each in facts:
        found.setdefault(named(each, above), []).append(each)
    return found
