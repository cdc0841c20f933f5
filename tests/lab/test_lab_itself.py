"""The lab keeps what it promises: real routers, real SSH, VPNs apart, and nothing left behind."""

from __future__ import annotations

import importlib.util
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Self

import paramiko
import pytest

from netops.errors import DeviceError, InputError, MissingPiece
from netops.lab import Completed, Lab, Topology

pytestmark = pytest.mark.lab

FIRST_PORT = 23700
CONVERGENCE = 60.0
FINANCE, HEALTH = ("finance-pc1", "finance-pc2"), ("health-pc1", "health-pc2")
ADDRESSES = {
    "finance-pc1": "192.168.1.10",
    "finance-pc2": "192.168.2.10",
    "transport-pc1": "192.168.30.10",
    "archives-pc1": "192.168.40.10",
    "archives-pc2": "192.168.41.10",
    "exchange-srv": "10.99.0.10",
}
MATRIX: dict[tuple[str, str], str | None] = {
    ("finance-pc1", "192.168.2.10"): "finance-pc2",
    ("finance-pc2", "192.168.1.10"): "finance-pc1",
    ("health-pc1", "192.168.2.10"): "health-pc2",
    ("health-pc2", "192.168.1.10"): "health-pc1",
    ("finance-pc1", "10.99.0.10"): "exchange-srv",
    ("finance-pc2", "10.99.0.10"): "exchange-srv",
    ("exchange-srv", "192.168.1.10"): "finance-pc1",
    ("archives-pc1", "192.168.41.10"): "archives-pc2",
    ("health-pc1", "10.99.0.10"): None,
    ("transport-pc1", "10.99.0.10"): None,
    ("transport-pc1", "192.168.1.10"): None,
    ("transport-pc1", "192.168.40.10"): None,
    ("archives-pc1", "192.168.30.10"): None,
    ("finance-pc1", "192.168.40.10"): None,
    ("exchange-srv", "192.168.30.10"): None,
}


