"""Objects that lines refer to: what a device insists on, what goes along, what keeps an object from going."""

from itertools import count

import pytest

from netops.config import Patch, Rejection, build_patch, load_rulebook, parse, simulate
from netops.config.pattern import fill
from netops.config.rulebook import Rulebook
from netops.errors import InputError
from netops.platforms import get_platform

HEAD = """platform: toy
release: "1"
given: [vlan 1]
interface_names: [Ethernet, Bundle, Vlan]
types:
  bundle: {shape: 'Bundle\\d+', spell: interface}
  svi: {shape: 'Vlan(?P<n>\\d+)', spell: interface}
  port: {shape: '[A-Za-z]+\\d+', spell: interface}
parts:
  - grammar: sections
    push: commands
    comments: ['!']
    lines:
"""
RULES = """
      - line: "vrf {vrf}"
        defines: "vrf {vrf}"
        lines:
          - {line: rd <rd>, undo: never, change: section anew, turn: first}
          - {line: id <id>, undo: no id, change: undo first, exclusive: "id <id>", freed_late: it takes a while}
          - {line: tag <tag>, undo: no tag, change: undo first, exclusive: "tag <tag>"}
          - {line: label <label>, undo: no label, change: undo first, unproven_change: nobody has tried}
          - {line: note *, undo: no note}
      - {line: "old vrf {vrf}", defines: "vrf {vrf}"}
      - {line: "vlans *", defines: vlan *, listing: comma-ranges, accumulates: true, remove: "no vlans *"}
      - {line: "vlan {vlan}", defines: "vlan {vlan}", uses: "vlan {vlan}", goes_with: vlan, deletable: false, empty: same as absent, lines: [{line: name <name>, undo: no name}]}
      - {line: "interface {port:svi}", uses: "vlan {n}", insists: vlan, holds: vlan, lines: [{group: port}]}
      - {line: "interface {port:bundle}", defines: "interface {port}", lines: [{group: port}]}
      - {line: "interface {port:port}", deletable: false, empty: same as absent, lines: [{group: port}]}
      - line: bgp <asn>
        lines:
          - line: "family {vrf}"
            uses: "vrf {vrf}"
            insists: vrf
            goes_with: vrf
            lines: [{line: "peer {peer}"}]
      - {line: "process {number} vrf <vrf>", undo: "no process {number}", change: undo first, uses: "vrf <vrf>", goes_with: vrf, defines: "process {number}", wipes_elsewhere: ["interface {port} / process {number} cost <cost>"]}
      - {line: "route {vrf} {net} <gateway>", undo: "no route {vrf} {net}", remove: after additions, uses: "vrf {vrf}", insists: vrf, goes_with: vrf}
      - {line: "log {host} vrf <vrf>", undo: "no log {host}", uses: "vrf <vrf>"}
groups:
  port:
    - {line: vrf <vrf>, undo: no vrf, turn: first, uses: "vrf <vrf>", insists: vrf, goes_with: vrf, set_wipes: [address *], wipes: [address *]}
    - {line: address <address>, undo: no address}
    - {line: bundle <bundle>, undo: no bundle, uses: "interface Bundle<bundle>", insists: interface, holds: interface}
    - {line: "process {number} cost <cost>", undo: "no process {number}", uses: "process {number}"}
    - {line: watch <vrf>, undo: no watch, uses: "vrf <vrf>"}
    - {line: filter <list>, undo: no filter, uses: "list <list>"}
"""


class Toy:
    """A platform for these tests."""

    name = "toy"

    def __init__(self, rules: str = RULES) -> None:
        self.rulebook: Rulebook = load_rulebook(HEAD + rules, "toy.yml")


TOY = Toy()
FULL = """vrf A
 rd 1:1
 note first
vrf B
interface Ethernet1
 vrf A
 address 10.0.0.1
 process 5 cost 3
interface Ethernet2
 vrf B
 address 10.1.0.1
process 5 vrf A
bgp 65000
 family A
  peer 10.0.0.2
 family B
  peer 10.1.0.2
route A 10.2.0.0/16 10.0.0.2
route B 10.3.0.0/16 10.1.0.2
"""
WITHOUT_A = """vrf B
interface Ethernet2
 vrf B
 address 10.1.0.1
bgp 65000
 family B
  peer 10.1.0.2
route B 10.3.0.0/16 10.1.0.2
"""


def patched(running: str, intended: str) -> Patch:
    """Return the patch between two texts."""
    return build_patch(TOY, parse(TOY, running), parse(TOY, intended))


