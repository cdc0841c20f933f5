"""The published schemas say what is really written."""

import json

from netops.config import build_patch, parse, schemas
from netops.platforms import get_platform

FRR = get_platform("frr")


def test_the_schema_of_a_proof_names_what_a_proof_holds() -> None:
    schema = json.loads(schemas()["proof.json"])
    patch = build_patch(FRR, parse(FRR, "no ipv6 forwarding\nlog syslog\n"), parse(FRR, "frobnicate\n"))
    proof = json.loads(json.dumps(patch.proof.as_dict()))
    assert proof.keys() == schema["properties"].keys() == set(schema["required"])
    assert proof["kept"]
    assert proof["kept"][0].keys() == schema["properties"]["kept"]["items"]["properties"].keys()
    assert proof["obstacles"]


def test_the_schema_of_a_rulebook_knows_every_key_of_a_rule() -> None:
    schema = json.loads(schemas()["rulebook.json"])
    rule = schema["definitions"]["RuleText"]
    assert {"line", "undo", "wipes", "set_wipes", "numbered", "span", "since"} <= rule["properties"].keys()
    assert rule["additionalProperties"] is False
    assert not any("__" in key for key in rule["properties"])
