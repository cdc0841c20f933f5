"""The logic of GB/T 28448: steps make units, units make control points, and devices make the whole."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.audit import (
    Basis,
    DeviceAudit,
    DeviceUnit,
    Summary,
    Verdict,
    Word,
    by_department,
    check_entries,
    clauses,
    device_units,
    not_audited,
    summarise,
)
from netops.audit.catalogue import LEVELS, Clause, Step, Text, asked, check_levels
from netops.audit.units import Said, judged, together

GOOD, PARTLY, BAD, NONE, PERSON, MISSING = (
    Word.COMPLIANT,
    Word.PARTIAL,
    Word.NON_COMPLIANT,
    Word.NOT_APPLICABLE,
    Word.MANUAL,
    Word.NOT_AUDITED,
)
SPOKEN = (GOOD, PARTLY, BAD, NONE, PERSON)
WORDS = Text(zh="甲", en="a")


def clause_of(*steps: Step, logic: str = "all", binary: tuple[int, ...] = ()) -> Clause:
    given = {"logic": logic, "binary": binary, "steps": steps}
    return clauses()["identity_a"].model_copy(update=given)


def step(key: str, by: str = "config", **more: str | bool) -> Step:
    return Step.model_validate({"key": key, "by": by, "text": WORDS, **more})


ONE = clause_of(step("a"))
TWO = clause_of(step("a"), step("b"))
EITHER = clause_of(step("a"), step("b"), logic="any")


def said(**words: Word) -> list[Said]:
    return [Said(f"B-{name}", word, name) for name, word in words.items()]


def verdict_of(clause: Clause, spoken: Iterable[Said], level: int = 3) -> Word:
    return judged(clause, level, spoken).verdict


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (GOOD, GOOD, GOOD),
        (GOOD, BAD, PARTLY),
        (BAD, BAD, BAD),
        (GOOD, PARTLY, PARTLY),
        (BAD, PARTLY, PARTLY),
        (GOOD, PERSON, PERSON),
        (BAD, PERSON, BAD),
        (PARTLY, PERSON, PARTLY),
        (GOOD, NONE, GOOD),
        (NONE, PERSON, PERSON),
        (NONE, BAD, BAD),
        (NONE, NONE, NONE),
    ],
)
def test_all_steps_must_hold(a: Word, b: Word, expected: Word) -> None:
    assert verdict_of(TWO, said(a=a, b=b)) is expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (GOOD, BAD, GOOD),
        (GOOD, PERSON, GOOD),
        (BAD, PERSON, PERSON),
        (BAD, BAD, BAD),
        (BAD, PARTLY, PARTLY),
        (BAD, NONE, BAD),
        (NONE, NONE, NONE),
    ],
)
def test_one_step_that_holds_is_enough_where_the_standard_says_so(a: Word, b: Word, expected: Word) -> None:
    assert verdict_of(EITHER, said(a=a, b=b)) is expected


def test_where_one_of_two_is_enough_the_open_one_could_be_it() -> None:
    assert verdict_of(EITHER, said(a=BAD)) is PERSON


@pytest.mark.parametrize(
    ("word", "expected"), [(GOOD, GOOD), (PARTLY, BAD), (BAD, BAD), (PERSON, PERSON), (NONE, NONE)]
)
def test_a_unit_of_one_step_knows_no_partial(word: Word, expected: Word) -> None:
    assert verdict_of(ONE, said(a=word)) is expected


def test_a_unit_that_the_standard_calls_binary_knows_no_partial_at_that_level() -> None:
    held = clause_of(step("a"), step("b"), logic="any", binary=(3,))
    assert verdict_of(held, said(a=PARTLY, b=BAD), 3) is BAD
    assert verdict_of(held, said(a=PARTLY, b=BAD), 4) is PARTLY


def test_a_step_that_no_check_answers_keeps_the_unit_for_a_person() -> None:
    unit = judged(TWO, 3, said(a=GOOD))
    assert unit.verdict is PERSON
    assert [each.key for each in unit.left] == ["b"]


def test_a_unit_that_no_check_answers_is_for_a_person() -> None:
    assert verdict_of(TWO, []) is PERSON


def test_several_checks_of_one_step_must_all_hold() -> None:
    both = [Said("B1", GOOD, "a"), Said("B2", BAD, "a"), Said("B3", GOOD, "b")]
    assert verdict_of(TWO, both) is PARTLY
    assert verdict_of(ONE, both[:2]) is BAD
    assert verdict_of(ONE, [Said("B1", GOOD, "a"), Said("B2", PERSON, "a")]) is PERSON


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((GOOD, BAD), GOOD),
        ((BAD, BAD), BAD),
        ((BAD, PERSON), PERSON),
        ((GOOD, PERSON), GOOD),
        ((BAD, PARTLY), PARTLY),
        ((BAD, NONE), BAD),
    ],
)
def test_of_measures_that_stand_for_each_other_one_is_enough(words: tuple[Word, Word], expected: Word) -> None:
    held = clause_of(step("a", one_check=True), step("b"))
    spoken = [Said(f"B{place}", word, "a") for place, word in enumerate(words)]
    assert judged(held, 3, spoken).steps[0].verdict is expected


def test_evidence_decides_nothing() -> None:
    evidence = [Said("B1", BAD, "a", supporting=True), Said("B2", GOOD, "b", supporting=True)]
    unit = judged(TWO, 3, evidence)
    assert unit.verdict is PERSON
    assert [each.evidence for each in unit.steps] == [("B1",), ("B2",)]
    assert verdict_of(TWO, [*evidence, *said(a=GOOD, b=GOOD)]) is GOOD


def test_evidence_on_the_unit_as_a_whole_decides_nothing_either() -> None:
    assert verdict_of(TWO, [*said(a=GOOD, b=GOOD), Said("B9", BAD, supporting=True)]) is GOOD


@pytest.mark.parametrize("by", ["test", "person"])
def test_a_check_never_affirms_what_only_a_test_or_a_person_can(by: str) -> None:
    held = clause_of(step("a"), step("b", by))
    assert verdict_of(held, said(a=GOOD, b=GOOD)) is PERSON
    assert verdict_of(held, said(a=GOOD, b=BAD)) is PARTLY


def test_a_check_that_affirms_nothing_still_counts_against() -> None:
    lone = Said("B1", GOOD, "a", affirms=False)
    assert verdict_of(ONE, [lone]) is PERSON
    assert verdict_of(ONE, [replace(lone, word=BAD)]) is BAD
    assert verdict_of(ONE, [lone, Said("B2", GOOD, "a")]) is GOOD


@pytest.mark.parametrize(
    ("word", "expected"), [(GOOD, GOOD), (NONE, GOOD), (BAD, PARTLY), (PARTLY, PARTLY), (PERSON, PERSON)]
)
def test_what_is_said_of_the_unit_as_a_whole_affirms_no_step(word: Word, expected: Word) -> None:
    assert verdict_of(TWO, [*said(a=GOOD, b=GOOD), Said("B9", word)]) is expected
    assert verdict_of(TWO, [Said("B9", GOOD)]) is PERSON


@pytest.mark.parametrize("word", SPOKEN)
def test_a_step_that_another_implies_is_what_that_one_is(word: Word) -> None:
    held = clause_of(step("a"), step("b", implied_by="a"))
    assert [each.verdict for each in judged(held, 3, said(a=word)).steps] == [word, word]


def test_a_step_that_another_implies_is_its_own_where_a_check_answers_it() -> None:
    held = clause_of(step("a"), step("b", implied_by="a"))
    assert verdict_of(held, said(a=GOOD, b=BAD)) is PARTLY


def test_a_test_doesnt_apply_where_what_it_tests_doesnt() -> None:
    held = clause_of(step("a"), step("b", "test", tests="a"))
    assert verdict_of(held, said(a=NONE)) is NONE
    assert verdict_of(held, said(a=GOOD)) is PERSON
    assert verdict_of(held, said(a=BAD)) is BAD


def test_a_unit_that_isnt_known_for_sure_gets_no_hard_verdict() -> None:
    held = clauses()["access_g"]
    for word in (GOOD, PARTLY, BAD, PERSON):
        assert verdict_of(held, [Said("B1", word)]) is PERSON


# --- laws

SAYINGS = st.lists(
    st.builds(
        Said,
        check=st.sampled_from(["B1", "B2", "B3", "B4"]),
        word=st.sampled_from(SPOKEN),
        step=st.sampled_from([None, "a", "b", "c", "d"]),
        supporting=st.booleans(),
        affirms=st.booleans(),
    ),
    max_size=6,
)
CLAUSES = st.sampled_from(
    [
        ONE,
        TWO,
        EITHER,
        clause_of(step("a"), step("b"), logic="any", binary=(3,)),
        clause_of(step("a"), step("b", "test", tests="a"), step("c", implied_by="a"), step("d", "person")),
        clause_of(step("a", one_check=True), step("b")),
        clauses()["access_g"],
    ]
)


@given(CLAUSES, SAYINGS, st.randoms())
def test_the_order_of_what_checks_say_changes_nothing(clause: Clause, spoken: list[Said], random: Random) -> None:
    shuffled = list(spoken)
    random.shuffle(shuffled)
    assert judged(clause, 3, spoken) == judged(clause, 3, shuffled)


@given(CLAUSES, SAYINGS, st.sampled_from([None, "a", "b"]))
def test_a_further_manual_never_makes_a_unit_compliant(clause: Clause, spoken: list[Said], where: str | None) -> None:
    before = verdict_of(clause, spoken)
    after = verdict_of(clause, [*spoken, Said("B9", PERSON, where)])
    assert after is not GOOD or before is GOOD


@given(CLAUSES, SAYINGS, st.sampled_from(["a", "b"]))
def test_a_further_violation_never_makes_a_unit_better(clause: Clause, spoken: list[Said], where: str) -> None:
    """But for a unit of which one step is enough, or a step of which one check is, where it may fill what was open."""
    order = [BAD, PARTLY, PERSON, GOOD]
    before = verdict_of(clause, spoken)
    after = verdict_of(clause, [*spoken, Said("B9", BAD, where)])
    plain = clause.logic == "all" and not any(each.one_check for each in clause.steps)
    if before is not NONE and plain:
        assert order.index(after) <= order.index(before) or {before, after} == {BAD, PARTLY}
    assert after is not GOOD or before is GOOD


@given(CLAUSES, SAYINGS)
def test_evidence_changes_no_verdict(clause: Clause, spoken: list[Said]) -> None:
    evidence = [replace(each, supporting=True) for each in spoken]
    assert verdict_of(clause, evidence) is PERSON
    assert verdict_of(clause, [*spoken, *evidence]) is verdict_of(clause, spoken)


@given(CLAUSES, SAYINGS)
def test_a_compliant_unit_has_no_step_that_is_left_or_fails_where_all_must_hold(
    clause: Clause, spoken: list[Said]
) -> None:
    unit = judged(clause, 3, spoken)
    if unit.verdict is GOOD and clause.logic == "all":
        assert {each.verdict for each in unit.steps} <= {GOOD, NONE}
        assert GOOD in {each.verdict for each in unit.steps}


@given(st.lists(st.sampled_from([*SPOKEN, MISSING]), max_size=5))
def test_the_order_of_devices_changes_nothing(words: list[Word]) -> None:
    assert len({together(each) for each in permutations(words)}) == 1
    assert together([*words, MISSING]) is not GOOD


# --- devices and control points


def device(name: str, level: int = 3, **words: Word) -> DeviceAudit:
    """Return a device on which every check of the level says ``compliant`` but for those that are named."""
    checks = [each for each in check_entries() if level in check_levels(each)]
    verdicts = tuple(Verdict(check, level, words.get(check, GOOD), Basis.EXPLICIT) for check in checks)
    return DeviceAudit(name, "frr", level, verdicts=verdicts)


def unit_of(summary: Summary, key: str, level: int = 3) -> Word:
    return next(each.verdict for each in summary.units if each.key == key and each.level == level)


def on(audit: DeviceAudit, key: str) -> DeviceUnit:
    return next(each for each in device_units(audit) if each.key == key)


@pytest.mark.parametrize("level", LEVELS)
def test_a_device_has_every_unit_of_its_level(level: int) -> None:
    keys = [each.key for each in device_units(device("r1", level))]
    assert keys == [key for key, clause in clauses().items() if level in clause.clause]


def test_one_check_speaks_in_several_units() -> None:
    audit = device("r1", B030=BAD)
    assert {each.clause.key for each in asked("B030", 3)} == {"identity_c", "centre_b", "intrusion_b"}
    assert on(audit, "identity_c").verdict is BAD
    assert on(audit, "centre_b").verdict is PERSON, "out-of-band administration would be enough"
    assert on(audit, "intrusion_b").verdict is PARTLY


def test_a_check_that_the_platform_has_nothing_for_leaves_its_step_to_a_person() -> None:
    """That a tool can't ask a platform makes no unit not applicable."""
    audit = device("r1")
    deaf = tuple(replace(each, verdict=NONE, asked=False) for each in audit.verdicts)
    assert on(replace(audit, verdicts=deaf), "audit_a").verdict is PERSON
    mute = tuple(replace(each, verdict=NONE) for each in audit.verdicts)
    assert on(replace(audit, verdicts=mute), "audit_a").verdict is NONE