def typed(running: str, commands: str) -> str:
    """Return the config after commands, or why the device refuses."""
    after = simulate(TOY, parse(TOY, running), commands)
    return after.why if isinstance(after, Rejection) else after.source


@pytest.mark.parametrize(
    ("commands", "missing"),
    [
        ("interface Ethernet9\n vrf C", "vrf C"),
        ("route C 10.9.0.0/16 10.0.0.9", "vrf C"),
        ("bgp 65000\n family C", "vrf C"),
        ("interface Ethernet9\n bundle 7", "interface Bundle7"),
    ],
)
def test_a_line_is_refused_whose_object_is_not_there(commands: str, missing: str) -> None:
    assert typed(FULL, commands) == f"there is no {missing}"


def test_a_line_is_taken_once_its_object_is_there_whatever_made_it() -> None:
    for maker in ("vrf C", "old vrf C"):
        assert "route C 10.9.0.0/16 10.0.0.9" in typed(FULL, f"{maker}\nroute C 10.9.0.0/16 10.0.0.9")
    assert " bundle 7" in typed("", "interface Bundle7\ninterface Ethernet9\n bundle 7")


def test_where_the_device_does_not_insist_or_nothing_could_make_the_object_a_line_is_taken() -> None:
    assert "log 10.0.0.9 vrf C" in typed(FULL, "log 10.0.0.9 vrf C")
    assert " filter NONE" in typed(FULL, "interface Ethernet9\n filter NONE")


def test_a_line_that_points_nowhere_already_is_left_alone() -> None:
    running = "interface Ethernet1\n vrf C\n address 10.0.0.1\n"

    patch = patched(running, running.replace("10.0.0.1", "10.0.0.5"))

    assert patch.commands == "interface Ethernet1\n address 10.0.0.5\n"
    assert patch.proof.proven
    assert " vrf C" in typed(running, "interface Ethernet1\n vrf C")


def test_a_patch_to_a_text_without_the_definition_is_unproven_and_says_why() -> None:
    patch = patched("vrf B\n", "vrf B\nroute C 10.9.0.0/16 10.0.0.9\n")

    assert patch.commands == "route C 10.9.0.0/16 10.0.0.9\n"
    assert not patch.proof.proven
    assert (
        patch.proof.obstacles[0]
        == "the patch: the device would reject “route C 10.9.0.0/16 10.0.0.9”: there is no vrf C"
    )


def test_the_order_of_the_text_is_no_reason_for_a_refusal() -> None:
    patch = patched("", "route C 10.9.0.0/16 10.0.0.9\ninterface Ethernet1\n vrf C\nvrf C\n")

    assert patch.proof.proven, patch.proof.obstacles
    assert patch.commands.startswith("vrf C\n")


def test_with_an_object_goes_what_refers_to_it_and_what_goes_with_that() -> None:
    after = parse(TOY, typed(FULL, "no vrf A"))

    assert build_patch(TOY, after, parse(TOY, WITHOUT_A)).empty
    assert build_patch(TOY, parse(TOY, WITHOUT_A), after).empty


def test_what_the_device_is_not_known_to_take_along_stays() -> None:
    assert "log 10.0.0.9 vrf A" in typed(FULL + "log 10.0.0.9 vrf A\n", "no vrf A")


def test_nothing_goes_while_another_line_makes_the_object() -> None:
    running = FULL + "old vrf A\n"

    assert "route A 10.2.0.0/16" in typed(running, "no vrf A")
    assert "route A 10.2.0.0/16" not in typed(running, "no vrf A\nno old vrf A")


def test_a_patch_says_each_loss_before_the_object_goes() -> None:
    patch = patched(FULL, WITHOUT_A)

    assert patch.commands == (
        "interface Ethernet1\n no vrf\n no process 5\nbgp 65000\n no family A\nno process 5\n"
        "no route A 10.2.0.0/16\nno vrf A\n"
    )
    assert patch.proof.proven, patch.proof.obstacles


def test_an_object_does_not_go_while_a_line_keeps_it() -> None:
    running = "interface Bundle7\ninterface Ethernet1\n bundle 7\n"

    assert typed(running, "no interface Bundle7") == "“bundle 7” refers to it"
    patch = patched(running + "vrf A\n", "vrf A\n")
    assert patch.commands == "interface Ethernet1\n no bundle\nno interface Bundle7\n"
    assert patch.proof.proven, patch.proof.obstacles


