"""JSON Schemas of the files that people write for the audit, which an editor checks while they type."""

import json
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel

from netops.audit.pack import WrittenPack
from netops.audit.policy import Policy
from netops.audit.score import Weights

DRAFT = "https://json-schema.org/draft/2020-12/schema"

FILES: Mapping[str, tuple[type[BaseModel], str]] = {
    "audit-policy.json": (
        Policy,
        "inventory/audit-policy.yml: what the audit asks for where the standard gives no number",
    ),
    "clause-pack.json": (WrittenPack, "a site's own clauses, and which checks answer them"),
    "weights.json": (Weights, "weights of the 2021 report template, and results of what a tool can't check"),
}


class Sample(StrEnum):
    """The files of which there is a sample to print and begin with."""

    POLICY = "policy"
    CLAUSES = "clauses"
    WEIGHTS = "weights"


def sample(kind: Sample) -> str:
    """Return a file of this kind with its keys explained, as it may be handed back.

    Example:
        >>> "answers:" in sample(Sample.CLAUSES)
        True
    """
    return (Path(__file__).parent / "samples" / f"{kind.value}.yml").read_text(encoding="utf-8")


def schemas() -> Mapping[str, str]:
    """Return file name → text of the JSON Schema of each kind of file.

    Example:
        >>> sorted(schemas())
        ['audit-policy.json', 'clause-pack.json', 'weights.json']
    """
    return {name: _text(model, title) for name, (model, title) in FILES.items()}


def _text(model: type[BaseModel], title: str) -> str:
    found = {"$schema": DRAFT, **model.model_json_schema(), "title": title}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
