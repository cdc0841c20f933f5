"""What a patch promises beyond its commands: steps, script, proof, secrets."""

from netops.config import (
    CommandStep,
    FileStep,
    Rejection,
    Tree,
    build_patch,
    fingerprint,
    mask,
    parse,
    placeholders,
    reveal,
    revealed_steps,
    simulate,
)
from netops.platforms import get_platform

FRR = get_platform("frr")
NEIGHBOR = "router bgp 65000\n neighbor 10.1.0.2 remote-as 65101\n neighbor 10.1.0.2 password {}\nexit\n"
FILTER = "### /etc/nftables.conf\ntable inet filter {{\n chain input {{\n  {}\n }}\n}}\n"


def test_steps_are_typed_lines_and_whole_files() -> None:
    before = "### /etc/frr/frr.conf\nip route 10.0.0.0/8 10.1.0.2\n" + FILTER.format("accept")
    after = "### /etc/frr/frr.conf\nvrf A\n ip route 10.0.0.0/8 10.1.0.2\nexit-vrf\n" + FILTER.format("drop")
    steps = build_patch(FRR, parse(FRR, before), parse(FRR, after)).steps
    assert [type(step) for step in steps] == [FileStep, CommandStep]
    file, typed = steps
    assert isinstance(file, FileStep)
    assert isinstance(typed, CommandStep)
    assert file.path == "/etc/nftables.conf"
    assert "drop" in file.text
    assert file.check == ("sudo -n nft -c -f {path}",)
    assert typed.lines[:3] == ("vrf A", "ip route 10.0.0.0/8 10.1.0.2", "exit-vrf")


def test_the_script_can_be_pasted_after_the_login() -> None:
    patch = build_patch(FRR, parse(FRR, FILTER.format("accept")), parse(FRR, FILTER.format("drop")))
    assert patch.script[0] == "sudo -n tee /etc/nftables.conf >/dev/null <<'NETOPS'"
    assert patch.script[-2:] == ("sudo -n nft -c -f /etc/nftables.conf", "sudo -n nft -f /etc/nftables.conf")
    typed = build_patch(FRR, parse(FRR, "hostname a\n"), parse(FRR, "hostname b\n"))
    assert typed.script == (
        "sudo -n vtysh",
        "configure terminal",
        "hostname b",
        "end",
        "exit",
        "sudo -n vtysh -c 'write memory'",
    )


def test_no_change_is_an_empty_patch() -> None:
    tree = parse(FRR, NEIGHBOR.format("x") + "no ipv6 forwarding\n")
    patch = build_patch(FRR, tree, tree)
    assert patch.empty
    assert patch.rollback.empty
    assert (patch.commands, patch.script, patch.diff) == ("", (), "")
    assert patch.proof.proven


def test_secrets_stand_nowhere_but_in_the_sealed_mapping() -> None:
    running, intended = parse(FRR, NEIGHBOR.format("Old-word1")), parse(FRR, NEIGHBOR.format("New-word2"))
    patch = build_patch(FRR, running, intended)
    shown = [patch.commands, *patch.script, patch.diff, patch.rollback.commands, *patch.rollback.script]
    shown += [repr(patch), repr(patch.proof), str(patch.proof.as_dict()), repr(patch.steps)]
    assert not any("Old-word1" in text or "New-word2" in text for text in shown)
    assert sorted(patch.secrets.values()) == ["New-word2", "Old-word1"]
    assert patch.diff.count("<secret:neighbor-password:") == 2
    (step,) = revealed_steps(patch.steps, patch.secrets)
    assert isinstance(step, CommandStep)
    assert "neighbor 10.1.0.2 password New-word2" in step.lines


def test_placeholders_are_equal_under_equal_keys_and_tell_nothing_under_others() -> None:
    line = " neighbor 10.1.0.2 password Night-shift7"
    one, same = mask(FRR, line, key=b"0123456789abcdef"), mask(FRR, line, key=b"0123456789abcdef")
    other = mask(FRR, line, key=b"fedcba9876543210")
    assert one == same != other
    assert mask(FRR, one, key=b"fedcba9876543210") == one
    (placeholder,) = placeholders(one)
    assert reveal(one, {placeholder: "Night-shift7"}) == line


