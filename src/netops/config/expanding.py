"""Lines about several ports at once (`interface range Gi0/1 - 4`): written as the device shows them, one section a port.

No device shows such a line; people write it in what they intend. What can't be read stays, as a line that no rule knows.
"""

import re
from collections.abc import Iterator

from netops.config.rulebook import Part

_PORT = re.compile(r"(?P<kind>\d{0,3}[A-Za-z][A-Za-z-]*?)? ?(?P<place>(?:\d+/)*)(?P<first>\d+)")
_LAST = re.compile(r"(?:(?P<kind>\d{0,3}[A-Za-z][A-Za-z-]*?)? ?(?P<place>(?:\d+/)*))?(?P<last>\d+)")
_MOST = 4096
"""No line means more ports."""


def expand(part: Part, text: str) -> str:
    """Return a part's text with each section about several ports written once for each of them."""
    if not any(each in text for each in part.expands):
        return text
    return "\n".join(_expanded(part, text.split("\n")))


def _expanded(part: Part, lines: list[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        column = len(line) - len(line.lstrip())
        begins = next((each for each in part.expands if line[column:].startswith(f"{each} ")), None)
        ports = ports_of(line[column + len(begins) :]) if begins is not None else ()
        if begins is None or not ports:
            yield line
            continue
        end = at
        while end < len(lines) and lines[end].strip() and len(lines[end]) - len(lines[end].lstrip()) > column:
            end += 1
        for port in ports:
            yield f"{line[:column]}{part.expands[begins]} {port}"
            yield from lines[at:end]
        at = end


def ports_of(text: str) -> tuple[str, ...]:
    """Return the ports that a list of them names; nothing where it can't be read.

    Example:
        >>> ports_of("Gi0/1 - 3 , Te1/1"), ports_of("GigabitEthernet 0/1-2,0/5")
        (('Gi0/1', 'Gi0/2', 'Gi0/3', 'Te1/1'), ('GigabitEthernet0/1', 'GigabitEthernet0/2', 'GigabitEthernet0/5'))
        >>> ports_of("GE1/0/1 to GE1/0/3"), ports_of("GE1/0/1 to GE2/0/3"), ports_of("macro ALL")
        (('GE1/0/1', 'GE1/0/2', 'GE1/0/3'), (), ())
    """
    found: dict[str, None] = {}
    kind = ""
    for each in text.split(","):
        low, _, high = re.sub(r"\s+(?:-|to)\s+|(?<=\d)\s*-\s*(?=[\dA-Za-z])", "\x00", each.strip()).partition("\x00")
        first, last = _PORT.fullmatch(low), _LAST.fullmatch(high or "0")
        if first is None or last is None:
            return ()
        kind = first["kind"] or kind
        start, stop = int(first["first"]), int(last["last"]) if high else int(first["first"])
        if not kind or not start <= stop < start + _MOST or (last["kind"] or kind).lower() != kind.lower():
            return ()
        if high and last["place"] and last["place"] != first["place"]:
            return ()
        found |= dict.fromkeys(f"{kind}{first['place']}{number}" for number in range(start, stop + 1))
    return tuple(found)
