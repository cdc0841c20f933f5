"""Reading devices into the archive, and the words for what came of each: the same for the command and for the playbook."""

import getpass
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from netops.change.commands import Project, collect
from netops.config import undetectable
from netops.devices import Collected, Kind, Outcome
from netops.errors import Fault
from netops.inventory import Inventory
from netops.language import translate as _
from netops.platforms import get_platform
from netops.store import Seen, Stored, Storing, prepare, store
from netops.store.git import keep
from netops.store.masking import masked as hide
from netops.store.writing import writing


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came of reading some devices into the archive.

    Attributes:
        outcomes: host → what it showed, or why it didn't.
        storing: what came of storing that.
        who: the user of netops.
    """

    outcomes: Mapping[str, Outcome[Collected]]
    storing: Storing
    who: str

    @property
    def faults(self) -> dict[str, Fault]:
        """Host → why it wasn't read, or why what it showed wasn't stored."""
        read = {host: outcome.fault for host, outcome in self.outcomes.items() if outcome.fault is not None}
        return {**self.storing.faults, **read}

    @property
    def changed(self) -> bool:
        """Whether any device shows something else than at the time before, or was never seen before."""
        return any(each.entry.seen in {Seen.NEW, Seen.CHANGED} for each in self.storing.stored.values())

    def row(self, host: str) -> tuple[str, ...]:
        """Return what came of one device, for people: device, result, release, lines, and how it stands to the time before."""
        outcome = self.outcomes[host]
        value, stored = outcome.value, self.storing.stored.get(host)
        lines = str(len(value.text.splitlines())) if value else ""
        return host, ended(outcome.kind), value.release if value else "", lines, seen(stored) if stored else ""

    def as_dict(self, host: str) -> dict[str, object]:
        """Return the same for ``--json``, without the config."""
        outcome = self.outcomes[host]
        value, stored, fault = outcome.value, self.storing.stored.get(host), self.faults.get(host)
        return {
            "kind": str(outcome.kind),
            "release": value.release if value else None,
            "lines": len(value.text.splitlines()) if value else None,
            "archived": stored.as_dict() if stored else None,
            "fault": fault.as_dict() if fault else None,
        }

    def hidden(self) -> Iterator[str]:
        """Yield of which devices "unchanged" holds only as far as anybody can see, in words."""
        for host, stored in self.storing.stored.items():
            value = self.outcomes[host].value
            if stored.entry.seen is Seen.EQUAL and value is not None:
                yield from undetected(host, undetectable(get_platform(stored.entry.platform), value.text))


def gather(
    project: Project, inventory: Inventory, hosts: Iterable[str], *, who: str = "", masked: bool = False
) -> Gathered:
    """Read the running config of each host into the archive.

    Args:
        project: where the archive lies.
        inventory: what was loaded.
        hosts: which devices.
        who: the user of netops; that of this machine where empty.
        masked: put placeholders in the place of secrets.

    Raises:
        Refused: an archive that isn't whole, before anybody logs in.
        MissingPiece: an archive that can't be written to.
    """
    chosen = tuple(hosts)
    prepare(project.archive, chosen, masked=masked)
    outcomes = collect(project, inventory, chosen)
    read = {host: outcome.value for host, outcome in outcomes.items() if outcome.value is not None}
    platforms = {host: inventory.hosts[host].platform for host in read}
    name = who or user()
    return Gathered(outcomes, store(project.archive, read, platforms, who=name, masked=masked), name)


def without_secrets(
    project: Project, inventory: Inventory, gathered: Gathered, *, ask_only: bool = False
) -> dict[str, str]:
    """Return what each device showed with placeholders in the place of secrets, made with the archive's own key.

    So a text is the same every night, and another one where a secret was changed.

    Args:
        project: where the archive lies.
        inventory: what was loaded.
        gathered: what they showed.
        ask_only: write nothing; where the archive has no key yet, one is used that nobody keeps.
    """
    if ask_only:
        with project.archive.reading() as heads:
            key = project.archive.key(heads)
    else:
        with writing(project.archive) as writer:
            key = writer.key()
    return {
        host: hide(get_platform(inventory.hosts[host].platform), outcome.value.text, key)
        for host, outcome in gathered.outcomes.items()
        if outcome.value is not None
    }


def commit(project: Project, repository: Path, gathered: Gathered, *, unmasked: bool = False) -> str | None:
    """Commit what was gathered to a bare Git repository, and return the commit; None where it has these texts already."""
    entries = [each.entry for each in gathered.storing.stored.values()]
    return keep(project.archive, repository, entries, who=gathered.who, unmasked=unmasked)


def user() -> str:
    """Return who this machine says that you are; a container may have a number only."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def ended(kind: Kind) -> str:
    """Return how a task ended on a device, in words."""
    words = {
        Kind.DONE: _("done"),
        Kind.UNREACHABLE: _("unreachable"),
        Kind.REFUSED_KEY: _("host key refused"),
        Kind.WRONG_PASSWORD: _("login refused"),
        Kind.TIMEOUT: _("no answer"),
        Kind.REJECTED: _("rejected"),
        Kind.DIALOG: _("unexpected question"),
        Kind.UNKNOWN: _("unknown"),
    }
    return words[kind]


def seen(stored: Stored) -> str:
    """Return how a text stands to the one before, in words."""
    match stored.entry.seen:
        case Seen.NEW:
            return _("new")
        case Seen.CHANGED:
            return _("changed since {time}").format(time=stored.since.at)
        case _:
            return _("unchanged since {time}").format(time=stored.since.at)


def undetected(host: str, number: int) -> Iterator[str]:
    """Yield how many secrets of a device nobody can compare, where there are any."""
    if number:
        words = _("{host} encrypts secrets anew at each display: {number}; whether they changed can't be seen")
        yield words.format(host=host, number=number)
