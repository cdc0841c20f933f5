"""What one check says of one device, before clause and level are put to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from netops.audit.policy import Context, Policy
from netops.model import Device, Line, Topic


class Word(StrEnum):
    """The words of a verdict (DESIGN section 9)."""

    COMPLIANT = "compliant"
    PARTIAL = "partial"
    NON_COMPLIANT = "non_compliant"
    NOT_APPLICABLE = "not_applicable"
    MANUAL = "manual"
    NOT_AUDITED = "not_audited"


class Basis(StrEnum):
    """What a verdict rests on."""

    EXPLICIT = "explicit"
    PLATFORM_DEFAULT = "platform_default"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one check says.

    Attributes:
        basis: lines of the config, the default of platform and release, or that something isn't there.
        lines: those lines.
        values: fills the check's own words.
        whole: it holds only if all lines of its part were read: "no rule permits everything" does, "this rule does" doesn't.
    """

    word: Word
    basis: Basis
    lines: tuple[Line, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """The value in force of one setting: from a line, or the default; ``basis`` None where neither is known."""

    value: object
    basis: Basis | None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """The device that is asked, and what is known beside its config.

    Attributes:
        defaults: what a missing line means by platform and release: section (``ssh``, ``logging``) to field to value.
    """

    device: Device
    policy: Policy
    context: Context
    defaults: Mapping[str, Mapping[str, object]]

    def ssh(self, name: str) -> Setting:
        """Return the value in force of a field of the SSH service."""
        server = self.device.management.ssh
        value: object = getattr(server, name)
        if value not in (None, (), frozenset()):
            return Setting(value, Basis.EXPLICIT, cited(server.sources, server.lines, name, value))
        known = self.defaults.get("ssh", {})
        if name not in known:
            return Setting(None, None)
        return Setting(known[name], Basis.PLATFORM_DEFAULT)

    def unread(self, topic: Topic) -> tuple[Line, ...]:
        """Return the unread lines that could speak of ``topic``."""
        return tuple(each.line for each in self.device.unread if each.topic in {topic, None})


def cited(sources: tuple[tuple[str, Line], ...], lines: tuple[Line, ...], name: str, value: object) -> tuple[Line, ...]:
    """Return the lines that a field was read from; where the reader noted none, those that show its value."""
    noted = tuple(line for field_name, line in sources if field_name == name)
    if noted:
        return noted
    shown = {str(each).lower() for each in value} if isinstance(value, (tuple, frozenset)) else {str(value).lower()}
    near = tuple(line for line in lines if shown & set(line.text.lower().replace(",", " ").split()))
    return near or lines


UNKNOWN = Answer(Word.MANUAL, Basis.ABSENCE)
"""Neither a line nor a known default says anything."""
