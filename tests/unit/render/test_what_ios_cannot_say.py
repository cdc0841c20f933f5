"""What the templates for Cisco IOS can't write is refused by name, never left out."""

from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from netops.errors import InputError
from netops.model import Device
from netops.platforms import get_platform
from netops.render import render

IOS = get_platform("cisco_ios")
DEVICE = TypeAdapter(Device)
# What is refused → a word of the reason. Each stands for one check: without it the text would say something else.
REFUSED: Mapping[str, str] = {
    "{interfaces: [{name: Gi0/1}]}": "in full",
    "{interfaces: [{name: Loopback0}]}": "kind loopback",
    "{interfaces: [{name: Vlan10, kind: vlan}]}": "dot1q",
    "{interfaces: [{name: GigabitEthernet0/1, dot1q: 7}]}": "tag",
    "{interfaces: [{name: GigabitEthernet0/1, vrf: NOWHERE}]}": "no such VRF",
    "{interfaces: [{name: GigabitEthernet0/1, addresses: [10.0.0.1/24, 10.0.1.1/24]}]}": "one first",
    "{interfaces: [{name: GigabitEthernet0/1, addresses: ['fe80::1/10']}]}": "link-local",
    "{interfaces: [{name: GigabitEthernet0/1, filters: [{name: A}, {name: B}]}]}": "two of one kind",
    "{interfaces: [{name: GigabitEthernet0/1, relays: ['2001:db8::1']}]}": "IPv6 relay",
    "{interfaces: [{name: GigabitEthernet0/1, guards: [[storm-control, true]]}]}": "storm-control",
    "{interfaces: [{name: GigabitEthernet0/1, guards: [[redirects, true], [redirects, false]]}]}": "on and off",
    "{interfaces: [{name: GigabitEthernet0/1, ospf: {area: 0}}]}": "number of its process",
    "{interfaces: [{name: GigabitEthernet0/1, ospf: {area: 0, process: '1', passive: true}}]}": "passive",
    "{interfaces: [{name: GigabitEthernet0/1, switchport: {allowed: [[1, 5], [6, 9]]}}]}": "joined",
    "{interfaces: [{name: GigabitEthernet0/1, fields: [[speed, '100']]}]}": "fields",
    "{interfaces: [{name: GigabitEthernet0/1, mpls: true}]}": "mpls ip",
    "{interfaces: [{name: GigabitEthernet0/1, description: 'what?'}]}": "question mark",
    "{vrfs: [{name: A, imports_v6: ['1:1']}]}": "without the family",
    "{vrfs: [{name: A, limit: 5}]}": "family ipv4",
    "{vrfs: [{name: A, table: 7}]}": "table",
    "{static_routes: [{prefix: 10.0.0.0/8, next_hop: '2001:db8::1'}]}": "other family",
    "{static_routes: [{prefix: 10.0.0.0/8, next_hop: null, interface: Null0}]}": "discards",
    "{static_routes: [{prefix: 10.0.0.0/8, next_hop: 10.0.0.1, next_hop_vrf: ''}]}": "global table",
    "{ospf: [{router_id: 10.0.0.1}]}": "has a number",
    "{ospf: [{process: '1', areas: [{number: 7}]}]}": "nothing is said",
    "{ospf: [{process: '1', fields: [[nsf, 'on']]}]}": "fields",
    "{ldp: {router_id: 10.0.0.1}}": "an interface's address",
    "{bgp: [{asn: 1, vrf: A}], vrfs: [{name: A}]}": "one global instance",
    "{bgp: [{asn: 1, families: [{family: ipv4 unicast}]}]}": "originates nothing",
    "{bgp: [{asn: 1, families: [{family: ipv4 unicast, vpn: true}]}]}": "exports to VPN",
    "{bgp: [{asn: 1, neighbors: [{address: 10.0.0.1, remote_asn: null}]}]}": "no AS number",
    "{bgp: [{asn: 1, neighbors: [{address: 10.0.0.1, remote_asn: null, group: X}]}]}": "no group X",
    "{bgp: [{asn: 1, groups: [{name: X, internal: true}]}]}": "internal",
    "{prefix_lists: [{name: A, rules: [{sequence: 5, action: permit, prefix: null}]}]}": "le 32",
    "{prefix_lists: [{name: A, rules: [{sequence: 5, action: permit, prefix: 10.0.0.0/8, at_most: 7}]}]}": "lengths",
    "{prefix_lists: [{name: A}]}": "there is one",
    "{access_lists: [{name: '10'}]}": "another kind",
    "{access_lists: [{name: A, version: 6, kind: standard}]}": "extended one",
    "{access_lists: [{name: A, rules: [{action: permit, sources: [0.0.0.0/0]}]}]}": "all addresses",
    "{access_lists: [{name: A, rules: [{action: permit, sources: [10.0.0.0/8, 11.0.0.0/8]}]}]}": "one source",
    "{access_lists: [{name: A, rules: [{action: permit, destination_ports: [[1, 2]]}]}]}": "tcp or udp",
    "{access_lists: [{name: A, rules: [{action: permit, flags: [full moon]}]}]}": "doesn't know",
    "{access_lists: [{name: A, rules: [{action: permit, states: [new]}]}]}": "states",
    "{access_lists: [{name: A, kind: standard, rules: [{action: permit, protocol: tcp}]}]}": "sources alone",
    "{access_lists: [{name: A, rules: [{action: permit, sequence: 9}, {action: deny}]}]}": "no rule has a number",
    "{access_lists: [{name: A, kind: standard}, {name: A}]}": "stands 2 times",
    "{translations: [{kind: source}]}": "translations",
    "{management: {archive: true}}": "management",
}


def device(facts: str) -> Device:
    loaded: dict[str, Any] = yaml.load(facts, Loader=yaml.CSafeLoader)
    return DEVICE.validate_python({"hostname": "pe1", "platform": "cisco_ios", **loaded})


@pytest.mark.parametrize("facts", REFUSED)
def test_it_is_refused_with_its_reason(facts: str) -> None:
    with pytest.raises(InputError) as caught:
        render(IOS, device(facts))
    assert REFUSED[facts] in str(caught.value)
