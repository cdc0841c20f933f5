"""Where OSPF runs: at an interface that says so, or where a network of its process says it for the interface."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from netops.model import Device, Interface, OspfInterface, OspfProcess


def running(device: Device) -> Mapping[str, OspfInterface]:
    """Return OSPF by interface, as it runs there: with what its process says of it.

    Example:
        >>> from ipaddress import IPv4Interface, IPv4Network
        >>> from netops.model import OspfArea
        >>> port = Interface("Gi0/1", addresses=frozenset({IPv4Interface("10.0.0.1/30")}))
        >>> area = OspfArea(7, networks=frozenset({IPv4Network("10.0.0.0/8")}))
        >>> process = OspfProcess(areas=frozenset({area}), passive=frozenset({"Gi0/1"}))
        >>> found = running(Device("r1", "ruijie_os", interfaces=frozenset({port}), ospf=frozenset({process})))
        >>> found["Gi0/1"].area, found["Gi0/1"].passive
        (7, True)
    """
    return {name: ospf for each in device.interfaces for name, ospf in _at(device, each)}


def _at(device: Device, interface: Interface) -> Iterator[tuple[str, OspfInterface]]:
    processes = [each for each in device.ospf if each.vrf == interface.vrf]
    own = interface.ospf or _covered(interface, processes)
    if own is None:
        return
    named = [each for each in processes if own.process in {None, each.process}]
    passive = own.passive or any(_passive(each, interface.name) for each in named)
    yield interface.name, replace(own, passive=passive)


def _covered(interface: Interface, processes: list[OspfProcess]) -> OspfInterface | None:
    """Return OSPF in the area whose longest network holds one of an interface's addresses."""
    hits = [
        (network.prefixlen, area.number, process, area.lines)
        for process in processes
        for area in process.areas
        for network in area.networks
        for address in interface.addresses
        if address.version == network.version and address.ip in network
    ]
    if not hits:
        return None
    _, number, process, lines = max(hits, key=lambda hit: (hit[0], -hit[1]))
    return OspfInterface(number, process=process.process, lines=lines)


def _passive(process: OspfProcess, name: str) -> bool:
    return name in process.passive or (process.passive_default and name not in process.active)
