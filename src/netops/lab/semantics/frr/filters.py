"""Lists and route maps. FRR manual, Filtering, Route Maps, BGP (community and AS path lists); seen on FRR 8.4.4."""

from __future__ import annotations

import re

from netops.lab.semantics.core.model import Act, Effect, Node, Numbering, Refusal, Rule
from netops.lab.semantics.core.pattern import Kind
from netops.lab.semantics.frr.forms import Ignored, is_absent, single


def misses_route_map(act: Act) -> None:
    """Say that a route map isn't there; FRR takes the line all the same."""
    name = act.groups.get("rm") or re.sub(r"^route-map ", "", act.groups.get("value", "-")).partition(" ")[0]
    named = "rm" in act.groups or act.groups.get("value", "").startswith("route-map ") or " unsuppress-map " in act.text
    if named and not any(key.startswith(f"route-map {name} ") for key in act.root.children):
        act.said.append(f"The route-map '{name}' does not exist.")


def no_twin(act: Act) -> None:
    """Drop a rule that its list has already under another number: FRR takes the line and does nothing."""
    head, _, rule = act.text.partition(f" seq {act.groups['n']} ")
    same = (rule, f"{rule} exact-match") if "access-list" in head else (rule,)
    for node in act.root.children.values():
        other, _, kept = node.text.partition(f" seq {node.groups.get('n')} ")
        if other == head and kept in same and node.text != act.text:
            raise Ignored


def lengths_fit(act: Act) -> None:
    """Refuse a prefix list's rule whose lengths don't rise: prefix ≤ ge ≤ le."""
    prefix, *limits = act.groups["what"].split()
    length = int(prefix.partition("/")[2] or 0)
    given = dict(zip(limits[::2], limits[1::2], strict=False))
    low, high = int(given.get("ge", length)), int(given.get("le", 128))
    if not length <= low <= high:
        words = f"Invalid prefix range for {prefix}: Make sure that mask length <= ge <= le"
        raise Refusal(f"% Configuration failed.\n\nError type: validation\nError description: {words}")


def numbered(
    head: str, *, checks: tuple[Effect, ...], undo: tuple[str, ...], undo_checks: tuple[Effect, ...] = ()
) -> Rule:
    """Return the rule of a list whose entries FRR numbers where nobody did.

    bgpd takes the next multiple of five, the lists of all daemons the highest number and five more (seen on 8.4.4).
    """
    shown = re.sub(r"\{(\w+)=[^}]*\}", r"{\1}", head)
    return Rule(
        f"{head} seq {{n:int}} {{action=permit|deny}} {{what:rest}}",
        key=f"{shown} seq {{n}}",
        sort="n",
        numbering=Numbering(
            f"{head} {{action=permit|deny}} {{what:rest}}",
            f"{shown} seq {{n}} {{action}} {{what}}",
            within=("name",),
            multiple=head.startswith("bgp "),
        ),
        checks=checks,
        undo=(*undo, f"{head} {{action=permit|deny}} {{what:rest}}", head),
        undo_checks=undo_checks,
        source=f"FRR manual, Filtering and BGP: {head.replace('{name}', 'NAME')}",
    )


def prefix_list(family: str) -> tuple[Rule, ...]:
    """Return the rules of prefix lists. ``no … seq N`` takes rule N away, whatever else the line says."""
    head = f"{family} prefix-list {{name}}"
    return (
        Rule(
            f"{head} description {{text:rest}}",
            key=f"{head} description",
            undo=(f"{head} description [{{_text:rest}}]", head),
        ),
        numbered(head, checks=(lengths_fit, no_twin), undo=(f"{head} seq {{n:int}} [{{_rest:rest}}]",)),
    )


def access_list(family: str) -> tuple[Rule, ...]:
    """Return the rules of access lists, numbered and named."""
    head = f"{family} access-list {{name}}".strip()
    return (
        Rule(f"{head} remark {{text:rest}}", key=f"{head} remark", undo=(f"{head} remark [{{_text:rest}}]", head)),
        numbered(head, checks=(no_twin,), undo=(f"{head} seq {{n:int}} {{_rest:rest}}",)),
    )


def other_kind(act: Act) -> None:
    """Refuse a community list of a name that the other kind of list has."""
    mine = act.groups.get("kind", "")
    for node in act.root.children.values():
        theirs = node.groups.get("kind", mine)
        same = node.text.split(" ")[:2] == act.text.split(" ")[:2] and node.groups.get("name") == act.groups["name"]
        if same and theirs != mine:
            raise Refusal(f"% Community name conflict, previously defined as {theirs} community")


