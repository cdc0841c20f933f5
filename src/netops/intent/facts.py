"""What the parts of the intent hand to the assembly: facts, each for one host."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from netops.model import (
    AccessList,
    BgpInstance,
    Interface,
    Ldp,
    Line,
    OspfProcess,
    Pool,
    PrefixList,
    StaticRoute,
    Translation,
    Vrf,
)


@dataclass(frozen=True, slots=True)
class Vlan:
    """A VLAN that a switch has to make before a port can be in it."""

    number: int
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


Fact: TypeAlias = (
    Interface
    | Vrf
    | StaticRoute
    | OspfProcess
    | Ldp
    | BgpInstance
    | PrefixList
    | AccessList
    | Translation
    | Pool
    | Vlan
)


@dataclass(frozen=True, slots=True)
class Given:
    """One fact for one host."""

    host: str
    fact: Fact


def merged(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts of one host with what belongs to one VRF's BGP, to one VRF, or to one port, in one fact.

    Two sites of a department on one provider router share its VRF and its BGP instance; each site gives its own part.
    Two lines with tags share a port of a switch.
    """
    parts: dict[tuple[object, ...], Fact] = {}
    plain: list[Fact] = []
    for fact in facts:
        if isinstance(fact, BgpInstance):
            known = parts.get(("bgp", fact.vrf))
            parts["bgp", fact.vrf] = _joined_bgp(known, fact) if isinstance(known, BgpInstance) else fact
        elif isinstance(fact, Vrf):
            known = parts.get(("vrf", fact.name))
            parts["vrf", fact.name] = _joined_vrf(known, fact) if isinstance(known, Vrf) else fact
        elif isinstance(fact, Interface):
            known = parts.get(("port", fact.name))
            parts["port", fact.name] = _joined_port(known, fact) if isinstance(known, Interface) else fact
        else:
            plain.append(fact)
    return [*plain, *parts.values()]


def _joined_bgp(one: BgpInstance, other: BgpInstance) -> BgpInstance:
    families = {each.family: each for each in one.families}
    for each in other.families:
        known = families.get(each.family)
        families[each.family] = (
            each
            if known is None
            else replace(
                known,
                networks=known.networks | each.networks,
                redistribute=known.redistribute | each.redistribute,
                vpn=known.vpn or each.vpn,
                lines=_joined(known.lines, each.lines),
            )
        )
    return replace(
        one,
        neighbors=one.neighbors | other.neighbors,
        families=frozenset(families.values()),
        lines=_joined(one.lines, other.lines),
    )


def _joined_vrf(one: Vrf, other: Vrf) -> Vrf:
    return replace(
        one,
        imports=one.imports | other.imports,
        exports=one.exports | other.exports,
        lines=_joined(one.lines, other.lines),
    )


def _joined_port(one: Interface, other: Interface) -> Interface:
    """Return a port that several lines with tags share: as a switch's port it carries the VLANs of all of them."""
    lines, enabled = _joined(one.lines, other.lines), one.enabled or other.enabled
    if one.switchport is None or other.switchport is None:
        return replace(one, enabled=enabled, lines=lines)
    carried = sorted({*(one.switchport.allowed or ()), *(other.switchport.allowed or ())})
    both = replace(
        one.switchport, allowed=_ranges(carried), lines=_joined(one.switchport.lines, other.switchport.lines)
    )
    return replace(one, enabled=enabled, switchport=both, lines=lines)


def _ranges(carried: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return ranges of VLANs joined where they touch."""
    found: list[tuple[int, int]] = []
    for first, last in carried:
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def _joined(one: tuple[Line, ...], other: tuple[Line, ...]) -> tuple[Line, ...]:
    return (*one, *(each for each in other if each not in one))
