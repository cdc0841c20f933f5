"""One way between two configs, forth or back: planned, put in order, written down. Not yet simulated."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from netops.config.chunks import known_share
from netops.config.device import Device
from netops.config.equality import equal
from netops.config.files import objects as file_objects
from netops.config.files import shape
from netops.config.marks import any_line_of
from netops.config.meeting import common_ground
from netops.config.order import FileChange, Unit, put_in_order
from netops.config.patch import Answer, CommandStep, FileStep, Script, here_document
from netops.config.patch import Step as PushStep
from netops.config.plan import Planner
from netops.config.questions import is_no_anchor, typed_again
from netops.config.quiet import Turned, interleaved, turned
from netops.config.quiet_lines import TurnedLines, turned_lines, woven
from netops.config.reader import miscounted
from netops.config.root import Root
from netops.config.rulebook import Part
from netops.config.rulebook_pieces import Dialog, Push, Turn
from netops.config.spans import align
from netops.config.state import Key
from netops.config.steps import Kept, Object, Opened, Step, guarded, left_pointing, objects
from netops.config.working import TOP, Working

SAYS_NOTHING = "the intended text holds no config line"


@dataclass(slots=True)
class Way:
    """One way, forth or back.

    Attributes:
        script: what is typed.
        expected: by part, the state that the device should have then: the intended one with what is kept.
        kept: lines left alone on purpose.
        exceptions: what is left alone because the intended text doesn't speak of it.
        obstacles: what nobody can vouch for.
        stuck: lines that were refused while the plan was made; they only matter where the whole is refused, too.
        unsaid: lines that are typed though it may be so already: nobody knows what it means that the text has neither form.
    """

    script: Script
    expected: dict[str, Root]
    kept: tuple[Kept, ...] = ()
    exceptions: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()


def once(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts without those that were said before."""
    return tuple(dict.fromkeys(texts))


