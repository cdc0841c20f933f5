"""The audit of a network: every device read and held against its level; one that isn't reached is never compliant."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from netops.audit import (
    Context,
    DeviceAudit,
    Policy,
    Summary,
    audit,
    context_of,
    known_of,
    load_policy,
    not_audited,
    summarise,
)
from netops.audit.pairs import Place, compared, places_of
from netops.change.commands import Project, collect
from netops.config import Tree, parse
from netops.config.collector import uncollected
from netops.devices import Collected, Outcome
from netops.errors import DeviceError, Fault, NetopsError
from netops.intent import intended_devices
from netops.inventory import Inventory
from netops.model import Device
from netops.operations.comparing import Comparison, Fate
from netops.operations.recording import Config, configs
from netops.operations.waiving import WaiverNote, review, waived
from netops.platforms import Platform, get_platform
from netops.store import Moment, recall

POLICY = "audit-policy.yml"


class FailOn(StrEnum):
    """Which findings make a run fail."""

    ANY = "any"
    HIGH = "high"
    REGRESSION = "regression"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit came to.

    Attributes:
        configs: device → digest of the text that was judged.
        waivers: what is to be said of the inventory's waivers.
        unknown: names under which the policy has boundary ports, and which no device of the inventory has.
    """

    results: tuple[DeviceAudit, ...]
    summary: Summary
    configs: Mapping[str, Config] = field(default_factory=dict)
    waivers: tuple[WaiverNote, ...] = ()
    unknown: tuple[str, ...] = ()


def levels(inventory: Inventory) -> Mapping[str, int]:
    """Return the protection level of every device: its department's; the backbone's own where it belongs to none."""
    found = dict.fromkeys(inventory.hosts, inventory.network.protection_level)
    for department in inventory.departments.values():
        routers = {site.router for site in department.sites}
        if department.legacy:
            routers.add(department.legacy.router)
        found.update(dict.fromkeys(routers, department.protection_level))
    return found


def owners(inventory: Inventory) -> Mapping[str, str]:
    """Return the department of every device that belongs to one."""
    found = {}
    for name, department in inventory.departments.items():
        found.update(dict.fromkeys((site.router for site in department.sites), name))
        if department.legacy:
            found[department.legacy.router] = name
    return found


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
    def of(cls, inventory: Inventory, level: int | None, policy: Path) -> "Assessor":
        """Return one for an inventory.

        Args:
            inventory: the source of truth.
            level: 1 to 4 for all devices; None for each one's own.
            policy: file with thresholds; it needn't be there.
        """
        own = levels(inventory) if level is None else dict.fromkeys(inventory.hosts, level)
        return cls(inventory, load_policy(policy), intended_devices(inventory), own)

    def level(self, host: str) -> int:
        """Return the protection level at which a device is audited."""
        return self.levels[host]

    def judge(self, host: str, tree: Tree, *, archived: bool | None = None) -> DeviceAudit:
        """Audit one device.

        Args:
            host: its name in the inventory, whatever it calls itself.
            tree: its config.
            archived: whether the archive has this config; None where nobody looked.
        """
        return replace(_asked(self.seen(host, tree, archived=archived), self.level(host), self.policy), device=host)

    def seen(self, host: str, tree: Tree, *, archived: bool | None = None) -> "Seen":
        """Return one device as it is read, with what the inventory knows of it; arguments as of `judge`."""
        here = self.inventory.hosts[host]
        ports = self.policy.boundary_ports.get(host)  # by the inventory's name, whatever the device calls itself
        named = None if ports is None else frozenset(ports)
        context = replace(context_of(self.inventory, self.intended, host), archived=archived, boundary_ports=named)
        return _seen(get_platform(here.platform), tree, context, here.release)


def audit_network(
    project: Project,
    inventory: Inventory,
    hosts: Iterable[str],
    *,
    level: int | None = None,
    policy: Path | None = None,
    moment: Moment | None = None,
) -> Audited:
    """Read these devices and audit each at its level.

    A device that wasn't read, or whose config can't be parsed, is not audited, with the fault's words; the others are.

    Args:
        project: where things lie.
        inventory: the source of truth; its waivers apply.
        hosts: which devices.
        level: 1 to 4 for all of them; None for each one's own.
        policy: file with thresholds; None for the inventory's own.
        moment: audit what the archive has of this time; None to read the devices.

    Raises:
        Refused: NET-STO-010 to 014, an archive that isn't whole.
    """
    shown = _shown(project, inventory, hosts, moment)
    known = _configs(project, inventory, shown)
    audited = audit_shown(inventory, shown, level=level, policy=policy or project.inventory / POLICY, known=known)
    return replace(audited, configs=known)


