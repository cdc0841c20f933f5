"""What an OSPF area is: stub, NSSA, ranges. FRR manual, OSPFv2: "Areas"; what goes with what was seen on ospfd 8.4.4."""

from __future__ import annotations

import re

from netops.lab.semantics.core.effects import says
from netops.lab.semantics.core.model import Act, Effect, Node, Refusal, Rule
from netops.lab.semantics.frr.spelling import area_number

SHORTCUT = "Shortcut area setting will take effect only when the router is configured as Shortcut ABR"
LINKS = "First deconfigure all virtual link through this area"
SOURCE = "FRR manual, OSPFv2: area A.B.C.D"


def number_of(act: Act) -> str:
    """Return the area of a line, as a number, however it was typed."""
    return act.groups.get("areaid", "")


def lines_of(act: Act, word: str) -> list[Node]:
    """Return the lines of a line's area that begin with a word."""
    begun = f"area {number_of(act)} {word}"
    return [node for key, node in act.section.children.items() if key == begun or key.startswith(f"{begun} ")]


def off_backbone(what: str) -> Effect:
    """Refuse, for area 0, what other areas may be; ``no`` too."""

    def check(act: Act) -> None:
        if area_number(act.groups["area"]) == "0":
            raise Refusal(f"% You can't configure {what} to backbone")

    return check


def without_links(act: Act) -> None:
    """Refuse a stub area or an NSSA that virtual links lead through."""
    if lines_of(act, "virtual-link"):
        raise Refusal(LINKS)


def transit(act: Act) -> None:
    """Refuse a virtual link through a stub area or an NSSA."""
    for word, name in (("stub", "stub"), ("nssa", "nssa")):
        if lines_of(act, word):
            raise Refusal(f"Area {act.groups['area']} is {name}")


def stub_or_nssa(act: Act) -> None:
    """Refuse a default cost for an area that is neither stub nor NSSA."""
    if not (lines_of(act, "stub") or lines_of(act, "nssa")):
        raise Refusal("The area is neither stub, nor NSSA")


def instead_of(word: str) -> Effect:
    """Let an area that becomes a stub cease to be an NSSA, and the other way round."""

    def effect(act: Act) -> None:
        for node in lines_of(act, word):
            act.section.children.pop(node.key)

    return effect


def with_nssa(act: Act) -> None:
    """Make the area an NSSA that gets no summaries: ``nssa`` is shown beside ``nssa no-summary``."""
    key = f"area {number_of(act)} nssa"
    groups = {"area": act.groups["area"], "areaid": number_of(act)}
    act.section.children.setdefault(key, Node(f"area {groups['area']} nssa", key, NSSA, groups))


def left(act: Act) -> None:
    """Keep the area as it is where only ``no-summary`` or a translation was undone; else its default cost goes, too."""
    what, word = act.groups.get("_value"), "stub" if act.node is not None and act.node.rule is STUB else "nssa"
    if what is None:
        for other in [*lines_of(act, "default-cost"), *lines_of(act, word)]:
            act.section.children.pop(other.key, None)
    elif act.node is not None:
        groups = {name: value for name, value in act.node.groups.items() if name != "value"}
        plain = f"area {groups['area']} {word}"
        act.section.children[act.node.key] = Node(plain, act.node.key, act.node.rule, groups)


def keeps_cost(act: Act) -> None:
    """Keep a range's cost and substitute where the new line names none: only ``not-advertise`` ends them."""
    if act.old is None or act.node is None or "not-advertise" in act.node.text:
        return
    said = (re.search(rf"{word} \S+", act.node.text) or re.search(rf"{word} \S+", act.old.text) for word in KEPT)
    respelled(act, " ".join(found[0] for found in said if found is not None))


def only_substitute(act: Act) -> None:
    """Keep a range of which only the substitute was undone."""
    if act.node is not None and act.groups.get("_value", "").startswith("substitute"):
        respelled(act, re.sub(r" ?substitute \S+", "", act.node.groups.get("value", "")).strip())


