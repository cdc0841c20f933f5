"""Releases in their order, whatever a vendor calls them."""

import re
from functools import cache

_PIECE = re.compile(r"[0-9]+|[A-Za-z]+")
Pieces = tuple[tuple[int, int, str], ...]


@cache
def pieces(release: str) -> Pieces:
    """Return a release as something that is in order.

    Example:
        >>> pieces("15.2(4)E7") < pieces("15.2(4)E10") < pieces("15.2(7)E")
        True
        >>> pieces("V200R019C00SPC500") < pieces("V200R019C10")
        True
    """
    found = _PIECE.findall(release)
    return tuple((1, int(each), "") if each.isdigit() else (0, 0, each.upper()) for each in found)


def within(release: str, first: str | None, fixed: str | None) -> bool | None:
    """Tell whether a release is of those that have a fault; None where it is told too shortly to say.

    A Cisco config says ``15.2`` for ``15.2(4)E7``: that may lie on either side of ``15.2(6)E1``.

    Args:
        release: of the device.
        first: that has it; None where all before the fixed one do.
        fixed: that has it no more; None where none does yet.

    Example:
        >>> within("8.4.4", None, "8.5.3"), within("9.0", None, "8.5.3"), within("15.2", None, "15.2(6)E1")
        (True, False, None)
    """
    own = pieces(release)
    since, until = _side(own, first), _side(own, fixed)
    if since is False or until is True:
        return False
    unclear = (since is None and first is not None) or (until is None and fixed is not None)
    return None if unclear else True


def _side(own: Pieces, bound: str | None) -> bool | None:
    """Tell whether a release is the bound or later; None without a bound, or where the release is only its beginning."""
    if bound is None:
        return None
    known = pieces(bound)
    if len(own) < len(known) and known[: len(own)] == own:
        return None
    return own >= known
