"""Turns a rulebook as it is written into what is looked up, for one software release; collects faults on the way."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from netops.config.listing import Listing
from netops.config.pattern import Pattern, PatternError, WordType
from netops.config.rewriting import Rewrite, Rewriter
from netops.config.rulebook import (
    Context,
    Default,
    Definition,
    Dialog,
    Flip,
    Numbered,
    Opaque,
    Part,
    Rule,
    Rulebook,
    Secret,
    SectionKind,
    Spelling,
)
from netops.config.rulebook_text import (
    DefinitionText,
    FlipText,
    NumberedText,
    OpaqueText,
    PartText,
    Place,
    RulebookText,
    RuleText,
    SpellingText,
    UseText,
)
from netops.config.secret_forms import DECODERS
from netops.config.spelling import SPELLERS, interface
from netops.errors import Fault

SHOWN = "shown"
"""A default that says: the device shows both forms, so that a missing line tells nothing."""
Lines = Iterable[RuleText | UseText | SpellingText]
_TEMPLATE_HOLE = re.compile(r"[{<]([a-z_0-9]+)[}>]")
_FIRST_WORD = re.compile(r"(?:\(\?P<\w+>|\(\?:)*(?P<word>[a-z][a-z-]{2,})(?![a-z|?*+{-])")
_LAST_NUMBERS = re.compile(r"\d+ \d+$")


def numbers(release: str) -> tuple[int, ...]:
    """Return the numbers in a release, by which releases are compared.

    Example:
        >>> numbers("V200R019C10") > numbers("V200R005")
        True
    """
    return tuple(int(each) for each in re.findall(r"\d+", release))


@dataclass
class Compiler:
    """Compiles one rulebook for one release.

    Attributes:
        written: what people wrote.
        path: its file, for faults without a place of their own.
        release: the release that the rules are to hold for.
        faults: what is wrong.
    """

    written: RulebookText
    path: str
    release: str
    faults: list[Fault] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    by_release: bool = False
    opaque: tuple[Opaque, ...] = ()

    def __post_init__(self) -> None:
        ports = interface(self.written.interface_names)
        self.types = {
            name: WordType(re.compile(each.shape), ports if each.spell == "interface" else SPELLERS[each.spell])
            for name, each in self.written.types.items()
            if self._regex(each.shape, each.place, name)
        }
        self.rewriter = Rewriter(
            tuple(
                Rewrite.of(each.find, each.put, each.word)
                for each in self.written.rewrites
                if self._regex(each.find, each.place, "rewrites")
            ),
            frozenset({*self.written.joins, *(ports(each) for each in self.written.joins)}),
        )

    def rulebook(self, compiled: Callable[[str], Rulebook]) -> Rulebook:
        """Return the compiled rulebook; it is only good when there are no faults."""
        text = self.written
        parts = tuple(self._part(each) for each in text.parts)
        return Rulebook(
            name=text.platform,
            release=self.release,
            parts=parts,
            negation=text.negation,
            secrets=self._secrets(),
            signs=self._regexes(text.signs, text.place, "signs"),
            foreign=tuple(
                (re.compile(each.pattern), each.whose)
                for each in text.foreign
                if self._regex(each.pattern, each.place, each.whose)
            ),
            profile=self._pattern(text.profile.line, text.profile.place) if text.profile else None,
            usual_profile=text.profile.otherwise if text.profile else "",
            release_line=self._maybe(text.release_line, text.place, "release_line"),
            device_line=self._maybe(
                text.device_line and rf"(?m)^ ?(?:{text.device_line})[ \t]*$", text.place, "device_line"
            ),
            by_release=self.by_release,
            compiled=compiled,
        )

    def _secrets(self) -> tuple[Secret, ...]:
        return tuple(
            Secret(
                each.name,
                each.word,
                re.compile(each.find),
                DECODERS[each.decode] if each.decode else None,
                self._maybe(each.reencrypted, each.place, each.name),
            )
            for each in self.written.secrets
            if self._regex(each.find, each.place, each.name)
        )

    def _part(self, text: PartText) -> Part:
        place = text.place
        leave_words = frozenset(text.leave_words)
        self.opaque = tuple(self._opaque(each) for each in text.opaque)
        return Part(
            name=text.name,
            path=text.path,
            grammar=text.grammar,
            push=text.push,
            enter=tuple(text.enter),
            commit=tuple(text.commit),
            leave=tuple(text.leave),
            check=tuple(text.check),
            apply=tuple(text.apply),
            save=tuple(text.save),
            comments=tuple(text.comments),
            separators=tuple(text.separators),
            leave_words=leave_words,
            ends=leave_words & {"end", "return"},
            opaque=self.opaque,
            dialogs=tuple(
                Dialog(re.compile(each.line), re.compile(each.asks), each.answer)
                for each in text.dialogs
                if self._regex(each.line, each.place, "dialogs") and self._regex(each.asks, each.place, "dialogs")
            ),
            noise=self._any(text.noise, place, "noise"),
            volatile=self._any(text.volatile, place, "volatile"),
            untypable=tuple(
                (re.compile(each.pattern), each.why)
                for each in text.untypable
                if self._regex(each.pattern, each.place, "untypable")
            ),
            ordered=text.ordered,
            blocks=frozenset(text.blocks),
            context=self._context(text.name or "top", text.lines),
            defines=tuple(self._definition(each) for each in text.objects),
        )

    def _opaque(self, text: OpaqueText) -> Opaque:
        start = self._maybe(rf"[ \t]*(?:{text.line})", text.place, text.line) or re.compile("(?!)")
        if text.delimiter and "open" not in start.groupindex:
            self._fault(text.place, text.line, "a delimiter is what the group “open” finds: (?P<open>\\S)")
        until = None if text.delimiter else self._maybe(rf"[ \t]*(?:{text.until})[ \t]*", text.place, text.line)
        word = _FIRST_WORD.match(text.line)
        return Opaque(start, until, word["word"] if word is not None else "")

    def _definition(self, text: DefinitionText) -> Definition:
        below = self._pattern(text.below, text.place) if text.below else None
        kind, name = self._object(text.defines, text.place)
        return Definition(kind, self._pattern(text.line, text.place), below, name)

    def _context(self, name: str, lines: Lines) -> Context:
        context = Context(
            name,
            self.written.negation,
            self.written.exact_undo,
            self.rewriter,
            tuple(each for each in self.opaque if each.until is None),
        )
        for each in self._flat(lines):
            if isinstance(each, SpellingText):
                paths = tuple(tuple(means.split(" / ")) for means in each.means)
                pattern = self._pattern(each.spelling, each.place)
                hole = next((word.hole for word in pattern.words if word.hole), "")
                context.spellings.add(pattern, Spelling(paths, each.each, hole))
                _may_open(context, pattern)
                context.respelled.add(pattern.words[0].literal)
                context.ordered.add(pattern.words[0].literal)
                _alias(context, pattern, paths)
            elif self._holds(each):
                self._add(context, each)
        return context

    def _add(self, context: Context, text: RuleText) -> None:
        rule = self._rule(text)
        context.rules.add(rule.pattern, rule)
        context.every.append(rule)
        context.makes = context.makes or bool(rule.defines)
        context.spans = context.spans or bool(rule.span)
        context.deltas = context.deltas or bool(rule.add or rule.remove or (rule.section and rule.section.numbered))
        context.odd_undos = context.odd_undos or bool(rule.undo and rule.undo.split()[0] != context.negation)
        context.sequences = context.sequences or rule.sequence
        if rule.sequence:
            context.ordered.add(rule.pattern.words[0].literal)
        for template, lookup in (
            (rule.undo, context.undos),
            (rule.add, context.adds),
            (rule.remove, context.removes),
        ):
            if template:
                lookup.add(self._typed(rule, template, text.place), rule)
        context.delta_words |= {template.split()[0] for template in (rule.add, rule.remove) if template}
        kind = rule.section
        if kind is None:
            return
        _may_open(context, rule.pattern)
        context.leaves |= {kind.leave}
        if kind.numbered is not None and kind.numbered.resequence:
            template = kind.numbered.resequence.replace("{first}", "<first>").replace("{step}", "<step>")
            context.resequences.add(self._typed(rule, template, text.place), rule)

    def _holds(self, rule: RuleText) -> bool:
        """Whether a rule holds for the release that is compiled for."""
        if not (rule.since or rule.before):
            return True
        self.by_release = True
        release = numbers(self.release)
        return (not rule.since or release >= numbers(rule.since)) and (
            not rule.before or release < numbers(rule.before)
        )

    def _flat(self, lines: Lines) -> "Iterator[RuleText | SpellingText]":
        for each in lines:
            if not isinstance(each, UseText):
                yield each
            elif each.group in self.groups or each.group not in self.written.groups:
                self._fault(each.place, each.group, "there is no such group, or it contains itself")
            else:
                self.groups.append(each.group)
                yield from self._flat(self.written.groups[each.group])
                self.groups.pop()

    def _rule(self, text: RuleText) -> Rule:
        pattern = self._pattern(text.line, text.place)
        self._check_templates(text, pattern)
        paths = any(" / " in each for each in text.wipes)
        return Rule(
            pattern=pattern,
            number=text.place[1],
            undo=None if text.undo == "never" else text.undo,
            change=text.change,
            listing=text.listing,
            accumulates=text.accumulates,
            add=text.add,
            remove=text.remove,
            most=text.most,
            sequence=text.sequence,
            default=_default(text),
            turn=text.turn,
            late=text.late,
            adds_first=text.adds_first,
            kept=text.kept,
            shuts=text.shuts,
            span=tuple(text.span),
            single=text.single,
            unique=text.unique,
            missing_undo=text.missing_undo,
            needs=self._patterns(text.needs, text.place),
            excludes=self._patterns(text.excludes, text.place),
            wipes=() if paths else self._patterns(text.wipes, text.place),
            wipe_paths=tuple(self._patterns(each.split(" / "), text.place) for each in text.wipes) if paths else (),
            change_wipes=self._patterns(text.change_wipes, text.place),
            set_wipes=self._patterns(text.set_wipes, text.place),
            may_wipe=self._patterns(text.may_wipe, text.place),
            wipes_elsewhere=tuple(self._patterns(each.split(" / "), text.place) for each in text.wipes_elsewhere),
            flips=self._flip(text.flips) if text.flips else None,
            defines=tuple(self._object(each, text.place) for each in text.defines),
            uses=tuple(self._object(each, text.place) for each in text.uses),
            exclusive=tuple(self._object(each, text.place) for each in text.exclusive),
            blockers=self._patterns(text.blockers, text.place),
            unproven=text.unproven,
            unproven_when=self._maybe(text.unproven_when, text.place, text.line),
            unproven_change=text.unproven_change,
            section=self._section(text),
        )

    def _typed(self, rule: Rule, template: str, place: Place) -> Pattern:
        """Return the pattern of a line that is typed for a rule, its holes of the same types as in the rule's line."""
        types = {each.hole: each for each in rule.pattern.words if each.hole}
        pattern = self._pattern(template, place)
        words = tuple(types.get(each.hole, each) if each.hole and not each.is_rest else each for each in pattern.words)
        return Pattern(pattern.text, words)

    def _section(self, text: RuleText) -> SectionKind | None:
        if text.lines is None:
            return None
        return SectionKind(
            context=self._context(text.line, text.lines),
            leave=text.leave or ("quit" if self.written.negation == "undo" else "exit"),
            undeletable=not text.deletable,
            hollow=text.empty == "same as absent",
            numbered=self._numbered(text.numbered) if text.numbered else None,
            rebuild=text.rebuild,
        )

    def _numbered(self, text: NumberedText) -> Numbered:
        command = text.resequence
        if command and "{first}" not in command:
            command = _LAST_NUMBERS.sub("{first} {step}", command)
        return Numbered(text.first, text.step, command, self._patterns(text.notes, text.place))

    def _check_templates(self, text: RuleText, pattern: Pattern) -> None:
        named = [
            text.undo if text.undo != "never" else "",
            text.add,
            text.remove,
            *text.defines,
            *text.uses,
            *text.exclusive,
        ]
        for template in named:
            for hole in _TEMPLATE_HOLE.findall(template):
                if hole not in pattern.holes:
                    self._fault(text.place, text.line, f"“{template}” names {hole}, which the line doesn't have")
        if text.remove and text.listing is Listing.NONE:
            self._fault(text.place, text.line, "“remove” takes members from a set; say by “listing” how it is written")

    def _flip(self, text: FlipText) -> Flip:
        section = tuple(text.section.split())
        return Flip(section, self._pattern(text.line, text.place), self._patterns(text.each, text.place))

    def _object(self, text: str, place: Place) -> tuple[str, str]:
        kind, _, name = text.partition(" ")
        if not name:
            self._fault(place, text, "an object is written as its kind and its name: prefix-list {list}")
        return kind, name

    def _patterns(self, texts: Iterable[str], place: Place) -> tuple[Pattern, ...]:
        return tuple(self._pattern(each, place) for each in texts)

    def _pattern(self, text: str, place: Place) -> Pattern:
        try:
            return Pattern.of(text, self.types)
        except PatternError as error:
            self._fault(place, text, str(error))
            return Pattern(text, ())

    def _regexes(self, texts: Iterable[str], place: Place, name: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(each) for each in texts if self._regex(each, place, name))

    def _maybe(self, text: str, place: Place, name: str) -> re.Pattern[str] | None:
        return re.compile(text) if text and self._regex(text, place, name) else None

    def _any(self, texts: Iterable[str], place: Place, name: str) -> re.Pattern[str] | None:
        """Return one expression that matches what any of the texts matches; None where there is none."""
        good = [each for each in texts if self._regex(each, place, name)]
        return re.compile("|".join(f"(?:{each})" for each in good)) if good else None

    def _regex(self, text: str, place: Place, name: str) -> bool:
        try:
            re.compile(text)
        except re.error as error:
            self._fault(place, name, f"“{text}” is not a regular expression: {error}")
            return False
        return True

    def _fault(self, place: Place, rule: str, detail: str) -> None:
        path, line = place if place[1] else (self.path, None)
        self.faults.append(Fault("NET-CFG-021", {"rule": rule, "detail": detail}, path, line))


def _may_open(context: Context, pattern: Pattern) -> None:
    start = " ".join(pattern.start_of({}))
    if not start:
        context.openers = None
    elif context.openers is not None and start not in context.openers:
        context.openers = (*context.openers, start)


def _alias(context: Context, pattern: Pattern, paths: tuple[tuple[str, ...], ...]) -> None:
    """Remember that lines with one first word may mean lines with another, so that both are looked for together."""
    words = {pattern.words[0].literal} | {path[0].split()[0] for path in paths}
    together = frozenset().union(words, *(context.aliases.get(word, frozenset()) for word in words))
    if len(together) > 1:
        context.aliases |= dict.fromkeys(together, together)


def _default(text: RuleText) -> Default:
    value: Mapping[str, bool | str] = text.default if isinstance(text.default, dict) else {"": text.default}
    follows = tuple(text.default_follows.split()) if text.default_follows else None
    if value.get("") == SHOWN:
        return Default({"": False}, shown=True, follows=follows)
    return Default({"": False, **value}, follows=follows)
