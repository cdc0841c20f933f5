"""Where FRR puts a line: in the view that knows it, in the section that keeps it; and how a line without a rule is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from netops.lab.semantics.core.grammar import Found
from netops.lab.semantics.core.model import TOP, Node, Refusal
from netops.lab.semantics.core.pattern import Match
from netops.lab.semantics.core.taking import Path, Work, place
from netops.lab.semantics.core.undoing import standing, undo
from netops.lab.semantics.frr import statics
from netops.lab.semantics.frr.afis import ALL
from netops.lab.semantics.frr.filters import as_kept
from netops.lab.semantics.frr.peers import UNKNOWN_PEER, is_known, leave, without_remote
from netops.lab.semantics.frr.spelling import area_number, spelled
from netops.lab.semantics.frr.syntax import Verdict, verdict, views, whole

HIDDEN = {
    "bgp": r"(no )?(neighbor|network|redistribute|aggregate-address|distance|maximum-paths|table-map|bgp dampening)( .*)?",
    "interface": r"(no )?ip ospf bfd \d+ \d+ \d+",
    "ospf": r"(no )?(passive-interface \S+|ospf rfc1583compatibility)|router-id .*",
    "top": r"(no )?log monitor( .*)?",
    **dict.fromkeys(ALL.split(), r"(no )?neighbor \S+ next-hop-self all"),
}
"""Lines that a view takes though its syntax doesn't list them: BGP's old place for IPv4 unicast, and deprecated ones."""
PASSIVE = re.compile(r"passive-interface (?!default)(\S+)")
PEER = re.compile(r"neighbor (\S+)(?: (peer-group|remote-as) (\S+))?")
HOST_BITS = re.compile(r"(?:ipv6 )?access-list \S+ (?:seq \d+ )?(permit|deny) \S+/")
"""Access lists whose prefixes ``no`` doesn't find by an address in them."""
LIST_RULE = re.compile(r"((?:ip |ipv6 )?(?:access|prefix)-list \S+)(?: seq (\d+))? ((?:permit|deny) .+)")
OF_VRF = re.compile(r"(.* route .*) vrf (\S+)")
BFD_TIMERS = re.compile(r"neighbor \S+ bfd \d+ \d+ \d+")
"""Taken and not shown: ``bfd`` is."""
AMBIGUOUS = {"top": ("no router-id", "no ip router-id", "no ipv6 router-id")}
"""Lines that two forms of a view take."""
OF_FAMILY = re.compile(
    r"(neighbor \S+ maximum-prefix-out|distance|network|aggregate-address|table-map|bgp dampening)\b.*"
)
"""Lines of IPv4 unicast that the syntax of BGP's router level lists too."""
DEPRECATED = "This line is deprecated: it means {} at the interface"


def judged(path: Path, line: str) -> Verdict:
    """Return what the view at the end of a path makes of a line, with ``no`` or without."""
    view = path[-1].view
    if view not in views():  # a section nobody wrote rules for takes what isn't a global line
        return Verdict.UNKNOWN if verdict(TOP, line) is Verdict.TAKEN else Verdict.TAKEN
    if line in AMBIGUOUS.get(view, ()):
        return Verdict.UNKNOWN
    found = verdict(view, line)
    if found is Verdict.TAKEN or re.fullmatch(HIDDEN.get(view, ""), line) is None:
        return found
    if view != "bgp" or BFD_TIMERS.fullmatch(line) is not None:
        return Verdict.TAKEN
    family = verdict("af4", line)
    return found if family is Verdict.UNKNOWN else family


def home(path: Path, line: str) -> tuple[Path | None, str, Verdict]:
    """Return the path whose view takes a line: the one at hand, or the nearest above; None where none does.

    With it goes the line with its words whole: FRR takes every word shortened. A view that knows more words behind the line
    keeps those above from being asked (seen). Where no view takes the line, the answer is that of the view at hand.
    """
    first = judged(path, line)
    for length in range(len(path), 0, -1):
        found = judged(path[:length], line)
        if found is Verdict.TAKEN:
            return path[:length], line, found
        view = path[length - 1].view
        meant = whole(view, line) if view in views() else None
        if meant is not None and meant not in (line, *AMBIGUOUS.get(view, ())):
            return path[:length], meant, Verdict.TAKEN
        if found is Verdict.INCOMPLETE:
            return None, line, found
    return None, line, first


