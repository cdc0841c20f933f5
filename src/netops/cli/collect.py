"""``netops collect``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from netops.change.commands import Project
from netops.change.commands import collect as fetch
from netops.cli import output
from netops.cli.exits import ExitCode
from netops.cli.files import write_whole
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, FilterOption, InventoryOption, JsonOption, TrustOption, WorkersOption
from netops.cli.project import ArchiveOption, chosen, project, user
from netops.config import mask, undetectable
from netops.devices import Collected, Outcome
from netops.inventory import Inventory
from netops.language import translate as _
from netops.platforms import get_platform
from netops.store import Seen, Stored, Storing, prepare, store
from netops.store.git import keep

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
    hosts = chosen(loaded, only)
    prepare(place.archive, hosts, masked=masked)
    outcomes = fetch(place, loaded, hosts)
    who = who or user()
    storing = _stored(place, loaded, outcomes, who, out, masked=masked)
    if git is not None:
        entries = [each.entry for each in storing.stored.values()]
        _committed(git, keep(place.archive, git, entries, who=who, unmasked=git_unmasked))
    if as_json:
        output.emit_json({host: as_dict(outcome, storing) for host, outcome in outcomes.items()})
    else:
        show(outcomes, storing)
    _say_hidden(outcomes, storing)
    if storing.faults or any(outcome.fault for outcome in outcomes.values()):
        raise typer.Exit(ExitCode.ERROR)


def _stored(
    place: Project,
    loaded: Inventory,
    outcomes: Mapping[str, Outcome[Collected]],
    who: str,
    out: Path | None,
    *,
    masked: bool,
) -> Storing:
    read = {host: outcome.value for host, outcome in outcomes.items() if outcome.value is not None}
    platforms = {host: loaded.hosts[host].platform for host in read}
    if out is not None:
        for host, each in read.items():
            write_whole(out / f"{host}.cfg", mask(get_platform(platforms[host]), each.text))
    return store(place.archive, read, platforms, who=who, masked=masked)


def _committed(repository: Path, made: str | None) -> None:
    if made is None:
        output.note(_("{path} has these texts already").format(path=repository))
    else:
        output.note(_("committed to {path}: {commit}").format(path=repository, commit=made))


def as_dict(outcome: Outcome[Collected], storing: Storing) -> dict[str, object]:
    """Return what came of one device, without its config."""
    value, stored = outcome.value, storing.stored.get(outcome.host)
    fault = outcome.fault or storing.faults.get(outcome.host)
    return {
        "kind": outcome.kind,
        "release": value.release if value else None,
        "lines": len(value.text.splitlines()) if value else None,
        "archived": stored.as_dict() if stored else None,
        "fault": fault.as_dict() if fault else None,
    }


def show(outcomes: Mapping[str, Outcome[Collected]], storing: Storing) -> None:
    """Print one line a device, and the faults after them."""
    rows = [
        (host, str(each.kind), each.value.release if each.value else "", _lines(each), seen(storing.stored.get(host)))
        for host, each in outcomes.items()
    ]
    output.table((_("device"), _("result"), _("release"), _("lines"), _("archive")), rows)
    for each in outcomes.values():
        if each.fault:
            output.warn(str(each.fault))
    for fault in storing.faults.values():
        output.warn(str(fault))


def seen(stored: Stored | None) -> str:
    """Return how a text stands to the one before, in words."""
    if stored is None:
        return ""
    match stored.entry.seen:
        case Seen.NEW:
            return _("new")
        case Seen.CHANGED:
            return _("changed since {time}").format(time=stored.since.at)
        case _:
            return _("unchanged since {time}").format(time=stored.since.at)


def _say_hidden(outcomes: Mapping[str, Outcome[Collected]], storing: Storing) -> None:
    """Say of which devices "unchanged" holds only as far as anybody can see."""
    for host, stored in storing.stored.items():
        value = outcomes[host].value
        if stored.entry.seen is Seen.EQUAL and value is not None:
            say_hidden(host, undetectable(get_platform(stored.entry.platform), value.text))


def say_hidden(host: str, number: int) -> None:
    """Say how many secrets of a device nobody can compare."""
    if number:
        words = _("{host} encrypts secrets anew at each display: {number}; whether they changed can't be seen")
        output.warn(words.format(host=host, number=number))


def _lines(outcome: Outcome[Collected]) -> str:
    return str(len(outcome.value.text.splitlines())) if outcome.value else ""
