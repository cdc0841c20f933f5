"""How a command is written, and how it is found.

**Adding a command** takes one file and one line:

1. ``src/netops/cli/collect.py``::

       from netops.cli.exits import ExitCode
       from netops.cli.frame import command, new_app
       from netops.cli.options import INVENTORY, FilterOption, InventoryOption, JsonOption
       from netops.devices import Fleet

       app = new_app()

       @command(app, "collect", examples=(("netops collect -F role=ce", "the customers' routers only"),))
       def collect(inventory: InventoryOption = INVENTORY, only: FilterOption = None, as_json: JsonOption = False) -> None:
           \"\"\"Fetch the running configs and keep them.

           What the first line says stands in the help, and so does this paragraph.
           \"\"\"
           ...
           raise typer.Exit(ExitCode.DIFFERENCES)   # only where the code isn't 0

   Rooms are imported at the top as everywhere: the file itself is loaded only when its command runs.
   Two commands in one file make a group: ``netops lab up``, ``netops lab down``. Then say what the group is for:
   ``app = new_app(_("Start, look at and stop the lab."))``.
2. One line in ``COMMANDS`` of ``app.py``: name and one-line summary, in the order in which people use them. ``-`` in a
   name is ``_`` in the file's name.

Then ``make messages`` (the texts to translate; a test fails until they are) and ``make docs`` (``docs/commands.md``).

Rules: a command parses nothing and decides nothing; it calls rooms and prints through ``netops.cli.output``. It raises
``NetopsError`` for whatever a person must hear of; ``app.main`` prints it with its code and place and ends with its
exit code. Examples are checked by a test: each must be a command line that netops understands.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

import typer

from netops.language import translate as _

Examples = tuple[tuple[str, str], ...]
EXAMPLES: dict[str, Examples] = {}
"""The examples of every command loaded so far, by the command's words (``lab up``)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table of commands.

    Attributes:
        name: as it is typed.
        summary: one line for ``netops --help``, untranslated.
    """

    name: str
    summary: str

    @property
    def module(self) -> str:
        """The file that holds the command, imported only when it is called."""
        return f"netops.cli.{self.name.replace('-', '_')}"


def new_app(about: str | None = None, examples: Examples = ()) -> typer.Typer:
    """Return an empty app for a command's file; for a group, what it is for and examples of its commands."""
    epilog = _epilog(examples) if examples else None
    return typer.Typer(help=about, epilog=epilog, add_completion=False, rich_markup_mode=None)


def command(
    app: typer.Typer, words: str, *, examples: Examples
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function as the command ``words`` (``lab up``), its docstring as help, its examples below the help.

    Args:
        app: the file's app, from ``new_app``.
        words: the command's words as they are typed, without ``netops``.
        examples: command lines that work, each with what it does; at least one.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        EXAMPLES[words] = examples
        about = _(inspect.cleandoc(function.__doc__ or ""))
        app.command(words.rsplit(maxsplit=1)[-1], help=about, epilog=_epilog(examples))(function)
        return function

    return register


def _epilog(examples: Examples) -> str:
    """Return the examples in a block that the framework doesn't wrap."""
    lines = [_("Examples") + ":"]
    for line, meaning in examples:
        lines += [f"  $ {line}", f"      {_(meaning)}"]
    return "\b\n" + "\n".join(lines)


def load(entry: Entry) -> typer.Typer:
    """Import the command's file and return its app."""
    found = import_module(entry.module).app
    if not isinstance(found, typer.Typer):
        message = f"{entry.module}.app is not a typer.Typer"
        raise TypeError(message)
    return found


def add(app: typer.Typer, entry: Entry, *, loaded: bool) -> None:
    """Put a command into the main app: the real one, or its name and summary only.

    A name alone is enough for ``netops --help`` and for the choice of the command, and costs no import.
    """
    if not loaded:
        app.command(entry.name, short_help=_(entry.summary), help=_(entry.summary))(_not_loaded)
        return
    app.add_typer(load(entry), name=entry.name) if is_group(entry) else _adopt(app, entry)


def is_group(entry: Entry) -> bool:
    """Return whether the command has commands of its own, as ``lab`` has."""
    return len(load(entry).registered_commands) > 1


def _adopt(app: typer.Typer, entry: Entry) -> None:
    app.registered_commands.extend(load(entry).registered_commands)


def _not_loaded() -> None:
    """Stand for a command that this run doesn't call."""
