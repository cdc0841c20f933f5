"""The lab's ``nft``, for a kernel whose nf_tables lacks the ip, ip6 and inet families.

Debian's User-Mode Linux (6.1) is built so, but it has the older ip_tables. The real nft reads and evaluates the
ruleset, and its own errors are reported; then the IPv4 part is put in force as the table ``filter`` of ip_tables
(layouts: ``linux/netfilter_ipv4/ip_tables.h`` and ``linux/netfilter/x_tables.h``). The text is kept for
``nft list ruleset``.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import socket
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

from netops.lab.guest.rulesets import HOOKS, Chain, Match, Rule, RulesetError, parse
from netops.lab.guest.spawning import run

REAL = "/usr/sbin/nft"
KEPT = Path("/run/nftables.loaded")
NOISE = ("Could not process rule", "No such file or directory")
SOL_IP = 0
SET_REPLACE = GET_INFO = 64
HOOK_NUMBERS = {"input": 1, "forward": 2, "output": 3}
ENTRY = struct.Struct("<4s4s4s4s16s16s16s16sHBBIHHI16x")
REPLACE = struct.Struct("<32sIII5I5IIQ")
INFO = struct.Struct("<32sI5I5III")
VERDICTS = {"accept": -2, "drop": -1}
REJECT_WITH_PORT_UNREACHABLE = 3
TCP, UDP = 6, 17
NEGATED = {"iif": 0x01, "oif": 0x02, "saddr": 0x08, "daddr": 0x10, "protocol": 0x40}


def entry(rule: Rule) -> bytes:
    """Return one rule as ``struct ipt_entry`` with its matches and target.

    Raises:
        RulesetError: two conditions on the same field, which the structure has no room for.
    """
    fields: dict[str, Match] = {}
    for match in rule.matches:
        if fields.setdefault(match.name, match) != match:
            raise RulesetError(f"two conditions on {match.name}")
    matches = b"".join(_extensions(fields))
    target = _target(rule.verdict)
    source, source_mask = _network(fields.get("saddr"))
    destination, destination_mask = _network(fields.get("daddr"))
    inward, inward_mask = _device(fields.get("iif"))
    outward, outward_mask = _device(fields.get("oif"))
    protocol = fields["protocol"].value if "protocol" in fields else 0
    inverted = sum(flag for name, flag in NEGATED.items() if name in fields and fields[name].negated)
    target_at = ENTRY.size + len(matches)
    head = (source, destination, source_mask, destination_mask, inward, outward, inward_mask, outward_mask)
    packed = ENTRY.pack(*head, protocol, 0, inverted, 0, target_at, target_at + len(target), 0)
    return packed + matches + target


def _network(match: Match | None) -> tuple[bytes, bytes]:
    if match is None:
        return bytes(4), bytes(4)
    address, _, length = str(match.value).partition("/")
    mask = (0xFFFFFFFF << (32 - int(length or 32))) & 0xFFFFFFFF
    network = int.from_bytes(socket.inet_aton(address), "big") & mask
    return network.to_bytes(4, "big"), mask.to_bytes(4, "big")


def _device(match: Match | None) -> tuple[bytes, bytes]:
    if match is None:
        return bytes(16), bytes(16)
    name = str(match.value).encode()
    if name.endswith(b"*"):
        return name[:-1].ljust(16, b"\0"), (b"\xff" * (len(name) - 1)).ljust(16, b"\0")
    return name.ljust(16, b"\0"), (b"\xff" * (len(name) + 1)).ljust(16, b"\0")


def _extension(name: str, data: bytes) -> bytes:
    size = (32 + len(data) + 7) // 8 * 8
    return (struct.pack("<H29sB", size, name.encode(), 0) + data).ljust(size, b"\0")


def _extensions(fields: dict[str, Match]) -> Iterable[bytes]:
    if "sport" in fields or "dport" in fields:
        yield _ports(fields)
    if (icmp := fields.get("icmp")) is not None:
        yield _extension("icmp", struct.pack("<BBBB", int(str(icmp.value)), 0, 0xFF, int(icmp.negated)))
    if (state := fields.get("state")) is not None:
        yield _extension("state", struct.pack("<I", int(str(state.value))))


def _ports(fields: dict[str, Match]) -> bytes:
    ranges = []
    for name in ("sport", "dport"):
        value = fields[name].value if name in fields else (0, 65535)
        ranges += list(value) if isinstance(value, tuple) else [0, 65535]
    inverted = sum(flag for name, flag in (("sport", 1), ("dport", 2)) if name in fields and fields[name].negated)
    if fields["protocol"].value == TCP:
        return _extension("tcp", struct.pack("<4H4B", *ranges, 0, 0, 0, inverted))
    return _extension("udp", struct.pack("<4HB", *ranges, inverted))


def _target(verdict: str) -> bytes:
    if verdict == "reject":
        return _extension("REJECT", struct.pack("<i", REJECT_WITH_PORT_UNREACHABLE))
    return _extension("", struct.pack("<i", VERDICTS[verdict]))


def table(chains: dict[str, Chain], old_entries: int, counters: int) -> bytes:
    """Return the whole ``struct ipt_replace``: the rules of each hook, its policy, and the closing error entry."""
    blob, count = b"", 0
    starts, policies = [0] * 5, [0] * 5
    for hook in HOOKS:
        chain = chains.get(hook, Chain())
        starts[HOOK_NUMBERS[hook]] = len(blob)
        for rule in chain.rules:
            blob += entry(rule)
        policies[HOOK_NUMBERS[hook]] = len(blob)
        blob += entry(Rule((), chain.policy))
        count += len(chain.rules) + 1
    error = _extension("ERROR", b"ERROR".ljust(30, b"\0"))
    blob += ENTRY.pack(*[bytes(4)] * 4, *[bytes(16)] * 4, 0, 0, 0, 0, ENTRY.size, ENTRY.size + len(error), 0) + error
    head = (b"filter", 0b1110, count + 1, len(blob), *starts, *policies, old_entries, counters)
    return REPLACE.pack(*head) + blob


def enforce(chains: dict[str, Chain]) -> None:
    """Replace the table ``filter`` of this network namespace.

    Raises:
        OSError: the kernel refused it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW) as raw:
        info = ctypes.create_string_buffer(b"filter", INFO.size)
        size = ctypes.c_uint(INFO.size)
        if libc.getsockopt(raw.fileno(), SOL_IP, GET_INFO, info, ctypes.byref(size)) != 0:
            raise OSError(ctypes.get_errno(), f"ip_tables: {os.strerror(ctypes.get_errno())}")
        old_entries = INFO.unpack(info.raw)[-2]
        counters = ctypes.create_string_buffer(16 * old_entries)
        blob = table(chains, old_entries, ctypes.addressof(counters))
        if libc.setsockopt(raw.fileno(), SOL_IP, SET_REPLACE, blob, len(blob)) != 0:
            raise OSError(ctypes.get_errno(), f"ip_tables: {os.strerror(ctypes.get_errno())}")


