"""What two FRR routers may display in two ways although they mean the same, brought to one way before they are compared."""

from __future__ import annotations

from netops.lab.semantics.core.model import Act, Node
from netops.lab.semantics.frr.afis import OPENED, made
from netops.lab.semantics.frr.peers import ACTIVATE, group_of, named, on_by_default, shadowed


def without_version(act: Act) -> None:
    """Drop ``frr version``: it tells what runs, or wrote the file, and configures nothing. FRR manual, Basic Setup."""
    act.root.children.pop("frr version", None)


def says_who_is_active(act: Act) -> None:
    """Say of every neighbour which families it exchanges routes of.

    FRR shows only what differs from ``bgp default`` or from the neighbour's group, so that an instance without
    ``bgp default ipv4-unicast`` and with ``activate`` lines means what an instance with it and without them means.
    FRR manual, BGP: neighbor PEER activate.
    """
    for router in act.root.children.values():
        if router.view == "bgp":
            for family in OPENED:
                if on_by_default(router, family) or f"address-family {family}" in router.children:
                    _say(router, family)


def _say(router: Node, family: str) -> None:
    by_default = on_by_default(router, family)
    names = named(router)
    section = made(router, family) if names else router
    for name in names:
        key = f"neighbor {name} activate"
        group = group_of(router, name)
        said = section.children.get(key) or section.children.get(f"neighbor {group} activate")
        on = by_default if said is None else not said.text.startswith("no ")
        section.children[key] = Node(key if on else f"no {key}", key, ACTIVATE, {"n": name})


def without_shadowed(act: Act) -> None:
    """Drop what stands behind a stronger form and isn't shown."""
    for section in [act.root, *(node for _, node in act.root.walk())]:
        for key in shadowed(section.children):
            del section.children[key]


ALIKE = (without_version, says_who_is_active, without_shadowed)
