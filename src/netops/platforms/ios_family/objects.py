"""Which reader takes the lines of the objects that stand beside routing and management, by their first words."""

from collections.abc import Mapping

from netops.platforms.ios_family.isis import read_isis
from netops.platforms.ios_family.keys import read_certificates, read_key_chain, read_trust_point
from netops.platforms.ios_family.probes import read_probe, read_track
from netops.platforms.ios_family.quality import (
    read_class,
    read_control_plane,
    read_policy_map,
    read_zone,
    read_zone_pair,
)
from netops.platforms.ios_family.said import LineReader, SectionReader
from netops.platforms.ios_family.switching import (
    read_pool,
    read_redundancy,
    read_stack_member,
    read_tree,
    read_vsl,
    read_vsu,
)

OBJECT_SECTIONS: Mapping[str, SectionReader] = {
    "router isis": read_isis,
    "key chain": read_key_chain,
    "crypto pki trustpoint": read_trust_point,
    "crypto pki certificate chain": read_certificates,
    "class-map": read_class,
    "policy-map": read_policy_map,
    "control-plane": read_control_plane,
    "redundancy": read_redundancy,
    "zone security": read_zone,
    "zone-pair security": read_zone_pair,
    "ip sla": read_probe,
    "ip rns": read_probe,
    "track": read_track,
    "spanning-tree": read_tree,
    "no spanning-tree": read_tree,
    "switch virtual domain": read_vsu,
    "vsl-port": read_vsl,
    "vsl-aggregateport": read_vsl,
    "ip dhcp pool": read_pool,
}
OBJECT_LINES: Mapping[str, LineReader] = {"switch": read_stack_member}
