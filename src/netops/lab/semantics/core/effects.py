"""What a line does besides standing there: ready-made effects for the tables of rules.

A *selector* names lines by their place from the top, sections parted by `` / ``; ``{value}`` is filled with the line's
values, ``*`` stands for one word, ``**`` for any number of words, also none, and a first part ``.`` for the section in
which the line is typed:

    "interface ** / ip binding vpn-instance {vpn}"      in every interface
    ". / peer {peer} **"                                in this section
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from netops.lab.semantics.core.model import Act, Effect, Node, Question, Refusal
from netops.lab.semantics.core.pattern import fill

Condition = Callable[[Act], bool]


def selected(act: Act, selector: str) -> Iterator[tuple[Node, Node]]:
    """Yield the lines that a selector names, each with its section."""
    parts = [part.strip() for part in selector.split(" / ")]
    start = act.root
    if parts[0] == ".":
        start, parts = act.section, parts[1:]
    yield from _below(start, [_glob(part, act.groups) for part in parts])


def _below(section: Node, parts: list[re.Pattern[str]]) -> Iterator[tuple[Node, Node]]:
    for child in list(section.children.values()):
        if parts[0].fullmatch(" " + child.text) is None:
            continue
        if len(parts) == 1:
            yield section, child
        else:
            yield from _below(child, parts[1:])


def _glob(part: str, groups: Mapping[str, str]) -> re.Pattern[str]:
    written: list[str] = []
    for word in part.split():
        if word == "**":
            written.append(r"(?: \S+)*")
        elif word == "*":
            written.append(r" \S+")
        else:
            written += [" " + re.escape(piece) for piece in fill(word, groups).split()]
    return re.compile("".join(written))


def exists(act: Act, selector: str) -> bool:
    """Tell whether a selector names any line."""
    return next(selected(act, selector), None) is not None


def remove(section: Node, node: Node) -> None:
    """Take a line and all below it away."""
    section.children.pop(node.key, None)


def removes(*selectors: str) -> Effect:
    """Take lines away: what a command wipes elsewhere."""

    def effect(act: Act) -> None:
        for selector in selectors:
            for section, node in selected(act, selector):
                if node is not act.node:
                    remove(section, node)

    return effect


def wipes(*forms: str) -> Effect:
    """Take lines of the same section away (``wipes("ip address **", "ospf **")``)."""
    return removes(*(f". / {form}" for form in forms))


def wipes_with(selector: str, *forms: str) -> Effect:
    """Take lines away and, from the section of each, the lines of ``forms`` with them."""

    def effect(act: Act) -> None:
        for section, node in list(selected(act, selector)):
            remove(section, node)
            for form in forms:
                wanted = _glob(form, act.groups)
                for other in list(section.children.values()):
                    if wanted.fullmatch(" " + other.text):
                        remove(section, other)

    return effect


def needs(selector: str, words: str) -> Effect:
    """Refuse unless a selector names a line; ``words`` is the device's answer, a template."""

    def check(act: Act) -> None:
        if not exists(act, selector):
            raise Refusal(answer(words, act))

    return check


def refuses(selector: str, words: str) -> Effect:
    """Refuse where a selector names a line."""

    def check(act: Act) -> None:
        if exists(act, selector):
            raise Refusal(answer(words, act))

    return check


def within(hole: str, low: int, high: int, words: str) -> Effect:
    """Refuse a number that is out of the range that the manual gives."""

    def check(act: Act) -> None:
        typed = act.groups.get(hole) or ""
        if typed.isdigit() and not low <= int(typed) <= high:
            raise Refusal(answer(words, act))

    return check


def refuses_always(words: str) -> Effect:
    """Refuse."""

    def check(act: Act) -> None:
        raise Refusal(answer(words, act))

    return check


def refuses_change(words: str) -> Effect:
    """Refuse another value while there is one: the old line has to be undone first."""

    def check(act: Act) -> None:
        if act.old is not None and act.old.text != act.text:
            raise Refusal(answer(words, act))

    return check


def asks(words: str) -> Effect:
    """Ask before obeying."""

    def check(act: Act) -> None:
        if not act.agreed:
            raise Question(answer(words, act))

    return check


def says(words: str) -> Effect:
    """Say something and obey."""

    def effect(act: Act) -> None:
        act.said.append(answer(words, act))

    return effect


def when(condition: Condition, *effects: Effect) -> Effect:
    """Do something only under a condition."""

    def effect(act: Act) -> None:
        if condition(act):
            for one in effects:
                one(act)

    return effect


def replaced(act: Act) -> bool:
    """Tell whether the line takes the place of another."""
    return act.old is not None and act.old.text != act.text


def answer(words: str, act: Act) -> str:
    """Fill the device's words with the line's values; spaces and line breaks stay."""
    return re.sub(r"\{(\w+)\}", lambda found: act.groups.get(found[1], ""), words)
