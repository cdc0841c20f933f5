"""VLANs, interfaces and what is bound to them."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from netops.model import Device, Interface, InterfaceKind, Side, Switchport
from netops.platforms.expressing import Beyond, once
from netops.platforms.h3c_comware.reader import full_name
from netops.platforms.h3c_comware.refusals.ground import five, unfit
from netops.platforms.vrp_family.port_words import LAYER_3
from netops.platforms.vrp_family.refused_ports import told_elsewhere, wrong_kind
from netops.platforms.vrp_family.refused_routing import proof

_LINK_LOCAL = 64
_DESCRIPTION_5 = 80
# The protections that templates/h3c_comware/interface.j2 has lines for.
GUARDS = frozenset(
    {"dhcp-relay", "dhcp-snooping-trust", "proxy-arp", "directed-broadcast", "lldp", "arp-inspection-trust", "ip-source-guard",
     "edge-port", "root-guard", "loop-guard", "stp", "bpduguard", "local-proxy-arp", "flow-control", "dot1x", "mac-authentication",
     "dot1x-multicast-trigger", "ra-halt", "mad-bfd", "mad-lacp"}
)  # fmt: skip
# Ports that work at layer 2 or 3: `port link-mode` says at which.
_EITHER = frozenset(
    {"GigabitEthernet", "Ten-GigabitEthernet", "Twenty-FiveGigE", "FortyGigE", "FiftyGigE", "HundredGigE", "TwoHundredGigE",
     "FourHundredGigE", "Ethernet", "MultiGE", "XGigabitEthernet"}
)  # fmt: skip
_ONLY_ON = frozenset({"dhcp-relay"})
_RATE = r"(pps |kbps )?[0-9]+"
_FLOOD = f"({_RATE})|ratio [0-9]+"
_SETTINGS = {
    "speed": r"auto|[0-9]+( auto)?",
    "duplex": "auto|full|half",
    "bandwidth": "[0-9]+",
    "combo": "enable (auto|copper|fiber)",
    "lacp": "dynamic",
    "broadcast-suppression": _FLOOD,
    "multicast-suppression": _FLOOD,
    "unicast-suppression": _FLOOD,
    "storm-control": r"(broadcast|multicast|unicast) (pps|kbps|ratio) [0-9]+ [0-9]+|control (block|shutdown)",
    "lldp": "txrx|tx|rx|disable",
    "port-isolation": "enable group [1-9][0-9]?",
    "nat static": "enable",
    "stp-cost": "[0-9]+",
    "stp-instance": "[0-9]+ (cost|port priority) [0-9]+",
    "stp-port": "priority [0-9]+",
    "trust": "dscp|dot1p|exp",
    "rate-limit": "(inbound|outbound) cir [0-9]+( cbs [0-9]+)?",
    "tcp-mss": "[0-9]+",
    "mad-ip": r"address [0-9.]+ [0-9.]+ member [0-9]+",
    "link-delay": "((up|down) )?[0-9]+",
    "poe": "enable|max-power [0-9]+|priority (low|high|critical)",
    "ospf-priority": "[0-9]+",
    "ipv6-mtu": "[0-9]+",
    "igmp": "enable|version [123]",
    "pim": "sm|dm|bsr-boundary",
    "policy-route": r"[^\s?]+",
    "dhcp-server": r"apply ip-pool [^\s?]+",
    "link-mode": "route",
    "mode": "gre|ipv6-ipv4|ipv4-ipv4|mpls-te",
    "source": r"[0-9A-Za-z][0-9A-Za-z./:-]*",
    "destination": r"[0-9A-Fa-f.:]+",
}
_OF_TUNNELS = frozenset({"mode", "source", "destination"})
_STORMS = frozenset({"storm-control", "broadcast-suppression"})
_MANY = frozenset({"storm-control", "stp-instance", "rate-limit", "mad-ip", "link-delay", "poe", "igmp", "pim"})


def _names(device: Device) -> Iterator[Beyond]:
    yield from once((each.name for each in device.interfaces), "interface")
    named: list[tuple[str, str | None]] = [
        *((f"interface {each.name}", each.name) for each in device.interfaces),
        *((f"interface {each.name}", each.unnumbered) for each in device.interfaces),
        *((f"static route {each.prefix}", each.interface) for each in device.static_routes),
        *((f"OSPF {each.process}", name) for each in device.ospf for name in each.active | each.passive),
        *((f"neighbour {each.address}", each.update_source) for bgp in device.bgp for each in bgp.neighbors),
        *((f"group {each.name}", each.update_source) for bgp in device.bgp for each in bgp.groups),
    ]
    for what, name in named:
        if name is None:
            continue
        full = full_name(name)
        if full != name:
            yield Beyond(what, f"{name} is no name of a port" if full is None else f"{name} is {full} in full")
        elif name.startswith("NULL"):
            yield Beyond(what, f"{name} discards: it is no port")


def _interfaces(device: Device) -> Iterator[Beyond]:
    names = {each.name for each in device.interfaces}
    for each in device.interfaces:
        reasons = (
            *wrong_kind(each, "Vlan-interface"),
            *_addresses(each),
            *_bound(device, each),
            *_layer2(each, names, device.vlans),
            *_settings(each),
            *_link_mode(device, each),
        )
        for why in (*reasons, *_of_five(device, each), *_translated(device, each), *told_elsewhere(device, each)):
            yield Beyond(f"interface {each.name}", why, each.lines)


def _addresses(each: Interface) -> Iterator[str]:
    first = [address for address in each.addresses - each.secondary if address.version == 4]  # of IP
    if not each.secondary <= each.addresses or any(address.version != 4 for address in each.secondary):  # of IP
        yield "a secondary address is one of its IPv4 addresses"
    if len(first) > 1 or (each.secondary and not first):
        yield "it has one first IPv4 address"
    if len({address.ip for address in each.addresses}) < len(each.addresses):
        yield "an address twice"
    if first and each.unnumbered is not None:
        yield "it has an address of its own, or borrows one"
    for address in each.addresses:
        if "%" in str(address):
            yield "an address with a zone"
        elif address.version == 6 and address.ip.is_link_local and address.network.prefixlen != _LINK_LOCAL:  # of IP
            yield "a link-local address is of /10"
    if each.ospf is not None and each.ospf.process is None:
        yield "OSPF needs the number of its process"
    if each.ospf is not None and (why := proof(each.ospf, several=True)):
        yield why


def _bound(device: Device, each: Interface) -> Iterator[str]:
    for bound in (each.filters, each.policies):
        if any(count > 1 for count in Counter((one.version, one.inbound) for one in bound).values()):
            yield "two of one kind in one direction"
    if any(one.version != 4 for one in each.policies):  # a policy has no family
        yield "a QoS policy is of no family"
    if any(server.version != 4 for server in each.relays):  # of IP
        yield "an IPv6 relay"
    if each.vrf is not None and each.vrf not in {vrf.name for vrf in device.vrfs}:
        yield f"the device has no VRF {each.vrf}"
    names = [name for name, _ in each.guards if name != "storm-control"]
    if unknown := set(names) - GUARDS:
        yield f"the templates don't write {', '.join(sorted(unknown))}"
    if len(set(names)) < len(names):
        yield "a protection that is on and off"
    if each.relays and ("dhcp-relay", True) in each.guards:
        yield "requests are sent on where a server is named"
    if any(not on for name, on in each.guards if name in _ONLY_ON):
        yield "what a port does that relays nothing the model doesn't tell"


def _layer2(each: Interface, names: set[str], vlans: frozenset[int]) -> Iterator[str]:
    if each.aggregate is not None:
        number = each.aggregate.partition("Aggregation")[2]
        if names & {f"Bridge-Aggregation{number}", f"Route-Aggregation{number}"} != {each.aggregate}:
            yield f"{each.aggregate} stands, and no other aggregate of its number"
    bridged = each.name.startswith("Bridge-Aggregation") and each.kind is InterfaceKind.AGGREGATE
    if bridged and each.switchport is None:
        yield "such an aggregate is at layer 2"
    if each.switchport is not None:
        if not bridged and (each.kind is not InterfaceKind.PHYSICAL or each.name.rstrip("0123456789/") not in _EITHER):
            yield "it is at layer 3"
        yield from _port(each.switchport)
        if (
            each.addresses
            or each.unnumbered
            or each.vrf
            or each.ospf
            or each.mpls
            or each.relays
            or each.urpf
            or each.side
        ):
            yield "at layer 2 it has no addresses, VRF, routing or translation"
        if each.switchport.access not in {None, 1, *vlans}:
            yield f"there is no VLAN {each.switchport.access}"
    if each.aggregate is not None and (each.addresses or each.vrf is not None or each.unnumbered is not None):
        yield "a member of an aggregate has no address or VRF"


def _port(port: Switchport) -> Iterator[str]:
    allowed = port.allowed or ()
    if any(first > last for first, last in allowed) or any(one[1] + 1 >= two[0] for one, two in pairwise(allowed)):
        yield "its VLANs are ranges, joined and in order"
    if port.access is not None and port.mode in {"trunk", "hybrid"}:
        yield f"a {port.mode} port has no access VLAN"
    if port.native is not None and port.mode not in {"trunk", "hybrid"}:
        yield "only a trunk or hybrid port has a native VLAN"
    if port.allowed is not None and port.mode not in {"trunk", "hybrid"}:
        yield "it carries VLANs as a trunk or as a hybrid port"
    if port.mode == "hybrid" and port.allowed == ((1, 1),) and port.untagged == ((1, 1),):
        yield "that it carries VLAN 1 alone is what it does without a line"
    if port.untagged and (port.mode != "hybrid" or not _within(port.untagged, allowed)):
        yield "untagged VLANs are among those that a hybrid port carries"
    if any(one[1] + 1 >= two[0] for one, two in pairwise(port.untagged)):
        yield "its untagged VLANs are ranges, joined and in order"


def _within(inner: tuple[tuple[int, int], ...], outer: tuple[tuple[int, int], ...]) -> bool:
    return all(any(low <= first and last <= high for low, high in outer) for first, last in inner)


def _settings(each: Interface) -> Iterator[str]:
    yield from unfit(each.fields, _SETTINGS, many=_MANY)
    names = {name for name, _ in each.fields}
    if bool(names & _STORMS) != (("storm-control", True) in each.guards) or ("storm-control", False) in each.guards:
        yield "storms are held back by settings that say at which rate"
    if names & _OF_TUNNELS and each.kind is not InterfaceKind.TUNNEL:
        yield "only a tunnel has a mode and ends"


def _link_mode(device: Device, each: Interface) -> Iterator[str]:
    """Yield why nothing needs to say of a port that it is at layer 3: it can't be, or what it has tells."""
    if "link-mode" not in dict(each.fields):
        return
    told = any(getattr(each, name) for name in LAYER_3) or (each.aggregate or "").startswith("Route-")
    below = any(one.name.startswith(f"{each.name}.") for one in device.interfaces)
    if each.name.rstrip("0123456789/") not in _EITHER or each.switchport is not None:
        yield "only a port that could be at either layer is put at layer 3"
    if told or below or (device.ldp is not None and each.name in device.ldp.interfaces):
        yield "it is at layer 3"


