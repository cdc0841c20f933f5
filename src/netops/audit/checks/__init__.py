"""The checks: each a function of a device's model, never of a vendor's text.

A module has its own in ``CHECKS``; what each says in words, and which clause it answers, stands in ``catalogue/checks``.
"""

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import TypeAlias

from netops.audit.answer import Answer, Subject
from netops.audit.checks import algorithms, filters, interfaces, layer2, logs, routing, services, snmp, ssh, ways_in

Check: TypeAlias = Callable[[Subject], Answer]

MODULES: tuple[ModuleType, ...] = (
    algorithms,
    filters,
    interfaces,
    layer2,
    logs,
    routing,
    services,
    snmp,
    ssh,
    ways_in,
)

CHECKS: Mapping[str, Check] = dict(sorted(pair for module in MODULES for pair in module.CHECKS.items()))

__all__ = ["CHECKS", "MODULES", "Check"]
