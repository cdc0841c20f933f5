"""One measurement of an audit by netops, or of parsing by a peer, in a process of its own: ``python benchmarks/audits.py TOOL SHAPE DEVICES``.

Each device has a text of `EACH` lines of its own, names and addresses all different, made before the clock goes on and dropped behind it.
Prints seconds of processor time, the peak of memory in megabytes, how many lines were worked on, how many verdicts came out, and
the seconds before the clock. What is on the clock, for each tool:

- netops: parse, read, and put all checks of level 3 to each device; the summary over all of them is part of it.
- hier_config: parse the same texts into its tree; nothing else.
"""

import gc
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.shapes import SHAPES, Shape

EACH = 2_000
"""Lines of each device."""
NUMBERS = 200
"""First numbers in names and addresses that devices have."""
Work = Callable[[str], int]
"""What is measured: gives how many verdicts came out of a text."""


def main() -> None:
    """Measure once."""
    tool, shape, devices = sys.argv[1], SHAPES[sys.argv[2]], int(sys.argv[3])
    made = time.process_time()
    work = TOOLS[tool](shape)
    work(shape.tiny()[0])
    before = time.process_time() - made
    gc.collect()
    gc.freeze()  # what the imports made is not looked through again, for any tool
    seconds, lines, verdicts = 0.0, 0, 0
    for number in range(devices):
        text = shape.make(EACH, number % NUMBERS)[0].replace("\n", f"\n! device {number}\n", 1)
        start = time.process_time()
        verdicts += work(text)
        seconds += time.process_time() - start
        lines += text.count("\n")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds:.4f} {peak:.0f} {lines} {verdicts} {before:.4f}")


def netops(shape: Shape) -> Work:
    """Return what parses, reads and audits a text."""
    from netops.audit import Context, Policy
    from netops.config import parse
    from netops.operations.assessing import judge
    from netops.platforms import get_platform

    known, policy = get_platform(shape.platform), Policy()

    def work(text: str) -> int:
        return len(judge(known, parse(known, text), 3, policy, Context()).verdicts)

    return work


def hier_config(shape: Shape) -> Work:
    """Return what parses a text."""
    from hier_config import Platform, get_hconfig

    known = Platform[shape.platform.upper()]
    return lambda text: len(list(get_hconfig(known, text).children)) and 0


TOOLS = {"netops": netops, "hier_config": hier_config}

if __name__ == "__main__":
    main()
