"""Text to meaning for VRP8: the dialect's reader with what only VRP8 has. It never raises."""

from pathlib import Path

from netops.config.tree import Tree
from netops.model import Device
from netops.platforms.vrp_family.reading import read_device, service_defaults
from netops.platforms.vrp_family.sheet import Dialect

__all__ = ["DIALECT", "read"]

_NAMES = ("GigabitEthernet", "Ethernet", "GE", "XGE", "10GE", "25GE", "40GE", "50GE", "100GE", "200GE", "400GE", "FlexE", "Eth-Trunk", "Ip-Trunk", "Vlanif",
    "LoopBack", "NULL", "MEth", "Tunnel", "Serial", "Pos", "Atm", "Virtual-Template", "Virtual-Ethernet", "Dialer", "Cellular",
    "Global-VE", "Mp-group", "Vbdif", "Nve", "FlexE-client", "Stack-Port", "Fabric-Port", "Sip")  # fmt: skip
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
