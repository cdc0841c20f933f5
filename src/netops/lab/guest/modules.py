"""Load the kernel modules that routers need, in the order of their dependencies.

Done here rather than with ``modprobe``, which expects them under ``/lib/modules`` and may not be installed.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

FINIT_MODULE = 313  # x86-64, arch/x86/entry/syscalls/syscall_64.tbl; Debian builds User-Mode Linux for no other
EEXIST = 17
FORWARDING = ("ipv6", "veth", "dummy", "vrf", "mpls_router", "mpls_iptunnel", "mpls_gso", "bridge")
FILTERING = [
    "nf_tables",
    "nft_ct",
    "nft_log",
    "nft_limit",
    "nft_reject",
    "nft_nat",
    "nft_masq",
    "nf_log_syslog",
    "ip_tables",
    "iptable_filter",
    "ipt_REJECT",
    "xt_tcpudp",
    "xt_conntrack",
    "xt_state",
]


def read_dependencies(text: str) -> dict[str, tuple[str, ...]]:
    r"""Return, for each module's path, the paths that must be loaded before it (modules.dep(5)).

    Example:
        >>> read_dependencies("kernel/a.ko: kernel/b.ko kernel/c.ko\nkernel/c.ko:\n")["kernel/a.ko"]
        ('kernel/c.ko', 'kernel/b.ko')
    """
    found = {}
    for line in text.splitlines():
        path, _, needed = line.partition(":")
        found[path] = tuple(reversed(needed.split()))
    return found


def load_order(names: Iterable[str], dependencies: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield the paths to load, each once, dependencies first; names that the kernel lacks are passed over."""
    paths = {path.rpartition("/")[2].removesuffix(".ko").replace("-", "_"): path for path in dependencies}
    done = set()
    for path in (paths[name] for name in names if name in paths):
        for item in (*dependencies[path], path):
            if item not in done:
                done.add(item)
                yield item


def load(folder: Path) -> None:
    """Load what forwarding and filtering need from ``folder`` (``/usr/lib/uml/modules/RELEASE``).

    Raises:
        OSError: the kernel refused a module.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    dependencies = read_dependencies((folder / "modules.dep").read_text())
    for path in load_order((*FORWARDING, *FILTERING), dependencies):
        descriptor = os.open(folder / path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            refused = libc.syscall(FINIT_MODULE, descriptor, b"", 0)
        finally:
            os.close(descriptor)
        if refused and ctypes.get_errno() != EEXIST:
            raise OSError(ctypes.get_errno(), f"module {path}: {os.strerror(ctypes.get_errno())}")
