"""Text to meaning for VRP5: the dialect's reader with what only VRP5 has. It never raises."""

from pathlib import Path

from netops.config.tree import Tree
from netops.model import Device
from netops.platforms.vrp_family.reading import read_device, service_defaults
from netops.platforms.vrp_family.sheet import Dialect

__all__ = ["DIALECT", "read"]

_NAMES = ("GigabitEthernet", "XGigabitEthernet", "Ethernet", "MultiGE", "10GE", "25GE", "40GE", "100GE", "Eth-Trunk", "Ip-Trunk", "Vlanif",
    "LoopBack", "NULL", "MEth", "Tunnel", "Serial", "Pos", "Atm", "Virtual-Template", "Virtual-Ethernet", "Dialer", "Cellular",
    "Bridge-if", "Mp-group", "Vbdif", "Nve")  # fmt: skip
DIALECT = Dialect(
    names=_NAMES,
    first_rule=None,
    peers_active=lambda _release: True,
    services=service_defaults(Path(__file__).parents[1] / "defaults.yml"),
    aggregates=("Eth-Trunk",),
)


def read(tree: Tree) -> Device:
    """Return what a config means; what nobody understood is ``unread``."""
    return read_device(DIALECT, tree)
