"""The real ansible-inventory: what it says, and what happens when it can't."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from netops.errors import InputError, MissingPiece
from netops.inventory import Listing, ansible_listing, load

ListHosts = Callable[[Path], Listing]


def test_ansible_says_what_the_tests_take_for_its_answer(root: Path, stand_in: ListHosts) -> None:
    """Every other test of this room asks the stand-in; this one proves it on the sample city."""
    said, taken = (ask(root / "inventory" / "hosts.yml") for ask in (ansible_listing, stand_in))
    assert said.variables == taken.variables
    assert said.groups == taken.groups
    assert said.groups["pe1"] == ("backbone", "pe")


def test_a_hosts_file_is_never_run_and_a_bare_locale_does_no_harm(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    (city / "hosts.yml").chmod(0o755)
    assert set(load(city).hosts) == {"finance-ce1", "finance-old", "health-ce1", "p1", "pe1", "pe2"}


def test_what_ansible_refuses_is_told_beside_all_other_faults(city: Path) -> None:
    (city / "group_vars" / "ce").mkdir()
    (city / "group_vars" / "ce" / "vault.yml").write_text("$ANSIBLE_VAULT;1.1;AES256\n6162\n", "utf-8")
    path = city / "departments" / "finance.yml"
    path.write_text(path.read_text("utf-8").replace("stage: surveyed", "stage: lost"), "utf-8")
    with pytest.raises(InputError) as raised:
        load(city)
    assert [fault.code for fault in raised.value.faults] == ["NET-INV-017", "NET-INV-054"]
    assert "vault" in raised.value.faults[1].what.lower()
    assert raised.value.faults[1].path == "inventory/hosts.yml"


@pytest.fixture
def without_ansible(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose Python has no ansible-inventory beside it, nor on PATH."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin"


@pytest.mark.usefixtures("without_ansible")
def test_a_machine_without_ansible_lacks_a_piece(city: Path) -> None:
    with pytest.raises(MissingPiece, match="NET-INV-053 ansible-inventory can't be run"):
        load(city)


@pytest.mark.parametrize("answer", ["[]", "{}", '{"_meta": {}}', "not JSON", '{"_meta": {"hostvars": {}}, "pe": 3}'])
def test_an_answer_that_is_no_listing_is_a_fault(city: Path, without_ansible: Path, answer: str) -> None:
    program = without_ansible / "ansible-inventory"
    program.write_text(f"#!/bin/sh\necho '{answer}'\n", "utf-8")
    program.chmod(0o755)
    with pytest.raises(InputError, match=r"NET-INV-054 .*unreadable answer"):
        load(city)


def test_a_program_that_says_nothing_is_a_fault(city: Path, without_ansible: Path) -> None:
    program = without_ansible / "ansible-inventory"
    program.write_text("#!/bin/sh\nexit 3\n", "utf-8")
    program.chmod(0o755)
    with pytest.raises(InputError, match="it said nothing"):
        load(city)
