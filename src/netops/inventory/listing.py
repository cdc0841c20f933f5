"""The one way to read Ansible's inventory: ``ansible-inventory --list``. Netops doesn't import Ansible."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from netops.errors import InputError, MissingPiece
from netops.inventory.words import shown

PROGRAM = "ansible-inventory"
SECONDS = 120

ENVIRONMENT = {
    "ANSIBLE_NOCOLOR": "1",
    "ANSIBLE_FORCE_COLOR": "0",
    # hosts.yml is data: an executable bit or a `plugin:` key in it must not run anything.
    "ANSIBLE_INVENTORY_ENABLED": "yaml",
    "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "1",
    # Ansible refuses to start in a locale that isn't UTF-8; cron and CI often have none.
    "LC_ALL": "C.UTF-8",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """What Ansible says: variables and groups of each host, in its order. Variables may hold secrets."""

    variables: Mapping[str, Mapping[str, object]]
    groups: Mapping[str, tuple[str, ...]]


def ansible_listing(hosts: Path) -> Listing:
    """Return what ``ansible-inventory --list`` says of a hosts file; takes 0.7 s, nearly all of it Ansible's start.

    Raises:
        MissingPiece: the program isn't there.
        InputError: it refused the file, or said something unreadable.
    """
    command = [_program(), "-i", str(hosts), "--list"]
    try:
        done = subprocess.run(  # noqa: S603 (arguments are a list; the program is found beside this Python)
            command, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False,
            env={**os.environ, **ENVIRONMENT}, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MissingPiece.of("NET-INV-053", str(hosts), detail=shown(str(error), 300)) from error
    if done.returncode != 0:
        raise InputError.of("NET-INV-054", str(hosts), detail=_complaint(done.stderr))
    return listing_of(done.stdout, hosts)


def listing_of(text: str, hosts: Path) -> Listing:
    """Return what the program printed, as a listing."""
    try:
        loaded = json.loads(text)
        variables = loaded.pop("_meta")["hostvars"]
        groups = _groups(loaded)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError.of("NET-INV-054", str(hosts), detail=f"unreadable answer: {type(error).__name__}") from error
    names = sorted({host for members in groups.values() for host in members} | set(variables))
    return Listing(
        {name: variables.get(name, {}) for name in names},
        {name: tuple(group for group, members in groups.items() if name in members) for name in names},
    )


def _groups(loaded: Mapping[str, Mapping[str, list[str]]]) -> dict[str, frozenset[str]]:
    """Return group → hosts in it and in its children; outer groups come before inner ones."""
    order: list[str] = []

    def visit(group: str) -> frozenset[str]:
        if group not in order:
            order.append(group)
        entry = loaded.get(group, {})
        inner = [visit(child) for child in entry.get("children", [])]
        return frozenset(entry.get("hosts", [])).union(*inner)

    members = {group: visit(group) for group in ["all", *loaded]}
    return {group: members[group] for group in order if group in members and group not in {"all", "ungrouped"}}


def vault_program(path: Path, label: str) -> bytes:
    """Return the vault password that a program prints, as Ansible runs it ("Storing passwords in third-party tools").

    Nothing where it fails: then nothing opens the vault, which is what people are told.
    """
    words = ["--vault-id", label] if path.stem.endswith("-client") else []
    try:
        done = subprocess.run(  # noqa: S603 (the program that Ansible's own settings name)
            [str(path.absolute()), *words], capture_output=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout.strip() if done.returncode == 0 else b""


def _program() -> str:
    beside = Path(sys.executable).parent / PROGRAM
    found = str(beside) if beside.exists() else shutil.which(PROGRAM)
    if found is None:
        raise MissingPiece.of("NET-INV-053", detail=f"{PROGRAM}: not found")
    return found


def _complaint(stderr: str) -> str:
    """Return the line of Ansible's complaint that says most."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    loud = [line for line in lines if "ERROR" in line or "error" in line.lower()]
    return shown((loud or lines or ["it said nothing"])[0], 300)
