"""Lists that something refers to: what is new is in before the old goes, and what they lack meanwhile is told."""

import pytest

from netops.config import Patch, Tree, build_patch, load_rulebook, parse, simulate
from netops.config.rulebook import Rulebook

RULES = """platform: toy
release: "1"
types:
  number: {shape: '\\d+'}
parts:
  - grammar: sections
    push: commands
    comments: ['!']
    lines:
      - {line: "acl {acl}", defines: "acl {acl}", lines: [], numbered: {first: 10, step: 10, resequence: "resequence {acl} {first} {step}"}}
      - line: "filter {filter} *"
        defines: "filter {filter}"
        lines:
          - {line: "rule {rule:number} note *", undo: "no rule {rule} note", turn: last}
          - {line: "rule {rule:number} *", undo: "no rule {rule}", change: keeps options, options: [from, port, log], options_unless: auto, entry: true, wipes: "rule {rule} note *"}
      - {line: "prefix {list} {seq:number} *", undo: "no prefix {list} {seq}", change: undo first, unique: true, entry: true, defines: "prefix {list}"}
      - {line: "path {list} {word}", sequence: true, entry: true, defines: "path {list}"}
      - line: "trunk {trunk}"
        defines: "trunk {trunk}"
        lines: [{line: "mode <mode>", undo: no mode, default: manual, unproven_change: nobody changes it with members in it}]
      - line: "interface {port}"
        deletable: false
        lines:
          - {line: "acl <acl>", undo: no acl, uses: "acl <acl>"}
          - {line: "filter <filter>", undo: no filter, uses: "filter <filter>"}
          - {line: "prefix <list>", undo: no prefix, uses: "prefix <list>"}
          - {line: "path <list>", undo: no path, uses: "path <list>"}
          - {line: "member <trunk>", undo: no member, uses: "trunk <trunk>"}
          - {line: "area <area>", undo: no area, excludes_elsewhere: "process {number} / network {net}"}
      - {line: "process {number}", lines: [{line: "network {net}"}, {line: "cost <cost>", undo: no cost}]}
"""
AWAY = "goes before what takes its place can come"


class Toy:
    """A platform for these tests."""

    name = "toy"

    def __init__(self, rules: str = RULES) -> None:
        self.rulebook: Rulebook = load_rulebook(rules, "toy.yml")


TOY = Toy()


def patched(running: str, intended: str, toy: Toy = TOY) -> Patch:
    """Return the patch between two texts, proven."""
    patch = build_patch(toy, parse(toy, running), parse(toy, intended))
    assert patch.proof.proven, patch.proof.obstacles
    return patch


def test_a_new_line_of_a_list_in_use_stands_beside_the_old_one_before_that_goes() -> None:
    bound = "interface e1\n acl A\n"
    patch = patched("acl A\n 10 permit a\n 20 permit b\n" + bound, "acl A\n 10 permit a\n 20 permit c\n" + bound)
    assert patch.commands == "acl A\n 30 permit c\n no 20\nresequence A 10 10\n"
    assert patch.proof.exceptions == ()


def test_between_lines_that_stay_a_free_number_is_found() -> None:
    bound = "interface e1\n acl A\n"
    patch = patched("acl A\n 10 a\n 20 b\n 30 deny\n" + bound, "acl A\n 10 a\n 20 c\n 30 deny\n" + bound)
    assert patch.commands == "acl A\n 25 c\n no 20\nresequence A 10 10\n"


def test_without_numbers_what_is_new_at_the_end_is_appended() -> None:
    bound = "interface e1\n acl A\n"
    assert patched("acl A\n permit a\n" + bound, "acl A\n permit b\n" + bound).commands == (
        "acl A\n permit b\n no permit a\n"
    )


def test_without_numbers_a_list_in_use_is_numbered_where_a_line_comes_between() -> None:
    bound = "interface e1\n acl A\n"
    assert patched("acl A\n a\n b\n deny\n" + bound, "acl A\n a\n c\n deny\n" + bound).commands == (
        "resequence A 10 10\nacl A\n 25 c\n no 20\n"
    )


