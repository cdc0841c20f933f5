"""What an audit can ask a platform: ``audit.yml`` of its folder."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from netops.errors import InputError

_KEYS = frozenset({"decides", "manual", "fixes", "says", "ports", "parts", "disproves", "family"})


@dataclass(frozen=True, slots=True)
class PartUse:
    """What an audit can't say where one part of a host's config wasn't collected.

    Attributes:
        needed: checks that say nothing without it.
        worsening: checks that it could give a violation: without it they find violations, and affirm nothing.
        mending: checks that it could satisfy by itself: without it they affirm, and find no violation.
        settings: topics of ``defaults.yml`` that speak of it: without it nobody knows whether a line is missing.
    """

    needed: frozenset[str] = frozenset()
    worsening: frozenset[str] = frozenset()
    mending: frozenset[str] = frozenset()
    settings: frozenset[str] = frozenset()

    @property
    def checks(self) -> frozenset[str]:
        """All checks that lean on it."""
        return self.needed | self.worsening | self.mending


_USES = frozenset({"needed", "worsening", "mending", "settings"})


def _nothing(_family: str) -> Mapping[str, str | list[str]]:
    return {}


@dataclass(frozen=True, slots=True)
class Abilities:
    """Which checks a config of this platform can answer.

    What is in neither list asks for something that the platform doesn't have.

    Attributes:
        decides: checks that its config can pass and fail.
        manual: checks that concern it, and that only a person can answer.
        disproves: those of ``manual`` that its config can fail: what else they ask stands elsewhere, such as Linux' accounts.
        fixes: check → template of the lines that mend it, Jinja: values are those of the policy and the inventory, and what the
            check names of each place.
        says: what a setting of the device as a whole is called in checks → patterns of ``name=value`` of the model's settings.
        ports: likewise of the protections and settings of ports.
        themes: what lines speak of → how they begin, whoever reads them: ``themes.yml`` of the family that ``family`` names.
        parts: part of the config, by the rulebook's name → what leans on it; nothing where a config has one part only.
    """

    decides: frozenset[str] = frozenset()
    manual: frozenset[str] = frozenset()
    fixes: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ports: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    themes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: Mapping[str, PartUse] = field(default_factory=dict)
    disproves: frozenset[str] = frozenset()


def read_abilities(
    content: object, path: str, themes: Callable[[str], Mapping[str, str | list[str]]] = _nothing
) -> Abilities:
    """Return what ``audit.yml`` says.

    Args:
        content: of the file.
        path: of the file.
        themes: returns what lines of a family speak of, by the family's name.

    Raises:
        InputError: NET-PLT-104, a key that nobody reads, a fix of what isn't decided, a check that is decided and manual, or disproved and not manual.
    """
    rows: Mapping[str, Any] = content if isinstance(content, dict) else {}
    decides, manual = frozenset(rows.get("decides") or ()), frozenset(rows.get("manual") or ())
    fixes = dict(rows.get("fixes") or {})
    uses: Mapping[str, Mapping[str, list[str]]] = rows.get("parts") or {}
    disproves = frozenset(rows.get("disproves") or ())
    strange = {key for each in uses.values() for key in each.keys() - _USES}
    wrong = sorted(
        {*(rows.keys() - _KEYS), *(decides & manual), *(fixes.keys() - decides), *strange, *(disproves - manual)}
    )
    if wrong or not isinstance(content, dict):
        raise InputError.of("NET-PLT-104", path, what=", ".join(wrong) or type(content).__name__)
    parts = {name: PartUse(**{key: frozenset(each) for key, each in use.items()}) for name, use in uses.items()}
    spoken = themes(rows["family"]) if "family" in rows else None
    says, ports, heads = (_words(each) for each in (rows.get("says"), rows.get("ports"), spoken))
    return Abilities(decides, manual, MappingProxyType(fixes), says, ports, heads, MappingProxyType(parts), disproves)


def _words(rows: Mapping[str, str | list[str]] | None) -> Mapping[str, tuple[str, ...]]:
    return {name: (each,) if isinstance(each, str) else tuple(each) for name, each in (rows or {}).items()}
