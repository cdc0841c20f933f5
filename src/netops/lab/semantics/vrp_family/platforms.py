"""The two platforms of Huawei, put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from netops.lab.semantics.core.kinds import IP4, KINDS
from netops.lab.semantics.core.model import TOP, Act, Errors, Platform, Rule, Shell, Standing
from netops.lab.semantics.core.pattern import Kind
from netops.lab.semantics.vrp_family import (
    bgp,
    firewall,
    interfaces,
    lines,
    management,
    objects,
    routing,
    sections,
    services,
    vpn,
)
from netops.lab.semantics.vrp_family.acl import ACL_BODY, ACL_PARTS
from netops.lab.semantics.vrp_family.addresses import area, prefix_body
from netops.lab.semantics.vrp_family.ports import HUAWEI, port_kind
from netops.lab.semantics.vrp_family.rules import BELOW, IN_INTERFACE
from netops.lab.semantics.vrp_family.shell import COMMENT, HARMLESS, NOISE

VLANS = r"\d+(?: to \d+)?(?: \d+(?: to \d+)?)*"
KINDS_OF_VRP: Mapping[str, Kind] = {
    **KINDS,
    "port": port_kind(HUAWEI),
    "area": Kind(rf"{IP4}|\d+", area),
    "targets": Kind(r"[\d.]+:\d+(?: [\d.]+:\d+)*"),
    "vlans": Kind(VLANS),
    "vlans-or-all": Kind(rf"{VLANS}|all"),
    "peer-group": Kind(r"(?!\d+\.)[^\s:]+"),
    "bfd-values": Kind(rf"(?:{bgp.BFD}) \S+(?: (?:{bgp.BFD}) \S+)*"),
    "bfd-names": Kind(rf"(?:{bgp.BFD})(?: (?:{bgp.BFD}))*"),
    "acl-body": ACL_BODY,
    "acl-parts": ACL_PARTS,
    "prefix-body": Kind(rf"(?:permit|deny) {IP4} \d+(?: .*)?", prefix_body),
    "statics": Kind(r"(?:track|description|inherit-cost|permanent|bfd|public|preference|tag)(?: .*)?"),
}
NEGATIVES = r".* (enable|receive|send|advertise|auto|notify|on)|negotiation auto|portswitch|.* \S+-enable"
"""Lines nobody wrote a rule for, whose undo VRP displays as a setting."""
ERRORS = Errors(
    unknown="Error: Unrecognized command found at '^' position.",
    incomplete="Error:Incomplete command found at '^' position.",
    too_many="Error:Too many parameters found at '^' position.",
    missing="Error: The configuration does not exist.",
    ambiguous="Error:Ambiguous command found at '^' position.",
    value="Error: Wrong parameter found at '^' position.",
)
SAVE = "The current configuration will be written to the device. Are you sure to continue? [Y/N]:"
ANSWER = "[yn]"
"""An answer that nobody asked for: no command, so that nothing happens. Whether VRP asks differs by release and board."""
CIPHER = r"%\^%#.*?%\^%#|%\$%\$.*?%\$%\$|%@%@.*?%@%@"
"""A secret as displayed: encrypted anew with another salt, so that two texts tell nothing of whether it is the same."""
SPECIAL = {"peer-key": ("peer-public-key end",)}


def release_of(text: str) -> str:
    """Return the release that a displayed config tells (``!Software Version V200R010C00SPC600``); "" where it tells none."""
    told = re.search(r"^!Software Version (V\d+R\w+)", text, re.MULTILINE)
    return told[1] if told else ""


def _vlans_start(act: Act) -> None:
    """A VLAN with a section of its own is a VLAN, also where the config has no ``vlan batch`` for it."""
    for line in list(act.root.children.values()):
        if line.view == "vlan":
            interfaces.joins_batch(act.root, int(line.groups["vlan"]))


def shell(*, two_stages: bool) -> Shell:
    """Return the words of VRP's command line; VRP 8 commits, and asks who leaves without. Source: NE V8R10, ``commit``."""
    return Shell(
        configure=r"system-view( immediately)?" if two_stages else "system-view",
        leave=("quit",),
        home=("return",),
        harmless=f"{HARMLESS}|{ANSWER}",
        show=r"display current-configuration",
        save=r"save( .*)?",
        special=SPECIAL,
        question=SAVE,
        commit=r"commit( .*)?" if two_stages else "",
        pending="Warning: Uncommitted configurations found. Are you sure to commit them before exiting? [Y(yes)/N(no)/C(cancel)]:"
        if two_stages
        else "",
        clear=r"clear configuration candidate" if two_stages else "",
    )


def huawei(name: str, release: str, prompt: Callable[[Standing], str], *, two_stages: bool) -> Platform:
    """Return a platform of Huawei."""
    rules: tuple[Rule, ...] = (
        *interfaces.rules(two_stages=two_stages),
        *vpn.rules(removable_rd=two_stages),
        *bgp.RULES,
        *routing.RULES,
        *((management.COMMUNITY_IN_CIPHER,) if two_stages else (*services.PRECEDENCES, management.HWTACACS)),
        *services.RULES,
        *firewall.RULES,
        *objects.RULES,
        *sections.plain(sections.VRP),
        *sections.BELOW,
        *sections.LISTS,
        *lines.rules(two_stages=two_stages),
        *management.RULES,
    )
    return Platform(
        name=name,
        release=release,
        rules=rules,
        undo="undo",
        comment=COMMENT,
        noise=NOISE,
        separator="#",
        hostname="sysname {name}",
        host="HUAWEI",
        prompt=prompt,
        shell=shell(two_stages=two_stages),
        errors=ERRORS,
        negatives=NEGATIVES,
        started=(_vlans_start, bgp.starts),
        alike=(management.ssh_users_stand,),
        footer=("return",),
        kinds=KINDS_OF_VRP,
        blurred=CIPHER,
        strict={TOP: BELOW, "interface": IN_INTERFACE},
    )
