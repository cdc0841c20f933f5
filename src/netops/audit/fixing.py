"""The lines that mend a finding: the platform's own, with the values that policy and inventory ask for."""

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, StrictUndefined, Template, UndefinedError

from netops.audit.answer import FINDINGS, Answer, Subject, once

_TEMPLATES = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701  # commands of devices, no page


def fix(check: str, answer: Answer, subject: Subject) -> tuple[str, ...]:
    """Return the lines that mend a finding, in the order in which one types them.

    None where nobody wrote any, or where they need a value that neither the policy nor the inventory has: then it is for people.
    """
    written = subject.known.fixes.get(check)
    if written is None or answer.word not in FINDINGS:
        return ()
    values = _values(subject)
    blocks: dict[str, None] = {}
    try:
        for place in answer.places or ({},):
            blocks[_template(written).render(**{**values, **place})] = None
    except UndefinedError:
        return ()
    return tuple(line.rstrip() for block in blocks for line in block.splitlines() if line.strip())


@cache
def _template(text: str) -> Template:
    return _TEMPLATES.from_string(text)


@once
def _values(subject: Subject) -> Mapping[str, object]:
    """Return what templates may ask for: the policy's fields, the release; what isn't known stays undefined."""
    policy, context = subject.policy, subject.context
    values: dict[str, object] = {name: getattr(policy, name) for name in type(policy).model_fields}
    values["management"] = (*context.management, *policy.management)
    values["release"] = subject.device.release
    return {name: value for name, value in values.items() if value not in (None, (), frozenset())}
