"""IS-IS (ISO 10589, RFC 1195)."""

from dataclasses import dataclass, field

from netops.model.fact import Line


@dataclass(frozen=True, slots=True)
class IsisInterface:
    """IS-IS on one interface.

    Attributes:
        process: number or name of the process; empty where the device has one without a name.
        versions: of the addresses that are announced, 4 and 6.
        level: ``level-1``, ``level-2``, ``level-1-2``; None where the process says it.
        point_to_point: the medium is treated as a line between two.
        metrics: (level, or empty for both; cost).
        passive: no hellos are sent, the prefix is still announced.
        authentication: (level, or empty for both; how hellos are proved: ``simple``, ``md5``, ``hmac-sha256``, ``key-chain``).
        fields: other settings by name; ``("unheard", "level-1")``: hellos of a level are sent with a proof and taken in without one.
    """

    process: str
    versions: frozenset[int] = frozenset({4})
    level: str | None = None
    point_to_point: bool = False
    metrics: frozenset[tuple[str, int]] = frozenset()
    passive: bool = False
    authentication: frozenset[tuple[str, str]] = frozenset()
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class IsisProcess:
    """One IS-IS process; which interfaces run it stands at the interfaces.

    Attributes:
        process: number or name; empty where the device has one without a name.
        vrf: None for the global table.
        nets: network entity titles, ``49.0001.0102.5500.0001.00``.
        level: ``level-1``, ``level-2`` or ``level-1-2``; None where the default (both) holds.
        metric_style: ``narrow``, ``wide``, ``transition`` or what the device calls it; None where the default holds.
        authentication: (``area`` or ``domain``, how packets are proved); keys are never part of the model.
        passive: interfaces that a line of the process makes passive.
        redistribute: protocols whose routes it announces.
        fields: other settings by name; ``("unheard", "area")``: packets are sent with a proof and taken in without one.
    """

    process: str
    vrf: str | None = None
    nets: frozenset[str] = frozenset()
    level: str | None = None
    metric_style: str | None = None
    authentication: frozenset[tuple[str, str]] = frozenset()
    passive: frozenset[str] = frozenset()
    redistribute: frozenset[str] = frozenset()
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
