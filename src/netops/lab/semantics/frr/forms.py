"""The shapes that most of FRR's commands have, as makers of rules.

FRR looks at the values of a ``no`` line in few places only: ``no neighbor X description`` and ``no neighbor X
description whatever`` are the same. Which words a line must have is not said here but in the table ``syntax.yml``.
"""

from __future__ import annotations

from collections.abc import Mapping

from netops.lab.semantics.core.effects import answer
from netops.lab.semantics.core.kinds import KINDS, as_ip6, as_network, as_prefix
from netops.lab.semantics.core.model import Act, Effect, Refusal, Rule
from netops.lab.semantics.core.pattern import Kind

DEVICE = r"(?!(?:tag|nexthop-vrf|label|table|color|onlink|vrf)\b|\d+(?: |$))\S+"
FRR_KINDS: Mapping[str, Kind] = {
    **KINDS,
    "peer": Kind(r"\S+", lambda typed: as_ip6(typed) if ":" in typed else typed),
    "net": Kind(r"\S+/\d+", as_network),
    "net6": Kind(r"\S+:\S*/\d+", as_prefix),
    "plain": Kind(r"(?!.*\b\d+\.\d+\.\d+\.\d+$)\S.*"),
    "numbers": Kind(r"\d+(?: \d+)*"),
    "hop": Kind(rf"(?!Null0|blackhole|reject)\S+(?: {DEVICE})?"),
}


class Ignored(Exception):
    """FRR takes the line and does nothing, maybe with a remark."""


def single(head: str, views: str, *, default: tuple[str, ...] = ()) -> Rule:
    """Return a setting of which there is one: ``no`` with any value, or none, takes it away."""
    undo = (f"{head} [{{_value:rest}}]",)
    return Rule(f"{head} [{{value:rest}}]", views, key=head, undo=undo, default=default)


def exact(pattern: str, views: str) -> Rule:
    """Return lines that add up and go one by one."""
    return Rule(pattern, views)


def switch(form: str, views: str, *, on: bool = False) -> Rule:
    """Return a setting that is on or off and shown where it isn't what FRR does anyway."""
    return Rule(form, views, key=form, negative=True, default=(form if on else f"no {form}",))


def profiled(form: str, views: str) -> Rule:
    """Return a setting that is on or off; which of the two isn't shown depends on ``frr defaults``."""
    return Rule(form, views, key=form, negative=True)


def is_absent(act: Act) -> bool:
    """Tell whether a ``no`` line means something that isn't there."""
    return act.old is not None and not act.old.key


def absent(words: str) -> Effect:
    """Refuse a ``no`` line whose object isn't there."""

    def check(act: Act) -> None:
        if is_absent(act):
            raise Refusal(answer(words, act))

    return check


def incomplete_without(value: str, words: str) -> Effect:
    """Refuse a ``no`` line that leaves out a value which FRR needs."""

    def check(act: Act) -> None:
        if value not in act.groups:
            raise Refusal(words)

    return check
