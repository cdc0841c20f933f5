"""Which facts of a device the templates of a platform write: what they don't know is refused by name, never left out."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from netops.model import Device, Line
from netops.model.plain import is_usual

Writes = Mapping[str, Collection[str]]
"""Kind of fact by its class's name → the fields that the templates write; a kind that isn't there isn't written at all."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """A fact, or a field of one, that no template writes.

    Attributes:
        what: the fact by name: ``interface GigabitEthernet0/1``.
        why: which field of it isn't written.
        lines: where it came from.
    """

    what: str
    why: str
    lines: tuple[Line, ...] = ()


def once(values: Iterable[object], what: str, lines: tuple[Line, ...] = ()) -> Iterator[Beyond]:
    """Yield the values that stand more than once where the device has room for one."""
    for value, count in Counter(values).items():
        if count > 1:
            yield Beyond(f"{what} {value}", f"stands {count} times, the device has one", lines)


def named_ports(device: Device) -> Iterator[tuple[str, str]]:
    """Yield the names of ports that any platform's facts hold, each behind the fact that holds it."""
    named: list[tuple[str, str | None]] = [
        *((f"interface {each.name}", each.name) for each in device.interfaces),
        *((f"interface {each.name}", each.unnumbered) for each in device.interfaces),
        *((f"static route {each.prefix}", each.interface) for each in device.static_routes),
        *((f"OSPF {each.process}", name) for each in device.ospf for name in each.active | each.passive),
        *((f"neighbour {each.address}", each.update_source) for bgp in device.bgp for each in bgp.neighbors),
        *((f"group {each.name}", each.update_source) for bgp in device.bgp for each in bgp.groups),
    ]
    yield from ((what, name) for what, name in named if name is not None)


@cache
def written(folder: Path) -> Writes:
    """Return what a platform's templates write, as its ``writes.yml`` has it; ``extends`` names a folder beside it to begin with."""
    loaded: dict[str, Any] = yaml.load((folder / "writes.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    family = loaded.pop("extends", None)
    begun = dict(written(folder.parent / family)) if family is not None else {}
    return MappingProxyType(begun | {kind: frozenset(names) for kind, names in loaded.items()})


def beyond(device: Device, writes: Writes) -> Iterator[Beyond]:
    """Yield the facts of a device that the templates don't write; what has its usual value needn't be written.

    Example:
        >>> list(beyond(Device("r1", "frr"), {"Device": {"hostname", "platform"}}))
        []
    """
    yield from _beyond(device, f"device {device.hostname}", (), writes)


def _beyond(fact: Any, name: str, above: tuple[Line, ...], writes: Writes) -> Iterator[Beyond]:  # noqa: ANN401  # any fact
    lines = getattr(fact, "lines", ()) or above
    known = writes.get(type(fact).__name__)
    for each in fields(fact):
        value = getattr(fact, each.name)
        if each.name == "gaps":
            yield from (Beyond(name, f"nobody understood “{gap.text}” among its rules", gap.lines) for gap in value)
            continue
        if not each.compare or each.name == "unread" or is_usual(each, value):  # provenance is no fact
            continue
        if known is None or each.name not in known:
            yield Beyond(name, f"the platform's templates don't write its {each.name.replace('_', ' ')}", lines)
            continue
        for below in value if isinstance(value, frozenset | tuple) else (value,):
            if is_dataclass(below):
                yield from _beyond(below, named(below, name), lines, writes)


def named(fact: Any, above: str) -> str:  # noqa: ANN401  # any fact
    """Return what people call a fact: its kind and what tells it from others, or the fact that it is part of."""
    own = next(
        (getattr(fact, each) for each in ("name", "prefix", "address", "vrf", "sequence") if getattr(fact, each, None)),
        "",
    )
    kind = "".join(f" {each.lower()}" if each.isupper() else each for each in type(fact).__name__).strip()
    return f"{kind} {own}" if own else f"{kind} of {above}" if above else kind
