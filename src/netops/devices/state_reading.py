"""Reading a table of state: what a device printed → rows, and the lines that nobody understood. Pure."""

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any

import textfsm

from netops.devices.state_plan import Objects, Plan
from netops.devices.state_rows import Row, counted, made


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one answer.

    Attributes:
        rows: in the order of the answer.
        unread: lines that no rule understood, and rows that lack what every row needs.
    """

    rows: tuple[Row, ...]
    unread: tuple[str, ...]


class _Fsm(textfsm.TextFSM):  # type: ignore[misc]  # textfsm ships no types
    """TextFSM that says which lines no rule took, in place of dropping them or giving up at the first."""

    def __init__(self, template: str) -> None:
        super().__init__(io.StringIO(template))
        self.unread: list[str] = []
        self._taken = True

    def _CheckRule(self, rule: textfsm.TextFSMRule, line: str) -> re.Match[str] | None:  # noqa: N802 (TextFSM's name)
        match: re.Match[str] | None = super()._CheckRule(rule, line)
        self._taken = self._taken or match is not None
        return match

    def _CheckLine(self, line: str) -> None:  # noqa: N802 (TextFSM's name)
        self._taken = not line.strip()
        try:
            super()._CheckLine(line)
        except textfsm.TextFSMError:  # the template's own "no rule for this line"
            self._taken = False
        if not self._taken:
            self.unread.append(line)


def read_table(table: str, plan: Plan, text: str, vrf: str = "", family: str = "ipv4") -> Read:
    """Read one answer.

    Args:
        table: which one.
        plan: the platform's.
        text: what the device printed, without the command and the prompt.
        vrf: which VRF was asked; empty for the global table.
        family: which address family was asked.
    """
    if any(re.search(pattern, text, re.MULTILINE) for pattern in plan.absent):
        return Read((), ())
    try:
        found, unread = _values(plan, text)
    except ValueError:
        return Read((), tuple(line for line in text.splitlines() if line.strip()))
    rows: list[Row] = []
    for values in found:
        try:
            rows.append(made(table, _columns(plan, {**values, "vrf": vrf, "family": family})))
        except ValueError:
            unread.append(" ".join(value for value in values.values() if value))
    return Read(counted(tuple(rows)), tuple(line for line in unread if not _says_nothing(plan, line)))


def _says_nothing(plan: Plan, line: str) -> bool:
    return any(re.search(pattern, line) for pattern in plan.ignore)


def _columns(plan: Plan, values: Mapping[str, str]) -> dict[str, str]:
    return {column: _word(plan, column, _filled(form, values)) for column, form in plan.row.items()}


def _filled(form: str, values: Mapping[str, str]) -> str:
    """Return a form with its values; empty where all of its values are.

    Example:
        >>> _filled("{NET}/{LENGTH}", {"NET": "10.0.0.0", "LENGTH": "8"}), _filled("{NET}/{LENGTH}", {})
        ('10.0.0.0/8', '')
    """
    names = [name for _, name, _, _ in Formatter().parse(form) if name]
    if names and not any(values.get(name) for name in names):
        return ""
    return form.format_map({name: values.get(name, "") for name in names}).strip()


def _word(plan: Plan, column: str, value: str) -> str:
    for pattern, word in plan.words.get(column, ()):
        if match := re.fullmatch(pattern, value):
            return match.expand(word)
    return value


def _values(plan: Plan, text: str) -> tuple[list[Mapping[str, str]], list[str]]:
    """Return the values of each row and the lines without meaning.

    Raises:
        ValueError: JSON was expected and it isn't JSON.
    """
    if plan.objects is not None:
        return [values for document in _documents(text) for values in _rows(plan.objects, document, {})], []
    # A template's own $ and \s match a carriage return in places only: none reaches it.
    fsm = _Fsm(plan.template or "")
    records = fsm.ParseText(text.replace("\r", ""))
    return [dict(zip(fsm.header, map(_flat, record), strict=True)) for record in records], fsm.unread


def _flat(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else " ".join(value)


def _documents(text: str) -> Iterator[Any]:
    """Yield the JSON documents that stand one after the other; vtysh prints one a VRF."""
    decoder, rest = json.JSONDecoder(), text.strip()
    while rest:
        document, end = decoder.raw_decode(rest)
        yield document
        rest = rest[end:].strip()


def _rows(objects: Objects, value: object, around: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield the objects that are rows, each with the plain values of those around it.

    The key under which an object stands is ``KEY``, the keys on the way to it are ``PATH``, one space between two.
    """
    if isinstance(value, list):
        for inner in value:
            yield from _rows(objects, inner, around)
    if not isinstance(value, dict):
        return
    here = {**around, **{key: _plain(inner) for key, inner in value.items() if not isinstance(inner, dict)}}
    if _is_row(objects, value):
        if objects.inner:
            inners = [inner for inner in value.get(objects.inner, []) if _has(inner, objects.inner_where)]
            yield from ({**here, **_plains(inner)} for inner in inners)
        else:
            yield here
        return
    for key, inner in value.items():
        yield from _rows(objects, inner, {**here, "KEY": key, "PATH": f"{around.get('PATH', '')} {key}"})


def _is_row(objects: Objects, value: Mapping[str, object]) -> bool:
    return all(key in value for key in objects.keys) and _has(value, objects.where)


def _has(value: Mapping[str, object], wanted: Mapping[str, object]) -> bool:
    return all(value.get(key) == each for key, each in wanted.items())


def _plains(value: Mapping[str, object]) -> dict[str, str]:
    return {key: _plain(inner) for key, inner in value.items()}


def _plain(value: object) -> str:
    if isinstance(value, list):
        return " ".join(str(each) for each in value if not isinstance(each, dict | list))
    return str(value)


Ask = Callable[[Sequence[str]], Sequence[str]]
"""Runs read-only commands on one device and returns what each printed."""


def read_state(table: str, found: Mapping[str, Plan], ask: Ask) -> Read:
    """Ask a device for a table, in every VRF where the platform is asked for each, and read it.

    Args:
        table: a key of ``found``.
        found: the platform's plans.
        ask: asks the device.
    """
    plan = found[table]
    vrfs, unread = _vrfs(found, ask) if plan.vrf_command else ((), ())
    asked = [("", "ipv4", plan.command), *(("", family, command) for family, command in plan.families.items())]
    asked += [(vrf, "ipv4", plan.vrf_command.format(vrf=vrf)) for vrf in vrfs]
    answers = ask([command for *_, command in asked])
    reads = [
        read_table(table, plan, answer, vrf, family) for (vrf, family, _), answer in zip(asked, answers, strict=True)
    ]
    rows = counted(tuple(row for read in reads for row in read.rows))
    return Read(rows, (*unread, *(line for read in reads for line in read.unread)))


def _vrfs(found: Mapping[str, Plan], ask: Ask) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the device's VRFs. A name that could end a command early is not typed back at the device."""
    (answer,) = ask([found["vrfs"].command])
    read = read_table("vrfs", found["vrfs"], answer)
    names = [row.name for row in read.rows if hasattr(row, "name")]
    safe = tuple(dict.fromkeys(name for name in names if re.fullmatch(r"[\w.:/@#+-]+", name)))
    return safe, (*read.unread, *(name for name in names if name not in safe))
