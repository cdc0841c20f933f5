"""Ways in: keys, agents, keyrings, jump hosts, trust at first use, old algorithms, and what is said of each."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import paramiko
import pytest

from netops.devices import Credentials, Fleet, Kind
from netops.devices.credentials import Login
from netops.devices.login import options
from netops.devices.old_ssh import OldRsaKey
from netops.errors import InputError
from netops.inventory.hosts import Host, Reach
from netops.platforms import get_platform

PASSWORD = "correct horse battery staple"
PASSPHRASE = "s3cret-of-the-key"


class Router(Protocol):
    folder: Path
    key: paramiko.PKey
    port: int
    logins: int
    asked: list[str]
    taken: set[str]
    offers: dict[str, tuple[str, ...]]
    transports: list[paramiko.Transport]


class Listed(Protocol):
    root: Path
    hosts: dict[str, Host]


class City(Protocol):
    folder: Path
    known_hosts: Path
    hosts: dict[str, Host]
    inventory: Any

    def start(self, name: str) -> Router: ...

    def lists(self, name: str, port: int, address: str = "127.0.0.1", **variables: object) -> None: ...

    def record(self, port: int, key: paramiko.PKey) -> None: ...


def ask(city: City, credentials: Credentials, **chosen: Any) -> tuple[Kind, str, list[str]]:  # noqa: ANN401 (options)
    """What came of collecting from pe1: how it ended, the fault's code, and what was told meanwhile."""
    told: list[str] = []
    with Fleet.open(city.inventory, ["pe1"], credentials=credentials, progress=told.append, **chosen) as fleet:
        outcome = fleet.collect()["pe1"]
    return outcome.kind, outcome.fault.code if outcome.fault else "", told


def reach(city: City, name: str, **changes: Any) -> None:  # noqa: ANN401 (fields)
    city.hosts[name] = replace(city.hosts[name], reach=Reach(**changes))


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "id_ed25519"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", PASSPHRASE, "-f", str(path)], check=True)
    return path


def public(key_file: Path) -> str:
    return key_file.with_suffix(".pub").read_text().split()[1]


def test_a_key_file_logs_in_without_any_password(city: City, key_file: Path) -> None:
    router = city.start("pe1")
    router.taken.add(public(key_file))
    kind, code, _ = ask(city, Credentials(None, key_file=key_file, passphrase=PASSPHRASE))
    assert (kind, code, router.logins) == (Kind.DONE, "", 0)


def test_a_host_has_a_key_of_its_own(city: City, key_file: Path) -> None:
    router = city.start("pe1")
    router.taken.add(public(key_file))
    city.lists(
        "pe1",
        router.port,
        ansible_ssh_private_key_file=str(key_file),
        ansible_ssh_private_key_passphrase=PASSPHRASE,
    )
    assert ask(city, Credentials("wrong"))[0] is Kind.DONE
    assert router.logins == 0


def test_a_key_that_is_not_taken_is_said_to_be_that(city: City, key_file: Path) -> None:
    city.start("pe1")
    kind, code, _ = ask(city, Credentials(None, key_file=key_file, passphrase=PASSPHRASE))
    assert (kind, code) == (Kind.WRONG_PASSWORD, "NET-DEV-022")


@pytest.mark.parametrize("passphrase", [None, "another"])
def test_a_key_that_cannot_be_opened_is_named_and_nothing_is_sent(
    city: City, key_file: Path, passphrase: str | None
) -> None:
    router = city.start("pe1")
    credentials = Credentials(PASSWORD, key_file=key_file, passphrase=passphrase)
    with Fleet.open(city.inventory, ["pe1"], credentials=credentials) as fleet:
        fault = fleet.collect()["pe1"].fault
    assert fault is not None
    assert (fault.code, fault.values["path"]) == ("NET-DEV-018", str(key_file))
    assert "another passphrase" in fault.what
    assert router.logins == 0


