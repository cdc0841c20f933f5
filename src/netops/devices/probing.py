"""Pings sent by a device: all of its probes in one channel, side by side. Pure."""

import re
import shlex
from collections.abc import Sequence
from ipaddress import IPv4Address, ip_address
from typing import TypeVar

from netops.devices.outcome import Probed, Question
from netops.platforms.session import ShellProfile

Q = TypeVar("Q", bound=Question)

SIDE_BY_SIDE = 16
SILENT = "the device gave no result"
# A probe's end: its number, the exit status of ping, the last line that ping said.
_ONE = r"""one() { said=$(sh -c "$2" 2>&1); printf 'netops %s %s %s\n' "$1" $? "$(echo "$said" | tail -n 1)"; }"""
# The route that its packets take: its number, what the device says.
_WAY = r"""way() { printf 'netops-way %s %s\n' "$1" "$(sh -c "$2" 2>&1 | head -n 1)"; }"""


def probe_script(profile: ShellProfile, probes: Sequence[Question]) -> str:
    """Return the shell script that sends the probes and says of each how it ended and, where that counts, its way."""
    lines = [_ONE, _WAY]
    for number, probe in enumerate(probes):
        if probe.via is not None:
            route = profile.next_hop_vrf if probe.vrf else profile.next_hop
            lines.append(f"way {number} {shlex.quote(_filled(route, probe))} </dev/null")
        ping = profile.ping_vrf if probe.vrf else profile.ping
        lines.append(f"one {number} {shlex.quote(_filled(ping, probe))} </dev/null &")
        if number % SIDE_BY_SIDE == SIDE_BY_SIDE - 1:
            lines.append("wait")
    return "\n".join((*lines, "wait", ""))


def _filled(template: str, probe: Question) -> str:
    values = {"source": _address(probe.source), "destination": _address(probe.destination), "vrf": probe.vrf or ""}
    return template.format(**{name: shlex.quote(value) for name, value in values.items()})


def _address(value: object) -> str:
    address = value if isinstance(value, IPv4Address) else ip_address(str(value))
    return str(address)


def read_answers(profile: ShellProfile, probes: Sequence[Q], output: str) -> tuple[Probed[Q], ...]:
    """Return what came of each probe.

    ping(8) ends with 0 where an answer came, with 1 where none came, with anything else where it could not ask.
    """
    found = {int(number): (int(status), said) for number, status, said in _results(output)}
    ways = {int(number): _next_hop(profile, said) for number, said in _ways(output)}
    return tuple(
        _probed(probe, *found.get(number, (-1, SILENT)), ways.get(number, "")) for number, probe in enumerate(probes)
    )


def _results(output: str) -> list[tuple[str, str, str]]:
    return re.findall(r"^netops (\d+) (\d+) (.*)$", output, re.MULTILINE)


def _ways(output: str) -> list[tuple[str, str]]:
    return re.findall(r"^netops-way (\d+) (.*)$", output, re.MULTILINE)


def _next_hop(profile: ShellProfile, said: str) -> str:
    found = re.search(profile.next_hop_pattern, said)
    return found["next_hop"] if found else ""


def _probed(probe: Q, status: int, said: str, way: str) -> Probed[Q]:
    if status in {0, 1}:
        return Probed(probe, status == 0, way=way)
    return Probed(probe, None, said.strip() or f"status {status}", way)
