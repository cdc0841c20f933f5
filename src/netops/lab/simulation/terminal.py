"""What stands between the keys and the command line: echo, editing, pages, the edge of the screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from netops.lab.simulation.console import CONFIG, Console
from netops.lab.simulation.speaking import Reply, yes_or_no

RETURN = "\r\n"
ERASE, CLEAR, BREAK, LEAVE, ESCAPE, TAB = ("\x08", "\x7f"), "\x15", "\x03", "\x1a", "\x1b", "\t"
REMEMBERED = 10
"""Lines that a device remembers. Source: S V200R019, ``history-command max-size``; IOS CF, ``terminal history size``."""


@dataclass(slots=True)
class Terminal:
    """A login, key by key.

    Attributes:
        console: the login, line by line.
        closed: the session is over.
        cut: it is to end without a word.
    """

    console: Console
    closed: bool = False
    cut: bool = False
    _typed: list[str] = field(default_factory=list)
    _waiting: list[str] = field(default_factory=list)
    _after: Reply | None = None
    _was_return: bool = False
    _prompts: int = 0
    _shown: str = ""
    _escape: str = ""
    _history: list[str] = field(default_factory=list)
    _back: int = 0

    def __post_init__(self) -> None:
        self._shown = self.console.prompt

    def greet(self) -> str:
        """Return what is displayed after the login."""
        reply = self.console.vendor.greeting(self.console)
        question = self.console.box.faults.question_first
        if question and reply.asks is None:
            reply = Reply(reply.text, yes_or_no(question, Reply, Reply, question))
        self.console.asking = reply.asks
        shown = RETURN + reply.text.rstrip("\n").replace("\n", RETURN) + RETURN if reply.text else RETURN
        return shown + (self._prompt() if reply.asks is None else reply.asks.question)

    def feed(self, keys: str) -> str:
        """Take keys; return what is displayed."""
        return "".join(self._press(key) for key in keys if not self.closed and not self.cut)

    @property
    def _is_silent(self) -> bool:
        after = self.console.box.faults.silent_after
        return bool(after) and self.console.count >= after

    def _press(self, key: str) -> str:
        was_return, self._was_return = self._was_return, key == "\r"
        if self._is_silent or (key == "\n" and was_return) or key == "\0":
            return ""
        if self._after is not None:
            return self._turn(key, self._after)
        asking = self.console.asking
        if asking is not None and asking.key:
            return self._enter("" if key in "\r\n" else key)
        if key in "\r\n":
            line, self._typed = "".join(self._typed), []
            if line.strip() and not self.console.is_raw:
                self._history = [*self._history[1 - REMEMBERED :], line]
            self._back = 0
            return self._enter(line)
        return self._edit(key)

    def _edit(self, key: str) -> str:
        hidden = self.console.asking is not None and self.console.asking.hidden
        if key in ERASE:
            if self._typed:
                self._typed.pop()
                return "" if hidden else "\x08 \x08"
            return ""
        if key == CLEAR:
            gone = len(self._typed)
            self._typed.clear()
            return "\x08 \x08" * gone
        act = self._doing(key)
        if act is not None:
            return act()
        self._typed.append(key)
        return "" if hidden else key + self._edge()

    def _doing(self, key: str) -> Callable[[], str] | None:
        """Return what a key does that is no letter of the line; a text takes a tab and a question mark as they are."""
        if key in (BREAK, LEAVE):
            return partial(self._leave, key)
        if key == ESCAPE or self._escape:
            return partial(self._arrow, key)
        return None if self.console.is_raw else {"?": self._help, TAB: self._completed}.get(key)

    def _leave(self, key: str) -> str:
        """End the line, and with it the config mode where the vendor's system does that.

        Sources: S V200R019, system shortcut keys (ctrl-Z returns to the user view); IOS CR Configuration Fundamentals,
        "Using the Cisco IOS Command-Line Interface" (a line is obeyed before ctrl-Z; ctrl-C leaves config mode); RGOS CR
        CLI, command modes (``end`` or ctrl-C).
        """
        vendor, line = self.console.vendor, "".join(self._typed)
        self._typed.clear()
        in_config = self.console.place == CONFIG and not self.console.is_raw
        if key == BREAK:
            return self._enter(vendor.breaks if in_config else "")
        if line and in_config and vendor.obeys_first:
            first = self._enter(line)
            return first + (self._enter(vendor.interrupt) if self.console.asking is None else "")
        return self._enter(vendor.interrupt)

    def _arrow(self, key: str) -> str:
        """Take the keys behind escape: up and down show the lines typed before, others do nothing here."""
        self._escape += key
        if len(self._escape) < 3:
            return ""
        pressed, self._escape = self._escape, ""
        step = {"A": 1, "B": -1}.get(pressed[2], 0)
        if not step or self.console.is_raw:
            return ""
        self._back = min(max(self._back + step, 0), len(self._history))
        gone, shown = len(self._typed), self._history[-self._back] if self._back else ""
        self._typed = list(shown)
        return "\x08 \x08" * gone + shown

    def _completed(self) -> str:
        """Answer the tab key: the keyword is written whole in a new line, where it is the only one that begins so."""
        self._typed = list(self.console.completed("".join(self._typed)))
        return f"{RETURN}{self._prompt()}{''.join(self._typed)}"

    def _help(self) -> str:
        """Answer a question mark: every vendor's system shows help at once and goes on with the line."""
        return f"?{RETURN}{self._show(self.console.help(''.join(self._typed)))}"

    def _edge(self) -> str:
        """Return what is sent where the line reaches the edge of the terminal."""
        vendor, width = self.console.vendor, self.console.width
        length = len(self._shown) + len(self._typed)
        if not vendor.wrap or not width or length < width:
            return ""
        if vendor.wrap == "back":
            return " \x1b[1D" if length % width == 0 else ""
        shown = width - len(self._shown) - 2
        if (length - width) % max(shown // 2, 1):
            return ""
        return f"\r{self._shown}${''.join(self._typed)[-(shown // 2) :]}"

    def _enter(self, line: str) -> str:
        faults = self.console.box.faults
        number = self.console.count + 1
        if number == faults.cut_at_line or (faults.cut_at and re.fullmatch(faults.cut_at, line)):
            self.cut = True
            return RETURN
        reply = self.console.type(line)
        if number == faults.cut_after_line or (faults.cut_after and re.fullmatch(faults.cut_after, line)):
            self.cut = True
        if self._is_silent or self.cut:
            return RETURN
        return RETURN + self._show(reply)

    def _show(self, reply: Reply) -> str:
        self._waiting = reply.text.split("\n") if reply.text else []
        if reply.text.endswith("\n"):
            self._waiting.pop()
        length = self.console.length
        return self._some(length - 1 if length else len(self._waiting), reply)

    def _some(self, number: int, reply: Reply) -> str:
        """Display so many lines, then the words that ask for more, or what comes after the last line."""
        lines, self._waiting = self._waiting[:number], self._waiting[number:]
        shown = "".join(line + RETURN for line in lines)
        if self._waiting:
            self._after = reply
            return shown + self.console.vendor.more
        self._after = None
        return shown + self._end(reply)

    def _turn(self, key: str, reply: Reply) -> str:
        """Take a key at the end of a page: space the next one, return a line, anything that ends it ends it."""
        erase = self.console.vendor.erase
        if key in "\r\n":
            return erase + self._some(1, reply)
        if key == " ":
            return erase + self._some(self.console.length - 1, reply)
        if key in ("q", "Q", BREAK):
            self._waiting = []
            return erase + self._some(0, reply)
        return ""

    def _end(self, reply: Reply) -> str:
        if reply.ends:
            self.closed = True
            return ""
        if reply.asks is not None:
            return reply.asks.question
        return "" if self.console.quiet else self._chatter() + self._prompt() + "".join(self._typed)

    def _prompt(self) -> str:
        """Return the prompt; the line that is typed behind it remembers how long it is."""
        self._shown = self.console.prompt
        return self._shown

    def _chatter(self) -> str:
        """Return a log message that comes in between now and then."""
        faults = self.console.box.faults
        self._prompts += 1
        if not faults.chatter or self._prompts % max(faults.chatter_every, 1):
            return ""
        return f"{RETURN}{faults.chatter}{RETURN}"
