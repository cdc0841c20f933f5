"""Lines that depend on lines of other sections: what must stand there, what must be gone, and in which order they are typed."""

from netops.config import Patch, Tree, build_patch, load_rulebook, parse, simulate
from netops.config.rulebook import Rulebook

RULES = """platform: toy
release: "1"
parts:
  - grammar: sections
    push: commands
    comments: ['!']
    lines:
      - line: "interface {port}"
        deletable: false
        lines:
          - {line: "vrf <vrf>", undo: no vrf, turn: first}
          - {line: "address <address>", undo: no address, needs_elsewhere: "[vrf <vrf>] / instance {vrf} / family"}
          - {line: "area {number} <area>", undo: "no area {number}", needs_elsewhere: ["[vrf <vrf>] / daemon {number} <vrf>", "[without vrf <vrf>] / daemon {number}"]}
      - {line: "process {number}", lines: [{line: "vrf {vrf}", lines: [{line: "peer {peer}", remove: after additions}]}]}
      - {line: "daemon {number} <vrf>", undo: "no daemon {number}", lines: [{line: "id <id>"}]}
      - {line: "daemon {number}", lines: [{line: "id <id>"}]}
      - {line: "route {vrf} {net}", remove: after additions}
      - line: "router {asn}"
        lines:
          - {line: "peer {peer} as <as>", undo: "no peer {peer}", turn: first, excludes: "[peer {peer} group <group>] peer {group} as <any>"}
          - {line: "peer {peer} group <group>", undo: "no peer {peer} group", turn: first}
          - {line: "client {peer}", needs: ["[peer {peer} as <asn>]", "[peer {peer} group <group>] [peer {group} as <asn>]"]}
          - {line: "family {family}", lines: [{line: "client {peer}", needs: ["[peer {peer} as <asn>]", "[peer {peer} group <group>] [peer {group} as <asn>]"]}]}
      - {line: new model}
      - {line: "pool {vrf}", blockers_elsewhere: ["interface {port} [vrf <vrf>] / address <address>", "process {number} / vrf {vrf} / peer {peer}"]}
      - {group: lists, needs: new model}
      - line: "instance {vrf}"
        lines:
          - {line: family, blockers_elsewhere: ["interface {port} [vrf <vrf>] / address <address>", "process {number} / vrf {vrf} / peer {peer}", "route {vrf} {net}"]}
groups:
  lists: [{line: "list {list}"}, {group: others}, {line: "old list {list}", needs: old model}]
  others: [{line: "other list {list}"}]
"""
PORT = "interface 1\n vrf A\n address 10.0.0.1\n"
OTHER = "interface 2\n vrf B\n address 10.0.0.1\n"


class Toy:
    """A platform for these tests."""

    name = "toy"

    def __init__(self) -> None:
        self.rulebook: Rulebook = load_rulebook(RULES, "toy.yml")


TOY = Toy()


def patched(running: str, intended: str) -> Patch:
    """Return the patch between two texts."""
    return build_patch(TOY, parse(TOY, running), parse(TOY, intended))


def test_what_depends_on_a_line_goes_before_it_though_it_goes_late_itself() -> None:
    uses = "process 1\n vrf A\n  peer X\n!\nroute A 10\n"
    patch = patched(
        f"instance A\n family\n!\n{PORT}{OTHER}{uses}", f"instance A\n!\ninterface 1\n vrf A\n{OTHER}process 1\n"
    )
    assert patch.proof.proven, patch.proof.obstacles
    typed = patch.commands.splitlines()
    assert typed[-2:] == ["instance A", " no family"]
    assert {" no address", " no vrf A", "no route A 10"} <= set(typed)


