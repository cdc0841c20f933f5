"""A patch typed at a copy of the running config, by the rulebook's word on what the device does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from netops.config.chunks import Chunks, cut_chunks
from netops.config.device import Device
from netops.config.expanding import expand
from netops.config.folding import FOLD, fold
from netops.config.grammar import clean, cleaned, is_level, opened
from netops.config.knowing import known
from netops.config.networks import Holdings
from netops.config.node import Node
from netops.config.plainly import type_alone, type_plainly
from netops.config.reading import Cut, cut, part_text, release_of
from netops.config.refusing import Refusal
from netops.config.root import LAST, Root
from netops.config.rulebook import Dialect, Part
from netops.config.rulebook_pieces import Push
from netops.config.secret import make_mask, reveal
from netops.config.state import Entry, Key, Section, hollow
from netops.config.tree import Tree
from netops.config.working import TOP, Working
from netops.errors import InputError


@dataclass(frozen=True, slots=True)
class Rejection:
    """The line at which the device would refuse to go on.

    Attributes:
        line: as it is typed, secrets hidden, the sections that it stands in before it.
        why: what the device would say, in words.
        number: 1-based line of the commands.
    """

    line: str
    why: str
    number: int = 0


def simulate(
    p: Dialect,
    running: Tree,
    commands: str,
    *,
    secrets: Mapping[str, str] | None = None,
    key: bytes | None = None,
    release: str = "",
) -> Tree | Rejection:
    r"""Return the config that a device has after the commands, or the line that it would reject.

    A line that no rule knows is rejected, unless the running config has the very same: the device showed that one.

    Args:
        p: the platform.
        running: what it has before.
        commands: a patch as `netops.config.Patch.commands` writes it; lines with their leave lines are read as well.
        secrets: values of placeholders in the commands that the running config doesn't have itself.
        key: of the placeholders, where the patch was made with one.
        release: the device's software release, where the running config doesn't name it and rules depend on it.

    Raises:
        InputError: the commands aren't readable.

    Example:
        >>> from netops.config import parse
        >>> from netops.platforms import get_platform
        >>> frr = get_platform("frr")
        >>> running = parse(frr, "ip route 10.0.0.0/8 10.0.1.2\n")
        >>> simulate(frr, running, "ip route 10.0.0.0/8 10.0.1.2 250\n").part("frr")[0].text
        'ip route 10.0.0.0/8 10.0.1.2 250'
        >>> simulate(frr, running, "no ip route 10.9.0.0/16 10.0.1.2\n").why
        'there is nothing like it to take away'
        >>> simulate(frr, running, "frobnicate 7\n").why
        'the rulebook knows no such line here'
    """
    mask = make_mask(p, key)
    book = p.rulebook.at(release or running.release)
    after = typed_at(Working(running, book, mask), commands, knowing=True)
    return after if isinstance(after, Rejection) else tree_of(after, {**mask.known, **(secrets or {})})


def typed_at(running: Working, commands: str, *, knowing: bool = False, hidden: bool = False) -> Working | Rejection:
    """Return a config after commands, or the line that the device would reject; ``running`` stays as it is.

    Args:
        running: what the device has before.
        commands: what is typed.
        knowing: whether a line that the rulebook doesn't know is rejected. A patch with such lines is simulated all the
            same: it is unproven, but people want to see the rest of it.
        hidden: whether placeholders stand for all secrets already, as in what was worked out from states.
    """
    typist = _Typist(running.copy(), knowing, hidden)
    for each in cut(running.book, commands):
        rejection = typist.take(each)
        if rejection is not None:
            return rejection
    return typist.working


@dataclass(slots=True)
class _Typist:
    """Types commands at states and puts files in place."""

    working: Working
    knowing: bool
    hidden: bool
    devices: dict[str, Device] = field(default_factory=dict)

    def take(self, each: Cut) -> Rejection | None:
        if each.part.push is Push.FILE:
            self.working.files[each.part.name] = each.text
            return None
        root = self.working.root(each.part)
        device = self.devices.setdefault(each.part.name, Device(root.reader, knowing=self.knowing, holdings=Holdings()))
        try:
            folded = fold(each.part, each.text, None, each.number)
        except InputError as error:
            if self.knowing:  # these commands are somebody's
                raise
            return Rejection(each.text.partition("\n")[0], str(error), each.number)
        text = expand(each.part, folded)
        text = text if self.hidden else self.working.mask.text(text)
        chunks = cut_chunks(each.part, text, each.number)
        calm = self.working.calm.get(each.part.name, {})
        if TOP in calm:
            calm[TOP] = calm[TOP].copy()
        for at, block in enumerate(chunks.texts):
            head, _, below = block.partition("\n")
            rejection = None
            quiet = calm.get(head) if below else None
            if quiet is not None:
                calm[head] = quiet.copy()
                rejection = self._type_below(device, calm[head], chunks, at)
            elif below or not self._type_alone(root, head, calm.get(TOP)):
                rejection = self._type_at_top(device, root, chunks.nodes(at), calm.get(TOP))
            if rejection is not None:
                return rejection
        return None

    def _type_below(self, device: Device, section: Section, chunks: Chunks, at: int) -> Rejection | None:
        """Type what stands below a line of a section that concerns no other."""
        text = chunks.texts[at]
        head, *lines = text.split("\n ")  # in a level text each line below stands one column deeper
        done = type_plainly(section, cleaned(lines)) if is_level(text) else 0
        if done == len(lines) and done:
            return None
        below = tuple(child for node in chunks.nodes(at) for child in node.children)
        return self._type(device, section, below[done:], f"{head} / ")

    def _type_alone(self, root: Root, line: str, alone: Section | None) -> bool:
        """Whether a line of the top level was typed that concerns no other: at its own state, and without a look at the rest."""
        if alone is None or FOLD in line:
            return False
        text = clean(line)
        key = known(root.context, text).key
        before = alone.held.get(key)
        part = root.chunks.part
        if key not in self.working.apart(part) or not type_alone(alone, text):
            return False
        _number(self.working.typed.setdefault(part.name, {}), key, before, alone.held.get(key))
        return True

    def _type_at_top(
        self, device: Device, root: Root, nodes: tuple[Node, ...], alone: Section | None
    ) -> Rejection | None:
        """Type lines of the top level, those that concern no other at their own state."""
        part = root.chunks.part
        keys, typed = self.working.apart(part), self.working.typed.setdefault(part.name, {})
        for node in nodes if alone is not None else ():
            key = known(root.context, node.text).key
            section = alone if key in keys and alone is not None else root
            before = section.held.get(key)
            rejection = self._type(device, section, (node,), "")
            if rejection is not None:
                return rejection
            _number(typed, key, before, section.held.get(key))
        return self._type(device, root, nodes, "") if alone is None else None

    def _type(self, device: Device, section: Section, nodes: tuple[Node, ...], place: str) -> Rejection | None:
        for node in nodes:
            for text in device.pieces(section, node.text):
                line = node if text == node.text else Node(text, node.number, node.children)
                rejection = self._line(device, section, line, place)
                if rejection is not None:
                    return rejection
        return None

    def _line(self, device: Device, section: Section, node: Node, place: str) -> Rejection | None:
        answer = device.enter(section, node.text)
        if isinstance(answer, Refusal):
            return Rejection(f"{place}{node.text}", answer.why, node.number)
        if not node.children:
            return None
        if answer is None:
            return Rejection(f"{place}{node.text}", "nothing can be typed below this line", node.number)
        return self._type(device, section.inside(answer.key), node.children, f"{place}{node.text} / ")


def _number(typed: dict[Key, int], key: Key, before: Entry | None, after: Entry | None) -> None:
    """Number a line of the top level that was typed: a new one behind all others, one with another value by where it stood."""
    if after is None or after is before or after.number:
        return
    if before is None:
        typed[key] = typed[()] = typed.get((), LAST) + 1  # no line has an empty identity
    elif before.number:
        typed[key] = LAST // 2 + before.number


def tree_of(working: Working, values: Mapping[str, str]) -> Tree:
    """Return a config that was worked at as a tree, its placeholders filled."""
    texts = [(part, _text(working, part, values)) for part in working.book.parts]
    found = [(part, text) for part, text in texts if text is not None]
    alone = len(found) == 1 and found[0][0].name == working.book.parts[0].name
    source = "".join(text if alone else f"{part.marker}\n{text}" for part, text in found)
    parts = tuple(part_text(Cut(part, text, 1)) for part, text in found)
    release = release_of(working.book, source) or working.tree.release
    return Tree(working.tree.platform, parts, source=source, release=release)


def _text(working: Working, part: Part, values: Mapping[str, str]) -> str | None:
    if part.name in working.files:
        return reveal(working.files[part.name], values)
    root = working.roots.get(part.name)
    if root is None:
        return working.tree.text(part.name)
    mark = f"{part.separators[0]}\n" if part.separators else ""
    # VRP and Comware print some lines of the top level at column 1: without the mark they would stand below what is before.
    blocks = (f"{mark}{block}\n" if block[:1] == " " else f"{block}\n" for block in _blocks(root))
    return reveal("".join(blocks), values).replace(FOLD, "\n")


def _blocks(root: Root) -> Iterator[str]:
    """Yield the top level in the order of the text it came from, new lines behind it; what nobody read as it was."""
    chunks, shown = root.chunks, set[object]()
    for at, text in enumerate(chunks.texts):
        keys = root.places.get(at)
        if keys is None:
            yield text
            kind = opened(root.context, clean(text)) if "\n" not in text else None
            if kind is not None:
                yield kind.leave  # what follows must not be taken for the section's
            continue
        for key in keys:
            entry = root.held.get(key)
            if entry is not None and key not in shown and not _appended(entry):
                shown.add(key)
                yield from _written(entry)
    for key, entry in root.held.items():
        if key not in shown:
            yield from _written(entry)


def _appended(entry: Entry) -> bool:
    """Whether a line whose order means something was typed anew, so that the device shows it behind the others."""
    return entry.rule is not None and entry.rule.sequence and not entry.number


def _written(entry: Entry) -> Iterator[str]:
    """Yield a line and what stands below it; a section that nobody touched as it was written."""
    section = entry.section
    if section is None:
        yield entry.text
    elif section.unread is not None and section.raw is not None:
        yield section.raw
    elif not hollow(entry):
        below = list(_below(section, " "))
        kind = entry.rule.section if entry.rule is not None else None
        # What follows must not be taken for the section's.
        end = [kind.leave] if not below and kind is not None else []
        yield "\n".join([entry.text, *below, *end])


def _below(section: Section, indent: str) -> Iterator[str]:
    for entry in section.entries.values():
        counted = section.counted and section.counts(entry)
        yield indent + (_counted(entry.text, entry.place) if counted else entry.text)
        if entry.section is not None:
            below = list(_below(entry.section, indent + " "))
            kind = entry.rule.section if entry.rule is not None else None
            yield from below if below or kind is None else [f"{indent}{kind.leave}"]


def _counted(text: str, place: int) -> str:
    first, _, rest = text.partition(" ")
    return f"{place} {rest if first.isdigit() and rest else text}"
