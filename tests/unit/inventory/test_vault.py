"""A vaulted value is opened as Ansible opens it, and only where its password is at hand."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from netops.errors import InputError
from netops.inventory.vault import opened

WORD = "of-the-vault"
SECRET = "密码 s3cret\nof two lines"


def sealed(folder: Path, password: str = WORD, label: str = "") -> str:
    """Encrypt a text by the real ansible-vault."""
    source, key = folder / "plain", folder / f"key-{password}"
    source.write_text(SECRET, "utf-8")
    key.write_text(f"{password}\n")
    program = str(Path(sys.executable).parent / "ansible-vault")
    words = ["encrypt", "--vault-id", f"{label or 'default'}@{key}", str(source)]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run([program, *words], check=True, capture_output=True, env=environment)
    return source.read_text()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("ANSIBLE")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fault(text: str) -> str:
    with pytest.raises(InputError) as raised:
        opened(text)
    (found,) = raised.value.faults
    assert found.code == "NET-INV-104"
    assert raised.value.__cause__ is None
    return found.what


def test_a_password_file_opens_what_ansible_vault_sealed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = sealed(folder)
    assert "no vault password is named" in fault(text)
    monkeypatch.setenv("ANSIBLE_VAULT_PASSWORD_FILE", str(folder / "key-of-the-vault"))
    assert opened(text) == SECRET


def test_the_file_of_settings_names_passwords_too_and_labels_are_no_part_of_them(folder: Path) -> None:
    text = sealed(folder, label="prod")
    assert text.startswith("$ANSIBLE_VAULT;1.2;AES256;prod")
    sealed(folder, "another")
    (folder / "ansible.cfg").write_text("[defaults]\nvault_identity_list = dev@key-another, prod@key-of-the-vault\n")
    assert opened(text) == SECRET


def test_a_program_that_prints_the_password_is_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = sealed(folder)
    program = folder / "safe-client"
    program.write_text('#!/bin/sh\n[ "$1 $2" = "--vault-id prod" ] && echo of-the-vault\n')
    program.chmod(0o700)
    monkeypatch.setenv("ANSIBLE_VAULT_IDENTITY_LIST", f"prod@{program}")
    assert opened(text) == SECRET
    program.write_text("#!/bin/sh\nexit 1\n")
    assert "no vault password is named" in fault(text)


def test_another_password_opens_nothing_and_is_not_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = sealed(folder)
    (folder / "wrong").write_text("s3cret-wrong\n")
    monkeypatch.setenv("ANSIBLE_VAULT_PASSWORD_FILE", str(folder / "wrong"))
    words = fault(text)
    assert "none of the vault passwords" in words
    assert "s3cret" not in words


@pytest.mark.parametrize(
    "text",
    ["", "no vault", "$ANSIBLE_VAULT;1.1;AES256\nzz", "$ANSIBLE_VAULT;1.1;AES\n61", "$ANSIBLE_VAULT;1.1;AES256\n6162"],
)
def test_what_is_no_vault_text_is_said_to_be_that(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    sealed(folder)
    monkeypatch.setenv("ANSIBLE_VAULT_PASSWORD_FILE", str(folder / "key-of-the-vault"))
    assert "isn't in the form" in fault(text)
