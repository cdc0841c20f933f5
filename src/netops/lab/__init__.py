"""The lab: real FRR routers and hosts in one guest kernel, reached by real SSH.

A lab is an ordinary process: ``Lab.up(topology, state)`` starts it, ``Lab.attach(state)`` finds it again, and
``down()`` ends it with everything in it. Its room imports nothing of netops but ``errors``, because a simulator that
shares the engine's rules would prove nothing.
"""

from netops.lab.lab import Completed, Lab, LabStatus, RouterStatus
from netops.lab.nodes import Host, Link, Router
from netops.lab.topology import Topology

__all__ = ["Completed", "Host", "Lab", "LabStatus", "Link", "Router", "RouterStatus", "Topology"]
