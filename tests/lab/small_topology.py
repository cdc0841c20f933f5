"""A small city: three backbone routers, six departments' edges, three routers of the old networks, eight hosts.

Finance and health use the same two prefixes. Finance alone may reach the exchange server. Run it by hand with
``python tests/lab/small_topology.py STATE [FIRST-PORT]``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from netops.lab import Host, Lab, Link, Router, Topology

BACKBONE = 65000
VRFS = {"FINANCE": 101, "HEALTH": 102, "TRANSPORT": 103, "ARCHIVES": 104, "SHARED": 900}
FAST_OSPF = "ip ospf network point-to-point\n ip ospf hello-interval 1\n ip ospf dead-interval 4\n ip ospf area 0"
HEAD = "frr version 8.4.4\nfrr defaults datacenter\nhostname {name}\nservice integrated-vtysh-config\n!\n"
SSHD = (
    "Port 22\nHostKey /etc/ssh/ssh_host_ed25519_key\nPermitRootLogin no\nPasswordAuthentication yes\nUsePAM no\n"
    "UseDNS no\nMaxStartups 200\nPrintMotd no\nPrintLastLog no\n"
)
NFTABLES = """#!/usr/sbin/nft -f
flush ruleset
table inet filter {
    chain input {
        type filter hook input priority filter; policy accept;
        iifname "mgmt0" tcp dport 22 ip saddr != 10.250.0.254 drop
    }
}
"""

# edge: department, provider edge, its port there, its own AS, its LAN's prefix (third octets), its site number
EDGES = {
    "finance-ce1": ("FINANCE", "pe1", "swp11", 65101, 1, 1),
    "finance-ce2": ("FINANCE", "pe2", "swp11", 65102, 2, 2),
    "health-ce1": ("HEALTH", "pe1", "swp12", 65201, 1, 1),
    "health-ce2": ("HEALTH", "pe2", "swp12", 65202, 2, 2),
    "transport-ce1": ("TRANSPORT", "pe1", "swp13", 65301, 30, 1),
    "archives-ce1": ("ARCHIVES", "pe2", "swp14", 65401, 40, 1),
}


def interfaces(number: int, *stanzas: str) -> str:
    """Return an interfaces file: loopback, management, and these stanzas."""
    head = f"auto lo\niface lo inet loopback\n{{lo}}\nauto mgmt0\niface mgmt0\n    address 10.250.0.{number}/24\n"
    loopback = stanzas[0] if stanzas and stanzas[0].startswith("    ") else ""
    return head.format(lo=loopback) + "\n" + "\n".join(stanzas[1:] if loopback else stanzas)


def stanza(name: str, *attributes: str) -> str:
    """Return one interface's stanza."""
    return f"auto {name}\niface {name}\n" + "".join(f"    {attribute}\n" for attribute in attributes)


def router(number: int, port: int, name: str, daemons: Iterable[str], frr: str, wiring: str) -> Router:
    """Return a router with its four startup files."""
    files = {
        "/etc/frr/frr.conf": HEAD.format(name=name) + frr,
        "/etc/network/interfaces": wiring,
        "/etc/nftables.conf": NFTABLES,
        "/etc/ssh/sshd_config": SSHD,
    }
    return Router(name, port + number, f"10.250.0.{number}/24", tuple(daemons), files)


def core_text(loopback: str, ports: Iterable[str]) -> str:
    """Return OSPF and LDP on these ports."""
    ports = tuple(ports)
    text = "".join(f"interface {port}\n {FAST_OSPF}\nexit\n!\n" for port in ports)
    text += "interface lo\n ip ospf area 0\nexit\n!\n"
    text += f"router ospf\n ospf router-id {loopback}\n timers throttle spf 0 50 500\nexit\n!\n"
    text += f"mpls ldp\n router-id {loopback}\n !\n address-family ipv4\n  discovery transport-address {loopback}\n"
    text += "".join(f"  !\n  interface {port}\n  exit\n" for port in ports)
    return text + " exit-address-family\n !\nexit\n!\n"


def vrf_bgp(vrf: str, loopback: str, imports: Iterable[int], neighbours: Iterable[tuple[str, int]]) -> str:
    """Return the BGP instance of one VRF on a provider edge.

    It has a router ID of its own: without one, FRR 8.4.4 takes a new one when a port of the VRF gets or loses its
    address, and then exports the routes with an automatic RD and route target in place of the configured ones.
    """
    number = VRFS[vrf]
    text = f"router bgp {BACKBONE} vrf {vrf}\n bgp router-id {loopback}\n no bgp ebgp-requires-policy\n"
    text += "".join(
        f" neighbor {peer} remote-as {asn}\n neighbor {peer} timers connect 1\n" for peer, asn in neighbours
    )
    targets = " ".join(f"{BACKBONE}:{item}" for item in (number, *imports))
    text += " !\n address-family ipv4 unicast\n  redistribute connected\n  label vpn export auto\n"
    text += f"  rd vpn export {BACKBONE}:{number}\n  rt vpn import {targets}\n  rt vpn export {BACKBONE}:{number}\n"
    return text + "  export vpn\n  import vpn\n exit-address-family\nexit\n!\n"


