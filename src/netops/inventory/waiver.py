"""``waivers.yml``: findings that are accepted until a date."""

from netops.inventory.fields import Day, HostName, Identifier, Text, Written


class Waiver(Written):
    """One accepted finding. It counts again from the day after ``expires``; the audit sees to that."""

    check: Identifier
    """Id of the check, ``B030``."""
    device: HostName
    reason: Text
    approver: Text
    """Role of the one who answers for it."""
    expires: Day
    """Last day on which it holds, ``2027-06-30``."""


class WaiverFile(Written):
    """The file."""

    waivers: tuple[Waiver, ...] = ()
