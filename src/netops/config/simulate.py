"""A patch typed at a copy of the running config, by the rulebook's word on what the device does."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from netops.config.device import Device, Refusal
from netops.config.grammar import read_nodes
from netops.config.reading import Cut, cut
from netops.config.rulebook import Dialect, Push, Rulebook
from netops.config.secret import Mask, make_mask, reveal
from netops.config.state import Reader, Section, profile_of, read_state, settle, write_nodes
from netops.config.tree import Node, PartText, Tree


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
) -> Tree | Rejection:
    r"""Return the config that a device has after the commands, or the line that it would reject.

    Args:
        p: the platform.
        running: what it has before.
        commands: a patch as `netops.config.Patch.commands` writes it; lines with their leave lines are read as well.
        secrets: values of placeholders in the commands that the running config doesn't have itself.
        key: of the placeholders, where the patch was made with one.

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
    """
    mask = make_mask(p, key)
    typist = _Typist(p.rulebook, mask, running)
    for each in cut(p.rulebook, commands):
        rejection = typist.take(each)
        if rejection is not None:
            return rejection
    return typist.tree(p.name, {**mask.known, **(secrets or {})})


@dataclass(slots=True)
class _Typist:
    """Types commands at states and puts files in place."""

    rulebook: Rulebook
    mask: Mask
    running: Tree
    states: dict[str, Section] = field(default_factory=dict)
    profiles: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)

    def take(self, each: Cut) -> Rejection | None:
        if each.part.push is Push.FILE:
            self.files[each.part.name] = each.text
            return None
        name = each.part.name
        if name not in self.states:
            nodes = self.running.part(name)
            self.states[name], self.profiles[name] = read_state(self.rulebook, each.part, nodes, self.mask)
            self.devices[name] = Device(Reader(self.mask, self.profiles[name]))
        nodes = read_nodes(each.part, each.lines)
        return self._type(self.devices[name], self.states[name], nodes, "")

    def _type(self, device: Device, section: Section, nodes: tuple[Node, ...], place: str) -> Rejection | None:
        for node in nodes:
            answer = device.enter(section, node.text, node.number)
            line = f"{place}{self.mask.text(node.text)}"
            if isinstance(answer, Refusal):
                return Rejection(line, answer.why, node.number)
            if not node.children:
                continue
            if answer is None:
                return Rejection(line, "nothing can be typed below this line", node.number)
            if answer.section is None:
                answer.section = Section(None, section)
            rejection = self._type(device, answer.section, node.children, f"{line} / ")
            if rejection is not None:
                return rejection
        return None

    def tree(self, platform: str, values: Mapping[str, str]) -> Tree:
        parts = []
        for part in self.rulebook.parts:
            text = self._text(part.name, values)
            if text is not None:
                numbered = tuple(enumerate(text.splitlines(), 1))
                parts.append(PartText(part.name, text, read_nodes(part, numbered)))
        only = len(parts) == 1 and parts[0].name == self.rulebook.parts[0].name
        marked = (each.text if only else f"{self.rulebook.part(each.name).marker}\n{each.text}" for each in parts)
        return Tree(platform, tuple(parts), source="".join(marked))

    def _text(self, name: str, values: Mapping[str, str]) -> str | None:
        if name in self.files:
            return reveal(self.files[name], values)
        state = self.states.get(name)
        if state is None:
            return self.running.text(name)
        part = self.rulebook.part(name)
        said = tuple(each for each in self.running.part(name) if any(v.fullmatch(each.text) for v in part.volatile))
        nodes = write_nodes(settle(state, profile_of(self.rulebook, write_nodes(state))))
        return reveal(written((*said, *nodes)), values)


def written(nodes: tuple[Node, ...], indent: str = "") -> str:
    """Return lines as a text, one space a level."""
    return "".join(f"{indent}{node.text}\n{written(node.children, indent + ' ')}" for node in nodes)
