"""How a run ends: every exception becomes a message with a code, and an exit code of the house's table."""

import re
import sys
import traceback
from pathlib import Path

import typer

from netops.cli import output
from netops.cli.exits import ExitCode
from netops.cli.manners import Manners
from netops.errors import InputError, MissingPiece, NetopsError
from netops.language import mark, refused
from netops.language import translate as _

PACKAGE = Path(__file__).parents[1]

_USAGE = (
    (r"No such option: (\S+?)\.? \(Possible options: (.+)\)", mark("there is no option {0}; similar: {1}")),
    (r"No such option: (\S+?)\.?(?: Did you mean .*)?", mark("there is no option {0}")),
    (r"No such command '(.+?)'\. Did you mean (.+)\?", mark("there is no command {0}; similar: {1}")),
    (r"No such command '(.+?)'\.?", mark("there is no command {0}")),
    (r"Missing option '([^']+)'.*", mark("the option {0} is missing")),
    (r"Missing argument '([^']+)'.*", mark("{0} is missing")),
    (r"Option '([^']+)' requires an argument\.?", mark("the option {0} needs a value")),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", mark("too much on the command line: {0}")),
    (r"Invalid value for (.+?): (.+)", mark("{0} can't have this value: {1}")),
    (r"Missing command\.?", mark("a command is missing")),
)
"""The framework's sentences about a wrong command line, and netops' own for them."""


def end(error: BaseException, manners: Manners) -> int:
    """Say what ended the run and return the exit code.

    Args:
        error: what was raised; ``SystemExit`` keeps its code, for the shell completion's own endings.
        manners: whether to show a traceback, and whether a program reads.
    """
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else ExitCode.ERROR if error.code else ExitCode.DONE
    if manners.debug:
        traceback.print_exception(error)
    told = explain(error, manners.command)
    output.report_error(told, as_json=manners.json)
    return told.exit_code


def explain(error: BaseException, command: str = "netops") -> NetopsError:
    """Return the error as netops reports it.

    The message of an unexpected exception isn't shown: it may hold a device's text or a password. Its kind and the
    place in netops are; ``--debug`` shows the rest to the one who asks.
    """
    match error:
        case NetopsError():
            return error
        case KeyboardInterrupt() | typer.Abort():
            return InputError.of("NET-CLI-004")
        case typer.TyperException():
            return _usage(error, command)
        case ModuleNotFoundError() if not str(error.name).startswith("netops"):
            return MissingPiece.of("NET-CLI-005", module=error.name)
        case OSError():
            return MissingPiece.of("NET-CLI-003", path=_path(error), reason=refused(error))
        case _:
            return NetopsError.of("NET-CLI-900", kind=type(error).__name__, where=_where(error))


def _path(error: OSError) -> str | None:
    """Return the file that the system refused, as it was named, or None."""
    return str(error.filename) if error.filename is not None else None


def _usage(error: typer.TyperException, command: str) -> NetopsError:
    """Return a wrong command line as a fault with netops' words and the help to read."""
    sentence = " ".join(error.format_message().split())
    context = getattr(error, "ctx", None)
    return InputError.of(
        "NET-CLI-001", detail=usage_sentence(sentence), command=getattr(context, "command_path", command)
    )


def usage_sentence(sentence: str) -> str:
    """Return the framework's sentence in netops' words and the reader's language, or as it is.

    Example:
        >>> usage_sentence("No such option: --foo (Possible options: --force)")
        'there is no option --foo; similar: --force'
    """
    for pattern, words in _USAGE:
        if found := re.fullmatch(pattern, sentence):
            return _(words).format(*found.groups())
    return sentence


def _where(error: BaseException) -> str:
    """Return the last place in netops that the exception passed: ``netops/devices/fleet.py:120``."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(PACKAGE)]
    if not frames:
        return "netops"
    return f"{Path(frames[-1].filename).relative_to(PACKAGE.parent)}:{frames[-1].lineno}"


def close_quietly() -> int:
    """End after the reader of the output has gone (``netops … | head``): nothing more is written, no message.

    Standard output is pointed at nothing, because the interpreter flushes it once more when it leaves.
    """
    sys.stdout = Path("/dev/null").open("w", encoding="utf-8")  # noqa: SIM115 the interpreter closes it when it leaves
    return ExitCode.ERROR
