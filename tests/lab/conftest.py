"""The one lab of the sample city that the tests of the whole path share: real routers, and ``netops`` as a process.

It starts once a run, with the project's own inventory at free ports and two people made for the run. The finance bureau
goes from surveyed to prepared once (``prepared``) and stays there; a test that changes anything else puts it back.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from netops.change.directory import Change
from netops.change.directory import load as load_change
from netops.change.journal import Entry, Journal
from netops.cli import matrix
from netops.config import fingerprint, parse
from netops.intent import parties
from netops.inventory import Inventory, load
from netops.lab import Lab
from netops.platforms import get_platform

ROOT = Path(__file__).parents[2]
AUTHOR, APPROVER = "li", "wang"
INTERFACES, FILTER, SSHD = "/etc/network/interfaces", "/etc/nftables.conf", "/etc/ssh/sshd_config"
ROUTING = "/etc/frr/frr.conf"

# Every pair of stations whose packets must not be lost, whatever is done to the finance bureau.
STREAMS = (("finance-hq", "finance-branch"), ("finance-branch", "finance-hq"), ("health-hq", "health-branch"))

# The program as it is, but for the seconds that verification gives routing to converge: failing takes a minute otherwise.
IMPATIENT = """
import functools, sys
from netops.cli import app, project
project.Project = functools.partial(project.Project, patience={seconds})
sys.exit(app.main())
"""

HANGING = Path(__file__).with_name("hanging_daemon.py")

# Ends what still types on a router: all routers' processes are seen from each, their network namespaces tell them apart.
END_OF_TYPING = """
here=$(readlink /proc/self/ns/net)
for pid in $(pgrep vtysh); do
    [ "$(readlink /proc/$pid/ns/net)" != "$here" ] || kill -KILL $pid