def well_formed(act: Act) -> None:
    """Refuse values that are no communities in a standard list."""
    values = act.groups["what"].split()
    expanded = act.groups.get("kind") == "expanded" or re.fullmatch(r"[1-9]\d\d", act.groups["name"])
    if not expanded and not all(re.fullmatch(WELL_KNOWN, word) for word in values):
        raise Refusal("% Malformed community-list value")


WELL_KNOWN = (
    r"(?:rt|soo)|[\d.]+(?::\d+){1,2}|internet|local-AS|no-advertise|no-export|no-peer|blackhole|graceful-shutdown"
    r"|accept-own|accept-own-nexthop|route-filter-v[46]|route-filter-translated-v[46]|llgr-stale|no-llgr"
)


def set_well_formed(act: Act) -> None:
    """Refuse values that are no communities in ``set community``."""
    values = act.groups.get("value", "").removesuffix("additive").strip()
    if values != "none" and not (values and all(re.fullmatch(WELL_KNOWN, word) for word in values.split())):
        raise Refusal(f"% Malformed communities attribute '{values}'")


def missing(words: str) -> Effect:
    """Refuse a ``no`` line whose list or rule isn't there; ``{what}`` is the rule."""

    def check(act: Act) -> None:
        if is_absent(act):
            raise Refusal(words.format(name=act.groups.get("name"), what=act.groups.get("what")))

    return check


def community_list(word: str, kind: str) -> Rule:
    """Return the rule of one sort of community lists: ``standard NAME``, ``expanded NAME``, or a number."""
    head = f"bgp {word} {kind}{{name}}"
    form = f"{head} seq {{_n:int}} {{action=permit|deny}} {{what:rest}}"
    absent = (missing("% Can't find community-list"),)
    return numbered(head, checks=(other_kind, well_formed, no_twin), undo=(form,), undo_checks=absent)


def as_path_missing(act: Act) -> None:
    """Refuse ``no`` for a list or a rule that isn't there."""
    if not is_absent(act):
        return
    name, what = act.groups["name"], act.groups.get("what")
    there = any(key.startswith(f"bgp as-path access-list {name} ") for key in act.root.children)
    if what is None or not there:
        raise Refusal(f"bgp as-path access-list {name} doesn't exist")
    raise Refusal(f"Regex entered {what} does not exist")


def as_kept(root: Node, text: str) -> str:
    """Return the rule that a ``no`` line of an AS path list takes away: the first with that expression.

    Neither its number nor its action is looked at (seen: ``no … seq 10 deny ^1$`` takes ``seq 5 permit ^1$``).
    """
    found = AS_PATH_RULE.fullmatch(text)
    if found is None:
        return text
    rules = (AS_PATH_RULE.fullmatch(node.text) for node in root.children.values())
    twins = [rule for rule in rules if rule is not None and (rule[1], rule[4]) == (found[1], found[4])]
    return min(twins, key=lambda rule: int(rule[2]))[0] if twins else text


AS_PATH_RULE = re.compile(r"bgp as-path access-list (\S+)(?: seq (\d+))? (permit|deny) (.+)")
AS_PATHS = numbered(
    "bgp as-path access-list {name}",
    checks=(no_twin,),
    undo=("bgp as-path access-list {name} seq {n:int} {action=permit|deny} {what:rest}",),
    undo_checks=(as_path_missing,),
)
LISTS = (
    *access_list(""),
    *access_list("ipv6"),
    *access_list("mac"),
    *prefix_list("ip"),
    *prefix_list("ipv6"),
    AS_PATHS,
    *(
        community_list(word, kind)
        for word in ("community-list", "extcommunity-list", "large-community-list")
        for kind in ("{kind=standard|expanded} ", "")
    ),
)
ROUTE_MAP = Rule(
    "route-map {name} {action=permit|deny} {n:int}",
    key="route-map {name} {n}",
    opens="rmap",
    prompt="route-map",
    sort="n",
    undo=("route-map {name} {_action=permit|deny} {n:int}", "route-map {name}"),
    source="FRR manual, Route Maps: route-map NAME (permit|deny) N",
)
MATCHES = (
    "as-path",
    "community",
    "evpn default-route",
    "evpn rd",
    "evpn route-type",
    "evpn vni",
    "extcommunity",
    "interface",
    "ip address prefix-len",
    "ip address prefix-list",
    "ip address",
    "ip next-hop address",
    "ip next-hop prefix-len",
    "ip next-hop prefix-list",
    "ip next-hop type",
    "ip next-hop",
    "ip route-source prefix-list",
    "ip route-source",
    "ipv6 address prefix-len",
    "ipv6 address prefix-list",
    "ipv6 address",
    "ipv6 next-hop address",
    "ipv6 next-hop prefix-list",
    "ipv6 next-hop type",
    "ipv6 next-hop",
    "large-community",
    "local-preference",
    "metric",
    "origin",
    "peer",
    "probability",
    "rpki-extcommunity",
    "source-instance",
    "source-protocol",
    "source-vrf",
    "tag",
)
SETS = (
    "aggregator as",
    "as-path exclude",
    "as-path prepend",
    "comm-list",
    "community",
    "distance",
    "extcommunity bandwidth",
    "extcommunity rt",
    "extcommunity soo",
    "forwarding-address",
    "ip next-hop peer-address",
    "ip next-hop unchanged",
    "ip next-hop",
    "ipv6 next-hop global",
    "ipv6 next-hop local",
    "ipv6 next-hop peer-address",
    "ipv6 next-hop prefer-global",
    "label-index",
    "large-comm-list",
    "large-community",
    "local-preference",
    "metric-type",
    "metric",
    "origin",
    "originator-id",
    "src",
    "table",
    "tag",
    "weight",
)


