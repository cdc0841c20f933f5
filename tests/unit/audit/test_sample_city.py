"""The configs that the sample city's inventory asks for are audited: nothing that a config can decide fails."""

from pathlib import Path

import pytest

from netops.audit import Basis, Context, DeviceAudit, Word, audit, known_of
from netops.config import parse
from netops.intent import intended_devices
from netops.inventory import Inventory, load
from netops.platforms import get_platform
from netops.render import render

INVENTORY = Path(__file__).parents[3] / "inventory"


@pytest.fixture(scope="module")
def audits() -> list[DeviceAudit]:
    inventory: Inventory = load(INVENTORY)
    management = inventory.network.management
    context = Context((management.prefix,), frozenset({management.interface}), boundary_ports=frozenset())
    platform = get_platform("frr")
    found = []
    for device in intended_devices(inventory).values():
        read = platform.read(parse(platform, render(platform, device)))
        found.append(audit(read, level=3, known=known_of(platform, read.release), context=context))
    return found


def test_no_intended_config_has_a_finding_at_level_3(audits: list[DeviceAudit]) -> None:
    assert audits
    findings = [(each.device, verdict.check, verdict.found("en")) for each in audits for verdict in each.findings]
    assert findings == []


def test_every_explicit_verdict_cites_lines(audits: list[DeviceAudit]) -> None:
    silent = {
        (each.device, verdict.check)
        for each in audits
        for verdict in each.verdicts
        if verdict.basis is Basis.EXPLICIT and verdict.verdict is not Word.NOT_APPLICABLE and not verdict.lines
    }
    assert silent == set()