def hosts_in(typed: str, text: str) -> bool:
    """Tell whether a list's rule was typed with an address inside of its prefix: its spelling has another prefix."""
    return LIST_RULE.fullmatch(typed) is not None and typed.partition("/")[0] != text.partition("/")[0]


def put(work: Work, path: Path, line: str) -> Path:
    """Take a line that the view at the end of ``path`` knows; return the path after it.

    Raises:
        Refusal: the daemon doesn't take it.
        Ignored: it takes it and does nothing.
    """
    negated = line.startswith("no ")
    typed = line.removeprefix("no ")
    text = typed if negated and HOST_BITS.match(typed) else spelled(path[-1].view, typed)
    if not negated and re.search(r" \S+/\d+", typed) and hosts_in(typed, text):
        refuse_twin(work.root, text)
    text = whole_instance(work, text) if not negated else text
    kept_in, text = relocated(work, path, line, text)
    if negated:
        withdraw(work, kept_in, text)
        return standing(path)
    respell_area(path[-1], line)
    below = taken(work, kept_in, text)
    return below if kept_in is path else path


def taken(work: Work, path: Path, text: str) -> Path:
    """Place a line by its rule, or keep it as typed."""
    if text.startswith("rt vpn both "):
        for way in ("import", "export"):
            taken(work, path, text.replace("both", way, 1))
        return path
    found = work.grammar.find(path[-1].view, text)
    if found is None:
        refuse_stranger(path, text)
        return keep(path, text)
    return place(work, path, enriched(found))


def enriched(found: Found) -> Found:
    """Add the values that comparison needs: an area as a number, route targets in one order."""
    groups = dict(found.match.groups)
    if "area" in groups:
        groups["areaid"] = area_number(groups["area"])
    if "targets" in groups:
        groups["targetset"] = " ".join(sorted(set(groups["targets"].split())))
    return Found(found.rule, Match(found.match.text, groups), found.numbered)


def whole_instance(work: Work, text: str) -> str:
    """Return ``router bgp`` with the number that it has."""
    if text != "router bgp":
        return text
    node = work.root.children.get(text)
    if node is None:
        raise Refusal("% No BGP process is configured")
    return node.text


def relocated(work: Work, path: Path, line: str, text: str) -> tuple[Path, str]:
    """Return the section that keeps a line, which isn't always the one in which it is typed, and how it is kept there."""
    view = path[-1].view
    of_vrf, passive = OF_VRF.fullmatch(text), PASSIVE.fullmatch(text)
    if of_vrf is not None and view in (TOP, "vrf"):
        return opened(work, path[:1], f"vrf {of_vrf[2]}"), of_vrf[1]
    if passive is not None and view == "ospf":
        no = "no " if line.startswith("no ") else ""
        work.said.append(DEPRECATED.format(f"{no}ip ospf passive"))
        return opened(work, path[:1], f"interface {passive[1]}"), "ip ospf passive"
    of_family = verdict("bgp", line) is not Verdict.TAKEN or OF_FAMILY.fullmatch(text) is not None
    if view == "bgp" and of_family and BFD_TIMERS.fullmatch(line) is None:
        return opened(work, path, "address-family ipv4 unicast"), text
    return path, text


def opened(work: Work, path: Path, line: str) -> Path:
    """Return the path of a section, made where it isn't there."""
    return taken(Work(work.grammar, work.root, lenient=True), path, line)


def withdraw(work: Work, path: Path, text: str) -> None:
    """Undo a line in the section that keeps it."""
    section = path[-1]
    if section.view == "ospf" and text == "log-adjacency-changes detail":
        without_detail(section)
        return
    text = as_kept(section, as_section_spells(section, text))
    peer = PEER.fullmatch(text) if section.view == "bgp" else None
    if re.match(r"(ip|ipv6) route ", text):
        found = work.grammar.find(section.view, text)
        said = statics.withdraw(section, node_of(found)) if found is not None else statics.GONE
        work.said += [said] if said else []
    elif peer is not None:
        dismiss(section, peer)
    elif work.grammar.find_undo(section.view, text):
        undo(work, path, text)
    else:
        refuse_stranger(path, text)
        drop(section, text)


def without_detail(section: Node) -> None:
    """Let OSPF log adjacency changes without detail; where it doesn't log in detail, nothing changes (seen)."""
    node = section.children.get("log-adjacency-changes")
    if node is not None and node.text.endswith(" detail"):
        section.children[node.key] = Node(node.key, node.key, node.rule)


def dismiss(router: Node, peer: re.Match[str]) -> None:
    """Undo what makes a BGP neighbour known."""
    if peer[2] == "remote-as":
        without_remote(router, peer[1])
    else:
        leave(router, peer[1], peer[3] or "")


