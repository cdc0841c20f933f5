"""Sessions with 200 simulated devices, beside nornir_netmiko, raw asyncssh and Ansible; what is on the clock stands in `sessions.py`."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import yaml

HERE = Path(__file__).parent
DEVICES = 200
RUNS = 3
PLATFORMS = ("huawei_vrp", "huawei_vrpv8", "h3c_comware", "ruijie_os", "cisco_ios")
ANSIBLE = HERE.parent / ".venv-bench-ansible" / "bin" / "ansible-playbook"
ANSIBLE_DEVICES = 40
LIMIT = 900
"""Seconds after which a measurement has hung."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement, or the median of several: seconds of wall and processor time, megabytes that it grew by."""

    wall: float
    cpu: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Fleet:
    """Simulated devices in processes of their own.

    Attributes:
        folder: what ``netops lab simulate`` left behind.
        names: platform → its devices.
    """

    folder: Path
    names: dict[str, list[str]]

    def some(self, count: int, platforms: Sequence[str] = PLATFORMS) -> list[str]:
        """Return so many devices of some platforms, in turn."""
        rows = zip(*(self.names[platform] for platform in platforms), strict=False)
        return [name for row in rows for name in row][:count]


def measure() -> Iterator[str]:
    """Yield what the fleet itself takes, then each comparison."""
    with TemporaryDirectory() as place, simulated(Path(place)) as (fleet, words):
        yield words
        yield from _compared(fleet)
        yield from _by_platform(fleet)
        yield from _floor(fleet)
        yield from _second_process(fleet)
        yield from _ansible(fleet)


@contextmanager
def simulated(place: Path) -> Iterator[tuple[Fleet, str]]:
    """Start the fleet, and end it; say how long it took and what it holds."""
    command = [
        sys.executable,
        "-c",
        "from netops.cli.app import main; main()",
        "lab",
        "simulate",
        "--count",
        str(DEVICES),
    ]
    command += ["--mix", ",".join(PLATFORMS), "--inventory", str(place / "inventory")]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            while "Ctrl-C" not in process.stderr.readline():
                assert process.poll() is None, "the simulated devices don't run"
            seconds = time.perf_counter() - start
            folder = place / ".netops" / "simulated" / "inventory"
            listed = yaml.safe_load((folder / "hosts.yml").read_text())["all"]["hosts"]
            names: dict[str, list[str]] = {}
            for name, variables in listed.items():
                names.setdefault(variables["netops_platform"], []).append(name)
            words = (
                f"{DEVICES} simulated devices in one process: {seconds:.1f} s to start, {_resident(process.pid):.0f} MB"
            )
            yield Fleet(folder, names), words
        finally:
            process.terminate()


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024**2


def _once(tool: str, work: str, fleet: Fleet, names: Sequence[str]) -> Measured:
    command = [sys.executable, str(HERE / "sessions.py"), tool, work, str(fleet.folder), *names]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=LIMIT)
    if done.returncode:
        raise RuntimeError(f"{tool} {work}: {done.stderr[-2000:]}")
    return Measured(**json.loads(done.stdout))


def _turns(tools: Sequence[str], work: str, fleet: Fleet, names: Sequence[str]) -> dict[str, Measured]:
    """Return each tool's median, measured in turns."""
    runs = [{tool: _once(tool, work, fleet, names) for tool in tools} for _ in range(RUNS)]
    return {tool: _median([run[tool] for run in runs]) for tool in tools}


def _median(each: Sequence[Measured]) -> Measured:
    return Measured(
        median(one.wall for one in each), median(one.cpu for one in each), median(one.megabytes for one in each)
    )


def _ratio(ours: float, theirs: float) -> str:
    return f"1/{theirs / ours:.1f}" if theirs >= ours else f"{ours / theirs:.1f} ×"


def _shown(what: str, tool: str, one: Measured) -> str:
    return f"{what:<34}{tool:<16}{one.wall:7.2f} s wall {one.cpu:6.2f} s CPU {one.megabytes:4.0f} MB"


def _compared(fleet: Fleet) -> Iterator[str]:
    """Collect and push over the mixed fleet."""
    names = fleet.some(DEVICES)
    found = _turns(("netops", "nornir_netmiko", "asyncssh"), "work", fleet, names)
    yield _shown(f"collect + push, {len(names)} devices", "netops", found["netops"])
    for tool in ("nornir_netmiko", "asyncssh"):
        line = _shown("", tool, found[tool])
        yield f"{line}   netops {_ratio(found['netops'].wall, found[tool].wall)} wall, {_ratio(found['netops'].cpu, found[tool].cpu)} CPU"
    yield f"{'memory a session':<34}netops {found['netops'].megabytes / len(names) * 1024:.0f} KB"


