"""The inventory, loaded and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from netops.errors import Fault
from netops.inventory.department import Department, Resource
from netops.inventory.document import Place
from netops.inventory.draft import Draft
from netops.inventory.hosts import Host
from netops.inventory.identity import Identity
from netops.inventory.network import Network
from netops.inventory.numbers import Allocations
from netops.inventory.waiver import Waiver


@dataclass(frozen=True, slots=True)
class Inventory:
    """What people wrote, without a fault.

    Attributes:
        root: the folder.
        hosts: name → device, in the order of the names; so are the others.
        network: the backbone.
        departments: name → department.
        catalogue: name → shared resource.
        waivers: accepted findings, expired ones too.
        allocations: numbers handed out so far; a new department has none yet.
        identities: who may plan and approve changes.
        notes: what is worth knowing and no fault, such as numbers kept for a department that is gone.
    """

    root: Path
    hosts: Mapping[str, Host]
    network: Network
    departments: Mapping[str, Department]
    catalogue: Mapping[str, Resource]
    waivers: tuple[Waiver, ...]
    allocations: Allocations
    identities: tuple[Identity, ...] = ()
    notes: tuple[Fault, ...] = ()
    draft: Draft | None = field(default=None, repr=False, compare=False)

    def place(self, file: str, *keys: str | int) -> Place:
        """Return where the value under ``keys`` stands, or the nearest thing around it that exists.

        Args:
            file: as seen from the folder, ``departments/finance.yml``; ``hosts.yml`` takes a host and a variable
                as its keys, whatever groups they stand in.
            keys: from the top of the file: names of keys, and indices from 0 in lists.
        """
        if self.draft is None:
            return Place(str(self.root / file), 1, "")
        if file == "hosts.yml" and keys:
            return self.draft.host_place(str(keys[0]), str(keys[1]) if len(keys) > 1 else "")
        if file not in self.draft.documents:
            return Place(str(self.root / file), 1, "")
        return self.draft.place(file, *keys)
