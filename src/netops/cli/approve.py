"""``netops approve``."""

from typing import Annotated

import typer

from netops.change.commands import approve as signed
from netops.cli import output
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, InventoryOption, JsonOption
from netops.cli.project import ChangeArgument, ChangesOption, IdentityOption, project
from netops.language import translate as _

app = new_app()

CommentOption = Annotated[str, typer.Option("--comment", metavar="TEXT", help=_("What should be remembered."))]


@command(
    app,
    "approve",
    examples=(
        ("netops approve 20270101-020000-finance-prepared --as wang", "sign a change that somebody else planned"),
    ),
)
def approve(
    change: ChangeArgument,
    approver: IdentityOption,
    inventory: InventoryOption = INVENTORY,
    comment: CommentOption = "",
    changes: ChangesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Sign a change with your key, after reading its diff.

    The signature covers every byte of the change; an edit of any file makes it worthless. The author of a change
    can't approve it. Exit 3 where netops refuses.
    """
    place = project(inventory, changes)
    found = place.change(change)
    approval = signed(place, place.load(), found, approver, comment)
    if as_json:
        output.emit_json({"change": found.id, "digest": found.digest, "approver": approval.name, "at": approval.at})
        return
    words = _("{name} approved change {change}, digest {digest}")
    output.say(words.format(name=approval.name, change=found.id, digest=found.digest), "green")
