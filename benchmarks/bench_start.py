"""How long ``netops --help`` takes beside an interpreter that does nothing, and beside importing every room."""

import subprocess
import sys
import time
from collections.abc import Iterator

RUNS = 7
NOTHING = "pass"
HELP = "from netops.cli.app import main; main(['--help'])"
EVERYTHING = "import netmiko, nornir, pydantic, jinja2, rich, yaml; " + HELP


def measure() -> Iterator[str]:
    """Yield one line for each program: the best of seven runs, and its ratio to doing nothing."""
    nothing = _best(NOTHING)
    for name, program in (("an empty program", NOTHING), ("netops --help", HELP), ("with every library", EVERYTHING)):
        seconds = _best(program)
        yield f"{name:<20} {seconds:6.3f} s   {seconds / nothing:5.1f} ×"


def _best(program: str) -> float:
    """Return the shortest of some runs, in seconds."""
    return min(_once(program) for _ in range(RUNS))


def _once(program: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start
