"""The audit as a Word document: what to mend, control point by control point, and the high-risk items.

The text is WordprocessingML from templates, written into the package piece by piece: a document of a thousand devices never
stands in memory as a tree.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import netops
from netops.audit import check_entries, statements
from netops.audit.catalogue import Clause, conclusions, risk_items
from netops.report.audit import concerned, judged, risks, waived
from netops.report.content import AuditReport
from netops.report.grouping import Group, groups
from netops.report.imported import left_texts, score_rows
from netops.report.pages import environment
from netops.report.words import Language, label

FOLDER = "docx"
PARTS = {
    "[Content_Types].xml": "content_types.xml.j2",
    "_rels/.rels": "relations.xml.j2",
    "docProps/core.xml": "core.xml.j2",
    "word/_rels/document.xml.rels": "document_relations.xml.j2",
    "word/styles.xml": "styles.xml.j2",
    "word/footer1.xml": "footer.xml.j2",
    "word/document.xml": "document.xml.j2",
}
"""The parts of the package, each with its template."""
PIECE = 64
"""Pieces of a template that are written together."""
UNBROKEN = 30
"""A row of up to so many devices stays on one page."""


def write_document(report: AuditReport, language: Language, stream: BinaryIO) -> None:
    """Write the document to a stream."""
    shown = _shown(report, language)
    time = report.made_at.timetuple()[:6]
    with ZipFile(stream, "w", ZIP_DEFLATED) as package:
        for name, template in PARTS.items():
            entry = ZipInfo(name, time)
            entry.compress_type = ZIP_DEFLATED
            with package.open(entry, "w") as part:
                pieces = environment(FOLDER).get_template(template).stream(**shown)
                pieces.enable_buffering(PIECE)
                for piece in pieces:
                    part.write(piece.encode("utf-8"))


def _shown(report: AuditReport, language: Language) -> dict[str, object]:
    return {
        "report": report,
        "summary": report.summary,
        "language": language,
        "label": partial(label, language=language),
        "risks": risks(report.summary),
        "titles": {name: entry.title for name, entry in check_entries().items()},
        "risk_titles": {name: item.title for name, item in risk_items().items()},
        "points": list(_points(groups(report.results), language)),
        "waived": waived(report.results),
        "outlook_texts": conclusions(),
        "judged": partial(judged, language=language),
        "statements": [each.of(language) for each in statements().values()],
        "unbroken": UNBROKEN,
        "concerned": concerned,
        "left_texts": left_texts,
        "score_rows": score_rows(report.summary.score, language) if report.summary.score else (),
        "version": netops.__version__,
    }


def _points(found: list[Group], language: Language) -> Iterator[tuple[str, list[Group]]]:
    """Yield the control points in the order of the standard, each with what is to be mended in it."""
    held: dict[str, list[Group]] = defaultdict(list)
    for group in sorted(found, key=lambda group: _place(group.requirement)):
        held[group.requirement.control.of(language)].append(group)
    yield from held.items()


def _place(clause: Clause) -> tuple[int, ...]:
    """Return the place of a clause in the standard at its highest level: ``8.1.4.1 b)`` is (1, 4, 1, 98)."""
    path, _, letter = clause.clause[max(clause.clause)].partition(" ")
    return (*(int(each) for each in path.split(".")[1:]), ord(letter[:1] or "a"))
