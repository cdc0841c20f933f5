"""One measurement of sessions by netops or by a peer, in a process of its own: ``python benchmarks/sessions.py TOOL WORK INVENTORY …``.

The simulated devices run in another process (`netops lab simulate`); ``INVENTORY`` is the one that it leaves behind, and the
names behind it are the devices. Prints seconds of wall time, seconds of processor time of this process and its children, and
the megabytes that the process grew by until every session was open and used. Before the clock, and so left out for every
tool alike: imports, and reading the inventory. On the clock, for each tool, 20 sessions at a time, over the same devices:

- ``kex``: connect and exchange keys, hang up. By what netops logs in with, and by asyncssh.
- ``login``: log in, wait for the prompt, hang up.
- ``collect``: log in, read the running config, hang up.
- ``work``: log in, read the running config, enter config mode, type three lines (a description), commit them on VRP8, hang up.
- ``save``: the same, and save.
"""

import asyncio
import json
import re
import resource
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import yaml

WORKERS = 20
LIMIT = 60
"""Seconds after which a key exchange has hung."""
PORTS = {
    "huawei_vrp": "GigabitEthernet0/0/0",
    "huawei_vrpv8": "GigabitEthernet0/0/0",
    "h3c_comware": "GigabitEthernet1/0/1",
    "ruijie_os": "GigabitEthernet 0/1",
    "cisco_ios": "GigabitEthernet0/1",
}
CISCO_LIKE = {"ruijie_os", "cisco_ios"}
DRIVERS = {"huawei_vrp": "huawei"}


@dataclass(frozen=True, slots=True)
class Device:
    """A simulated device as its inventory lists it."""

    name: str
    platform: str
    port: int
    user: str


@dataclass(frozen=True, slots=True)
class Job:
    """What is measured.

    Attributes:
        work: see the top of the file.
        inventory: what ``netops lab simulate`` left behind.
        devices: those that are worked on.
        password: the one of all of them.
        words: what the push writes into a description: new at each measurement, so that there is something to commit.
    """

    work: str
    inventory: Path
    devices: tuple[Device, ...]
    password: str = field(repr=False)
    words: str = ""

    def lines(self, platform: str) -> tuple[str, ...]:
        """Return the three lines that are pushed."""
        leave = "exit" if platform in CISCO_LIKE else "quit"
        return f"interface {PORTS[platform]}", f"description {self.words}", leave


@dataclass(slots=True)
class Clock:
    """What was measured."""

    wall: float = 0.0
    cpu: float = 0.0
    before: float = 0.0
    peak: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Measure what happens in the block."""
        self.before = _peak()
        start, used = time.perf_counter(), _used()
        yield
        self.wall, self.cpu = time.perf_counter() - start, _used() - used
        self.peak = _peak()


def _used() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure once."""
    tool, work, inventory, *names = sys.argv[1:]
    folder = Path(inventory)
    listed = yaml.safe_load((folder / "hosts.yml").read_text())["all"]["hosts"]
    devices = tuple(
        Device(name, listed[name]["netops_platform"], listed[name]["ansible_port"], listed[name]["ansible_user"])
        for name in names or listed
    )
    password = (folder.parent / "password").read_text().strip()
    job = Job(work, folder, devices, password, f"bench {time.time_ns()}")
    clock = Clock()
    TOOLS[tool](job, clock)
    print(json.dumps({"wall": clock.wall, "cpu": clock.cpu, "megabytes": clock.peak - clock.before}))


def netops(job: Job, clock: Clock, workers: int = WORKERS) -> None:
    """Work through `netops.devices.Fleet`, as every command of netops does."""
    if job.work == "kex":
        _exchange(job, clock, workers)
        return
    from netops.config import CommandStep
    from netops.devices import Credentials, Fleet
    from netops.inventory import load
    from netops.platforms import get_platform

    inventory = load(job.inventory)
    for platform in {device.platform for device in job.devices}:
        assert get_platform(platform).rulebook.name is not None
    work = {device.name: (CommandStep("", job.lines(device.platform)),) for device in job.devices}
    with (
        clock.running(),
        Fleet.open(inventory, list(work), credentials=Credentials(job.password), workers=workers) as fleet,
    ):
        if job.work == "login":
            return
        for outcome in fleet.collect().values():
            assert outcome.done, outcome
        if job.work != "collect":
            for pushed in fleet.push(work, save=job.work == "save").values():
                assert pushed.done, pushed


