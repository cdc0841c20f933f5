"""One answer for many things that are each on or off, as one expects them or not."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from netops.audit.answer import Answer, Basis, Setting, Word
from netops.model import Line

_WEAKEST = (Basis.ABSENCE, Basis.PLATFORM_DEFAULT, Basis.EXPLICIT)


class Part(NamedTuple):
    """One of them.

    What a report shows of one at a port is made for those alone that it shows, of hundreds.

    Attributes:
        of: a service, a port, the device.
        setting: the value in force; ``basis`` None where nobody knows it.
        place: what a fix of it asks for; of a port's guard it needn't be told.
        guard: what a port does or lacks.
    """

    of: str
    setting: Setting
    place: Mapping[str, str] | None = None
    guard: str = ""

    @property
    def name(self) -> str:
        """As a report shows it: a service, a port with what it lacks."""
        return f"{self.of} {self.guard}" if self.guard else self.of

    @property
    def fixed_at(self) -> Mapping[str, str] | None:
        """What a fix of it asks for."""
        return {"port": self.of, "guard": self.guard} if self.guard else self.place


def tallied(parts: Iterable[Part], wrong: Callable[[object], bool], key: str) -> Answer:
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


def _of(word: Word, parts: list[Part], key: str, *, named: bool) -> Answer:
    bases = [each.setting.basis for each in parts if each.setting.basis is not None]
    return Answer(
        word,
        min(bases, key=_WEAKEST.index),
        _lines(parts),
        {key: _names(parts) if named else "-"},
        whole=not named,
        places=tuple(place for each in parts for place in [each.fixed_at] if place is not None) if named else (),
    )


def _lines(parts: list[Part]) -> tuple[Line, ...]:
    return tuple(dict.fromkeys(line for each in parts for line in each.setting.lines))


def _names(parts: list[Part]) -> str:
    return ", ".join(dict.fromkeys(each.name for each in parts))
