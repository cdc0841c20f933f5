"""What a finding shows beside its lines: why a server that is named is none, and which time holds in summer."""

from collections.abc import Mapping

from netops.audit import Policy, audit, known_of
from netops.config import parse
from netops.model import Device
from netops.platforms import get_platform

VRP = """\
!Software Version V200R019C10SPC500
#
sysname SW1
#
info-center loghost 10.9.9.9 vpn-instance GHOST
#
ntp-service unicast-server 10.9.9.8 vpn-instance GHOST
#
clock timezone BJ add 08:00:00
clock daylight-saving-time D repeating 00:00 04-01 00:00 10-01 01:00
#
return
"""
COMWARE = """\
version 7.1.070, Release 6616P05
#
sysname SW1
#
clock protocol none
#
ntp-service enable
ntp-service unicast-server 10.9.9.8
#
return
"""


def values(platform: str, text: str) -> Mapping[str, Mapping[str, str]]:
    made = get_platform(platform)
    device: Device = made.read(parse(made, text))
    found = audit(device, level=3, policy=Policy(), known=known_of(made, device.release))
    return {each.check: each.values for each in found.verdicts}


def test_a_server_in_a_vrf_that_is_not_there_is_shown_with_it() -> None:
    found = values("huawei_vrp", VRP)
    assert found["B081"]["value"] == "10.9.9.9 (VRF GHOST: -)"
    assert found["B092"]["value"] == "10.9.9.8 (VRF GHOST: -)"


def test_a_clock_that_only_people_set_is_shown_beside_the_servers() -> None:
    assert values("h3c_comware", COMWARE)["B092"]["value"] == "10.9.9.8 (protocol: none)"


def test_summer_time_is_shown_beside_the_zone() -> None:
    found = values("huawei_vrp", VRP)["B095"]
    assert (found["value"], found["summer"]) == ("BJ +480", "D repeating 00:00 04-01 00:00 10-01 01:00")
    assert values("h3c_comware", COMWARE)["B095"]["summer"] == "-"
