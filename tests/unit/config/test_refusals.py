"""What the engine's own device refuses, and how a patch is ordered around it; small rulebooks, one mechanism each."""

import pytest

from netops.config import Rejection, Tree, build_patch, fingerprint, load_rulebook, parse, simulate
from netops.config.rulebook import Rulebook
from netops.errors import InputError

HEAD = """platform: toy
release: "2.0"
interface_names: [Ethernet, Trunk]
types:
  number: {shape: '\\d+'}
  port: {shape: '[A-Za-z]+\\d[\\d/]*', spell: interface}
  address: {shape: '\\d{1,3}(\\.\\d{1,3}){3}', takes: address}
  mask: {shape: '\\d{1,2}|255\\..*', spell: mask, takes: mask}
  vlan: {shape: '[\\d,-]+', takes: 1-4094, what: VLAN}
  asn: {shape: '\\S+', takes: asn, what: AS number}
  dotted: {shape: '\\S+', takes: address, what: address}
values: {asn: asn}
anywhere:
  - {find: '(?<!\\S)(?P<value>\\d+(?:\\.\\d+){3})(?!\\S)', type: dotted, words: ['.'], unless: 'text '}
parts:
  - grammar: sections
    push: commands
    comments: ['!']
    expands: {"interface range": interface}
    lines:
      - {line: hostname <name>, undo: no hostname}
      - {line: "vrf {vrf}", defines: "vrf {vrf}", lines: []}
      - line: "interface {port:port}"
        deletable: false
        empty: same as absent
        lines:
          - {line: text *, undo: no text}
          - {line: "vrf <vrf>", undo: no vrf, turn: first, uses: "vrf <vrf>", set_wipes: [address *], wipes: [address *]}
          - {line: "address <address:address> <mask:mask>", undo: no address, network: {of: "<address>/<mask>", within: "vrf <vrf>"}}
          - {line: "address {address:address} <mask:mask> more", network: {of: "{address}/<mask>", within: "vrf <vrf>"}}
          - {line: routed, turn: first, bars: ["vlan <vlan>"]}
          - {line: "vlan <vlan:vlan>", undo: no vlan}
          - {line: "member <trunk>", undo: no member, bars: "address *", alike: "interface Trunk<trunk> / routed"}
      - {line: "vlans *", takes: vlan, listing: comma-ranges, accumulates: true, remove: "no vlans *"}
      - {line: "tags <tags>", takes: vlan, listing: comma-ranges, undo: no tags, add: tags add *, remove: tags remove *}
      - {line: "as <asn>", undo: no as}
      - {line: "limit <limit:10-20>", undo: no limit}
      - {line: "peer *", undo: no peer}
      - {line: "acl {acl}", numbered: {first: 10, step: 10, entries: ["permit *", "deny *"]}, lines: [{line: about *, undo: no about}]}
      - {line: "tty {first:number} {last:number}", span: [first, last], lasting: 5, lines: [{line: timeout <minutes>, undo: no timeout}]}
      - {line: seen, default: shown}
      - {line: usually, default: shown on}
      - {line: seldom, default: shown off}
"""


class Toy:
    """A platform for these tests."""

    name = "toy"

    def __init__(self, text: str = HEAD) -> None:
        self.rulebook: Rulebook = load_rulebook(text, "toy.yml")


TOY = Toy()


def typed(running: str, commands: str) -> str:
    """Return what the device has after commands, as text."""
    answer = simulate(TOY, parse(TOY, running), commands)
    assert isinstance(answer, Tree), answer
    return answer.source


def refused(running: str, commands: str) -> str:
    """Return why the device refuses commands."""
    answer = simulate(TOY, parse(TOY, running), commands)
    assert isinstance(answer, Rejection)
    return answer.why


def patched(running: str, intended: str) -> tuple[str, str]:
    """Return the proven commands between two texts, forth and back."""
    before, after = parse(TOY, running), parse(TOY, intended)
    patch = build_patch(TOY, before, after)
    assert patch.proof.proven, patch.proof.obstacles
    there = simulate(TOY, before, patch.commands)
    assert isinstance(there, Tree)
    assert fingerprint(TOY, there) == fingerprint(TOY, after)
    assert isinstance(simulate(TOY, there, patch.rollback.commands), Tree)
    return patch.commands, patch.rollback.commands


