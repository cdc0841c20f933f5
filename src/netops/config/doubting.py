"""What two texts leave in doubt by themselves, before any line is planned."""

from collections.abc import Iterator, Mapping

from netops.config.chunks import known_share
from netops.config.grammar import clean
from netops.config.marks import Bound
from netops.config.rulebook import Rulebook
from netops.config.rulebook_pieces import Push
from netops.config.tree import Tree

SAMPLE = 200
"""Lines at the top level that are held against the rulebook."""

Named = tuple[str, Tree]
"""What a text is to the patch, ``running`` or ``intended``, and the text."""


def unknown_only(book: Rulebook, *texts: Named) -> Iterator[str]:
    """Yield which texts hold no line that the rulebook knows: such a text may be anything, and nothing is proven of it."""
    for name, tree in texts:
        for part in tree.parts:
            rules = book.part(part.name)
            if rules.push is not Push.COMMANDS:
                continue
            known, lines, first = known_share(rules, part.lines.chunks(), SAMPLE, 1)
            if first is not None and not known and not (lines == 1 and _release(book, first.text)):
                yield (
                    f"the rulebook knows none of the {lines} top-level lines of the {name} text, the first is "
                    f"{first.number}: it may be no config of {book.name}"
                )


def _release(book: Rulebook, line: str) -> bool:
    """Whether a line only says which software runs."""
    return book.marks.release is not None and book.marks.release.search(line) is not None


def bound(book: Rulebook, running: Tree, intended: Tree) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return obstacles and exceptions for what the texts show and another one sets, an interface's VRF in FRR.

    Two texts that say different things of it can't be brought together by this patch; where only one of them says
    anything, the other may mean the same.
    """
    obstacles, exceptions = list[str](), list[str]()
    for each in book.marks.bound:
        if running.text(each.by) is not None and intended.text(each.by) is not None:
            continue
        here, there = _values(book, each, running), _values(book, each, intended)
        for what in sorted(here.keys() | there.keys()):
            first, second = here.get(what, ("", "")), there.get(what, ("", ""))
            if first[1] == second[1]:
                continue
            if first[1] and second[1]:
                obstacles.append(f"“{first[0]}” should be “{second[0]}”: {each.why}, and no line of the patch does it")
            else:
                silent = "running" if second[1] else "intended"
                line = second[0] if second[1] else first[0]
                exceptions.append(f"“{line}”: the {silent} text doesn't say so; {each.why}, and that wasn't compared")
    return tuple(obstacles), tuple(exceptions)


def _values(book: Rulebook, each: Bound, tree: Tree) -> Mapping[str, tuple[str, str]]:
    """Return what the lines of a text are about → the line and its value."""
    found: dict[str, tuple[str, str]] = {}
    for part in tree.parts:
        if book.part(part.name).push is Push.COMMANDS:
            for text in part.lines.chunks().texts:
                line = clean(text.partition("\n")[0])
                match = each.pattern.fullmatch(line)
                if match is not None and (match["value"] or match["what"] not in found):
                    found[match["what"]] = (line, match["value"] or "")
    return found