def _small_topology() -> ModuleType:
    spec = importlib.util.spec_from_file_location("small_topology", Path(__file__).with_name("small_topology.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def topology() -> Topology:
    found = _small_topology().small_topology(FIRST_PORT)
    assert isinstance(found, Topology)
    return found


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    running = Lab.up(topology(), tmp_path_factory.mktemp("lab"))
    yield running
    running.down()


class Login:
    """One SSH session of user ``netops``; the host key must be the one in ``known_hosts``."""

    def __init__(self, lab: Lab, router: str) -> None:
        self.client = paramiko.SSHClient()
        self.client.load_host_keys(str(lab.known_hosts))
        port, password = lab.ports[router], lab.password
        self.client.connect(
            "127.0.0.1", port, "netops", password, look_for_keys=False, allow_agent=False, timeout=30, banner_timeout=30
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def run(self, command: str, text: str = "") -> Completed:
        stdin, stdout, stderr = self.client.exec_command(command, timeout=30)
        stdin.write(text)
        stdin.channel.shutdown_write()
        out, err = stdout.read().decode(), stderr.read().decode()
        return Completed(stdout.channel.recv_exit_status(), out, err)

    def must(self, command: str, text: str = "") -> str:
        done = self.run(command, text)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout


def wait_for(lab: Lab, questions: dict[tuple[str, str], str | None]) -> None:
    """Ask until every answer is as it should be."""
    end = time.monotonic() + CONVERGENCE
    while (answers := dict(zip(questions, lab.probe(list(questions)), strict=True))) != questions:
        assert time.monotonic() < end, {key: answers[key] for key in questions if answers[key] != questions[key]}
        time.sleep(0.5)


def children_of(pids: Sequence[int]) -> set[int]:
    """Every living process below these."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                fields = (folder / "stat").read_text().rpartition(") ")[2].split()
            except OSError:
                continue
            parents[int(folder.name)] = int(fields[1])
    found: set[int] = set()
    waiting = list(pids)
    while waiting:
        parent = waiting.pop()
        below = [pid for pid, its_parent in parents.items() if its_parent == parent]
        found.update(below)
        waiting += below
    return found


def alive(pid: int) -> bool:
    """Whether a process runs; one that is dead and not yet collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def gone_within(pids: set[int], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while any(map(alive, pids)) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(map(alive, pids))


def test_every_router_is_healthy_and_has_its_host_key_written_down(lab: Lab) -> None:
    status = lab.status()
    assert set(status.routers) == set(lab.ports)
    assert all(router.healthy for router in status.routers.values()), status
    hosts = lab.known_hosts.read_text().split()
    assert {f"[127.0.0.1]:{port}" for port in lab.ports.values()} <= set(hosts)


def test_departments_reach_their_own_and_what_is_shared_and_nobody_else(lab: Lab) -> None:
    wait_for(lab, MATRIX)


def test_identical_addresses_answer_with_their_own_department(lab: Lab) -> None:
    wait_for(lab, {key: name for key, name in MATRIX.items() if name is not None})
    for (first, second), (a, b) in itertools.product((FINANCE, HEALTH), ((0, 1), (1, 0))):
        pair = (first, second)
        assert lab.probe([(pair[a], ADDRESSES[FINANCE[b]])]) == [pair[b]]


def test_labels_are_in_use_between_the_provider_edges(lab: Lab) -> None:
    wait_for(lab, MATRIX)
    route = lab.execute("pe1", ["ip", "route", "show", "192.168.2.0/24", "vrf", "FINANCE"]).stdout
    assert "encap mpls" in route


def test_a_router_is_a_linux_shell_with_vtysh_and_sudo(lab: Lab) -> None:
    with Login(lab, "pe1") as login:
        assert login.must("hostname").strip() == "pe1"
        assert login.must("id -u").strip() == "1000"
        assert login.must("sudo -n id -u").strip() == "0"
        assert "FRRouting 8.4.4 (pe1)" in login.must("sudo -n vtysh -c 'show version'")
        assert "router bgp 65000" in login.must("vtysh -c 'show running-config'")
        for unit in ("ssh", "frr", "nftables"):
            assert login.must(f"systemctl is-active {unit}").strip() == "active"


def test_a_wrong_password_is_refused(lab: Lab) -> None:
    client = paramiko.SSHClient()
    client.load_host_keys(str(lab.known_hosts))
    with pytest.raises(paramiko.AuthenticationException):
        client.connect("127.0.0.1", lab.ports["p1"], "netops", "wrong", look_for_keys=False, allow_agent=False)
    client.close()


def test_files_of_one_router_are_not_those_of_another(lab: Lab) -> None:
    with Login(lab, "pe1") as first, Login(lab, "pe2") as second:
        first.must("sudo -n sh -c 'cat > /etc/frr/extra.conf'", "only here\n")
        assert second.run("test -e /etc/frr/extra.conf").returncode == 1
        assert not Path("/etc/frr/extra.conf").exists()


def test_a_saved_config_is_in_the_routers_own_file(lab: Lab) -> None:
    with Login(lab, "transport-ce1") as login:
        login.must("sudo -n vtysh -c 'configure terminal' -c 'interface wan' -c 'description to pe1' -c end")
        assert "[OK]" in login.must("sudo -n vtysh -c 'write memory'")
        assert "description to pe1" in login.must("sudo -n cat /etc/frr/frr.conf")


def test_a_port_moves_to_another_vrf_and_back_through_ifreload(lab: Lab) -> None:
    wait_for(lab, MATRIX)
    with Login(lab, "pe2") as login:
        before = login.must("cat /etc/network/interfaces")
        login.must("sudo -n ifquery --check -a")
        login.must("sudo -n tee /etc/network/interfaces", before.replace("vrf SHARED\n", "vrf ARCHIVES\n"))
        assert login.run("sudo -n ifquery --check -a").returncode == 1
        login.must("sudo -n ifreload -a")
        login.must("sudo -n ifquery --check -a")
        assert "10.99.0.0/24" in login.must("ip route show vrf ARCHIVES")
        wait_for(lab, {("finance-pc1", "10.99.0.10"): None, ("archives-pc1", "10.99.0.10"): "exchange-srv"})
        login.must("sudo -n tee /etc/network/interfaces", before)
        login.must("sudo -n ifreload -a")
    wait_for(lab, MATRIX)


def test_a_bad_interfaces_file_changes_nothing(lab: Lab) -> None:
    with Login(lab, "archives-old") as login:
        before = login.must("cat /etc/network/interfaces")
        addresses = login.must("ip -br addr")
        bad = before.replace("address 172.16.1.2/30", "address 172.16.1.99/30\n    colour blue")
        login.must("sudo -n tee /etc/network/interfaces", bad)
        done = login.run("sudo -n ifreload -a")
        assert done.returncode == 1
        assert "unsupported keyword (colour)" in done.stderr
        assert login.must("ip -br addr") == addresses
        login.must("sudo -n tee /etc/network/interfaces", before)


def test_the_packet_filter_is_in_force_and_bad_rules_are_refused(lab: Lab) -> None:
    knock = ["timeout", "2", "bash", "-c", "exec 3<>/dev/tcp/10.250.0.1/22 && head -c 7 <&3"]
    assert lab.execute("pe2", knock).returncode != 0
    with Login(lab, "pe1") as login:
        before = login.must("cat /etc/nftables.conf")
        login.must("cat > /tmp/open", before.replace("ip saddr != 10.250.0.254 drop", "accept"))
        login.must("sudo -n nft -c -f /tmp/open")
        login.must("sudo -n nft -f /tmp/open")
        assert lab.execute("pe2", knock).stdout == "SSH-2.0"
        login.must("cat > /tmp/bad", before.replace("hook", "hoook"))
        done = login.run("sudo -n nft -f /tmp/bad")
        assert done.returncode == 1
        assert "syntax error" in done.stderr
        login.must("sudo -n systemctl reload nftables")
    assert lab.execute("pe2", knock).returncode != 0


def test_sshd_is_reloaded_only_with_a_good_config(lab: Lab) -> None:
    with Login(lab, "p1") as login:
        before = login.must("sudo -n cat /etc/ssh/sshd_config")
        login.must("sudo -n tee /etc/ssh/sshd_config", before + "Colour blue\n")
        assert login.run("sudo -n systemctl reload ssh").returncode != 0
        login.must("sudo -n tee /etc/ssh/sshd_config", before + "LoginGraceTime 61\n")
        login.must("sudo -n systemctl reload ssh")
    with Login(lab, "p1") as again:
        assert "logingracetime 61" in again.must("sudo -n sshd -T")


def test_a_broken_link_loses_packets_and_a_whole_one_none(lab: Lab) -> None:
    wait_for(lab, MATRIX)
    number = lab.start_traffic([FINANCE, ("health-pc1", "192.168.2.10")])
    time.sleep(2)
    counts = lab.stop_traffic(number)
    assert all(sent > 20 and lost == 0 for sent, lost in counts.values()), counts
    number = lab.start_traffic([FINANCE])
    lab.link("p1", "swp2", up=False)
    time.sleep(1)
    lab.link("p1", "swp2", up=True)
    sent, lost = lab.stop_traffic(number)[FINANCE]
    assert 0 < lost <= sent
    wait_for(lab, MATRIX)


def test_a_command_that_hangs_is_ended(lab: Lab) -> None:
    with pytest.raises(DeviceError, match="NET-LAB-016"):
        lab.execute("pe1", ["sleep", "60"], timeout=1)


def test_an_unknown_node_is_an_error_not_an_answer(lab: Lab) -> None:
    assert lab.execute("nobody", ["true"]).returncode != 0


def test_up_twice_is_the_same_lab(lab: Lab) -> None:
    said: list[str] = []
    again = Lab.up(topology(), lab.state, progress=said.append)
    assert again == lab
    assert said == ["this lab is running already"]


def test_a_second_lab_is_told_which_ports_are_taken(lab: Lab, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"NET-LAB-009.*{FIRST_PORT + 1}"):
        Lab.up(topology(), tmp_path)
    assert not (tmp_path / "lab.json").exists()


def test_a_killed_lab_leaves_nothing_and_starts_again(tmp_path: Path) -> None:
    small = _cut_down(topology())
    first = Lab.up(small, tmp_path)
    below = children_of([first.pid])
    assert len(below) > 5
    os.kill(first.pid, signal.SIGKILL)
    assert gone_within(below | {first.pid}, 5)
    with pytest.raises(MissingPiece):
        first.status()
    said: list[str] = []
    second = Lab.up(small, tmp_path, progress=said.append)
    assert "cleared away what a lab that died had left" in said
    assert second.status().routers["p1"].healthy
    below = children_of([second.pid])
    second.down()
    second.down()
    assert gone_within(below | {second.pid}, 5)
    assert {path.name for path in tmp_path.iterdir()} == {"lab.log", "lock"}


def test_an_interrupted_start_leaves_nothing(tmp_path: Path) -> None:
    script = Path(__file__).with_name("small_topology.py")
    command = [sys.executable, str(script), str(tmp_path), str(FIRST_PORT + 30)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as starting:
        assert starting.stdout is not None
        assert "starting" in starting.stdout.readline()
        time.sleep(1)
        pid = json.loads((tmp_path / "lab.json").read_text())["pid"]
        below = children_of([pid])
        starting.send_signal(signal.SIGINT)
        assert starting.wait(20) != 0
    assert below
    assert gone_within(below | {pid}, 5)
    assert {path.name for path in tmp_path.iterdir()} == {"lab.log", "lock"}


def test_a_router_that_refuses_its_config_stops_the_start_by_name(tmp_path: Path) -> None:
    small = json.loads(_cut_down(topology()).to_json())
    small["routers"][0]["files"]["/etc/frr/frr.conf"] += "colour blue\n"
    with pytest.raises(DeviceError, match="NET-LAB-013") as caught:
        Lab.up(Topology.from_json(json.dumps(small)), tmp_path)
    assert "p1" in str(caught.value)
    assert "colour blue" in str(caught.value)


def _cut_down(whole: Topology) -> Topology:
    """One router alone, on a port that no other test uses."""
    router = next(item for item in whole.routers if item.name == "p1").as_dict()
    data = json.loads(whole.to_json())
    links = [{"a": "p1", "a_interface": name, "b": "p1", "b_interface": f"{name}x"} for name in ("swp1", "swp2")]

    data |= {"routers": [{**router, "ssh_port": FIRST_PORT - 1}], "hosts": [], "links": links}
    return Topology.from_json(json.dumps(data))
