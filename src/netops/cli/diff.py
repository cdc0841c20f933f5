"""``netops diff``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from netops.change.adopting import adopted
from netops.change.collecting import undetected
from netops.change.commands import Project, collect
from netops.change.planning import agree
from netops.cli import output
from netops.cli.exits import ExitCode
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, FilterOption, InventoryOption, JsonOption, WorkersOption
from netops.cli.project import ArchiveOption, AtOption, chosen, project
from netops.config import build_patch, difference, grouped, parse, undetectable
from netops.errors import Fault, InputError, NetopsError, raise_all
from netops.intent import intended_devices
from netops.inventory import Inventory
from netops.language import translate as _
from netops.platforms import get_platform
from netops.render import render
from netops.store import Recalled, read_moment, recall

app = new_app()

FromOption = Annotated[
    Path | None,
    typer.Option("--from", metavar="DIR", help=_("Read the running configs from these files instead of the devices.")),
]
BetweenOption = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--between",
        metavar="TIME TIME",
        help=_("What changed on the devices from one time to another, by the archive."),
    ),
]


@dataclass(slots=True)
class Differences:
    """What came of all devices.

    Attributes:
        diffs: host → its diff; empty where nothing differs.
        hidden: host → how many of its secrets can't be compared.
        unsaid: host → lines that it should have and doesn't show, where nobody knows whether it is so without them.
        entries: host → the two entries of the archive that were compared.
        faults: host → why it wasn't compared.
    """

    diffs: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, int] = field(default_factory=dict)
    unsaid: dict[str, tuple[str, ...]] = field(default_factory=dict)
    entries: dict[str, dict[str, object]] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)

    @property
    def differing(self) -> dict[str, str]:
        """The devices of which something differs."""
        return {host: text for host, text in self.diffs.items() if text}


@command(
    app,
    "diff",
    examples=(
        ("netops diff", "what differs on any device from what the inventory says"),
        ("netops diff -F finance-ce1", "one device"),
        ("netops diff --at yesterday", "the same, of what the devices showed yesterday"),
        ("netops diff --between 3d now", "what changed on the devices in the last three days"),
    ),
)
def diff(
    inventory: InventoryOption = INVENTORY,
    only: FilterOption = None,
    source: FromOption = None,
    at: AtOption = None,
    between: BetweenOption = None,
    archive: ArchiveOption = None,
    workers: WorkersOption = 8,
    as_json: JsonOption = False,
) -> None:
    """Show what every device has (-) and should have (+) at the stage that each department has reached.

    With --between, what it had (-) at the first time and (+) at the second. Exit 0 where nothing differs, 2 where
    something does, 1 where a device could not be read, 3 where the archive isn't whole. Nothing is changed.
    """
    _only_one({"--from": source, "--at": at, "--between": between})
    place = project(inventory, workers=workers, archive=archive)
    loaded = place.load()
    hosts = chosen(loaded, only)
    if between:
        found, sides = _between(place, hosts, between), between
    else:
        found, sides = _from_intended(place, loaded, hosts, source, at), (_("running"), _("intended"))
        if at:
            sides = (f"{sides[0]} {at}", sides[1])
    if as_json:
        output.emit_json(_as_dict(found))
    else:
        _show(found, sides, of_times=between is not None)
    for host, number in found.hidden.items():
        for line in undetected(host, number):
            output.warn(line)
    for host, lines in found.unsaid.items():
        if lines:
            words = _("the running config of {host} doesn't say whether it is so: {lines}")
            output.warn(words.format(host=host, lines="; ".join(lines)))
    # What could not be read is never "no difference", whatever the others show.
    if found.faults or found.differing:
        raise typer.Exit(ExitCode.ERROR if found.faults else ExitCode.DIFFERENCES)


def _only_one(sources: Mapping[str, object]) -> None:
    """Raise InputError NET-CLI-011 where two options say where the configs come from."""
    given = [name for name, value in sources.items() if value]
    if len(given) > 1:
        raise InputError.of("NET-CLI-011", one=given[0], other=given[1])


def _from_intended(
    place: Project, loaded: Inventory, hosts: Iterable[str], source: Path | None, at: str | None
) -> Differences:
    found = Differences()
    if at:
        now = {host: each.platform for host, each in loaded.hosts.items()}
        back = recall(place.archive, hosts, read_moment(at), now)
        found.faults |= back.faults
        found.entries |= {host: {"running": each.entry.as_dict()} for host, each in back.found.items()}
        _compare(found, loaded, {host: each.text for host, each in back.found.items()}, back.key)
    elif source:
        _compare(found, loaded, _from_files(source, hosts), None)
    else:
        outcomes = collect(place, loaded, hosts)
        found.faults |= {host: each.fault for host, each in outcomes.items() if each.fault is not None}
        _compare(found, loaded, {host: each.value.text for host, each in outcomes.items() if each.value}, None)
    return found


def _from_files(folder: Path, hosts: Iterable[str]) -> dict[str, bytes]:
    """Read the configs as bytes: what encoding they have is `parse`'s to find out.

    Raises:
        InputError: NET-CLI-008 for every device whose file isn't there.
    """
    paths = {host: folder / f"{host}.cfg" for host in hosts}
    raise_all(Fault("NET-CLI-008", {"host": host}, str(path)) for host, path in paths.items() if not path.is_file())
    return {host: path.read_bytes() for host, path in paths.items()}


def _compare(found: Differences, inventory: Inventory, running: Mapping[str, str | bytes], key: bytes | None) -> None:
    """Hold each running config against the intended one; one that can't be parsed is an error of its device alone."""
    devices = intended_devices(inventory)
    for host, text in running.items():
        platform = get_platform(inventory.hosts[host].platform)
        try:
            shown = parse(platform, text, path=host)
            intended = adopted(platform, shown, parse(platform, render(platform, devices[host])))
            patch = build_patch(platform, shown, intended, key=key)
            found.diffs[host] = "" if patch.empty or agree(platform, shown, intended) else patch.diff
            found.unsaid[host] = patch.unsaid
        except NetopsError as error:
            found.faults[host] = error.faults[0]