def _of_five(device: Device, each: Interface) -> Iterator[str]:
    if not five(device):
        return
    if each.relays or ("dhcp-snooping-trust", True) in each.guards or ("dhcp-snooping-trust", False) in each.guards:
        yield "DHCP's lines of Comware 5 the templates don't write"
    if each.description is not None and len(each.description.encode()) > _DESCRIPTION_5:
        yield "Comware 5 holds 80 bytes of a description"
    if "dhcp-server" in {name for name, _ in each.fields}:
        yield "a port of Comware 5 gives out the addresses of an extended pool, which the templates don't write"
    if "mode" in {name for name, _ in each.fields}:
        yield "on Comware 5 the mode of a tunnel is a line of its own"
    if any(not one.name.isdigit() for one in each.filters):
        yield "lists of Comware 5 have numbers"


def _translated(device: Device, each: Interface) -> Iterator[str]:
    translates = ("nat static", "enable") in each.fields or any(
        one.interface == each.name for one in device.translations
    )
    if each.side is Side.INSIDE or (each.side is Side.OUTSIDE) != translates:
        yield "an interface is outside by what it translates, and inside by nothing"


def _vlans(device: Device) -> Iterator[Beyond]:
    known = device.vlans | {1}
    for each in device.interfaces:
        if each.kind is InterfaceKind.VLAN and each.dot1q not in known:
            yield Beyond(f"interface {each.name}", f"there is no VLAN {each.dot1q}", each.lines)


CHECKS: tuple[Callable[[Device], Iterator[Beyond]], ...] = (_names, _interfaces, _vlans)
