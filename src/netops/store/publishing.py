"""The JSON Schema of the index, for programs that read an archive without netops."""

import json
from collections.abc import Mapping

from netops.store.entry import FINGERPRINT, HEX64, HOST, Seen

DRAFT = "http://json-schema.org/draft-07/schema#"
_DIGEST = {"type": "string", "pattern": f"^{HEX64.pattern}$"}

ENTRY: Mapping[str, Mapping[str, object]] = {
    "number": {"type": "integer", "minimum": 1, "description": "1 for the first of this device."},
    "host": {"type": "string", "pattern": f"^{HOST.pattern}$", "description": "The device."},
    "platform": {"type": "string", "description": "By whose rules the text is read."},
    "at": {"type": "string", "format": "date-time", "description": "When the device was read: UTC, with seconds."},
    "release": {"type": "string", "description": "Software release that it reported; empty where it didn't."},
    "hardware": {"type": "string", "description": "Model that it reported; empty where it didn't."},
    "who": {"type": "string", "description": "The user of netops who collected it."},
    "sha256": {**_DIGEST, "description": "SHA-256 of the stored bytes, and the name of their file."},
    "sm3": {**_DIGEST, "description": "SM3 (GB/T 32905) of the same bytes."},
    "size": {"type": "integer", "minimum": 0, "description": "Bytes."},
    "fingerprint": {
        "type": "string",
        "pattern": f"^{FINGERPRINT.pattern}$",
        "description": "What the text means to the device, taken before masking; empty where it can't be parsed.",
    },
    "masked": {"type": "boolean", "description": "Whether placeholders stand in the place of secrets."},
    "seen": {
        "enum": [each.value for each in Seen],
        "description": "new: the first; again: the same bytes as before; equal: other bytes of the same meaning; changed.",
    },
    "previous": {**_DIGEST, "description": "`hash` of the line above; 64 zeros in the first line."},
    "hash": {
        **_DIGEST,
        "description": "SHA-256 of the entry without this property, as JSON with sorted names and no spaces.",
    },
}


def schemas() -> Mapping[str, str]:
    """Return file name → text of the JSON Schema of each kind of file."""
    content = {
        "$schema": DRAFT,
        "type": "object",
        "properties": ENTRY,
        "required": list(ENTRY),
        "additionalProperties": False,
        "title": "archive/index/<host>.jsonl: one line a collection",
    }
    return {"archive-entry.json": json.dumps(content, ensure_ascii=False, indent=2) + "\n"}
