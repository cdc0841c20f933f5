"""``netops audit`` with its history, ``netops history`` and ``netops schedule``, as people and a schedule call them."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from netops.cli.app import main
from netops.devices import Collected, Kind, Outcome
from netops.errors import Fault
from netops.intent import intended_devices
from netops.inventory import Listing, load
from netops.inventory.listing import ansible_listing
from netops.operations import FixPlan, Notice, Wish, one_at_a_time
from netops.platforms import get_platform
from netops.render import render
from netops.store import Archive, store
from netops.store.history import Writing

SAMPLE = Path(__file__).parents[3] / "inventory"
ONE = ("-F", "finance-ce*")
SSH = 'iifname "mgmt0" ip saddr 10.250.0.0/24 tcp dport 22 accept'
TELNET = (SSH, f"{SSH}\n\t\ttcp dport 23 accept")
"""B030: two high-risk items are triggered."""
TRIES = ("MaxAuthTries 3", "MaxAuthTries 30")
"""B022, no high-risk item."""


@dataclass
class Place:
    """A project, and what its devices show.

    Attributes:
        sound: host → a running config in which nothing is to be found.
        texts: what each shows now; those without one can't be reached.
    """

    root: Path
    sound: Mapping[str, str]
    capsys: pytest.CaptureFixture[str]
    texts: dict[str, str] = field(default_factory=dict)

    def fetch(self, _project: object, _inventory: object, hosts: Iterable[str]) -> Mapping[str, Outcome[Collected]]:
        at = datetime.now(UTC)
        return {
            host: Outcome(host, Kind.DONE, Collected(self.texts[host], "8.4.4", at))
            if host in self.texts
            else Outcome(host, Kind.TIMEOUT, None, Fault("NET-DEV-046", {"host": host, "seconds": 5, "command": "-"}))
            for host in hosts
        }

    def worsen(self, host: str, *ways: tuple[str, str]) -> None:
        """Let a device show its sound config but for these lines."""
        text = self.sound[host]
        for before, after in ways:
            assert before in text
            text = text.replace(before, after)
        self.texts[host] = text

    def run(self, *words: str) -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        code = main(words)
        shown = self.capsys.readouterr()
        return code, shown.out, shown.err

    def audit(self, *words: str, code: int) -> dict[str, Any]:
        """Audit the finance department's routers and return what a program is told."""
        status, out, err = self.run("audit", *ONE, "--json", *words)
        assert status == code, out[-2000:] + err
        found: dict[str, Any] = json.loads(out)
        return found

    def ask(self, *words: str, code: int = 0) -> Any:  # noqa: ANN401 as JSON has it
        status, out, err = self.run(*words, "--json")
        assert status == code, out + err
        return json.loads(out)

    def waive(self, **waiver: str) -> None:
        made = {"reason": "replaced in summer", "approver": "security lead", "expires": "2099-01-31", **waiver}
        (self.root / "inventory" / "waivers.yml").write_text(yaml.safe_dump({"waivers": [made]}))


@pytest.fixture(scope="module")
def listing() -> Listing:
    return ansible_listing(SAMPLE / "hosts.yml")


@pytest.fixture(scope="module")
def sound(listing: Listing) -> Mapping[str, str]:
    inventory = load(SAMPLE, list_hosts=lambda _: listing)
    devices = intended_devices(inventory)
    return {host: render(get_platform("frr"), devices[host]) for host in ("finance-ce1", "finance-ce2", "pe1")}


