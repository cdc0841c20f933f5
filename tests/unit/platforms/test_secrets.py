"""What a secret is stands in one list, the rulebook's; whatever hides secrets hides all of them."""

import re

import pytest

from netops.config import mask, parse
from netops.devices.redaction import Redactor
from netops.platforms import get_platform

FRR = get_platform("frr")
SECRET = "W0nder/land"
EXAMPLES = {
    "neighbor-password": [
        "router bgp 65000\n neighbor 10.1.0.2 password {}",
        "router bgp 65000\n neighbor X password {} {}",
    ],
    "ospf-md5": ["interface core0\n ip ospf message-digest-key 1 md5 {}"],
    "ospf-key": ["interface core0\n ip ospf authentication-key {}"],
    "ospf6-key": ["interface core0\n ipv6 ospf6 authentication key-id 1 hash-algo hmac-sha-256 key {}"],
    "key-string": ["key chain looking\n key 1\n  key-string {}"],
    "rip-key": ["interface core0\n ip rip authentication string {}"],
    "isis-password": [
        "interface core0\n isis password md5 {}",
        "router isis 1\n area-password clear {}",
        "router isis 1\n domain-password md5 {} authenticate snp validate",
    ],
    "vrrp-key": ["interface core0\n vrrp 5 authentication text {}"],
    "nhrp-key": ["interface gre1\n ip nhrp authentication {}"],
    "pcep-key": ["segment-routing\n traffic-eng\n  pcep\n   pce a\n    address ip 10.0.0.1\n    tcp-md5-auth {}"],
    "rpki-key": ["rpki\n rpki cache cache.example 22 operator {} /etc/known preference 1"],
    "enable-password": ["enable password {}", "enable password 8 {}"],
    "vty-password": ["password {}", "password 8 {}"],
    "url-password": ["frobnicate http://ops:{}@10.0.0.1/"],
    "unknown-password": ["frobnicate password {}", "frobnicate PASSWD  {}"],
    "unknown-secret": ["frobnicate the secret = {}"],
    "unknown-psk": ["frobnicate psk {}"],
}
CASES = [(name, text.replace("{}", SECRET)) for name, texts in EXAMPLES.items() for text in texts]


def test_every_rule_has_an_example() -> None:
    assert set(EXAMPLES) == {each.name for each in FRR.rulebook.secrets}


@pytest.mark.parametrize(("name", "text"), CASES)
def test_its_own_rule_finds_the_example(name: str, text: str) -> None:
    (rule,) = (each for each in FRR.rulebook.secrets if each.name == name)
    assert rule.word in text.lower()
    assert rule.find.search(text)


@pytest.mark.parametrize(("name", "text"), CASES)
def test_the_mask_the_redactor_and_the_reader_hide_the_same(name: str, text: str) -> None:
    redactor = Redactor(patterns=tuple(each.find.pattern for each in FRR.rulebook.secrets))
    device = FRR.read(parse(FRR, f"### /etc/frr/frr.conf\n{text}\n"))
    for shown in (mask(FRR, text), redactor.hide(text), repr(device)):
        assert SECRET not in shown, name


def test_the_broad_net_of_the_reader_hides_no_plain_line() -> None:
    device = FRR.read(parse(FRR, "### /etc/frr/frr.conf\nrouter vrrp\n"))
    assert not re.search("<secret>", repr(device))
