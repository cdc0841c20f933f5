"""What an audit finds is mended on simulated devices, from the plan to a clean second audit, by the commands that people type.

``tests/cases/mended/<platform>.yml``: a device that nobody ever hardened; ``mends`` are the checks whose findings and advice
go, ``unsure`` those whose lines are taken and of which only a person can tell then, ``left`` those whose lines can't be
taken, with words of the reason.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from netops.change.identity import create_key
from netops.cli.app import main
from netops.lab.simulation import Fleet, Simulated, simulation
from netops.lab.simulation.keeping import keep

FOLDER = Path(__file__).parents[2] / "cases" / "mended"
PASSWORD = "Correct-Horse-9"
FINDINGS = ("partial", "non_compliant")
HOLDS = {"compliant", "not_applicable"}
NAME = re.compile(r"^ ?(?:sysname|hostname) (\S+)", re.MULTILINE)

CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
    for path in sorted(FOLDER.glob("*.yml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


@dataclass
class Desk:
    """Where an operator sits: devices that answer, an inventory of them, and two people's keys."""

    fleet: Fleet
    folder: Path
    screen: pytest.CaptureFixture[str]

    def netops(self, *words: str) -> tuple[int, str, str]:
        """Run a command; return its exit code and what it said on both ways."""
        self.screen.readouterr()
        code = main(words)
        said = self.screen.readouterr()
        return code, said.out, said.err

    def must(self, *words: str) -> str:
        """Run a command that has to succeed."""
        code, out, err = self.netops(*words)
        assert code == 0, out + err
        return out

    def audit(self) -> dict[str, dict[str, Any]]:
        """Audit all devices: device → check → verdict, and what nobody understood under ``unread``."""
        out = self.must("audit", "--format", "json", "--no-history", "--fail-on", "never")
        return {
            each["device"]: {
                **{verdict["check"]: verdict for verdict in each["verdicts"]},
                "unread": each["coverage"]["unread"],
            }
            for each in json.loads(out)["devices"]
        }

    def plan(self, *words: str) -> tuple[int, dict[str, Any]]:
        code, out, err = self.netops("audit", "--fix-plan", "--as", "li", "--json", *words)
        assert out, err
        return code, json.loads(out)

    def running(self) -> Mapping[str, str]:
        return {name: self.fleet.running(name) for name in self.fleet.hosts}


def sit(folder: Path, cases: Mapping[str, tuple[str, Mapping[str, Any]]], fleet: Fleet) -> None:
    """Write the inventory of a fleet: where its devices are managed, which ports face others, who may plan and approve."""
    inventory = keep(fleet, folder, PASSWORD)
    listed = yaml.safe_load((inventory / "hosts.yml").read_text("utf-8"))
    for name, own in listed["all"]["hosts"].items():
        case = cases[name][1]
        own["netops_management"] = case["management"]["address"]
        own["netops_management_interface"] = case["management"]["interface"]
    (inventory / "hosts.yml").write_text(yaml.safe_dump(listed), "utf-8")
    people = [
        {"name": each, "role": "engineer", "public_key": create_key(each, folder / "keys").public_key}
        for each in ("li", "wang")
    ]
    (inventory / "identities.yml").write_text(json.dumps({"identities": people}), "utf-8")
    ports = {name: case["boundary"] for name, (_, case) in cases.items()}
    (inventory / "audit-policy.yml").write_text(
        yaml.safe_dump({"boundary_ports": ports, "log_servers": ["10.250.0.9"]}), "utf-8"
    )


@pytest.fixture
def desk(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Desk]:
    """A desk over the devices that a test asks for by their cases."""
    chosen: list[tuple[str, Mapping[str, Any]]] = request.param
    cases = {name_of(case): (platform, case) for platform, case in chosen}
    made = {
        name: Simulated(platform, case["config"], password=PASSWORD, release=case.get("release", ""))
        for name, (platform, case) in cases.items()
    }
    with simulation(made) as fleet:
        sit(tmp_path, cases, fleet)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("NETOPS_PASSWORD", PASSWORD)
        monkeypatch.setenv("NETOPS_KEYS", str(tmp_path / "keys"))
        yield Desk(fleet, tmp_path, capsys)


