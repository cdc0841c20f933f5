"""`build_patch`: the way forth, the way back, and both simulated."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from operator import itemgetter

from netops.config.apart import Stirred
from netops.config.collector import uncollected
from netops.config.cutoff import torn
from netops.config.diff import Beside, diff_shapes, diff_states
from netops.config.doubting import (
    bound,
    of_the_wrong_kind,
    pending,
    told_by_release,
    uncompared,
    unknown_only,
    unmade,
    unmet,
)
from netops.config.equality import equal
from netops.config.files import shape
from netops.config.kindred import mixed
from netops.config.meeting import common_ground
from netops.config.patch import Patch, Proof, Script
from netops.config.root import Root
from netops.config.rulebook import Dialect, Part
from netops.config.rulebook_pieces import Push
from netops.config.secret import Mask, make_mask, placeholders
from netops.config.simulate import Rejection, typed_at
from netops.config.state import Section
from netops.config.tree import Tree
from netops.config.way import Builder, Way, once
from netops.config.working import TOP, Working, pair


def build_patch(p: Dialect, running: Tree, intended: Tree, *, key: bytes | None = None, whole: bool = False) -> Patch:
    r"""Return the commands that take the running config to the intended one, proven forth and back.

    Args:
        p: the platform of both.
        running: what the device has.
        intended: what it should have. A part that it doesn't speak of is left alone.
        key: of the digests in placeholders; equal keys give equal placeholders. Default: random, one a process.

        whole: whether both texts are known to be whole, though one of them lacks the last line that the other has.

    Returns:
        The patch; one that can't be proven is marked so, with the lines that stand in the way.

    Example:
        >>> from netops.config import parse
        >>> from netops.platforms import get_platform
        >>> frr = get_platform("frr")
        >>> running = parse(frr, "router bgp 65000\n neighbor 10.1.0.2 remote-as 65101\nexit\n")
        >>> intended = parse(frr, "router bgp 65000\n neighbor 10.1.0.2 remote-as 65102\nexit\n")
        >>> patch = build_patch(frr, running, intended)
        >>> print(patch.commands)
        router bgp 65000
         neighbor 10.1.0.2 remote-as 65102
        >>> patch.proof.proven, print(patch.rollback.commands)
        router bgp 65000
         neighbor 10.1.0.2 remote-as 65101
        (True, None)
    """
    mask = make_mask(p, key)
    if running.parts == intended.parts:
        strange = tuple(unknown_only(p.rulebook.at(running.release), ("running", running)))
        proof = Proof(forth=True, back=True, again=True, obstacles=strange)
        return Patch(p.name, "", (), (), Script("", (), ()), proof, "", {})
    with uncollected():
        try:
            found = _built(p, running, intended, mask)
        except Stirred:  # a line of another section concerns one that was to be worked at by itself
            found = _built(p, running, intended, mask, hush=False)
    changes = not (found.empty and found.rollback.empty)
    cut = [str(each) for each in torn(p, running, intended, mask)] if changes and not whole else []
    return _doubted(p, found, (running, intended), cut, mask)


def difference(p: Dialect, before: Tree, after: Tree, *, key: bytes | None = None) -> str:
    r"""Return what differs between two texts that a device showed, as a diff with secrets hidden; empty for none.

    Nothing is left alone here, as a patch leaves lines that it keeps: what is gone is shown as gone.

    Args:
        p: the platform of both.
        before: the earlier text.
        after: the later one.
        key: of the digests in placeholders; equal keys give equal placeholders. Default: random, one a process.

    Example:
        >>> from netops.config import parse
        >>> from netops.platforms import get_platform
        >>> ios = get_platform("cisco_ios")
        >>> print(difference(ios, parse(ios, "no ip http server\nhostname r1\n"), parse(ios, "hostname r1\n")))
        -no ip http server
    """
    if before.parts == after.parts:
        return ""
    mask = make_mask(p, key)
    with uncollected():
        try:
            lines = list(_differing(p, before, after, mask))
        except Stirred:
            lines = list(_differing(p, before, after, mask, hush=False))
    return "\n".join(lines)


def _differing(p: Dialect, before: Tree, after: Tree, mask: Mask, *, hush: bool = True) -> Iterator[str]:
    here, there = pair(p, before, after, mask, hush=hush)
    yield from _diff(here, there, Builder(here, there, keep=False).way(), tacit=True)
    for sign, tree, other in (("-", before, after), ("+", after, before)):
        known = {each.name for each in other.parts}
        for part in tree.parts:
            if part.name not in known:  # a whole part that only one of them has
                yield from (f"{sign}{mask.text(line)}" for line in part.text.splitlines() if line.strip())


def _doubted(p: Dialect, found: Patch, texts: tuple[Tree, Tree], cut: Sequence[str], mask: Mask) -> Patch:
    """Return a patch with what its texts leave in doubt by themselves."""
    running, intended = texts
    book = p.rulebook.at(running.release or intended.release)
    strange = unknown_only(book, ("running", running), ("intended", intended))
    makers = unmade(book, mask, running, intended)
    kinds = [
        *mixed(book, running, intended),
        *unmet(book, running, intended),
        *told_by_release(book, running, intended),
        *pending(book, running, intended),
        *of_the_wrong_kind(book, running, intended),
    ]
    obstacles, exceptions = bound(p.rulebook, running, intended)
    proof = replace(
        found.proof,
        obstacles=once([*cut, *strange, *makers, *kinds, *obstacles, *found.proof.obstacles]),
        exceptions=once([*exceptions, *uncompared(found.diff, running, intended, mask), *found.proof.exceptions]),
    )
    return replace(found, proof=proof)


def _built(p: Dialect, running: Tree, intended: Tree, mask: Mask, *, hush: bool = True) -> Patch:
    here, there = pair(p, running, intended, mask, hush=hush)
    forth = Builder(here, there, keep=True).way()
    after = typed_at(here, forth.script.commands, hidden=True)
    reached = after if isinstance(after, Working) else there
    back = Builder(reached, here, keep=False).way()
    proof = _Prover(here, there, mask).proof(forth, back, after)
    diff = "\n".join(_diff(here, there, forth))
    used = placeholders(forth.script.commands) | placeholders(back.script.commands) | placeholders(diff)
    known = {each: mask.known[each] for each in sorted(used) if each in mask.known}
    script = forth.script
    typed = script.commands, script.script, script.steps
    return Patch(p.name, *typed, back.script, proof, diff, known, script.answers, forth.unsaid)


APART = 4
"""Lines of a difference that are told where a patch can't be proven."""


