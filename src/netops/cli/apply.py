"""``netops apply``."""

from dataclasses import replace
from typing import Annotated

import typer

from netops.change.commands import apply_change, rehearse_change
from netops.cli import output
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, InventoryOption, JsonOption, WorkersOption
from netops.cli.project import ChangeArgument, ChangesOption, IdentityOption, project
from netops.cli.verify import as_dict, show
from netops.language import translate as _

app = new_app()

TimerOption = Annotated[
    int,
    typer.Option(
        "--timer",
        min=0,
        max=7200,
        metavar="SECONDS",
        show_default=True,
        help=_("Devices with a timer of their own go back after that, unless all was verified; 0: none does."),
    ),
]
CheckOption = Annotated[bool, typer.Option("--check", help=_("Check approvals, proofs and devices; push nothing."))]


@command(
    app,
    "apply",
    examples=(
        ("netops apply 20270101-020000-finance-prepared --as li --check", "would it be pushed now?"),
        ("netops apply 20270101-020000-finance-prepared --as li", "push it, verify it"),
    ),
)
def apply(
    change: ChangeArgument,
    who: IdentityOption,
    inventory: InventoryOption = INVENTORY,
    check: CheckOption = False,
    timer: TimerOption = 600,
    changes: ChangesOption = None,
    workers: WorkersOption = 8,
    as_json: JsonOption = False,
) -> None:
    """Push an approved change, read every device back and probe; roll back where anything is not as planned.

    Before the first line is pushed every device must still show the running config that the plan was made from.
    Exit 3 where netops refuses and nothing was pushed, 1 where it failed and was rolled back.
    """
    place = replace(project(inventory, changes, workers), trial=timer)
    found = place.change(change)
    if check:
        rehearse_change(place, place.load(), found, who)
        if as_json:
            output.emit_json({"change": found.id, "state": found.state(), "could_be_applied": True})
        else:
            output.say(_("change {change} could be applied now").format(change=found.id), "green")
        return
    result = apply_change(place, place.load(), found, who)
    if as_json:
        output.emit_json(as_dict(found, result))
        return
    show(found, result)
    output.note(_("next: netops confirm {change}, or netops rollback {change}").format(change=found.id))