def obstacles(running: str, intended: str) -> str:
    """Return what stands in the way of a proof."""
    patch = build_patch(TOY, parse(TOY, running), parse(TOY, intended))
    assert not patch.proof.proven
    return "\n".join(patch.proof.obstacles)


# --- lines that no rule knows


def test_a_line_that_no_rule_knows_is_refused() -> None:
    assert "knows no such line" in refused("hostname a\n", "frobnicate 7\n")
    assert "knows no such line" in refused("hostname a\n", "interface Ethernet1\n frobnicate 7\n")
    assert "knows no such line" in refused("hostname a\n", "no frobnicate 7\n")


def test_an_unknown_line_that_the_device_has_shown_may_be_typed_and_undone() -> None:
    running = "hostname a\nfrobnicate 7\n"
    assert typed(running, "frobnicate 7\n") == running
    assert typed(running, "no frobnicate 7\n") == "hostname a\n"
    assert "knows no such line" in refused(running, "no frobnicate 7\nfrobnicate 7\n")


def test_a_patch_with_unknown_lines_is_whole_and_unproven() -> None:
    patch = build_patch(TOY, parse(TOY, "hostname a\n"), parse(TOY, "hostname b\nfrobnicate 7\n"))
    assert patch.commands == "hostname b\nfrobnicate 7\n"
    assert [each for each in patch.proof.obstacles if "frobnicate 7" in each and "doesn't know" in each]


def test_an_unknown_line_of_both_texts_hinders_nothing() -> None:
    assert patched("hostname a\nfrobnicate 7\n", "hostname b\nfrobnicate 7\n") == ("hostname b\n", "hostname a\n")


def test_an_ordered_list_takes_its_kinds_of_lines_only() -> None:
    assert typed("acl A\n 10 permit a\n", "acl A\n 20 deny b\n") == "acl A\n 10 permit a\n 20 deny b\n"
    assert "knows no such line" in refused("acl A\n 10 permit a\n", "acl A\n 20 frobnicate\n")


def test_a_line_beside_an_ordered_list_has_no_number() -> None:
    assert typed("acl A\n 10 permit a\n", "acl A\n about x\n") == "acl A\n 10 permit a\n about x\n"


# --- values


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("interface Ethernet1\n address 10.0.0.300 24", "“10.0.0.300” is no address"),
        ("interface Ethernet1\n address 10.0.0.1 33", "“33” is no mask"),
        ("interface Ethernet1\n address 10.0.0.1 255.0.255.0", "“255.0.255.0” is no mask"),
        ("interface Ethernet1\n vlan 4095", "“4095” is no VLAN"),
        ("vlans 10,20-5000", "“10,20-5000” is no VLAN"),
        ("as 0", "“0” is no AS number"),
        ("limit 21", "“21” is no number of 10-20"),
        ("peer from 10.0.0.256", "“10.0.0.256” is no address"),
    ],
)
def test_a_value_that_the_device_does_not_take_is_refused(line: str, why: str) -> None:
    assert refused("hostname a\n", f"{line}\n") == why
    assert why in obstacles("hostname a\n", f"hostname a\n{line}\n")
    assert patched(f"hostname a\n{line}\n", f"hostname b\n{line}\n")[0] == "hostname b\n", (
        "it may stand and be left alone"
    )


def test_values_at_their_ends_are_taken() -> None:
    for line in ("limit 10", "limit 20", "vlans 1-4094", "as 4294967295", "interface Ethernet1\n address 10.0.0.1 30"):
        assert isinstance(simulate(TOY, parse(TOY, "hostname a\n"), line + "\n"), Tree), line


def test_free_text_may_hold_anything() -> None:
    assert "10.0.0.300" in typed("hostname a\n", "interface Ethernet1\n text 10.0.0.300\n")


def test_a_set_gains_no_member_that_the_device_does_not_take() -> None:
    assert "is no VLAN" in refused("vlans 10\n", "vlans 5000\n")
    assert "is no VLAN" in refused("tags 10\n", "tags add 5000\n")
    assert typed("tags 10,5000\n", "tags remove 5000\n") == "tags 10\n"


