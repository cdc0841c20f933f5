"""Who can talk to whom, computed from models alone, before and after a change."""

from netops.reachability.matrix import Comparison, Explanation, Matrix, Pair, Pairs, Reach, Step, compute, pair
from netops.reachability.party import Party, Station
from netops.reachability.topology import Cable, Port

__all__ = [
    "Cable",
    "Comparison",
    "Explanation",
    "Matrix",
    "Pair",
    "Pairs",
    "Party",
    "Port",
    "Reach",
    "Station",
    "Step",
    "compute",
    "pair",
]
