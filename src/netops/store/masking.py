"""Texts without their secrets, as they may lie in an archive or in Git."""

import re

from netops.config import Dialect, make_mask

_AGAIN = re.compile(r"(?<=-reencrypted:)[0-9a-f]{16}(?=>)")
NOBODY_KNOWS = "0" * 16


def masked(p: Dialect, text: str, key: bytes | None) -> str:
    """Return a text with placeholders in the place of its secrets; equal keys and equal secrets give equal placeholders.

    What a device encrypts anew at each display gets one placeholder whatever it says: it says nothing, and the same config
    would be another text every night.

    Args:
        p: the platform.
        text: a config.
        key: of the digests; None where nothing else was masked, so that there is nothing to be equal to.

    Example:
        >>> from netops.platforms import get_platform
        >>> vrp = get_platform("huawei_vrpv8")
        >>> masked(vrp, "cipher %^%#one%^%#", b"k" * 32) == masked(vrp, "cipher %^%#two%^%#", b"k" * 32)
        True
    """
    return _AGAIN.sub(NOBODY_KNOWS, make_mask(p, key).text(text))
