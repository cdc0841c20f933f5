"""Provenance: the lines that a statement about a device rests on."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from netops.model.quick import quickly_made


@dataclass(frozen=True, slots=True, order=True, init=False)
class Line:
    """One line of a text that was read, or of a file that people wrote.

    Attributes:
        number: 1-based line number in the whole text.
        text: the line without its indentation and line end; secrets stand masked.
        file: where the text came from, as the user named it; empty for a device's own config.
    """

    number: int
    text: str
    file: str = ""

    def __init__(self, number: int, text: str, file: str = "") -> None:
        """Set the fields as a frozen dataclass does, but in half the time: every line of every config is named by some fact."""
        _number(self, number)
        _text(self, text)
        _file(self, file)

    def __reduce__(self) -> tuple[Callable[..., "Line"], tuple[int | str, ...]]:
        """Tell how to make it again in another process: an audit cites as many lines as its device has, and the usual way takes thrice as long."""
        return (Line, (self.number, self.text, self.file)) if self.file else (own_line, (self.number, self.text))


_number, _text, _file = (Line.__dict__[each].__set__ for each in ("number", "text", "file"))


class _Unguarded:
    """A line of a device's own config until its fields are set: it has the same slots and no guard, and is a `Line` at the end."""

    __slots__ = ("file", "number", "text")

    def __init__(self, number: int, text: str) -> None:
        self.number, self.text, self.file = number, text, ""
        self.__class__ = Line  # type: ignore[assignment]  # noqa: PLE0237  # of one layout with it, which no type says


own_line: Callable[[int, str], Line] = _Unguarded  # type: ignore[assignment]  # it is one once it is made
"""Makes a line of a device's own config in two thirds of the time: there are as many as a device has lines."""


class Topic(StrEnum):
    """What a line speaks of, as far as its place in the text tells."""

    ROUTING = "routing"
    INTERFACES = "interfaces"
    FILTERS = "filters"
    MANAGEMENT = "management"


@quickly_made
@dataclass(frozen=True, slots=True)
class Unread:
    """A line that no reader understood: shown and counted, never taken for absent.

    Attributes:
        section: the lines that the unread line stands under, outermost first; empty at the top level.
        line: the line itself.
        topic: what it could have changed; None where its place doesn't tell, and then it could have changed anything.
    """

    section: tuple[str, ...]
    line: Line
    topic: Topic | None = None
