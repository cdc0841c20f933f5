"""High risk, what lowers it, and what may be a 重大风险隐患."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from netops.audit import Basis, DeviceAudit, RiskState, Verdict, Word, apply_waivers, check_entries, summarise
from netops.audit.catalogue import CheckEntry, HighRisk, risk_items
from netops.audit.risk import aliases, with_risks
from netops.audit.verdict import Risk, Waived

GOOD, PARTLY, BAD, PERSON = Word.COMPLIANT, Word.PARTIAL, Word.NON_COMPLIANT, Word.MANUAL


def verdict(check: str, word: Word, level: int = 3) -> Verdict:
    return Verdict(check, level, word, Basis.EXPLICIT)


def risks_of(check: str, *others: tuple[str, Word], word: Word = BAD, level: int = 3) -> list[tuple[str, RiskState]]:
    held = with_risks([verdict(check, word, level), *(verdict(name, said, level) for name, said in others)])
    return [(each.item, each.state) for each in held[0].high_risk]


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> dict[str, CheckEntry]:
    """Return the checks' entries, which a test may change."""
    changed = dict(check_entries())
    monkeypatch.setattr("netops.audit.verdict.check_entries", lambda: changed)
    return changed


def touching(entry: CheckEntry, *risks: Mapping[str, object]) -> CheckEntry:
    return entry.model_copy(update={"high_risk": tuple(HighRisk.model_validate(each) for each in risks)})


@pytest.mark.parametrize("word", [GOOD, PERSON, Word.NOT_APPLICABLE])
def test_only_a_violation_touches_an_item(word: Word) -> None:
    assert risks_of("B008", word=word) == []


def test_what_the_check_names_lowers_the_risk_and_not_the_verdict() -> None:
    (first, _) = with_risks([verdict("B008", BAD), verdict("B060", GOOD)])
    assert first.verdict is BAD
    assert first.high_risk == (Risk("6.4.1.1", RiskState.MITIGATED, ("B060",)),)


@pytest.mark.parametrize("said", [PARTLY, BAD, PERSON])
def test_only_compliance_lowers_a_risk(said: Word) -> None:
    assert risks_of("B008", ("B060", said)) == [("6.4.1.1", RiskState.TRIGGERED)]


def test_what_the_check_names_holds_before_what_the_guide_lists(entries: dict[str, CheckEntry]) -> None:
    entries["B008"] = touching(entries["B008"], {"item": "6.4.1.1", "level": 2, "mitigated_by": ["B080"]})
    assert risks_of("B008", ("B060", GOOD)) == [("6.4.1.1", RiskState.TRIGGERED)]
    assert risks_of("B008", ("B080", GOOD)) == [("6.4.1.1", RiskState.MITIGATED)]


def test_what_the_guide_lists_lowers_the_risk_where_the_check_names_nothing() -> None:
    assert risks_of("B061", ("B060", GOOD)) == [("6.4.2.1", RiskState.MITIGATED)]


@pytest.mark.parametrize("said", [PARTLY, BAD, PERSON])
@pytest.mark.parametrize("other", ["B034", "B105"])
@pytest.mark.parametrize("check", ["B001", "B008", "B061"])
def test_limited_lines_lower_nothing_for_sure_where_a_web_page_or_a_program_lets_others_in(
    check: str, other: str, said: Word
) -> None:
    assert [state for _, state in risks_of(check, ("B060", GOOD), (other, said))] == [RiskState.TO_CONFIRM]
    assert [state for _, state in risks_of(check, ("B060", GOOD), (other, GOOD))] == [RiskState.MITIGATED]


def test_limited_lines_dont_lower_the_risk_of_a_vulnerability_for_sure() -> None:
    """Towards the Internet nothing helps (6.4.3.2), and a fault of BGP isn't reached by VTY lines."""
    assert risks_of("B109", ("B060", GOOD)) == [("6.4.3.2", RiskState.TO_CONFIRM)]


def test_limited_lines_dont_lower_the_risk_of_an_open_console() -> None:
    assert risks_of("B068", ("B060", GOOD)) == [("6.4.1.1", RiskState.TO_CONFIRM)]
    alone = replace(verdict("B008", BAD), confirm=True)
    (first, _) = with_risks([alone, verdict("B060", GOOD)])
    assert [each.state for each in first.high_risk] == [RiskState.TO_CONFIRM]


