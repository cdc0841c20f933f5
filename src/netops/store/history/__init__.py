"""The history of audits in a database: who was judged when, on which config, by which policy, and what came out.

SQLite in a file beside the archive, or PostgreSQL by its URL. What comes in and goes out are plain rows; who fills them
and what a difference means is said above (`netops.operations`). Verdicts are stored once as long as they stay what they
are: a night in which nothing changed adds one row a device.
"""

from netops.store.history.database import History, open_history
from netops.store.history.place import Place, read_place
from netops.store.history.pruning import Pruned, prune
from netops.store.history.reading import Which, device_of, devices_of, find_run, networks, runs
from netops.store.history.rows import (
    Before,
    DeviceRow,
    RiskRow,
    RunAbout,
    RunRow,
    Standing,
    Totals,
    VerdictRow,
    WaiverRow,
)
from netops.store.history.writing import Writing, writing

__all__ = [
    "Before",
    "DeviceRow",
    "History",
    "Place",
    "Pruned",
    "RiskRow",
    "RunAbout",
    "RunRow",
    "Standing",
    "Totals",
    "VerdictRow",
    "WaiverRow",
    "Which",
    "Writing",
    "device_of",
    "devices_of",
    "find_run",
    "networks",
    "open_history",
    "prune",
    "read_place",
    "runs",
    "writing",
]
