"""`build_patch`: the way forth, the way back, and both simulated."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from netops.config.diff import diff_shapes, diff_states
from netops.config.files import shape
from netops.config.patch import Patch, Proof, Script
from netops.config.rulebook import Dialect, Part, Push
from netops.config.secret import Mask, make_mask, placeholders
from netops.config.simulate import Rejection, simulate
from netops.config.state import equal, read_state
from netops.config.tree import Tree
from netops.config.way import Builder, Way, once


def build_patch(p: Dialect, running: Tree, intended: Tree, *, key: bytes | None = None) -> Patch:
    r"""Return the commands that take the running config to the intended one, proven forth and back.

    Args:
        p: the platform of both.
        running: what the device has.
        intended: what it should have. A part that it doesn't speak of is left alone.
        key: of the digests in placeholders; equal keys give equal placeholders. Default: random, one a process.

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
        proof = Proof(forth=True, back=True, again=True)
        return Patch(p.name, "", (), (), Script("", (), ()), proof, "", {})
    forth = Builder(p, running, intended, mask, keep=True).way()
    after = simulate(p, running, forth.script.commands, secrets=mask.known, key=mask.key)
    reached = after if isinstance(after, Tree) else intended
    back = Builder(p, reached, running, mask, keep=False).way()
    proof = _Prover(p, mask, running, intended).proof(forth, back, after)
    diff = "\n".join(_diff(p, running, intended, forth, mask))
    used = placeholders(forth.script.commands) | placeholders(back.script.commands) | placeholders(diff)
    known = {each: mask.known[each] for each in sorted(used) if each in mask.known}
    script = forth.script
    return Patch(p.name, script.commands, script.script, script.steps, back.script, proof, diff, known)


@dataclass(slots=True)
class _Prover:
    """Says what came out of the simulations.

    Attributes:
        obstacles: what stands in the way of a proof.
    """

    p: Dialect
    mask: Mask
    running: Tree
    intended: Tree
    obstacles: list[str] = field(default_factory=list)

    def proof(self, forth: Way, back: Way, after: Tree | Rejection) -> Proof:
        """Return the proof of a patch that led to ``after``."""
        self.obstacles += [*forth.obstacles, *(f"rollback: {each}" for each in back.obstacles)]
        reached = self._leads(after, forth, self.intended, "the patch", "the intended config")
        again = returned = False
        if isinstance(after, Tree):
            again = Builder(self.p, after, self.intended, self.mask, keep=True).way().script.empty
            self._claim(again, "a second patch on the result would not be empty")
            home = simulate(self.p, after, back.script.commands, secrets=self.mask.known, key=self.mask.key)
            returned = self._leads(home, back, self.running, "the rollback", "the running config")
        self._values(forth, back)
        return Proof(
            forth=reached,
            back=returned,
            again=again,
            kept=forth.kept,
            exceptions=once([*forth.exceptions, *back.exceptions]),
            obstacles=once(self.obstacles),
        )

    def _leads(self, result: Tree | Rejection, way: Way, wanted: Tree, what: str, where: str) -> bool:
        if isinstance(result, Rejection):
            self.obstacles.append(f"{what}: the device would reject “{result.line}”: {result.why}")
        elif self._is(result, way, wanted):
            return True
        else:
            self.obstacles.append(f"{what} doesn't lead to {where}")
        self.obstacles += [f"{what}: {each}" for each in way.stuck]
        return False

    def _is(self, result: Tree, way: Way, wanted: Tree) -> bool:
        """Whether the result is what was expected, part by part."""
        for part in self.p.rulebook.parts:
            if part.push is Push.COMMANDS:
                expected = way.expected.get(part.name)
                state = read_state(self.p.rulebook, part, result.part(part.name), self.mask)[0]
                if expected is not None and not equal(state, expected):
                    return False
            elif wanted.text(part.name) is not None and not self._same_file(part, result, wanted):
                return False
        return True

    def _same_file(self, part: Part, one: Tree, other: Tree) -> bool:
        return shape(part, one.part(part.name)) == shape(part, other.part(part.name))

    def _claim(self, holds: bool, otherwise: str) -> None:  # noqa: FBT001  # the claim is the argument
        if not holds:
            self.obstacles.append(otherwise)

    def _values(self, forth: Way, back: Way) -> None:
        used = placeholders(forth.script.commands) | placeholders(back.script.commands)
        self.obstacles += [f"nobody gave the value of {each}" for each in sorted(used - self.mask.known.keys())]


def _diff(p: Dialect, running: Tree, intended: Tree, way: Way, mask: Mask) -> Iterator[str]:
    for part in p.rulebook.parts:
        lines: list[str] = []
        if part.push is Push.COMMANDS and part.name in way.expected:
            state = read_state(p.rulebook, part, running.part(part.name), mask)[0]
            lines = list(diff_states(state, way.expected[part.name]))
        elif part.push is Push.FILE and intended.text(part.name) is not None:
            before, after = shape(part, running.part(part.name)), shape(part, intended.part(part.name))
            lines = [mask.text(line) for line in diff_shapes(before, after)]
        if lines:
            if len(running.parts) > 1 or len(intended.parts) > 1:
                yield part.marker
            yield from lines
