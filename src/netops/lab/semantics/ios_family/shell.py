"""The shell that IOS and RGOS share: modes, error texts, prompts and the words that may be cut short.

Sources: IOS CR Configuration Fundamentals, "Using the Cisco IOS Command-Line Interface"; RGOS CR CLI.
"""

from __future__ import annotations

from collections.abc import Mapping

from netops.lab.semantics.core.model import Errors, Shell, Standing

SHELL = Shell(
    configure=r"conf(?:ig(?:ure)?)?(?: t(?:erminal)?)?",
    leave=("exit", "quit"),
    home=("end",),
    special=dict.fromkeys(("bgp-af", "vrf-af", "isis-af"), ("exit-address-family",)),
    harmless=(
        r"(?:do )?(?:show|sh|ping|traceroute|clear|debug|undebug|terminal|term|dir|more|verify|test)(?: .*)?|enable|disable|"
        r"do (?:terminal|clock) .*"
    ),
    show=r"(?:do )?sh(?:ow)? run(?:ning-config)?",
    save=r"(?:do )?(?:wr(?:ite)?(?: mem(?:ory)?)?|copy running-config startup-config|copy run start)",
)

ERRORS = Errors(
    unknown="          ^\n% Invalid input detected at '^' marker.",
    incomplete="% Incomplete command.",
    too_many="          ^\n% Invalid input detected at '^' marker.",
    missing="%No matching route to delete",  # static routes alone refuse; what else isn't there is passed over
    ambiguous="% Ambiguous command",
)


def prompt(standing: Standing) -> str:
    """Return IOS's prompt: ``r1#``, ``r1(config)#``, ``r1(config-if)#``."""
    if standing.sections is None:
        return f"{standing.host}#"
    return f"{standing.host}({standing.sections[-1] if standing.sections else 'config'})#"


STRICT: Mapping[str, str] = {
    "top": r"interface|ip route|router (bgp|ospf)|access-list|ip access-list|vlan|ip prefix-list|vrf|ip vrf|route-map|line",
    "interface": r"ip address|ipv6 address|vrf forwarding|ip vrf forwarding|encapsulation dot1q|ip access-group|"
    r"switchport (trunk (allowed|native) vlan|access vlan)",
    "vrf": r"rd|route-target",
    "vrf-af": r"route-target",
    "ospf": r"network|area \S+ range",
    "bgp": r"neighbor \S+ (remote-as|prefix-list|route-map)|address-family|network",
    "bgp-af": r"neighbor \S+ (remote-as|prefix-list|route-map)|network",
    "acl-std": r"permit|deny|\d+",
    "acl-ext": r"permit|deny|\d+",
}
"""Beginnings of commands that touch the traffic: what isn't well formed is refused."""

SHORT = {
    "access-list": 8,
    "address-family": 9,
    "description": 3,
    "encapsulation": 3,
    "hostname": 5,
    "interface": 3,
    "neighbor": 3,
    "network": 4,
    "redistribute": 5,
    "router": 5,
    "shutdown": 4,
    "switchport": 7,
    "username": 4,
}
"""Words that people cut short, with the letters that are enough."""

SHORT_SECOND = {"address": 3, "access-group": 8, "access-list": 8, "mode": 2, "access": 2, "trunk": 2, "route": 2}


def spelled_out(line: str) -> str:
    """Return a typed line with the usual short words written out.

    Example:
        >>> spelled_out("no shut"), spelled_out("int gi0/1"), spelled_out("ip add 10.0.0.1 255.0.0.0")
        ('no shutdown', 'interface gi0/1', 'ip address 10.0.0.1 255.0.0.0')
    """
    words = line.split(" ")
    at = 1 if words[0] == "no" and len(words) > 1 else 0
    words[at] = _whole(words[at], SHORT)
    if words[at] in ("ip", "ipv6", "switchport") and len(words) > at + 1:
        words[at + 1] = _whole(words[at + 1], SHORT_SECOND)
    return " ".join(words)


def _whole(typed: str, words: dict[str, int]) -> str:
    found = [word for word, least in words.items() if len(typed) >= least and word.startswith(typed)]
    return typed if typed in words or len(found) != 1 else found[0]
