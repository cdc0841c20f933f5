"""A config that is worked at: its parts as states or files, read as far as they are needed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from netops.config.chunks import Chunks
from netops.config.equality import equal
from netops.config.folding import fold
from netops.config.heads import standing_once
from netops.config.narrowing import Halves
from netops.config.node import Node
from netops.config.quiet import Quiet, quiet_sections
from netops.config.quiet_lines import QuietLines, quiet_lines
from netops.config.root import Root, Shared, chunks_of, profile_of, read_root
from netops.config.rulebook import Dialect, Part, Rulebook
from netops.config.rulebook_pieces import Push
from netops.config.secret import Mask
from netops.config.state import Key, Section
from netops.config.tree import Lines, Tree

TOP = ""
"""Under which `Working.calm` has lines of the top level."""


@dataclass(slots=True)
class Working:
    """A config that is worked at.

    Attributes:
        tree: what it was at first.
        book: the rules for the running release.
        mask: hides secrets.
        shared: by part, what the other config has, too.
        roots: states that were read or typed at.
        files: files that were put in place, instead of the tree's.
        quiet: by part, the sections that are worked at by themselves; the same for both configs.
        typed: by part, the lines of the top level that were typed, each with a number behind all that stood there.
        calm: by part, the lines of these, as they are in this config; those of the top level by an empty line.
    """

    tree: Tree
    book: Rulebook
    mask: Mask
    shared: dict[str, Shared] = field(default_factory=dict)
    roots: dict[str, Root] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict, repr=False)
    quiet: Mapping[str, Mapping[str, Quiet]] = field(default_factory=dict)
    calm: dict[str, dict[str, Section]] = field(default_factory=dict)
    typed: dict[str, dict[Key, int]] = field(default_factory=dict)

    def root(self, part: Part) -> Root:
        """Return the state of a part that is changed by commands."""
        found = self.roots.get(part.name)
        if found is None:
            shared = self.shared.get(part.name)
            found = self.roots[part.name] = read_root(self.book, part, self.tree, self.mask, shared=shared)
        return found

    def has(self, part: Part) -> bool:
        """Whether the config speaks of a part."""
        return part.name in self.files or self.tree.text(part.name) is not None

    def text(self, part: Part) -> str:
        """Return the text of a file part; empty where there is none."""
        return self.files[part.name] if part.name in self.files else self.tree.text(part.name) or ""

    def nodes(self, part: Part) -> tuple[Node, ...]:
        """Return the lines of a file part."""
        if part.name in self.files:
            return Lines(part, fold(part, self.files[part.name])).nodes()
        return self.tree.part(part.name)

    def apart(self, part: Part) -> frozenset[Key]:
        """Return the lines of the top level that are worked at by themselves."""
        return self.shared[part.name].apart.keys if part.name in self.shared else frozenset()

    def copy(self) -> "Working":
        """Return a copy that changes without this one."""
        roots = {name: root.copy() for name, root in self.roots.items()}
        calm = {name: dict(sections) for name, sections in self.calm.items()}
        typed = {name: dict(numbers) for name, numbers in self.typed.items()}
        return Working(self.tree, self.book, self.mask, self.shared, roots, dict(self.files), self.quiet, calm, typed)

    def is_calm_as(self, other: "Working") -> bool:
        """Whether the sections that are worked at by themselves are the same in another config."""
        return all(
            equal(section, other.calm[name][head])
            for name, sections in self.calm.items()
            for head, section in sections.items()
        )


def pair(p: Dialect, running: Tree, intended: Tree, mask: Mask, *, hush: bool = True) -> tuple[Working, Working]:
    """Return two configs of one device; what their texts have in common is left unread in both.

    Args:
        p: the platform.
        running: the one.
        intended: the other.
        mask: hides secrets.
        hush: whether sections that only differ in plain lines are worked at by themselves.
    """
    book = p.rulebook.told(running.release or intended.release)
    shared: dict[str, Shared] = {}
    quiet: dict[str, Mapping[str, Quiet]] = {}
    lines: dict[str, QuietLines] = {}
    for part in book.parts:
        if part.push is Push.COMMANDS:
            one, other = chunks_of(running, part), chunks_of(intended, part)
            if one is not None and other is not None:
                texts = standing_once(one.texts) & standing_once(other.texts)
                same = profile_of(book, one) == profile_of(book, other)  # else the same lines don't mean the same
                apart = _apart(one, texts), _apart(other, texts)
                one.numbers.note(apart[0])
                other.numbers.note(apart[1])
                both = shared[part.name] = Shared(texts, texts, halves=dict(_halves(one, other, apart)) if same else {})
                quiet[part.name] = quiet_sections(part, both, one, other, mask) if hush else {}
                alone = quiet_lines(part, both, (one, other), apart, mask) if hush and same else None
                lines |= {part.name: alone} if alone is not None else {}
    first, second = (
        Working(running, book, mask, shared, quiet=quiet),
        Working(intended, book, mask, shared, quiet=quiet),
    )
    for name, sections in quiet.items():
        first.calm[name] = {head: each.first for head, each in sections.items()}
        second.calm[name] = {head: each.second for head, each in sections.items()}
    for name, each in lines.items():
        first.calm[name][TOP], second.calm[name][TOP] = each.first, each.second
    return first, second


def _apart(chunks: Chunks, texts: frozenset[str]) -> list[int]:
    """Return the chunks that a text has for itself."""
    return [at for at, text in enumerate(chunks.texts) if text not in texts]


def _halves(one: Chunks, other: Chunks, apart: tuple[list[int], list[int]]) -> Iterator[tuple[str, Halves]]:
    """Yield the sections that differ and have the same first line, once in each text."""
    ours, theirs = _by_head(one, apart[0]), _by_head(other, apart[1])
    for head, at in ours.items():
        place = theirs.get(head, -1)
        if at >= 0 and place >= 0:
            yield head, Halves(one.texts[at], other.texts[place], (at, place))


def _by_head(chunks: Chunks, places: Iterable[int]) -> dict[str, int]:
    """Return first line → index of the section; -1 where several begin with that line."""
    found: dict[str, int] = {}
    for at in places:
        text = chunks.texts[at]
        if "\n" in text:
            head = text.partition("\n")[0]
            found[head] = -1 if head in found else at
    return found
