"""One measurement of a folder of exports in a process of its own: ``python benchmarks/exports.py FOLDER PROCESSES``.

Prints seconds of wall time from the first file to the summary over all of them, the peak of memory in megabytes (of the process that
collects the verdicts) and the number of devices that were audited. Reading the files, finding out whose they are and starting the other processes is on the
clock, as it is for whoever runs ``netops audit FOLDER``.
"""

import resource
import sys
import time
from pathlib import Path

from netops.audit import Policy
from netops.operations.exports import audit_files


def main() -> None:
    """Measure once."""
    folder, processes = Path(sys.argv[1]), int(sys.argv[2])
    start = time.perf_counter()
    found = audit_files([folder], level=3, policy=Policy(), processes=processes)
    wall = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    audited = sum(not each.not_audited for each in found.audited.results)
    print(f"{wall:.3f} {peak:.0f} {audited}")


if __name__ == "__main__":
    main()
