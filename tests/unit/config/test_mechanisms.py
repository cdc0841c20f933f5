"""Mechanisms of the engine, one by one, with small rulebooks of their own."""

import pytest

from netops.config import Answer, CommandStep, Rejection, Tree, build_patch, fingerprint, load_rulebook, parse, simulate
from netops.config.rulebook import Rulebook
from netops.errors import InputError

HEAD = """platform: toy
release: "2.0"
release_line: 'version (?P<release>\\S+)'
device_line: 'hostname (?P<name>\\S+)'
interface_names: [Ethernet, Vlan]
types:
  number: {shape: '\\d+'}
  port: {shape: '[A-Za-z]+\\d[\\d/]*', spell: interface}
  mask: {shape: '\\d{1,2}|255\\..*', spell: mask}
secrets:
  - {name: key, word: key, find: '\\bkey (?P<secret>(?:[07] )?\\S+)', decode: cisco7, reencrypted: '%.*%'}
parts:
  - grammar: sections
    push: commands
    comments: ['!']
    separators: ['#']
    volatile: ['version .*']
    opaque:
      - {line: 'banner (?P<open>\\S)', delimiter: true}
      - {line: 'certificate .*', until: 'quit'}
    dialogs: [{line: 'no vrf .*', asks: 'sure', answer: y}]
    enter: [configure]
    commit: [commit]
    leave: [end]
    save: [write]
    lines:
"""
RULES = """
      - {line: hostname <name>, undo: no hostname}
      - {line: "banner *", undo: no banner}
      - {line: "certificate {name} *", undo: "no certificate {name}"}
      - {line: "vrf {vrf}", defines: "vrf {vrf}", lines: [{line: rd <rd>, undo: no rd}]}
      - line: "interface {port:port}"
        deletable: false
        lines:
          - {line: "vrf <vrf>", undo: no vrf, turn: first, uses: "vrf <vrf>", set_wipes: [address *, cost *], wipes: [address *, cost *]}
          - {line: "address <address> <mask:mask>", undo: no address}
          - {line: cost <cost>, undo: no cost}
          - {line: "vlan allowed <vlans>", undo: no vlan allowed, listing: comma-ranges, add: vlan allowed add *, remove: vlan allowed remove *, default: 1-4094}
      - {line: "vlans *", listing: comma-ranges, accumulates: true, remove: "no vlans *", most: 3}
      - {line: "acl {acl}", lines: [], numbered: {first: 10, step: 10, resequence: "resequence {acl} {first} {step}"}}
      - {line: "server {server}", sequence: true}
      - {line: "service {service}", default: shown}
      - {line: "tty {first:number} {last:number}", span: [first, last], lines: [{line: timeout <minutes>, undo: no timeout}]}
      - {line: old-feature, before: "2.0"}
      - {line: new-feature, since: "2.0"}
      - {line: secret key *, undo: no secret}
"""


class Toy:
    """A platform for these tests."""

    name = "toy"

    def __init__(self, rules: str = RULES) -> None:
        self.rulebook: Rulebook = load_rulebook(HEAD + rules, "toy.yml")


TOY = Toy()


def patched(running: str, intended: str) -> str:
    """Return the commands between two texts, after a look at their proof."""
    before, after = parse(TOY, running), parse(TOY, intended)
    patch = build_patch(TOY, before, after)
    assert patch.proof.proven, patch.proof.obstacles
    there = simulate(TOY, before, patch.commands, secrets=patch.secrets)
    assert isinstance(there, Tree)
    assert fingerprint(TOY, there) == fingerprint(TOY, after)
    back = simulate(TOY, there, patch.rollback.commands, secrets=patch.secrets)
    assert isinstance(back, Tree)
    assert fingerprint(TOY, back) == fingerprint(TOY, before)
    return patch.commands


