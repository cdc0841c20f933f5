"""The sample city with its inventory in a folder of its own, and devices that live in memory."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from netops.change.applying import Execution
from netops.change.commands import Project, approve, make_plan, request
from netops.change.directory import Change
from netops.change.directory import load as load_change
from netops.change.identity import create_key
from netops.change.journal import Event
from netops.config import FileStep, Step, Tree, parse, simulate
from netops.devices import Collected, Kind, Outcome, Probed, Pushed
from netops.errors import Fault
from netops.intent import Probe, intended_devices
from netops.inventory import Inventory, Listing, load
from netops.inventory.listing import ansible_listing
from netops.platforms import get_platform
from netops.render import render

SAMPLE = Path(__file__).parents[3] / "inventory"
FRR = get_platform("frr")
PEOPLE = ("li", "wang", "zhao")


@dataclass(frozen=True)
class Accident:
    """What goes wrong on one device at its next push, once.

    Attributes:
        kind: how the push ends; a device may say ``done`` of lines that it didn't take.
        lines: typed lines and whole files that the device takes before.
        raises: raised instead of an outcome, after those lines.
        unreadable: the device can't be read any more afterwards.
    """

    kind: Kind = Kind.REJECTED
    lines: int = 0
    raises: BaseException | None = None
    unreadable: bool = False


@dataclass
class Devices:
    """Devices in memory: what is pushed changes their text, and every step is counted.

    Attributes:
        texts: host → running config.
        accidents: host → what goes wrong next, in turn.
        unread: hosts that can't be read; ``answer`` decides on probes.
    """

    texts: dict[str, str] = field(repr=False)
    accidents: dict[str, list[Accident]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    answer: Callable[[Probe], bool | None] = lambda probe: probe.expect
    before_push: Callable[[str], None] = lambda _: None
    pushes: list[tuple[str, tuple[Step, ...]]] = field(default_factory=list, repr=False)
    secrets: list[set[str]] = field(default_factory=list, repr=False)
    reads: int = 0
    probed: list[Probe] = field(default_factory=list)

    def collect(self, hosts: Sequence[str]) -> Mapping[str, Outcome[Collected]]:
        self.reads += 1
        return {host: self._collected(host) for host in hosts}

    def _collected(self, host: str) -> Outcome[Collected]:
        if host in self.unread:
            return Outcome(host, Kind.TIMEOUT, None, Fault("NET-DEV-046", {"host": host, "seconds": 5, "command": "-"}))
        return Outcome(host, Kind.DONE, Collected(self.texts[host], "8.4.4", datetime.now(UTC)))

    def push(
        self,
        work: Mapping[str, tuple[Step, ...]],
        *,
        save: bool = True,
        secrets: Iterable[str] = (),
        trial: int | None = None,
        back: bool = False,  # noqa: ARG002  no timer runs here
    ) -> Mapping[str, Outcome[Pushed]]:
        assert save
        assert trial is None
        self.secrets.append(set(secrets))
        return {host: self._pushed(host, steps) for host, steps in work.items()}

    def _pushed(self, host: str, steps: tuple[Step, ...]) -> Outcome[Pushed]:
        self.before_push(host)
        self.pushes.append((host, steps))
        waiting = self.accidents.get(host)
        accident = waiting.pop(0) if waiting else None
        done = self._take(host, steps, accident.lines if accident else None)
        if accident is None:
            return Outcome(host, Kind.DONE, Pushed(done, saved=True))
        if accident.unreadable:
            self.unread.add(host)
        if accident.raises is not None:
            raise accident.raises
        if accident.kind is Kind.DONE:
            return Outcome(host, Kind.DONE, Pushed(done, saved=True))
        values = {"host": host, "line": "x", "answer": "% no", "number": done, "total": 99}
        return Outcome(host, accident.kind, Pushed(done), Fault("NET-DEV-030", values))

    def _take(self, host: str, steps: tuple[Step, ...], limit: int | None) -> int:
        done = 0
        for step in steps:
            room = None if limit is None else limit - done
            if room is not None and room <= 0:
                break
            self.texts[host], count = typed(self.texts[host], step, room)
            done += count
        return done

    def confirm(
        self, hosts: Sequence[str], *, save: bool = True, others: bool = False
    ) -> Mapping[str, Outcome[Pushed]]:
        raise AssertionError((hosts, save, others))  # no FRR router has a timer

    def abort(self, hosts: Sequence[str]) -> Mapping[str, Outcome[Pushed]]:
        raise AssertionError(hosts)

    def probe(self, probes: Sequence[Probe]) -> tuple[Probed[Probe], ...]:
        self.probed += probes
        ways = ["" if probe.via is None else str(probe.via) for probe in probes]
        return tuple(
            Probed(probe, self.answer(probe), "no way to ask", way) for probe, way in zip(probes, ways, strict=True)
        )

    @property
    def count(self) -> Mapping[str, int]:
        """How often something was typed on each host."""
        return Counter(host for host, steps in self.pushes if steps)

    @property
    def saved(self) -> Mapping[str, int]:
        """How often each host was only told to keep what it shows over a restart."""
        return Counter(host for host, steps in self.pushes if not steps)


def typed(text: str, step: Step, room: int | None) -> tuple[str, int]:
    """What a device shows after a step of which it took ``room`` lines, and how many that were."""
    part = FRR.rulebook.part(step.part)
    if isinstance(step, FileStep):
        commands, count = step.text, 1
    else:
        lines = step.lines if room is None else step.lines[:room]
        commands, count = "".join(indented(lines)), len(lines)
    result = simulate(FRR, parse(FRR, text), f"{part.marker}\n{commands}")
    assert isinstance(result, Tree), result
    return result.format(), count


OPENS = re.compile(r"(?:interface|router|address-family|vrf|route-map|line|key|mpls ldp)\b.*")


def indented(lines: Iterable[str]) -> Iterator[str]:
    """Lines as vtysh takes them: one that opens a section leads into it, ``exit`` and its kind lead out."""
    depth = 0
    for line in lines:
        if line.startswith("exit") or line == "end":
            depth = 0 if line == "end" else max(depth - 1, 0)
            continue
        yield f"{' ' * depth}{line}\n"
        depth += OPENS.fullmatch(line) is not None


@dataclass
class Town:
    """The sample city, its people, its devices, and what they do with a change.

    Attributes:
        keys: the public keys of everyone whom the inventory knows.
        progress: everything that was told.
    """

    project: Project
    listing: Listing
    devices: Devices
    keys: Mapping[str, str]
    progress: list[str] = field(default_factory=list)

    @property
    def inventory(self) -> Inventory:
        return load(self.project.inventory, list_hosts=lambda _: self.listing)

    @property
    def running(self) -> dict[str, str]:
        """What every device shows."""
        return dict(self.devices.texts)

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace text in a file of the inventory."""
        path = self.project.inventory / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def plan(self, goal: str | None = "prepared", **options: object) -> Change | None:
        """Plan a move of finance, or with None what brings devices back to the inventory."""
        inventory = self.inventory
        wanted = request(
            inventory,
            author="li",
            department="finance" if goal else None,
            goal=goal,
            **{"change": f"c-{goal or 'drift'}", "why": "the bureau moves", **options},  # type: ignore[arg-type]  # each test gives what it needs
        )
        return make_plan(self.project, inventory, wanted, self.running)

    def planned(self, goal: str | None = "prepared", **options: object) -> Change:
        """Plan, and be sure that there is something to do."""
        change = self.plan(goal, **options)
        assert change is not None
        return change

    def approved(self, goal: str | None = "prepared", **options: object) -> Change:
        """Plan, and let a second person approve."""
        change = self.planned(goal, **options)
        approve(self.project, self.inventory, change, "wang", "read")
        return change

    def execution(self, change: Change, **others: object) -> Execution:
        made = Execution(change, self.devices, self.keys, "li", self.progress.append, patience=0)
        return replace(made, **others)  # type: ignore[arg-type]  # each test gives what it needs

    def events(self, change: Change) -> list[tuple[str, str]]:
        """What the journal says: event and host."""
        return [(each.event.value, each.host) for each in change.journal("").entries()]

    def happened(self, change: Change, event: Event) -> list[str]:
        return [host for name, host in self.events(change) if name == event.value]


