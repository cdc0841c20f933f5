"""Build the lab inside the guest: namespaces, cables, the management network, then every router's power-on."""

from __future__ import annotations

import asyncio
import os
import subprocess
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from netops.lab.guest import accounts, filters, interfaces
from netops.lab.guest.namespaces import (
    CLONE_NEWNET,
    CLONE_NEWNS,
    CLONE_NEWUTS,
    MS_BIND,
    MS_REC,
    NODES,
    bind,
    create,
    enter_for_good,
    mount,
    name_this_system,
)
from netops.lab.nodes import Host, Link, Router

TOOLS = accounts.SHARED / "tools"
BRIDGE = "mgmt"
SIDE_BY_SIDE = 4
SSH_PATIENCE = 30.0
ROUTER_SETTINGS = {
    "net/ipv4/ip_forward": "1",
    "net/ipv4/conf/all/rp_filter": "0",
    "net/ipv4/conf/default/rp_filter": "0",
    "net/ipv4/conf/all/promote_secondaries": "1",
    "net/ipv4/conf/default/promote_secondaries": "1",
    "net/mpls/platform_labels": "100000",
}
BOOT_STAGES = {20: "ifreload -a", 21: "nft -f /etc/nftables.conf", 22: "FRR", 23: "sshd", 24: "entering"}


class BootError(Exception):
    """A node did not come up; the text says which and how."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the machine asked for."""

    routers: tuple[Router, ...]
    hosts: tuple[Host, ...]
    links: tuple[Link, ...]
    management: str

    @property
    def order(self) -> tuple[Router, ...]:
        """Routers with the most daemons first, since the others' sessions wait for them."""
        return tuple(sorted(self.routers, key=lambda router: -len(router.daemons)))


Tell = Callable[[str], None]


async def build(plan: Plan, secrets: accounts.Secrets, tell: Tell) -> None:
    """Build everything and return when each router's SSH server answers.

    Raises:
        BootError: with every node that failed.
    """
    accounts.prepare_shared_etc()
    for host in plan.hosts:
        create(host.name, CLONE_NEWNET, lambda: None)
    for router in plan.routers:
        create(router.name, CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWUTS, _router_preparation(router, secrets))
    tell(f"{len(plan.routers)} routers and {len(plan.hosts)} hosts have their namespaces")
    _ip(_cables(plan))
    for host in plan.hosts:
        _ip(_host_lines(host), "-n", host.name)
    tell(f"{len(plan.links)} links are plugged in")
    await _power_on(plan.order, tell)
    await _wait_for_ssh(plan.routers)
    tell("every SSH server answers")


def _router_preparation(router: Router, secrets: accounts.Secrets) -> Callable[[], None]:
    def prepare() -> None:
        name_this_system(router.name)
        folder = NODES / router.name
        _make_folders(folder)
        accounts.write_etc(folder / "etc", router, secrets)
        for path, value in ROUTER_SETTINGS.items():
            Path("/proc/sys", path).write_text(value)
        mount("sysfs", "/sys", "sysfs")
        bind(accounts.SHARED, folder / "run/lab/shared")
        for inner in ("etc", "home", "tmp", "log"):
            bind(folder / inner, "/var/log" if inner == "log" else f"/{inner}")
        for tools in ("/usr/local/bin", "/usr/local/sbin"):
            bind(TOOLS, tools)
        mount(str(folder / "run"), "/run", "none", MS_BIND | MS_REC)

    return prepare


def _make_folders(folder: Path) -> None:
    for inner in ("etc", "home/netops", "log/frr", "run/frr", "run/sshd", "run/lab/shared", "tmp"):
        (folder / inner).mkdir(parents=True)
    (folder / "tmp").chmod(0o1777)
    user, group = accounts.ids("frr", "passwd"), accounts.ids("frr", "group")
    for inner in ("run/frr", "log/frr"):
        os.chown(folder / inner, user, group)
    os.chown(folder / "home/netops", accounts.USER_ID, accounts.USER_ID)