def test_what_doesnt_assess_network_devices_is_not_applicable_and_says_why() -> None:
    (unit,) = [each for each in summarise([device("r1")]).units if each.key == "malware_device"]
    assert unit.verdict is NONE
    assert unit.as_dict("en")["note"] == "GB/T 28448 assesses hosts and terminals here, not network devices"


def test_what_doesnt_assess_network_devices_stays_so_where_none_was_reached() -> None:
    summary = summarise([not_audited("r1", platform="frr", level=3, reason="unreachable")])
    assert unit_of(summary, "malware_device") is NONE
    assert unit_of(summary, "identity_c") is MISSING


def test_a_device_of_another_level_counts_in_the_units_of_its_own() -> None:
    summary = summarise([device("r1", 3, B030=BAD), device("r2", 2)])
    assert unit_of(summary, "identity_c", 3) is BAD
    assert unit_of(summary, "identity_c", 2) is GOOD
    assert [each.level for each in summary.levels] == [2, 3]


def test_the_levels_count_every_unit_of_the_standard() -> None:
    (level,) = summarise([device("r1")]).levels
    assert sum(level.counts.values()) == 74
    assert level.rate.decided == sum(level.counts[word] for word in (GOOD, PARTLY, BAD))


def test_a_control_point_is_compliant_only_if_every_unit_of_it_is() -> None:
    controls = {each.key: each for each in summarise([device("r1")]).controls}
    assert controls["identity"].verdict is PERSON, "two factors are for a person"
    assert controls["identity"].units == ("identity_a", "identity_b", "identity_c", "identity_d")
    assert controls["personal"].verdict is NONE
    summary = summarise([device("r1", B030=BAD), device("r2", B060=BAD)])
    words = {each.key: each.verdict for each in summary.units}
    for each in summary.controls:
        assert each.verdict is together(words[unit] for unit in each.units)
        if each.verdict is GOOD:
            assert {words[unit] for unit in each.units} <= {GOOD, NONE}
    failing = {each.key: each.verdict for each in summary.controls}
    assert failing["identity"] in {PARTLY, BAD}


