"""Network, mount and UTS namespaces of the lab's nodes.

A router has all three, a host a network namespace only. Each is held by a bind mount under ``HELD`` (namespaces(7)),
so that ``nsenter`` and ``ip -n`` find it and nothing need run in it.
"""

from __future__ import annotations

import ctypes
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWNET = 0x40000000
MS_BIND = 0x1000
MS_REC = 0x4000
MS_PRIVATE = 0x40000

HELD = Path("/run/lab/ns")
NETWORKS = Path("/run/netns")
NODES = Path("/run/lab/nodes")

_libc = ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def unshare(flags: int) -> None:
    """Leave the namespaces named by ``flags`` for new ones (unshare(2))."""
    _checked(_libc.unshare(flags), "unshare")


def setns(descriptor: int, flags: int) -> None:
    """Enter a namespace (setns(2))."""
    _checked(_libc.setns(descriptor, flags), "setns")


def mount(source: str, where: str, kind: str, flags: int = 0, options: str = "") -> None:
    """Mount ``source`` at ``where`` (mount(2))."""
    arguments = (source.encode(), where.encode(), kind.encode(), flags, options.encode())
    _checked(_libc.mount(*arguments), f"mount {source} {where}")


def bind(source: Path | str, where: Path | str) -> None:
    """Let ``where`` show what is at ``source``."""
    mount(str(source), str(where), "none", MS_BIND)


def create(name: str, flags: int, prepare: Callable[[], None]) -> None:
    """Make the namespaces of one node and hold them.

    A child unshares them and runs ``prepare`` inside; while it waits, its namespaces are bound to their files.

    Raises:
        OSError: the kernel refused, or ``prepare`` failed.
    """
    ready, go = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        _inside_child(flags, prepare, ready[1], go[0])
    os.close(ready[1])
    told = os.read(ready[0], 1000)
    if told == b"ok":
        _hold(name, child, flags)
    os.write(go[1], b"go")
    os.waitpid(child, 0)
    for descriptor in (ready[0], *go):
        os.close(descriptor)
    if told != b"ok":
        raise OSError(f"namespaces of {name}: {told.decode(errors='replace')}")


def _inside_child(flags: int, prepare: Callable[[], None], ready: int, go: int) -> None:
    try:
        unshare(flags)
        if flags & CLONE_NEWNS:
            mount("none", "/", "none", MS_REC | MS_PRIVATE)
        prepare()
        os.write(ready, b"ok")
        os.read(go, 2)
    except OSError as error:
        os.write(ready, str(error).encode()[:1000] or b"failed")
    finally:
        os._exit(0)


def _hold(name: str, child: int, flags: int) -> None:
    files = [(CLONE_NEWNET, "net", NETWORKS / name)]
    files += [(CLONE_NEWNS, "mnt", HELD / f"{name}.mnt"), (CLONE_NEWUTS, "uts", HELD / f"{name}.uts")]
    for flag, kind, path in files:
        if flags & flag:
            path.touch()
            bind(f"/proc/{child}/ns/{kind}", path)


def entering(name: str, *, whole: bool) -> list[str]:
    """Return the start of a command line that runs the rest in a node's namespaces."""
    command = ["nsenter", f"--net={NETWORKS / name}"]
    if whole:
        command += [f"--mount={HELD / name}.mnt", f"--uts={HELD / name}.uts"]
    return [*command, "--"]


@contextmanager
def network_of(name: str) -> Iterator[None]:
    """Be in a node's network namespace, so that sockets made meanwhile belong to it for good."""
    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    there = os.open(NETWORKS / name, os.O_RDONLY)
    try:
        setns(there, CLONE_NEWNET)
        yield
    finally:
        setns(home, CLONE_NEWNET)
        os.close(there)
        os.close(home)


def enter_for_good(name: str) -> None:
    """Enter all namespaces of a router; for a child process that ends there."""
    for kind, path, flag in (
        ("uts", HELD / f"{name}.uts", CLONE_NEWUTS),
        ("net", NETWORKS / name, CLONE_NEWNET),
        ("mnt", HELD / f"{name}.mnt", CLONE_NEWNS),
    ):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            setns(descriptor, flag)
        except OSError as error:
            raise OSError(error.errno, f"{kind} namespace of {name}: {error}") from error
        finally:
            os.close(descriptor)


def name_this_system(name: str) -> None:
    """Set the host name of this UTS namespace."""
    socket.sethostname(name)
