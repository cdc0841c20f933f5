"""``netops confirm``."""

from netops.change.commands import confirm_change
from netops.cli import output
from netops.cli.files import write_whole
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, InventoryOption, JsonOption, WorkersOption
from netops.cli.project import ChangeArgument, ChangesOption, IdentityOption, project
from netops.language import translate as _

app = new_app()


@command(
    app,
    "confirm",
    examples=(("netops confirm 20270101-020000-finance-prepared --as li", "close the change, write the stage down"),),
)
def confirm(
    change: ChangeArgument,
    who: IdentityOption,
    inventory: InventoryOption = INVENTORY,
    changes: ChangesOption = None,
    workers: WorkersOption = 8,
    as_json: JsonOption = False,
) -> None:
    """Look at the devices once more, close the change and write the stage that was reached into the department's file.

    From then on a rollback is a plan of its own.
    """
    place = project(inventory, changes, workers)
    found = place.change(change)
    texts = confirm_change(place, place.load(), found, who)
    for path, text in texts.items():
        write_whole(path, text)
    if as_json:
        output.emit_json({"change": found.id, "state": found.state(), "files": [str(path) for path in texts]})
        return
    output.say(_("change {change} is confirmed").format(change=found.id), "green")
    for path in texts:
        output.note(_("{path}: the stage that was reached; commit the file").format(path=path))
