"""The playbooks, with ansible-core alone: the same work as the commands, through the collection's actions."""

import importlib.metadata
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.lab.conftest import APPROVER, AUTHOR, City, Moved, Run

from netops.change.journal import State

pytestmark = pytest.mark.lab

ACTIONS = ("apply", "audit", "collect", "plan", "rollback", "verify")
SITES = ("finance-ce1", "finance-ce2")
CHANGE = "by-playbook"
RESULT = re.compile(r"^(ok|changed|fatal): \[[a-z0-9-]+\](?:: FAILED!)? => (\{.*\})$", re.MULTILINE)
WARNED = re.compile(r"\[(?:DEPRECATION )?WARNING")


def result(run: Run) -> tuple[str, dict[str, Any]]:
    """Return how the play's one task ended, and what it returned."""
    (found,) = RESULT.findall(run.output)
    return found[0], json.loads(found[1])


def written(place: Path) -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in sorted(place.glob("*.cfg"))}


@dataclass(frozen=True)
class Played:
    """The six playbooks in the order in which people use them, and the routers' configs between them."""

    runs: dict[str, Run]
    configs: dict[str, dict[str, str]]
    states: dict[str, State]
    listed: list[str]


@pytest.fixture(scope="module")
def played(city: City, prepared: Moved) -> Played:
    runs, configs, states = {}, {}, {}
    move = ("-e", "department=finance", "-e", "to=cut_over", "-e", f"author={AUTHOR}")
    change = ("-e", f"change={CHANGE}", "-e", f"who={AUTHOR}")
    ask = ("--check", "--diff")

    def look(when: str, *words: str) -> Run:
        place = city.root / "by-playbook" / when
        run = city.play("collect", "-e", f"directory={place}", *words)
        configs[when] = written(place)
        return run

    city.converge()
    runs["collect"] = look("before")
    runs["plan asked"] = city.play("plan", *move, *ask)
    listed = sorted(path.name for path in (city.root / "changes").iterdir())
    runs["plan"] = city.play("plan", *move, "-e", f"id={CHANGE}")
    runs["apply unapproved"] = city.play("apply", *change, "--check")
    city.netops("approve", CHANGE, "--as", APPROVER).must()
    runs["apply asked"] = city.play("apply", *change, *ask)
    states["asked"] = city.change(CHANGE).state()
    look("asked", "--limit", ",".join(SITES))
    runs["apply"] = city.play("apply", *change)
    runs["verify"] = city.play("verify", *change)
    runs["rollback asked"] = city.play("rollback", *change, *ask)
    states["applied"] = city.change(CHANGE).state()
    runs["rollback"] = city.play("rollback", *change)
    states["rolled back"] = city.change(CHANGE).state()
    look("after", "--limit", ",".join(SITES))
    report = city.root / "by-playbook" / "report.html"
    runs["audit"] = city.play("audit", "--limit", "p1,finance-old", "-e", f"report={report}", "-e", "language=en")
    return Played(runs, configs, states, listed)


def test_only_ansible_core_is_there(city: City) -> None:
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.version("ansible")


def test_every_action_is_documented_with_its_options(city: City) -> None:
    names = [f"netops.egov.{action}" for action in ACTIONS]
    run = city.ansible("ansible-doc", "-t", "module", "-j", *names).must()
    pages = json.loads(run.output)
    assert sorted(pages) == names
    for name, page in pages.items():
        assert page["doc"]["short_description"], name
        assert page["examples"].strip().startswith("- name:"), name
        assert "results_by_host" in page["return"], name
        assert {"inventory", "state"} <= set(page["doc"]["options"]), name


@pytest.mark.parametrize(
    "step", ["collect", "plan asked", "plan", "apply asked", "apply", "verify", "rollback", "audit"]
)
def test_each_playbook_ends_well_and_without_a_warning(played: Played, step: str) -> None:
    run = played.runs[step].must()
    assert not WARNED.search(run.both), run.both
    assert "failed=0" in run.output


def test_collect_reads_every_host_and_writes_what_it_read(city: City, played: Played) -> None:
    ending, found = result(played.runs["collect"])
    assert ending == "changed"
    assert set(found["results_by_host"]) == set(city.lab.ports)
    assert set(played.configs["before"]) == set(city.lab.ports)


