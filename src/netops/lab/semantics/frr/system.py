"""Global lines, interfaces, VRFs, the terminal lines and key chains. FRR manual, Basic Setup, Zebra; seen on FRR 8.4.4."""

from __future__ import annotations

from netops.lab.semantics.core.effects import says
from netops.lab.semantics.core.model import Act, Node, Refusal, Rule
from netops.lab.semantics.frr.forms import is_absent, single, switch

STILL_THERE = (
    "% Configuration failed.\n\nError type: validation\nError description: only inactive interfaces can be deleted"
)
WITHOUT = "There is no password any more."
PROFILES = ("traditional", "datacenter")


def inactive_vrf(act: Act) -> None:
    """Refuse to delete a VRF that the kernel has (by the interfaces file as it was last applied)."""
    if act.groups["vrf"] in act.root.groups.get("vrfs", "").split():
        raise Refusal("% Only inactive VRFs can be deleted")


def inactive_interface(act: Act) -> None:
    """Refuse to delete an interface that the kernel has; without an interfaces file it is taken to be there."""
    known = act.root.groups.get("interfaces")
    there = known is None or act.groups["name"] in (*known.split(), "lo")
    if there and not is_absent(act):
        raise Refusal(STILL_THERE)


def address_is_there(act: Act) -> None:
    """Refuse ``no ip address`` with an address that isn't there."""
    if is_absent(act):
        raise Refusal("% Can't find address")


def known_profile(act: Act) -> None:
    """Warn of a profile that FRR doesn't know."""
    if act.groups["name"] not in PROFILES:
        act.said.append(f"% WARNING: profile {act.groups['name']} is not known in this version")


def freezes_defaults(act: Act) -> None:
    """Show, under a new profile, what the instances that are there do by the old one."""
    before = act.old.groups["name"] if act.old is not None else "traditional"
    usual, now = DEFAULTS.get(before, ()), DEFAULTS.get(act.groups["name"], ())
    for router in act.root.children.values():
        if router.view == "bgp":
            freeze(router, [line for line in usual if line not in now])


def freeze(router: Node, lines: list[str]) -> None:
    """Write down, where nothing else is said, what an instance and its neighbours did by default."""
    for line in lines:
        key = line.removeprefix("no ").removesuffix(" 60 180").removesuffix(" 3 9")
        if key not in router.children:
            router.children[key] = Node(line, key)


DEFAULTS = {
    "traditional": (
        "no bgp log-neighbor-changes",
        "bgp ebgp-requires-policy",
        "no bgp default show-hostname",
        "no bgp default show-nexthop-hostname",
        "no bgp deterministic-med",
        "timers bgp 60 180",
    ),
    "datacenter": (
        "bgp log-neighbor-changes",
        "no bgp ebgp-requires-policy",
        "bgp default show-hostname",
        "bgp default show-nexthop-hostname",
        "bgp deterministic-med",
        "timers bgp 3 9",
    ),
}
"""What an instance does without a line, by ``frr defaults`` (FRR manual, Basic Setup: Profiles; seen on bgpd 8.4.4)."""


def profile_of(root: Node) -> str:
    """Return the profile of the device: ``frr defaults``, or traditional."""
    node = root.children.get("frr defaults")
    return node.groups["name"] if node is not None else "traditional"


def never_times_out(act: Act) -> None:
    """Leave a terminal open for ever: that is what ``no exec-timeout`` means."""
    act.section.children["exec-timeout"] = Node("exec-timeout 0 0", "exec-timeout")