def test_every_kind_of_secret_is_masked_in_any_text() -> None:
    lines = """r1(config-router)# neighbor 10.1.0.2 password S-e-c-r-e-t
+ password S-e-c-r-e-t
 enable password 8 S-e-c-r-e-t
no password S-e-c-r-e-t
-  ip ospf message-digest-key 1 md5 S-e-c-r-e-t
 ip ospf authentication-key S-e-c-r-e-t
  key-string S-e-c-r-e-t
 neighbor 10.255.0.2 password S-e-c-r-e-t and more
"""
    shown = mask(FRR, lines)
    assert "S-e-c-r-e-t" not in shown
    assert "more" not in shown
    assert shown.count("\n") == lines.count("\n")
    assert mask(FRR, "PasswordAuthentication no\n") == "PasswordAuthentication no\n"


def test_a_placeholder_whose_value_nobody_gave_makes_the_patch_unproven() -> None:
    hidden = mask(FRR, NEIGHBOR.format("New-word2"))
    patch = build_patch(FRR, parse(FRR, NEIGHBOR.format("Old-word1")), parse(FRR, hidden))
    assert not patch.proof.proven
    assert patch.proof.obstacles[0].startswith("nobody gave the value of <secret:")


def test_a_line_that_the_rulebook_does_not_know_makes_the_patch_unproven() -> None:
    patch = build_patch(FRR, parse(FRR, "hostname a\n"), parse(FRR, "hostname a\nfrobnicate 7\n"))
    assert patch.commands == "frobnicate 7\n"
    assert not patch.proof.proven
    assert "“frobnicate 7”: the rulebook doesn't know this line" in patch.proof.obstacles
    known = build_patch(FRR, parse(FRR, "frobnicate 7\nlog syslog errors\n"), parse(FRR, "log syslog\nfrobnicate 7\n"))
    assert known.proof.proven


def test_a_line_that_cannot_be_typed_makes_the_patch_unproven() -> None:
    text = "interface core0\n description a | b\nexit\n"
    patch = build_patch(FRR, parse(FRR, "hostname a\n"), parse(FRR, "hostname a\n" + text))
    assert not patch.proof.proven
    assert "can't be typed" in patch.proof.obstacles[0]


def test_another_set_of_defaults_makes_the_patch_unproven() -> None:
    patch = build_patch(FRR, parse(FRR, "hostname a\n"), parse(FRR, "hostname a\nfrr defaults datacenter\n"))
    assert not patch.proof.proven


def test_a_patch_that_contradicts_itself_is_offered_as_unproven() -> None:
    both = "router bgp 65000\n neighbor 10.1.0.2 remote-as 65101\n{}exit\n"
    lines = " neighbor 10.1.0.2 ttl-security hops 1\n neighbor 10.1.0.2 ebgp-multihop 2\n"
    patch = build_patch(FRR, parse(FRR, both.format("")), parse(FRR, both.format(lines)))
    assert patch.commands
    assert not patch.proof.proven
    assert any("can't stand beside" in each for each in patch.proof.obstacles)


def test_kept_lines_are_shown_with_their_place() -> None:
    running = parse(FRR, "router bgp 65000\n no bgp ebgp-requires-policy\nexit\n")
    patch = build_patch(FRR, running, parse(FRR, "router bgp 65000\nexit\n"))
    assert patch.empty
    (line,) = patch.proof.kept
    assert (line.number, line.part, line.section) == (2, "frr", ("router bgp 65000",))
    assert patch.proof.as_dict()["kept"] == [line.as_dict()]


