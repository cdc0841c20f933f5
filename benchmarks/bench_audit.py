"""All checks of level 3 on many devices, beside hier_config's parsing of the same texts; what is on the clock stands in `audits.py`."""

from collections.abc import Iterator

from benchmarks.beside import ABSENT, PEER, RUNS, Measured, ratio, turns

SHAPES = ("ios", "vrp")
SIZES = (100, 1_000)


def measure() -> Iterator[str]:
    """Yield a line for each platform and number of devices, and one for all of them together."""
    if not PEER.exists():
        yield ABSENT
    for devices in SIZES:
        runs = RUNS if devices < max(SIZES) else 1
        found = [turns("audits.py", shape, devices, runs) for shape in SHAPES]
        for shape, (ours, theirs) in zip(SHAPES, found, strict=True):
            yield _line(shape, devices, ours, theirs)
        if all(theirs for _, theirs in found):
            both = sum(theirs.seconds for _, theirs in found if theirs), sum(ours.seconds for ours, _ in found)
            yield f"all       {devices * len(SHAPES):>6} devices {ratio(*both):>60}"


def _line(shape: str, devices: int, ours: Measured, theirs: Measured | None) -> str:
    each = 1000 * ours.seconds / devices
    what = f"{ours.counted / devices:.0f} verdicts each, {each:.1f} ms a device, {ours.megabytes:.0f} MB"
    shown = f"{shape:<10}{devices:>6} devices  netops {ours.seconds:7.2f} s ({what})"
    if theirs is None:
        return shown
    return f"{shown}   hier_config parses {theirs.seconds:7.2f} s {ratio(theirs.seconds, ours.seconds):>6}"
