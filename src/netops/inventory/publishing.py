"""JSON Schemas of the files that people write, for editors (``# yaml-language-server: $schema=…``).

Draft 7, which every editor's YAML language server understands. Those of netops' own files come from the models that
check them; those of Ansible's files are written here, from the same tables that the host rules use.
"""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from netops.inventory.department import Department, Resource
from netops.inventory.fields import ADDRESS, HOST, LENGTH, PORT
from netops.inventory.hosts import ENCODINGS, LONGEST_GUARD, PLATFORMS, VARIABLES, Role
from netops.inventory.identity import IdentityFile
from netops.inventory.network import Network
from netops.inventory.numbers import Allocations
from netops.inventory.waiver import WaiverFile

DRAFT = "http://json-schema.org/draft-07/schema#"

MODELS: Mapping[str, tuple[type[BaseModel], str]] = {
    "network.json": (Network, "network.yml: the backbone"),
    "department.json": (Department, "departments/<name>.yml: one department"),
    "resource.json": (Resource, "catalogue/<name>.yml: one shared resource"),
    "waivers.json": (WaiverFile, "waivers.yml: findings accepted until a date"),
    "identities.json": (IdentityFile, "identities.yml: who may plan and approve changes"),
    "allocations.json": (Allocations, "allocations.yml: numbers handed out once, written by netops allocate"),
}

ALLOWED: Mapping[str, Mapping[str, object]] = {
    "netops_platform": {"type": "string", "enum": list(PLATFORMS)},
    "netops_role": {"type": "string", "enum": list(Role)},
    "netops_release": {"type": "string", "examples": ["8.4.4"]},
    "netops_router_id": {"type": "string", "pattern": f"^{ADDRESS}$"},
    "netops_management": {"type": "string", "pattern": f"^{ADDRESS}/{LENGTH}$"},
    "netops_management_interface": {"type": "string", "pattern": f"^{PORT}$"},
    "netops_known_hosts": {"type": "string"},
    "netops_ssh_config": {"type": "string"},
    "netops_ssh_agent": {"type": "boolean"},
    "netops_keyring": {"type": "string"},
    "netops_legacy_ssh": {"type": "boolean"},
    "netops_encoding": {"type": "string", "enum": list(ENCODINGS)},
    "netops_reload_guard": {"type": "integer", "minimum": 0, "maximum": LONGEST_GUARD},
    "netops_telnet": {"type": "boolean"},
    "netops_simulated": {"type": "boolean"},
}

CONNECTION: Mapping[str, Mapping[str, object]] = {
    "ansible_host": {"type": "string", "description": "Name or address that SSH connects to."},
    "ansible_port": {"type": "integer", "minimum": 1, "maximum": 65535, "description": "Port of SSH."},
    "ansible_user": {"type": "string", "description": "Who logs in."},
}


class _Tidy(GenerateJsonSchema):
    """Leaves out titles that only repeat a field's name."""

    def field_title_should_be_set(self, schema: object) -> bool:
        """Never: a field has its description."""
        del schema
        return False


def schemas() -> Mapping[str, str]:
    """Return file name → text of the JSON Schema of every kind of file in an inventory."""
    texts = {name: _model_schema(model, title) for name, (model, title) in MODELS.items()}
    texts["hosts.json"] = _text("hosts.yml: the devices, in Ansible's form", _hosts_schema())
    texts["variables.json"] = _text("group_vars/ and host_vars/: variables of devices", _variables())
    return texts


def _model_schema(model: type[BaseModel], title: str) -> str:
    found = model.model_json_schema(schema_generator=_Tidy, ref_template="#/definitions/{model}")
    definitions = found.pop("$defs", {})
    return _text(title, _closed({**found, "definitions": definitions}))


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema in which a key that fits no pattern is refused, as the models refuse it."""
    closed = {name: _closed(inner) if isinstance(inner, dict) else inner for name, inner in schema.items()}
    if "patternProperties" in closed:
        closed = {**closed, "additionalProperties": False}
        closed.pop("propertyNames", None)
    return closed


def _text(title: str, schema: Mapping[str, object]) -> str:
    whole = {"$schema": DRAFT, **schema, "title": title}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _variables() -> dict[str, object]:
    """Return the schema of variables: netops' own are known by name, all others are free."""
    known = {name: {**ALLOWED[name], "description": words} for name, words in VARIABLES.items()}
    properties = {**CONNECTION, **known}
    names = {"anyOf": [{"enum": list(known)}, {"not": {"pattern": "^netops_"}}]}
    return {"type": ["object", "null"], "properties": properties, "propertyNames": names}


def _hosts_schema() -> dict[str, object]:
    groups = {"type": ["object", "null"], "additionalProperties": {"$ref": "#/definitions/group"}}
    group = {
        "type": ["object", "null"],
        "properties": {
            "hosts": {
                "type": ["object", "null"],
                "propertyNames": {"pattern": f"^{HOST}$"},
                "additionalProperties": {"$ref": "#/definitions/variables"},
            },
            "vars": {"$ref": "#/definitions/variables"},
            "children": groups,
        },
        "additionalProperties": False,
    }
    definitions = {"group": group, "variables": _variables()}
    return {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {"$ref": "#/definitions/group"},
        "definitions": definitions,
    }
