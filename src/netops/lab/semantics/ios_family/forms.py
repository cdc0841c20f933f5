"""The shapes that most IOS commands share, and options in any order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TypedDict, Unpack

from netops.lab.semantics.core.effects import remove
from netops.lab.semantics.core.model import Act, Merge, Node, Rule
from netops.lab.semantics.core.pattern import fill

Groups = Mapping[str, str]


class More(TypedDict, total=False):
    """Further fields of a rule, which most commands leave as they are."""

    below: str
    closes: str
    default: tuple[str, ...]
    implicit: str
    negative: bool
    source: str


def single(head: str, value: str = "{value:rest}", views: str = "top", **more: Unpack[More]) -> Rule:
    """Return a command with one value: the next takes its place, and ``no`` takes it with or without a value.

    IOS looks at the value after ``no`` for few commands; those that do have rules of their own.

    Args:
        head: the words that say what it is; values in them belong to the identity.
        value: the form of the rest.
        views: the views that know it.
        more: further fields of ``Rule``.
    """
    undo = (head, f"{head} {{_x:rest}}")
    made = Rule(f"{head} {value}", views, key=_identity(head), undo=undo)
    return replace(made, **more)


def singles(views: str, *heads: str) -> tuple[Rule, ...]:
    """Return commands with one value each."""
    return tuple(single(head, views=views) for head in heads)


def flag(line: str, views: str = "top", **more: Unpack[More]) -> Rule:
    """Return a command that is there or not."""
    made = Rule(line, views, key=_identity(line))
    return replace(made, **more)


def flags(views: str, *lines: str) -> tuple[Rule, ...]:
    """Return commands that are there or not."""
    return tuple(flag(line, views) for line in lines)


def on_by_default(views: str, *lines: str) -> tuple[Rule, ...]:
    """Return settings that the device has anyway: only ``no …`` is displayed."""
    return tuple(flag(line, views, negative=True, default=(line,)) for line in lines)


def off_by_default(views: str, *lines: str) -> tuple[Rule, ...]:
    """Return settings that the device doesn't have: ``no …`` may be displayed and says nothing new."""
    return tuple(flag(line, views, negative=True, implicit=f"no {line}") for line in lines)


def both_shown(views: str, *lines: str) -> tuple[Rule, ...]:
    """Return settings whose default differs from model to model, so that both forms are displayed where they are typed."""
    return tuple(flag(line, views, negative=True) for line in lines)


def section(line: str, opens: str, prompt: str = "", views: str = "top", **more: Unpack[More]) -> Rule:
    """Return a command that opens a view; ``no`` takes it and all below it away."""
    made = Rule(line, views, key=_identity(line), opens=opens, prompt=prompt or opens)
    return replace(made, **more)


def _restored(act: Act) -> None:
    words = act.groups["words"]
    for line in list(act.section.children.values()):
        if f"{line.text.removeprefix('no ')} ".startswith(words + " "):
            remove(act.section, line)


def restores(views: str) -> Rule:
    """Return ``default X``: what says otherwise than the default goes, whether it is displayed with ``no`` or without.

    Unlike ``no transport input``, which means none at all, it is the way back (IOS CR Configuration Fundamentals, "Using
    the Cisco IOS CLI", default form; RGOS CR CLI, "No and Default Options of Commands", and Line, ``transport input``).
    """
    return Rule("default {words:rest}", views, undo=(), hidden=True, effects=(_restored,))


def _identity(form: str) -> str:
    """Return a form as a template of its identity: without kinds and brackets.

    Example:
        >>> _identity("ip ospf {process:int} cost"), _identity("line {way=con|vty} {n:int}")
        ('ip ospf {process} cost', 'line {way} {n}')
    """
    return re.sub(r"\{(\w+)[^}]*\}", r"{\1}", form)


Options = Mapping[str, int | str]
"""Words that may stand in any order → the number of words that follow each, or a regex of those that do."""


def parse_options(text: str, options: Options) -> dict[str, str]:
    """Read options in any order; words that no option knows stand for themselves.

    Example:
        >>> parse_options("metric 5 subnets route-map A", {"metric": 1, "route-map": 1})
        {'metric': 'metric 5', 'subnets': 'subnets', 'route-map': 'route-map A'}
    """
    found: dict[str, str] = {}
    words = text.split()
    at = 0
    while at < len(words):
        taken = _length(words, at, options)
        found[words[at]] = " ".join(words[at : at + taken])
        at += taken
    return found


def _length(words: list[str], at: int, options: Options) -> int:
    """Return the number of words of the option that starts at ``at``."""
    follow = options.get(words[at], 0)
    if isinstance(follow, int):
        return 1 + follow
    end = at + 1
    while end < len(words) and re.fullmatch(follow, words[end]):
        end += 1
    return end - at


def option_list(head: str, options: Options, apart: tuple[tuple[str, ...], ...] = ()) -> tuple[Merge, Merge]:
    """Return how IOS keeps a command with options: typed again, options are added; ``no`` with options takes just those.

    ``no redistribute static route-map A`` leaves ``redistribute static``: an IOS habit that catches everybody once.

    Args:
        head: template of the command without options, which are the value ``opts``.
        options: how many words follow each.
        apart: options of which one takes the other's place (``password``, ``secret``).
    """

    def line(groups: Groups, found: Mapping[str, str]) -> str:
        order = [*(name for name in options if name in found), *(name for name in found if name not in options)]
        return fill(" ".join([head, *(found[name] for name in order)]), groups)

    def merge(old: Node | None, groups: Groups) -> str | None:
        kept = parse_options(old.groups.get("opts", ""), options) if old is not None else {}
        new = parse_options(groups.get("opts", ""), options)
        for rivals in apart:
            if any(name in new for name in rivals):
                kept = {name: text for name, text in kept.items() if name not in rivals}
        return line(groups, {**kept, **new})

    def unmerge(old: Node | None, groups: Groups) -> str | None:
        if old is None or "opts" not in groups:
            return None
        gone = parse_options(groups["opts"], options)
        kept = parse_options(old.groups.get("opts", ""), options)
        return line(groups, {name: text for name, text in kept.items() if name not in gone})

    return merge, unmerge


def with_options(head: str, options: Options, views: str, **more: Unpack[More]) -> Rule:
    """Return a command with options in any order."""
    key = _identity(head)
    merge, unmerge = option_list(key, options)
    made = Rule(f"{head} [{{opts:rest}}]", views, key=key, merge=merge, unmerge=unmerge)
    return replace(made, **more)