def test_a_key_that_is_not_there_is_named(city: City, tmp_path: Path) -> None:
    city.start("pe1")
    assert ask(city, Credentials(None, key_file=tmp_path / "none"))[1] == "NET-DEV-018"


@pytest.fixture
def agent(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A real ssh-agent that holds the key."""
    socket = key_file.parent / "agent"
    with subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL) as process:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
        askpass = key_file.parent / "askpass"
        askpass.write_text(f"#!/bin/sh\necho {PASSPHRASE}\n")
        askpass.chmod(0o700)
        while not socket.exists():
            pass
        environment = {**os.environ, "SSH_ASKPASS": str(askpass), "SSH_ASKPASS_REQUIRE": "force"}
        subprocess.run(["ssh-add", "-q", str(key_file)], check=True, env=environment, stdin=subprocess.DEVNULL)
        yield
        process.terminate()


@pytest.mark.usefixtures("agent")
def test_the_agent_is_asked_only_where_a_host_or_the_environment_says_so(city: City, key_file: Path) -> None:
    router = city.start("pe1")
    router.taken.add(public(key_file))
    assert ask(city, Credentials(None, agent=True))[0] is Kind.DONE
    assert ask(city, Credentials("wrong"))[0] is Kind.WRONG_PASSWORD
    reach(city, "pe1", agent=True)
    assert ask(city, Credentials("wrong"))[0] is Kind.DONE


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A keyring that holds what the test puts in."""
    held: dict[tuple[str, str], str] = {}
    module = ModuleType("keyring")
    module.get_password = lambda service, account: held.get((service, account))  # type: ignore[attr-defined]  # a module made here
    monkeypatch.setitem(sys.modules, "keyring", module)
    return held


def test_the_keyring_has_one_password_a_host_or_one_for_all(city: City, keyring: dict[tuple[str, str], str]) -> None:
    city.start("pe1")
    reach(city, "pe1", keyring="network")
    assert ask(city, Credentials("wrong"))[:2] == (Kind.WRONG_PASSWORD, "NET-DEV-008")
    keyring["network", "netops"] = PASSWORD
    assert ask(city, Credentials(None))[0] is Kind.DONE
    keyring["network", "netops@pe1"] = "another"
    assert ask(city, Credentials(None))[1] == "NET-DEV-013"


def test_the_vault_wins_over_the_keyring(city: City, keyring: dict[tuple[str, str], str]) -> None:
    router = city.start("pe1")
    city.lists("pe1", router.port, ansible_password=PASSWORD)
    keyring["network", "netops"] = "another"
    assert ask(city, Credentials(None, keyring="network"))[0] is Kind.DONE


def test_the_package_keyring_is_loaded_only_where_somebody_asks_for_it(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    router = city.start("pe1")
    monkeypatch.setitem(sys.modules, "keyring", None)  # as on a machine that doesn't have it
    assert ask(city, Credentials(PASSWORD))[0] is Kind.DONE
    assert ask(city, Credentials(PASSWORD, keyring="network"))[:2] == (Kind.WRONG_PASSWORD, "NET-DEV-007")
    assert router.logins == 1


def test_a_keyring_that_fails_tells_nothing_of_what_it_holds(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_service: str, _account: str) -> str:
        raise RuntimeError("s3cret-in-the-message")

    city.start("pe1")
    module = ModuleType("keyring")
    module.get_password = fails  # type: ignore[attr-defined]  # a module made here
    monkeypatch.setitem(sys.modules, "keyring", module)
    with Fleet.open(city.inventory, ["pe1"], credentials=Credentials(None, keyring="network")) as fleet:
        outcome = fleet.collect()["pe1"]
    assert "s3cret" not in f"{outcome} {outcome.fault}"


def test_trust_at_first_use_writes_the_key_once_and_says_so(city: City) -> None:
    router = city.start("pe1")
    city.known_hosts.unlink()
    assert ask(city, Credentials(PASSWORD))[1] == "NET-DEV-025"
    kind, _, told = ask(city, Credentials(PASSWORD), trust=True)
    assert kind is Kind.DONE
    assert any(router.key.fingerprint in line and "trusted at first use" in line for line in told)
    line = f"[127.0.0.1]:{router.port} {router.key.get_name()} {router.key.get_base64()}\n"
    assert city.known_hosts.read_text() == line
    assert city.known_hosts.stat().st_mode & 0o077 == 0
    again = ask(city, Credentials(PASSWORD), trust=True)
    assert again[0] is Kind.DONE
    assert not any("trusted" in line for line in again[2])
    assert city.known_hosts.read_text() == line


def test_trust_at_first_use_never_takes_a_changed_key(city: City) -> None:
    router = city.start("pe1")
    city.known_hosts.write_text("")
    city.record(router.port, paramiko.ECDSAKey.generate(bits=256))
    before = city.known_hosts.read_text()
    assert ask(city, Credentials(PASSWORD), trust=True)[1] == "NET-DEV-015"
    assert (city.known_hosts.read_text(), router.logins) == (before, 0)


OLD = {
    "kex": ("diffie-hellman-group1-sha1",),
    "keys": ("ssh-rsa",),
    "ciphers": ("3des-cbc",),
    "macs": ("hmac-sha1-96",),
}


@pytest.mark.parametrize(
    "kex", ["diffie-hellman-group1-sha1", "diffie-hellman-group14-sha1", "diffie-hellman-group14-sha256"]
)
@pytest.mark.filterwarnings("ignore")
def test_old_algorithms_are_spoken_only_with_a_host_that_asks_for_them(city: City, kex: str) -> None:
    router = city.start("pe1")
    router.key = OldRsaKey(key=paramiko.RSAKey.generate(2048).key)
    router.offers.update(OLD, kex=(kex,))
    city.known_hosts.write_text("")
    city.record(router.port, router.key)
    kind, code, told = ask(city, Credentials(PASSWORD))
    assert (kind, code, router.logins) == (Kind.UNREACHABLE, "NET-DEV-017", 0)
    assert not any("old SSH" in line for line in told)
    reach(city, "pe1", legacy=True)
    kind, code, told = ask(city, Credentials(PASSWORD))
    assert (kind, code) == (Kind.DONE, "")
    assert told[0].startswith("pe1: old SSH algorithms are accepted")


def relay(city: City) -> Path:
    """Return a program that connects to an address and a port."""
    program = city.folder / "relay.py"
    program.write_text(
        "import socket, sys, threading, os\n"
        "s = socket.create_connection((sys.argv[1], int(sys.argv[2])))\n"
        "def up():\n"
        "    while data := os.read(0, 65536): s.sendall(data)\n"
        "threading.Thread(target=up, daemon=True).start()\n"
        "while data := s.recv(65536): os.write(1, data)\n"
    )
    return program


def test_a_jump_host_is_walked_by_the_command_that_ssh_config_names(city: City) -> None:
    router = city.start("pe1")
    config = city.folder / "ssh_config"
    config.write_text(f"Host 10.250.*\n  ProxyCommand {sys.executable} {relay(city)} 127.0.0.1 %p\n")
    city.known_hosts.write_text(f"[10.250.0.11]:{router.port} {router.key.get_name()} {router.key.get_base64()}\n")
    city.lists("pe1", router.port, "10.250.0.11")
    reach(city, "pe1", ssh_config=Path("ssh_config"))
    assert ask(city, Credentials(PASSWORD))[:2] == (Kind.DONE, "")


@pytest.mark.parametrize("first", ["", "sleep 0.3; ", "head -c 1; "])
def test_what_a_broken_way_says_is_told_at_once(city: City, first: str) -> None:
    """Whether it ends before a byte is sent, while an answer is waited for, or after the first byte."""
    router = city.start("pe1")
    command = f"sh -c '{first}echo gate: no route >&2; exit 1'"
    (city.folder / "ssh_config").write_text(f"Host *\n  ProxyCommand {command}\n")
    started = time.monotonic()
    reach(city, "pe1", ssh_config=Path("ssh_config"))
    with Fleet.open(city.inventory, ["pe1"], credentials=Credentials(PASSWORD)) as fleet:
        outcome = fleet.collect()["pe1"]
    assert outcome.fault is not None
    assert (outcome.kind, outcome.fault.code) == (Kind.UNREACHABLE, "NET-DEV-079")
    assert "'sh'" in outcome.fault.what
    assert "gate: no route" in outcome.fault.what
    assert time.monotonic() - started < 10
    assert router.logins == 0


@pytest.mark.parametrize(
    ("command", "program", "how"),
    [
        ("sh -c 'exit 3' s3cret", "'sh'", "ended with status 3"),
        ("sh -c 'printf SSH-; sleep 0.2; exit 3'", "'sh'", "ended with status 3"),
        ("true", "'true'", "ended with status 0"),
        ("/nowhere/gate --password s3cret", "'gate'", "No such file or directory"),
        ("sleep 1000", "'sleep'", "nothing came through it within 1 s"),
    ],
)
def test_a_way_that_leads_nowhere_is_told_with_its_program_and_how(
    city: City, monkeypatch: pytest.MonkeyPatch, command: str, program: str, how: str
) -> None:
    monkeypatch.setattr("netops.devices.login.CONNECT_PATIENCE", 1)
    router = city.start("pe1")
    (city.folder / "ssh_config").write_text(f"Host *\n  ProxyCommand {command}\n")
    reach(city, "pe1", ssh_config=Path("ssh_config"))
    started = time.monotonic()
    with Fleet.open(city.inventory, ["pe1"], credentials=Credentials(PASSWORD)) as fleet:
        outcome = fleet.collect()["pe1"]
    assert outcome.fault is not None
    assert (outcome.kind, outcome.fault.code) == (Kind.UNREACHABLE, "NET-DEV-079")
    assert program in outcome.fault.what
    assert how in outcome.fault.what
    assert "s3cret" not in outcome.fault.what
    assert time.monotonic() - started < 10
    assert router.logins == 0


def test_a_device_that_is_refused_through_a_way_is_not_the_ways_fault(city: City) -> None:
    """A wrong password ends the program too; it is the device that says no."""
    router = city.start("pe1")
    (city.folder / "ssh_config").write_text(f"Host *\n  ProxyCommand {sys.executable} {relay(city)} 127.0.0.1 %p\n")
    reach(city, "pe1", ssh_config=Path("ssh_config"))
    assert ask(city, Credentials("wrong"))[:2] == (Kind.WRONG_PASSWORD, "NET-DEV-013")
    assert router.logins == 1


def test_a_way_without_words_is_named_and_nothing_is_sent(city: City) -> None:
    router = city.start("pe1")
    (city.folder / "ssh_config").write_text("Host *\n  ProxyCommand sh -c 'exit\n")
    reach(city, "pe1", ssh_config=Path("ssh_config"))
    assert ask(city, Credentials(PASSWORD))[:2] == (Kind.UNREACHABLE, "NET-DEV-019")
    assert router.logins == 0


def test_a_way_that_cannot_be_read_is_named_and_nothing_is_sent(city: City) -> None:
    router = city.start("pe1")
    reach(city, "pe1", ssh_config=Path("nowhere"))
    assert ask(city, Credentials(PASSWORD))[:2] == (Kind.UNREACHABLE, "NET-DEV-019")
    assert router.logins == 0


def test_telnet_is_refused_where_the_platform_has_none(city: City) -> None:
    router = city.start("pe1")
    reach(city, "pe1", telnet=True)
    kind, code, _ = ask(city, Credentials(PASSWORD))
    assert (kind, code, router.logins) == (Kind.REJECTED, "NET-DEV-009", 0)


def test_what_is_offered_is_shown_nowhere(city: City, key_file: Path) -> None:
    login = Login(PASSWORD, "s3cret-enable", key_file, PASSPHRASE)
    credentials = Credentials(PASSWORD, "s3cret-enable", key_file, PASSPHRASE)
    for secret in (PASSWORD, "s3cret-enable", PASSPHRASE):
        assert secret not in f"{login} {credentials}"
    made = options(get_platform("frr").session, Reach(), login, city.known_hosts)
    assert made.extras is not None
    assert (made.extras["secret"], made.extras["disabled_algorithms"] is None) == ("s3cret-enable", False)


def test_every_secret_of_a_login_is_hidden_from_the_session_log(city: City, key_file: Path) -> None:
    router = city.start("pe1")
    router.taken.add(public(key_file))
    planted = ("s3cret-pass", "s3cret-enable", PASSPHRASE)
    (router.folder / "version").write_text(f"{' '.join(planted)}\nIntegrated shell for FRR (version 8.4.4). \n")
    record = city.folder / "record"
    credentials = Credentials("s3cret-pass", "s3cret-enable", key_file, PASSPHRASE)
    kind, _, _ = ask(city, credentials, record=record)
    assert kind is Kind.DONE
    assert "Integrated shell" in record.read_text()
    assert not any(secret in record.read_text() for secret in planted)


def test_a_vault_that_cannot_be_opened_costs_its_own_host_only_and_sends_nothing(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANSIBLE_VAULT_PASSWORD_FILE", raising=False)
    monkeypatch.setenv("ANSIBLE_CONFIG", str(city.folder / "ansible.cfg"))
    (city.folder / "ansible.cfg").write_text("[defaults]\n")
    sealed, open_one = city.start("pe1"), city.start("pe2")
    city.lists("pe1", sealed.port, ansible_password={"__ansible_vault": "$ANSIBLE_VAULT;1.1;AES256\n6162\n"})
    with Fleet.open(city.inventory, ["pe1", "pe2"], credentials=Credentials(PASSWORD)) as fleet:
        outcomes = fleet.collect()
    assert outcomes["pe1"].fault is not None
    assert (outcomes["pe1"].kind, outcomes["pe1"].fault.code) == (Kind.WRONG_PASSWORD, "NET-INV-104")
    assert outcomes["pe2"].done
    assert (sealed.logins, sealed.transports, open_one.logins) == (0, [], 1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"platform": "juniper_junos"}, "NET-DEV-005"),
        ({"user": None}, "NET-DEV-006"),
        ({"reach": Reach(telnet=True)}, "NET-DEV-009"),
        ({"reach": Reach(keyring="none")}, "NET-DEV-008"),
        ({"reach": Reach(ssh_config=Path("nowhere"))}, "NET-DEV-019"),
        ({"variables": {"ansible_ssh_private_key_file": "/nowhere/id"}}, "NET-DEV-018"),
        ({"known_hosts": Path("nowhere")}, "NET-DEV-025"),
        ({"address": "pe1.invalid"}, "NET-DEV-011"),
    ],
)
def test_nothing_is_sent_to_a_host_that_is_not_written_down_rightly(
    city: City, keyring: dict[tuple[str, str], str], change: dict[str, Any], code: str
) -> None:
    """Not even a connection is opened."""
    router = city.start("pe1")
    city.hosts["pe1"] = replace(city.hosts["pe1"], **change)
    assert keyring == {}
    assert ask(city, Credentials(PASSWORD))[1] == code
    assert (router.transports, router.logins) == ([], 0)


def test_without_any_credentials_nothing_is_sent(city: City) -> None:
    router = city.start("pe1")
    with pytest.raises(InputError) as raised:
        ask(city, Credentials(None))
    assert [fault.code for fault in raised.value.faults] == ["NET-DEV-001"]
    assert (router.transports, router.logins) == ([], 0)
