"""VRP 8's two stages: commit, commits on trial, labels, and the ways back.

Source: *NE V8R10*: NetEngine 8000 F1A V800R010 Command Reference, ``commit``, ``abort trial``, ``rollback configuration``,
``set configuration commit``. Whether a trial without ``persist`` ends with its session isn't told alike: the manual says
that it "takes effect only in the current session", so here it is rolled back at the session's end. People have seen
it run on, out of reach, until its time was over: ``Faults.orphans``. No other session may confirm or abort it either way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from netops.lab.semantics.core.model import Node
from netops.lab.simulation.box import Point
from netops.lab.simulation.console import CONFIG, USER, Console, Operation
from netops.lab.simulation.speaking import Reply
from netops.lab.simulation.vendors.vrp import asked

WORD = r'"[^"]+"|[^\s"]+'
OPTIONS = re.compile(
    rf"(?:(?P<trial>trial)(?: (?P<time>\d+))?)?(?: ?label (?P<label>{WORD}))?(?: ?persist (?P<persist>{WORD}))?"
    r"(?: ?description (?P<description>\S.*))?"
)
LEAST, MOST, USUAL = 60, 65535, 600
"""Seconds of a trial."""
ON_TRIAL = "Error: The system is in trial configuration mode."
NO_TRIAL = "Error: The system is not in trial configuration mode."
TAKEN = "Error: The label already exists."
BAD_LABEL = "Error: The label is invalid. It cannot start with a digit or be a hyphen."
CHANGED = "Error: The running configuration has been changed by another user. The configuration cannot be committed."
STARTED = (
    "Info: The system enters the trial configuration mode.\n"
    "The system will revert to previous configuration if the trial configuration is not confirmed in {seconds} seconds."
)
ABORT = "Warning: The trial configuration will be rolled back. Continue? [Y/N]:"
ABORTED = "Info: The trial configuration rollback succeeded."
BACK = "Warning: This operation will revert configuration changes to the previous status. Continue? [Y/N]:"
WENT_BACK = (
    "Loading rollback changes\nCommitting\nCheck rollback result\nConfiguration rollback succeeded.\n"
    "Please use 'display configuration commit changes last 1' to view the changes."
)
NO_POINT = "Error: The specified configuration rollback point does not exist."
NO_FILE = "Error: The file does not exist."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What stands behind ``commit``."""

    trial: bool
    seconds: int
    label: str
    persist: str
    description: str


def _read(words: str) -> Wanted | None:
    found = OPTIONS.fullmatch(words)
    if found is None:
        return None
    plain = {name: (value or "").strip('"') for name, value in found.groupdict().items()}
    return Wanted(
        bool(plain["trial"]), int(plain["time"] or USUAL), plain["label"], plain["persist"], plain["description"]
    )


def commit(console: Console, given: Mapping[str, str]) -> Reply:
    """Make the candidate the running config. Source: NE V8R10, ``commit``."""
    wanted = _read(given["rest"])
    if wanted is None or (wanted.trial and not LEAST <= wanted.seconds <= MOST):
        return console.misread(given["rest"])
    fault = _fault(console, wanted)
    if fault:
        return Reply(fault)
    before = console.box.root
    console.device.type("commit")
    console.settle()
    if wanted.label or wanted.description:
        _name(console, wanted)
    if not wanted.trial:
        console.box.confirm()
        return Reply()
    console.box.start_trial(wanted.seconds, before, console, wanted.persist)
    return Reply(STARTED.format(seconds=wanted.seconds))


def _fault(console: Console, wanted: Wanted) -> str:
    """Return why the device refuses a commit, or nothing."""
    trial = console.box.trial
    if trial is not None and trial.owner is not console and (not trial.persist or wanted.persist != trial.persist):
        return ON_TRIAL
    if wanted.persist and not wanted.trial and trial is None:
        return NO_TRIAL
    if wanted.label and _bad(wanted.label):
        return BAD_LABEL
    if wanted.label and any(point.label == wanted.label for point in console.box.points):
        return TAKEN
    return CHANGED if console.device.pending and console.base is not console.box.root else ""


def _bad(label: str) -> bool:
    return label[0].isdigit() or label == "-" or len(label) > 256


def _name(console: Console, wanted: Wanted) -> None:
    """Give the newest point its label and description."""
    points = console.box.points
    if points:
        points[-1] = replace(points[-1], label=wanted.label, description=wanted.description)


