"""``netops.egov.collect`` archives what it read as ``netops collect`` does, in its words, and shows no secret."""

import json
import subprocess
import sys
from typing import Any

import pytest
from tests.unit.ansible.played import PASSWORD, City

from ansible_collections.netops.egov.plugins.action.collect import ActionModule
from ansible_collections.netops.egov.plugins.plugin_utils.run import NetworkAction
from netops.store import Archive, verify

SECRET = "Zq7Marker"
PROGRAM = "from netops.cli.app import main; import sys; sys.exit(main())"
HOSTS = ["p2", "pe3", "pe4", "pe5", "pe6", "water-old"]


def netops(city: City, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command on the same devices, in the same project."""
    command = [sys.executable, "-c", PROGRAM, *words]
    return subprocess.run(command, cwd=city.folder, env=city.environment, capture_output=True, text=True, check=False)


def chosen() -> list[str]:
    return ["-F", "role=pe"]


def test_the_command_goes_on_in_the_archive_that_the_playbook_began_and_says_the_same(city: City) -> None:
    played = city.play("collect.yml", "-e", "who=li")
    assert played.status == 0, played.output
    (result,) = played.results
    assert [line.split()[0] for line in result["lines"]] == HOSTS
    assert {line.rpartition("  ")[2] for line in result["lines"]} == {"new"}
    assert played.output.count('"pe6        done') == 2  # once in the result that -v shows, and once for people
    entries = Archive(city.folder / "archive").entries(HOSTS)
    assert [len(entries[host]) for host in HOSTS] == [1] * len(HOSTS)
    assert {each[0].who for each in entries.values()} == {"li"}
    shown = netops(city, "collect", *chosen())
    lines = {line.split()[0]: line for line in shown.stdout.splitlines()[1:]}
    assert lines["pe6"].endswith(f"unchanged since {entries['pe6'][0].at}")
    again = city.play("collect.yml").results[0]
    assert again["changed"] is False
    assert lines["pe6"].split() == next(line for line in again["lines"] if line.startswith("pe6 ")).split()
    listed = json.loads(netops(city, "collect", *chosen(), "--json").stdout)
    assert again["results_by_host"]["pe6"].keys() == listed["pe6"].keys()
    assert verify(Archive(city.folder / "archive")).hosts == len(HOSTS)


def test_asking_only_stores_nothing(city: City) -> None:
    played = city.play("collect.yml", "-e", "directory=collected", "-e", "git=configs.git", "--check")
    assert played.status == 0, played.output
    assert len(played.results[0]["results_by_host"]) == len(HOSTS)
    assert not [name for name in ("archive", "collected", "configs.git") if (city.folder / name).exists()]


def test_masks_git_and_another_archive_are_asked_for_as_at_the_command(city: City) -> None:
    words = ("mask=true", "git=configs.git", "archive=elsewhere", "who=li")
    played = city.play("collect.yml", *(part for word in words for part in ("-e", word)))
    assert played.status == 0, played.output
    stored = b"".join(each.read_bytes() for each in (city.folder / "elsewhere").rglob("*") if each.is_file())
    assert SECRET.encode() not in stored
    assert b"<secret:" in stored
    assert not (city.folder / "archive").exists()
    head = (city.folder / "configs.git" / "refs" / "heads").iterdir()
    assert len(list(head)) == 1


def test_an_archive_that_is_not_whole_is_refused_before_anybody_logs_in(city: City) -> None:
    assert city.play("collect.yml").status == 0
    (city.folder / "archive" / "heads.json").unlink()
    before = len(city.devices.typed("pe6"))
    played = city.play("collect.yml")
    assert played.status != 0
    assert [fault["code"] for fault in played.results[0]["faults"]] == ["NET-STO-025"]
    assert len(city.devices.typed("pe6")) == before


def test_what_came_of_the_others_is_shown_where_one_device_fails(city: City) -> None:
    city.variables("pe5").write_text(city.variables("pe5").read_text() + "ansible_password: s3cret-wrong\n")
    played = city.play("collect.yml", NETOPS_ARCHIVE=str(city.folder / "by-environment"))
    assert played.status != 0
    assert verify(Archive(city.folder / "by-environment")).hosts == len(HOSTS) - 1
    shown = played.output.partition("TASK [What came of each device]")[2]
    assert "pe5        login refused" in shown
    assert "pe6        done" in shown


@pytest.mark.parametrize(
    "words", [("collect.yml", "-e", "directory=collected"), ("audit.yml",), ("plan.yml", "-e", "author=li", "--check")]
)
def test_no_secret_of_a_config_or_a_login_stands_in_what_ansible_prints(city: City, words: tuple[str, ...]) -> None:
    city.variables("pe6").write_text(city.variables("pe6").read_text() + f"ansible_password: {PASSWORD}\n")
    played = city.play(*words, "-vvvv", "--diff")
    assert "TASK [" in played.output
    assert SECRET not in played.output
    assert PASSWORD not in played.output


def test_an_exception_that_nobody_foresaw_is_told_without_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> dict[str, Any]:
        raise RuntimeError(f"snmp-server community {SECRET}")

    class Nowhere:
        def load(self) -> None: ...

    monkeypatch.setattr("ansible.plugins.action.ActionBase.run", lambda *_: {})
    monkeypatch.setattr(NetworkAction, "validate_argument_spec", lambda *_: (None, {}))
    monkeypatch.setattr(NetworkAction, "_project", lambda *_: Nowhere())
    monkeypatch.setattr(ActionModule, "act", fails)
    result = ActionModule.__new__(ActionModule).run(None, {})
    assert result["failed"] is True
    assert [fault["code"] for fault in result["faults"]] == ["NET-CLI-900"]
    assert "RuntimeError" in result["msg"]
    assert SECRET not in str(result)
