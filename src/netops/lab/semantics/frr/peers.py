"""BGP neighbours and peer groups of FRR: who is known, who belongs to whom, and what goes when one of them goes.

FRR manual, BGP: "Defining Peers", "Peer Groups"; the refusals are those of bgpd 8.4.4, seen on the device.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import ip_address, ip_network

from netops.lab.semantics.core.effects import remove
from netops.lab.semantics.core.model import Act, Effect, Node, Refusal, Rule
from netops.lab.semantics.frr.afis import ALL, made
from netops.lab.semantics.frr.forms import is_absent

MAKERS = ("remote-as", "peer-group", "interface")
"""The lines of a neighbour that make it known."""
UNKNOWN_PEER = "% Specify remote-as or peer-group commands first"
UNKNOWN_GROUP = "% Create the peer-group first"
IPV4_DEFAULT = "bgp default ipv4-unicast"


def router_of(act: Act) -> Node:
    """Return the BGP instance in which a line is typed."""
    return next(node for node in reversed(act.path) if node.view == "bgp")


def is_group(router: Node, name: str) -> bool:
    """Tell whether the instance has a peer group of that name."""
    return f"peer-group {name}" in router.children


def is_known(router: Node, name: str) -> bool:
    """Tell whether the instance has a neighbour or a peer group of that name."""
    return is_group(router, name) or any(f"neighbor {name} {maker}" in router.children for maker in MAKERS)


def named(router: Node) -> list[str]:
    """Return the names of the neighbours and of the peer groups of an instance, groups first."""
    keys = [key.split() for key in router.children]
    groups = [words[1] for words in keys if words[0] == "peer-group"]
    return list(dict.fromkeys([*groups, *(key[1] for key in keys if key[0] == "neighbor" and key[2] in MAKERS)]))


def shadowed(keys: Iterable[str]) -> set[str]:
    """Return the forms of ``remove-private-AS`` that stand behind a stronger one: bgpd keeps each and shows one."""
    forms = ("all replace-AS", "replace-AS", "all", "")
    found: dict[str, list[str]] = {}
    for key in keys:
        head, word, form = key.partition(" remove-private-AS")
        if word and form.strip() in forms:
            found.setdefault(head, []).append(key)
    weight = {
        key: forms.index(key.partition(" remove-private-AS")[2].strip()) for each in found.values() for key in each
    }
    return {key for each in found.values() for key in sorted(each, key=weight.__getitem__)[1:]}


def group_of(router: Node, name: str) -> str:
    """Return the peer group of a neighbour, or ""."""
    for maker in ("peer-group", "interface"):
        node = router.children.get(f"neighbor {name} {maker}")
        if node is not None and "g" in node.groups:
            return node.groups["g"]
    return ""


def members(router: Node, group: str) -> list[str]:
    """Return the neighbours of a peer group."""
    named = dict.fromkeys(node.groups["n"] for node in router.children.values() if "n" in node.groups)
    return [name for name in named if group_of(router, name) == group]


def remote_of(router: Node, name: str) -> str:
    """Return the remote AS of a neighbour, its own or its group's: a number, ``internal``, ``external`` or ""."""
    for holder in (group_of(router, name), name):
        for maker in ("remote-as", "interface"):
            node = router.children.get(f"neighbor {holder} {maker}")
            if node is not None and "as" in node.groups:
                return node.groups["as"]
    return ""


def is_internal(router: Node, remote: str) -> bool:
    """Tell whether a remote AS is the instance's own."""
    return remote in ("internal", router.groups.get("asn", ""))


def lines_of(router: Node, name: str) -> Iterator[tuple[Node, Node]]:
    """Yield every line of a neighbour or group with its section, those of the address families too."""
    for section, node in list(router.walk()):
        if node.groups.get("n") == name:
            yield section, node


