"""Run a program and take what it prints; ``subprocess`` takes longer to import than most of them to run."""

from __future__ import annotations

import os


def run(command: list[str], text: str) -> tuple[int, str]:
    """Run ``command`` with ``text`` as its input; return its exit code and what it printed on both outputs."""
    inward, outward = os.pipe(), os.pipe()
    actions = [
        (os.POSIX_SPAWN_DUP2, inward[0], 0),
        (os.POSIX_SPAWN_DUP2, outward[1], 1),
        (os.POSIX_SPAWN_DUP2, outward[1], 2),
    ]
    child = os.posix_spawn(command[0], command, dict(os.environ), file_actions=actions)
    os.close(inward[0])
    os.close(outward[1])
    with os.fdopen(inward[1], "w") as to_child:
        to_child.write(text)
    with os.fdopen(outward[0], errors="replace") as from_child:
        printed = from_child.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), printed
