"""Addresses of interfaces: one subnet is on one interface of a routing table."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Interface, IPv4Network

from netops.lab.semantics.core.effects import answer
from netops.lab.semantics.core.model import Act, Effect, Node, Refusal


def no_overlap(words: str) -> Effect:
    """Refuse an address whose subnet another interface of the same VPN instance has.

    Source: Huawei S2720/S5700/S6700 V200R019, ``ip address``: "IP addresses of different interfaces on a device can't be
    in the same network segment"; Comware 7, ``ip address``, the same.
    """

    def check(act: Act) -> None:
        new = IPv4Interface(f"{act.groups['a']}/{act.groups['m']}").network
        for node in _same_table(act):
            for held in _addresses(node):
                if node is not act.section and held.network.overlaps(new):
                    raise Refusal(answer(words, act))

    return check


def on_the_subnet(act: Act) -> None:
    """Refuse a virtual address that is on no subnet of the interface.

    Source: NetEngine AR, Licensing Requirements and Limitations for VRRP: "The virtual IP address of a VRRP group must be on the
    same network segment as the IP address of the interface where the VRRP group is configured". H3C takes such an address, and the
    group stays in initialize (HSR6800 High Availability Configuration Guide, virtual IP address assignment).
    """
    virtual = IPv4Interface(act.groups["a"]).ip
    if not any(virtual in held.network for held in _addresses(act.section)):
        raise Refusal("Error: The virtual IP address is not on the network segment of the interface.")


def _same_table(act: Act) -> Iterator[Node]:
    own = _table(act.section)
    for node in act.root.children.values():
        if node.view == "interface" and _table(node) == own:
            yield node


def _table(interface: Node) -> str:
    bound = interface.children.get("ip binding vpn-instance")
    return bound.groups.get("vpn", "") if bound is not None else ""


def _addresses(interface: Node) -> Iterator[IPv4Interface]:
    for line in interface.children.values():
        if "a" in line.groups and "m" in line.groups and line.text.startswith("ip address "):
            yield IPv4Interface(f"{line.groups['a']}/{line.groups['m']}")


def area(typed: str) -> str:
    """Return an OSPF area in dotted form, as both systems display it.

    Example:
        >>> area("0"), area("0.0.0.1")
        ('0.0.0.0', '0.0.0.1')
    """
    if "." in typed:
        return typed
    number = int(typed)
    return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))


def prefix_body(typed: str) -> str:
    """Return an entry of a prefix list without host bits.

    Example:
        >>> prefix_body("permit 10.1.1.1 24 less-equal 32")
        'permit 10.1.1.0 24 less-equal 32'
    """
    action, address, length, *more = typed.split()
    return " ".join([action, str(IPv4Network(f"{address}/{length}", strict=False).network_address), length, *more])
