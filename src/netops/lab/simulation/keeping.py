"""What a running fleet leaves in a folder for whoever logs in: host keys, the password, an inventory that points at it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from netops.errors import Refused
from netops.lab.simulation.fleet import Fleet
from netops.lab.simulation.server import LOCAL
from netops.lab.state import State

KNOWN_HOSTS, PASSWORD, INVENTORY, HOSTS, HOST_VARS = "known_hosts", "password", "inventory", "hosts.yml", "host_vars"
NETWORK = """\
# What an inventory must have; the devices beside this file are made up, and no department is theirs.
name: simulated
asn: 64512
protection_level: 3
pools:
  vrf_numbers: {first: 101, last: 899}
  ce_asns: {first: 64513, last: 64999}
  access_links: {prefix: 10.251.0.0/20, length: 30}
rules: {rd: "{asn}:{number}", route_target: "{asn}:{number}"}
prefixes: {departments: [192.168.0.0/16], backbone: [10.0.0.0/8]}
zones: []
management:
  prefix: 10.250.0.0/16
  station: 10.250.0.1/16
  interface: mgmt0
  users: [netops]
  idle_seconds: 600
  login_tries: 3
  login_seconds: 60
  ssh: {ciphers: [aes256-ctr], macs: [hmac-sha2-256], key_exchanges: [ecdh-sha2-nistp256, diffie-hellman-group-exchange-sha256]}
  banner: /etc/issue.net
igp: {area: 0, hello: 10, dead: 40}
links: []
"""


class _Sealed(str):
    """A value under ``!vault``: it is copied as it stands."""

    __slots__ = ()


class _Loader(yaml.CSafeLoader):
    """Reads a hosts file with its vaulted values left sealed."""


class _Dumper(yaml.SafeDumper):
    """Writes one."""


_Loader.add_constructor("!vault", lambda _, node: _Sealed(node.value))
_Dumper.add_representer(_Sealed, lambda dumper, value: dumper.represent_scalar("!vault", str(value), style="|"))

STRAIGHT: Mapping[str, object] = {
    "netops_telnet": False,
    "netops_ssh_config": "",
    "netops_ssh_agent": False,
    "netops_keyring": "",
    "netops_legacy_ssh": False,
    "ansible_ssh_private_key_file": "",
    "ansible_private_key_file": "",
}
"""Variables by which a device is reached in another way, or with something else than a password, and what they are here.

