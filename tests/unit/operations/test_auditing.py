"""The nightly audit: one device that can't be judged takes no other device's verdicts away."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from netops.change.commands import Project
from netops.devices import Collected, Kind, Outcome
from netops.errors import Fault
from netops.inventory import load
from netops.operations import audit_network, audit_shown

SAMPLE = Path(__file__).parents[3] / "inventory"


def showed(host: str, text: str) -> Outcome[Collected]:
    return Outcome(host, Kind.DONE, Collected(text, "8.4.4", datetime.now(UTC)))


def test_a_device_whose_config_cannot_be_parsed_is_not_audited_and_the_others_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outcomes: dict[str, Outcome[Collected]] = {
        "pe1": showed("pe1", "### /etc/frr/frr.conf\n### /etc/frr/frr.conf\n"),
        "pe2": showed("pe2", "### /etc/frr/frr.conf\nhostname pe2\n"),
        "p1": Outcome("p1", Kind.WRONG_PASSWORD, None, Fault("NET-DEV-001")),
    }
    monkeypatch.setattr("netops.operations.auditing.collect", lambda *_: outcomes)
    found = audit_network(Project(SAMPLE), load(SAMPLE), outcomes)
    reasons = {each.device: each.not_audited for each in found.results}
    assert {name: bool(each.verdicts) for name, each in zip(outcomes, found.results, strict=True)} == {
        "pe1": False,
        "pe2": True,
        "p1": False,
    }
    assert "pe1" in reasons
    assert reasons["pe1"]
    assert not reasons["pe2"]
    assert reasons["p1"] == Fault("NET-DEV-001").what


def test_a_release_that_the_config_doesnt_tell_is_the_inventorys() -> None:
    inventory = load(SAMPLE)
    hosts = {**inventory.hosts, "pe1": replace(inventory.hosts["pe1"], release="8.4.4")}
    text = "### /etc/frr/frr.conf\nhostname pe1\n"
    (told, own) = (
        audit_shown(replace(inventory, hosts=hosts), {"pe1": config}, policy=SAMPLE / "audit-policy.yml").results[0]
        for config in (text, text.replace("hostname", "frr version 10.1\nhostname"))
    )
    assert (told.release, own.release) == ("8.4.4", "10.1")
