"""Huawei VRP 5 at its terminal, and what VRP 8 shares with it.

Sources: *S V200R019*: S2720, S5700 and S6700 V200R019 Command Reference; *NE V8R10*: NetEngine 8000 F1A V800R010
Command Reference. What no source stands behind is the author's knowledge of the devices.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from netops.lab.semantics.core.model import TOP
from netops.lab.simulation.banners import banner, joined
from netops.lab.simulation.box import Box
from netops.lab.simulation.console import CONFIG, USER, Console, Operation, Vendor
from netops.lab.simulation.helping import Help
from netops.lab.simulation.speaking import Reply, yes_or_no
from netops.lab.simulation.telling_time import stamp, uptime, weekday
from netops.lab.simulation.vendors.pinging import VRP_PING
from netops.lab.simulation.vendors.vrp_state import STATE

Said = Callable[[Console, Mapping[str, str]], Reply]
UNKNOWN = "Error: Unrecognized command found at '^' position."
AGAIN = "Error: Please choose 'YES' or 'NO' first before pressing 'Enter'. [Y/N]:"
MORE = "  ---- More ----"
ERASE = f"\x1b[42D{' ' * 42}\x1b[42D"
"""What follows a page's end: 42 columns back, blanks, and back again."""
REJECTED = "Error: The system is busy. Please try again later."
TERMINAL = "Info: The configuration takes effect on the current user terminal interface only."
ENTERED = "Enter system view, return user view with Ctrl+Z."
FILE = "vrpcfg.zip"


def asked(console: Console, question: str, then: Callable[[], Reply], otherwise: Callable[[], Reply] = Reply) -> Reply:
    """Ask yes or no; the lines before the last are displayed first."""
    *lines, last = question.split("\n")
    return Reply("\n".join(lines), yes_or_no(last, then, otherwise, console.vendor.again))


def typed(line: str, words: str = "") -> Said:
    """Return what types a whole word for one that was cut short, and what the device says to it."""

    def act(console: Console, _: Mapping[str, str]) -> Reply:
        reply = console.said(console.device.type(line), line)
        return Reply(words) if words and reply == Reply() else reply

    return act


def leave(console: Console, _: Mapping[str, str]) -> Reply:
    """End the session. Source: S V200R019, ``quit`` in the user view."""
    del console
    return Reply(ends=True)


def greeting(console: Console) -> Reply:
    """Say who else is there, and the config's banner. Source: S V200R019, ``header shell``; logs of logins."""
    box = console.box
    info = (
        "Info: The max number of VTY users is 21, and the number\n"
        "      of current VTY users on line is 1.\n"
        f"      The current login time is {stamp(box.clock.now())}."
    )
    return Reply(joined(banner(box.root, "header shell information"), info, box.simulated.greeting))


def before(box: Box) -> str:
    """Return the banner that comes before the password. Source: S V200R019, ``header login``."""
    return joined(banner(box.root, "header login information"), box.simulated.banner)


def displayed(header: Callable[[Console], str]) -> Said:
    """Return what displays the running config, whole or in part, under the vendor's header."""

    def act(console: Console, given: Mapping[str, str]) -> Reply:
        return part(console, header(console) + console.device.running(), given["more"])

    return act


def kept(header: Callable[[Console], str]) -> Said:
    """Return what displays the saved config."""

    def act(console: Console, given: Mapping[str, str]) -> Reply:
        return part(console, header(console) + console.box.saved, given["more"])

    return act


def part(console: Console, text: str, more: str) -> Reply:
    """Display a text, or the part that the words behind the command ask for.

    Source: S V200R019, ``display current-configuration [ interface | configuration ] [ | begin | exclude | include ]``.
    """
    words = more.split()
    if len(words) > 1 and words[0] != "|":
        kind = "interface" if "interface".startswith(words[0]) else ""
        name = console.port("".join(words[1:])) if kind else " ".join(words[1:])
        lines = [line for line in text.split("\n") if _begins(line, kind, name)]
        if not kind and not "configuration".startswith(words[0]):
            return console.misread(more)
        found = [each for line in lines for each in ["#", *_section(text, line)]]
        return Reply("\n".join([*found, "#", "return"]) if found else "")
    found_part = console.filtered(text, more) if more else text
    return Reply(found_part) if found_part is not None else console.misread(more)


def _begins(line: str, kind: str, name: str) -> bool:
    if kind:
        return (
            line.startswith("interface ") and line.removeprefix("interface ").replace(" ", "").lower() == name.lower()
        )
    return line == name or line.startswith(f"{name} ")


def _section(text: str, first: str) -> list[str]:
    lines = text.split("\n")
    start = lines.index(first)
    end = next((at for at in range(start + 1, len(lines)) if not lines[at].startswith(" ")), len(lines))
    return lines[start:end]


