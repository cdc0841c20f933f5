"""The way to the Internet: its addresses fit together, and who may use it exists."""

from collections.abc import Iterator

from netops.errors import Fault
from netops.inventory.checks.parties import department_faults
from netops.inventory.document import Keys
from netops.inventory.draft import Draft
from netops.inventory.network import Internet

_FILE = "network.yml"


def granted(draft: Draft) -> Iterator[Fault]:
    """Those that may use it exist, each once."""
    internet = _internet(draft)
    if internet is not None:
        names = [each.department for each in internet.granted]
        keys: list[Keys] = [("internet", "granted", index, "department") for index in range(len(names))]
        yield from department_faults(draft, _FILE, list(zip(names, keys, strict=True)))


def addresses(draft: Draft) -> Iterator[Fault]:
    """The provider's router and the pool lie in the network outside, which the edge has one other address of."""
    internet = _internet(draft)
    if internet is None:
        return
    outside = internet.address.network
    named = {"next_hop": internet.next_hop, "first": internet.pool.first, "last": internet.pool.last}
    for name, address in named.items():
        keys = ("internet", name) if name == "next_hop" else ("internet", "pool", name)
        if address not in outside or address == internet.address.ip:
            yield draft.fault("NET-INV-100", _FILE, *keys, address=address, prefix=outside, own=internet.address.ip)
    if internet.pool.first > internet.pool.last:
        values = {"first": internet.pool.first, "last": internet.pool.last}
        yield draft.fault("NET-INV-101", _FILE, "internet", "pool", **values)


def _internet(draft: Draft) -> Internet | None:
    return None if draft.network is None else draft.network.internet
