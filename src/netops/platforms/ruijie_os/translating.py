"""What of address translation the templates for Ruijie RGOS can't write: refused by name, never dropped."""

from collections.abc import Iterator

from netops.model import Device, IPNetwork, Pool, Translation
from netops.platforms.expressing import Beyond, once

_BITS = 32


def refusals(device: Device) -> Iterator[Beyond]:
    """Yield what of address translation can't be expressed."""
    yield from once((each.name for each in device.pools), "pool", ())
    for pool in device.pools:
        if why := _pool(pool):
            yield Beyond(f"pool {pool.name}", why, pool.lines)
    yield from _similar(device)
    known = {each.name for each in device.vrfs}
    for each in device.translations:
        if why := _translation(each):
            yield Beyond(f"translation of {each.inside or each.access_list}", why, each.lines)
        if each.vrf is not None and each.vrf not in known:
            yield Beyond(f"VRF {each.vrf}", "the device has no such VRF", each.lines)


def _similar(device: Device) -> Iterator[Beyond]:
    """Yield what stands twice: RGOS has one dynamic translation of a list in a VRF, and one static one of an address."""
    lists = [each for each in device.translations if each.kind == "source"]
    hosts = [each for each in device.translations if each.kind == "static"]
    of_lists = (" of VRF ".join(filter(None, (each.access_list, each.vrf))) for each in lists)
    yield from once(of_lists, "translation of list", ())
    yield from once((each.inside for each in hosts), "translation of", ())
    yield from once((each.outside for each in hosts), "translation to", ())


def _pool(pool: Pool) -> str:
    if not pool.ranges:
        return "a pool has addresses"
    if pool.prefix_length is None:
        return "a pool says how long the prefix of its addresses is"
    if any(first.version != 4 or last.version != 4 or int(first) > int(last) for first, last in pool.ranges):  # of IP
        return "a range of IPv4, from the first to the last"
    return ""


def _translation(each: Translation) -> str:
    shown = (each.access_list, each.inside, each.protocol, each.ports)
    out = (each.outside, each.pool, each.interface)
    given = tuple(value is not None for value in (*shown, *out))
    if given not in _FORMS[each.kind]:
        return f"a translation of kind {each.kind} isn't told so"
    if not all(_is_host(network) for network in (each.inside, each.outside)):
        return "it translates one address to another"
    if each.overload and each.kind != "source":
        return "one address is shared by nobody"
    return ""


# Which of list, inside, protocol and ports, and of outside, pool and interface each kind has.
_FORMS = {
    "source": {(True, False, False, False, False, True, False), (True, False, False, False, False, False, True)},
    "static": {(False, True, False, False, True, False, False)},
    "server": {(False, True, True, True, True, False, False), (False, True, True, True, False, False, True)},
}


def _is_host(network: IPNetwork | None) -> bool:
    return network is None or (network.version == 4 and network.prefixlen == _BITS)  # of IP
