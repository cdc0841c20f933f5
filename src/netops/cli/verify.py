"""``netops verify``."""

import typer

from netops.change.commands import verify_change
from netops.change.directory import Change
from netops.change.verifying import Verification
from netops.cli import output
from netops.cli.exits import ExitCode
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, InventoryOption, JsonOption, WorkersOption
from netops.cli.project import ChangeArgument, ChangesOption, IdentityOption, project
from netops.language import translate as _

app = new_app()


@command(
    app,
    "verify",
    examples=(("netops verify 20270101-020000-finance-prepared --as li", "does the network still stand as planned?"),),
)
def verify(
    change: ChangeArgument,
    who: IdentityOption,
    inventory: InventoryOption = INVENTORY,
    changes: ChangesOption = None,
    workers: WorkersOption = 8,
    as_json: JsonOption = False,
) -> None:
    """Read the devices of a change again and send its probes; nothing is changed.

    A change that was interrupted stands at unknown until this has said what every device shows. Exit 0 where all is
    as planned, 2 where it isn't.
    """
    place = project(inventory, changes, workers)
    found = place.change(change)
    result = verify_change(place, place.load(), found, who)
    if as_json:
        output.emit_json(as_dict(found, result))
    else:
        show(found, result)
    if not result.passed:
        raise typer.Exit(ExitCode.DIFFERENCES)


def as_dict(change: Change, result: Verification) -> dict[str, object]:
    """Return a verification for ``--json``."""
    return {
        "change": change.id,
        "state": change.state(),
        "passed": result.passed,
        "seconds": result.seconds,
        "devices": dict(result.devices),
        "probes": [{"passed": each.passed, "detail": each.detail} for each in result.probes],
    }


def show(change: Change, result: Verification) -> None:
    """Print what every device shows and what came of every probe."""
    shown = {
        "expected": _("as planned"),
        "running": _("as before the change"),
        "other": _("neither as before nor as planned"),
        "unread": _("not read"),
    }
    output.table((_("device"), _("shows")), [(host, shown[at]) for host, at in result.devices.items()])
    for each in result.probes:
        output.say(f"{'✓' if each.passed else '✗'} {each.detail}", "green" if each.passed else "red")
    words = _("change {change}: verified in {seconds} s") if result.passed else _("change {change}: not as planned")
    output.say(words.format(change=change.id, seconds=result.seconds), "bold green" if result.passed else "bold red")
