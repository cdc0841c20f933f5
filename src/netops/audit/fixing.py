"""The lines that mend a finding: the platform's own, with the values that policy and inventory ask for."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, UndefinedError
from jinja2.meta import find_undeclared_variables

from netops.audit.answer import FINDINGS, Answer, Subject, once

_TEMPLATES = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701  # commands of devices, no page
_KEPT = 4096
"""Rendered texts that are kept: ports of a network are called alike, and so is what mends them."""

_Values = tuple[tuple[str, Hashable], ...]


def fix(check: str, answer: Answer, subject: Subject) -> tuple[str, ...]:
    """Return the lines that mend a finding, in the order in which one types them.

    None where nobody wrote any, or where they need a value that neither the policy nor the inventory has: then it is for people.
    """
    written = subject.known.fixes.get(check)
    if written is None or answer.word not in FINDINGS:
        return ()
    told, names = _values(subject), _form(written).names
    lines: dict[tuple[str, ...], None] = {}
    for place in answer.places or ({},):
        values = tuple([(name, place.get(name, told.get(name))) for name in names if name in place or name in told])
        block = _rendered(written, values)
        if block is None:
            return ()
        lines[block] = None
    return tuple(line for block in lines for line in block)


@dataclass(frozen=True, slots=True)
class _Form:
    """A template and the names of the values that it asks for."""

    template: Template
    names: tuple[str, ...]


@cache
def _form(text: str) -> _Form:
    asked = find_undeclared_variables(_TEMPLATES.parse(text))
    return _Form(_TEMPLATES.from_string(text), tuple(sorted(asked)))


@lru_cache(_KEPT)
def _rendered(text: str, values: _Values) -> tuple[str, ...] | None:
    """Return the lines of one template; None where it needs a value that isn't there."""
    try:
        block = _form(text).template.render(dict(values))
    except UndefinedError:
        return None
    return tuple(line.rstrip() for line in block.splitlines() if line.strip())


@once
def _values(subject: Subject) -> Mapping[str, Hashable]:
    """Return what templates may ask for: the policy's fields, the release; what isn't known stays undefined."""
    policy, context = subject.policy, subject.context
    values: dict[str, Any] = {name: getattr(policy, name) for name in type(policy).model_fields}
    values["management"] = (*context.management, *policy.management)
    values["release"] = subject.device.release
    return {name: value for name, value in values.items() if value not in (None, (), frozenset()) and _is_plain(value)}


def _is_plain(value: object) -> bool:
    """Tell whether a template may ask for a value: numbers and words; what is said for each device apart, such as its ports, is none."""
    try:
        hash(value)
    except TypeError:
        return False
    return True
