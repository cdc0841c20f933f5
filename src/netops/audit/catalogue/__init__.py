"""What the audit asks and by which clause: data, with its own short paraphrase in Chinese and English."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from netops.model import Topic

FOLDER = Path(__file__).parent
LEVELS = (1, 2, 3, 4)

T = TypeVar("T")


class Entry(BaseModel):
    """What every entry of the catalogue is: frozen, and without keys that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Entry):
    """One text in both languages."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """Return the text in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


class Clause(Entry):
    """A requirement of GB/T 22239 and its unit of GB/T 28448."""

    control: Text
    item: Text
    clause: Mapping[int, str]
    """Level to the path of the clause; a level that is missing doesn't require it."""
    unit: Mapping[int, str]
    steps: int
    """Assessment steps of the unit; a unit with one step is either compliant or not."""
    any_step: bool = False
    """One step that holds is enough."""


class HighRisk(Entry):
    """An item of the high-risk guide that a violation touches."""

    item: str
    level: int
    """Lowest level for which the item counts."""
    mitigated_by: tuple[str, ...] = ()
    """Checks that lower the risk where they are compliant; the verdict stays."""
    confirm: bool = False
    """A person has to say whether the item is really met."""


class CheckEntry(Entry):
    """One check: what it answers and what it says."""

    unit: str
    """Key of the clause that it answers."""
    part: Topic
    """The part of the config whose unread lines could hide an answer."""
    title: Text
    found: Text
    """What it found; what stands in {braces} is filled by the check."""
    remedy: Text
    """What to do about it."""
    supporting: bool = False
    """Evidence only, never the reason for a unit's verdict."""
    high_risk: tuple[HighRisk, ...] = ()


def _read(name: str, kind: type[T]) -> Mapping[str, T]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return TypeAdapter(dict[str, kind]).validate_python(yaml.load(text, Loader=yaml.CSafeLoader))  # type: ignore[valid-type]  # the kind is a parameter


@cache
def clauses() -> Mapping[str, Clause]:
    """Return the clauses by key."""
    return _read("clauses.yml", Clause)


@cache
def check_entries() -> Mapping[str, CheckEntry]:
    """Return the checks by id, in their order."""
    files = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("checks/*.yml"))
    found = {check: entry for name in files for check, entry in _read(name, CheckEntry).items()}
    return dict(sorted(found.items()))


@cache
def statements() -> Mapping[str, Text]:
    """Return the sentences that every report carries."""
    return _read("statements.yml", Text)
