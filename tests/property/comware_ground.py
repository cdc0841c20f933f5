"""What devices with Comware are drawn from: words, numbers, addresses, names of ports."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any

from hypothesis import strategies as st

NAME = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,15}", fullmatch=True)
WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\"'{}#<>|?^%"), min_size=1
)
DESCRIPTION = st.lists(WORD.map(lambda word: word[:4]), min_size=1, max_size=4).map(" ".join)
VRF_NAME = st.from_regex(r"[A-Z][A-Z0-9_]{0,14}", fullmatch=True)
ETHERNET = st.builds(
    "{}{}/0/{}".format,
    st.sampled_from(["GigabitEthernet", "Ten-GigabitEthernet", "FortyGigE"]),
    st.integers(1, 2),
    st.integers(1, 48),
)
SERIAL = st.builds("Serial{}/{}/0:{}".format, st.integers(1, 4), st.integers(0, 4), st.integers(0, 30))
SUB = st.builds(
    "{}.{}".format,
    st.sampled_from(["GigabitEthernet1/0/1", "Route-Aggregation7", "M-GigabitEthernet0/0/0"]),
    st.integers(1, 999),
)
MADE = st.builds("{}{}".format, st.sampled_from(["LoopBack", "Tunnel"]), st.integers(0, 99))
AGGREGATE = st.builds("{}{}".format, st.sampled_from(["Bridge-Aggregation", "Route-Aggregation"]), st.integers(1, 6))
PORT = ETHERNET | MADE
NUMBER = st.integers(1, 4294967295)
SECONDS = st.integers(1, 65535)
SHORT = st.integers(0, 65535)
VLAN = st.integers(1, 4094)
TARGET = st.builds("{}:{}".format, SHORT, st.integers(0, 4294967295))
ADDRESS4 = st.builds(IPv4Address, st.integers(0, (1 << 32) - 1))
ADDRESS6 = st.builds(IPv6Address, st.integers(0x2001 << 112, (0x2002 << 112) - 1))
NETWORK4 = st.builds(lambda ip, length: IPv4Network((ip, length), strict=False), ADDRESS4, st.integers(0, 32))
NETWORK6 = st.builds(lambda ip, length: IPv6Network((ip, length), strict=False), ADDRESS6, st.integers(0, 128))
NOTHING: frozenset[Any] = frozenset()


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def some(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    return st.frozensets(strategy, max_size=most)


def settings_of(values: dict[str, st.SearchStrategy[str]]) -> st.SearchStrategy[Any]:
    """Draw settings by name, each with one value at most."""
    return st.fixed_dictionaries({}, optional=values).map(lambda each: frozenset(each.items()))


def unlike(strategy: st.SearchStrategy[Any], *names: str, most: int = 3) -> st.SearchStrategy[Any]:
    """Draw facts of which no two have the same values under some names."""
    return st.lists(strategy, max_size=most, unique_by=lambda each: tuple(getattr(each, name) for name in names)).map(
        frozenset
    )


Proof = tuple[str | None, frozenset[int], str | None]


def proofs(*modes: str) -> st.SearchStrategy[Proof]:
    """Draw how OSPF packets are proved, with the numbers of the keys, or the name of their chain."""
    numbered = st.frozensets(st.integers(1, 255), min_size=1, max_size=2)
    plain: list[Proof] = [
        (None, frozenset(), None),
        ("simple", frozenset({0}), None),
        ("key-chain", frozenset(), "EGOV"),
    ]
    return st.sampled_from(plain) | st.tuples(st.sampled_from(modes), numbered, st.none())