def test_the_steps_of_a_unit_show_what_answers_them_and_what_is_left() -> None:
    (unit,) = [each for each in summarise([device("r1"), device("r2")]).units if each.key == "rules_c"]
    shown = unit.as_dict("en")["step_verdicts"]
    assert isinstance(shown, list)
    assert [(each["step"], each["verdict"], each["checks"], each["left_to_a_person"]) for each in shown] == [
        ("fields", "compliant", ["B124"], 0),
        ("tested", "manual", [], 2),
    ]
    assert unit.verdict is PERSON


@pytest.mark.parametrize("level", LEVELS)
def test_a_device_that_is_good_at_everything_fails_no_unit(level: int) -> None:
    words = {each.verdict for each in summarise([device("r1", level)]).units}
    assert words <= {GOOD, PERSON, NONE}
    assert GOOD in words


def test_departments_are_added_up_apart_each_at_its_level() -> None:
    held = [device("a1", 3, B030=BAD), device("a2", 3), device("b1", 2), device("x", 2)]
    found = by_department(held, {"a1": "health", "a2": "health", "b1": "water"})
    assert list(found) == ["", "health", "water"]
    assert unit_of(found["health"], "identity_c") is PARTLY
    assert unit_of(found["water"], "identity_c", 2) is GOOD
    assert [each.level for each in found["water"].levels] == [2]
    assert found["health"].open_findings == 1


