"""The conclusion words of 2025, with their assumptions; the score of 2021, with the user's weights."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.audit import (
    Basis,
    DeviceAudit,
    Verdict,
    Weights,
    Word,
    clauses,
    load_weights,
    score,
    summarise,
)
from netops.audit.catalogue import check_levels
from netops.audit.checks import CHECKS
from netops.audit.conclusion import concluded, outlook
from netops.errors import InputError


@pytest.mark.parametrize(
    ("rate", "major", "word"),
    [
        (100, False, "compliant"),
        (Decimal("90.01"), False, "compliant"),
        (90, False, "mostly"),
        (60, False, "mostly"),
        (Decimal("59.99"), False, "non_compliant"),
        (100, True, "mostly"),
        (75, True, "mostly"),
        (0, True, "non_compliant"),
    ],
)
def test_the_word_follows_the_rate_and_the_labelled_assumptions(rate: Decimal, major: bool, word: str) -> None:
    assert concluded(rate, major=major) == word


def test_partial_is_counted_both_ways_and_candidates_too() -> None:
    found = outlook(18, 2, 20, applicable=62, candidates=True)
    assert found is not None
    assert [(each.partial_as, each.major, each.rate, each.word) for each in found.cases] == [
        ("0", False, 90.0, "mostly"),
        ("0", True, 90.0, "mostly"),
        ("half", False, 95.0, "compliant"),
        ("half", True, 95.0, "mostly"),
    ]


def test_words_never_come_without_their_assumptions() -> None:
    found = outlook(19, 0, 20, applicable=62, candidates=False)
    assert found is not None
    shown = found.as_dict("zh")
    assert set(shown) == {"label", "cases", "decided", "applicable", "assumptions"}
    assumptions = shown["assumptions"]
    assert isinstance(assumptions, dict)
    assert set(assumptions) == {"coverage", "rate", "partial", "at_high", "at_low", "major", "candidates"}
    assert assumptions["coverage"].startswith("只有 20 个单元由工具判定，适用的共 62 个")
    cases = shown["cases"]
    assert isinstance(cases, list)
    assert [each["word"] for each in cases] == ["符合", "符合"]


def test_nothing_is_concluded_where_nothing_could_be_decided() -> None:
    assert outlook(0, 0, 0, applicable=62, candidates=False) is None
    assert summarise([]).levels == ()


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_a_major_risk_never_makes_the_word_better(good: int, partly: int, bad: int) -> None:
    order = ["non_compliant", "mostly", "compliant"]
    found = outlook(good, partly, good + partly + bad, applicable=100, candidates=True)
    cases = found.cases if found else ()
    without = {each.partial_as: order.index(each.word) for each in cases if not each.major}
    assert all(order.index(each.word) <= without[each.partial_as] for each in cases)


def test_the_summary_of_a_level_has_its_outlook() -> None:
    verdicts = tuple(Verdict(each, 3, Word.COMPLIANT, Basis.EXPLICIT) for each in CHECKS if 3 in check_levels(each))
    (level,) = summarise([DeviceAudit("r1", "frr", 3, verdicts=verdicts)]).levels
    assert level.rate.strict == 100.0
    assert level.outlook is not None
    assert {each.word for each in level.outlook.cases} == {"compliant"}
    assert (level.outlook.decided, level.outlook.applicable) == (level.rate.decided, 74 - 7)


# --- the formula of 2021


def found_by_tool(**words: Word) -> dict[str, Word]:
    return {clauses()[key].unit[3]: word for key, word in words.items()}


def weights(**more: object) -> Weights:
    return Weights.model_validate({"title": {"zh": "样例", "en": "sample"}, **more})


WORKED = weights(
    weights={
        "L3-CES1-01": "critical",
        "L3-CES1-02": "important",
        "L3-CES1-03": "general",
        "L3-CES1-23": "critical",
        "L3-MMS1-01": "important",
    },
    results={"L3-MMS1-01": "partial", "L3-CES1-01": "non_compliant"},
)


def test_the_score_of_a_worked_example() -> None:
    """N = 4 (one of five doesn't apply), S = 25.

    Vt = 50 - 25·(3·0 + 2·0.5 + 1·1) = 0; Vm = 50 - 25·2·0.5 = 25; M = 25.
    """
    found = score(
        WORKED,
        found_by_tool(
            identity_a=Word.COMPLIANT,
            identity_b=Word.PARTIAL,
            identity_c=Word.NON_COMPLIANT,
            malware_device=Word.NOT_APPLICABLE,
        ),
    )
    assert [found.technical, found.management, found.value] == [Decimal(0), Decimal(25), Decimal(25)]
    assert found.applicable == 4
    assert found.as_dict("zh")["label"] == "旧版（2021）算法，已停用"


def test_there_is_no_score_where_an_item_has_no_result() -> None:
    found = score(WORKED, found_by_tool(identity_a=Word.COMPLIANT, identity_b=Word.MANUAL))
    assert found.value is None
    assert found.missing == ("L3-CES1-02", "L3-CES1-03", "L3-CES1-23")
    assert found.grade(high=False, medium=False) is None


def test_what_people_found_fills_what_the_tool_left_open_and_nothing_else() -> None:
    held = weights(weights={"L3-CES1-01": "general"}, results={"L3-CES1-01": "compliant"})
    assert score(held, found_by_tool(identity_a=Word.MANUAL)).value == 100
    assert score(held, found_by_tool(identity_a=Word.NON_COMPLIANT)).value == 0


@pytest.mark.parametrize(
    ("value", "high", "medium", "grade"),
    [
        (95, False, False, "优"),
        (95, False, True, "良"),
        (85, False, True, "良"),
        (75, False, True, "中"),
        (69, False, False, "差"),
        (95, True, False, "差"),
    ],
)
def test_the_grade_of_2021_follows_score_and_risk(value: int, high: bool, medium: bool, grade: str) -> None:
    held = score(weights(weights={"L3-CES1-01": "general"}), found_by_tool(identity_a=Word.COMPLIANT))
    changed = type(held)(held.title, Decimal(value), None, None, 1)
    assert changed.grade(high=high, medium=medium) == grade


def test_there_is_no_table_of_weights_in_the_house() -> None:
    assert not any("weight" in str(each.model_dump()) for each in clauses().values())


def test_faults_of_a_file_of_weights_come_together_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "weights.yml"
    path.write_text("title: {zh: 甲, en: a}\nweights:\n  L3-CES1-01: heavy\n  CES1-02: general\n", "utf-8")
    with pytest.raises(InputError) as error:
        load_weights(path)
    assert [(each.code, each.line) for each in error.value.faults] == [("NET-INV-017", 3), ("NET-AUD-003", 4)]


def test_a_result_without_a_weight_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "weights.yml"
    path.write_text(
        "title: {zh: 甲, en: a}\nweights: {L3-CES1-01: general}\nresults:\n  L3-CES1-02: compliant\n", "utf-8"
    )
    with pytest.raises(InputError) as error:
        load_weights(path)
    assert [each.place for each in error.value.faults] == [f"{path}:4"]
    path.write_text("title: {zh: 甲, en: a}\nweights: {L3-CES1-01: general}\n", "utf-8")
    assert load_weights(path).weights == {"L3-CES1-01": "general"}
