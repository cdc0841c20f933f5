"""What a missing line means: ``defaults.yml``, for readers and the audit."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def defaults() -> Mapping[str, Mapping[str, Any]]:
    """Return the defaults by topic: ``ssh``, ``logging``, ``bgp``; their keys are the fields of the model.

    Example:
        >>> defaults()["ssh"]["port"]
        22
    """
    text = resources.files("netops.platforms.frr").joinpath("defaults.yml").read_text(encoding="utf-8")
    loaded: Mapping[str, Mapping[str, Any]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded


def policy_required(profile: str | None, release: str | None) -> bool:
    """Return whether eBGP without filters is refused (RFC 8212) where no line says so.

    Args:
        profile: of ``frr defaults``; FRR's own is ``traditional``.
        release: of ``frr version``; a new one where the config doesn't say.

    Example:
        >>> policy_required(None, "8.4.4"), policy_required("datacenter", "8.4.4"), policy_required(None, "7.3")
        (True, False, False)
    """
    rows = defaults()["bgp"]
    if release is not None and _numbers(release) < _numbers(rows["policy_required_since"]):
        return False
    return bool(rows["policy_required"][profile if profile in rows["policy_required"] else "traditional"])


def _numbers(release: str) -> tuple[int, ...]:
    words = release.replace("-", ".").split(".")
    return tuple(int(word) if word.isascii() and word.isdigit() and len(word) < 10 else 0 for word in words[:2])
