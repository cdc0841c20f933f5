"""The audit as an Excel workbook: devices × units with evidence in the form of 附录D, and lists to filter and hand out.

Rows go to the disk as they are made, so that memory stays flat. Every cell is a text or a number, never a formula: what
begins like one is marked as text, for whoever edits the cell.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from operator import attrgetter
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

import netops
from netops.audit import (
    FINDINGS,
    DeviceAudit,
    DeviceUnit,
    Verdict,
    Word,
    check_entries,
    clauses,
    device_units,
    statements,
)
from netops.audit.catalogue import algorithms, risk_items
from netops.report.audit import MARKS, concerned, judged, risks, waived
from netops.report.charts import CHARTED, ControlPoint, control_points
from netops.report.content import AuditReport
from netops.report.grouping import answers
from netops.report.imported import left_texts, score_rows
from netops.report.visible import visible
from netops.report.words import Language, label

LONGEST = 32_000
"""Characters that a cell of Excel holds, with room to say that there were more."""
MOST_ROWS = 1_048_000
"""Rows that a sheet of Excel holds, with some room."""
LINE, HIGHEST = 13.5, 405.0
"""Points: of one line of text, and of the highest row that Excel shows."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
FILLS = {
    Word.COMPLIANT: ("#E3F2E9", "#1A5E38"),
    Word.PARTIAL: ("#FCEFD6", "#7A4A00"),
    Word.NON_COMPLIANT: ("#FBE0DE", "#9C1C14"),
    Word.MANUAL: ("#E8EDF3", "#3D4C60"),
    Word.NOT_APPLICABLE: ("#F3F4F6", "#5A6570"),
    Word.NOT_AUDITED: ("#EDE4F7", "#5A348A"),
}
_NAMES = {word: "manual_word" if word is Word.MANUAL else word.value for word in Word}
Column = tuple[str, float]
"""Name of its label, and width in characters."""
Cell = str | int | float | Word


@dataclass(frozen=True, slots=True)
class Book:
    """The workbook with its formats."""

    file: Workbook
    language: Language
    head: Format
    text: Format
    guarded: Format
    words: dict[Word, Format]

    def label(self, name: str) -> str:
        """Return a label in the language of the report."""
        return label(name, self.language)

    def word(self, word: Word) -> str:
        """Return a verdict's word."""
        return self.label(_NAMES[word])


def write_workbook(report: AuditReport, language: Language, stream: BinaryIO) -> None:
    """Write the workbook to a stream."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(stream, options) as file:
        file.set_properties({"title": visible(report.title), "author": f"netops {netops.__version__}"})
        book = _book(file, language)
        _overview(book, report)
        _record(book, report)
        for level in report.levels:
            _grid(book, report, level)
        _findings(book, report)
        _high_risks(book, report)
        _candidates(book, report)
        _control_points(book, report)
        _private(book, report)
        _crypto(book, report)
        _waivers(book, report)
        _coverage(book, report)
        _unread(book, report)


def _book(file: Workbook, language: Language) -> Book:
    plain = {"text_wrap": True, "valign": "top", "font_size": 10, "border": 1, "border_color": "#D0D7DF"}
    head = file.add_format({**plain, "bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF"})
    words = {
        word: file.add_format({**plain, "bg_color": fill, "font_color": ink}) for word, (fill, ink) in FILLS.items()
    }
    guarded = file.add_format({**plain, "quote_prefix": True})
    return Book(file, language, head, file.add_format(plain), guarded, words)


def _of_file(report: AuditReport, columns: Sequence[Column]) -> Sequence[Column]:
    """Add the file to the columns of a list, where configs lay in files."""
    return [*columns, ("file", 40)] if report.files else columns


def _file(report: AuditReport, audit: DeviceAudit) -> tuple[Cell, ...]:
    return (report.files.get(audit.device, "–"),) if report.files else ()


def _sheet(book: Book, name: str, columns: Sequence[Column], rows: Iterator[Sequence[Cell]]) -> None:
    """Write one list: frozen heads with filters, wrapped cells, ready to print on A4 across."""
    titles = [book.label(each) for each, _ in columns]
    sheet = _laid(book, name, titles, [width for _, width in columns])
    last = _rows(book, sheet, rows, [width for _, width in columns])
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)


def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Return the height of a row in points, so that every wrapped line is seen whichever program opens it."""
    most = max(
        (
            sum(max(1, ceil(_wide(line) / max(width - 1, 1))) for line in text.split("\n"))
            for text, width in zip(texts, widths, strict=False)
        ),
        default=1,
    )
    return min(LINE * most + 1, HIGHEST)


