"""What a reader does quickly it does as the slow way does: addresses by `ipaddress`, secrets by looking at every line."""

from ipaddress import IPv4Address, ip_network

import pytest

from netops.platforms.reading import sheet
from netops.platforms.reading.words import bits, network

ADDRESSES = ["0.1.2.3", "10.1.2.3", "255.255.255.255", "192.168.0.10"]
NO_ADDRESSES = [
    "",
    "10.1.2",
    "10.1.2.3.4",
    "10.1.2.256",
    "10.1.02.3",
    "10.1.2.3 ",
    "10.1.2.-3",
    "\uff110.1.2.3",
    "a.b.c.d",
    "10..2.3",
]
SECRET_WORDS = [
    *(
        "password",
        "passwords",
        "passwd",
        "psk",
        "area-password",
        "domain-password",
        "passphrase",
        "secret",
        "key",
        "keys",
        "key-string",
    ),
    *(
        "md5",
        "authentication-key",
        "community",
        "string",
        "nhrp authentication",
        "vrrp 1 authentication",
        "tcp-md5-auth",
        "rpki cache a",
    ),
    *(
        "snmp-server host a",
        "snmp-server user a b auth",
        "config-key",
        "pmk",
        "spi 256 esp",
        "inbound esp",
        "spi 100",
        "text-password",
        "-server key",
    ),
    *(
        "pem terminal a",
        "set-key a",
        "cipher",
        "irreversible-cipher",
        "simple",
        "plain",
        "hash",
        "securityname",
        "pass-phrase",
    ),
    *("usm-user v3 a authentication-mode sha", "authentication-mode hmac", "authentication-mode md5 1"),
]


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_is_taken_apart_as_ipaddress_does(text: str) -> None:
    assert bits(text) == int(IPv4Address(text))
    assert network(f"{text}/20") == ip_network(f"{text}/20", strict=False)


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_is_no_address_to_ipaddress_is_none_here(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        IPv4Address(text)
    with pytest.raises(ValueError, match=r"^"):
        bits(text)


@pytest.mark.parametrize("form", ["{} xYz9", "a {} xYz9", "A {} 7 xYz9 more", "no a b {} xYz9"])
@pytest.mark.parametrize("word", [*SECRET_WORDS, *(each.upper() for each in SECRET_WORDS)])
def test_a_line_that_is_let_through_at_once_holds_no_secret(
    word: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = form.format(word)
    found = sheet.masked(text)
    monkeypatch.setattr(sheet, "_is_hinted", lambda _: True)
    assert found == sheet.masked(text)
    assert "xYz9" not in found
