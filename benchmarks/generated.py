"""Generated configs of many short sections: interfaces, VRFs, static routes, access lists. No real device's."""

import random
from collections.abc import Callable, Iterator

SHARE = 50
"""One line in so many differs between running and intended."""

VALUES = {
    " description ": "{line} moved",
    " ip ospf cost ": "{line}9",
    " ospf cost ": "{line}9",
    "ip route vrf ": "{line} 250",
    "ip route-static ": "{line} preference 250",
}
"""What a line begins with that may differ → the line with another value; it may be missing as well, or come new."""


def ios(lines: int, first: int = 0) -> str:
    """Return an IOS config of about this many lines; departments are numbered from the first."""
    return _joined(_ios, lines, first, ("version 15.2\nhostname bench\n!\n", "end\n"))


def vrp(lines: int, first: int = 0) -> str:
    """Return a VRP config of about this many lines; departments are numbered from the first."""
    return _joined(_vrp, lines, first, ("#\nsysname bench\n#\n", "return\n"))


def pair(make: Callable[[int, int], str], lines: int, first: int = 0) -> tuple[str, str]:
    """Return a running and an intended config, between which one line in fifty differs.

    Of these lines half have another value, a quarter is missing in intended, and a quarter in running. Only lines differ that
    may be missing: descriptions, costs, routes. So a device takes either text.
    """
    rng = random.Random(7)  # a benchmark, not a secret
    found = make(lines, first).splitlines()
    begins = tuple(VALUES)
    free = [number for number, line in enumerate(found) if line.startswith(begins)]
    running: list[str | None] = [*found]
    intended: list[str | None] = [*found]
    for number in rng.sample(free, max(4, len(found) // SHARE)):
        kind = rng.randrange(4)
        if kind == 0:
            running[number] = None
        elif kind == 1:
            intended[number] = None
        else:
            form = next(form for begin, form in VALUES.items() if found[number].startswith(begin))
            intended[number] = form.format(line=found[number])
    return _text(running), _text(intended)


def _text(lines: list[str | None]) -> str:
    return "".join(f"{line}\n" for line in lines if line is not None)


def _joined(block: Callable[[int], Iterator[str]], lines: int, first: int, ends: tuple[str, str]) -> str:
    head, tail = ends
    parts, count, number = [head], head.count("\n"), first
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
