"""Ports that give nothing away: what each platform is told beside what the intent needs (``hardening.yml``)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from netops.intent.city import City
from netops.inventory import Host
from netops.model import BgpInstance, Interface, InterfaceKind, Side

_FILE = Path(__file__).with_name("hardening.yml")


class _Hardening(BaseModel):
    """Protections of ports by name → on, for releases that begin as ``release`` says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    release: str = ""
    outward: dict[str, bool] = {}
    inward: dict[str, bool] = {}
    wires: dict[str, bool] = {}


@cache
def _platforms() -> Mapping[str, tuple[_Hardening, ...]]:
    whole = yaml.load(_FILE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {name: tuple(map(_Hardening.model_validate, each)) for name, each in whole.items()}


def hardened(city: City, host: Host, ports: Iterable[Interface], bgp: Iterable[BgpInstance]) -> Iterator[Interface]:
    """Yield the ports of a host with the protections that its platform is told.

    Args:
        city: the network.
        host: whose ports they are.
        ports: as the intent needs them.
        bgp: by which one sees who is outside.
    """
    told = [each for each in _platforms()[host.platform] if (host.release or "").startswith(each.release)]
    held, routing = list(ports), list(bgp)
    facing = {each.name for each in held if _faces_others(each, routing)}
    wires = {name.partition(".")[0] for name in facing}
    management = city.management_port(host)
    for each in held:
        outside = each.name in facing and each.name != management
        guards: dict[str, bool] = {}
        for own in told if each.enabled else ():
            if each.addresses and each.kind is not InterfaceKind.LOOPBACK:
                guards |= own.outward if outside else own.inward
            if each.name in wires and each.name != management:
                guards |= own.wires
        yield replace(each, guards=each.guards | frozenset(guards.items())) if guards else each


def _faces_others(port: Interface, bgp: Iterable[BgpInstance]) -> bool:
    """Whether who stands behind a port isn't of this network, or of this department."""
    if not port.enabled:
        return False
    if port.vrf is not None or port.side is Side.OUTSIDE:
        return True
    return any(
        neighbor.address in address.network
        for instance in bgp
        for neighbor in instance.neighbors
        if neighbor.remote_asn not in {instance.asn, None}
        for address in port.addresses
    )
