"""Times as the vendors write them; the devices' clocks run on UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(at: float, zone: str = "+00:00") -> str:
    """Return a time in VRP's form.

    Example:
        >>> stamp(0)
        '1970-01-01 00:00:00+00:00'
    """
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S}{zone}"


def cisco(at: float) -> str:
    """Return a time in IOS's form.

    Example:
        >>> cisco(0)
        '00:00:00 UTC Thu Jan 1 1970'
    """
    told = datetime.fromtimestamp(at, UTC)
    return f"{told:%H:%M:%S} UTC {told:%a %b} {told.day} {told.year}"


def weekday(at: float) -> str:
    """Return the name of a time's day.

    Example:
        >>> weekday(0)
        'Thursday'
    """
    return f"{datetime.fromtimestamp(at, UTC):%A}"


def spent(seconds: float) -> tuple[int, int, int, int]:
    """Return weeks, days, hours and minutes.

    Example:
        >>> spent(8 * 86400 + 3720)
        (1, 1, 1, 2)
    """
    minutes = int(seconds // 60)
    return minutes // 10080, minutes // 1440 % 7, minutes // 60 % 24, minutes % 60


def uptime(seconds: float) -> str:
    """Return how long a device has been running, as VRP and Comware write it.

    Example:
        >>> uptime(8 * 86400 + 3720)
        '1 week, 1 day, 1 hour, 2 minutes'
    """
    names = ("week", "day", "hour", "minute")
    return ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for n, name in zip(spent(seconds), names, strict=True))


def up_for(seconds: float) -> str:
    """Return how long a device has been running, as IOS writes it: without what is nothing.

    Example:
        >>> up_for(86400 + 120), up_for(5)
        ('1 day, 2 minutes', '0 minutes')
    """
    told = [each for each in uptime(seconds).split(", ") if not each.startswith("0 ")]
    return ", ".join(told) or "0 minutes"
