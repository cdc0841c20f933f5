"""A change from an audit: the lines that mend its findings, on top of what each device has, with rollback and proof.

The audit knows nothing of changes; they meet here. Nothing is pushed: what comes out is approved and applied as any change.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from netops.audit import DeviceAudit, Verdict
from netops.change.commands import Project, collect, make_plan, new_id, readable
from netops.change.directory import Change
from netops.change.planning import Addition, Request, on_top
from netops.config import Rejection, Tree, build_patch, parse
from netops.inventory import Inventory
from netops.operations.auditing import POLICY, audit_shown
from netops.platforms import Platform, get_platform


@dataclass(frozen=True, slots=True)
class Left:
    """A finding that stays.

    Attributes:
        why: ``people`` where nobody wrote lines for it or they need what only people know; else what stands in
            the way of a proof: the device would refuse the line, or there is no sure way back from it.
    """

    device: str
    check: str
    why: str


@dataclass(frozen=True, slots=True)
class FixPlan:
    """What was planned.

    Attributes:
        change: None where no finding could be mended by lines.
        mended: device → checks whose lines are in it.
        left: findings that stay, in the order of devices and checks.
    """

    change: Change | None
    mended: Mapping[str, tuple[str, ...]]
    left: tuple[Left, ...]


PEOPLE = "people"
UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants mended.

    Attributes:
        author: identity that plans the change.
        why: what the change is for.
        level: protection level 1 to 4 of all devices; None for each one's own.
        checks: findings of these alone; of all where empty.
        policy: file with thresholds; None for the inventory's own.
    """

    author: str
    why: str = ""
    level: int | None = None
    checks: tuple[str, ...] = ()
    policy: Path | None = None


def plan_fixes(project: Project, inventory: Inventory, hosts: Collection[str], wish: Wish) -> FixPlan:
    """Read and audit these devices, and plan a change that mends what lines can mend.

    Args:
        project: where things lie.
        inventory: the source of truth.
        hosts: devices to mend; all are read, since who reaches whom rests on all of them.
        wish: what is to be mended, and who asks.

    Raises:
        Refused: a device wasn't read (NET-CHG-042); the engineers would be locked out (045); or what `make_plan` refuses else.
    """
    running = readable(collect(project, inventory, inventory.hosts))
    shown = {host: running[host] for host in hosts}
    policy = wish.policy or project.inventory / POLICY
    audited = audit_shown(inventory, shown, level=wish.level, policy=policy)
    additions: list[Addition] = []
    left: list[Left] = []
    for each in audited.results:
        tree = parse(get_platform(each.platform), running[each.device], path=each.device)
        addition, stays = additions_of(each, tree, wish.checks)
        additions += [addition] if addition.lines else []
        left += stays
    if not additions:
        return FixPlan(None, {}, tuple(left))
    request = Request(new_id("audit-fixes"), wish.why, wish.author, additions=tuple(additions))
    change = make_plan(project, inventory, request, running)
    return FixPlan(change, {each.host: each.mends for each in additions}, tuple(left))


def additions_of(audit: DeviceAudit, running: Tree, checks: Collection[str] = ()) -> tuple[Addition, tuple[Left, ...]]:
    """Return the lines that mend a device's findings, and the findings that stay.

    Each fix is tried together with the ones before it: one that the device would refuse, or that can't be proven forth and
    back, stays out and is told. It would leave the whole change unproven, and so keep all the others from being pushed.

    Args:
        audit: of this device; what is waived stays as it is.
        running: its config.
        checks: findings of these alone; of all where empty.
    """
    platform: Platform = get_platform(audit.platform)
    lines: list[str] = []
    mends: list[str] = []
    left: list[Left] = []
    for verdict in (each for each in audit.verdicts if _asked_for(each, checks)):
        obstacle = _obstacle(platform, running, (*lines, *verdict.fix)) if verdict.fix else PEOPLE
        if obstacle:
            left.append(Left(audit.device, verdict.check, obstacle))
        else:
            lines += verdict.fix
            mends.append(verdict.check)
    return Addition(audit.device, tuple(lines), tuple(mends)), tuple(left)


def _obstacle(platform: Platform, running: Tree, lines: Collection[str]) -> str:
    """Return what stands in the way of a proof that these lines lead forth and back; empty where nothing does."""
    intended = on_top(platform, running, lines)
    if isinstance(intended, Rejection):
        return f"{intended.line}: {intended.why}"
    proof = build_patch(platform, running, intended).proof
    return "" if proof.proven else next(iter(proof.obstacles), UNPROVEN)


def _asked_for(verdict: Verdict, checks: Collection[str]) -> bool:
    return (verdict.finding or verdict.advice) and (not checks or verdict.check in checks)
