"""A Linux router on loopback: paramiko's server half in threads, a real ``sh``, and a small stand-in for ``vtysh``."""

import os
import shlex
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Interface
from pathlib import Path
from socket import create_server, socket

import paramiko
import pytest
from paramiko.common import AUTH_FAILED, AUTH_SUCCESSFUL, OPEN_SUCCEEDED

from netops.devices import Credentials, Fleet
from netops.devices.old_ssh import OldTransport
from netops.inventory.hosts import Host, Role

PASSWORD = "correct horse battery staple"
GONE = (OSError, EOFError, paramiko.SSHException)
"""What paramiko raises where the other side has left."""

SUDO = r"""#!/bin/sh
# Gives no rights; moves paths of the system into the router's own folder.
[ "$1" = -n ] && shift
for word; do
    shift
    set -- "$@" "$(printf '%s' "$word" | sed "s# /etc/# $ROUTER/etc/#g; s#^/etc/#$ROUTER/etc/#; s#^/run/#$ROUTER/run/#")"
done
echo "$*" | head -n 1 >>"$ROUTER/sudo.log"
exec "$@"
"""

VTYSH = r"""#!/bin/sh
# Stops at the first line with "bogus" in it, as vtysh 8.4.4 does; other words make it silent or cut it off.
[ "$1" = --help ] && exec cat "$ROUTER/version"
echo=; mode=; name=$(cat "$ROUTER/hostname")
while [ $# -gt 0 ]; do
    [ "$1" = -E ] && { echo=1; shift; continue; }
    line=$2; shift 2
    [ -z "$echo" ] || printf '%s%s# %s\n' "$name" "$mode" "$line"
    case "$line" in
        'show running-config') cat "$ROUTER/running" ;;
        'write memory') cat "$ROUTER/saved" ;;
        'configure terminal') mode='(config)' ;;
        show*) echo "answer to $line" ;;
        'router rip') echo "ripd is not running"; exit 1 ;;
        *bogus*) echo "% Unknown command: $line"; exit 1 ;;
        *refused*) echo "% Specify remote-as or peer-group commands first" ;;
        *absent*) echo "% Refusing to remove a non-existent route" ;;
        *cut*) kill -USR1 "$SERVER_CUTS"; sleep 1 ;;
        *silent*) sleep 5 ;;
        *) echo "$line" >>"$ROUTER/running" ;;
    esac
done
"""

UNAME = """#!/bin/sh
cat "$ROUTER/hostname"; echo
"""

PING = r"""#!/bin/sh
for word; do last=$word; done
case "$last" in
    10.0.0.1) exit 0 ;;
    10.0.0.2) exit 1 ;;
    *) echo "ping: bind: Cannot assign requested address"; exit 2 ;;
esac
"""

IFQUERY = """#!/bin/sh
echo "eth0 differs"; exit 1
"""


