"""``netops state``."""

from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from netops.change.commands import state as ask
from netops.cli import output
from netops.cli.exits import ExitCode
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, FilterOption, InventoryOption, JsonOption, TrustOption, WorkersOption
from netops.cli.project import chosen, project
from netops.devices import Outcome, StateRead, columns
from netops.language import translate as _

app = new_app()


class Table(StrEnum):
    """What can be asked."""

    VERSIONS = "versions"
    INTERFACES = "interfaces"
    ROUTES = "routes"
    BGP = "bgp"
    OSPF = "ospf"
    ARP = "arp"
    MAC = "mac"
    VRFS = "vrfs"


TableArgument = Annotated[
    Table, typer.Argument(metavar="TABLE", help=_("What is asked: {tables}.").format(tables=", ".join(Table)))
]
SHOWN = 5
"""Lines that nobody understood which a warning repeats."""


@command(
    app,
    "state",
    examples=(
        ("netops state bgp -F role=pe", "the BGP neighbours of the provider edges, those inside of VRFs too"),
        ("netops state routes -F pe1 --json", "every route that pe1 uses, for a program"),
    ),
)
def state(
    table: TableArgument,
    inventory: InventoryOption = INVENTORY,
    only: FilterOption = None,
    workers: WorkersOption = 8,
    trust: TrustOption = False,
    as_json: JsonOption = False,
) -> None:
    """Ask every device for a table of its state: routes, neighbours, interfaces, counts of addresses, versions.

    Every vendor's answer comes in the same columns. Lines that netops doesn't understand are shown, never left out in
    silence. Nothing is changed on the devices. One that can't be read is named and doesn't stop the others; the exit
    code is 1 then.
    """
    place = project(inventory, workers=workers, trust=trust)
    loaded = place.load()
    outcomes = ask(place, loaded, chosen(loaded, only), table)
    if as_json:
        output.emit_json({host: as_dict(outcome) for host, outcome in outcomes.items()})
    else:
        show(table, outcomes)
    if any(outcome.fault for outcome in outcomes.values()):
        raise typer.Exit(ExitCode.ERROR)


def as_dict(outcome: Outcome[StateRead]) -> dict[str, object]:
    """Return what came of one device."""
    value = outcome.value
    return {
        "kind": outcome.kind,
        "rows": [asdict(row) for row in value.rows] if value else None,
        "unread": list(value.unread) if value else None,
        "fault": outcome.fault.as_dict() if outcome.fault else None,
    }


def show(table: str, outcomes: Mapping[str, Outcome[StateRead]]) -> None:
    """Print one line a row, then what wasn't understood, then the faults."""
    rows = [
        (host, *("" if value is None else str(value) for value in asdict(row).values()))
        for host, each in outcomes.items()
        for row in (each.value.rows if each.value else ())
    ]
    output.table((_("device"), *columns(table)), rows)
    for host, each in outcomes.items():
        if each.value and each.value.unread:
            output.warn(_unread(host, each.value.unread))
    output.warn_of(each.fault for each in outcomes.values() if each.fault)


def _unread(host: str, lines: tuple[str, ...]) -> str:
    words = _("{host}: {number} lines of the answer weren't understood:").format(host=host, number=len(lines))
    more = (_("  and {number} more").format(number=len(lines) - SHOWN),) if len(lines) > SHOWN else ()
    return "\n".join((words, *(f"  {line.strip()}" for line in lines[:SHOWN]), *more))
