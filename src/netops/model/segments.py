"""Segment routing over IPv6 (RFC 8402, RFC 8986), as far as an audit and reachability need it."""

from dataclasses import dataclass, field

from netops.model.fact import Line
from netops.model.routing import IPAddress, IPNetwork


@dataclass(frozen=True, slots=True)
class SegmentRouting:
    """SRv6 of the device.

    Attributes:
        source: address that packets are put into IPv6 with.
        locators: (name, prefix).
        fields: other settings by name: ``("locator CITY opcode ::10", "end psp")``.
    """

    source: IPAddress | None = None
    locators: frozenset[tuple[str, IPNetwork]] = frozenset()
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