def _wide(text: str) -> int:
    """Return how many columns of a fixed font a text takes: a Chinese character, three bytes in UTF-8, takes two."""
    return len(text) if text.isascii() else (len(text) + len(text.encode("utf-8", "replace"))) // 2


def _laid(book: Book, name: str, titles: Sequence[str], widths: Sequence[float]) -> Worksheet:
    sheet = book.file.add_worksheet(name[:31])
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_row(0, _height(titles, widths))
    for column, title in enumerate(titles):
        sheet.write_string(0, column, visible(title), book.head)
    return sheet


def _rows(book: Book, sheet: Worksheet, rows: Iterator[Sequence[Cell]], widths: Sequence[float]) -> int:
    last = 0
    for last, row in enumerate(rows, start=1):
        if last == MOST_ROWS:
            _put(book, sheet, (last, 0), book.label("cut"))
            break
        texts = [cell if isinstance(cell, str) and not isinstance(cell, Word) else "" for cell in row]
        sheet.set_row(last, _height(texts, widths))
        for column, cell in enumerate(row):
            _put(book, sheet, (last, column), cell)
    return last


def _put(book: Book, sheet: Worksheet, place: tuple[int, int], cell: Cell) -> None:
    if isinstance(cell, Word):
        sheet.write_string(*place, book.word(cell), book.words[cell])
    elif isinstance(cell, str):
        text = visible(cell)
        text = text if len(text) <= LONGEST else f"{text[:LONGEST]} … {book.label('cut')}"
        sheet.write_string(*place, text, book.guarded if text.startswith(FORMULA) else book.text)
    else:
        sheet.write_number(*place, cell, book.text)


def _overview(book: Book, report: AuditReport) -> None:
    summary = report.summary
    rate = "–" if summary.rate.strict is None else f"{summary.rate.strict}% ({summary.rate.half}%)"
    rows: list[tuple[Cell, Cell]] = [
        (book.label("made_at"), report.made_at.strftime("%Y-%m-%d %H:%M %Z")),
        (book.label("audited"), f"{len(report.audited)} / {len(report.results)}"),
        (book.label("not_audited_title"), ", ".join(summary.not_audited) or "–"),
        (book.label("open_findings"), summary.open_findings),
        (book.label("advice"), summary.advice),
        (book.label("waived"), summary.waived),
        (book.label("rate"), rate),
        *((book.label("statement"), each.of(book.language)) for each in statements().values()),
        *((book.label("private"), each.of(book.language)) for each in summary.pack),
        *([(book.label("private"), book.label("private_note"))] if summary.pack else ()),
        *(score_rows(summary.score, book.language) if summary.score else ()),
    ]
    widths = [28, 90]
    sheet = _laid(book, book.label("overview"), [report.title, book.label("document")], widths)
    _rows(book, sheet, iter(rows), widths)


def _record(book: Book, report: AuditReport) -> None:
    columns = [
        ("department", 16), ("device", 20), ("level", 6), ("control", 14), ("clause", 14), ("unit", 14),
        ("item", 36), ("record", 70), ("verdict", 11),
    ]  # fmt: skip
    _sheet(book, book.label("record"), _of_file(report, columns), _recorded(book, report))


def _recorded(book: Book, report: AuditReport) -> Iterator[Sequence[Cell]]:
    """Yield device by device every unit of its level with what was seen."""
    for audit in report.results:
        owner = report.departments.get(audit.device, "–")
        for unit in device_units(audit):
            clause = clauses()[unit.key]
            yield (
                owner, audit.device, audit.level, clause.control.of(book.language), clause.clause[unit.level],
                clause.unit[unit.level], clause.item.of(book.language), _evidence(book, audit, unit), unit.verdict,
                *_file(report, audit),
            )  # fmt: skip


