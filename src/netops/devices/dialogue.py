"""What a device says on its terminal to one line: where its answer begins and ends, what it asks, what it refuses. Pure.

An answer begins behind the repetition of the line (the echo) and ends where the last line is a prompt. What looks like a
prompt before the echo, in a banner or behind a log line, ends nothing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import lru_cache

from netops.config.terminal import drawn
from netops.platforms.session import Command, Dialog, Prompt, TerminalProfile, View

_ANY_SHORT = r"[^\s<>\[\]()#]+"
ANY_NAME = rf"(?P<hostname>{_ANY_SHORT})"
_BLANK = re.compile(rb"[\s\x00\x08]+|\x1b\[[0-9;?]*[A-Za-z]")
_LONGEST_ECHO = 8192
"""Bytes before an echo that are looked through: a log line or two may come in between."""
_LONGEST_LAST = 4096
"""Bytes of a line that has no end yet which are looked at: prompts, questions and pagers are shorter. A line may well be long (a
banner, a certificate), and is looked at once for each piece that comes."""
_LONGEST_PROMPT = 512
"""Characters of a prompt at most: VRP8 gives a host name 246 (`sysname`), and the view stands behind it."""
_ENDING = 2000
"""Bytes at the end of an answer that say whether it is whole."""


class Heard(Enum):
    """How far a device's answer has come."""

    UNFINISHED = auto()
    PROMPT = auto()
    QUESTION = auto()
    PAGER = auto()


@dataclass(frozen=True, slots=True)
class Form:
    """What a prompt of one view looks like.

    Attributes:
        view: where the device stands then.
        before: of what may stand before its name.
        short: characters of the name that stand there; None for all of them.
        after: of what stands behind it.
        anyone: of the whole prompt of a device with any name, with the group ``hostname`` where the whole name stands there.
    """

    view: View
    before: re.Pattern[str]
    short: int | None
    after: re.Pattern[str]
    anyone: re.Pattern[str]

    def is_of(self, names: Iterable[str], text: str) -> bool:
        """Say whether a line is this prompt of a device with one of these names."""
        start = self.before.match(text)
        shown_names = (name[: self.short] for name in names)
        return start is not None and any(
            text.startswith(name, start.end()) and self.after.fullmatch(text, start.end() + len(name)) is not None
            for name in shown_names
        )


@dataclass(frozen=True, slots=True)
class Manners:
    """A profile's patterns, made ready for a device of that name.

    Attributes:
        names: the host names that a prompt may show; any where there is none.
        prompts: of each view.
        pager: of what a pager writes.
        questions: of how a question ends.
        refusal: of a line that says no.
        harmless: of one that only looks so.
        log: of a line of the device's log.
        width: columns after which an echo is wrapped or cut.
        encoding: of the device.
    """

    names: frozenset[str]
    prompts: tuple[Form, ...]
    pager: re.Pattern[str]
    questions: tuple[re.Pattern[str], ...]
    refusal: tuple[re.Pattern[str], ...]
    harmless: tuple[re.Pattern[str], ...]
    log: re.Pattern[str]
    width: int
    encoding: str


def manners(profile: TerminalProfile, names: frozenset[str], encoding: str) -> Manners:
    """Return how a device with one of these names talks; with any name where there is none.

    Example:
        >>> from netops.platforms.huawei_vrpv8.session import SESSION
        >>> standing(manners(SESSION, frozenset({"ne1"}), "utf-8"), "[*ne1-bgp]")
        (<View.CHANGED: 'changed'>, '')
        >>> standing(manners(SESSION, frozenset({"ne1"}), "utf-8"), "<ne2>") is None
        True
        >>> standing(manners(SESSION, frozenset(), "utf-8"), "<ne2>")
        (<View.EXEC: 'exec'>, 'ne2')
    """
    return replace(_of_anyone(profile), names=names, encoding=encoding)


@lru_cache(maxsize=64)
def _of_anyone(profile: TerminalProfile) -> Manners:
    """Return the same for all devices of a platform: compiled once, not once a name, which would cost a tenth of a session."""
    return Manners(
        frozenset(),
        tuple(_form(each, profile.short) for each in profile.prompts),
        re.compile(profile.pager, re.MULTILINE),
        tuple(re.compile(each) for each in profile.questions),
        tuple(re.compile(each) for each in profile.refusal),
        tuple(re.compile(each) for each in profile.harmless),
        re.compile(profile.log),
        profile.width,
        profile.encoding,
    )


