"""Secrets in lines of every vendor: hidden in any text that people read."""

import pytest

from netops.config import mask, parse
from netops.errors import InputError
from netops.platforms import get_platform

LINES = [
    ("cisco_ios", "enable secret 9 Marker-77"),
    ("cisco_ios", "username ops privilege 15 secret 5 Marker-77"),
    ("cisco_ios", "snmp-server community Marker-77 RO"),
    ("cisco_ios", " server-private 10.0.0.1 timeout 5 key 7 Marker-77"),
    ("cisco_ios", "ip ftp password 7 Marker-77"),
    ("cisco_ios", " http raw url http://audit:Marker-77@10.0.0.1/x"),
    ("cisco_ios", "  neighbor 10.1.0.2 password 7 Marker-77"),
    ("ruijie_os", "username ops password 7 Marker-77"),
    ("huawei_vrp", " local-user ops password irreversible-cipher Marker-77"),
    ("huawei_vrp", "snmp-agent community read cipher Marker-77"),
    ("huawei_vrpv8", " peer 10.1.0.2 password cipher Marker-77"),
    ("h3c_comware", " password hash Marker-77"),
    ("cisco_ios", " set session-key inbound ah 256 Marker-77"),
    ("cisco_ios", " set session-key inbound esp 256 cipher Marker-77 authenticator x"),
    ("cisco_ios", " set session-key outbound esp 256 cipher aa authenticator Marker-77"),
    ("cisco_ios", " area 0 authentication ipsec spi 256 md5 Marker-77"),
    ("cisco_ios", " area 0 encryption ipsec spi 257 esp aes-cbc 128 Marker-77 sha1 aa"),
    ("cisco_ios", " area 0 encryption ipsec spi 257 esp null sha1 7 Marker-77"),
    ("cisco_ios", " ipv6 ospf authentication ipsec spi 256 md5 0 Marker-77"),
    ("cisco_ios", " ipv6 ospf encryption ipsec spi 257 esp 3des 7 Marker-77 md5 7 aa"),
    ("cisco_ios", " ip nhrp authentication Marker-77"),
    ("cisco_ios", "  authentication mode hmac-sha-256 7 Marker-77"),
    ("cisco_ios", " client 10.0.0.1 server-key 7 Marker-77"),
    ("ruijie_os", " set session-key inbound ah 256 Marker-77"),
    ("ruijie_os", " set session-key inbound esp 256 cipher Marker-77 authenticator x"),
    ("ruijie_os", " set session-key outbound esp 256 cipher aa authenticator Marker-77"),
    ("ruijie_os", " area 0 authentication ipsec spi 256 md5 Marker-77"),
    ("ruijie_os", " area 0 encryption ipsec spi 257 esp aes-cbc 128 Marker-77 sha1 aa"),
    ("ruijie_os", " area 0 encryption ipsec spi 257 esp null sha1 7 Marker-77"),
    ("ruijie_os", " ipv6 ospf authentication ipsec spi 256 md5 0 Marker-77"),
    ("ruijie_os", " ipv6 ospf encryption ipsec spi 257 esp 3des 7 Marker-77 md5 7 aa"),
    ("ruijie_os", " ip nhrp authentication Marker-77"),
    ("ruijie_os", "  authentication mode hmac-sha-256 7 Marker-77"),
    ("ruijie_os", " client 10.0.0.1 server-key 7 Marker-77"),
    ("huawei_vrp", " mpls rsvp-te authentication plain Marker-77"),
    ("huawei_vrpv8", " mpls rsvp-te authentication plain Marker-77"),
    ("huawei_vrp", " wep key wep-40 pass-phrase 0 Marker-77"),
    ("huawei_vrp", " wep key wep-40 hex 0 Marker-77"),
    ("h3c_comware", " ip subscriber password plaintext Marker-77"),
    ("h3c_comware", " ip subscriber password ciphertext Marker-77"),
]


@pytest.mark.parametrize(("name", "line"), LINES)
def test_a_secret_is_hidden_in_any_text(name: str, line: str) -> None:
    shown = mask(get_platform(name), f"{line}\n")
    assert "Marker-77" not in shown
    assert "<secret:" in shown


@pytest.mark.parametrize("name", ["huawei_vrp", "huawei_vrpv8"])
def test_two_devices_in_one_file_are_refused(name: str) -> None:
    with pytest.raises(InputError, match="NET-CFG-012"):
        parse(get_platform(name), "#\nsysname A\n#\nvlan batch 10\n#\nsysname B\n#\n", path="both.cfg")
