"""One login to a device, line by line: what it takes in which view, and what it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from netops.lab.semantics import Answer, Device
from netops.lab.semantics.core.model import Node
from netops.lab.simulation.box import Box
from netops.lab.simulation.filtering import filtered
from netops.lab.simulation.forms import compiled, values
from netops.lab.simulation.speaking import Asking, Reply, yes_or_no
from netops.lab.simulation.vocabulary import vocabulary

Act = Callable[["Console", Mapping[str, str]], Reply]
USER, CONFIG, GUEST = "user", "config", "guest"


@dataclass(frozen=True, slots=True)
class Operation:
    """A command that is no config line.

    Attributes:
        form: see ``forms``.
        act: does it.
        places: where it is known: ``user`` (the user view; the privileged mode of IOS), ``config`` (all other views),
            ``guest`` (IOS before ``enable``).
        source: the manual that says so.
    """

    form: str
    act: Act
    places: str = f"{USER} {CONFIG}"
    source: str = ""


@dataclass(frozen=True)
class Vendor:
    """How a vendor's system behaves at its terminal, beside the config.

    Attributes:
        version: what its SSH server calls itself.
        operations: its commands; the first that fits wins.
        more: the words at the end of a page.
        erase: what it sends to take them away again.
        unknown: the answer to a line in the user view that it doesn't know; ``marked`` puts the mark above it.
        again: the answer to something else than yes or no.
        rejected: the answer to a line that ``Faults.rejects`` means.
        page: lines of a page.
        wrap: what it sends where a typed line reaches the edge of the terminal: "" nothing, ``back`` a space and a step
            back (VRP), ``scroll`` the line's end again behind a ``$`` (IOS).
        interrupt: what ctrl-Z types for the user.
        name_length: letters of the device's name in prompts of config views; 0 for all.
        greeting: what is displayed after the login; it may ask something before the first prompt.
        banner: what is sent before the password is asked.
        closing: what the end of a session ends.
        collecting: the words with which it waits for the lines of a banner.
    """

    version: str
    operations: tuple[Operation, ...]
    more: str
    erase: str
    unknown: str
    again: str
    rejected: str
    page: int = 24
    wrap: str = ""
    interrupt: str = "return"
    name_length: int = 0
    greeting: Callable[[Console], Reply] = lambda console: Reply(console.box.simulated.greeting)
    banner: Callable[[Box], str] = lambda box: box.simulated.banner
    closing: Callable[[Console], None] | None = None
    collecting: str = ""

    @cached_property
    def index(self) -> Mapping[str, list[tuple[re.Pattern[str], Operation]]]:
        """The operations by place."""
        found: dict[str, list[tuple[re.Pattern[str], Operation]]] = {USER: [], CONFIG: [], GUEST: []}
        for operation in self.operations:
            for place in operation.places.split():
                found[place].append((compiled(operation.form), operation))
        return found

    def goes_on(self, place: str, words: list[str]) -> bool:
        """Tell whether any operation begins with these words."""
        forms = [operation.form.split(" ") for operation in self.operations if place in operation.places.split()]
        begun = [
            " ".join(form[: len(words)]) for form in forms if len(form) > len(words) and "*" not in form[len(words) - 1]
        ]
        return any(compiled(form).fullmatch(" ".join(words)) is not None for form in begun)

    def find(self, place: str, words: str) -> tuple[Operation, Mapping[str, str]] | None:
        """Return the operation that a line means, with its values."""
        for form, operation in self.index[place]:
            found = form.fullmatch(words)
            if found is not None:
                return operation, values(found)
        return None


@dataclass(slots=True)
class Console:
    """A login.

    Attributes:
        box: the device.
        vendor: its ways.
        user: who logged in.
        line: number of the virtual terminal line.
        privileged: whether the user may do everything (IOS: ``enable``).
        length: lines of a page; 0: no paging.
        width: columns.
        asking: the question that the next line answers.
        count: lines that were typed.
        device: the login to the config.
        base: the running config that this login's candidate was made from.
        seen: the running config when the last line was typed.
        immediate: each line is committed by itself (VRP 8, ``system-view immediately``).
        quiet: a banner is being typed: no prompt comes before its end.
        own: what a vendor keeps for this login.
    """

    box: Box
    vendor: Vendor
    user: str = "netops"
    line: int = 0
    privileged: bool = True
    length: int = 24
    width: int = 80
    asking: Asking | None = None
    count: int = 0
    device: Device = field(init=False)
    base: Node = field(init=False)
    seen: Node = field(init=False)
    immediate: bool = False
    quiet: bool = False
    own: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.device = self.box.device.another()
        self.base = self.seen = self.box.root
        self.length = self.vendor.page
        self.privileged = not self.box.simulated.enable

    @property
    def place(self) -> str:
        """Which operations are known now."""
        if self.device.view is not None:
            return CONFIG
        return USER if self.privileged else GUEST

    @property
    def prompt(self) -> str:
        """What stands before the cursor."""
        name = self.box.faults.hostname or self.device.name
        if self.vendor.name_length and self.device.view is not None:
            name = name[: self.vendor.name_length]
        shown = self.box.simulated.prefix + self.device.prompt_of(name)
        if self.immediate:
            shown = shown.replace("[~", "[", 1).replace("[*", "[", 1)
        return shown if self.privileged or not shown.endswith("#") else f"{shown[:-1]}>"

    @property
    def is_raw(self) -> bool:
        """Tell whether the next line is taken as it stands: the answer to a question, a line of a banner."""
        return self.asking is not None or self.device.is_collecting

    def close(self) -> None:
        """Log out: what the session alone held ends with it."""
        self.box.settle()
        if self.vendor.closing is not None:
            self.vendor.closing(self)

    def settle(self) -> None:
        """Make the running config of the device what this login has just committed; it can be gone back to.

        What the device did beside it (a way back, a reboot) is taken over.
        """
        if self.device.committed is not self.seen:
            before = self.box.root
            self.box.keep(self.device.committed)
            self.base = self.box.root
            self.box.point(before, self.user, self.line)
        self.follow()

    def follow(self) -> None:
        """Take over the running config as the device has it now."""
        if self.device.adopt(self.box.root):
            self.base = self.box.root
        self.seen = self.device.committed

    def type(self, line: str) -> Reply:
        """Take one line; return what the device says."""
        self.box.settle()
        self.follow()
        self.count += 1
        asking, self.asking = self.asking, None
        self.box.typed.append("" if asking is not None and asking.hidden else line)
        reply = self._unasked(line) if asking is None else asking.then(line)
        self.settle()
        self.asking = reply.asks
        return reply

    def _unasked(self, line: str) -> Reply:
        faults = self.box.faults
        if not faults.question or not re.fullmatch(faults.question_at or ".*", line.strip()):
            return self.obey(line)
        return Reply(asks=yes_or_no(faults.question, lambda: self.obey(line), Reply, self.vendor.again))

    def obey(self, line: str) -> Reply:
        """Do what a line says."""
        words = " ".join(line.split())
        if self.device.is_collecting:
            return self.configure(line)
        if not words:
            return Reply()
        fault = self._fault(words)
        if fault is not None:
            return fault
        found = self.vendor.find(self.place, words)
        if found is not None:
            operation, given = found
            return operation.act(self, given) if "more" in given else self._piped(words) or operation.act(self, given)
        return self.configure(line) if self.place == CONFIG else self.unknown(line)

    def _fault(self, words: str) -> Reply | None:
        """Return the refusal of a line that is refused on demand."""
        faults = self.box.faults
        if faults.unknown and re.fullmatch(faults.unknown, words):
            return self.unknown(words, 0)
        return Reply(self.vendor.rejected) if faults.rejects and re.fullmatch(faults.rejects, words) else None

    def _piped(self, words: str) -> Reply | None:
        """Return the part of a display that stands behind ``|``; None for a line without."""
        head, bar, part = words.partition(" | ")
        found = self.vendor.find(self.place, head) if bar else None
        shown = filtered(found[0].act(self, found[1]).text.rstrip("\n"), f"| {part}") if found is not None else None
        return None if shown is None else Reply(shown)

    def configure(self, line: str) -> Reply:
        """Have the config take a line."""
        if not self._is_known(line):
            return self.unknown(line)
        answer = self.device.type(line)
        if self.immediate and not answer.refused:
            self.device.type("commit")
        was_quiet, self.quiet = self.quiet, self.device.is_collecting and (self.quiet or _is_banner(line))
        return Reply(self.vendor.collecting) if self.quiet and not was_quiet else self.said(answer, line)

    def _is_known(self, line: str) -> bool:
        """Tell whether a line begins as any command does, where every command of the view has a rule."""
        view, platform = self.device.view, self.device.platform
        if not view or view in platform.loose.split() or self.device.is_collecting:
            return True
        words = platform.spelling(" ".join(line.split())).removeprefix(f"{platform.undo} ").split(" ")
        known = vocabulary(self.device.grammar)
        return not words[0].isalpha() or words[0] in known or words[0] in self.box.words

    def said(self, answer: Answer, line: str = "") -> Reply:
        """Turn the answer of the config into what the terminal shows; its question ends the last line."""
        if not self.device.is_asking:
            return Reply(self.marked(line, answer.text) if answer.refused else answer.text)
        *lines, question = answer.text.split("\n")

        def then(said: str) -> Reply:
            if said.strip().lower() in ("y", "yes", "n", "no", "c", "cancel", ""):
                return self.said(self.device.type(said))
            return Reply(asks=Asking(self.vendor.again, then))

        return Reply("\n".join(lines), Asking(question, then))

    def unknown(self, line: str, at: int | None = None) -> Reply:
        """Return the vendor's words for a line that it doesn't know here; ``at`` is the column of the mark, where it is told."""
        return Reply(self.marked(line, self.vendor.unknown, at))

    def marked(self, line: str, words: str, at: int | None = None) -> str:
        """Put the mark under the word that the device doesn't understand, where the vendor's words speak of a mark."""
        words = re.sub(r"^ *\^\n", "", words)
        if "'^'" not in words:
            return words
        understood = len(line.rstrip()) if "ncomplete" in words else self._misunderstood(line)
        column = understood if at is None else at
        return f"{' ' * (len(self.prompt) + column)}^\n{words}"

    def _misunderstood(self, line: str) -> int:
        """Return the column of the first word that no command of this view goes on with."""
        spans = [found.span() for found in re.finditer(r"\S+", line)]
        if not spans:
            return 0
        words = [line[start:end] for start, end in spans]
        skipped = 1 if words[0] == self.device.platform.undo and len(words) > 1 else 0
        for length in range(len(words) - 1, skipped, -1):
            if self._goes_on(words[skipped:length], undo=bool(skipped)):
                return spans[length][0]
        return spans[skipped][0]

    def _goes_on(self, typed: list[str], *, undo: bool) -> bool:
        grammar, words = self.device.grammar, " ".join(typed)
        if self.vendor.goes_on(self.place, typed):
            return True
        if self.device.view is None:
            return False
        views = {node.view for node in self.device.place[-1:]} | (
            {"top"} if grammar.platform.climbs == "top" else set()
        )
        return any(grammar.is_beginning(view, words, undo=undo) or grammar.find(view, words) for view in views)


def _is_banner(line: str) -> bool:
    return line.split()[:1] in (["banner"], ["header"])
