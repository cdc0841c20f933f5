"""What a device watches so as to react: probes (IP SLA, NQA, RNS), objects that follow them (track), BFD sessions."""

from dataclasses import dataclass, field

from netops.model.fact import Line
from netops.model.routing import IPAddress


@dataclass(frozen=True, slots=True)
class Probe:
    """A test that the device repeats.

    Attributes:
        kind: ``sla``, ``nqa`` or ``rns``.
        name: number, or ``ADMIN TEST`` of the two names of NQA.
        test: ``icmp-echo``, ``tcp-connect``, ``udp-jitter`` …; None where no line says it.
        destination: address or host that is asked.
        interval: milliseconds between two tests; None where the default holds.
        running: a line starts it; a probe that nothing starts watches nothing.
        fields: other settings by name.
    """

    kind: str
    name: str
    test: str | None = None
    destination: str | None = None
    source: str | None = None
    vrf: str | None = None
    interval: int | None = None
    running: bool = False
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Track:
    """An object that is up or down.

    Attributes:
        name: number by which others follow it.
        what: what it follows, in the device's words: ``ip sla 1 reachability``, ``interface Gi0/1 line-protocol``.
        fields: other settings by name, such as ``("delay", "down 10 up 20")``.
    """

    name: str
    what: str
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class BfdSession:
    """A session of bidirectional forwarding detection (RFC 5880) that no protocol asked for.

    Attributes:
        name: as other lines call it.
        peer: address of the other end.
        interface: that it goes over; None where any.
        vrf: None for the global table.
        local: own discriminator.
        remote: the other end's discriminator.
        fields: other settings by name.
    """

    name: str
    peer: IPAddress | None = None
    interface: str | None = None
    vrf: str | None = None
    source: IPAddress | None = None
    local: int | None = None
    remote: int | None = None
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
