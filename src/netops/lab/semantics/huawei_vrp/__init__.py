"""Huawei VRP 5: S switches, AR routers, USG firewalls (V100R to V200R). A line takes effect at once."""

from __future__ import annotations

from netops.lab.semantics.core.model import Platform
from netops.lab.semantics.vrp_family.platforms import huawei, release_of
from netops.lab.semantics.vrp_family.shell import angled


def platform(release: str) -> Platform:
    """Return VRP 5 of a release; V200R010 where none is given."""
    return huawei("huawei_vrp", release or "V200R010", angled, two_stages=False)


__all__ = ["platform", "release_of"]
