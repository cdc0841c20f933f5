"""Configs read into meaning, beside hier_config's parsing of the same texts; what is on the clock stands in `reads.py`."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
PEER = HERE.parent / ".venv-bench" / "bin" / "python"
SHAPES = ("ios", "vrp", "ios-long", "vrp-long")
SIZES = (1_000, 10_000, 50_000)
RENDERED = ("ios", "vrp")
DEVICES = 1_000
RUNS = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement: seconds of processor time, megabytes, lines, those not understood, and seconds before the clock."""

    seconds: float
    megabytes: float
    lines: float
    unread: float
    before: float


def measure() -> Iterator[str]:
    """Yield a line for each text and size, and one for the devices that are rendered and read back."""
    if not PEER.exists():
        yield "hier_config isn't there: run `make bench`, which installs it into .venv-bench"
    for shape in SHAPES:
        for lines in SIZES:
            yield _line(shape, *_turns(shape, lines))
    for shape in RENDERED:
        yield _rendered(shape)


def _turns(shape: str, lines: int) -> tuple[Measured, Measured | None]:
    """Return the medians of netops and of hier_config, measured in turns."""
    ours, theirs = [], []
    for _ in range(RUNS):
        ours.append(_once(Path(sys.executable), "netops", shape, lines))
        if PEER.exists():
            theirs.append(_once(PEER, "hier_config", shape, lines))
    return _median(ours), _median(theirs) if theirs else None


def _once(python: Path, tool: str, shape: str, lines: int) -> Measured:
    command = [str(python), str(HERE / "reads.py"), tool, shape, str(lines)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Measured(*map(float, done.stdout.split()))


def _median(each: list[Measured]) -> Measured:
    return Measured(
        median(one.seconds for one in each),
        max(one.megabytes for one in each),
        each[0].lines,
        each[0].unread,
        median(one.before for one in each),
    )


def _line(shape: str, ours: Measured, theirs: Measured | None) -> str:
    speed = f"{ours.lines / ours.seconds:>9,.0f} lines/s {ours.megabytes:4.0f} MB, {ours.unread:.0f} unread"
    shown = f"{shape:<10}{ours.lines:>6.0f} lines  netops {ours.seconds:7.3f} s {speed}"
    if theirs is None:
        return shown
    ratio = theirs.seconds / ours.seconds
    beside = f"1/{ratio:.1f}" if ratio >= 1 else f"{1 / ratio:.1f} ×"
    return f"{shown}   hier_config parses {theirs.seconds:7.3f} s {theirs.megabytes:4.0f} MB {beside:>6}"


def _rendered(shape: str) -> str:
    try:
        found = _once(Path(sys.executable), "render", shape, DEVICES)
    except subprocess.CalledProcessError as error:
        why = error.stderr.strip().rpartition("\n")[2].partition(":")[0]
        return f"{shape:<10}{DEVICES:>6} devices can't be rendered yet by the platform's templates ({why})"
    return (
        f"{shape:<10}{DEVICES:>6} devices, {found.lines:.0f} lines, rendered and read back, equal: "
        f"{found.seconds:.1f} s {found.megabytes:4.0f} MB"
    )
