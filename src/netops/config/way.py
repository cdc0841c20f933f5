"""One way between two configs, forth or back: planned, put in order, written down. Not yet simulated."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from netops.config.device import Device
from netops.config.files import objects as file_objects
from netops.config.files import shape
from netops.config.order import FileChange, Unit, put_in_order
from netops.config.patch import CommandStep, FileStep, Script, here_document
from netops.config.patch import Step as PushStep
from netops.config.plan import Kept, Object, Opened, Planner, Step, guarded, objects
from netops.config.rulebook import Dialect, Part, Push
from netops.config.secret import Mask
from netops.config.state import Reader, Section, equal, read_state
from netops.config.tree import Tree


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
    """

    script: Script
    expected: dict[str, Section]
    kept: tuple[Kept, ...] = ()
    exceptions: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()


def once(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts without those that were said before."""
    return tuple(dict.fromkeys(texts))


@dataclass(slots=True)
class Builder:
    """Makes one way.

    Attributes:
        p: the platform.
        running: where it begins.
        intended: where it leads.
        mask: hides secrets.
        keep: whether settings that are only absent from ``intended`` are left alone; a rollback leaves nothing alone.
    """

    p: Dialect
    running: Tree
    intended: Tree
    mask: Mask
    keep: bool
    expected: dict[str, Section] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    lasting: set[Object] = field(default_factory=set)
    remade: set[Object] = field(default_factory=set)

    def way(self) -> Way:
        """Return the way, not yet simulated."""
        files = [change for part in self.p.rulebook.parts for change in self._part(part)]
        ordered = put_in_order(self.steps, files, frozenset(self.lasting), frozenset(self.remade))
        if ordered.loops and self.steps:
            self.obstacles.append("lines refer to each other in a circle, so that their order is a guess")
        several = any(len(tree.parts) > 1 for tree in (self.running, self.intended)) or bool(files)
        script = _Writer(self.p, self.intended, self.mask, several).script(ordered.units)
        self._untypable(script)
        return Way(
            script, self.expected, tuple(self.kept), once(self.exceptions), once(self.obstacles), once(self.stuck)
        )

    def _part(self, part: Part) -> Iterator[FileChange]:
        if self.intended.text(part.name) is None and self.keep:
            if self.running.text(part.name) is not None:
                self.exceptions.append(f"{part.path or 'config'}: the intended text doesn't speak of it; left alone")
            return
        if part.push is Push.COMMANDS:
            self._commands(part)
            return
        before, after = self.running.part(part.name), self.intended.part(part.name)
        had, has = file_objects(part, before), file_objects(part, after)
        self.lasting |= had & has
        if shape(part, before) != shape(part, after):
            yield FileChange(part, has - had, had - has)

    def _commands(self, part: Part) -> None:
        book = self.p.rulebook
        running, profile = read_state(book, part, self.running.part(part.name), self.mask)
        intended, wanted_profile = read_state(book, part, self.intended.part(part.name), self.mask)
        if profile != wanted_profile:
            self.obstacles.append(f"the set of defaults changes from {profile} to {wanted_profile}")
        had, has = objects(running), objects(intended)
        self.expected[part.name] = intended
        if equal(running, intended):
            return
        planner = Planner(Device(Reader(self.mask, profile)), part.name, self.keep)
        plan = planner.run(running.copy(), intended)
        dropped = Counter(each for step in plan.steps for each in step.drops)
        both = had.keys() & has.keys()
        remade = {each for each in both if dropped[each] >= had[each]}
        self.lasting |= both - remade
        self.remade |= remade - guarded(running)
        self.steps += plan.steps
        self.kept += plan.kept
        self.obstacles += planner.device.doubts
        self.stuck += plan.obstacles

    def _untypable(self, script: Script) -> None:
        for step in script.steps:
            if isinstance(step, CommandStep):
                for line in step.lines:
                    for pattern, why in self.p.rulebook.part(step.part).untypable:
                        if pattern.search(line):
                            self.obstacles.append(f"“{line}” can't be typed: {why}")


@dataclass(slots=True)
class _Writer:
    """Writes ordered units as commands, script and steps."""

    p: Dialect
    intended: Tree
    mask: Mask
    several: bool

    def script(self, units: Sequence[Unit]) -> Script:
        typed = next(each for each in self.p.rulebook.parts if each.push is Push.COMMANDS)
        steps: list[PushStep] = []
        texts: list[str] = []
        held: list[Step] = []
        for unit in (*units, None):
            if unit is not None and unit.part is None:
                held += unit.steps
                continue
            if held:
                steps.append(CommandStep(typed.name, tuple(_typed(held))))
                texts.append(self._marked(typed, "".join(f"{line}\n" for line in _read(held))))
                held = []
            if unit is not None and unit.part is not None:
                step = self._file(unit.part)
                steps.append(step)
                texts.append(self._marked(unit.part, step.text))
        return Script("".join(texts), tuple(self._script(steps)), tuple(steps))

    def _file(self, part: Part) -> FileStep:
        text = self.mask.text(self.intended.text(part.name) or "")
        return FileStep(
            part.name, part.path, text if text.endswith("\n") or not text else f"{text}\n", part.check, part.apply
        )

    def _marked(self, part: Part, text: str) -> str:
        """Return a stretch of commands under its part's marker, which a config of a single part does without."""
        return f"{part.marker}\n{text}" if self.several else text

    def _script(self, steps: Sequence[PushStep]) -> Iterator[str]:
        save: dict[str, None] = {}
        for step in steps:
            part = self.p.rulebook.part(step.part)
            if isinstance(step, CommandStep):
                yield from part.enter
                yield from step.lines
                yield from part.leave
            else:
                yield from here_document(step.path, step.text)
                yield from (command.replace("{path}", step.path) for command in step.check)
                yield from step.apply
            save |= dict.fromkeys(part.save)
        yield from save


def _common(first: Sequence[Opened], second: Sequence[Opened]) -> int:
    size = 0
    while size < min(len(first), len(second)) and first[size] == second[size]:
        size += 1
    return size


def _read(steps: Iterable[Step]) -> Iterator[str]:
    """Yield the lines as a person reads them: one space a level, no leave lines."""
    inside: tuple[Opened, ...] = ()
    for step in steps:
        for at in range(_common(inside, step.inside), len(step.inside)):
            yield f"{' ' * at}{step.inside[at].text}"
        inside = step.inside
        if step.line is not None:
            yield f"{' ' * len(inside)}{step.line}"


def _typed(steps: Iterable[Step]) -> Iterator[str]:
    """Yield the lines as they are typed: sections entered and left."""
    inside: tuple[Opened, ...] = ()
    for step in steps:
        same = _common(inside, step.inside)
        yield from (each.leave for each in reversed(inside[same:]))
        yield from (each.text for each in step.inside[same:])
        inside = step.inside
        if step.line is not None:
            yield step.line
    yield from (each.leave for each in reversed(inside))
