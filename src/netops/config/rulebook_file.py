"""A rulebook as people write it: YAML, checked, compiled.

Every fault of a file is reported at once with its line, and with the rule that it stands in.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from netops.config.pattern import Lookup, Pattern, PatternError, WordType
from netops.config.rulebook import (
    Change,
    Context,
    Default,
    Definition,
    Flip,
    Grammar,
    Part,
    Push,
    Rule,
    Rulebook,
    Secret,
    SectionKind,
    Turn,
)
from netops.errors import Fault, InputError

LINE = "__line__"


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


Texts = Annotated[list[str], BeforeValidator(_one_or_many)]
Defaults = bool | str | dict[str, bool | str]


class _Written(BaseModel):
    """What people write; an unknown key is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: int = Field(default=0, alias=LINE)


class FlipText(_Written):
    """What a change of a line rewrites elsewhere."""

    section: str
    line: str
    each: Texts


class RuleText(_Written):
    """One kind of line, as it is written."""

    line: str
    undo: str = ""
    change: Change = Change.REPLACE
    listing: bool = False
    default: Defaults = False
    default_follows: str | None = None
    turn: Turn = Turn.NORMAL
    remove: Literal["before additions", "after additions"] = "before additions"
    unique: bool = False
    missing_undo: Literal["rejected", "ignored"] = "ignored"
    needs: Texts = []
    excludes: Texts = []
    wipes: Texts = []
    change_wipes: Texts = []
    flips: FlipText | None = None
    defines: Texts = []
    uses: Texts = []
    blockers: Texts = []
    unproven: str = ""
    unproven_when: str = ""
    leave: str = ""
    deletable: bool = True
    empty: Literal["", "same as absent"] = ""
    lines: "list[RuleText | UseText | SpellingText] | None" = None
    why: str = ""


class UseText(_Written):
    """The rules of a group, put in here."""

    group: str


class SpellingText(_Written):
    """A line that is only another way to write others."""

    spelling: str
    means: Texts
    why: str = ""


class DefinitionText(_Written):
    """What a file part's line makes."""

    line: str
    below: str | None = None
    defines: str


class UntypableText(_Written):
    """What can't be typed, and why."""

    pattern: str
    why: str


class PartText(_Written):
    """One part of the config, as it is written."""

    name: str = ""
    path: str = ""
    grammar: Grammar
    push: Push
    enter: Texts = []
    leave: Texts = []
    check: Texts = []
    apply: Texts = []
    save: Texts = []
    comments: Texts = []
    noise: Texts = []
    volatile: Texts = []
    untypable: list[UntypableText] = []
    ordered: bool = False
    blocks: Texts = []
    lines: list[RuleText | UseText | SpellingText] = []
    objects: list[DefinitionText] = []


class TypeText(_Written):
    """What a word may look like."""

    shape: str
    spell: Literal["", "prefix", "lower", "area"] = ""


class SecretText(_Written):
    """What nobody may read."""

    name: str
    word: str
    find: str


class ForeignText(_Written):
    """A line of somebody else's config."""

    pattern: str
    whose: str


class ProfileText(_Written):
    """The line that names a set of defaults."""

    line: str
    otherwise: str


class RulebookText(_Written):
    """A whole rulebook, as it is written."""

    platform: str
    release: str
    source: str = ""
    types: dict[str, TypeText] = {}
    signs: Texts = []
    foreign: list[ForeignText] = []
    profile: ProfileText | None = None
    secrets: list[SecretText] = []
    parts: list[PartText]
    groups: dict[str, list[RuleText | UseText | SpellingText]] = {}


@lru_cache(maxsize=65_536)
def _prefix(word: str) -> str:
    try:
        return str(ipaddress.ip_network(word, strict=False))
    except ValueError:
        return word


def _area(word: str) -> str:
    try:
        return word if word.isdigit() else str(int(ipaddress.IPv4Address(word)))
    except ValueError:
        return word


SPELL: Mapping[str, Callable[[str], str]] = {"": str, "prefix": _prefix, "lower": str.lower, "area": _area}