def test_a_list_that_nothing_refers_to_is_changed_the_short_way() -> None:
    assert patched("acl A\n 10 permit a\n 20 permit b\n", "acl A\n 10 permit a\n 20 permit c\n").commands == (
        "acl A\n no 20\n 20 permit c\n"
    )


def test_a_line_that_moves_is_away_for_a_moment_and_that_is_told() -> None:
    bound = "interface e1\n acl A\n"
    patch = patched("acl A\n 10 a\n 20 b\n 30 c\n" + bound, "acl A\n 10 b\n 20 c\n 30 a\n" + bound)
    assert patch.commands == "acl A\n no 10\n 40 a\nresequence A 10 10\n"
    assert patch.proof.exceptions[0] == "“acl A”: “10 a” moves, and is away for a moment while the list is in use"


def test_numbers_that_are_not_reached_are_told() -> None:
    bound = "interface e1\n acl A\n"
    patch = patched("acl A\n 10 a\n 25 b\n" + bound, "acl A\n 10 a\n 25 c\n" + bound)
    assert patch.commands == "acl A\n 30 c\n no 25\n"
    assert any("other numbers" in each for each in patch.proof.exceptions)


def test_a_rule_is_edited_where_it_names_all_that_the_old_one_does() -> None:
    bound = "interface e1\n filter F\n"
    patch = patched(
        "filter F x\n rule 5 deny ip\n rule 5 note n\n" + bound,
        "filter F x\n rule 5 permit ip log\n rule 5 note n\n" + bound,
    )
    assert patch.commands == "filter F x\n rule 5 permit ip log\n"
    # The way back names less: the rule has to go, and the list is empty meanwhile.
    assert patch.rollback.commands == "filter F x\n no rule 5\n rule 5 deny ip\n rule 5 note n\n"
    assert patch.proof.exceptions == (
        "rollback: “filter F x / rule 5 permit ip log” "
        + AWAY
        + ", while the list is in use; the list is empty meanwhile",
    )


@pytest.mark.parametrize("other", ["permit tcp port 22 log", "permit udp port 23", "permit udp"])
def test_another_protocol_or_less_is_no_edit(other: str) -> None:
    running, intended = "filter F x\n rule 5 permit udp port 22 log\n", f"filter F x\n rule 5 {other}\n"
    assert patched(running, intended).commands == f"filter F x\n no rule 5\n rule 5 {other}\n"


def test_nothing_is_edited_where_the_section_forbids_it() -> None:
    assert patched("filter F auto\n rule 5 deny ip\n", "filter F auto\n rule 5 deny ip log\n").commands == (
        "filter F auto\n no rule 5\n rule 5 deny ip log\n"
    )


def test_new_rules_are_in_before_old_ones_go_and_a_swap_takes_one_line_at_a_time() -> None:
    bound = "interface e1\n filter F\n"
    patch = patched(
        "filter F x\n rule 5 permit ip from a\n rule 10 permit ip from b\n" + bound,
        "filter F x\n rule 5 permit tcp from a\n rule 15 permit ip from c\n" + bound,
    )
    assert (
        patch.commands == "filter F x\n no rule 5\n rule 5 permit tcp from a\n rule 15 permit ip from c\n no rule 10\n"
    )
    assert [each for each in patch.proof.exceptions if "rule 10" in each] == []


def test_two_rules_that_change_places_never_say_the_same() -> None:
    bound = "interface e1\n filter F\n"
    patch = patched(
        "filter F x\n rule 5 permit a\n rule 10 deny b\n" + bound,
        "filter F x\n rule 5 deny b\n rule 10 permit a\n" + bound,
    )
    assert patch.commands.count("no rule") == len([each for each in patch.proof.exceptions if "rollback" not in each])


def test_entries_of_the_top_level_come_first_and_go_late() -> None:
    bound = "interface e1\n prefix P\n path Q\n"
    patch = patched("prefix P 5 a\npath Q a\n" + bound, "prefix P 10 b\npath Q b\n" + bound)
    assert patch.commands == "prefix P 10 b\npath Q b\nno prefix P 5\nno path Q a\n"
    assert patch.proof.exceptions == ()