def _form(prompt: Prompt, short: int) -> Form:
    before, after = re.split(r"\{(?:host|short)\}", prompt.pattern)
    whole = "{host}" in prompt.pattern
    name = ANY_NAME if whole else _ANY_SHORT
    return Form(
        prompt.view,
        re.compile(before),
        None if whole else short,
        re.compile(after),
        re.compile(f"{before}{name}{after}"),
    )


def standing(ways: Manners, last: str) -> tuple[View, str] | None:
    """Return the view that a last line is the prompt of, and the name in it where any name was good; None for no prompt."""
    text = last.strip()
    if len(text) > _LONGEST_PROMPT:
        return None
    if ways.names:
        return next(((form.view, "") for form in ways.prompts if form.is_of(ways.names, text)), None)
    for form in ways.prompts:
        found = form.anyone.fullmatch(text)
        if found is not None:
            return form.view, found.groupdict().get("hostname") or ""
    return None


def shown(data: bytes, encoding: str) -> str:
    r"""Return what stands on the screen after these bytes, without traces of a pager.

    Example:
        >>> shown(b"vlan 10\r\n  ---- More ----\x1b[42D" + b" " * 42 + b"\x1b[42D description a\r\n", "utf-8")
        'vlan 10\n description a\n'
    """
    text = re.sub(r"\r+\n", "\n", data.replace(b"\x00", b"").decode(encoding, errors="replace"))
    return drawn(text)


def without_log(ways: Manners, text: str) -> str:
    r"""Return an answer without the lines of the device's log that came behind it, before the prompt.

    What came in the middle stays: whether it belongs there isn't for this place to say.

    Example:
        >>> from netops.platforms.cisco_ios.session import SESSION
        >>> ways = manners(SESSION, frozenset({"r1"}), "utf-8")
        >>> without_log(ways, "hostname r1\nend\n\n*Mar  1 00:05:12.345: %SYS-5-CONFIG_I: Configured\n")
        'hostname r1\nend\n'
    """
    lines = text.splitlines(keepends=True)
    kept = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        if ways.log.match(lines[number]):
            kept = number
        elif lines[number].strip():
            break
    while kept < len(lines) and kept and not lines[kept - 1].strip():
        kept -= 1
    return "".join(lines[:kept])