class _Loader(yaml.CSafeLoader):
    """Keeps the line of every mapping under ``__line__``."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[object, object]:
    loader.flatten_mapping(node)
    return {**loader.construct_mapping(node, deep=True), LINE: node.start_mark.line + 1}


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load_rulebook(text: str, path: str) -> Rulebook:
    """Read a rulebook.

    Args:
        text: the YAML text.
        path: its file, for messages.

    Raises:
        InputError: NET-CFG-020 and NET-CFG-021, all faults of the file, each with its line and rule.
    """
    written = _validated(_loaded(text, path), path)
    compiler = _Compiler(written, path)
    rulebook = compiler.rulebook()
    if compiler.faults:
        raise InputError(*compiler.faults)
    return rulebook


def _loaded(text: str, path: str) -> object:
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506  # a safe loader that keeps line numbers
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else mark.line + 1
        detail = getattr(error, "problem", None) or str(error)
        raise InputError.of("NET-CFG-020", path, line, detail=detail) from error


def _validated(raw: object, path: str) -> RulebookText:
    try:
        return RulebookText.model_validate(_without_inner_lines(raw))
    except ValidationError as error:
        raise InputError(*(_shape_fault(raw, each["loc"], each["msg"], path) for each in error.errors())) from error


FREE = frozenset({"types", "groups", "default"})
"""Keys below which people choose the keys, so that no line number may stand among them."""


def _without_inner_lines(raw: object, key: object = "") -> object:
    if isinstance(raw, list):
        return [_without_inner_lines(each) for each in raw]
    if not isinstance(raw, dict):
        return raw
    return {
        name: _without_inner_lines(value, name) for name, value in raw.items() if not (key in FREE and name == LINE)
    }


def _shape_fault(raw: object, place: tuple[int | str, ...], message: str, path: str) -> Fault:
    line: int | None = None
    rule, here = "", raw
    for step in place:
        if isinstance(here, dict):
            line, rule = here.get(LINE, line), str(here.get("line", rule))
            here = here.get(step, here)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
    if isinstance(here, dict):
        line, rule = here.get(LINE, line), str(here.get("line", rule))
    return Fault("NET-CFG-021", {"rule": rule or ".".join(map(str, place)), "detail": message}, path, line)


@dataclass
class _Compiler:
    """Turns what is written into what is looked up; collects faults on the way."""

    written: RulebookText
    path: str
    faults: list[Fault] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.types = {
            name: WordType(re.compile(each.shape), SPELL[each.spell])
            for name, each in self.written.types.items()
            if self._regex(each.shape, each.number, name)
        }

    def rulebook(self) -> Rulebook:
        """Return the compiled rulebook; it is only good when there are no faults."""
        text = self.written
        return Rulebook(
            name=text.platform,
            release=text.release,
            parts=tuple(self._part(each) for each in text.parts),
            secrets=tuple(
                Secret(each.name, each.word, re.compile(each.find))
                for each in text.secrets
                if self._regex(each.find, each.number, each.name)
            ),
            signs=self._regexes(text.signs, text.number, "signs"),
            foreign=tuple(
                (re.compile(each.pattern), each.whose)
                for each in text.foreign
                if self._regex(each.pattern, each.number, each.whose)
            ),
            profile=self._pattern(text.profile.line, text.profile.number) if text.profile else None,
            usual_profile=text.profile.otherwise if text.profile else "",
        )

    def _part(self, text: PartText) -> Part:
        return Part(
            name=text.name,
            path=text.path,
            grammar=text.grammar,
            push=text.push,
            enter=tuple(text.enter),
            leave=tuple(text.leave),
            check=tuple(text.check),
            apply=tuple(text.apply),
            save=tuple(text.save),
            comments=tuple(text.comments),
            noise=self._regexes(text.noise, text.number, "noise"),
            volatile=self._regexes(text.volatile, text.number, "volatile"),
            untypable=tuple(
                (re.compile(each.pattern), each.why)
                for each in text.untypable
                if self._regex(each.pattern, each.number, "untypable")
            ),
            ordered=text.ordered,
            blocks=frozenset(text.blocks),
            context=self._context(text.name, text.lines),
            defines=tuple(self._definition(each) for each in text.objects),
        )

    def _definition(self, text: DefinitionText) -> Definition:
        below = self._pattern(text.below, text.number) if text.below else None
        kind, name = self._object(text.defines, text.number)
        return Definition(kind, self._pattern(text.line, text.number), below, name)

    def _context(self, name: str, lines: "list[RuleText | UseText | SpellingText]") -> Context:
        context = Context(name, Lookup[Rule](), Lookup[Rule](), Lookup[tuple[str, ...]]())
        for each in self._flat(lines):
            if isinstance(each, SpellingText):
                context.spellings.add(self._pattern(each.spelling, each.number), tuple(each.means))
            else:
                rule = self._rule(each)
                context.rules.add(rule.pattern, rule)
                if rule.undo:
                    context.undos.add(self._undo(rule, each.number), rule)
        return context

    def _flat(self, lines: "list[RuleText | UseText | SpellingText]") -> "Iterator[RuleText | SpellingText]":
        for each in lines:
            if not isinstance(each, UseText):
                yield each
            elif each.group in self.groups or each.group not in self.written.groups:
                self._fault(each.number, each.group, "there is no such group, or it contains itself")
            else:
                self.groups.append(each.group)
                yield from self._flat(self.written.groups[each.group])
                self.groups.pop()

    def _rule(self, text: RuleText) -> Rule:
        pattern = self._pattern(text.line, text.number)
        self._check_template(text, pattern)
        return Rule(
            pattern=pattern,
            number=text.number,
            undo=None if text.undo == "never" else text.undo,
            change=text.change,
            listing=text.listing,
            default=_default(text),
            turn=text.turn,
            late=text.remove == "after additions",
            unique=text.unique,
            missing_undo=text.missing_undo,
            needs=self._patterns(text.needs, text.number),
            excludes=self._patterns(text.excludes, text.number),
            wipes=self._patterns(text.wipes, text.number),
            change_wipes=self._patterns(text.change_wipes, text.number),
            flips=self._flip(text.flips) if text.flips else None,
            defines=tuple(self._object(each, text.number) for each in text.defines),
            uses=tuple(self._object(each, text.number) for each in text.uses),
            blockers=self._patterns(text.blockers, text.number),
            unproven=text.unproven,
            unproven_when=next(iter(self._regexes([text.unproven_when], text.number, text.line)), None)
            if text.unproven_when
            else None,
            section=self._section(text),
        )

    def _undo(self, rule: Rule, number: int) -> Pattern:
        """Return the pattern of a rule's undo line, its holes of the same types as in the line itself."""
        types = {each.hole: each for each in rule.pattern.words if each.hole}
        pattern = self._pattern(rule.undo or "", number)
        return Pattern(pattern.text, tuple(types.get(each.hole, each) if each.hole else each for each in pattern.words))

    def _section(self, text: RuleText) -> SectionKind | None:
        if text.lines is None:
            return None
        return SectionKind(
            context=self._context(text.line, text.lines),
            leave=text.leave or "exit",
            undeletable=not text.deletable,
            hollow=text.empty == "same as absent",
        )

    def _check_template(self, text: RuleText, pattern: Pattern) -> None:
        named = [text.undo if text.undo != "never" else "", *text.defines, *text.uses]
        for template in named:
            for hole in re.findall(r"[{<]([a-z_0-9]+)[}>]", template):
                if hole not in pattern.holes:
                    self._fault(text.number, text.line, f"“{template}” names {hole}, which the line doesn't have")

    def _flip(self, text: FlipText) -> Flip:
        section = tuple(text.section.split())
        return Flip(section, self._pattern(text.line, text.number), self._patterns(text.each, text.number))

    def _object(self, text: str, number: int) -> tuple[str, str]:
        kind, _, name = text.partition(" ")
        if not name:
            self._fault(number, text, "an object is written as its kind and its name: prefix-list {list}")
        return kind, name

    def _patterns(self, texts: list[str], number: int) -> tuple[Pattern, ...]:
        return tuple(self._pattern(each, number) for each in texts)

    def _pattern(self, text: str, number: int) -> Pattern:
        try:
            return Pattern.of(text, self.types)
        except PatternError as error:
            self._fault(number, text, str(error))
            return Pattern(text, ())

    def _regexes(self, texts: list[str], number: int, name: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(each) for each in texts if self._regex(each, number, name))

    def _regex(self, text: str, number: int, name: str) -> bool:
        try:
            re.compile(text)
        except re.error as error:
            self._fault(number, name, f"“{text}” is not a regular expression: {error}")
            return False
        return True

    def _fault(self, number: int, rule: str, detail: str) -> None:
        self.faults.append(Fault("NET-CFG-021", {"rule": rule, "detail": detail}, self.path, number or None))


def _default(text: RuleText) -> Default:
    value = text.default if isinstance(text.default, dict) else {"": text.default}
    follows = tuple(text.default_follows.split()) if text.default_follows else None
    return Default({"": False, **value}, follows)
