"""A topology says everything that is wrong with it at once."""

from __future__ import annotations

import pytest

from netops.errors import InputError
from netops.lab import Host, Link, Router, Topology


def router(name: str = "r1", port: int = 22001, address: str = "10.250.0.1/24", **more: object) -> Router:
    files = more.get("files", {})
    daemons = more.get("daemons", ("bgpd",))
    assert isinstance(files, dict)
    assert isinstance(daemons, tuple)
    return Router(name, port, address, daemons, files)


HOST = Host("pc", "192.168.1.10/24", "192.168.1.1")
LINK = Link("r1", "lan", "pc", "eth0")


def made(*routers: Router, hosts: tuple[Host, ...] = (), links: tuple[Link, ...] = (), station: str = "") -> Topology:
    return Topology("test", routers or (router(),), hosts, links, station or "10.250.0.254/24")


def codes(error: InputError) -> list[str]:
    return [fault.code for fault in error.faults]


def test_a_sound_topology_survives_json() -> None:
    sound = made(router(files={"/etc/frr/frr.conf": "hostname r1\n"}), hosts=(HOST,), links=(LINK,))
    again = Topology.from_json(sound.to_json())
    assert again == sound
    assert again.digest == sound.digest


def test_the_digest_changes_with_a_startup_file() -> None:
    assert made(router()).digest != made(router(files={"/etc/hosts": "127.0.0.1 localhost\n"})).digest


def test_all_faults_are_reported_together() -> None:
    with pytest.raises(InputError) as raised:
        made(router("a b", 80), router("r2", 22002, "10.9.9.9/24"), links=(Link("r2", "swp1", "nobody", "swp1"),))
    assert sorted(set(codes(raised.value))) == ["NET-LAB-003", "NET-LAB-004", "NET-LAB-007", "NET-LAB-008"]


@pytest.mark.parametrize(
    ("routers", "code"),
    [
        ((router(), router(port=22002, address="10.250.0.2/24")), "NET-LAB-002"),
        ((router(), router("r2", address="10.250.0.2/24")), "NET-LAB-004"),
        ((router(), router("r2", 22002)), "NET-LAB-007"),
        ((router(daemons=("eigrpd2",)),), "NET-LAB-005"),
        ((router(files={"/home/x/.profile": ""}),), "NET-LAB-006"),
        ((router(files={"/etc/../root/x": ""}),), "NET-LAB-006"),
        ((router("a-name-of-16-char"),), "NET-LAB-003"),
        ((router(address="10.250.0.1"),), "NET-LAB-007"),
        ((router(address="2001:db8::1/64"),), "NET-LAB-007"),
    ],
)
def test_a_router_that_cannot_be_is_refused(routers: tuple[Router, ...], code: str) -> None:
    with pytest.raises(InputError) as raised:
        made(*routers)
    assert codes(raised.value) == [code]


@pytest.mark.parametrize(
    "links",
    [
        (LINK, Link("r1", "swp1", "pc", "eth0")),
        (Link("r1", "lan", "pc", "eth1"),),
        (Link("r1", "mgmt0", "pc", "eth0"),),
        (Link("r1", "lan", "someone", "eth0"), LINK),
        (),
    ],
    ids=["two on one end", "a host has eth0 only", "mgmt0 is the lab's", "unknown node", "a host without a link"],
)
def test_a_link_that_cannot_be_is_refused(links: tuple[Link, ...]) -> None:
    with pytest.raises(InputError) as raised:
        made(hosts=(HOST,), links=links)
    assert set(codes(raised.value)) == {"NET-LAB-008"}


def test_a_gateway_outside_the_hosts_network_is_refused() -> None:
    with pytest.raises(InputError) as raised:
        made(hosts=(Host("pc", "192.168.1.10/24", "192.168.2.1"),), links=(LINK,))
    assert codes(raised.value) == ["NET-LAB-007"]


@pytest.mark.parametrize("text", ["", "[]", '{"name": "x"}', '{"routers": [{"name": "r"}]}'])
def test_what_is_no_topology_is_refused(text: str) -> None:
    with pytest.raises(InputError) as raised:
        Topology.from_json(text)
    assert codes(raised.value) == ["NET-LAB-001"]
