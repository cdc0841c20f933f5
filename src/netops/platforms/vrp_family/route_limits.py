"""How many routes a peer or a VPN instance may send, and what the device does beyond that."""

import re
from collections.abc import Sequence

BEYOND = "route-limit beyond"
STAYS = "route-limit"
THRESHOLD = "routing-table limit threshold"
USUAL_THRESHOLD = 80
_SHARE = "(?:[1-9][0-9]?|100)"
_DOWN = {
    "vrp": "idle-forever|idle-timeout [1-9][0-9]*",
    "comware": "reconnect [1-9][0-9]*",
}
_UP = {"vrp": "alert-only", "comware": "alert-only|discard"}


def beyond(words: Sequence[str], most: str) -> tuple[str, str] | None:
    """Return as a field what stands behind the number of a limit; None if it isn't understood.

    With ``alert-only`` and ``discard`` the session stays up: that is no limit of the session, so the number stands
    in the field.

    Example:
        >>> beyond(["80", "idle-timeout", "5"], "100")
        ('route-limit beyond', '80 idle-timeout 5')
        >>> beyond(["discard"], "100")
        ('route-limit', '100 discard')
        >>> beyond(["80", "perhaps"], "100")
    """
    text = " ".join(words)
    for name, value in ((BEYOND, text), (STAYS, f"{most} {text}")):
        if any(fits(name, value, device) for device in _UP):
            return name, value
    return None


def fits(name: str, value: str, device: str) -> bool:
    """Return whether a field says what a device, ``vrp`` or ``comware``, has a line for."""
    if name == BEYOND:
        pattern = f"{_SHARE}|(?:{_SHARE} )?(?:{_DOWN[device]})" + (
            f"|(?:{_DOWN[device]}) {_SHARE}" if device == "comware" else ""
        )
    elif name == STAYS:
        pattern = f"[1-9][0-9]* (?:{_SHARE} )?(?:{_UP[device]})" + (f"(?: {_SHARE})?" if device == "comware" else "")
    elif name == THRESHOLD:
        pattern = _SHARE
    else:
        return False
    return re.fullmatch(pattern, value) is not None


def unwritten(fields: frozenset[tuple[str, str]], most: int | None, device: str) -> str:
    """Return why the fields of a peer's family can't be written; empty if they can."""
    for name, value in sorted(fields):
        if name == THRESHOLD or not fits(name, value, device):
            return f"the templates don't write {name} {value}"
        if (name == BEYOND) != (most is not None) or len(fields) > 1:
            return "a peer has one limit of routes"
    return ""


def unwritten_of_vrf(fields: frozenset[tuple[str, str]], most: int | None) -> str:
    """Return why the fields of a VRF can't be written; empty if they can."""
    for name, value in sorted(fields):
        if name != THRESHOLD or not fits(name, value, "vrp"):
            return f"the templates don't write {name} {value}"
        if most is None or len(fields) > 1 or value == str(USUAL_THRESHOLD):
            return "a threshold is of a limit of routes, and there is one; 80 is the usual one"
    return ""