def test_a_binding_puts_back_what_it_wipes_and_undoes_nothing_that_it_wipes() -> None:
    running = "vrf A\ninterface Ethernet1\n address 10.0.0.1 24\n cost 5\n"
    intended = "vrf A\ninterface Ethernet1\n vrf A\n address 10.0.0.1 255.255.255.0\n"
    assert patched(running, intended) == "interface Ethernet1\n vrf A\n address 10.0.0.1 255.255.255.0\n"


def test_equal_spellings_are_no_difference() -> None:
    assert (
        patched("interface Ethernet1\n address 10.0.0.1 24\n", "interface eth1\n address 10.0.0.1 255.255.255.0\n")
        == ""
    )


def test_an_object_is_made_before_it_is_used_and_goes_after_it_was_used() -> None:
    assert patched("vrf A\ninterface Ethernet1\n vrf A\n", "interface Ethernet1\n vrf B\nvrf B\n") == (
        "vrf B\ninterface Ethernet1\n vrf B\nno vrf A\n"
    )


def test_an_object_that_an_unchanged_line_still_names_can_not_go_unnoticed() -> None:
    port = "interface Ethernet1\n vrf A\n"
    patch = build_patch(TOY, parse(TOY, "vrf A\n" + port), parse(TOY, port))
    assert not patch.proof.proven
    assert any("refers to it" in each for each in patch.proof.obstacles)


def test_sets_change_by_deltas_and_long_ones_in_portions() -> None:
    port = "interface Ethernet1\n vlan allowed {}\n"
    assert patched(port.format("1-10"), port.format("1-9,20")) == (
        "interface Ethernet1\n vlan allowed remove 10\n vlan allowed add 20\n"
    )
    assert patched("vlans 1\n", "vlans 1,3,5,7,9\n") == "vlans 3,5,7\nvlans 9\n"


def test_the_rest_of_a_long_set_may_stand_in_a_line_of_its_own() -> None:
    port = "interface Ethernet1\n vlan allowed 10,20\n{}"
    assert patched(port.format(" vlan allowed add 30\n"), "interface Ethernet1\n vlan allowed 10,20,30\n") == ""


def test_an_ordered_list_is_edited_by_number_after_it_was_numbered() -> None:
    assert patched("acl A\n permit a\n deny any\n", "acl A\n permit a\n permit b\n deny any\n") == (
        "resequence A 10 10\nacl A\n 15 permit b\n"
    )
    assert patched("acl A\n permit a\n", "acl A\n permit a\n deny any\n") == "acl A\n deny any\n"


def test_a_number_that_nobody_gave_is_not_trusted() -> None:
    running = parse(TOY, "acl A\n permit a\n")
    there = build_patch(TOY, running, parse(TOY, "acl A\n 10 permit a\n 20 deny any\n"))
    assert there.commands == "acl A\n deny any\n"


def test_lines_that_only_changed_places_are_typed_anew() -> None:
    assert patched("server a\nserver b\n", "server b\nserver a\n") == "no server a\nserver a\n"


def test_ranges_are_cut_at_each_others_ends() -> None:
    whole = "tty 0 4\n timeout 5\n"
    assert patched(whole, "tty 0 2\n timeout 5\ntty 3 4\n timeout 5\n") == ""
    assert patched(whole, "tty 0 2\n timeout 5\ntty 3 4\n timeout 9\n") == "tty 3 4\n timeout 9\n"


def test_a_service_that_is_shown_off_is_kept_and_listed() -> None:
    patch = build_patch(TOY, parse(TOY, "hostname a\nno service http\n"), parse(TOY, "hostname a\n"))
    assert (patch.commands, [each.text for each in patch.proof.kept]) == ("", ["no service http"])
    assert patched("service http\n", "hostname a\n") == "no service http\nhostname a\n"