def test_a_member_of_a_set_does_not_go_while_a_line_keeps_it() -> None:
    running = "vlans 10,20\ninterface Vlan10\n address 10.0.0.1\n"

    assert typed(running, "no vlans 10") == "“interface Vlan10” refers to it"
    assert "vlans 10\n" in typed(running, "no vlans 20")


def test_what_stands_for_a_member_of_a_set_makes_it_and_goes_with_it() -> None:
    running = "vlans 10,20\nvlan 20\n name x\n"

    assert "interface Vlan30" in typed(running, "vlan 30\ninterface Vlan30\n address 10.0.0.3")
    assert typed(running, "interface Vlan40") == "there is no vlan 40"
    assert "vlan 20" not in typed(running, "no vlans 20")


def test_what_is_given_needs_no_line() -> None:
    assert "interface Vlan1" in typed("", "interface Vlan1\n address 10.0.0.1")


def test_a_circle_of_bindings_is_opened_by_undoing_them_first() -> None:
    running = "vrf A\n tag 7\ninterface Ethernet1\n vrf A\n address 10.0.0.1\n"

    patch = patched(running, running.replace("vrf A", "vrf B"))

    assert patch.commands == (
        "interface Ethernet1\n no vrf\nno vrf A\nvrf B\n tag 7\ninterface Ethernet1\n vrf B\n address 10.0.0.1\n"
    )
    assert patch.proof.proven, patch.proof.obstacles


def test_what_is_freed_late_is_not_promised_to_another() -> None:
    running = "vrf A\n id 7\n"

    assert patched(running, "vrf B\n id 7\n").proof.obstacles[0] == "“vrf B / id 7”: it takes a while"
    assert patched(running, "vrf B\n id 8\n").proof.proven


def test_a_value_that_is_only_had_in_a_new_section_brings_all_back_that_went() -> None:
    assert typed(FULL, "vrf A\n rd 2:2") == "“rd 1:1” stands; it must be undone first"

    patch = patched(FULL, FULL.replace("rd 1:1", "rd 2:2"))

    assert patch.commands == (
        "no vrf A\nvrf A\n rd 2:2\n note first\nprocess 5 vrf A\ninterface Ethernet1\n vrf A\n address 10.0.0.1\n"
        " process 5 cost 3\nbgp 65000\n family A\n  peer 10.0.0.2\nroute A 10.2.0.0/16 10.0.0.2\n"
    )
    assert patch.proof.proven, patch.proof.obstacles


def test_what_may_go_along_or_not_is_undone_before_and_typed_again() -> None:
    running = FULL + "log 10.0.0.9 vrf A\n"

    patch = patched(running, running.replace("rd 1:1", "rd 2:2"))

    assert patch.commands.startswith("no log 10.0.0.9\nno vrf A\nvrf A\n")
    assert patch.commands.endswith("\nlog 10.0.0.9 vrf A\n")
    assert patch.proof.proven, patch.proof.obstacles


def test_a_new_section_is_unproven_where_nobody_knows_what_goes_with_the_old_one() -> None:
    running = FULL.replace(" process 5 cost 3\n", " watch A\n")

    patch = patched(running, running.replace("rd 1:1", "rd 2:2"))

    assert (
        patch.proof.obstacles[0]
        == "“interface Ethernet1 / watch A”: nobody knows whether it stays when what it refers to goes"
    )


def test_a_doubtful_change_is_told_though_the_old_value_goes_first() -> None:
    patch = patched("vrf A\n label 1\n", "vrf A\n label 2\n")

    assert patch.commands == "vrf A\n no label\n label 2\n"
    assert "“vrf A / label 2”: nobody has tried" in patch.proof.obstacles


@pytest.mark.parametrize("key", ["insists", "goes_with", "holds"])
def test_a_rule_can_only_speak_of_what_it_uses(key: str) -> None:
    with pytest.raises(InputError) as caught:
        Toy(RULES + f'    - {{line: odd <vrf>, uses: "vrf <vrf>", {key}: list}}\n')

    assert "the line refers to no list" in str(caught.value.faults[0].values["detail"])


def test_a_set_is_asked_for_one_member_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    p, asked = get_platform("huawei_vrp"), count(1)
    monkeypatch.setattr("netops.config.steps.fill", lambda *given: (next(asked), fill(*given))[1])

    patch = build_patch(p, parse(p, "sysname a\nvlan batch 2 to 1000\n"), parse(p, "sysname a\nvlan batch 2 to 100\n"))

    assert patch.proof.proven
    assert next(asked) < 50_000  # as many as it has members, not as many as the square of that
