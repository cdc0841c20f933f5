"""How one talks to a platform, as data: `SessionProfile`.

A platform fills one profile in its ``session.py``; `netops.devices` is the only room that opens a session with it. A
profile holds no code, so that what is typed on a device can be reviewed on one page.
"""

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """What answers at the other end of the SSH login."""

    SHELL = "shell"
    """A Unix shell: each command runs in an exec channel of its own and ends with an exit status."""


@dataclass(frozen=True, slots=True)
class Identity:
    """How a device says what it is; asked at each login, before anything else.

    Attributes:
        command: the read-only command that is asked.
        pattern: regular expression over its answer with the groups ``hostname`` and ``release``; an answer that
            doesn't match comes from another platform.
    """

    command: str
    pattern: str


@dataclass(frozen=True, slots=True)
class PartSource:
    """Where one part of the running config is read.

    Attributes:
        name: the part's name in the rulebook (``frr``); empty on a platform whose config has a single part.
        marker: the line that starts this part in the collected text; empty where there is a single part.
        command: prints the part, byte for byte, and ends with a status other than 0 where it can't be read.
    """

    name: str
    marker: str
    command: str


@dataclass(frozen=True, slots=True)
class Typing:
    """How config lines are typed, and how the device says that it won't have one.

    Attributes:
        part: the part that is changed by typed lines; every other part is changed as a whole file.
        program: the command that takes the lines as options.
        option: one line as an option of ``program``; ``{line}`` stands for the quoted line.
        enter: lines that lead into config mode, before those of a patch.
        echo: regular expression of an output line that repeats what was typed, with the group ``line``. What follows
            until the next echo is the device's answer to that line.
        stops: whether ``program`` stops at the first rejected line with a status other than 0.
        refusal: regular expressions of answers that say "no" although typing went on.
        harmless: regular expressions of answers that look like a refusal and only say that nothing was to be done.
        untypable: regular expression → why a line that matches it must not be typed.
    """

    part: str
    program: str
    option: str
    enter: tuple[str, ...]
    echo: str
    stops: bool
    refusal: tuple[str, ...]
    harmless: tuple[str, ...]
    untypable: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A family of read-only commands that people and checks may ask by name.

    Attributes:
        pattern: regular expression that the whole command must match.
        command: what is run; ``{command}`` stands for the quoted command.
    """

    pattern: str
    command: str


@dataclass(frozen=True, slots=True)
class SessionProfile:
    """How one talks to a platform.

    Attributes:
        driver: netmiko's name of the driver that logs in.
        style: what answers after the login.
        privilege: words before a command that needs the administrator's rights; empty where none are needed.
        identity: how the device says what it is.
        parts: the parts of the running config in the order of the collected text.
        typing: how lines are typed.
        save: makes the running config the startup config.
        saved: regular expression that the answer to ``save`` must contain.
        ping: asks whether ``{destination}`` answers to ``{source}``: status 0 yes, 1 no, any other: it couldn't ask.
        ping_vrf: the same inside ``{vrf}``.
        next_hop: prints the route that a packet from ``{source}`` to ``{destination}`` would take now.
        next_hop_vrf: the same inside ``{vrf}``.
        next_hop_pattern: regular expression over that, with the group ``next_hop``.
        hold: holds the device's advisory lock until its input ends, after it printed one line; fails where another
            session holds it. Empty where the platform has none.
        checks: read-only commands that end with status 0 where the device does what its config says.
        readings: the read-only commands that are allowed, first match.
        patience: seconds without a byte after which a device counts as silent.
    """

    driver: str
    style: Style
    privilege: str
    identity: Identity
    parts: tuple[PartSource, ...]
    typing: Typing
    save: str
    saved: str
    ping: str
    ping_vrf: str
    next_hop: str
    next_hop_vrf: str
    next_hop_pattern: str
    hold: str
    checks: tuple[str, ...]
    readings: tuple[Reading, ...]
    patience: float = 60.0
