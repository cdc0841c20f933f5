"""One device, vendor-neutral: the same type is intent and observation."""

from dataclasses import dataclass, field

from netops.model.fact import Unread
from netops.model.filtering import AccessList, Action, PacketFilter, Pool, PrefixList, Translation
from netops.model.interface import Interface, Vrf
from netops.model.isis import IsisProcess
from netops.model.management import Management
from netops.model.policy import RoutePolicy, ValueList
from netops.model.quality import TrafficBehavior, TrafficClass, TrafficPolicy
from netops.model.redundancy import Stack
from netops.model.routing import BgpInstance, Ldp, OspfProcess, StaticRoute
from netops.model.segments import SegmentRouting
from netops.model.switching import DhcpPool, SpanningTree
from netops.model.watching import BfdSession, Probe, Track
from netops.model.zones import Zone, ZonePair


@dataclass(frozen=True, slots=True)
class Device:
    """What one device is told to do, or was seen to be told.

    What is a set in the device's eyes is a set, what is a sequence is a sequence. Source lines don't count in ``==``.

    Attributes:
        hostname: as the device calls itself; empty where the text has none.
        platform: netops' name of the platform, ``frr``.
        release: as the config says it, ``8.4.4``; None where it doesn't.
        profile: named set of defaults that the config asks for (FRR ``datacenter``); None where it names none.
        ip_forwarding: False where a line turns the forwarding of IPv4 packets off.
        ipv6_forwarding: False where a line turns the forwarding of IPv6 packets off.
        filters: packet filters of the device as a whole; those of a router's ports are ``access_lists`` bound to interfaces.
        vlans: VLANs that lines make; 1 is always there and isn't among them.
        hardware: what it is, as a line of the text says it; None where none does.
        stacks: devices that work as one with it; what a line says of itself, not what stands there.
        unmatched: what access lists at ports do with what none of their rules matches, where a line says it; None where the
            platform's own way holds.
        missing_parts: parts of a host's config that the text doesn't have, by the names that the rulebook gives them: an export
            of frr.conf alone has no ruleset. That the device has nothing there doesn't follow. A platform of one part has none.
        unread: lines that no reader understood, in their order.
    """

    hostname: str
    platform: str
    release: str | None = None
    profile: str | None = None
    ip_forwarding: bool = True
    ipv6_forwarding: bool = True
    interfaces: frozenset[Interface] = frozenset()
    vrfs: frozenset[Vrf] = frozenset()
    static_routes: frozenset[StaticRoute] = frozenset()
    ospf: frozenset[OspfProcess] = frozenset()
    ldp: Ldp | None = None
    bgp: frozenset[BgpInstance] = frozenset()
    prefix_lists: frozenset[PrefixList] = frozenset()
    policies: frozenset[RoutePolicy] = frozenset()
    value_lists: frozenset[ValueList] = frozenset()
    access_lists: frozenset[AccessList] = frozenset()
    translations: frozenset[Translation] = frozenset()
    pools: frozenset[Pool] = frozenset()
    vlans: frozenset[int] = frozenset()
    filters: frozenset[PacketFilter] = frozenset()
    management: Management = field(default_factory=Management)
    hardware: str | None = None
    isis: frozenset[IsisProcess] = frozenset()
    segment_routing: SegmentRouting | None = None
    stacks: frozenset[Stack] = frozenset()
    spanning_tree: SpanningTree | None = None
    traffic_classes: frozenset[TrafficClass] = frozenset()
    traffic_behaviors: frozenset[TrafficBehavior] = frozenset()
    traffic_policies: frozenset[TrafficPolicy] = frozenset()
    zones: frozenset[Zone] = frozenset()
    zone_pairs: frozenset[ZonePair] = frozenset()
    probes: frozenset[Probe] = frozenset()
    tracks: frozenset[Track] = frozenset()
    bfd_sessions: frozenset[BfdSession] = frozenset()
    dhcp_pools: frozenset[DhcpPool] = frozenset()
    unmatched: Action | None = None
    missing_parts: frozenset[str] = field(default=frozenset(), compare=False)
    unread: tuple[Unread, ...] = ()

    def interface(self, name: str) -> Interface | None:
        """Return the interface of this name, or None."""
        return next((each for each in self.interfaces if each.name == name), None)

    def vrf(self, name: str) -> Vrf | None:
        """Return the VRF of this name, or None."""
        return next((each for each in self.vrfs if each.name == name), None)
