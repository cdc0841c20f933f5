"""Run every benchmark: ``python -m benchmarks [NAME…]``.

A benchmark is a file ``bench_*.py`` here with a function ``measure()`` that yields lines to print. It measures this
project and what it is compared with side by side in one run, and prints ratios: seconds of one machine say nothing.
"""

import sys
from importlib import import_module
from pathlib import Path


def main() -> int:
    """Run the named benchmarks, or all; 1 where a name is unknown."""
    known = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    chosen = sys.argv[1:] or known
    if unknown := set(chosen) - set(known):
        print(f"no such benchmark: {', '.join(sorted(unknown))}; there are: {', '.join(known)}", file=sys.stderr)
        return 1
    for name in chosen:
        print(f"\n{name}")
        for line in import_module(f"benchmarks.bench_{name}").measure():
            print(f"  {line}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
