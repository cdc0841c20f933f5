"""Prefixes that share addresses, found in one sweep."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network

from netops.inventory.document import Keys


@dataclass(frozen=True, slots=True)
class Claim:
    """A prefix that somebody wrote down, and where.

    Attributes:
        order: position among the claims as they are read; of two that overlap the later one is at fault.
        owner: whose it is, for the faults that name an owner.
    """

    prefix: IPv4Network
    file: str
    keys: Keys
    order: int = 0
    owner: str = ""


def numbered(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return the claims with their order set."""
    return tuple(Claim(claim.prefix, claim.file, claim.keys, order, claim.owner) for order, claim in enumerate(claims))


def overlapping(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Yield pairs (later, earlier) that share addresses: each claim that overlaps, with one that it overlaps.

    Example:
        >>> one = Claim(IPv4Network("10.0.0.0/24"), "a.yml", ())
        >>> two = Claim(IPv4Network("10.0.0.128/25"), "b.yml", (), 1)
        >>> [(later.file, earlier.file) for later, earlier in overlapping([two, one])]
        [('b.yml', 'a.yml')]
    """
    widest: Claim | None = None
    for claim in sorted(claims, key=lambda each: (each.prefix, each.order)):
        if widest is not None and claim.prefix.network_address <= widest.prefix.broadcast_address:
            yield (claim, widest) if claim.order > widest.order else (widest, claim)
        if widest is None or claim.prefix.broadcast_address > widest.prefix.broadcast_address:
            widest = claim
