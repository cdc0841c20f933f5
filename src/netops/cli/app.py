"""The program ``netops``: finds the command and runs it. ``ending`` says how a run ends."""

import contextlib
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version as version_of
from typing import Annotated

import typer
from typer.core import TyperOption

from netops.cli.ending import close_quietly, end
from netops.cli.exits import ExitCode
from netops.cli.frame import Entry, add
from netops.cli.manners import Manners, speak, split_manners
from netops.language import language
from netops.language import translate as _

COMMANDS = (
    Entry("validate", "Check the inventory; show every fault of every file"),
    Entry("allocate", "Hand out the numbers that are missing, once and for all"),
    Entry("schemas", "Write the JSON Schemas of the inventory's files"),
    Entry("render", "Print the intended config of every device"),
    Entry("collect", "Read the running config of every device into the archive"),
    Entry("state", "Ask every device for routes, neighbours, interfaces and more"),
    Entry("archive", "Look into the archive of what devices showed"),
    Entry("diff", "Show what every device has and should have"),
    Entry("patch", "Compare two configs; print patch, rollback and proof"),
    Entry("read", "Say what configs mean, and which lines nobody understood"),
    Entry("platforms", "Show what is known of each vendor's platform"),
    Entry("identity", "Make the key with which somebody plans and approves"),
    Entry("plan", "Compute a change with its proof, and write it for review"),
    Entry("approve", "Sign a change that somebody else planned"),
    Entry("apply", "Push an approved change, verify it, roll back on failure"),
    Entry("verify", "Read the devices of a change again and probe"),
    Entry("confirm", "Close a change and write the stage down"),
    Entry("rollback", "Take a change back: every device as before"),
    Entry("audit", "Hold every device against its protection level"),
    Entry("history", "Look into past audits: what got worse, what is gone"),
    Entry("schedule", "Print what starts the audit every night: systemd or cron"),
    Entry("lab", "Start, look at and stop the lab of real routers"),
    Entry("demo", "Move one department of the sample city, on real routers"),
)
"""Every command, in the order in which people use them. ``netops.cli.frame`` says how to add one."""

INTERRUPTED = 130
"""What the framework makes of Ctrl-C; the house's table has no such code."""

COMPLETION = "_NETOPS_COMPLETE"
"""Set by the shell when it asks what may come next; then every command must be known."""


def build(chosen: str | None) -> typer.Typer:
    """Return the app with every command's name and the chosen command itself.

    Args:
        chosen: the command that will run; None loads all, as the documentation and the shell's completion need.
    """
    app = typer.Typer(name="netops", rich_markup_mode=None)
    app.callback(
        help=_("Move departments' private networks onto the e-government network; keep every device as intended."),
        epilog=_(
            "Exit codes: 0 done, or nothing to do; 1 error; 2 differences, a patch or findings; 3 refused or unproven."
        ),
    )(_program())
    for entry in COMMANDS:
        add(app, entry, loaded=chosen in {None, entry.name})
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"netops {version_of('netops')}")
        raise typer.Exit


def _program() -> Callable[..., None]:
    """Return the program's own options; made anew for each run, because their help is in the reader's language."""

    def program(
        version: Annotated[
            bool, typer.Option("--version", is_eager=True, callback=_show_version, help=_("Print the version."))
        ] = False,
        lang: Annotated[
            str | None, typer.Option("--lang", metavar="en|zh", help=_("Language of all texts; may stand anywhere."))
        ] = None,
        debug: Annotated[bool, typer.Option("--debug", help=_("Show tracebacks; may stand anywhere."))] = False,
    ) -> None:
        """Do nothing: ``split_manners`` has read the last two before, the first has its own callback."""

    return program


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code.

    Args:
        arguments: the command line without the program's name; that of the process where None.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    manners = Manners(debug="--debug" in words, json="--json" in words)
    try:
        speak(None)
        manners, words = split_manners(words)
        speak(manners.lang)
        code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        return close_quietly()
    except BaseException as error:  # noqa: BLE001 the last line of defence: no traceback reaches a person unasked
        return end(error, manners)
    return end(KeyboardInterrupt(), manners) if code == INTERRUPTED else code


def _run(words: Sequence[str]) -> int:
    """Run the chosen command and return what it says: 0 where it says nothing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a character must not end a run
    chosen = next((word for word in words if not word.startswith("-")), "")
    everything = COMPLETION in os.environ
    app = build(None if everything else chosen)
    if not words:
        return max(_call(app, ["--help"]), ExitCode.ERROR)
    return _call(app, words)


def _call(app: typer.Typer, words: Sequence[str]) -> int:
    """Let the framework read the command line; put its own few words of a help page into the reader's language."""
    program = typer.main.get_command(app)
    for option in program.params:
        if isinstance(option, TyperOption):
            option.help = _(option.help or "")  # those of the shell's completion come untranslated from the framework
    if "--help" not in words or language() == "en":
        code = program.main(args=list(words), prog_name="netops", standalone_mode=False)
        return code if isinstance(code, int) else ExitCode.DONE
    with contextlib.redirect_stdout(io.StringIO()) as page:
        program.main(args=list(words), prog_name="netops", standalone_mode=False)
    text = page.getvalue()
    for word in ("Usage: ", "Show this message and exit."):
        text = text.replace(word, _(word), 1)
    sys.stdout.write(text)
    return ExitCode.DONE
