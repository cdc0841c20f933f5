"""A second opinion on the templates for Comware: what they write is typed at a device that knows nothing of them.

`netops.lab.semantics` is written from the manuals. It takes every line, and knows it; and the rulebook leads from a device
without config to what is rendered, and back.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Interface
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from pydantic import TypeAdapter
from tests.property.comware_interfaces import told_by_networks
from tests.property.test_comware_render_law import devices

from netops.config import build_patch, parse, reveal
from netops.lab.semantics import Device as Typed
from netops.lab.semantics import difference, simulated
from netops.model import Device, Interface
from netops.platforms import get_platform
from netops.render import render

COMWARE = get_platform("h3c_comware")
CASES = sorted((Path(__file__).parents[1] / "cases" / "render" / "h3c_comware").glob("*.yml"))
DEVICE = TypeAdapter(Device)
EMPTY = "#\n version {release}, Release 0000\n#\n sysname H3C\n#\nreturn\n"
# Whether these are on without a line differs by release and hardware, and no manual tells it for all: a rollback that finds
# none of them before says so and is offered as unproven.
UNTOLD = (
    "ntp-service enable",
    "lldp enable",
    "stp enable",
    "snmp-agent trap enable",
    "ssh server compatible-ssh1x enable",
)


def device(path: Path) -> Device:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    facts: dict[str, Any] = {"hostname": "H3C", "platform": "h3c_comware", **case["facts"]}
    return DEVICE.validate_python(facts)


def valued(text: str) -> str:
    """Return a text with a value for every placeholder, as it is when it is pushed."""
    return re.sub(r"<secret:([a-z-]+):0*([0-9a-f]*)>", r"$c$3$AbCd\1\2==", text)


def bare(release: str | None, policies: frozenset[str] = frozenset()) -> Typed:
    """Start a device without config, but for the QoS policies that ports name: netops renders none so far."""
    lines = "".join(f"#\nqos policy {name}\n" for name in sorted(policies))
    return simulated("h3c_comware", f"{lines}#\nreturn\n", release=release or "")


def typed(text: str, at: Typed) -> Iterator[str]:
    """Type a text as a person would, leaving each section; yield what the device refuses or has no rule for."""
    at.type("system-view")
    opened: list[int] = []
    for line in text.splitlines():
        words, depth = line.strip(), len(line) - len(line.lstrip(" "))
        if line == "#":
            at.type("return")
            at.type("system-view")
            opened.clear()
        if words.startswith("version ") or words in {"#", "return"}:
            continue
        while opened and opened[-1] >= depth:
            at.type("quit")
            opened.pop()
        view, before = at._path[-1].view if at._path else "top", at.prompt  # where it stands decides what it knows
        if not knows(at, view, words):
            yield f"{words}: the device has no rule for it"
        answer = at.type(line)
        if answer.refused:
            yield f"{words}: {answer.text}"
        if at.prompt != before and not words.startswith("sysname "):
            opened.append(depth)


def knows(at: Typed, view: str, words: str) -> bool:
    """Return whether a view has a rule for a line, or for what the line undoes: others it would only keep."""
    plain = words.removeprefix("undo ")
    return any(at.grammar.find(view, each) for each in (words, plain)) or bool(at.grammar.find_undo(view, plain))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_rendered_case_is_taken_line_by_line(path: Path) -> None:
    one = device(path)
    assert list(typed(render(COMWARE, one), bare(one.release))) == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_patch_leads_from_nothing_to_every_case_and_back(path: Path) -> None:
    one, unproven = device(path), yaml.safe_load(path.read_text(encoding="utf-8")).get("unproven", ())
    text, release = valued(render(COMWARE, one)), one.release or "7.1.070"
    empty = EMPTY.format(release=release)
    patch = build_patch(COMWARE, parse(COMWARE, empty), parse(COMWARE, text), key=b"the key of the cases")
    untold = [
        each for each in patch.proof.obstacles if any(words in each for words in UNTOLD) and each.startswith("rollback")
    ]
    told = [each for each in patch.proof.obstacles if any(why in each for why in unproven)]
    assert [each for each in patch.proof.obstacles if each not in untold + told] == []
    assert patch.proof.proven or untold or told
    at = simulated("h3c_comware", empty, release=release)
    asked = False
    for line in (reveal(each, patch.secrets) for each in patch.script):
        if line == "y" and not asked:
            continue  # the patch answers wherever some release asks; this one asks only where the port loses something
        answer = at.type(line)
        assert not answer.refused, f"{line!r} was refused: {answer.text}"
        asked = "[Y/N]" in answer.text
    kept = {each.text for each in patch.proof.kept}
    apart = difference(at, simulated("h3c_comware", text, release=release))
    assert [line for line in apart if line[2:] not in kept] == []


def sound(one: Device) -> Device:
    """Return a device with addresses and route distinguishers that don't get into each other's way."""
    ports = [placed(port, at) for at, port in enumerate(sorted(one.interfaces, key=lambda port: port.name))]
    if one.release == "5.20":
        ports = list(told_by_networks(frozenset(ports), one.ospf))
    vrfs = sorted(one.vrfs, key=lambda vrf: vrf.name)
    return replace(
        one,
        interfaces=frozenset(ports),
        vrfs=frozenset(replace(vrf, rd=f"65000:{at}" if vrf.rd else None) for at, vrf in enumerate(vrfs)),
    )


def placed(port: Interface, at: int) -> Interface:
    four = sorted(each for each in port.addresses if each.version == 4)
    own = [IPv4Interface(f"10.{at}.{number}.1/24") for number, _ in enumerate(four)]
    others = frozenset(each for each in port.addresses if each.version != 4)
    return replace(port, addresses=frozenset(own) | others, secondary=frozenset(own[1:]))


@settings(max_examples=34, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(devices())
def test_any_device_is_taken_line_by_line(drawn: Device) -> None:
    one = sound(drawn)
    policies = frozenset(each.name for port in one.interfaces for each in port.policies)
    assert list(typed(render(COMWARE, one), bare(one.release, policies))) == []
