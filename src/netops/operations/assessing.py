"""Holding devices of an inventory against their levels: each by itself, and together what only the configs of two tell."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from netops.audit import Context, DeviceAudit, Policy, audit, context_of, known_of, not_audited
from netops.audit.pairs import Place, Standby, compared, places_of
from netops.config import Tree
from netops.config.collector import uncollected
from netops.intent import intended_devices
from netops.inventory import Inventory
from netops.model import Device
from netops.operations.belonging import departments
from netops.platforms import Platform, get_platform


def levels(inventory: Inventory) -> Mapping[str, int]:
    """Return the protection level of every device: its department's; the backbone's own where it belongs to none."""
    found = dict.fromkeys(inventory.hosts, inventory.network.protection_level)
    for host, name in departments(inventory).items():
        found[host] = inventory.departments[name].protection_level
    return found


@dataclass(frozen=True, slots=True)
class Seen:
    """A device as its config was read, with how many lines that has and what only the inventory knows."""

    platform: Platform
    device: Device
    lines: int
    context: Context

    @classmethod
    def of(cls, platform: Platform, tree: Tree, context: Context, release: str | None) -> "Seen":
        """Read a config; its own word on its release comes before the inventory's."""
        device = platform.read(tree)
        if device.release is None:
            device = replace(device, release=release)
        return cls(platform, device, sum(1 for line in tree.format().splitlines() if line.strip()), context)

    @uncollected()
    def judge(self, level: int, policy: Policy) -> DeviceAudit:
        """Audit it."""
        known = known_of(self.platform, self.device.release)
        return audit(self.device, level=level, policy=policy, known=known, context=self.context, lines=self.lines)


@uncollected()  # neither a device's facts nor what was asked of them are garbage before the verdicts stand
def judge(
    platform: Platform, tree: Tree, level: int, policy: Policy, context: Context, release: str | None = None
) -> DeviceAudit:
    """Audit one config; its own word on its release comes before the inventory's, and without either whatever differs stays open."""
    return Seen.of(platform, tree, context, release).judge(level, policy)


@dataclass(frozen=True, slots=True)
class Assessor:
    """Holds devices of an inventory against their levels.

    Attributes:
        policy: thresholds.
        intended: what the inventory says of every device: who is whose neighbour, and which department's.
        levels: of every device.
    """

    inventory: Inventory
    policy: Policy
    intended: Mapping[str, Device]
    levels: Mapping[str, int]

    @classmethod
    def of(cls, inventory: Inventory, level: int | None, policy: Policy) -> "Assessor":
        """Return one for an inventory.

        Args:
            inventory: the source of truth.
            level: 1 to 4 for all devices; None for each one's own.
            policy: thresholds.
        """
        own = levels(inventory) if level is None else dict.fromkeys(inventory.hosts, level)
        return cls(inventory, policy, intended_devices(inventory), own)

    def level(self, host: str) -> int:
        """Return the protection level at which a device is audited."""
        return self.levels[host]

    def seen(self, host: str, tree: Tree, *, archived: bool | None = None) -> Seen:
        """Return one device as it is read, with what the inventory knows of it.

        Args:
            host: its name in the inventory, whatever it calls itself.
            tree: its config.
            archived: whether the archive has this config; None where nobody looked.
        """
        here = self.inventory.hosts[host]
        ports = self.policy.boundary_ports.get(host)  # by the inventory's name, whatever the device calls itself
        named = None if ports is None else frozenset(ports)
        context = replace(context_of(self.inventory, self.intended, host), archived=archived, boundary_ports=named)
        return Seen.of(get_platform(here.platform), tree, context, here.release)

    def judge(self, host: str, tree: Tree) -> DeviceAudit:
        """Audit one device by itself, as its config says."""
        return self.ask(host, self.seen(host, tree))

    def ask(self, host: str, seen: Seen, gateways: Mapping[str, Standby] | None = None) -> DeviceAudit:
        """Audit one device as it was read; the result goes by the inventory's name, whatever the device calls itself.

        Args:
            host: its name in the inventory.
            seen: what was read.
            gateways: what stands in for it, where other devices were looked at.
        """
        if gateways is not None:
            seen = replace(seen, context=replace(seen.context, gateways=gateways))
        return replace(seen.judge(self.level(host), self.policy), device=host)

    def unread(self, host: str, reason: str) -> DeviceAudit:
        """Return the entry of a device that wasn't read."""
        return not_audited(host, platform=self.inventory.hosts[host].platform, level=self.level(host), reason=reason)


@dataclass(slots=True)
class Together:
    """Devices that are audited together: what only the configs of two tell is asked when all were read.

    Attributes:
        owners: the department of every device that belongs to one.
        results: of each host; whatever a device calls itself, all else goes by the inventory's name.
        sharing: devices that share addresses with others.
        places: ports that share an address, or could.
        whole: no device has a part that wasn't collected.
    """

    assessor: Assessor
    owners: Mapping[str, str]
    results: dict[str, DeviceAudit] = field(default_factory=dict)
    sharing: dict[str, Seen] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    whole: bool = True

    def ask(self, host: str, seen: Seen) -> None:
        """Audit one device, and keep what others are compared with."""
        self.results[host] = self.assessor.ask(host, seen)
        found = list(places_of(host, seen.device, self.owners.get(host, "")))
        self.places += found
        self.whole = self.whole and not seen.device.missing_parts
        if any(each.gateways for each in found):
            self.sharing[host] = seen

    def miss(self, host: str, reason: str) -> None:
        """Note that a device wasn't read, or can't be judged."""
        self.results[host] = self.assessor.unread(host, reason)

    def compared(self, hosts: Collection[str]) -> list[DeviceAudit]:
        """Return the results, those of routers that share addresses with what stands in for each.

        Args:
            hosts: all devices of the network.
        """
        read = {host for host, each in self.results.items() if not each.not_audited}
        complete = self.whole and read >= {*hosts}
        for host, gateways in compared(self.places, complete=complete).items():
            self.results[host] = self.assessor.ask(host, self.sharing[host], gateways)
        return list(self.results.values())