def understand(path: str) -> dict[str, Chain]:
    """Return what the file puts in force, once the real nft has no fault to find with it.

    Raises:
        RulesetError: nft's own words, or what the lab cannot enforce.
    """
    code, said = run([REAL, "-c", "-f", path], "")
    faults = [line for line in said.splitlines() if "Error: " in line and not any(noise in line for noise in NOISE)]
    if code != 0 and (faults or "Could not process rule" not in said):
        raise RulesetError(said.rstrip())
    try:
        return parse(Path(path).read_text(encoding="utf-8"))
    except RulesetError as error:
        raise RulesetError(f"{path}: the lab cannot enforce: {error}") from error


def load(path: str) -> None:
    """Put a ruleset in force (``nft -f``)."""
    enforce(understand(path))
    if path != str(KEPT):
        shutil.copyfile(path, KEPT)


def listing() -> str:
    """Return the loaded ruleset as it was written, without comments and commands."""
    lines = KEPT.read_text().splitlines() if KEPT.exists() else []
    kept = [line for line in lines if not line.startswith(("#", "flush ruleset"))]
    return "\n".join(kept).strip() + "\n" if any(line.strip() for line in kept) else ""


def main(arguments: list[str]) -> int:
    """Do what nft was asked; hand over to the real one what the lab has no answer for."""
    try:
        if arguments == ["list", "ruleset"]:
            sys.stdout.write(listing())
        elif arguments == ["flush", "ruleset"]:
            enforce({})
            KEPT.unlink(missing_ok=True)
        elif arguments[:-1] in (["-c", "-f"], ["-cf"], ["--check", "--file"], ["--check", "-f"]):
            understand(arguments[-1])
        elif arguments[:-1] in (["-f"], ["--file"]):
            load(arguments[-1])
        else:
            os.execv(REAL, [REAL, *arguments])  # noqa: S606  (the real nft, with what it was given)
    except (RulesetError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
