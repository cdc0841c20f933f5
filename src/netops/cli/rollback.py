"""``netops rollback``."""

from netops.change.commands import rollback_change
from netops.cli import output
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, InventoryOption, JsonOption, WorkersOption
from netops.cli.project import ChangeArgument, ChangesOption, IdentityOption, project
from netops.language import translate as _

app = new_app()


@command(
    app,
    "rollback",
    examples=(("netops rollback 20270101-020000-finance-prepared --as li", "every device as before the change"),),
)
def rollback(
    change: ChangeArgument,
    who: IdentityOption,
    inventory: InventoryOption = INVENTORY,
    changes: ChangesOption = None,
    workers: WorkersOption = 8,
    as_json: JsonOption = False,
) -> None:
    """Take an applied or interrupted change back: every device shows again what it showed before.

    The way back of each device follows from what it shows now, and is pushed only where it is proven.
    """
    place = project(inventory, changes, workers)
    found = place.change(change)
    rollback_change(place, place.load(), found, who)
    if as_json:
        output.emit_json({"change": found.id, "state": found.state()})
        return
    output.say(_("change {change} is rolled back: every device as before").format(change=found.id), "green")