@pytest.fixture
def place(
    tmp_path: Path,
    listing: Listing,
    sound: Mapping[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Place:
    shutil.copytree(SAMPLE, tmp_path / "inventory")
    made = Place(tmp_path, sound, capsys, dict(sound))
    monkeypatch.chdir(tmp_path)
    for name in ("NETOPS_HISTORY", "NETOPS_WEBHOOK", "NETOPS_WEBHOOK_SECRET", "NETOPS_MAIL", "NETOPS_IDENTITY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(
        "netops.change.commands.load_inventory", lambda path, **_: load(path, list_hosts=lambda _: listing)
    )
    monkeypatch.setattr("netops.operations.auditing.collect", made.fetch)
    return made


def changed(found: Mapping[str, Any]) -> dict[str, str]:
    """Return check → what became of its finding."""
    return {each["check"]: each["fate"] for each in found["history"]["findings"]}


# ---------------------------------------------------------------------------------------------------- run after run


def test_run_after_run_says_what_is_new_open_gone_and_worse(place: Place) -> None:
    place.worsen("finance-ce1", TELNET)
    first = place.audit(code=2)
    assert (first["history"]["run"], changed(first)) == (1, {"B030": "new"})
    place.worsen("finance-ce1", TELNET, TRIES)
    second = place.audit(code=2)
    assert changed(second) == {"B022": "regressed"}
    assert second["history"]["counts"]["open"] == 1
    place.worsen("finance-ce1", TRIES)
    third = place.audit(code=2)
    assert changed(third) == {"B030": "gone"}
    place.worsen("finance-ce1")
    assert changed(place.audit(code=0)) == {"B022": "gone"}
    rows = place.ask("history", "trend", *ONE)
    assert [(each["run"], each["open"], each["new"], each["regressed"], each["gone"], each["high"]) for each in rows] == [
        (1, 1, 1, 0, 0, 2), (2, 2, 0, 1, 0, 2), (3, 1, 0, 0, 1, 0), (4, 0, 0, 0, 1, 0),
    ]  # fmt: skip
    assert rows[0]["rate"] < rows[-1]["rate"] == 100.0


def test_a_person_reads_the_same_in_words(place: Place) -> None:
    _, out, _ = place.run("audit", *ONE)
    place.worsen("finance-ce1", TRIES)
    code, out, _ = place.run("audit", *ONE)
    assert code == 2
    tail = out[out.index("run 2, against") :]
    assert tail.splitlines()[1:4] == [
        "worse than before 1",
        "worse than before:",
        "  finance-ce1: B022 SSH login tries and login time · held before",
    ]


def test_what_was_open_on_a_device_that_is_lost_is_not_seen(place: Place) -> None:
    place.worsen("finance-ce1", TELNET)
    place.audit(code=2)
    del place.texts["finance-ce1"]
    lost = place.audit(code=1)
    assert changed(lost) == {"B030": "not_seen"}
    assert lost["history"]["not_audited"] == ["finance-ce1"]
    place.worsen("finance-ce1", TELNET)
    back = place.audit(code=2)
    assert (changed(back), back["history"]["counts"]["open"]) == ({}, 1)


def test_nothing_is_stored_where_nothing_is_to_be(place: Place) -> None:
    assert "history" not in place.audit("--no-history", code=0)
    assert not (place.root / "history").exists()


def test_another_place_is_taken_from_the_option_or_the_environment(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.audit("--history", "one.db", code=0)
    monkeypatch.setenv("NETOPS_HISTORY", "sqlite:///two.db")
    place.audit(code=0)
    assert len(place.ask("history", "list")) == 1
    assert len(place.ask("history", "list", "--history", "one.db")) == 1
    assert not (place.root / "history").exists()


def test_configs_in_files_are_stored_only_where_somebody_says_where(place: Place) -> None:
    (place.root / "a.cfg").write_text(place.sound["finance-ce1"])
    place.run("audit", "a.cfg")
    assert not (place.root / "history").exists()
    place.run("audit", "a.cfg", "--history", "files.db")
    (run,) = place.ask("history", "list", "--history", "files.db", "--network", "files")
    assert (run["source"], run["scope"], run["level"]) == ("files", "a.cfg", 3)


def archived(place: Place, year: int) -> None:
    at = datetime(year, 1, 10, tzinfo=UTC)
    read = {host: Collected(place.texts[host], "8.4.4", at) for host in ("finance-ce1", "finance-ce2")}
    store(Archive(place.root / "archive"), read, dict.fromkeys(read, "frr"), who="li")


def test_a_look_at_the_past_is_stored_and_teaches_nothing_of_the_present(place: Place) -> None:
    place.worsen("finance-ce1", TELNET)
    archived(place, 2025)
    place.worsen("finance-ce1")
    past = place.audit("--at", "2025-02-01", code=2)
    assert changed(past) == {}
    now = place.audit(code=0)
    assert now["history"]["first"] == ["finance-ce1", "finance-ce2"]
    assert [(each["past"], each["source"]) for each in place.ask("history", "list")] == [
        ("", "devices"),
        ("2025-02-01", "archive"),
    ]
    assert len(place.ask("history", "trend", *ONE)) == 1


def test_the_newest_texts_of_the_archive_are_the_present(place: Place) -> None:
    archived(place, 2025)
    place.audit("--at", "now", code=0)
    place.worsen("finance-ce1", TELNET)
    archived(place, 2026)
    found = place.audit("--at", "now", "--fail-on", "regression", code=2)
    assert changed(found) == {"B030": "regressed"}
    first = place.ask("history", "show")["results"][0]
    entry = place.ask("archive", "list", "finance-ce1")["finance-ce1"][-1]
    assert first["config"] == {"sha256": entry["sha256"], "archived": True}


# ------------------------------------------------------------------------------------------------------ how a run ends


@pytest.mark.parametrize(("fail_on", "same", "worse", "risky"), [
    ("any", 0, 2, 2), ("high", 0, 0, 2), ("regression", 0, 2, 2), ("never", 0, 0, 0),
])  # fmt: skip
def test_the_code_is_what_was_asked_for(fail_on: str, same: int, worse: int, risky: int, place: Place) -> None:
    place.audit("--fail-on", fail_on, code=0)
    place.audit("--fail-on", fail_on, code=same)
    place.worsen("finance-ce1", TRIES)
    place.audit("--fail-on", fail_on, code=worse)
    place.worsen("finance-ce1", TRIES, TELNET)
    place.audit("--fail-on", fail_on, code=risky)


def test_what_is_open_since_long_fails_no_run_that_asks_for_what_got_worse(place: Place) -> None:
    place.worsen("finance-ce1", TELNET)
    place.audit("--fail-on", "regression", code=0)
    place.audit("--fail-on", "regression", code=0)


def test_what_only_a_person_can_judge_fails_nothing(place: Place) -> None:
    place.texts = {host: text + "an unread line\n" for host, text in place.texts.items()}
    found = place.audit(code=0)
    words = {each["verdict"] for device in found["devices"] for each in device["verdicts"]}
    assert "manual" in words


@pytest.mark.parametrize("fail_on", ["any", "high", "regression", "never"])
def test_a_device_that_was_not_reached_is_1_after_all_others_were_audited(fail_on: str, place: Place) -> None:
    place.worsen("finance-ce2", TELNET)
    del place.texts["finance-ce1"]
    found = place.audit("--fail-on", fail_on, code=1)
    assert {each["device"]: each["verdict"] for each in found["devices"]} == {
        "finance-ce1": "not_audited",
        "finance-ce2": "non_compliant",
    }


@pytest.mark.parametrize("words", [("--no-history",), ("--at", "2020-01-01"), ("--intended",)])
def test_what_cannot_be_known_to_be_worse_is_no_reason_to_fail(words: tuple[str, ...], place: Place) -> None:
    code, _, err = place.run("audit", "--fail-on", "regression", *words)
    assert (code, err.split()[0]) == (1, "NET-OPS-002")
    assert f"leave out {words[0]}" in err


def test_a_damaged_history_is_told_before_anybody_logs_in(place: Place) -> None:
    (place.root / "history").mkdir()
    (place.root / "history" / "audit.db").write_bytes(b"no database" * 400)
    code, _, err = place.run("audit", *ONE)
    assert (code, err.split()[1]) == (1, "NET-STO-043")
    assert "--no-history" in err


def test_a_history_that_fails_at_the_end_takes_no_verdict_away(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.worsen("finance-ce1", TELNET)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Writing, "finish", full)
    code, out, err = place.run("audit", *ONE)
    assert "B030" in out
    assert (code, "NET-STO-041" in err) == (1, True)
    monkeypatch.undo()


# ------------------------------------------------------------------------------------------------------------- waivers


def test_a_waived_finding_stays_visible_and_counts_again_when_its_time_is_over(place: Place) -> None:
    place.worsen("finance-ce1", TRIES)
    place.audit(code=2)
    place.waive(check="B022", department="finance")
    waived = place.audit(code=0)
    assert changed(waived) == {"B022": "waived"}
    assert waived["summary"]["waived"] == 1
    (shown,) = [each for each in waived["devices"][0]["verdicts"] if each["check"] == "B022"]
    assert (shown["verdict"], shown["waiver"]["expired"]) == ("partial", False)
    place.waive(check="B022", department="finance", expires="2020-01-31")
    again = place.audit("--fail-on", "regression", code=2)
    (change,) = again["history"]["findings"]
    assert (change["fate"], change["cause"]) == ("regressed", "waiver_expired")
    assert [(each["remark"], each["devices"]) for each in again["waivers"]] == [("expired", ["finance-ce1"])]


@pytest.mark.parametrize("fail_on", ["any", "high"])
def test_a_waived_high_risk_finding_fails_no_run_until_its_time_is_over(fail_on: str, place: Place) -> None:
    place.worsen("finance-ce1", TELNET)
    place.waive(check="B030", device="finance-ce1")
    found = place.audit("--fail-on", fail_on, code=0)
    assert found["summary"]["high_risks"], "it stays visible"
    place.waive(check="B030", device="finance-ce1", expires="2020-01-31")
    place.audit("--fail-on", fail_on, code=2)


def test_a_waiver_that_covers_nothing_is_told_to_people(place: Place) -> None:
    place.waive(check="B022", group="ce")
    code, _, err = place.run("audit", "-F", "group=ce")
    assert code == 1  # the others of the group were not reached
    place.waive(check="B999", device="finance-ce1")
    code, _, err = place.run("audit", *ONE)
    assert (code, "waivers.yml: B999 finance-ce1: there is no such check, so it covers nothing" in err) == (0, True)


def test_a_device_that_only_the_policy_knows_is_told_to_people(place: Place) -> None:
    policy = place.root / "policy.yml"
    policy.write_text("boundary_ports: {finance-ce1: [wan0], finance-ce9: [wan0]}\n", "utf-8")
    _, _, err = place.run("audit", *ONE, "--policy", str(policy))
    assert [line for line in err.splitlines() if "boundary_ports" in line] == [
        "boundary_ports: no device of the inventory is called finance-ce9"
    ]


# --------------------------------------------------------------------------------------------------- a change that mends


def test_a_check_that_there_is_not_is_told_before_anybody_logs_in(place: Place) -> None:
    code, _, err = place.run("audit", "--fix-plan", "--as", "li", "--check", "B999")
    assert (code, err.split()[0], "B999" in err) == (1, "NET-CLI-019", True)


def test_a_change_is_planned_by_the_thresholds_that_are_named(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Wish] = []

    def plan_fixes(_place: object, _inventory: object, _hosts: object, wish: Wish) -> FixPlan:
        seen.append(wish)
        return FixPlan(None, {}, ())

    monkeypatch.setattr("netops.cli.fixing.plan_fixes", plan_fixes)
    words = ("audit", "--fix-plan", "--as", "li", "--policy", "strict.yml")
    code, _, err = place.run(*words)
    assert (code, err.split()[:2], seen) == (1, ["strict.yml:", "NET-CLI-003"], [])
    (place.root / "strict.yml").write_text("idle_seconds: 60\n", "utf-8")
    assert place.run(*words)[0] == 0
    assert [each.policy.idle_seconds for each in seen] == [60]


def test_options_of_the_environment_hinder_no_fix(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETOPS_HISTORY", "night.db")
    monkeypatch.setenv("NETOPS_MAIL", "li@example.invalid")
    monkeypatch.setattr("netops.cli.fixing.plan_fixes", lambda *_: FixPlan(None, {}, ()))
    assert place.run("audit", "--fix-plan", "--as", "li")[0] == 0


def test_no_fix_is_planned_beside_an_audit(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netops.cli.fixing.plan_fixes", lambda *_: FixPlan(None, {}, ()))
    with one_at_a_time(place.root / ".netops"):
        code, _, err = place.run("audit", "--fix-plan", "--as", "li")
    assert (code, "NET-OPS-001" in err) == (3, True)


# ------------------------------------------------------------------------------------------------------- looking back


def test_a_run_is_shown_with_the_digest_of_what_was_judged_and_the_lines(place: Place) -> None:
    place.worsen("finance-ce1", TELNET)
    place.audit("--level", "3", code=2)
    _, out, _ = place.run("history", "show")
    assert "  B030 L3-CES1-03 non_compliant · open" in out.splitlines()
    assert any(line.endswith(": tcp dport 23 accept") for line in out.splitlines())
    found = place.ask("history", "show", "1")
    first = found["results"][0]
    assert (found["level"], found["scope"], len(found["policy"])) == (3, "finance-ce*", 64)
    assert (first["department"], len(first["config"]["sha256"]), first["config"]["archived"]) == ("finance", 64, False)


def test_runs_over_other_devices_are_not_put_in_a_row(place: Place) -> None:
    place.audit(code=0)
    place.run("audit", "-F", "pe1")
    assert len(place.ask("history", "trend", *ONE)) == 1
    assert place.ask("history", "trend") == []
    assert len(place.ask("history", "list")) == 2
    assert len(place.ask("history", "list", "-F", "pe1")) == 1


@pytest.mark.parametrize("words", [("show",), ("show", "7"), ("show", "x"), ("compare",), ("compare", "1", "2")])
def test_a_run_that_is_not_there_is_told(words: tuple[str, ...], place: Place) -> None:
    code, _, err = place.run("history", *words)
    assert (code, "NET-STO-044" in err) == (1, True)


def test_old_runs_are_forgotten_on_demand(place: Place) -> None:
    for _ in range(3):
        place.audit(code=0)
    code, out, _ = place.run("history", "prune", "--keep-days", "30")
    assert (code, out) == (0, "0 runs are gone, 3 stay\n")
    code, out, _ = place.run("history", "prune", "--keep-days", "30", "--check")
    assert code == 0


# -------------------------------------------------------------------------------------------------------- notices


def test_what_got_worse_is_told_and_a_receiver_that_fails_costs_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETOPS_WEBHOOK_SECRET", "a-secret-of-twenty-four")
    told: list[Notice] = []

    def refuse(_hook: object, notice: Notice) -> Fault:
        told.append(notice)
        return Fault("NET-OPS-006", {"host": "h", "tries": 3, "detail": "HTTP 500", "seconds": 10})

    monkeypatch.setattr("netops.cli.recounting.post", refuse)
    words = ("--webhook", "https://audit.example/hook", "--fail-on", "never")
    place.audit(*words, code=0)
    assert told == []
    place.worsen("finance-ce1", TELNET)
    code, _, err = place.run("audit", *ONE, *words)
    assert (code, "NET-OPS-006" in err, len(told)) == (0, True, 1)
    assert [each.check for each in told[0].regressed] == ["B030"]
    assert place.ask("history", "list")[0]["regressed"] == 1
    place.run("audit", *ONE, *words)
    assert len(told) == 1  # what was told once is open since, and no news


def test_a_webhook_without_its_secret_is_refused_before_anybody_logs_in(place: Place) -> None:
    place.texts.clear()
    code, _, err = place.run("audit", "--webhook", "https://audit.example/hook")
    assert (code, err.split()[0]) == (1, "NET-OPS-004")


# --------------------------------------------------------------------------------------------------- side by side

AUDIT = """
import sys, time
from pathlib import Path
from netops.operations import one_at_a_time
with one_at_a_time(Path(".netops")):
    print("held", flush=True)
    time.sleep(60)
"""


def test_an_audit_that_overlaps_another_leaves_with_a_message(place: Place) -> None:
    with subprocess.Popen([sys.executable, "-c", AUDIT], stdout=subprocess.PIPE, text=True, cwd=place.root) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        code, _, err = place.run("audit", *ONE)
        other.kill()
    assert (code, f"pid {other.pid}, " in err, "NET-OPS-001" in err) == (3, True, True)
    place.audit(code=0)


# ------------------------------------------------------------------------------------------------------------ schedule


def test_units_are_written_for_this_project(place: Place) -> None:
    code, _, _ = place.run("schedule", "systemd", "--out", "units", "--at", "03:15", "--fail-on", "high")
    assert (code, sorted(each.name for each in (place.root / "units").iterdir())) == (
        0,
        ["netops-audit.service", "netops-audit.timer"],
    )
    text = (place.root / "units" / "netops-audit.service").read_text()
    assert f"WorkingDirectory={place.root}\n" in text
    assert "--fail-on high" in text
    code, out, _ = place.run("schedule", "cron", "--at", "03:15")
    assert (code, out.splitlines()[-1].startswith(f"15 3 * * * netops cd {place.root}")) == (0, True)
    assert place.run("schedule", "cron", "--at", "noon")[0] == 1
