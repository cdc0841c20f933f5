"""Values that would break out of their line, or that the platform's field can't hold, are refused before a text is made."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from netops.errors import Fault
from netops.model import Device, Line
from netops.render.walk import Held, held

# C0 and C1 controls, and Unicode's own line and paragraph ends: each can end a line or move a terminal's cursor.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_TEMPLATE = re.compile(r"\{[{%#]|[}%#]\}")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Limit:
    """What a field holds on one platform.

    Attributes:
        pattern: what a whole text must match; None where any will do.
        least: smallest number, None where there is none.
        most: largest number, or longest text in bytes of UTF-8; None where there is none.
        among: the only values accepted; empty accepts all.
        right: in words, what the field holds.
    """

    right: str
    pattern: re.Pattern[str] | None = None
    least: int | None = None
    most: int | None = None
    among: frozenset[str] = frozenset()

    def holds(self, value: object) -> bool:
        """Tell whether the field can hold the value.

        Example:
            >>> Limit("1 to 9", least=1, most=9).holds(10)
            False
        """
        if isinstance(value, int):
            return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)
        text = str(value)
        if self.most is not None and len(text.encode("utf-8", "surrogatepass")) > self.most:
            return False
        if self.among and text not in self.among:
            return False
        return self.pattern is None or self.pattern.fullmatch(text) is not None


@cache
def limits(name: str) -> Mapping[str, Limit]:
    """Return what the fields of a platform hold, from its ``limits.yml``, by ``Fact.field``.

    ``extends`` in it names the folder of a family whose limits hold as well.
    """
    text = resources.files(f"netops.platforms.{name}").joinpath("limits.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    family = loaded.pop("extends", None)
    begun = dict(limits(family)) if family is not None else {}
    return begun | {field: _limit(row) for field, row in loaded.items()}


def _limit(row: Mapping[str, Any]) -> Limit:
    pattern = re.compile(row["pattern"]) if "pattern" in row else None
    return Limit(row["right"], pattern, row.get("least"), row.get("most"), frozenset(row.get("among", ())))


def faults(name: str, device: Device) -> Iterator[Fault]:
    """Yield a fault for every value of the device that platform ``name`` can't hold in its field."""
    known = limits(name)
    for each in held(device):
        if isinstance(each.value, str) and breaks_out(each.value):
            yield fault("NET-RND-001", device, each.lines, field=each.field, value=shown(each.value))
            continue
        limit = known.get(each.field)
        if limit is not None and not limit.holds(each.value):
            yield _too_much(device, each, limit)


def _too_much(device: Device, each: Held, limit: Limit) -> Fault:
    values = {"field": each.field, "value": shown(each.value), "holds": limit.right, "platform": device.platform}
    return fault("NET-RND-002", device, each.lines, **values)


def breaks_out(text: str) -> bool:
    r"""Tell whether a value would leave its line or be taken for a template.

    Example:
        >>> breaks_out("finance\nno router bgp"), breaks_out("{{ 7 }}"), breaks_out("finance hq")
        (True, True, False)
    """
    return bool(_CONTROL.search(text) or _TEMPLATE.search(text))


def shown(value: object) -> str:
    """Return a value as it can be shown on one line: control characters as escapes, long ones cut."""
    text = ascii(str(value)) if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def fault(code: str, device: Device, lines: tuple[Line, ...], **values: object) -> Fault:
    """Return a fault of rendering, with the place in the inventory where the fact came from."""
    place = lines[0] if lines else None
    known = place is not None and place.file
    path, number = (place.file, place.number or None) if place is not None and known else (None, None)
    return Fault(code, {"device": shown_name(device), **values}, path, number)


def shown_name(device: Device) -> str:
    """Return the device's name as it can be shown; a name that would break out is shown escaped."""
    return shown(device.hostname) if breaks_out(device.hostname) else device.hostname
