"""All checks of level 3 on many devices, beside hier_config's parsing of the same texts; what is on the clock stands in `audits.py`.

And a folder of exports as `netops audit FOLDER` takes it, by one process and by two (`exports.py`).
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.audits import EACH, NUMBERS
from benchmarks.beside import ABSENT, HERE, PEER, RUNS, Measured, ratio, turns
from benchmarks.shapes import SHAPES as MADE

SHAPES = ("ios", "vrp")
SIZES = (100, 1_000)
FILES = 400
VERSIONS = {"ios": "", "vrp": "[V200R010C10SPC700]\n"}
"""What stands above a text, so that one can tell whose it is: AR routers name their release so."""


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
    yield from _folder()


def _folder() -> Iterator[str]:
    """Yield what a second process brings: wall time, in turns."""
    with TemporaryDirectory() as place:
        for number in range(FILES):
            shape = SHAPES[number % len(SHAPES)]
            text = MADE[shape].make(EACH, number % NUMBERS)[0].replace("bench", f"bench{number}", 1)
            Path(place, f"{number}.cfg").write_text(VERSIONS[shape] + text)
        turns_ = [[_once(place, processes) for processes in (1, 2)] for _ in range(RUNS)]
    one, two = (median(each[at][0] for each in turns_) for at in (0, 1))
    memory = max(each[0][1] for each in turns_)
    yield f"{FILES} files  one process {one:.2f} s wall ({memory:.0f} MB), two {two:.2f} s: {ratio(one, two)}"


def _once(folder: str, processes: int) -> tuple[float, float]:
    command = [sys.executable, str(HERE / "exports.py"), folder, str(processes)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    wall, memory, audited = map(float, done.stdout.split())
    if audited != FILES:
        raise RuntimeError(f"{audited:.0f} of {FILES} files were audited: the others cost nothing")
    return wall, memory


def _line(shape: str, devices: int, ours: Measured, theirs: Measured | None) -> str:
    each = 1000 * ours.seconds / devices
    what = f"{ours.counted / devices:.0f} verdicts each, {each:.1f} ms a device, {ours.megabytes:.0f} MB"
    shown = f"{shape:<10}{devices:>6} devices  netops {ours.seconds:7.2f} s ({what})"
    if theirs is None:
        return shown
    return f"{shown}   hier_config parses {theirs.seconds:7.2f} s {ratio(theirs.seconds, ours.seconds):>6}"
