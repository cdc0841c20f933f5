"""Telling people how far the work is, in a way that can never stop it."""

from collections.abc import Callable
from contextlib import suppress

Progress = Callable[[str], None]


def quiet(_message: str) -> None:
    """Report progress to nobody."""


def steady(progress: Progress) -> Progress:
    """Return a report that never fails: a terminal that was closed must not leave a network half changed.

    Example:
        >>> steady(lambda message: print(1 / 0))("pe1: pushing 3 lines")
    """

    def tell(message: str) -> None:
        # Whatever a listener does, the push goes on; the journal has every step.
        with suppress(Exception):
            progress(message)

    return tell