def test_rules_hold_for_their_releases() -> None:
    old = build_patch(TOY, parse(TOY, "version 1.5\n"), parse(TOY, "version 1.5\nold-feature\n"))
    assert old.proof.proven
    assert not build_patch(TOY, parse(TOY, "version 2.1\n"), parse(TOY, "version 2.1\nold-feature\n")).proof.proven
    nobody = build_patch(TOY, parse(TOY, "hostname a\n"), parse(TOY, "hostname a\nnew-feature\n"))
    assert nobody.proof.proven
    assert "names its software release" in nobody.proof.exceptions[0]


def test_a_body_is_one_line_whatever_it_holds() -> None:
    text = "banner ^\n interface Ethernet9\n#\n vrf X\n^\nhostname a\n"
    tree = parse(TOY, text)
    assert [node.text.split()[0] for node in tree.part("")] == ["banner", "hostname"]
    assert tree.format() == text
    assert patched(text, text.replace("^", "@")) == ""
    assert patched("hostname a\n", "hostname a\ncertificate c\n 3082\nquit\n") == "certificate c\n 3082\nquit\n"


def test_a_body_that_never_ends_was_cut_off() -> None:
    with pytest.raises(InputError, match="NET-CFG-011"):
        parse(TOY, "hostname a\nbanner ^\n hello\n", path="a.cfg")


def test_two_devices_in_one_text_are_refused() -> None:
    with pytest.raises(InputError, match="NET-CFG-012"):
        parse(TOY, "hostname a\nvrf A\n#\nhostname b\n", path="a.cfg")


def test_secrets_that_are_encrypted_anew_make_no_difference_and_type_7_is_compared_plain() -> None:
    assert patched("secret key %abc%\n", "secret key %xyz%\n") == ""
    assert patched("secret key 7 094F471A1A0A\n", "secret key cisco\n") == ""
    changed = build_patch(TOY, parse(TOY, "secret key cisco\n"), parse(TOY, "secret key other\n"))
    assert changed.commands.startswith("secret key <secret:key:")


def test_two_lines_that_the_rulebook_takes_for_one_are_an_obstacle() -> None:
    patch = build_patch(TOY, parse(TOY, "hostname a\n"), parse(TOY, "vrf A\n rd 1:1\n rd 2:2\n"))
    assert not patch.proof.proven
    assert any("stand beside each other" in each for each in patch.proof.obstacles)


def test_the_script_enters_answers_commits_and_saves() -> None:
    patch = build_patch(TOY, parse(TOY, "vrf A\nhostname a\n"), parse(TOY, "hostname a\n"))
    assert patch.script == ("configure", "no vrf A", "y", "commit", "end", "write")
    assert (patch.answers, patch.rollback.answers) == ((2,), ())


def test_an_answer_is_told_from_the_commands_with_the_question_that_it_answers() -> None:
    (step,) = build_patch(TOY, parse(TOY, "vrf A\nhostname a\n"), parse(TOY, "hostname b\n")).steps
    assert isinstance(step, CommandStep)
    assert step.lines == ("no vrf A", "hostname b")
    assert step.answers == (Answer(0, "sure", "y"),)
    assert step.revealed({}).answers == step.answers


def test_a_long_form_is_refused_where_the_device_only_takes_the_short_one() -> None:
    exact = Toy()
    exact.rulebook = load_rulebook("exact_undo: true\n" + HEAD + RULES, "toy.yml")
    answer = simulate(exact, parse(exact, "hostname a\n"), "no hostname a\n")
    assert isinstance(answer, Rejection)
    assert "no hostname" in answer.why


def test_a_family_gives_what_a_rulebook_does_not_speak_of() -> None:
    own = "platform: toy\nrelease: '1'\nextends: base\nwithout: [gone]\nparts: [{lines: [{line: a <x>, undo: no a now}]}]\n"
    base = (
        "parts: [{grammar: sections, push: commands, enter: [conf], lines: [{line: a <x>}, {line: b}, {line: gone}]}]\n"
    )
    book = load_rulebook(own, "own.yml", lambda name: (base, f"{name}.yml"))
    assert [(rule.pattern.text, rule.undo) for rule in book.parts[0].context.every] == [
        ("a <x>", "no a now"),
        ("b", ""),
    ]
    assert book.parts[0].enter == ("conf",)
    with pytest.raises(InputError, match=r"base\.yml:1"):
        load_rulebook(own, "own.yml", lambda name: (base.replace("{line: b}", "{line: '{b'}"), f"{name}.yml"))


