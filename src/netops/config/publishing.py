"""JSON Schemas of what this room reads and writes: the rulebooks that people write, and ``proof.json``."""

import json
from collections.abc import Mapping

from netops.config.rulebook_text import PLACE, RulebookText

DRAFT = "http://json-schema.org/draft-07/schema#"

KEPT: Mapping[str, object] = {
    "type": "object",
    "description": "A line that the patch leaves alone on purpose.",
    "properties": {
        "line": {"type": "integer", "minimum": 0, "description": "Its line in the running config."},
        "text": {"type": "string", "description": "The line, secrets hidden."},
        "section": {
            "type": "array",
            "items": {"type": "string"},
            "description": "The lines above it, outermost first.",
        },
        "part": {"type": "string", "description": "The part's name; empty on a platform with a single part."},
        "why": {"type": "string", "description": "What taking it away would do."},
    },
    "required": ["line", "text", "section", "part", "why"],
    "additionalProperties": False,
}

PROOF: Mapping[str, object] = {
    "type": "object",
    "properties": {
        "proven": {"type": "boolean", "description": "All laws hold and nothing in between was a guess."},
        "forth": {"type": "boolean", "description": "The patch leads from running to intended, but for kept lines."},
        "back": {"type": "boolean", "description": "The rollback leads from there to running."},
        "again": {"type": "boolean", "description": "A second patch on the result is empty."},
        "kept": {"type": "array", "items": KEPT},
        "exceptions": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What the device can't be brought to, or what was assumed.",
        },
        "obstacles": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What stands in the way of a proof; empty where it is proven.",
        },
    },
    "required": ["proven", "forth", "back", "again", "kept", "exceptions", "obstacles"],
    "additionalProperties": False,
}


def schemas() -> Mapping[str, str]:
    """Return file name → text of the JSON Schema of each kind of file."""
    return {
        "proof.json": _text("proof.json: what came out when patch and rollback were simulated", PROOF),
        "rulebook.json": _text("platforms/<name>/rulebook.yml: the text rules of a platform", _rulebook()),
    }


def _rulebook() -> Mapping[str, object]:
    found = RulebookText.model_json_schema(ref_template="#/definitions/{model}")
    definitions = found.pop("$defs", {})
    for each in (found, *definitions.values()):
        each.get("properties", {}).pop(PLACE, None)
        each.pop("title", None)
    return {**found, "definitions": definitions}


def _text(title: str, schema: Mapping[str, object]) -> str:
    return json.dumps({"$schema": DRAFT, **schema, "title": title}, ensure_ascii=False, indent=2) + "\n"
