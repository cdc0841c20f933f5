"""The only place that prints: results to standard output, progress and errors to standard error.

Colour is used on a terminal and left out where ``NO_COLOR`` is set or the output is a file. Text that came from a
device or a file is shown with its control characters made visible, so that it can't drive the reader's terminal.
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from netops.errors import Fault, NetopsError
from netops.language import translate as _

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_ENDLESS = 100_000
"""Columns of what isn't a terminal: a file's lines are never folded."""


def printable(text: str) -> str:
    r"""Return ``text`` with control and direction-changing characters spelled out; newline and tab stay.

    Example:
        >>> print(printable("desc\x1b[2Jription"))
        desc\x1b[2Jription
    """
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text.replace("\r\n", "\n"))


def console(*, error: bool = False) -> Console:
    """Return a console on standard output or standard error as they are now."""
    return Console(stderr=error, highlight=False, markup=False, emoji=False, soft_wrap=True)


def say(text: str, style: str = "") -> None:
    """Print a result for people, on standard output; long lines are left to the terminal."""
    console().print(Text(printable(text), style))


def note(text: str) -> None:
    """Print progress or a remark, on standard error, so that results can be piped."""
    console(error=True).print(Text(printable(text), "dim"))


def warn(text: str) -> None:
    """Print a warning, on standard error."""
    console(error=True).print(Text(printable(text), "yellow"))


def warn_of(faults: Iterable[Fault]) -> None:
    """Print faults of several devices as warnings; what would be right stands once behind those for which it is the same."""
    alike: dict[str, list[Fault]] = {}
    for fault in faults:
        alike.setdefault(fault.right, []).append(fault)
    for right, these in alike.items():
        for fault in these[:-1]:
            warn(str(fault).removesuffix(right).rpartition("\n")[0] if right else str(fault))
        warn(str(these[-1]))


def raw(text: str) -> None:
    """Print text as it is, for files and pipes: configs, patches, schemas. A terminal isn't driven by what stands in it."""
    text = printable(text) if sys.stdout.isatty() else text
    sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")


def encodable(text: str) -> str:
    r"""Return text for a pipe: a byte of no character is spelled out, as JSON and pages have it.

    Example:
        >>> encodable("caf\udce9")
        'caf\\udce9'
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def emit_json(value: Mapping[str, object] | Sequence[object]) -> None:
    """Print JSON in a form that stays: keys as the command orders them, two spaces, UTF-8, one newline at the end."""
    sys.stdout.write(json_text(value))


def json_text(value: Mapping[str, object] | Sequence[object]) -> str:
    """Return what ``emit_json`` prints."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str | None = None) -> None:
    """Print a table as wide as its content; a file gets the same lines without frames' colours.

    Args:
        columns: headings, translated by the caller.
        rows: as many texts as there are columns.
        title: one line above the table.
    """
    drawn = Table(title=title, title_justify="left", show_edge=False, pad_edge=False, box=None, header_style="bold")
    for column in columns:
        drawn.add_column(column, overflow="fold", no_wrap=False)
    for row in rows:
        drawn.add_row(*(Text(printable(cell)) for cell in row))
    screen = console()
    if screen.is_terminal:
        screen.print(drawn)
        return
    with (wide := Console(width=_ENDLESS, highlight=False)).capture() as captured:
        wide.print(drawn)
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def diff(text: str) -> None:
    """Print a unified diff, added lines green, removed lines red."""
    styles = {"+": "green", "-": "red", "@": "cyan"}
    screen = console()
    for line in text.splitlines():
        heading = line.startswith(("+++", "---"))
        screen.print(Text(printable(line), "bold" if heading else styles.get(line[:1], "")))


def report_error(error: NetopsError, *, as_json: bool) -> None:
    """Print every fault of an error: two lines each for people, or JSON on standard output for programs."""
    if as_json:
        emit_json({"faults": [fault.as_dict() for fault in error.faults]})
        return
    screen = console(error=True)
    for fault in error.faults:
        screen.print(_drawn(fault))
    if len(error.faults) > 1:
        files = {fault.path for fault in error.faults if fault.path}
        words = _("{faults} faults in {files} files") if files else _("{faults} faults")
        screen.print(Text(words.format(faults=len(error.faults), files=len(files)), "bold"))


def _drawn(fault: Fault) -> Text:
    """Return the fault's own text, with its code made bold."""
    drawn = Text(printable(str(fault)))
    drawn.highlight_words([fault.code], "bold red")
    return drawn
