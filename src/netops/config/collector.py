"""Python's garbage collector, kept from looking through what is being made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the garbage collector rest: what is made while a rulebook is read, a patch is built, or a device is asked stays until that is done.

    Looking through it again and again takes a third of the time. Nested and parallel calls do no harm: whoever found
    the collector at work sets it to work again.
    """
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()
