"""JSON written piece by piece, so that a thousand devices never stand in memory as one text."""

import json
from collections.abc import Iterable, Iterator, Mapping

DEPTH = 3
"""So many levels are spread over lines; what lies deeper stands on one line."""


def json_pieces(value: object, depth: int = DEPTH) -> Iterator[str]:
    """Yield the text of ``value`` as JSON; an iterator in it becomes an array that is never held whole.

    Args:
        value: mappings, texts, numbers, lists, and iterators of such.
        depth: levels that are spread over lines; an iterator is, wherever it stands beside values of such a level.

    Example:
        >>> "".join(json_pieces({"devices": iter([{"n": 1}, {"n": 2}])}, 2)).split()
        ['{', '"devices":', '[', '{"n":', '1},', '{"n":', '2}', ']', '}']
    """
    yield from _pieces(value, depth, "\n")
    yield "\n"


def _pieces(value: object, depth: int, line: str) -> Iterator[str]:
    if (depth <= 0 and not isinstance(value, Iterator)) or isinstance(value, (str, int, float)) or value is None:
        yield json.dumps(value, ensure_ascii=False)
    elif isinstance(value, Mapping):
        yield from _spread("{}", ((json.dumps(key) + ": ", each) for key, each in value.items()), depth, line)
    elif isinstance(value, Iterable):
        yield from _spread("[]", (("", each) for each in value), depth, line)
    else:
        message = f"no JSON for {type(value).__name__}"
        raise TypeError(message)


def _spread(marks: str, entries: Iterable[tuple[str, object]], depth: int, line: str) -> Iterator[str]:
    before, deeper = marks[0] + line + "  ", line + "  "
    empty = True
    for key, value in entries:
        yield before + key
        yield from _pieces(value, depth - 1, deeper)
        before, empty = "," + deeper, False
    yield marks if empty else line + marks[1]
