"""The catalogue: clauses, units and steps of every level as the standards have them, and what else is data."""

from collections import Counter
from pathlib import Path

import pytest

from netops.audit import check_entries, clauses
from netops.audit.catalogue import (
    AREAS,
    FOLDER,
    LEVELS,
    Clause,
    EvidenceClause,
    Reply,
    algorithms,
    asked,
    check_levels,
    evidence_clauses,
    major_risks,
    placed,
    risk_items,
)
from netops.audit.catalogue.reading import packaged, reply_faults
from netops.audit.catalogue.shape import Area, CheckEntry
from netops.errors import InputError
from netops.inventory.document import parse, read

ABBREVIATIONS = {"network": "CNS1", "boundary": "ABS1", "computing": "CES1", "centre": "SMC1"}
UNITS = {
    1: {"network": 2, "boundary": 5, "computing": 11, "centre": 0},
    2: {"network": 4, "boundary": 11, "computing": 23, "centre": 4},
    3: {"network": 8, "boundary": 20, "computing": 34, "centre": 12},
    4: {"network": 11, "boundary": 21, "computing": 36, "centre": 13},
}
"""How many units GB/T 28448-2019 has of each class at each level."""


def units(level: int) -> list[str]:
    return [each.unit[level] for each in clauses().values() if level in each.unit]


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_has_as_many_units_of_each_class_as_the_standard(level: int) -> None:
    counts = Counter(each.area for each in clauses().values() if level in each.unit)
    assert {area: counts[area] for area in AREAS} == UNITS[level]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("area", AREAS)
def test_units_of_a_class_are_numbered_without_a_gap_but_for_the_known_one(level: int, area: str) -> None:
    """GB/T 28448 has no L3-CES1-16: 15 is followed by 17."""
    prefix = f"L{level}-{ABBREVIATIONS[area]}-"
    numbers = [
        int(each.unit[level].removeprefix(prefix))
        for each in clauses().values()
        if level in each.unit and each.area == area
    ]
    skipped = {16} if (level, area) == (3, "computing") else set()
    assert sorted(numbers) == [each for each in range(1, len(numbers) + len(skipped) + 1) if each not in skipped]


@pytest.mark.parametrize("level", LEVELS)
def test_units_stand_in_the_order_of_the_standard_and_so_do_their_clauses(level: int) -> None:
    for area in AREAS:
        held = [each for each in clauses().values() if each.area == area and level in each.unit]
        assert [each.unit[level] for each in held] == sorted(each.unit[level] for each in held)
        paths = [clause_number(each.clause[level]) for each in held]
        assert paths == sorted(paths)


def clause_number(path: str) -> tuple[list[int], str]:
    """``8.1.4.10 b)`` comes after ``8.1.4.9 c)``."""
    number, _, letter = path.partition(" ")
    return [int(each) for each in number.split(".")], letter


@pytest.mark.parametrize(
    ("level", "key", "clause", "unit", "steps"),
    [
        (1, "rules_c", "6.1.3.2 c)", "L1-ABS1-04", 1),
        (3, "rules_c", "8.1.3.2 c)", "L3-ABS1-07", 2),
        (1, "transmission_a", "6.1.2.1", "L1-CNS1-01", 1),
        (4, "transmission_a", "9.1.2.2 a)", "L4-CNS1-07", 2),
        (2, "detection_a", "7.1.3.3", "L2-ABS1-06", 3),
        (3, "detection_a", "8.1.3.3 a)", "L3-ABS1-10", 4),
        (3, "intrusion_a", "8.1.4.4 a)", "L3-CES1-17", 2),
        (4, "intrusion_a", "9.1.4.4 a)", "L4-CES1-16", 2),
        (2, "intrusion_c", "7.1.4.4 c)", "L2-CES1-13", 1),
        (2, "intrusion_d", "7.1.4.4 d)", "L2-CES1-14", 1),
        (1, "trust_device", "6.1.4.5", "L1-CES1-09", 2),
        (4, "trust_device", "9.1.4.6", "L4-CES1-23", 5),
        (2, "integrity_a", "7.1.4.7", "L2-CES1-18", 1),
        (3, "integrity_a", "8.1.4.7 a)", "L3-CES1-25", 2),
        (2, "backup_b", "7.1.4.8 b)", "L2-CES1-20", 1),
        (3, "hot_standby", "8.1.4.9 c)", "L3-CES1-31", 1),
        (3, "edge_audit_d", "8.1.3.5 d)", "L3-ABS1-19", 1),
        (4, "centre_g", "9.1.5.4 g)", "L4-SMC1-13", 1),
        (3, "identity_a", "8.1.4.1 a)", "L3-CES1-01", 4),
    ],
)
def test_a_clause_has_the_path_unit_and_steps_of_its_level(
    level: int, key: str, clause: str, unit: str, steps: int
) -> None:
    held = clauses()[key]
    assert (held.clause[level], held.unit[level], len(held.steps_at(level))) == (clause, unit, steps)


