"""``netops collect``."""

from pathlib import Path
from typing import Annotated

import typer

from netops.change.collecting import Gathered, commit, gather, without_secrets
from netops.cli import output
from netops.cli.exits import ExitCode
from netops.cli.files import write_whole
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, FilterOption, InventoryOption, JsonOption, TrustOption, WorkersOption
from netops.cli.project import ArchiveOption, chosen, project
from netops.language import translate as _

app = new_app()

OutOption = Annotated[
    Path | None,
    typer.Option("-o", "--out", metavar="DIR", help=_("Write one file a device here, too, secrets masked.")),
]
MaskOption = Annotated[
    bool, typer.Option("--mask", help=_("Archive placeholders in the place of secrets; what they were is lost then."))
]
GitOption = Annotated[
    Path | None,
    typer.Option(
        "--git",
        envvar="NETOPS_ARCHIVE_GIT",
        show_envvar=True,
        metavar="DIR",
        help=_("Commit the texts to this bare Git repository, too, secrets masked; made where there is none."),
    ),
]
GitUnmaskedOption = Annotated[bool, typer.Option("--git-unmasked", help=_("Commit them with their secrets."))]
WhoOption = Annotated[
    str | None,
    typer.Option(
        "--as",
        envvar="NETOPS_IDENTITY",
        show_envvar=True,
        metavar="NAME",
        help=_("Who you are: your identity's name; that of this machine's user without it."),
    ),
]


@command(
    app,
    "collect",
    examples=(
        ("netops collect", "the running configs of all devices, into the archive"),
        ("netops collect -F role=pe -o /srv/configs", "the provider edges only, and as files as well"),
        ("netops collect --mask --git configs.git --as li", "without secrets, and as a commit"),
    ),
)
def collect(
    inventory: InventoryOption = INVENTORY,
    only: FilterOption = None,
    out: OutOption = None,
    archive: ArchiveOption = None,
    masked: MaskOption = False,
    git: GitOption = None,
    git_unmasked: GitUnmaskedOption = False,
    who: WhoOption = None,
    workers: WorkersOption = 8,
    trust: TrustOption = False,
    as_json: JsonOption = False,
) -> None:
    """Read the running config of every device into the archive, and say whether it changed.

    Nothing is changed on the devices. One that can't be read is named and doesn't stop the others; the exit code is
    1 then. An archive that isn't whole is refused (exit 3) before anybody logs in.
    """
    place = project(inventory, workers=workers, archive=archive, trust=trust)
    loaded = place.load()
    gathered = gather(place, loaded, chosen(loaded, only), who=who or "", masked=masked)
    if out is not None:
        for host, text in without_secrets(place, loaded, gathered).items():
            write_whole(out / f"{host}.cfg", text)
    if git is not None:
        _committed(git, commit(place, git, gathered, unmasked=git_unmasked))
    if as_json:
        output.emit_json({host: gathered.as_dict(host) for host in gathered.outcomes})
    else:
        show(gathered)
    for line in gathered.hidden():
        output.warn(line)
    if gathered.faults:
        raise typer.Exit(ExitCode.ERROR)


def _committed(repository: Path, made: str | None) -> None:
    if made is None:
        output.note(_("{path} has these texts already").format(path=repository))
    else:
        output.note(_("committed to {path}: {commit}").format(path=repository, commit=made))


def show(gathered: Gathered) -> None:
    """Print one line a device, and the faults after them."""
    columns = (_("device"), _("result"), _("release"), _("lines"), _("archive"))
    output.table(columns, [gathered.row(host) for host in gathered.outcomes])
    output.warn_of(gathered.faults.values())
