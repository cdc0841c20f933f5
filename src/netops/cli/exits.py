"""The exit codes: one table for every command."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What a script may rely on.

    Example:
        >>> [int(code) for code in ExitCode]
        [0, 1, 2, 3]
    """

    DONE = 0
    """Done, or nothing to do."""
    ERROR = 1
    """Something is wrong: the input, this machine, a device, or the way the command was called."""
    DIFFERENCES = 2
    """Differences, a patch, or findings were printed."""
    REFUSED = 3
    """Netops will not do this, or could not prove it."""
