"""What a missing line means on one release: ``defaults.yml`` of a platform."""

from collections.abc import Mapping
from typing import Any

Meanings = Mapping[str, Mapping[str, Any]]
"""Topic (``ssh``, ``terminals``) → field of the model → what holds without a line; ``by_release`` → start of a release → the same."""

BY_RELEASE = "by_release"


def meanings(written: Meanings, release: str | None) -> Meanings:
    """Return what missing lines mean on one release.

    What stands under ``by_release`` holds where the release begins so, over what holds everywhere; without a release it holds
    nowhere, so that nothing is concluded from a line that isn't there.

    Example:
        >>> written = {"ssh": {"port": 22}, "by_release": {"V8": {"ssh": {"version": "2"}}}}
        >>> meanings(written, "V800R012")["ssh"], meanings(written, None)["ssh"]
        ({'port': 22, 'version': '2'}, {'port': 22})
    """
    found: dict[str, dict[str, Any]] = {topic: dict(fields) for topic, fields in written.items() if topic != BY_RELEASE}
    for start, topics in sorted(written.get(BY_RELEASE, {}).items(), key=lambda pair: len(pair[0])):
        if release is not None and release.startswith(start):
            for topic, fields in topics.items():
                found.setdefault(topic, {}).update(fields)
    return found
