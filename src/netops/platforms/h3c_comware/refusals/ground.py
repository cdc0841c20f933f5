"""What every part asks: which release it is, and what stands twice."""

import re
from collections import Counter
from collections.abc import Collection, Iterator

from netops.model import Device

Pairs = Collection[tuple[str, str]]
WORDS = r"[^\s?]+( [^\s?]+)*"
"""A value of one word or several."""


def five(device: Device) -> bool:
    """Return whether it is Comware 5, whose lines differ in many places; without a release it is Comware 7."""
    return device.release is not None and device.release.startswith("5")


def unfit(pairs: Pairs, known: dict[str, str], many: Collection[str] = ()) -> Iterator[str]:
    """Yield why settings by name can't be written: none that is known, a value that it hasn't, or two of one name.

    Example:
        >>> list(unfit({("speed", "fast")}, {"speed": "[0-9]+"}))
        ['speed fast: the device has no such setting']
    """
    for name, value in sorted(pairs):
        pattern = known.get(name)
        if pattern is None or re.fullmatch(pattern, value) is None:
            yield f"{name} {value}: the device has no such setting"
    for name, count in Counter(name for name, _ in pairs if name not in many).items():
        if count > 1:
            yield f"{name} has {count} values, the device has one"