def forget(router: Node, name: str) -> None:
    """Take every line of a neighbour away; of a group, those of its members too."""
    for member in members(router, name):
        forget(router, member)
    for key in [key for key in router.children if key.startswith("bgp listen range ") and key.endswith(f" {name}")]:
        del router.children[key]
    for section, node in lines_of(router, name):
        remove(section, node)


def known(act: Act) -> None:
    """Refuse a line of a neighbour that isn't there."""
    if not is_known(router_of(act), act.groups["n"]):
        raise Refusal(UNKNOWN_PEER)


def forgets(act: Act) -> None:
    """Take a neighbour, or a group and its members, away with the line that made it known."""
    forget(router_of(act), act.groups["n"])


def without_remote(router: Node, name: str) -> None:
    """Obey ``no neighbor X remote-as``: the neighbour is deleted; of a group, the members that have their AS from it."""
    if not is_address(name) and not is_known(router, name):
        raise Refusal("% Create the peer-group or interface first")
    if not is_group(router, name):
        forget(router, name)
    elif router.children.pop(f"neighbor {name} remote-as", None) is not None:
        for member in members(router, name):
            forget(router, member)


def leave(router: Node, name: str, group: str) -> None:
    """Obey ``no neighbor X`` and ``no neighbor X peer-group G``: the neighbour is deleted, a member of G or not."""
    if group and not is_known(router, name):
        raise Refusal(UNKNOWN_PEER)
    if group and not is_group(router, group):
        raise Refusal("% Configure the peer-group first")
    if not is_address(name) and not is_known(router, name):
        raise Refusal(UNKNOWN_GROUP)
    forget(router, name)


def group_is_there(act: Act) -> None:
    """Refuse ``no neighbor G peer-group`` where there is no such group."""
    if not is_group(router_of(act), act.groups["n"]):
        raise Refusal(UNKNOWN_GROUP)


def _one_kind(router: Node, remote: str, others: Iterable[str]) -> None:
    """Refuse a remote AS that makes a peer group one of internal and external neighbours, for a while at least."""
    for theirs in (remote_of(router, each) for each in others):
        if theirs and is_internal(router, remote) != is_internal(router, theirs):
            raise Refusal("% Peer-group members must be all internal or all external.")


def remote_allowed(act: Act) -> None:
    """Refuse a remote AS where it can't be given."""
    router, name = router_of(act), act.groups["n"]
    group = group_of(router, name)
    if group and f"neighbor {group} remote-as" in router.children:
        raise Refusal("% Peer-group member cannot override remote-as of peer-group.")
    if group:
        _one_kind(router, act.groups["as"], [name, *members(router, group)])
    if not is_group(router, name) and not is_address(name) and f"neighbor {name} interface" not in router.children:
        raise Refusal("% Create the peer-group or interface first")
    if name in own_addresses(act.root):
        raise Refusal("% Can not configure the local system as neighbor")


def is_address(name: str) -> bool:
    """Tell whether a neighbour is named by its address."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def own_addresses(root: Node) -> set[str]:
    """Return the router's own addresses, from its interfaces file and from its interface sections."""
    found = (node.text.split() for _, node in root.walk() if "address " in node.text)
    return {words[-1].partition("/")[0] for words in found if words[-2:-1] == ["address"]}


def remote_changed(act: Act) -> None:
    """Take away what doesn't go with the neighbour's new kind; a group's AS replaces those of its members."""
    router, name = router_of(act), act.groups["n"]
    for member in members(router, name):
        router.children.pop(f"neighbor {member} remote-as", None)
    if act.old is None:
        return
    inside, was = (is_internal(router, remote) for remote in (act.groups["as"], act.old.groups["as"]))
    gone = ("ebgp-multihop", "local-as") if inside and not was else ("route-reflector-client",) if was else ()
    for section, node in lines_of(router, name):
        if not (inside and was) and any(node.key == f"neighbor {name} {word}" for word in gone):
            remove(section, node)


