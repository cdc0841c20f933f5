"""VRFs, and what goes when one is bound, unbound or deleted (IOS CR MPLS and IP Routing: VRF; RGOS CR VRF).

Binding a port takes its addresses: "% Interface Gi0/1 IPv4 disabled and address(es) removed due to enabling VRF A".
"""

from __future__ import annotations

from netops.lab.semantics.core.effects import exists, refuses, refuses_change, remove, says, selected
from netops.lab.semantics.core.model import Act, Effect, Node, Refusal, Rule
from netops.lab.semantics.core.pattern import fill
from netops.lab.semantics.ios_family.forms import single

TARGET = "route-target {way=import|export} {target:community} [{stitching=stitching}]"
ADDRESSES = ("ip address **", "ipv6 address **", "ipv6 enable")
OSPF = ("ip ospf * area **", "ipv6 ospf * area **", "ospfv3 * ipv4 area **", "ospfv3 * ipv6 area **")
SEEN = ("vrf forwarding {vrf}", "ip vrf forwarding {vrf}")
"""The two commands that bind."""


def defined(act: Act) -> bool:
    """Tell whether the VRF that the line names is there."""
    return exists(act, "vrf definition {vrf}") or exists(act, "ip vrf {vrf}")


def needs_vrf(words: str = "% VRF {vrf} not configured.") -> Effect:
    """Refuse a VRF that isn't there; a line that names none passes."""

    def check(act: Act) -> None:
        if "vrf" in act.groups and not defined(act):
            raise Refusal(fill(words, act.groups))

    return check


def needs_table(family: str, words: str = "% IP routing table {vrf} does not exist") -> Effect:
    """Refuse what lives in a VRF's table of a family that the VRF doesn't have.

    A VRF of ``ip vrf`` has its IPv4 table at once, one of ``vrf definition`` with its address family (IOS CR MPLS, ``vrf
    definition``: the families that the VRF is to carry are named one by one); a line that names no VRF passes.
    """

    def check(act: Act) -> None:
        newer = "vrf" in act.groups and exists(act, "vrf definition {vrf}")
        if newer and not exists(act, f"vrf definition {{vrf}} / address-family {family}"):
            raise Refusal(fill(words, act.groups))

    return check


def wipe_addresses(section: Node) -> bool:
    """Take the addresses of a port away, and what stands on them; tell whether there were any."""
    gone = [node for node in section.children.values() if any(_fits(node.text, form) for form in (*ADDRESSES, *OSPF))]
    for node in gone:
        remove(section, node)
    return bool(gone)


def _fits(text: str, form: str) -> bool:
    words, parts = text.split(), form.split()
    if parts[-1] == "**":
        parts.pop()
        words = words[: len(parts)]
    return len(words) == len(parts) and all(part in ("*", word) for part, word in zip(parts, words, strict=True))


def _rebinds(act: Act) -> None:
    name = act.section.text.removeprefix("interface ")
    if wipe_addresses(act.section):
        act.said.append(
            fill(f"% Interface {name} IPv4 disabled and address(es) removed due to enabling VRF {{vrf}}", act.groups)
        )


def _unbinds(act: Act) -> None:
    name = act.section.text.removeprefix("interface ")
    if wipe_addresses(act.section):
        act.said.append(
            fill(f"% Interface {name} IPv4 disabled and address(es) removed due to disabling VRF {{vrf}}", act.groups)
        )


def _old_way(act: Act) -> None:
    """Refuse ``ip vrf forwarding`` for a VRF of ``vrf definition``, and the reverse."""
    old = exists(act, "ip vrf {vrf}")
    typed_old = act.text.startswith("ip vrf")
    if old != typed_old:
        right = "ip vrf forwarding" if old else "vrf forwarding"
        raise Refusal(fill(f"% Use '{right}' command for VRF '{{vrf}}'", act.groups))


def bind(line: str) -> Rule:
    """Return a command that binds a port to a VRF."""
    return Rule(
        f"{line} {{vrf}}",
        "interface",
        key="vrf forwarding",
        undo=("=", line),
        checks=(needs_vrf(), _old_way),
        effects=(_rebinds,),
        undo_effects=(_unbinds,),
        source="IOS CR MPLS, vrf forwarding; RGOS CR VRF, vrf forwarding",
    )


