"""``load``: every file read, every fault of every file told at once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from pydantic import BaseModel

from netops.errors import Fault, InputError, NetopsError, raise_all
from netops.inventory.checks import all_faults, all_notes
from netops.inventory.department import Department, Resource
from netops.inventory.document import Document, Reading, read
from netops.inventory.draft import Draft
from netops.inventory.host_files import HostFiles, read_host_files
from netops.inventory.host_reading import hosts_of
from netops.inventory.hosts import Host
from netops.inventory.identity import IdentityFile
from netops.inventory.inventory import Inventory
from netops.inventory.listing import Listing, ansible_listing
from netops.inventory.network import Network
from netops.inventory.numbers import Allocations
from netops.inventory.refusals import validated
from netops.inventory.waiver import WaiverFile
from netops.inventory.words import listed, nearest

M = TypeVar("M", bound=BaseModel)
ListHosts: TypeAlias = Callable[[Path], Listing]

FILES = ("hosts.yml", "network.yml", "waivers.yml", "allocations.yml", "identities.yml", "audit-policy.yml")
FOLDERS = ("departments", "catalogue", "group_vars", "host_vars")
YAML = frozenset({".yml", ".yaml"})


def load(root: Path, *, list_hosts: ListHosts = ansible_listing) -> Inventory:
    """Load an inventory.

    Args:
        root: the folder that holds ``hosts.yml`` and ``network.yml``.
        list_hosts: how Ansible is asked for its hosts; a fleet that is loaded often may answer from a cache.

    Raises:
        InputError: every fault of every file, each with its place, ordered by place.
        MissingPiece: ``ansible-inventory`` isn't there and nothing else is wrong.
    """
    if not root.is_dir():
        raise InputError.of("NET-INV-009", str(root))
    files = _Files(root)
    host_files, hosts = files.hosts(list_hosts)
    draft = Draft(
        documents=files.documents,
        host_files=host_files,
        known_hosts=frozenset(host_files.hosts) | frozenset(hosts) if host_files else None,
        known_departments=frozenset(path.stem for path in _yaml_files(root / "departments")),
        hosts=hosts,
        network=files.one("network.yml", Network),
        departments=files.folder("departments", Department),
        catalogue=files.folder("catalogue", Resource),
        waivers=(files.optional("waivers.yml", WaiverFile) or WaiverFile()).waivers,
        allocations=files.optional("allocations.yml", Allocations),
        identities=(files.optional("identities.yml", IdentityFile) or IdentityFile()).identities,
    )
    faults = [*files.faults, *_strange_files(root), *all_faults(draft)]
    if files.failure is not None and not faults:
        raise files.failure
    raise_all([*faults, *(files.failure.faults if files.failure else ())])
    return _finished(root, draft)


def _finished(root: Path, draft: Draft) -> Inventory:
    if draft.network is None or draft.allocations is None:
        raise InputError.of("NET-INV-009", str(root))
    return Inventory(
        root=root,
        hosts=draft.hosts,
        network=draft.network,
        departments=draft.departments,
        catalogue=draft.catalogue,
        waivers=draft.waivers,
        allocations=draft.allocations,
        identities=draft.identities,
        notes=tuple(all_notes(draft)),
        draft=draft,
    )


@dataclass(slots=True)
class _Files:
    """Reads the files of one inventory and keeps what was wrong with them."""

    root: Path
    documents: dict[str, Document] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    failure: NetopsError | None = None

    def hosts(self, list_hosts: ListHosts) -> tuple[HostFiles | None, Mapping[str, Host]]:
        """Return Ansible's files and the hosts that are right in them."""
        host_files, faults = read_host_files(self.root)
        self.faults += faults
        if host_files is None:
            return None, {}
        self.documents["hosts.yml"] = host_files.document
        try:
            hosts, faults = hosts_of(list_hosts(self.root / "hosts.yml"), host_files)
        except NetopsError as error:
            self.failure = error
            return host_files, {}
        self.faults += faults
        return host_files, hosts

    def one(self, file: str, model: type[M]) -> M | None:
        """Return one file as its model, or None where it has a fault."""
        return self._validated(file, model, read(self.root / file))

    def optional(self, file: str, model: type[M]) -> M | None:
        """Return one file as its model; a file that isn't there, or says nothing, is an empty one."""
        if not (self.root / file).exists():
            return model.model_validate({})
        reading = read(self.root / file)
        if reading.document is not None and reading.document.value is None and not reading.faults:
            self.documents[file] = reading.document
            return model.model_validate({})
        return self._validated(file, model, reading)

    def folder(self, name: str, model: type[M]) -> Mapping[str, M]:
        """Return the files of a folder as their models: name of the file → model."""
        found: dict[str, M] = {}
        for path in _yaml_files(self.root / name):
            entry = self.one(f"{name}/{path.name}", model)
            if entry is not None:
                found[path.stem] = entry
        return MappingProxyType(found)

    def _validated(self, file: str, model: type[M], reading: Reading) -> M | None:
        entry, faults = validated(model, reading)
        self.faults += faults
        if reading.document is not None:
            self.documents[file] = reading.document
        return entry


def _yaml_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.yml") if not path.name.startswith("."))


def _strange_files(root: Path) -> Iterator[Fault]:
    """Yield files that look like inventory and that nothing reads: a slip in a name must not hide a department."""
    for path in sorted(root.iterdir()):
        if path.name.startswith("."):
            continue
        known = FOLDERS if path.is_dir() else FILES
        if path.name not in known and (path.is_dir() or path.suffix in YAML):
            yield Fault("NET-INV-007", {"right": nearest(path.name, known) or listed(known)}, str(path))
    for folder in ("departments", "catalogue"):
        for path in sorted((root / folder).glob("**/*")):
            if path.is_file() and path.suffix in YAML and (path.suffix != ".yml" or path.parent != root / folder):
                yield Fault("NET-INV-007", {"right": f"{folder}/{path.stem}.yml"}, str(path))