def test_a_line_of_the_top_level_waits_for_lines_of_sections_too() -> None:
    late = "process 1\n vrf A\n"
    patch = patched(f"pool A\n{PORT}{late}  peer X\n", f"interface 1\n vrf A\n{late}")
    assert patch.proof.proven, patch.proof.obstacles
    assert patch.commands == f"interface 1\n no address\n{late}  no peer X\nno pool A\n"
    assert not patched(f"pool A\n{PORT}", PORT).proof.proven


def test_a_line_that_others_still_depend_on_does_not_go() -> None:
    patch = patched(f"instance A\n family\n!\n{PORT}", f"instance A\n!\n{PORT}")
    assert not patch.proof.proven
    assert any("interface 1 / address 10.0.0.1" in each for each in patch.proof.obstacles), patch.proof.obstacles


def test_a_line_needs_what_stands_in_a_section_that_a_line_beside_it_names() -> None:
    assert not patched("interface 1\n", f"instance A\n!\n{PORT}").proof.proven
    patch = patched("interface 1\n", f"{PORT}instance A\n family\n")
    assert patch.proof.proven, patch.proof.obstacles
    assert patch.commands == f"instance A\n family\n{PORT}"


def test_a_section_that_is_not_in_the_text_lacks_nothing() -> None:
    assert patched("interface 1\n", PORT).proof.proven
    assert isinstance(
        simulate(TOY, parse(TOY, "interface 1\n address 10.0.0.1\n"), "interface 1\n address 10.0.0.2\n"), Tree
    )


def test_a_port_that_leaves_sets_a_line_free() -> None:
    patch = patched(f"instance A\n family\n!\n{PORT}", "instance A\n!\ninterface 1\n vrf B\n address 10.0.0.1\n")
    assert patch.proof.proven, patch.proof.obstacles
    assert patch.commands == "interface 1\n vrf B\ninstance A\n no family\n"


def test_a_line_is_refused_beside_what_another_leads_to() -> None:
    group, member = " peer G as 1\n", " peer M group G\n"
    assert not patched(f"router 1\n{group}{member}", f"router 1\n{group}{member} peer M as 1\n").proof.proven
    assert patched(f"router 1\n{member}", f"router 1\n{member} peer M as 1\n").proof.proven
    assert patched(f"router 1\n{group}", f"router 1\n{group} peer M as 1\n").proof.proven


def test_a_line_needs_what_another_leads_to_with_the_value_that_the_section_names() -> None:
    peers = " peer G as 1\n peer M group G\n peer X as 2\n peer Y as 1\n"
    for place in ("", " family A\n "):
        for peer, right in {"G": True, "M": True, "X": False, "Y": True, "Z": False}.items():
            patch = patched(f"router 1\n{peers}", f"router 1\n{peers}{place} client {peer}\n")
            assert patch.proof.proven is right, (place, peer, patch.proof.obstacles)
            assert right or any(f"it needs “peer {peer} as 1” first" in each for each in patch.proof.obstacles)


def test_the_lines_of_a_group_need_what_is_said_where_it_is_used() -> None:
    for line, model in {"list A": "new", "other list A": "new", "old list A": "old"}.items():
        for each in ("new", "old"):
            answer = simulate(TOY, parse(TOY, "new model\n" if each == "new" else "interface 1\n"), f"{line}\n")
            assert isinstance(answer, Tree) is (model == each == "new"), (line, each)


def test_a_line_stands_with_a_section_of_the_same_value_alone_or_with_one_that_has_none() -> None:
    process, bare = "daemon 1 A\n id 1\n", "daemon 1\n id 1\n"
    for head, section in ((" vrf A\n", process), ("", bare)):
        assert patched(f"interface 1\n{head}{section}", f"interface 1\n{head} area 1 0\n{section}").proof.proven

    for head, section in ((" vrf A\n", bare), (" vrf B\n", process), ("", process)):
        refused = patched(f"interface 1\n{head}{section}", f"interface 1\n{head} area 1 0\n{section}").proof
        assert not refused.proven
        assert any("it needs" in each for each in refused.obstacles)
