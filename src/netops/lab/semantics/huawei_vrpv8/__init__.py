"""Huawei VRP 8: NetEngine, CloudEngine (V800R, V200R on CE). Lines change a config that waits; ``commit`` makes it run."""

from __future__ import annotations

from netops.lab.semantics.core.model import Platform
from netops.lab.semantics.vrp_family.platforms import huawei, release_of
from netops.lab.semantics.vrp_family.shell import marked


def platform(release: str) -> Platform:
    """Return VRP 8 of a release; V800R021 where none is given."""
    return huawei("huawei_vrpv8", release or "V800R021", marked, two_stages=True)


__all__ = ["platform", "release_of"]
