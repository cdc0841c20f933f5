"""A rulebook and the family that it extends, joined before either is checked: what is nearer to the device wins."""

from collections.abc import Mapping
from typing import Any

from netops.config.rulebook_text import PLACE

Raw = Mapping[str, Any]
NAMES = ("line", "spelling")
"""Keys that say which line a rule is about: a rule about the same line takes the family's place."""


def merged(own: Raw, family: Raw) -> dict[str, Any]:
    """Return a rulebook with what its family has and it doesn't speak of.

    Lists are joined, its own first; rules about a line that it speaks of itself, or names under ``without``, are left out.
    """
    spoken = frozenset(own.get("without", ()) or ())
    found: dict[str, Any] = {key: value for key, value in family.items() if key not in {PLACE, "parts"}}
    for key, value in own.items():
        if key in {"types", "values", "groups"}:
            found[key] = _by_name(value, family.get(key, {}), spoken)
        elif key == "parts":
            continue
        elif isinstance(value, list) and isinstance(family.get(key), list) and key != "without":
            found[key] = [*value, *family[key]]
        else:
            found[key] = value
    if spoken:
        found["groups"] = {
            name: _rules([], each, spoken) if name not in own.get("groups", {}) else each
            for name, each in found.get("groups", {}).items()
            if name != PLACE
        }
    found["parts"] = _parts(own.get("parts") or [], family.get("parts") or [], spoken)
    return found


def _by_name(own: Raw, family: Raw, spoken: frozenset[str]) -> dict[str, Any]:
    found = dict(family)
    for name, value in own.items():
        held = family.get(name)
        found[name] = _rules(value, held, spoken) if isinstance(value, list) and isinstance(held, list) else value
    return found


def _parts(own: list[Raw], family: list[Raw], spoken: frozenset[str]) -> list[dict[str, Any]]:
    named = {each.get("name", ""): each for each in own}
    parts = [_part(named.pop(each.get("name", ""), {}), each, spoken) for each in family]
    return [*parts, *(dict(each) for each in named.values())]


def _part(own: Raw, family: Raw, spoken: frozenset[str]) -> dict[str, Any]:
    found = {**family, **own}
    for key in {*own, *family}:
        first, second = own.get(key, []), family.get(key, [])
        if key == "lines":
            found[key] = _rules(first, second, spoken)
        elif key not in _ROUTINES and isinstance(found[key], list):
            found[key] = [*first, *second]
    return found


_ROUTINES = frozenset({"enter", "commit", "leave", "save", "check", "apply", "blocks"})
"""Lists that are one routine: the nearer one stands alone."""


def _rules(own: list[Any], family: list[Any], spoken: frozenset[str]) -> list[Any]:
    names = spoken | {name for each in own for name in [_name(each)] if name}
    return [*own, *(_nested(each, spoken) for each in family if _name(each) not in names)]


def _nested(rule: Any, spoken: frozenset[str]) -> Any:  # noqa: ANN401  # what YAML gives
    if spoken and isinstance(rule, Mapping) and isinstance(rule.get("lines"), list):
        return {**rule, "lines": _rules([], rule["lines"], spoken)}
    return rule


def _name(rule: Any) -> str:  # noqa: ANN401  # what YAML gives
    if not isinstance(rule, Mapping):
        return ""
    return next((str(rule[key]) for key in NAMES if key in rule), "")
