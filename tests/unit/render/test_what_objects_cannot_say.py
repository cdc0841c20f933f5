"""Objects beside routing, and what ports share, that the templates of IOS and RGOS can't write: refused by name, never left out."""

from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from netops.errors import InputError
from netops.model import Device
from netops.platforms import get_platform
from netops.render import render

DEVICE = TypeAdapter(Device)
NAMES = {"ios": "cisco_ios", "rgos": "ruijie_os"}


def at_port(facts: str, name: str = "GigabitEthernet0/1") -> str:
    """Facts of one port."""
    return f"{{interfaces: [{{name: {name}, {facts}}}]}}"


def sharing(facts: str, protocol: str = "hsrp", name: str = "GigabitEthernet0/1") -> str:
    """A port that shares an address."""
    return at_port(f"gateways: [{{protocol: {protocol}, group: 1, {facts}}}]", name)


RGOS_PORT = "GigabitEthernet 0/1"
THREE = "fields: [[version, '3']]"
# Platform, what is refused, a word of the reason. Each stands for one check: without it the text would say something else.
REFUSED = [
    ("ios", sharing("addresses: [10.0.0.1]", "glbp"), "hsrp or vrrp"),
    ("rgos", sharing("addresses: [10.0.0.1]", "hsrp", RGOS_PORT), "'hsrp' can't be held"),
    ("ios", sharing("addresses: [10.0.0.1, 10.0.0.2]"), "one address is the first"),
    ("ios", sharing("addresses: [10.0.0.1], fields: [[secondary, 10.0.0.1]]"), "one first address"),
    ("ios", sharing("addresses: [10.0.0.1], fields: [[secondary, 10.0.0.9]]"), "that it hasn't"),
    ("ios", sharing("addresses: ['fe80::1']"), "other family"),
    ("ios", sharing("version: 6, addresses: ['2001:db8::1']"), "length of its network"),
    ("ios", sharing("version: 6"), "one first address"),
    ("ios", sharing("version: 6, addresses: ['fe80::1']", "vrrp"), "is of version 3"),
    ("ios", sharing("priority: 120", "vrrp"), "it has an address"),
    ("ios", sharing("delay: 60000"), "before it takes over"),
    ("ios", sharing("preempt: true, delay: 1500"), "before it takes over"),
    ("ios", sharing("fields: [[preempt delay, reload 180]]"), "where it waits at all"),
    ("ios", sharing("hello: 3000"), "both of its times"),
    ("ios", sharing("hello: 3000, fields: [[hold, soon]]"), "is a number"),
    ("rgos", sharing("addresses: [10.0.0.1], hello: 105", "vrrp", RGOS_PORT), "counted in 10"),
    ("ios", sharing("authentication: key-chain"), "has a name"),
    ("ios", sharing(f"addresses: [10.0.0.1], authentication: simple, {THREE}", "vrrp"), "proves nothing"),
    ("rgos", sharing("addresses: [10.0.0.1], authentication: md5", "vrrp", RGOS_PORT), "'md5' can't be held"),
    ("ios", sharing("addresses: [10.0.0.1], fields: [[version, '2']]", "vrrp"), "where it is 3"),
    ("ios", sharing("addresses: [10.0.0.1], fields: [[ipv6, autoconfig]]"), "comes of itself"),
    ("ios", sharing("addresses: [10.0.0.1], fields: [[full moon, 'on']]"), "no line says full moon"),
    ("ios", sharing("addresses: [10.0.0.1], tracks: [Gi0/2 20]"), "no line says track"),
    ("ios", sharing("addresses: [10.0.0.1], fields: [[name, A], [name, B]]"), "two values"),
    ("ios", at_port("gateways: [{protocol: hsrp, group: 1}, {protocol: hsrp, group: 1, version: 6, addresses: ['fe80::1']}]"), "one number"),
    ("ios", at_port("guards: [[root-guard, true], [loop-guard, true]]"), "one guard"),
    ("ios", at_port("guards: [[port-security maximum 2, false]]"), "is a measure"),
    ("ios", at_port("aggregate: Eth-Trunk1"), "in full: Port-channel1"),
    ("ios", at_port("fields: [[aggregate mode, active]]"), "active, passive or on"),
    ("ios", at_port("fields: [[ip address, dhcp]], addresses: [10.0.0.1/24]"), "by DHCP"),
    ("ios", at_port("fields: [[speed, '100'], [speed, '10']]"), "two values"),
    ("ios", at_port("isis: {process: A, passive: true}"), "passive"),
    ("ios", at_port("isis: {process: A, versions: []}"), "IPv4, IPv6 or both"),
    ("ios", at_port("isis: {process: A, metrics: [['', 10], ['', 20]]}"), "one cost"),
    ("ios", at_port("isis: {process: A, authentication: [['', hmac-sha256]]}"), "simple or md5"),
    ("ios", at_port("isis: {process: A, fields: [[full moon, 'on']]}"), "don't write full moon"),
    ("ios", "{isis: [{process: A, vrf: NOWHERE}]}", "no such VRF"),
    ("ios", "{isis: [{process: A}, {process: A, level: level-1}]}", "stands 2 times"),
    ("ios", "{isis: [{process: A, authentication: [[area, simple], [area, md5]]}]}", "one proof each"),
    ("ios", "{isis: [{process: A, passive: [Gi0/1]}]}", "in full"),
    ("ios", "{isis: [{process: A, passive: [Loopback0], fields: [[passive-interface, default]]}]}", "all ports are passive"),
    ("ios", "{isis: [{process: A, fields: [[redistribute static, level-2]]}]}", "doesn't announce static"),
    ("ios", "{isis: [{process: A, fields: [[address-family ipv6 multi-topology, 'on']]}]}", "in its family"),
    ("ios", "{isis: [{process: A, fields: [[area-password, authenticate snp validate]]}]}", "where there is none"),
    ("ios", "{isis: [{process: A, fields: [[full moon, 'on']]}]}", "don't write full moon"),
    ("ios", "{isis: [{process: A, nets: [here]}]}", "network entity title"),
    ("ios", "{management: {key_chains: [{name: A, keys: [{number: 1}, {number: 1, algorithm: md5}]}]}}", "stands twice"),
    ("ios", "{management: {key_chains: [{name: A, keys: [{number: 1, secret: {form: hash, algorithm: md5}}]}]}}", "doesn't lie there"),
    ("rgos", "{management: {key_chains: [{name: A, keys: [{number: 1, secret: {form: hash, algorithm: md5}}]}]}}", "doesn't lie there"),
    ("ios", "{management: {key_chains: [{name: A B}]}}", "one word"),
    ("ios", "{management: {key_chains: [{name: A, keys: [{number: 1, send: Tunnel 1 infinite}]}]}}", "no line says send-lifetime"),
    ("ios", "{management: {key_chains: [{name: A, mode: absolute}]}}", "mode"),
    ("ios", "{management: {key_chains: [{name: A, fields: [[full moon, 'on']]}]}}", "don't write full moon"),
    ("ios", "{management: {trust_points: [{name: A, certificates: [{name: ca 01}]}]}}", "file of the device"),
    ("ios", "{management: {trust_points: [{name: A, certificates: [{name: 'ca 01 nvram:A#1.cer', body: '3082'}]}]}}", "file of the device"),
    ("ios", "{management: {trust_points: [{name: A, certificates: [{name: ca 01, body: '3082'}, {name: 'ca 01 nvram:A#1.cer'}]}]}}", "one name"),
    ("ios", "{management: {trust_points: [{name: A, certificates: [{name: ca 01, body: 3082 quit}]}]}}", "can't be held"),
    ("ios", "{management: {trust_points: [{name: A, certificates: [{name: root, body: '3082'}]}]}}", "can't be held"),
    ("rgos", "{management: {trust_points: [{name: A, certificates: [{name: ca 01, body: '3082'}]}]}}", "certificates"),
    ("ios", "{management: {trust_points: [{name: A, enrollment: url}]}}", "says which"),
    ("ios", "{management: {trust_points: [{name: A, fields: [[full moon, 'on']]}]}}", "don't write full moon"),
    ("ios", "{management: {public_keys: [{name: A}]}}", "public keys"),
    ("ios", "{traffic_classes: [{name: A}, {name: A, kind: inspect}]}", "stands 2 times"),
    ("rgos", "{traffic_classes: [{name: A, kind: inspect}]}", "its kind and its name"),
    ("rgos", "{traffic_classes: [{name: match-any}]}", "its kind and its name"),
    ("ios", "{traffic_classes: [{name: A, matches: [[full moon, x]]}]}", "no match says full moon"),
    ("ios", "{traffic_behaviors: [{name: A}]}", "traffic behaviors"),
    ("ios", "{traffic_policies: [{name: A, kind: control-plane}]}", "its kind and its name"),
    ("ios", "{traffic_policies: [{name: A, fields: [[full moon, 'on']]}]}", "don't write full moon"),
    ("ios", "{traffic_policies: [{name: A, steps: [{name: B}, {name: B}]}]}", "stands twice"),
    ("ios", "{traffic_policies: [{name: A, steps: [{name: class-default}, {name: B}]}]}", "comes last"),
    ("ios", "{traffic_policies: [{name: A, steps: [{name: B, behavior: C}]}]}", "behavior"),
    ("ios", "{traffic_policies: [{name: A, steps: [{name: B, actions: [[full moon, x]]}]}]}", "no line says that full moon"),
    ("ios", "{spanning_tree: {fields: [[full moon, 'on']]}}", "don't write full moon"),
    ("ios", "{spanning_tree: {instances: [[1, [[1, 9]]], [2, [[5, 7]]]]}}", "in one instance"),
    ("ios", "{spanning_tree: {instances: [[1, [[1, 4]]], [1, [[6, 7]]]]}}", "stands once"),
    ("ios", "{spanning_tree: {instances: [[1, [[1, 4], [5, 7]]]]}}", "joined and in order"),
    ("ios", "{dhcp_pools: [{name: A, networks: [10.0.0.0/24, 10.1.0.0/24]}]}", "one network"),
    ("ios", "{dhcp_pools: [{name: A, networks: ['2001:db8::/64']}]}", "of IPv4"),
    ("ios", "{dhcp_pools: [{name: A, lease: 61}]}", "for minutes"),
    ("ios", "{dhcp_pools: [{name: A, excluded: [[10.0.0.1, 10.0.0.9]]}]}", "excluded"),
    ("ios", "{dhcp_pools: [{name: A, fields: [[full moon, 'on']]}]}", "don't write full moon"),
    ("ios", "{dhcp_pools: [{name: A, vrf: NOWHERE}]}", "no such VRF"),
    ("ios", "{probes: [{kind: rns, name: '1'}]}", "'rns' can't be held"),
    ("ios", "{probes: [{kind: sla, name: '1', test: icmp-echo, destination: 10.0.0.1, running: true}]}", "when it starts"),
    ("ios", "{probes: [{kind: sla, name: '1', test: icmp-echo, destination: 10.0.0.1, interval: 1500}]}", "1000 milliseconds"),
    ("ios", "{probes: [{kind: sla, name: '1', interval: 1000}]}", "asks nobody"),
    ("ios", "{probes: [{kind: sla, name: '1', test: icmp-echo, destination: 10.0.0.1, source: Gi0/1}]}", "in full"),
    ("ios", "{probes: [{kind: sla, name: '1', test: icmp-echo, destination: 10.0.0.1, fields: [[port, soon]]}]}", "no line says icmp-echo"),
    ("ios", "{probes: [{kind: sla, name: '1', test: icmp-echo, destination: 10.0.0.1, fields: [[full moon, 'on']]}]}", "don't write full moon"),
    ("ios", "{probes: [{kind: sla, name: '1', test: icmp-echo, destination: 10.0.0.1, fields: [[timeout, '1'], [timeout, '2']]}]}", "two values"),
    ("rgos", "{probes: [{kind: rns, name: '1', test: udp-jitter, destination: 10.0.0.1}]}", "icmp-echo or tcp-connect"),
    ("ios", "{tracks: [{name: '1', what: full moon}]}", "no line says track"),
    ("ios", "{tracks: [{name: '1', what: interface Gi0/1 line-protocol}]}", "no line says track"),
    ("ios", "{tracks: [{name: '1', what: list boolean and, fields: [[full moon, 'on']]}]}", "don't write full moon"),
    ("ios", "{ospf: [{process: '1', fields: [[nsf, cisco], [nsf, ietf]]}]}", "two values"),
    ("ios", "{ospf: [{process: '1', fields: [[default-information, metric 7]]}]}", "no default route"),
    ("ios", "{ospf: [{process: '1', fields: [[redistribute static, subnets]]}]}", "doesn't announce static"),
    ("ios", "{ospf: [{process: '1', areas: [{number: 7, fields: [[full moon, 'on']]}]}]}", "of area 7"),
    ("ios", "{bgp: [{asn: 1, fields: [[timers bgp, 1 3], [timers bgp, 2 6]]}]}", "two values"),
    ("ios", "{bgp: [{asn: 1, fields: [[full moon, 'on']]}]}", "don't write full moon"),
    ("ios", "{bgp: [{asn: 1, fields: [[ipv4 unicast maximum-paths, '2']]}]}", "without its family"),
    ("ios", "{bgp: [{asn: 1, fields: [[ipv4 unicast redistribute static, metric 5]]}]}", "doesn't announce"),
    ("ios", "{bgp: [{asn: 1, fields: [[ipv4 unicast network 10.0.0.0/8, route-map A]]}]}", "by a map"),
    ("ios", "{bgp: [{asn: 1, fields: [[ipv4 unicast aggregate-address 10.0.0.1/8, 'on']]}]}", "don't write ipv4 unicast aggregate-address"),
    ("ios", "{bgp: [{asn: 1, neighbors: [{address: 10.0.0.1, remote_asn: 2, fields: [[full moon, 'on']]}]}]}", "don't write full moon"),
    ("ios", "{bgp: [{asn: 1, neighbors: [{address: 10.0.0.1, remote_asn: 2, families: [{family: ipv4 unicast, fields: [[full moon, 'on']]}]}]}]}", "don't write full moon"),
    ("ios", "{bgp: [{asn: 1, neighbors: [{address: 10.0.0.1, remote_asn: 2, families: [{family: ipv4 unicast, fields: [[maximum-prefix beyond, '80']]}]}]}]}", "needs the number"),
    ("ios", "{bgp: [{asn: 1, neighbors: [{address: 10.0.0.1, remote_asn: 2, families: [{family: ipv4 unicast, maximum_prefix: 5, fields: [[maximum-prefix beyond, warning-only]]}]}]}]}", "no line says maximum-prefix"),
    ("ios", "{bfd_sessions: [{name: A}]}", "bfd sessions"),
    ("ios", "{zones: [{name: A, interfaces: [GigabitEthernet0/1]}]}", "no such port"),
    ("ios", "{interfaces: [{name: GigabitEthernet0/1}], zones: [{name: A, interfaces: [GigabitEthernet0/1]}, {name: B, interfaces: [GigabitEthernet0/1]}]}", "stands in one zone"),
    ("ios", "{zones: [{name: A, priority: 50}]}", "priority"),
    ("ios", "{zone_pairs: [{source: A, destination: B}]}", "one word"),
    ("ios", "{stacks: [{kind: stack}]}", "there is one"),
    ("ios", "{stacks: [{kind: stack, members: [{number: 1}]}]}", "its priority is said"),
    ("ios", "{stacks: [{kind: vsu}]}", "'vsu' can't be held"),
    ("rgos", "{stacks: [{kind: vsu, members: [{number: 1}]}]}", "in its domain"),
    ("rgos", "{stacks: [{kind: vsu, domain: 1, members: [{number: 1}, {number: 1, priority: 2}]}]}", "each once"),
    ("rgos", "{stacks: [{kind: vsu, links: [[vsl-port, Tunnel 1]], fields: [[medium Tunnel 1, copper], [medium Tunnel 1, fiber]]}]}", "one medium"),
    ("rgos", "{stacks: [{kind: vsu, domain: 1, links: [[lsv-port, GigabitEthernet 0/1]]}]}", "no port of a stack"),
    ("rgos", "{stacks: [{kind: vsu, domain: 1, fields: [[medium GigabitEthernet 0/1, copper]]}]}", "isn't there"),
    ("rgos", "{stacks: [{kind: vsu, domain: 1, fields: [[mad, by eye]]}]}", "don't write dual-active"),
    ("rgos", "{zones: [{name: A}]}", "zones"),
    ("ios", "{management: {fields: [[control-plane full, moon]]}}", "don't write full"),
    ("rgos", "{management: {fields: [[nfpp full moon, 'on']]}}", "don't write nfpp full moon"),
]  # fmt: skip


def device(platform: str, facts: str) -> Device:
    loaded: dict[str, Any] = yaml.load(facts, Loader=yaml.CSafeLoader)
    return DEVICE.validate_python({"hostname": "pe1", "platform": platform, **loaded})


@pytest.mark.parametrize(("platform", "facts", "reason"), REFUSED)
def test_it_is_refused_with_its_reason(platform: str, facts: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        render(get_platform(NAMES[platform]), device(NAMES[platform], facts))
    assert reason in str(caught.value)
