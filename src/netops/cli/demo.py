"""``netops demo``."""

from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from netops.cli import output
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY
from netops.cli.story import Story
from netops.cli.story_on_routers import RouterStory
from netops.cli.story_on_simulated import SimulatedStory
from netops.errors import DeviceError, MissingPiece
from netops.language import translate as _

app = new_app()

CITY = Path("inventory-city")
"""The sample inventory with devices of all vendors."""


class LabChoice(StrEnum):
    """On what the story is told."""

    FRR = "frr"
    SIMULATED = "simulated"


CANNOT = frozenset({"NET-LAB-010", "NET-LAB-011", "NET-LAB-012", "NET-LAB-013"})
"""What a lab says that can't run on this machine: packages, the kernel, a guest that doesn't start, routers that don't."""

Told = type[RouterStory] | type[SimulatedStory]
STORIES: dict[LabChoice, tuple[Told, Path]] = {
    LabChoice.FRR: (RouterStory, INVENTORY),
    LabChoice.SIMULATED: (SimulatedStory, CITY),
}

LabOption = Annotated[
    LabChoice | None,
    typer.Option(
        "--lab", help=_("Real FRR routers, or simulated devices of all vendors; without it what this machine can.")
    ),
]
AllOption = Annotated[bool, typer.Option("--all", help=_("On both, one after the other."))]
DemoInventoryOption = Annotated[
    Path | None,
    typer.Option(
        "--inventory",
        metavar="DIR",
        help=_("The folder of the inventory: inventory on FRR routers, inventory-city on simulated devices."),
    ),
]
KeepOption = Annotated[bool, typer.Option("--keep", help=_("Leave the lab running at the end, to look around."))]
ReportOption = Annotated[
    Path, typer.Option("--report", metavar="FILE", show_default=True, help=_("Where the HTML report is written."))
]


@command(
    app,
    "demo",
    examples=(
        ("netops demo", "the whole story, in about two minutes"),
        ("netops demo --lab simulated", "on simulated devices of five vendors: no root, no packages"),
        ("netops demo --keep", "and look around in the lab afterwards"),
    ),
)
def demo(
    inventory: DemoInventoryOption = None,
    lab: LabOption = None,
    both: AllOption = False,
    keep: KeepOption = False,
    report: ReportOption = Path("report.html"),
) -> None:
    """Move one department of the sample city onto the new network and show every step.

    A lab is started; a bureau is planned, approved by a second person, applied over SSH, verified, rolled back and applied
    again; something breaks in the middle on purpose; every device is audited. On real routers traffic verifies each
    step; simulated devices carry none, and their configs do. It works on a copy of the inventory, in .netops/demo, so
    your files stay as they are.
    """
    chosen = list(LabChoice) if both else [lab]
    for each in chosen:
        with ExitStack() as stack:
            story = _begun(stack, each, inventory, keep=keep)
            story.tell(report)
        output.note(_("the whole demo took {seconds} s").format(seconds=round(story.seconds)))


def _begun(stack: ExitStack, lab: LabChoice | None, inventory: Path | None, *, keep: bool) -> Story:
    """Begin the story where it was asked for; where nobody said so, on real routers if they come up, else simulated."""

    def begin(choice: LabChoice) -> Story:
        kind, usual = STORIES[choice]
        return stack.enter_context(kind.begin(inventory or usual, keep=keep))

    if lab is not None:
        return begin(lab)
    try:
        return begin(LabChoice.FRR)
    except (MissingPiece, DeviceError) as error:
        if not {fault.code for fault in error.faults} <= CANNOT:
            raise
        for fault in error.faults:
            output.note(fault.what)
        output.say(_("no FRR routers can be run here: the demo runs on simulated devices"), "yellow")
        return begin(LabChoice.SIMULATED)