def test_what_the_device_takes_is_named_by_its_kind_or_a_range() -> None:
    with pytest.raises(InputError) as caught:
        Toy(HEAD.replace("takes: asn", "takes: nonsense"))
    assert "neither a range" in str(caught.value)
    with pytest.raises(InputError) as caught:
        Toy(HEAD.replace("values: {asn: asn}", "values: {asn: nowhere}"))
    assert "no type nowhere" in str(caught.value)


# --- networks

PORT = "interface Ethernet{}\n address 10.0.{}.1 24\n"
TWO = PORT.format(1, 1) + PORT.format(2, 2)


def test_a_network_is_held_by_one_section() -> None:
    assert "overlaps with “address 10.0.2.1 24” of “interface Ethernet2”" in refused(
        TWO, "interface Ethernet3\n address 10.0.2.9 24\n"
    )
    assert "overlaps" in refused(TWO, "interface Ethernet3\n address 10.0.0.9 16\n")
    assert "overlaps" in refused(TWO, "interface Ethernet3\n address 10.0.2.9 32\n")
    assert "overlaps" in refused("hostname a\n", PORT.format(1, 1) + PORT.format(2, 1))
    assert typed(TWO, "interface Ethernet3\n address 10.0.3.9 24\n")


def test_a_network_of_another_vrf_or_of_the_same_section_is_no_other() -> None:
    assert typed(TWO, "vrf A\ninterface Ethernet3\n vrf A\n address 10.0.2.9 24\n")
    assert typed(TWO, "interface Ethernet2\n address 10.0.2.9 25 more\n address 10.0.2.77 24\n")


def test_an_address_is_one_of_a_host() -> None:
    assert "network's own" in refused("hostname a\n", "interface Ethernet1\n address 10.0.0.0 24\n")
    assert "network's own" in refused("hostname a\n", "interface Ethernet1\n address 10.0.0.255 24\n")
    assert typed("hostname a\n", "interface Ethernet1\n address 10.0.0.0 31\n")


def test_a_network_that_was_given_up_is_free() -> None:
    assert typed(TWO, "interface Ethernet2\n no address\ninterface Ethernet3\n address 10.0.2.9 24\n")
    assert typed(TWO, "interface Ethernet2\n address 10.0.9.1 24\ninterface Ethernet3\n address 10.0.2.9 24\n")
    assert typed(TWO, "vrf A\ninterface Ethernet2\n vrf A\ninterface Ethernet3\n address 10.0.2.9 24\n")


def test_an_address_goes_from_one_section_before_it_comes_to_another() -> None:
    moved = PORT.format(1, 2) + "interface Ethernet2\n text x\n"
    assert patched(PORT.format(2, 2), moved)[0] == (
        "interface Ethernet2\n no address\ninterface Ethernet1\n address 10.0.2.1 24\ninterface Ethernet2\n text x\n"
    )


def test_sections_that_wait_in_a_row_are_typed_over_in_turn() -> None:
    forth, back = patched(TWO, PORT.format(1, 2) + PORT.format(2, 3))
    assert forth == PORT.format(2, 3) + PORT.format(1, 2)
    assert back == PORT.format(1, 1) + PORT.format(2, 2)


def test_of_sections_that_swap_one_gives_up_its_address_first() -> None:
    forth, _ = patched(TWO, PORT.format(1, 2) + PORT.format(2, 1))
    assert forth == "interface Ethernet1\n no address\n" + PORT.format(2, 1) + PORT.format(1, 2)


def test_sections_swap_their_vrfs() -> None:
    port = "interface Ethernet{}\n vrf {}\n address 10.0.0.{} 24\n"
    vrfs = "vrf A\nvrf B\n"
    forth, _ = patched(
        vrfs + port.format(1, "A", 1) + port.format(2, "B", 2), vrfs + port.format(1, "B", 1) + port.format(2, "A", 2)
    )
    assert forth == "interface Ethernet1\n no address\n" + port.format(2, "A", 2) + port.format(1, "B", 1)


