"""What IOS may display in two ways: brought to one before two configs are compared.

Sources: IOS CR IP Routing: BGP, ``address-family ipv4 (BGP)`` (without a family, IPv4 unicast is displayed at the level of
``router bgp``); IOS CR Security, ``service password-encryption`` (type 7 has sixteen forms of one text); IOS CR
Protocol-Independent, ``match ip address`` (a match on any of the names); IOS CR Security, ``login``.
"""

from __future__ import annotations

import re

from netops.lab.semantics.core.effects import remove
from netops.lab.semantics.core.model import Act, Effect, Node
from netops.lab.semantics.ios_family.bgp import UNICAST, activate, in_unicast

IPV4 = "address-family ipv4"
_TYPE_7 = re.compile(r"\b7 ((?:0\d|1[0-5])(?:[0-9A-Fa-f]{2})+)(?= |$)")
_PAD = b"dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87"


def _ipv4_apart(act: Act) -> None:
    """Give IPv4 unicast a section of its own, with the neighbors that speak it without a word."""
    for process in act.root.children.values():
        if process.view == "bgp":
            _open_ipv4(process)


def _open_ipv4(process: Node) -> None:
    family = process.children.get(IPV4)
    if family is None:
        family = Node(IPV4, IPV4, UNICAST, {"family": "ipv4"})
    activate(process, family)  # who isn't active there is displayed with ``no neighbor … activate``
    for line in [line for line in process.children.values() if in_unicast(line)]:
        remove(process, line)
        family.children.setdefault(line.key, line)
    process.children.pop(IPV4, None)
    if family.children:
        process.children[IPV4] = family


def clear(hidden: str) -> str:
    """Return the text that type 7 hides.

    Example:
        >>> clear("0822455D0A16"), clear("13061E010803")
        ('cisco', 'cisco')
    """
    start, data = int(hidden[:2]), bytes.fromhex(hidden[2:])
    return bytes(value ^ _PAD[(start + at) % len(_PAD)] for at, value in enumerate(data)).decode("latin-1")


def _passwords_clear(act: Act) -> None:
    for _, line in act.root.walk():
        line.text = _TYPE_7.sub(lambda found: f"7 {clear(found[1])}", line.text)


def _names_sorted(act: Act) -> None:
    """Sort the names of a condition of a route map: any of them is a match."""
    for _, line in act.root.walk():
        if line.key.startswith("match ") and "names" in line.groups:
            line.text = f"{line.key} {' '.join(sorted(line.groups['names'].split()))}"


def _usual_login(act: Act) -> None:
    """Leave out what a line does anyway: a VTY asks for its password, the console for nothing."""
    for line in act.root.children.values():
        usual = "login" if line.text.startswith("line vty ") else "no login"
        login = line.children.get("login")
        if line.view == "line" and login is not None and login.text == usual:
            remove(line, login)


ALIKE: tuple[Effect, ...] = (_ipv4_apart, _passwords_clear, _names_sorted, _usual_login)
