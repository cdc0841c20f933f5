"""Devices: what ``ansible-inventory`` says of ``hosts.yml`` and its variables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Interface
from pathlib import Path


class Role(StrEnum):
    """What a device is for."""

    P = "p"
    PE = "pe"
    CE = "ce"
    LEGACY = "legacy"
    EXCHANGE = "exchange"
    EDGE = "edge"


BACKBONE = frozenset({Role.P, Role.PE})
"""Roles that have a router id: they speak OSPF, LDP and MP-BGP with each other."""


@dataclass(frozen=True, slots=True)
class Naming:
    """How a platform names its interfaces.

    Attributes:
        longest: in characters.
        pattern: a regular expression that the whole name matches.
        loopback: the interface that the router id stands on, which netops makes by itself.
    """

    longest: int
    pattern: str
    loopback: str


LINUX = Naming(15, r"[A-Za-z][A-Za-z0-9._-]*", "lo")
"""IFNAMSIZ is 16 with its closing zero, and a name holds neither ``/`` nor white space (Linux, dev_valid_name)."""

_VENDOR = r"[0-9]{0,3}[A-Za-z][A-Za-z0-9._:/-]*"
"""``GigabitEthernet0/0/1``, ``10GE1/0/1``, ``Eth-Trunk12.100``, ``Serial0/0/0:0``; a name in two words is written as one."""
VRP = Naming(63, _VENDOR, "LoopBack0")
IOS = Naming(63, _VENDOR, "Loopback0")

PLATFORMS: Mapping[str, Naming] = {
    "huawei_vrp": VRP,
    "huawei_vrpv8": VRP,
    "h3c_comware": VRP,
    "ruijie_os": IOS,
    "cisco_ios": IOS,
    "frr": LINUX,
}
"""Names of the platforms (netmiko's), and how each names its interfaces."""

VARIABLES: Mapping[str, str] = {
    "netops_platform": "Platform of the device.",
    "netops_role": "What the device is for: p, pe, ce, legacy, exchange (router of a shared zone) or edge (router towards the Internet).",
    "netops_release": "Software release, as the device shows it.",
    "netops_router_id": "Loopback address of a backbone router.",
    "netops_management": "Address of the management port, with its length.",
    "netops_management_interface": "The management port, where it isn't called as network.yml says.",
    "netops_known_hosts": "File with the SSH host keys, from the project's folder.",
    "netops_ssh_config": "File in OpenSSH's form whose ProxyJump or ProxyCommand leads to the device, from the project's folder.",
    "netops_ssh_agent": "Whether the keys of the running SSH agent are offered to the device.",
    "netops_keyring": "Name of the service under which this machine's keyring has the device's password.",
    "netops_legacy_ssh": "Whether SSH algorithms that are broken today are offered to the device too: it has no others.",
    "netops_encoding": "What the device's terminal encodes text in: utf-8, gb18030 or gbk; utf-8 where nothing is said.",
    "netops_reload_guard": "Minutes after which the device restarts unless a push came through; its expiry takes the whole device down.",
    "netops_telnet": "Whether the device is reached by Telnet. It must stand at the host itself.",
    "netops_simulated": "Whether the device is simulated: it has a command line and a config, and carries no packets.",
}
"""Variables of a host that netops reads beside ansible_host, ansible_port and ansible_user."""

ENCODINGS = ("utf-8", "gb18030", "gbk")
"""What a device's terminal may encode text in."""
LONGEST_GUARD = 120
"""Minutes that a restart guard may wait; one that waits longer guards nobody."""

CONNECTION = ("ansible_host", "ansible_port", "ansible_user")


@dataclass(frozen=True, slots=True)
class Reach:
    """By which way a device is logged in to.

    Attributes:
        ssh_config: file whose ``ProxyJump`` or ``ProxyCommand`` leads to it; None for the direct way.
        agent: whether the keys of the running SSH agent are offered.
        keyring: service under which this machine's keyring has the password; None where it isn't asked.
        legacy: whether SSH algorithms that are broken today are offered too.
        telnet: whether Telnet is used in place of SSH; only a host's own variable can say that.
    """

    ssh_config: Path | None = None
    agent: bool = False
    keyring: str | None = None
    legacy: bool = False
    telnet: bool = False


@dataclass(frozen=True, slots=True)
class Host:
    """One device.

    Attributes:
        name: as ``hosts.yml`` has it.
        platform: a name of ``PLATFORMS``.
        address: what SSH connects to: a name or an address.
        port: of SSH, 1 to 65535.
        user: who logs in; None where Ansible's own settings decide.
        groups: Ansible groups, outermost first.
        release: software release, None where the inventory doesn't say.
        router_id: loopback of a backbone router; None for others.
        management: address of the management port.
        management_interface: the management port; None where it is called as ``network.yml`` says.
        known_hosts: file of SSH host keys; None where ssh's own holds.
        variables: every other variable. It may hold secrets, so it is shown nowhere.
        reach: by which way it is logged in to.
        encoding: what its terminal encodes text in; None where the inventory doesn't say.
        reload_guard: minutes after which it restarts unless a push came through; 0 for no such guard.
        simulated: it carries no packets, so nobody probes through it.
    """

    name: str
    platform: str
    role: Role
    address: str
    port: int
    user: str | None
    groups: tuple[str, ...]
    release: str | None
    router_id: IPv4Address | None
    management: IPv4Interface
    known_hosts: Path | None
    variables: Mapping[str, object] = field(default_factory=dict, repr=False, compare=False)
    management_interface: str | None = None
    reach: Reach = Reach()
    encoding: str | None = None
    reload_guard: int = 0
    simulated: bool = False
