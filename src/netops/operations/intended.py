"""Auditing what the inventory asks for, before a device has it and without asking one."""

from collections.abc import Iterable

from netops.audit import Policy
from netops.intent import intended_devices
from netops.inventory import Inventory
from netops.operations.auditing import Audited, audit_shown
from netops.platforms import get_platform
from netops.render import render_hosts


def audit_intended(inventory: Inventory, hosts: Iterable[str], *, level: int | None, policy: Policy) -> Audited:
    """Audit the configs that the inventory intends.

    Args:
        inventory: the source of truth; its waivers apply.
        hosts: which devices.
        level: 1 to 4 for all of them; None for each one's own.
        policy: thresholds.

    Raises:
        InputError: NET-RND-001 to 010, a config that can't be rendered.
    """
    devices = intended_devices(inventory)
    wanted = {host: (get_platform(inventory.hosts[host].platform), devices[host]) for host in hosts}
    return audit_shown(inventory, render_hosts(wanted).texts, level=level, policy=policy)
