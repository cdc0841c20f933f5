"""Words and numbers of generated devices with VRP: what their fields hold."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any

from hypothesis import strategies as st

NAME = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,15}", fullmatch=True)
WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\"'{}#<>|?^%"), min_size=1
)
DESCRIPTION = (
    st.lists(WORD.map(lambda word: word[:10]), min_size=1, max_size=4)
    .map(" ".join)
    .filter(lambda text: len(text.encode()) <= 80)
)
VRF_NAME = st.from_regex(r"[A-Z][A-Z0-9_]{0,14}", fullmatch=True)
TARGET = st.builds("{}:{}".format, st.integers(0, 65535), st.integers(0, 4294967295))
NUMBER = st.integers(1, 4294967294)
SECONDS = st.integers(1, 65535)
ADDRESS4 = st.builds(IPv4Address, st.integers(0, (1 << 32) - 1))
ADDRESS6 = st.builds(IPv6Address, st.integers(0x2001 << 112, (0x2002 << 112) - 1))
NETWORK4 = st.builds(lambda ip, length: IPv4Network((ip, length), strict=False), ADDRESS4, st.integers(0, 32))
NETWORK6 = st.builds(lambda ip, length: IPv6Network((ip, length), strict=False), ADDRESS6, st.integers(0, 128))
VLAN = st.integers(1, 4094)
SOURCE = st.sampled_from(["connected", "static", "unr", "bgp", "rip 1", "ospf 101", "isis 7"])
ROOM = {"max_size": 2}


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def some(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    return st.frozensets(strategy, max_size=most)


def pairs(strategies: dict[str, st.SearchStrategy[str]]) -> st.SearchStrategy[frozenset[tuple[str, str]]]:
    """Draw settings by name: some of the names, each with one value."""
    return st.fixed_dictionaries({}, optional=strategies).map(lambda found: frozenset(found.items()))
