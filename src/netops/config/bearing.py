"""What a rule says of other lines than its own: most say nothing, and such lines are quickly read, typed and left unread."""

from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any

from netops.config.pattern import Beside, Pattern

_OF_ITSELF = {
    *("pattern", "number", "undo", "change", "sequence", "turn", "late", "kept", "shuts", "guards", "missing_undo"),
    *(
        "options",
        "options_unless",
        "takes",
        "simple",
        "calm",
        "opens",
        "alone",
    ),  # values are looked at wherever a line is typed
}
"""What makes no difference to a device that lacks the line, or that only loses it."""
_OF_OBJECTS = {
    *("uses", "insists", "goes_with", "freed_late", "exclusive"),
    *("default", "unproven", "unproven_when", "unproven_change", "section", "entry"),
}
"""What concerns no other line of the section."""
_OF_LASTING = frozenset({"uses", "insists", "goes_with", "may_wipe"})
"""What makes no difference while the objects that the line refers to stand, and no line stands that may go with it."""
_OF_STANDING = {
    *("uses", "insists", "goes_with", "holds", "freed_late", "exclusive", "defines", "default", "section"),
    *("blockers", "blockers_elsewhere"),
    *("wipes", "change_wipes", "set_wipes", "may_wipe", "wipe_paths", "wipes_elsewhere", "network", "flips"),
    "unproven_change",
}
"""What says nothing of a section's line that is typed where the very same stands."""


def bearing(rule: Any) -> tuple[bool, bool]:  # noqa: ANN401  # a Rule, which imports this
    """Return whether a rule is silent of all other lines, and whether it is of those in its own section.

    Whatever a rule is taught later counts as a word about others until it is named here.
    """
    said = _said(rule)
    of_others = said - _OF_OBJECTS - ({"needs_elsewhere"} if _from_the_top(rule.needs_elsewhere) else set())
    return not said, not of_others and not rule.sequence and not any(rule.default.deciding())


def _from_the_top(paths: tuple[tuple[Pattern, ...], ...]) -> bool:
    """Whether no path asks first for a line of the section itself, so that all are about other sections only."""
    return not any(isinstance(path[0], Beside) for path in paths)


def _by_name(paths: tuple[tuple[Pattern, ...], ...], pattern: Pattern) -> bool:
    """Whether each path is a section that the line names, and a line in it that is always the same, so that its text tells."""
    return _from_the_top(paths) and all(
        path[0].holes <= pattern.holes and len(path) > 1 and not any(each.holes for each in path[1:]) for path in paths
    )


def standing_alone(rule: Any) -> bool:  # noqa: ANN401  # a Rule
    """Return whether a rule's line comes and goes without any word about others, as long as what it refers to stands."""
    usual = not (rule.sequence or rule.guards or rule.shuts) and rule.turn == "normal"
    said = _said(rule) - ({"needs_elsewhere"} if _by_name(rule.needs_elsewhere, rule.pattern) else set())
    return usual and rule.section is None and rule.undo is not None and said <= _OF_LASTING


def opening(rule: Any) -> bool:  # noqa: ANN401  # a Rule
    """Return whether a rule's line opens a section and, typed where it stands, does no more than to enter it."""
    return rule.section is not None and not rule.sequence and _said(rule) <= _OF_STANDING


def _said(rule: Any) -> set[str]:  # noqa: ANN401  # a Rule
    """Return the fields by which a rule says something of others."""
    if not _USUAL:
        _USUAL.extend(_usual(rule))
    return {name for name, usual in _USUAL if getattr(rule, name) != usual}


_USUAL: list[tuple[str, object]] = []
"""The fields that concern others, each with the value that says nothing; found with the first rule."""


def _usual(rule: Any) -> Iterator[tuple[str, object]]:  # noqa: ANN401  # a Rule
    for each in fields(rule):
        if each.name not in _OF_ITSELF:
            yield each.name, each.default if each.default is not MISSING else _made(each.default_factory)


def _made(factory: Any) -> object:  # noqa: ANN401  # of a dataclass field, or a mark that there is none
    return factory() if callable(factory) else None
