"""A typed line at work: placed by its rule, taken by an upper view, kept as an opaque line, or refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from netops.lab.semantics.core.grammar import Found, Grammar
from netops.lab.semantics.core.model import Act, Node, Numbering, Refusal
from netops.lab.semantics.core.pattern import Match, fill

Path = tuple[Node, ...]


@dataclass(slots=True)
class Work:
    """What a line works on.

    Attributes:
        lenient: the startup config is loaded: nothing is refused or asked, and lines have no side effects.
        agreed: the user has answered yes.
        said: what the device says although it obeys.
        also: further sections that the line has opened (``Rule.fans``).
    """

    grammar: Grammar
    root: Node
    lenient: bool = False
    agreed: bool = False
    said: list[str] = field(default_factory=list)
    also: list[Path] = field(default_factory=list)

    def act(self, path: Path, groups: Mapping[str, str], text: str, old: Node | None) -> Act:
        """Return what the effects of one line see."""
        release = self.grammar.platform.release
        return Act(self.root, path, groups, text, old, None, self.said, self.agreed, release)


def take(work: Work, path: Path, line: str) -> Path:
    """Take one line in the view at the end of ``path``; return the path after it.

    Raises:
        Refusal: the device doesn't take it.
        Question: the device asks first.
    """
    located = locate(work, path, line)
    if located is None:
        return keep_opaque(work, path, line)
    where, found = located
    return place(work, where, found)


def locate(work: Work, path: Path, line: str) -> tuple[Path, Found] | None:
    """Find the view that takes a line: this one, or one above where the platform climbs."""
    for way in ladder(work, path):
        found = work.grammar.find(way[-1].view, line)
        if found is not None:
            return way, found
        for length in range(len(path) - 1, 1, -1) if way is path else ():
            found = work.grammar.find(path[length - 1].view, line)
            if found is not None and path[-1].view in found.rule.below.split():
                return path[:length], found
    return None


def ladder(work: Work, path: Path) -> Iterator[Path]:
    """Yield the paths whose views may take a line, nearest first."""
    yield path
    climbs = work.grammar.platform.climbs
    if climbs == "top" and len(path) > 1:
        yield path[:1]
    if climbs == "each":
        for length in range(len(path) - 1, 0, -1):
            yield path[:length]


def place(work: Work, path: Path, found: Found, body: tuple[str, ...] = ()) -> Path:
    """Place a line by its rule; return the path after it."""
    rule = found.rule
    lines = rule.expands(found.match.groups) if rule.expands is not None else ()
    if lines:
        below = path
        for line in lines:
            below = _take_below(work, path, line)
        return below if rule.opens else path
    lines = rule.fans(path[-1], found.match.groups) if rule.fans is not None and not work.lenient else ()
    if len(lines) > 1:
        opened = [take(work, path, line) for line in lines]
        work.also = opened[1:]
        return opened[0]
    found = displayed(work, path, found)
    text, groups = found.match.text, found.match.groups
    key = key_of(found)
    old = path[-1].children.get(key)
    act = work.act(path, groups, text, old)
    if not work.lenient:
        for check in rule.checks:
            check(act)
    changed = rule.hidden or _keep(work, act, found, body)
    if changed and not work.lenient:
        for effect in rule.effects:
            effect(act)
    return (*path, act.node) if rule.opens and act.node is not None else path


def _take_below(work: Work, path: Path, line: str) -> Path:
    for part in line.split(" / "):
        path = take(work, path, part)
    return path


def key_of(found: Found) -> str:
    """Return what a line is: the next line of the same key takes its place."""
    return found.match.text if found.rule.key is None else fill(found.rule.key, found.match.groups)


def displayed(work: Work, path: Path, found: Found) -> Found:
    """Return the line as the device will display it: with its number, in its own words."""
    rule, groups = found.rule, found.match.groups
    if found.numbered and rule.numbering is not None:
        return reread(work, path, found, _numbered(path[-1], rule.numbering, groups))
    if rule.shown:
        return reread(work, path, found, fill(rule.shown, groups))
    return found


def reread(work: Work, path: Path, found: Found, text: str) -> Found:
    """Read a line that the device has put into other words; by the same rule where no other takes it."""
    again = work.grammar.find(path[-1].view, text)
    if again is not None and not again.numbered:
        return again
    return Found(found.rule, Match(text, found.match.groups))


def _numbered(section: Node, numbering: Numbering, groups: Mapping[str, str]) -> str:
    """Return the line with its number: that of the same line where it is there already, else the next."""
    highest = None
    for node in section.children.values():
        if node.rule is None or node.rule.numbering is not numbering or not _same(node, groups, numbering.within):
            continue
        if fill(numbering.shown, {**groups, "n": node.groups["n"]}) == node.text:
            return node.text
        highest = max(highest or 0, int(node.groups["n"]))
    number = _next(numbering, highest) if numbering.given is None else numbering.given(section)
    return fill(numbering.shown, {**groups, "n": str(number)})


def _same(node: Node, groups: Mapping[str, str], names: tuple[str, ...]) -> bool:
    return all(node.groups.get(name) == groups.get(name) for name in names)


def _next(numbering: Numbering, highest: int | None) -> int:
    if highest is None:
        return numbering.first
    if numbering.multiple:
        return (highest // numbering.step + 1) * numbering.step
    return highest + numbering.step


def _keep(work: Work, act: Act, found: Found, body: tuple[str, ...]) -> bool:
    """Keep the line in its section; tell whether anything changed."""
    rule, children, key = found.rule, act.section.children, key_of(found)
    text = found.match.text if rule.merge is None else rule.merge(act.old, found.match.groups)
    toggled = rule.toggles and act.old is not None and act.old.text != text
    if text is None or toggled or text in [fill(template, act.groups) for template in rule.default]:
        return children.pop(key, None) is not None
    if rule.merge is not None:
        found = reread(work, act.path, found, text)
    if rule.body is not None:
        text, body = rule.body.normal(found.match.groups, text, body)
    if found.rule.opens and act.old is not None:
        return _reopen(act, act.old, found)
    act.node = children[key] = Node(text, key, found.rule, found.match.groups, {}, body)
    return act.old is None or (act.old.text, act.old.body) != (text, body)


def _reopen(act: Act, old: Node, found: Found) -> bool:
    """Enter a section that is there. A short form (``ospf 1``) leaves its first line as it is."""
    act.node = old
    text = found.match.text
    if old.rule is found.rule and (old.text == text or old.text.startswith(text + " ")):
        return False
    act.old = Node(old.text, old.key, old.rule, old.groups, old.children, old.body)
    old.text, old.rule, old.groups = text, found.rule, found.match.groups
    return True


def above(work: Work, path: Path) -> tuple[str, ...] | None:
    """Return the views whose lines are refused here: where nothing climbs, those above; else every other (None)."""
    return tuple(node.view for node in path[:-1]) if work.grammar.platform.climbs == "no" else None


def keep_opaque(work: Work, path: Path, line: str) -> Path:
    """Keep a line that nobody wrote a rule for, under its section, as typed.

    Raises:
        Refusal: the line belongs to another view, or it is the beginning of a command.
    """
    platform, section = work.grammar.platform, path[-1]
    if not work.lenient and section.view and section.view not in platform.loose.split():
        for way in ladder(work, path):
            if work.grammar.is_beginning(way[-1].view, line):
                raise Refusal(platform.errors.incomplete)
            strict = platform.strict.get(way[-1].view)
            if strict is not None and re.match(rf"(?:{strict})(?: |$)", line):
                raise Refusal(platform.errors.unknown)
        if work.grammar.elsewhere(line, above(work, path)):
            raise Refusal(platform.errors.unknown)
    key = line.removeprefix(platform.undo + " ")
    old = section.children.get(key)
    if old is None:
        section.children[key] = Node(line, key)
    elif old.text != line:
        del section.children[
            key
        ]  # ``foo enable`` ends ``undo foo enable``: what the device does anyway isn't displayed
    elif old.children:
        return (*path, old)
    return path
