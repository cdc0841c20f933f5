"""Text to meaning for Ruijie RGOS. It never raises: what no table knows, or can't make sense of, is ``unread``."""

from collections.abc import Callable
from dataclasses import replace

from netops.config.tree import Tree
from netops.model import Device
from netops.platforms.ios_family.aaa import read_host
from netops.platforms.ios_family.device import FAMILY
from netops.platforms.ios_family.device import read as read_family
from netops.platforms.ios_family.said import LineReader, Readers, Said, each
from netops.platforms.ios_family.services import read_logging
from netops.platforms.ios_family.sheet import Sheet, dialect_of
from netops.platforms.ios_family.watching import read_time
from netops.platforms.reading.sheet import Place

PORTS = (
    "GigabitEthernet", "FastEthernet", "TenGigabitEthernet", "TFGigabitEthernet", "TwentyFiveGigE", "FortyGigabitEthernet",
    "HundredGigabitEthernet", "TwoHundredGigE", "FourHundredGigE", "AggregatePort", "VLAN", "Loopback", "Null", "Tunnel", "Mgmt", "Serial",
    "Async", "Dialer", "Multilink", "Virtual-ppp", "Virtual-template", "Cellular", "OverlayRouter",
)  # fmt: skip
DIALECT = dialect_of(PORTS, " ", "label-switching")

# What the device shows of itself, and nobody types.
_SHOWN = frozenset({"install", "sysmac", "co-operate enable"})


def _shown(_: Sheet, found: Said) -> bool:
    return not found.off


_GUARDED = frozenset(
    {"arp-guard", "ip-guard", "icmp-guard", "dhcp-guard", "dhcpv6-guard", "nd-guard", "define", "log-buffer", "logging"}
)


def _guards(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``nfpp``: what guards the device's own processor, a setting each."""
    if found.off or len(found.words) != 1:
        return False

    def read(child: Said) -> bool:
        if child.words[0] not in _GUARDED or len(child.words) == 1:
            return False
        name, value = " ".join(child.words[:2]), " ".join(child.words[2:]) or "on"
        sheet.management.fields.add((f"nfpp {child.text}", "off") if child.off else (f"nfpp {name}", value))
        return True

    each(sheet, found.node.children, place.under(found.node), read)
    return True


def _read_source(sheet: Sheet, found: Said) -> bool:
    """Read ``logging source interface PORT`` and ``logging source ip ADDRESS``."""
    match found.words[2:]:
        case ("interface", port) if not found.off:
            return read_logging(sheet, replace(found, words=("logging", "source-interface", port)))
        case ("ip" | "ipv6", own) if not found.off:
            sheet.management.logging.set("source", own, found.node)
            return True
    return False


def _read_server6(sheet: Sheet, found: Said) -> bool:
    """Read ``logging server ipv6 ADDRESS …``: the word says nothing that the address doesn't."""
    return read_logging(sheet, replace(found, words=("logging", "server", *found.words[3:])))


def _read_host_in_vrf(sheet: Sheet, found: Said) -> bool:
    """Read ``tacacs-server host vrf NAME ADDRESS …``: the VRF stands before the address."""
    match found.words:
        case (kind, host, vrf, name, address, *options):
            return read_host(sheet, replace(found, words=(kind, host, address, vrf, name, *options)))
        case _:
            return False


def _read_oob(read: LineReader, at: int, name: Callable[[str], str]) -> LineReader:
    """Return a reader of a line in which ``oob`` stands before a server's address: it is reached through the port of administration.

    Args:
        read: reads the line without that word.
        at: the word's place.
        name: makes of the server's address the name of the setting.
    """

    def read_oob(sheet: Sheet, found: Said) -> bool:
        words = found.words
        if found.off or len(words) <= at + 1 or words[at + 1] == "via":
            return False
        known = read(sheet, replace(found, words=(*words[:at], *words[at + 1 :])))
        if known:
            sheet.management.fields.add((name(words[at + 1]), "on"))
        return known

    return read_oob


READERS = FAMILY.of(
    Readers(
        lines={
            **dict.fromkeys(_SHOWN, _shown),
            "logging source": _read_source,
            "logging server ipv6": _read_server6,
            "tacacs-server host vrf": _read_host_in_vrf,
            "radius-server host vrf": _read_host_in_vrf,
            "tacacs-server host oob": _read_oob(read_host, 2, "tacacs server {} oob".format),
            "radius-server host oob": _read_oob(read_host, 2, "radius server {} oob".format),
            "logging server oob": _read_oob(read_logging, 2, "logging server {} oob".format),
            "ntp server oob": _read_oob(read_time, 2, "ntp server {} oob".format),
        },
        sections={"nfpp": _guards},
        whole={},
    )
)


def read(tree: Tree) -> Device:
    """Return what a config means."""
    return read_family(tree, DIALECT, READERS)
