"""``netops patch``."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from netops.cli import output
from netops.cli.exits import ExitCode
from netops.cli.files import STANDARD_INPUT, read_config
from netops.cli.frame import command, new_app
from netops.cli.options import JsonOption
from netops.cli.pasting import heading, told, warnings
from netops.config import Kept, Patch, Rulebook, Tree, build_patch, make_mask, parse, torn
from netops.errors import InputError, raise_all
from netops.language import translate as _
from netops.platforms import Platform, get_platform, platform_names

app = new_app()

PlatformOption = Annotated[
    str,
    typer.Option(
        "--platform",
        metavar="NAME",
        help=_("The device's platform, one of: {names}.").format(names=", ".join(platform_names())),
    ),
]
Running = Annotated[
    Path, typer.Argument(metavar="RUNNING", help=_("What the device has: a file, or - for standard input."))
]
Intended = Annotated[Path, typer.Argument(metavar="INTENDED", help=_("What the device should have: a file, or -."))]
ScriptOption = Annotated[bool, typer.Option("--script", help=_("Lines as they are typed, with enter, leave and save."))]
RollbackOption = Annotated[bool, typer.Option("--rollback", help=_("The way back."))]
DiffOption = Annotated[bool, typer.Option("--diff", help=_("What differs, for people; secrets are masked."))]
ProofOption = Annotated[bool, typer.Option("--proof", help=_("What the simulation forth and back came to."))]
WholeOption = Annotated[
    bool,
    typer.Option(
        "--whole",
        help=_("Both files are whole, though only one ends with `return` or `end`: what the other lacks is undone."),
    ),
]
KeyOption = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        envvar="NETOPS_KEY_FILE",
        show_envvar=True,
        metavar="FILE",
        help=_("A file of 16 bytes or more: with the same one, equal secrets get equal placeholders in every run."),
    ),
]
ReleaseOption = Annotated[
    str,
    typer.Option(
        "--release",
        metavar="RELEASE",
        help=_("The device's software, where the files don't name it: V800R021, 15.2, 7.1.070."),
    ),
]
SHORTEST_KEY = 16
"""Bytes of a key; with fewer a secret could be guessed from its placeholder."""


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
        ("netops patch --platform huawei_vrp running.cfg intended.cfg", "the commands that take running to intended"),
        (
            "netops patch --platform cisco_ios running.cfg intended.cfg --diff --rollback",
            "what differs, and the way back",
        ),
        (
            "netops patch --platform h3c_comware running.cfg intended.cfg --script --rollback",
            "lines to type, forth and back",
        ),
        ("netops patch --platform frr running.cfg intended.cfg --json", "all of it, for programs"),
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
    whole: WholeOption = False,
    release: ReleaseOption = "",
    key_file: KeyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two configs of a device and print the patch, proven by simulating it forth and back.

    Needs no inventory and no device. Secrets are shown as placeholders; lines that hold some can't be typed before they are
    filled in, and a comment in front says so. Exit 0 where nothing differs, 2 where there is a patch, 3 where it is unproven.
    """
    known = get_platform(platform)
    if str(running) == str(intended) == STANDARD_INPUT:
        raise InputError.of(
            "NET-CLI-001", detail=_("only one of the two can be standard input"), command="netops patch"
        )
    if release and not any(each.isdigit() for each in release):
        detail = _("a release holds a number, as the device says it; “{release}” doesn't").format(release=release)
        raise InputError.of("NET-CLI-001", detail=detail, command="netops patch")
    here, there = _tree(known, running, release), _tree(known, intended, release)
    if running.exists() and intended.exists() and running.samefile(intended):
        output.warn(_("both are the same file: {path}").format(path=running))
    key = _key(key_file)
    found = build_patch(known, here, there, key=key, whole=whole)
    if not whole and not (found.empty and found.rollback.empty):
        raise_all(each.fault() for each in torn(known, here, there, make_mask(known, key)))
    if as_json:
        output.emit_json(_as_dict(found))
    else:
        _show(known.rulebook, found, _Wanted(script, rollback, diff, proof))
    raise typer.Exit(_exit_code(found))


