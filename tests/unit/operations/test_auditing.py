"""The nightly audit: one device that can't be judged takes no other device's verdicts away."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from netops.audit import Policy
from netops.change.commands import Project
from netops.devices import Collected, Kind, Outcome
from netops.errors import Fault
from netops.inventory import load
from netops.operations import audit_network, audit_shown, thresholds

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
    found = audit_network(Project(SAMPLE), load(SAMPLE), outcomes, policy=Policy())
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
        audit_shown(
            replace(inventory, hosts=hosts), {"pe1": config}, policy=thresholds(None, SAMPLE / "audit-policy.yml")
        ).results[0]
        for config in (text, text.replace("hostname", "frr version 10.1\nhostname"))
    )
    assert (told.release, own.release) == ("8.4.4", "10.1")


def test_ports_that_the_policy_names_go_by_the_inventorys_name_whatever_the_device_calls_itself(tmp_path: Path) -> None:
    policy = tmp_path / "audit-policy.yml"
    policy.write_text("boundary_ports: {p2: [GigabitEthernet0/0/1], P2: [GigabitEthernet0/0/2]}\n", "utf-8")
    text = "sysname P2\n#\ninterface GigabitEthernet0/0/1\n ip address 192.0.2.1 24\n#\nreturn\n"
    found = audit_shown(load(CITY), {"p2": text}, policy=thresholds(policy))
    verdict = next(each for each in found.results[0].verdicts if each.check == "B120")
    assert (verdict.verdict.value, "GigabitEthernet0/0/1" in str(verdict.values)) == ("non_compliant", True)
    assert found.unknown == ("P2",)


CITY = Path(__file__).parents[3] / "inventory-city"
VRRP = """interface GigabitEthernet0/0/1
 ip address {address} 24
 vrrp vrid 7 virtual-ip 192.168.77.254
#
"""


def standby(shown: dict[str, str | Fault]) -> dict[str, tuple[str, str]]:
    """Audit devices of the city, and return what B180 says of each."""
    found = audit_shown(load(CITY), shown, policy=thresholds(None, CITY / "audit-policy.yml")).results
    verdicts = {each.device: verdict for each in found for verdict in each.verdicts if verdict.check == "B180"}
    return {host: (each.verdict.value, each.values["what"]) for host, each in verdicts.items()}


EMPTY = {
    "frr": "### /etc/frr/frr.conf\n### /etc/network/interfaces\n### /etc/nftables.conf\n### /etc/ssh/sshd_config\n"
}


def everybody(shown: dict[str, str | Fault]) -> dict[str, str | Fault]:
    """Return what all devices of the city show; those that aren't named have only a name, or only parts without a line."""
    hosts = load(CITY).hosts
    named = {"huawei_vrp", "huawei_vrpv8", "h3c_comware"}
    texts = {
        host: EMPTY.get(each.platform, f"{'sys' if each.platform in named else 'host'}name {host}\n")
        for host, each in hosts.items()
    }
    return {**texts, **shown}


def vrp(name: str, address: str) -> str:
    return f"sysname {name}\n#\n{VRRP.format(address=address)}return\n"


def test_two_routers_that_are_audited_together_stand_in_for_each_other() -> None:
    shown: dict[str, str | Fault] = {"p2": vrp("p2", "192.168.77.1"), "edge1": vrp("edge1", "192.168.77.2")}
    assert standby(shown) == {
        "p2": ("compliant", "GigabitEthernet0/0/1 vrrp 7: edge1"),
        "edge1": ("compliant", "GigabitEthernet0/0/1 vrrp 7: p2"),
    }


def test_a_router_that_is_audited_without_the_others_is_for_a_person() -> None:
    assert standby({"p2": vrp("p2", "192.168.77.1")}) == {"p2": ("manual", "GigabitEthernet0/0/1 vrrp 7: ?")}


def test_a_router_that_no_other_of_the_network_stands_in_for_is_a_finding_once_all_were_read() -> None:
    shown = everybody({"p2": vrp("p2", "192.168.77.1")})
    assert standby(shown)["p2"] == ("non_compliant", "GigabitEthernet0/0/1 vrrp 7: -")


@pytest.mark.parametrize(
    "other", [Fault("NET-DEV-001"), "frr version 8.4.4\nhostname p1\n"], ids=["not reached", "a part not collected"]
)
def test_a_router_of_which_something_is_not_known_could_be_the_one_that_stands_in(other: str | Fault) -> None:
    shown = everybody({"p2": vrp("p2", "192.168.77.1"), "p1": other})
    assert standby(shown)["p2"] == ("manual", "GigabitEthernet0/0/1 vrrp 7: ?")


FRR = "interface lan0\n ip address {address}/24\n vrrp 7 ip 192.168.77.254\nexit\n"


def test_networks_of_two_departments_are_two_though_their_addresses_are_the_same() -> None:
    texts = [EMPTY["frr"].replace("frr.conf\n", f"frr.conf\n{FRR.format(address=f'192.168.77.{n}')}") for n in (1, 2)]
    assert standby({"finance-ce1": texts[0], "health-ce1": texts[1]})["finance-ce1"] == ("manual", "lan0 vrrp 7: ?")
    assert standby({"finance-ce1": texts[0], "finance-ce2": texts[1]})["finance-ce1"] == (
        "compliant",
        "lan0 vrrp 7: finance-ce2",
    )


def test_a_group_that_differs_is_told_with_the_other_device() -> None:
    shown: dict[str, str | Fault] = {
        "p2": vrp("p2", "192.168.77.1"),
        "edge1": vrp("edge1", "192.168.77.2").replace(".254", ".253"),
    }
    assert standby(shown)["p2"] == ("non_compliant", "GigabitEthernet0/0/1 vrrp 7: ≠ edge1")
