"""``netops allocate``."""

import typer

from netops.allocation import allocate as hand_out
from netops.allocation import dump
from netops.cli import output
from netops.cli.exits import ExitCode
from netops.cli.files import write_whole
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, CheckOption, InventoryOption, JsonOption
from netops.inventory import load
from netops.language import translate as _

app = new_app()

FILE = "allocations.yml"


@command(
    app,
    "allocate",
    examples=(
        ("netops allocate", "write what is missing to inventory/allocations.yml"),
        ("netops allocate --check", "for CI: exit 2 where a number is missing"),
    ),
)
def allocate(inventory: InventoryOption = INVENTORY, check: CheckOption = False, as_json: JsonOption = False) -> None:
    """Hand out the numbers that are missing: VRFs, link prefixes, AS numbers of customer routers.

    A number once given never moves. What is added is shown and written to allocations.yml, for you to commit.
    """
    allocated = hand_out(load(inventory))
    path = inventory / FILE
    if allocated.added and not check:
        write_whole(path, dump(allocated.allocations))
    if as_json:
        output.emit_json(
            {"file": str(path), "added": list(allocated.added), "written": bool(allocated.added) and not check}
        )
    else:
        _show(str(path), allocated.added, check=check)
    if allocated.added and check:
        raise typer.Exit(ExitCode.DIFFERENCES)


def _show(path: str, added: tuple[str, ...], *, check: bool) -> None:
    if not added:
        output.say(_("{path}: nothing is missing").format(path=path), "green")
        return
    for line in added:
        output.say(f"+ {line}", "green")
    words = _("{path}: {number} would be added") if check else _("{path}: {number} added; review and commit the file")
    output.note(words.format(path=path, number=len(added)))
