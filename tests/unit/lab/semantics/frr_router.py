"""A router with FRR for the tests of its semantics: its texts, and how one types at it."""

from netops.lab.semantics import Device, simulated

EMPTY = "frr version 8.4.4\nfrr defaults traditional\nhostname r1\n"
BGP = ("router bgp 65000", "neighbor 10.0.0.1 remote-as 65001", "neighbor 10.0.0.2 remote-as 65000")
FAMILY = (*BGP, "address-family ipv4 unicast")
OSPF_PORT = ("interface core0", "ip ospf area 0")
VPN = ("router bgp 65000 vrf FINANCE", "address-family ipv4 unicast")
INTERFACES = """auto lo
iface lo inet loopback
    address 10.255.0.1/32

auto FINANCE
iface FINANCE
    vrf-table 1001

auto swp1
iface swp1
    address 10.0.1.1/24
    mpls-enable yes

auto swp2
iface swp2
    address 10.0.2.1/24
    vrf FINANCE
"""
ROUTER = f"""### /etc/frr/frr.conf
{EMPTY}!
interface swp1
 mpls enable
exit
!
vrf FINANCE
 ip route 10.9.0.0/16 10.0.2.2
exit-vrf
!
end
### /etc/network/interfaces
{INTERFACES}### /etc/nftables.conf
flush ruleset
### /etc/ssh/sshd_config
Port 22
PermitRootLogin no
"""


def configured(*lines: str, text: str = EMPTY) -> Device:
    """Return a router on which the lines were typed; every one of them must be taken."""
    device = simulated("frr", text)
    for line in ("configure terminal", *lines):
        answer = device.type(line)
        assert not answer.refused, (line, answer.text)
    return device


def shown(device: Device, *without: str) -> list[str]:
    """Return the displayed lines that say something, without those that every router has."""
    usual = ("frr ", "hostname", "!", "end", "exit", *without)
    return [
        line.strip() for line in device.running().splitlines() if not line.strip().startswith(usual) and line.strip()
    ]


def refused(device: Device, line: str) -> str:
    """Type a line that must be refused; return the answer."""
    before = device.running()
    answer = device.type(line)
    assert answer.refused, line
    assert device.running() == before
    return answer.text
