"""The words that a vendor's commands begin with, so that a line in no vendor's language is refused.

The config of a simulated device keeps lines that nobody wrote a rule for; a device does not. In a view with rules, a
line is refused here when its first word stands in no rule of the platform, nor in what the device displayed when it
was put on the bench.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from netops.lab.semantics.core.grammar import Grammar
from netops.lab.semantics.core.model import TOP, Rule

_KNOWN = """
    active alias anti-arp-spoofing arp-guard arp-proxy auto-sync banner boot broadcast-suppression clock configuration
    conform-action crypto default detect-multiplier dhcp-guard discriminator domain-authentication-mode encapsulation
    enrollment exceed-action filter frequency hidekeys hwtacacs icmp instance ip-guard ipv4-family ipv6-family
    area-authentication-mode ciphersuite mac-address mac-limit min-tx-interval notify object opcode path peer-link
    pki-realm port-member probe-count region-name revision revision-level revocation-check rewrite rsakeypair
    serial-number service service-class set-overload share-mode snetconf start subject-name test-type timezone tunnel
    urpf version vni vxlan write-memory
"""
KNOWN = frozenset(_KNOWN.split())
"""First words of commands that no rule has; none of them means anything to a simulated device."""

_MADE: dict[int, frozenset[str]] = {}
_BEGUN: dict[tuple[int, str], frozenset[str]] = {}


def vocabulary(grammar: Grammar) -> frozenset[str]:
    """Return every word that stands in a form of a platform's commands, made once."""
    if id(grammar) not in _MADE:
        _MADE[id(grammar)] = frozenset(_words(grammar.platform.rules)) | KNOWN
    return _MADE[id(grammar)]


def beginnings(grammar: Grammar, view: str) -> frozenset[str]:
    """Return every keyword that a command begins with, made once: in the uppermost view its own, below it those of any."""
    asked = view if view == TOP else ""
    if (id(grammar), asked) not in _BEGUN:
        roads = [road for each in (grammar.views if not asked else [TOP]) for road in grammar.roads(each)]
        found = frozenset(each.labels[at].word for each in roads for at in each.first)
        _BEGUN[id(grammar), asked] = found | KNOWN
    return _BEGUN[id(grammar), asked]


def _words(rules: Iterable[Rule]) -> Iterable[str]:
    for rule in rules:
        numbered = () if rule.numbering is None else (rule.numbering.form,)
        for form in (rule.pattern, *rule.undo, *numbered):
            choices = re.sub(r"\{\w+=([^}]*)\}", lambda found: " " + re.sub(r"[|~]", " ", found[1]) + " ", form)
            yield from re.findall(r"[^\s\[\](){}|]+", re.sub(r"\{[^}]*\}", " ", choices))


def first_words(text: str) -> frozenset[str]:
    r"""Return the words that the lines of a config begin with.

    Example:
        >>> sorted(first_words("sysname r1\ninterface LoopBack0\n undo shutdown"))
        ['interface', 'shutdown', 'sysname', 'undo']
    """
    found: set[str] = set()
    for line in text.splitlines():
        words = line.split()
        found.update(words[: 2 if words[:1] in (["undo"], ["no"]) else 1])
    return frozenset(found)
