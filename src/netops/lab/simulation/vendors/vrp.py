"""Huawei VRP 5 at its terminal, and what VRP 8 shares with it.

Sources: *S V200R019*: S2720, S5700 and S6700 V200R019 Command Reference; *AR*: AR100-S to AR3600 Command Reference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from netops.lab.simulation.console import CONFIG, USER, Console, Operation, Vendor
from netops.lab.simulation.filtering import filtered
from netops.lab.simulation.speaking import Asking, Reply, yes_or_no

UNKNOWN = "Error: Unrecognized command found at '^' position."
AGAIN = "Error: Please choose 'YES' or 'NO' first before pressing 'Enter'. [Y/N]:"
MORE = "  ---- More ----"
ERASE = f"\x1b[42D{' ' * 42}\x1b[42D"
"""What follows a page's end: 42 columns back, blanks, and back again (seen in many logs of S switches and NE routers)."""
SAVE = "Warning: The current configuration will be written to the device.\nAre you sure to continue?[Y/N]:"
SAVED = "Now saving the current configuration to the slot 0 .\nInfo: Save the configuration successfully."
FULL = "Now saving the current configuration to the slot 0 .\nError: The space of the flash is not enough. Failed to save the configuration file."
REJECTED = "Error: The system is busy. Please try again later."


def asked(console: Console, question: str, then: Callable[[], Reply], otherwise: Callable[[], Reply] = Reply) -> Reply:
    """Ask yes or no; the lines before the last are displayed first."""
    *lines, last = question.split("\n")
    return Reply("\n".join(lines), yes_or_no(last, then, otherwise, console.vendor.again))


def typed(line: str) -> Callable[[Console, Mapping[str, str]], Reply]:
    """Return what types a whole word for one that was cut short."""
    return lambda console, _: console.said(console.device.type(line), line)


def leave(console: Console, _: Mapping[str, str]) -> Reply:
    """End the session."""
    return Reply("Info: The max number of VTY users is 21, the number of current VTY users online is 0.", ends=True)


def displayed(header: Callable[[Console], str]) -> Callable[[Console, Mapping[str, str]], Reply]:
    """Return what displays the running config, whole or in part, under the vendor's header."""

    def act(console: Console, given: Mapping[str, str]) -> Reply:
        return part(console, header(console) + console.device.running(), given["more"])

    return act


def part(console: Console, text: str, more: str) -> Reply:
    """Display a text, or the part that the words behind the command ask for."""
    if not more:
        return Reply(text)
    found = filtered(text.rstrip("\n"), more)
    return console.unknown(f"display {more}") if found is None else Reply(found)


def no_paging(console: Console, _: Mapping[str, str]) -> Reply:
    """Show everything at once, in this session."""
    console.length = 0
    return Reply("Info: The configuration takes effect on the current user terminal interface only.")


def page(console: Console, given: Mapping[str, str]) -> Reply:
    """Set the lines of a page, in this session."""
    console.length = int(given["lines"])
    return Reply("Info: The configuration takes effect on the current user terminal interface only.")


def save(console: Console, given: Mapping[str, str]) -> Reply:
    """Save after a question. Source: S V200R019, ``save``."""

    def saved() -> Reply:
        return Reply(SAVED if console.box.save(given["file"]) else FULL)

    return asked(console, SAVE, saved)


def reboot(console: Console, _: Mapping[str, str]) -> Reply:
    """Reboot after a question. Source: S V200R019, ``reboot``."""

    def go() -> Reply:
        console.box.reboot()
        return Reply(ends=True)

    return asked(
        console,
        "Info: The system is now comparing the configuration, please wait.\nSystem will reboot! Continue?[Y/N]:",
        go,
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
        f"HUAWEI {model} Routing Switch uptime is 0 week, 0 day, 1 hour, 2 minutes"
    )


def refuse(console: Console, given: Mapping[str, str]) -> Reply:
    """Refuse a display that this device doesn't simulate."""
    return console.unknown(f"display {given.get('rest', '')}")


def look(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the saved config."""
    return Reply(header(console) + console.box.saved)


BOTH = f"{USER} {CONFIG}"
SHARED: tuple[Operation, ...] = (
    Operation("screen-le|ngth 0 t|emporary", no_paging, BOTH, "S V200R019, screen-length"),
    Operation("screen-le|ngth {lines:int} t|emporary", page, BOTH, "S V200R019, screen-length"),
    Operation("sa|ve {file*}", save, USER, "S V200R019, save"),
    Operation("reb|oot", reboot, USER, "S V200R019, reboot"),
    Operation("q|uit", leave, USER),
    Operation("q|uit", typed("quit"), CONFIG),
    Operation("ret|urn", typed("return"), CONFIG),
)
LAST: tuple[Operation, ...] = (Operation("dis|play {rest*}", refuse),)

VRP5 = Vendor(
    version="HUAWEI-1.5",
    operations=(
        Operation("sys|tem-view", typed("system-view"), USER),
        Operation("dis|play cu|rrent-configuration {more*}", displayed(header)),
        Operation("dis|play sa|ved-configuration", look),
        Operation("dis|play ver|sion", version),
        *SHARED,
        *LAST,
    ),
    more=MORE,
    erase=ERASE,
    unknown=UNKNOWN,
    again=AGAIN,
    rejected=REJECTED,
    wrap="back",
)
__all__ = ["VRP5", "Asking"]