@dataclass(slots=True)
class Builder:
    """Makes one way.

    Attributes:
        running: where it begins.
        intended: where it leads.
        keep: whether settings that are only absent from ``intended`` are left alone; a rollback leaves nothing alone.
        apart: whether a line that refers to another object from now on is undone first, though it could be replaced.
        calm: whether what is worked at by itself is known to be the same in both.
    """

    running: Working
    intended: Working
    keep: bool
    apart: bool = False
    calm: bool = False
    expected: dict[str, Root] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    lasting: set[Object] = field(default_factory=set)
    remade: set[Object] = field(default_factory=set)

    def way(self) -> Way:
        """Return the way, not yet simulated."""
        book = self.running.book
        files = [change for part in book.parts for change in self._part(part)]
        ordered = put_in_order(self.steps, files, frozenset(self.lasting), frozenset(self.remade))
        if ordered.loops and not self.apart:
            other = Builder(self.running, self.intended, self.keep, apart=True, calm=self.calm).way()
            if not other.obstacles:
                return other
        if ordered.loops and self.steps:
            circle = ", ".join(f"“{each}”" for each in ordered.loops)
            self.obstacles.append(f"lines refer to each other in a circle, so that their order is a guess: {circle}")
        several = len(book.parts) > 1 and (
            any(len(each.tree.parts) > 1 for each in (self.running, self.intended)) or bool(files)
        )
        script = _Writer(self.intended, several).script(ordered.units)
        self._untypable(script)
        exceptions, unsaid = once([*self.exceptions, *typed_again(self.unsaid)]), once(self.unsaid)
        return Way(script, self.expected, tuple(self.kept), exceptions, once(self.obstacles), once(self.stuck), unsaid)

    def _part(self, part: Part) -> Iterator[FileChange]:
        if not self.intended.has(part) and self.keep:
            if self.running.has(part) and len(self.running.book.parts) == 1:
                self.obstacles.append(SAYS_NOTHING)
            elif self.running.has(part):
                self.exceptions.append(f"{part.path or 'config'}: the intended text doesn't speak of it; left alone")
            return
        if part.push is Push.COMMANDS:
            self._commands(part)
            return
        before, after = self.running.nodes(part), self.intended.nodes(part)
        had, has = file_objects(part, before), file_objects(part, after)
        self.lasting |= had & has
        if shape(part, before) != shape(part, after):
            yield FileChange(part, has - had, had - has)

    def _commands(self, part: Part) -> None:
        running = self.running.root(part)
        common_ground(running, self.intended.root(part))  # before the copy, so that it is read once for all ways
        intended = self.intended.root(part).copy()
        profile, wanted_profile = running.reader.profile, intended.reader.profile
        if profile != wanted_profile:
            self.obstacles.append(f"the set of defaults changes from {profile} to {wanted_profile}")
        self.expected[part.name] = intended
        align(running, intended)
        common_ground(running, intended)
        silent = len(self.running.book.parts) == 1 and not self.intended.tree.release
        if self.keep and silent and not known_share(part, intended.chunks, 50, 1)[1]:
            self.obstacles.append(SAYS_NOTHING)
        self.obstacles += [
            *running.reader.clashes,
            *intended.reader.clashes,
            *miscounted(running.reader, intended.reader),
        ]
        if equal(running, intended):
            self._add(part, (), running, intended)
            return
        planner = Planner(
            Device(running.reader, strict=False),
            part.name,
            self.running.book.negation,
            self.keep,
            self.apart,
            before=running,
            at_once=bool(part.commit),
        )
        tried = running.copy()
        plan = planner.run(tried, intended)
        common_ground(running, tried)
        common_ground(running, intended)
        self._objects(running, plan.steps)
        self._add(part, plan.steps, running, intended)
        self.kept += plan.kept
        self.obstacles += planner.device.doubts
        self.stuck += plan.obstacles
        self.exceptions += plan.gaps if self.keep else [f"rollback: {each}" for each in plan.gaps]
        self.unsaid += plan.unsaid if self.keep else ()

    def _add(self, part: Part, steps: Sequence[Step], running: Root, intended: Root) -> None:
        """Add steps, and what is typed where nothing was read, each in its place."""
        if self.calm:
            self.steps += steps
            return
        typed = self.running.typed.get(part.name, {})
        before, after = _numbers(running, typed), _numbers(intended, {})
        here, there = (each.calm.get(part.name, {}).get(TOP) for each in (self.running, self.intended))
        lines = TurnedLines()
        if here is not None and there is not None:
            lines = turned_lines(here, there, self.running.book.negation, typed)
        alone = (Turned((number, number), set=(step,)) for number, step in lines.set)
        found = interleaved(steps, [*self._quietly(part), *alone], before, after)
        going = _numbers(running, typed, going=True)
        self.steps += woven(found, lines, going) if lines.undo or lines.late else found

    def _quietly(self, part: Part) -> Iterator[Turned]:
        """Yield what is typed in the sections that are worked at by themselves."""
        here, there = self.running.calm.get(part.name, {}), self.intended.calm.get(part.name, {})
        for head, quiet in self.running.quiet.get(part.name, {}).items():
            found = turned(quiet, here[head], there[head], self.running.book.negation, forth=self.keep)
            if found is not None:
                yield found

    def _objects(self, running: Root, steps: Sequence[Step]) -> None:
        """Find out which objects last through the change, and which go and come back."""
        touched = {each for step in steps for each in (*step.makes, *step.drops, *step.gains, *step.loses)}
        kinds = frozenset(kind for kind, _ in touched)
        had, has = objects(running, kinds), objects(self.expected[running.chunks.part.name], kinds)
        dropped = Counter(each for step in steps for each in step.drops)
        both = had.keys() & has.keys()
        remade = {each for each in both if dropped[each] >= had[each]}
        self.lasting |= both - remade
        self.remade |= remade - guarded(running)
        if self.keep:  # a rollback leads back to what was there, with all that pointed nowhere then
            gone = frozenset(each for each in had if each not in has and dropped[each])
            self.obstacles += left_pointing(self.expected[running.chunks.part.name], gone)

    def _untypable(self, script: Script) -> None:
        for step in script.steps:
            if isinstance(step, CommandStep):
                untypable = self.running.book.part(step.part).untypable
                text = "\n".join(step.lines)
                plain = text.isascii() and text.replace("\n", "").isprintable()
                near = (
                    pattern
                    for pattern, _ in untypable
                    if not (plain and _is_odd(pattern)) and _may_match(pattern, text)
                )
                found = {line for pattern in near for line in filter(pattern.search, step.lines)}
                for line in filter(found.__contains__, step.lines if found else ()):
                    for pattern, why in untypable:
                        if pattern.search(line):
                            self.obstacles.append(f"“{line}” can't be typed: {why}")


def _numbers(root: Root, typed: Mapping[Key, int], *, going: bool = False) -> Callable[[Key], int | None]:
    """Return what tells the number of a line of the top level in a text, or behind it where it was typed.

    Of lines that are ``going`` those have none that take others along, because they go first.
    """

    def number(key: Key) -> int | None:
        held = root.held.get(key)
        if held is None or (held.rule is not None and held.rule.turn is not Turn.NORMAL):
            return None
        if going and not is_no_anchor(held):
            return None
        return held.number if held.number > 0 else typed.get(key)

    return number


