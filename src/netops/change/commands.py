"""What the command line, the playbooks and the demo ask for, in one place: load, reach, plan, sign, push, record.

Every function here is a command of DESIGN section 7; none of them prints. They take a `Project`, which says where
things lie.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict, Unpack

from netops.change.applying import (
    Execution,
    apply,
    check_approved,
    check_confirmable,
    close,
    exclusive,
    recheck,
    rehearse,
    rollback,
)
from netops.change.approval import Approval, SignedAs, sign
from netops.change.directory import APPROVALS, Change, Draft, check_id, load, write
from netops.change.identity import key_directory, load_signer
from netops.change.journal import Event, State
from netops.change.planning import Move, Request, move, plan
from netops.change.progress import Progress, quiet, steady
from netops.change.stages import reached
from netops.change.verifying import Verification
from netops.devices import Collected, Credentials, Fleet, Outcome, StateRead
from netops.errors import Fault, InputError, NetopsError, Refused, raise_all
from netops.intent import parties
from netops.inventory import Cached, Inventory, Listing, Stage
from netops.inventory import load as load_inventory
from netops.store import Archive, references
from netops.store.appending import append_line


class RequestOptions(TypedDict, total=False):
    """What may be said of a request besides where a department goes."""

    change: str | None
    why: str | None
    hosts: Iterable[str]
    declared: Iterable[str]
    include_drift: bool


@dataclass(frozen=True, slots=True)
class Project:
    """Where a project's things lie.

    Attributes:
        inventory: the directory that people write.
        changes: where changes are written.
        state: what netops keeps for itself: locks, caches, the lab.
        keys: where private keys lie; None for the user's own place.
        workers: logins at a time.
        patience: seconds that routing is given to converge before verification fails.
        trial: seconds after which a device with a timer of its own goes back, unless the change was verified; 0 never.
        progress: told how far the work is.
        trust: write host keys that nobody has seen down and say so, in place of refusing them.
        runner: Nornir's runner by its entry point; by the workers where empty.
        list_hosts: who says which hosts there are; None for Ansible, asked where something has changed.
        archive_folder: where what devices showed is kept; None for ``archive`` beside the inventory.
    """

    inventory: Path
    changes: Path = Path("changes")
    state: Path = Path(".netops")
    keys: Path | None = None
    workers: int = 8
    patience: float = 60.0
    trial: int = 600
    progress: Progress = quiet
    trust: bool = False
    runner: str = ""
    list_hosts: Callable[[Path], Listing] | None = None
    archive_folder: Path | None = None

    @property
    def lock(self) -> Path:
        """The lock that keeps two changes from being pushed at once."""
        return self.state / "apply.lock"

    @property
    def archive(self) -> Archive:
        """What devices showed, and when."""
        return Archive(self.archive_folder or self.inventory.absolute().parent / "archive")

    def load(self) -> Inventory:
        """Load the inventory, or raise with all its faults."""
        return load_inventory(self.inventory, list_hosts=self.list_hosts or Cached(self.state))

    def change(self, name: str) -> Change:
        """Load a change by its id, or by the path of its directory."""
        return load(Path(name) if "/" in name else self.changes / name)

    @contextmanager
    def fleet(self, inventory: Inventory, hosts: Iterable[str]) -> Iterator[Fleet]:
        """Open sessions to these hosts, closed at the end."""
        # A host may have a password of its own in the vault; the fleet says which one has none at all.
        credentials = Credentials.from_environment(required=False)
        with Fleet.open(
            inventory,
            hosts,
            credentials=credentials,
            workers=self.workers,
            runner=self.runner,
            progress=steady(self.progress),
            trust=self.trust,
        ) as fleet:
            yield fleet


def new_id(request_name: str) -> str:
    """Return an id for a change: the day, the minute and what it is about.

    Example:
        >>> new_id("finance-prepared").endswith("-finance-prepared")
        True
    """
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{request_name}"


def request(
    inventory: Inventory,
    *,
    author: str,
    department: str | None = None,
    goal: str | None = None,
    **options: Unpack[RequestOptions],
) -> Request:
    """Build what somebody wants planned from the words that they typed.

    Raises:
        InputError: NET-CHG-061 an unknown department, 062 an unknown stage or one without its department, 040 a stage
            that isn't next, 063 a pair that isn't ``one:other``.
    """
    moves = (_move(inventory, department, goal),) if department or goal else ()
    name = f"{department}-{goal}" if moves else "as-recorded"
    change = options.get("change") or new_id(name)
    check_id(change)
    return Request(
        change=change,
        why=options.get("why") or "",
        author=author,
        moves=moves,
        hosts=frozenset() if moves else frozenset(options.get("hosts") or ()),
        declared=frozenset(_pair(inventory, each) for each in options.get("declared") or ()),
        include_drift=options.get("include_drift", False),
    )


def _move(inventory: Inventory, department: str | None, goal: str | None) -> Move:
    if department is None or department not in inventory.departments:
        raise InputError.of("NET-CHG-061", name=department or "-", known=", ".join(inventory.departments))
    if goal not in set(Stage):
        raise InputError.of("NET-CHG-062", stage=goal or "-", known=", ".join(Stage))
    return move(inventory, department, Stage(goal))


def _pair(inventory: Inventory, text: str) -> tuple[str, str]:
    first, _separator, second = text.partition(":")
    known = [each.name for each in parties(inventory)]
    if first not in known or second not in known:
        raise InputError.of("NET-CHG-063", pair=text, known=", ".join(known))
    return (first, second) if first < second else (second, first)


def collect(project: Project, inventory: Inventory, hosts: Iterable[str]) -> Mapping[str, Outcome[Collected]]:
    """Read the running configs of these hosts."""
    with project.fleet(inventory, hosts) as fleet:
        return fleet.collect()


def state(project: Project, inventory: Inventory, hosts: Iterable[str], table: str) -> Mapping[str, Outcome[StateRead]]:
    """Ask these hosts for a table of their state."""
    with project.fleet(inventory, hosts) as fleet:
        return fleet.state(table)


def readable(outcomes: Mapping[str, Outcome[Collected]]) -> dict[str, str]:
    """Return host → running config; nothing is planned where a device could not be read.

    Raises:
        Refused: NET-CHG-042 for every device that wasn't read.
    """
    faults = [
        Fault("NET-CHG-042", {"host": host, "detail": outcome.fault.what if outcome.fault else outcome.kind})
        for host, outcome in outcomes.items()
        if outcome.value is None
    ]
    raise_all(faults, Refused)
    return {host: outcome.value.text for host, outcome in outcomes.items() if outcome.value is not None}


def make_plan(project: Project, inventory: Inventory, request: Request, running: Mapping[str, str]) -> Change | None:
    """Plan a change, write it and sign it as its author; None where there is nothing to do.

    Raises:
        Refused: what `plan` refuses, NET-CHG-012 where the inventory doesn't know the author, NET-STO-010 to 018 where the
            archive was tampered with.
    """
    signer = load_signer(request.author, project.keys or key_directory())
    _known(inventory, signer.name, signer.public_key)
    found = plan(inventory, request, running)
    if found is None:
        return None
    draft = _referring(project, inventory, found, running)

    def finish(change: Change) -> None:
        _append(change, sign(change.id, change.digest, SignedAs.AUTHOR, signer, request.why))
        change.journal(request.author).append(Event.PLANNED, digest=change.digest)

    return write(draft, project.changes, finish)


def _referring(project: Project, inventory: Inventory, draft: Draft, running: Mapping[str, str]) -> Draft:
    """Return a draft that says of each device which archived text is the very one that it was planned from.

    Raises:
        Refused: NET-STO-010 to 012, 018: an archive that was tampered with is no witness.
    """
    touched = [str(each["host"]) for each in draft.plan["devices"]]
    platforms = {host: inventory.hosts[host].platform for host in touched}
    entries = references(project.archive, {host: running[host] for host in touched}, platforms)
    known = {
        host: {"sha256": each.sha256, "sm3": each.sm3, "at": each.at, "masked": each.masked}
        for host, each in entries.items()
    }
    devices = [{**each, "archived": known.get(str(each["host"]))} for each in draft.plan["devices"]]
    return replace(draft, plan={**draft.plan, "devices": devices})


def approve(project: Project, inventory: Inventory, change: Change, name: str, comment: str) -> Approval:
    """Sign a change as its approver.

    Raises:
        Refused: NET-CHG-015 where the author tries, or what an earlier signature makes of the change.
    """
    signer = load_signer(name, project.keys or key_directory())
    keys = _keys(inventory)
    _known(inventory, name, signer.public_key)
    author = change.standing(keys).author
    if name == author or keys[name] == keys[author]:
        raise Refused.of("NET-CHG-015", str(change.directory / APPROVALS), name=name)
    approval = sign(change.id, change.digest, SignedAs.APPROVER, signer, comment)
    _append(change, approval)
    return approval


def _append(change: Change, approval: Approval) -> None:
    append_line(change.directory / APPROVALS, approval.as_line())


def _keys(inventory: Inventory) -> Mapping[str, str]:
    return {each.name: each.public_key for each in inventory.identities}


def _known(inventory: Inventory, name: str, public_key: str) -> None:
    if _keys(inventory).get(name) != public_key:
        raise Refused.of("NET-CHG-012", str(inventory.root / "identities.yml"), name=name)


@contextmanager
def _execution(project: Project, inventory: Inventory, change: Change, who: str) -> Iterator[Execution]:
    signer = load_signer(who, project.keys or key_directory())
    _known(inventory, signer.name, signer.public_key)
    hosts = set(change.hosts) | {str(each["host"]) for each in change.plan["probes"]}
    with exclusive(project.lock), project.fleet(inventory, sorted(hosts)) as fleet:
        yield Execution(change, fleet, _keys(inventory), who, project.progress, project.patience, project.trial)


def rehearse_change(project: Project, inventory: Inventory, change: Change, who: str) -> None:
    """Check all that `apply_change` checks before its first line, devices included; push nothing.

    Raises:
        Refused: unapproved, unproven, changed since the plan, or not to be applied from where the change stands.
    """
    check_approved(change, _keys(inventory))
    with _execution(project, inventory, change, who) as execution:
        rehearse(execution)


def apply_change(project: Project, inventory: Inventory, change: Change, who: str) -> Verification:
    """Push an approved change and verify it; taken back when anything is not as planned."""
    check_approved(change, _keys(inventory))  # before anybody logs in anywhere
    with _execution(project, inventory, change, who) as execution:
        return apply(execution)


def verify_change(project: Project, inventory: Inventory, change: Change, who: str) -> Verification:
    """Read the devices of a change again and probe."""
    with _execution(project, inventory, change, who) as execution:
        return recheck(execution)


def rollback_change(project: Project, inventory: Inventory, change: Change, who: str) -> None:
    """Take an applied change back."""
    with _execution(project, inventory, change, who) as execution:
        rollback(execution)


def confirm_change(project: Project, inventory: Inventory, change: Change, who: str) -> Mapping[Path, str]:
    """Close a change after a last look, and return the department files with the stage that was reached.

    A change that is closed already may be confirmed again while a file still says the old stage: whoever did it the first
    time was interrupted before the file was written.

    Raises:
        Refused: NET-CHG-065 where the change isn't applied, or is closed and its stage written down; NET-CHG-060 where a
            file says another stage; signatures that don't fit.
        DeviceError: NET-CHG-059 where the devices no longer show the change, or traffic fails.
    """
    _check_written(inventory, change)
    with _execution(project, inventory, change, who) as execution:
        check_confirmable(execution)
        texts = reached(inventory, change)  # anew: the look took a while, and people edit files meanwhile
        close(execution)
    return texts


def _check_written(inventory: Inventory, change: Change) -> None:
    """Refuse early, before anybody logs in: what the files say decides whether there is anything to confirm."""
    try:
        texts = reached(inventory, change)
    except Refused as error:
        if change.state() is not State.CONFIRMED:
            raise
        raise _confirmed(change) from error
    if change.state() is State.CONFIRMED and not texts:
        raise _confirmed(change)


def _confirmed(change: Change) -> NetopsError:
    return Refused.of("NET-CHG-065", str(change.directory), state=State.CONFIRMED, change=change.id)