def audit_shown(
    inventory: Inventory,
    shown: Mapping[str, str | Fault],
    *,
    level: int | None = None,
    policy: Path,
    known: Mapping[str, Config] | None = None,
) -> Audited:
    """Audit what the inventory's devices showed.

    Args:
        inventory: the source of truth; its waivers apply.
        shown: device → its running config; or why it wasn't read, and then it isn't audited.
        level: 1 to 4 for all of them; None for each one's own.
        policy: file with thresholds; it needn't be there.
        known: device → digest of what it showed, and whether the archive has it; None where nobody looked.
    """
    assessor, owned = Assessor.of(inventory, level, policy), owners(inventory)
    together = _Together(assessor.policy)
    for host, content in shown.items():
        name = inventory.hosts[host].platform
        try:
            tree = parse(get_platform(name), _text(content), path=host)
            archived = known[host].archived if known is not None and host in known else None
            seen = assessor.seen(host, tree, archived=archived)
            together.ask(host, seen, assessor.level(host), owned.get(host, ""))
        except NetopsError as error:  # one device that can't be judged stops no other's verdicts
            reason = "; ".join(fault.what for fault in error.faults)
            together.results[host] = not_audited(host, platform=name, level=assessor.level(host), reason=reason)
    results = together.compared(inventory.hosts)
    today = datetime.now().astimezone().date()
    held = waived(inventory, results, today)
    notes = review(inventory, held, today, assessor.policy.waiver_days)
    unknown = tuple(sorted(assessor.policy.boundary_ports.keys() - inventory.hosts.keys()))
    return Audited(held, summarise(held), waivers=notes, unknown=unknown)


def _configs(project: Project, inventory: Inventory, shown: Mapping[str, str | Fault]) -> dict[str, Config]:
    texts = {host: text for host, text in shown.items() if isinstance(text, str)}
    return configs(project.archive, texts, {host: inventory.hosts[host].platform for host in texts})


def _shown(
    project: Project, inventory: Inventory, hosts: Iterable[str], moment: Moment | None
) -> Mapping[str, str | Fault]:
    """Return what each device shows, or showed at that time; else why there is nothing."""
    if moment is not None:
        platforms = {host: each.platform for host, each in inventory.hosts.items()}
        found = recall(project.archive, hosts, moment, platforms)
        return {**{host: each.text for host, each in found.found.items()}, **found.faults}
    return shown_by(collect(project, inventory, hosts))


def shown_by(outcomes: Mapping[str, Outcome[Collected]]) -> Mapping[str, str | Fault]:
    """Return what each device showed, or why it wasn't read."""
    return {host: each.value.text if each.value else _why(each) for host, each in outcomes.items()}


def _why(outcome: Outcome[Collected]) -> Fault:
    return outcome.fault or Fault("NET-DEV-099", {"host": outcome.host, "detail": outcome.kind})


def _text(shown: str | Fault) -> str:
    """Return what a device showed, or raise with why it showed nothing."""
    if isinstance(shown, Fault):
        raise DeviceError(shown)
    return shown


@dataclass(frozen=True, slots=True)
class Seen:
    """A device as its config was read, with how many lines that has and what only the inventory knows."""

    platform: Platform
    device: Device
    lines: int
    context: Context


@uncollected()  # neither a device's facts nor what was asked of them are garbage before the verdicts stand
def judge(
    platform: Platform, tree: Tree, level: int, policy: Policy, context: Context, release: str | None = None
) -> DeviceAudit:
    """Audit one config; its own word on its release comes before the inventory's, and without either whatever differs stays open."""
    return _asked(_seen(platform, tree, context, release), level, policy)


def _seen(platform: Platform, tree: Tree, context: Context, release: str | None) -> Seen:
    device = platform.read(tree)
    if device.release is None:
        device = replace(device, release=release)
    return Seen(platform, device, sum(1 for line in tree.format().splitlines() if line.strip()), context)


@uncollected()
def _asked(seen: Seen, level: int, policy: Policy) -> DeviceAudit:
    known = known_of(seen.platform, seen.device.release)
    return audit(seen.device, level=level, policy=policy, known=known, context=seen.context, lines=seen.lines)


@dataclass(slots=True)
class _Together:
    """Devices that are audited together: what only the configs of two tell is asked when all were read.

    Attributes:
        results: of each host; whatever a device calls itself, all else goes by the inventory's name.
        sharing: devices that share addresses with others, each with its level.
        places: ports that share an address, or could.
        whole: no device has a part that wasn't collected.
    """

    policy: Policy
    results: dict[str, DeviceAudit] = field(default_factory=dict)
    sharing: dict[str, tuple[Seen, int]] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    whole: bool = True

    def ask(self, host: str, seen: Seen, level: int, owner: str) -> None:
        """Audit one device, and keep what others are compared with."""
        self.results[host] = replace(_asked(seen, level, self.policy), device=host)
        found = list(places_of(host, seen.device, owner))
        self.places += found
        self.whole = self.whole and not seen.device.missing_parts
        if any(each.gateways for each in found):
            self.sharing[host] = seen, level

    def compared(self, hosts: Collection[str]) -> list[DeviceAudit]:
        """Return the results, those of routers that share addresses with what stands in for each.

        Args:
            hosts: all devices of the network.
        """
        read = {host for host, each in self.results.items() if not each.not_audited}
        complete = self.whole and read >= {*hosts}
        for host, gateways in compared(self.places, complete=complete).items():
            seen, level = self.sharing[host]
            context = replace(seen.context, gateways=gateways)
            self.results[host] = replace(_asked(replace(seen, context=context), level, self.policy), device=host)
        return list(self.results.values())


def failed(summary: Summary, fail_on: FailOn, compared: Comparison | None = None) -> bool:
    """Tell whether the findings are such that the run counts as failed; what is only ``manual`` never is, nor what a waiver covers.

    Args:
        summary: of the run.
        fail_on: which findings count.
        compared: against the last time that each device was judged; without them nothing is known to be worse.
    """
    if fail_on is FailOn.HIGH:
        return summary.triggered > 0
    if fail_on is FailOn.REGRESSION:
        return compared is not None and compared.count(Fate.REGRESSED) > 0
    return summary.open_findings > 0 and fail_on is FailOn.ANY