def _between(place: Project, hosts: tuple[str, ...], times: tuple[str, str]) -> Differences:
    first, second = (recall(place.archive, hosts, read_moment(each)) for each in times)
    found = Differences(faults={**second.faults, **first.faults})
    for host in hosts:
        if host not in found.faults:
            _changed(found, first.found[host], second.found[host], first.key)
    return found


def _changed(found: Differences, before: Recalled, after: Recalled, key: bytes | None) -> None:
    host, platform = before.entry.host, get_platform(after.entry.platform)
    found.entries[host] = {"before": before.entry.as_dict(), "after": after.entry.as_dict()}
    try:
        if before.entry.platform != after.entry.platform:
            raise InputError.of("NET-STO-023", host=host, before=before.entry.platform, after=after.entry.platform)
        trees = [parse(platform, each.text, path=host) for each in (before, after)]
    except NetopsError as error:
        found.faults[host] = error.faults[0]
        return
    found.diffs[host] = difference(platform, trees[0], trees[1], key=key)
    if before.text != after.text:
        found.hidden[host] = max(undetectable(platform, each.text) for each in (before, after))


def _as_dict(found: Differences) -> dict[str, object]:
    devices = {
        host: {
            "diff": text,
            "empty": not text,
            "undetectable": found.hidden.get(host, 0),
            "unsaid": list(found.unsaid.get(host, ())),
            **found.entries.get(host, {}),
        }
        for host, text in found.diffs.items()
    }
    return {"devices": devices, "faults": [each.as_dict() for each in found.faults.values()]}


def _show(found: Differences, sides: tuple[str, str], *, of_times: bool) -> None:
    for hosts, text in grouped(found.differing):
        names = ", ".join(hosts)
        output.diff(f"--- {names} {sides[0]}\n+++ {names} {sides[1]}\n{text}")
    words = (
        _("{differing} of {number} devices changed")
        if of_times
        else _("{differing} of {number} devices differ from the inventory")
    )
    output.note(words.format(differing=len(found.differing), number=len(found.diffs)))
    output.warn_of(found.faults.values())
