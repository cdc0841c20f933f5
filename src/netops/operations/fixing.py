"""A change from an audit: the lines that mend its findings, on top of what each device has, with rollback and proof.

The audit knows nothing of changes; they meet here. Nothing is pushed: what comes out is approved and applied as any change.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from netops.audit import DeviceAudit, Policy
from netops.change.commands import Project, collect, make_plan, new_id
from netops.change.directory import Change
from netops.change.lockout import lockouts
from netops.change.planning import Addition, Request
from netops.config import Tree, parse
from netops.errors import Fault, NetopsError
from netops.inventory import Inventory
from netops.operations.assessing import Assessor
from netops.operations.auditing import audit_shown, shown_by
from netops.operations.mending import Asked, Left, Mended, Trial, additions_of
from netops.platforms import get_platform


@dataclass(frozen=True, slots=True)
class FixPlan:
    """What was planned.

    Attributes:
        change: None where no finding could be mended by lines.
        mended: device → checks that hold with its lines.
        left: findings that stay, in the order of devices and checks.
        unsure: device → checks whose lines are in it, and of which only a person can tell whether that was enough.
        brings: advice that comes with the lines, each with what is found then.
        not_audited: device that was to be mended → why nothing is known of it.
        unread: other devices that could not be read → why: who reaches whom there is what the inventory says.
    """

    change: Change | None
    mended: Mapping[str, tuple[str, ...]]
    left: tuple[Left, ...]
    unsure: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    brings: tuple[Left, ...] = ()
    not_audited: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants mended.

    Attributes:
        author: identity that plans the change.
        why: what the change is for.
        level: protection level 1 to 4 of all devices; None for each one's own.
        asked: which findings.
        policy: thresholds.
    """

    author: str
    policy: Policy
    why: str = ""
    level: int | None = None
    asked: Asked = field(default_factory=Asked)


def plan_fixes(project: Project, inventory: Inventory, hosts: Collection[str], wish: Wish) -> FixPlan:
    """Read and audit these devices, and plan a change that mends what lines can mend.

    A device that isn't read is named and left out; the others are planned.

    Args:
        project: where things lie.
        inventory: the source of truth.
        hosts: devices to mend; all are read, since who reaches whom rests on all of them.
        wish: what is to be mended, and who asks.

    Raises:
        Refused: what `make_plan` refuses: nobody knows the author, or parties would gain or lose each other.
    """
    shown = shown_by(collect(project, inventory, inventory.hosts))
    trees, faults = _parsed(inventory, shown)
    audited = audit_shown(inventory, {host: shown[host] for host in hosts}, level=wish.level, policy=wish.policy)
    assessor = Assessor.of(inventory, wish.level, wish.policy)
    found = [
        _mended(assessor, each, trees[each.device], wish.asked) for each in audited.results if each.not_audited is None
    ]
    additions = [each.addition for each in found if each.addition.lines]
    not_audited = {each.device: each.not_audited for each in audited.results if each.not_audited is not None}
    return FixPlan(
        _change(project, inventory, wish, additions, {host: str(shown[host]) for host in trees}),
        {each.host: sure for each, sure in _sure(found) if sure},
        tuple(left for each in found for left in each.left),
        {each.addition.host: each.unsure for each in found if each.unsure},
        tuple(came for each in found for came in each.brings),
        not_audited,
        {host: why for host, why in faults.items() if host not in not_audited},
    )


def _parsed(inventory: Inventory, shown: Mapping[str, str | Fault]) -> tuple[dict[str, Tree], dict[str, str]]:
    """Return the configs of the devices that were read, and why the others weren't."""
    trees, faults = {}, {}
    for host, content in shown.items():
        if isinstance(content, Fault):
            faults[host] = content.what
            continue
        try:
            trees[host] = parse(get_platform(inventory.hosts[host].platform), content, path=host)
        except NetopsError as error:
            faults[host] = "; ".join(each.what for each in error.faults)
    return trees, faults


def _sure(found: Iterable[Mended]) -> Iterator[tuple[Addition, tuple[str, ...]]]:
    for each in found:
        yield each.addition, tuple(check for check in each.addition.mends if check not in each.unsure)


def _mended(assessor: Assessor, audit: DeviceAudit, running: Tree, asked: Asked) -> Mended:
    host, platform = assessor.inventory.hosts[audit.device], get_platform(audit.platform)
    today = platform.read(running)

    def locked(result: Tree) -> tuple[str, ...]:
        found = lockouts(assessor.inventory, host, today, platform.read(result))
        return tuple(each.what for each in found)

    return additions_of(audit, running, asked, Trial(lambda tree: assessor.judge(audit.device, tree), locked))


def _change(
    project: Project, inventory: Inventory, wish: Wish, additions: list[Addition], running: Mapping[str, str]
) -> Change | None:
    if not additions:
        return None
    name = new_id("audit-fixes")
    names = (name, *(f"{name}-{number}" for number in range(2, 100)))  # two plans of one second
    free = next((each for each in names if not (project.changes / each).exists()), name)
    request = Request(free, wish.why, wish.author, additions=tuple(additions))
    return make_plan(project, inventory, request, running)
