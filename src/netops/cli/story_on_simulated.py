"""The demo's story on simulated devices of five vendors: no root, no packages, and no packets.

Behind each port stands a real SSH server with a device's command line and config, and nothing else. So nothing here is
measured: a step is verified by what the devices show, and by the reachability that follows from it.
"""

import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from secrets import token_urlsafe

from netops.change.commands import apply_change, collect, readable, rollback_change
from netops.change.directory import Change
from netops.change.journal import State
from netops.change.planning import matrix as matrix_of
from netops.change.verifying import Verification
from netops.cli import lab as lab_command
from netops.cli import matrix, output
from netops.cli.files import write_whole
from netops.cli.story import AUTHOR, Story, copied
from netops.config import parse
from netops.errors import DeviceError
from netops.intent import intended_devices, parties
from netops.inventory import Inventory, Stage
from netops.lab.simulation import Fleet, simulation
from netops.lab.simulation.keeping import PASSWORD
from netops.lab.simulation.keeping import keep as keep_files
from netops.lab.simulation.made_up import opened
from netops.language import translate as _
from netops.model import Device
from netops.platforms import get_platform
from netops.reachability import Matrix, Reach, compute
from netops.report import ReachTable

DEPARTMENT = "water"
# The accident happens where lines take effect one by one and a half-typed patch is the worst.
AT = "h3c_comware"


