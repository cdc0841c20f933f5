"""A site's own clauses, imported from a file: netops has none of the classified standards (分级保护, BMB17, BMB20, BMB22) built in.

An authorised site writes its clauses in the form of the catalogue, and which checks answer which of their steps. The result
stands beside that of GB/T 22239, under the site's own words, and is no verdict of 分级保护 by netops.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from netops.audit.catalogue import LEVELS, Clause, Reply, Text, check_entries, clauses, placed
from netops.audit.catalogue.reading import fault, handed, reply_faults
from netops.audit.catalogue.shape import Entry, Written
from netops.audit.units import Judge
from netops.errors import Fault, raise_all
from netops.inventory.document import Document
from netops.language import translate


class OwnClause(Written):
    """A clause of a pack: as one of the catalogue, with the name of its control point."""

    control: Text


class WrittenPack(Entry):
    """A pack as its file has it."""

    title: Text
    statement: Text | None = None
    clauses: Mapping[str, OwnClause] = Field(min_length=1)
    answers: Mapping[str, tuple[Reply, ...]] = {}


@dataclass(frozen=True, slots=True)
class ClausePack:
    """Clauses that a site added, and which checks answer them.

    Attributes:
        texts: title, and the site's own statement where it has one.
        judge: judges devices by these clauses.
    """

    texts: tuple[Text, ...]
    clauses: Mapping[str, Clause]
    judge: Judge


def load_pack(path: Path) -> ClausePack:
    """Return the clause pack of a file.

    Raises:
        InputError: every fault with its line. NET-INV-010 and those after it: a key that nobody reads, a value that isn't of its kind.
            NET-AUD-003: a name that GB/T 22239's clauses have, an answer to a clause or step that isn't there, a check that doesn't
            exist. Or the faults of unreadable YAML.
    """
    written, document = handed(path, WrittenPack)
    own = {
        key: each.placed(key, area="private", point=each.control.en, control=each.control)
        for key, each in written.clauses.items()
    }
    raise_all(_faults(written, own, document))
    answers = {
        (check, level): placed(replies, level, among=own, supporting=check_entries()[check].supporting)
        for check, replies in written.answers.items()
        for level in LEVELS
    }
    texts = (written.title, written.statement) if written.statement else (written.title,)
    return ClausePack(texts, own, Judge(own, lambda check, level: answers.get((check, level), ())))


def _faults(written: WrittenPack, own: Mapping[str, Clause], document: Document) -> tuple[Fault, ...]:
    replies = [
        (("answers", check, place), reply)
        for check, held in written.answers.items()
        for place, reply in enumerate(held)
    ]
    taken = [
        fault(
            document, ("clauses", key), translate("a clause of GB/T 22239 has this name in the catalogue: take another")
        )
        for key in own
        if key in clauses()
    ]
    unknown = [
        fault(document, ("answers", check), translate("no check has this id"))
        for check in written.answers
        if check not in check_entries()
    ]
    return (*taken, *unknown, *reply_faults(document, replies, own))
