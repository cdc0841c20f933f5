"""H3C Comware: 7 where no release says otherwise; releases that start with 5 or V5 are Comware 5.

Sources, by short name: *HPE*: HPE FlexNetwork, HP MSR and A-series command references, which describe the same system;
*H3C*: H3C's own (S6300, S12500, SR8800).
"""

from __future__ import annotations

import re

from netops.lab.semantics.core.kinds import IP4, IP6, KINDS, as_ip6
from netops.lab.semantics.core.model import TOP, Errors, Platform, Shell
from netops.lab.semantics.core.pattern import Kind
from netops.lab.semantics.h3c_comware import interfaces, management, objects, routing
from netops.lab.semantics.vrp_family import sections
from netops.lab.semantics.vrp_family.acl import ACL_BODY, ACL_PARTS
from netops.lab.semantics.vrp_family.addresses import area, prefix_body
from netops.lab.semantics.vrp_family.ports import COMWARE, port_kind
from netops.lab.semantics.vrp_family.rules import BELOW, IN_INTERFACE
from netops.lab.semantics.vrp_family.shell import COMMENT, HARMLESS, NOISE, angled

KINDS_OF_COMWARE = {
    **KINDS,
    "port": port_kind(COMWARE),
    "area": Kind(rf"{IP4}|\d+", area),
    "targets": Kind(r"[\d.]+:\d+(?: [\d.]+:\d+)*"),
    "peer-group": Kind(r"(?!\d+\.)[^\s:]+"),
    "acl-body": ACL_BODY,
    "acl-parts": ACL_PARTS,
    "host": Kind(
        rf"{IP4}|{IP6}|(?!(?:vpn-instance|source|ipv6)\b)[A-Za-z][\w-]*(?:\.[\w-]+)*",
        lambda typed: as_ip6(typed) if ":" in typed else typed.lower(),
    ),
    "acl-number": Kind(r"[2-5]\d{3}"),
    "acl-name": Kind(r"[A-Za-z]\S*", str.lower),
    "nat-port": Kind(r"\d+|(?!inside\b|vpn-instance\b)[a-z]\S*"),
    "prefix-body": Kind(rf"(?:permit|deny) {IP4} \d+(?: .*)?", prefix_body),
    "statics": Kind(r"(?:track|description|bfd|permanent|inherit-cost)(?: .*)?"),
    "vlan-range": Kind(r"\d+(?: to)? \d+(?: \d+(?: to \d+)?)*"),
    "vlans": Kind(r"\d+(?: to \d+)?(?: \d+(?: to \d+)?)*|all"),
}
SHELL = Shell(
    configure="system-view",
    leave=("quit",),
    home=("return",),
    harmless=HARMLESS,
    show="display current-configuration",
    save=r"save( safely| .*\.cfg)?",
    save_now=r"save( safely)? f(orce)?",
    special={"peer-key": ("peer-public-key end",)},
    question="The current configuration will be written to the device. Are you sure? [Y/N]:",
)
ERRORS = Errors(
    unknown=" % Unrecognized command found at '^' position.",
    incomplete=" % Incomplete command found at '^' position.",
    too_many=" % Too many parameters found at '^' position.",
    missing="The configuration does not exist.",
    ambiguous=" % Ambiguous command found at '^' position.",
    value=" % Wrong parameter found at '^' position.",
)


def release_of(text: str) -> str:
    """Return the version that a displayed config tells (``version 7.1.070, Release 6530P02``); "" where it tells none."""
    told = re.search(r"^\s*version (\S+?),", text, re.MULTILINE)
    return told[1] if told else ""


def platform(release: str) -> Platform:
    """Return Comware of a release."""
    five = release.removeprefix("V").startswith("5")
    return Platform(
        name="h3c_comware",
        release=release or "7.1.070",
        rules=(
            *objects.RULES,
            *interfaces.rules(five=five),
            *routing.rules(five=five),
            *management.rules(classes=not five),
            *sections.plain(sections.COMWARE),
            *sections.LISTS,
        ),
        undo="undo",
        comment=COMMENT,
        noise=rf"{NOISE}|-+ *More *-+|version .*|mdc Admin id 1",
        separator="#",
        hostname="sysname {name}",
        host="H3C",
        prompt=angled,
        shell=SHELL,
        errors=ERRORS,
        negatives=r".* (enable|global|auto)|.* \S+-enable",
        footer=("return",),
        kinds=KINDS_OF_COMWARE,
        blurred=r"\$[cC]\$\d+\$\S+",
        strict={TOP: BELOW.replace("|local-user \\S+ password", ""), "interface": IN_INTERFACE},
    )