@pytest.fixture(scope="session")
def listing() -> Listing:
    """What Ansible says of the sample city's hosts, asked once."""
    return ansible_listing(SAMPLE / "hosts.yml")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, listing: Listing) -> Town:
    """The sample city at the stages that its files say, every device as intended; made once, and only copied."""
    place = tmp_path_factory.mktemp("city")
    root, keys = place / "inventory", place / "keys"
    shutil.copytree(SAMPLE, root)
    # Whoever moved the department in this checkout changed its file; the tests tell the story from its beginning.
    department = root / "departments" / "finance.yml"
    department.write_text(re.sub(r"(?m)^stage: .*$", "stage: surveyed", department.read_text("utf-8")), "utf-8")
    rows = [{"name": each, "role": "engineer", "public_key": create_key(each, keys).public_key} for each in PEOPLE]
    (root / "identities.yml").write_text(json.dumps({"identities": rows}), "utf-8")
    inventory = load(root, list_hosts=lambda _: listing)
    texts = {host: render(FRR, device) for host, device in intended_devices(inventory).items()}
    public = {each.name: each.public_key for each in inventory.identities}
    return Town(Project(root, place / "changes", place / "state", keys), listing, Devices(texts), public)


@pytest.fixture(scope="session")
def sample_change(sample: Town) -> Path:
    """A change of the sample city, planned and signed by its author; to be copied."""
    return sample.planned().directory


@pytest.fixture
def town(tmp_path: Path, sample: Town) -> Town:
    """The sample city, for one test alone."""
    root = tmp_path / "inventory"
    shutil.copytree(sample.project.inventory, root)
    project = Project(root, tmp_path / "changes", tmp_path / "state", sample.project.keys)
    return Town(project, sample.listing, Devices(dict(sample.devices.texts)), sample.keys)


@pytest.fixture
def accident() -> type[Accident]:
    """Make something go wrong on a device."""
    return Accident


@pytest.fixture
def approved(town: Town, sample_change: Path) -> Change:
    """Finance's move to prepared, planned by li and approved by wang."""
    place = town.project.changes / sample_change.name
    shutil.copytree(sample_change, place)
    change = load_change(place)
    approve(town.project, town.inventory, change, "wang", "read")
    return change
