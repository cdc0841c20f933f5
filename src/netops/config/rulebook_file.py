"""A rulebook's file: read, joined with its family, checked, compiled.

Every fault of a file is reported at once with its line, and with the rule that it stands in.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import yaml
from pydantic import ValidationError

from netops.config.collector import uncollected
from netops.config.rulebook import Rulebook
from netops.config.rulebook_compile import Compiler
from netops.config.rulebook_merge import merged
from netops.config.rulebook_text import PLACE, RulebookText
from netops.errors import Fault, InputError

Family = Callable[[str], tuple[str, str]]
"""Name of a family → its text and its file."""


def _no_family(name: str) -> tuple[str, str]:
    raise KeyError(name)


@uncollected()
def load_rulebook(text: str, path: str, family: Family = _no_family) -> Rulebook:
    """Read a rulebook.

    Args:
        text: the YAML text.
        path: its file, for messages.
        family: gives the text that ``extends`` names.

    Raises:
        InputError: NET-CFG-020 and NET-CFG-021, all faults of the file, each with its line and rule.
    """
    raw = _loaded(text, path)
    name = raw.get("extends") if isinstance(raw, dict) else None
    if isinstance(raw, dict) and name:
        raw = merged(raw, _family(str(name), family, path, raw))
    written = _validated(raw, path)

    @cache
    def compiled(release: str) -> Rulebook:
        return _compiled(written, path, release, compiled)

    return compiled(written.release)


def _compiled(written: RulebookText, path: str, release: str, again: Callable[[str], Rulebook]) -> Rulebook:
    compiler = Compiler(written, path, release)
    rulebook = compiler.rulebook(again)
    if compiler.faults:
        raise InputError(*compiler.faults)
    return rulebook


def _family(name: str, family: Family, path: str, raw: dict[str, Any]) -> dict[str, Any]:
    try:
        text, place = family(name)
    except (KeyError, OSError) as error:
        line = raw[PLACE][1]
        raise InputError.of("NET-CFG-021", path, line, rule="extends", detail=f"there is no family {name}") from error
    found = _loaded(text, place)
    if not isinstance(found, dict):
        raise InputError.of("NET-CFG-021", place, 1, rule="", detail="a family is written as a mapping")
    return found


class _Loader(yaml.CSafeLoader):
    """Keeps file and line of every mapping under ``PLACE``."""

    path = ""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[object, object]:
    loader.flatten_mapping(node)
    return {**loader.construct_mapping(node, deep=True), PLACE: (loader.path, node.start_mark.line + 1)}


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _loaded(text: str, path: str) -> Any:  # noqa: ANN401  # whatever stands in the file; checked next
    loader = _Loader(text)
    loader.path = path
    try:
        return loader.get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else mark.line + 1
        detail = getattr(error, "problem", None) or str(error)
        raise InputError.of("NET-CFG-020", path, line, detail=detail) from error
    finally:
        loader.dispose()


def _validated(raw: object, path: str) -> RulebookText:
    try:
        return RulebookText.model_validate(_without_inner_places(raw))
    except ValidationError as error:
        found = [each for each in error.errors() if _meant(raw, each["loc"])]
        raise InputError(*(_shape_fault(raw, each["loc"], each["msg"], path) for each in found)) from error


KINDS = {"RuleText": "line", "UseText": "group", "SpellingText": "spelling"}
"""The forms that an item of a list of lines may have, and the key by which each is known."""


def _meant(raw: object, location: tuple[int | str, ...]) -> bool:
    """Whether a complaint is about the form that the item has; pydantic complains about all that it might have had."""
    here = raw
    for step in location:
        if step in KINDS and isinstance(here, dict):
            keys = [key for key in KINDS.values() if key in here]
            if KINDS[str(step)] not in keys and (keys or step != "RuleText"):
                return False
        elif isinstance(here, dict):
            here = here.get(step, here)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
    return True


FREE = frozenset({"types", "values", "expands", "groups", "default", "apart"})
"""Keys below which people choose the keys, so that no place may stand among them."""


def _without_inner_places(raw: object, key: object = "") -> object:
    if isinstance(raw, list):
        return [_without_inner_places(each) for each in raw]
    if not isinstance(raw, dict):
        return raw
    return {
        name: _without_inner_places(value, name) for name, value in raw.items() if not (key in FREE and name == PLACE)
    }


def _shape_fault(raw: object, location: tuple[int | str, ...], message: str, path: str) -> Fault:
    place: tuple[str, int | None] = (path, None)
    rule, here = "", raw
    for step in location:
        if isinstance(here, dict):
            place, rule = here.get(PLACE, place), str(here.get("line", rule))
            here = here.get(step, here)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
    if isinstance(here, dict):
        place, rule = here.get(PLACE, place), str(here.get("line", rule))
    return Fault("NET-CFG-021", {"rule": rule or ".".join(map(str, location)), "detail": message}, *place)