Simulated devices stand on this machine, speak SSH and know one password; a jump host or a Telnet line is the real one's.
"""

PORTS = {"h3c_comware": "M-GigabitEthernet0/0/0", "ruijie_os": "Mgmt0", "cisco_ios": "GigabitEthernet0"}


@contextmanager
def alone(folder: Path, what: str) -> Iterator[None]:
    """Have a folder for one fleet as long as it runs. One that died holds nothing: what it left is written anew.

    Args:
        folder: made where it isn't there yet.
        what: the command that runs it, for whoever comes second.

    Raises:
        Refused: NET-LAB-021 where a fleet runs from there.
    """
    state = State(folder)
    state.prepare()
    lock = state.lock()
    if lock is None:
        found = state.read_record()
        words = {name: found.get(name, "?") for name in ("what", "since", "process")}
        raise Refused.of("NET-LAB-021", str(folder), **words)
    try:
        since = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
        state.write(state.record, json.dumps({"what": what, "since": since, "process": os.getpid()}) + "\n")
        yield
    finally:
        state.record.unlink(missing_ok=True)
        os.close(lock)


def keep(fleet: Fleet, folder: Path, password: str, source: Path | None = None) -> Path:
    """Write ``known_hosts``, ``password`` and ``inventory/`` into a folder that only its owner reads; return the inventory.

    Args:
        fleet: it runs.
        folder: what an earlier fleet left there goes.
        password: of user ``netops``.
        source: the inventory that the fleet was made of: its copy differs in addresses, ports and host keys. Without
            one the inventory lists the devices, and nothing else.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    (folder / KNOWN_HOSTS).write_text(fleet.known_hosts(), encoding="utf-8")
    secret = folder / PASSWORD
    secret.touch(mode=0o600)
    secret.write_text(f"{password}\n", encoding="utf-8")
    inventory = folder / INVENTORY
    shutil.rmtree(inventory, ignore_errors=True)
    if source is None:
        inventory.mkdir()
        (inventory / "network.yml").write_text(NETWORK, encoding="utf-8")
        listed = {"all": {"hosts": {name: _alone(fleet, name, at) for at, name in enumerate(fleet.hosts, 2)}}}
    else:
        shutil.copytree(source, inventory, ignore=shutil.ignore_patterns("allocations.yml.lock"))
        listed = yaml.load((source / HOSTS).read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a safe loader with one word more)
        _point(fleet, listed)
        for name in fleet.hosts:
            _outrank(inventory / HOST_VARS, name, _reached(fleet, name))
    hosts = inventory / HOSTS
    hosts.touch()
    hosts.chmod(0o600)  # it holds the password
    hosts.write_text(yaml.dump(listed, Dumper=_Dumper, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return inventory


def _alone(fleet: Fleet, name: str, at: int) -> dict[str, object]:
    """Return the variables of a device that stands in no other inventory."""
    simulated, port = fleet.devices[name], PORTS.get(fleet.devices[name].platform, "GigabitEthernet0/0/0")
    role = {
        "netops_platform": simulated.platform,
        "netops_role": "legacy",
        "netops_management": f"10.250.{at // 250}.{at % 250 + 1}/16",
        "netops_management_interface": port,
    }
    return {**_where(fleet, name), "ansible_user": simulated.user, **role}


def _where(fleet: Fleet, name: str) -> dict[str, object]:
    """Return the variables that lead to a simulated device."""
    where = {"ansible_host": LOCAL, "ansible_port": fleet.port(name), "netops_known_hosts": KNOWN_HOSTS}
    return {**where, "netops_simulated": True}


def _reached(fleet: Fleet, name: str) -> dict[str, object]:
    """Return the variables that lead to a simulated device in the place of the real one.

    A password of the source's groups, vaulted or not, would win over the file that the other commands are told of.
    """
    simulated = fleet.devices[name]
    login = {"ansible_user": simulated.user, "ansible_password": simulated.password}
    return {**_where(fleet, name), **STRAIGHT, **login}


def _point(fleet: Fleet, listed: Mapping[str, Any]) -> None:
    """Have every device of a hosts file that is simulated be found at its port, and its password be the simulated one."""
    for group in _groups(listed):
        hosts = group.get("hosts") or {}
        for name in hosts:
            if name in fleet.hosts:
                hosts[name] = {**(hosts[name] or {}), **_reached(fleet, name)}


def _outrank(variables: Path, name: str, reached: Mapping[str, object]) -> None:
    """Have what leads to a simulated device win over what ``host_vars`` says of it, which wins over the hosts file.

    Of a folder with the host's name Ansible reads every file, in the order of their names; the last word counts.
    """
    own = [path for each in ("", ".yml", ".yaml", ".json") if (path := variables / f"{name}{each}").exists()]
    if not own:
        return
    folder = variables / name
    if not own[0].is_dir():  # the first that is there is the only one that Ansible reads
        kept = own[0].rename(variables / f".{own[0].name}")
        folder.mkdir()
        kept.rename(folder / f"0{own[0].name}")
    last = folder / "~simulated.yml"
    last.touch(mode=0o600)
    last.write_text(yaml.safe_dump(dict(reached)), encoding="utf-8")


def _groups(listed: Mapping[str, Any]) -> Iterator[Any]:
    for group in listed.values():
        if group:
            yield group
            yield from _groups(group.get("children") or {})
