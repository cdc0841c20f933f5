"""High risk (公网安 2025 no. 2391) of what was found, and what may be a 重大风险隐患. Mitigation lowers the risk, never the verdict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from netops.audit.answer import FINDINGS, Word
from netops.audit.catalogue import Candidate, HighRisk, Mitigation, Text, major_risks, risk_items
from netops.audit.verdict import Risk, RiskState, Verdict


def with_risks(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return the verdicts of one device with the items that each violation touches.

    Which items is said by the check; what lowers them is that the device is compliant on other checks.
    """
    held = tuple(verdicts)
    said = {each.check: each.verdict for each in held}
    return tuple(replace(each, high_risk=risks(each, said)) if each.verdict in FINDINGS else each for each in held)


def risks(verdict: Verdict, said: Mapping[str, Word]) -> tuple[Risk, ...]:
    """Return the items of one verdict; none where nothing is violated, or the item counts from a higher level on.

    Args:
        verdict: of one check.
        said: what the checks say of the same device.
    """
    if verdict.verdict not in FINDINGS:
        return ()
    return tuple(_risk(each, verdict, said) for each in verdict.entry.high_risk if verdict.level >= each.level)


def _risk(item: HighRisk, verdict: Verdict, said: Mapping[str, Word]) -> Risk:
    proven = [each for each in _mitigations(item) if _holds(each, said)]
    named = tuple(dict.fromkeys(check for each in proven for check in each.checks))
    # Where only who stands before the device gets in, what lowers the risk of logins over the network lowers nothing.
    if not verdict.confirm and any(not _is_doubtful(each, said) for each in proven):
        return Risk(item.item, RiskState.MITIGATED, named)
    doubtful = item.confirm or verdict.confirm or verdict.verdict is Word.PARTIAL or bool(proven) or _conditional(item)
    return Risk(item.item, RiskState.TO_CONFIRM if doubtful else RiskState.TRIGGERED, named)


def _holds(mitigation: Mitigation, said: Mapping[str, Word]) -> bool:
    return bool(mitigation.checks) and all(said.get(each) is Word.COMPLIANT for each in mitigation.checks)


def _is_doubtful(mitigation: Mitigation, said: Mapping[str, Word]) -> bool:
    """Return whether a person has to say that it helps here: another way in isn't limited, or isn't known to be."""
    well = {Word.COMPLIANT, Word.NOT_APPLICABLE}
    return mitigation.confirm or any(said.get(each, Word.NOT_APPLICABLE) not in well for each in mitigation.besides)


def _mitigations(item: HighRisk) -> tuple[Mitigation, ...]:
    """Return what lowers an item: what the check names, or else what the guide lists."""
    if item.mitigated_by is not None:
        return tuple(Mitigation(text=_NO_TEXT, checks=(each,)) for each in item.mitigated_by)
    known = risk_items().get(item.item)
    return known.mitigations if known is not None else ()


_NO_TEXT = Text(zh="", en="")


def _conditional(item: HighRisk) -> bool:
    known = risk_items().get(item.item)
    return known is not None and known.only_if is not None


@dataclass(frozen=True, slots=True)
class MajorCandidate:
    """What may be a 重大风险隐患. Only people decide it, by three principles; a tool has a part of the first.

    Attributes:
        code: ``A-24``.
        devices: those on which it was found and isn't mitigated.
        certain: on one of them at least it is certain; else people have to confirm even that it is there.
        items: of the high-risk guide that lead to it.
        checks: that found it.
    """

    code: str
    devices: tuple[str, ...]
    certain: bool
    items: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()

    @property
    def entry(self) -> Candidate:
        """What the catalogue says of it."""
        return major_risks().candidates[self.code]

    @property
    def open_principles(self) -> tuple[str, ...]:
        """The principles that a person still has to judge."""
        return ("severity", "frequency") if self.certain else ("relevance", "severity", "frequency")

    def as_dict(self, language: str = "en") -> dict[str, object]:
        """Return the candidate for ``--json``."""
        principles = major_risks().principles
        return {
            "code": self.code,
            "title": self.entry.title.of(language),
            "devices": list(self.devices),
            "certain": self.certain,
            "items": list(self.items),
            "checks": list(self.checks),
            "to_be_judged": [text.of(language) for name, text in principles.items() if name in self.open_principles],
        }


@dataclass(frozen=True, slots=True)
class Trace:
    """Something on one device that may lead to a candidate.

    Attributes:
        item: of the high-risk guide; empty where the check itself leads to it.
    """

    device: str
    check: str
    item: str = ""
    certain: bool = True


def traces(device: str, verdicts: Iterable[Verdict]) -> Iterable[Trace]:
    """Return what on one device may lead to a candidate: items that aren't mitigated, and findings that do without one."""
    lone = _lone()
    for verdict in verdicts:
        if verdict.verdict not in FINDINGS:
            continue
        for risk in verdict.high_risk:
            if risk.state is not RiskState.MITIGATED:
                yield Trace(device, verdict.check, risk.item, risk.state is RiskState.TRIGGERED)
        if verdict.check in lone:
            yield Trace(device, verdict.check, certain=verdict.verdict is Word.NON_COMPLIANT)


@cache
def _lone() -> frozenset[str]:
    return frozenset(check for each in major_risks().candidates.values() for check in each.checks)


def candidates(found: Iterable[Trace]) -> tuple[MajorCandidate, ...]:
    """Return the candidates that the traces of all devices lead to, by code."""
    held = tuple(found)
    by_item: dict[str, list[Trace]] = {}
    for each in held:
        by_item.setdefault(each.item or each.check, []).append(each)
    return tuple(
        _candidate(code, traced)
        for code, entry in major_risks().candidates.items()
        if (traced := [trace for name in (*entry.items, *entry.checks) for trace in by_item.get(name, ())])
    )


def _candidate(code: str, found: list[Trace]) -> MajorCandidate:
    return MajorCandidate(
        code,
        _sorted(each.device for each in found),
        any(each.certain for each in found),
        _sorted(each.item for each in found if each.item),
        _sorted(each.check for each in found),
    )


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def aliases() -> Mapping[str, tuple[str, ...]]:
    """Return the titles of T/ISEAA 001-2020 by item of the guide that superseded it."""
    return {number: item.aliases for number, item in risk_items().items() if item.aliases}
