"""``dump``: the text of ``allocations.yml``."""

from collections.abc import Iterator, Mapping

from netops.allocation.giving import in_order
from netops.inventory import Allocations

HEADER = (
    "# yaml-language-server: $schema=../docs/schemas/allocations.json",
    "# Written by `netops allocate`, committed by people. A number once given never moves.",
)


def dump(allocations: Allocations) -> str:
    """Return the text of ``allocations.yml``: the same numbers give the same text, a new one is one new line.

    Example:
        >>> print(dump(Allocations(ce_asns={"finance/hq": 65102})), end="")
        # yaml-language-server: $schema=../docs/schemas/allocations.json
        # Written by `netops allocate`, committed by people. A number once given never moves.
        vrfs: {}
        ce_asns:
          finance/hq: 65102
        access_links: {}
    """
    sections: dict[str, Mapping[str, object]] = {
        "vrfs": {owner: f"{{number: {entry.number}}}" for owner, entry in allocations.vrfs.items()},
        "ce_asns": allocations.ce_asns,
        "access_links": allocations.access_links,
    }
    return "\n".join((*HEADER, *_lines(sections), ""))


def _lines(sections: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    for name, owned in sections.items():
        yield f"{name}:" if owned else f"{name}: {{}}"
        yield from (f"  {_key(owner)}: {value}" for owner, value in in_order(owned).items())


def _key(owner: str) -> str:
    """Return a key as YAML needs it: a department may be called ``null`` or ``true``."""
    return f'"{owner}"' if owner in {"null", "true", "false", "yes", "no", "on", "off", "y", "n"} else owner
