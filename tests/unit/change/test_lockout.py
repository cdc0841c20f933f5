"""Engineers are never locked out: what people come in by today must stand in the intended config."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from netops.change.lockout import lockouts
from netops.config import parse
from netops.errors import Refused
from netops.platforms import get_platform

Town = Any  # the city of conftest.py, which tests can't import
Case = dict[str, Any]

CASES: list[Case] = yaml.safe_load((Path(__file__).parents[2] / "cases/change/lockout.yml").read_text("utf-8"))
FRR = get_platform("frr")


def edited(text: str, edits: dict[str, str]) -> str:
    for old, new in edits.items():
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("case", CASES, ids=[each["name"] for each in CASES])
def test_lockout(sample: Town, case: Case) -> None:
    inventory, text = sample.inventory, sample.running["pe1"]
    running, intended = (
        FRR.read(parse(FRR, edited(text, case.get(which) or {}), path="pe1")) for which in ("today", "edit")
    )
    assert [each.line.text for each in intended.unread] == case.get("unread", [])
    faults = lockouts(inventory, inventory.hosts["pe1"], running, intended)
    assert {fault.code for fault in faults} <= {"NET-CHG-045"}
    assert [fault.values["detail"] for fault in faults] == case["lockout"]


EDITS = {
    "users": ("users: [netops]", "users: [others]"),
    "interface renamed": ("interface: mgmt0", "interface: mgmt1"),
    "ciphers": ("[chacha20-poly1305@openssh.com, aes256-gcm@openssh.com, aes128-gcm@openssh.com]", "[aes256-ctr]"),
}


@pytest.mark.parametrize("edit", ["users", "interface renamed", "ciphers"])
def test_a_slip_in_the_inventory_does_not_lock_the_engineers_out_of_any_device(town: Town, edit: str) -> None:
    old, new = EDITS[edit]
    town.edit("network.yml", old, new)
    with pytest.raises(Refused) as raised:
        town.plan(None)
    locked = {str(fault.values["host"]) for fault in raised.value.faults if fault.code == "NET-CHG-045"}
    assert locked == set(town.inventory.hosts)
    assert not town.project.changes.exists()


LISTS = {
    "cisco_ios": "ip access-list standard MGMT\n{rule}\n!\nline vty 0 4\n access-class MGMT in\n transport input ssh\n",
    "ruijie_os": "ip access-list standard MGMT\n{rule}\n!\nline vty 0 4\n access-class MGMT in\n transport input ssh\n",
    "huawei_vrp": "acl number 2000\n{rule}\n#\nuser-interface vty 0 4\n acl 2000 inbound\n protocol inbound ssh\n#\n",
    "h3c_comware": "acl basic 2000\n{rule}\n#\nssh server acl 2000\n#\n",
}
RULES = {
    "cisco_ios": (" permit 10.250.0.0 0.0.0.255", " permit 10.9.0.0 0.0.255.255"),
    "ruijie_os": (" 10 permit 10.250.0.0 0.0.0.255", " 10 permit 10.9.0.0 0.0.255.255"),
    "huawei_vrp": (" rule 5 permit source 10.250.0.0 0.0.0.255", " rule 5 permit source 10.9.0.0 0.0.255.255"),
    "h3c_comware": (" rule 5 permit source 10.250.0.0 0.0.0.255", " rule 5 permit source 10.9.0.0 0.0.255.255"),
}


def by_lists(town: Town, platform: str, before: str, after: str) -> list[str]:
    """The reasons that a vendor's access lists give; the management port of the sample city is another matter."""
    vendor = get_platform(platform)
    devices = [vendor.read(parse(vendor, LISTS[platform].format(rule=rule))) for rule in (before, after)]
    faults = lockouts(town.inventory, town.inventory.hosts["pe1"], *devices)
    return [str(each.values["detail"]) for each in faults if "mgmt0" not in str(each.values["detail"])]


@pytest.mark.parametrize("platform", LISTS)
def test_an_access_list_that_would_refuse_the_management_station_is_a_lockout(sample: Town, platform: str) -> None:
    good, bad = RULES[platform]
    (reason,) = by_lists(sample, platform, good, bad)
    assert "10.250.0.254" in reason
    assert by_lists(sample, platform, bad, good) == []
    assert by_lists(sample, platform, good, good) == []
    assert by_lists(sample, platform, bad, bad) == [], "who comes in another way today still does"
    assert by_lists(sample, platform, good, "") == [], "a list without rules keeps nobody out"


@pytest.mark.parametrize("platform", ["cisco_ios", "huawei_vrp"])
def test_lines_that_take_no_ssh_any_more_are_a_lockout(sample: Town, platform: str) -> None:
    vendor = get_platform(platform)
    text = LISTS[platform].format(rule=RULES[platform][0])
    before, after = (vendor.read(parse(vendor, each)) for each in (text, text.replace(" ssh\n", " telnet\n")))
    faults = lockouts(sample.inventory, sample.inventory.hosts["pe1"], before, after)
    assert "no VTY line would take SSH" in [fault.values["detail"] for fault in faults]
