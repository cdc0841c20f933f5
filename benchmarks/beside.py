"""One measurement of netops beside hier_config's, each in a process of its own, in turns: what `bench_read` and `bench_audit` share."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
PEER = HERE.parent / ".venv-bench" / "bin" / "python"
ABSENT = "hier_config isn't there: run `make bench`, which installs it into .venv-bench"
RUNS = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement: seconds of processor time, megabytes, lines, what the script counts, and seconds before the clock."""

    seconds: float
    megabytes: float
    lines: float
    counted: float
    before: float


def turns(script: str, shape: str, size: int, runs: int = RUNS) -> tuple[Measured, Measured | None]:
    """Return the medians of netops and of hier_config, measured in turns; None where the peer isn't installed.

    Args:
        script: beside this file, ``reads.py``: what is on the clock stands there.
        shape: kind of text.
        size: lines, or devices, as the script takes them.
        runs: how often each.
    """
    ours, theirs = [], []
    for _ in range(runs):
        ours.append(once(script, Path(sys.executable), "netops", shape, size))
        if PEER.exists():
            theirs.append(once(script, PEER, "hier_config", shape, size))
    return _median(ours), _median(theirs) if theirs else None


def once(script: str, python: Path, tool: str, shape: str, size: int) -> Measured:
    """Measure once."""
    command = [str(python), str(HERE / script), tool, shape, str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Measured(*map(float, done.stdout.split()))


def _median(each: list[Measured]) -> Measured:
    return Measured(
        median(one.seconds for one in each),
        max(one.megabytes for one in each),
        each[0].lines,
        each[0].counted,
        median(one.before for one in each),
    )


def ratio(theirs: float, ours: float) -> str:
    """Return netops' time over the peer's: ``1/4.2``, or ``1.6 ×`` where it takes longer."""
    return f"1/{theirs / ours:.1f}" if theirs >= ours else f"{ours / theirs:.1f} ×"