def test_an_entry_that_is_replaced_under_its_number_is_away_for_one_line_only() -> None:
    bound = "interface e1\n prefix P\n"
    patch = patched("prefix P 5 a\nprefix P 10 b\n" + bound, "prefix P 5 c\nprefix P 10 d\n" + bound)
    assert patch.commands == "no prefix P 5\nprefix P 5 c\nno prefix P 10\nprefix P 10 d\n"
    assert not any("empty" in each for each in patch.proof.exceptions)
    alone = patched("prefix P 5 a\n" + bound, "prefix P 5 c\n" + bound)
    assert alone.proof.exceptions[0] == f"“prefix P 5 a” {AWAY}, while the list is in use; the list is empty meanwhile"


def test_an_entry_that_gets_another_number_goes_right_before_it_comes() -> None:
    bound = "interface e1\n prefix P\n"
    patch = patched("prefix P 5 a\nprefix P 10 b\n" + bound, "prefix P 5 c\nprefix P 15 b\n" + bound)
    assert patch.commands == "no prefix P 5\nprefix P 5 c\nno prefix P 10\nprefix P 15 b\n"


def test_where_all_takes_effect_together_no_list_lacks_anything() -> None:
    at_once = Toy(RULES.replace("push: commands", "push: commands\n    commit: [commit]"))
    bound = "interface e1\n prefix P\n"
    patch = patched("prefix P 5 a\n" + bound, "prefix P 5 c\n" + bound, at_once)
    assert patch.commands == "no prefix P 5\nprefix P 5 c\n"
    assert patch.proof.exceptions == ()


def test_what_nobody_needs_any_more_is_changed_after_it_was_left() -> None:
    patch = patched(
        "prefix P 5 a\nprefix P 10 b\ninterface e1\n prefix P\n",
        "prefix P 5 a\nprefix R 5 b\ninterface e1\n prefix R\n",
    )
    assert patch.commands == "prefix R 5 b\ninterface e1\n prefix R\nno prefix P 10\n"


def test_a_change_from_a_default_is_doubted_and_members_leave_before() -> None:
    running, intended = "trunk 1\ninterface e1\n member 1\n", "trunk 1\n mode lacp\n"
    for before, after in ((running, intended), (intended, running)):
        patch = build_patch(TOY, parse(TOY, before), parse(TOY, after))
        assert not patch.proof.proven
        assert any("nobody changes it" in each for each in patch.proof.obstacles)
    patch = build_patch(TOY, parse(TOY, running), parse(TOY, intended))
    assert patch.commands == "interface e1\n no member\ntrunk 1\n mode lacp\n"


def test_a_member_leaves_before_the_mode_goes_though_it_stands_behind_it() -> None:
    running, intended = "trunk 1\n mode lacp\ninterface e1\n member 1\n", "trunk 1\ninterface e1\n"
    patch = build_patch(TOY, parse(TOY, running), parse(TOY, intended))
    assert patch.commands == "interface e1\n no member\ntrunk 1\n no mode\n"


def test_a_new_section_has_no_default_that_could_change() -> None:
    patched("", "trunk 1\n mode lacp\n")


def test_a_line_waits_for_what_the_device_refuses_it_beside() -> None:
    patch = patched("interface e1\nprocess 1\n network n\n", "interface e1\n area 0\nprocess 1\n cost 5\n")
    assert patch.commands == "process 1\n no network n\ninterface e1\n area 0\nprocess 1\n cost 5\n"


@pytest.mark.parametrize("running", ["interface e1\n no frob x\n", "frob\n no frob x\n", "no frob x\n"])
def test_the_negation_of_an_unknown_line_is_never_doubled(running: str) -> None:
    intended = running.partition("\n")[0] + "\n" if "\n " in running else "interface e1\n"
    there = build_patch(TOY, parse(TOY, running), parse(TOY, intended))
    again = build_patch(TOY, parse(TOY, intended), parse(TOY, running))
    assert not again.proof.proven
    for text in (there.commands, there.rollback.commands, again.commands, again.rollback.commands):
        assert "no no " not in text


def test_the_undo_of_an_unknown_negated_line_is_its_removal() -> None:
    running = parse(TOY, "frob\n no frob x\n bar\n")
    there = simulate(TOY, running, "frob\n frob x\n")
    assert isinstance(there, Tree)
    assert there.format() == "frob\n bar\n"
