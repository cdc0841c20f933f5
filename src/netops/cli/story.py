"""The story that ``netops demo`` tells: one department's move, on real routers, with nothing left out.

Every step calls what the command of the same name calls.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from netops.change.commands import (
    Project,
    apply_change,
    approve,
    collect,
    confirm_change,
    make_plan,
    readable,
    request,
    rollback_change,
)
from netops.change.directory import Change
from netops.change.identity import create_key
from netops.change.journal import State
from netops.change.verifying import Verification
from netops.cli import audit as audit_command
from netops.cli import lab as lab_command
from netops.cli import matrix, output
from netops.cli import plan as plan_command
from netops.cli.files import write_whole
from netops.errors import DeviceError, Refused
from netops.intent import parties
from netops.inventory import Inventory
from netops.lab import Lab
from netops.language import translate as _
from netops.operations import audit_network
from netops.report import ReachTable

DEPARTMENT = "finance"
AUTHOR, APPROVER = "li", "wang"
# The same addresses in two departments: what is asked of one must never be answered by the other.
STREAMS = (("finance-hq", "finance-branch"), ("finance-branch", "finance-hq"), ("health-hq", "health-branch"))
CONVERGED = 60.0
# The accident: the provider's core between the two sites, and how long verification waits then.
LINK = ("pe2", "core0")
SHORT = 8.0


@dataclass(slots=True)
class Story:
    """One run of the demo."""

    project: Project
    lab: Lab
    started: float
    seconds: float = 0.0
    chapter: int = 0
    seen: dict[tuple[str, str], bool] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def begin(cls, inventory: Path, *, keep: bool) -> Iterator["Story"]:
        """Copy the inventory, make two people and start the lab; stop it at the end, come what may."""
        started = time.monotonic()
        project = _project(inventory)
        title = _("starting the lab: {name}")
        output.say(f"\n── {title.format(name=project.load().network.name)}", "bold")
        topology = lab_command.topology(project.inventory)
        lab = Lab.up(topology, lab_command.place(project.inventory), progress=output.note)
        os.environ["NETOPS_PASSWORD_FILE"] = str(lab_command.place(project.inventory).absolute() / "password")
        story = cls(project, lab, started)
        try:
            yield story
        finally:
            story.seconds = time.monotonic() - started
            if keep:
                output.note(_("the lab goes on running: cd {place}").format(place=project.inventory.parent))
            else:
                lab.down()
                output.note(_("the lab is stopped"))

    def tell(self, report: Path) -> None:
        """Tell the whole story."""
        self.title(_("who can talk to whom today (measured: every station calls every other one)"))
        self.look(converge=True)
        prepared = self.plan("prepared", _("build the new path beside the old one"))
        self.apply(prepared)
        self.confirm(prepared)
        change = self.plan("cut_over", _("prefer the new path"))
        self.accident(change)
        self.apply(change)
        self.title(_("the matrix again: the bureau's sites talk over the new network, and nobody else gets in"))
        self.look()
        self.title(_("roll the change back, as if the bureau had called at half past two"))
        self.with_traffic(lambda: rollback_change(self.project, self.inventory(), change, AUTHOR))
        self.apply(change)
        self.confirm(change)
        self.title(_("audit every device against its protection level"))
        self.audit(report)

    def title(self, text: str) -> None:
        """Print the heading of the next chapter with the time that went by."""
        self.chapter += 1
        elapsed = round(time.monotonic() - self.started)
        output.say(f"\n── {self.chapter}. {text}  [{elapsed} s]", "bold")

    def inventory(self) -> Inventory:
        """Load the inventory as it stands now: confirming a change writes to it."""
        return self.project.load()

    def look(self, *, converge: bool = False) -> None:
        """Measure the matrix, hold it against the one computed from the configs, and print it."""
        inventory = self.inventory()
        everybody = parties(inventory)
        computed = matrix.compute(inventory)
        measured = matrix.measure(self.lab, everybody)
        end = time.monotonic() + (CONVERGED if converge else 5.0)
        while measured != computed and time.monotonic() < end:
            time.sleep(1)
            measured = matrix.measure(self.lab, everybody)
        matrix.show(measured, [each.name for each in everybody], _("● reaches   · does not"), self.seen or None)
        if measured != computed:
            pairs = ", ".join(
                f"{one} → {other}" for one, other in sorted(measured) if measured[one, other] != computed[one, other]
            )
            raise DeviceError.of("NET-CLI-020", pairs=pairs)
        output.note(
            _("{number} pairs: measured and computed from the configs are the same").format(number=len(measured))
        )
        self.seen = measured

    def plan(self, goal: str, why: str) -> Change:
        """Plan the department's next step, show the diff, and have it approved."""
        self.title(_("plan: {department} → {goal}").format(department=DEPARTMENT, goal=goal))
        inventory = self.inventory()
        running = readable(collect(self.project, inventory, inventory.hosts))
        wanted = request(inventory, author=AUTHOR, department=DEPARTMENT, goal=goal, why=why)
        change = make_plan(self.project, inventory, wanted, running)
        if change is None:
            raise DeviceError.of("NET-CLI-021", department=DEPARTMENT, goal=goal)
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

    def apply(self, change: Change) -> None:
        """Apply a change while traffic flows, and count what was lost."""
        self.title(_("apply {change}").format(change=change.id))
        self.with_traffic(lambda: tell(apply_change(self.project, self.inventory(), change, AUTHOR)))

    def accident(self, change: Change) -> None:
        """Break a backbone link and apply all the same: the change must be taken back by itself."""
        self.title(
            _("an accident: the backbone link {link} breaks, and the change is applied").format(link=":".join(LINK))
        )
        self.lab.link(*LINK, up=False)
        try:
            with_patience = replace(self.project, patience=SHORT)
            tell(apply_change(with_patience, self.inventory(), change, AUTHOR))
        except DeviceError as error:
            for fault in error.faults:
                output.say(fault.what, "yellow")
        finally:
            self.lab.link(*LINK, up=True)
        if change.state() is not State.ROLLED_BACK:
            raise DeviceError.of("NET-CLI-022", change=change.id)
        output.say(_("rolled back by itself; the link is mended"), "green")
        self.look(converge=True)

    def confirm(self, change: Change) -> None:
        """Close a change and write the stage down."""
        texts: Mapping[Path, str] = confirm_change(self.project, self.inventory(), change, AUTHOR)
        for path, text in texts.items():
            write_whole(path, text)
        output.say(_("change {change} is confirmed").format(change=change.id), "green")

    def audit(self, report: Path) -> None:
        """Audit every device and write the page."""
        inventory = self.inventory()
        audited = audit_network(self.project, inventory, inventory.hosts)
        audit_command.show(audited)
        page = audit_command.present(
            audited,
            audit_command.Format.HTML,
            title=inventory.network.name,
            owners=audit_command.owners(inventory),
            reach=ReachTable.of_pings({**self.seen, **{(other, one): yes for (one, other), yes in self.seen.items()}}),
        )
        write_whole(report, page)
        output.say(_("the report lies in {path}: open it in a browser").format(path=report), "bold")

    def with_traffic(self, work: Callable[[], object]) -> None:
        """Do something while packets flow, then say how many were lost."""
        stream = self.lab.start_traffic(STREAMS)
        try:
            work()
        finally:
            counted = self.lab.stop_traffic(stream)
        rows = [(f"{one} → {other}", str(sent), str(lost)) for (one, other), (sent, lost) in counted.items()]
        output.table((_("traffic meanwhile"), _("sent"), _("lost")), rows)


def tell(result: Verification) -> None:
    """Print what every device shows, and the probes that went by a certain way or failed."""
    for each in result.probes:
        if not each.passed or each.probe.via is not None:
            output.say(f"{'✓' if each.passed else '✗'} {each.detail}", "green" if each.passed else "red")
    words = _("{devices} devices show what was planned; {probes} probes came out as expected, in {seconds} s")
    output.say(words.format(devices=len(result.devices), probes=len(result.probes), seconds=result.seconds), "green")


def _project(inventory: Path) -> Project:
    place = inventory.absolute().parent / ".netops" / "demo"
    shutil.rmtree(place / "changes", ignore_errors=True)
    shutil.rmtree(place / "inventory", ignore_errors=True)
    shutil.rmtree(place / "keys", ignore_errors=True)
    shutil.copytree(inventory, place / "inventory")
    lines = [
        f"  - {{name: {name}, role: engineer, public_key: {create_key(name, place / 'keys').public_key}}}\n"
        for name in (AUTHOR, APPROVER)
    ]
    write_whole(place / "inventory" / "identities.yml", "identities:\n" + "".join(lines))
    return Project(place / "inventory", place / "changes", place / ".netops", place / "keys", progress=output.note)
