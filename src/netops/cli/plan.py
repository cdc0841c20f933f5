"""``netops plan``."""

import json
from typing import Annotated

import typer

from netops.change.commands import collect, make_plan, readable, request
from netops.change.directory import Change
from netops.cli import output
from netops.cli.exits import ExitCode
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, FilterOption, InventoryOption, JsonOption, WorkersOption
from netops.cli.project import ArchiveOption, ChangesOption, IdentityOption, chosen, project
from netops.language import translate as _

app = new_app()

DepartmentOption = Annotated[
    str | None, typer.Option("--department", metavar="NAME", help=_("The department that moves."))
]
GoalOption = Annotated[str | None, typer.Option("--to", metavar="STAGE", help=_("The stage that it moves to."))]
WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help=_("What the change is for."))]
IdOption = Annotated[str | None, typer.Option("--id", metavar="ID", help=_("Name of the change; made up without it."))]
DeclareOption = Annotated[
    list[str] | None,
    typer.Option("--declare", metavar="ONE:OTHER", help=_("Two parties that may gain or lose each other.")),
]
DriftOption = Annotated[
    bool, typer.Option("--include-drift", help=_("Carry differences that have nothing to do with the move."))
]


@command(
    app,
    "plan",
    examples=(
        ("netops plan --department finance --to prepared --as li", "build finance's new path beside the old one"),
        ("netops plan -F pe1 --as li", "bring one device to what the inventory says"),
    ),
)
def plan(
    author: IdentityOption,
    inventory: InventoryOption = INVENTORY,
    department: DepartmentOption = None,
    goal: GoalOption = None,
    why: WhyOption = "",
    only: FilterOption = None,
    change: IdOption = None,
    declare: DeclareOption = None,
    include_drift: DriftOption = False,
    changes: ChangesOption = None,
    archive: ArchiveOption = None,
    workers: WorkersOption = 8,
    as_json: JsonOption = False,
) -> None:
    """Read every device, compute patch, rollback and proof, and write the change for review.

    Nothing is pushed. Exit 0 where there is nothing to do, 2 where a change was written, 3 where a patch is unproven or
    the plan is refused: drift, a lockout, or parties that would gain or lose each other without being declared.
    """
    place = project(inventory, changes, workers, archive)
    loaded = place.load()
    wanted = request(
        loaded,
        author=author,
        department=department,
        goal=goal,
        why=why,
        change=change,
        hosts=chosen(loaded, only) if only else (),
        declared=tuple(declare or ()),
        include_drift=include_drift,
    )
    # Every device is read, not only those that change: who can reach whom rests on all of them.
    running = readable(collect(place, loaded, loaded.hosts))
    found = make_plan(place, loaded, wanted, running)
    if as_json:
        output.emit_json(as_dict(found))
    else:
        show(found)
    if found is not None:
        raise typer.Exit(ExitCode.DIFFERENCES if all(each["proven"] for each in _devices(found)) else ExitCode.REFUSED)


def as_dict(change: Change | None) -> dict[str, object]:
    """Return a change for ``--json``."""
    if change is None:
        return {"change": None, "devices": []}
    return {"change": change.id, "directory": str(change.directory), "digest": change.digest, **change.plan}


def show(change: Change | None) -> None:
    """Print the diff of every device and what is to be known before somebody approves."""
    if change is None:
        output.say(_("nothing to do: every device is as it should be"), "green")
        return
    for host in change.hosts:
        output.diff(f"--- {host} {_('running')}\n+++ {host} {_('intended')}\n{change.text(host, 'diff.txt')}")
    rows = [
        (str(each["host"]), _proof(each["proven"]), str(each["commands"]), str(each["kept"]))
        for each in _devices(change)
    ]
    output.table((_("device"), _("proof"), _("lines to push"), _("lines kept")), rows)
    output.say(_("change {change} lies in {directory}").format(change=change.id, directory=change.directory), "bold")
    output.note(_("digest {digest}").format(digest=change.digest))
    if change.plan["not_probed"]:
        words = _("{departments}: nothing will be probed, since simulated devices carry no packets")
        output.note(words.format(departments=", ".join(change.plan["not_probed"])))
    if all(each["proven"] for each in _devices(change)):
        output.note(_("next: netops approve {change} --as SOMEBODY-ELSE").format(change=change.id))
    else:
        _say_obstacles(change)


def _say_obstacles(change: Change) -> None:
    """Say which lines stand in the way of a proof: such a change is never pushed."""
    for host in change.hosts:
        for obstacle in json.loads(change.text(host, "proof.json"))["obstacles"]:
            output.warn(f"{host}: {obstacle}")
    output.warn(_("unproven: this change will not be pushed"))


def _devices(change: Change) -> list[dict[str, object]]:
    return [dict(change.device(host)) for host in change.hosts]


def _proof(proven: object) -> str:
    return _("proven") if proven else _("unproven")
