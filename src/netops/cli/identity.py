"""``netops identity``."""

from typing import Annotated

import typer

from netops.change.identity import create_key, key_directory
from netops.cli import output
from netops.cli.frame import command, new_app
from netops.cli.options import JsonOption
from netops.language import translate as _

app = new_app()


@command(app, "identity", examples=(("netops identity li-na", "make the key with which li-na signs"),))
def identity(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Name of the identity, as journals show it."))],
    as_json: JsonOption = False,
) -> None:
    """Make the key with which somebody plans and approves changes.

    The private key stays with you, readable by you alone. The line that is printed goes into
    inventory/identities.yml, by a change that somebody else reviews.
    """
    signer = create_key(name, key_directory())
    if as_json:
        output.emit_json({"name": name, "public_key": signer.public_key, "directory": str(key_directory())})
        return
    output.raw(f"  - {{name: {name}, role: engineer, public_key: {signer.public_key}}}")
    output.note(
        _("the private key lies in {directory}; put the line above into inventory/identities.yml").format(
            directory=key_directory()
        )
    )
