"""``netops demo``."""

from pathlib import Path
from typing import Annotated

import typer

from netops.cli import output
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, InventoryOption
from netops.cli.story import Story
from netops.language import translate as _

app = new_app()

KeepOption = Annotated[bool, typer.Option("--keep", help=_("Leave the lab running at the end, to look around."))]
ReportOption = Annotated[
    Path, typer.Option("--report", metavar="FILE", show_default=True, help=_("Where the HTML report is written."))
]


@command(
    app,
    "demo",
    examples=(
        ("netops demo", "the whole story, in about two minutes"),
        ("netops demo --keep", "and look around in the lab afterwards"),
    ),
)
def demo(
    inventory: InventoryOption = INVENTORY, keep: KeepOption = False, report: ReportOption = Path("report.html")
) -> None:
    """Move one department of the sample city onto the new network, on real routers, and show every step.

    The lab is started; the finance bureau is planned, approved by a second person, applied over SSH, verified by
    traffic, rolled back and applied again; every device is audited. It works on a copy of the inventory, in
    .netops/demo, so your files stay as they are.
    """
    with Story.begin(inventory, keep=keep) as story:
        story.tell(report)
    output.note(_("the whole demo took {seconds} s").format(seconds=round(story.seconds)))
