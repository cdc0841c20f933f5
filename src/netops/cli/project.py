"""What several commands do first: find the project, its hosts and who is asking."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from netops.change.commands import Project
from netops.cli import output
from netops.cli.filters import select
from netops.inventory import Inventory
from netops.language import translate as _

ChangeArgument = Annotated[str, typer.Argument(metavar="CHANGE", help=_("Id of the change, or its directory."))]
ChangesOption = Annotated[
    Path | None, typer.Option("--changes", metavar="DIR", help=_("The folder of the changes: beside the inventory."))
]
ArchiveOption = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        envvar="NETOPS_ARCHIVE",
        show_envvar=True,
        metavar="DIR",
        help=_("The folder of the archive: beside the inventory."),
    ),
]
AtOption = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        help=_(
            "What the archive has of a time: now, yesterday, 3d, 12h, 2027-01-31, an ISO time, or the beginning of a digest."
        ),
    ),
]
IdentityOption = Annotated[
    str,
    typer.Option(
        "--as", envvar="NETOPS_IDENTITY", show_envvar=True, metavar="NAME", help=_("Who you are: your identity's name.")
    ),
]


def project(
    inventory: Path, changes: Path | None = None, workers: int = 8, archive: Path | None = None, *, trust: bool = False
) -> Project:
    """Return the project of an inventory: its changes, its archive and its state lie beside it."""
    beside = inventory.absolute().parent
    return Project(
        inventory=inventory,
        changes=changes or _near(beside / "changes"),
        state=beside / ".netops",
        archive_folder=archive or _near(beside / "archive"),
        workers=workers,
        progress=output.note,
        trust=trust,
        runner=os.environ.get("NETOPS_RUNNER", ""),
    )


def _near(path: Path) -> Path:
    """Return the path as seen from here where that is shorter: it is shown to people."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def chosen(inventory: Inventory, filters: Sequence[str] | None) -> tuple[str, ...]:
    """Return the hosts that ``-F`` means; all without it."""
    return select(inventory.hosts, filters, _routers(inventory))


def _routers(inventory: Inventory) -> Mapping[str, Iterable[str]]:
    """Return the routers of each department: its sites' and its old network's."""
    return {
        name: {site.router for site in each.sites} | ({each.legacy.router} if each.legacy else set())
        for name, each in inventory.departments.items()
    }