def provider_edge(number: int, port: int, name: str, other: str) -> Router:
    """Return pe1 or pe2."""
    loopback, peer = f"10.255.0.{number}", f"10.255.0.{other}"
    edges = {edge: facts for edge, facts in EDGES.items() if facts[1] == name}
    text = core_text(loopback, ["swp1"])
    text += f"router bgp {BACKBONE}\n bgp router-id {loopback}\n no bgp default ipv4-unicast\n"
    text += f" neighbor {peer} remote-as {BACKBONE}\n neighbor {peer} update-source lo\n"
    text += f" neighbor {peer} timers connect 1\n !\n address-family ipv4 vpn\n  neighbor {peer} activate\n"
    text += " exit-address-family\nexit\n!\n"
    stanzas = [f"    address {loopback}/32\n", stanza("swp1", f"address 10.0.{number}.1/30", "mpls-enable yes")]
    for vrf, _, interface, asn, _, site in edges.values():
        near, far = f"10.1.{VRFS[vrf]}.{site * 4 + 1}", f"10.1.{VRFS[vrf]}.{site * 4 + 2}"
        text += vrf_bgp(vrf, loopback, [900] if vrf == "FINANCE" else [], [(far, asn)])
        stanzas.append(stanza(vrf, f"vrf-table {VRFS[vrf]}"))
        stanzas.append(stanza(interface, f"address {near}/30", f"vrf {vrf}", f"alias {vrf.lower()} site {site}"))
    if name == "pe2":
        text += vrf_bgp("SHARED", loopback, [101], [])
        stanzas.append(stanza("SHARED", "vrf-table 900"))
        stanzas.append(stanza("swp20", "address 10.99.0.1/24", "vrf SHARED"))
    return router(number, port, name, ("zebra", "ospfd", "ldpd", "bgpd", "staticd"), text, interfaces(number, *stanzas))


def edge_router(number: int, port: int, name: str) -> Router:
    """Return a department's edge router."""
    vrf, _, _, asn, lan, site = EDGES[name]
    near, far = f"10.1.{VRFS[vrf]}.{site * 4 + 1}", f"10.1.{VRFS[vrf]}.{site * 4 + 2}"
    text = (
        f"router bgp {asn}\n bgp router-id {far}\n no bgp ebgp-requires-policy\n neighbor {near} remote-as {BACKBONE}\n"
    )
    text += f" neighbor {near} timers connect 1\n !\n address-family ipv4 unicast\n  network 192.168.{lan}.0/24\n"
    text += " exit-address-family\nexit\n!\n"
    stanzas = [stanza("wan", f"address {far}/30"), stanza("lan", f"address 192.168.{lan}.1/24")]
    if name == "archives-ce1":
        text += "ip route 192.168.41.0/24 172.16.1.2\n!\n"
    if name != "transport-ce1":
        stanzas.append(stanza("old", f"address 172.16.{site}.1/30"))
    return router(number, port, name, ("zebra", "bgpd", "staticd"), text, interfaces(number, *stanzas))


def old_router(number: int, port: int, name: str) -> Router:
    """Return a router of an old private network: static routes only."""
    if name == "archives-old":
        text = "ip route 0.0.0.0/0 172.16.1.1\n!\n"
        stanzas = [stanza("old1", "address 172.16.1.2/30"), stanza("lan", "address 192.168.41.1/24")]
    else:
        text = "ip route 192.168.1.0/24 172.16.1.1\nip route 192.168.2.0/24 172.16.2.1\n!\n"
        stanzas = [stanza("old1", "address 172.16.1.2/30"), stanza("old2", "address 172.16.2.2/30")]
    return router(number, port, name, ("zebra", "staticd"), text, interfaces(number, *stanzas))


def small_topology(first_port: int = 22100) -> Topology:
    """Return the whole city; router N listens on ``first_port + N``."""
    p1_wiring = ["    address 10.255.0.3/32\n"]
    p1_wiring += [stanza("swp1", "address 10.0.1.2/30", "mpls-enable yes")]
    p1_wiring += [stanza("swp2", "address 10.0.2.2/30", "mpls-enable yes")]
    p1_daemons = ("zebra", "ospfd", "ldpd", "staticd")
    p1_text = core_text("10.255.0.3", ["swp1", "swp2"])
    routers = [
        provider_edge(1, first_port, "pe1", "2"),
        provider_edge(2, first_port, "pe2", "1"),
        router(3, first_port, "p1", p1_daemons, p1_text, interfaces(3, *p1_wiring)),
        *(edge_router(11 + index, first_port, name) for index, name in enumerate(EDGES)),
        *(old_router(21 + i, first_port, name) for i, name in enumerate(("finance-old", "health-old", "archives-old"))),
    ]
    hosts = (
        Host("finance-pc1", "192.168.1.10/24", "192.168.1.1"),
        Host("finance-pc2", "192.168.2.10/24", "192.168.2.1"),
        Host("health-pc1", "192.168.1.10/24", "192.168.1.1"),
        Host("health-pc2", "192.168.2.10/24", "192.168.2.1"),
        Host("transport-pc1", "192.168.30.10/24", "192.168.30.1"),
        Host("archives-pc1", "192.168.40.10/24", "192.168.40.1"),
        Host("archives-pc2", "192.168.41.10/24", "192.168.41.1"),
        Host("exchange-srv", "10.99.0.10/24", "10.99.0.1"),
    )
    links = [Link("pe1", "swp1", "p1", "swp1"), Link("p1", "swp2", "pe2", "swp1")]
    links += [Link(facts[1], facts[2], edge, "wan") for edge, facts in EDGES.items()]
    links += [Link(edge, "lan", edge.replace("-ce", "-pc"), "eth0") for edge in EDGES]
    links += [
        Link(f"{name}-ce{site}", "old", f"{name}-old", f"old{site}")
        for name in ("finance", "health")
        for site in (1, 2)
    ]
    links += [Link("archives-ce1", "old", "archives-old", "old1"), Link("archives-old", "lan", "archives-pc2", "eth0")]
    links += [Link("pe2", "swp20", "exchange-srv", "eth0")]
    return Topology("small city", tuple(routers), hosts, tuple(links), "10.250.0.254/24")


if __name__ == "__main__":
    Lab.up(small_topology(*map(int, sys.argv[2:3])), Path(sys.argv[1]), progress=print)