def test_equal_networks_of_two_vrfs_need_no_order() -> None:
    port = "interface Ethernet{}\n vrf {}\n address 10.0.{}.1 24\n"
    vrfs = "vrf A\nvrf B\n"
    forth, _ = patched(
        vrfs + port.format(1, "A", 1) + port.format(2, "B", 2), vrfs + port.format(1, "A", 2) + port.format(2, "B", 1)
    )
    assert "no address" not in forth


def test_an_intended_overlap_is_unproven_with_its_reason() -> None:
    assert "overlaps with “address 10.0.2.1 24” of “interface Ethernet2”" in obstacles(TWO, TWO + PORT.format(3, 2))


def test_an_overlap_that_stands_in_both_texts_hinders_nothing() -> None:
    both = PORT.format(1, 1) + PORT.format(2, 1)
    assert patched("hostname a\n" + both, "hostname b\n" + both)[0] == "hostname b\n"


# --- roles


def test_lines_of_two_roles_do_not_stand_together_whichever_comes_second() -> None:
    assert "beside" in refused("interface Ethernet1\n vlan 5\n", "interface Ethernet1\n routed\n")
    assert "beside" in refused("interface Ethernet1\n routed\n", "interface Ethernet1\n vlan 5\n")
    assert typed("interface Ethernet1\n vlan 5\n", "interface Ethernet1\n no vlan\n routed\n")


def test_the_patch_clears_a_section_before_its_role_changes() -> None:
    assert patched("interface Ethernet1\n vlan 5\n", "interface Ethernet1\n routed\n") == (
        "interface Ethernet1\n no vlan\n routed\n",
        "interface Ethernet1\n no routed\n vlan 5\n",
    )


def test_a_section_joins_one_of_its_own_kind() -> None:
    member = "interface Ethernet1\n member 1\n"
    assert "must both have “routed”" in refused("interface Trunk1\n routed\n", member)
    assert "must both have “routed”" in refused("interface Trunk1\n text x\ninterface Ethernet1\n routed\n", member)
    assert typed("interface Trunk1\n routed\ninterface Ethernet1\n routed\n", member)
    assert typed("hostname a\n", member)


# --- ranges


def test_the_first_lines_of_a_range_stay_and_the_others_go_with_all_above() -> None:
    running = "tty 0 4\n timeout 5\ntty 5 9\n timeout 6\ntty 10 15\n timeout 7\n"
    assert "always has the first 5" in refused(running, "no tty 0 4\n")
    assert "always has the first 5" in refused(running, "no tty 0 15\n")
    assert typed(running, "no tty 5 9\n") == "tty 0 4\n timeout 5\n"
    assert typed(running, "no tty 10 15\n") == "tty 0 4\n timeout 5\ntty 5 9\n timeout 6\n"
    assert patched(running, "tty 0 4\n timeout 5\n")[0] == "no tty 10 15\nno tty 5 9\n"


def test_a_section_about_several_ports_is_each_of_them() -> None:
    intended = "interface range Ethernet1 - 2 , Ethernet4\n text x\n"
    forth, _ = patched("interface Ethernet2\n text x\n", intended)
    assert forth == "interface Ethernet1\n text x\ninterface Ethernet4\n text x\n"
    assert typed("hostname a\n", intended).count(" text x\n") == len(("1", "2", "4"))


def test_ports_that_can_not_be_read_are_not_guessed() -> None:
    assert "knows no such line" in refused("hostname a\n", "interface range Ethernet4 - 1\n text x\n")
    assert "interface range" in obstacles("hostname a\n", "hostname a\ninterface range macro ALL\n text x\n")


# --- lines that are shown in both forms


def test_a_rollback_turns_on_again_what_is_usually_on() -> None:
    assert patched("hostname a\n", "hostname a\nno usually\n") == ("no usually\n", "usually\n")
    assert patched("hostname a\n", "hostname a\nseldom\n") == ("seldom\n", "no seldom\n")


def test_a_rollback_of_what_nobody_knows_is_unproven() -> None:
    for line in ("seen", "no seen"):
        assert "doesn't say whether it was on before" in obstacles("hostname a\n", f"hostname a\n{line}\n")


def test_what_says_the_usual_needs_no_undo() -> None:
    assert patched("hostname a\nusually\n", "hostname a\n") == ("", "")
    assert patched("hostname a\nseen\n", "hostname a\nno seen\n") == ("no seen\n", "seen\n")
