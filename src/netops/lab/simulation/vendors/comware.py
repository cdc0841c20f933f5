"""H3C Comware 7 at its terminal."""

from __future__ import annotations

from collections.abc import Mapping

from netops.lab.simulation.console import CONFIG, USER, Console, Operation, Vendor
from netops.lab.simulation.speaking import Asking, Reply
from netops.lab.simulation.vendors.vrp import asked, displayed, page, refuse, typed

SAVED = "Validating file. Please wait...\nSaved the current configuration to mainboard device successfully."
FULL = "Validating file. Please wait...\nThere is not enough space on the mainboard device. Failed to save the current configuration."
STARTUP = "flash:/startup.cfg"
SAVE = "The current configuration will be written to the device. Are you sure? [Y/N]:"


def unlimited(console: Console, _: Mapping[str, str]) -> Reply:
    """Show everything at once, in this session. Source: HPE FlexNetwork Fundamentals, ``screen-length disable``."""
    console.length = 0
    return Reply()


def done(console: Console, file: str = "") -> Reply:
    """Save without any more questions."""
    return Reply(SAVED if console.box.save(file) else FULL)


def forced(console: Console, _: Mapping[str, str]) -> Reply:
    """Save without a question. Source: HPE FlexNetwork Fundamentals, ``save force``."""
    return done(console)


def save(console: Console, _: Mapping[str, str]) -> Reply:
    """Save after three questions. Source: HPE FlexNetwork Fundamentals, ``save``."""

    def named(answer: str) -> Reply:
        file = answer.strip() or STARTUP
        if not file.endswith(".cfg"):
            return Reply("The file name is invalid(does not end with .cfg).")
        over = f"{file} exists, overwrite? [Y/N]:"
        return asked(console, over, lambda: done(console, "" if file.endswith("startup.cfg") else file))

    def name() -> Reply:
        words = f"Please input the file name(*.cfg)[{STARTUP}]\n(To leave the existing filename unchanged, press the enter key):"
        first, last = words.split("\n")
        return Reply(first, Asking(last, named))

    return asked(console, SAVE, name)


def header(console: Console) -> str:
    """Return what stands above a displayed config."""
    return f"#\n version {console.box.release}, Release 6530P02\n"


def version(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the release. Source: HPE FlexNetwork Fundamentals, ``display version``."""
    model = console.box.simulated.model or "S6520X-30QC-EI"
    return Reply(
        f"H3C Comware Software, Version {console.box.release}, Release 6530P02\n"
        "Copyright (c) 2004-2021 New H3C Technologies Co., Ltd. All rights reserved.\n"
        f"H3C {model} uptime is 0 weeks, 0 days, 1 hour, 2 minutes\n"
        "Last reboot reason : User reboot"
    )


def leave(console: Console, _: Mapping[str, str]) -> Reply:
    """End the session."""
    return Reply(ends=True)


def look(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the saved config."""
    return Reply(header(console) + console.box.saved)


COMWARE = Vendor(
    version="Comware-7.1.070",
    operations=(
        Operation("sys|tem-view", typed("system-view"), USER),
        Operation("screen-len|gth d|isable", unlimited, USER),
        Operation("sa|ve f|orce", forced),
        Operation("sa|ve", save),
        Operation("q|uit", leave, USER),
        Operation("q|uit", typed("quit"), CONFIG),
        Operation("ret|urn", typed("return"), CONFIG),
        Operation("dis|play cu|rrent-configuration {more*}", displayed(header)),
        Operation("dis|play sa|ved-configuration", look),
        Operation("dis|play ver|sion", version),
        Operation("dis|play {rest*}", refuse),
    ),
    more="---- More ----",
    erase="\r              \r",
    unknown=" % Unrecognized command found at '^' position.",
    again="Invalid input. Please input Y or N. [Y/N]:",
    rejected="The operation failed. The system is busy.",
)
__all__ = ["COMWARE", "page"]
