"""One answer for many things that are each on or off, as one expects them or not."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from netops.audit.answer import Answer, Basis, Setting, Word
from netops.model import Line

_WEAKEST = (Basis.ABSENCE, Basis.PLATFORM_DEFAULT, Basis.EXPLICIT)


class Part(NamedTuple):
    """One of them.

    Attributes:
        name: as a report shows it: a service, a port with what it lacks.
        setting: the value in force; ``basis`` None where nobody knows it.
        place: what a fix of it asks for.
    """

    name: str
    setting: Setting
    place: Mapping[str, str] | None = None


class AtPort(NamedTuple):
    """One of them at a port; its name and its place are made for those alone that a report shows, of hundreds.

    Attributes:
        port: its name.
        guard: what the port does or lacks.
        setting: as of `Part`.
    """

    port: str
    guard: str
    setting: Setting

    @property
    def name(self) -> str:
        """The port with what it lacks."""
        return f"{self.port} {self.guard}"

    @property
    def place(self) -> Mapping[str, str]:
        """What a fix of it asks for."""
        return {"port": self.port, "guard": self.guard}


def tallied(parts: Iterable[Part | AtPort], wrong: Callable[[object], bool], key: str) -> Answer:
    """Return ``non_compliant`` where one is wrong, ``manual`` where nobody knows one, else ``compliant``.

    Args:
        parts: not applicable where there is none.
        wrong: of a value.
        key: what the check's words call those that are named.
    """
    held = list(parts)
    if not held:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={key: "-"})
    bad = [each for each in held if each.setting.basis is not None and wrong(each.setting.value)]
    unknown = [each for each in held if each.setting.basis is None]
    if bad:
        return _of(Word.NON_COMPLIANT, bad, key, named=True)
    if unknown:
        return Answer(Word.MANUAL, Basis.ABSENCE, values={key: f"{_names(unknown)}?"})
    return _of(Word.COMPLIANT, held, key, named=False)


def _of(word: Word, parts: list[Part | AtPort], key: str, *, named: bool) -> Answer:
    bases = [each.setting.basis for each in parts if each.setting.basis is not None]
    return Answer(
        word,
        min(bases, key=_WEAKEST.index),
        _lines(parts),
        {key: _names(parts) if named else "-"},
        whole=not named,
        places=tuple(each.place for each in parts if each.place is not None) if named else (),
    )


def _lines(parts: list[Part | AtPort]) -> tuple[Line, ...]:
    return tuple(dict.fromkeys(line for each in parts for line in each.setting.lines))


def _names(parts: list[Part | AtPort]) -> str:
    return ", ".join(dict.fromkeys(each.name for each in parts))
