"""What the templates for Ruijie RGOS can't write is refused by name, never left out."""

from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from netops.errors import InputError
from netops.model import Device
from netops.platforms import get_platform
from netops.render import render

RGOS = get_platform("ruijie_os")
DEVICE = TypeAdapter(Device)
PORT = "name: GigabitEthernet 0/1"
# What is refused → a word of the reason. Each stands for one check: without it the text would say something else.
REFUSED: Mapping[str, str] = {
    "{interfaces: [{name: GigabitEthernet0/1}]}": "in full",
    "{interfaces: [{name: Loopback 0}]}": "kind loopback",
    "{interfaces: [{name: VLAN 10, kind: vlan}]}": "dot1q",
    f"{{interfaces: [{{{PORT}, dot1q: 7}}]}}": "tag",
    f"{{interfaces: [{{{PORT}, vrf: NOWHERE}}]}}": "no such VRF",
    f"{{interfaces: [{{{PORT}, guards: [[cdp, true]]}}]}}": "don't write cdp",
    f"{{interfaces: [{{{PORT}, guards: [[port-security maximum 2, false]]}}]}}": "measure",
    f"{{interfaces: [{{{PORT}, routed: true, guards: [[port-security, true]]}}]}}": "of layer 2",
    f"{{interfaces: [{{{PORT}, routed: true, switchport: {{mode: trunk}}}}]}}": "layer 2 and at layer 3",
    f"{{interfaces: [{{{PORT}, switchport: {{mode: trunk}}, addresses: [10.0.0.1/24]}}]}}": "has no address",
    f"{{interfaces: [{{{PORT}, switchport: {{mode: trunk, allowed: []}}}}]}}": "carries a VLAN",
    f"{{interfaces: [{{{PORT}, switchport: {{}}}}]}}": "by its mode",
    f"{{interfaces: [{{{PORT}, aggregate: AggregatePort 1, addresses: [10.0.0.1/24]}}]}}": "the aggregate's",
    f"{{interfaces: [{{{PORT}, fields: [[aggregate mode, active]]}}]}}": "active, passive or on",
    f"{{interfaces: [{{{PORT}, fields: [[frobnication, '7']]}}]}}": "don't write frobnication",
    f"{{interfaces: [{{{PORT}, fields: [[description, x]]}}]}}": "don't write description",
    f"{{interfaces: [{{{PORT}, fields: [[ip address, somehow]]}}]}}": "DHCP",
    "{interfaces: [{name: Loopback 0, kind: loopback, routed: true}]}": "only a port",
    "{interfaces: [{name: GigabitEthernet 0/1.7, kind: sub, addresses: [10.0.0.1/24]}]}": "its tag",
    f"{{interfaces: [{{{PORT}, addresses: [10.0.0.1/24], ospf: {{area: 0, process: '1', cost: 5}}}}]}}": "whose network holds",
    f"{{interfaces: [{{{PORT}, addresses: [10.0.0.1/24], ospf: {{area: 0, process: '1'}}}}], ospf: [{{process: '1', areas: [{{number: 0, networks: [10.0.0.0/24]}}]}}]}}": "for the interface alone",
    f"{{vrfs: [{{name: A}}], interfaces: [{{{PORT}, vrf: A, addresses: ['2001:db8::1/64']}}]}}": "of that family",
    "{vrfs: [{name: A, imports_v6: ['1:1']}]}": "without the family",
    "{management: {fields: [[vlan 7 name, HQ]]}}": "no such VLAN",
    "{vlans: [7], management: {fields: [[vlan 7 name, head office]]}}": "one word",
    "{translations: [{kind: static, inside: 10.0.0.1/32, outside: 192.0.2.1/32, extendable: true}]}": "its extendable",
    "{vrfs: [{name: A, limit: 5, families: [6]}]}": "family ipv4",
    "{vrfs: [{name: A, families: [6], exports: ['1:1']}]}": "where that has none",
    "{vrfs: [{name: A, families: [6], exports: ['1:1'], exports_v6: ['1:2']}]}": "join the VRF's or replace",
    "{static_routes: [{prefix: 10.0.0.0/8, next_hop: 10.0.0.1, permanent: true, track: '3'}]}": "what it tracks",
    "{static_routes: [{prefix: '2001:db8::/32', next_hop: '2001:db8::1', permanent: true}]}": "neither permanent",
    "{ospf: [{process: '1', fields: [[redistribute static, subnets]]}]}": "doesn't announce static",
    "{ospf: [{process: '1', fields: [[router-id, 10.0.0.1]]}]}": "don't write router-id",
    "{ospf: [{process: '1', active: [Loopback 0], passive: [Loopback 0]}]}": "or it isn't",
    "{ospf: [{process: '1', areas: [{number: 0, networks: [10.0.0.0/8]}, {number: 1, networks: [10.0.0.0/8]}]}]}": "in one area",
    "{ldp: {router_id: null, interfaces: [Loopback 0]}}": "ports of the device",
    "{ldp: {router_id: 10.0.0.1, router_interface: Loopback 0}}": "or that of an interface",
    "{bgp: [{asn: 1}, {asn: 1, vrf: A, families: [{family: ipv4 unicast, vpn: true}]}], vrfs: [{name: A}]}": "route distinguisher",
    "{bgp: [{asn: 1}, {asn: 1, vrf: A, router_id: 10.0.0.1, families: [{family: ipv4 unicast, vpn: true}]}], vrfs: [{name: A, rd: '1:1'}]}": "of the device",
    "{bgp: [{asn: 1}, {asn: 1, vrf: A, neighbors: [{address: '2001:db8::1', remote_asn: 2, families: [{family: ipv4 unicast}]}], families: [{family: ipv4 unicast, vpn: true}, {family: ipv6 unicast, vpn: true}]}], vrfs: [{name: A, rd: '1:1'}]}": "of its own family",
    "{bgp: [{asn: 1, neighbors: [{address: 10.0.0.1, remote_asn: 2, ttl_hops: 1, ebgp_multihop: 2}]}]}": "hops away",
    "{bgp: [{asn: 1, fields: [[ipv4 unicast maximum-paths, ebgp 2]]}]}": "without its family",
    "{bgp: [{asn: 1, fields: [[ipv4 unicast redistribute static, metric 5]]}]}": "doesn't announce",
    "{access_lists: [{name: A, rules: [{action: permit}]}]}": "with its number",
    "{access_lists: [{name: A, remarks: [one, two]}]}": "one remark",
    "{access_lists: [{name: A, rules: [{action: permit, flags: [fragments], sequence: 10}]}]}": "`fragment`",
    "{access_lists: [{name: A, rules: [{action: permit, protocol: tcp, destination_ports: [[80, 80], [443, 443]], sequence: 10}]}]}": "1 single",
    "{policies: [{name: A}]}": "there is one",
    "{policies: [{name: A, nodes: [{action: permit, sequence: 10, matches: [[full moon, x]]}]}]}": "don't write full moon",
    "{policies: [{name: A, nodes: [{action: permit, sequence: 10, sets: [[tag, '1'], [tag, '2']]}]}]}": "two lines of tag",
    "{policies: [{name: A, nodes: [{action: permit, sequence: 10, sets: [[tag, x]]}]}]}": "is a number",
    "{policies: [{name: A, nodes: [{action: permit, sequence: 10, matches: [[interface, Gi0/1]]}]}]}": "in full",
    "{policies: [{name: A, nodes: [{action: permit, sequence: 10, matches: [[access-list, prefix-list B]]}]}]}": "something else",
    "{value_lists: [{kind: as-path, name: A, rules: [[permit, '1']]}]}": "has a number",
    "{value_lists: [{kind: community, name: A}]}": "a rule",
    "{value_lists: [{kind: community, name: '10', expanded: true, rules: [[permit, '1']]}]}": "its number says",
    "{translations: [{kind: source}]}": "isn't told so",
    "{translations: [{kind: source, access_list: A, pool: P}, {kind: source, access_list: A, pool: P, overload: true}]}": "stands 2 times",
    "{translations: [{kind: static, inside: 10.0.0.0/24, outside: 192.0.2.0/24}]}": "one address to another",
    "{translations: [{kind: static, inside: 10.0.0.1/32, outside: 192.0.2.1/32, overload: true}]}": "shared by nobody",
    "{pools: [{name: A}]}": "has addresses",
    "{management: {users: [{name: a}]}}": "nothing is said",
    "{management: {users: [{name: a, secret: {form: plain}, fields: [[nopassword, 'on']]}]}}": "needs no password",
    "{management: {users: [{name: a, services: [ssh, telnet]}]}}": "one way to log in",
    "{management: {users: [{name: a, roles: [admin]}]}}": "roles",
    "{management: {users: [{name: a, secret: {form: reversible, algorithm: md5}}]}}": "SHA-256",
    "{management: {aaa: {methods: [{kind: authentication login, name: a, methods: [local]}]}}}": "aaa new-model",
    "{management: {aaa: {servers: [{protocol: radius, host: 10.0.0.1}]}}}": "by its address",
    "{management: {aaa: {servers: [{protocol: radius, host: 10.0.0.1, address: 10.0.0.1, vrf: A}]}}, vrfs: [{name: A}]}": "by its group",
    "{management: {aaa: {servers: [{protocol: tacacs, host: 10.0.0.1, address: 10.0.0.1, vrf: A}]}}}": "no VRF A",
    "{management: {terminals: [{kind: vty, first: 0, last: 4}, {kind: vty, first: 4, last: 5}]}}": "two ranges",
    "{management: {terminals: [{kind: vty, first: 0, last: 4, transports: [ssh, telnet]}]}}": "one word",
    "{management: {terminals: [{kind: vty, first: 0, last: 4, login: local, method: X}]}}": "asks AAA",
    "{management: {terminals: [{kind: vty, first: 0, last: 4, fields: [[login, local]]}]}}": "don't write login",
    "{management: {services: [{name: telnet, enabled: true, port: 2323}]}}": "no port",
    "{management: {ssh: {filters: [{name: A, version: 6}]}}}": "of IPv4",
    "{management: {snmp: {targets: [{host: 10.0.0.1, version: v3, level: priv}]}}}": "a user",
    "{management: {snmp: {targets: [{host: 10.0.0.1, version: v2c, user: a}]}}}": "a user",
    "{management: {snmp: {communities: [{writable: false, usual: true, secret: {form: plain}}]}}}": "usual",
    "{management: {snmp: {groups: [{name: A, version: v3}]}}}": "has a level",
    "{management: {snmp: {targets: [{host: 10.0.0.1}]}}}": "its version",
    "{management: {snmp: {users: [{name: A, group: B, privacy: des56}]}}}": "without being proven",
    "{management: {clock: {filters: [{name: A}]}}}": "ntp access-group",
    "{management: {clock: {sources: [{host: 10.0.0.1}]}}}": "its address or its name",
    "{management: {fields: [[service timestamps log, msec]]}}": "service timestamps log",
    "{management: {logging: {targets: [{host: 10.0.0.1, transport: udp}]}}}": "port of UDP",
    "{management: {logging: {buffer: 5}}}": "has a size",
    "{management: {passwords: {kinds: 3}}}": "kinds",
    "{management: {passwords: {fields: [[password policy min-size, '9']]}}}": "don't write password policy min-size",
    "{management: {fields: [[hostname, x]]}}": "don't write hostname",
    "{management: {archive: true}}": "archive",
    "{management: {banners: [full moon]}}": "login, motd",
}  # fmt: skip


def device(facts: str) -> Device:
    loaded: dict[str, Any] = yaml.load(facts, Loader=yaml.CSafeLoader)
    return DEVICE.validate_python({"hostname": "pe1", "platform": "ruijie_os", **loaded})


@pytest.mark.parametrize("facts", REFUSED)
def test_it_is_refused_with_its_reason(facts: str) -> None:
    with pytest.raises(InputError) as caught:
        render(RGOS, device(facts))
    assert REFUSED[facts] in str(caught.value)
