"""What a lab is made of: routers, hosts and the links between them, as plain data.

Nothing but the standard library is imported here, because the guest reads the same types with the machine's
own Python, where netops' dependencies are not installed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Router:
    """A Linux router with FRR, reached by SSH.

    Attributes:
        name: its host name, 1-15 characters.
        ssh_port: the port on 127.0.0.1 of the machine that leads to its SSH server, 1024-65535.
        management_address: where the network centre finds it, ``address/length``. The address itself comes from the
            router's own interfaces file, so a router that loses it is locked out, as in life.
        daemons: FRR daemons that start with it; zebra and staticd always do.
        files: its startup state: path (under ``/etc``) to text.
    """

    name: str
    ssh_port: int
    management_address: str
    daemons: tuple[str, ...]
    files: Mapping[str, str]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Router:
        """Return the router that ``as_dict`` wrote down."""
        return cls(
            data["name"],
            int(data["ssh_port"]),
            data["management_address"],
            tuple(data["daemons"]),
            dict(data["files"]),
        )

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "name": self.name,
            "ssh_port": self.ssh_port,
            "management_address": self.management_address,
            "daemons": list(self.daemons),
            "files": dict(self.files),
        }

    @property
    def management_host(self) -> str:
        """The management address without its length."""
        return self.management_address.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Host:
    """A PC or a server: one interface ``eth0``, one address, one gateway.

    Attributes:
        name: 1-15 characters.
        address: ``address/length``; two hosts of different departments may have the same one.
        gateway: where its default route points.
    """

    name: str
    address: str
    gateway: str

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Host:
        """Return the host that ``as_dict`` wrote down."""
        return cls(data["name"], data["address"], data["gateway"])

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {"name": self.name, "address": self.address, "gateway": self.gateway}


@dataclass(frozen=True, slots=True)
class Link:
    """A cable between two interfaces; names have at most 15 characters (``IFNAMSIZ``, netdevice(7))."""

    a: str
    a_interface: str
    b: str
    b_interface: str

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Link:
        """Return the link that ``as_dict`` wrote down."""
        return cls(data["a"], data["a_interface"], data["b"], data["b_interface"])

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {"a": self.a, "a_interface": self.a_interface, "b": self.b, "b_interface": self.b_interface}

    @property
    def ends(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Both ends as ``(node, interface)``."""
        return ((self.a, self.a_interface), (self.b, self.b_interface))
