"""Turns a rulebook as it is written into what is looked up, for one software release; collects faults on the way."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from netops.config.checked import Anywhere
from netops.config.listing import Listing
from netops.config.lookup import Lookup
from netops.config.marks import Foreign, LineFinder, Marks, plain_word, telling_word
from netops.config.missing import SAYS_NO, Default, Leader
from netops.config.nets import Network
from netops.config.pattern import Beside, Pattern, PatternError, Without, WordType
from netops.config.rewriting import Rewrite, Rewriter
from netops.config.rulebook import Context, Numbered, Part, Rule, Rulebook, SectionKind
from netops.config.rulebook_context import alias, may_open, note, note_section, said_of_texts, taken_of
from netops.config.rulebook_pieces import Definition, Dialog, Flip, Opaque, Secret, Spelling
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
    TypeText,
    UseText,
    in_need,
    paths_of,
    pieces,
    single,
)
from netops.config.secret_forms import DECODERS, any_spelling
from netops.config.spelling import SPELLERS, interface
from netops.config.values import RANGE, TAKES, is_within
from netops.errors import Fault

SHOWN: Mapping[object, bool | None] = {"shown": None, "shown on": True, "shown off": False}
"""Defaults that say: the device shows both forms; what it means where a text has neither, as far as that is known."""
Lines = Iterable[RuleText | UseText | SpellingText]
_TEMPLATE_HOLE = re.compile(r"[{<]([a-z_0-9]+)[}>]")
_NO_CHARACTER = re.compile("[\ud800-\udfff]")
"""What `netops.config.encoding` keeps of bytes that belong to no character."""
_CONTROL = re.compile(r"[\x07\x08\x0b\x0c\x1b\x80-\x9f]")
"""What a terminal takes for a command of its own; ^C stands around banners."""
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
        release: the release that the rules are to hold for; empty where nobody knows it: what a missing line means is then
            unknown where it depends on the release, and all else is as for the release that is written.
        faults: what is wrong.
        patterns: those that were compiled, by their text; ``leaves``: rules of lines that open nothing, by the identity of their text,
            which a group of lines has in common wherever it is used.
    """

    written: RulebookText
    path: str
    release: str
    faults: list[Fault] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    by_release: bool = False
    unsaid_by_release: bool = False
    opaque: tuple[Opaque, ...] = ()
    deciding: Lookup[None] = field(default_factory=Lookup)
    patterns: dict[str, Pattern] = field(default_factory=dict)
    leaves: dict[int, tuple[RuleText, Rule]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ports = interface(self.written.interface_names)
        self.types = {
            name: WordType(
                re.compile(self.written.regex_of(each.expression)),
                ports if each.spell == "interface" else SPELLERS[each.spell],
                self._takes(each, name),
                each.what or (f"number of {each.takes}" if each.takes[:1].isdigit() else each.takes or name),
                re.compile(self.written.regex_of(each.part)) if each.parts else None,
                {word: frozenset(others) for word, others in each.apart.items()},
            )
            for name, each in self.written.types.items()
            if self._regex(self.written.regex_of(each.expression), each.place, name)
        }
        self.values = {hole: self._type(name, hole) for hole, name in self.written.values.items()}
        self.anywhere = tuple(
            Anywhere(
                re.compile(each.find),
                self._type(each.type, each.find),
                tuple(each.words) or ("",),
                self._maybe(each.unless, each.place, each.find),
            )
            for each in self.written.anywhere
            if self._regex(each.find, each.place, each.find)
        )
        self.rewriter = Rewriter(
            tuple(
                Rewrite.of(each.find, each.put, each.word)
                for each in self.written.rewrites
                if self._regex(each.find, each.place, "rewrites")
            ),
            frozenset({*self.written.joins, *(ports(each) for each in self.written.joins)}),
        )

    def _takes(self, text: TypeText, name: str) -> Callable[[str], bool] | None:
        if not text.takes or text.takes in TAKES:
            return TAKES.get(text.takes)
        if RANGE.fullmatch(text.takes) is None:
            self._fault(
                text.place, name, f"“{text.takes}” is neither a range like 1-4094 nor one of {', '.join(TAKES)}"
            )
            return None
        return is_within(text.takes)

    def _type(self, name: str, what: str) -> WordType:
        if name not in self.types:
            self._fault(self.written.place, what, f"there is no type {name}")
        return self.types.get(name, WordType(re.compile("")))

    def rulebook(self, compiled: Callable[[str], Rulebook]) -> Rulebook:
        """Return the compiled rulebook; it is only good when there are no faults."""
        text = self.written
        parts = tuple(self._part(each) for each in text.parts)
        return Rulebook(
            name=text.platform,
            release=self.release or text.release,
            parts=parts,
            negation=text.negation,
            secrets=self._secrets(),
            marks=self._marks(),
            profile=self._pattern(text.profile.line, text.profile.place) if text.profile else None,
            usual_profile=text.profile.otherwise if text.profile else "",
            by_release=self.by_release,
            unsaid_by_release=self.unsaid_by_release,
            compiled=compiled,
        )

    def _marks(self) -> Marks:
        text = self.written
        return Marks(
            likely=self._regexes(text.signs, text.place, "signs"),
            certain=self._regexes(text.certain, text.place, "certain"),
            foreign=tuple(
                Foreign(re.compile(each.pattern), each.whose, tuple(each.platform))
                for each in text.foreign
                if self._regex(each.pattern, each.place, each.whose)
            ),
            device=self._finder(text.device_line, "device_line") if text.device_line else None,
            heads=tuple(self._finder(each, "head_lines") for each in text.head_lines),
            whole_after=tuple(self._finder(each, "whole_after") for each in text.whole_after),
            last_line=text.last_line,
            **said_of_texts(text, self._maybe),
            release=self._maybe(text.release_line, text.place, "release_line"),
        )

    def _finder(self, pattern: str, key: str) -> LineFinder:
        found = self._maybe(pattern if key == "device_line" else rf"[ \t]*(?:{pattern})", self.written.place, key)
        return LineFinder(found or re.compile("(?!)"), plain_word(pattern))

    def _secrets(self) -> tuple[Secret, ...]:
        return tuple(
            Secret(
                each.name,
                each.word.lower(),
                re.compile(any_spelling(each.find)),
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
        context = self._context(text.name or "top", text.lines)
        context.given = frozenset(self._object(each, self.written.place) for each in self.written.given)
        context.unshown = frozenset(self.written.unshown)
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
            untypable=(
                (_NO_CHARACTER, "it holds bytes of no character"),
                (_CONTROL, "it holds a control character"),
                *(
                    (re.compile(each.pattern), each.why)
                    for each in text.untypable
                    if self._regex(each.pattern, each.place, "untypable")
                ),
            ),
            expands=text.expands,
            ordered=text.ordered,
            blocks=frozenset(text.blocks),
            context=context,
            defines=tuple(self._definition(each) for each in text.objects),
        )

    def _opaque(self, text: OpaqueText) -> Opaque:
        start = self._maybe(rf"[ \t]*(?:{text.line})", text.place, text.line) or re.compile("(?!)")
        if text.delimiter and "open" not in start.groupindex:
            self._fault(text.place, text.line, "a delimiter is what the group “open” finds: (?P<open>\\S)")
        until = None if text.delimiter else self._maybe(rf"[ \t]*(?:{text.until})[ \t]*", text.place, text.line)
        return Opaque(start, until, telling_word(text.line))

    def _definition(self, text: DefinitionText) -> Definition:
        below = self._pattern(text.below, text.place) if text.below else None
        kind, name = self._object(text.defines or text.insists, text.place)
        return Definition(kind, self._pattern(text.line, text.place), below, name, bool(text.insists))

    def _context(self, name: str, lines: Lines) -> Context:
        context = Context(
            name,
            self.written.negation,
            self.written.exact_undo,
            self.rewriter,
            tuple(each for each in self.opaque if each.until is None),
            self.anywhere,
            deciding=self.deciding,
        )
        for each in self._flat(lines):
            if isinstance(each, SpellingText):
                paths = tuple(tuple(means.split(" / ")) for means in each.means)
                pattern = self._pattern(each.spelling, each.place)
                hole = next((word.hole for word in pattern.words if word.hole), "")
                context.spellings.add(pattern, Spelling(paths, each.each, hole))
                may_open(context, pattern)
                context.respelled.add(pattern.words[0].literal)
                context.ordered.add(pattern.words[0].literal)
                alias(context, pattern, paths)
            elif self._holds(each):
                self._add(context, each)
        return context

    def _add(self, context: Context, text: RuleText) -> None:
        _, rule = self.leaves.get(id(text), (text, None))
        if rule is None:
            rule = self._rule(text)
            if rule.section is None:
                self.leaves[id(text)] = text, rule  # with the text, or another may be given its place in memory
        context.rules.add(rule.pattern, rule)
        context.every.append(rule)
        note(context, rule)
        for deciding in rule.default.deciding():
            self.deciding.add(deciding, None)
        for template, lookup in ((rule.undo, context.undos), (rule.add, context.adds), (rule.remove, context.removes)):
            if template:
                lookup.add(self._typed(rule, template, text.place), rule)
        kind = rule.section
        if kind is None:
            return
        note_section(context, rule.pattern, kind)
        if kind.numbered is not None and kind.numbered.resequence:
            template = kind.numbered.resequence.replace("{first}", "<first>").replace("{step}", "<step>")
            context.resequences.add(self._typed(rule, template, text.place), rule)

    def _holds(self, rule: RuleText) -> bool:
        """Whether a rule holds for the release that is compiled for."""
        if not (rule.since or rule.before):
            return True
        self.by_release = True
        release = numbers(self.release or self.written.release)
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
                yield from (in_need(rule, each.needs) for rule in self._flat(self.written.groups[each.group]))
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
            default=self._default(text),
            turn=text.turn,
            late=text.late,
            adds_first=text.adds_first,
            kept=text.kept,
            shuts=text.shuts,
            guards=text.guards,
            span=tuple(text.span),
            single=text.single,
            lasting=text.lasting,
            unique=text.unique,
            entry=text.entry,
            options=frozenset(text.options),
            options_unless=text.options_unless,
            missing_undo=text.missing_undo,
            needs=self._patterns(single(text.needs), text.place),
            excludes=self._patterns(single(text.excludes), text.place),
            bars=self._patterns(text.bars, text.place),
            alike=tuple(self._alike(each, text.place) for each in text.alike),
            wipes=() if paths else self._patterns(text.wipes, text.place),
            wipe_paths=self._paths(text.wipes, text.place) if paths else (),
            change_wipes=self._patterns(text.change_wipes, text.place),
            set_wipes=self._patterns(text.set_wipes, text.place),
            may_wipe=self._patterns(text.may_wipe, text.place),
            unsure=self._patterns(text.unsure, text.place),
            with_last=self._patterns(text.with_last, text.place),
            flips=self._flip(text.flips) if text.flips else None,
            brings=tuple(text.brings),
            defines=tuple(self._object(each, text.place) for each in text.defines),
            uses=tuple(self._object(each, text.place) for each in text.uses),
            exclusive=tuple(self._object(each, text.place) for each in text.exclusive),
            insists=self._referred(text, text.insists),
            goes_with=self._referred(text, text.goes_with),
            holds=self._referred(text, text.holds),
            freed_late=text.freed_late,
            network=Network(text.network.of, self._patterns(text.network.within, text.place)) if text.network else None,
            inside=text.inside,
            blockers=self._patterns(text.blockers, text.place),
            unproven=text.unproven,
            unproven_when=self._maybe(text.unproven_when, text.place, text.line),
            unproven_change=text.unproven_change,
            takes=taken_of(text.takes, text.place, text.line, self._type, self._fault),
            section=self._section(text),
            **{name: self._paths(lines, text.place) for name, lines in paths_of(text).items()},
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
        context = self._context(text.line, text.lines)
        context.enclosed = text.enclosed
        return SectionKind(
            context=context,
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
        notes, entries = self._patterns(text.notes, text.place), self._patterns(text.entries, text.place)
        takes = taken_of(text.takes, text.place, command, self._type, self._fault)
        return Numbered(text.first, text.step, command, notes, entries, text.notes_bound, takes)

    def _check_templates(self, text: RuleText, pattern: Pattern) -> None:
        named = [
            text.undo if text.undo != "never" else "",
            text.add,
            text.remove,
            *text.defines,
            *text.uses,
            *text.exclusive,
            text.network.of if text.network else "",
            text.inside,
        ]
        for template in named:
            for hole in _TEMPLATE_HOLE.findall(template):
                if hole not in pattern.holes:
                    self._fault(text.place, text.line, f"“{template}” names {hole}, which the line doesn't have")
        if text.remove and text.listing is Listing.NONE:
            self._fault(text.place, text.line, "“remove” takes members from a set; say by “listing” how it is written")

    def _default(self, text: RuleText) -> Default:
        value: Mapping[str, bool | str] = text.default if isinstance(text.default, dict) else {"": text.default}
        follows = tuple(text.default_follows.split()) if text.default_follows else None
        if value.get("") in SHOWN:
            usual, decided = SHOWN[value.get("")], bool(text.since or text.before)
            self.unsaid_by_release |= decided and usual is not None
            usual = None if decided and not self.release else usual
            return Default({"": False}, shown=True, usual=usual, follows=follows)
        like = text.default_like
        leader = Leader(self._patterns(like.named, like.place), self._pattern(like.line, like.place)) if like else None
        found = Default({"": False, **value}, follows=follows, leader=leader)
        return SAYS_NO if found == SAYS_NO else found

    def _flip(self, text: FlipText) -> Flip:
        section = tuple(text.section.split())
        return Flip(section, self._pattern(text.line, text.place), self._patterns(text.each, text.place))

    def _alike(self, text: str, place: Place) -> tuple[str, Pattern]:
        section, _, line = text.partition(" / ")
        return section, self._pattern(line, place)

    def _object(self, text: str, place: Place) -> tuple[str, str]:
        kind, _, name = text.partition(" ")
        if not name:
            self._fault(place, text, "an object is written as its kind and its name: prefix-list {list}")
        return kind, name

    def _paths(self, texts: Iterable[str], place: Place) -> tuple[tuple[Pattern, ...], ...]:
        return tuple(self._patterns(pieces(each), place) for each in texts)

    def _referred(self, text: RuleText, kinds: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return the references of a line to objects of some kinds."""
        uses = [self._object(each, text.place) for each in text.uses]
        for kind in kinds:
            if all(kind != each for each, _ in uses):
                self._fault(text.place, text.line, f"the line refers to no {kind}: “uses” names what it refers to")
        return tuple(each for each in uses if each[0] in kinds)

    def _patterns(self, texts: Iterable[str], place: Place) -> tuple[Pattern, ...]:
        return tuple(self._pattern(each, place) for each in texts)

    def _pattern(self, text: str, place: Place) -> Pattern:
        found = self.patterns.get(text)
        if found is None:
            try:
                kind, line = (Beside, text[1:-1]) if text[0] == "[" else (Pattern, text)
                if kind is Beside and line.startswith("without "):
                    kind, line = Without, line.removeprefix("without ")
                found = self.patterns[text] = kind.of(line, self.types, self.values)
            except PatternError as error:
                self._fault(place, text, str(error))
                return Pattern(text, ())
        return found

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