def this(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the open section. Source: S V200R019, ``display this``."""
    shown = console.device.running().split("\n")
    place = console.device.place
    if len(place) < 2:
        return Reply("\n".join(["#", *(line for line in shown if line)]))
    first = place[1].text
    return Reply("\n".join(["#", *(_section("\n".join(shown), first) if first in shown else []), "#", "return"]))


def no_paging(console: Console, _: Mapping[str, str]) -> Reply:
    """Show everything at once, in this session. Source: S V200R019, ``screen-length``."""
    console.length = 0
    return Reply(TERMINAL)


def page(console: Console, given: Mapping[str, str]) -> Reply:
    """Set the lines of a page, in this session. Source: S V200R019, ``screen-length``."""
    console.length = int(given["lines"])
    return Reply(TERMINAL)


def paging(console: Console, _: Mapping[str, str]) -> Reply:
    """Set the lines of a page to the usual number. Source: S V200R019, ``undo screen-length``."""
    console.length = console.vendor.page
    return Reply(TERMINAL)


def monitored(console: Console, _: Mapping[str, str]) -> Reply:
    """Show log messages in this session, or none. Source: S V200R019, ``terminal monitor``."""
    del console
    return Reply("Info: Current terminal monitor is on.")


def not_monitored(console: Console, _: Mapping[str, str]) -> Reply:
    """Show no log messages in this session. Source: S V200R019, ``undo terminal monitor``."""
    del console
    return Reply("Info: Current terminal monitor is off.")


def width(console: Console, given: Mapping[str, str]) -> Reply:
    """Set the columns, in this session. Source: S V200R019, ``screen-width``."""

    def act() -> Reply:
        console.width = int(given["columns"])
        return Reply(TERMINAL)

    return asked(console, "Warning: This command will change the default screen width. Continue? [Y/N]:", act)


def save(console: Console, given: Mapping[str, str]) -> Reply:
    """Save after a question; a file that is there asks once more. Source: S V200R019, ``save``."""
    file = given["file"]
    named = f" to flash:/{file}" if file else ""

    def written() -> Reply:
        if not console.box.save(file):
            return Reply("Error: There is no enough space on the flash. Failed to save the configuration.")
        return Reply(
            f"Now saving the current configuration{named} to the slot 0.\nInfo: Save the configuration successfully."
        )

    def over() -> Reply:
        return asked(console, f"flash:/{file} exists, overwrite?[Y/N]:", written)

    question = f"The current configuration will be written{named or ' to the device'}.\nAre you sure to continue?[Y/N]"
    return asked(console, question, over if file in console.box.files else written)


def reboot(console: Console, _: Mapping[str, str]) -> Reply:
    """Reboot after two questions where something wasn't saved. Source: S V200R019, ``reboot``."""
    compared = "Info: The system is now comparing the configuration, please wait.\n"
    lost = f"Warning: All the configuration will be saved to the configuration file for the next startup:flash:/{FILE}, Continue?[Y/N]:"
    return rebooting(console, Reboot("System will reboot! Continue?[Y/N]:", lost, compared))


@dataclass(frozen=True, slots=True)
class Reboot:
    """What a device says before it reboots.

    Attributes:
        sure: the last question.
        lost: the question before it where something wasn't saved; who says yes has it saved.
        first: stands before the first of them.
        last: is said to whoever agreed.
    """

    sure: str
    lost: str
    first: str = ""
    last: str = ""


def rebooting(console: Console, words: Reboot) -> Reply:
    """Ask whether to reboot, and before that whether to save what wasn't."""

    def go() -> Reply:
        console.box.reboot()
        return Reply(words.last, ends=True)

    def sure() -> Reply:
        return asked(console, words.sure, go)

    def saved() -> Reply:
        console.box.save()
        return sure()

    if console.box.running() == console.box.saved:
        return asked(console, f"{words.first}{words.sure}", go)
    return asked(console, f"{words.first}{words.lost}", saved, sure)


def reboot_later(console: Console, given: Mapping[str, str]) -> Reply:
    """Have the device reboot after some minutes. Source: S V200R019, ``schedule reboot delay``."""
    words = "Info: Reboot system at {at}(in {hours} hours and {minutes} minutes)\nconfirm?[Y/N]:"
    return rebooting_later(console, given["time"], words)


def rebooting_later(console: Console, told: str, words: str) -> Reply:
    """Have the device reboot after some minutes, once whoever typed it agrees.

    Args:
        console: where it was typed.
        told: the time.
        words: the question; ``{at}``, ``{hours}`` and ``{minutes}`` stand for when.
    """
    minutes = minutes_of(told)
    if minutes is None:
        return console.misread(told)

    def act() -> Reply:
        console.box.timers.start("reload", minutes * 60, console.box.reboot)
        return Reply()

    at = stamp(console.box.clock.now() + minutes * 60, "")
    return asked(console, words.format(at=at, hours=minutes // 60, minutes=minutes % 60), act)


def minutes_of(told: str) -> int | None:
    """Return the minutes of ``90`` or ``1:30``; None of anything else.

    Example:
        >>> minutes_of("1:30"), minutes_of("soon")
        (90, None)
    """
    hours, _, minutes = told.rpartition(":")
    return int(hours or 0) * 60 + int(minutes) if re.fullmatch(r"(\d+:)?\d+", told) else None


def clock(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the time. Source: S V200R019, ``display clock``."""
    at = console.box.clock.now()
    return Reply(f"{stamp(at)}\n{weekday(at)}\nTime Zone(DefaultZoneName) : UTC+00:00")


def no_reboot(console: Console, _: Mapping[str, str]) -> Reply:
    """Forget a reboot that was set. Source: S V200R019, ``undo schedule reboot``."""
    return Reply() if console.box.timers.stop("reload") else Reply("Info: No reboot is scheduled.")


def startup(console: Console, _: Mapping[str, str]) -> Reply:
    """Display what the device starts with. Source: S V200R019, ``display startup``."""
    del console
    return Reply(
        "MainBoard:\n"
        "  Configured startup system software:        flash:/basicsoftware.cc\n"
        "  Startup system software:                   flash:/basicsoftware.cc\n"
        "  Next startup system software:              flash:/basicsoftware.cc\n"
        f"  Startup saved-configuration file:          flash:/{FILE}\n"
        f"  Next startup saved-configuration file:     flash:/{FILE}"
    )


def header(console: Console) -> str:
    """Return what stands above a displayed config."""
    return f"!Software Version {console.box.release}\n#\n"


def version(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the release. Source: S V200R019, ``display version``."""
    model = console.box.simulated.model or "S5735-S48T4X"
    return Reply(
        "Huawei Versatile Routing Platform Software\n"
        f"VRP (R) software, Version 5.170 ({model.split('-')[0]} {console.box.release})\n"
        "Copyright (C) 2000-2020 HUAWEI TECH Co., Ltd.\n"
        f"HUAWEI {model} Routing Switch uptime is {uptime(console.box.clock.now() - console.box.booted)}"
    )


SHARED: tuple[Operation, ...] = (
    Operation("scr|een-length 0 t|emporary", no_paging, source="S V200R019, screen-length"),
    Operation("scr|een-length {lines:int} t|emporary", page, source="S V200R019, screen-length"),
    Operation("undo scr|een-length t|emporary", paging, source="S V200R019, screen-length"),
    Operation("t|erminal m|onitor", monitored, USER, "S V200R019, terminal monitor"),
    Operation("undo t|erminal m|onitor", not_monitored, USER, "S V200R019, terminal monitor"),
    Operation("screen-wi|dth {columns:int}", width, USER, "S V200R019, screen-width"),
    *STATE,
    VRP_PING,
    Operation("q|uit", leave, USER),
    Operation("q|uit", typed("quit"), CONFIG),
    Operation("ret|urn", typed("return"), CONFIG),
    Operation("d|isplay th|is", this, CONFIG),
    Operation("d|isplay clo|ck", clock, source="S V200R019, display clock"),
    Operation("d|isplay st|artup", startup),
)

HELP = Help(
    headings={
        USER: "User view commands:",
        TOP: "System view commands:",
        "interface": "{kind} interface view commands:",
    },
    kinds={
        "word": "STRING<1-255>",
        "rest": "TEXT",
        "int": "INTEGER<0-4294967295>",
        "ip": "X.X.X.X",
        "address": "X.X.X.X",
        "mask": "X.X.X.X",
        "ip6": "X:X::X:X",
        "port": "<interface-type><interface-number>",
    },
    unknown=UNKNOWN.replace(" found at '^' position", ""),
)
OTHERS = (
    "arp-ping autosave backup cd check clear clock compare copy debugging delete dir format free ftp help kill license "
    "lock mkdir monitor more move patch pwd rename reset rmdir send set super telnet tftp trace tracert undelete unzip"
)
"""Keywords of the user view of VRP. Source: S V200R019, chapters Basic Configuration and Device Management."""

VRP5 = Vendor(
    version="HUAWEI-1.5",
    operations=(
        Operation("sy|stem-view", typed("system-view", ENTERED), USER),
        Operation("d|isplay cu|rrent-configuration {more*}", displayed(header), source="S V200R019"),
        Operation("d|isplay sa|ved-configuration {more*}", kept(header), source="S V200R019"),
        Operation("d|isplay ver|sion", version),
        Operation("sa|ve {file*}", save, USER, "S V200R019, save"),
        Operation("reb|oot", reboot, USER, "S V200R019, reboot"),
        Operation("schedule reb|oot d|elay {time}", reboot_later, USER, "S V200R019, schedule reboot"),
        Operation("undo schedule reb|oot", no_reboot, USER, "S V200R019, schedule reboot"),
        *SHARED,
    ),
    more=MORE,
    erase=ERASE,
    unknown=UNKNOWN,
    again=AGAIN,
    rejected=REJECTED,
    wrap="back",
    greeting=greeting,
    banner=before,
    others={USER: OTHERS},
    help=HELP,
)