def test_the_device_is_simulated_to_refuse_what_it_refuses() -> None:
    running = parse(FRR, "router bgp 65000\nexit\nrouter bgp 65000 vrf A\nexit\nip route 10.0.0.0/8 10.1.0.2\n")
    refused = {
        "no ip route 10.9.0.0/16 10.1.0.2\n": "nothing like it",
        "no router bgp 65000\n": "depends on it",
        "no router bgp 65001 vrf A\n": "not this one",
        "router bgp 65001\n": "must be undone first",
        "no interface core0\n": "keeps this section",
        "no frobnicate 7\n": "knows no such line",
        "router bgp 65000\n neighbor 10.1.0.2 description x\n": "needs",
        "no hostname a\n": "no command",
        "no mpls ldp\n router-id 1.1.1.1\n": "nothing can be typed below",
    }
    for commands, why in refused.items():
        answer = simulate(FRR, running, commands)
        assert isinstance(answer, Rejection), commands
        assert why in answer.why, commands


def test_the_device_is_simulated_to_drop_the_twin_of_a_list_entry() -> None:
    running = parse(FRR, "ip prefix-list A seq 5 permit 10.0.0.0/8\n")
    after = simulate(FRR, running, "ip prefix-list A seq 7 permit 10.0.0.0/8\n")
    assert isinstance(after, Tree)
    assert after.part("frr") == running.part("frr")


def test_a_rejection_names_the_line_and_hides_its_secret() -> None:
    answer = simulate(FRR, parse(FRR, "hostname a\n"), "router bgp 65000\n neighbor 10.1.0.2 password Night-shift7\n")
    assert isinstance(answer, Rejection)
    assert answer.number == 2
    assert answer.line.startswith("router bgp 65000 / neighbor 10.1.0.2 password <secret:")


def test_typed_lines_with_their_ends_are_simulated_like_commands() -> None:
    running = parse(FRR, "hostname a\n")
    intended = parse(FRR, "hostname a\n" + NEIGHBOR.format("x").replace("password x", "description x"))
    patch = build_patch(FRR, running, intended)
    (step,) = patch.steps
    assert isinstance(step, CommandStep)
    typed = simulate(FRR, running, "\n".join(step.lines))
    assert isinstance(typed, Tree)
    assert fingerprint(FRR, typed) == fingerprint(FRR, intended)


def test_a_simulated_tree_holds_the_values_that_are_known() -> None:
    running = parse(FRR, NEIGHBOR.format("Old-word1"))
    after = simulate(FRR, running, "hostname b\n")
    assert isinstance(after, Tree)
    assert "neighbor 10.1.0.2 password Old-word1" in after.format()


def test_fingerprints_see_a_changed_secret_and_hold_none() -> None:
    one, two = parse(FRR, NEIGHBOR.format("Old-word1")), parse(FRR, NEIGHBOR.format("New-word2"))
    assert fingerprint(FRR, one) != fingerprint(FRR, two)
    assert fingerprint(FRR, one) == fingerprint(FRR, parse(FRR, "!\n" + NEIGHBOR.format("Old-word1")))
    assert fingerprint(FRR, one).startswith("sha256:")


def test_a_diff_runs_from_running_to_intended_by_section() -> None:
    before = "### /etc/frr/frr.conf\nrouter ospf\n ospf router-id 10.0.0.1\nexit\n" + FILTER.format("accept")
    after = "### /etc/frr/frr.conf\nrouter ospf\n ospf router-id 10.0.0.2\nexit\n" + FILTER.format("drop")
    assert build_patch(FRR, parse(FRR, before), parse(FRR, after)).diff == (
        "### /etc/frr/frr.conf\n router ospf\n- ospf router-id 10.0.0.1\n+ ospf router-id 10.0.0.2\n"
        "### /etc/nftables.conf\n table inet filter\n  chain input\n-  accept\n+  drop"
    )


def test_a_large_section_with_every_line_changed_is_compared_in_moderate_time() -> None:
    lists = [f"ip prefix-list L{n // 50} seq {n % 50 + 1} permit 10.{n // 250}.{n % 250}.0/24" for n in range(2000)]
    before, after = "\n".join(lists), "\n".join(f"{line} le 28" for line in lists)
    patch = build_patch(FRR, parse(FRR, before), parse(FRR, after))
    assert patch.proof.proven
    assert len(patch.commands.splitlines()) == 2000
