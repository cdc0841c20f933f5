"""Text to meaning for Cisco IOS and IOS-XE. It never raises: what no table knows, or can't make sense of, is ``unread``."""

from netops.config.tree import Tree
from netops.model import Device
from netops.platforms.ios_family.device import FAMILY
from netops.platforms.ios_family.device import read as read_family
from netops.platforms.ios_family.said import Readers, Said
from netops.platforms.ios_family.sheet import Sheet, dialect_of

# Of several kinds that a short name could be, the one that the device takes first.
PORTS = (
    "GigabitEthernet", "FastEthernet", "TenGigabitEthernet", "TwoGigabitEthernet", "FiveGigabitEthernet", "TwentyFiveGigE",
    "FortyGigabitEthernet", "FiftyGigE", "HundredGigE", "TwoHundredGigE", "FourHundredGigE", "AppGigabitEthernet", "Ethernet", "Serial",
    "Loopback", "Vlan", "Tunnel", "Port-channel", "POS", "Null", "Dialer", "BDI", "BVI", "nve", "Cellular", "Async", "ATM", "Multilink",
    "Virtual-Template", "Virtual-Access",
)  # fmt: skip
DIALECT = dialect_of(PORTS, "", replaces=True)

# What the device shows of itself, and nobody types.
_SHOWN = frozenset({"license udi", "license boot", "chassis"})


def _shown(_: Sheet, found: Said) -> bool:
    return not found.off


def _hardware(sheet: Sheet, found: Said) -> bool:
    """Read ``license udi pid MODEL sn NUMBER``: the number is one device's own, and no fact."""
    match found.words:
        case ("license", "udi", "pid", model, *_) if not found.off:
            sheet.identity["hardware"] = model
        case _:
            return _shown(sheet, found)
    return True


READERS = FAMILY.of(Readers(lines={**dict.fromkeys(_SHOWN, _shown), "license udi": _hardware}, sections={}, whole={}))


def read(tree: Tree) -> Device:
    """Return what a config means."""
    return read_family(tree, DIALECT, READERS)
