"""Files of the catalogue, and those that a user imports: read by shape, all faults of a file together, each with its line."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from netops.audit.catalogue.shape import Clause, Reply
from netops.errors import Fault, InputError, raise_all
from netops.inventory.document import Document, Keys, PlainLoader, read
from netops.inventory.refusals import validated
from netops.language import translate

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)


def packaged(path: Path, kind: type[T]) -> T:
    """Return a file of this package by its shape.

    Lines are looked up only where something is wrong: the catalogue is read at every start, and finding them takes longer
    than the reading itself.

    Raises:
        InputError: NET-AUD-003, every fault of the file.
    """
    written = yaml.load(path.read_text(encoding="utf-8"), Loader=PlainLoader)  # noqa: S506  # a subclass of CSafeLoader
    try:
        return TypeAdapter(kind).validate_python(written)
    except ValidationError as error:
        reading = read(path)
        raise_all(reading.faults)
        document = reading.document or Document(str(path), None, ())
        raise InputError(*(fault(document, each["loc"], each["msg"]) for each in error.errors())) from error


def handed(path: Path, kind: type[M]) -> tuple[M, Document]:
    """Return a file that a person wrote for the audit, and where everything stands in it.

    Its faults are worded as those of the inventory's files: what stands there, what may, and what was probably meant.

    Raises:
        InputError: NET-INV-010 and those after it, every fault of the file; NET-AUD-003; or those of unreadable YAML.
    """
    reading = read(path)
    found, faults = validated(kind, reading)
    raise_all(faults)
    if found is None or reading.document is None:
        raise InputError.of("NET-CFG-014", str(path))
    return found, reading.document


def fault(document: Document, keys: Keys, detail: str) -> Fault:
    """Return NET-AUD-003 at what stands under some keys."""
    key = ".".join(map(str, keys)) or "the file"
    return document.fault("NET-AUD-003", *keys, key=key, detail=detail)


def reply_faults(
    document: Document, replies: Iterable[tuple[Keys, Reply]], clauses: Mapping[str, Clause]
) -> tuple[Fault, ...]:
    """Return what is wrong with what checks say that they answer.

    Args:
        document: where it stands.
        replies: where each one stands, and it.
        clauses: those that may be answered.
    """
    found = []
    for keys, reply in replies:
        clause = clauses.get(reply.clause)
        if clause is None:
            found.append(fault(document, keys, translate("no clause is called {clause}").format(clause=reply.clause)))
        elif reply.step is not None and clause.step(reply.step) is None:
            names = ", ".join(step.key for step in clause.steps)
            said = translate("{clause} has no step {step}; it has {names}")
            found.append(fault(document, keys, said.format(clause=reply.clause, step=reply.step, names=names)))
    return tuple(found)
