"""A terminal over an open SSH channel: one line typed, its answer waited for. Nothing is typed twice."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from netops.devices.channel import CutError, NotSentError, SilentError, UnfinishedError
from netops.devices.dialogue import Heard, Hearing, Manners, manners
from netops.devices.wire import Wire
from netops.platforms.session import Dialog, TerminalProfile, View

SETTLE = 1.0
"""Seconds of silence after which what looks like an unexpected question, or like a foreign prompt, is one."""
FIRST = 20.0
"""Seconds that a device is given for its first prompt: an AAA server may be slow."""
GREETING = 120.0
"""Seconds after which a device that shows this and that, and never a prompt, has none."""
MOST_ANSWERS = 8
"""Questions behind one line; a device that asks on and on doesn't take the answer."""
RETURN = b"\n"


class DialogError(UnfinishedError):
    """The device asks something that nobody expected; nothing was answered.

    Attributes:
        question: what it asks, with what stands before.
        line: what was typed; empty at a login.
    """

    def __init__(self, seen: bytes, question: str, line: str = "") -> None:
        self.question = question
        self.line = line
        super().__init__(seen)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a device said to a line.

    Attributes:
        text: without echo and prompt.
        data: the same byte for byte.
        view: where it stands then.
        verdict: the part of it behind the last question that was answered.
    """

    text: str = field(repr=False)
    data: bytes = field(repr=False)
    view: View
    verdict: str = field(repr=False)


@dataclass(slots=True)
class Terminal:
    """One device's terminal. One thread at a time works with it.

    Attributes:
        wire: the SSH channel.
        profile: how one talks to the platform.
        encoding: of what is typed and shown.
        patience: seconds without a byte that are waited.
        names: host names that a prompt may show; any where there is none.
        view: where the device stands.
    """

    wire: Wire = field(repr=False)
    profile: TerminalProfile = field(repr=False)
    encoding: str = "utf-8"
    patience: float = 60.0
    names: frozenset[str] = frozenset()
    view: View = View.EXEC
    _ways: Manners | None = field(default=None, repr=False)

    @property
    def ways(self) -> Manners:
        """How this device talks; it is asked at every line."""
        if self._ways is None or self._ways.names != self.names:
            self._ways = manners(self.profile, self.names, self.encoding)
        return self._ways

    def greet(self, expected: str) -> tuple[str, str]:
        """Wait for the first prompt and type nothing, but for answers to the profile's greetings.

        A prompt with another name than the expected one counts only where nothing comes after it: a banner may end in
        what looks like a prompt.

        Returns:
            The name in the prompt, and what was shown; no name where what stands there isn't a prompt of the platform.

        Raises:
            CutError: the connection broke.
            SilentError: the device showed nothing at all.
            DialogError: it asks something that isn't among the profile's greetings.
        """
        hearing = Hearing(manners(self.profile, frozenset(), self.encoding), None, self.profile.greetings)
        answered = 0
        wait = first = min(self.patience, FIRST)
        latest = time.monotonic() + GREETING
        while True:
            heard = self._next(hearing, wait, latest=latest)
            settled = heard is None
            if heard is Heard.PROMPT and is_name(expected, hearing.name):
                break
            if heard is Heard.QUESTION and answered < MOST_ANSWERS and self._reply(hearing):
                answered += 1
                wait = first
                continue
            if settled and hearing.view is None and _asks(hearing):
                raise DialogError(bytes(hearing.data), hearing.text)
            if settled:
                break
            wait = SETTLE if heard in {Heard.PROMPT, Heard.QUESTION} else first
        self.view = hearing.view or View.EXEC
        return (hearing.name if hearing.view is not None else ""), hearing.text

    def ask(self, line: str, dialogs: Sequence[Dialog] = (), *, patience: float | None = None, ends: str = "") -> Reply:
        """Type one line and return the answer.

        Args:
            line: without its end.
            dialogs: questions that may come behind it; any other stops.
            patience: seconds without a byte that are waited.
            ends: regular expression that a whole answer ends with: a prompt before that may be a line of a banner in it,
                and counts only where nothing comes after it.

        Raises:
            NotSentError: nothing was typed.
            CutError: the connection broke; whether the line was done is not known.
            SilentError: the device fell silent; whether the line was done is not known.
            DialogError: the device asks something else; nothing was answered.
        """
        hearing = Hearing(self.ways, self._typed(line), dialogs)
        self._send(hearing.line or b"", first=True)
        answered = 0
        wait = usual = patience or self.patience
        while True:
            heard = self._next(hearing, wait)
            if heard is Heard.PROMPT and (not ends or hearing.ends_with(ends)):
                break
            if heard is None and wait != SETTLE:
                raise SilentError(bytes(hearing.data))
            if heard is None and hearing.view is not None:
                break
            if heard is None:
                raise DialogError(bytes(hearing.data), hearing.text, line)
            if heard is Heard.QUESTION and answered < MOST_ANSWERS and self._reply(hearing):
                answered += 1
                heard = Heard.UNFINISHED
            wait = usual if heard is Heard.UNFINISHED else SETTLE
        self.view = hearing.view or self.view
        return Reply(_without_last(hearing.text), hearing.answer, self.view, _without_last(hearing.verdict))

    def tell(self, line: str) -> None:
        """Type a line inside a text that has no prompts, a banner, and wait until the device repeated it.

        Raises:
            NotSentError, CutError, SilentError: as `ask`.
        """
        hearing = Hearing(self.ways, self._typed(line))
        self._send(hearing.line or b"", first=True)
        while not hearing.repeated:
            if self._next(hearing, self.patience, once=True) is None:
                raise SilentError(bytes(hearing.data))

    def close(self) -> None:
        """End the session without a word."""
        self.wire.close()

    def _typed(self, line: str) -> bytes:
        return line.encode(self.encoding)

    def _send(self, data: bytes, *, first: bool = False) -> None:
        if first and self.wire.closed:
            raise NotSentError("the session is closed")
        try:
            self.wire.sendall(data + RETURN)
        except (OSError, EOFError) as error:
            raise CutError(b"") from error

    def _reply(self, hearing: Hearing) -> bool:
        """Answer the question that stands at the end; False where nobody expected it."""
        answer = hearing.reply()
        if answer is None:
            return False
        hearing.replied()
        self._send(answer.encode(self.encoding))
        return True

    def _next(self, hearing: Hearing, wait: float, *, once: bool = False, latest: float = math.inf) -> Heard | None:
        """Wait until the answer has come a step further, or anything of it; None where nothing comes, or it is too late."""
        end = time.monotonic() + wait
        heard = Heard.UNFINISHED
        while heard is Heard.UNFINISHED:
            now = time.monotonic()
            if now >= latest:
                return None
            piece = self._receive(hearing, max(min(end, latest) - now, 0.0))
            if piece is None:
                return None
            heard = hearing.hear(piece)
            if heard is Heard.PAGER:
                hearing.paged()
                self._page_on()
                heard = Heard.UNFINISHED
            end = time.monotonic() + wait
            if once or wait == SETTLE:
                return heard
        return heard

    def _page_on(self) -> None:
        try:
            self.wire.sendall(b" ")
        except (OSError, EOFError) as error:
            raise CutError(b"") from error

    def _receive(self, hearing: Hearing, seconds: float) -> bytes | None:
        self.wire.settimeout(seconds)
        try:
            piece = self.wire.recv(65536)
        except TimeoutError:
            return None
        except (OSError, EOFError) as error:
            raise CutError(bytes(hearing.data)) from error
        if not piece:
            raise CutError(bytes(hearing.data))
        return piece


def is_name(expected: str, found: str) -> bool:
    """Say whether a prompt shows the expected name; long ones are cut.

    Example:
        >>> is_name("ne1", "ne1"), is_name("ne1", "ne10"), is_name("pe-finance-bureau-0001", "pe-finance-bureau-00")
        (True, False, False)
        >>> is_name("pe-of-the-finance-bureau-building-0001", "pe-of-the-finance-bureau-buildin")
        True
    """
    return found == expected or (len(found) >= SHORTEST_CUT and expected.startswith(found))


SHORTEST_CUT = 32
"""Characters that a device leaves of a long host name at least, where one logs in.

RGOS keeps 32 (Ruijie RGOS Configuration Guide, "Configuring Basic Management": system name and prompt). IOS keeps fewer in
config mode only, and VRP and Comware show the whole name: a shorter beginning is another device.
"""


def _asks(hearing: Hearing) -> bool:
    return hearing.hear(b"") is Heard.QUESTION


def _without_last(text: str) -> str:
    head, separator, _ = text.rpartition("\n")
    return head + separator