def abort(console: Console, given: Mapping[str, str]) -> Reply:
    """End a trial at once. Source: NE V8R10, ``abort trial``."""
    trial = console.box.trial
    if trial is None:
        return Reply(NO_TRIAL)
    if trial.owner is not console and given.get("persist", "").strip('"') != (trial.persist or None):
        return Reply(ON_TRIAL)

    def act() -> Reply:
        console.box.end_trial()
        console.follow()
        return Reply(ABORTED)

    return asked(console, ABORT, act)


def session_ends(console: Console) -> None:
    """Roll a trial back whose session ends, unless any session may confirm it."""
    trial = console.box.trial
    if trial is not None and trial.owner is console and not trial.persist and not console.box.faults.orphans:
        console.box.end_trial()


def _go_back(console: Console, root: Node | None, missing: str = NO_POINT) -> Reply:
    if console.box.trial is not None:
        return Reply(ON_TRIAL)
    if root is None:
        return Reply(missing)

    def act() -> Reply:
        before = console.box.root
        console.box.keep(root.copy())
        console.box.point(before, console.user, console.line)
        return Reply(WENT_BACK)

    return asked(console, BACK, act)


def _point(console: Console, number: str) -> Point | None:
    return next((point for point in console.box.points if str(point.number) == number), None)


def to_number(console: Console, given: Mapping[str, str]) -> Reply:
    """Go back to what ran after a commit. Source: NE V8R10, ``rollback configuration``."""
    point = _point(console, given["number"])
    return _go_back(console, point.root if point is not None else None)


def to_label(console: Console, given: Mapping[str, str]) -> Reply:
    """Go back to what ran after the commit with a label. Source: NE V8R10, ``rollback configuration``."""
    label = given["label"].strip('"')
    point = next((point for point in console.box.points if point.label == label), None)
    return _go_back(console, point.root if point is not None else None)


def last(console: Console, given: Mapping[str, str]) -> Reply:
    """Take so many commits back. Source: NE V8R10, ``rollback configuration``."""
    number, points = int(given["number"]), console.box.points
    return _go_back(console, points[-number].before if 0 < number <= len(points) else None)


def to_file(console: Console, given: Mapping[str, str]) -> Reply:
    """Go back to a saved config. Source: NE V8R10, ``rollback configuration``."""
    file = given["file"].rpartition("/")[2]
    text = console.box.saved if file.startswith("vrpcfg.") else console.box.files.get(file)
    return _go_back(console, console.device.loaded(text) if text is not None else None, NO_FILE)


def set_label(console: Console, given: Mapping[str, str]) -> Reply:
    """Label a point. Source: NE V8R10, ``set configuration commit``."""
    label, points = given["label"].strip('"'), console.box.points
    if _bad(label):
        return Reply(BAD_LABEL)
    if any(point.label == label for point in points):
        return Reply(TAKEN)
    return _relabel(console, given["number"], label)


def clear_label(console: Console, given: Mapping[str, str]) -> Reply:
    """Take a point's label away. Source: NE V8R10, ``clear configuration commit``."""
    return _relabel(console, given["number"], "")


def _relabel(console: Console, number: str, label: str) -> Reply:
    points = console.box.points
    for at, point in enumerate(points):
        if str(point.number) == number:
            points[at] = replace(point, label=label)
            return Reply()
    return Reply(NO_POINT)


def clear(console: Console, _: Mapping[str, str]) -> Reply:
    """Throw the candidate away. Source: NE V8R10, ``clear configuration candidate``."""
    console.device.type("clear configuration candidate")
    console.base = console.box.root
    return Reply()


COMMITS: tuple[Operation, ...] = (
    Operation("com|mit {rest*}", commit, CONFIG, "NE V8R10, commit"),
    Operation("abort tr|ial", abort, CONFIG, "NE V8R10, abort trial"),
    Operation("abort tr|ial p|ersist {persist}", abort, CONFIG, "NE V8R10, abort trial"),
    Operation("clear conf|iguration ca|ndidate", clear, CONFIG, "NE V8R10, clear configuration candidate"),
    Operation(
        "roll|back conf|iguration to commit-id {number:int}", to_number, USER, "NE V8R10, rollback configuration"
    ),
    Operation("roll|back conf|iguration to label {label+}", to_label, USER, "NE V8R10, rollback configuration"),
    Operation("roll|back conf|iguration to file {file}", to_file, USER, "NE V8R10, rollback configuration"),
    Operation("roll|back conf|iguration last {number:int}", last, USER, "NE V8R10, rollback configuration"),
    Operation("set conf|iguration com|mit {number:int} label {label+}", set_label, USER, "NE V8R10"),
    Operation("clear conf|iguration com|mit {number:int} label", clear_label, USER, "NE V8R10"),
)
