"""Generated configs of a backbone router's make: interfaces, VRFs, static routes, BGP, access lists, VLANs. No real device's."""

import random
from collections.abc import Callable, Iterator

CHANGED = 0.02
"""Share of lines that differ between running and intended."""


def ios(lines: int) -> str:
    """Return an IOS config of about this many lines."""
    return _joined(_ios, lines, "version 15.2\nhostname bench\n!\n", "end\n")


def vrp(lines: int) -> str:
    """Return a VRP config of about this many lines."""
    return _joined(_vrp, lines, "#\nsysname bench\n#\n", "return\n")


def changed(text: str, seed: int = 7) -> str:
    """Return a text of which about one line in fifty has another value, is missing, or is new.

    Only lines in which any number does: descriptions, costs, limits, routes. The result is a config that a device takes.
    """
    rng = random.Random(seed)  # a benchmark, not a secret
    found: list[str] = []
    for line in text.splitlines():
        if rng.random() >= CHANGED * 3 or not line.startswith(
            (" description", " ip ospf cost", " ospf cost", "ip route")
        ):
            found.append(line)
            continue
        kind = rng.randrange(3)
        if kind == 0 and "description" in line:
            found.append(f"{line} moved")
        elif kind == 1 and "cost" in line:
            found.append(f"{line.rsplit(' ', 1)[0]} {rng.randrange(100, 999)}")
        elif kind == 2 and line.startswith("ip route"):
            found.append(line + " 250" if "static" not in line else line + " preference 250")
    return "\n".join(found) + "\n"


def one_section(lines: int, area: int = 1) -> str:
    """Return one IOS section with this many lines; with another area every line is another."""
    body = "".join(
        f" network 10.{n >> 14 & 255}.{n >> 6 & 255}.{(n & 63) * 4} 0.0.0.3 area {area}\n" for n in range(lines)
    )
    return f"hostname bench\n!\nrouter ospf 1\n{body}!\nend\n"


def _joined(block: Callable[[int], Iterator[str]], lines: int, head: str, tail: str) -> str:
    parts, count, number = [head], head.count("\n"), 0
    while count < lines:
        text = "".join(f"{line}\n" for line in block(number))
        parts.append(text)
        count += text.count("\n")
        number += 1
    return "".join([*parts, tail])


def _ios(n: int) -> Iterator[str]:
    a, b = n >> 8 & 255, n & 255
    yield f"vrf definition DEPT{n}"
    yield f" description department {n}"
    yield f" rd 65000:{n}"
    yield " !"
    yield " address-family ipv4"
    yield f"  route-target export 65000:{n}"
    yield f"  route-target import 65000:{n}"
    yield " exit-address-family"
    yield "!"
    for port in range(3):
        yield f"interface GigabitEthernet{n}/0/{port}"
        yield f" description department {n} site {port}"
        yield f" vrf forwarding DEPT{n}"
        yield f" ip address 10.{a}.{b}.{port * 4 + 1} 255.255.255.252"
        yield f" ip access-group DEPT{n}-IN in"
        yield " no ip redirects"
        yield " no ip proxy-arp"
        yield " ip ospf network point-to-point"
        yield f" ip ospf cost {n % 90 + 10}"
        yield " load-interval 30"
        yield " no cdp enable"
        yield "!"
    yield f"ip access-list extended DEPT{n}-IN"
    for line in range(8):
        yield f" permit tcp 10.{a}.{b}.0 0.0.0.255 host 192.0.2.{line + 1} eq 443"
    yield " deny ip any any log"
    yield "!"
    for line in range(3):
        yield f"ip route vrf DEPT{n} 192.168.{line}.0 255.255.255.0 10.{a}.{b}.2"
    yield "!"


def _vrp(n: int) -> Iterator[str]:
    a, b = n >> 8 & 255, n & 255
    yield f"ip vpn-instance DEPT{n}"
    yield f" description department {n}"
    yield " ipv4-family"
    yield f"  route-distinguisher 65000:{n}"
    yield f"  vpn-target 65000:{n} export-extcommunity"
    yield f"  vpn-target 65000:{n} import-extcommunity"
    yield "#"
    for port in range(3):
        yield f"interface GigabitEthernet{n}/0/{port}"
        yield f" description department {n} site {port}"
        yield f" ip binding vpn-instance DEPT{n}"
        yield f" ip address 10.{a}.{b}.{port * 4 + 1} 255.255.255.252"
        yield " ospf network-type p2p"
        yield f" ospf cost {n % 90 + 10}"
        yield f" traffic-filter inbound acl name DEPT{n}"
        yield " undo lldp enable"
        yield " trust dscp"
        yield "#"
    yield f"acl name DEPT{n} advance"
    for line in range(8):
        yield (
            f" rule {line * 5 + 5} permit tcp source 10.{a}.{b}.0 0.0.0.255"
            f" destination 192.0.2.{line + 1} 0 destination-port eq 443"
        )
    yield "#"
    for line in range(3):
        yield f"ip route-static vpn-instance DEPT{n} 192.168.{line}.0 255.255.255.0 10.{a}.{b}.2"
    yield "#"
