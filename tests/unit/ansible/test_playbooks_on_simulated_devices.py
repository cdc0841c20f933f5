"""The collection's actions: one run for all hosts whatever their platforms, and the play's own vault."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.ansible.played import PASSWORD, City

from netops.inventory import Listing, ansible_listing

HOSTS = {"pe3", "pe4", "pe5", "pe6", "p2", "water-old"}


def typed(city: City) -> dict[str, int]:
    return {host: len(city.devices.typed(host)) for host in HOSTS}


FIRST = {"pe3": "screen-length 0 temporary", "pe6": "terminal length 0"}
"""What is typed once a login."""


def test_one_run_collects_every_platform_with_one_login_a_device(city: City) -> None:
    before = {host: city.devices.typed(host).count(line) for host, line in FIRST.items()}
    played = city.play("collect.yml", "-e", "directory=collected")
    assert played.status == 0, played.output
    (result,) = played.results
    assert set(result["results_by_host"]) == HOSTS
    assert result["faults_by_host"] == {}
    assert {path.stem for path in (city.folder / "collected").glob("*.cfg")} == HOSTS
    assert "sysname pe3" in (city.folder / "collected" / "pe3.cfg").read_text()
    assert "hostname pe6" in (city.folder / "collected" / "pe6.cfg").read_text()
    logins = {host: city.devices.typed(host).count(line) - before[host] for host, line in FIRST.items()}
    assert logins == {"pe3": 1, "pe6": 1}
    again = city.play("collect.yml", "-e", "directory=collected")
    assert again.results[0]["changed"] is False
    assert PASSWORD not in played.output + again.output


def test_a_batch_of_a_serial_play_asks_its_own_hosts_only(city: City, tmp_path: Path) -> None:
    playbook = tmp_path / "serial.yml"
    playbook.write_text(
        "- hosts: all\n  gather_facts: false\n  serial: 4\n  tasks:\n    - netops.egov.collect:\n", encoding="utf-8"
    )
    played = city.play(str(playbook))
    assert played.status == 0, played.output
    found = [set(result["results_by_host"]) for result in played.results]
    assert [len(each) for each in found] == [4, 2]
    assert set.union(*found) == HOSTS


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The vault's password file, and the variable as the real ansible-vault seals it."""
    password_file = tmp_path_factory.mktemp("vault") / "password"
    password_file.write_text("s3cret-of-the-vault\n")
    program = str(Path(sys.executable).parent / "ansible-vault")
    done = subprocess.run(
        [
            program,
            "encrypt_string",
            "--vault-password-file",
            str(password_file),
            PASSWORD,
            "--name",
            "ansible_password",
        ],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    return password_file, done.stdout


@pytest.fixture
def vault(city: City, sealed: tuple[Path, str]) -> Path:
    """A city whose passwords are in the vault, and nowhere else."""
    for host in sorted(HOSTS):
        city.variables(host).write_text(city.variables(host).read_text() + sealed[1])
    del city.environment["NETOPS_PASSWORD"]
    return sealed[0]


def test_the_play_opens_the_vault_and_netops_logs_in_with_what_is_in_it(city: City, vault: Path) -> None:
    played = city.play("collect.yml", "--vault-password-file", str(vault))
    assert played.status == 0, played.output
    assert set(played.results[0]["results_by_host"]) == HOSTS
    assert "s3cret" not in played.output
    assert not [path for path in city.folder.rglob(".netops/**/*") if b"s3cret" in path.read_bytes()]


def test_a_vault_without_its_password_ends_before_anything_is_sent(city: City, vault: Path) -> None:
    del vault
    before = typed(city)
    played = city.play("collect.yml")
    assert played.status != 0
    assert "vault" in played.output.lower()
    assert typed(city) == before


def test_one_device_that_fails_is_named_and_costs_the_others_nothing(city: City) -> None:
    city.variables("pe5").write_text(city.variables("pe5").read_text() + "ansible_password: s3cret-wrong\n")
    played = city.play("collect.yml")
    assert played.status != 0
    (result,) = played.results
    assert set(result["results_by_host"]) == HOSTS - {"pe5"}
    assert result["faults_by_host"]["pe5"]["code"] == "NET-DEV-013"
    assert "s3cret" not in played.output


def test_the_play_says_of_its_hosts_what_ansible_inventory_says(city: City, vault: Path) -> None:
    """So that both ways lead to the same inventory."""
    code = (
        "import json, sys\n"
        "from pathlib import Path\n"
        "from ansible.parsing.dataloader import DataLoader\n"
        "from ansible.cli import CLI\n"
        "from ansible.inventory.manager import InventoryManager\n"
        "from ansible.vars.manager import VariableManager\n"
        "from ansible.vars.hostvars import HostVars\n"
        "from ansible_collections.netops.egov.plugins.plugin_utils.run import play_listing\n"
        "loader = DataLoader()\n"
        f"CLI.setup_vault_secrets(loader, ['default@{vault}'])\n"
        f"hosts = Path({str(city.inventory / 'hosts.yml')!r})\n"
        "inventory = InventoryManager(loader, sources=[str(hosts)])\n"
        "manager = VariableManager(loader, inventory)\n"
        "listed = play_listing(HostVars(inventory, manager, loader), hosts)(hosts)\n"
        "print(json.dumps([dict(listed.variables), listed.groups]))\n"
        "assert play_listing(HostVars(inventory, manager, loader), hosts.with_name('other.yml')) is None\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, env=city.environment, check=True
    )
    variables, groups = json.loads(done.stdout)
    said = Listing(variables, {host: tuple(each) for host, each in groups.items()})
    assert {said.variables[host].pop("ansible_password") for host in HOSTS} == {PASSWORD}  # type: ignore[attr-defined]
    asked = ansible_listing(city.inventory / "hosts.yml")
    sealed = {
        host: {key: value for key, value in own.items() if key != "ansible_password"}
        for host, own in asked.variables.items()
    }
    assert said.variables == sealed
    assert said.groups == asked.groups


def test_an_audit_is_one_run_of_the_history_for_all_hosts_and_never_changed(city: City) -> None:
    asked = city.play("audit.yml", "-e", "fail_on=never", "-e", "formats=html", "--check")
    assert (asked.status, asked.results[0]["run"]) == (0, None), asked.output
    assert not (city.folder / "history").exists()
    assert not (city.folder / "reports").exists()
    forms = ("-e", "formats=html,xlsx,docx,json,sarif,junit,oscal", "-e", "folder=out/night", "-e", "series=nightly")
    first = city.play("audit.yml", "-e", "fail_on=never", *forms)
    assert first.status == 0, first.output
    names = {path.name for path in (city.folder / "out" / "night").iterdir()}
    assert names == {f"audit.{form}" for form in ("html", "xlsx", "docx", "json", "sarif", "xml", "oscal.json")}
    assert {Path(each).name for each in first.results[0]["written"]} == names
    assert {
        each["device"] for each in json.loads((city.folder / "out/night/audit.json").read_text())["devices"]
    } == HOSTS
    refused = city.play("audit.yml", "-e", "formats=pdf")
    assert refused.status != 0
    assert "pdf" in refused.output
    second = city.play("audit.yml", "-e", "fail_on=regression")
    assert second.status == 0, second.output
    for run, played in enumerate((first, second), 1):
        (result,) = played.results
        assert (result["changed"], result["run"], result["not_audited"]) == (False, run, [])
        assert set(result["results_by_host"]) == HOSTS
    compared = [played.results[0]["compared"] for played in (first, second)]
    assert (set(compared[0]["first"]), compared[1]["first"]) == (HOSTS, [])  # the second knows the first
    assert PASSWORD not in first.output + second.output


def test_a_series_that_cannot_be_is_refused_before_anybody_logs_in(city: City) -> None:
    before = len(city.devices.typed("pe6"))
    played = city.play("audit.yml", "-e", "series=a/b")
    assert played.status != 0
    assert [fault["code"] for fault in played.results[0]["faults"]] == ["NET-OPS-011"]
    assert len(city.devices.typed("pe6")) == before
    assert not (city.folder / "history").exists()
