"""Generated configs with long sections, as real devices have them. No real device's.

Departments' VRFs, one BGP section with a family and a peer for each department (300 peers at 10,000 lines), slots of 48 switch
ports with VLAN lists, prefix lists. One line in fifty has another value, and of fifty peers one goes and one comes with all its lines.
"""

import random
from collections.abc import Iterator

SHARE = 50
PER_DEPARTMENT = {"ios": 35, "vrp": 30}
"""Lines that a department makes, its share of a slot counted in."""
SLOT = 64
"""Departments that share a slot of 48 ports."""
PORTS = 48

VALUES = {
    " description ": " moved",
    "  neighbor {peer} description ": " moved",
    "  neighbor {peer} maximum-prefix ": "0",
    " switchport trunk allowed vlan ": ",4000",
    "  peer {peer} description ": " moved",
    "  peer {peer} route-limit ": "0",
    " port trunk allow-pass vlan ": " 4000",
}
"""What a line begins with that may have another value → what is added to it."""


def ios(lines: int, first: int = 0) -> tuple[str, str]:
    """Return a running and an intended IOS config of about this many lines."""
    count = max(1, lines // PER_DEPARTMENT["ios"])
    return _pair([line for each in _ios(range(first, first + count)) for line in each], "neighbor")


def vrp(lines: int, first: int = 0) -> tuple[str, str]:
    """Return a running and an intended VRP config of about this many lines."""
    count = max(1, lines // PER_DEPARTMENT["vrp"])
    return _pair([line for each in _vrp(range(first, first + count)) for line in each], "peer")


def _pair(lines: list[str], word: str) -> tuple[str, str]:
    rng = random.Random(7)  # a benchmark, not a secret
    peers = sorted({line.split()[1] for line in lines if line.startswith(f"  {word} ")})
    chosen = rng.sample(peers, max(2, len(peers) // SHARE * 2))
    new, gone = set(chosen[::2]), set(chosen[1::2])
    free = {number: value for number, line in enumerate(lines) if (value := _value(line))}
    changed = set(rng.sample(sorted(free), max(4, len(lines) // SHARE)))
    intended = [line + free[number] if number in changed else line for number, line in enumerate(lines)]
    return _without(lines, word, new), _without(intended, word, gone)


def _value(line: str) -> str:
    """Return what is added to a line for another value; nothing where the line doesn't change."""
    words = line.split()
    peer = words[1] if len(words) > 1 else ""
    return next((more for begin, more in VALUES.items() if line.startswith(begin.format(peer=peer))), "")


def _without(lines: list[str], word: str, peers: set[str]) -> str:
    left = (line for line in lines if not (line.startswith(f"  {word} ") and line.split()[1] in peers))
    return "".join(f"{line}\n" for line in left)


def _peer(n: int) -> str:
    return f"10.{64 + (n >> 8)}.{n & 255}.2"


def _vlan(n: int) -> int:
    return 100 + n % 3800


def _ios(departments: range) -> Iterator[Iterator[str]]:
    yield iter(("version 17.9", "hostname bench", "!"))
    yield from (_ios_vrf(n) for n in departments)
    yield from (iter((f"vlan {_vlan(n)}", f" name DEPT{n}", "!")) for n in departments)
    for slot, n in enumerate(departments[::SLOT], 1):
        yield from (_ios_port(slot, port, n) for port in range(1, PORTS + 1))
    yield from (_ios_interface(n) for n in departments)
    yield iter(("router bgp 65000", " bgp router-id 10.255.0.1", " bgp log-neighbor-changes"))
    yield from (_ios_family(n) for n in departments)
    yield iter(("!",))
    for n in departments:
        yield iter(f"ip prefix-list DEPT{n}-IN seq {seq} permit {prefix}" for seq, prefix in _prefixes(n))
    yield iter(("!", "end"))


def _prefixes(n: int) -> Iterator[tuple[int, str]]:
    for number in range(3):
        yield number * 5 + 5, f"10.{128 + (n >> 8)}.{n & 255}.{number * 64}/26"


def _ios_vrf(n: int) -> Iterator[str]:
    yield f"vrf definition DEPT{n}"
    yield f" description department {n}"
    yield f" rd 65000:{n}"
    yield " !"
    yield " address-family ipv4"
    yield f"  route-target export 65000:{n}"
    yield f"  route-target import 65000:{n}"
    yield " exit-address-family"
    yield "!"


def _ios_port(slot: int, port: int, n: int) -> Iterator[str]:
    yield f"interface GigabitEthernet{slot}/0/{port}"
    yield f" description port {port} of slot {slot}"
    if port % 12 == 0:
        yield f" switchport trunk allowed vlan {_vlan(n)}-{_vlan(n) + 9},{_vlan(n) + 12},{_vlan(n) + 14},{_vlan(n) + 16}"
        yield " switchport mode trunk"
    else:
        yield f" switchport access vlan {_vlan(n + port % SLOT)}"
        yield " switchport mode access"
        yield " spanning-tree portfast"
    yield " no cdp enable"
    yield "!"


def _ios_interface(n: int) -> Iterator[str]:
    yield f"interface Vlan{_vlan(n)}"
    yield f" description department {n}"
    yield f" vrf forwarding DEPT{n}"
    yield f" ip address 10.{64 + (n >> 8)}.{n & 255}.1 255.255.255.252"
    yield " no ip redirects"
    yield "!"


def _ios_family(n: int) -> Iterator[str]:
    yield " !"
    yield f" address-family ipv4 vrf DEPT{n}"
    yield "  redistribute connected"
    yield f"  neighbor {_peer(n)} remote-as {64512 + n % 400}"
    yield f"  neighbor {_peer(n)} description department {n}"
    yield f"  neighbor {_peer(n)} activate"
    yield f"  neighbor {_peer(n)} prefix-list DEPT{n}-IN in"
    yield f"  neighbor {_peer(n)} maximum-prefix 10"
    yield " exit-address-family"


def _vrp(departments: range) -> Iterator[Iterator[str]]:
    yield iter(("#", "sysname bench", "#"))
    yield iter((f"vlan batch {_vlan(departments[0])} to {_vlan(departments[-1])}", "#"))
    yield from (_vrp_vrf(n) for n in departments)
    yield from (iter((f"vlan {_vlan(n)}", f" description department {n}", "#")) for n in departments)
    yield from (_vrp_interface(n) for n in departments)
    for slot, n in enumerate(departments[::SLOT], 1):
        yield from (_vrp_port(slot, port, n) for port in range(1, PORTS + 1))
    yield iter(("bgp 65000", " router-id 10.255.0.1"))
    yield from (_vrp_family(n) for n in departments)
    yield iter(("#",))
    for n in departments:
        yield iter(
            f"ip ip-prefix DEPT{n}-IN index {seq} permit {prefix.replace('/', ' ')}" for seq, prefix in _prefixes(n)
        )
    yield iter(("#", "return"))


def _vrp_vrf(n: int) -> Iterator[str]:
    yield f"ip vpn-instance DEPT{n}"
    yield f" description department {n}"
    yield " ipv4-family"
    yield f"  route-distinguisher 65000:{n}"
    yield f"  vpn-target 65000:{n} export-extcommunity"
    yield f"  vpn-target 65000:{n} import-extcommunity"
    yield "#"


def _vrp_port(slot: int, port: int, n: int) -> Iterator[str]:
    yield f"interface GigabitEthernet{slot}/0/{port}"
    yield f" description port {port} of slot {slot}"
    if port % 12 == 0:
        yield " port link-type trunk"
        yield f" port trunk allow-pass vlan {_vlan(n)} to {_vlan(n) + 9} {_vlan(n) + 12} {_vlan(n) + 14} {_vlan(n) + 16}"
    else:
        yield " port link-type access"
        yield f" port default vlan {_vlan(n + port % SLOT)}"
        yield " stp edged-port enable"
    yield " undo lldp enable"
    yield "#"


def _vrp_interface(n: int) -> Iterator[str]:
    yield f"interface Vlanif{_vlan(n)}"
    yield f" description department {n}"
    yield f" ip binding vpn-instance DEPT{n}"
    yield f" ip address 10.{64 + (n >> 8)}.{n & 255}.1 255.255.255.252"
    yield "#"


def _vrp_family(n: int) -> Iterator[str]:
    yield " #"
    yield f" ipv4-family vpn-instance DEPT{n}"
    yield "  import-route direct"
    yield f"  peer {_peer(n)} as-number {64512 + n % 400}"
    yield f"  peer {_peer(n)} description department {n}"
    yield f"  peer {_peer(n)} ip-prefix DEPT{n}-IN import"
    yield f"  peer {_peer(n)} route-limit 10"
