"""Configs read into meaning, beside hier_config's parsing of the same texts; what is on the clock stands in `reads.py`."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.beside import ABSENT, PEER, Measured, once, ratio, turns

SHAPES = ("ios", "vrp", "ios-long", "vrp-long")
SIZES = (1_000, 10_000, 50_000)
RENDERED = ("ios", "vrp")
DEVICES = 1_000


def measure() -> Iterator[str]:
    """Yield a line for each text and size, and one for the devices that are rendered and read back."""
    if not PEER.exists():
        yield ABSENT
    for shape in SHAPES:
        for lines in SIZES:
            yield _line(shape, *turns("reads.py", shape, lines))
    for shape in RENDERED:
        yield _rendered(shape)


def _line(shape: str, ours: Measured, theirs: Measured | None) -> str:
    speed = f"{ours.lines / ours.seconds:>9,.0f} lines/s {ours.megabytes:4.0f} MB, {ours.counted:.0f} unread"
    shown = f"{shape:<10}{ours.lines:>6.0f} lines  netops {ours.seconds:7.3f} s {speed}"
    if theirs is None:
        return shown
    beside = ratio(theirs.seconds, ours.seconds)
    return f"{shown}   hier_config parses {theirs.seconds:7.3f} s {theirs.megabytes:4.0f} MB {beside:>6}"


def _rendered(shape: str) -> str:
    try:
        found = once("reads.py", Path(sys.executable), "render", shape, DEVICES)
    except subprocess.CalledProcessError as error:
        why = error.stderr.strip().rpartition("\n")[2].partition(":")[0]
        return f"{shape:<10}{DEVICES:>6} devices can't be rendered yet by the platform's templates ({why})"
    return (
        f"{shape:<10}{DEVICES:>6} devices, {found.lines:.0f} lines, rendered and read back, equal: "
        f"{found.seconds:.1f} s {found.megabytes:4.0f} MB"
    )
