"""What the templates for Huawei's platforms can't write is refused by name, never left out."""

from collections.abc import Mapping

import pytest
import yaml
from pydantic import TypeAdapter

from netops.errors import InputError
from netops.model import Device
from netops.platforms import get_platform
from netops.render import render

DEVICE = TypeAdapter(Device)
# What is refused → a word of the reason. Each stands for one check: without it the text would say something else.
ROUTING: Mapping[str, str] = {
    "{ip_forwarding: false}": "ip forwarding",
    "{profile: datacenter}": "profile",
    "{ospf: [{process: '1'}], interfaces: [{name: GigabitEthernet0/0/1, ospf: {area: 0, process: '1', authentication: md5}}]}": "number of its key",
    "{ospf: [{process: '1', areas: [{number: 0, authentication: simple, keys: [4]}]}]}": "no key with a number",
    "{interfaces: [{name: gi0/0/1}]}": "no port of the device",
    "{interfaces: [{name: loopback0, kind: loopback}]}": "in full",
    "{interfaces: [{name: LoopBack0}]}": "kind loopback",
    "{interfaces: [{name: Vlanif10, kind: vlan}]}": "dot1q",
    "{interfaces: [{name: Vlanif10, kind: vlan, dot1q: 10}]}": "no VLAN 10",
    "{interfaces: [{name: GigabitEthernet0/0/1, dot1q: 7}]}": "tag",
    "{interfaces: [{name: GigabitEthernet0/0/1, vrf: NOWHERE}]}": "no such VRF",
    "{interfaces: [{name: GigabitEthernet0/0/1, addresses: [10.0.0.1/24, 10.0.1.1/24]}]}": "one first",
    "{interfaces: [{name: GigabitEthernet0/0/1, addresses: [10.0.0.1/24], unnumbered: LoopBack0}]}": "borrows",
    "{interfaces: [{name: GigabitEthernet0/0/1, addresses: ['fe80::1/10']}]}": "link-local",
    "{interfaces: [{name: GigabitEthernet0/0/1, addresses: ['2001:db8::1/64'], guards: [[ipv6, true]]}]}": "IPv6 is on",
    "{interfaces: [{name: GigabitEthernet0/0/1, relays: [10.0.0.1], guards: [[dhcp-relay, true]]}]}": "sent on",
    "{interfaces: [{name: GigabitEthernet0/0/1, filters: [{name: A}, {name: B}]}]}": "two of one kind",
    "{interfaces: [{name: GigabitEthernet0/0/1, relays: ['2001:db8::1']}]}": "IPv6 relay",
    "{interfaces: [{name: GigabitEthernet0/0/1, guards: [[cdp, true]]}]}": "cdp",
    "{interfaces: [{name: GigabitEthernet0/0/1, guards: [[storm-control, true]]}]}": "by a rate",
    "{interfaces: [{name: GigabitEthernet0/0/1, guards: [[redirects, true], [redirects, false]]}]}": "on and off",
    "{interfaces: [{name: GigabitEthernet0/0/1, fields: [[mood, good]]}]}": "mood",
    "{interfaces: [{name: GigabitEthernet0/0/1, fields: [[port-security, max-mac-num 2]]}]}": "limited where it is on",
    "{interfaces: [{name: GigabitEthernet0/0/1, fields: [[portswitch, 'on']]}]}": "is a switchport",
    "{interfaces: [{name: GigabitEthernet0/0/1, switchport: {}}]}": "nothing is said of its layer 2",
    "{interfaces: [{name: GigabitEthernet0/0/1, switchport: {mode: trunk, allowed: [[1, 5], [6, 9]]}}]}": "joined",
    "{interfaces: [{name: GigabitEthernet0/0/1, switchport: {mode: trunk, allowed: [[1, 1]]}}]}": "VLAN 1 alone",
    "{interfaces: [{name: GigabitEthernet0/0/1, switchport: {mode: access, allowed: [[5, 5]]}}]}": "carries VLANs",
    "{interfaces: [{name: GigabitEthernet0/0/1, switchport: {mode: trunk, access: 5}}]}": "an access port's",
    "{interfaces: [{name: GigabitEthernet0/0/1, switchport: {mode: hybrid, untagged: [[5, 5]]}}]}": "among those",
    "{interfaces: [{name: GigabitEthernet0/0/1, aggregate: Eth-Trunk1}]}": "no Eth-Trunk1",
    "{interfaces: [{name: Eth-Trunk1, kind: aggregate}, {name: GigabitEthernet0/0/1, aggregate: Eth-Trunk1, mpls: true}]}": "no layer of its own",
    "{interfaces: [{name: GigabitEthernet0/0/1, ospf: {area: 0, process: '1'}}]}": "process of its number",
    "{interfaces: [{name: GigabitEthernet0/0/1, ospf: {area: 0, process: '1', passive: true}}], ospf: [{process: '1'}]}": "passive",
    "{interfaces: [{name: GigabitEthernet0/0/1, vrf: A, ospf: {area: 0, process: '1'}}], ospf: [{process: '1'}], vrfs: [{name: A}]}": "another VRF",
    "{interfaces: [{name: GigabitEthernet0/0/1, mpls: true}]}": "LSR ID",
    "{interfaces: [{name: GigabitEthernet0/0/1, side: inside}]}": "outside port",
    "{vrfs: [{name: A, imports_v6: ['1:1']}]}": "without the family",
    "{vrfs: [{name: A, limit: 5}]}": "family IPv4",
    "{vrfs: [{name: A, rd: '1:1'}]}": "stands in a family",
    "{vrfs: [{name: A, imports: ['1:1'], families: [4]}]}": "need a route distinguisher",
    "{vrfs: [{name: A, table: 7}]}": "table",
    "{static_routes: [{prefix: 10.0.0.0/8, next_hop: '2001:db8::1'}]}": "other family",
    "{static_routes: [{prefix: 10.0.0.0/8, next_hop: null, interface: NULL0}]}": "discards",
    "{static_routes: [{prefix: 10.0.0.0/8, next_hop: 10.0.0.1, next_hop_vrf: ''}]}": "its own",
    "{static_routes: [{prefix: 10.0.0.0/8, next_hop: null, next_hop_vrf: A}], vrfs: [{name: A}]}": "another table",
    "{static_routes: [{prefix: 10.0.0.0/8, next_hop: 10.0.0.1, permanent: true, track: bfd X}]}": "follows nothing",
    "{ospf: [{router_id: 10.0.0.1}]}": "has a number",
    "{ospf: [{process: '1', spf_delay: [1, 2, 3]}]}": "spf delay",
    "{ospf: [{process: '1', fields: [[mood, good]]}]}": "mood",
    "{ospf: [{process: '1', redistribute: [bgp], fields: [[redistribute bgp, for ever]]}]}": "for ever",
    "{ospf: [{process: '1', active: [LoopBack0], passive: [LoopBack0]}]}": "silent and isn't",
    "{ldp: {router_id: null}}": "needs its router id",
    "{ldp: {router_id: 10.0.0.1, interfaces: [LoopBack0]}}": "where `mpls` stands",
    "{ldp: {router_id: 10.0.0.1, authenticated: true}}": "authenticated",
    "{bgp: [{asn: 1, vrf: A, families: [{family: ipv4 unicast, vpn: true}]}], vrfs: [{name: A, rd: '1:1', families: [4]}]}": "one global instance",
    "{bgp: [{asn: 1}, {asn: 1, vrf: A, families: [{family: ipv4 unicast, vpn: true}]}], vrfs: [{name: A}]}": "route distinguisher in each",
    "{bgp: [{asn: 1, families: [{family: ipv4 unicast}]}]}": "originates nothing",
    "{bgp: [{asn: 1, fields: [[mood, good]]}]}": "mood",
    "{bgp: [{asn: 1, neighbors: [{address: 10.0.0.1, remote_asn: null}]}]}": "no AS number",
    "{bgp: [{asn: 1, neighbors: [{address: 10.0.0.1, remote_asn: 2, group: X}]}]}": "no group X",
    "{bgp: [{asn: 1, neighbors: [{address: 10.0.0.1, remote_asn: 2, ttl_hops: 1, ebgp_multihop: 2}]}]}": "one way or the other",
    "{bgp: [{asn: 1, policy_required: true}]}": "policy required",
    "{bgp: [{asn: 1, groups: [{name: X, internal: true, remote_asn: 1}]}]}": "is internal",
    "{policies: [{name: A}]}": "there is one",
    "{policies: [{name: A, nodes: [{action: permit, sequence: 5, matches: [[mood, good]]}]}]}": "mood",
    "{value_lists: [{kind: community, name: '150', rules: [[permit, '1:1']]}]}": "regular expressions",
    "{value_lists: [{kind: as-path, name: '300', rules: [[permit, .*]]}]}": "no list's",
    "{prefix_lists: [{name: A, rules: [{sequence: 5, action: permit, prefix: 0.0.0.0/0, at_most: 32}]}]}": "any prefix",
    "{prefix_lists: [{name: A, rules: [{sequence: 5, action: permit, prefix: 10.0.0.0/8, at_most: 7}]}]}": "lengths",
    "{prefix_lists: [{name: A}]}": "there is one",
    "{access_lists: [{name: '2001'}]}": "another kind",
    "{access_lists: [{name: A, number: 2001}]}": "another kind",
    "{access_lists: [{name: A, rules: [{action: permit}]}]}": "has a number",
    "{access_lists: [{name: A, rules: [{action: permit, sequence: 5, sources: [10.0.0.0/8, 11.0.0.0/8]}]}]}": "one source",
    "{access_lists: [{name: A, rules: [{action: permit, sequence: 5, destination_ports: [[1, 2]]}]}]}": "tcp or udp",
    "{access_lists: [{name: A, rules: [{action: permit, sequence: 5, flags: [full moon]}]}]}": "doesn't know",
    "{access_lists: [{name: A, remarks: [one, two]}]}": "one remark of its own",
    "{access_lists: [{name: A, number: 3999}], interfaces: [{name: LoopBack0, kind: loopback, filters: [{name: '3999'}]}]}": "called 3999",
}
MANAGEMENT: Mapping[str, str] = {
    "{users: [{name: a, privilege: 3}]}": "begins with its password",
    "{users: [{name: a, secret: {form: plain}}]}": "isn't written",
    "{users: [{name: a}]}": "nothing is said",
    "{users: [{name: a, roles: [x]}]}": "roles",
    "{users: [{name: a, fields: [[ssh service-type, stelnet]]}]}": "for SSH",
    "{users: [{name: a, secret: {form: hash}, fields: [[mood, good]]}]}": "mood",
    "{enable: {form: hash}}": "enable",
    "{aaa: {enabled: true}}": "enabled",
    "{aaa: {servers: [{protocol: tacacs, host: tac1, group: T, role: primary}]}}": "is its address",
    "{aaa: {servers: [{protocol: radius, host: 10.0.0.1, address: 10.0.0.1, group: R, role: primary}]}}": "at a port",
    "{aaa: {methods: [{kind: authentication enable, name: x, methods: [local]}]}}": "authentication enable",
    "{aaa: {methods: [{kind: authentication, name: x}, {kind: authentication super, name: x, methods: [super]}]}}": "two ways",
    "{aaa: {domains: [[d, mood, good]]}}": "mood",
    "{aaa: {domains: [[d, '', ''], [d, state, block]]}}": "empty and isn't",
    "{terminals: [{kind: vty, first: 4, last: 0}]}": "end before they begin",
    "{terminals: [{kind: vty, first: 0, last: 4}, {kind: vty, first: 4, last: 9}]}": "overlap",
    "{terminals: [{kind: vty, first: 0, last: 4, transports: [ssh, telnet]}]}": "one protocol",
    "{terminals: [{kind: vty, first: 0, last: 4, method: X}]}": "method",
    "{ssh: {rekey: 90}}": "whole hours",
    "{ssh: {filters: [{name: A}, {name: B}]}}": "one list",
    "{ssh: {banner: issue}}": "banner",
    "{services: [{name: finger, enabled: false}]}": "no line for it",
    "{services: [{name: lldp, enabled: true, port: 7}]}": "its port",
    "{snmp: {communities: [{writable: false, secret: {form: plain}}]}}": "as a cipher",
    "{snmp: {targets: [{host: 10.0.0.1, version: v3}]}}": "user's name",
    "{snmp: {targets: [{host: 10.0.0.1, version: v1, informs: true}]}}": "informs",
    "{snmp: {fields: [[target-host 10.0.0.1, source LoopBack0]]}}": "target-host 10.0.0.1",
    "{snmp: {fields: [[trap-source, LoopBack0]]}}": "where traps come from",
    "{snmp: {groups: [{name: A, version: v2c, level: auth}]}}": "have a level",
    "{clock: {sources: [{host: time1}]}}": "no IPv4 address",
    "{clock: {filters: [{name: A}]}}": "ntp access peer",
    "{logging: {targets: [{host: 10.0.0.1, port: 1}, {host: 10.0.0.1, port: 2}]}}": "twice",
    "{logging: {commands: true}}": "commands",
    "{passwords: {tries: 3}}": "within a time",
    "{passwords: {block: 90}}": "whole minutes",
    "{banners: [motd]}": "motd",
    "{archive: true}": "set save-configuration",
    "{fields: [[mood, good]]}": "mood",
    "{fields: [[vlan 7 name, x]]}": "vlan 7 name",
    "{fields: [[radius R1 authentication 10.9.0.30 source, LoopBack 0]]}": "radius R1 authentication 10.9.0.30 source",
}
# What one of the platforms alone refuses.
ALONE: Mapping[tuple[str, str], str] = {
    ("huawei_vrp", "{bgp: [{asn: 1, neighbors: [{address: 10.0.0.1, remote_asn: 2, families: [{family: ipv4 unicast, communities: [large]}]}]}]}"): "standard and extended",
    ("huawei_vrp", "{management: {snmp: {source: all-interface}}}"): "everywhere without a line",
    ("huawei_vrp", "{translations: [{kind: static, inside: 10.0.0.0/24, outside: 192.0.2.0/24}]}"): "at a port of the outside",
    ("huawei_vrp", "{pools: [{name: '1'}]}"): "one range",
    ("huawei_vrpv8", "{pools: [{name: '1', ranges: [[192.0.2.1, 192.0.2.9]]}]}"): "instance on a service board",
    ("huawei_vrpv8", "{management: {clock: {enabled: true}}}"): "as a whole",
    ("huawei_vrpv8", "{management: {passwords: {history: 5}}}"): "remembers no earlier",
    ("huawei_vrpv8", "{release: V300R023C00, management: {passwords: {tries: 3, fields: [[tries within minutes, '5']]}}}"): "in one line",
}  # fmt: skip
BOTH = {**ROUTING, **{f"{{management: {facts}}}": word for facts, word in MANAGEMENT.items()}}


def refused(platform: str, facts: str, word: str) -> None:
    name = facts if platform == "huawei_vrp" else facts.replace("GigabitEthernet0/0/", "GigabitEthernet0/1/")
    device = DEVICE.validate_python({"hostname": "r1", "platform": platform, **yaml.safe_load(name)})
    with pytest.raises(InputError) as caught:
        render(get_platform(platform), device)
    assert word in str(caught.value)


@pytest.mark.parametrize("platform", ["huawei_vrp", "huawei_vrpv8"])
@pytest.mark.parametrize(("facts", "word"), BOTH.items(), ids=range(len(BOTH)))
def test_what_the_platforms_cannot_say_is_refused_by_name(platform: str, facts: str, word: str) -> None:
    refused(platform, facts, word)


@pytest.mark.parametrize(("where", "word"), ALONE.items(), ids=range(len(ALONE)))
def test_what_one_platform_cannot_say_is_refused_there(where: tuple[str, str], word: str) -> None:
    refused(*where, word)
