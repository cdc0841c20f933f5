"""Configs as people send them: a damaged text says the same facts as the clean one, on every platform.

Banners' texts are cut before facts are compared: a banner's text is no fact, that there is one is.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from netops.config import parse
from netops.model import Device
from netops.platforms import get_platform

VRP = """\
#
 sysname PE1
#
ip vpn-instance FINANCE
 ipv4-family
  route-distinguisher 65000:101
  vpn-target 65000:101 export-extcommunity
  vpn-target 65000:101 import-extcommunity
#
acl number 3001
 rule 5 permit ip source 10.1.0.0 0.0.255.255
 rule 10 deny ip
#
interface {port}
 description 财政局 专线
 ip binding vpn-instance FINANCE
 ip address 10.1.0.1 255.255.255.252
 traffic-filter inbound acl 3001
#
interface LoopBack0
 ip address 10.255.0.1 255.255.255.255
#
bgp 65000
 router-id 10.255.0.1
 peer 10.255.0.2 as-number 65000
 #
 ipv4-family unicast
  undo synchronization
  peer 10.255.0.2 enable
 #
 ipv4-family vpn-instance FINANCE
  import-route direct
  peer 10.1.0.2 as-number 65101
#
 ip route-static vpn-instance FINANCE 10.8.0.0 255.255.0.0 10.1.0.2
#
 snmp-agent
 snmp-agent sys-info version v3
#
user-interface vty 0 4
 authentication-mode aaa
 idle-timeout 5 30
#
return
"""
COMWARE = """\
#
 version 7.1.070, Release 1309P05
#
 sysname PE1
#
ip vpn-instance FINANCE
 route-distinguisher 65000:101
 vpn-target 65000:101 export-extcommunity
 vpn-target 65000:101 import-extcommunity
#
acl advanced 3001
 rule 5 permit ip source 10.1.0.0 0.0.255.255 counting
 rule 10 deny ip
#
interface GigabitEthernet0/1
 port link-mode route
 description 财政局 专线
 ip binding vpn-instance FINANCE
 ip address 10.1.0.1 255.255.255.252
 packet-filter 3001 inbound
#
interface LoopBack0
 ip address 10.255.0.1 255.255.255.255
#
bgp 65000
 router-id 10.255.0.1
 peer 10.255.0.2 as-number 65000
 #
 address-family vpnv4
  peer 10.255.0.2 enable
 #
 ip vpn-instance FINANCE
  peer 10.1.0.2 as-number 65101
  #
  address-family ipv4 unicast
   import-route direct
   peer 10.1.0.2 enable
#
 ip route-static vpn-instance FINANCE 10.8.0.0 16 10.1.0.2
#
line vty 0 63
 authentication-mode scheme
 idle-timeout 5 30
#
return
"""
IOS = """\
version 15.2
service password-encryption
!
hostname PE1
!
vrf definition FINANCE
 rd 65000:101
 address-family ipv4
  route-target export 65000:101
  route-target import 65000:101
 exit-address-family
!
interface {loopback}
 ip address 10.255.0.1 255.255.255.255
!
interface {port}
 description 财政局 专线
 vrf forwarding FINANCE
 ip address 10.1.0.1 255.255.255.252
 ip access-group EDGE in
!
router bgp 65000
 bgp router-id 10.255.0.1
 neighbor 10.255.0.2 remote-as 65000
 !
 address-family ipv4 vrf FINANCE
  redistribute connected
  neighbor 10.1.0.2 remote-as 65101
  neighbor 10.1.0.2 activate
 exit-address-family
!
ip route vrf FINANCE 10.8.0.0 255.255.0.0 10.1.0.2
!
ip access-list extended EDGE
 10 permit ip 10.1.0.0 0.0.255.255 any
 20 deny ip any any
!
line vty 0 4
 exec-timeout 5 30
 transport input ssh
!
end
"""
FRR = """\
frr version 8.4.4
frr defaults traditional
hostname pe1
!
interface core0
 description 财政局 专线
 ip address 10.0.0.1/30
 ip ospf area 0
