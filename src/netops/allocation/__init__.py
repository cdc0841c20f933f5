"""Numbers handed out once and kept: VRF numbers, AS numbers of CEs, links between PE and CE."""

from netops.allocation.giving import Allocated, allocate
from netops.allocation.resolved import AccessLink, Numbers, VrfNumbers, numbers
from netops.allocation.writing import dump

__all__ = ["AccessLink", "Allocated", "Numbers", "VrfNumbers", "allocate", "dump", "numbers"]
