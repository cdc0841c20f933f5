"""Which reader takes the lines of the objects that stand beside routing and management, by their first words."""

from collections.abc import Mapping

from netops.platforms.vrp_family.isis import read_isis
from netops.platforms.vrp_family.keychains import read_keychain, read_pki, read_public_key, read_ssl
from netops.platforms.vrp_family.quality import (
    read_behavior,
    read_class,
    read_traffic_policy,
    read_zone,
    read_zone_pair,
)
from netops.platforms.vrp_family.sheet import Read
from netops.platforms.vrp_family.switching import (
    read_defence,
    read_dfs,
    read_diffserv,
    read_irf,
    read_own,
    read_plane,
    read_pool,
    read_profile,
    read_segments,
    read_slot,
    read_stack,
    read_tree,
)
from netops.platforms.vrp_family.watching import read_bfd, read_nqa, read_track

OBJECTS_BY_TWO: Mapping[str, Read] = {
    "traffic classifier": read_class,
    "traffic behavior": read_behavior,
    "traffic policy": read_traffic_policy,
    "qos policy": read_traffic_policy,
    "firewall zone": read_zone,
    "security-zone name": read_zone,
    "firewall interzone": read_zone_pair,
    "zone-pair security": read_zone_pair,
    "irf domain": read_irf,
    "irf member": read_irf,
    "irf mac-address": read_irf,
    "irf link-delay": read_irf,
    "ip pool": read_pool,
    "dhcp server": read_pool,
    "segment-routing ipv6": read_segments,
    "stp mode": read_tree,
    "stp region-configuration": read_tree,
    "stp instance": read_tree,
    "stp root": read_tree,
    "stp priority": read_tree,
    "stp tc-protection": read_tree,
    "stp pathcost-standard": read_tree,
    "stp timer": read_tree,
    "stp vlan": read_tree,
    "stp max-hops": read_tree,
    "stp bridge-diameter": read_tree,
    "stp timer-factor": read_tree,
    "stp tc-snooping": read_tree,
    "stp converge": read_tree,
    "stp transmit-limit": read_tree,
    **dict.fromkeys(
        (
            "authentication-profile name",
            "dot1x-access-profile name",
            "mac-access-profile name",
            "portal-access-profile name",
            "free-rule-template name",
        ),
        read_profile,
    ),
    "cpu-defend policy": read_defence,
    "drop-profile default": read_own,
    "diffserv domain": read_diffserv,
}
OBJECTS_BY_ONE: Mapping[str, Read] = {
    **dict.fromkeys(("soc", "license", "local-aaa-server", "vm-manager"), read_own),
    "slot": read_slot,
    "control-plane": read_plane,
    "isis": read_isis,
    "keychain": read_keychain,
    "pki": read_pki,
    "ssl": read_ssl,
    "rsa": read_public_key,
    "dsa": read_public_key,
    "ecc": read_public_key,
    "public-key": read_public_key,
    "peer-public-key": read_public_key,
    "irf-port": read_irf,
    "stack": read_stack,
    "dfs-group": read_dfs,
    "nqa": read_nqa,
    "track": read_track,
    "bfd": read_bfd,
}
NEGATED_OBJECTS = frozenset({read_irf})