def refuse_twin(root: Node, text: str) -> None:
    """Refuse a rule that its list has under another number, when it is typed with an address inside of the prefix."""
    mine = LIST_RULE.fullmatch(text)
    kept = (LIST_RULE.fullmatch(node.text) for node in root.children.values())
    if mine is None:
        return
    for other in kept:
        if other is not None and other[1] == mine[1] and other[3] == mine[3] and other[2] != mine[2]:
            kind, prefix = ("access" if "access-list" in text else "prefix"), mine[3].split(" ")[1]
            words = f"duplicated {kind} list value: {prefix}"
            raise Refusal(f"% Configuration failed.\n\nError type: validation\nError description: {words}")


def refuse_stranger(path: Path, text: str) -> None:
    """Refuse a line of a BGP neighbour that isn't there."""
    router = next((node for node in reversed(path) if node.view == "bgp"), None)
    words = text.split()
    if router is not None and words[0] == "neighbor" and len(words) > 1 and not is_known(router, words[1]):
        raise Refusal(UNKNOWN_PEER)


def node_of(found: Found) -> Node:
    """Return a line that isn't kept, with the key that it would have."""
    rule = found.rule
    key = " ".join(re.sub(r"\{(\w+)\}", lambda name: found.match.groups.get(name[1], ""), rule.key or "").split())
    return Node(found.match.text, key, rule, found.match.groups)


def as_section_spells(section: Node, text: str) -> str:
    """Return a ``no`` line of OSPF in the words of the line that it means: its area as spelled there."""
    if section.view != "ospf":
        return text
    found = re.match(r"area (\S+) ", text)
    if found is None:
        return text
    for node in section.children.values():
        if node.text.startswith("area ") and node.groups["areaid"] == area_number(found[1]):
            return text.replace(f"area {found[1]} ", f"area {node.groups['area']} ", 1)
    return text


def respell_area(section: Node, line: str) -> None:
    """Spell an area in all its lines as it was spelled last; a ``no`` line spells nothing (seen on ospfd 8.4.4)."""
    found = re.search(r"\barea (\S+)", line)
    if found is None or section.view != "ospf":
        return
    for node in section.children.values():
        spelling = node.groups.get("area", "")
        if node.text.startswith("area ") and node.groups["areaid"] == area_number(found[1]) and spelling != found[1]:
            node.text = node.text.replace(f"area {spelling} ", f"area {found[1]} ", 1)
            node.groups = {**node.groups, "area": found[1]}


def generic_key(text: str) -> str:
    """Return what a line without a rule is: a number at its end is a value, of which there is one.

    Example:
        >>> generic_key("bgp update-delay 5"), generic_key("debug bgp updates")
        ('bgp update-delay #', 'debug bgp updates')
    """
    return re.sub(r"( \d+)+$", " #", text)


def keep(path: Path, text: str) -> Path:
    """Keep a line without a rule as typed; one that was switched off is no longer shown."""
    section, key = path[-1], generic_key(text)
    old = section.children.get(key)
    if old is not None and old.text == f"no {text}":
        del section.children[key]
        return path
    if old is None or old.text != text:
        words = text.split()
        section.children[key] = Node(text, key, groups={"n": words[1]} if words[0] == "neighbor" else {})
    return path


def drop(section: Node, text: str) -> None:
    """Undo a line without a rule: the line itself, the value of its setting, or the one line that starts so."""
    key = generic_key(text)
    lines = [node for node in section.children.values() if node.rule is None]
    begun = [node for node in lines if node.text.startswith(f"{text} ")]
    old = section.children.get(key)
    if old is not None:
        if not old.text.startswith("no "):
            del section.children[key]
    elif len(begun) == 1:
        del section.children[begun[0].key]
    elif len(begun) > 1:
        raise Refusal(f"% Command incomplete: no {text}")
    elif section.view in views() and verdict(section.view, text) is Verdict.TAKEN:
        section.children[key] = Node(f"no {text}", key)


def negative(section: Node, text: str) -> None:
    """Keep a displayed ``no`` line that nobody wrote a rule for."""
    key = generic_key(text)
    section.children[key] = Node(f"no {text}", key)


def sections(path: Path) -> Iterator[Node]:
    """Yield the sections of a path below the root."""
    yield from path[1:]


__all__ = ["enriched", "home", "judged", "keep", "negative", "put", "sections", "taken", "withdraw"]
