"""The audit of a network: every device read and held against its level; one that isn't reached is never compliant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from netops.audit import DeviceAudit, Policy, Summary, summarise
from netops.change.commands import Project, collect
from netops.config import parse
from netops.devices import Collected, Outcome
from netops.errors import DeviceError, Fault, NetopsError
from netops.inventory import Inventory
from netops.operations.assessing import Assessor, Together
from netops.operations.belonging import departments
from netops.operations.comparing import Comparison, Fate
from netops.operations.recording import Config, configs
from netops.operations.waiving import WaiverNote, review, waived
from netops.platforms import get_platform
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


def audit_network(
    project: Project,
    inventory: Inventory,
    hosts: Iterable[str],
    *,
    policy: Policy,
    level: int | None = None,
    moment: Moment | None = None,
) -> Audited:
    """Read these devices and audit each at its level.

    A device that wasn't read, or whose config can't be parsed, is not audited, with the fault's words; the others are.

    Args:
        project: where things lie.
        inventory: the source of truth; its waivers apply.
        hosts: which devices.
        policy: thresholds.
        level: 1 to 4 for all of them; None for each one's own.
        moment: audit what the archive has of this time; None to read the devices.

    Raises:
        Refused: NET-STO-010 to 014, an archive that isn't whole.
    """
    shown = _shown(project, inventory, hosts, moment)
    known = _configs(project, inventory, shown)
    audited = audit_shown(inventory, shown, level=level, policy=policy, known=known)
    return replace(audited, configs=known)


def audit_shown(
    inventory: Inventory,
    shown: Mapping[str, str | Fault],
    *,
    policy: Policy,
    level: int | None = None,
    known: Mapping[str, Config] | None = None,
) -> Audited:
    """Audit what the inventory's devices showed.

    Args:
        inventory: the source of truth; its waivers apply.
        shown: device → its running config; or why it wasn't read, and then it isn't audited.
        policy: thresholds.
        level: 1 to 4 for all of them; None for each one's own.
        known: device → digest of what it showed, and whether the archive has it; None where nobody looked.
    """
    assessor = Assessor.of(inventory, level, policy)
    together = Together(assessor, departments(inventory))
    for host, content in shown.items():
        try:
            tree = parse(get_platform(inventory.hosts[host].platform), _text(content), path=host)
            archived = known[host].archived if known is not None and host in known else None
            together.ask(host, assessor.seen(host, tree, archived=archived))
        except NetopsError as error:  # one device that can't be judged stops no other's verdicts
            together.miss(host, "; ".join(fault.what for fault in error.faults))
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
