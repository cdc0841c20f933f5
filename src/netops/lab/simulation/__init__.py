"""Simulated devices behind real SSH, on 127.0.0.1.

Their config is `netops.lab.semantics`'; this package is what stands around it: logins, views, dialogs, pages, commits
with timers, saving and rebooting, and faults on demand. Everything but ``server`` and ``fleet`` is pure, with a clock
that tests put forward.
"""

from __future__ import annotations

from netops.lab.simulation.box import Simulated
from netops.lab.simulation.clock import Clock
from netops.lab.simulation.faults import Faults
from netops.lab.simulation.fleet import Fleet, Handle, simulation

__all__ = ["Clock", "Faults", "Fleet", "Handle", "Simulated", "simulation"]
