"""The undo word at work: which lines go, what goes with them, and which forms the device doesn't take."""

from __future__ import annotations

from collections.abc import Mapping

from netops.lab.semantics.core.grammar import Found
from netops.lab.semantics.core.model import Node, Refusal, Rule, matches
from netops.lab.semantics.core.pattern import Match, fill
from netops.lab.semantics.core.taking import Path, Work, above, key_of, ladder, reread


def undo(work: Work, path: Path, rest: str) -> Path:
    """Undo by the words after the undo word; return the path after it.

    Raises:
        Refusal: the device doesn't take it.
        Question: the device asks first.
    """
    for entry in ladder(work, path):
        hits = work.grammar.find_undo(entry[-1].view, rest)
        if hits:
            _undo_by_rule(work, entry, hits)
            return standing(entry)
    _undo_opaque(work, path, rest)
    return standing(path)


def standing(path: Path) -> Path:
    """Return the part of a path that is still there: who deletes the section he stands in stands above it."""
    for at in range(1, len(path)):
        if path[at - 1].children.get(path[at].key) is not path[at]:
            return path[:at]
    return path


def _undo_by_rule(work: Work, path: Path, hits: list[Found]) -> None:
    done = [_undo_one(work, path, hit) for hit in hits]
    if any(done):
        return
    if work.lenient and hits[0].rule.merge is not None:  # a list that doesn't have them is without them anyway
        return
    if work.lenient:  # a displayed ``undo …`` is a setting, whatever its rule says
        text, key = f"{work.grammar.platform.undo} {hits[0].match.text}", key_of(hits[0])
        path[-1].children[key] = Node(text, key)
        return
    rule = hits[0].rule
    if (rule.missing or work.grammar.platform.missing) == "refuse" and not rule.hidden:
        raise Refusal(work.grammar.platform.errors.missing)


def _undo_one(work: Work, path: Path, found: Found) -> bool:
    """Undo by one rule; tell whether the device had something to do."""
    rule, groups = found.rule, found.match.groups
    lines = rule.expands(groups) if rule.expands is not None else ()
    if lines:
        return sum(_undo_line(work, path, line) for line in lines) > 0
    if rule.negative:
        return _set_negative(work, path, found)
    victims = victims_of(path[-1], rule, groups)
    if not victims:  # the checks may know why there is nothing (``undo interface GigabitEthernet0/0/1``)
        _check(work, path, rule, Node(found.match.text, "", rule, groups), groups)
    for victim in victims:
        _check(work, path, rule, victim, groups)
    for victim in victims:
        _remove(work, path, rule, victim, groups)
    return bool(victims)


def _undo_line(work: Work, path: Path, line: str) -> bool:
    *sections, line = line.split(" / ")
    for section in sections:
        node = path[-1].children.get(section)
        if node is None:
            return False
        path = (*path, node)
    hits = work.grammar.find_undo(path[-1].view, line)
    return sum(_undo_one(work, path, hit) for hit in hits) > 0


def victims_of(section: Node, rule: Rule, groups: Mapping[str, str]) -> list[Node]:
    """Return the lines of a rule that an undo form means: all whose values are those of the form.

    A value whose name starts with ``_`` is typed and not looked at.
    """
    if rule.unmerge is not None:
        kept = section.children.get(fill(rule.key or "", groups))
        return [] if kept is None else [kept]
    lines = (node for node in section.children.values() if node.rule is rule)
    asked = {name: value for name, value in groups.items() if not name.startswith("_")}
    return [line for line in lines if all(line.groups.get(name) == value for name, value in asked.items())]


def _check(work: Work, path: Path, rule: Rule, victim: Node, groups: Mapping[str, str]) -> None:
    if work.lenient:
        return
    act = work.act(path, {**victim.groups, **groups}, victim.text, victim)
    for check in rule.undo_checks:
        check(act)


def _remove(work: Work, path: Path, rule: Rule, victim: Node, groups: Mapping[str, str]) -> None:
    section = path[-1]
    act = work.act(path, {**victim.groups, **groups}, victim.text, victim)
    act.node = victim
    text = None if rule.unmerge is None else rule.unmerge(victim, groups)
    if text is None:
        section.children.pop(victim.key, None)
    else:
        found = reread(work, path, Found(rule, Match(victim.text, victim.groups)), text)
        section.children[victim.key] = Node(text, victim.key, found.rule, found.match.groups)
    for effect in rule.undo_effects:
        effect(act)


def _set_negative(work: Work, path: Path, found: Found) -> bool:
    """Keep the undo as a setting, or take the line away where the setting is what the device does anyway."""
    rule, section, key = found.rule, path[-1], key_of(found)
    text, old = f"{work.grammar.platform.undo} {found.match.text}", section.children.get(key)
    act = work.act(path, found.match.groups, text, old)
    if not work.lenient:
        for check in rule.undo_checks:
            check(act)
    if text in [fill(template, act.groups) for template in rule.default] or _toggled(rule, old, text):
        changed = section.children.pop(key, None) is not None
    else:
        act.node = section.children[key] = Node(text, key, rule, found.match.groups)
        changed = old is None or old.text != text
    if changed and not work.lenient:
        for effect in rule.undo_effects:
            effect(act)
    return True


def _toggled(rule: Rule, old: Node | None, text: str) -> bool:
    return rule.toggles and old is not None and old.text != text


def _undo_opaque(work: Work, path: Path, rest: str) -> None:
    """Undo a line that nobody wrote a rule for: by the whole line, or by a beginning that only one line has."""
    section, platform = path[-1], work.grammar.platform
    opaque = {key: node for key, node in section.children.items() if node.rule is None}
    near = [key for key, node in opaque.items() if node.text.startswith(rest + " ")]
    if rest in opaque:
        if opaque[rest].text == rest:
            del section.children[rest]
    elif len(near) == 1:
        del section.children[near[0]]
    elif near and not work.lenient:
        raise Refusal(platform.errors.ambiguous)
    else:
        _undo_unknown(work, path, rest)


def _undo_unknown(work: Work, path: Path, rest: str) -> None:
    section, platform = path[-1], work.grammar.platform
    if section.view and section.view not in platform.loose.split() and not work.lenient:
        _refuse_known(work, path, rest)
    if work.lenient or matches(platform.negatives, rest):
        section.children[rest] = Node(f"{platform.undo} {rest}", rest)
    elif platform.missing == "refuse":
        raise Refusal(platform.errors.missing)


def _refuse_known(work: Work, path: Path, rest: str) -> None:
    """Refuse an undo whose command has a rule, in a form that no rule takes."""
    grammar, errors = work.grammar, work.grammar.platform.errors
    for entry in ladder(work, path):
        view = entry[-1].view
        if grammar.find(view, rest) is not None or grammar.goes_beyond_undo(view, rest):
            raise Refusal(errors.too_many)
        if grammar.is_beginning(view, rest, undo=True):
            raise Refusal(errors.incomplete)
    others = above(work, path)
    if grammar.elsewhere(rest, others, undo=True) or grammar.elsewhere(rest, others):
        raise Refusal(errors.unknown)