def respelled(act: Act, value: str) -> None:
    """Keep a range with these settings."""
    if act.node is None:
        return
    text = f"area {act.node.groups['area']} range {act.node.groups['p']} {value}".strip()
    groups = {**act.node.groups, "value": value}
    act.section.children[act.node.key] = Node(text, act.node.key, act.node.rule, groups)


def freed(act: Act) -> None:
    """Forget an area that has no line and no port left; its prefix filters, which FRR doesn't look at, go with it (seen)."""
    number = number_of(act)
    filters = [node.key for node in lines_of(act, "filter-list")]
    others = [key for key in act.section.children if key.startswith(f"area {number} ") and key not in filters]
    ports = [node for _, node in act.root.walk() if node.groups.get("areaid") == number and node.text.startswith(USES)]
    if not others and not ports:
        for key in filters:
            del act.section.children[key]


KEPT = ("cost", "substitute")
USES = ("ip ospf area ", "network ")
STUB = Rule(
    "area {area} stub [{value=no-summary}]",
    "ospf",
    key="area {areaid} stub",
    checks=(off_backbone("stub"), without_links),
    effects=(instead_of("nssa"),),
    undo=("area {area} stub [{_value=no-summary}]",),
    undo_checks=(off_backbone("stub"),),
    undo_effects=(left, freed),
    meaning="area {areaid} stub {value}",
    source=f"{SOURCE} stub",
)
NSSA = Rule(
    "area {area} nssa [{value=translate-candidate|translate-never|translate-always}]",
    "ospf",
    key="area {areaid} nssa",
    checks=(off_backbone("NSSA"), without_links),
    effects=(instead_of("stub"),),
    undo=("area {area} nssa [{_value=translate-candidate|translate-never|translate-always}]",),
    undo_checks=(off_backbone("NSSA"),),
    undo_effects=(left, freed),
    meaning="area {areaid} nssa {value}",
    source=f"{SOURCE} nssa",
)
TOTALLY = Rule(
    "area {area} nssa no-summary",
    "ospf",
    key="area {areaid} nssa no-summary",
    checks=(off_backbone("NSSA"), without_links),
    effects=(instead_of("stub"), with_nssa),
    undo=("area {area} nssa no-summary",),
    undo_checks=(off_backbone("NSSA"),),
    meaning="area {areaid} nssa no-summary",
    source=f"{SOURCE} nssa no-summary",
)


def area(
    word: str, tail: str = "", *, value: str = " [{value:rest}]", no: str = "", checks: tuple[Effect, ...] = ()
) -> Rule:
    """Return the rule of one setting of an area.

    Args:
        word: its words, with those that tell several of an area apart.
        tail: what tells them apart behind the value (``in``, ``out``).
        value: the form of its value.
        no: the form of the value where it is taken away; by default any value, or none.
        checks: what FRR refuses, with ``no`` too where that is said.
    """
    said = f"{word}{value}{tail}"
    plain = re.sub(r"\{(\w+)[^}]*\}", r"{\1}", f"{word}{tail}")
    ranged = word.startswith("range")
    return Rule(
        f"area {{area}} {said}",
        "ospf",
        key=f"area {{areaid}} {plain}",
        checks=checks,
        default=("area {area} default-cost 1",) if word == "default-cost" else (),
        effects=(keeps_cost,) if ranged else (says(SHORTCUT),) if word == "shortcut" else (),
        undo=(f"area {{area}} {word}{no or ' [{_value:rest}]'}{tail}",),
        undo_checks=tuple(check for check in checks if check not in (stub_or_nssa, transit)),
        undo_effects=(only_substitute, freed) if ranged else (freed,),
        meaning=f"area {{areaid}} {plain} {{value}}",
        source=f"{SOURCE} {word}",
    )


AREA_LINES = (
    area("authentication"),
    STUB,
    NSSA,
    TOTALLY,
    area("default-cost", checks=(off_backbone("default-cost"), stub_or_nssa)),
    area("range {p:net}"),
    area("filter-list prefix", " {way=in|out}", value=" {value}", no=" {_value}"),
    area("import-list"),
    area("export-list"),
    area("shortcut", checks=(off_backbone("shortcut"),)),
    area("virtual-link {peer:ip}", checks=(transit,)),
)
