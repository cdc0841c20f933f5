"""The forms of a report: how each is named, found from a file's name, and written."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import BinaryIO, TypeAlias

from netops.report.as_json import json_report
from netops.report.audit import page_pieces
from netops.report.content import AuditReport
from netops.report.document import write_document
from netops.report.junit import junit_report
from netops.report.oscal import oscal_report
from netops.report.sarif import sarif_report
from netops.report.words import Language
from netops.report.workbook import write_workbook


class Form(StrEnum):
    """In which form a report is written."""

    JSON = "json"
    HTML = "html"
    XLSX = "xlsx"
    DOCX = "docx"
    SARIF = "sarif"
    JUNIT = "junit"
    OSCAL = "oscal"

    @property
    def binary(self) -> bool:
        """No text, so that it has no place on a terminal."""
        return self in WRITERS


Pieces: TypeAlias = Callable[[AuditReport, Language], Iterator[str]]
Writer: TypeAlias = Callable[[AuditReport, Language, BinaryIO], None]
TEXTS: Mapping[Form, Pieces] = {
    Form.JSON: json_report,
    Form.HTML: page_pieces,
    Form.SARIF: sarif_report,
    Form.JUNIT: junit_report,
    Form.OSCAL: oscal_report,
}
WRITERS: Mapping[Form, Writer] = {Form.XLSX: write_workbook, Form.DOCX: write_document}
ENDINGS: Mapping[str, Form] = {
    ".oscal.json": Form.OSCAL,
    ".sarif.json": Form.SARIF,
    ".sarif": Form.SARIF,
    ".json": Form.JSON,
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".xlsx": Form.XLSX,
    ".docx": Form.DOCX,
    ".xml": Form.JUNIT,
}
"""How a file's name ends, the longer endings first."""


def ending_of(form: Form) -> str:
    """Return how the name of a file in this form ends.

    Example:
        >>> ending_of(Form.JUNIT), ending_of(Form.SARIF), ending_of(Form.HTML)
        ('.xml', '.sarif', '.html')
    """
    return {Form.SARIF: ".sarif", Form.OSCAL: ".oscal.json"}.get(form) or next(
        ending for ending, each in ENDINGS.items() if each is form
    )


def form_of(name: str) -> Form | None:
    """Return the form that a file's name asks for, or None.

    Example:
        >>> form_of("night.oscal.json"), form_of("Report.XLSX"), form_of("report.pdf")
        (<Form.OSCAL: 'oscal'>, <Form.XLSX: 'xlsx'>, None)
    """
    return next((form for ending, form in ENDINGS.items() if name.lower().endswith(ending)), None)


def text_pieces(report: AuditReport, form: Form, language: Language) -> Iterator[str]:
    """Yield a report in a form that is text, piece by piece."""
    return TEXTS[form](report, language)


def write_report(report: AuditReport, form: Form, language: Language, stream: BinaryIO) -> None:
    """Write a report to a stream, in UTF-8 where it is text; a thousand devices never stand in memory as one text."""
    if form.binary:
        WRITERS[form](report, language, stream)
        return
    stream.writelines(piece.encode("utf-8", "backslashreplace") for piece in text_pieces(report, form, language))