def test_one_clock_is_asked_for_at_level_4_only_and_the_audit_of_remote_users_at_level_3_only() -> None:
    assert set(clauses()["centre_g"].clause) == {4}
    assert set(clauses()["edge_audit_d"].clause) == {3}


def test_two_units_need_one_step_only() -> None:
    """GB/T 28448: default accounts, and the path of administration; of the second, level 3 knows no partial."""
    any_step = {key for key, each in clauses().items() if each.logic == "any"}
    assert any_step == {"access_b", "centre_b"}
    assert clauses()["centre_b"].is_binary(3)
    assert not clauses()["centre_b"].is_binary(4)
    assert not clauses()["access_b"].is_binary(3)


def test_a_unit_of_one_step_is_binary() -> None:
    assert clauses()["identity_c"].is_binary(3)
    assert not clauses()["identity_a"].is_binary(3)
    assert clauses()["rules_c"].is_binary(2)
    assert not clauses()["rules_c"].is_binary(3)


def test_what_doesnt_assess_network_devices_says_why() -> None:
    for clause in clauses().values():
        assert (clause.object == "none") <= (clause.not_applicable is not None)
    away = {key for key, each in clauses().items() if not each.applies(3) and 3 in each.clause}
    assert away == {
        "intrusion_d",
        "malware_device",
        "confidentiality_a",
        "residual_a",
        "residual_b",
        "personal_a",
        "personal_b",
    }
    assert not clauses()["integrity_a"].applies(1)
    assert clauses()["integrity_a"].applies(2)


def test_keys_of_steps_are_told_apart_within_a_unit_and_every_text_is_there_twice() -> None:
    for clause in clauses().values():
        keys = [each.key for each in clause.steps]
        assert len(set(keys)) == len(keys)
        for text in (clause.control, clause.item, *(each.text for each in clause.steps)):
            assert text.zh
            assert text.en.isascii()
            assert not text.zh.isascii()


def test_evidence_clauses_are_paths_of_operation() -> None:
    for each in evidence_clauses().values():
        for level, path in each.clause.items():
            assert path.startswith("6.1.9." if level == 1 else f"{level + 5}.1.10.")
        assert each.evidence


def test_every_check_answers_clauses_and_steps_that_are_there() -> None:
    for path in FOLDER.glob("checks/*.yml"):
        entries, document = packaged(path, dict[str, CheckEntry]), read(path).document
        assert document
        replies = [
            ((name, "answers", place), reply)
            for name, entry in entries.items()
            for place, reply in enumerate(entry.answers)
        ]
        assert [str(each) for each in reply_faults(document, replies, clauses())] == []
    for name, entry in check_entries().items():
        assert check_levels(name), name
        for reply in entry.answers:
            several = len(clauses()[reply.clause].steps) > 1
            supporting = entry.supporting if reply.supporting is None else reply.supporting
            assert reply.step is not None or supporting or not several, f"{name} doesn't say which step it answers"


def test_a_check_decides_nothing_of_another_system() -> None:
    """Where a unit assesses another system, a device answers only what the standard asks of devices; the rest is evidence."""
    for name in check_entries():
        for level in LEVELS:
            for each in asked(name, level):
                if each.clause.object == "systems" and not each.supporting:
                    assert each.step is not None, name
                    step = each.clause.step(each.step)
                    assert step is not None
                    assert step.affirmable, f"{name}: {each.clause.key} {step.key}"


def test_high_risk_items_of_checks_are_in_the_guide_at_their_level() -> None:
    for name, entry in check_entries().items():
        for risk in entry.high_risk:
            item = risk_items()[risk.item]
            assert risk.level >= item.level, name
            assert item.mitigations or not risk.mitigated_by, f"{name}: nothing mitigates {risk.item}"
            assert set(risk.mitigated_by or ()) <= set(check_entries())


