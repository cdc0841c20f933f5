"""What a device says to a line, and what it asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    """The device's answer to a line.

    Attributes:
        text: lines for the terminal, parted by newlines; longer than a page, they come page by page.
        asks: what the device wants to know before anything else.
        ends: the session is over.
    """

    text: str = ""
    asks: Asking | None = None
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """A question at the end of the last line.

    Attributes:
        question: stands before the cursor.
        then: answer → what the device does with it.
        hidden: what is typed isn't shown.
        key: one key is the answer, no return needed (IOS's ``[confirm]``).
    """

    question: str
    then: Callable[[str], Reply]
    hidden: bool = False
    key: bool = False


def yes_or_no(question: str, then: Callable[[], Reply], otherwise: Callable[[], Reply], again: str) -> Asking:
    """Return a question that takes y or n; anything else is asked ``again``."""

    def answered(said: str) -> Reply:
        word = said.strip().lower()
        if word in ("y", "yes"):
            return then()
        if word in ("n", "no"):
            return otherwise()
        return Reply(asks=Asking(again, answered))

    return Asking(question, answered)
