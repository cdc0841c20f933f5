"""YAML files with the line of every key and value.

Read with PyYAML's C loader. Scalars are resolved by the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema),
as editors do it, not by YAML 1.1: ``no`` and ``on`` are text, a date is text until a field asks for a date, and
``0101`` is text, so that no number is read as octal.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import yaml

from netops.errors import Fault
from netops.inventory.words import shown, template_opener, unsafe_character
from netops.language import refused

Keys: TypeAlias = tuple[str | int, ...]

TAG = "tag:yaml.org,2002:"
NULL = re.compile(r"~|null|Null|NULL|")
TRUTH = re.compile(r"true|True|TRUE|false|False|FALSE")
WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
FRACTION = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
DEEPEST = 40
"""Levels of nesting in one file; the deepest that an inventory needs is 8."""

LONGEST_LINE = 1000
"""Blocks nest one column further each, so a text of short lines can't nest deeper than the parser can bear."""

LINE_END = re.compile(r"\r\n|\r|\n")


class PlainLoader(yaml.CSafeLoader):
    """PyYAML's C loader with the scalars of YAML 1.2's core schema."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (PyYAML's own attribute)


def _anchored(pattern: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern.pattern})\Z")


for _kind, _pattern, _first in (
    ("null", NULL, ["~", "n", "N", ""]),
    ("bool", TRUTH, list("tTfF")),
    ("int", WHOLE, list("-+0123456789")),
    ("float", FRACTION, list("-+0123456789")),
):
    PlainLoader.add_implicit_resolver(TAG + _kind, _anchored(_pattern), _first)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file that people wrote.

    Attributes:
        path: the file as the user named it, ``inventory/network.yml``.
        line: 1-based.
        text: that line without its indentation.
    """

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        """Return ``path:line``."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file.

    Attributes:
        path: the file as the user named it.
        value: what it holds, as plain Python values.
        lines: its text.
        places: keys and indices from the top → line; the line of the key where there is one.
    """

    path: str
    value: object
    lines: tuple[str, ...]
    places: Mapping[Keys, int] = field(default_factory=dict)

    def line(self, *keys: str | int) -> int:
        """Return the line of the value under ``keys``, or of the nearest thing around it that exists."""
        while keys and keys not in self.places:
            keys = keys[:-1]
        return self.places.get(keys, 1)

    def place(self, *keys: str | int) -> Place:
        """Return where the value under ``keys`` stands."""
        line = self.line(*keys)
        return Place(self.path, line, self.lines[line - 1].strip() if line <= len(self.lines) else "")

    def fault(self, code: str, *keys: str | int, **values: object) -> Fault:
        """Return a fault at the value under ``keys``."""
        return Fault(code, values, self.path, self.line(*keys))


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one file.

    Attributes:
        document: None where the file can't be used at all.
        faults: everything wrong with the YAML and with the characters of its values.
        refused: keys of the values that have a fault already.
    """

    document: Document | None
    faults: tuple[Fault, ...] = ()
    refused: frozenset[Keys] = frozenset()


def read(path: Path, *, ansible: bool = False) -> Reading:
    """Read a YAML file.

    Args:
        path: the file.
        ansible: the file is Ansible's: tags (``!vault``), anchors and aliases are Ansible's business, and its
            values are checked by the room's host rules, not here.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return Reading(None, (Fault("NET-INV-006", {"detail": refused(error)}, str(path)),))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return Reading(None, (Fault("NET-INV-003", {}, str(path), line),))
    return parse(text, str(path), ansible=ansible)


def parse(text: str, path: str, *, ansible: bool = False) -> Reading:
    r"""Read the text of a YAML file; ``path`` is how faults name it.

    Example:
        >>> reading = parse("a:\n  - b: 1\n", "x.yml")
        >>> reading.document.value, reading.document.line("a", 0, "b")
        ({'a': [{'b': 1}]}, 2)
        >>> print(parse("a: 1\na: 2\n", "x.yml").faults[0].place)
        x.yml:2
    """
    lines = tuple(LINE_END.split(text))
    for number, line in enumerate(lines, start=1):
        character = unsafe_character(line.replace("\t", " "))
        if character:
            fault = Fault(
                "NET-INV-028", {"key": shown(line.split(":")[0].strip()), "character": character}, path, number
            )
            return Reading(None, (fault,))
    try:
        if max(map(len, lines)) > LONGEST_LINE and _is_deep(text):
            return Reading(None, (Fault("NET-INV-001", {"detail": "nested too deeply"}, path),))
        node = PlainLoader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        return Reading(None, (_syntax_fault(error, path, lines),))
    except yaml.YAMLError as error:
        return Reading(None, (Fault("NET-INV-001", {"detail": shown(str(error))}, path),))
    walk = _Walk(path, ansible=ansible)
    value = walk.construct(node, ()) if node is not None else None
    document = Document(path, value, lines, MappingProxyType(walk.places))
    return Reading(document, tuple(walk.faults), frozenset(walk.refused))


