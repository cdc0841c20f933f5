"""What two texts leave in doubt by themselves, before any line is planned."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from netops.config.chunks import known_share
from netops.config.files import lacking
from netops.config.grammar import clean
from netops.config.knowing import known
from netops.config.marks import Bound, TwoKinds, any_line_of
from netops.config.references import exists
from netops.config.root import chunks_of, read_root
from netops.config.rulebook import Part, Rule, Rulebook
from netops.config.rulebook_pieces import Push
from netops.config.secret import REENCRYPTED, Mask, placeholders
from netops.config.state import Hides
from netops.config.steps import named
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
                    f"the rulebook knows none of the {lines} top-level lines of the {name} text, the first of which is "
                    f"line {first.number}: it may be no config of {book.name}"
                )


def _release(book: Rulebook, line: str) -> bool:
    """Whether a line only says which software runs."""
    return book.marks.release is not None and book.marks.release.search(line) is not None


def unmade(book: Rulebook, hides: Hides, running: Tree, intended: Tree) -> Iterator[str]:
    """Yield sections of one text that make what they are about, because no other line of it does.

    `vlan 10` makes the VLAN where it is typed. Without lines below such a section counts for nothing, and nothing is typed
    for it; where it goes the VLAN stays. So a patch can't bring two texts together that don't both have it.
    """
    for part in book.parts:
        words = {rule.pattern.words[0].literal for rule in part.context.every if _is_made_elsewhere(rule)}
        if words:
            here, there = (_heads(tree, part, words) for tree in (running, intended))
            ours, theirs = (
                _unmade(book, part, tree, hides, [line for line, alone in own.items() if alone or line not in other])
                for tree, own, other in ((running, here, there), (intended, there, here))
            )
            yield from _told("running", ours, theirs)
            yield from _told("intended", theirs, ours)


def _told(name: str, lines: Mapping[str, str], others: Mapping[str, str]) -> Iterator[str]:
    """Yield what is said of the sections that only one text has."""
    for line, what in lines.items():
        if line not in others:
            yield f"“{line}” of the {name} text makes {what}, and nothing else there says so: no line of the patch does, or undoes, that"


def _is_made_elsewhere(rule: Rule) -> bool:
    """Whether a section without lines is as good as none, though it is about something that another line makes."""
    return rule.section is not None and rule.section.hollow and bool(rule.insists)


def _heads(tree: Tree, part: Part, words: Iterable[str]) -> Mapping[str, bool]:
    """Return the first lines of a text's sections that begin with some words, and whether nothing stands below."""
    chunks = chunks_of(tree, part)
    texts = [text for word in words for text in chunks.beginning(word)] if chunks is not None else []
    return {clean(head): not below for head, _, below in (text.partition("\n") for text in texts)}


def _unmade(book: Rulebook, part: Part, tree: Tree, hides: Hides, heads: Sequence[str]) -> Mapping[str, str]:
    """Return those of some sections that are about something which no line makes, and what that is."""
    found: dict[str, str] = {}
    if not heads:
        return found
    root = read_root(book, part, tree, hides)
    for line in heads:
        entry = root.reader.entry(root, line)
        if entry.rule is None or not _is_made_elsewhere(entry.rule):
            continue
        lacks = (each for each in named(entry, entry.rule.insists) if not exists(root, each, firm=True))
        found.update((line, " ".join(each)) for each in lacks)
    return found


def unmet(book: Rulebook, running: Tree, intended: Tree) -> Iterator[str]:
    """Yield lines of whole files that need what nothing in the file makes: such a file is refused, all of it, also on the way back."""
    for tree, other, way in ((intended, running, ""), (running, intended, "rollback: ")):
        for part in tree.parts:
            rules = book.part(part.name)
            if rules.push is Push.FILE and part.text != other.text(part.name):
                for line, thing in lacking(rules, part.nodes):
                    yield f"{way}“{line}” of {rules.path} needs the {' '.join(thing)}, which nothing there makes"


def told_by_release(book: Rulebook, running: Tree, intended: Tree) -> Iterator[str]:
    """Yield lines of sections that differ of which only the release tells what they mean, where neither text names it."""
    if running.release or intended.release or not book.marks.told_by_release:
        return
    said = [
        each
        for each in book.marks.told_by_release
        if any(each.pattern.search(tree.source) for tree in (running, intended))
    ]
    for part in book.parts if said else ():
        one, other = (_sections(tree, part) for tree in (running, intended))
        lines = sorted({clean(line) for text in one ^ other for line in text.split("\n")})
        for each in said:
            yield from (
                f"“{line}”: {each.why}, and neither text names its release"
                for line in lines
                if each.pattern.fullmatch(line)
            )