def _unbind_all(act: Act) -> None:
    """Take a deleted VRF out of every port, with its addresses."""
    for form in SEEN:
        for section, node in list(selected(act, f"interface ** / {form}")):
            remove(section, node)
            wipe_addresses(section)


def _forget(act: Act) -> None:
    """Take away what lives inside a deleted VRF: static routes, BGP families and OSPF processes."""
    routes = (
        "ip route vrf {vrf} **",
        "ipv6 route vrf {vrf} **",
        "router ospf * vrf {vrf}",
        "router ospfv3 * vrf {vrf}",
    )
    for form in (*routes, "router bgp * / address-family * vrf {vrf}"):
        for section, node in list(selected(act, form)):
            remove(section, node)


DELETED = "% IPv4 and IPv6 addresses from all interfaces in VRF {vrf} have been removed"


def _family_of_rd(act: Act) -> None:
    """Take the BGP family of a VRF away that has no RD any more: BGP needs one for it."""
    vrf = act.section.groups["vrf"]
    for section, node in list(selected(act, f"router bgp * / address-family * vrf {vrf}")):
        remove(section, node)


def _both(line: str) -> Rule:
    return Rule(
        f"{line} both {{target:community}} [{{stitching=stitching}}]",
        "vrf vrf-af",
        expands=lambda groups: tuple(
            fill(f"{line} {way} {{target}} {{stitching}}", groups) for way in ("export", "import")
        ),
    )


def _bare_target() -> Rule:
    return Rule(
        "route-target {target:community}",
        "vrf vrf-af",
        expands=lambda groups: tuple(fill(f"route-target {way} {{target}}", groups) for way in ("export", "import")),
    )


def _leave_bindings(act: Act) -> None:
    """Take the addresses of a family away that the VRF doesn't have any more."""
    vrf, family = act.path[-1].groups["vrf"], act.groups["family"]
    word = "ip" if family == "ipv4" else family
    for form in SEEN:
        for section, _ in list(selected(act, f"interface ** / {fill(form, {'vrf': vrf})}")):
            for node in list(section.children.values()):
                if node.text.startswith(f"{word} address "):
                    remove(section, node)


VRFS: tuple[Rule, ...] = (
    Rule(
        "vrf definition {vrf}",
        key="vrf {vrf}",
        opens="vrf",
        prompt="config-vrf",
        checks=(refuses("ip vrf {vrf}", "% VRF {vrf} exists as 'ip vrf {vrf}'"),),
        undo_effects=(_unbind_all, _forget, says(DELETED)),
        source="IOS CR MPLS, vrf definition",
    ),
    Rule(
        "ip vrf {vrf}",
        key="vrf {vrf}",
        opens="vrf",
        prompt="config-vrf",
        checks=(refuses("vrf definition {vrf}", "% VRF {vrf} exists as 'vrf definition {vrf}'"),),
        undo_effects=(_unbind_all, _forget, says(DELETED)),
        source="IOS CR MPLS, ip vrf",
    ),
    Rule(
        "rd {rd:community}",
        "vrf",
        key="rd",
        undo=("=", "rd"),
        checks=(refuses_change("% Cannot change the route distinguisher of a VRF in place; remove it first."),),
        undo_effects=(_family_of_rd,),
        source="IOS CR MPLS, rd: an RD has to be removed before another is set",
    ),
    _both("route-target"),
    _bare_target(),
    Rule(TARGET, "vrf vrf-af"),
    Rule(
        "address-family {family=ipv4|ipv6} [unicast]",
        "vrf",
        key="address-family {family}",
        opens="vrf-af",
        prompt="config-vrf-af",
        shown="address-family {family}",
        closes="exit-address-family",
        below="vrf-af",
        undo_effects=(_leave_bindings,),
    ),
    single("import map", views="vrf vrf-af"),
    single("export map", views="vrf vrf-af"),
    single("maximum routes", views="vrf vrf-af"),
    single("vpn id", views="vrf"),
    single("description", views="vrf"),
    bind("vrf forwarding"),
    bind("ip vrf forwarding"),
)
