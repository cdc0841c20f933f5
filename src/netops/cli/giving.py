"""Where the result of an audit goes: to the screen, and into files in the form that their names ask for."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer

from netops.cli import output
from netops.cli.acting import show
from netops.cli.files import write_whole, writing_whole
from netops.errors import Fault, InputError, raise_all
from netops.language import spoken
from netops.language import translate as _
from netops.report import AuditReport, Form, form_of, text_pieces, write_report


class Format(StrEnum):
    """In which form the audit is shown or written."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"
    XLSX = "xlsx"
    DOCX = "docx"
    SARIF = "sarif"
    JUNIT = "junit"
    OSCAL = "oscal"


FormatOption = Annotated[
    Format | None, typer.Option("--format", help=_("In which form; a table, or what the name of the file says."))
]
OutOption = Annotated[
    list[Path] | None,
    typer.Option(
        "-o",
        "--out",
        metavar="FILE",
        help=_(
            "Write the result to this file: .html for people, .xlsx, .docx, .json, .sarif, .oscal.json, or .xml for JUnit. "
            "May be repeated."
        ),
    ),
]
NAMES = ".html .xlsx .docx .json .sarif .oscal.json .xml"
"""How the files end that say their form by their name."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a result goes.

    Attributes:
        screen: in which form to standard output.
        files: each with its form.
    """

    screen: Format
    files: tuple[tuple[Path, Format], ...] = ()


def destination(form: Format | None, out: Sequence[Path] | None) -> Destination:
    """Return where the result goes, before any device is asked.

    Raises:
        InputError: NET-CLI-014 a workbook or a document for the screen; NET-CLI-015 one form for several files;
            NET-CLI-016 a file whose name says no form; NET-CLI-024, 025 what can't be written to, or would be twice.
    """
    files = tuple(out or ())
    if not files:
        if form in {Format.XLSX, Format.DOCX}:
            raise InputError.of("NET-CLI-014", form=form.value)
        return Destination(form or Format.TABLE)
    if form is not None and len(files) > 1:
        raise InputError.of("NET-CLI-015", form=form.value, count=len(files))
    raise_all(_unwritable(files))
    return Destination(Format.TABLE, tuple((path, form or _named(path)) for path in files))


def _unwritable(files: Sequence[Path]) -> Iterator[Fault]:
    """Yield what would come to light only after all devices were asked: a folder, and a file that is named twice."""
    for place, path in enumerate(files):
        if path.is_dir():
            yield Fault("NET-CLI-024", {"example": str(path / "report.html")}, str(path))
        if path.absolute() in {each.absolute() for each in files[:place]}:
            yield Fault("NET-CLI-025", {}, str(path))


def _named(path: Path) -> Format:
    found = form_of(path.name)
    if found is None:
        raise InputError.of("NET-CLI-016", str(path), endings=NAMES)
    return Format(found.value)


def give(report: AuditReport, where: Destination) -> None:
    """Show the result and write it; the table ends with how to get a page where no file was asked for."""
    for path, form in where.files:
        write(report, form, path)
        output.note(_("written to {path}").format(path=path))
    if where.screen is not Format.TABLE:
        for piece in text_pieces(report, Form(where.screen.value), spoken()):
            sys.stdout.write(output.printable(piece) if sys.stdout.isatty() else output.encodable(piece))
        return
    show(report)
    if not where.files:
        output.note(_("all of it as a page: the same command with -o report.html; -o report.xlsx for a workbook"))


def write(report: AuditReport, form: Format, path: Path) -> None:
    """Write the result whole or not at all."""
    if form is Format.TABLE:
        with redirect_stdout(StringIO()) as text:
            show(report)
        write_whole(path, text.getvalue())
        return
    with writing_whole(path) as stream:
        write_report(report, Form(form.value), spoken(), stream)
