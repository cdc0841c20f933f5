"""Sessions with real FRR routers over real SSH: what the unit tests play, seen on the thing itself."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface
from pathlib import Path
from tempfile import mkdtemp

import pytest

from netops.config import CommandStep, FileStep, Step
from netops.devices import Collected, Credentials, Fleet, Kind, Outcome, Pushed
from netops.devices.state_rows import ROWS, Interface, Route, Version
from netops.intent import Probe
from netops.inventory.hosts import Host, Role
from netops.lab import Lab, Link, Router, Topology

pytestmark = pytest.mark.lab

FIRST_PORT = 23300
SSHD = "Port 22\nHostKey /etc/ssh/ssh_host_ed25519_key\nPasswordAuthentication yes\nUsePAM no\nUseDNS no\n"
FRR = "frr version 8.4.4\nfrr defaults datacenter\nhostname {name}\nservice integrated-vtysh-config\n!\n"
INTERFACES = """auto lo
iface lo inet loopback

auto mgmt0
iface mgmt0
    address 10.250.0.{number}/24

auto swp1
iface swp1
    address 10.0.1.{number}/24
"""
NEW_VRF = "\nauto FINANCE\niface FINANCE\n    vrf-table 1001\n"


def router(number: int, name: str) -> Router:
    files = {
        "/etc/frr/frr.conf": FRR.format(name=name),
        "/etc/network/interfaces": INTERFACES.format(number=number),
        "/etc/nftables.conf": "flush ruleset\n",
        "/etc/ssh/sshd_config": SSHD,
    }
    return Router(name, FIRST_PORT + number, f"10.250.0.{number}/24", ("zebra", "bgpd", "staticd"), files)


@dataclass(frozen=True)
class Pair:
    """A lab of two routers, as an inventory names them."""

    lab: Lab
    root: Path
    hosts: dict[str, Host]

    def fleet(self, *names: str) -> Fleet:
        credentials = Credentials.from_environment({"NETOPS_PASSWORD_FILE": str(self.root.parent / "password")})
        return Fleet.open(self, names or self.hosts, credentials=credentials)

    def push(self, *steps: Step, save: bool = False) -> Outcome[Pushed]:
        with self.fleet("left") as fleet:
            return fleet.push({"left": steps}, save=save)["left"]

    def shows(self) -> str:
        with self.fleet("left") as fleet:
            value = fleet.collect()["left"].value
        assert isinstance(value, Collected)
        return value.text

    def runs(self, name: str, command: str) -> str:
        return self.lab.execute(name, ["sh", "-c", command]).stdout


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    state = Path(mkdtemp(prefix="netops-sessions-"))
    routers = (router(1, "left"), router(2, "right"))
    topology = Topology("pair", routers, (), (Link("left", "swp1", "right", "swp1"),), "10.250.0.254/24")
    lab = Lab.up(topology, state)
    hosts = {
        each.name: Host(
            name=each.name,
            platform="frr",
            role=Role.PE,
            address="127.0.0.1",
            port=each.ssh_port,
            user="netops",
            groups=("all",),
            release="8.4.4",
            router_id=None,
            management=IPv4Interface(each.management_address),
            known_hosts=lab.known_hosts,
        )
        for each in routers
    }
    yield Pair(lab, state / "inventory", hosts)
    lab.down()
    shutil.rmtree(state)


def frr(*texts: str) -> Step:
    return CommandStep("frr", texts)


def interfaces(text: str) -> Step:
    return FileStep("interfaces", "/etc/network/interfaces", text, (), ("sudo -n ifreload -a",))


def within(seconds: float, question: Callable[[], bool]) -> bool:
    """Ask until the answer is yes, or the time is over."""
    end = time.monotonic() + seconds
    while not question():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


def code(outcome: Outcome[Pushed]) -> str:
    return outcome.fault.code if outcome.fault else ""


def test_all_four_parts_are_collected_as_the_router_has_them(pair: Pair) -> None:
    with pair.fleet() as fleet:
        outcomes = fleet.collect()
    for number, name in enumerate(("left", "right"), 1):
        value = outcomes[name].value
        assert value is not None
        assert value.release == "8.4.4"
        assert f"hostname {name}\n" in value.text
        assert value.text.endswith(
            f"### /etc/network/interfaces\n{INTERFACES.format(number=number)}"
            f"### /etc/nftables.conf\nflush ruleset\n### /etc/ssh/sshd_config\n{SSHD}"
        )


def test_lines_are_taken_and_saved(pair: Pair) -> None:
    lines = (
        "router bgp 65001",
        "neighbor 10.0.1.2 remote-as 65002",
        'neighbor 10.0.1.2 description 财政局 "a|b" $HOME',
        "exit",
    )
    assert pair.push(frr(*lines), save=True).value == Pushed(4, saved=True)
    assert ' neighbor 10.0.1.2 description 财政局 "a|b" $HOME\n' in pair.shows()
    assert "财政局" in pair.runs("left", "cat /etc/frr/frr.conf")
    assert pair.push(frr("no router bgp 65001"), save=True).kind is Kind.DONE


def test_vtysh_stops_at_the_rejected_line_and_netops_names_it(pair: Pair) -> None:
    outcome = pair.push(
        frr(
            "router bgp 65001",
            "neighbor 10.0.1.2 remote-as 65002",
            "neighbor 10.0.1.2 bogus",
            "bgp log-neighbor-changes",
        ),
        frr("ip route 10.7.7.0/24 Null0"),
    )
    assert (outcome.kind, code(outcome)) == (Kind.REJECTED, "NET-DEV-030")
    assert outcome.fault is not None
    assert outcome.fault.values["number"] == 3
    assert outcome.fault.values["answer"] == "% Unknown command: neighbor 10.0.1.2 bogus"
    shown = pair.shows()
    assert "remote-as 65002" in shown
    assert "10.7.7.0" not in shown
    pair.push(frr("no router bgp 65001"))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("neighbor 10.0.1.9 activate", "% Specify remote-as or peer-group commands first"),
        ("neighbor 10.0.1.9 remote-as", "% Command incomplete: neighbor 10.0.1.9 remote-as"),
        ("router rip", "ripd is not running"),
    ],
)
def test_whatever_the_daemon_says_the_line_is_named(pair: Pair, line: str, says: str) -> None:
    outcome = pair.push(frr("router bgp 65001", line, "ip route 10.7.7.0/24 Null0"))
    assert outcome.fault is not None
    assert (outcome.fault.code, outcome.fault.values["answer"]) == ("NET-DEV-030", says)
    assert "10.7.7.0" not in pair.shows()
    pair.push(frr("no router bgp 65001"))


def test_removing_what_is_not_there_is_no_refusal(pair: Pair) -> None:
    outcome = pair.push(
        frr("no ip route 10.8.8.0/24 Null0", "ip route 10.8.9.0/24 Null0", "no ip route 10.8.9.0/24 Null0")
    )
    assert outcome.kind is Kind.DONE
    assert outcome.value is not None
    assert "non-existent" in outcome.value.output


def test_a_vrf_comes_and_goes_with_the_interfaces_file(pair: Pair) -> None:
    text = INTERFACES.format(number=1)
    assert pair.push(interfaces(text + NEW_VRF)).kind is Kind.DONE
    assert "vrf table 1001" in pair.runs("left", "ip -d link show FINANCE")
    with pair.fleet("left") as fleet:
        checked = fleet.check()["left"].value
    assert checked is not None
    assert [ran.status for ran in checked] == [0]
    assert pair.push(interfaces(text)).kind is Kind.DONE
    assert pair.runs("left", "ip link show FINANCE") == ""


def test_a_file_that_the_router_refuses_is_put_back(pair: Pair) -> None:
    outcome = pair.push(interfaces(INTERFACES.format(number=1) + "\nauto X\niface X\n    nonsense 1\n"))
    assert (outcome.kind, code(outcome)) == (Kind.REJECTED, "NET-DEV-036")
    assert outcome.fault is not None
    assert "nonsense" in outcome.fault.what
    assert f"### /etc/network/interfaces\n{INTERFACES.format(number=1)}###" in pair.shows()
    assert ".netops-" not in pair.runs("left", "ls -a /etc/network /etc/ssh /etc")


@pytest.mark.parametrize(
    ("part", "path", "text", "check"),
    [
        (
            "nftables",
            "/etc/nftables.conf",
            "table inet filter { chain input { tcp dport }\n",
            "sudo -n nft -c -f {path}",
        ),
        ("sshd", "/etc/ssh/sshd_config", SSHD + "NoSuchWord yes\n", "sudo -n sshd -t -f {path}"),
    ],
)
def test_a_file_that_its_own_program_refuses_is_never_moved(
    pair: Pair, part: str, path: str, text: str, check: str
) -> None:
    before = pair.runs("left", f"stat -c '%i %Y' {path}; cat {path}")
    outcome = pair.push(FileStep(part, path, text, (check,), ("false",)))
    assert (outcome.kind, code(outcome)) == (Kind.REJECTED, "NET-DEV-035")
    assert pair.runs("left", f"stat -c '%i %Y' {path}; cat {path}") == before


def test_a_session_cut_in_the_middle_is_unknown_and_the_router_goes_on_typing(pair: Pair) -> None:
    many = tuple(
        f"ip prefix-list CUT seq {number} permit 10.{number // 256}.{number % 256}.0/24" for number in range(1, 301)
    )

    def typed() -> int:
        return int(pair.runs("left", "vtysh -c 'show running-config' | grep -c 'prefix-list CUT'") or 0)

    def cut() -> None:
        assert within(20, lambda: typed() > 0)
        pair.lab.execute("left", ["sh", "-c", "kill $(pgrep -u netops sshd)"])

    with pair.fleet("left") as fleet:
        cutting = threading.Thread(target=cut)
        cutting.start()
        outcome = fleet.push({"left": (frr(*many),)})["left"]
        cutting.join()
        assert (outcome.kind, code(outcome)) == (Kind.UNKNOWN, "NET-DEV-033")
        assert outcome.value is not None
        assert 0 < outcome.value.done < 300
        # The same fleet reads it again over a new login; nothing is sent a second time.
        assert fleet.collect()["left"].kind is Kind.DONE
    assert within(30, lambda: typed() == 300)
    pair.push(frr("no ip prefix-list CUT"))


def test_a_router_that_locks_itself_out_is_unknown_not_done(pair: Pair) -> None:
    text = INTERFACES.format(number=1)
    with pair.fleet("left") as fleet:
        fleet._sessions["left"].patience = 3
        outcome = fleet.push({"left": (interfaces(text.replace("    address 10.250.0.1/24\n", "")),)}, save=False)[
            "left"
        ]
    try:
        assert (outcome.kind, code(outcome)) == (Kind.UNKNOWN, "NET-DEV-034")
    finally:
        pair.lab.execute("left", ["sh", "-c", f"cat >/etc/network/interfaces <<'END'\n{text}END\nifreload -a"])
    assert pair.push(interfaces(text)).kind is Kind.DONE


def test_two_sessions_do_not_push_at_once_and_no_lock_is_left_behind(pair: Pair) -> None:
    with pair.fleet("left") as first, pair.fleet("left") as second:
        assert first.push({"left": (frr("ip route 10.8.8.0/24 Null0"),)}, save=False)["left"].kind is Kind.DONE
        assert code(second.push({"left": (frr("ip route 10.8.9.0/24 Null0"),)}, save=False)["left"]) == "NET-DEV-040"
    assert pair.push(frr("no ip route 10.8.8.0/24 Null0")).kind is Kind.DONE


def test_pings_are_sent_from_the_routers(pair: Pair) -> None:
    left, right, nobody = (IPv4Address(f"10.0.1.{number}") for number in (1, 2, 9))
    probes = [
        Probe("left", left, right, expect=True),
        Probe("right", right, left, expect=True),
        Probe("left", left, nobody, expect=False),
        Probe("left", nobody, right, expect=True),
    ]
    with pair.fleet() as fleet:
        assert [each.answered for each in fleet.probe(probes)] == [True, True, False, None]


def test_state_is_read_by_listed_commands(pair: Pair) -> None:
    with pair.fleet("left") as fleet:
        value = fleet.run_read(["show ip route 10.0.1.0/24", "show bgp nonsense"])["left"].value
    assert value is not None
    assert [ran.status for ran in value] == [0, 1]
    assert "directly connected, swp1" in value[0].text


def test_every_table_of_state_is_read_from_a_real_router(pair: Pair) -> None:
    with pair.fleet("left") as fleet:
        found = {table: fleet.state(table)["left"] for table in ROWS}
    assert {table: outcome.fault for table, outcome in found.items() if outcome.fault} == {}
    reads = {table: outcome.value for table, outcome in found.items() if outcome.value is not None}
    assert {table: read.unread for table, read in reads.items() if read.unread} == {}
    (version,) = reads["versions"].rows
    assert isinstance(version, Version)
    assert version.release == "8.4.4"
    assert Route("", "10.0.1.0/24", "connected", "", "swp1", 0, 0) in reads["routes"].rows
    assert Interface("swp1", "up") in reads["interfaces"].rows
    assert reads["bgp"].rows == reads["ospf"].rows == ()
