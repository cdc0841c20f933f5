"""Finds the rule of a line: by view, first word and form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from netops.lab.semantics.core.model import TOP, Platform, Rule
from netops.lab.semantics.core.pattern import Match, Pattern, compile_pattern, first_word
from netops.lab.semantics.core.walking import Road, road


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a rule is typed."""

    rule: Rule
    source: str
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A rule, and how the line fits it. ``numbered``: the device still has to give the number."""

    rule: Rule
    match: Match
    numbered: bool = False


@dataclass(slots=True)
class Grammar:
    """A platform's rules, indexed. Forms are compiled when a line first needs them."""

    platform: Platform
    typed: dict[tuple[str, str], list[Form]] = field(default_factory=dict)
    undone: dict[tuple[str, str], list[Form]] = field(default_factory=dict)
    views: list[str] = field(default_factory=list)
    compiled: dict[str, Pattern] = field(default_factory=dict)
    walked: dict[tuple[str, str], tuple[Road, ...]] = field(default_factory=dict)
    _last: tuple[str, str, Found | None] = ("", "", None)

    def __post_init__(self) -> None:
        named = {view for rule in self.platform.rules for view in rule.views.split()}
        opened = {rule.opens for rule in self.platform.rules if rule.opens}
        self.views = sorted((named | opened | {TOP}) - {"*"})
        for rule in self.platform.rules:
            self._add(rule)

    def _add(self, rule: Rule) -> None:
        forms = [Form(rule, rule.pattern)]
        if rule.numbering is not None:
            forms.append(Form(rule, rule.numbering.form, numbered=True))
        undone = [Form(rule, rule.pattern if form == "=" else form) for form in rule.undo]
        for view in self._views_of(rule):
            for form in forms:
                self.typed.setdefault((view, first_word(form.source)), []).append(form)
            for form in undone:
                self.undone.setdefault((view, first_word(form.source)), []).append(form)

    def _views_of(self, rule: Rule) -> list[str]:
        if rule.views == "*":
            return [*(view for view in self.views if view != TOP), ""]
        return rule.views.split()

    def roads(self, view: str, below: str = "") -> tuple[Road, ...]:
        """Return the commands of a view as roads, each with the undo word too where it takes one; made once.

        Args:
            view: the view that knows them.
            below: only those that this view takes, too, by leaving itself; "" for all.
        """
        if (view, below) not in self.walked:
            undo, kinds = self.platform.undo, self.platform.kinds
            typed = [form.source for form in self._of(self.typed, view, below)]
            undone = [f"{undo} {form.source}" for form in self._of(self.undone, view, below)]
            self.walked[view, below] = tuple(road(source, kinds) for source in dict.fromkeys(typed + undone))
        return self.walked[view, below]

    def _of(self, index: dict[tuple[str, str], list[Form]], view: str, below: str) -> Iterator[Form]:
        for (known, _), forms in index.items():
            if known == view:
                yield from (form for form in forms if not below or below in form.rule.below.split())

    def pattern(self, source: str) -> Pattern:
        """Return a form, compiled once."""
        if source not in self.compiled:
            self.compiled[source] = compile_pattern(source, self.platform.kinds)
        return self.compiled[source]

    def find(self, view: str, line: str) -> Found | None:
        """Return the first rule of a view that takes the line; what was asked last is known."""
        if self._last[:2] != (view, line):
            self._last = (view, line, self._find(view, line))
        return self._last[2]

    def _find(self, view: str, line: str) -> Found | None:
        for form in self._near(self.typed, view, line):
            found = self.pattern(form.source).match(line)
            if found is not None:
                return Found(form.rule, found, form.numbered)
        return None

    def find_undo(self, view: str, rest: str) -> list[Found]:
        """Return every rule of a view that takes the words after the undo word, each once."""
        hits: list[Found] = []
        for form in self._near(self.undone, view, rest):
            found = self.pattern(form.source).match(rest)
            if found is not None and all(hit.rule is not form.rule for hit in hits):
                hits.append(Found(form.rule, found))
        return hits

    def goes_beyond_undo(self, view: str, rest: str) -> bool:
        """Tell whether the words after the undo word are an undo form and then more."""
        forms = self._near(self.undone, view, rest)
        return any(self.pattern(form.source).match_beyond(rest) is not None for form in forms)

    def is_beginning(self, view: str, line: str, *, undo: bool = False) -> bool:
        """Tell whether the line is a proper beginning of a form that the view knows."""
        index = self.undone if undo else self.typed
        return any(self.pattern(form.source).is_beginning(line) for form in self._near(index, view, line))

    def elsewhere(self, line: str, views: Iterable[str] | None = None, *, undo: bool = False) -> bool:
        """Tell whether another view knows the line by its first word and its form; ``views`` are those to ask, or all."""
        index = self.undone if undo else self.typed
        word = line.split(" ", 1)[0]
        near = (form for view in (self.views if views is None else views) for form in index.get((view, word), ()))
        return any(self.pattern(form.source).match(line) is not None for form in near)

    def _near(self, index: dict[tuple[str, str], list[Form]], view: str, line: str) -> Iterator[Form]:
        word = line.split(" ", 1)[0]
        yield from index.get((view, word), ())
        yield from index.get((view, ""), ())


_MADE: dict[int, tuple[Platform, Grammar]] = {}
"""Grammars by their platform's identity; the platform is kept with it, so that no other takes its identity."""


def grammar_of(platform: Platform) -> Grammar:
    """Return the grammar of a platform, made once: a fleet's devices share its index and compiled forms."""
    if id(platform) not in _MADE:
        _MADE[id(platform)] = (platform, Grammar(platform))
    return _MADE[id(platform)][1]
