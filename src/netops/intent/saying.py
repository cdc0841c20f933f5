"""Facts written as data, with values of the inventory in their places: each fact has the lines of its values.

``management.yml`` says what stands for what.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from netops.model import Line

BY_FIELD = "by field"
_WITHIN = re.compile(r"\$\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Said:
    """A value of the inventory, and where it says it."""

    value: Any
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """Puts values in their places.

    Attributes:
        values: name → value.
        lines: of a fact that no value is part of.
    """

    values: Mapping[str, Said]
    lines: tuple[Line, ...]

    def said(self, data: Any) -> Any:  # noqa: ANN401  # whatever stands in the file
        """Return plain facts, with ``lines`` in each and, under `BY_FIELD`, the line of each field.

        Example:
            >>> idle = Said(600, (Line(7, "idle_seconds: 600", "network.yml"),))
            >>> found = Saying({"idle": idle}, ()).said({"kind": "console", "idle": "$idle"})
            >>> found["idle"], [line.number for line in found["lines"]]
            (600, [7])
        """
        if isinstance(data, Mapping):
            return self._fact(data)
        if isinstance(data, list):
            return [each for entry in data for each in self._entries(entry)]
        return self._value(data)

    def _entries(self, entry: Any) -> Iterator[Any]:  # noqa: ANN401  # whatever stands in the file
        if not isinstance(entry, Mapping) or "each" not in entry:
            found = self.said(entry)
            if found is not None:  # else its `when` doesn't hold
                yield found
            return
        many = self.values[entry["each"]]
        for value in many.value:
            yield Saying({**self.values, "it": Said(value, many.lines)}, self.lines).said(entry["is"])

    def _fact(self, data: Mapping[str, Any]) -> Any:  # noqa: ANN401  # whatever stands in the file
        if "when" in data:
            return self.said(data["is"]) if self.values[data["when"]].value else None
        found = {name: self.said(value) for name, value in data.items()}
        sources = [(name, line) for name, value in data.items() for line in self._lines(value)]
        lines = tuple(dict.fromkeys(line for _, line in sources))
        present = {name: value for name, value in found.items() if value is not None}
        return {**present, BY_FIELD: sources, "lines": lines or self.lines}

    def _value(self, data: Any) -> Any:  # noqa: ANN401  # whatever stands in the file
        if not isinstance(data, str):
            return data
        if data.startswith("$") and not data.startswith("${"):
            return self.values[data[1:]].value
        return _WITHIN.sub(lambda found: str(self.values[found[1]].value), data)

    def _lines(self, data: Any) -> Iterator[Line]:  # noqa: ANN401  # whatever stands in the file
        """Yield where the values within a field are said; facts below it have their own."""
        if isinstance(data, list):
            for each in data:
                yield from self._lines(each)
        elif isinstance(data, Mapping):
            yield from self._lines(data["is"]) if "when" in data and not isinstance(data["is"], Mapping) else ()
        elif isinstance(data, str):
            names = _WITHIN.findall(data) or ([data[1:]] if data.startswith("$") else [])
            for name in names:
                yield from self.values[name].lines