def value_kind(verb: str, word: str) -> str:
    """Return the name of the kind of values of a clause."""
    return f"{verb}-{word.replace(' ', '-')}"


def value_of(word: str, others: tuple[str, ...]) -> Kind:
    """Return the values of a clause: anything that doesn't make it another clause with a longer name."""
    longer = [other.removeprefix(f"{word} ") for other in others if other.startswith(f"{word} ")]
    return Kind((rf"(?!(?:{'|'.join(longer)})(?: |$))" if longer else "") + r"\S.*")


FORMS = ("set as-path prepend", "set community", "set large-community")
"""Clauses with two forms, a list and ``none`` or ``last-as``, which bgpd keeps as two settings."""


def typed_over(act: Act) -> None:
    """Remember that a clause was typed over in its other form: bgpd loses sight of the first one (seen)."""
    if act.old is None or act.node is None:
        return
    forms = (re.match(r"none|last-as", node.groups.get("value", "")) for node in (act.old, act.node))
    if len({form[0] if form is not None else "" for form in forms}) > 1 or "lost" in act.old.groups:
        act.node.groups = {**act.node.groups, "lost": "yes"}


def not_found(act: Act) -> None:
    """Complain of the form that was typed over; the clause goes all the same."""
    if "lost" in act.groups:
        raise Refusal("% [BGP] Can't find rule.")


def clause(verb: str, word: str) -> Rule:
    """Return the rule of one clause of a route map: a new value replaces the old one, ``no`` looks at no value."""
    head, kind = f"{verb} {word}", value_kind(verb, word)
    undo = (f"{head} [{{_value:{kind}}}]",)
    checks = (set_well_formed,) if word == "community" and verb == "set" else ()
    return Rule(
        f"{head} [{{value:{kind}}}]",
        "rmap",
        key=head,
        checks=checks,
        effects=(typed_over,) if head in FORMS else (),
        undo=undo,
        undo_effects=(not_found,) if head in FORMS else (),
        source=f"FRR manual, Route Maps: {head}",
    )


INVALID = "% Configuration failed.\n\nError type: validation"


def goes_on(act: Act) -> None:
    """Refuse to go on after an entry that denies, and to go back."""
    entry = act.section.groups
    if act.old is not None and act.old.text == act.text:
        return
    if entry["action"] == "deny" or int(act.groups.get("value", entry["n"])) < int(entry["n"]) + (
        "value" in act.groups
    ):
        raise Refusal(INVALID)


def no_loop(act: Act) -> None:
    """Refuse a route map that calls itself."""
    if act.groups["value"] == act.section.groups["name"]:
        raise Refusal(INVALID)


CLAUSE_KINDS = {
    value_kind(verb, word): value_of(word, words)
    for verb, words in (("match", MATCHES), ("set", SETS))
    for word in words
}
CLAUSES = (
    *(clause("match", word) for word in MATCHES),
    *(clause("set", word) for word in SETS),
    Rule("on-match next", "rmap", key="on-match", checks=(goes_on,), undo=("on-match next",)),
    Rule(
        "on-match goto {value:int}", "rmap", key="on-match", checks=(goes_on,), undo=("on-match goto [{_value:int}]",)
    ),
    Rule("call {value}", "rmap", key="call", checks=(no_loop,), undo=("call [{_value}]",)),
    single("description", "rmap"),
)
RULES = (*LISTS, ROUTE_MAP, *CLAUSES)