@given(st.permutations([0, 1, 2, 3]))
def test_the_order_of_devices_changes_no_verdict_of_the_whole(order: list[int]) -> None:
    held = [
        device("r0", B030=BAD),
        device("r1"),
        device("r2", B008=PERSON),
        not_audited("r3", platform="frr", level=3, reason=""),
    ]
    first, other = summarise(held), summarise([held[each] for each in order])
    assert [(each.key, each.verdict, each.steps) for each in first.units] == [
        (each.key, each.verdict, each.steps) for each in other.units
    ]
    assert (first.rate, first.controls, first.levels, first.candidates) == (
        other.rate,
        other.controls,
        other.levels,
        other.candidates,
    )


# --- what only looks for a violation, and what people alone affirm


def test_a_check_that_affirms_nothing_makes_no_step_not_applicable() -> None:
    """A router that sends its config nowhere still has data in transit: the unit is for a person."""
    looks = Said("B-a", NONE, "a", affirms=False)
    assert verdict_of(ONE, [looks]) is PERSON
    assert verdict_of(ONE, [looks, Said("B-b", NONE, "a")]) is NONE
    assert verdict_of(ONE, [looks, Said("B-b", GOOD, "a")]) is GOOD


@pytest.mark.parametrize(
    ("key", "level", "check"),
    [
        ("audit_b", 2, "B085"),
        ("backup_b", 2, "B182"),
        ("integrity_a", 2, "B045"),
        ("access_d", 2, "B062"),
        ("centre_g", 4, "B092"),
        ("mutual", 4, "B191"),
    ],
)
def test_what_a_config_shows_in_part_only_affirms_no_unit(key: str, level: int, check: str) -> None:
    """Fields of records, another site, data in transit, needs of the work, one clock: a config has a part of each."""
    audit = DeviceAudit("r1", "frr", level, verdicts=(Verdict(check, level, GOOD, Basis.EXPLICIT),))
    (found,) = (each.verdict for each in device_units(audit) if each.key == key)
    assert found is PERSON
