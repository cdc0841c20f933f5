"""Parse both, patch, rollback and proof, beside hier_config's parse, remediation and rollback, in turns in one run."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
PEER = HERE.parent / ".venv-bench" / "bin" / "python"
RUNS = 3
SIZES = (1_000, 10_000, 50_000)
WORST = 20_000
LONGEST = 240
"""Seconds after which a peer is not waited for any more."""


def measure() -> Iterator[str]:
    """Yield a line for each shape and size: seconds, ratio, megabytes; then how time grows with size."""
    if not PEER.exists():
        yield "hier_config isn't there: run `make bench`, which installs it into .venv-bench"
    for shape in ("ios", "vrp"):
        each: dict[int, float] = {}
        for lines in SIZES:
            (seconds, memory), peer = _turns(shape, lines, RUNS)
            each[lines] = seconds / lines
            yield f"{shape:<8}{lines:>7} lines  netops {seconds:7.3f} s {memory:4.0f} MB  {_ratio(seconds, peer)}"
        yield f"{shape:<8}time a line at {SIZES[-1]} lines beside {SIZES[0]}: {each[SIZES[-1]] / each[SIZES[0]]:.2f} ×"
    (seconds, memory), peer = _turns("section", WORST, 1)
    yield f"section {WORST:>7} lines  netops {seconds:7.3f} s {memory:4.0f} MB  {_ratio(seconds, peer)}"


def _turns(shape: str, lines: int, runs: int) -> tuple[tuple[float, float], float | None]:
    """Return netops' median seconds and memory, and the peer's seconds; both measured in turns."""
    ours: list[tuple[float, float]] = []
    theirs: list[float] = []
    for _ in range(runs):
        found = _once(Path(sys.executable), "netops", shape, lines)
        if found is not None:
            ours.append(found)
        peer = _once(PEER, "hier_config", shape, lines) if PEER.exists() else None
        if peer is not None:
            theirs.append(peer[0])
    seconds = median(each[0] for each in ours)
    return (seconds, max(each[1] for each in ours)), median(theirs) if theirs else None


def _once(python: Path, tool: str, shape: str, lines: int) -> tuple[float, float] | None:
    command = [str(python), str(HERE / "peers.py"), tool, shape, str(lines)]
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return None
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def _ratio(ours: float, theirs: float | None) -> str:
    if theirs is None:
        return f"hier_config  more than {LONGEST} s, or not there"
    return f"hier_config {theirs:7.3f} s   1/{theirs / ours:.1f}"
