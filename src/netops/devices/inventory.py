"""Nornir's view of the inventory: the hosts that Ansible and netops read, with how to reach them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from nornir.core.inventory import ConnectionOptions, Defaults, Group, Groups, Hosts, ParentGroups
from nornir.core.inventory import Host as NornirHost
from nornir.core.inventory import Inventory as NornirInventory

from netops.devices.credentials import Credentials, Login
from netops.devices.login import CONNECTION, options
from netops.inventory import Cached, load
from netops.inventory.hosts import Host
from netops.platforms import get_platform


class HostList(Protocol):
    """What this room needs of a loaded inventory."""

    @property
    def root(self) -> Path:
        """The inventory's directory."""

    @property
    def hosts(self) -> Mapping[str, Host]:
        """Name → host, in the order of ``hosts.yml``."""


class NetopsInventory:
    """Nornir's inventory plugin ``netops``: ``InitNornir(inventory={"plugin": "netops", "options": {"root": …}})``.

    The password comes from the environment, or from the inventory's vault; it is never written into a file.

    It asks Ansible for the hosts, and only where something has changed since it was asked last (`netops.inventory.Cached`).

    Args:
        root: the inventory's directory.
        state: what netops keeps for itself; ``.netops`` beside the inventory where empty.
    """

    def __init__(self, root: str = "inventory", state: str = "") -> None:
        self._root = Path(root)
        self._state = Path(state) if state else self._root.absolute().parent / ".netops"

    def load(self) -> NornirInventory:
        """Return every host of the inventory.

        Raises:
            InputError: every fault of the inventory.
        """
        inventory = load(self._root, list_hosts=Cached(self._state))
        credentials = Credentials.from_environment(required=False)
        return nornir_inventory(
            inventory, {name: credentials.login_for(host) for name, host in inventory.hosts.items()}
        )


def nornir_inventory(inventory: HostList, logins: Mapping[str, Login]) -> NornirInventory:
    """Return the hosts that have a login as Nornir sees them, in the order of the inventory."""
    found = {name: host for name, host in inventory.hosts.items() if name in logins}
    groups = Groups({name: Group(name) for host in found.values() for name in host.groups})
    return NornirInventory(
        hosts=Hosts({name: _host(inventory, host, groups, logins[name]) for name, host in found.items()}),
        groups=groups,
        defaults=Defaults(),
    )


def _host(inventory: HostList, host: Host, groups: Groups, login: Login) -> NornirHost:
    return NornirHost(
        name=host.name,
        hostname=str(host.address),
        port=host.port,
        username=host.user,
        password=login.password,
        platform=host.platform,
        groups=ParentGroups(groups[name] for name in host.groups),
        data={
            "netops_platform": host.platform,
            "netops_role": host.role,
            "netops_release": host.release,
            "netops_encoding": host.encoding,
            "netops_reload_guard": host.reload_guard,
        },
        connection_options={CONNECTION: _options(inventory, host, login)},
    )


def _options(inventory: HostList, host: Host, login: Login) -> ConnectionOptions:
    reach = replace(host.reach, ssh_config=_from_project(inventory, host.reach.ssh_config))
    profile = get_platform(host.platform).session
    return options(profile, reach, login, known_hosts(inventory, host))


def known_hosts(inventory: HostList, host: Host) -> Path:
    """Return the file of recorded host keys: as the inventory says, from the project's folder, else the user's own."""
    return _from_project(inventory, host.known_hosts) or Path("~/.ssh/known_hosts").expanduser()


def _from_project(inventory: HostList, path: Path | None) -> Path | None:
    return inventory.root.parent / path.expanduser() if path else None
