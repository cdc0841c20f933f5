"""Pydantic's errors in netops' words: ``path:line``, what is wrong, what would be right."""

import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from netops.errors import Fault
from netops.inventory.document import Document, Keys, Reading, spelled
from netops.inventory.words import listed, nearest, quoted, shown
from netops.language import mark, translate

M = TypeVar("M", bound=BaseModel)

KINDS = {
    "string_type": "NET-INV-013",
    "int_type": "NET-INV-014",
    "int_from_float": "NET-INV-014",
    "int_parsing": "NET-INV-014",
    "tuple_type": "NET-INV-015",
    "list_type": "NET-INV-015",
    "model_type": "NET-INV-016",
    "dict_type": "NET-INV-016",
    "mapping_type": "NET-INV-016",
}
"""A value of the wrong kind: pydantic's error type → code."""

FOREIGN = (
    mark("Input is not a valid IPv4 address"),
    mark("Input is not a valid IPv6 address"),
    mark("Input is not a valid IPv4 network"),
    mark("Input is not a valid IPv6 network"),
    mark("Input should be a valid boolean"),
    mark("Input should be a valid boolean, unable to interpret input"),
)
"""Sentences of pydantic's that are shown as they are, for the catalogue to find."""

LIMITS = {
    "greater_than_equal": ("NET-INV-018", "ge"),
    "less_than_equal": ("NET-INV-019", "le"),
    "string_too_long": ("NET-INV-034", "max_length"),
}
"""A value beyond a limit: pydantic's error type → code, the limit's name in the error's context."""


@dataclass(frozen=True, slots=True)
class _Refusal:
    """One error of pydantic, with what is needed to word it."""

    model: type[BaseModel]
    keys: Keys
    details: ErrorDetails

    @property
    def kind(self) -> str:
        return self.details["type"]

    @property
    def is_echo(self) -> bool:
        """Whether pydantic calls a list too short only because an entry of it is refused."""
        found = self.details["input"]
        return self.kind == "too_short" and isinstance(found, list) and len(found) > 0

    @property
    def key(self) -> str:
        return spelled(self.keys)

    @property
    def value(self) -> str:
        return shown(self.details["input"])

    @property
    def context(self) -> Mapping[str, object]:
        return self.details.get("ctx", {})


def validated(model: type[M], reading: Reading) -> tuple[M | None, tuple[Fault, ...]]:
    """Return a document as ``model``, or None, and every fault of the file."""
    document = reading.document
    if document is None:
        return None, reading.faults
    try:
        found = model.model_validate(document.value)
    except ValidationError as error:
        more = tuple(_faults(model, document, error.errors(include_url=False), reading.refused))
        return None, (*reading.faults, *more)
    return (None if reading.faults else found), reading.faults


def _faults(
    model: type[BaseModel], document: Document, errors: Iterable[ErrorDetails], refused: frozenset[Keys]
) -> Iterator[Fault]:
    refusals = [_Refusal(model, tuple(key for key in each["loc"] if key != "[key]"), each) for each in errors]
    misspelt = {(*each.keys[:-1], _meant(each)) for each in refusals if each.kind == "extra_forbidden"}
    for refusal in refusals:
        follows = refusal.kind == "missing" and refusal.keys in misspelt
        if refusal.keys not in refused and not follows and not refusal.is_echo:
            code, values = _worded(refusal, document)
            yield document.fault(code, *refusal.keys, **values)


def _worded(refusal: _Refusal, document: Document) -> tuple[str, dict[str, object]]:
    kind = refusal.kind
    if kind.startswith("NET-"):
        return kind, {"key": refusal.key, **refusal.context}
    if kind in KINDS:
        return KINDS[kind], {"key": refusal.key or Path(document.path).name, "value": quoted(refusal.details["input"])}
    if kind in LIMITS:
        code, limit = LIMITS[kind]
        return code, {"key": refusal.key, "value": refusal.value, "limit": refusal.context[limit]}
    special = SPECIAL.get(kind)
    if special:
        return special(refusal)
    return "NET-INV-037", {"key": refusal.key, "value": refusal.value, "detail": translate(refusal.details["msg"])}


def _missing(refusal: _Refusal) -> tuple[str, dict[str, object]]:
    return "NET-INV-010", {"key": refusal.key, "name": refusal.keys[-1]}


def _meant(refusal: _Refusal) -> str | None:
    """Return the known key that an unknown one was probably meant to be."""
    return nearest(str(refusal.keys[-1]), known_keys(refusal.model, refusal.keys[:-1]))


def _unknown(refusal: _Refusal) -> tuple[str, dict[str, object]]:
    known = known_keys(refusal.model, refusal.keys[:-1])
    near = _meant(refusal)
    if near:
        return "NET-INV-011", {"key": refusal.key, "near": near, "known": listed(known)}
    return "NET-INV-012", {"key": refusal.key, "known": listed(known)}


def _choice(refusal: _Refusal) -> tuple[str, dict[str, object]]:
    expected = str(refusal.context["expected"]).replace("'", "").replace(" or ", ", ")
    return "NET-INV-017", {"key": refusal.key, "value": refusal.value, "known": expected}


def _short(refusal: _Refusal) -> tuple[str, dict[str, object]]:
    return "NET-INV-038", {"key": refusal.key}


SPECIAL: Mapping[str, Callable[[_Refusal], tuple[str, dict[str, object]]]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "enum": _choice,
    "literal_error": _choice,
    "too_short": _short,
}


def known_keys(model: type[BaseModel], keys: Keys) -> tuple[str, ...]:
    """Return the keys that the section under ``keys`` may hold, in the order of the model."""
    current: object = model
    for key in keys:
        current = _inside(current, key)
    found = _model_of(current)
    return tuple(field.alias or name for name, field in found.model_fields.items()) if found else ()


def _inside(annotation: object, key: str | int) -> object:
    """Return the annotation of what stands under ``key`` in a value of ``annotation``."""
    model = _model_of(annotation)
    if model is not None:
        named = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
        return named.get(str(key))
    arguments = [each for each in typing.get_args(annotation) if each is not Ellipsis and each is not type(None)]
    return arguments[-1] if arguments else None


def _model_of(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    models = [_model_of(each) for each in typing.get_args(annotation) if isinstance(each, type)]
    is_union = typing.get_origin(annotation) not in {tuple, list, dict} and len(models) > 0
    return next((each for each in models if each), None) if is_union else None
