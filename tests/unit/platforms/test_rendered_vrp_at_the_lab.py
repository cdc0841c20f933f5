"""Every rendered text for Huawei's platforms, typed at a device that shares no rule with templates, reader and rulebook."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from netops.config import build_patch, parse, reveal
from netops.lab.semantics import difference, simulated
from netops.model import Device
from netops.platforms import get_platform
from netops.render import render

CASES = Path(__file__).parents[2] / "cases" / "render"
PLATFORMS = ("huawei_vrp", "huawei_vrpv8")
FILES = [path for name in PLATFORMS for path in sorted((CASES / name).glob("*.yml"))]
DEVICE = TypeAdapter(Device)
# What a device shows in one form or the other before anybody typed a line: here the other way round than the config asks for.
SHOWN = ("lldp enable", "stp enable", "telnet server enable", "telnet ipv6 server enable", "http server enable",
    "http secure-server enable", "ssh server compatible-ssh1x enable", "ntp-service enable", "ntp-service server disable",
    "ntp server disable", "telnet server disable", "telnet ipv6 server disable", "icmp redirect send", "netconf",
    "info-center logfile enable", "info-center enable", "user-security-policy enable")  # fmt: skip
# Patches with such lines are never proven: whoever reads why finds it beside the rule.
NEVER_PROVEN = (
    "a community is shown as another cipher each time",
    "the undo of a server map names protocol and addresses only",
)


def texts(device: Device) -> tuple[str, str]:
    """Return what the device shows as it was delivered, and what it is to show; secrets as a device shows them."""
    head = "" if device.release is None else f"!Software Version {device.release}\n#\n"
    rendered = render(get_platform(device.platform), device)
    intended = re.sub("<secret:[a-z0-9-]+:0{16}>", "%^%#AbCd1234example%^%#", rendered)
    lines = intended.split("\n")
    turned = [f"undo {each}" if each in lines else each for each in SHOWN if {each, f"undo {each}"} & set(lines)]
    return "\n".join([f"{head}#", *turned, "#", "return", ""]), intended


def typed(device: Device, unproven: Sequence[str] = ()) -> None:
    """Type the patch from a delivered device to the rendered one: proven, no line refused, nothing left to do.

    A case may say ``unproven``: why the rulebook can't prove such a patch.
    """
    delivered, intended = texts(device)
    platform = get_platform(device.platform)
    patch = build_patch(platform, parse(platform, delivered), parse(platform, intended), key=b"the key of the cases")
    known = (*NEVER_PROVEN, *unproven)
    assert [why for why in patch.proof.obstacles if not any(each in why for each in known)] == []

    lab = simulated(device.platform, delivered)
    for line in patch.script:
        answer = lab.type(reveal(line, patch.secrets))
        assert not answer.refused, f"{line!r} was refused: {answer.text}"
    assert difference(lab, simulated(device.platform, intended)) == ()


def test_there_are_cases_of_both_platforms() -> None:
    for name in PLATFORMS:
        assert sum(path.parent.name == name for path in FILES) >= 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_device_takes_every_line_that_is_rendered(path: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    device = DEVICE.validate_python({"hostname": "pe1", "platform": path.parent.name, **case["facts"]})
    typed(device, case.get("unproven", ()))