GLOBALS = (
    single("frr version", "top"),
    Rule(
        "frr defaults {name}",
        key="frr defaults",
        undo=(),
        checks=(known_profile,),
        effects=(freezes_defaults,),
        source="FRR manual, Basic Setup: frr defaults",
    ),
    Rule("hostname {name}", key="hostname", undo=("hostname [{_name}]",), source="FRR manual, Basic Setup: hostname"),
    single("domainname", "top"),
    *(
        single(f"log {word}", "top")
        for word in ("file", "stdout", "syslog", "facility", "timestamp precision", "record-priority", "filtered-file")
    ),
    single("log commands", "top"),
    Rule("log monitor [{level}]", hidden=True, effects=(says('% "log monitor" is deprecated and does nothing.'),)),
    switch("ip forwarding", "top", on=True),
    switch("ipv6 forwarding", "top", on=True),
    *(switch(f"service {word}", "top") for word in ("advanced-vty", "password-encryption", "cputime-stats")),
    Rule("service integrated-vtysh-config", key="service integrated-vtysh-config", negative=True),
    *(
        Rule(
            f"{word} {{value:rest}}",
            key=word,
            undo=(word,),
            undo_effects=(says(WITHOUT),),
            source=f"FRR manual, Terminal Mode Commands: {word}",
        )
        for word in ("password", "enable password")
    ),
    single("banner motd file", "top"),
    single("banner motd line", "top"),
    single("ip router-id", "top"),
    switch("ip nht resolve-via-default", "top"),
    switch("ipv6 nht resolve-via-default", "top"),
    *(
        Rule(
            f"{family} {word} {{protocol}} route-map {{rm}}",
            "top vrf",
            key=f"{family} {word} {{protocol}}",
            undo=(f"{family} {word} {{protocol}} [route-map] [{{_rm}}]",),
        )
        for family in ("ip", "ipv6")
        for word in ("protocol", "nht")
    ),
    single("zebra nexthop-group keep", "top"),
    *(
        single(f"{daemon} route-map delay-timer", "top", default=(f"{daemon} route-map delay-timer 5",))
        for daemon in ("zebra", "bgp")
    ),
    switch("allow-external-route-update", "top"),
)
SECTIONS = (
    Rule(
        "vrf {vrf}",
        key="vrf {vrf}",
        opens="vrf",
        prompt="vrf",
        closes="exit-vrf",
        implicit=r"vrf .*",
        undo_checks=(inactive_vrf,),
        source="FRR manual, Zebra: vrf VRF",
    ),
    Rule(
        "interface {name} [vrf {_vrf}]",
        key="interface {name}",
        opens="interface",
        prompt="if",
        shown="interface {name}",
        implicit=r"interface .*",
        undo=("interface {name} [vrf {_vrf}]",),
        undo_checks=(inactive_interface,),
        source="FRR manual, Zebra: interface IFNAME",
    ),
    Rule("line vty", key="line vty", opens="line", prompt="line", undo=(), implicit="line vty"),
    Rule("key chain {name}", key="key chain {name}", opens="keychain", prompt="keychain"),
    Rule("key {id:int}", "keychain", key="key {id}", opens="key", prompt="keychain-key"),
    *(
        Rule(form, opens="other", prompt="router")
        for form in (
            "router {kind=rip|ripng|ospf6|babel} [vrf {vrf}]",
            "router {kind=isis|eigrp|openfabric} {tag} [vrf {vrf}]",
            "bfd",
            "nexthop-group {name}",
            "pbr-map {name} seq {n:int}",
            "segment-routing",
        )
    ),
    *(
        Rule(form, "other", opens="other", prompt="bfd-peer")
        for form in ("peer {rest:rest}", "profile {name}", "srv6", "locators", "locator {name}")
    ),
)
INTERFACE_LINES = (
    single("bandwidth", "interface"),
    single("description", "interface"),
    Rule(
        "ip address {a} [peer {peer}] [label {label}]",
        "interface",
        key="ip address {a}",
        undo_checks=(address_is_there,),
        undo=("ip address {a} [{_rest:rest}]",),
    ),
    Rule("ipv6 address {a:net6}", "interface", undo_checks=(address_is_there,)),
    switch("shutdown", "interface"),
    switch("mpls enable", "interface"),
    switch("multicast", "interface"),
    switch("link-detect", "interface", on=True),
)
LINES = (
    Rule(
        "exec-timeout {minutes:int} [{seconds:int}]",
        "line",
        key="exec-timeout",
        default=("exec-timeout 10 0", "exec-timeout 10"),
        undo=("exec-timeout",),
        undo_effects=(never_times_out,),
    ),
    single("access-class", "line"),
    single("ipv6 access-class", "line"),
    single("key-string", "key"),
    single("accept-lifetime", "key"),
    single("send-lifetime", "key"),
    single("cryptographic-algorithm", "key"),
)
RULES = (*GLOBALS, *SECTIONS, *INTERFACE_LINES, *LINES)
