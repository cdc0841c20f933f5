"""Huawei VRP 8 at its terminal: NetEngine and CloudEngine.

Source: *NE V8R10*: NetEngine 8000 F1A V800R010 Command Reference, chapter Configuration Management.
"""

from __future__ import annotations

from collections.abc import Mapping

from netops.lab.simulation.console import CONFIG, USER, Console, Operation, Vendor
from netops.lab.simulation.filtering import WAYS
from netops.lab.simulation.speaking import Reply
from netops.lab.simulation.telling_time import stamp, uptime
from netops.lab.simulation.vendors.vrp import (
    AGAIN,
    ERASE,
    HELP,
    MORE,
    OTHERS,
    REJECTED,
    SHARED,
    UNKNOWN,
    Reboot,
    asked,
    before,
    displayed,
    greeting,
    kept,
    rebooting,
    typed,
)
from netops.lab.simulation.vendors.vrpv8_commits import COMMITS, session_ends
from netops.lab.simulation.vendors.vrpv8_displays import COMMIT_DISPLAYS

ENTERED = "Enter system view, return user view with return command."


def header(console: Console) -> str:
    """Return what stands above a displayed config. Source: NE V8R10, ``display current-configuration``."""
    box = console.box
    updated = box.points[-1].at if box.points else box.booted
    by = box.points[-1].user if box.points else "netops"
    lines = [
        f"!Software Version {box.release}",
        f"!Last configuration was updated at {stamp(updated)} by {by}",
        f"!Last configuration was saved at {stamp(box.saved_at or box.booted)} by {by}",
        "#",
    ]
    return "\n".join(lines) + "\n"


def version(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the release. Source: NE V8R10, ``display version``; CE: CloudEngine 12800 Command Reference."""
    model = console.box.simulated.model or "NetEngine 8000 F1A"
    number, family = ("8.180", model.split("-")[0]) if model.startswith("CE") else ("8.210", model)
    return Reply(
        "Huawei Versatile Routing Platform Software\n"
        f"VRP (R) software, Version {number} ({family} {console.box.release})\n"
        "Copyright (C) 2012-2021 Huawei Technologies Co., Ltd.\n"
        f"HUAWEI {model} uptime is {uptime(console.box.clock.now() - console.box.booted)}"
    )


def immediate(console: Console, given: Mapping[str, str]) -> Reply:
    """Enter the system view in the mode in which each line takes effect. Source: NE V8R10, ``system-view``."""
    reply = typed("system-view", ENTERED)(console, given)
    console.immediate = True
    return reply


def two_stage(console: Console, given: Mapping[str, str]) -> Reply:
    """Enter the system view in the mode with commits. Source: NE V8R10, ``system-view``."""
    console.immediate = False
    return typed("system-view", ENTERED)(console, given)


def save(console: Console, given: Mapping[str, str]) -> Reply:
    """Save after a question. Source: NE V8R10, ``save``."""
    file = given["file"]

    def written() -> Reply:
        if not console.box.save(file):
            return Reply("Error: The space of the storage device is insufficient. Failed to save the configuration.")
        return Reply("Now saving the current configuration ........\nInfo: Save the configuration successfully.")

    where = f"cfcard:/{file}" if file else "the device"
    return asked(console, f"Warning: The current configuration will be written to {where}. Continue? [Y/N]:", written)


def reboot(console: Console, _: Mapping[str, str]) -> Reply:
    """Reboot after a question, or two where something wasn't saved. Source: NE V8R10, ``reboot``."""
    lost = "Warning: The configuration has been modified, and it will be saved to the next startup saved-configuration file vrpcfg.zip. Continue? [Y/N]:"
    return rebooting(console, Reboot("Warning: The system will reboot. Continue? [Y/N]:", lost))


VRP8 = Vendor(
    version="HUAWEI-1.5",
    operations=(
        Operation("sy|stem-view", two_stage, USER, "NE V8R10, system-view"),
        Operation("sy|stem-view im|mediately", immediate, USER, "NE V8R10, system-view"),
        *COMMITS,
        Operation("d|isplay cu|rrent-configuration {more*}", displayed(header), source="NE V8R10"),
        Operation("d|isplay sa|ved-configuration {more*}", kept(header), source="NE V8R10"),
        Operation("d|isplay ver|sion", version),
        *COMMIT_DISPLAYS,
        Operation("sa|ve {file*}", save, f"{USER} {CONFIG}", "NE V8R10, save"),
        Operation("reb|oot", reboot, USER, "NE V8R10, reboot"),
        *SHARED,
    ),
    more=MORE,
    erase=ERASE,
    unknown=UNKNOWN,
    again=AGAIN,
    rejected=REJECTED,
    denied="Error: You do not have permission to run the command or the command is incomplete.",
    wrap="back",
    greeting=greeting,
    banner=before,
    closing=session_ends,
    others={USER: OTHERS},
    help=HELP,
    filters=(*WAYS, "no-more"),
)
