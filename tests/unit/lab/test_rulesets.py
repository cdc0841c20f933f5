"""The lab's packet filter: what it understands of nft's language, and what it refuses by name."""

from __future__ import annotations

import pytest

from netops.lab.guest.filters import ENTRY, REPLACE, entry, table
from netops.lab.guest.rulesets import Chain, Match, Rule, RulesetError, parse


def chain(*lines: str, policy: str = "drop") -> Chain:
    body = "\n".join(lines)
    head = f"type filter hook input priority filter; policy {policy};"
    return parse(f"flush ruleset\n\ntable inet filter {{\n chain input {{\n {head}\n{body}\n }}\n}}\n")["input"]


def test_policy_and_rules_are_read() -> None:
    found = chain('iifname "lo" accept', "tcp dport ssh drop comment x")
    assert found.policy == "drop"
    assert found.rules == (
        Rule((Match("iif", "lo"),), "accept"),
        Rule((Match("protocol", 6), Match("dport", (22, 22))), "drop"),
    )


def test_sets_become_one_rule_for_each_combination() -> None:
    found = chain("ip saddr { 10.0.0.0/8, 192.168.0.0/16 } tcp dport { 22, 179 } accept")
    assert len(found.rules) == 4
    assert {rule.matches[0].value for rule in found.rules} == {"10.0.0.0/8", "192.168.0.0/16"}


@pytest.mark.parametrize("text", ["ct state established,related accept", "ct state { established, related } accept"])
def test_states_are_one_mask(text: str) -> None:
    assert chain(text).rules[0].matches == (Match("state", 6),)


def test_ports_may_be_a_range_and_negated() -> None:
    assert chain("udp sport != 1024-2048 drop").rules[0].matches[1] == Match("sport", (1024, 2048), negated=True)


def test_what_concerns_ipv6_alone_is_passed_over() -> None:
    assert chain("ip6 saddr 2001:db8::/32 drop", "icmpv6 type echo-request accept").rules == ()
    assert chain("meta l4proto { icmp, icmpv6 } accept").rules == (Rule((Match("protocol", 1),), "accept"),)


def test_counting_logging_and_comments_change_nothing() -> None:
    found = chain('log prefix "no: " level info counter packets 0 bytes 0 drop comment "a b"', "counter")
    assert found.rules == (Rule((), "drop"),)


@pytest.mark.parametrize(
    "text",
    [
        "ip ttl 255 accept",
        "jump elsewhere",
        "limit rate 5/minute accept",
        "tcp flags syn accept",
        "ip saddr != { 10.0.0.1, 10.0.0.2 } drop",
        "ip saddr @trusted accept",
    ],
)
def test_what_cannot_be_enforced_is_refused_by_name(text: str) -> None:
    with pytest.raises(RulesetError) as raised:
        chain(text)
    assert text.split(maxsplit=1)[0] in str(raised.value) or "!=" in str(raised.value)


def test_a_second_chain_at_one_hook_is_refused() -> None:
    hook = "type filter hook input priority 0; policy accept;"
    with pytest.raises(RulesetError, match="two chains at the hook input"):
        parse(f"table inet f {{\nchain a {{\n{hook}\n}}\nchain b {{\n{hook}\n}}\n}}\n")


def test_an_entry_holds_its_network_masked() -> None:
    packed = entry(Rule((Match("saddr", "10.1.2.3/24"),), "accept"))
    assert packed[:4] == bytes([10, 1, 2, 0])
    assert packed[8:12] == bytes([255, 255, 255, 0])
    assert len(packed) == ENTRY.size + 40


def test_two_conditions_on_one_field_are_refused() -> None:
    with pytest.raises(RulesetError, match="two conditions on saddr"):
        entry(Rule((Match("saddr", "10.0.0.1"), Match("saddr", "10.0.0.2")), "drop"))


def test_a_table_points_at_each_hooks_rules_and_policy() -> None:
    blob = table({"input": Chain("drop", (Rule((), "accept"),))}, 4, 0)
    name, hooks, count, size, *offsets, old, _ = REPLACE.unpack(blob[: REPLACE.size])
    standard = ENTRY.size + 40
    assert (name.rstrip(b"\0"), hooks, count, size, old) == (b"filter", 14, 5, len(blob) - REPLACE.size, 4)
    assert offsets[:5] == [0, 0, 2 * standard, 3 * standard, 0]
    assert offsets[5:] == [0, standard, 2 * standard, 3 * standard, 0]