def _cables(plan: Plan) -> Iterable[str]:
    yield f"link add {BRIDGE} type bridge"
    yield f"addr add {plan.management} dev {BRIDGE}"
    yield f"link set {BRIDGE} up"
    for link in plan.links:
        yield f"link add {link.a_interface} netns {link.a} type veth peer name {link.b_interface} netns {link.b}"
    for number, router in enumerate(plan.routers, 1):
        yield f"link add mgmt0 netns {router.name} type veth peer name m{number}"
        yield f"link set m{number} master {BRIDGE} up"


def _host_lines(host: Host) -> Iterable[str]:
    yield "link set lo up"
    yield f"addr add {host.address} dev eth0"
    yield "link set eth0 up"
    yield f"route add default via {host.gateway}"


def _ip(lines: Iterable[str], *options: str) -> None:
    text = "\n".join(lines) + "\n"
    done = subprocess.run(["ip", *options, "-batch", "-"], input=text, text=True, capture_output=True, check=False)
    if done.returncode != 0:
        raise BootError(f"ip {' '.join(options)}: {done.stderr.strip()}")


async def _power_on(routers: Iterable[Router], tell: Tell) -> None:
    places = asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(router: Router) -> str:
        async with places:
            started = time.monotonic()
            code = await _run_in_child(lambda: _boot_router(router.name))
            tell(f"{router.name} is up after {time.monotonic() - started:.1f} s")
        log = (NODES / router.name / "boot.log").read_text(errors="replace").strip()
        return "" if code == 0 else f"{router.name}: {BOOT_STAGES.get(code, code)}: {log[-600:]}"

    failed = [text for text in await asyncio.gather(*map(one, routers)) if text]
    if failed:
        raise BootError("\n".join(failed))


def _boot_router(name: str) -> int:
    """Power one router on; runs in a child that becomes its boot script."""
    log = os.open(NODES / name / "boot.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    empty = os.open("/dev/null", os.O_RDONLY)
    for source, descriptor in ((empty, 0), (log, 1), (log, 2)):
        os.dup2(source, descriptor)
    try:
        enter_for_good(name)
    except OSError:
        traceback.print_exc()
        return 24
    if interfaces.main(["reload"]) != 0:
        return 20
    if (TOOLS / "nft").exists() and filters.main(["-f", "/etc/nftables.conf"]) != 0:
        return 21
    os.setsid()
    return os.execv("/bin/sh", ["sh", "/usr/local/sbin/boot"])  # noqa: S606  (its words are fixed)


async def _run_in_child(work: Callable[[], int]) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = work()
        except Exception:  # noqa: BLE001  (a child must end here whatever happens)
            traceback.print_exc()
        os._exit(code)
    ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    descriptor = os.pidfd_open(child)
    asyncio.get_running_loop().add_reader(descriptor, _set_once, ended)
    await ended
    asyncio.get_running_loop().remove_reader(descriptor)
    os.close(descriptor)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])  # noqa: ASYNC222  (it has ended already)


def _set_once(ended: asyncio.Future[None]) -> None:
    if not ended.done():
        ended.set_result(None)


async def _wait_for_ssh(routers: Iterable[Router]) -> None:
    async def one(router: Router) -> str:
        end = time.monotonic() + SSH_PATIENCE
        while time.monotonic() < end:
            if await answers_ssh(router):
                return ""
            await asyncio.sleep(0.3)
        return f"{router.name}: its SSH server does not answer at {router.management_host}"

    failed = [text for text in await asyncio.gather(*map(one, routers)) if text]
    if failed:
        raise BootError("\n".join(failed))


async def answers_ssh(router: Router) -> bool:
    """Tell whether the router's SSH server sends its greeting to the management station."""
    try:
        async with asyncio.timeout(10):
            reader, writer = await asyncio.open_connection(router.management_host, 22)
            greeting = await reader.readline()
            writer.close()
    except OSError:
        return False
    return greeting.startswith(b"SSH-2.0")
