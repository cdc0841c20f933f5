"""What settings of BGP and OSPF say that neither IOS nor RGOS can be told: refused by name, never dropped."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from netops.model import BgpGroup, BgpInstance, BgpNeighbor, Device, Family, NeighborFamily, OspfArea, OspfProcess
from netops.platforms.expressing import Beyond
from netops.platforms.ios_family.saying import Saying, Settings, strangers

_PEER = IPv4Address("192.0.2.1")
_BEYOND = "maximum-prefix beyond"
_SUMMARY = "ipv4 unicast aggregate-address "


@dataclass(frozen=True, slots=True)
class Routing:
    """The settings of one platform's routing protocols.

    Attributes:
        said: what lines mean.
    """

    said: Saying

    def refusals(self, device: Device) -> Iterator[Beyond]:
        """Yield the settings that can't be written."""
        for process in device.ospf:
            for why in self._ospf(process):
                yield Beyond(f"OSPF {process.process}", why, process.lines)
        for each in device.bgp:
            what = f"BGP {each.asn}" + (f" of VRF {each.vrf}" if each.vrf is not None else "")
            for why in (*self._bgp(each), *self._peers(each)):
                yield Beyond(what, why, each.lines)

    def _ospf(self, process: OspfProcess) -> Iterator[str]:
        options = dict(process.fields)
        if len(options) < len(process.fields):
            yield "a setting with two values"
        if "default-information" in options and process.originates_default is None:
            yield "it announces no default route"
        for name, value in options.items():
            source = name.removeprefix("redistribute ")
            if source != name and (source not in process.redistribute or value.split(" ")[0].isdigit()):
                yield f"it doesn't announce {source}"
        own = {pair for pair in process.fields if pair[0].startswith(("redistribute ", "default-information"))}
        yield from strangers(
            frozenset(process.fields - own),
            lambda line: self.said("router ospf 1", line).ospf,
            lambda fields: frozenset({OspfProcess(process="1", fields=fields)}),
        )
        for area in process.areas:
            yield from self._area(area)

    def _area(self, area: OspfArea) -> Iterator[str]:
        for name, value in sorted(area.fields):
            what = name
            if name.startswith("range "):
                what = f"range {_masked(name.removeprefix('range '))}"
            line = f"area 7 {what}" if value == "on" else f"area 7 {what} {value}"
            fact = OspfArea(7, fields=frozenset({(name, value)}))
            if self.said("router ospf 1", line).ospf != {OspfProcess(process="1", areas=frozenset({fact}))}:
                yield f"the templates don't write {name}: {value} of area {area.number}"

    def _bgp(self, each: BgpInstance) -> Iterator[str]:
        if len(dict(each.fields)) < len(each.fields):
            yield "a setting with two values"
        known = {own.family for own in each.families}
        first = min(known, default=None) if each.vrf is not None else Family.IPV4
        yield from self._originated(each)
        for name, value in sorted(each.fields):
            family = next((own for own in Family if name.startswith(f"{own} ")), None)
            plain = name.removeprefix(f"{family} ")
            if plain.startswith(("redistribute ", "network ")):
                continue
            if name.startswith(_SUMMARY) and (each.vrf is None or family in known):
                yield from self._summary(name, value)
            elif family is not None and (family == first or (each.vrf is not None and family not in known)):
                yield f"{name} is said without its family"
            else:
                yield from strangers(
                    frozenset({(plain, value)}),
                    lambda line: self.said("router bgp 1", line).bgp,
                    lambda fields: frozenset({BgpInstance(1, fields=fields)}),
                )

    def _originated(self, each: BgpInstance) -> Iterator[str]:
        """Yield what is said of networks and sources that aren't announced."""
        sources = {f"{own.family} redistribute {source}" for own in each.families for source in own.redistribute}
        networks = {
            f"{own.family} network {net}" for own in each.families for net in own.networks if net.version == 4
        }  # of IP
        for name, value in sorted(each.fields):
            if " redistribute " in name and (name not in sources or value.split(" ")[0].isdigit()):
                yield f"it doesn't announce {name}"
            if " network " in name and (name not in networks or not _is_map(value)):
                yield f"it doesn't announce {name} by a map"

    def _summary(self, name: str, value: str) -> Iterator[str]:
        line = f"aggregate-address {_masked(name.removeprefix(_SUMMARY))}" + ("" if value == "on" else f" {value}")
        if self.said("router bgp 1", line).bgp != {BgpInstance(1, fields=frozenset({(name, value)}))}:
            yield f"the templates don't write {name}: {value}"

    def _peers(self, each: BgpInstance) -> Iterator[str]:
        peers: tuple[BgpNeighbor | BgpGroup, ...] = (*each.neighbors, *each.groups)
        for peer in peers:
            yield from self._session(peer.fields)
            for family in peer.families:
                if _BEYOND in dict(family.fields) and family.maximum_prefix is None:
                    yield "what is done beyond a number of routes needs the number"
                yield from self._exchanged(family)

    def _session(self, fields: Settings) -> Iterator[str]:
        plain = NeighborFamily(Family.IPV4)
        yield from strangers(
            fields,
            self._peer,
            lambda found: BgpNeighbor(_PEER, 1, fields=found, families=frozenset({plain})),
        )

    def _exchanged(self, each: NeighborFamily) -> Iterator[str]:
        for name, value in each.fields:
            fact = NeighborFamily(Family.IPV4, maximum_prefix=5, fields=frozenset({(name, value)}))
            said = BgpNeighbor(_PEER, 1, families=frozenset({fact}))
            if name == _BEYOND and self._peer(f"maximum-prefix 5 {value}") != said:
                yield f"no line says {name}: {value}"
        yield from strangers(
            frozenset(pair for pair in each.fields if pair[0] != _BEYOND),
            self._peer,
            lambda found: BgpNeighbor(_PEER, 1, families=frozenset({NeighborFamily(Family.IPV4, fields=found)})),
        )

    def _peer(self, line: str) -> BgpNeighbor | None:
        """Return the neighbour that a line is about, one that exchanges routes of IPv4."""
        read = self.said("router bgp 1", f"neighbor {_PEER} remote-as 1\nneighbor {_PEER} {line}")
        return next((peer for bgp in read.bgp for peer in bgp.neighbors), None) if not read.unread else None


def _is_map(value: str) -> bool:
    return value.startswith("route-map ") and len(value.split(" ")) == 2  # the words of it


def _masked(prefix: str) -> str:
    try:
        return IPv4Network(prefix).with_netmask.replace("/", " ")
    except ValueError:
        return prefix
