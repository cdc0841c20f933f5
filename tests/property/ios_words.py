"""What names, ports, addresses and numbers of a Cisco IOS device look like."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any

from hypothesis import strategies as st

from netops.model import InterfaceKind

NAME = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,15}", fullmatch=True)
WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\"'{}#<>|?^"), min_size=1
)
DESCRIPTION = st.lists(WORD.map(lambda word: word[:12]), min_size=1, max_size=4).map(" ".join)
SHORT_TEXT = DESCRIPTION.filter(lambda text: len(text.encode()) <= 80)  # bytes of a prefix list's
VRF_NAME = st.from_regex(r"[A-Z][A-Z0-9_]{0,14}", fullmatch=True)
PHYSICAL = st.builds("GigabitEthernet{}/{}".format, st.integers(0, 3), st.integers(0, 48))
SUB = st.builds("TenGigabitEthernet1/{}.{}".format, st.integers(0, 4), st.integers(1, 999))
MADE = st.builds("{}{}".format, st.sampled_from(["Loopback", "Tunnel", "Port-channel"]), st.integers(0, 99))
PORT = PHYSICAL | MADE
KINDS = {"Loopback": InterfaceKind.LOOPBACK, "Tunnel": InterfaceKind.TUNNEL, "Port-channel": InterfaceKind.AGGREGATE}
TARGET = st.builds("{}:{}".format, st.integers(0, 65535), st.integers(0, 4294967295))
NUMBER = st.integers(1, 4294967294)
SECONDS = st.integers(1, 65535)
ADDRESS4 = st.builds(IPv4Address, st.integers(0, (1 << 32) - 1))
ADDRESS6 = st.builds(IPv6Address, st.integers(0x2001 << 112, (0x2002 << 112) - 1))
NETWORK4 = st.builds(lambda ip, length: IPv4Network((ip, length), strict=False), ADDRESS4, st.integers(0, 32))
NETWORK6 = st.builds(lambda ip, length: IPv6Network((ip, length), strict=False), ADDRESS6, st.integers(0, 128))
SOURCE = st.sampled_from(["connected", "static", "rip", "ospf 1", "bgp 65000", "eigrp 7"])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def some(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    return st.frozensets(strategy, max_size=most)
