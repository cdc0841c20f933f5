"""VLAN maps of Cisco switches: what the second device doesn't know yet."""

from netops.config import build_patch, parse
from netops.platforms import get_platform

RUNNING = """vlan access-map M 10
 match ip address OLD
 action forward
vlan filter M vlan-list 10-20
ip access-list extended OLD
 10 permit ip any any
"""
INTENDED = """vlan access-map M 10
 match ip address NEW
 action drop
vlan filter M vlan-list 10-15
ip access-list extended NEW
 10 permit ip any any
"""
PATCH = """no vlan filter M vlan-list 16-20
ip access-list extended NEW
 10 permit ip any any
vlan access-map M 10
 match ip address NEW
 action drop
 no match ip address OLD
no ip access-list extended OLD
"""


def test_a_vlan_map_gets_another_list() -> None:
    """LAN Switching, vlan access-map, vlan filter: the list is made before the map names it; VLANs are a set."""
    device = get_platform("cisco_ios")

    patch = build_patch(device, parse(device, RUNNING), parse(device, INTENDED))

    assert (patch.commands, patch.proof.proven) == (PATCH, True)
