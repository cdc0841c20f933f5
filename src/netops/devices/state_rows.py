"""What a device's state is in every vendor's words alike: the rows of the tables that `netops state` shows.

A row says what the device said and no more: where a platform doesn't show a value, it is empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Version:
    """What runs on the device.

    Attributes:
        release: of the software.
        hardware: the model.
        uptime: in the device's own words.
    """

    release: str
    hardware: str = ""
    uptime: str = ""


@dataclass(frozen=True, slots=True)
class Interface:
    """One interface.

    Attributes:
        name: as the device calls it, in one word.
        link: ``up``, ``down`` or ``admin_down``.
        protocol: ``up`` or ``down``.
        address: its first IPv4 address, where the table shows one.
    """

    name: str
    link: str
    protocol: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """One next hop of a route that the device uses.

    Attributes:
        vrf: empty for the global table.
        prefix: ``10.1.0.0/16``.
        protocol: ``connected``, ``local``, ``static``, ``ospf``, ``bgp``, ``isis``, ``rip``, else the device's word.
        next_hop: empty for a connected route.
        interface: where it leads out.
        preference: 0-255; None where the device doesn't show it.
        metric: None where the device doesn't show it.
    """

    vrf: str
    prefix: str
    protocol: str
    next_hop: str = ""
    interface: str = ""
    preference: int | None = None
    metric: int | None = None


@dataclass(frozen=True, slots=True)
class BgpNeighbour:
    """One BGP session.

    Attributes:
        vrf: empty for the global table.
        family: ``ipv4`` or ``vpnv4``.
        address: of the neighbour.
        asn: of the neighbour, as shown.
        state: ``established``, ``idle``, ``active``, ``connect``, ``opensent``, ``openconfirm``.
        received: prefixes; None where the session isn't up or the device doesn't say.
    """

    vrf: str
    family: str
    address: str
    asn: str
    state: str
    received: int | None = None


@dataclass(frozen=True, slots=True)
class OspfNeighbour:
    """One OSPF adjacency.

    Attributes:
        router_id: of the neighbour.
        interface: of this device.
        state: ``full``, ``2way``, ``exstart``, ``exchange``, ``loading``, ``init``, ``attempt``, ``down``.
        address: of the neighbour, where the table shows it.
    """

    router_id: str
    interface: str
    state: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class ArpCount:
    """How many ARP entries an interface has: before and after a cutover this is who is there."""

    interface: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class MacCount:
    """How many MAC addresses were learnt in a VLAN."""

    vlan: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class Vrf:
    """A VRF that the device has."""

    name: str


Row: TypeAlias = Version | Interface | Route | BgpNeighbour | OspfNeighbour | ArpCount | MacCount | Vrf
ROWS: Mapping[str, type[Row]] = {
    "versions": Version,
    "interfaces": Interface,
    "routes": Route,
    "bgp": BgpNeighbour,
    "ospf": OspfNeighbour,
    "arp": ArpCount,
    "mac": MacCount,
    "vrfs": Vrf,
}
"""The tables, in the order in which people ask for them."""


def columns(table: str) -> tuple[str, ...]:
    """Return the names of a table's columns.

    Example:
        >>> columns("ospf")
        ('router_id', 'interface', 'state', 'address')
    """
    return tuple(each.name for each in fields(ROWS[table]))


def made(table: str, values: Mapping[str, str]) -> Row:
    """Return a row from what was read; what is empty is left out.

    Raises:
        ValueError: a column that every row needs is empty, or a number isn't one.

    Example:
        >>> made("mac", {"vlan": "10", "number": "3"})
        MacCount(vlan='10', number=3)
    """
    kinds = {each.name: str(each.type) for each in fields(ROWS[table])}
    found = {name: int(value) if "int" in kinds[name] else value for name, value in values.items() if value}
    for name in ("vrf", "family"):
        if name in kinds:
            found.setdefault(name, "")
    try:
        return ROWS[table](**found)  # type: ignore[arg-type]  # the kinds are checked just above
    except TypeError as error:
        raise ValueError(str(error)) from error


def counted(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return one row for all counts that are alike but for their number, which is summed up; other rows as they are.

    Example:
        >>> counted((MacCount("10"), MacCount("20"), MacCount("10", 3)))
        (MacCount(vlan='10', number=4), MacCount(vlan='20', number=1))
    """
    counts = [row for row in rows if isinstance(row, ArpCount | MacCount)]
    if len(counts) != len(rows):
        return rows
    sums: dict[ArpCount | MacCount, int] = {}
    for row in counts:
        key = replace(row, number=0)
        sums[key] = sums.get(key, 0) + row.number
    return tuple(replace(row, number=number) for row, number in sums.items())
