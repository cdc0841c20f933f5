"""All checks of level 3 on many devices, beside hier_config's parsing of the same texts; what is on the clock stands in `audits.py`."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
PEER = HERE.parent / ".venv-bench" / "bin" / "python"
SHAPES = ("ios", "vrp")
SIZES = (100, 1_000)
RUNS = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement: seconds of processor time, megabytes, lines, verdicts, and seconds before the clock."""

    seconds: float
    megabytes: float
    lines: float
    verdicts: float
    before: float


def measure() -> Iterator[str]:
    """Yield a line for each platform and number of devices, and one for all of them together."""
    if not PEER.exists():
        yield "hier_config isn't there: run `make bench`, which installs it into .venv-bench"
    for devices in SIZES:
        turns = [_turns(shape, devices) for shape in SHAPES]
        for shape, (ours, theirs) in zip(SHAPES, turns, strict=True):
            yield _line(shape, devices, ours, theirs)
        if all(theirs for _, theirs in turns):
            ratio = sum(theirs.seconds for _, theirs in turns if theirs) / sum(ours.seconds for ours, _ in turns)
            yield f"all       {devices * len(SHAPES):>6} devices {_beside(ratio):>60}"


def _turns(shape: str, devices: int) -> tuple[Measured, Measured | None]:
    """Return the medians of netops and of hier_config, measured in turns."""
    ours, theirs = [], []
    for _ in range(RUNS if devices < max(SIZES) else 1):
        ours.append(_once(Path(sys.executable), "netops", shape, devices))
        if PEER.exists():
            theirs.append(_once(PEER, "hier_config", shape, devices))
    return _median(ours), _median(theirs) if theirs else None


def _once(python: Path, tool: str, shape: str, devices: int) -> Measured:
    command = [str(python), str(HERE / "audits.py"), tool, shape, str(devices)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Measured(*map(float, done.stdout.split()))


def _median(each: list[Measured]) -> Measured:
    return Measured(
        median(one.seconds for one in each),
        max(one.megabytes for one in each),
        each[0].lines,
        each[0].verdicts,
        median(one.before for one in each),
    )


def _line(shape: str, devices: int, ours: Measured, theirs: Measured | None) -> str:
    each = 1000 * ours.seconds / devices
    what = f"{ours.verdicts / devices:.0f} verdicts each, {each:.1f} ms a device, {ours.megabytes:.0f} MB"
    shown = f"{shape:<10}{devices:>6} devices  netops {ours.seconds:7.2f} s ({what})"
    if theirs is None:
        return shown
    return f"{shown}   hier_config parses {theirs.seconds:7.2f} s {_beside(theirs.seconds / ours.seconds):>6}"


def _beside(ratio: float) -> str:
    return f"1/{ratio:.1f}" if ratio >= 1 else f"{1 / ratio:.1f} ×"
