"""One measurement of a patch by netops or by a peer, in a process of its own: ``python benchmarks/peers.py TOOL SHAPE LINES``.

Prints seconds of processor time, the peak of memory in megabytes, how many commands came out, and the seconds before the
clock. Before the clock, and so left out for every tool alike: imports, reading and compiling the platform's rules, making the
texts, and one patch of a tiny text of the same shape whose names and addresses are others, since each tool makes something at
its first call (netops and annet compile a rule when a line first needs it). What is measured is an ordinary call after the
first. What is on the clock, for each tool:

- netops: parse both, patch, rollback, diff, and the proof forth and back.
- hier_config: parse both, remediation and rollback, and the remediation's commands in order; no diff, no proof.
- annet: parse both, diff, patch in order, and the patch's commands; no rollback, no proof. Its rules leave out lines that none
  of them knows.
"""

import gc
import resource
import sys
import time
from collections.abc import Callable, Sized
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.shapes import SHAPES

Work = Callable[[str, str], Sized]
"""From a running and an intended text to the commands."""


def main() -> None:
    """Measure once."""
    tool, shape, lines = sys.argv[1], SHAPES[sys.argv[2]], int(sys.argv[3])
    running, intended = shape.tiny()
    made = time.process_time()
    work = TOOLS[tool](shape.platform)
    work(running, intended)
    before = time.process_time() - made
    running, intended = shape.texts(lines)
    gc.collect()
    gc.freeze()  # what the imports made is not looked through again, for any tool
    start = time.process_time()
    commands = work(running, intended)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds:.4f} {peak:.0f} {len(commands)} {before:.4f}")


def netops(platform: str) -> Work:
    """Return what parses both, and makes patch, rollback, diff and proof."""
    from netops.config import build_patch, parse
    from netops.platforms import get_platform

    known = get_platform(platform)

    def work(running: str, intended: str) -> Sized:
        patch = build_patch(known, parse(known, running), parse(known, intended))
        assert patch.proof.proven, patch.proof
        return patch.script

    return work


def hier_config(platform: str) -> Work:
    """Return what parses both, and makes remediation, rollback and commands; there is no proof."""
    from hier_config import Platform, WorkflowRemediation, get_hconfig

    known = Platform[platform.upper()]

    def work(running: str, intended: str) -> Sized:
        flow = WorkflowRemediation(get_hconfig(known, running), get_hconfig(known, intended))
        remediation, _ = flow.remediation_config, flow.rollback_config
        return [child.cisco_style_text() for child in remediation.all_children_sorted()]

    return work


def annet(platform: str) -> Work:
    """Return what parses both, and makes diff, patch and commands; there is no rollback and no proof."""
    from annet import patching
    from annet.annlib.netdev.views.hardware import HardwareView
    from annet.hardware import AnnetHardwareProvider, hardware_connector
    from annet.rulebook import DefaultRulebookProvider, get_rulebook, rulebook_provider_connector
    from annet.vendors import registry_connector, tabparser

    hardware_connector.set(AnnetHardwareProvider)
    rulebook_provider_connector.set(DefaultRulebookProvider)
    hardware = HardwareView({"cisco_ios": "Cisco", "huawei_vrp": "Huawei"}[platform])
    form = registry_connector.get().match(hardware).make_formatter()
    rules = get_rulebook(hardware)

    def work(running: str, intended: str) -> Sized:
        old, new = (tabparser.parse_to_tree(text, form.split) for text in (running, intended))
        diff = patching.strip_unchanged(patching.make_diff(old, new, rules, []))
        orderer = patching.Orderer.from_hw(hardware)
        patch = patching.make_patch(patching.make_pre(diff), rules, hardware, add_comments=False, orderer=orderer)
        commands: list[tuple[str, ...]] = form.patch_plain(patch)
        return commands

    return work


TOOLS = {"netops": netops, "hier_config": hier_config, "annet": annet}

if __name__ == "__main__":
    main()