@dataclass(slots=True)
class _Writer:
    """Writes ordered units as commands, script and steps."""

    intended: Working
    several: bool

    def script(self, units: Sequence[Unit]) -> Script:
        """Return the units as they are read and as they are typed."""
        book = self.intended.book
        typed = next(each for each in book.parts if each.push is Push.COMMANDS)
        steps: list[PushStep] = []
        texts: list[str] = []
        held: list[Step] = []
        for unit in (*units, None):
            if unit is not None and unit.part is None:
                held += unit.steps
                continue
            if held:
                read, lines = _written(held)
                steps.append(CommandStep(typed.name, tuple(lines), answers(lines, typed.dialogs)))
                texts.append(self._marked(typed, "".join([f"{line}\n" for line in read])))
                held = []
            if unit is not None and unit.part is not None:
                step = self._file(unit.part)
                steps.append(step)
                texts.append(self._marked(unit.part, step.text))
        lines, places = self._script(steps)
        return Script("".join(texts), tuple(lines), tuple(steps), tuple(places))

    def _file(self, part: Part) -> FileStep:
        text = self.intended.mask.text(self.intended.text(part))
        return FileStep(
            part.name, part.path, text if text.endswith("\n") or not text else f"{text}\n", part.check, part.apply
        )

    def _marked(self, part: Part, text: str) -> str:
        """Return a stretch of commands under its part's marker, which a config of a single part does without."""
        return f"{part.marker}\n{text}" if self.several else text

    def _script(self, steps: Sequence[PushStep]) -> tuple[list[str], list[int]]:
        """Return what is typed, and which of these lines are answers."""
        lines: list[str] = []
        places: list[int] = []
        save: dict[tuple[str, bool], None] = {}

        def put(typed: Sequence[tuple[str, bool]]) -> None:
            places.extend([at for at, (_, answer) in enumerate(typed, len(lines)) if answer])
            lines.extend([line for line, _ in typed])

        for step in steps:
            part = self.intended.book.part(step.part)
            if isinstance(step, CommandStep):
                put(answered(part.enter, part.dialogs))
                if step.answers:
                    put(_with_answers(step.lines, step.answers))
                else:
                    lines += step.lines
                put(answered((*part.commit, *part.leave), part.dialogs))
            else:
                lines += here_document(step.path, step.text)
                lines += [*(each.replace("{path}", step.path) for each in step.check), *step.apply]
            save |= dict.fromkeys(answered(part.save, part.dialogs))
        put(list(save))
        return lines, places


def answered(lines: Sequence[str], dialogs: Sequence[Dialog]) -> list[tuple[str, bool]]:
    """Return lines, each with the answers to the questions that the device asks behind it; True for an answer."""
    return _with_answers(lines, answers(lines, dialogs))


def _with_answers(lines: Sequence[str], given: Sequence[Answer]) -> list[tuple[str, bool]]:
    if not given:
        return [(line, False) for line in lines]
    replies: dict[int, list[str]] = {}
    for each in given:
        replies.setdefault(each.at, []).append(each.answer)
    return [
        typed
        for at, line in enumerate(lines)
        for typed in ((line, False), *((each, True) for each in replies.get(at, ())))
    ]


def answers(lines: Sequence[str], dialogs: Sequence[Dialog]) -> tuple[Answer, ...]:
    """Return the answers to the questions that a device may ask behind lines."""
    asking, anywhere = _asking(tuple(each.line.pattern for each in dialogs))
    if anywhere.search("\n" + "\n".join(lines)) is None:
        return ()
    return tuple(
        Answer(at, each.asks.pattern, each.answer)
        for at, line in enumerate(lines)
        if asking.fullmatch(line) is not None
        for each in dialogs
        if each.line.fullmatch(line)
    )


@lru_cache(maxsize=64)
def _asking(lines: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return one expression for all lines behind which the device asks, and what finds any in a text: many are looked at together first."""
    return re.compile("|".join(f"(?:{each})" for each in lines) or r"(?!)"), any_line_of(lines or (r"(?!)",))


def _may_match(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a pattern may match one of many lines: one without anchors matches all of them together then."""
    return _ANCHORED.search(pattern.pattern) is not None or pattern.search(text) is not None


@lru_cache(maxsize=256)
def _is_odd(pattern: re.Pattern[str]) -> bool:
    """Whether a pattern is of one character that no line of printable ASCII has."""
    one = re.fullmatch(r"\[(?:[^\\\]]|\\.)+\]", pattern.pattern) is not None
    return one and not any(pattern.match(chr(each)) for each in range(0x20, 0x7F))


_ANCHORED = re.compile(r"[\^$(]|\\[AZ]")


def _common(first: Sequence[Opened], second: Sequence[Opened]) -> int:
    size = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        size += 1
    return size


def _written(steps: Iterable[Step]) -> tuple[list[str], list[str]]:
    """Return the lines as a person reads them, one space a level and no leave lines, and as they are typed, sections entered and left."""
    read: list[str] = []
    typed: list[str] = []
    inside: tuple[Opened, ...] = ()
    for step in steps:
        if step.inside is not inside:
            same = _common(inside, step.inside)
            typed += [each.leave for each in reversed(inside[same:])]
            typed += [each.text for each in step.inside[same:]]
            read += [f"{' ' * at}{each.text}" for at, each in enumerate(step.inside[same:], same)]
            inside = step.inside
        line = step.line
        if line is not None:
            read.append(f"{' ' * len(inside)}{line}")  # a body behind the first line stands as it is typed
            typed += line.split("\n")
    typed += [each.leave for each in reversed(inside)]
    return read, typed
