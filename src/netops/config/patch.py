"""The commands that take a running config to the intended one, the way back, and the proof of both."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from netops.config.secret import reveal
from netops.config.steps import Kept


@dataclass(frozen=True, slots=True)
class Answer:
    """What is typed where the device asks behind a line, and only where it asks: to no question it would be a command.

    Attributes:
        at: 0-based place of the line among the step's lines.
        asks: regular expression of the question.
        answer: what is typed then.
    """

    at: int
    asks: str
    answer: str


@dataclass(frozen=True, slots=True)
class CommandStep:
    """Lines that are typed in config mode.

    Attributes:
        part: the part's name.
        lines: with enter and leave lines, as they are typed; without answers.
        answers: to the questions that the device may ask behind some of them, in the order of the lines.
    """

    part: str
    lines: tuple[str, ...] = field(repr=False)  # they hold the values once they are revealed
    answers: tuple[Answer, ...] = ()

    def revealed(self, values: Mapping[str, str]) -> "CommandStep":
        """Return the step with its placeholders filled, for the device alone."""
        return CommandStep(self.part, tuple(reveal(line, values) for line in self.lines), self.answers)


@dataclass(frozen=True, slots=True)
class FileStep:
    """A whole new file.

    Attributes:
        part: the part's name.
        path: where it stands on the device.
        text: the new content.
        check: shell commands that test it before it is put to work; any that fails stops the push. ``{path}`` in one
            stands for the new file before it takes the old one's place.
        apply: shell commands that put it to work.
    """

    part: str
    path: str
    text: str = field(repr=False)
    check: tuple[str, ...]
    apply: tuple[str, ...]

    def revealed(self, values: Mapping[str, str]) -> "FileStep":
        """Return the step with its placeholders filled, for the device alone."""
        return FileStep(self.part, self.path, reveal(self.text, values), self.check, self.apply)


Step = CommandStep | FileStep


@dataclass(frozen=True, slots=True)
class Script:
    """One way: forth or back.

    Attributes:
        commands: for people, one space a level, parts by their markers; `netops.config.simulate` reads it.
        script: the same as it is typed after the login, with enter, leave and save.
        steps: the same for the push.
        answers: 0-based places in ``script`` of lines that are no commands, but answers to what the device asks behind
            the line before; who types must see the question first.
    """

    commands: str
    script: tuple[str, ...]
    steps: tuple[Step, ...]
    answers: tuple[int, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.steps


@dataclass(frozen=True, slots=True)
class Proof:
    """The record that patch and rollback were simulated, and what came out.

    Attributes:
        forth: the patch leads from running to intended, but for ``kept``.
        back: the rollback leads from there to running.
        again: a second patch on the result is empty.
        kept: lines that are left alone on purpose.
        exceptions: what the device can't be brought to and needn't be.
        obstacles: the lines that stand in the way of a proof.
    """

    forth: bool
    back: bool
    again: bool
    kept: tuple[Kept, ...] = ()
    exceptions: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether all three laws hold and nothing in between was a guess."""
        return self.forth and self.back and self.again and not self.obstacles

    def as_dict(self) -> dict[str, object]:
        """Return the proof for ``proof.json``."""
        return {
            "proven": self.proven,
            "forth": self.forth,
            "back": self.back,
            "again": self.again,
            "kept": [each.as_dict() for each in self.kept],
            "exceptions": list(self.exceptions),
            "obstacles": list(self.obstacles),
        }


@dataclass(frozen=True, slots=True)
class Patch:
    """What takes running to intended.

    Attributes:
        platform: the platform's name.
        commands: for people; secrets stand as placeholders.
        script: as it is typed; secrets stand as placeholders.
        steps: for the push; `revealed_steps` fills the placeholders.
        rollback: the way back, in the same forms.
        proof: forth and back.
        diff: running → intended, for people.
        secrets: placeholder → value, for patch and rollback; never shown, to be sealed.
        answers: places in ``script`` of lines that are answers to questions, as `Script.answers`.
        unsaid: lines of it of which the running config doesn't say whether it is so already, and nobody knows.
    """

    platform: str
    commands: str
    script: tuple[str, ...]
    steps: tuple[Step, ...]
    rollback: Script
    proof: Proof
    diff: str
    secrets: Mapping[str, str] = field(repr=False, compare=False)
    answers: tuple[int, ...] = ()
    unsaid: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do; kept lines alone are nothing to do."""
        return not self.steps


def revealed_steps(steps: Iterable[Step], values: Mapping[str, str]) -> tuple[Step, ...]:
    """Return steps with their placeholders filled, for the device alone."""
    return tuple(each.revealed(values) for each in steps)


def here_document(path: str, text: str) -> Iterator[str]:
    """Yield the shell lines that write a file as root."""
    lines = text.removesuffix("\n").split("\n") if text else []  # not at U+2028 and the like
    end = "NETOPS"
    while end in lines:
        end += "_"
    yield f"sudo -n tee {path} >/dev/null <<'{end}'"
    yield from lines
    yield end
