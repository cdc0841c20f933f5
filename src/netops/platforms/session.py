"""How one talks to a platform, as data: `SessionProfile`, of a shell or of a terminal.

A platform fills one profile in its ``session.py``; `netops.devices` is the only room that opens a session with it. A
profile holds no code, so that what is typed on a device can be reviewed on one page.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Style(StrEnum):
    """What answers at the other end of the SSH login."""

    SHELL = "shell"
    """A Unix shell: each command runs in an exec channel of its own and ends with an exit status."""
    TERMINAL = "terminal"
    """A router's or a switch's command line: one terminal, prompts, and what went wrong only as text."""


QUESTIONS = (
    r"\[[^\[\]\n]{1,12}/[^\[\]\n]{1,12}\] ?[:?]?\s*$",
    r"(?i)\[confirm\]\s*$",
    r"\([^()\n]{1,8}/[^()\n]{1,8}\) ?[:?]?\s*$",
    r"\? ?$",
    r"\]\s*[:?]\s*$",
    r"(?i)(?:password|passphrase|username)[^\n]{0,20}:\s*$",
)
"""How a question ends on any platform: ``[Y/N]:``, ``[confirm]``, ``(y/n)``, ``name[startup.cfg]?``, ``Password:``."""
PAGER = r"(?i)^[ \t]*<?-{2,} ?\(?more\)?.{0,40}?-{2,}>?[ \t]*$"
"""``---- More ----``, ``--More--``, ``---- More (Press ESC to stop) ----``."""

DENIED = (
    r"(?i)\b(?:permission|privilege|authori[sz]\w*|unrecogni[sz]ed command|unknown command|invalid input|not allowed)\b"
)
"""What a device says to a command that the user's level or role doesn't have: VRP, IOS and RGOS often that there is none."""
NOT_DONE = (
    r"(?i:\bfail(?:s|ed|ure|ures)?\b|\berrors?\b|\bunable\b|\bunsuccessful(?:ly)?\b|\binsufficient\b"
    r"|(?:\bcan|\bcould|\bdoes|\bdo|\bis|\bwas)n't\b|\bcan't\b|\bcannot\b(?! be (?:restored|recovered|undone))"
    r"|\bnot\b(?! (?:yet )?(?:take effect|affect|be (?:restored|recovered|undone))))"
)
"""Words by which a device says that something wasn't done; a success that is negated has them too.

What only takes effect later ("will not take effect until") was done.
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """How a device says what it is; asked at each login, before anything else.

    Attributes:
        command: the read-only command that is asked.
        pattern: regular expression over its answer with the group ``release``, of a shell also ``hostname``; an answer
            that doesn't match comes from another platform. At a terminal the prompt tells the host name.
        hardware: regular expression over its answer with the group ``hardware``; empty where nobody asks.
    """

    command: str
    pattern: str
    hardware: str = ""


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
class ShellProfile:
    """How one talks to a platform whose devices have a Unix shell.

    Attributes:
        driver: netmiko's name of the driver that logs in.
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

    style: ClassVar[Style] = Style.SHELL

    driver: str
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


class View(StrEnum):
    """Where one stands on a terminal."""

    LIMITED = "limited"
    """Logged in without the right to see the whole config: ``r1>``."""
    EXEC = "exec"
    """Where configs are displayed and saved: ``<ne1>``, ``r1#``."""
    CONFIG = "config"
    """Where lines are typed, in any section: ``[ne1-bgp]``, ``[~ne1]``, ``r1(config-if)#``."""
    CHANGED = "changed"
    """The same with lines that wait for a commit: ``[*ne1]``."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a device writes when it waits for a line.

    Attributes:
        view: where one stands then.
        pattern: regular expression that the last line matches wholly; ``{host}`` stands for the host name, ``{short}``
            for the part of it that the device keeps in a long prompt.
    """

    view: View
    pattern: str


