"""What words of a Linux router's config may be: names, numbers, addresses."""

from ipaddress import IPv4Interface, IPv4Network, IPv6Interface, IPv6Network
from typing import Any

from hypothesis import strategies as st

NUMBER = st.integers(1, 4294967295)
ASN = st.integers(1, 4294967294)
SECONDS = st.integers(1, 65535)
PORT_NAME = st.from_regex(r"[a-z][a-z]{0,6}[0-9]{1,3}", fullmatch=True)
SUB_NAME = st.from_regex(r"[a-z]{2,5}[0-9]\.[0-9]{1,4}", fullmatch=True)
VRF_NAME = st.from_regex(r"[A-Z][A-Z0-9_]{0,14}", fullmatch=True)
LIST_NAME = st.from_regex(r"[A-Za-z0-9_.][A-Za-z0-9_.-]{0,20}", fullmatch=True)
WORD = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\"'{}#<>|"), min_size=1)
DESCRIPTION = (
    st.lists(WORD.map(lambda word: word[:12]), min_size=1, max_size=4)
    .map(" ".join)
    .filter(lambda text: not text.endswith("\\"))
)
TARGET = st.builds("{}:{}".format, st.integers(0, 65535), st.integers(0, 4294967295))

ADDRESS4 = st.ip_addresses(v=4)
HOST4 = st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="223.0.0.0/8")
ADDRESS = ADDRESS4 | st.ip_addresses(v=6)
NETWORK4 = st.builds(lambda ip, length: IPv4Network((ip, length), strict=False), ADDRESS4, st.integers(0, 32))
NETWORK6 = st.builds(
    lambda ip, length: IPv6Network((ip, length), strict=False), st.ip_addresses(v=6), st.integers(0, 128)
).filter(lambda network: not network.is_link_local)
INTERFACE_ADDRESS = st.builds(lambda ip, length: IPv4Interface((ip, length)), ADDRESS4, st.integers(0, 32)) | st.builds(
    lambda ip, length: IPv6Interface((ip, length)), st.ip_addresses(v=6), st.integers(0, 128)
)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return a strategy that also leaves the value out."""
    return st.none() | strategy


def some(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    """Return a strategy of small frozen sets."""
    return st.frozensets(strategy, max_size=most)
