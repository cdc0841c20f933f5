"""Logging in: one connection a host, recorded keys only, and every failure as data with its kind."""

import socket
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import paramiko
import pytest

from netops.devices import Credentials, Fleet, Kind
from netops.errors import InputError
from netops.inventory.hosts import Host


class Router(Protocol):
    folder: Path
    key: paramiko.PKey
    port: int
    logins: int
    asked: list[str]
    deaf: bool

    def cut(self) -> None: ...


class City(Protocol):
    folder: Path
    known_hosts: Path
    hosts: dict[str, Host]

    @property
    def inventory(self) -> "Listed": ...

    def start(self, name: str, *, says: str | None = None) -> Router: ...

    def lists(self, name: str, port: int, address: str = "127.0.0.1", **variables: object) -> None: ...

    def record(self, port: int, key: paramiko.PKey) -> None: ...

    def fleet(self, *names: str, password: str = ..., workers: int = 8) -> Fleet: ...


class Listed(Protocol):
    @property
    def root(self) -> Path: ...

    @property
    def hosts(self) -> dict[str, Host]: ...


def test_a_fleet_collects_every_part_over_one_login(city: City) -> None:
    router = city.start("pe1")
    with city.fleet() as fleet:
        first, second = fleet.collect()["pe1"], fleet.collect()["pe1"]
    assert first.value is not None
    assert first.value.text == (
        "### /etc/frr/frr.conf\nfrr defaults datacenter\n"
        "### /etc/network/interfaces\nauto lo\niface lo inet loopback\n"
        "### /etc/nftables.conf\nflush ruleset\n"
        "### /etc/ssh/sshd_config\nUsePAM no\n"
    )
    assert first.value.release == "8.4.4"
    assert second.kind is Kind.DONE
    assert router.logins == 1


def test_a_file_that_does_not_exist_is_an_empty_part(city: City) -> None:
    (city.start("pe1").folder / "etc/nftables.conf").unlink()
    with city.fleet() as fleet:
        value = fleet.collect()["pe1"].value
    assert value is not None
    assert "### /etc/nftables.conf\n### /etc/ssh/sshd_config\n" in value.text


def test_a_part_that_cannot_be_read_is_a_failure_not_an_empty_part(city: City) -> None:
    path = city.start("pe1").folder / "etc/nftables.conf"
    path.unlink()
    path.mkdir()
    with city.fleet() as fleet:
        outcome = fleet.collect()["pe1"]
    assert outcome.kind is Kind.REJECTED
    assert outcome.fault is not None
    assert "Is a directory" in outcome.fault.what


def test_text_that_is_not_utf8_is_named_by_its_line(city: City) -> None:
    (city.start("pe1").folder / "running").write_bytes("one\ntwo 财政\n".encode("gb18030"))
    with city.fleet() as fleet:
        fault = fleet.collect()["pe1"].fault
    assert fault is not None
    assert (fault.code, fault.values["line"]) == ("NET-DEV-048", 2)


def test_a_wrong_password_is_tried_once_and_never_shown(city: City) -> None:
    router = city.start("pe1")
    with city.fleet(password="hunter2-wrong") as fleet:
        outcomes = [fleet.collect()["pe1"], fleet.collect()["pe1"]]
    assert [outcome.kind for outcome in outcomes] == [Kind.WRONG_PASSWORD] * 2
    assert router.logins == 1
    assert "hunter2" not in f"{outcomes} {outcomes[0].fault} {fleet} {list(city.hosts.values())}"


def test_a_changed_host_key_is_refused_before_a_password_is_offered(city: City) -> None:
    router = city.start("pe1")
    city.known_hosts.write_text("")
    city.record(router.port, paramiko.ECDSAKey.generate(bits=256))
    with city.fleet() as fleet:
        outcome = fleet.collect()["pe1"]
    assert outcome.kind is Kind.REFUSED_KEY
    assert outcome.fault is not None
    assert outcome.fault.code == "NET-DEV-015"
    assert router.key.fingerprint in outcome.fault.what
    assert router.logins == 0


def test_an_unknown_host_key_is_refused_and_not_learnt(city: City) -> None:
    router = city.start("pe1")
    city.known_hosts.write_text("# nobody yet\n")
    with city.fleet() as fleet:
        outcome = fleet.collect()["pe1"]
    assert outcome.fault is not None
    assert (outcome.kind, outcome.fault.code) == (Kind.REFUSED_KEY, "NET-DEV-014")
    assert router.logins == 0
    assert city.known_hosts.read_text() == "# nobody yet\n"


def test_a_missing_file_of_host_keys_is_named(city: City) -> None:
    city.start("pe1")
    city.known_hosts.unlink()
    with city.fleet() as fleet:
        fault = fleet.collect()["pe1"].fault
    assert fault is not None
    assert fault.code == "NET-DEV-025"
    assert f"{city.known_hosts} does not exist" in fault.what
    assert "--trust-new-host-keys" in fault.right


def test_a_file_of_host_keys_that_cannot_be_read_is_another_fault(city: City) -> None:
    city.start("pe1")
    city.known_hosts.unlink()
    city.known_hosts.mkdir()
    with city.fleet() as fleet:
        fault = fleet.collect()["pe1"].fault
    assert fault is not None
    assert fault.code == "NET-DEV-016"
    assert str(city.known_hosts) in fault.what


