"""Names of access lists on IOS: an IPv4 and an IPv6 list can't share one (IOS CR IPv6, ipv6 access-list)."""

from __future__ import annotations

from dataclasses import replace

from netops.lab.semantics.core.effects import refuses
from netops.lab.semantics.core.model import Rule

_TAKEN = "%A list of the other family with this name already exists"


def named_once(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return rules of lists that refuse a name which a list of the other family has."""
    others = {
        "ip access-list standard {acl}": ("ipv6 access-list {acl}",),
        "ip access-list extended {acl}": ("ipv6 access-list {acl}",),
        "ipv6 access-list {acl}": ("ip access-list standard {acl}", "ip access-list extended {acl}"),
    }
    return tuple(
        replace(rule, checks=(*rule.checks, *(refuses(other, _TAKEN) for other in others[rule.pattern])))
        if rule.pattern in others
        else rule
        for rule in rules
    )