def _tree(known: Platform, path: Path, release: str) -> Tree:
    """Read one of the two files; what had to be set right in it is said on standard error.

    Raises:
        InputError: NET-CFG-014, it holds no config line: a collection that failed, not a device without a config.
            NET-CLI-001, it names another software release.
    """
    tree = parse(known, read_config(path), path=str(path), release=release)
    if not (tree.release.startswith(release) or release.startswith(tree.release)):
        detail = _("{path} names the release {found}, and --release {release}")
        detail = detail.format(path=path, found=tree.release, release=release)
        raise InputError.of("NET-CLI-001", detail=detail, command="netops patch")
    for each in tree.normalised:
        output.note(f"{path}: {each}")
    if tree.says_nothing:
        raise InputError.of("NET-CFG-014", str(path))
    return tree


def _key(path: Path | None) -> bytes | None:
    """Return the key of the placeholders' digests; None for one that only this run has.

    Raises:
        InputError: NET-CLI-010, it is too short.
    """
    if path is None:
        return None
    key = path.read_bytes().strip()
    if len(key) < SHORTEST_KEY:
        raise InputError.of("NET-CLI-010", str(path), length=len(key), least=SHORTEST_KEY)
    return key


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
        "answers": list(found.answers),
        "rollback": {
            "commands": found.rollback.commands,
            "script": list(found.rollback.script),
            "answers": list(found.rollback.answers),
        },
        "proof": dict(found.proof.as_dict()),
    }


def _show(book: Rulebook, found: Patch, wanted: _Wanted) -> None:
    """Print the wanted parts to standard output, and what the proof says to standard error."""
    blocks: list[tuple[str, Callable[[], None]]] = []
    if wanted.diff:
        blocks.append((_("what differs"), lambda: output.diff(found.diff)))
    if wanted.script or not (wanted.diff or wanted.rollback or wanted.proof):
        forth = (found.script, found.answers) if wanted.script else (found.commands, ())
        blocks.append((_("the patch"), lambda: _lines(book, found, *forth)))
    if wanted.rollback:
        way = found.rollback
        back = (way.script, way.answers) if wanted.script else (way.commands, ())
        blocks.append((_("the rollback"), lambda: _lines(book, found, *back)))
    if wanted.proof:
        blocks.append((_("the proof"), lambda: output.emit_json(dict(found.proof.as_dict()))))
    for title, show in blocks:
        if len(blocks) > 1:
            output.raw(heading(book, title))
        show()
    _say_verdict(found)


def _lines(book: Rulebook, found: Patch, lines: str | tuple[str, ...], answers: tuple[int, ...]) -> None:
    """Print lines that are typed, with what must be known of them in front."""
    text = lines if isinstance(lines, str) else "\n".join(lines)
    output.raw("\n".join([*warnings(book, found, lines, answers), text]))


def _say_verdict(found: Patch) -> None:
    """Say on standard error what the reader must not miss: kept lines, and whether the patch is proven."""
    for each in found.proof.exceptions:
        output.note(each)
    for line in found.proof.kept:
        output.warn(_kept(line))
    if found.empty and found.proof.proven:
        output.note(_("no difference but for what is said above") if _reserved(found) else _("no difference"))
    elif found.proof.proven:
        output.note(_("proven: simulated forth and back"))
    else:
        output.warn(_("unproven: this stands in the way"))
        for obstacle in told(found.proof.obstacles):
            output.warn(f"  {obstacle}")


def _reserved(found: Patch) -> bool:
    return bool(found.proof.kept or found.proof.exceptions)


def _kept(line: Kept) -> str:
    """Return a line that is left alone, as people read it: ``interface Vlan10 / shutdown (line 7): why``."""
    text = " / ".join((*line.section, line.text))
    where = _("line {number}").format(number=line.number) if line.number else _("in no text")
    return _("kept: {line} ({where}): {why}").format(line=text, where=where, why=line.why)