def _exchange(job: Job, clock: Clock, workers: int) -> None:
    """Exchange keys with each device by the transport that netops' logins go through, and nothing else."""
    from concurrent.futures import ThreadPoolExecutor

    from netops.devices.transport import QuickTransport

    def exchange(device: Device) -> None:
        with socket.create_connection(("127.0.0.1", device.port)) as connection:
            transport = QuickTransport(connection)
            transport.start_client(timeout=LIMIT)
            transport.close()

    with clock.running(), ThreadPoolExecutor(workers) as pool:
        list(pool.map(exchange, job.devices))


def nornir_netmiko(job: Job, clock: Clock) -> None:
    """Work through nornir_netmiko's tasks with the drivers' own settings."""
    from nornir.core import Nornir
    from nornir.core.configuration import Config
    from nornir.core.inventory import ConnectionOptions, Defaults, Groups, Host, Hosts, Inventory, ParentGroups
    from nornir.core.plugins.connections import ConnectionPluginRegister
    from nornir.core.task import Result, Task
    from nornir.plugins.runners import ThreadedRunner
    from nornir_netmiko import netmiko_commit, netmiko_save_config, netmiko_send_command, netmiko_send_config

    def work(task: Task) -> Result:
        platform = str(task.host.data["platform"])
        if job.work == "login":
            return Result(task.host, task.host.get_connection("netmiko", task.nornir.config).find_prompt())
        show = "show running-config" if platform in CISCO_LIKE else "display current-configuration"
        task.run(netmiko_send_command, command_string=show)
        if job.work != "collect":
            task.run(netmiko_send_config, config_commands=list(job.lines(platform)))
            if platform == "huawei_vrpv8":
                task.run(netmiko_commit)
        if job.work == "save":
            task.run(netmiko_save_config)
        return Result(task.host)

    hosts = Hosts(
        {
            each.name: Host(
                name=each.name,
                hostname="127.0.0.1",
                port=each.port,
                username=each.user,
                password=job.password,
                platform=DRIVERS.get(each.platform, each.platform),
                groups=ParentGroups(),
                data={"platform": each.platform},
                connection_options={"netmiko": ConnectionOptions(extras={})},
            )
            for each in job.devices
        }
    )
    ConnectionPluginRegister.auto_register()
    inventory = Inventory(hosts=hosts, groups=Groups(), defaults=Defaults())
    nornir = Nornir(inventory=inventory, config=Config(), runner=ThreadedRunner(num_workers=WORKERS))
    with clock.running():
        results = nornir.run(task=work)
        for name, each in results.items():
            assert not each.failed, (name, each[0].exception)
        nornir.run(task=lambda task: task.host.close_connections())


def asyncssh(job: Job, clock: Clock) -> None:
    """Type the same lines by hand, without looking at the answers: as little as SSH needs."""
    import asyncssh as library

    prompt = re.compile(r"\n[^\n]+[>\]#]$")

    async def exchange(device: Device, turns: asyncio.Semaphore) -> None:
        async with turns:
            await library.get_server_host_key("127.0.0.1", device.port, config=None)

    async def work(device: Device, turns: asyncio.Semaphore) -> None:
        async with (
            turns,
            library.connect(
                "127.0.0.1",
                device.port,
                username=device.user,
                password=job.password,
                known_hosts=str(job.inventory.parent / "known_hosts"),
                client_keys=None,
                agent_path=None,
                config=None,
            ) as connection,
        ):
            process = await connection.create_process(term_type="vt100", term_size=(511, 1000), encoding="utf-8")
            for line in _typed(job, device.platform):
                if line:
                    process.stdin.write(f"{line}\n")
                seen = ""
                while not prompt.search(seen) or (line and line not in seen):
                    seen += await process.stdout.read(65536)

    async def all_of_them() -> None:
        turns = asyncio.Semaphore(WORKERS)
        each = exchange if job.work == "kex" else work
        await asyncio.gather(*(each(device, turns) for device in job.devices))

    with clock.running():
        asyncio.run(all_of_them())


def _typed(job: Job, platform: str) -> Sequence[str]:
    """Return what is typed by hand; the empty line is the wait for the first prompt."""
    if job.work == "login":
        return ("",)
    ours = platform in CISCO_LIKE
    quiet = "terminal length 0" if ours else "screen-length 0 temporary"
    if platform == "h3c_comware":
        quiet = "screen-length disable"
    show = "show running-config" if ours else "display current-configuration"
    typed = ("", quiet, show)
    if job.work == "collect":
        return typed
    enter, leave = ("configure terminal", "end") if ours else ("system-view", "return")
    commit = ("commit",) if platform == "huawei_vrpv8" else ()
    return *typed, enter, *job.lines(platform), *commit, leave


TOOLS: dict[str, Callable[[Job, Clock], None]] = {
    "netops": netops,
    "nornir_netmiko": nornir_netmiko,
    "asyncssh": asyncssh,
}

if __name__ == "__main__":
    main()
