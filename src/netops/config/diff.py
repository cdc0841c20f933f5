"""The diff that people read: running → intended by section, secrets hidden, never one comparison of whole files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from netops.config.equality import equal, is_tacit, level
from netops.config.files import Shape
from netops.config.questions import lines_of
from netops.config.ranking import staying
from netops.config.state import Entry, Key, Section, hollow

LARGEST_ALIGNMENT = 250_000
"""Lines times lines that are aligned one by one; beyond, a section is shown as gone and come."""


Beside = tuple[int, list[str]]
"""The diff of a section that is compared elsewhere, and the number of its line."""


def diff_states(
    running: Section, intended: Section, indent: str = " ", beside: Iterable[Beside] = (), *, tacit: bool = False
) -> Iterator[str]:
    """Yield the lines of a diff of two states; a section's own line stands as context above its changes.

    Args:
        running: what is there.
        intended: what should be.
        indent: of its lines, the sign's column included.
        beside: diffs of other sections of the same level, put in by their numbers.
        tacit: whether a new line is shown, too, that only says what is known to be so without it.
    """
    level(running, intended)
    ours, theirs = _lines(running), _lines(intended)
    if not tacit:
        theirs = {key: each for key, each in theirs.items() if key in ours or not is_tacit(each)}
    others = sorted(beside, reverse=True)
    for entry, wanted in _merged(ours, theirs, ordered=running.numbered is not None):
        while others and entry is not None and 0 <= others[-1][0] < entry.number:
            yield from others.pop()[1]
        if wanted is None and entry is not None:
            yield from _whole(entry, "-", indent)
        elif entry is None and wanted is not None:
            yield from _whole(wanted, "+", indent, tacit=tacit)
        elif entry is not None and wanted is not None and _are_lines(entry, wanted):
            if not entry.same(wanted):
                yield f"-{indent[1:]}{entry.text}"
                yield f"+{indent[1:]}{wanted.text}"
        elif entry is not None and wanted is not None:
            yield from _pair(entry, wanted, indent, tacit=tacit)
    while others:
        yield from others.pop()[1]


def _lines(section: Section) -> dict[Key, Entry]:
    return {each.key: each for each in lines_of(section) if not hollow(each)}


def _merged(
    ours: dict[Key, Entry], theirs: dict[Key, Entry], *, ordered: bool
) -> Iterator[tuple[Entry | None, Entry | None]]:
    """Yield pairs of lines in the running order, each new line behind the one that it follows in the intended order."""
    stay = staying(list(ours), list(theirs)) if ordered else ours.keys() & theirs.keys()
    coming: dict[Key | None, list[Entry]] = {}
    before: Key | None = None
    for key, wanted in theirs.items():
        if key in stay:
            before = key
        else:
            coming.setdefault(before, []).append(wanted)
    yield from ((None, each) for each in coming.get(None, ()))
    for key, entry in ours.items():
        yield entry, theirs[key] if key in stay else None
        if key in stay:
            yield from ((None, each) for each in coming.get(key, ()))


def _are_lines(entry: Entry, wanted: Entry) -> bool:
    """Whether both are one line with nothing below, as nearly all are."""
    if entry.section is not None or wanted.section is not None:
        return False
    return "\n" not in entry.text and "\n" not in wanted.text


def _pair(entry: Entry, wanted: Entry, indent: str, *, tacit: bool) -> Iterator[str]:
    if not entry.same(wanted):
        yield from _changed(entry, wanted, indent, tacit=tacit)
    elif entry.section is not None and wanted.section is not None and not equal(entry.section, wanted.section):
        below = list(diff_states(entry.section, wanted.section, indent + " ", tacit=tacit))
        if below:
            yield f" {indent[1:]}{entry.text}"
            yield from below


def _changed(entry: Entry, wanted: Entry, indent: str, *, tacit: bool) -> Iterator[str]:
    yield from _signed(entry.text, "-", indent)
    yield from _signed(wanted.text, "+", indent)
    if entry.section is not None and wanted.section is not None:
        yield from diff_states(entry.section, wanted.section, indent + " ", tacit=tacit)


def _signed(text: str, sign: str, indent: str) -> Iterator[str]:
    """Yield a line with its sign, each line of a body too."""
    first, *body = text.split("\n")
    yield f"{sign}{indent[1:]}{first}"
    yield from (f"{sign}{line}" for line in body)


def _whole(entry: Entry, sign: str, indent: str, *, tacit: bool = True) -> Iterator[str]:
    yield from _signed(entry.text, sign, indent)
    if entry.section is not None:
        for each in entry.section.entries.values():
            if tacit or not is_tacit(each):
                yield from _whole(each, sign, indent + " ", tacit=tacit)


def grouped(diffs: Mapping[str, str]) -> list[tuple[tuple[str, ...], str]]:
    """Return each diff once, with all that it is the diff of, so that forty equal changes are read as one.

    Example:
        >>> grouped({"pe1": "+ntp server 10.0.0.1", "pe2": "+ntp server 10.0.0.1", "p1": "-vlan 7"})
        [(('pe1', 'pe2'), '+ntp server 10.0.0.1'), (('p1',), '-vlan 7')]
    """
    found: dict[str, list[str]] = {}
    for name, text in diffs.items():
        found.setdefault(text, []).append(name)
    return [(tuple(names), text) for text, names in found.items()]


def diff_shapes(running: Sequence[Shape], intended: Sequence[Shape], indent: str = "") -> Iterator[str]:
    """Yield the lines of a diff of two file parts; sections with the same first line are compared inside."""
    first, second = [each[0] for each in running], [each[0] for each in intended]
    for tag, low, high, start, end in _aligned(first, second):
        if tag == "equal":
            for before, after in zip(running[low:high], intended[start:end], strict=True):
                below = list(diff_shapes(before[1], after[1], indent + " "))
                if below:
                    yield f" {indent}{before[0]}"
                    yield from below
            continue
        for each in running[low:high]:
            yield from _all(each, "-", indent)
        for each in intended[start:end]:
            yield from _all(each, "+", indent)


def _all(each: Shape, sign: str, indent: str) -> Iterator[str]:
    yield f"{sign}{indent}{each[0]}"
    for below in each[1]:
        yield from _all(below, sign, indent + " ")


def _aligned(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield difflib's opcodes; equal ends are cut off first, and large remainders are not aligned at all."""
    head = 0
    while head < min(len(first), len(second)) and first[head] == second[head]:
        head += 1
    tail = 0
    while tail < min(len(first), len(second)) - head and first[-1 - tail] == second[-1 - tail]:
        tail += 1
    if head:
        yield ("equal", 0, head, 0, head)
    one, two = first[head : len(first) - tail], second[head : len(second) - tail]
    if len(one) * len(two) > LARGEST_ALIGNMENT:
        yield ("replace", head, head + len(one), head, head + len(two))
    else:
        for tag, low, high, start, end in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
            yield (tag, head + low, head + high, head + start, head + end)
    if tail:
        yield ("equal", len(first) - tail, len(first), len(second) - tail, len(second))
