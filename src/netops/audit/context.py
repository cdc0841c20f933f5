"""What the inventory knows of a device and its config can't tell, as the audit needs it."""

from collections.abc import Mapping

from netops.audit.policy import Context, Isolation
from netops.inventory import Inventory, Role
from netops.model import Device


def context_of(inventory: Inventory, intended: Mapping[str, Device], host: str) -> Context:
    """Return the context of one device.

    Which route targets a VRF may have, and which port belongs to which department, is what the inventory intends at
    the stages that were reached: whatever a device shows beyond that was granted by nobody.

    Args:
        inventory: the source of truth.
        intended: host → device, as `netops.intent.intended_devices` gives it.
        host: a device of the inventory.
    """
    management = inventory.network.management
    device, own = intended[host], inventory.hosts[host].management
    customers = {each.name: each.vrf for each in device.interfaces if each.vrf is not None}
    return Context(
        management=(management.prefix,),
        management_ports=frozenset(each.name for each in device.interfaces if own in each.addresses),
        isolation={each.name: Isolation(each.imports, each.exports) for each in device.vrfs},
        customer_ports=customers if inventory.hosts[host].role is Role.PE else {},
        joints=frozenset(each.name for each in device.interfaces if each.switchport is not None),
    )
