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
    special={
        **dict.fromkeys(("bgp-af", "vrf-af", "isis-af"), ("exit-address-family",)),
        "peer-session": ("exit-peer-session",),  # IOS CR BGP, template peer-session, template peer-policy
        "peer-policy": ("exit-peer-policy",),
    },
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
    """Return IOS's prompt: ``r1#``, ``r1(config)#``, ``r1(config-if)#``; ``config-if-range`` for several interfaces at once."""
    if standing.sections is None:
        return f"{standing.host}#"
    if standing.several and standing.sections[-1].startswith("config-if"):
        return f"{standing.host}(config-if-range)#"
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
