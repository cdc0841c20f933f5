"""``waivers.yml``: findings that are accepted until a date."""

from pydantic import ConfigDict

from netops.inventory.fields import Day, DepartmentName, HostName, Identifier, Text, Written

WHERE = ("device", "department", "group")
"""What a waiver may hold for: one of these is written."""


class Waiver(Written):
    """One accepted finding. It counts again from the day after ``expires``; the audit sees to that.

    It names one check, and one device; or a department or a group, whose devices it holds for as long as no high-risk item
    is open there. There are no patterns: what nobody named, nobody accepted.
    """

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [name]} for name in WHERE]})

    check: Identifier
    """Id of the check, ``B030``."""
    device: HostName | None = None
    department: DepartmentName | None = None
    """Name of a department: its routers."""
    group: Identifier | None = None
    """A group of ``hosts.yml``: its devices; not ``all``."""
    reason: Text
    approver: Text
    """Role of the one who answers for it."""
    expires: Day
    """Last day on which it holds, ``2027-06-30``."""

    @property
    def where(self) -> str:
        """What it holds for, as people write it: ``pe1``, ``department=finance``."""
        return self.device or (f"department={self.department}" if self.department else f"group={self.group}")


class WaiverFile(Written):
    """The file."""

    waivers: tuple[Waiver, ...] = ()