@dataclass(slots=True)
class _Prover:
    """Says what came out of the simulations.

    Attributes:
        running: where the patch begins.
        intended: where it leads.
        mask: knows the values of placeholders.
        obstacles: what stands in the way of a proof.
    """

    running: Working
    intended: Working
    mask: Mask
    obstacles: list[str] = field(default_factory=list)

    def proof(self, forth: Way, back: Way, after: Working | Rejection) -> Proof:
        """Return the proof of a patch that led to ``after``."""
        self.obstacles += [*forth.obstacles, *(f"rollback: {each}" for each in back.obstacles)]
        reached = self._leads(after, forth, self.intended, "the patch", "the intended config")
        again = returned = False
        if isinstance(after, Working):
            again = Builder(after.copy(), self.intended, keep=True, calm=reached).way().script.empty
            self._claim(again, "a second patch on the result would not be empty")
            home = typed_at(after, back.script.commands, hidden=True)
            returned = self._leads(home, back, self.running, "the rollback", "the running config")
        self._values(forth, back)
        return Proof(
            forth=reached,
            back=returned,
            again=again,
            kept=forth.kept,
            exceptions=once([*self._release(), *forth.exceptions, *back.exceptions, *_left_behind(back)]),
            obstacles=once(self.obstacles),
        )

    def _release(self) -> Iterator[str]:
        book = self.running.book
        if book.by_release and not (self.running.tree.release or self.intended.tree.release):
            yield f"neither text names its software release; rules that depend on it are those of {book.release}"

    def _leads(self, result: Working | Rejection, way: Way, wanted: Working, what: str, where: str) -> bool:
        if isinstance(result, Rejection):
            self.obstacles.append(f"{what}: the device would reject “{result.line}”: {result.why}")
        elif self._is(result, way, wanted):
            return True
        else:
            self.obstacles.append(f"{what} doesn't lead to {where}")
            apart = self._apart(result, way, wanted)
            self.obstacles += [f"{what}: what would differ: {line}" for line in islice(apart, APART)]
        said = f"{result.line}: {result.why}" if isinstance(result, Rejection) else ""
        self.obstacles += [f"{what}: {each}" for each in way.stuck if each != said]
        return False

    def _is(self, result: Working, way: Way, wanted: Working) -> bool:
        """Whether the result is what was expected, part by part."""
        for part in self.running.book.parts:
            if part.push is Push.COMMANDS:
                expected = way.expected.get(part.name)
                if expected is not None and not _same(result.root(part), expected):
                    return False
            elif wanted.has(part) and shape(part, result.nodes(part)) != shape(part, wanted.nodes(part)):
                return False
        return result.is_calm_as(wanted)

    def _apart(self, result: Working, way: Way, wanted: Working) -> Iterator[str]:
        """Yield lines of a diff from what was reached to what was expected."""
        for part in self.running.book.parts:
            if part.push is Push.COMMANDS and part.name in way.expected:
                lines = diff_states(result.root(part), way.expected[part.name])
                yield from (line.strip() for line in lines if line[:1] in "+-")
                for head, section in wanted.calm.get(part.name, {}).items():
                    lines = diff_states(result.calm[part.name][head], section)
                    yield from (line.strip() for line in lines if line[:1] in "+-")

    def _claim(self, holds: bool, otherwise: str) -> None:  # noqa: FBT001  # the claim is the argument
        if not holds:
            self.obstacles.append(otherwise)

    def _values(self, forth: Way, back: Way) -> None:
        used = placeholders(forth.script.commands) | placeholders(back.script.commands)
        self.obstacles += [f"nobody gave the value of {each}" for each in sorted(used - self.mask.known.keys())]


