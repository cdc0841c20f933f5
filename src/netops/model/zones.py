"""Zones of a firewall: what stands in them, and what passes between them with its state kept."""

from dataclasses import dataclass, field

from netops.model.fact import Line


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone.

    Attributes:
        priority: 1 to 100, the higher the more it is trusted; None where the device has none, or its default holds.
        interfaces: that stand in it, by name in full.
        fields: other settings by name.
    """

    name: str
    priority: int | None = None
    interfaces: frozenset[str] = frozenset()
    description: str | None = None
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ZonePair:
    """What passes from one zone to another.

    Attributes:
        source: zone that a connection comes from.
        destination: zone that it goes to.
        name: of the pair; empty where the device has none.
        policy: name of the policy that decides; None where none is bound.
        filters: (list of packets, ``inbound`` or ``outbound``), where access lists decide.
        fields: other settings by name, such as ``("firewall", "on")``.
    """

    source: str
    destination: str
    name: str = ""
    policy: str | None = None
    filters: frozenset[tuple[str, str]] = frozenset()
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
