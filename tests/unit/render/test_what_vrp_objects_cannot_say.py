"""What the templates of VRP and Comware can't write of VRRP, IS-IS, QoS and the like is refused by name, never left out."""

from collections.abc import Mapping

import pytest
import yaml
from pydantic import TypeAdapter

from netops.errors import InputError
from netops.model import Device
from netops.platforms import get_platform
from netops.render import render

DEVICE = TypeAdapter(Device)
FIVE, EIGHT, COMWARE = "huawei_vrp", "huawei_vrpv8", "h3c_comware"
HUAWEI = (FIVE, EIGHT)
ALL = (*HUAWEI, COMWARE)
GATEWAY = "{protocol: vrrp, group: 1, addresses: [10.0.0.1]"
# Platforms, and what they refuse → a word of the reason. Each stands for one check: without it the text would say something else.
REFUSED: Mapping[tuple[tuple[str, ...], str], str] = {
    (ALL, "{ports: [{gateways: [{protocol: hsrp, group: 1, addresses: [10.0.0.1]}]}]}"): "no hsrp",
    (ALL, "{ports: [{gateways: [{protocol: vrrp, group: 1}]}]}"): "has an address",
    (ALL, "{ports: [{gateways: [{protocol: vrrp, group: 1, addresses: ['fe80::1']}]}]}"): "another family",
    (ALL, "{ports: [{gateways: [{protocol: vrrp, group: 1, version: 6, addresses: ['fe80::1'], authentication: md5}]}]}"): "proves nothing",
    (ALL, f"{{ports: [{{gateways: [{GATEWAY}, tracks: [interface gi0/0/1]}}]}}]}}"): "port",
    (ALL, f"{{ports: [{{gateways: [{GATEWAY}, priority: 90}}, {GATEWAY}}}]}}]}}"): "stands twice",
    (ALL, f"{{ports: [{{gateways: [{GATEWAY}, fields: [[mood, good]]}}]}}]}}"): "mood",
    (HUAWEI, f"{{ports: [{{gateways: [{GATEWAY}, delay: 1500}}]}}]}}"): "whole seconds",
    (HUAWEI, f"{{ports: [{{gateways: [{GATEWAY}, preempt: true}}]}}]}}"): "without a line",
    (HUAWEI, f"{{ports: [{{gateways: [{GATEWAY}, fields: [[timer advertise, '5']]}}]}}]}}"): "are seconds",
    ((COMWARE,), f"{{ports: [{{gateways: [{GATEWAY}, hello: 1000}}]}}]}}"): "centiseconds",
    ((COMWARE,), f"{{ports: [{{gateways: [{GATEWAY}, hello: 3000, fields: [[timer advertise, '5']]}}]}}]}}"): "twice",
    ((COMWARE,), f"{{ports: [{{gateways: [{GATEWAY}, fields: [[timer advertise, '500']]}}]}}]}}"): "known",
    ((COMWARE,), f"{{release: '5.20', ports: [{{gateways: [{GATEWAY}, hello: 3000}}]}}]}}"): "counts seconds",
    ((COMWARE,), f"{{release: '5.20', ports: [{{gateways: [{GATEWAY}, delay: 3000, preempt: false}}]}}]}}"): "who waits",
    ((COMWARE,), f"{{release: '5.20', ports: [{{gateways: [{GATEWAY}, fields: [[preempt-mode delay, '5']]}}]}}]}}"): "timer delay",
    (ALL, "{ports: [{isis: {process: '1'}}]}"): "no IS-IS 1",
    (ALL, "{ports: [{isis: {process: '1'}}], isis: [{process: '1', vrf: A}], vrfs: [{name: A}]}"): "another VRF",
    (ALL, "{ports: [{isis: {process: '1', versions: []}}], isis: [{process: '1'}]}"): "IPv4 or IPv6",
    (ALL, "{ports: [{isis: {process: '1', metrics: [['', 1], ['', 2]]}}], isis: [{process: '1'}]}"): "two costs",
    (ALL, "{ports: [{isis: {process: '1', authentication: [['', key-chain]]}}], isis: [{process: '1'}]}"): "which key chain",
    (ALL, "{ports: [{isis: {process: '1', fields: [[circuit-type, strict-snpa-check]]}}], isis: [{process: '1'}]}"): "that it is one",
    (ALL, "{ports: [{isis: {process: '1', fields: [[ipv6 cost, dear]]}}], isis: [{process: '1'}]}"): "cost of IPv6",
    (ALL, "{isis: [{process: '1', vrf: NOWHERE}]}"): "no VRF NOWHERE",
    (ALL, "{isis: [{process: '1', passive: [LoopBack0]}]}"): "passive",
    (ALL, "{isis: [{process: '1', fields: [[mood, good]]}]}"): "mood",
    (ALL, "{isis: [{process: '1', redistribute: [eigrp 1]}]}"): "no source eigrp",
    (HUAWEI, "{isis: [{process: '1', fields: [[address-family ipv4, 'on']]}]}"): "no families",
    (HUAWEI, "{isis: [{process: '1', fields: [[frr ti-lfa, level-2]]}]}"): "frr ti-lfa",
    ((COMWARE,), "{isis: [{process: '1', redistribute: [static]}]}"): "family IPv4",
    ((COMWARE,), "{isis: [{process: '1', authentication: [[area, hmac-sha256]]}]}"): "hmac-sha256",
    ((COMWARE,), "{isis: [{process: '1', nets: [49.0001.0102.5500.0001.00, 49.0002.0102.5500.0001.00]}]}"): "other's place",
    (ALL, "{management: {key_chains: [{name: A}]}}"): "how its times",
    (ALL, "{management: {key_chains: [{name: A, mode: absolute, keys: [{number: 1, secret: {form: plain}}]}]}}"): "form that isn't",
    (ALL, "{management: {key_chains: [{name: A, mode: absolute, keys: [{number: 1}, {number: 1, algorithm: md5}]}]}}"): "key stands twice",
    (ALL, "{management: {key_chains: [{name: A, mode: absolute, keys: [{number: 1, fields: [[mood, good]]}]}]}}"): "its settings",
    ((COMWARE,), "{management: {key_chains: [{name: A, mode: absolute, keys: [{number: 1, send: daily 08:00}]}]}}"): "UTC",
    (ALL, "{traffic_classes: [{name: A, matches: [[mood, good]]}]}"): "look at mood",
    (ALL, "{traffic_classes: [{name: A, matches: [[dscp, '']]}]}"): "what is looked for",
    (HUAWEI, "{traffic_classes: [{name: A, matches: [[not dscp, ef]]}]}"): "not dscp",
    ((FIVE,), "{traffic_classes: [{name: A, any: true, matches: [[precedence, '3'], [precedence, '5']]}]}"): "one line says",
    ((FIVE,), "{traffic_classes: [{name: A, any: true, matches: [[precedence, 5 3]]}]}"): "lowest first",
    ((FIVE,), "{traffic_classes: [{name: A, matches: [[precedence, '3'], [dscp, ef]]}]}"): "together",
    ((EIGHT,), "{traffic_classes: [{name: A, matches: [[precedence, 3 5]]}]}"): "one precedence",
    ((EIGHT,), "{traffic_classes: [{name: A, precedence: 5}]}"): "where a policy names it",
    (ALL, "{traffic_behaviors: [{name: A, actions: [[sing, loudly]]}]}"): "sing",
    (ALL, "{traffic_behaviors: [{name: A, actions: [[permit, ''], [deny, '']]}]}"): "it denies",
    (ALL, "{traffic_policies: [{name: A, kind: inspect}]}"): "kind",
    (ALL, "{traffic_policies: [{name: A, steps: [{name: C}]}]}"): "has a name",
    (HUAWEI, "{traffic_policies: [{name: A, steps: [{name: C, behavior: B}]}]}"): "no class C",
    (ALL, "{traffic_policies: [{name: A, steps: [{name: C, behavior: B}, {name: C, behavior: B}]}]}"): "stands twice",
    ((COMWARE,), "{traffic_policies: [{name: A, steps: [{name: C, behavior: B, precedence: 5}]}]}"): "precedence",
    (ALL, "{spanning_tree: {}}"): "nothing is said",
    (ALL, "{spanning_tree: {instances: [[1, [[1, 9]]], [2, [[9, 12]]]]}}"): "one instance",
    (ALL, "{spanning_tree: {fields: [[mood, good]]}}"): "mood",
    (ALL, "{probes: [{kind: sla, name: A B}]}"): "two names",
    (ALL, "{probes: [{kind: nqa, name: A B, running: true}]}"): "when it starts",
    (HUAWEI, "{probes: [{kind: nqa, name: A B, interval: 1500}]}"): "whole seconds",
    (HUAWEI, "{probes: [{kind: nqa, name: A B, destination: time.gov}]}"): "no address",
    ((COMWARE,), "{probes: [{kind: nqa, name: A B, destination: 10.0.0.1}]}"): "below its test",
    (HUAWEI, "{tracks: [{name: '1', what: interface LoopBack0}]}"): "tracks",
    ((COMWARE,), "{tracks: [{name: '1', what: sla 1}]}"): "doesn't follow",
    ((COMWARE,), "{tracks: [{name: '1', what: interface loopback0}]}"): "in full",
    ((COMWARE,), "{release: '5.20', tracks: [{name: '1', what: interface LoopBack0, fields: [[delay, positive 5]]}]}"): "line itself",
    (HUAWEI, "{bfd_sessions: [{name: A, peer: 10.0.0.1}]}"): "the service bfd",
    (HUAWEI, "{bfd_sessions: [{name: A}], management: {services: [{name: bfd, enabled: true}]}}"): "has a peer",
    (HUAWEI, "{management: {services: [{name: bfd, enabled: false}]}}"): "no line turns it on",
    ((EIGHT,), "{bfd_sessions: [{name: A, peer: 10.0.0.1, fields: [[commit, 'on']]}], management: {services: [{name: bfd, enabled: true}]}}"): "commits the whole",
    ((COMWARE,), "{bfd_sessions: [{name: A, peer: 10.0.0.1}]}"): "bfd sessions",
    (ALL, "{dhcp_pools: [{name: A, networks: [10.0.0.0/24, 10.0.1.0/24]}]}"): "one network",
    (ALL, "{dhcp_pools: [{name: A, vrf: NOWHERE}]}"): "no VRF NOWHERE",
    (HUAWEI, "{dhcp_pools: [{name: A, lease: 61}]}"): "whole minutes",
    ((COMWARE,), "{dhcp_pools: [{name: A, excluded: [[10.0.0.1, 10.0.0.9]]}]}"): "one by one",
    (ALL, "{management: {trust_points: [{name: A, enrollment: terminal}]}}"): "enrollment",
    (ALL, "{management: {trust_points: [{name: A, certificates: [{name: root}]}]}}"): "certificates",
    (ALL, "{management: {fields: [[pki entity A common-name, x]]}}"): "pki entity A",
    (ALL, "{management: {public_keys: [{name: A, kind: rsa}]}}"): "public keys",
    (HUAWEI, "{stacks: [{kind: irf, domain: 1}]}"): "irf",
    ((COMWARE,), "{stacks: [{kind: stack}]}"): "no stack",
    ((FIVE,), "{stacks: [{kind: stack, domain: 1, members: [{number: 1, priority: 5}]}]}"): "nothing else",
    ((EIGHT,), "{stacks: [{kind: stack, domain: 1}]}"): "says the domain",
    ((EIGHT,), "{stacks: [{kind: m-lag, members: [{number: 1, priority: 5}]}]}"): "group's number",
    ((EIGHT,), "{stacks: [{kind: m-lag, domain: 1, fields: [[authentication-mode, hmac-sha256 x]]}]}"): "one word",
    ((COMWARE,), "{stacks: [{kind: irf}]}"): "nothing is said",
    ((COMWARE,), "{stacks: [{kind: irf, links: [[port 1, GigabitEthernet1/0/1]]}]}"): "port of a stack",
    ((FIVE, COMWARE), "{segment_routing: {source: '2001:db8::1'}}"): "segment routing",
    ((EIGHT,), "{segment_routing: {fields: [[locator A, static 32]]}}"): "locator A",
    ((EIGHT,), "{segment_routing: {locators: [[A, 10.0.0.0/8]]}}"): "a prefix",
    (HUAWEI, "{zones: [{name: A}]}"): "zones",
    ((COMWARE,), "{zones: [{name: A, interfaces: [LoopBack9]}]}"): "no LoopBack9",
    ((COMWARE,), "{zones: [{name: A}], zone_pairs: [{source: A, destination: B}]}"): "isn't there",
    ((COMWARE,), "{zones: [{name: A}], zone_pairs: [{source: A, destination: Local, filters: [['3001', inbound]]}]}"): "passes this way",
    ((COMWARE,), "{release: '5.20', zones: [{name: A}]}"): "interzone",
    ((FIVE,), "{ports: [{fields: [[peer-link, '1']]}]}"): "VRP8",
    (HUAWEI, "{ports: [{fields: [[dhcp-select, relay]]}]}"): "is a protection",
    ((EIGHT,), "{ports: [{fields: [[m-lag, one]]}]}"): "by numbers",
    (ALL, "{ports: [{fields: [[ospf-priority, '0']]}], ospf: [{process: '1', areas: [{number: 0, networks: [10.0.0.0/8]}]}]}"): "a network may say so",
    (ALL, "{ospf: [{process: '1', areas: [{number: 0, fields: [[range 10.0.0.1/8, 'on']]}]}]}"): "range",
    (ALL, "{ospf: [{process: '1', areas: [{number: 0, fields: [[filter 2001, sideways]]}]}]}"): "sideways",
}  # fmt: skip


EACH = [(platform, facts, word) for (platforms, facts), word in REFUSED.items() for platform in platforms]


@pytest.mark.parametrize(("platform", "facts", "word"), EACH, ids=range(len(EACH)))
def test_what_the_platform_cannot_say_is_refused_by_name(platform: str, facts: str, word: str) -> None:
    loaded = yaml.safe_load(facts)
    ports = [{"name": "LoopBack0", "kind": "loopback", **port} for port in loaded.pop("ports", [])]
    device = DEVICE.validate_python({"hostname": "r1", "platform": platform, "interfaces": ports, **loaded})
    with pytest.raises(InputError) as caught:
        render(get_platform(platform), device)
    assert word in str(caught.value)
