"""The story that ``netops demo`` tells: one department's move, with nothing left out. Where it is told differs.

Every step calls what the command of the same name calls.
"""

import shutil
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from netops.change.commands import Project, approve, collect, confirm_change, make_plan, readable, request
from netops.change.directory import Change
from netops.change.identity import create_key
from netops.cli import output
from netops.cli import plan as plan_command
from netops.cli.acting import show
from netops.cli.audit import report_of
from netops.cli.files import write_whole
from netops.cli.giving import Format, write
from netops.errors import DeviceError, Refused
from netops.inventory import Inventory
from netops.language import translate as _
from netops.operations import POLICY, audit_network, thresholds
from netops.report import ReachTable

AUTHOR, APPROVER = "li", "wang"


@dataclass(slots=True)
class Story(ABC):
    """One run of the demo.

    Attributes:
        project: works on a copy of the inventory.
        started: when, by the monotonic clock.
        department: who moves.
        seconds: how long it took, at the end.
        chapter: number of the last heading.
        seen: who could talk to whom at the last look.
    """

    project: Project
    started: float
    department: str
    seconds: float = 0.0
    chapter: int = 0
    seen: dict[tuple[str, str], bool] = field(default_factory=dict)

    def tell(self, report: Path) -> None:
        """Tell the whole story, and write the report of the audit."""
        self.open()
        prepared = self.plan("prepared", _("build the new path beside the old one"))
        self.apply(prepared)
        self.confirm(prepared)
        change = self.plan("cut_over", _("prefer the new path"))
        self.accident(change)
        self.apply(change)
        self.title(_("the matrix again: the bureau's sites talk over the new network, and nobody else gets in"))
        self.look()
        self.title(_("roll the change back, as if the bureau had called at half past two"))
        self.take_back(change)
        self.apply(change)
        self.confirm(change)
        self.audit(report)

    @abstractmethod
    def open(self) -> None:
        """Say who can talk to whom before anything is changed."""

    @abstractmethod
    def look(self) -> None:
        """Find out who can talk to whom now, and print it."""

    @abstractmethod
    def apply(self, change: Change) -> None:
        """Apply a change."""

    @abstractmethod
    def accident(self, change: Change) -> None:
        """Apply a change while something breaks: it must be taken back by itself."""

    @abstractmethod
    def take_back(self, change: Change) -> None:
        """Roll a change back."""

    @abstractmethod
    def hosts(self, inventory: Inventory) -> tuple[str, ...]:
        """Return the devices that can be logged in to."""

    @abstractmethod
    def reach(self) -> ReachTable:
        """Return who can talk to whom, for the report."""

    def agree(self, seen: Mapping[tuple[str, str], bool], wanted: Mapping[tuple[str, str], bool]) -> None:
        """Stop the story where who talks to whom isn't what the inventory says."""
        if seen != wanted:
            pairs = ", ".join(
                f"{one} → {other}" for one, other in sorted(seen) if seen[one, other] != wanted[one, other]
            )
            raise DeviceError.of("NET-CLI-020", pairs=pairs)

    def title(self, text: str) -> None:
        """Print the heading of the next chapter with the time that went by."""
        self.chapter += 1
        elapsed = round(time.monotonic() - self.started)
        output.say(f"\n── {self.chapter}. {text}  [{elapsed} s]", "bold")

    def inventory(self) -> Inventory:
        """Load the inventory as it stands now: confirming a change writes to it."""
        return self.project.load()

    def plan(self, goal: str, why: str) -> Change:
        """Plan the department's next step, show the diff, and have it approved."""
        self.title(_("plan: {department} → {goal}").format(department=self.department, goal=goal))
        inventory = self.inventory()
        running = readable(collect(self.project, inventory, self.hosts(inventory)))
        wanted = request(inventory, author=AUTHOR, department=self.department, goal=goal, why=why)
        change = make_plan(self.project, inventory, wanted, running)
        if change is None:
            raise DeviceError.of("NET-CLI-021", department=self.department, goal=goal)
        plan_command.show(change)
        self.approve(change)
        return change

    def approve(self, change: Change) -> None:
        """Let the author try, who is refused, and then a second person."""
        try:
            approve(self.project, self.inventory(), change, AUTHOR, "")
        except Refused as refusal:
            output.note(str(refusal.faults[0].what))
        approval = approve(self.project, self.inventory(), change, APPROVER, _("diff read"))
        output.say(
            _("{name} approved it: Ed25519 over {digest}").format(name=approval.name, digest=change.digest), "green"
        )

    def confirm(self, change: Change) -> None:
        """Close a change and write the stage down."""
        texts: Mapping[Path, str] = confirm_change(self.project, self.inventory(), change, AUTHOR)
        for path, text in texts.items():
            write_whole(path, text)
        output.say(_("change {change} is confirmed").format(change=change.id), "green")

    def audit(self, report: Path) -> None:
        """Audit every device and write the page."""
        self.title(_("audit every device against its protection level"))
        inventory, policy = self.inventory(), thresholds(None, self.project.inventory / POLICY)
        audited = audit_network(self.project, inventory, self.hosts(inventory), policy=policy)
        found = report_of(audited, inventory, self.reach())
        show(found, brief=True)
        write(found, Format.HTML, report)
        output.say(
            _("the report lies in {path}, each finding with its lines: open it in a browser").format(path=report),
            "bold",
        )


def place_of(inventory: Path) -> Path:
    """Return the folder of the demo, beside the inventory; what an earlier demo left there is gone."""
    place = inventory.absolute().parent / ".netops" / "demo"
    for name in ("changes", "inventory", "keys"):
        shutil.rmtree(place / name, ignore_errors=True)
    return place


def copied(inventory: Path) -> Project:
    """Copy the inventory, so that the story changes nobody's files, and make two people."""
    place = place_of(inventory)
    shutil.copytree(inventory, place / "inventory")
    lines = [
        f"  - {{name: {name}, role: engineer, public_key: {create_key(name, place / 'keys').public_key}}}\n"
        for name in (AUTHOR, APPROVER)
    ]
    write_whole(place / "inventory" / "identities.yml", "identities:\n" + "".join(lines))
    return Project(place / "inventory", place / "changes", place / ".netops", place / "keys", progress=output.note)
