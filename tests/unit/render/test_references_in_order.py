"""What a rendered text refers to stands before it: a device that is told of a VRF that isn't there refuses the line, or makes one unasked."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from netops.config import parse
from netops.errors import InputError
from netops.model import Device
from netops.platforms import get_platform
from netops.render import render

CASES = Path(__file__).parents[2] / "cases"
# FRR's VRFs are Linux': they stand in a part of their own, and its daemons wait for them.
PLATFORMS = ("cisco_ios", "ruijie_os", "huawei_vrp", "huawei_vrpv8", "h3c_comware")
DEVICE = TypeAdapter(Device)
# Lines of the device as a whole that name a VRF, beside those of the cases.
SAID = {
    "cisco_ios": (
        "vrf definition FIN\n rd 65000:1\n address-family ipv4\n exit-address-family\nip dhcp excluded-address vrf FIN 10.0.0.1 10.0.0.9\n"
        "ip name-server vrf FIN 10.0.0.1\nip domain name vrf FIN city.gov\nip host vrf FIN ops 10.0.0.1\nip multicast-routing vrf FIN\n"
        "ip tacacs source-interface Loopback0 vrf FIN\ncrypto pki trustpoint CITY\n enrollment terminal\n vrf FIN\n"
    ),
    "ruijie_os": (
        "vrf definition FIN\n rd 65000:1\n address-family ipv4\n exit-address-family\nip dhcp excluded-address vrf FIN 10.0.0.1 10.0.0.9\n"
        "ip name-server vrf FIN 10.0.0.1\nip host vrf FIN ops 10.0.0.1\nip multicast-routing vrf FIN\n"
    ),
    "huawei_vrp": (
        "ip vpn-instance FIN\n ipv4-family\n  route-distinguisher 65000:1\ndns server 10.0.0.1 vpn-instance FIN\n"
        "ip host ops 10.0.0.1 vpn-instance FIN\ninfo-center loghost 10.0.0.1 vpn-instance FIN\n"
        "pki realm CITY\n ca id CITY\n enrollment-url http://10.0.0.1:80 vpn-instance FIN\n"
    ),
    "h3c_comware": (
        "ip vpn-instance FIN\n route-distinguisher 65000:1\ndns server 10.0.0.1 vpn-instance FIN\n"
        "ip host ops 10.0.0.1 vpn-instance FIN\ninfo-center loghost vpn-instance FIN 10.0.0.1\n"
        "pki domain CITY\n certificate request entity PE1\n vpn-instance FIN\n"
    ),
}
SAID["huawei_vrpv8"] = SAID["huawei_vrp"].replace("pki realm", "pki domain")
DEFINED = r"(?:vrf definition|ip vrf|ip vpn-instance)"


def devices(platform: str) -> list[Device]:
    """Return the devices of all cases of a platform that can be rendered."""
    p = get_platform(platform)
    found = [p.read(parse(p, SAID[platform]))]
    assert render(p, found[0])  # all of it is understood, and written
    for path in sorted(CASES.glob(f"re*/{platform}/*.yml")):
        case: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        if "config" in case:
            found.append(p.read(parse(p, case["config"])))
        else:
            found.append(DEVICE.validate_python({"hostname": "", "platform": platform, **case["facts"]}))
    return found


@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_line_names_a_vrf_that_stands_behind_it(platform: str) -> None:
    seen = 0
    for device in devices(platform):
        try:
            text = render(get_platform(platform), device)
        except InputError:
            continue
        for vrf in device.vrfs:
            named = re.compile(
                rf"(?m)^(?!{DEFINED} ).*\b(?:vrf|vpn-instance)(?: forwarding)? {re.escape(vrf.name)}(?: |$)"
            )
            made = re.search(rf"(?m)^{DEFINED} {re.escape(vrf.name)}$", text)
            assert made is not None
            assert named.search(text, 0, made.start()) is None
            seen += named.search(text, made.end()) is not None
    assert seen
