"""What of groups, route maps and lists of values the templates for FRR can't write is refused by name, never left out."""

from collections.abc import Mapping

import pytest
import yaml
from pydantic import TypeAdapter

from netops.errors import InputError
from netops.model import Device
from netops.platforms import get_platform
from netops.render import render

FRR = get_platform("frr")
DEVICE = TypeAdapter(Device)
RULE = "rules: [[permit, '65000:1']]"
# What is refused → a word of the reason. Each stands for one check: without it the text would say something else.
REFUSED: Mapping[str, str] = {
    "{policies: [{name: A}]}": "there is one",
    "{policies: [{name: A, nodes: [{action: permit, sequence: 10, matches: [[mood, good]]}]}]}": "don't write mood",
    "{policies: [{name: A, nodes: [{action: permit, sequence: 10, sets: [[tag, '7'], [tag, '8']]}]}]}": "two lines of tag",
    "{policies: [{name: A, nodes: [{action: permit, sequence: 10, sets: [[tag, seven]]}]}]}": "says tag: seven",
    "{policies: [{name: A, nodes: [{action: permit, sequence: 10, matches: [[access-list, prefix-list B]]}]}]}": "says access-list",
    "{policies: [{name: A, nodes: [{action: permit, sequence: 10, goes_on: 5}]}]}": "behind this one",
    "{value_lists: [{kind: community, name: A}]}": "has a rule",
    f"{{value_lists: [{{kind: colour, name: A, {RULE}}}]}}": "no such list",
    f"{{value_lists: [{{kind: as-path, name: A, expanded: true, {RULE}}}]}}": "by patterns",
    f"{{value_lists: [{{kind: community, name: '120', {RULE}}}]}}": "its number says",
    f"{{value_lists: [{{kind: community, name: '501', expanded: true, {RULE}}}]}}": "1 to 500",
    "{value_lists: [{kind: community, name: A, rules: [[permit, '1:1  2:2']]}]}": "single spaces",
    "{value_lists: [{kind: community, name: A, rules: [[permit, '1:1'], [permit, '1:1']]}]}": "FRR drops it",
    "{bgp: [{asn: 1, groups: [{name: A, remote_asn: 2, external: true}]}]}": "of one AS",
    "{bgp: [{asn: 1, groups: [{name: A, internal: true, ebgp_multihop: 2}]}]}": "counts the hops",
    "{bgp: [{asn: 1, groups: [{name: A, external: true, ebgp_multihop: 2, ttl_hops: 2}]}]}": "counts the hops",
    "{bgp: [{asn: 1, groups: [{name: A, timers: [1, 2]}]}]}": "a hold time",
    "{bgp: [{asn: 1, groups: [{name: A, families: [{family: ipv4 unicast}]}]}]}": "nothing is said",
    "{bgp: [{asn: 1, groups: [{name: A, internal: true, families: [{family: ipv4 vpn, as_override: true}]}]}]}": "overrides no AS",
    "{bgp: [{asn: 1, groups: [{name: A, external: true, families: [{family: ipv4 vpn, reflector_client: true}]}]}]}": "is a client",
    "{bgp: [{asn: 1, groups: [{name: 10.0.0.1}]}]}": "no address",
    "{bgp: [{asn: 1, neighbors: [{address: 10.0.0.1, remote_asn: 2, group: A}]}]}": "no group A",
    "{bgp: [{asn: 1, neighbors: [{address: 10.0.0.1, remote_asn: null}]}]}": "by itself, or by its group",
    "{bgp: [{asn: 1, groups: [{name: A, internal: true}], neighbors: [{address: 10.0.0.1, remote_asn: 2, group: A}]}]}": "by itself, or by its group",
    "{bgp: [{asn: 1, neighbors: [{address: 10.0.0.1, remote_asn: 2, external: true}]}]}": "or of any other",
    "{bgp: [{asn: 1, fields: [[bgp listen range 10.0.0.0/8, A]]}]}": "no group A",
    "{bgp: [{asn: 1, fields: [[timers bgp, 10 30]]}]}": "don't write timers bgp",
    "{management: {terminals: [{kind: vty, first: 0, last: 0}]}}": "nothing is said",
    "{management: {terminals: [{kind: vty, first: 0, last: 4, login: none}]}}": "without numbers",
    "{management: {terminals: [{kind: vty, first: 0, last: 0, login: password}]}}": "doesn't show",
    "{management: {terminals: [{kind: vty, first: 0, last: 0, filters: [{name: A}, {name: B}]}]}}": "one list of a family",
    "{management: {terminals: [{kind: vty, first: 0, last: 0, idle: 60}, {kind: vty, first: 0, last: 0, idle: 90}]}}": "stands 2 times",
    "{access_lists: [{name: A}]}": "prefixes alone",
    "{access_lists: [{name: A, kind: standard}]}": "nothing is said",
    "{access_lists: [{name: A, kind: standard, rules: [{action: permit}]}]}": "by their numbers",
    "{access_lists: [{name: A, kind: standard, rules: [{action: permit, sequence: 9}, {action: deny, sequence: 5}]}]}": "by their numbers",
    "{access_lists: [{name: A, kind: standard, rules: [{action: permit, sequence: 5}, {action: permit, sequence: 9}]}]}": "FRR drops it",
    "{access_lists: [{name: A, kind: standard, rules: [{action: permit, sequence: 5, protocol: tcp}]}]}": "one prefix",
    "{access_lists: [{name: A, kind: standard, rules: [{action: permit, sequence: 5, sources: [0.0.0.0/0]}]}]}": "any has none",
    "{access_lists: [{name: A, kind: standard, rules: [{action: permit, sequence: 5, sources: ['2001:db8::/32']}]}]}": "of the list's family",
    "{access_lists: [{name: A, kind: standard, remarks: [a, b]}]}": "one remark",
    "{access_lists: [{name: A, kind: standard, remarks: [a]}, {name: A, kind: standard, remarks: [b]}]}": "stands 2 times",
    "{filters: [{name: input, direction: input, default: deny, rules: [{action: permit, sequence: 5}]}]}": "no numbers",
}  # fmt: skip


@pytest.mark.parametrize(("facts", "word"), REFUSED.items(), ids=range(len(REFUSED)))
def test_what_the_platform_cannot_say_is_refused_by_name(facts: str, word: str) -> None:
    with pytest.raises(InputError) as caught:
        render(FRR, DEVICE.validate_python({"hostname": "r1", "platform": "frr", **yaml.safe_load(facts)}))
    assert word in str(caught.value)