def test_a_filter_at_the_boundary_is_strict_only_if_it_denies_the_rest_and_permits_nothing_whole() -> None:
    """It never lowers the risk for sure: an idle port isn't one of those that are filtered."""
    strict = [(name, GOOD) for name in ("B120", "B121", "B122", "B124")]
    (held,) = with_risks([verdict("B128", BAD), *(verdict(*each) for each in strict)])[0].high_risk
    assert (held.state, held.mitigated_by) == (RiskState.TO_CONFIRM, ("B120", "B121", "B122", "B124"))
    for left in strict:
        others = [verdict(*each) for each in strict if each != left]
        (held,) = with_risks([verdict("B128", BAD), *others])[0].high_risk
        assert held.mitigated_by == ()


def test_nothing_lowers_telnet_at_level_3() -> None:
    everything = [(name, GOOD) for name in check_entries() if name != "B030"]
    found = dict(risks_of("B030", *everything))
    assert found["6.5.1.1"] is RiskState.TRIGGERED
    assert [item for item, _ in risks_of("B030", level=2)] == ["6.4.1.2"]


def test_a_partial_violation_is_for_a_person_to_confirm() -> None:
    assert risks_of("B008", word=PARTLY) == [("6.4.1.1", RiskState.TO_CONFIRM)]


def test_an_item_that_counts_for_some_systems_only_is_for_a_person_to_confirm(entries: dict[str, CheckEntry]) -> None:
    entries["B080"] = touching(entries["B080"], {"item": "6.2.1.3", "level": 3})
    assert risk_items()["6.2.1.3"].only_if == "continuity"
    assert risks_of("B080") == [("6.2.1.3", RiskState.TO_CONFIRM)]


def test_a_mitigation_that_holds_inside_only_is_for_a_person_to_confirm(entries: dict[str, CheckEntry]) -> None:
    entries["B080"] = touching(entries["B080"], {"item": "6.4.3.2", "level": 2})
    assert risks_of("B080") == [("6.4.3.2", RiskState.TRIGGERED)]
    assert risks_of("B080", ("B060", GOOD)) == [("6.4.3.2", RiskState.TO_CONFIRM)]


def test_an_item_counts_from_its_level_on() -> None:
    assert risks_of("B008", level=1) == []


def test_every_title_that_was_superseded_leads_to_an_item() -> None:
    assert "未采用双因素" in aliases()["6.4.1.3"]


def test_a_risk_knows_its_words() -> None:
    entry = Risk("6.5.1.1", RiskState.TRIGGERED).entry
    assert entry is not None
    assert entry.title.zh == "远程管理没有安全路径"


# --- candidates of 重大风险隐患


def device(name: str, **words: Word) -> DeviceAudit:
    verdicts = with_risks([verdict(check, word) for check, word in words.items()])
    return DeviceAudit(name, "frr", 3, verdicts=verdicts)


def test_an_item_that_is_triggered_leads_to_its_candidate_and_leaves_two_principles_to_people() -> None:
    (found,) = summarise([device("r2", B030=BAD), device("r1", B030=BAD), device("r3", B030=GOOD)]).candidates
    assert (found.code, found.devices, found.items, found.checks) == ("A-24", ("r1", "r2"), ("6.4.1.2",), ("B030",))
    assert found.open_principles == ("severity", "frequency")
    assert found.as_dict("zh")["to_be_judged"] == ["严重性", "高发性"]


def test_what_has_to_be_confirmed_leaves_all_principles_to_people() -> None:
    (found,) = summarise([device("r1", B121=BAD)]).candidates
    assert (found.code, found.certain) == ("A-11", False)
    assert found.open_principles == ("relevance", "severity", "frequency")


def test_what_is_mitigated_is_no_candidate() -> None:
    assert summarise([device("r1", B008=BAD, B060=GOOD)]).candidates == ()
    assert [each.code for each in summarise([device("r1", B008=BAD)]).candidates] == ["A-18"]


def test_an_item_that_isnt_in_the_list_is_high_risk_and_no_candidate() -> None:
    summary = summarise([device("r1", B030=BAD)])
    assert {risk.item for _, _, risk in summary.high_risks} == {"6.4.1.2", "6.5.1.1"}
    assert {item for each in summary.candidates for item in each.items} == {"6.4.1.2"}


def test_a_waiver_changes_no_verdict_no_risk_and_no_candidate() -> None:
    class Waiver:
        check, device, reason, approver, expires = "B030", "r1", "until summer", "lead", date(2027, 1, 1)

    before = [device("r1", B030=BAD, B008=BAD, B060=GOOD)]
    after = apply_waivers(before, [Waiver()], today=date(2026, 7, 1))
    first, second = summarise(before), summarise(after)
    assert any(isinstance(each.waiver, Waived) for each in after[0].verdicts)
    assert (first.units, first.high_risks, first.candidates, first.rate) == (
        second.units,
        second.high_risks,
        second.candidates,
        second.rate,
    )
    assert (first.open_findings, second.open_findings) == (2, 1)
