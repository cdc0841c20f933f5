"""Layer 2 of the device as a whole, and the addresses that it gives to hosts."""

from dataclasses import dataclass, field

from netops.model.fact import Line
from netops.model.routing import IPAddress, IPNetwork


@dataclass(frozen=True, slots=True)
class SpanningTree:
    """The spanning tree (IEEE 802.1D, 802.1w, 802.1s).

    Attributes:
        mode: ``stp``, ``rstp``, ``mstp``, ``pvst``, ``rapid-pvst`` as the device calls it; None where the default holds.
        region: name of the region of MSTP.
        revision: of the region.
        instances: (number, ranges of VLANs); what no instance has is in instance 0.
        fields: other settings by name, such as ``("priority instance 0", "4096")``.
        sources: (name of a field, place of its line among ``lines``).
    """

    mode: str | None = None
    region: str | None = None
    revision: int | None = None
    instances: frozenset[tuple[int, tuple[tuple[int, int], ...]]] = frozenset()
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
    sources: tuple[tuple[str, int], ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DhcpPool:
    """Addresses that the device gives to hosts.

    Attributes:
        networks: that the addresses are of.
        gateways: that hosts are told.
        name_servers: likewise, in their order.
        excluded: ranges that aren't given, first and last.
        lease: seconds; 0 is for ever, None where the default (a day) holds.
        vrf: None for the global table.
        fields: other settings by name.
    """

    name: str
    networks: frozenset[IPNetwork] = frozenset()
    gateways: tuple[IPAddress, ...] = ()
    name_servers: tuple[IPAddress, ...] = ()
    excluded: frozenset[tuple[IPAddress, IPAddress]] = frozenset()
    lease: int | None = None
    vrf: str | None = None
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