def pending(book: Rulebook, running: Tree, intended: Tree) -> Iterator[str]:
    """Yield sections that differ and wait for a line that a text lacks: what is typed there changes nothing."""
    for each in book.marks.pending:
        for part in book.parts:
            both = (chunks_of(tree, part) for tree in (running, intended))
            one, other = (frozenset(found.beginning(each.section.split()[0]) if found else ()) for found in both)
            changed = [text for text in one ^ other if clean(text.partition("\n")[0]) == each.section]
            for text in sorted(changed):
                if "\n" in text and each.until not in map(clean, text.split("\n")):
                    name = "running" if text in one else "intended"
                    yield f"“{each.section}” of the {name} text lacks “{each.until}”: {each.why}"


def _sections(tree: Tree, part: Part) -> frozenset[str]:
    """Return the texts of a part's lines at the top level with what stands below them."""
    chunks = chunks_of(tree, part)
    return frozenset(chunks.texts if chunks is not None else ())


def uncompared(diff: str, running: Tree, intended: Tree, mask: Mask) -> Iterator[str]:
    """Yield how many secrets can't be told apart, because a text has them as the device encrypts them anew at each display."""
    hidden = {name: secret for name, secret in mask.known.items() if f"{REENCRYPTED}:" in name}
    if not hidden:
        return
    told = placeholders(diff)
    secrets = [secret for name, secret in hidden.items() if name not in told]
    one, other = (_holding(each.source, secrets) for each in (running, intended))
    number = max(len(one - other), len(other - one))
    if number:
        which = "a secret that the device encrypts" if number == 1 else f"{number} secrets that the device encrypts"
        yield f"{which} anew at each display: nobody can tell from the texts whether it is the same, and that wasn't compared"


def _holding(text: str, secrets: Sequence[str]) -> frozenset[str]:
    """Return the secrets that stand in a text, each a word of its own; quotes around it don't count."""
    return frozenset(secrets).intersection(word.strip("\"'") for word in text.split())


def of_the_wrong_kind(book: Rulebook, running: Tree, intended: Tree) -> Iterator[str]:
    """Yield lines that a section can't have as long as it is of the kind that it, or those beside it, are shown to be of.

    A port that has a VLAN is a switched one, and gets no address before a line says that it is routed. What kind a port is
    of where no line says so differs from device to device: the running text shows it.
    """
    for each in book.marks.two_kinds:
        if not (_have(each.one, running, intended) and _have(each.other, running, intended)):
            continue  # a router has no switched port, and most have nothing else
        for part in book.parts:
            here, there = (_sections(tree, part) for tree in (running, intended))
            wanted = {text: kind for text in there - here if (kind := _kind(each, text)) is not None}
            if not wanted:
                continue
            shown: dict[str, set[bool]] = {}
            for text in here:
                kind = _kind(each, text)
                if kind is not None:
                    shown.setdefault(_alike(each, part, text), set()).add(kind)
            yield from (
                f"“{clean(text.partition(chr(10))[0])}”: {each.why}"
                for text, kind in wanted.items()
                if shown.get(_alike(each, part, text)) == {not kind}
            )


def _have(pattern: re.Pattern[str], *trees: Tree) -> bool:
    """Whether one of some texts has such a line: all are looked at together."""
    line = any_line_of((pattern.pattern,))
    return any(line.search(f"\n{tree.source}") is not None for tree in trees)


def _kind(each: TwoKinds, text: str) -> bool | None:
    """Whether a section is of the one kind by its lines; None where it says so itself, or nothing tells."""
    head, newline, below = text.partition("\n")
    if not newline or each.section.fullmatch(clean(head)) is None:
        return None
    lines = [clean(line) for line in below.split("\n")]
    if any(each.said.fullmatch(line) for line in lines):
        return None
    one, other = (any(pattern.fullmatch(line) for line in lines) for pattern in (each.one, each.other))
    return one if one != other else None


def _alike(each: TwoKinds, part: Part, text: str) -> str:
    """Return what sections have in common that are of one kind."""
    words = " ".join(known(part.context, clean(text.partition("\n")[0])).key)
    found = each.section.fullmatch(words)
    return (found["alike"] if found is not None else None) or words


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