def _left_behind(back: Way) -> Iterator[str]:
    """Yield what a rollback can't take away."""
    for each in back.kept:
        yield f"rollback: “{' / '.join((*each.section, each.text))}” stays: {each.why}"


def _same(result: Root, expected: Root) -> bool:
    """Whether two states are the same in all that was read of either; the rest is the same text."""
    common_ground(result, expected)
    return equal(result, expected, lenient=True)


def _quiet_diffs(running: Working, intended: Working, part: Part) -> Iterator[Beside]:
    """Yield the diffs of sections that are worked at by themselves, each with its number."""
    for head, quiet in running.quiet.get(part.name, {}).items():
        here, there = running.calm[part.name][head], intended.calm[part.name][head]
        below = _one_line(here, there)
        below = list(diff_states(here, there, "  ")) if below is None else below
        if below:
            yield quiet.numbers[0], [f" {head}", *below]
    ours, theirs = (each.calm.get(part.name, {}).get(TOP) for each in (running, intended))
    if ours is not None and theirs is not None:
        yield from _line_diffs(ours, theirs, [each.numbers for each in running.quiet.get(part.name, {}).values()])


def _one_line(here: Section, there: Section) -> list[str] | None:
    """Return the diff of sections that only differ in the value of one line, as most of these do; None for any others."""
    if len(here.held) != 1 or here.held.keys() != there.held.keys():
        return None
    (line,), (wanted,) = here.held.values(), there.held.values()
    return [] if line.same(wanted) else [f"- {line.text}", f"+ {wanted.text}"]


def _line_diffs(here: Section, there: Section, known: Sequence[tuple[int, int]]) -> Iterator[Beside]:
    """Yield the diffs of lines of the top level that are worked at by themselves, each with its number.

    Args:
        here: those of the running config.
        there: those of the intended one.
        known: numbers, in the running config and in the intended one, of lines that both have.
    """
    places = sorted(
        [*known, *((here.held[key].number, each.number) for key, each in there.held.items() if key in here.held)],
        key=itemgetter(1),
    )
    numbers = [number for _, number in places]
    for key in dict.fromkeys((*here.held, *there.held)):
        entry, wanted = here.held.get(key), there.held.get(key)
        if entry is not None and wanted is not None and entry.same(wanted):
            continue
        lines = [f"{sign}{each.text}" for sign, each in (("-", entry), ("+", wanted)) if each is not None]
        if entry is not None:
            yield entry.number, lines
        elif wanted is not None:  # behind what it follows there, as far as that has a place here
            at = bisect_right(numbers, wanted.number) - 1
            shift = places[at][0] - places[at][1] if at >= 0 else 0
            yield wanted.number + shift, lines


def _diff(running: Working, intended: Working, way: Way, *, tacit: bool = False) -> Iterator[str]:
    several = any(len(each.tree.parts) > 1 for each in (running, intended))
    for part in running.book.parts:
        lines: list[str] = []
        if part.push is Push.COMMANDS and part.name in way.expected:
            root, expected = running.root(part), way.expected[part.name]
            common_ground(root, expected)
            lines = list(diff_states(root, expected, beside=_quiet_diffs(running, intended, part), tacit=tacit))
        elif part.push is Push.FILE and intended.has(part):
            before, after = shape(part, running.nodes(part)), shape(part, intended.nodes(part))
            lines = [running.mask.text(line) for line in diff_shapes(before, after)]
        if lines:
            if several:
                yield part.marker
            yield from lines
