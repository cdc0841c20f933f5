"""frr.conf, or what ``show running-config`` printed, read as FRR reads it: line by line, each in the view that knows it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from netops.lab.semantics.core.grammar import Grammar
from netops.lab.semantics.core.model import TOP, Node, Refusal, matches
from netops.lab.semantics.core.taking import Path, Work
from netops.lab.semantics.core.undoing import undo
from netops.lab.semantics.frr.forms import Ignored
from netops.lab.semantics.frr.placing import home, negative, relocated, taken
from netops.lab.semantics.frr.spelling import spelled
from netops.lab.semantics.frr.syntax import Verdict, verdict, views

LEAVING = re.compile(r"exit|quit|exit-vrf|exit-address-family|exit-vni")


@dataclass(slots=True)
class _Reading:
    """A config that is being read.

    Attributes:
        work: what the lines go into.
        indented: the text has its indentation; without it only the views tell where a section ends.
        path: the open sections.
        depths: for each of them how far the lines below it are indented.
    """

    work: Work
    indented: bool
    path: Path
    depths: list[int] = field(default_factory=lambda: [0])

    def read(self, line: str, depth: int) -> None:
        """Take one line that is no comment."""
        if LEAVING.fullmatch(line):
            self.leave(depth)
            return
        if self.indented and depth == 0 and verdict(TOP, line) is Verdict.TAKEN:
            self.cut(1)
        while self.indented and self.is_foreign() and depth < self.depths[-1]:
            self.cut(len(self.path) - 1)
        below = self.take(line)
        self.cut(len(below))
        if len(below) > len(self.path):
            self.path, self.depths = below, [*self.depths, *[depth + 1] * (len(below) - len(self.path))]
        else:
            self.path = below

    def leave(self, depth: int) -> None:
        """Leave the section that the line closes: by indentation, or the innermost."""
        if not self.indented:
            self.cut(len(self.path) - 1)
        while self.indented and len(self.path) > 1 and self.depths[-1] > depth:
            self.cut(len(self.path) - 1)

    def cut(self, length: int) -> None:
        """Leave sections until so many are open; the root stays."""
        self.path, self.depths = self.path[: max(length, 1)], self.depths[: max(length, 1)]

    def is_foreign(self) -> bool:
        """Tell whether the innermost section is one nobody wrote rules for, or just a line."""
        return len(self.path) > 1 and self.path[-1].view not in views()

    def take(self, line: str) -> Path:
        """Place a line; a line that no view knows stays where it stands, and may have lines below it."""
        where, line, _ = home(self.path, line)
        view = self.path[-1].view
        if where is None or (where == self.path and self.is_foreign() and self.work.grammar.find(view, line) is None):
            self.path[-1].children.setdefault(line, Node(line, line))
            return (*self.path, self.path[-1].children[line]) if self.indented else self.path
        negated = line.startswith("no ")
        text = spelled(where[-1].view, line.removeprefix("no "))
        try:
            kept_in, text = relocated(self.work, where, line, text)
            if negated:
                self.negated(kept_in, text)
                return where
            below = taken(self.work, kept_in, text)
        except (Refusal, Ignored):
            return where
        return below if kept_in is where else where

    def negated(self, path: Path, text: str) -> None:
        """Keep a ``no`` line: it is shown because it is a setting."""
        hits = self.work.grammar.find_undo(path[-1].view, text)
        if any(hit.rule.negative or hit.rule.expands is not None for hit in hits):
            undo(self.work, path, text)
        else:
            negative(path[-1], text)


def load(grammar: Grammar, text: str) -> Node:
    """Return the config of a router that starts with ``text``. Nothing is refused and nothing is lost."""
    root = Node(TOP, TOP)
    lines = text.splitlines()
    reading = _Reading(Work(grammar, root, lenient=True), any(line.startswith(" ") for line in lines), (root,))
    for line in lines:
        words = " ".join(line.split())
        if words and not matches(grammar.platform.comment, words) and not matches(grammar.platform.noise, words):
            reading.read(words, len(line) - len(line.lstrip(" ")))
    return root
