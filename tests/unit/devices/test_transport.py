"""What a connection is made of, so that a login waits for nothing but the device."""

import socket
from pathlib import Path
from typing import Any, Protocol

import paramiko
import pytest

from netops.devices import Fleet
from netops.devices.old_ssh import OldTransport
from netops.devices.transport import QuickTransport


class Router(Protocol):
    transports: list[paramiko.Transport]
    offers: dict[str, tuple[str, ...]]


class City(Protocol):
    folder: Path
    hosts: dict[str, Any]

    def start(self, name: str) -> Router: ...

    def fleet(self, *names: str) -> Fleet: ...


def connection(fleet: Fleet) -> Any:  # noqa: ANN401 (paramiko's stubs don't know what was agreed on)
    transport = fleet._sessions["pe1"]._transport  # type: ignore[union-attr]  # a shell's
    assert isinstance(transport, paramiko.Transport)
    return transport


def test_small_messages_of_a_login_go_out_at_once(city: City) -> None:
    city.start("pe1")
    with city.fleet() as fleet:
        found = connection(fleet).sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    assert found


def test_the_cipher_that_needs_no_second_look_at_each_message_is_taken_first(city: City) -> None:
    city.start("pe1")
    with city.fleet() as fleet:
        assert connection(fleet).remote_cipher == "aes128-gcm@openssh.com"
        assert fleet.collect()["pe1"].done


def test_a_device_without_that_cipher_gets_what_it_has(city: City) -> None:
    router = city.start("pe1")
    router.offers["ciphers"] = ("aes256-ctr",)
    with city.fleet() as fleet:
        assert connection(fleet).remote_cipher == "aes256-ctr"
        assert fleet.collect()["pe1"].done


@pytest.mark.parametrize("kind", [QuickTransport, OldTransport])
def test_nothing_that_paramiko_offers_is_lost(kind: type[paramiko.Transport]) -> None:
    offered: Any = paramiko.Transport
    ours: Any = kind
    assert set(ours._preferred_ciphers) == set(offered._preferred_ciphers)
    assert len(ours._preferred_ciphers) == len(set(ours._preferred_ciphers))