def _is_deep(text: str) -> bool:
    """Return whether a text nests deeper than any inventory does, without building what it says."""
    depth = 0
    for event in yaml.parse(text, Loader=PlainLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return True
    return False


def _syntax_fault(error: yaml.MarkedYAMLError, path: str, lines: tuple[str, ...]) -> Fault:
    mark = error.problem_mark or error.context_mark
    line = min(mark.line + 1, len(lines)) if mark else None
    if line and "\t" in lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip())]:
        return Fault("NET-INV-008", {}, path, line)
    detail = error.problem or "unreadable"
    if error.context and error.context_mark and error.context_mark.line + 1 != line:
        detail = f"{detail} ({error.context}, line {error.context_mark.line + 1})"
    return Fault("NET-INV-001", {"detail": detail}, path, line)


class _Walk:
    """Turns composed nodes into values and notes the line of each."""

    def __init__(self, path: str, *, ansible: bool) -> None:
        self.path = path
        self.ansible = ansible
        self.faults: list[Fault] = []
        self.refused: list[Keys] = []
        self.places: dict[Keys, int] = {}
        self._seen: set[int] = set()

    def construct(self, node: yaml.Node, keys: Keys) -> object:
        """Return the value of ``node``, which stands under ``keys``."""
        self.places.setdefault(keys, node.start_mark.line + 1)
        if id(node) in self._seen:
            return self._aliased(node, keys)
        self._seen.add(id(node))
        if len(keys) > DEEPEST:
            self._too_deep(keys)
            return None
        if isinstance(node, yaml.MappingNode):
            return {} if self._tagged(node, "map", keys) else dict(self._pairs(node, keys))
        if isinstance(node, yaml.SequenceNode):
            if self._tagged(node, "seq", keys):
                return []
            return [self.construct(each, (*keys, index)) for index, each in enumerate(node.value)]
        return self._scalar(node, keys)

    def _too_deep(self, keys: Keys) -> None:
        self.faults.append(Fault("NET-INV-001", {"detail": "nested too deeply"}, self.path, self.places.get(keys)))

    def _aliased(self, node: yaml.Node, keys: Keys) -> object:
        if not self.ansible:
            self._refuse("NET-INV-004", keys, key=spelled(keys))
        return node.value if isinstance(node, yaml.ScalarNode) else None

    def _tagged(self, node: yaml.Node, plain: str, keys: Keys) -> bool:
        if node.tag == TAG + plain:
            return False
        if not self.ansible:
            self._refuse("NET-INV-005", keys, key=spelled(keys), tag=shown(node.tag))
        return True

    def _pairs(self, node: yaml.MappingNode, keys: Keys) -> Iterator[tuple[str, object]]:
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            name = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            line = key_node.start_mark.line + 1
            if name in first:
                self.faults.append(Fault("NET-INV-002", {"key": shown(name), "first": first[name]}, self.path, line))
                continue
            first[name] = line
            self.places[(*keys, name)] = line
            yield name, self.construct(value_node, (*keys, name))

    def _scalar(self, node: yaml.Node, keys: Keys) -> object:
        text = str(node.value)
        kind = node.tag.removeprefix(TAG)
        if kind == "str":
            return self._text(text, keys)
        pattern = {"null": NULL, "bool": TRUTH, "int": WHOLE, "float": FRACTION}.get(kind)
        if pattern is None or not pattern.fullmatch(text):
            if not self.ansible:
                self._refuse("NET-INV-005", keys, key=spelled(keys), tag=shown(node.tag))
            return text
        return CONVERSIONS[kind](text)

    def _text(self, text: str, keys: Keys) -> str:
        if self.ansible:
            return text
        character, opener = unsafe_character(text), template_opener(text)
        if character:
            self._refuse("NET-INV-028", keys, key=spelled(keys), character=character)
        elif opener:
            self._refuse("NET-INV-029", keys, key=spelled(keys), opener=opener)
        return text

    def _refuse(self, code: str, keys: Keys, **values: object) -> None:
        self.refused.append(keys)
        self.faults.append(Fault(code, values, self.path, self.places.get(keys)))


def _nothing(_: str) -> None:
    return None


def _truth(text: str) -> bool:
    return text.lower() == "true"


CONVERSIONS: Mapping[str, Callable[[str], object]] = {"null": _nothing, "bool": _truth, "int": int, "float": float}


def spelled(keys: Keys) -> str:
    """Return keys as people write a path into a file.

    Example:
        >>> spelled(("sites", 0, "lan", "prefix"))
        'sites[0].lan.prefix'
    """
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{shown(key)}" for key in keys)
    return text.removeprefix(".")
