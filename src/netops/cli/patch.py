"""``netops patch``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from netops.cli import output
from netops.cli.exits import ExitCode
from netops.cli.frame import command, new_app
from netops.cli.options import JsonOption
from netops.config import Patch, build_patch, parse
from netops.language import translate as _
from netops.platforms import get_platform

app = new_app()

PlatformOption = Annotated[str, typer.Option("--platform", metavar="NAME", help=_("The device's platform: frr …"))]
Running = Annotated[Path, typer.Argument(metavar="RUNNING", help=_("What the device has: a file."))]
Intended = Annotated[Path, typer.Argument(metavar="INTENDED", help=_("What the device should have: a file."))]
ScriptOption = Annotated[bool, typer.Option("--script", help=_("Lines as they are typed, with enter, leave and save."))]
RollbackOption = Annotated[bool, typer.Option("--rollback", help=_("The way back."))]
DiffOption = Annotated[bool, typer.Option("--diff", help=_("What differs, for people; secrets are masked."))]
ProofOption = Annotated[bool, typer.Option("--proof", help=_("What the simulation forth and back came to."))]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What to print; nothing chosen means the commands."""

    script: bool
    rollback: bool
    diff: bool
    proof: bool


@command(
    app,
    "patch",
    examples=(
        ("netops patch --platform frr running.cfg intended.cfg", "the commands that take running to intended"),
        ("netops patch --platform frr running.cfg intended.cfg --diff --rollback", "what differs, and the way back"),
        ("netops patch --platform frr running.cfg intended.cfg --script", "lines to type on the device"),
    ),
)
def patch(
    platform: PlatformOption,
    running: Running,
    intended: Intended,
    script: ScriptOption = False,
    rollback: RollbackOption = False,
    diff: DiffOption = False,
    proof: ProofOption = False,
    as_json: JsonOption = False,
) -> None:
    """Compare two configs of a device and print the patch, proven by simulating it forth and back.

    Needs no inventory and no device. Exit 0 where nothing differs, 2 where there is a patch, 3 where it is unproven.
    """
    known = get_platform(platform)
    trees = [parse(known, path.read_bytes(), path=str(path)) for path in (running, intended)]
    found = build_patch(known, *trees)
    if as_json:
        output.emit_json(_as_dict(found))
    else:
        _show(found, _Wanted(script, rollback, diff, proof))
    raise typer.Exit(_exit_code(found))


def _exit_code(found: Patch) -> ExitCode:
    if found.empty and found.proof.proven:
        return ExitCode.DONE
    return ExitCode.DIFFERENCES if found.proof.proven else ExitCode.REFUSED


def _as_dict(found: Patch) -> dict[str, object]:
    """Return the patch for ``--json``."""
    return {
        "platform": found.platform,
        "empty": found.empty,
        "diff": found.diff,
        "commands": found.commands,
        "script": list(found.script),
        "rollback": {"commands": found.rollback.commands, "script": list(found.rollback.script)},
        "proof": dict(found.proof.as_dict()),
    }


def _show(found: Patch, wanted: _Wanted) -> None:
    """Print the wanted parts to standard output, and what the proof says to standard error."""
    if wanted.diff:
        output.diff(found.diff)
    if not (wanted.diff or wanted.rollback or wanted.proof) or (wanted.script and not wanted.rollback):
        output.raw("\n".join(found.script) if wanted.script else found.commands)
    if wanted.rollback:
        output.raw("\n".join(found.rollback.script) if wanted.script else found.rollback.commands)
    if wanted.proof:
        output.emit_json(dict(found.proof.as_dict()))
    _say_verdict(found)


def _say_verdict(found: Patch) -> None:
    """Say on standard error what the reader must not miss: kept lines, and whether the patch is proven."""
    for line in found.proof.kept:
        output.warn(_("kept: {line}").format(line=line))
    if found.empty and found.proof.proven:
        output.note(_("no difference"))
    elif found.proof.proven:
        output.note(_("proven: simulated forth and back"))
    else:
        output.warn(_("unproven: these lines stand in the way"))
        for obstacle in found.proof.obstacles:
            output.warn(f"  {obstacle}")
