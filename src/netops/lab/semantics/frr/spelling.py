"""The one spelling in which FRR keeps a line: words in its own order, without defaults, networks without host bits.

All of it was seen on FRR 8.4.4: a line was typed, ``show running-config`` showed the spelling.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import IPv4Address

from netops.lab.semantics.core.kinds import as_ip6, as_length, as_network
from netops.lab.semantics.frr.afis import ALL

Respell = Callable[[re.Match[str]], str]

ROUTE_WORDS = ("tag", "nexthop-vrf", "vrf", "label", "table", "color")
SHOWN_ROUTE_WORDS = ("nexthop-vrf", "label", "table", "onlink", "color")
STANDARD_LISTS = r"(?:[1-9]\d?|1[3-9]\d\d)"


def area_number(area: str) -> str:
    """Return an OSPF area as a number, however it is written.

    Example:
        >>> area_number("0.0.0.10"), area_number("10")
        ('10', '10')
    """
    return str(int(IPv4Address(area))) if "." in area else area


def classful(address: str) -> str:
    """Return the network of an address without a mask, by its class: ``network 10.0.0.0`` is 10.0.0.0/8."""
    first = int(address.partition(".")[0])
    length = 8 if first < 128 else 16 if first < 192 else 24
    return "0.0.0.0/0" if address == "0.0.0.0" else as_network(f"{address}/{length}")  # noqa: S104 - a prefix


def route_options(words: list[str]) -> dict[str, str]:
    """Read what follows a static route's next hop: word → value; ``distance`` has no word of its own."""
    found: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        if word == "onlink":
            found[word] = word
        elif word in ROUTE_WORDS:
            found[word] = next(rest, "")
        elif word.isdigit():
            found["distance"] = word
        else:
            found["interface"] = word
    return found


def _route(found: re.Match[str]) -> str:
    """Spell a static route; ``vrf NAME`` stands at its end, for the section where the route is kept."""
    words = found["rest"].split()
    prefix = found["prefix"] if "/" in found["prefix"] else f"{found['prefix']}/{as_length(words.pop(0))}"
    hop = {"null0": "Null0"}.get(words[0], as_ip6(words[0]) if ":" in words[0] else words[0])
    options = route_options(words[1:])
    said = [found["family"], "route", as_network(prefix), hop, options.get("interface", "")]
    said += ["tag", options["tag"]] if "tag" in options else []
    said += [options["distance"]] if options.get("distance", "1") != "1" else []
    for word in (*SHOWN_ROUTE_WORDS, "vrf"):
        value = options.get(word, "")
        if word != "nexthop-vrf" and value == "default":
            continue
        said += [] if not value else [word] if value == word else [word, value]
    return " ".join(word for word in said if word)


def _prefix_rule(found: re.Match[str]) -> str:
    """Spell a rule of a prefix list: ``ge`` before ``le``; a prefix that is none of IPv4 belongs to IPv6."""
    limits = dict(zip(*[iter((found["limits"] or "").split())] * 2, strict=False))
    prefix = found["prefix"] if found["prefix"] == "any" else as_network(found["prefix"])
    family = "ipv6" if ":" in prefix else found["family"]
    said = [family, found["head"], prefix]
    said += [f"{word} {limits[word]}" for word in ("ge", "le") if word in limits]
    return " ".join(said)


def _access_rule(found: re.Match[str]) -> str:
    """Spell the prefix of a rule of a named access list without host bits, and ``host X`` of a standard one as ``X``."""
    rest = found["rest"]
    if re.fullmatch(STANDARD_LISTS, found["name"]):
        return found["head"] + rest.removeprefix("host ")
    words = [as_network(word) if "/" in word else word for word in rest.split()]
    return found["head"] + " ".join(words)


def in_order(words: list[str]) -> list[str]:
    """Return communities in FRR's order: by number, those with a name last; ``additive`` stays at the end.

    Example:
        >>> in_order("65000:20 no-export 65000:3 additive".split())
        ['65000:3', '65000:20', 'no-export', 'additive']
    """
    numbered = sorted((word for word in set(words) if ":" in word), key=lambda word: [int(n) for n in word.split(":")])
    return [*numbered, *(word for word in dict.fromkeys(words) if ":" not in word)]


def _communities(found: re.Match[str]) -> str:
    words = found["values"].split()
    numeric = all(re.fullmatch(r"[\d:]+|[a-z-]+|blackhole", word, re.IGNORECASE) for word in words)
    return found["head"] + " ".join(in_order(words) if numeric else words)


def _bgp_network(found: re.Match[str]) -> str:
    words = found["rest"].split()
    if words[:1] == ["mask"] and len(words) > 1:
        prefix, words = as_network(f"{found['prefix']}/{as_length(words[1])}"), words[2:]
    else:
        prefix = as_network(found["prefix"]) if "/" in found["prefix"] else classful(found["prefix"])
    return " ".join(["network", prefix, *words])


def _aggregate(found: re.Match[str]) -> str:
    words = found["rest"].split()
    if "/" in words[0]:
        return " ".join(["aggregate-address", as_network(words[0]), *words[1:]])
    return " ".join(["aggregate-address", as_network(f"{words[0]}/{as_length(words[1])}"), *words[2:]])