def _evidence(book: Book, audit: DeviceAudit, unit: DeviceUnit) -> str:
    """Return what the verdict rests on: what each check saw, what is left to a person, or why the unit doesn't apply."""
    clause = clauses()[unit.key]
    if unit.verdict is Word.NOT_APPLICABLE and clause.not_applicable is not None and not clause.applies(unit.level):
        return clause.not_applicable.reason.of(book.language)
    if audit.not_audited is not None:
        return audit.not_audited
    word = book.label("left")
    seen = [_seen(book, each) for each in audit.verdicts if answers(each, unit.key)]
    left = [named.text.of(book.language) for step in unit.steps if step.left and (named := clause.step(step.key))]
    return "\n".join([*seen, *(f"{word}: {text}" for text in left)])


def _seen(book: Book, verdict: Verdict) -> str:
    head = f"{verdict.check} {verdict.entry.title.of(book.language)}: {book.word(verdict.verdict)}"
    basis = f"({book.label(f'basis_{verdict.basis.value}')})"
    return "\n".join([f"{head} {basis}", *filter(None, [verdict.found(book.language)]), *_numbered(verdict)])


def _numbered(verdict: Verdict) -> list[str]:
    return [f"{line.number}: {line.text}" for line in verdict.lines]


def _grid(book: Book, report: AuditReport, level: int) -> None:
    units = [unit for unit in report.summary.units if unit.level == level]
    units.sort(key=lambda unit: unit.requirement.unit[level])
    titles = [
        book.label("device"),
        *(f"{unit.requirement.unit[level]}\n{unit.requirement.clause[level]}" for unit in units),
    ]
    name = f"{book.label('grid')} L{level}"
    sheet = _laid(book, name, titles, [22, *(11 for _ in units)])
    held = [each.device for each in report.results if each.level == level]
    for row, device in enumerate(held, start=1):
        _put(book, sheet, (row, 0), device)
        for column, unit in enumerate(units, start=1):
            word = unit.devices[row - 1][1]  # a unit has every device of its level, in the order of the results
            sheet.write_string(row, column, f"{MARKS[word]} {book.word(word)}", book.words[word])
    sheet.autofilter(0, 0, max(len(held), 1), len(units))


def _findings(book: Book, report: AuditReport) -> None:
    columns = [
        ("check", 8), ("item_short", 24), ("device", 20), ("department", 16), ("level", 6), ("clause", 14), ("unit", 14),
        ("verdict", 11), ("basis", 12), ("found", 34), ("lines", 44), ("fix", 34), ("fix_lines", 34), ("high_risk", 18),
        ("waivers", 26),
    ]  # fmt: skip
    _sheet(book, book.label("findings"), _of_file(report, columns), _found(book, report))


def _found(book: Book, report: AuditReport) -> Iterator[Sequence[Cell]]:
    for audit in report.results:
        acted = (verdict for verdict in audit.verdicts if verdict.verdict in FINDINGS)
        for each in sorted(acted, key=attrgetter("supporting")):  # what decides a unit stands before what is evidence
            risky = "\n".join(f"{risk.item} {book.label(f'risk_{risk.state.value}')}" for risk in each.high_risk)
            yield (
                each.check, each.entry.title.of(book.language), audit.device, report.departments.get(audit.device, "–"),
                each.level, each.clause, each.unit, each.verdict,
                book.label("supporting_one") if each.supporting else book.label(f"basis_{each.basis.value}"),
                each.found(book.language), "\n".join(_numbered(each)), each.remediation(book.language),
                "\n".join(each.fix), risky, _waiver(book, each), *_file(report, audit),
            )  # fmt: skip


def _waiver(book: Book, verdict: Verdict) -> str:
    held = verdict.waiver
    if held is None:
        return ""
    words = book.label("waiver_expired" if held.expired else "waiver")
    return words.format(until=held.expires, approver=held.approver, reason=held.reason)


def _high_risks(book: Book, report: AuditReport) -> None:
    columns = [
        ("risk_item", 12), ("problem", 30), ("risk_state", 14), ("check", 10), ("item_short", 30), ("affected_count", 10),
        ("affected", 60),
    ]  # fmt: skip
    known, checks = risk_items(), check_entries()
    rows = (
        (
            item,
            known[item].title.of(book.language),
            book.label(f"risk_{state.value}"),
            check,
            checks[check].title.of(book.language),
            len(devices),
            ", ".join(devices),
        )
        for item, state, check, devices in risks(report.summary)
    )
    _sheet(book, book.label("high_risk"), columns, rows)


