"""``netops collect``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from netops.change.commands import collect as fetch
from netops.cli import output
from netops.cli.exits import ExitCode
from netops.cli.files import write_whole
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, FilterOption, InventoryOption, JsonOption, TrustOption, WorkersOption
from netops.cli.project import chosen, project
from netops.config import mask
from netops.devices import Collected, Outcome
from netops.language import translate as _
from netops.platforms import get_platform

app = new_app()

OutOption = Annotated[
    Path, typer.Option("-o", "--out", metavar="DIR", show_default=True, help=_("Where one file a device is written."))
]


@command(
    app,
    "collect",
    examples=(
        ("netops collect", "the running configs of all devices, into ./collected"),
        ("netops collect -F role=pe -o /srv/configs", "the provider edges only"),
    ),
)
def collect(
    inventory: InventoryOption = INVENTORY,
    only: FilterOption = None,
    out: OutOption = Path("collected"),
    workers: WorkersOption = 8,
    trust: TrustOption = False,
    as_json: JsonOption = False,
) -> None:
    """Read the running config of every device and write it to a file, secrets masked.

    Nothing is changed on the devices. One that can't be read is named and doesn't stop the others; the exit code is
    1 then.
    """
    place = project(inventory, workers=workers, trust=trust)
    loaded = place.load()
    outcomes = fetch(place, loaded, chosen(loaded, only))
    for host, outcome in outcomes.items():
        if outcome.value is not None:
            masked = mask(get_platform(loaded.hosts[host].platform), outcome.value.text)
            write_whole(out / f"{host}.cfg", masked)
    if as_json:
        output.emit_json({host: as_dict(outcome) for host, outcome in outcomes.items()})
    else:
        show(outcomes)
    if any(outcome.fault for outcome in outcomes.values()):
        raise typer.Exit(ExitCode.ERROR)


def as_dict(outcome: Outcome[Collected]) -> dict[str, object]:
    """Return what came of one device, without its config."""
    value = outcome.value
    return {
        "kind": outcome.kind,
        "release": value.release if value else None,
        "lines": len(value.text.splitlines()) if value else None,
        "fault": outcome.fault.as_dict() if outcome.fault else None,
    }


def show(outcomes: Mapping[str, Outcome[Collected]]) -> None:
    """Print one line a device, and the faults after them."""
    rows = [
        (host, str(each.kind), each.value.release if each.value else "", _lines(each))
        for host, each in outcomes.items()
    ]
    output.table((_("device"), _("result"), _("release"), _("lines")), rows)
    for each in outcomes.values():
        if each.fault:
            output.warn(str(each.fault))


def _lines(outcome: Outcome[Collected]) -> str:
    return str(len(outcome.value.text.splitlines())) if outcome.value else ""
