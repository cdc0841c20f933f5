"""Which lines mend a device's findings: each fix is tried before it becomes part of a change."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from netops.audit import FINDINGS, DeviceAudit, Verdict, Word
from netops.change.planning import Addition, on_top
from netops.config import Rejection, Tree, build_patch, simulate
from netops.language import spoken
from netops.language import translate as _
from netops.platforms import Platform, get_platform

PEOPLE = "people"
UNPROVEN = "unproven"
ROUNDS = 3
"""So often a fix may open the next part of the same finding: lines that had no section of their own until then."""


@dataclass(frozen=True, slots=True)
class Left:
    """A finding that stays.

    Attributes:
        why: ``people`` where nobody wrote lines for it or they need what only people know; else what stands in
            the way of its lines: the device would refuse one, there is no sure way back, the engineers would be locked
            out, the finding would stay, or another would come.
    """

    device: str
    check: str
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which findings are to be mended.

    Attributes:
        checks: those of these checks alone, advice among them; all where empty.
        advice: what decides no unit as well.
    """

    checks: Collection[str] = ()
    advice: bool = False

    def wants(self, verdict: Verdict) -> bool:
        """Whether a verdict is one of them; what is waived stays as it is."""
        if self.checks:
            return verdict.check in self.checks and (verdict.finding or verdict.advice)
        return verdict.finding or (self.advice and verdict.advice)


@dataclass(frozen=True, slots=True)
class Trial:
    """What is asked of a config before anybody types the lines that lead to it.

    Attributes:
        judge: audits it.
        lockouts: says why the engineers would no longer get in; nothing where they would.
    """

    judge: Callable[[Tree], DeviceAudit]
    lockouts: Callable[[Tree], Collection[str]] = lambda _: ()


def additions_of(
    audit: DeviceAudit, running: Tree, asked: Asked | None = None, trial: Trial | None = None
) -> tuple[Addition, tuple[Left, ...]]:
    """Return the lines that mend a device's findings, and the findings that stay.

    Each fix is tried together with the ones before it: one that the device would refuse, that can't be proven forth and
    back, that locks the engineers out, mends nothing or breaks something else, stays out and is told. It would leave the
    whole change unproven, and so keep all the others from being pushed.

    Args:
        audit: of this device.
        running: its config.
        asked: which findings; all, advice aside, without it.
        trial: what is asked of the outcome; without it a fix is taken at its word.
    """
    wanted = [each for each in audit.verdicts if (asked or Asked()).wants(each)]
    bench = _Bench(get_platform(audit.platform), running, trial.judge(running) if trial else audit, trial)
    left = {each.check: PEOPLE for each in wanted if not each.fix}
    left.update(bench.take([each for each in wanted if each.fix]))
    stays = tuple(Left(audit.device, each.check, left[each.check]) for each in wanted if each.check in left)
    mends = tuple(each.check for each in wanted if each.check in bench.mends)
    return Addition(audit.device, tuple(bench.lines), mends), stays


@dataclass(slots=True)
class _Bench:
    """A device at which fixes are tried.

    Attributes:
        audit: of the device by itself, as each trial's is: what only two routers together tell holds in none of them.
        lines: what was found good so far.
        mends: the checks that these lines are for.
    """

    platform: Platform
    running: Tree
    audit: DeviceAudit
    trial: Trial | None
    lines: list[str] = field(default_factory=list)
    mends: list[str] = field(default_factory=list)

    def take(self, verdicts: Sequence[Verdict]) -> dict[str, str]:
        """Take the fixes in whose way nothing stands; return check → what stands in the way of the others."""
        why = self._halved(verdicts)
        # Some need what a later one brings: they are tried once more.
        again = [each for each in verdicts if each.check in why] if self.mends else []
        return {each.check: reason for each in again if (reason := self._take(each))} if again else why

    def _halved(self, verdicts: Sequence[Verdict]) -> dict[str, str]:
        """Try fixes together, and each half by itself where that fails: most often all goes well at once."""
        if not verdicts or self._takes(verdicts):
            return {}
        if len(verdicts) == 1:
            reason = self._take(verdicts[0])
            return {verdicts[0].check: reason} if reason else {}
        middle = len(verdicts) // 2
        return {**self._halved(verdicts[:middle]), **self._halved(verdicts[middle:])}

    def _takes(self, verdicts: Sequence[Verdict]) -> bool:
        lines = [*self.lines, *(line for each in verdicts for line in each.fix)]
        outcome = self._outcome(lines)
        checks = [each.check for each in verdicts]
        if isinstance(outcome, str) or self._worse(outcome) or any(outcome.word(each) in FINDINGS for each in checks):
            return False
        self.lines, self.mends = lines, [*self.mends, *checks]
        return True

    def _take(self, verdict: Verdict) -> str:
        """Take one fix along with those taken before, or return what stands in its way."""
        lines, fix, stays = list(self.lines), verdict.fix, ""
        for _round in range(ROUNDS):
            lines += fix
            outcome = self._outcome(lines)
            if isinstance(outcome, str):
                return outcome
            worse = self._worse(outcome)
            if worse:
                return worse
            if outcome.word(verdict.check) not in FINDINGS:
                self.lines, self.mends = lines, [*self.mends, verdict.check]
                return ""
            stays = _("the finding would stay: {found}").format(found=outcome.found(verdict.check))
            fix = outcome.fix(verdict.check)
            if not fix or fix == verdict.fix:
                break
        return stays

    def _worse(self, outcome: "_Outcome") -> str:
        """Return what would no longer hold with these lines; empty where all that holds today, or is mended, does."""
        bad = [each.check for each in self.audit.verdicts if each.verdict is Word.COMPLIANT and outcome.fails(each)]
        bad += [check for check in self.mends if outcome.word(check) in FINDINGS]
        return _("it would break {check}: {found}").format(check=bad[0], found=outcome.found(bad[0])) if bad else ""

    def _outcome(self, lines: Collection[str]) -> "_Outcome | str":
        """Return what these lines come to, or what stands in the way of a proof that they lead forth and back."""
        intended = on_top(self.platform, self.running, lines)
        if isinstance(intended, Rejection):
            return f"{intended.line}: {intended.why}"
        patch = build_patch(self.platform, self.running, intended)
        result = simulate(self.platform, self.running, patch.commands, secrets=patch.secrets)
        if isinstance(result, Rejection) or not patch.proof.proven:
            return next(iter(patch.proof.obstacles), UNPROVEN)
        if self.trial is None:
            return _Outcome({})
        locked = next(iter(self.trial.lockouts(result)), "")
        return locked or _Outcome({each.check: each for each in self.trial.judge(result).verdicts})


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What an audit says after lines were typed; it says nothing where nobody asked."""

    verdicts: dict[str, Verdict]

    def word(self, check: str) -> Word:
        found = self.verdicts.get(check)
        return found.verdict if found is not None else Word.NOT_APPLICABLE

    def fails(self, verdict: Verdict) -> bool:
        """Whether what held fails, or nobody is sure of it any more."""
        return self.word(verdict.check) in {*FINDINGS, Word.MANUAL}

    def fix(self, check: str) -> tuple[str, ...]:
        return self.verdicts[check].fix

    def found(self, check: str) -> str:
        return self.verdicts[check].found(spoken())
