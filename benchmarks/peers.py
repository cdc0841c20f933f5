"""One measurement of a patch by netops or by a peer, in a process of its own: ``python benchmarks/peers.py TOOL SHAPE LINES``.

Prints seconds of processor time and the peak of memory in megabytes. Imports and the texts are made before; the tools get
the same texts.
"""

import gc
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.generated import changed, ios, one_section, vrp

PLATFORMS = {
    "ios": ("cisco_ios", "CISCO_IOS"),
    "vrp": ("huawei_vrp", "HUAWEI_VRP"),
    "section": ("cisco_ios", "CISCO_IOS"),
}


def main() -> None:
    """Measure once."""
    tool, shape, lines = sys.argv[1], sys.argv[2], int(sys.argv[3])
    running, intended = texts(shape, lines)
    work = {"netops": netops, "hier_config": hier_config}[tool](*PLATFORMS[shape])
    gc.collect()
    gc.freeze()  # what the imports made is not looked through again, for either tool
    start = time.process_time()
    work(running, intended)
    seconds = time.process_time() - start
    print(f"{seconds:.4f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")


def texts(shape: str, lines: int) -> tuple[str, str]:
    """Return a running and an intended config."""
    if shape == "section":
        return one_section(lines), one_section(lines, 2)
    text = {"ios": ios, "vrp": vrp}[shape](lines)
    return text, changed(text)


def netops(platform: str, _: str) -> Callable[[str, str], object]:
    """Return what parses both, and makes patch, rollback, diff and proof."""
    from netops.config import build_patch, parse
    from netops.platforms import get_platform

    known = get_platform(platform)
    return lambda running, intended: build_patch(known, parse(known, running), parse(known, intended))


def hier_config(_: str, platform: str) -> Callable[[str, str], object]:
    """Return what parses both, and makes remediation and rollback; there is no proof."""
    from hier_config import Platform, WorkflowRemediation, get_hconfig

    known = Platform[platform]

    def work(running: str, intended: str) -> object:
        flow = WorkflowRemediation(get_hconfig(known, running), get_hconfig(known, intended))
        return flow.remediation_config, flow.rollback_config

    return work


if __name__ == "__main__":
    main()
