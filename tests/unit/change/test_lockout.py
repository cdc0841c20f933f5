"""Engineers are never locked out: what people come in by today must stand in the intended config."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from netops.change.lockout import lockouts
from netops.config import parse
from netops.errors import Refused
from netops.platforms import get_platform

Town = Any  # the city of conftest.py, which tests can't import
Case = dict[str, Any]

CASES: list[Case] = yaml.safe_load((Path(__file__).parents[2] / "cases/change/lockout.yml").read_text("utf-8"))
FRR = get_platform("frr")


def edited(text: str, edits: dict[str, str]) -> str:
    for old, new in edits.items():
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("case", CASES, ids=[each["name"] for each in CASES])
def test_lockout(sample: Town, case: Case) -> None:
    inventory, text = sample.inventory, sample.running["pe1"]
    running, intended = (
        FRR.read(parse(FRR, edited(text, case.get(which) or {}), path="pe1")) for which in ("today", "edit")
    )
    assert [each.line.text for each in intended.unread] == case.get("unread", [])
    faults = lockouts(inventory, inventory.hosts["pe1"], running, intended)
    assert {fault.code for fault in faults} <= {"NET-CHG-045"}
    assert [fault.values["detail"] for fault in faults] == case["lockout"]


EDITS = {
    "users": ("users: [netops]", "users: [others]"),
    "interface renamed": ("interface: mgmt0", "interface: mgmt1"),
    "ciphers": ("[chacha20-poly1305@openssh.com, aes256-gcm@openssh.com, aes128-gcm@openssh.com]", "[aes256-ctr]"),
}


@pytest.mark.parametrize("edit", ["users", "interface renamed", "ciphers"])
def test_a_slip_in_the_inventory_does_not_lock_the_engineers_out_of_any_device(town: Town, edit: str) -> None:
    old, new = EDITS[edit]
    town.edit("network.yml", old, new)
    with pytest.raises(Refused) as raised:
        town.plan(None)
    locked = {str(fault.values["host"]) for fault in raised.value.faults if fault.code == "NET-CHG-045"}
    assert locked == set(town.inventory.hosts)
    assert not town.project.changes.exists()
