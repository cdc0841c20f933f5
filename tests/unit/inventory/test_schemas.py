"""The published JSON Schemas: up to date, and of one mind with the models."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from netops.inventory import schemas

Schema = Mapping[str, Any]

FILES = {
    "hosts.yml": "hosts.json",
    "network.yml": "network.json",
    "waivers.yml": "waivers.json",
    "identities.yml": "identities.json",
    "allocations.yml": "allocations.json",
    "departments/*.yml": "department.json",
    "catalogue/*.yml": "resource.json",
    "group_vars/*.yml": "variables.json",
}
"""Files of an inventory → the schema that belongs to them."""

TYPES = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}


def complaints(value: object, schema: Schema, whole: Schema, place: str = "$") -> list[str]:
    """What a value has against a schema, by the keywords of draft 7 that netops' schemas use; no other is let pass."""
    if "$ref" in schema:
        return complaints(value, whole["definitions"][schema["$ref"].rpartition("/")[2]], whole, place)
    handlers = {"type": kind, "enum": choice, "pattern": pattern, "properties": members, "items": entries}
    known = {*handlers, "definitions", "$schema", "title", "description", "default", "examples", "required", "format",
             "minimum", "maximum", "minItems", "minLength", "maxLength", "minProperties", "propertyNames", "anyOf",
             "not", "additionalProperties", "patternProperties"}  # fmt: skip
    assert set(schema) <= known, set(schema) - known
    found = [
        f"{place}: {words}" for words in (kind(value, schema), choice(value, schema), pattern(value, schema)) if words
    ]
    if "anyOf" in schema and all(complaints(value, each, whole, place) for each in schema["anyOf"]):
        found.append(f"{place}: none of the choices")
    if "not" in schema and not complaints(value, schema["not"], whole, place):
        found.append(f"{place}: refused")
    return found + members(value, schema, whole, place) + entries(value, schema, whole, place)


def kind(value: object, schema: Schema) -> str:
    names = schema.get("type", [])
    kinds = [TYPES[name] for name in ([names] if isinstance(names, str) else names)]
    return "" if not kinds or any(type(value) is each for each in kinds) else f"not {names}"


def choice(value: object, schema: Schema) -> str:
    return "" if "enum" not in schema or value in schema["enum"] else f"not in {schema['enum']}"


def pattern(value: object, schema: Schema) -> str:
    if not isinstance(value, str) or re.search(schema.get("pattern", ""), value):
        low, high = schema.get("minimum"), schema.get("maximum")
        inside = not isinstance(value, int) or ((low is None or low <= value) and (high is None or value <= high))
        return "" if inside else "out of range"
    return f"not {schema['pattern']}"


def members(value: object, schema: Schema, whole: Schema, place: str) -> list[str]:
    if not isinstance(value, dict):
        return []
    found = [f"{place}: {name} is missing" for name in schema.get("required", []) if name not in value]
    for name, inner in value.items():
        rest = schema.get("additionalProperties", True)
        patterns = [each for key, each in schema.get("patternProperties", {}).items() if re.search(key, name)]
        rule = schema.get("properties", {}).get(name, patterns[0] if patterns else rest)
        if rule is False:
            found.append(f"{place}: {name} is unknown")
        elif rule is not True:
            found += complaints(inner, rule, whole, f"{place}.{name}")
        found += complaints(name, schema.get("propertyNames", {}), whole, f"{place}.{name}")
    return found


def entries(value: object, schema: Schema, whole: Schema, place: str) -> list[str]:
    if not isinstance(value, list):
        return []
    found = [] if len(value) >= schema.get("minItems", 0) else [f"{place}: too few"]
    for index, inner in enumerate(value):
        found += complaints(inner, schema.get("items", {}), whole, f"{place}[{index}]")
    return found


def checked(path: Path, schema: str) -> list[str]:
    whole = json.loads(schemas()[schema])
    return complaints(yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader), whole, whole)


def test_the_checked_in_schemas_are_up_to_date(root: Path) -> None:
    folder = root / "docs" / "schemas"
    kept = {path.name: path.read_text("utf-8") for path in folder.glob("*.json") if path.name in schemas()}
    assert kept == dict(schemas()), "run `netops schemas`"


@pytest.mark.parametrize(("files", "schema"), FILES.items())
def test_the_sample_city_keeps_to_its_schemas_and_names_them(root: Path, files: str, schema: str) -> None:
    paths = sorted((root / "inventory").glob(files))
    assert paths
    for path in paths:
        assert checked(path, schema) == [], path
        first = path.read_text("utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema=")
        assert (path.parent / first.partition("=")[2]).resolve() == (root / "docs" / "schemas" / schema).resolve()


@pytest.mark.parametrize(
    ("file", "schema", "old", "new"),
    [
        ("departments/finance.yml", "department.json", "stage: surveyed", "stge: surveyed"),
        ("departments/finance.yml", "department.json", "stage: surveyed", "stage: lost"),
        ("departments/finance.yml", "department.json", "protection_level: 3", "protection_level: 6"),
        ("departments/finance.yml", "department.json", "provider: pe1:cust0", "provider: pe1"),
        ("departments/finance.yml", "department.json", "gateway: 192.168.1.1}", "gateway: 192.168.1.256}"),
        ("departments/finance.yml", "department.json", "en: Finance Bureau", 'en: "{{ x }}"'),
        ("network.yml", "network.json", "users: [netops]", "users: []"),
        ("network.yml", "network.json", '"{asn}:{number}"\n  route', '"{asn}:1"\n  route'),
        ("allocations.yml", "allocations.json", "  finance/hq: 65", "  finance: 65"),
        ("catalogue/data-exchange.yml", "resource.json", "class: ", "classification: "),
        ("hosts.yml", "hosts.json", "netops_router_id: 10.255.0.11,", "netops_routerid: 10.255.0.11,"),
        ("hosts.yml", "hosts.json", "    legacy:\n      hosts:", "    legacy:\n      host:"),
        ("group_vars/all.yml", "variables.json", "netops_platform: frr", "netops_platform: fr"),
    ],
)
def test_what_load_refuses_an_editor_marks_too(
    root: Path, tmp_path: Path, file: str, schema: str, old: str, new: str
) -> None:
    text = (root / "inventory" / file).read_text("utf-8")
    assert text.count(old) == 1
    path = tmp_path / "changed.yml"
    path.write_text(text.replace(old, new), "utf-8")
    assert checked(path, schema)
