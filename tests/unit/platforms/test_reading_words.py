"""What a reader does quickly it does as the slow way does: addresses by `ipaddress`, secrets by looking at every line."""

from ipaddress import IPv4Address, IPv4Interface, IPv4Network, ip_network
from random import Random

import pytest

from netops.platforms.reading import sheet
from netops.platforms.reading.covering import Covering
from netops.platforms.reading.words import bits, interface4, network, network4

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


@pytest.mark.parametrize("length", range(33))
def test_a_prefix_and_an_interface_s_address_of_any_length_are_those_of_ipaddress(length: int) -> None:
    for text in ADDRESSES:
        made, own = network4(bits(text), length), interface4(bits(text), length)
        right, right_own = IPv4Network(f"{text}/{length}", strict=False), IPv4Interface(f"{text}/{length}")
        assert (made, hash(made), repr(made), type(made)) == (right, hash(right), repr(right), IPv4Network)
        assert (own, hash(own), repr(own), type(own)) == (right_own, hash(right_own), repr(right_own), IPv4Interface)
        for one, other in ((made, right), (own.network, right)):
            assert (one.broadcast_address, one.hostmask, one.num_addresses) == (
                other.broadcast_address,
                other.hostmask,
                other.num_addresses,
            )
            assert next(iter(one.hosts())) == next(iter(other.hosts()))
        assert (own.ip, own.netmask, own.hostmask, own.with_netmask) == (
            right_own.ip,
            right_own.netmask,
            right_own.hostmask,
            right_own.with_netmask,
        )


@pytest.mark.parametrize("length", [33, 64])
def test_a_length_that_no_prefix_has_is_refused(length: int) -> None:
    for make in (network4, interface4):
        with pytest.raises(ValueError, match=r"^"):
            make(bits("10.0.0.1"), length)


def test_the_longest_prefix_that_holds_an_address_is_found_as_by_looking_at_all() -> None:
    rng = Random(5)  # an example, not a secret
    known = [(network4(rng.getrandbits(12) << 20, rng.choice((0, 4, 8, 9, 12))), number) for number in range(60)]
    covering = Covering(known)
    for _ in range(200):
        own = [IPv4Address(rng.getrandbits(32)) for _ in range(rng.randint(1, 2))]
        hits = [(each.prefixlen, place) for each, place in known if any(one in each for one in own)]
        longest = max((length for length, _ in hits), default=0)
        assert set(covering.longest(*own)) == {place for length, place in hits if length == longest}


@pytest.mark.parametrize(
    "text",
    [
        "vpn-target 65000:1 export-extcommunity",
        "community xYz9 export-extcommunity",
        "community community",
        "communities xYz9",
        "snmp-agent community xYz9",
        "set community",
    ],
)
def test_a_line_that_ends_in_a_community_is_masked_as_any_other(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = sheet.masked(text)
    monkeypatch.setattr(sheet, "_is_hinted", lambda _: True)
    assert found == sheet.masked(text)


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


@pytest.mark.parametrize(
    "word", ["pw=", "PWD: ", "pass=", "password:", "passphrase:", "psk=", "secret:", "密码：", "口令:"]
)
def test_a_secret_in_free_text_is_hidden(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"neighbor 203.0.113.1 description uplink, {word}xYz9"
    found = sheet.masked(text)
    assert found == f"neighbor 203.0.113.1 description uplink, {word}<secret>"
    monkeypatch.setattr(sheet, "_is_hinted", lambda _: True)
    assert found == sheet.masked(text)


@pytest.mark.parametrize(
    "text", ["interface PW-VE1/0:1", "description bypass:1", "pw-class A", "ipv6 address 2001:db8::1/64"]
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert sheet.masked(text) == text
