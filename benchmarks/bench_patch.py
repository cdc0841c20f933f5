"""Patches of netops beside hier_config's and annet's, in turns in one run; what is on the clock stands in `peers.py`."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
PEER = HERE.parent / ".venv-bench" / "bin" / "python"
PEERS = ("hier_config", "annet")
USUAL = ("ios", "vrp", "ios-long", "vrp-long")
SIZES = (1_000, 10_000, 50_000)
WORST = {"ios-section": 20_000, "ios-acl-named": 4_000, "ios-acl-seq": 4_000, "ios-acl-101": 4_000, "vrp-acl": 4_000}
"""Texts of which every line differs, one list or section each → its lines."""
RUNS = 5
LONG = 20_000
"""From so many lines in one section on, one run: a peer takes a minute."""
LONGEST = 240
"""Seconds after which a peer is not waited for any more."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement: seconds of processor time, megabytes, commands, and seconds before the clock (imports, rules, one tiny patch)."""

    seconds: float
    megabytes: float
    commands: float
    before: float


def measure() -> Iterator[str]:
    """Yield a line for each text and size: each tool's seconds and megabytes, and netops' time over each peer's."""
    if not PEER.exists():
        yield "the peers aren't there: run `make bench`, which installs them into .venv-bench"
    for shape in USUAL:
        yield from _usual(shape)
    for shape, lines in WORST.items():
        yield _line(shape, lines, _turns(shape, lines, 1 if lines >= LONG else RUNS))


def _usual(shape: str) -> Iterator[str]:
    sizes: dict[int, dict[str, Measured]] = {}
    for lines in SIZES:
        sizes[lines] = _turns(shape, lines)
        yield _line(shape, lines, sizes[lines])
    small, large = (sizes[lines]["netops"].seconds / lines for lines in (SIZES[0], SIZES[-1]))
    yield f"{shape:<14}netops' time a line at {SIZES[-1]} lines beside {SIZES[0]}: {large / small:.2f} ×"
    starts = "   ".join(f"{tool} {each.before:.2f} s" for tool, each in sizes[SIZES[0]].items())
    yield f"{shape:<14}before the clock: imports, rules, one tiny patch: {starts}"


def _turns(shape: str, lines: int, peers: int = RUNS) -> dict[str, Measured]:
    """Return each tool's medians, measured in turns; a peer that isn't there or takes too long is left out.

    Args:
        shape: the text's name.
        lines: its lines.
        peers: runs of the peers, where one takes a minute.
    """
    found: dict[str, list[Measured]] = {}
    for run in range(RUNS):
        found.setdefault("netops", []).append(_once(Path(sys.executable), "netops", shape, lines))
        for tool in PEERS if PEER.exists() and run < peers else ():
            with suppress(subprocess.TimeoutExpired):
                found.setdefault(tool, []).append(_once(PEER, tool, shape, lines))
    return {tool: _median(each) for tool, each in found.items() if each}


def _once(python: Path, tool: str, shape: str, lines: int) -> Measured:
    command = [str(python), str(HERE / "peers.py"), tool, shape, str(lines)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=LONGEST)
    return Measured(*map(float, done.stdout.split()))


def _median(each: list[Measured]) -> Measured:
    return Measured(
        median(one.seconds for one in each),
        max(one.megabytes for one in each),
        median(one.commands for one in each),
        median(one.before for one in each),
    )


def _line(shape: str, lines: int, found: dict[str, Measured]) -> str:
    ours = found["netops"]
    parts = [f"{shape:<14}{lines:>6} lines  netops {ours.seconds:7.3f} s {ours.megabytes:4.0f} MB"]
    parts += [f"{tool} {_beside(ours, found.get(tool))}" for tool in PEERS]
    return "   ".join(parts)


def _beside(ours: Measured, theirs: Measured | None) -> str:
    if theirs is None:
        return f"more than {LONGEST} s, or not there"
    if not theirs.commands:
        return "makes no command"
    ratio = theirs.seconds / ours.seconds
    shown = f"1/{ratio:.1f}" if ratio >= 1 else f"{1 / ratio:.1f} ×"
    return f"{theirs.seconds:7.3f} s {theirs.megabytes:4.0f} MB {shown:>6}"
