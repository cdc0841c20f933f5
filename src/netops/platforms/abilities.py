"""What an audit can ask a platform: ``audit.yml`` of its folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from netops.errors import InputError

_KEYS = frozenset({"decides", "manual", "fixes"})


@dataclass(frozen=True, slots=True)
class Abilities:
    """Which checks a config of this platform can answer.

    What is in neither list asks for something that the platform doesn't have.

    Attributes:
        decides: checks that its config can pass and fail.
        manual: checks that concern it, and that only a person can answer.
        fixes: check → template of the lines that mend it, Jinja: values are those of the policy and the inventory, and what the
            check names of each place.
    """

    decides: frozenset[str] = frozenset()
    manual: frozenset[str] = frozenset()
    fixes: Mapping[str, str] = field(default_factory=dict)


def read_abilities(content: object, path: str) -> Abilities:
    """Return what ``audit.yml`` says.

    Raises:
        InputError: NET-PLT-104, a key that nobody reads, a fix of what isn't decided, or a check that is decided and manual.
    """
    rows: Mapping[str, Any] = content if isinstance(content, dict) else {}
    decides, manual = frozenset(rows.get("decides") or ()), frozenset(rows.get("manual") or ())
    fixes = dict(rows.get("fixes") or {})
    wrong = sorted({*(rows.keys() - _KEYS), *(decides & manual), *(fixes.keys() - decides)})
    if wrong or not isinstance(content, dict):
        raise InputError.of("NET-PLT-104", path, what=", ".join(wrong) or type(content).__name__)
    return Abilities(decides, manual, MappingProxyType(fixes))