@dataclass(slots=True, kw_only=True)
class SimulatedStory(Story):
    """One run of the demo on simulated devices.

    Attributes:
        fleet: the devices.
        matrix: who can talk to whom by what the devices showed at the last look.
    """

    fleet: Fleet
    matrix: Matrix = field(default_factory=lambda: compute({}, (), ()))

    @classmethod
    @contextmanager
    def begin(cls, inventory: Path, *, keep: bool) -> Iterator["SimulatedStory"]:
        """Copy the inventory, make two people and start the devices; stop them at the end, come what may."""
        started = time.monotonic()
        project = copied(inventory)
        _begin_at(project.inventory, Stage.SURVEYED)
        name = project.load().network.name
        output.say(f"\n── {_('starting simulated devices: {name}').format(name=name)}", "bold")
        output.say(
            _(
                "These are no real devices: SSH servers with the command line and the config of each vendor. No packet is sent:"
            )
        )
        output.say(_("each step is verified by what the devices show, and by the reachability computed from it."))
        devices = lab_command.intended(project.inventory)
        password = token_urlsafe(12)
        with simulation(opened(devices, password)) as fleet:
            rows = [(host, devices[host].platform, f"127.0.0.1:{fleet.port(host)}") for host in fleet.hosts]
            output.table((_("device"), _("platform"), _("SSH")), rows)
            folder = project.inventory.parent / "simulated"
            there = replace(project, inventory=keep_files(fleet, folder, password, project.inventory))
            story = cls(there, started, DEPARTMENT, fleet=fleet)
            os.environ["NETOPS_PASSWORD_FILE"] = str(folder / PASSWORD)
            try:
                yield story
            finally:
                story.seconds = time.monotonic() - started
            if keep:
                output.note(_("the devices go on until Ctrl-C: cd {place}").format(place=folder))
                lab_command.wait()

    def open(self) -> None:
        """Compute before anything is changed."""
        self.title(_("who can talk to whom today (computed from what the devices show)"))
        self.look()

    def take_back(self, change: Change) -> None:
        """Roll a change back."""
        rollback_change(self.project, self.inventory(), change, AUTHOR)

    def hosts(self, inventory: Inventory) -> tuple[str, ...]:
        """Return the simulated devices, in the order of the inventory."""
        return tuple(name for name in inventory.hosts if name in self.fleet.hosts)

    def reach(self) -> ReachTable:
        """Return what was computed last."""
        return ReachTable.computed(self.matrix)

    def shown(self, inventory: Inventory) -> Mapping[str, Device]:
        """Collect every device and read what it shows."""
        texts = readable(collect(self.project, inventory, self.hosts(inventory)))
        platforms = {host: get_platform(inventory.hosts[host].platform) for host in texts}
        return {host: platforms[host].read(parse(platforms[host], text, path=host)) for host, text in texts.items()}

    def look(self) -> None:
        """Compute who can talk to whom from what the devices show, hold it against the intent, and print it."""
        inventory = self.inventory()
        intended = intended_devices(inventory)
        # FRR routers of the inventory aren't there; what they should have stands in for them.
        self.matrix = matrix_of(inventory, {**intended, **self.shown(inventory)})
        shown = {each: self.matrix.pairs[each] is Reach.REACHABLE for each in self.matrix.pairs}
        wanted = matrix.compute(inventory)
        names = [each.name for each in parties(inventory)]
        matrix.show(shown, names, _("● can reach   · can't, by the configs"), self.seen or None)
        self.agree(shown, wanted)
        words = _(
            "{number} pairs: computed from what the devices show and from the inventory are the same; nothing was measured"
        )
        output.note(words.format(number=len(shown)))
        self.seen = shown

    def apply(self, change: Change) -> None:
        """Apply a change, and say what the devices show afterwards."""
        self.title(_("apply {change}").format(change=change.id))
        self.tell_of(apply_change(self.project, self.inventory(), change, AUTHOR))

    def accident(self, change: Change) -> None:
        """Cut a session in the middle of the push: the change must be taken back by itself."""
        inventory = self.inventory()
        host = _most(change, inventory)
        line = _middle(change, host)
        title = _("an accident: the session to {host} breaks in the middle of the push")
        self.title(title.format(host=host))
        output.note(_("it breaks at the line: {line}").format(line=line))
        device = self.fleet.device(host)
        device.faults(cut_at=re.escape(line))
        try:
            self.tell_of(apply_change(self.project, inventory, change, AUTHOR))
        except DeviceError as error:
            for fault in error.faults:
                output.say(fault.what, "yellow")
        finally:
            device.faults(cut_at="")
        if change.state() is not State.ROLLED_BACK:
            raise DeviceError.of("NET-CLI-022", change=change.id)
        output.say(_("rolled back by itself: every device shows what it showed before"), "green")
        self.look()

    def tell_of(self, result: Verification) -> None:
        """Print what the devices of a change show, as netops reads it."""
        shown = self.shown(self.inventory())
        rows = [
            (
                host,
                shown[host].platform,
                str(len(shown[host].vrfs)),
                str(len(shown[host].static_routes)),
                str(sum(len(each.neighbors) for each in shown[host].bgp)),
            )
            for host in result.devices
        ]
        output.table((_("device"), _("platform"), _("VRFs"), _("static routes"), _("BGP neighbours")), rows)
        words = _("{devices} devices show what was planned, line by line; no traffic was sent")
        output.say(words.format(devices=len(result.devices)), "green")


def _begin_at(inventory: Path, stage: Stage) -> None:
    """Have the department begin at a stage: the story tells its move from the beginning."""
    path = inventory / "departments" / f"{DEPARTMENT}.yml"
    write_whole(path, re.sub(r"(?m)^stage: \w+", f"stage: {stage}", path.read_text(encoding="utf-8")))


def _most(change: Change, inventory: Inventory) -> str:
    """Return the device of a change at which an accident is worst: many lines, each in effect as it is typed."""
    alike = [host for host in change.hosts if inventory.hosts[host].platform == AT] or list(change.hosts)
    return max(alike, key=lambda host: len(_lines(change, host)))


def _lines(change: Change, host: str) -> list[str]:
    return [
        line.strip() for line in change.text(host, "patch.txt").splitlines() if line.strip() not in ("", "#", "quit")
    ]


def _middle(change: Change, host: str) -> str:
    lines = _lines(change, host)
    return lines[len(lines) // 2]
