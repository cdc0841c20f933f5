"""Text to meaning for Ruijie RGOS. It never raises: what no table knows, or can't make sense of, is ``unread``."""

from netops.config.tree import Tree
from netops.model import Device
from netops.platforms.ios_family.device import FAMILY
from netops.platforms.ios_family.device import read as read_family
from netops.platforms.ios_family.said import Readers, Said
from netops.platforms.ios_family.sheet import Sheet, dialect_of

PORTS = (
    "GigabitEthernet", "FastEthernet", "TenGigabitEthernet", "TFGigabitEthernet", "TwentyFiveGigE", "FortyGigabitEthernet",
    "HundredGigabitEthernet", "TwoHundredGigE", "FourHundredGigE", "AggregatePort", "VLAN", "Loopback", "Null", "Tunnel", "Mgmt", "Serial",
    "Async", "Dialer", "Multilink", "Virtual-ppp", "Virtual-template", "Cellular", "OverlayRouter",
)  # fmt: skip
DIALECT = dialect_of(PORTS, " ")

# What the device shows of itself, and nobody types.
_SHOWN = frozenset({"install", "sysmac", "co-operate enable"})


def _shown(_: Sheet, found: Said) -> bool:
    return not found.off


READERS = FAMILY.of(Readers(lines=dict.fromkeys(_SHOWN, _shown), sections={}, whole={}))


def read(tree: Tree) -> Device:
    """Return what a config means."""
    return read_family(tree, DIALECT, READERS)
