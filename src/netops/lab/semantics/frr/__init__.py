"""FRRouting 8.4.4 on Debian 12: frr.conf through vtysh, and the router's other files through the shell.

Which lines are taken is the table ``syntax.yml``; what they do was seen on the daemons of that release and stands in
tables (``bgp``, ``families``, ``ospf``, ``ldp``, ``filters``, ``statics``, ``system``). ``device`` starts a router.
"""

from __future__ import annotations

from netops.lab.semantics.core.model import Platform
from netops.lab.semantics.frr.device import FrrDevice
from netops.lab.semantics.frr.vtysh import platform

__all__ = ["device", "platform"]


def device(platform: Platform, text: str) -> FrrDevice:
    """Start a router with a config whose parts may be marked by ``### PATH``."""
    return FrrDevice(platform, text)
