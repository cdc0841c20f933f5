"""What a port knows of itself and of the others: its VRF, its addresses, whether it switches or routes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv4Interface

from netops.lab.semantics.core.effects import exists, remove
from netops.lab.semantics.core.model import Act, Node, Refusal

SHUT = "shutdown"


def ports(root: Node) -> Iterator[Node]:
    """Yield the sections of all interfaces."""
    return (node for node in root.children.values() if node.view == "interface")


def name_of(port: Node) -> str:
    """Return an interface's name."""
    return port.text.removeprefix("interface ")


def vrf_of(port: Node) -> str:
    """Return the VRF of a port; "" for the global table."""
    bound = port.children.get("vrf forwarding")
    return bound.groups["vrf"] if bound is not None else ""


def is_shut(port: Node) -> bool:
    """Tell whether the port is shut down."""
    line = port.children.get(SHUT)
    return line is not None and line.text == SHUT


def addresses(port: Node) -> Iterator[tuple[Node, IPv4Interface]]:
    """Yield the IPv4 addresses of a port with their lines."""
    for line in port.children.values():
        if line.text.startswith("ip address ") and {"a", "m"} <= set(line.groups):
            yield line, IPv4Interface(f"{line.groups['a']}/{line.groups['m']}")


def is_routed(port: Node) -> bool:
    """Tell whether the port is known to route: ``no switchport``, or an address."""
    line = port.children.get("switchport")
    return line is not None and line.text == "no switchport"


def is_switching(port: Node) -> bool:
    """Tell whether the port is known to switch: it has switchport lines."""
    return not is_routed(port) and any(line.text.startswith("switchport") for line in port.children.values())


def must_route(act: Act) -> None:
    """Refuse an address on a port that switches."""
    if is_switching(act.section):
        raise Refusal("% Invalid input detected at '^' marker.\n% IP addresses may not be configured on L2 links.")


def must_switch(act: Act) -> None:
    """Refuse a switchport line on a port that routes."""
    if is_routed(act.section):
        raise Refusal(f"Command rejected: {name_of(act.section)} not a switching port.")


def must_be_tagged(act: Act) -> None:
    """Refuse an address on a subinterface without its VLAN (IOS CR LAN Switching, ``encapsulation dot1q``)."""
    if re.search(r"Ethernet ?[\d/]+\.\d+$|GigE[\d/]+\.\d+$", act.section.text) is None:
        return
    if "encapsulation" not in act.section.children:
        raise Refusal(
            "% Configuring IP routing on a LAN subinterface is only allowed if that\nsubinterface is already configured "
            "as part of an IEEE 802.10, IEEE 802.1Q,\nor ISL vLAN."
        )


def must_have_family(act: Act) -> None:
    """Refuse an address in a VRF of ``vrf definition`` without that address family."""
    vrf = vrf_of(act.section)
    family = "IPv6" if act.text.startswith("ipv6") else "IPv4"
    if not vrf or not exists(act, f"vrf definition {vrf}"):
        return
    if not exists(act, f"vrf definition {vrf} / address-family {family.lower()}"):
        raise Refusal(f"%{name_of(act.section)} is linked to a VRF. Enable {family.upper()} on that VRF first.")


def must_not_overlap(act: Act) -> None:
    """Refuse an address whose network another port of the same VRF has; ports that are shut down don't count.

    ``% 192.168.1.0 overlaps with GigabitEthernet0/0`` (IOS CR IP Addressing, ``ip address``).
    """
    port, new = act.section, IPv4Interface(f"{act.groups['a']}/{act.groups['m']}")
    if is_shut(port):
        return
    for other in ports(act.root):
        if other is port or is_shut(other) or vrf_of(other) != vrf_of(port):
            continue
        if any(found.network.overlaps(new.network) for _, found in addresses(other)):
            raise Refusal(f"% {new.network.network_address} overlaps with {name_of(other)}")


def must_be_free_here(act: Act) -> None:
    """Refuse an address that the port has already, as its other kind (primary, secondary)."""
    for line, found in addresses(act.section):
        if line is not act.old and str(found.ip) == act.groups["a"]:
            kind = "secondary" if line.text.endswith("secondary") else "primary"
            raise Refusal(f"% {found.network.network_address} overlaps with {kind} address on {name_of(act.section)}")


def must_be_host(act: Act) -> None:
    """Refuse the address of a network itself, or its broadcast address."""
    new = IPv4Interface(f"{act.groups['a']}/{act.groups['m']}")
    ends = (new.network.network_address, new.network.broadcast_address)
    if new.network.prefixlen < 31 and new.ip in ends:
        raise Refusal(f"Bad mask /{new.network.prefixlen} for address {new.ip}")


_LAYER2_IP = re.compile(
    r"ip (access-group \S+ in|dhcp snooping|arp inspection|verify source|device tracking|igmp snooping)"
)
_LAYER3 = re.compile(r"(ip|ipv6|standby|vrrp|vrf|mpls|ospfv3|bfd|encapsulation|no ip|no ipv6) ?.*")


def starts_switching(act: Act) -> None:
    """Take the lines of layer 3 away (IOS CR LAN Switching, ``switchport``)."""
    for line in list(act.section.children.values()):
        if _LAYER3.fullmatch(line.text) and not _LAYER2_IP.match(line.text):
            remove(act.section, line)
    if act.old is not None and act.old.text == "no switchport" and act.node is not None:
        remove(act.section, act.node)  # ports of this device switch anyway


def starts_routing(act: Act) -> None:
    """Take the lines of layer 2 away; on a device whose ports route anyway, ``no switchport`` isn't displayed."""
    for line in list(act.section.children.values()):
        if line.text.startswith(("switchport ", "no switchport ")):
            remove(act.section, line)
    was_switching = act.old is not None and act.old.text == "switchport"
    if was_switching and act.node is not None:
        remove(act.section, act.node)