exit
!
router bgp 65000
 bgp router-id 10.255.0.1
 neighbor 10.255.0.2 remote-as 65000
 !
 address-family ipv4 unicast
  network 10.1.0.0/16
  neighbor 10.255.0.2 next-hop-self
 exit-address-family
exit
!
router ospf
 ospf router-id 10.255.0.1
exit
!
ip route 10.8.0.0/16 10.0.0.2
!
end
"""
CLEAN = {
    "huawei_vrp": VRP.format(port="GigabitEthernet0/0/1"),
    "huawei_vrpv8": VRP.format(port="GigabitEthernet0/1/1"),
    "h3c_comware": COMWARE,
    "cisco_ios": IOS.format(port="GigabitEthernet0/1", loopback="Loopback0"),
    "ruijie_os": IOS.format(port="GigabitEthernet 0/1", loopback="Loopback 0").replace("version 15.2\n", ""),
    "frr": FRR,
}
HUAWEI = ("huawei_vrp", "huawei_vrpv8")
OF_VRP = (*HUAWEI, "h3c_comware")
OF_IOS = ("cisco_ios", "ruijie_os")
PROMPTS = dict.fromkeys(OF_VRP, "<PE1>display current-configuration") | dict.fromkeys(OF_IOS, "PE1#show running-config")
PAGERS = dict.fromkeys(HUAWEI, "  ---- More ----\x1b[42D" + " " * 42 + "\x1b[42D")
PAGERS |= {"h3c_comware": "---- More ----\x1b[16D" + " " * 16 + "\x1b[16D"}

Damage = Callable[[str, str], str | bytes]


def paged(platform: str, text: str) -> str:
    """Draw the pager in front of every tenth line."""
    pager = PAGERS.get(platform, " --More-- " + "\x08" * 9 + " " * 8 + "\x08" * 9)
    return "\n".join(pager + line if at % 10 == 9 else line for at, line in enumerate(text.split("\n")))


def prompted(platform: str, text: str) -> str:
    prompt = PROMPTS.get(platform, "pe1# show running-config")
    return f"{prompt}\n{text}{re.split('[>#]', prompt)[0]}{'>' if platform in OF_VRP else '#'}\n"


def mixed(_: str, text: str) -> str:
    """Give every second line the line end of Windows."""
    lines = text.split("\n")
    return "".join(line + ("\r\n" if at % 2 else "\n") for at, line in enumerate(lines[:-1]))


def jumping(_: str, text: str) -> str:
    """Indent what stands below the top level three times as far, but for lines that only look as if they did."""
    lines = text.split("\n")
    out = []
    inside = False
    for line in lines:
        inside = bool(line.strip()) and (inside if line.startswith(" ") else line[0] not in "#!")
        deep = len(line) - len(line.lstrip())
        out.append(" " * 2 * deep + line if inside and deep else line)
    return "\n".join(out)


def anywhere(_: str, text: str) -> str:
    return text.replace("\n", "  \n")


DAMAGES: dict[str, Damage] = {
    "GB18030": lambda _, text: text.encode("gb18030"),
    "UTF-16 with its mark": lambda _, text: text.encode("utf-16"),
    "UTF-16LE with its mark": lambda _, text: b"\xff\xfe" + text.encode("utf-16-le"),
    "UTF-8 with a mark": lambda _, text: b"\xef\xbb\xbf" + text.encode(),
    "Windows line ends": lambda _, text: text.replace("\n", "\r\n"),
    "mixed line ends": mixed,
    "a NUL behind the last line": lambda _, text: text.rstrip("\n").encode() + b"\x00",
    "a pager": paged,
    "prompts": prompted,
    "spaces at the ends of lines": anywhere,
    "deep indentation": jumping,
    "empty lines": lambda _, text: text.replace("\n", "\n\n"),
}


def read(platform: str, data: str | bytes) -> Device:
    known = get_platform(platform)
    return known.read(parse(known, data))


def facts(device: Device) -> Device:
    return replace(device, unread=())


def unread(device: Device) -> list[str]:
    return [each.line.text for each in device.unread]


@pytest.mark.parametrize("platform", sorted(CLEAN))
def test_the_clean_text_is_read_to_its_last_line(platform: str) -> None:
    device = read(platform, CLEAN[platform])
    assert unread(device) == []
    assert device.interfaces
    assert device.bgp
    assert device.static_routes


@pytest.mark.parametrize("platform", sorted(CLEAN))
@pytest.mark.parametrize("damage", sorted(DAMAGES))
def test_a_damaged_text_says_what_the_clean_one_says(platform: str, damage: str) -> None:
    device = read(platform, DAMAGES[damage](platform, CLEAN[platform]))
    assert device == read(platform, CLEAN[platform])


# What one platform's texts look like: (platforms, what stands in the clean text, what stands in its place).
SPELLED: list[tuple[tuple[str, ...], str, str]] = [
    (OF_VRP, "\n sysname PE1\n", "\nsysname PE1\n"),
    (OF_VRP, "\n ip route-static", "\nip route-static"),
    (HUAWEI, "interface GigabitEthernet0/", "interface GigabitEthernet 0/"),
    (("h3c_comware",), "interface GigabitEthernet0/", "interface gigabitethernet 0/"),
    (OF_VRP, "\n #\n", "\n"),
    (OF_VRP, "#\ninterface LoopBack0", "#\n#\ninterface LoopBack0"),
    (("cisco_ios",), "interface GigabitEthernet0/1", "interface Gi0/1"),
    (("cisco_ios",), "interface GigabitEthernet0/1", "interface GigabitEthernet 0/1"),
    (("ruijie_os",), "interface GigabitEthernet 0/1", "interface GigabitEthernet0/1"),
    (("ruijie_os",), "interface Loopback 0", "interface Loopback0"),
    (OF_IOS, " !\n", ""),
    (OF_IOS, " exit-address-family\n", ""),
    (("frr",), " !\n", ""),
    (("frr",), "exit\n!\n", "exit\n"),
]


@pytest.mark.parametrize(
    ("platform", "clean", "damaged"),
    [(platform, *pair) for platforms, *pair in SPELLED for platform in platforms],
)
def test_another_spelling_says_the_same(platform: str, clean: str, damaged: str) -> None:
    text = CLEAN[platform]
    assert clean in text
    assert read(platform, text.replace(clean, damaged)) == read(platform, text)


FLAT = {
    "huawei_vrp": "sysname PE1\ninterface GigabitEthernet0/0/1\ndescription to core\nip address 10.0.0.1 255.255.255.0\nquit\nvlan batch 10\n",
    "h3c_comware": "sysname PE1\ninterface GigabitEthernet0/1\ndescription to core\nip address 10.0.0.1 255.255.255.0\nquit\nvlan 10\n",
    "huawei_vrpv8": "sysname PE1\ninterface GigabitEthernet0/1/1\ndescription to core\nip address 10.0.0.1 255.255.255.0\nquit\nvlan batch 10\n",
    "cisco_ios": "hostname PE1\ninterface GigabitEthernet0/1\ndescription to core\nip address 10.0.0.1 255.255.255.0\nexit\nvlan 10\nexit\n",
    "ruijie_os": "hostname PE1\ninterface GigabitEthernet 0/1\ndescription to core\nip address 10.0.0.1 255.255.255.0\nexit\nvlan 10\nexit\n",
    "frr": "hostname pe1\ninterface core0\ndescription to core\nip address 10.0.0.1/24\nexit\nip route 10.8.0.0/16 10.0.0.2\n",
}


@pytest.mark.parametrize("platform", sorted(FLAT))
def test_lines_without_indentation_stand_where_they_were_typed(platform: str) -> None:
    device = read(platform, FLAT[platform])
    assert unread(device) == []
    (interface,) = device.interfaces
    assert interface.description == "to core"
    assert interface.addresses
    assert device.vlans == {10} or device.static_routes


# Added in front of the clean text: what isn't read of it, and how the facts then differ from the clean text's.
ADDED: list[tuple[tuple[str, ...], str, list[str], dict[str, Any]]] = [
    (
        HUAWEI,
        'header login information "\ninterface LoopBack0\nip route-static 0.0.0.0 0 10.9.9.9\n"\n#\n',
        [],
        {"banners": {"login"}},
    ),
    (
        ("h3c_comware",),
        "header legal %\ninterface LoopBack0\n ip route-static 0.0.0.0 0 10.9.9.9\n%\n#\n",
        [],
        {"banners": {"legal"}},
    ),
    (
        OF_IOS,
        "banner motd ^C\ninterface Loopback0\n shutdown\nip route 0.0.0.0 0.0.0.0 10.9.9.9\n^C\n",
        [],
        {"banners": {"motd"}},
    ),
    (HUAWEI, "interface Vlanif77\n#\n", [], {"interface": "Vlanif77"}),
    (("h3c_comware",), "interface Vlan-interface77\n#\n", [], {"interface": "Vlan-interface77"}),
    (("cisco_ios",), "interface Vlan77\n!\n", [], {"interface": "Vlan77"}),
    (("ruijie_os",), "interface VLAN 77\n!\n", [], {"interface": "VLAN 77"}),
    (("frr",), "interface eth77\nexit\n!\n", [], {"interface": "eth77"}),
    (
        HUAWEI,
        "interface Vlanif77\n ip address x.x.x.x 255.255.255.0\n#\n",
        ["ip address x.x.x.x 255.255.255.0"],
        {"interface": "Vlanif77"},
    ),
    (
        ("h3c_comware",),
        "interface Vlan-interface77\n ip address x.x.x.x 24\n#\n",
        ["ip address x.x.x.x 24"],
        {"interface": "Vlan-interface77"},
    ),
    (
        ("cisco_ios",),
        "interface Vlan77\n ip address x.x.x.x 255.255.255.0\n!\n",
        ["ip address x.x.x.x 255.255.255.0"],
        {"interface": "Vlan77"},
    ),
    (
        ("ruijie_os",),
        "interface VLAN 77\n ip address x.x.x.x 255.255.255.0\n!\n",
        ["ip address x.x.x.x 255.255.255.0"],
        {"interface": "VLAN 77"},
    ),
    (("frr",), "interface eth77\n ip address x.x.x.x/24\nexit\n!\n", ["ip address x.x.x.x/24"], {"interface": "eth77"}),
    (
        OF_IOS,
        "crypto pki certificate chain CA\n certificate ca 01\n  30820229 ip route 0.0.0.0\n  quit\n!\n",
        ["certificate ca 01"],
        {"trust": "CA"},
    ),
    (
        OF_VRP[:2],
        "rsa peer-public-key ops\n public-key-code begin\n  3082010A 02820101\n public-key-code end\npeer-public-key end\n#\n",
        [],
        {"key": "ops"},
    ),
    (
        ("h3c_comware",),
        "public-key peer ops\n public-key-code begin\n  3082010A02820101\n public-key-code end\npeer-public-key end\n#\n",
        [],
        {"key": "ops"},
    ),
]


@pytest.mark.parametrize(
    ("platform", "added", "left", "more"),
    [(platform, *rest) for platforms, *rest in ADDED for platform in platforms],
)
def test_what_stands_in_front_takes_nothing_of_the_rest_along(
    platform: str, added: str, left: list[str], more: dict[str, Any]
) -> None:
    clean = read(platform, CLEAN[platform])
    head, _, rest = CLEAN[platform].partition("interface ")
    device = read(platform, f"{head}{added}interface {rest}")
    assert unread(device) == left
    management = device.management
    assert management.banners == more.get("banners", set())
    assert {each.name for each in management.trust_points} == ({more["trust"]} if "trust" in more else set())
    assert {each.name for each in management.public_keys} == ({more["key"]} if "key" in more else set())
    assert {each.name for each in device.interfaces} - {each.name for each in clean.interfaces} == (
        {more["interface"]} if "interface" in more else set()
    )
    same = replace(device, interfaces=clean.interfaces, management=clean.management)
    assert facts(same) == facts(clean)
    assert clean.interfaces <= device.interfaces