done
"""

Pairs = Mapping[tuple[str, str], bool]


@dataclass(frozen=True)
class Run:
    """What one run of a program left behind."""

    code: int
    output: str
    errors: str

    @property
    def both(self) -> str:
        return self.output + self.errors

    @property
    def faults(self) -> str:
        """The messages on standard error, without the progress before them."""
        lines = self.errors.splitlines(keepends=True)
        return "".join(
            line
            for line in lines
            if "NET-" in line or line.startswith("  right: ") or re.fullmatch(r"\d+ faults(?: in .*)?\n?", line)
        )

    def must(self, code: int = 0) -> "Run":
        assert self.code == code, f"exit code {self.code}, not {code}:\n{self.both}"
        assert "Traceback" not in self.both
        return self


@dataclass(frozen=True)
class City:
    """The running lab and the project around it."""

    root: Path
    lab: Lab
    environment: Mapping[str, str]

    def start(
        self, *words: str, patience: float | None = None, settings: Mapping[str, str] | None = None
    ) -> subprocess.Popen[str]:
        """Start ``netops``; the caller waits for its end."""
        program = "from netops.cli.app import main; import sys; sys.exit(main())"
        if patience is not None:
            program = IMPATIENT.format(seconds=patience)
        return self.spawn([sys.executable, "-c", program, *words], settings)

    def spawn(self, line: Sequence[str], settings: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """Start any program in the project, with its output kept."""
        return subprocess.Popen(
            line,
            cwd=self.root,
            env={**self.environment, **(settings or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def netops(self, *words: str, patience: float | None = None, settings: Mapping[str, str] | None = None) -> Run:
        return ended(self.start(*words, patience=patience, settings=settings))

    def ansible(self, program: str, *words: str) -> Run:
        """Run one of Ansible's programs with the project's settings."""
        return ended(
            self.spawn([program, *words], {"ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"), "ANSIBLE_NOCOLOR": "1"})
        )

    def play(self, playbook: str | Path, *words: str) -> Run:
        """Run a playbook, the project's own by its name, on the lab's inventory, its results shown."""
        path = ROOT / "playbooks" / f"{playbook}.yml" if isinstance(playbook, str) else playbook
        hosts = str(self.root / "inventory" / "hosts.yml")
        return self.ansible("ansible-playbook", "-i", hosts, "-v", str(path), *words)

    def plan(self, name: str, goal: str, *words: str) -> Change:
        """Plan and approve a move of the finance bureau."""
        move = ("--department", "finance", "--to", goal, "--as", AUTHOR, "--id", name)
        self.netops("plan", *move, *words).must(2)
        self.netops("approve", name, "--as", APPROVER).must()
        return self.change(name)

    def change(self, name: str) -> Change:
        return load_change(self.root / "changes" / name)

    def journal(self, change: str) -> tuple[Entry, ...]:
        """Read a change's journal; that checks its chain, too."""
        return Journal(self.root / "changes" / change / "journal.jsonl", "").entries()

    def events(self, change: str) -> list[str]:
        return [f"{entry.event} {entry.host}".strip() for entry in self.journal(change)]

    def inventory(self) -> Inventory:
        return load(self.root / "inventory")

    def computed(self) -> Pairs:
        return matrix.compute(self.inventory())

    def measured(self) -> Pairs:
        return matrix.measure(self.lab, parties(self.inventory()))

    def converge(self, seconds: float = 90) -> Pairs:
        """Wait until everybody reaches whom the configs say, and nobody else, and return who that is."""
        computed = self.computed()
        end = time.monotonic() + seconds
        while (measured := self.measured()) != computed:
            assert time.monotonic() < end, {pair for pair in computed if measured[pair] != computed[pair]}
            time.sleep(1)
        return measured

    def run(self, node: str, *command: str) -> str:
        """Run a command as root in a router, as somebody at its console would."""
        done = self.lab.execute(node, command)
        assert done.returncode == 0, f"{node}: {command}: {done.stdout}{done.stderr}"
        return done.stdout

    def configure(self, node: str, *lines: str) -> None:
        """Type lines into vtysh by hand."""
        typed = [word for line in ("configure terminal", *lines, "end") for word in ("-c", line)]
        self.run(node, "vtysh", *typed)

    def read(self, node: str, path: str) -> str:
        return self.run(node, "cat", path)

    def write(self, node: str, path: str, text: str) -> None:
        self.run(node, "sh", "-c", f"cat > {path} <<'END-OF-FILE'\n{text}END-OF-FILE")

    @contextmanager
    def edited(self, node: str, path: str, old: str, new: str) -> Iterator[None]:
        """Have a file of a router changed by hand; it is put back at the end."""
        before = self.read(node, path)
        assert old in before, f"{node} {path} has no {old!r}"
        self.write(node, path, before.replace(old, new, 1))
        try:
            yield
        finally:
            self.write(node, path, before)

    @contextmanager
    def typed(self, node: str, lines: Sequence[str], undo: Sequence[str]) -> Iterator[None]:
        """Have lines typed by hand; they are taken back at the end."""
        self.configure(node, *lines)
        try:
            yield
        finally:
            self.configure(node, *undo)

    @contextmanager
    def silenced(self, node: str) -> Iterator[None]:
        """Have a router without its SSH server."""
        self.run(node, "sh", "-c", "kill $(cat /run/sshd.pid)")
        try:
            yield
        finally:
            self.run(node, "systemctl", "restart", "ssh")

    @contextmanager
    def hanging(self, node: str, words: str) -> Iterator[None]:
        """Have a router's bgpd hang at a line; who waits there is gone at the end, and the daemon as it was."""
        self.run(node, "sh", "-c", "cat > /tmp/hanging.py <<'END-OF-FILE'\n" + HANGING.read_text() + "END-OF-FILE")
        started = "setsid python3 /tmp/hanging.py /run/frr/bgpd.vty '$words' >/dev/null 2>&1 </dev/null & echo $!"
        pid = self.run(node, "sh", "-c", started.replace("$words", words)).strip()
        assert within(10, lambda: self.lab.execute(node, ["test", "-S", "/run/frr/bgpd.daemon"]).returncode == 0)
        try:
            yield
        finally:
            self.run(node, "sh", "-c", END_OF_TYPING)
            self.run(node, "kill", pid)

    def shows(self, *words: str) -> dict[str, str]:
        """Collect routers as ``netops`` does, all of them or those of a filter: host → running config."""
        place = self.root / "collected"
        shutil.rmtree(place, ignore_errors=True)
        self.netops("collect", "-o", str(place), *words).must()
        return {path.stem: path.read_text("utf-8") for path in sorted(place.glob("*.cfg"))}

    def startup(self, *hosts: str) -> dict[str, str]:
        """Return what these routers would start with."""
        return {host: self.read(host, ROUTING) for host in hosts}

    def next_hop(self, node: str, prefix: str) -> str:
        """Return where the router's kernel sends packets for a prefix."""
        words = self.run(node, "ip", "route", "show", prefix).split()
        return words[words.index("via") + 1] if "via" in words else ""


