"""``netops schedule systemd | cron``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from netops.cli import output
from netops.cli.files import write_whole
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, InventoryOption
from netops.language import mark
from netops.language import translate as _
from netops.operations import FailOn, Night
from netops.operations import cron as crontab
from netops.operations import systemd as units

app = new_app(
    _("Print what starts the audit every night; an administrator looks at it and installs it."),
    examples=(
        ("netops schedule systemd --out units", mark("a service and its timer, as files")),
        ("netops schedule cron --at 03:15", mark("a file for /etc/cron.d")),
    ),
)

TimeOption = Annotated[
    str, typer.Option("--at", metavar="HH:MM", show_default=True, help=_("Time of day to start at."))
]
UserOption = Annotated[str, typer.Option("--user", metavar="NAME", show_default=True, help=_("Who runs it."))]
SettingsOption = Annotated[
    Path,
    typer.Option(
        "--settings",
        metavar="FILE",
        show_default=True,
        help=_("File with passwords and addresses: NAME=value, chmod 600."),
    ),
]
FailOption = Annotated[
    FailOn, typer.Option("--fail-on", show_default=True, help=_("Which findings end the run with exit code 2."))
]
WaitOption = Annotated[
    int, typer.Option("--wait", min=0, max=86400, metavar="SECONDS", show_default=True, help=_("For another audit."))
]
OutOption = Annotated[Path | None, typer.Option("-o", "--out", metavar="DIR", help=_("Write the files here."))]


def _night(inventory: Path, time: str, user: str, settings: Path, fail_on: FailOn, wait: int) -> Night:
    program = Path(sys.prefix) / "bin" / "netops"
    folder = inventory.absolute()
    return Night(program, folder.parent, folder.name, time, user, settings, fail_on.value, wait)


@command(
    app,
    "schedule systemd",
    examples=(
        ("netops schedule systemd", "a service and its timer"),
        ("netops schedule systemd --at 03:15 --out units", "the same as files"),
    ),
)
def systemd(
    inventory: InventoryOption = INVENTORY,
    time: TimeOption = "02:30",
    user: UserOption = "netops",
    settings: SettingsOption = Path("/etc/netops/audit.env"),
    fail_on: FailOption = FailOn.REGRESSION,
    wait: WaitOption = 3600,
    out: OutOption = None,
) -> None:
    """Print a systemd service, closed in as far as an audit allows, and the timer that starts it.

    Nothing is installed. The unit is left failed where the audit ends with 1 or 2, so that it is seen.
    """
    for name, text in units(_night(inventory, time, user, settings, fail_on, wait)).items():
        _give(name, text, out)


@command(app, "schedule cron", examples=(("netops schedule cron --at 03:15", "a file for /etc/cron.d"),))
def cron(
    inventory: InventoryOption = INVENTORY,
    time: TimeOption = "02:30",
    user: UserOption = "netops",
    settings: SettingsOption = Path("/etc/netops/audit.env"),
    fail_on: FailOption = FailOn.REGRESSION,
    wait: WaitOption = 3600,
    out: OutOption = None,
) -> None:
    """Print a file for ``/etc/cron.d``, for machines without systemd. Nothing is installed."""
    _give("netops-audit", crontab(_night(inventory, time, user, settings, fail_on, wait)), out)


def _give(name: str, text: str, out: Path | None) -> None:
    if out is None:
        output.raw(text)
        return
    write_whole(out / name, text)
    output.note(_("written to {path}").format(path=out / name))
