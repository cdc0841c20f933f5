"""Ping: an address answers where the device reaches it. Sources: S V200R019, HPE and IOS CF, ``ping``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address

from netops.lab.simulation.console import Console, Operation
from netops.lab.simulation.facts import Facts, dialects
from netops.lab.simulation.speaking import Reply


@dataclass(frozen=True, slots=True)
class Asked:
    """What is pinged: an address, in a VRF or in none, so many times."""

    host: str
    vrf: str
    count: int


def _answers(console: Console, asked: Asked) -> bool | None:
    """Tell whether an address answers; None where it is no address."""
    try:
        address = IPv4Address(asked.host)
    except AddressValueError:
        return None
    facts = Facts(console.box.root, dialects()[console.box.simulated.platform])
    return facts.reaches(address, asked.vrf)


def _pings(read: Callable[[str], Asked | None], shown: Callable[[Asked, bool], str]) -> Operation:
    """Return the command, by how it is read and how its result is displayed."""

    def act(console: Console, given: Mapping[str, str]) -> Reply:
        asked = read(given["words"])
        answers = None if asked is None else _answers(console, asked)
        if asked is None or answers is None:
            return console.misread(given["words"])
        return Reply(shown(asked, answers))

    return Operation("ping {words+}", act)


def _dashed(words: str) -> Asked | None:
    """Read the options of VRP and Comware: each a letter or a word behind ``-``, with a value."""
    found = re.fullmatch(r"(?:ip )?(?P<options>(?:-[\w-]+ \S+ )*)(?P<host>\S+)", words)
    if found is None:
        return None
    options = dict(re.findall(r"-([\w-]+) (\S+)", found["options"]))
    return Asked(found["host"], options.get("vpn-instance", ""), int(options.get("c", "5")))


def _worded(words: str) -> Asked | None:
    """Read the options of IOS: words behind the address, the VRF before it."""
    found = re.fullmatch(r"(?:vrf (?P<vrf>\S+) )?(?:ip )?(?P<host>[\d.]+)(?P<options>(?: [a-z]+ \S+)*)", words)
    if found is None:
        return None
    options = dict(re.findall(r" ([a-z]+) (\S+)", found["options"]))
    return Asked(found["host"], found["vrf"] or "", int(options.get("repeat") or options.get("ntimes") or 5))


def _vrp(asked: Asked, answers: bool) -> str:  # noqa: FBT001 - whether it answers is all there is to say
    lost = "Request time out"
    replies = [
        f"    Reply from {asked.host}: bytes=56 Sequence={at} ttl=255 time=1 ms" if answers else f"    {lost}"
        for at in range(1, asked.count + 1)
    ]
    lines = [
        f"  PING {asked.host}: 56  data bytes, press CTRL_C to break",
        *replies,
        "",
        f"  --- {asked.host} ping statistics ---",
        f"    {asked.count} packet(s) transmitted",
        f"    {asked.count if answers else 0} packet(s) received",
        f"    {'0.00' if answers else '100.00'}% packet loss",
        *(["    round-trip min/avg/max = 1/1/1 ms"] if answers else []),
    ]
    return "\n".join(lines)


def _comware(asked: Asked, answers: bool) -> str:  # noqa: FBT001 - as above
    replies = [
        f"56 bytes from {asked.host}: icmp_seq={at} ttl=255 time=1.000 ms" if answers else "Request time out"
        for at in range(asked.count)
    ]
    lost = "0.0" if answers else "100.0"
    lines = [
        f"Ping {asked.host} ({asked.host}): 56 data bytes, press CTRL+C to break",
        *replies,
        "",
        f"--- Ping statistics for {asked.host} ---",
        f"{asked.count} packet(s) transmitted, {asked.count if answers else 0} packet(s) received, {lost}% packet loss",
        *(["round-trip min/avg/max/std-dev = 1.000/1.000/1.000/0.000 ms"] if answers else []),
    ]
    return "\n".join(lines)


def _ios(asked: Asked, answers: bool) -> str:  # noqa: FBT001 - as above
    rate = f"Success rate is {100 if answers else 0} percent ({asked.count if answers else 0}/{asked.count})"
    lines = [
        "Type escape sequence to abort.",
        f"Sending {asked.count}, 100-byte ICMP Echos to {asked.host}, timeout is 2 seconds:",
        ("!" if answers else ".") * asked.count,
        f"{rate}, round-trip min/avg/max = 1/1/1 ms" if answers else rate,
    ]
    return "\n".join(lines)


VRP_PING = _pings(_dashed, _vrp)
COMWARE_PING = _pings(_dashed, _comware)
IOS_PING = _pings(_worded, _ios)
