"""国密 state: what a device's algorithms are."""

from collections.abc import Mapping

import pytest

from netops.audit import Basis, CryptoState, CryptoUse, audit
from netops.audit.crypto import counted, crypto_uses, state_of
from netops.model import (
    Clock,
    Device,
    Interface,
    Key,
    KeyChain,
    Line,
    Management,
    OspfArea,
    OspfInterface,
    OspfProcess,
    Secret,
    Snmp,
    SnmpCommunity,
    SnmpUser,
    SshServer,
)

NATIONAL, ACCEPTABLE, BROKEN, UNKNOWN = (
    CryptoState.NATIONAL,
    CryptoState.ACCEPTABLE,
    CryptoState.BROKEN,
    CryptoState.UNKNOWN,
)


@pytest.mark.parametrize(
    ("algorithm", "state"),
    [
        ("sm4_gcm", NATIONAL),
        ("sm4-cbc", NATIONAL),
        ("sm2_kep", NATIONAL),
        ("sm2dh_sm3", NATIONAL),
        ("hmac-sm3", NATIONAL),
        ("aes256_gcm", ACCEPTABLE),
        ("aes128-gcm@openssh.com", ACCEPTABLE),
        ("chacha20-poly1305@openssh.com", ACCEPTABLE),
        ("sha2_256", ACCEPTABLE),
        ("hmac-sha-256", ACCEPTABLE),
        ("ecdh_sha2_nistp256", ACCEPTABLE),
        ("dh_group_exchange_sha256", ACCEPTABLE),
        ("curve25519-sha256", ACCEPTABLE),
        ("rsa 2048", ACCEPTABLE),
        ("aes128", ACCEPTABLE),
        ("aes256-cbc", BROKEN),
        ("3des-cbc", BROKEN),
        ("des56", BROKEN),
        ("dh_group14_sha1", BROKEN),
        ("hmac-sha1-20", BROKEN),
        ("hmac-md5-96", BROKEN),
        ("sha", BROKEN),
        ("ssh-rsa", BROKEN),
        ("rsa 1024", BROKEN),
        ("simple", BROKEN),
        ("none", BROKEN),
        ("rsa", UNKNOWN),
        ("?", UNKNOWN),
        ("something-new", UNKNOWN),
    ],
)
def test_an_algorithm_is_known_by_its_name(algorithm: str, state: CryptoState) -> None:
    assert state_of(algorithm) is state


def uses(management: Management, defaults: Mapping[str, Mapping[str, object]] | None = None) -> list[CryptoUse]:
    return list(crypto_uses(Device("r1", "frr", management=management), defaults or {}))


def of(purpose: str, held: list[CryptoUse]) -> list[CryptoUse]:
    return [each for each in held if each.purpose == purpose]


def test_ssh_algorithms_come_with_their_lines() -> None:
    line = Line(4, "ssh server cipher sm4_gcm 3des_cbc")
    server = SshServer(ciphers=("sm4_gcm", "3des_cbc"), sources=(("ciphers", line),))
    held = of("ssh_cipher", uses(Management(ssh=server)))
    assert [(each.algorithm, each.state, each.basis, each.lines) for each in held] == [
        ("3des_cbc", BROKEN, Basis.EXPLICIT, (line,)),
        ("sm4_gcm", NATIONAL, Basis.EXPLICIT, (line,)),
    ]


def test_the_default_of_the_release_stands_where_no_line_does() -> None:
    (held,) = of("ssh_mac", uses(Management(), {"ssh": {"macs": ["hmac-sha1"]}}))
    assert (held.algorithm, held.state, held.basis, held.lines) == ("hmac-sha1", BROKEN, Basis.PLATFORM_DEFAULT, ())


def test_what_nobody_knows_is_said_to_be_unknown() -> None:
    (held,) = of("ssh_key_exchange", uses(Management()))
    assert (held.algorithm, held.state, held.basis) == ("?", UNKNOWN, Basis.ABSENCE)


def test_a_service_that_is_off_uses_nothing() -> None:
    assert uses(Management(ssh=SshServer(enabled=False, ciphers=("sm4_gcm",)))) == []


def test_snmp_without_authentication_or_encryption_is_broken_and_so_is_every_community() -> None:
    line, other = Line(1, "snmp-server user op"), Line(2, "snmp-server community ***")
    snmp = Snmp(
        users=frozenset({SnmpUser("op", "g", "sm3", None, lines=(line,)), SnmpUser("ro", "g", "sha2-256", "aes128")}),
        communities=frozenset({SnmpCommunity(writable=False, secret=Secret("plain"), lines=(other,))}),
    )
    held = uses(Management(snmp=snmp))
    assert [(each.name, each.algorithm, each.state) for each in of("snmp_authentication", held)] == [
        ("op", "sm3", NATIONAL),
        ("ro", "sha2-256", ACCEPTABLE),
    ]
    assert [(each.name, each.algorithm, each.state) for each in of("snmp_privacy", held)] == [
        ("op", "none", BROKEN),
        ("ro", "aes128", ACCEPTABLE),
    ]
    assert [(each.state, each.lines) for each in of("snmp_community", held)] == [(BROKEN, (other,))]


def test_key_chains_and_time_keys_are_shown_by_their_keys() -> None:
    chain = KeyChain("C", keys=frozenset({Key(1, "sm3"), Key(2, "md5"), Key(3)}))
    held = uses(Management(key_chains=frozenset({chain}), clock=Clock(keys=frozenset({(7, "hmac-sha256")}))))
    assert [(each.name, each.state) for each in of("key_chain", held)] == [
        ("C 1", NATIONAL),
        ("C 2", BROKEN),
        ("C 3", UNKNOWN),
    ]
    assert [(each.name, each.state) for each in of("ntp", held)] == [("7", ACCEPTABLE)]


def test_routing_that_names_its_algorithm_is_shown_and_that_of_a_chain_is_the_chains() -> None:
    ports = frozenset(
        {
            Interface("eth0", ospf=OspfInterface(0, authentication="md5")),
            Interface("eth1", ospf=OspfInterface(0, authentication="key-chain", key_chain="C")),
            Interface("eth2", ospf=OspfInterface(0)),
        }
    )
    process = OspfProcess(areas=frozenset({OspfArea(0, authentication="hmac-sha256")}))
    device = Device("r1", "frr", interfaces=ports, ospf=frozenset({process}))
    held = of("ospf", list(crypto_uses(device, {})))
    assert [(each.name, each.algorithm, each.state) for each in held] == [
        ("area 0", "hmac-sha256", ACCEPTABLE),
        ("eth0", "md5", BROKEN),
    ]


def test_the_audit_of_a_device_carries_its_table_and_counts() -> None:
    device = Device("r1", "frr", management=Management(ssh=SshServer(ciphers=("sm4_gcm", "aes128-ctr"))))
    result = audit(device, level=3)
    counts = counted(result.crypto)
    assert (counts["national"], counts["acceptable"], counts["broken"]) == (1, 1, 0)
    table = result.as_dict("zh")["crypto"]
    assert isinstance(table, list)
    assert (table[0]["label"], table[0]["algorithm"], table[0]["state_label"]) == ("SSH 加密", "aes128-ctr", "可接受")
