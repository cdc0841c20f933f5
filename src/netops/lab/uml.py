"""The kernel under the lab: how the guest is started, and what the machine must have for it.

``uml`` (the default) is Debian's User-Mode Linux: an ordinary process that needs neither root nor a TAP. It runs on
the machine's own file system, read-only (hostfs), and its one line to the outside is a serial line on a socket pair
(``ssl1=fd:N,fd:N``; Linux documentation, ``virt/uml/user_mode_linux_howto_v2.rst``). It is pinned to one CPU, because
its processes are traced by its kernel and moving between CPUs makes that five times slower.

``host`` (``LAB_KERNEL=host``) runs the same guest in namespaces of the machine's kernel. **Untested**: it needs root
and a kernel with VRF and MPLS.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from netops.errors import Fault, MissingPiece, raise_all
from netops.lab.topology import Topology

INIT = Path(__file__).parent / "guest/init.sh"
MODULES = Path("/usr/lib/uml/modules")
PACKAGES = {
    "/usr/bin/linux.uml": "user-mode-linux",
    "/usr/lib/frr/zebra": "frr",
    "/usr/bin/vtysh": "frr",
    "/usr/sbin/sshd": "openssh-server",
    "/usr/sbin/nft": "nftables",
    "/etc/protocols": "netbase",  # nft looks `ospf` up there
    "/usr/sbin/ip": "iproute2",
    "/usr/bin/python3": "python3",
    "/usr/bin/setpriv": "util-linux",
    "/usr/bin/nsenter": "util-linux",
    "/usr/bin/taskset": "util-linux",
}
MEMORY_FLOOR_MB = 256
MEMORY_A_ROUTER_MB = 64
WARDEN = (
    'exec 3<&0; "$@" </dev/null 3<&- & guest=$!; exec 0<&3 3<&-; '
    'read -r nothing; kill -s KILL -- "-$guest"; kill -s KILL 0'
)


def kernel() -> str:
    """Return ``uml``, or what ``LAB_KERNEL`` says.

    Raises:
        MissingPiece: NET-LAB-011, no such kernel.
    """
    name = os.environ.get("LAB_KERNEL", "uml")
    if name not in ("uml", "host"):
        raise MissingPiece.of("NET-LAB-011", detail=f"LAB_KERNEL={name} is neither uml nor host")
    return name


def check_machine(name: str) -> None:
    """Refuse to start where something is missing.

    Raises:
        MissingPiece: NET-LAB-010 with the packages to install, NET-LAB-011 where the kernel cannot do it.
    """
    raise_all(_missing(name), MissingPiece)


def _missing(name: str) -> Iterator[Fault]:
    absent = [path for path in PACKAGES if not (name == "host" and path.endswith("linux.uml")) and not _there(path)]
    packages = sorted({PACKAGES[path] for path in absent})
    if packages:
        yield Fault("NET-LAB-010", {"files": ", ".join(absent), "packages": " ".join(packages)})
    if name == "uml" and not packages and not any(MODULES.glob("*/kernel/drivers/net/vrf.ko")):
        yield Fault("NET-LAB-010", {"files": f"{MODULES}/*/kernel/drivers/net/vrf.ko", "packages": "user-mode-linux"})
    if name == "host":
        yield from _host_kernel_faults()


def _there(path: str) -> bool:
    return Path(path).exists() or shutil.which(Path(path).name) == path


def _host_kernel_faults() -> Iterator[Fault]:
    if os.geteuid() != 0:
        yield Fault("NET-LAB-011", {"detail": "LAB_KERNEL=host needs root"})
    release = os.uname().release
    built_in = Path(f"/lib/modules/{release}/modules.builtin")
    names = built_in.read_text() if built_in.exists() else ""
    for module in ("vrf", "mpls_router", "mpls_iptunnel"):
        loadable = any(Path(f"/lib/modules/{release}").rglob(f"{module}.ko*"))
        if not loadable and f"/{module}.ko" not in names and not Path(f"/sys/module/{module}").exists():
            yield Fault("NET-LAB-011", {"detail": f"the kernel {release} has no module {module}"})


def command(name: str, topology: Topology, line: int) -> list[str]:
    """Return the command that starts the guest, with its line to the machine on descriptor ``line``.

    A small shell stands over the guest: its input is a pipe from the lab process, and when that ends, whatever the
    reason, it kills the guest with its helpers, which User-Mode Linux puts into a process group of their own and
    leaves behind when it is killed alone.
    """
    inner = _host_command(line) if name == "host" else _uml_command(topology, line)
    return ["/bin/sh", "-c", WARDEN, "lab-guest", *inner]


def _uml_command(topology: Topology, line: int) -> list[str]:
    memory = MEMORY_FLOOR_MB + MEMORY_A_ROUTER_MB * len(topology.routers)
    return [
        "/usr/bin/setpriv",
        "--pdeathsig=KILL",
        "/usr/bin/taskset",
        "-c",
        str(idlest_cpu()),
        "/usr/bin/linux.uml",
        f"mem={memory}M",
        "rootfstype=hostfs",
        "rootflags=/",
        "ro",
        "init=/bin/sh",
        "con=null",
        "con0=fd:0,fd:1",
        "ssl=null",
        f"ssl1=fd:{line},fd:{line}",
        "umid=guest",
        "quiet",
        "selinux=0",
        "--",  # what follows goes to init
        str(INIT),
    ]


def idlest_cpu(seconds: float = 0.1) -> int:
    """Return the CPU, of those that this process may use, that had most time to spare just now (proc_stat(5))."""
    before = _idle_times()
    time.sleep(seconds)
    spare = {cpu: idle - before.get(cpu, 0) for cpu, idle in _idle_times().items()}
    return max(os.sched_getaffinity(0), key=lambda cpu: (spare.get(cpu, 0), cpu))


def _idle_times() -> dict[int, int]:
    rows = [line.split() for line in Path("/proc/stat").read_text().splitlines()]
    return {int(row[0][3:]): int(row[4]) for row in rows if row and row[0][:3] == "cpu" and row[0] != "cpu"}


def _host_command(line: int) -> list[str]:
    namespaces = ["--mount", "--net", "--uts", "--ipc", "--pid", "--fork", "--kill-child"]
    return ["/usr/bin/unshare", *namespaces, "--propagation", "private", "/bin/sh", str(INIT), "host", str(line)]


def environment(folder: Path) -> Mapping[str, str]:
    """Return the guest's environment: User-Mode Linux keeps its memory in a file without a name under ``TMPDIR``."""
    shared_memory = Path("/dev/shm")  # noqa: S108  (a place in memory, not a file of that name)
    memory = shared_memory if os.access(shared_memory, os.W_OK) else folder
    return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(folder), "TMPDIR": str(memory)}