def name_of(case: Mapping[str, Any]) -> str:
    found = NAME.search(case["config"])
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("desk", "case"), [pytest.param([each.values], each.values[1], id=each.id) for each in CASES], indirect=["desk"]
)
def test_what_an_audit_finds_is_mended_and_a_second_audit_finds_it_no_more(desk: Desk, case: Mapping[str, Any]) -> None:
    name, shown = name_of(case), desk.running()
    before = desk.audit()[name]
    code, plan = desk.plan("--advice")
    assert code == 2, plan
    assert (plan["mended"][name], plan["unsure"].get(name, [])) == (case["mends"], case.get("unsure", []))
    refused = {each["check"]: each["why"] for each in plan["left"] if each["why"] != "people"}
    assert {check: words in refused.get(check, "") for check, words in case.get("left", {}).items()} == dict.fromkeys(
        refused, True
    )
    assert desk.running() == shown, "a plan typed something"

    desk.must("approve", plan["change"], "--as", "wang")
    desk.must("apply", plan["change"], "--as", "li")
    assert desk.fleet.saved(name) == desk.fleet.running(name)
    after = desk.audit()[name]
    said = {check: each["verdict"] for check, each in after.items() if check != "unread"}
    assert {check: said[check] for check in case["mends"] if said[check] not in HOLDS} == {}
    # A device may show by itself what the trial could not know: `no service dhcp`.
    assert {said[check] for check in case.get("unsure", [])} <= {"manual", "compliant"}
    was = {check: each["verdict"] for check, each in before.items() if check != "unread"}
    bad = {check: (was[check], word) for check, word in said.items() if worse(was[check], word)}
    brought = {each["check"] for each in plan["brings"]}
    assert bad == dict.fromkeys(brought, ("not_applicable", "non_compliant"))
    assert {check: before[check]["supporting"] for check in brought} == dict.fromkeys(brought, True)
    assert after["unread"] <= before["unread"]

    code, second = desk.plan("--advice")
    assert (code, second["change"]) == (0, None)
    assert {each["check"] for each in second["left"] if each["why"] != "people"} == refused.keys()
    desk.must("rollback", plan["change"], "--as", "li")


def worse(before: str, after: str) -> bool:
    """Whether a finding came or grew, or nobody is sure any more of what held."""
    if after in FINDINGS:
        return before not in FINDINGS or FINDINGS.index(before) < FINDINGS.index(after)
    return (before, after) == ("compliant", "manual")


def first_of(*platforms: str) -> list[Any]:
    """The first case of each of these platforms."""
    return [next(tuple(each.values) for each in CASES if each.values[0] == name) for name in platforms]


PAIR = pytest.mark.parametrize("desk", [first_of("huawei_vrp", "ruijie_os")], indirect=True)


@PAIR
def test_a_device_that_is_not_reached_is_named_and_the_others_are_planned(desk: Desk) -> None:
    desk.fleet.device("sw-ruijie").faults(password=True)
    code, plan = desk.plan()
    assert code == 1  # as an audit ends that left somebody out
    assert (list(plan["mended"]), list(plan["not_audited"]), plan["unread"]) == (["sw-huawei"], ["sw-ruijie"], {})
    assert [each["host"] for each in plan["devices"]] == ["sw-huawei"]
    assert {each["device"] for each in plan["left"]} == {"sw-huawei"}


@PAIR
def test_what_nobody_asked_to_mend_may_be_out_of_reach(desk: Desk) -> None:
    desk.fleet.device("sw-ruijie").faults(password=True)
    code, plan = desk.plan("-F", "sw-huawei")
    assert code == 2
    assert (list(plan["mended"]), plan["not_audited"], list(plan["unread"])) == (["sw-huawei"], {}, ["sw-ruijie"])
    _, out, err = desk.netops("audit", "--fix-plan", "--as", "li", "-F", "sw-huawei")
    assert "sw-ruijie: not read, so who reaches whom there is what the inventory says" in out + err


@PAIR
def test_findings_are_mended_and_advice_only_where_somebody_asks_for_it(desk: Desk) -> None:
    verdicts = desk.audit()
    evidence = {
        host: {check for check, each in found.items() if check != "unread" and each["supporting"]}
        for host, found in verdicts.items()
    }
    _, plain = desk.plan()
    assert {host: evidence[host] & {*checks} for host, checks in plain["mended"].items()} == {
        "sw-huawei": set(),
        "sw-ruijie": set(),
    }
    _, named = desk.plan("--check", "B095")
    assert named["mended"] == {"sw-huawei": ["B095"], "sw-ruijie": ["B095"]}
    _, whole = desk.plan("--advice")
    assert all(evidence[host] & {*checks} for host, checks in whole["mended"].items())


@PAIR
def test_people_are_told_what_is_mended_what_stays_and_why(desk: Desk) -> None:
    code, out, err = desk.netops("audit", "--fix-plan", "--as", "li")
    assert code == 2
    said = out + err
    assert "sw-ruijie: B040 stays, since its lines can't be taken: the intended config" in said
    assert "sw-ruijie: for people to mend: B0" in said
    assert "may ask for a new password" in said