def _by_platform(fleet: Fleet) -> Iterator[str]:
    """Yield twenty devices of each platform at once, and one alone with the save."""
    for platform in PLATFORMS:
        names = fleet.names[platform][:20]
        found = _turns(("netops", "nornir_netmiko"), "work", fleet, names)
        ours, theirs = found["netops"], found["nornir_netmiko"]
        alone = _median([_once("netops", "save", fleet, names[:1]) for _ in range(RUNS)])
        yield (
            f"{platform:<14}20 at once: netops {ours.wall:5.2f} s, nornir_netmiko {theirs.wall:6.2f} s, "
            f"{_ratio(ours.wall, theirs.wall)}   one alone, saved too: netops {alone.wall:5.3f} s"
        )


def _floor(fleet: Fleet) -> Iterator[str]:
    """Yield what each step takes on top of the one before: key exchange, password and terminal, the running config."""
    names = fleet.some(DEVICES)
    for work in ("kex", "login", "collect"):
        found = _turns(("netops", "asyncssh"), work, fleet, names)
        for tool, one in found.items():
            yield f"{_shown(f'{work}, {len(names)} devices', tool, one)}   {one.cpu / len(names) * 1000:.1f} ms CPU a session"


def _second_process(fleet: Fleet) -> Iterator[str]:
    """Yield what two processes bring that have half of the devices each."""
    names = fleet.some(DEVICES)
    one, two = [], []
    for _ in range(RUNS):
        one.append(_once("netops", "work", fleet, names).wall)
        two.append(_side_by_side(fleet, names[::2], names[1::2]))
    yield f"{'two processes, half of them each':<34}netops          {median(two):7.2f} s wall; one process {median(one):.2f} s"


def _side_by_side(fleet: Fleet, *halves: Sequence[str]) -> float:
    """Return the longest of the halves' times; both start when both are loaded, as near as processes do."""
    command = [sys.executable, str(HERE / "sessions.py"), "netops", "work", str(fleet.folder)]
    running = [subprocess.Popen([*command, *half], stdout=subprocess.PIPE, text=True) for half in halves]
    return max(float(json.loads(each.communicate(timeout=LIMIT)[0])["wall"]) for each in running)


PLAY = """\
- hosts: all
  gather_facts: false
  tasks:
    - cisco.ios.ios_command: {commands: [show running-config]}
    - cisco.ios.ios_config: {parents: [interface GigabitEthernet0/1], lines: ["description {{ words }}"]}
"""


def _ansible(fleet: Fleet) -> Iterator[str]:
    """Yield the IOS devices by network_cli, with the collection of PyPI's bundle."""
    if not ANSIBLE.exists():
        yield "Ansible's bundle isn't there: run `make bench`, which installs it into .venv-bench-ansible"
        return
    names = fleet.names["cisco_ios"][:ANSIBLE_DEVICES]
    theirs, ours = [], []
    for _ in range(RUNS):
        theirs.append(_played(fleet, names))
        ours.append(_once("netops", "work", fleet, names))
    mine, other = _median(ours), _median(theirs)
    yield _shown(f"cisco_ios, {len(names)} devices", "netops", mine)
    line = _shown("", "ansible", other)
    yield f"{line}   netops {_ratio(mine.wall, other.wall)} wall, {_ratio(mine.cpu, other.cpu)} CPU"


def _played(fleet: Fleet, names: Sequence[str]) -> Measured:
    """Run the playbook with 20 forks."""
    folder = fleet.folder.parent
    listed = yaml.safe_load((fleet.folder / "hosts.yml").read_text())["all"]["hosts"]
    hosts = {
        name: {key: listed[name][key] for key in ("ansible_host", "ansible_port", "ansible_user")} for name in names
    }
    shared = {
        "ansible_connection": "ansible.netcommon.network_cli",
        "ansible_network_os": "cisco.ios.ios",
        "ansible_network_cli_ssh_type": "libssh",
        "ansible_password": (folder / "password").read_text().strip(),
    }
    (folder / "ansible.yml").write_text(yaml.safe_dump({"all": {"hosts": hosts, "vars": shared}}))
    (folder / "play.yml").write_text(PLAY)
    command = [str(ANSIBLE), "-f", "20", "-i", str(folder / "ansible.yml"), str(folder / "play.yml")]
    command += ["-e", f"words=bench{time.time_ns()}"]
    (folder / "ansible.cfg").write_text("[defaults]\nhost_key_checking = False\n")
    settings = {**os.environ, "ANSIBLE_CONFIG": str(folder / "ansible.cfg"), "HOME": str(folder)}
    settings.pop("PYTHONPATH", None)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=LIMIT, env=settings)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return Measured(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 0)
