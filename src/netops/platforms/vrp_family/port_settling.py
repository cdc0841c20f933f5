"""Interfaces once all lines are known: what one line says of a port may rest on another, which stands elsewhere."""

from ipaddress import IPv4Network

from netops.model import Interface, OspfInterface, Switchport
from netops.platforms.reading.covering import Covering
from netops.platforms.reading.sheet import Draft, Place, told_of
from netops.platforms.vrp_family.interfaces import kind_of
from netops.platforms.vrp_family.port_words import LAYER_3
from netops.platforms.vrp_family.sheet import PortSheet, VrpSheet
from netops.platforms.vrp_family.words import joined, without

_ROUTED = 3
Areas = Covering[tuple[str, int]]
"""Networks of a VRF's processes, each with its process and area."""


def settle_interfaces(sheet: VrpSheet, place: Place) -> frozenset[Interface]:
    """Return the interfaces, once all lines are known."""
    for name, group in sheet.aggregated.items():
        _settle_aggregate(sheet, name, group)
    areas = _areas(sheet)
    parents = {name.partition(".")[0] for name in sheet.interfaces if "." in name}
    found = []
    for name, draft in sheet.interfaces.items():
        if name in sheet.ospf_interfaces:
            _settle_ospf(draft, sheet.ospf_interfaces[name], areas, place)
        if name in sheet.ports:
            draft.values["switchport"] = _switchport(sheet.ports[name])
        elif sheet.dialect.switched and name.startswith(sheet.dialect.switched):
            draft.values["switchport"] = Switchport()
        alone = sheet.objects.settle(name, draft)
        if alone:
            _below(draft, place).unread(*alone)
        if "kind" not in draft.values:
            draft.values["kind"] = kind_of(name)
        _settle_implied(draft)
        _settle_layer(sheet, name, draft, parents)
        found.append(draft.made())
    return frozenset(found)


def _switchport(port: PortSheet) -> Switchport | None:
    """Turn what is known of layer 2 into a fact; a trunk or hybrid port carries VLAN 1 until a line says no.

    A hybrid port sends VLAN 1 without a tag, unless a line names it among the tagged.
    """
    if port.layer == 3:
        return None
    allowed = None
    if port.carried or port.without_first:
        allowed = joined([*port.carried, (1, 1)])
        allowed = without(allowed, 1) if port.without_first else allowed
    first = port.mode == "hybrid" and allowed is not None and not port.without_first
    if first and without(joined(port.carried), 1) == joined(port.carried):
        port.untagged.append((1, 1))
    untagged = joined(port.untagged)
    return Switchport(port.mode, port.access, port.native, allowed, untagged, lines=told_of(port.nodes))


def _settle_implied(draft: Draft[Interface]) -> None:
    """Leave out what other facts imply: IPv6 is on where an address of it is, requests are sent on where a server is named."""
    guards = draft.values.get("guards")
    if not guards:
        return
    if ("ipv6", True) in guards and any(each.version == 6 for each in draft.values.get("addresses", ())):
        guards.discard(("ipv6", True))
    if draft.values.get("relays"):
        guards.discard(("dhcp-relay", True))


def _settle_layer(sheet: VrpSheet, name: str, draft: Draft[Interface], parents: set[str]) -> None:
    """Keep that a port of Comware is at layer 3 where nothing else of it tells."""
    if not sheet.dialect.is_comware or name not in sheet.ports or sheet.ports[name].layer != _ROUTED:
        return
    own = draft.values
    told = any(own.get(each) for each in LAYER_3) or str(own.get("aggregate", "")).startswith("Route-")
    if not told and name not in parents and f"ldp {name}" not in sheet.pending:
        own.setdefault("fields", set()).add(("link-mode", "route"))


def _settle_aggregate(sheet: VrpSheet, name: str, group: str) -> None:
    draft = sheet.interfaces[name]
    candidates = [f"{each}{group}" for each in sheet.dialect.aggregates]
    known = [each for each in candidates if each in sheet.interfaces]
    draft.values["aggregate"] = (known or candidates)[0]


def _settle_ospf(
    draft: Draft[Interface], ospf: Draft[OspfInterface], areas: dict[str | None, Areas], place: Place
) -> None:
    """Let OSPF run on an interface where a line of it, or a network of a process, says its area; else its lines mean nothing."""
    if "area" not in ospf.values:
        _find_area(draft, ospf, areas)
    if "area" in ospf.values:
        draft.nodes.extend(ospf.nodes)
        draft.values["ospf"] = ospf.made()
    else:
        _below(draft, place).unread(*ospf.nodes)


def _areas(sheet: VrpSheet) -> dict[str | None, Areas]:
    """Return the networks of all processes, by VRF."""
    found: dict[str | None, list[tuple[IPv4Network, tuple[str, int]]]] = {}
    for process in sheet.ospf.values():
        known = found.setdefault(process.values.get("vrf"), [])
        for number, area in process.values["drafts"].items():
            networks = [each for each in area.values.get("networks", ()) if isinstance(each, IPv4Network)]
            known += [(each, (process.values["process"], number)) for each in networks]
    return {vrf: Covering(known) for vrf, known in found.items()}


def _find_area(draft: Draft[Interface], ospf: Draft[OspfInterface], areas: dict[str | None, Areas]) -> None:
    """Find the area whose network holds the interface's first address; of several the process that was typed first has it."""
    known = areas.get(draft.values.get("vrf"))
    if known is None:
        return
    secondary = draft.values.get("secondary", set())
    addresses = (each for each in draft.values.get("addresses", ()) if each.version == 4 and each not in secondary)
    first = next(addresses, None)
    for process, area in known.longest(first)[:1] if first is not None else ():
        ospf.values.update(area=area, process=process)


def _below(draft: Draft[Interface], place: Place) -> Place:
    """Return the place below an interface."""
    head = next((node for node in draft.nodes if node.children), None)
    return place if head is None else place.under(head)
