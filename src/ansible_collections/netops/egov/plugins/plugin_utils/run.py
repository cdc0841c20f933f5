# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the six actions share: one run for the whole play, netops' own errors as Ansible failures."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from ansible.constants import INTERNAL_STATIC_VARS
from ansible.plugins.action import ActionBase

from netops.change.commands import Project
from netops.cli.ending import explain
from netops.errors import Fault, NetopsError
from netops.inventory import Inventory, Listing, listing_of

WORKERS = 8


class NetworkAction(ActionBase):
    """An action that runs once for all hosts of the play.

    Subclasses implement `act` and name the text that documents them: its options are the ones that are accepted, with
    the types that it gives them. Nothing of netops' rules stands here: an action only hands over.

    Attributes:
        documentation: ``DOCUMENTATION`` of the module of the same name.
        options: the options as the play gives them, in their types; what it doesn't give is None.
    """

    # Ansible's own way to say that the action looks after all hosts by itself.
    BYPASS_HOST_LOOP = True
    TRANSFERS_FILES = False
    _supports_check_mode = True
    _requires_connection = False
    documentation = ""
    options: Mapping[str, Any]

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Check the options, do the work, and turn netops' errors into one failure that holds all of them."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        variables = task_vars or {}
        spec = argument_spec(self.documentation)
        _, self.options = self.validate_argument_spec(spec)  # type: ignore[no-untyped-call]  # ansible-core ships no types
        project = self._project(variables)
        try:
            result.update(self.act(project, project.load(), variables))
        except NetopsError as error:
            result.update(_failure(error))
        except Exception as error:  # noqa: BLE001 (Ansible would print its text, which may hold a device's or a password)
            result.update(_failure(explain(error)))
        return result

    def act(self, project: Project, inventory: Inventory, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Do the work of this action and return what the play sees."""
        raise NotImplementedError

    def _project(self, variables: Mapping[str, Any]) -> Project:
        # The folder of the inventory that the play itself reads: one source of truth for both.
        found = variables.get("inventory_dir") or Path(self._loader.get_basedir()).parent / "inventory"
        folder = Path(self.options.get("inventory") or str(found))
        archive = self.options.get("archive") or os.environ.get("NETOPS_ARCHIVE")
        return Project(
            inventory=folder,
            changes=Path(self.options.get("changes") or folder.parent / "changes"),
            state=Path(self.options.get("state") or folder.parent / ".netops"),
            workers=int(variables.get("ansible_forks") or WORKERS),
            progress=self._display.vv,
            list_hosts=play_listing(variables.get("hostvars"), folder / "hosts.yml"),
            archive_folder=Path(archive) if archive else None,
            runner=os.environ.get("NETOPS_RUNNER", ""),
        )

    @property
    def check_mode(self) -> bool:
        """Whether the play only asks what would be done."""
        return bool(self._task.check_mode)

    @staticmethod
    def hosts(variables: Mapping[str, Any]) -> list[str]:
        """Return the hosts that are still in the play; with ``serial``, those of this batch: each batch runs once."""
        return list(variables.get("ansible_play_batch", ()))


def _failure(error: NetopsError) -> dict[str, Any]:
    return {"failed": True, "msg": str(error), "faults": [fault.as_dict() for fault in error.faults]}


def play_listing(hostvars: Any, hosts: Path) -> Callable[[Path], Listing] | None:  # noqa: ANN401 (ansible-core ships no types)
    """Return what the play itself knows of its hosts, in place of a second ``ansible-inventory``.

    The play has opened the vault already, by whatever password it was given; nothing else could open it once more.

    Args:
        hostvars: the play's ``hostvars``.
        hosts: the hosts file that netops would ask for.

    Returns:
        None where the play reads another inventory, or more than this one; then Ansible is asked.
    """
    inventory = getattr(hostvars, "_inventory", None)
    sources = [Path(str(each)).resolve() for each in getattr(inventory, "_sources", ())]
    if sources != [hosts.resolve()]:
        return None

    def answer(path: Path) -> Listing:
        said = _said(inventory, hostvars._variable_manager)  # noqa: SLF001 (Ansible hands it out nowhere else)
        return listing_of(json.dumps(said, default=str), path)

    return answer


def _said(inventory: Any, manager: Any) -> dict[str, Any]:  # noqa: ANN401 (ansible-core ships no types)
    """Return the play's hosts in the form of ``ansible-inventory --list``, whatever the play's own limit is.

    A vaulted value is decrypted where it is written (``default=str`` above), as ``ansible-inventory`` does it too.
    """
    hosts = inventory.get_hosts(ignore_limits=True, ignore_restrictions=True)
    variables = {host.name: manager.get_vars(host=host, include_hostvars=False, stage="all") for host in hosts}
    kept = {
        name: {key: value for key, value in found.items() if key not in INTERNAL_STATIC_VARS}
        for name, found in variables.items()
    }
    groups = {
        name: {
            "hosts": [host.name for host in group.hosts],
            "children": [child.name for child in group.child_groups],
        }
        for name, group in inventory.groups.items()
    }
    return {**groups, "_meta": {"hostvars": kept}}


def argument_spec(documentation: str) -> dict[str, dict[str, Any]]:
    r"""Return the options that a module's documentation describes, as Ansible checks them.

    Example:
        >>> argument_spec("options:\n  who: {description: Who., type: str, required: true}")
        {'who': {'type': 'str', 'required': True}}
    """
    options = yaml.safe_load(documentation)["options"]
    return {
        name: {key: value for key, value in option.items() if key != "description"} for name, option in options.items()
    }


def device_diffs(texts: Mapping[str, str], before: str = "running", after: str = "intended") -> list[dict[str, str]]:
    """Return differences in the form that ``--diff`` prints; a device that differs in nothing is left out."""
    return [
        {"prepared": f"--- {host} {before}\n+++ {host} {after}\n{text.rstrip()}\n"}
        for host, text in texts.items()
        if text.strip()
    ]


def aligned(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return rows as lines whose columns stand below each other.

    Example:
        >>> aligned([("pe1", "done", "new"), ("water-ce1", "timeout", "")])
        ['pe1        done     new', 'water-ce1  timeout']
    """
    table = [tuple(row) for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*table, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]


def unread(faults: Mapping[str, Fault]) -> str:
    """Return the hosts that gave no answer, each with its reason: Ansible itself names only the first of the play.

    Example:
        >>> unread({"pe1": Fault("NET-DEV-001")})
        '; pe1: NET-DEV-001 there is nothing to log in with: no password and no key'
    """
    return "".join(f"; {host}: {fault.code} {fault.what}" for host, fault in faults.items())
