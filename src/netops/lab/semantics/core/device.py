"""A device at its command line."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from netops.lab.semantics.core.differing import at_odds, witness
from netops.lab.semantics.core.grammar import Found, grammar_of
from netops.lab.semantics.core.loading import load
from netops.lab.semantics.core.model import Node, Platform, Question, Refusal, Standing, matches
from netops.lab.semantics.core.pattern import fill
from netops.lab.semantics.core.rendering import render
from netops.lab.semantics.core.taking import Path, Work, ladder, locate, place, take
from netops.lab.semantics.core.undoing import standing, undo


@dataclass(frozen=True, slots=True)
class Answer:
    """What the device says to a line. ``refused``: it did nothing of what the line says."""

    text: str
    refused: bool = False


@dataclass(slots=True)
class _Collecting:
    """A body that is being typed."""

    path: Path
    found: Found
    lines: list[str]
    is_last: Callable[[str], bool]


class Device:
    """A simulated device that was started with a config.

    Attributes:
        grammar: the rules of its platform.
        root: the config that typed lines change: the running one, or the candidate on a two-stage device.
        committed: the running config of a two-stage device; on others it is ``root``.
        saved: the config that it would start with.
    """

    def __init__(self, platform: Platform, text: str) -> None:
        self.grammar = grammar_of(platform)
        self.root = self.loaded(text)
        self.committed = self.root.copy() if platform.shell.commit else self.root
        self.saved = self.running()
        self._path: Path | None = None
        self._also: tuple[Path, ...] = ()
        self._asked: Callable[[], Answer] | None = None
        self._declined: Callable[[], Answer] | None = None
        self._collecting: _Collecting | None = None
        self._hinted: tuple[int, Path] | None = None
        self._changed: tuple[str, ...] | None = None
        self._named = ""

    def loaded(self, text: str) -> Node:
        """Return the config that the device would have, had it started with ``text``."""
        root = load(self.grammar, text)
        for effect in self.platform.started:
            effect(Work(self.grammar, root).act((root,), {}, "", None))
        return root

    def another(self) -> Device:
        """Return another login to the same device: it stands in the user's view, with a candidate of its own."""
        login = copy.copy(self)
        login._path, login._also, login._hinted = None, (), None  # noqa: SLF001 - its own
        login._asked = login._declined = login._collecting = None  # noqa: SLF001 - its own
        login.root = self.committed.copy() if self.platform.shell.commit else self.committed
        return login

    def adopt(self, running: Node) -> bool:
        """Take over the running config that another login, or a rollback, has made.

        Who edits the running config itself stands where he stood, if that section is still there; a candidate with
        changes stays as it is. Tell whether what is typed next changes what was taken over.
        """
        if running is self.committed:
            return False
        takes = not self.platform.shell.commit or not self.pending
        if takes:
            self.root = running.copy() if self.platform.shell.commit else running
            self._path = None if self._path is None else _same_place(self.root, self._path)
            self._also, self._hinted = (), None
        self.committed = running
        return takes

    @property
    def view(self) -> str | None:
        """The view of the open section; None in the user's view."""
        return None if self._path is None else self._path[-1].view

    @property
    def place(self) -> Path:
        """The sections from the whole config to the open one; () in the user's view."""
        return self._path or ()

    @property
    def is_asking(self) -> bool:
        """Tell whether the next line is the answer to a question."""
        return self._asked is not None

    @property
    def is_collecting(self) -> bool:
        """Tell whether the next line belongs to a text (a banner, a key) that is being typed."""
        return self._collecting is not None

    @property
    def platform(self) -> Platform:
        """What the vendor's system is like."""
        return self.grammar.platform

    @property
    def prompt(self) -> str:
        """What stands before the cursor."""
        return self.prompt_of(self.name)

    def prompt_of(self, name: str) -> str:
        """Return what stands before the cursor where the device shows another name than its own, or a part of it."""
        sections = None if self._path is None else tuple(_part(node) for node in self._path[1:])
        return self.platform.prompt(Standing(name, sections, self.pending, bool(self._also)))

    @property
    def pending(self) -> bool:
        """Tell whether changes wait for a commit."""
        if self.root is self.committed:
            return False
        if self._changed is None or not at_odds(self.root, self.committed, self._changed):
            self._changed = witness(self.root, self.committed)
        return self._changed is not None

    def beside(self, other: Device) -> Node:  # noqa: ARG002 - a platform whose texts may leave parts out looks at the other one
        """Return what counts of the running config when it is compared with another device's."""
        return self.committed

    def running(self) -> str:
        """Return the config as the device displays it now."""
        return self._rendered(self.committed)

    def type(self, line: str) -> Answer:
        """Type one line; return the device's answer. An open question takes the line as its answer."""
        if self._collecting is not None:
            return self._collect(self._collecting, line)
        if self._asked is not None:
            return self._reply(line)
        words = " ".join(line.split())
        if not words or matches(self.platform.comment, words):
            return Answer("")
        hint, self._hinted = self._hinted, None
        answer = self._move(words)
        if answer is not None:
            return answer
        if self._path is None:
            return Answer(self.platform.errors.unknown, refused=True)
        indent = len(line) - len(line.lstrip(" "))
        if hint is not None and indent > hint[0]:
            self._path = hint[1]
        return self._obey(line.strip(), indent)

    def takes(self, line: str) -> bool:
        """Tell whether a rule takes a config line as it is typed, here or in a view above that may."""
        work, path = Work(self.grammar, self.root), self.place
        plain = " ".join(line.split())
        word = self.platform.undo + " "
        if not path or locate(work, path, plain) is not None:
            return bool(path)
        rest = plain.removeprefix(word)
        return rest != plain and any(self.grammar.find_undo(way[-1].view, rest) for way in ladder(work, path))

    def _obey(self, line: str, indent: int, *, agreed: bool = False) -> Answer:
        """Take one config line, with its undo word or without."""
        path = self._path if self._path is not None else (self.root,)
        work = Work(self.grammar, self.root, agreed=agreed)
        try:
            self._path, self._also = self._taken_everywhere(work, path, line, indent)
        except Refusal as refusal:
            return Answer("\n".join([*work.said, str(refusal)]), refused=True)
        except ValueError:  # an address or a number that is none: 10.0.0.300, vlan 5 to 2
            return Answer(self.platform.errors.unknown, refused=True)
        except Question as question:
            self._asked = lambda: self._obey(line, indent, agreed=True)
            return Answer("\n".join([*work.said, str(question)]))
        return Answer("\n".join(work.said))

    def _taken_everywhere(self, work: Work, path: Path, line: str, indent: int) -> tuple[Path, tuple[Path, ...]]:
        """Take the line in every section that is open at once; return the paths after it."""
        below = self._taken(work, path, line, indent)
        others = [self._taken(work, other, line, indent) for other in self._also if other[:-1] == path[:-1]]
        return below, tuple(other for other in [*others, *work.also] if other != below)

    def _taken(self, work: Work, path: Path, line: str, indent: int) -> Path:
        word = self.platform.undo + " "
        plain = " ".join(line.split())
        located = locate(work, path, line) or locate(work, path, plain)
        if located is None and plain.startswith(word):
            return undo(work, path, plain.removeprefix(word))
        if located is None:
            below = take(work, path, plain)
            kept = path[-1].children.get(plain)
            self._hinted = None if kept is None else (indent, (*path, kept))
            return standing(below)
        where, found = located
        is_last = found.rule.body.ends(found.match.groups) if found.rule.body is not None else None
        if is_last is not None:
            self._collecting = _Collecting(where, found, [], is_last)
            return where
        return standing(place(work, where, found))

    def _collect(self, collecting: _Collecting, line: str) -> Answer:
        collecting.lines.append(line)
        if not collecting.is_last(line):
            return Answer("")
        self._collecting = None
        work = Work(self.grammar, self.root)
        try:
            self._path = place(work, collecting.path, collecting.found, tuple(collecting.lines))
        except Refusal as refusal:
            return Answer(str(refusal), refused=True)
        return Answer("\n".join(work.said))

    def _reply(self, line: str) -> Answer:
        asked, declined = self._asked, self._declined
        self._asked = self._declined = None
        said = line.strip().lower()
        if asked is not None and said in ("y", "yes", ""):
            return asked()
        return declined() if declined is not None and said in ("n", "no") else Answer("")

    def _move(self, line: str) -> Answer | None:
        """Take a line that moves between views, displays, saves or commits; None for a config line."""
        answer = self._look_or_save(line)
        if answer is not None:
            return answer
        return self._enter(line) if self._path is None else self._move_from(line, self._path)

    def _look_or_save(self, line: str) -> Answer | None:
        shell = self.platform.shell
        if matches(shell.show, line):
            return Answer(self.running())
        if matches(shell.harmless, line):
            return Answer("")
        if matches(shell.save_now, line):
            return self._save()
        return self._ask(shell.question, self._save) if matches(shell.save, line) else None

    def _move_from(self, line: str, path: Path) -> Answer | None:
        shell = self.platform.shell
        if matches(shell.commit, line):
            return self._commit()
        if matches(shell.clear, line):
            return self._clear()
        return self._leave(line, path)

    def _enter(self, line: str) -> Answer | None:
        shell = self.platform.shell
        if matches(shell.configure, line):
            self._path = (self.root,)
            return Answer("")
        return Answer("") if line in (*shell.leave, *shell.home) else None

    def _leave(self, line: str, path: Path) -> Answer | None:
        shell = self.platform.shell
        if line in shell.home:
            return self._go(None)
        if line in shell.special.get(path[-1].view, ()):
            return self._go(path[:-1])
        if line in shell.leave:
            return self._go(path[:-1] or None)
        if any(line in words for words in shell.special.values()):
            return Answer(self.platform.errors.unknown, refused=True)
        return None

    def _go(self, path: Path | None) -> Answer:
        if path or not self.pending:
            self._path, self._also = path or None, ()
            return Answer("")
        answer = self._ask(self.platform.shell.pending, self._commit_and_leave)
        self._declined = self._drop_and_leave
        return answer

    def _ask(self, question: str, then: Callable[[], Answer]) -> Answer:
        if not question:
            return then()
        self._asked = then
        return Answer(question)

    def _save(self) -> Answer:
        self.saved = self.running()
        return Answer("")

    def _commit(self) -> Answer:
        self.committed = self.root.copy()
        return Answer("")

    def _commit_and_leave(self) -> Answer:
        self._path = None
        return self._commit()

    def _drop_and_leave(self) -> Answer:
        self._clear()
        self._path = None
        return Answer("")

    def _clear(self) -> Answer:
        self.root = self.committed.copy()
        self._path = (self.root,)
        return Answer("")

    def _rendered(self, root: Node) -> str:
        return render(self.platform, root)

    @property
    def name(self) -> str:
        """The device's name, as its running config has it."""
        form = self.grammar.pattern(self.platform.hostname)
        children = self.committed.children
        named = (
            [children[self._named]] if self._named in children else []
        )  # where it stood at the prompt before this one
        for node in chain(named, children.values()):
            found = form.match(node.text)
            if found is not None:
                self._named = node.key
                return found.groups["name"]
        return self.platform.host


def _same_place(root: Node, path: Path) -> Path:
    """Return the sections of a path as they are in another config, as far as they are there."""
    found: Path = (root,)
    for node in path[1:]:
        below = found[-1].children.get(node.key)
        if below is None:
            break
        found = (*found, below)
    return found


def _part(node: Node) -> str:
    """Return a section's part of the prompt; of a section without one, its first line."""
    prompt = node.rule.prompt if node.rule is not None else ""
    return fill(prompt, node.groups) if prompt else re.sub(r"\s+", "-", node.text)