@pytest.mark.parametrize("step", ["plan asked", "apply asked"])
def test_asking_shows_every_devices_diff(played: Played, step: str) -> None:
    output = played.runs[step].output
    for host in SITES:
        assert f"--- {host} running\n+++ {host} intended\n" in output
    assert re.search(r"^\+ip route 192\.168\.2\.0/24 172\.16\.1\.1 .*\b250$", output, re.MULTILINE)
    ending, found = result(played.runs[step])
    assert ending == "changed"
    assert set(found["results_by_host"]) == set(SITES)


def test_asking_changes_nothing(played: Played) -> None:
    assert CHANGE not in played.listed
    assert not [name for name in played.listed if name.endswith("finance-cut_over")]
    assert played.states["asked"] is State.PLANNED
    assert played.configs["asked"] == {host: played.configs["before"][host] for host in SITES}


def test_an_unapproved_change_fails_the_play_with_its_code(played: Played) -> None:
    run = played.runs["apply unapproved"].must(2)
    assert result(run)[1]["faults"][0]["code"] == "NET-CHG-050"


def test_apply_and_verify_say_what_each_device_shows(played: Played) -> None:
    for step in ("apply", "verify"):
        _, found = result(played.runs[step])
        assert found["results_by_host"] == dict.fromkeys(SITES, "expected")
        assert any("via 10.1.0.5" in line for line in found["probes"])
    assert result(played.runs["verify"])[0] == "ok"


def test_asking_for_the_way_back_shows_its_commands_and_leaves_the_change_applied(played: Played) -> None:
    assert "+++ finance-ce1 running\n" in played.runs["rollback asked"].must().output
    assert played.states["applied"] is State.APPLIED


def test_after_the_rollback_every_device_is_as_before(played: Played) -> None:
    assert played.states["rolled back"] is State.ROLLED_BACK
    assert played.configs["after"] == {host: played.configs["before"][host] for host in SITES}


def test_audit_returns_its_verdicts_by_host_and_writes_the_page(city: City, played: Played) -> None:
    _, found = result(played.runs["audit"])
    assert set(found["results_by_host"]) == {"p1", "finance-old"}
    assert found["results_by_host"]["finance-old"]["level"] == 3
    page = (city.root / "by-playbook" / "report.html").read_text("utf-8")
    assert "Nobody logs in as root" in page


def test_one_host_that_is_silent_fails_the_play_by_name_and_the_others_are_read_all_the_same(city: City) -> None:
    place = city.root / "by-playbook" / "silent"
    with city.silenced("health-old"):
        run = city.play("collect", "--limit", "legacy", "-e", f"directory={place}").must(2)
    ending, found = result(run)
    assert ending == "fatal"
    assert found["msg"].startswith("2 of 3 devices were read; health-old: NET-DEV-010 ")
    assert found["faults_by_host"]["health-old"]["code"] == "NET-DEV-010"
    assert set(found["results_by_host"]) == {"finance-old", "archives-old"}
    assert set(written(place)) == {"finance-old", "archives-old"}


WRONG = """
- hosts: all
  gather_facts: false
  tasks:
    - {name: an option that nobody knows, netops.egov.plan: {author: li, colour: blue}, ignore_errors: true}
    - {name: an option that must be there, netops.egov.apply: {change: p1}, ignore_errors: true}
    - {name: a value of another type, netops.egov.plan: {author: li, include_drift: perhaps}, ignore_errors: true}
    - {name: a value that is no choice, netops.egov.audit: {fail_on: sometimes}, ignore_errors: true}
    - {name: a change that is not there, netops.egov.apply: {change: nothing, who: li}, ignore_errors: true}
"""


def test_wrong_options_are_refused_by_name_before_anybody_logs_in(city: City, tmp_path: Path) -> None:
    playbook = tmp_path / "wrong.yml"
    playbook.write_text(WRONG, "utf-8")
    run = city.play(playbook).must()
    said = [json.loads(found)["msg"] for _, found in RESULT.findall(run.output.replace("...ignoring", ""))]
    expected = ("colour", "missing required arguments: who", "include_drift", "fail_on", "NET-CHG-031")
    assert len(said) == len(expected), run.both
    for words, message in zip(expected, said, strict=True):
        assert words in message