def _ospf_network(found: re.Match[str]) -> str:
    return f"network {as_network(found['prefix'])} {found['rest']}"


def _peer(found: re.Match[str]) -> str:
    return found["head"] + as_ip6(found["peer"]) + found["rest"]


TOP_LINES: tuple[tuple[str, Respell | str], ...] = (
    (r"(?P<family>ip|ipv6) route (?P<prefix>\S+) (?P<rest>\S.*)", _route),
    (
        r"(?P<family>ip|ipv6) (?P<head>prefix-list \S+ (?:seq \d+ )?(?:permit|deny)) (?P<prefix>\S+)(?P<limits>(?: [gl]e \d+)*)",
        _prefix_rule,
    ),
    (r"(?P<head>(?:ipv6 )?access-list (?P<name>\S+) (?:seq \d+ )?(?:permit|deny) )(?P<rest>.+)", _access_rule),
    (
        r"(?P<head>bgp (?:large-)?community-list (?:standard \S+|[1-9]\d?) (?:seq \d+ )?(?:permit|deny) )(?P<values>.+)",
        _communities,
    ),
    (r"(?P<head>log (?:syslog|stdout|file \S+)) debugging", r"\g<head>"),
    (r"router-id (?P<id>\S+)", r"ip router-id \g<id>"),
)


def _keepalive(found: re.Match[str]) -> str:
    """Return timers with a keepalive of at most a third of the hold time."""
    keep, hold = int(found["keep"]), int(found["hold"])
    return f"{found['head']} {min(keep, hold // 3) if hold else keep} {hold}"


BGP_LINES: tuple[tuple[str, Respell | str], ...] = (
    (r"(?P<head>neighbor )(?P<peer>[0-9A-Fa-f]*:[0-9A-Fa-f:.]+)(?P<rest>( .*)?)", _peer),
    (r"(?P<head>timers bgp|neighbor \S+ timers) (?P<keep>\d+) (?P<hold>\d+)", _keepalive),
    (r"(?P<head>neighbor \S+ ebgp-multihop)", r"\g<head> 255"),
    (r"(?P<head>neighbor \S+ allowas-in) 3", r"\g<head>"),
    (r"(?P<head>neighbor \S+ maximum-prefix \d+) 75(?P<rest>( .*)?)", r"\g<head>\g<rest>"),
    (r"(?P<head>neighbor \S+ send-community) standard", r"\g<head>"),
    (r"(?P<head>neighbor \S+ next-hop-self) all", r"\g<head> force"),
    (r"address-family (?P<family>ipv4|ipv6)", r"address-family \g<family> unicast"),
    (r"(?:rt|route-target) (?P<rest>vpn .+)", r"rt \g<rest>"),
    (r"network (?P<prefix>\S+) ?(?P<rest>.*)", _bgp_network),
    (r"aggregate-address (?P<rest>\S+ ?.*)", _aggregate),
)
OSPF_LINES: tuple[tuple[str, Respell | str], ...] = (
    (r"network (?P<prefix>\S+) (?P<rest>.+)", _ospf_network),
    (r"router-id (?P<id>\S+)", r"ospf router-id \g<id>"),
    (r"ospf rfc1583compatibility", "compatible rfc1583"),
    (
        r"(?P<head>area \S+ range )(?P<prefix>\S+)(?P<rest>.*?)(?: advertise)?(?P<cost> cost \d+)?",
        r"\g<head>\g<prefix>\g<rest>\g<cost>",
    ),
)
RMAP_LINES: tuple[tuple[str, Respell | str], ...] = (
    (r"(?P<head>set (?:large-)?community )(?P<values>.+)", _communities),
    (r"continue (?P<n>\d+)", r"on-match goto \g<n>"),
    (r"continue", "on-match goto"),
    (r"match rpki (?P<rest>.+)", r"match rpki-extcommunity \g<rest>"),
)
BY_VIEW: dict[str, tuple[tuple[str, Respell | str], ...]] = {
    "top": TOP_LINES,
    "vrf": TOP_LINES[:1],
    **dict.fromkeys(("bgp", *ALL.split()), BGP_LINES),
    "ospf": OSPF_LINES,
    "rmap": RMAP_LINES,
}


def spelled(view: str, line: str) -> str:
    """Return a line (without ``no``) in FRR's own spelling.

    Example:
        >>> spelled("top", "ip route 10.7.1.2/16 10.0.0.9 250 tag 7")
        'ip route 10.7.0.0/16 10.0.0.9 tag 7 250'
        >>> spelled("top", "ip prefix-list A permit 10.1.2.3/8 le 24 ge 16")
        'ip prefix-list A permit 10.0.0.0/8 ge 16 le 24'
        >>> spelled("af4", "network 10.0.0.0"), spelled("bgp", "neighbor 2001:DB8:0::5 ebgp-multihop")
        ('network 10.0.0.0/8', 'neighbor 2001:db8::5 ebgp-multihop 255')
    """
    for pattern, respell in BY_VIEW.get(view, ()):
        found = re.fullmatch(pattern, line)
        if found is not None:
            line = found.expand(respell) if isinstance(respell, str) else respell(found)
    return line
