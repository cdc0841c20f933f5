"""IP SLA operations (IOS CR IP SLAs, ``ip sla``, ``ip sla schedule``)."""

from __future__ import annotations

from netops.lab.semantics.core.effects import refuses, remove, selected
from netops.lab.semantics.core.model import Act, Rule
from netops.lab.semantics.ios_family.forms import singles

RUNNING = "Entry already running and cannot be modified\n\t(only can delete (no) and start over)"
KINDS = "icmp-echo|icmp-jitter|udp-echo|udp-jitter|tcp-connect|path-echo|path-jitter|http|ftp|dns|dhcp"


def _forget_schedule(act: Act) -> None:
    for where, schedule in list(selected(act, "ip sla schedule {n} **")):
        remove(where, schedule)


SLA: tuple[Rule, ...] = (
    Rule(
        "ip sla {n:int}",
        key="ip sla {n}",
        opens="sla",
        prompt="config-ip-sla",
        checks=(refuses("ip sla schedule {n} **", RUNNING),),
        undo_effects=(_forget_schedule,),
        source="IOS CR IP SLAs, ip sla: once scheduled an operation can only be deleted",
    ),
    Rule(f"{{kind={KINDS}}} {{target:rest}}", "sla", key="operation", opens="sla-op", prompt="config-ip-sla-echo"),
    *singles("sla-op", "frequency", "timeout", "threshold", "tos", "tag", "owner", "vrf", "request-data-size"),
)
