"""The cache of Ansible's answer: dropped when anything changes that Ansible reads, and no secret lies in it in plain."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from netops.inventory import Cached, Listing, ansible_listing
from netops.inventory import listing_cache as room

SECRET = "s3cret-of-the-vault"


class Ansible:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, _hosts: Path) -> Listing:
        self.asked += 1
        return Listing({"pe1": {"ansible_password": SECRET, "number": self.asked}}, {"pe1": ("backbone", "pe")})


@pytest.fixture
def ansible() -> Ansible:
    return Ansible()


@pytest.fixture
def here(city: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A city whose settings are its own and not those of whoever runs the tests."""
    monkeypatch.setenv("HOME", str(Path.cwd()))
    for name in [name for name in os.environ if name.startswith("ANSIBLE")]:
        monkeypatch.delenv(name)
    Path("ansible.cfg").write_text("[defaults]\ninventory = inventory/hosts.yml\n")
    return city


def test_ansible_is_asked_once_as_long_as_nothing_changes(here: Path, ansible: Ansible, tmp_path: Path) -> None:
    cached = Cached(tmp_path / "state", ansible)
    first, second = cached(here / "hosts.yml"), cached(here / "hosts.yml")
    assert first == second
    assert second.groups["pe1"] == ("backbone", "pe")
    assert ansible.asked == 1


def append(path: Path) -> Callable[[], None]:
    def change() -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as file:
            file.write("# a word\n")

    return change


ROOT = Path("inventory")
CHANGES: dict[str, Callable[[], object]] = {
    "hosts": append(ROOT / "hosts.yml"),
    "a group's variables": append(ROOT / "group_vars" / "all.yml"),
    "a new file of a host": append(ROOT / "host_vars" / "pe1.yml"),
    "a new file in a host's folder": append(ROOT / "host_vars" / "pe1" / "keys"),
    "variables of the current folder": append(Path("group_vars") / "all.yml"),
    "a removed file": (ROOT / "group_vars" / "ce.yml").unlink,
    "a renamed file": lambda: (ROOT / "group_vars" / "ce.yml").rename(ROOT / "group_vars" / "cf.yml"),
    "Ansible's settings": append(Path("ansible.cfg")),
    "no settings": Path("ansible.cfg").unlink,
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_makes_ansible_answer_again(here: Path, ansible: Ansible, tmp_path: Path, change: str) -> None:
    cached = Cached(tmp_path / "state", ansible)
    cached(here / "hosts.yml")
    CHANGES[change]()
    assert cached(here / "hosts.yml").variables["pe1"]["number"] == 2


def test_the_environment_and_the_release_of_ansible_count_too(
    here: Path, ansible: Ansible, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached = Cached(tmp_path / "state", ansible)
    cached(here / "hosts.yml")
    monkeypatch.setenv("ANSIBLE_HASH_BEHAVIOUR", "merge")
    cached(here / "hosts.yml")
    monkeypatch.setattr(room, "version", lambda _name: "99.0")
    cached(here / "hosts.yml")
    assert ansible.asked == 3


@pytest.mark.parametrize("setting", ["vars_plugins = elsewhere", "vars_plugins_enabled = mine", "not ini at all ["])
def test_where_variables_may_come_from_anywhere_nothing_is_kept(
    here: Path, ansible: Ansible, tmp_path: Path, setting: str
) -> None:
    Path("ansible.cfg").write_text(f"[defaults]\n{setting}\n" if "=" in setting else setting)
    cached = Cached(tmp_path / "state", ansible)
    cached(here / "hosts.yml")
    cached(here / "hosts.yml")
    assert ansible.asked == 2
    assert not (tmp_path / "state").exists()


def vault(password_file: Path, path: Path) -> None:
    """Encrypt a host's password by the real ansible-vault."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"ansible_password: {SECRET}\n")
    command = ["ansible-vault", "encrypt", "--vault-password-file", str(password_file), str(path)]
    program = Path(sys.executable).parent / command[0]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run([str(program), *command[1:]], check=True, capture_output=True, env=environment)


def test_a_vaulted_answer_is_kept_sealed_by_the_vaults_own_password(
    here: Path, ansible: Ansible, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    password = tmp_path / "vault-password"
    password.write_text("of-the-vault-itself\n")
    vault(password, here / "host_vars" / "pe1.yml")
    monkeypatch.setenv("ANSIBLE_VAULT_PASSWORD_FILE", str(password))
    real = Cached(tmp_path / "state")
    first = real(here / "hosts.yml")
    assert first.variables["pe1"]["ansible_password"] == SECRET
    kept = tmp_path / "state" / room.FILE
    assert SECRET not in kept.read_text()
    assert b64(SECRET) not in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0
    assert Cached(tmp_path / "state", ansible)(here / "hosts.yml") == first
    assert ansible.asked == 0
    password.write_text("another\n")
    assert Cached(tmp_path / "state", ansible)(here / "hosts.yml").variables["pe1"]["number"] == 1


def b64(text: str) -> str:
    return room._shown(text.encode())[:-4]


def test_a_vault_whose_password_lies_in_no_plain_file_leaves_nothing_on_disk(
    here: Path, ansible: Ansible, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "ask-the-safe"
    script.write_text("#!/bin/sh\necho of-the-vault-itself\n")
    script.chmod(0o700)
    (here / "group_vars" / "vault.yml").write_text("$ANSIBLE_VAULT;1.1;AES256\n6162\n")
    cached = Cached(tmp_path / "state", ansible)
    for name in ("", str(script), "prompt", f"dev@{script}"):
        monkeypatch.setenv("ANSIBLE_VAULT_IDENTITY_LIST", name)
        cached(here / "hosts.yml")
        cached(here / "hosts.yml")
    assert ansible.asked == 8
    assert not (tmp_path / "state").exists()


def test_a_cache_that_others_could_have_written_is_not_believed(here: Path, ansible: Ansible, tmp_path: Path) -> None:
    cached = Cached(tmp_path / "state", ansible)
    cached(here / "hosts.yml")
    kept = tmp_path / "state" / room.FILE
    kept.chmod(0o660)
    cached(here / "hosts.yml")
    assert ansible.asked == 2


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"digest": 1}', "null", "\x00"])
def test_a_broken_cache_is_as_none(here: Path, ansible: Ansible, tmp_path: Path, content: str) -> None:
    cached = Cached(tmp_path / "state", ansible)
    cached(here / "hosts.yml")
    kept = tmp_path / "state" / room.FILE
    digest = json.loads(kept.read_text())["digest"]
    kept.write_text(content.replace("1", json.dumps(digest)))
    cached(here / "hosts.yml")
    assert ansible.asked == 2


def test_the_cache_says_what_ansible_says(root: Path, tmp_path: Path) -> None:
    hosts = root / "inventory-city" / "hosts.yml"
    cached = Cached(tmp_path)
    assert cached(hosts) == cached(hosts) == ansible_listing(hosts)