def join_allowed(act: Act) -> None:
    """Refuse a membership that can't be."""
    router, name, group = router_of(act), act.groups["n"], act.groups.get("g", "")
    if not group:
        return
    if not is_group(router, group):
        raise Refusal("% Configure the peer-group first")
    if group_of(router, name) not in ("", group):
        raise Refusal("% Cannot change the peer-group. Deconfigure first")
    own = remote_of(router, name)
    if own:
        _one_kind(router, own, (group, *members(router, group)))


def own_as_allowed(act: Act) -> None:
    """Refuse an AS of its own for the neighbour of an interface that has one from its group."""
    router, name = router_of(act), act.groups["n"]
    if "as" in act.groups and f"neighbor {group_of(router, name)} remote-as" in router.children:
        raise Refusal("% Peer-group member cannot override remote-as of peer-group.")


def stays_member(act: Act) -> None:
    """Give an interface's neighbour that belongs to a group an AS of its own: it stays in the group (seen)."""
    if act.old is None or "g" not in act.old.groups or "as" not in act.groups or act.node is None:
        return
    router, name = router_of(act), act.groups["n"]
    router.children[act.node.key] = act.old
    key = f"neighbor {name} remote-as"
    router.children[key] = Node(f"{key} {act.groups['as']}", key, None, {"n": name, "as": act.groups["as"]})


def joined(act: Act) -> None:
    """Take from a new member what the group decides: its AS, its hops, in which families it exchanges routes."""
    router, name = router_of(act), act.groups["n"]
    near = router.children.pop(f"neighbor {name} ttl-security hops", None)
    if near is not None and f"neighbor {act.groups['g']} ttl-security hops" not in router.children:
        key = f"neighbor {name} ebgp-multihop"
        router.children[key] = Node(f"{key} 255", key, None, {"n": name, "value": "255"})
    if f"neighbor {act.groups['g']} remote-as" in router.children:
        router.children.pop(f"neighbor {name} remote-as", None)
    for section, node in lines_of(router, name):
        if node.key == f"neighbor {name} activate":
            remove(section, node)


def family_default(family: str) -> Effect:
    """Leave every neighbour's exchange as it was when ``bgp default`` of a family changes: only its line changes."""

    def effect(act: Act) -> None:
        router = act.section
        now_on = not act.text.startswith("no ")
        section = made(router, family)
        names = dict.fromkeys(node.groups["n"] for node in router.children.values() if "n" in node.groups)
        for name in names:
            key = f"neighbor {name} activate"
            if key not in section.children and not group_of(router, name):
                text = f"no {key}" if now_on else key
                section.children[key] = Node(text, key, ACTIVATE, {"n": name})

    return effect


def on_by_default(router: Node, family: str) -> bool:
    """Tell whether a neighbour exchanges routes of a family where nothing is said of it."""
    said = default_line(family) in router.children
    return not said if default_line(family) == IPV4_DEFAULT else said


def default_line(family: str) -> str:
    """Return the line that decides whether neighbours exchange routes of a family.

    Example:
        >>> default_line("l2vpn evpn")
        'bgp default l2vpn-evpn'
    """
    return f"bgp default {family.replace(' ', '-')}"


def listening_group(act: Act) -> None:
    """Refuse a range of neighbours for a group that isn't there or has no AS."""
    router, group = router_of(act), act.groups["g"]
    if not is_group(router, group):
        raise Refusal("% Configure the peer-group first")
    if not remote_of(router, group):
        raise Refusal("% Specify remote-as or peer-group remote AS first")
    asked = ip_network(act.groups["p"])
    for node in router.children.values():
        held = ip_network(node.groups["p"]) if node.key.startswith("bgp listen range ") else None
        if held == asked and node.groups["g"] != group:
            raise Refusal(f"% Same listen range is attached to peer-group {node.groups['g']}")
        if held is not None and held != asked and held.version == asked.version and held.overlaps(asked):
            raise Refusal("% Listen range overlaps with existing listen range")