@dataclass
class Router(paramiko.ServerInterface):
    """One simulated router.

    Attributes:
        folder: its programs, its files and its record of what was asked.
        key: its host key.
        port: on 127.0.0.1, once it listens.
        logins: how many passwords were offered.
        asked: the commands of the exec channels.
        taken: public keys that log in, in base 64.
        greeting: what its login script prints before each command.
        offers: SSH algorithms in place of its own, as ``{"kex": ("diffie-hellman-group1-sha1",)}``.
    """

    folder: Path
    key: paramiko.PKey = field(default_factory=lambda: paramiko.ECDSAKey.generate(bits=256))
    port: int = 0
    logins: int = 0
    asked: list[str] = field(default_factory=list)
    deaf: bool = False
    greeting: str = ""
    taken: set[str] = field(default_factory=set)
    offers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    transports: list[paramiko.Transport] = field(default_factory=list)

    def get_allowed_auths(self, _username: str) -> str:
        return "publickey,password"

    def check_auth_publickey(self, _username: str, key: paramiko.PKey) -> int:
        return AUTH_SUCCESSFUL if key.get_base64() in self.taken else AUTH_FAILED

    def check_auth_password(self, _username: str, password: str) -> int:
        self.logins += 1
        return AUTH_SUCCESSFUL if password == PASSWORD else AUTH_FAILED

    def check_channel_request(self, _kind: str, _number: int) -> int:
        return OPEN_SUCCEEDED

    def check_channel_pty_request(self, *_: object) -> bool:
        return True

    def check_channel_shell_request(self, _channel: paramiko.Channel) -> bool:
        return True

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        self.asked.append(command.decode())
        threading.Thread(target=self._run, args=(channel, command.decode()), daemon=True).start()
        return True

    def _run(self, channel: paramiko.Channel, command: str) -> None:
        cuts = subprocess.Popen(["sleep", "30"])
        environment = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "ROUTER": str(self.folder),
            "SERVER_CUTS": str(cuts.pid),
        }
        threading.Thread(target=self._cut_with, args=(cuts,), daemon=True).start()
        greeting = f"printf %s {shlex.quote(self.greeting)}\n" if self.greeting else ""
        with subprocess.Popen(
            ["sh", "-c", greeting + command],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            feeding = threading.Thread(target=_feed, args=(channel, process), daemon=True)
            errors = threading.Thread(target=_copy_errors, args=(channel, process), daemon=True)
            feeding.start()
            errors.start()
            _copy_output(channel, process)
            errors.join()
            status = process.wait()
        cuts.kill()
        cuts.wait()
        with suppress(*GONE):
            channel.send_exit_status(status)
            channel.close()

    def _cut_with(self, cuts: subprocess.Popen[bytes]) -> None:
        if cuts.wait() == -10:
            self.cut()

    def cut(self) -> None:
        """Break every connection as a dead network does."""
        for transport in self.transports:
            transport.sock.close()
            transport.close()

    def serve(self, listening: socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            if self.deaf:
                connection.close()
                continue
            transport = OldTransport(connection) if self.offers else paramiko.Transport(connection)
            for kind, names in self.offers.items():
                setattr(transport, f"_preferred_{kind}", names)
            self.transports.append(transport)
            transport.add_server_key(self.key)
            try:
                transport.start_server(server=self)
            except (paramiko.SSHException, EOFError, OSError):
                transport.close()


def _feed(channel: paramiko.Channel, process: "subprocess.Popen[bytes]") -> None:
    pipe = process.stdin
    assert pipe is not None
    try:
        while chunk := channel.recv(65536):
            pipe.write(chunk)
            pipe.flush()
        pipe.close()
    except GONE:
        return


def _copy_output(channel: paramiko.Channel, process: "subprocess.Popen[bytes]") -> None:
    pipe = process.stdout
    assert pipe is not None
    while chunk := os.read(pipe.fileno(), 65536):
        try:
            channel.sendall(chunk)
        except GONE:
            return


def _copy_errors(channel: paramiko.Channel, process: "subprocess.Popen[bytes]") -> None:
    pipe = process.stderr
    assert pipe is not None
    while chunk := os.read(pipe.fileno(), 65536):
        try:
            channel.sendall_stderr(chunk)
        except GONE:
            return


def _furnish(folder: Path, name: str) -> None:
    (folder / "bin").mkdir(parents=True)
    for program, text in (("sudo", SUDO), ("vtysh", VTYSH), ("uname", UNAME), ("ping", PING), ("ifquery", IFQUERY)):
        path = folder / "bin" / program
        path.write_text(text)
        path.chmod(0o755)
    for inner in ("etc/network", "etc/ssh", "run"):
        (folder / inner).mkdir(parents=True)
    (folder / "hostname").write_text(name)
    (folder / "version").write_text("Usage : vtysh\n\nIntegrated shell for FRR (version 8.4.4). \n")
    (folder / "running").write_text("frr defaults datacenter\n")
    (folder / "saved").write_text("Building Configuration...\nIntegrated configuration saved\n[OK]\n")
    (folder / "etc/network/interfaces").write_text("auto lo\niface lo inet loopback\n")
    (folder / "etc/nftables.conf").write_text("flush ruleset\n")
    (folder / "etc/ssh/sshd_config").write_text("UsePAM no")


@dataclass(frozen=True)
class Listed:
    """An inventory as far as sessions need one."""

    root: Path
    hosts: dict[str, Host]


@dataclass
class City:
    """Some routers and what the inventory says of them."""

    folder: Path
    routers: dict[str, Router] = field(default_factory=dict)
    hosts: dict[str, Host] = field(default_factory=dict)
    listening: list[socket] = field(default_factory=list)

    @property
    def known_hosts(self) -> Path:
        return self.folder / "known_hosts"

    @property
    def inventory(self) -> Listed:
        return Listed(self.folder / "inventory", self.hosts)

    def start(self, name: str, *, says: str | None = None) -> Router:
        """Start a router, and record its host key."""
        router = Router(self.folder / name)
        _furnish(router.folder, says or name)
        listening = create_server(("127.0.0.1", 0))
        self.listening.append(listening)
        router.port = listening.getsockname()[1]
        threading.Thread(target=router.serve, args=(listening,), daemon=True).start()
        self.routers[name] = router
        self.record(router.port, router.key)
        self.lists(name, router.port)
        return router

    def record(self, port: int, key: paramiko.PKey) -> None:
        with self.known_hosts.open("a") as file:
            file.write(f"[127.0.0.1]:{port} {key.get_name()} {key.get_base64()}\n")

    def lists(self, name: str, port: int, address: str = "127.0.0.1", **variables: object) -> None:
        """Put a host into the inventory."""
        self.hosts[name] = Host(
            name=name,
            platform="frr",
            role=Role.PE,
            address=address,
            port=port,
            user="netops",
            groups=("all", "pe"),
            release="8.4.4",
            router_id=None,
            management=IPv4Interface("10.250.0.11/24"),
            known_hosts=Path("known_hosts"),
            variables=variables,
        )

    def fleet(self, *names: str, password: str = PASSWORD, workers: int = 8) -> Fleet:
        """Log in; the sessions lose patience after two seconds."""
        fleet = Fleet.open(
            self.inventory,
            names or self.hosts,
            credentials=Credentials(password),
            record=self.folder / "sessions.log",
            workers=workers,
        )
        for session in fleet._sessions.values():
            session.patience = 2
        return fleet


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    city = City(tmp_path)
    yield city
    for listening in city.listening:
        listening.close()
    for router in city.routers.values():
        for transport in router.transports:
            transport.close()
