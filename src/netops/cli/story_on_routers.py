"""The demo's story on real FRR routers in the lab: its steps are measured by traffic."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from netops.change.commands import apply_change, rollback_change
from netops.change.directory import Change
from netops.change.journal import State
from netops.change.verifying import Verification
from netops.cli import lab as lab_command
from netops.cli import matrix, output
from netops.cli.story import AUTHOR, Story, copied
from netops.errors import DeviceError
from netops.intent import parties
from netops.inventory import Inventory
from netops.lab import Lab
from netops.language import translate as _
from netops.report import ReachTable

DEPARTMENT = "finance"
# The same addresses in two departments: what is asked of one must never be answered by the other.
STREAMS = (("finance-hq", "finance-branch"), ("finance-branch", "finance-hq"), ("health-hq", "health-branch"))
CONVERGED = 60.0
# The accident: the provider's core between the two sites, and how long verification waits then.
LINK = ("pe2", "core0")
SHORT = 8.0


@dataclass(slots=True, kw_only=True)
class RouterStory(Story):
    """One run of the demo on the lab's routers."""

    lab: Lab

    @classmethod
    @contextmanager
    def begin(cls, inventory: Path, *, keep: bool) -> Iterator["RouterStory"]:
        """Copy the inventory, make two people and start the lab; stop it at the end, come what may."""
        started = time.monotonic()
        project = copied(inventory)
        title = _("starting the lab: {name}")
        output.say(f"\n── {title.format(name=project.load().network.name)}", "bold")
        topology = lab_command.topology(project.inventory)
        lab = Lab.up(topology, lab_command.place(project.inventory), progress=output.note)
        os.environ["NETOPS_PASSWORD_FILE"] = str(lab_command.place(project.inventory).absolute() / "password")
        story = cls(project, started, DEPARTMENT, lab=lab)
        try:
            yield story
        finally:
            story.seconds = time.monotonic() - started
            if keep:
                output.note(_("the lab goes on running: cd {place}").format(place=project.inventory.parent))
            else:
                lab.down()
                output.note(_("the lab is stopped"))

    def open(self) -> None:
        """Measure before anything is changed."""
        self.title(_("who can talk to whom today (measured: every station calls every other one)"))
        self.look(converge=True)

    def take_back(self, change: Change) -> None:
        """Roll a change back while traffic flows."""
        self.with_traffic(lambda: rollback_change(self.project, self.inventory(), change, AUTHOR))

    def hosts(self, inventory: Inventory) -> tuple[str, ...]:
        """Return all routers."""
        return tuple(inventory.hosts)

    def reach(self) -> ReachTable:
        """Return what was measured last."""
        return ReachTable.of_pings({**self.seen, **{(other, one): yes for (one, other), yes in self.seen.items()}})

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
        self.agree(measured, computed)
        output.note(
            _("{number} pairs: measured and computed from the configs are the same").format(number=len(measured))
        )
        self.seen = measured

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