def listened(act: Act) -> None:
    """Refuse ``no bgp listen range`` for a group or a range that isn't there."""
    if not is_group(router_of(act), act.groups["g"]):
        raise Refusal("% Peer-group does not exist")
    if is_absent(act):
        raise Refusal("% Range specified cannot be deleted because it is not part of current config.")


BOTH = "% Cannot activate peer for both '{}' and '{}'"
OTHER_UNICAST = {"unicast": "labeled-unicast", "labeled-unicast": "unicast"}


def one_default(family: str) -> Effect:
    """Refuse unlabelled and labelled routes of one version in all neighbours."""
    version, _, kind = family.partition(" ")

    def check(act: Act) -> None:
        if kind in OTHER_UNICAST and on_by_default(act.section, f"{version} {OTHER_UNICAST[kind]}"):
            raise Refusal(BOTH.format(f"{version} unicast", f"{version} labeled-unicast"))

    return check


def one_unicast(act: Act) -> None:
    """Refuse a neighbour that is to exchange both unlabelled and labelled routes of IPv4 or IPv6."""
    here = act.section.key.removeprefix("address-family ")
    words = OTHER_UNICAST
    version, _, kind = here.partition(" ")
    router, key = router_of(act), f"neighbor {act.groups['n']} activate"
    other = router.children.get(f"address-family {version} {words.get(kind, '')}")
    said = other.children.get(key) if other is not None else None
    usual = here == "ipv4 labeled-unicast" and IPV4_DEFAULT not in router.children
    if kind in words and (usual if said is None else not said.text.startswith("no ")):
        raise Refusal(BOTH.format(f"{version} {words[kind]}", f"{version} {kind}"))


def only_inside(act: Act) -> None:
    """Refuse a route reflector's client that is in another AS; a group without one is what its members are (seen)."""
    router, name = router_of(act), act.groups["n"]
    remote = remote_of(router, name) or next((remote_of(router, each) for each in members(router, name)), "")
    if not is_internal(router, remote):
        raise Refusal("% Invalid command. Not an internal neighbor")


def only_outside(word: str) -> Effect:
    """Refuse what makes sense with another AS only."""

    def check(act: Act) -> None:
        router = router_of(act)
        if is_internal(router, remote_of(router, act.groups["n"])):
            raise Refusal(f"% {word} cannot be configured for IBGP peers")

    return check


def not_with(other: str, words: str) -> Effect:
    """Refuse a line while its neighbour has another of the same section; ``other`` is a template of that one's key."""

    def check(act: Act) -> None:
        if other.format(**act.groups) in act.section.children:
            raise Refusal(words)

    return check


def hops_allowed(act: Act) -> None:
    """Refuse ``ttl-security`` beyond the next router beside ``ebgp-multihop``, and the other way round."""
    section, name = act.section, act.groups["n"]
    other = "ebgp-multihop" if "ttl-security" in act.text else "ttl-security hops"
    node = section.children.get(f"neighbor {name} {other}")
    if node is not None and (other == "ebgp-multihop" or node.groups["value"] != "1"):
        raise Refusal("% ebgp-multihop and ttl-security cannot be configured together")


def local_as_allowed(act: Act) -> None:
    """Refuse a local AS that is the instance's or the neighbour's own, or with a neighbour of the same AS."""
    router = router_of(act)
    remote, local = remote_of(router, act.groups["n"]), act.groups["value"].partition(" ")[0]
    if local == router.groups["asn"]:
        raise Refusal("% Cannot have local-as same as BGP AS number")
    if is_internal(router, remote):
        raise Refusal("% Local-AS allowed only for EBGP peers")
    if local == remote:
        raise Refusal("% AS specified for local as is the same as the remote as and this is not allowed.")


ACTIVATE = Rule(
    "neighbor {n:peer} activate",
    ALL,
    key="neighbor {n} activate",
    negative=True,
    checks=(known, one_unicast),
    undo_checks=(known,),
    source="FRR manual, BGP: neighbor PEER activate",
)
