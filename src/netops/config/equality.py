"""When two states are the same to the device, and what the order of their lines says."""

from collections.abc import Iterator

from netops.config.pattern import fill
from netops.config.state import Entry, Key, Section, hollow


def level(first: Section, second: Section) -> None:
    """Let both sections know all their lines, where not both left the same of them unread."""
    if first.latent is not second.latent:
        first.entries  # noqa: B018  # reads them
        second.entries  # noqa: B018  # reads them


def equal(first: Section, second: Section, *, lenient: bool = False) -> bool:
    """Whether two sections are the same to the device; order only counts where it means something.

    Args:
        first: what is there.
        second: what should be; a line of it that is known to be so where ``first`` says nothing counts for nothing.
        lenient: whether a line that the device always shows may stand where ``second`` has none, if that means the same.
    """
    if first is second or (first.raw is not None and first.raw == second.raw):
        return True
    ours, theirs = first.lines, second.lines
    if first.latent is not second.latent:
        level(first, second)
        ours, theirs = first.lines, second.lines
    alone = 0
    for key, entry in list(ours.items()):
        wanted = theirs.get(key)
        if wanted is entry:
            continue
        if wanted is None:
            alone += 1
        elif wanted.value == entry.value and wanted.negative == entry.negative and entry.section is wanted.section:
            continue
        if not _equal_entries(entry, wanted or second.find(key), lenient=lenient) and not (
            lenient and is_moot(entry) and key not in theirs
        ):
            return False
    if len(ours) - alone < len(theirs) and not all(
        key in ours or _equal_entries(entry, held := first.find(key), lenient=lenient) or (not held and is_tacit(entry))
        for key, entry in list(theirs.items())
    ):
        return False
    if first.numbered is not None and order_of(first) != order_of(second):
        return False
    return first.context is None or not first.context.sequences or sequences(first) == sequences(second)


def is_moot(entry: Entry) -> bool:
    """Whether a line that the device shows in both forms says what none of them would mean, as far as that is known."""
    return entry.rule is not None and entry.rule.default.agrees(negative=entry.negative)


def is_tacit(entry: Entry) -> bool:
    """Whether such a line is known to: to a text that has neither form it is no difference (`Default.is_known`)."""
    return is_moot(entry) and entry.rule is not None and entry.rule.default.is_known


def order_of(section: Section) -> tuple[Key, ...]:
    """Return the lines of an ordered list in their order; nothing for any other section."""
    if section.numbered is None:
        return ()
    return tuple(key for key, entry in section.entries.items() if entry.rule is None)


def sequences(section: Section) -> dict[str, list[Key]]:
    """Return lines whose order means something, each list of them by its name and in its order."""
    found: dict[str, list[Key]] = {}
    if section.context is None or not section.context.sequences:
        return found
    for key, entry in section.lines.items():
        if entry.rule is not None and entry.rule.sequence:
            lists = " ".join(fill(name, entry.names) for _, name in entry.rule.defines)
            found.setdefault(f"{entry.rule.pattern.text} {lists}".strip(), []).append(key)
    return found


def _equal_entries(first: Entry, second: Entry | None, *, lenient: bool) -> bool:
    if second is None:
        return hollow(first)
    if first is second:
        return True
    if not first.same(second):
        return False
    if first.section is None or second.section is None:
        return first.section is second.section
    return equal(first.section, second.section, lenient=lenient)


def flat(section: Section, indent: str = "") -> Iterator[str]:
    """Yield the lines of a state in an order of their own, for digests: equal states give equal lines."""
    entries = section.entries
    for name, ordered in sorted([("", order_of(section)), *sequences(section).items()], key=lambda each: each[0]):
        if ordered:
            yield f"{indent}{name} in order: {'; '.join(' '.join(key) for key in ordered)}"
    for key in sorted(entries):
        entry = entries[key]
        if hollow(entry) or is_moot(entry):
            continue
        yield f"{indent}{'no ' if entry.negative else ''}{' '.join(key)} = {entry.value}"
        if entry.section is not None:
            yield from flat(entry.section, indent + " ")