def test_a_line_behind_an_odd_space_is_no_lost_line() -> None:
    wide = "interface Ethernet1\n cost 5\n\u3000address 10.0.0.1 24\n"
    assert patched("interface Ethernet1\n cost 5\n", wide) == "interface Ethernet1\n address 10.0.0.1 24\n"


def test_of_repeated_lines_the_last_one_counts_whichever_the_other_text_has() -> None:
    patch = build_patch(TOY, parse(TOY, "service http\n"), parse(TOY, "no service http\nservice http\n"))
    assert patch.commands == ""
    assert not patch.proof.proven


def test_a_changed_secret_beside_one_that_is_encrypted_anew_is_a_change() -> None:
    both = "secret key %abc% key {}\n"
    patch = build_patch(TOY, parse(TOY, both.format("old")), parse(TOY, both.format("new")))
    assert patch.commands.count("\n") == 1


def test_the_diff_shows_what_the_patch_types_and_nothing_else() -> None:
    running = "vrf A\nvrf B\n rd 1:1\ninterface Ethernet1\n vrf A\n cost 5\ninterface Ethernet2\n cost 7\n"
    intended = running.replace("vrf B\n rd 1:1\n", "").replace("cost 5", "cost 6")
    patch = build_patch(TOY, parse(TOY, running), parse(TOY, intended))
    assert patch.diff == "-vrf B\n- rd 1:1\n interface Ethernet1\n- cost 5\n+ cost 6"


def test_no_cache_and_no_repr_holds_a_secret_of_a_text_that_was_read() -> None:
    toy = Toy()
    text = "hostname a\nsecret key Marker-77\n"
    tree = parse(toy, text)
    build_patch(toy, tree, parse(toy, text.replace("hostname a", "hostname b")))
    fingerprint(toy, tree)
    context = toy.rulebook.parts[0].context
    assert not any("Marker-77" in line for line in (*context.seen, *context.rewriter.kept))
    assert "Marker-77" not in repr((tree, tree.parts, tree.parts[0].lines.chunks(), tree.part("")))


def test_a_set_that_cannot_be_counted_is_not_taken_for_an_empty_one() -> None:
    port = "interface Ethernet1\n vlan allowed {}\n"
    assert build_patch(TOY, parse(TOY, port.format("none")), parse(TOY, port.format("10-2"))).commands != ""


def test_a_value_is_made_of_parts_and_the_words_that_are_none_are_named() -> None:
    types = "types:\n  rule: {shape: permit|deny, what: a rule, parts: ['source \\S+', 'log']}\n"
    parted = Toy()
    parted.rulebook = load_rulebook(
        HEAD.replace("types:\n", types)
        + '      - {line: "entry {number} *", undo: "no entry {number}", takes: rule}\n',
        "toy.yml",
    )
    assert not isinstance(simulate(parted, parse(parted, ""), "entry 5 permit log source any\n"), Rejection)
    answer = simulate(parted, parse(parted, ""), "entry 5 permit source any frobnicate 7\n")
    assert isinstance(answer, Rejection)
    assert "“frobnicate 7” is no part of a rule" in answer.why


def test_a_secret_that_nobody_can_compare_is_told() -> None:
    hidden, clear = (parse(TOY, f"hostname a\nsecret key {word}\n") for word in ("%abc%", "plain"))
    patch = build_patch(TOY, hidden, clear)
    assert patch.empty
    assert any("wasn't compared" in each for each in patch.proof.exceptions)
    same = build_patch(TOY, hidden, parse(TOY, "hostname b\nsecret key %abc%\n"))
    assert not any("wasn't compared" in each for each in same.proof.exceptions)
