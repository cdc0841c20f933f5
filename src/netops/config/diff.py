"""The diff that people read: running → intended by section, secrets hidden, never one comparison of whole files."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from netops.config.files import Shape
from netops.config.state import Entry, Section

LARGEST_ALIGNMENT = 250_000
"""Lines times lines that are aligned one by one; beyond, a section is shown as gone and come."""


def diff_states(running: Section, intended: Section, indent: str = " ") -> Iterator[str]:
    """Yield the lines of a diff of two states; a section's own line stands as context above its changes."""
    for key, entry in running.entries.items():
        wanted = intended.entries.get(key)
        if wanted is None:
            yield from _whole(entry, "-", indent)
        elif entry.same(wanted) and entry.section is not None and wanted.section is not None:
            below = list(diff_states(entry.section, wanted.section, indent + " "))
            if below:
                yield f" {indent[1:]}{entry.text}"
                yield from below
        elif not entry.same(wanted):
            yield from _changed(entry, wanted, indent)
    for key, entry in intended.entries.items():
        if key not in running.entries:
            yield from _whole(entry, "+", indent)


def _changed(entry: Entry, wanted: Entry, indent: str) -> Iterator[str]:
    yield f"-{indent[1:]}{entry.text}"
    yield f"+{indent[1:]}{wanted.text}"
    if entry.section is not None and wanted.section is not None:
        yield from diff_states(entry.section, wanted.section, indent + " ")


def _whole(entry: Entry, sign: str, indent: str) -> Iterator[str]:
    yield f"{sign}{indent[1:]}{entry.text}"
    if entry.section is not None:
        for each in entry.section.entries.values():
            yield from _whole(each, sign, indent + " ")


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
