"""The configs that the sample city's inventory asks for are audited: nothing that a config can decide fails."""

from datetime import date
from pathlib import Path

import pytest

from netops.audit import Basis, DeviceAudit, Word, audit, context_of, known_of
from netops.config import parse
from netops.intent import intended_devices
from netops.inventory import Inventory, load
from netops.operations.waiving import waived
from netops.platforms import get_platform
from netops.render import render

ROOT = Path(__file__).parents[3]
# Evidence that no template can give on its own: check → what people have to bring.
LEFT = {
    "B083": "TLS asks for the certificate of the server of events, and for a policy that names it",
    "B093": "keys of time servers",
    "B160": "keys of OSPF",
    "B163": "passwords of BGP sessions",
    "B168": "passwords of LDP sessions",
    "B170": "rates of what reaches the processor: measured at the device, or its own policy is taken",
}


@pytest.fixture(scope="module", params=["inventory", "inventory-city"])
def audits(request: pytest.FixtureRequest) -> list[DeviceAudit]:
    """The sample city as it is delivered, on FRR alone; and the same with devices of six platforms in all roles."""
    inventory: Inventory = load(ROOT / request.param)
    intended = intended_devices(inventory)
    found = []
    for host, device in intended.items():
        platform = get_platform(inventory.hosts[host].platform)
        read = platform.read(parse(platform, render(platform, device)))
        known = known_of(platform, read.release or inventory.hosts[host].release)
        found.append(audit(read, level=3, known=known, context=context_of(inventory, intended, host)))
    return [*waived(inventory, found, date(2026, 11, 26))]


def test_no_intended_config_has_a_finding_at_level_3(audits: list[DeviceAudit]) -> None:
    assert audits
    findings = [(each.device, verdict.check, verdict.found("en")) for each in audits for verdict in each.findings]
    assert findings == []


def test_the_advice_left_is_what_asks_for_secrets_or_for_figures_of_the_device(audits: list[DeviceAudit]) -> None:
    left = {verdict.check for each in audits for verdict in each.verdicts if verdict.advice}
    platforms = {each.platform for each in audits}
    assert left == ({"B160", "B163", "B168"} if platforms == {"frr"} else set(LEFT))


def test_every_explicit_verdict_cites_lines(audits: list[DeviceAudit]) -> None:
    silent = {
        (each.device, verdict.check)
        for each in audits
        for verdict in each.verdicts
        if verdict.basis is Basis.EXPLICIT and verdict.verdict is not Word.NOT_APPLICABLE and not verdict.lines
    }
    assert silent == set()
