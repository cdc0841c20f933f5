"""Devices nobody wrote an inventory for: so many of a mix of platforms, each with a config of its own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from netops.errors import InputError
from netops.lab.simulation.box import Simulated
from netops.lab.simulation.vendors import VENDORS

VRP = """\
#
sysname {name}
#
ip vpn-instance office
 ipv4-family
  route-distinguisher 64512:{number}
  vpn-target 64512:1 export-extcommunity
  vpn-target 64512:1 import-extcommunity
#
interface GigabitEthernet0/0/0
 description to the backbone
 ip address {uplink} 255.255.255.252
#
interface LoopBack0
 ip address {loopback} 255.255.255.255
#
bgp 64512
 router-id {loopback}
 peer {far} as-number 64512
#
{routes}#
return
"""
COMWARE = """\
#
sysname {name}
#
ip vpn-instance office
 route-distinguisher 64512:{number}
 vpn-target 64512:1 import-extcommunity
 vpn-target 64512:1 export-extcommunity
#
interface LoopBack0
 ip address {loopback} 255.255.255.255
#
interface GigabitEthernet1/0/1
 port link-mode route
 description to the backbone
 ip address {uplink} 255.255.255.252
#
bgp 64512
 router-id {loopback}
 peer {far} as-number 64512
#
{routes}#
return
"""
IOS = """\
!
hostname {name}
!
{vrf} office
 rd 64512:{number}
{targets}!
interface Loopback{space}0
 ip address {loopback} 255.255.255.255
!
interface GigabitEthernet{space}0/1
 description to the backbone
 ip address {uplink} 255.255.255.252
!
router bgp 64512
 bgp router-id {loopback}
 neighbor {far} remote-as 64512
!
{routes}!
end
"""


@dataclass(frozen=True, slots=True)
class Model:
    """How a made-up config of a platform is written.

    Attributes:
        text: the config, with places for what differs.
        route: one static route.
        words: what else fills the text.
    """

    text: str
    route: str
    words: Mapping[str, str]


VRP_ROUTE = "ip route-static {prefix} 255.255.255.0 {far}\n"
IOS_ROUTE = "ip route {prefix} 255.255.255.0 {far}\n"
TARGETS = " route-target export 64512:1\n route-target import 64512:1\n"
XE_TARGETS = f" !\n address-family ipv4\n {TARGETS.replace(chr(10), chr(10) + ' ').rstrip(' ')} exit-address-family\n"
MODELS: Mapping[str, Model] = {
    "huawei_vrp": Model(VRP, VRP_ROUTE, {}),
    "huawei_vrpv8": Model(VRP, VRP_ROUTE, {}),
    "h3c_comware": Model(COMWARE, "ip route-static {prefix} 24 {far}\n", {}),
    "ruijie_os": Model(IOS, IOS_ROUTE, {"vrf": "ip vrf", "targets": TARGETS, "space": " "}),
    "cisco_ios": Model(IOS, IOS_ROUTE, {"vrf": "vrf definition", "targets": XE_TARGETS, "space": ""}),
}


def chosen(mix: Sequence[str]) -> tuple[str, ...]:
    """Return the platforms that words mean: a platform's whole name, or the beginning of several (``huawei``).

    Example:
        >>> chosen(["huawei", "h3c"])
        ('huawei_vrp', 'huawei_vrpv8', 'h3c_comware')

    Raises:
        InputError: NET-LAB-019 for a word that means none.
    """
    found: list[str] = []
    for word in mix:
        meant = [word] if word in VENDORS else [name for name in VENDORS if name.startswith(word) and word]
        if not meant:
            raise InputError.of("NET-LAB-019", word=word, known=", ".join(VENDORS))
        found += meant
    return tuple(found)


def made_up(count: int, mix: Sequence[str], lines: int = 0) -> dict[str, Simulated]:
    """Return so many devices by name, the platforms of a mix in turn.

    Args:
        count: of devices, at most 60,000.
        mix: platforms, or beginnings of their names.
        lines: how long each config is at the least; static routes make up for what lacks.
    """
    platforms = chosen(mix)
    return dict(_devices(count, platforms, lines))


def _devices(count: int, platforms: Sequence[str], lines: int) -> Iterator[tuple[str, Simulated]]:
    for number in range(1, count + 1):
        platform = platforms[(number - 1) % len(platforms)]
        name = f"{platform.partition('_')[0]}-{number:03}"
        yield name, Simulated(platform, _config(MODELS[platform], name, number, lines))


def _config(model: Model, name: str, number: int, lines: int) -> str:
    high, low = divmod(number, 250)
    block, place = divmod(number, 64)
    far = f"172.16.{block}.{place * 4 + 1}"
    values = {
        **model.words,
        "name": name,
        "number": str(number),
        "loopback": f"10.255.{high}.{low + 1}",
        "uplink": f"172.16.{block}.{place * 4 + 2}",
        "far": far,
    }
    bare = model.text.format(**values, routes="").count("\n")
    routes = "".join(
        model.route.format(prefix=f"10.{each // 256 % 256}.{each % 256}.0", far=far)
        for each in range(max(lines - bare, 1))
    )
    return model.text.format(**values, routes=routes)


OPEN = re.compile(r"<secret:[a-z0-9-]+:[0-9a-f]{16}>")
"""A place that a template leaves open, because only the device knows the secret."""


HASHES = re.compile(r" ([89]) $")
"""What stands before a hash of IOS and RGOS that names its algorithm itself."""


def keyed(config: str) -> str:
    """Return a config with made-up secrets where it leaves them open: no device shows an open place.

    Example:
        >>> keyed("ntp-service authentication-keyid 1 cipher <secret:cipher:0000000000000000>")
        'ntp-service authentication-keyid 1 cipher $1$madeup$0de8504b524178de'
    """

    def value(found: re.Match[str]) -> str:
        line = config[config.rfind("\n", 0, found.start()) + 1 : found.start()]
        digest = hashlib.sha256(line.encode()).hexdigest()
        form = HASHES.search(line)  # crypt(5): the number, a salt, the hash
        return f"${form[1]}${digest[:14]}${digest[:43]}" if form else f"$1$madeup${digest[:16]}"

    return OPEN.sub(value, config)


def opened(devices: Mapping[str, Simulated], password: str, port_base: int = 0) -> dict[str, Simulated]:
    """Let user ``netops`` in on every device.

    Args:
        devices: by name.
        password: of user ``netops`` on each.
        port_base: the first one's port, the others' follow; 0 for any that are free.
    """
    return {
        name: replace(device, password=password, port=port_base + at if port_base else 0)
        for at, (name, device) in enumerate(devices.items())
    }