def _candidates(book: Book, report: AuditReport) -> None:
    columns = [("code", 8), ("item_short", 40), ("risk_item", 16), ("check", 16), ("to_judge", 40), ("affected", 70)]
    rows = (
        (
            each.code, each.entry.title.of(book.language), ", ".join(each.items), ", ".join(each.checks),
            "\n".join(judged(each, book.language)),
            ", ".join(each.devices),
        )
        for each in report.summary.candidates
    )  # fmt: skip
    _sheet(book, book.label("major"), columns, rows)


def _control_points(book: Book, report: AuditReport) -> None:
    columns = [("level", 6), ("part", 20), ("control", 30), ("verdict", 12), *((_NAMES[word], 10) for word in CHARTED)]
    rows = (_counted(book, each) for each in control_points(report.summary))
    _sheet(book, book.label("control_points"), columns, rows)


def _counted(book: Book, point: ControlPoint) -> Sequence[Cell]:
    counts = [point.counts[word] for word in CHARTED]
    part = book.label(f"part_{point.part}")
    return (point.level, part, point.title.of(book.language), point.verdict, *counts)


def _private(book: Book, report: AuditReport) -> None:
    """Write a site's own clauses; a workbook without them has no such sheet."""
    summary, language = report.summary, book.language
    if not summary.private:
        return
    columns = [
        ("level", 6), ("clause", 14), ("unit", 14), ("control", 18), ("item", 40), ("verdict", 12), ("check", 16),
        ("step_left", 40), ("affected", 60),
    ]  # fmt: skip
    rows = (
        (
            each.level, each.requirement.clause[each.level], each.requirement.unit[each.level],
            each.requirement.control.of(language), each.requirement.item.of(language), each.verdict,
            ", ".join(each.checks), "\n".join(left_texts(each, language)), ", ".join(concerned(each)),
        )
        for each in summary.private
    )  # fmt: skip
    _sheet(book, book.label("private"), columns, rows)


def _crypto(book: Book, report: AuditReport) -> None:
    columns = [
        ("device", 22),
        ("purpose", 24),
        ("whose", 20),
        ("algorithm", 34),
        ("state", 14),
        ("basis", 14),
        ("lines", 60),
    ]
    texts = algorithms()
    rows = (
        (
            audit.device, texts.purposes[each.purpose].of(book.language), each.name, each.algorithm,
            texts.states[each.state.value].of(book.language), book.label(f"basis_{each.basis.value}"),
            "\n".join(f"{line.number}: {line.text}" for line in each.lines),
        )
        for audit in report.results
        for each in audit.crypto
    )  # fmt: skip
    _sheet(book, book.label("crypto"), columns, rows)


def _waivers(book: Book, report: AuditReport) -> None:
    columns = [
        ("check", 10),
        ("device", 22),
        ("verdict", 12),
        ("until", 14),
        ("expired", 10),
        ("approver", 20),
        ("reason", 60),
    ]
    rows = (
        (
            each.check,
            device,
            each.verdict,
            held.expires.isoformat(),
            book.label("yes" if held.expired else "no"),
            held.approver,
            held.reason,
        )
        for device, each in waived(report.results)
        if (held := each.waiver) is not None
    )
    _sheet(book, book.label("waivers"), columns, rows)


def _coverage(book: Book, report: AuditReport) -> None:
    columns = [
        ("device", 22), ("department", 18), ("platform", 16), ("release", 22), ("level", 6), ("verdict", 12),
        ("lines_all", 10), ("lines_read", 10), ("lines_unread", 10), ("reason", 60),
    ]  # fmt: skip
    rows = (
        (
            each.device, report.departments.get(each.device, "–"), each.platform, each.release or "–", each.level, each.word,
            each.coverage.lines, each.coverage.read, len(each.coverage.unread), each.not_audited or "",
            *_file(report, each),
        )
        for each in report.results
    )  # fmt: skip
    _sheet(book, book.label("coverage"), _of_file(report, columns), rows)


def _unread(book: Book, report: AuditReport) -> None:
    columns = [("device", 22), ("line_number", 10), ("unread", 100)]
    rows = ((each.device, line.number, line.text) for each in report.results for line in each.coverage.unread)
    _sheet(book, book.label("unread"), columns, rows)
