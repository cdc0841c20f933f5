"""``netops diff``."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from netops.change.commands import collect
from netops.cli import output
from netops.cli.exits import ExitCode
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, FilterOption, InventoryOption, JsonOption, WorkersOption
from netops.cli.project import chosen, project
from netops.config import Patch, build_patch, grouped, parse
from netops.errors import Fault, raise_all
from netops.intent import intended_devices
from netops.inventory import Inventory
from netops.language import translate as _
from netops.platforms import get_platform
from netops.render import render

app = new_app()

FromOption = Annotated[
    Path | None,
    typer.Option("--from", metavar="DIR", help=_("Read the running configs from these files instead of the devices.")),
]


@command(
    app,
    "diff",
    examples=(
        ("netops diff", "what differs on any device from what the inventory says"),
        ("netops diff -F finance-ce1", "one device"),
    ),
)
def diff(
    inventory: InventoryOption = INVENTORY,
    only: FilterOption = None,
    source: FromOption = None,
    workers: WorkersOption = 8,
    as_json: JsonOption = False,
) -> None:
    """Show what every device has (-) and should have (+) at the stage that each department has reached.

    Exit 0 where nothing differs, 2 where something does, 1 where a device could not be read. Nothing is changed.
    """
    place = project(inventory, workers=workers)
    loaded = place.load()
    hosts = chosen(loaded, only)
    outcomes = {} if source else collect(place, loaded, hosts)
    faults = [each.fault for each in outcomes.values() if each.fault is not None]
    read = {host: each.value.text for host, each in outcomes.items() if each.value is not None}
    patches = _patches(loaded, _from_files(source, hosts) if source else read)
    differing = {host: patch for host, patch in patches.items() if not patch.empty}
    if as_json:
        shown = {host: {"diff": patch.diff, "empty": patch.empty} for host, patch in patches.items()}
        output.emit_json({"devices": shown, "faults": [each.as_dict() for each in faults]})
    else:
        _show(differing, len(patches))
        for fault in faults:
            output.warn(str(fault))
    # What could not be read is never "no difference", whatever the others show.
    if faults or differing:
        raise typer.Exit(ExitCode.ERROR if faults else ExitCode.DIFFERENCES)


def _from_files(folder: Path, hosts: Iterable[str]) -> dict[str, bytes]:
    """Read the configs as bytes: what encoding they have is `parse`'s to find out.

    Raises:
        InputError: NET-CLI-008 for every device whose file isn't there.
    """
    paths = {host: folder / f"{host}.cfg" for host in hosts}
    raise_all(Fault("NET-CLI-008", {"host": host}, str(path)) for host, path in paths.items() if not path.is_file())
    return {host: path.read_bytes() for host, path in paths.items()}


def _patches(inventory: Inventory, running: Mapping[str, str | bytes]) -> dict[str, Patch]:
    devices = intended_devices(inventory)
    patches = {}
    for host, text in running.items():
        platform = get_platform(inventory.hosts[host].platform)
        trees = parse(platform, text, path=host), parse(platform, render(platform, devices[host]))
        patches[host] = build_patch(platform, *trees)
    return patches


def _show(differing: Mapping[str, Patch], number: int) -> None:
    for hosts, text in grouped({host: patch.diff for host, patch in differing.items()}):
        names = ", ".join(hosts)
        output.diff(f"--- {names} {_('running')}\n+++ {names} {_('intended')}\n{text}")
    words = _("{differing} of {number} devices differ from the inventory")
    output.note(words.format(differing=len(differing), number=number))
