"""One measurement of reading by netops or by a peer, in a process of its own: ``python benchmarks/reads.py TOOL SHAPE LINES``.

Prints seconds of processor time, the peak of memory in megabytes, how many lines were worked on, how many of them nobody understood,
and the seconds before the clock: imports, reading and compiling the platform's rules, and one tiny text of the same shape whose names
and addresses are others. What is on the clock, for each tool:

- netops: parse the text, and read it into a `netops.model.Device`: every line is understood or listed as unread.
- hier_config: parse the text into its tree; it doesn't read what lines mean.
- render: netops renders devices and reads them back, LINES devices of `EACH` lines; made before the clock.
"""

import gc
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.shapes import SHAPES, Shape

EACH = 250
"""Lines of each device that is rendered."""
Work = Callable[[], tuple[int, int]]
"""What is measured: gives how many lines it has worked on, and how many were not understood."""


def main() -> None:
    """Measure once."""
    tool, shape, lines = sys.argv[1], SHAPES[sys.argv[2]], int(sys.argv[3])
    made = time.process_time()
    work, before = TOOLS[tool](shape, lines)
    gc.collect()
    gc.freeze()  # what the imports made is not looked through again, for any tool
    start = time.process_time()
    count, unread = work()
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds:.4f} {peak:.0f} {count} {unread} {before - made:.4f}")


def netops(shape: Shape, lines: int) -> tuple[Work, float]:
    """Return what parses a text and reads it."""
    from netops.config import parse
    from netops.platforms import get_platform

    known = get_platform(shape.platform)
    known.read(parse(known, shape.tiny()[0]))
    before = time.process_time()
    text = shape.texts(lines)[0]

    def work() -> tuple[int, int]:
        device = known.read(parse(known, text))
        return text.count("\n"), len(device.unread)

    return work, before


def render(shape: Shape, devices: int) -> tuple[Work, float]:
    """Return what renders devices and reads them back, all different, without the settings that no template writes."""
    from netops.config import parse
    from netops.platforms import get_platform
    from netops.render import render as rendered

    known = get_platform(shape.platform)
    found = []
    for number in range(devices + 1):
        device = known.read(parse(known, shape.make(EACH, number * EACH)[0]))
        ports = frozenset(replace(each, fields=frozenset()) for each in device.interfaces)
        found.append(replace(device, interfaces=ports, unread=()))
    known.read(parse(known, rendered(known, found.pop())))
    before = time.process_time()

    def work() -> tuple[int, int]:
        count = 0
        for device in found:
            text = rendered(known, device)
            assert known.read(parse(known, text)) == device, device.hostname
            count += text.count("\n")
        return count, 0

    return work, before


def hier_config(shape: Shape, lines: int) -> tuple[Work, float]:
    """Return what parses a text."""
    from hier_config import Platform, get_hconfig

    known = Platform[shape.platform.upper()]
    get_hconfig(known, shape.tiny()[0])
    before = time.process_time()
    text = shape.texts(lines)[0]

    def work() -> tuple[int, int]:
        get_hconfig(known, text)
        return text.count("\n"), 0

    return work, before


TOOLS = {"netops": netops, "render": render, "hier_config": hier_config}

if __name__ == "__main__":
    main()