def test_a_closed_port_is_unreachable_and_stops_nobody_else(city: City) -> None:
    city.start("pe1")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    city.lists("pe2", port)
    with city.fleet() as fleet:
        outcomes = fleet.collect()
    assert {host: outcome.kind for host, outcome in outcomes.items()} == {"pe1": Kind.DONE, "pe2": Kind.UNREACHABLE}
    assert outcomes["pe2"].fault is not None
    assert "Connection refused" in outcomes["pe2"].fault.what


def test_a_name_that_resolves_to_nothing_is_said_to_be_that(city: City) -> None:
    city.lists("pe1", 22, "pe1.invalid")
    city.known_hosts.touch()
    with city.fleet() as fleet:
        outcome = fleet.collect()["pe1"]
    assert outcome.fault is not None
    assert (outcome.kind, outcome.fault.code) == (Kind.UNREACHABLE, "NET-DEV-011")


def test_a_port_that_closes_at_once_is_tried_once_more(city: City) -> None:
    router = city.start("pe1")
    router.deaf = True
    with city.fleet() as fleet:
        outcome = fleet.collect()["pe1"]
    assert outcome.kind is Kind.UNREACHABLE
    assert router.logins == 0


def test_a_port_that_never_greets_is_a_timeout(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netops.devices.login.LOGIN_PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        city.lists("pe1", listening.getsockname()[1])
        city.known_hosts.touch()
        with city.fleet() as fleet:
            outcome = fleet.collect()["pe1"]
    assert outcome.kind is Kind.TIMEOUT


def test_another_device_at_the_address_gets_nothing_but_the_question_who_it_is(city: City) -> None:
    router = city.start("pe1", says="pe2")
    with city.fleet() as fleet:
        outcome = fleet.collect()["pe1"]
    assert outcome.fault is not None
    assert (outcome.kind, outcome.fault.code) == (Kind.REJECTED, "NET-DEV-020")
    assert router.asked == ["uname -n; vtysh --help"]


def test_another_platform_at_the_address_gets_nothing_but_the_question_who_it_is(city: City) -> None:
    router = city.start("pe1")
    (router.folder / "version").write_text("Cisco IOS Software, Version 15.2(4)M6\n")
    with city.fleet() as fleet:
        outcome = fleet.collect()["pe1"]
    assert outcome.fault is not None
    assert (outcome.kind, outcome.fault.code) == (Kind.REJECTED, "NET-DEV-021")
    assert len(router.asked) == 1


def test_a_device_without_a_shell_is_another_platform_not_a_broken_connection(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    router = city.start("pe1")
    monkeypatch.setattr(type(router), "check_channel_exec_request", lambda *_: False)
    with city.fleet() as fleet:
        outcome = fleet.collect()["pe1"]
    assert outcome.fault is not None
    assert (outcome.kind, outcome.fault.code) == (Kind.REJECTED, "NET-DEV-021")


def test_a_connection_that_broke_is_opened_again_for_reading(city: City) -> None:
    router = city.start("pe1")
    with city.fleet() as fleet:
        router.cut()
        outcome = fleet.collect()["pe1"]
    assert outcome.kind is Kind.DONE
    assert router.logins == 2


def test_one_worker_and_many_give_the_same(city: City) -> None:
    for name in ("pe1", "pe2", "p1"):
        city.start(name)
    kinds = []
    for workers in (1, 8):
        with city.fleet(workers=workers) as fleet:
            kinds.append({host: outcome.kind for host, outcome in fleet.collect().items()})
    assert kinds[0] == kinds[1] == dict.fromkeys(("pe1", "pe2", "p1"), Kind.DONE)


def test_the_password_of_a_host_wins_over_the_environment(city: City) -> None:
    router = city.start("pe1")
    city.lists("pe1", router.port, ansible_password="correct horse battery staple")
    with city.fleet(password="another") as fleet:
        assert fleet.collect()["pe1"].kind is Kind.DONE


def test_what_is_missing_is_reported_before_anybody_logs_in(city: City) -> None:
    router = city.start("pe1")
    with pytest.raises(InputError) as unknown:
        city.fleet("pe1", "pe9")
    city.lists("pe2", router.port)
    with pytest.raises(InputError) as without:
        Fleet.open(city.inventory, ["pe1", "pe2"], credentials=Credentials(None))
    assert [fault.code for fault in unknown.value.faults] == ["NET-DEV-004"]
    assert [fault.code for fault in without.value.faults] == ["NET-DEV-001"]
    assert router.logins == 0


def test_a_host_that_nobody_can_log_in_to_fails_alone(city: City) -> None:
    router = city.start("pe1")
    city.lists("pe1", router.port, ansible_password="correct horse battery staple")
    city.lists("pe2", router.port)
    for name, change in (("pe3", {"platform": "juniper_junos"}), ("pe4", {"user": None})):
        city.lists(name, router.port, ansible_password="correct horse battery staple")
        city.hosts[name] = replace(city.hosts[name], **change)
    with Fleet.open(city.inventory, city.hosts, credentials=Credentials(None)) as fleet:
        found = fleet.collect()
        read = fleet.run_read(["show version"])
        pushed = fleet.push({"pe3": ()})
    expected = {
        "pe1": (Kind.DONE, None),
        "pe2": (Kind.WRONG_PASSWORD, "NET-DEV-001"),
        "pe3": (Kind.REJECTED, "NET-DEV-005"),
        "pe4": (Kind.REJECTED, "NET-DEV-006"),
    }
    for outcomes in (found, read):
        assert {host: (each.kind, each.fault and each.fault.code) for host, each in outcomes.items()} == expected
    assert pushed["pe3"].kind is Kind.REJECTED
    assert router.logins == 1
