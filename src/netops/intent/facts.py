"""What the parts of the intent hand to the assembly: facts, each for one host."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from netops.model import BgpInstance, Interface, Ldp, Line, OspfProcess, PrefixList, StaticRoute, Vrf

Fact: TypeAlias = Interface | Vrf | StaticRoute | OspfProcess | Ldp | BgpInstance | PrefixList


@dataclass(frozen=True, slots=True)
class Given:
    """One fact for one host."""

    host: str
    fact: Fact


def merged(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts of one host with what belongs to one VRF's BGP, or to one VRF, in one fact.

    Two sites of a department on one provider router share its VRF and its BGP instance; each site gives its own part.
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


def _joined(one: tuple[Line, ...], other: tuple[Line, ...]) -> tuple[Line, ...]:
    return (*one, *(each for each in other if each not in one))