def ended(process: subprocess.Popen[str], seconds: float = 240) -> Run:
    """Wait for a program; one that hangs is killed and fails the test."""
    try:
        output, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        output, errors = process.communicate()
        pytest.fail(f"no end after {seconds} s:\n{output}{errors}")
    return Run(process.returncode, output, errors)


def fingerprints(texts: Mapping[str, str]) -> dict[str, str]:
    """Return what plan and apply compare: host → fingerprint."""
    frr = get_platform("frr")
    return {host: fingerprint(frr, parse(frr, text, path=host)) for host, text in texts.items()}


def within(seconds: float, question: Callable[[], bool]) -> bool:
    """Ask until the answer is yes, or the time is over."""
    end = time.monotonic() + seconds
    while not question():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def free_ports() -> str:
    """Return the first two digits of ports that nobody uses, in place of the inventory's 22."""
    inventory = load(ROOT / "inventory")
    for digits in range(25, 31):
        if all(_is_free(digits * 1000 + host.port % 1000) for host in inventory.hosts.values()):
            return str(digits)
    pytest.fail("no ports are free for the lab")


def _is_free(port: int) -> bool:
    with socket.socket() as knocking:
        knocking.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            knocking.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def lay_out(root: Path) -> None:
    """Copy the project's inventory, with ports of its own."""
    shutil.copytree(ROOT / "inventory", root / "inventory")
    hosts = root / "inventory" / "hosts.yml"
    hosts.write_text(hosts.read_text("utf-8").replace("ansible_port: 22", f"ansible_port: {free_ports()}"), "utf-8")


def environment_of(root: Path) -> dict[str, str]:
    """Return a plain environment in which nothing of the developer's own is set."""
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(root),
        "LANG": "C.UTF-8",
        "COLUMNS": "100",
        "NETOPS_PASSWORD_FILE": str(root / ".netops" / "lab" / "password"),
        "NETOPS_KEYS": str(root / "keys"),
    }


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Start the lab of the sample city and stop it after the last test."""
    root = tmp_path_factory.mktemp("city")
    lay_out(root)
    away = Lab(root, "", "", {}, "", 0)
    found = City(root, away, environment_of(root))
    lines = [found.netops("identity", name).must().output for name in (AUTHOR, APPROVER)]
    (root / "inventory" / "identities.yml").write_text("identities:\n" + "".join(lines), "utf-8")
    started = found.netops("lab", "up")
    if started.code:
        pytest.fail(f"the lab of the sample city does not start:\n{started.both}", pytrace=False)
    lab = Lab.attach(root / ".netops" / "lab")
    yield replace(found, lab=lab)
    assert found.netops("lab", "down").must().errors == "the lab is stopped\n"


@dataclass(frozen=True)
class Moved:
    """How the finance bureau got from surveyed to prepared.

    Attributes:
        before: who reached whom, measured and computed from the configs alike.
        after: the same at the end.
        lost: packets lost of each stream while the change was applied.
        runs: what each step said, by its name.
    """

    before: Pairs
    after: Pairs
    sent: Mapping[tuple[str, str], int]
    lost: Mapping[tuple[str, str], int]
    runs: Mapping[str, Run]


@pytest.fixture(scope="session")
def prepared(city: City) -> Moved:
    """Bring the finance bureau to prepared: once, by the commands that people type."""
    before = city.converge()
    move = ("--department", "finance", "--to", "prepared", "--as", AUTHOR, "--id", "prepared")
    runs = {
        "plan": city.netops("plan", *move),
        "apply unapproved": city.netops("apply", "prepared", "--as", AUTHOR),
        "approve as author": city.netops("approve", "prepared", "--as", AUTHOR),
        "approve": city.netops("approve", "prepared", "--as", APPROVER, "--json"),
    }
    stream = city.lab.start_traffic(STREAMS)
    runs["apply"] = city.netops("apply", "prepared", "--as", AUTHOR)
    counted = city.lab.stop_traffic(stream)
    runs["confirm"] = city.netops("confirm", "prepared", "--as", AUTHOR)
    for step in ("approve", "apply", "confirm"):
        runs[step].must()
    sent, lost = ({pair: numbers[at] for pair, numbers in counted.items()} for at in (0, 1))
    return Moved(before, city.converge(), sent, lost, runs)


@pytest.fixture(scope="session")
def cut_over(city: City, prepared: Moved) -> str:
    """Plan and approve the next step, not applied: whoever applies it takes it back."""
    return city.plan("cut-over", "cut_over").id


def as_json(run: Run) -> dict[str, object]:
    """Return what a program printed for programs."""
    found = json.loads(run.output)
    assert isinstance(found, dict)
    return found
