"""What VRP 8 displays of candidates and commits. Source: NE V8R10, ``display configuration …``."""

from __future__ import annotations

from collections.abc import Mapping

from netops.lab.semantics.core.rendering import render
from netops.lab.simulation.box import Point
from netops.lab.simulation.changes import changes
from netops.lab.simulation.console import Console, Operation
from netops.lab.simulation.speaking import Reply
from netops.lab.simulation.telling_time import stamp

BUILDING = "Building configuration"
RULE = "-" * 80


def waiting(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the lines that wait for a commit. Source: NE V8R10, ``display configuration candidate``."""
    return Reply(f"{BUILDING}\n{changes(console.box.root, console.device.root)}".rstrip("\n"))


def merged(console: Console, _: Mapping[str, str]) -> Reply:
    """Display what would run after a commit. Source: NE V8R10, ``display configuration candidate merge``."""
    return Reply(f"{BUILDING}\n#\n{render(console.device.platform, console.device.root)}")


def listed(console: Console, given: Mapping[str, str]) -> Reply:
    """Display the commits, newest first. Source: NE V8R10, ``display configuration commit list``."""
    points = list(reversed(console.box.points))[: int(given.get("number") or 80)]
    if given.get("more") == "verbose":
        return Reply("\n\n".join(_verbose(at, point) for at, point in enumerate(points, 1)))
    head = f"{'No.':<5}{'CommitId':<14}{'Label':<21}{'User':<16}TimeStamp"
    rows = [
        f"{at:<5}{point.number:<14}{point.label or '-':<21}{point.user:<16}{stamp(point.at)}"
        for at, point in enumerate(points, 1)
    ]
    return Reply("\n".join([RULE, head, RULE, *rows, RULE]))


def _verbose(at: int, point: Point) -> str:
    lines = (
        f"{at}) CommitId: {point.number}",
        f"Label: {point.label or '-'}",
        f"User: {point.user}",
        f"User-Intf: VTY {point.line}",
        "Type: CLI",
        f"TimeStamp: {stamp(point.at)}",
        f"Description: {point.description}",
    )
    return "\n        ".join(lines)


def last(console: Console, given: Mapping[str, str]) -> Reply:
    """Display what the last commits changed. Source: NE V8R10, ``display configuration commit changes``."""
    points = console.box.points[-int(given.get("number") or 1) :]
    if not points:
        return Reply("Info: No configuration change exists.")
    return Reply(f"{BUILDING}\n{changes(points[0].before, points[-1].root)}".rstrip("\n"))


def at(console: Console, given: Mapping[str, str]) -> Reply:
    """Display what one commit changed. Source: NE V8R10, ``display configuration commit changes``."""
    for point in console.box.points:
        if str(point.number) == given["number"]:
            return Reply(f"{BUILDING}\n{changes(point.before, point.root)}".rstrip("\n"))
    return Reply("Error: The specified configuration rollback point does not exist.")


def trial(console: Console, _: Mapping[str, str]) -> Reply:
    """Display how long a trial lasts. Source: NE V8R10, ``display configuration trial status``."""
    left, running = console.box.timers.left("trial"), console.box.trial
    if left is None or running is None:
        return Reply("Trial status: INACTIVE\nTrial time left (sec): 0")
    persist = f"\nPersist id: {running.persist}" if running.persist else ""
    return Reply(f"Trial status: ACTIVE{persist}\nTrial time left (sec): {int(left)}")


COMMIT_DISPLAYS: tuple[Operation, ...] = (
    Operation("d|isplay conf|iguration ca|ndidate", waiting),
    Operation("d|isplay conf|iguration ca|ndidate ch|anges", waiting),
    Operation("d|isplay conf|iguration ca|ndidate m|erge", merged),
    Operation("d|isplay conf|iguration com|mit l|ist", listed),
    Operation("d|isplay conf|iguration com|mit l|ist {number:int}", listed),
    Operation("d|isplay conf|iguration com|mit l|ist {more}", listed),
    Operation("d|isplay conf|iguration com|mit ch|anges", last),
    Operation("d|isplay conf|iguration com|mit ch|anges l|ast {number:int}", last),
    Operation("d|isplay conf|iguration com|mit ch|anges at {number:int}", at),
    Operation("d|isplay conf|iguration tr|ial st|atus", trial),
)
