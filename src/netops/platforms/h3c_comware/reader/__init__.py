"""Text to meaning for Comware: the dialect's reader with what only Comware has. It never raises."""

from pathlib import Path

from netops.config.tree import Tree
from netops.model import Device
from netops.platforms.vrp_family.reading import read_device, service_defaults
from netops.platforms.vrp_family.sheet import Dialect, VrpSheet

__all__ = ["DIALECT", "full_name", "read"]

_NAMES = ("GigabitEthernet", "Ten-GigabitEthernet", "Twenty-FiveGigE", "FortyGigE", "FiftyGigE", "HundredGigE", "TwoHundredGigE",
    "FourHundredGigE", "Ethernet", "M-GigabitEthernet", "M-Ethernet", "MultiGE", "XGigabitEthernet", "Bridge-Aggregation", "Route-Aggregation", "Vlan-interface", "LoopBack", "NULL",
    "InLoopBack", "Tunnel", "Serial", "Pos", "Virtual-Template", "Dialer", "Cellular", "Vsi-interface", "MP-group", "Reth")  # fmt: skip


def _peers_active(release: str | None) -> bool:
    """Comware 5 has no family for IPv4 unicast: its peers are active; Comware 7 asks for ``peer … enable``."""
    return release is not None and release.startswith("5.")


DIALECT = Dialect(
    names=_NAMES,
    first_rule=0,
    peers_active=_peers_active,
    services=service_defaults(Path(__file__).parents[1] / "defaults.yml"),
    aggregates=("Bridge-Aggregation", "Route-Aggregation"),
    far=64,
    prepends=True,
    settings=frozenset({"ip redirects", "ip unreachables", "ip ttl-expires", "tcp syn-cookie", "copyright-info"}),
    binds_static=True,
    switched=("Bridge-Aggregation",),
)


def read(tree: Tree) -> Device:
    """Return what a config means; what nobody understood is ``unread``."""
    return read_device(DIALECT, tree)


def full_name(name: str) -> str | None:
    """Return an interface's name as the device spells it; None where it is none.

    Example:
        >>> full_name("gigabitethernet1/0/1"), full_name("Eth-Trunk1")
        ('GigabitEthernet1/0/1', None)
    """
    try:
        return VrpSheet(DIALECT, None).full(name)
    except ValueError:
        return None