@dataclass(slots=True)
class Hearing:
    """The answer to one line as it comes in.

    Attributes:
        ways: how the device talks.
        line: what was typed, as bytes; its repetition begins the answer. None where nothing was typed: at a login.
        dialogs: the questions that may come behind the line.
        view: where the device stands, once the answer has ended.
        name: the name in the prompt, where any name is good.
    """

    ways: Manners
    line: bytes | None
    dialogs: Sequence[Dialog] = ()
    view: View | None = None
    name: str = ""
    data: bytearray = field(default_factory=bytearray)
    _begin: int = -1
    _looked: int = 0
    _asked: int = 0
    _paged: int = 0

    def __post_init__(self) -> None:
        if self.line is None:
            self._begin = 0

    @property
    def repeated(self) -> bool:
        """Whether the device has repeated the line, so that it has it."""
        return self._begin >= 0

    @property
    def text(self) -> str:
        """What the device said to the line so far, its last line included."""
        return shown(bytes(self.data[max(self._begin, 0) :]), self.ways.encoding)

    @property
    def verdict(self) -> str:
        """What the device said behind the last answer to a question of its own; without one, all that it said."""
        if self._asked <= self._begin:
            return self.text
        return shown(bytes(self.data[self._asked :]), self.ways.encoding).partition("\n")[2]

    @property
    def answer(self) -> bytes:
        """The answer byte for byte, without echo and prompt."""
        end = self.data.rfind(b"\n") + 1
        return bytes(self.data[max(self._begin, 0) : max(end, self._begin, 0)])

    def ends_with(self, pattern: str) -> bool:
        """Say whether the answer, without the prompt, ends as a whole one does."""
        text = shown(self.answer[-_ENDING:], self.ways.encoding)
        return re.search(pattern, without_log(self.ways, text)) is not None

    @property
    def last(self) -> str:
        """The last line so far, which has no end yet."""
        return shown(bytes(self.data[self.data.rfind(b"\n") + 1 :]), self.ways.encoding)

    def hear(self, piece: bytes) -> Heard:
        """Take what came in, and say how far the answer has come."""
        self.data += piece
        if self._begin < 0:
            self._find_echo()
        return Heard.UNFINISHED if self._begin < 0 else self._judge()

    def _find_echo(self) -> None:
        wanted = _BLANK.sub(b"", self.line or b"")
        while (end := self.data.find(b"\n", self._looked)) >= 0:
            self._looked = end + 1
            heard = _BLANK.sub(b"", bytes(self.data[max(0, end - _LONGEST_ECHO - len(wanted)) : end]))
            echoed = heard.endswith(wanted) or (self._is_cut(wanted) and heard.endswith(wanted[-16:]))
            if echoed and not self._is_log(end):
                self._begin = self._asked = end + 1
                return

    def _is_log(self, end: int) -> bool:
        """Whether the line that ends here is one of the device's log: such a one may end in what somebody else typed."""
        line = bytes(self.data[self.data.rfind(b"\n", 0, end) + 1 : end])
        return self.ways.log.match(shown(line, self.ways.encoding).strip("\r\n ")) is not None

    def _is_cut(self, wanted: bytes) -> bool:
        """Whether the line is so long that a terminal scrolls it sideways, and only its end can be seen."""
        return len(wanted) > self.ways.width // 2

    def _judge(self) -> Heard:
        self.view, self.name = None, ""
        start = max(self.data.rfind(b"\n") + 1, self._begin, len(self.data) - _LONGEST_LAST)
        if self._pages(start):
            return Heard.PAGER
        last = shown(bytes(self.data[start:]), self.ways.encoding)
        found = standing(self.ways, last)
        if found is not None:
            self.view, self.name = found
            return Heard.PROMPT
        return Heard.QUESTION if last.strip() and self._is_question(last) else Heard.UNFINISHED

    def _pages(self, start: int) -> bool:
        rest = bytes(self.data[max(start, self._paged) :])
        return (
            b"-" in rest and self.ways.pager.fullmatch(rest.decode("ascii", errors="replace").strip("\r")) is not None
        )

    def _is_question(self, last: str) -> bool:
        if any(pattern.search(last) for pattern in self.ways.questions):
            return True
        return any(re.search(dialog.asks, last) for dialog in self.dialogs)

    def paged(self) -> None:
        """Remember that the pager was told to go on."""
        self._paged = len(self.data)

    def reply(self) -> str | None:
        """Return what is answered to the question that stands at the end; None where nobody expected it."""
        question = shown(bytes(self.data[self._asked :]), self.ways.encoding)
        return next((each.answer for each in self.dialogs if re.search(each.asks, question)), None)

    def replied(self) -> None:
        """Remember that the question was answered."""
        self._asked = len(self.data)


def refused(ways: Manners, verdict: str) -> bool:
    r"""Say whether a device refused a line, by what it said to it.

    Args:
        ways: how it talks.
        verdict: what it said, without echo, prompt, and the questions that were answered: they warn of what is wanted.

    Example:
        >>> from netops.platforms.h3c_comware.session import SESSION
        >>> ways = manners(SESSION, frozenset({"sw1"}), "utf-8")
        >>> refused(ways, "The VLAN does not exist."), refused(ways, "Info: it was so before."), refused(ways, "\n")
        (True, False, False)
    """
    return any(_any(ways.refusal, line) and not _any(ways.harmless, line) for line in _spoken(ways, verdict))


def was_done(ways: Manners, command: Command, text: str, verdict: str) -> bool:
    r"""Say whether a command did what it is for, by its answer: a line says so, and none says that a part wasn't done.

    Args:
        ways: how the device talks.
        command: one that has words for it (`Command.done`).
        text: all that the device said.
        verdict: as in `refused`.

    Example:
        >>> from netops.platforms.h3c_comware.session import SESSION
        >>> ways = manners(SESSION, frozenset({"sw1"}), "utf-8")
        >>> both = "Slot 1:\nSaved the file successfully.\nSlot 2:\n"
        >>> was_done(ways, SESSION.save, both, both), was_done(ways, SESSION.save, both, both + "Failed to save it.")
        (True, False)
    """
    undone = re.compile(command.undone)
    said = (line for line in _spoken(ways, text) if not undone.search(line))
    return any(re.search(command.done, line) for line in said) and not _any((undone,), *_spoken(ways, verdict))


def _spoken(ways: Manners, text: str) -> list[str]:
    """Return the lines of an answer without those of the device's log: what is logged isn't said to the line."""
    return [line for line in text.split("\n") if line.strip() and not ways.log.match(line)]


def _any(patterns: Iterable[re.Pattern[str]], *lines: str) -> bool:
    return any(pattern.search(line) for pattern in patterns for line in lines)


def remarks(answer: str) -> str:
    """Return what an answer says beside empty lines."""
    return "\n".join(line.rstrip() for line in answer.split("\n") if line.strip())
