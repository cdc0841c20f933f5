"""``netops validate``."""

from netops.cli import output
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, InventoryOption, JsonOption
from netops.inventory import Inventory, load
from netops.language import mark
from netops.language import translate as _

app = new_app()


@command(
    app,
    "validate",
    examples=(
        ("netops validate", "the inventory in the folder ./inventory"),
        ("netops validate --inventory /srv/city/inventory --json", "another folder, for a program"),
    ),
)
def validate(inventory: InventoryOption = INVENTORY, as_json: JsonOption = False) -> None:
    """Check the inventory and show every fault of every file together, each with its place and what would be right.

    Nothing is written and no device is asked. Exit 0 where the inventory is sound, 1 where it isn't.
    """
    loaded = load(inventory)
    counts = _counts(loaded)
    if as_json:
        output.emit_json({"faults": [], "notes": [each.as_dict() for each in loaded.notes], "counts": counts})
        return
    output.say(_("{inventory}: no fault").format(inventory=inventory), "green")
    output.table((_("what"), _("how many")), [(_(name), str(number)) for name, number in counts.items()])
    for each in loaded.notes:
        output.note(str(each))


def _counts(loaded: Inventory) -> dict[str, int]:
    """Return how much of each kind was read, so that an empty folder doesn't look sound."""
    return {
        mark("devices"): len(loaded.hosts),
        mark("departments"): len(loaded.departments),
        mark("sites"): sum(len(department.sites) for department in loaded.departments.values()),
        mark("resources"): len(loaded.catalogue),
        mark("waivers"): len(loaded.waivers),
    }
