"""Logins in addresses are hidden before anything is read, with a scheme and without; what only looks like one stays."""

import pytest

from netops.config import parse
from netops.platforms import get_platform
from netops.platforms.reading.logins import hide_logins

LOGINS = [
    "description ops:Night7@10.0.0.1",
    "description u:Night7@host",
    "description 联系人ops:Night7@10.0.0.1",
    "boot system admin:Night7@flash.city.gov/img.bin",
    'alias exec x "copy ops:Night7@10.0.0.1:21/x"',
    "log file=ops:Night7@[2001:db8::1]/a",
    "description ask (ops:Night7@10.0.0.1)",
    "description ops:Night7@server, nightly",
    "description ftp://ops:Night7@10.0.0.1/x",
]
OTHERS = [
    "description noc@city.gov",
    "description mail:noc@city.gov",
    "description E-Mail:noc@city.gov",
    "contact: noc@city.gov",
    "description 2001:db8::1@eth0",
    "description fe80::1@core",
    "mac aa:bb:cc:dd:ee:ff@Gi0/1",
    "description gw.city.gov:443@isp",
    "10.0.0.1:8080@vrf",
    "description to:BJ-PE1@GE1/0/1",
    "description x:y@GE1/0/1",
    "eth0:1@pe2",
    "rt 65000:101@x",
    "ssh ops@10.0.0.1:22",
    "MACs hmac-sha2-256-etm@openssh.com,umac-128@openssh.com",
    "key ops:<secret:url-password:0000000000000000>@10.0.0.1",
]


@pytest.mark.parametrize("line", LOGINS)
def test_the_password_of_a_login_is_hidden_and_nothing_else(line: str) -> None:
    assert hide_logins(line) == line.replace("Night7", "<secret:url-password:0000000000000000>")


@pytest.mark.parametrize("line", OTHERS)
def test_addresses_ports_and_mail_addresses_stay_as_they_are(line: str) -> None:
    assert hide_logins(line) == line


@pytest.mark.parametrize("platform", ["cisco_ios", "huawei_vrp", "h3c_comware"])
def test_a_login_without_a_scheme_is_no_part_of_the_model(platform: str) -> None:
    p = get_platform(platform)
    port = {"huawei_vrp": "GigabitEthernet0/0/1", "h3c_comware": "GigabitEthernet1/0/1"}.get(
        platform, "GigabitEthernet0/1"
    )
    device = p.read(parse(p, f"interface {port}\n description copies to ops:Night7@10.0.0.1\n"))
    (found,) = device.interfaces
    assert found.description == "copies to ops:<secret:url-password:0000000000000000>@10.0.0.1"
    assert "Night7" not in str(device)