def test_what_mitigates_is_a_check_and_what_leads_to_a_candidate_is_an_item() -> None:
    for item in risk_items().values():
        for mitigation in item.mitigations:
            assert {*mitigation.checks, *mitigation.besides} <= set(check_entries())
    named = {item for each in major_risks().candidates.values() for item in each.items}
    assert named <= set(risk_items())
    assert set(risk_items()) - named == {"6.2.1.3", "6.4.2.1", "6.4.6.2", "6.4.6.3", "6.5.1.1", "6.5.1.2"}


def test_telnet_at_level_3_has_an_item_that_nothing_mitigates() -> None:
    assert risk_items()["6.4.1.2"].mitigations
    assert risk_items()["6.5.1.1"].mitigations == ()


def test_every_purpose_of_cryptography_has_a_name() -> None:
    held = algorithms()
    assert set(held.states) == {"national", "acceptable", "broken", "unknown"}
    assert list(held.patterns) == ["national", "broken", "acceptable"], "the first that matches holds"


def test_a_step_of_other_levels_is_not_asked_and_a_step_may_be_named_by_its_place() -> None:
    batch = (Reply(clause="backup_b", step="batch"),)
    assert [len(placed(batch, level, among=clauses(), supporting=False)) for level in LEVELS] == [0, 1, 0, 0]
    (first,) = placed((Reply(clause="identity_a", step=3),), 3, among=clauses(), supporting=False)
    assert first.step == "passwords"


def test_a_reply_without_a_step_is_the_only_step_or_none() -> None:
    (one,) = placed((Reply(clause="identity_c"),), 3, among=clauses(), supporting=False)
    (many,) = placed((Reply(clause="identity_a"),), 3, among=clauses(), supporting=False)
    assert (one.step, many.step) == ("encrypted", None)


def test_unit_is_the_short_form_of_one_answer() -> None:
    entry = {
        "part": "management",
        "title": {"zh": "甲", "en": "a"},
        "found": {"zh": "甲", "en": "a"},
        "remedy": {"zh": "甲", "en": "a"},
    }
    assert CheckEntry.model_validate({**entry, "unit": "identity_c"}).answers == (Reply(clause="identity_c"),)
    with pytest.raises(ValueError, match="give one of them"):
        CheckEntry.model_validate({**entry, "unit": "identity_c", "answers": [{"clause": "identity_c"}]})


def test_every_fault_of_a_file_of_the_catalogue_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "network.yml"
    path.write_text(
        "area: {zh: 甲, en: a}\n"
        "points:\n"
        "  one:\n"
        "    title: {zh: 甲, en: a}\n"
        "    clauses:\n"
        "      first:\n"
        "        item: {zh: 甲}\n"
        "        clause: {3: 8.1.2.1 a)}\n"
        "        unit: {3: L3-CNS1-01}\n"
        "        colour: red\n"
        "        steps: {a: {by: config, text: {zh: 甲, en: a}}}\n"
        "      second:\n"
        "        item: {zh: 甲, en: a}\n"
        "        clause: {3: 8.1.2.1 b)}\n"
        "        unit: {4: L3-CNS1-02}\n"
        "        steps: {a: {by: config, text: {zh: 甲, en: a}}}\n",
        "utf-8",
    )
    with pytest.raises(InputError) as error:
        packaged(path, Area)
    assert sorted((fault.code, fault.line) for fault in error.value.faults) == [
        ("NET-AUD-003", 7),
        ("NET-AUD-003", 10),
        ("NET-AUD-003", 12),
    ]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("{clause: nowhere}", "no clause is called nowhere"),
        ("{clause: identity_a, step: 5}", "it has authenticated, unique"),
    ],
)
def test_an_answer_to_what_isnt_there_is_a_fault_at_its_line(answer: str, said: str) -> None:
    document = parse(f"B030:\n  answers:\n    - {answer}\n", "checks.yml").document
    assert document is not None
    reply = Reply.model_validate({"clause": "nowhere"} if "nowhere" in answer else {"clause": "identity_a", "step": 5})
    (fault,) = reply_faults(document, [(("B030", "answers", 0), reply)], clauses())
    assert fault.place == "checks.yml:3"
    assert said in fault.what


def test_the_catalogue_is_frozen() -> None:
    clause: Clause = clauses()["identity_a"]
    with pytest.raises(ValueError, match="frozen"):
        clause.logic = "any"  # type: ignore[misc]  # that it is refused is the test
    evidence: EvidenceClause = evidence_clauses()["change"]
    with pytest.raises(ValueError, match="frozen"):
        evidence.clause = {}  # type: ignore[misc]  # as above
