"""What goes wrong on demand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Faults:
    """How a device misbehaves; nothing of it without being asked for.

    Attributes:
        latency: seconds that every answer takes on its way.
        rate: bytes a second to the client; 960 is a line of 9600 baud. 0: as fast as it goes.
        cut_at_line: the session is cut when the nth line of a session is typed, before it is obeyed.
        cut_after_line: the session is cut when the nth line was obeyed, before the device answers.
        cut_at: the session is cut when a line is typed that this regular expression matches wholly, before it is obeyed.
        cut_after: the same, once that line was obeyed, before the device answers.
        cut_at_byte: the session is cut after so many bytes to the client.
        silent_after: the device stops answering after the nth line of a session; it obeys no more, and doesn't hang up.
        full: flash has no room: nothing can be saved.
        password: right passwords are refused.
        hostname: the name in prompts, another than the config's.
        question: a dialog that nobody expects; it comes before the answer to a line that ``question_at`` matches.
        question_at: regular expression over a whole line.
        question_first: a dialog that comes before the first prompt, whatever the answer: a password that is to be changed.
        rejects: regular expression of lines that the device refuses although it knows them.
        unknown: regular expression of lines that it doesn't know: its release is too old for them.
        denies: regular expression of lines for which the user's level or role doesn't do.
        chatter: a log message that comes in the middle, before each ``chatter_every``-th prompt.
        chatter_every: see ``chatter``.
        orphans: a trial without ``persist`` outlives its session, and nobody can confirm or abort it (VRP 8).
        boot: seconds that a reboot takes; nothing listens meanwhile.
    """

    latency: float = 0.0
    rate: int = 0
    cut_at_line: int = 0
    cut_after_line: int = 0
    cut_at: str = ""
    cut_after: str = ""
    cut_at_byte: int = 0
    silent_after: int = 0
    full: bool = False
    password: bool = False
    hostname: str = ""
    question: str = ""
    question_at: str = ""
    question_first: str = ""
    rejects: str = ""
    unknown: str = ""
    denies: str = ""
    chatter: str = ""
    chatter_every: int = 3
    orphans: bool = False
    boot: float = 0.0