@dataclass(frozen=True, slots=True)
class Dialog:
    """A question behind a command of the profile, and its answer.

    Attributes:
        asks: regular expression that is found in what the device said since the command.
        answer: what is typed then; empty for the bare return that takes what the device proposes.
    """

    asks: str
    answer: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the profile that may ask, and how one knows that it worked.

    Attributes:
        line: what is typed; ``{seconds}``, ``{minutes}`` and ``{label}`` are filled in where the command has them.
        dialogs: what it may ask.
        done: regular expression that a line of its answer must contain; empty where silence is consent.
        undone: regular expression of a line that says, beside one with ``done``, that it wasn't done everywhere: a stack
            saves on each of its members, and says so of each. Asked only where there is ``done``.
    """

    line: str
    dialogs: tuple[Dialog, ...] = ()
    done: str = ""
    undone: str = rf"{NOT_DONE}|^\s*%(?! ?(?i:warning|note|info))"


@dataclass(frozen=True, slots=True)
class Commit:
    """The second stage of a device that collects lines first.

    Attributes:
        plain: makes the collected lines the running config.
        labelled: the same with a name for the config that it leads to, ``{label}``.
        discard: forgets the collected lines.
        back_to: brings the running config back to what the commit of a label led to, in the view `View.EXEC`.
    """

    plain: Command
    labelled: Command
    discard: Command
    back_to: Command


@dataclass(frozen=True, slots=True)
class Timer:
    """A native timer: the device goes back by itself where nobody confirms.

    Attributes:
        start: starts it. Where the platform commits, it is the commit itself; else it is typed before the lines.
        instead: whether ``start`` takes the place of what enters config mode.
        confirm: keeps what was pushed.
        confirm_in: where that is typed.
        abort: goes back at once; None where only the timer does that.
        abort_in: where that is typed.
        again: sets a running timer anew and leaves what it goes back to as it was, so that it stands guard while lines are
            typed; None where the device takes no lines while it runs.
        again_in: where that is typed.
        least: seconds that the device takes at least.
        most: seconds that it takes at most.
        status: shows whether it runs, in any view; empty where no command does.
        over: regular expression that is found in that when it doesn't.
        releases: regular expression of the releases that have it.
        needs: regular expression over the running config of a device that has it at its disposal.
        anywhere: whether another session may stop it, after the one that started it broke.
    """

    start: Command
    instead: bool
    confirm: Command
    confirm_in: View
    abort: Command | None
    abort_in: View
    least: int
    most: int
    status: str = ""
    over: str = ""
    releases: str = ""
    needs: str = ""
    anywhere: bool = True
    again: Command | None = None
    again_in: View = View.EXEC


@dataclass(frozen=True, slots=True)
class Restart:
    """A restart on a timer: the guard of a device without a better one. Its expiry takes the whole device down.

    Only a host whose variable ``netops_reload_guard`` says so gets it.

    Attributes:
        start: arms it, in the view `View.EXEC`.
        stop: disarms it.
    """

    start: Command
    stop: Command


@dataclass(frozen=True, slots=True)
class Asking:
    """How a device is asked to ping, and for the way that its packets take; `View.EXEC`.

    Attributes:
        ping: pings ``{destination}`` from ``{source}``.
        ping_vrf: the same inside ``{vrf}``.
        counted: regular expression over the answer with the group ``received``; an answer without it couldn't be sent.
        next_hop: shows the route to ``{destination}``.
        next_hop_vrf: the same inside ``{vrf}``.
        next_hop_pattern: regular expression over that with the group ``next_hop``.
    """

    ping: str
    ping_vrf: str
    counted: str
    next_hop: str
    next_hop_vrf: str
    next_hop_pattern: str


@dataclass(frozen=True, slots=True)
class TerminalProfile:
    """How one talks to a platform whose devices answer on a terminal.

    The lines of a patch, the questions behind them and what must not be typed come from the rulebook.

    Attributes:
        driver: netmiko's name of the driver that logs in.
        identity: how the device says what it is.
        prompts: the prompts of each view; the first that matches counts.
        quiet: typed once after the identity is known: paging off, width, no log lines in between.
        short: characters of the host name that the device keeps in a long prompt.
        width: columns of a line, after which the device wraps or cuts what it repeats.
        questions: regular expressions of the end of a question; a prompt is none.
        running: shows the running config.
        complete: regular expression that a whole running config ends with.
        grant: the lines that give ``{user}`` the right to see and change the config, with the view in which they are typed.
        enter: leads into config mode.
        leave: leads out of it from any section.
        refusal: regular expressions of answers that say "no" to a line.
        harmless: regular expressions of lines that look so and only tell something.
        log: regular expression of a line of the device's log, which may come in between whatever was asked.
        rename: regular expression of lines after which the device has another name, with the group ``hostname``.
        save: makes the running config the startup config.
        asking: pings and routes.
        readings: the read-only commands that are allowed, first match.
        checks: read-only commands that say whether the device does what its config says.
        commit: the second stage, or None.
        timer: the native timer, or None.
        restart: the restart on a timer, or None.
        greetings: questions that may stand before the first prompt, and answers that change nothing on any device.
        denied: regular expression of what the device says to a command that the user has no right to. It is asked of
            commands that every device of the platform has.
        whole: regular expression of a line that every whole running config has; empty where nobody is shown a part of it.
        limited: leads from `View.LIMITED` to `View.EXEC`; the password that it asks for is the host's own
            ``ansible_become_password``.
        pager: regular expression of what a pager writes, whatever was typed against it.
        encoding: of everything that is typed and shown, where the host's variables say nothing.
        patience: seconds without a byte after which a device counts as silent.
    """

    style: ClassVar[Style] = Style.TERMINAL

    driver: str
    identity: Identity
    prompts: tuple[Prompt, ...]
    quiet: tuple[str, ...]
    running: str
    complete: str
    grant: str
    enter: str
    leave: str
    refusal: tuple[str, ...]
    harmless: tuple[str, ...]
    log: str
    rename: str
    save: Command
    asking: Asking
    readings: tuple[Reading, ...]
    checks: tuple[str, ...] = ()
    commit: Commit | None = None
    timer: Timer | None = None
    restart: Restart | None = None
    greetings: tuple[Dialog, ...] = ()
    denied: str = DENIED
    whole: str = ""
    limited: str = ""
    short: int = 16
    width: int = 511
    questions: tuple[str, ...] = QUESTIONS
    pager: str = PAGER
    encoding: str = "utf-8"
    patience: float = 60.0


SessionProfile = ShellProfile | TerminalProfile
"""How one talks to a platform."""
