"""What of address translation no template for Huawei's platforms can tell a device."""

from collections import Counter
from collections.abc import Iterator

from netops.model import Device, IPNetwork, Translation
from netops.platforms.expressing import Beyond

_WITH_PORTS = frozenset({"tcp", "udp"})


def nat(device: Device) -> Iterator[Beyond]:
    """Yield what of address translation can't be expressed."""
    if device.platform == "huawei_vrpv8":
        if device.translations or device.pools:
            yield Beyond("NAT", "it stands in an instance on a service board, which the model has no place for")
        return
    outside = {each.name for each in device.interfaces if each.side is not None}
    for each in device.translations:
        what = f"translation {each.kind} {each.access_list or each.inside}"
        if each.interface not in outside:
            yield Beyond(what, "it stands at a port of the outside", each.lines)
        for why in _CHECKS.get(each.kind, _source)(each):
            yield Beyond(what, why, each.lines)
    for name, count in Counter(each.name for each in device.pools).items():
        if count > 1:
            yield Beyond(f"pool {name}", "stands twice")
    for pool in device.pools:
        if len(pool.ranges) != 1 or any(address.version != 4 for pair in pool.ranges for address in pair):  # of IP
            yield Beyond(f"pool {pool.name}", "a pool has one range of IPv4 addresses", pool.lines)


def _source(each: Translation) -> Iterator[str]:
    if each.access_list is None:
        yield "a list says whose packets are translated"
    if any(value is not None for value in (each.inside, each.outside, each.protocol, each.ports, each.vrf)):
        yield "a list says all of it"
    if each.pool is None and not each.overload:
        yield "a port's address is shared"


def _server(each: Translation) -> Iterator[str]:
    if not _host(each.inside) or not (each.outside is None or _host(each.outside)):
        yield "a server is one host, outside, too"
    if (each.ports is not None and each.protocol not in _WITH_PORTS) or (
        each.ports is None and each.protocol in _WITH_PORTS
    ):
        yield "tcp and udp have ports, and nothing else has"
    if each.access_list is not None or each.pool is not None or each.overload:
        yield "a server has no list and no pool"


def _static(each: Translation) -> Iterator[str]:
    inside, outside = each.inside, each.outside
    if (
        inside is None
        or outside is None
        or inside.prefixlen != outside.prefixlen
        or {inside.version, outside.version} != {4}
    ):
        yield "two prefixes of IPv4 and of one length"
    if any(value is not None for value in (each.access_list, each.pool, each.protocol, each.ports)) or each.overload:
        yield "one to one, and nothing else"


def _host(network: IPNetwork | None) -> bool:
    return network is not None and network.version == 4 and network.num_addresses == 1  # of IP


_CHECKS = {"source": _source, "server": _server, "static": _static}
