"""From checks to units, devices and a summary; levels, risks, waivers, coverage."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from ipaddress import IPv4Network

import pytest

from netops.audit import (
    Basis,
    Context,
    DeviceAudit,
    Rate,
    RiskState,
    Summary,
    Verdict,
    Word,
    apply_waivers,
    audit,
    check_entries,
    clauses,
    known_of,
    not_audited,
    statements,
    summarise,
)
from netops.audit.answer import Answer
from netops.audit.catalogue import check_levels
from netops.audit.checks import CHECKS, Check
from netops.audit.units import together
from netops.errors import InputError
from netops.model import (
    Action,
    Device,
    Direction,
    FilterRule,
    Line,
    Management,
    PacketFilter,
    SshServer,
    Topic,
    Unread,
    User,
)
from netops.platforms import get_platform

GOOD, PARTLY, BAD, NONE, PERSON, MISSING = (
    Word.COMPLIANT,
    Word.PARTIAL,
    Word.NON_COMPLIANT,
    Word.NOT_APPLICABLE,
    Word.MANUAL,
    Word.NOT_AUDITED,
)
TODAY = date(2026, 6, 30)


@dataclass(frozen=True)
class Waiver:
    """As the inventory has it."""

    check: str
    device: str
    expires: date
    reason: str = "replaced in summer"
    approver: str = "security lead"


def router(name: str = "r1", **facts: object) -> Device:
    server = SshServer(**facts)  # type: ignore[arg-type]  # the tests name fields with their values
    return Device(name, "frr", "8.4.4", management=Management(ssh=server))


def weak(name: str = "r1") -> Device:
    return router(name, empty_passwords=True)


def summary_of(*audits: DeviceAudit) -> Summary:
    return summarise(audits)


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_a_level_asks_exactly_the_checks_whose_clause_it_has(level: int) -> None:
    asked = {each.check for each in audit(router(), level=level).verdicts}
    assert asked == {check for check in check_entries() if level in check_levels(check)}


def test_level_1_doesnt_ask_what_only_higher_levels_require() -> None:
    asked = {each.check for each in audit(router(), level=1).verdicts}
    assert "B008" in asked
    assert not asked & {"B030", "B060", "B080", "B128", "B131"}


@pytest.mark.parametrize(
    ("level", "clause", "unit"), [(2, "7.1.4.4 c)", "L2-CES1-13"), (3, "8.1.4.4 c)", "L3-CES1-19")]
)
def test_clause_and_unit_are_those_of_the_level(level: int, clause: str, unit: str) -> None:
    verdict = next(each for each in audit(router(), level=level).verdicts if each.check == "B060")
    assert (verdict.clause, verdict.unit) == (clause, unit)


@pytest.mark.parametrize("level", [0, 5])
def test_a_level_that_doesnt_exist_is_refused(level: int) -> None:
    with pytest.raises(InputError, match="NET-AUD-002"):
        audit(router(), level=level)


def test_checks_and_catalogue_name_each_other() -> None:
    assert set(CHECKS) <= set(check_entries())  # the rest is only ever for a person: test_claims.py
    named = {reply.clause for each in check_entries().values() for reply in each.answers}
    assert named <= set(clauses())


def test_every_clause_has_a_unit_of_the_same_levels() -> None:
    for clause in clauses().values():
        assert set(clause.clause) == set(clause.unit)
        for level in clause.clause:
            assert clause.clause[level].startswith(f"{level + 5}.1.")
            assert clause.unit[level].startswith(f"L{level}-")


def test_a_unit_of_one_step_knows_no_partial(monkeypatch: pytest.MonkeyPatch) -> None:
    half = Answer(Word.PARTIAL, Basis.EXPLICIT)
    for check in ("B022", "B040"):
        monkeypatch.setitem(dict_of(CHECKS), check, lambda _: half)
    words = {each.check: each.verdict for each in audit(router(), level=3).verdicts}
    assert words["B022"] is Word.PARTIAL
    assert words["B040"] is Word.NON_COMPLIANT


def dict_of(checks: Mapping[str, Check]) -> dict[str, Check]:
    assert isinstance(checks, dict)
    return checks


def test_evidence_alone_decides_no_unit() -> None:
    result = audit(router(), level=3)
    unit = next(each for each in summary_of(result).units if each.key == "transmission_a")
    assert unit.verdict is PERSON
    assert set(unit.checks) == {
        check
        for check, entry in check_entries().items()
        if any(each.clause == "transmission_a" for each in entry.answers)
    }


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((GOOD, GOOD), GOOD),
        ((GOOD, BAD), PARTLY),
        ((BAD, BAD), BAD),
        ((NONE, GOOD), GOOD),
        ((NONE, NONE), NONE),
        ((GOOD, PERSON), PERSON),
        ((GOOD, MISSING), MISSING),
        ((BAD, MISSING), BAD),
        ((MISSING,), MISSING),
    ],
)
def test_the_devices_make_the_verdict_of_a_unit(words: tuple[Word, ...], expected: Word) -> None:
    assert together(words) is expected


def test_a_device_that_wasnt_reached_is_never_compliant() -> None:
    missing = not_audited("ce9", platform="frr", level=3, reason="unreachable")
    assert missing.word is MISSING
    summary = summary_of(audit(router(), level=3), missing)
    assert summary.not_audited == ("ce9",)
    assert all(each.verdict is not GOOD for each in summary.units)
    assert missing.as_dict()["verdict"] == "not_audited"


def test_a_violation_triggers_its_high_risk_item() -> None:
    (verdict,) = [each for each in audit(weak(), level=3).verdicts if each.check == "B008"]
    assert [(each.item, each.state) for each in verdict.high_risk] == [("6.4.1.1", RiskState.TRIGGERED)]


def test_limited_sources_mitigate_the_risk_and_not_the_verdict() -> None:
    limited = replace(
        weak(), management=Management(ssh=SshServer(empty_passwords=True, users=frozenset({"op@10.250.0.0/24"})))
    )
    context = Context(management=(IPv4Network("10.250.0.0/24"),))
    known = known_of(get_platform("frr"), None)
    (verdict,) = [
        each for each in audit(limited, level=3, context=context, known=known).verdicts if each.check == "B008"
    ]
    assert verdict.verdict is BAD
    assert [(each.state, each.mitigated_by) for each in verdict.high_risk] == [(RiskState.MITIGATED, ("B060",))]


def test_a_high_risk_item_counts_from_its_level_on() -> None:
    (verdict,) = [each for each in audit(weak(), level=1).verdicts if each.check == "B008"]
    assert verdict.verdict is BAD
    assert verdict.high_risk == ()


def test_telnet_is_two_items_at_level_3_and_one_at_level_2() -> None:
    telnet = FilterRule(Action.PERMIT, "tcp", destination_ports=frozenset({(23, 23)}))
    device = replace(router(), filters=frozenset({PacketFilter("in", Direction.INPUT, Action.DENY, (telnet,))}))
    items = {
        level: [
            risk.item for each in audit(device, level=level).verdicts if each.check == "B030" for risk in each.high_risk
        ]
        for level in (2, 3)
    }
    assert items == {2: ["6.4.1.2"], 3: ["6.4.1.2", "6.5.1.1"]}


def test_a_waiver_takes_a_finding_off_the_list_and_leaves_it_visible() -> None:
    before = audit(weak(), level=3)
    (after,) = apply_waivers([before], [Waiver("B008", "r1", date(2026, 6, 30))], today=TODAY)
    (verdict,) = [each for each in after.verdicts if each.check == "B008"]
    assert verdict.verdict is BAD
    assert verdict.waiver is not None
    assert len(after.findings) == len(before.findings) - 1
    assert summary_of(after).waived == 1
    assert verdict.as_dict("en")["waiver"] == {
        "reason": "replaced in summer",
        "approver": "security lead",
        "expires": "2026-06-30",
        "expired": False,
    }


def test_an_expired_waiver_counts_again_and_is_still_shown() -> None:
    before = audit(weak(), level=3)
    (after,) = apply_waivers([before], [Waiver("B008", "r1", date(2026, 6, 29))], today=TODAY)
    assert len(after.findings) == len(before.findings)
    assert summary_of(after).waived == 0
    (verdict,) = [each for each in after.verdicts if each.check == "B008"]
    assert verdict.waiver is not None
    assert verdict.waiver.expired


def test_of_two_waivers_the_one_that_holds_longer_counts() -> None:
    held = [Waiver("B008", "r1", date(2026, 12, 31)), Waiver("B008", "r1", date(2026, 1, 1))]
    (after,) = apply_waivers([audit(weak(), level=3)], held, today=TODAY)
    assert summary_of(after).waived == 1


def test_a_waiver_of_another_device_or_check_covers_nothing() -> None:
    before = audit(weak(), level=3)
    held = [Waiver("B008", "r2", date(2027, 1, 1)), Waiver("B999", "r1", date(2027, 1, 1))]
    assert apply_waivers([before], held, today=TODAY) == (before,)


def test_waivers_dont_change_the_verdict_of_a_unit() -> None:
    before = audit(weak(), level=3)
    (after,) = apply_waivers([before], [Waiver("B008", "r1", date(2027, 1, 1))], today=TODAY)
    assert summary_of(before).units == summary_of(after).units


def test_the_rate_counts_partial_both_ways_and_says_whose_rate_it_is() -> None:
    rate = Rate(compliant=3, partial=1, non_compliant=1)
    assert rate.as_dict() == {
        "label": "工具可核查项符合率",
        "decided": 5,
        "partial_as_0": 60.0,
        "partial_as_half": 70.0,
    }


def test_there_is_no_rate_where_nothing_could_be_decided() -> None:
    assert Rate(0, 0, 0).strict is None


def test_the_json_of_a_device_has_the_shape_that_was_promised() -> None:
    unread = Unread((), Line(7, "something new"), Topic.ROUTING)
    result = audit(replace(weak(), unread=(unread,)), level=3, context=Context(), lines=40).as_dict("en")
    assert set(result) >= {"device", "platform", "release", "level", "verdicts", "coverage"}
    assert result["coverage"] == {"lines": 40, "read": 39, "unread": 1}
    verdicts = result["verdicts"]
    assert isinstance(verdicts, list)
    for verdict in verdicts:
        keys = {"check", "unit", "clause", "verdict", "basis", "lines", "high_risk", "remediation"}
        assert keys <= set(verdict)


def test_the_summary_never_gives_a_verdict_on_classified_systems() -> None:
    shown = summary_of(audit(router(), level=3)).as_dict("zh")
    texts = shown["statements"]
    assert isinstance(texts, dict)
    assert "不构成、也不能替代分级保护" in texts["classified"]
    assert statements()["classified"].en.endswith("(分级保护).")


@pytest.mark.parametrize(
    ("check", "values", "zh", "en"),
    [
        ("B086", {"value": "no"}, "命令记录：否", "commands recorded: no"),
        ("B092", {"value": "-"}, "时间服务器：无", "time servers: none"),
        ("B104", {"ports": "?"}, "向外发送 LLDP 或 CDP：未知", "LLDP or CDP goes out: not known"),
        ("B101", {"ports": "device"}, "仍处理源路由：整机", "source routes are obeyed: the whole device"),
        ("B192", {"points": "-"}, "信任点的问题：无", "what is wrong with trust points: none"),
        ("B009", {"value": "wu-xing"}, "账号：wu-xing", "accounts: wu-xing"),
    ],
)
def test_what_was_found_is_said_in_words(check: str, values: Mapping[str, str], zh: str, en: str) -> None:
    spoken = Verdict(check, 3, BAD, Basis.EXPLICIT, values=values)
    assert (spoken.found("zh"), spoken.found("en")) == (zh, en)


@pytest.mark.parametrize(("level", "word"), [(2, GOOD), (3, Word.PARTIAL), (4, Word.PARTIAL)])
def test_level_2_has_two_administrators_and_level_3_has_three(level: int, word: Word) -> None:
    users = frozenset({User("li.wei", privilege=15), User("wang.fang", privilege=1)})
    held = Device("sw1", "ruijie_os", management=Management(users=users))
    known = known_of(get_platform("ruijie_os"), None)
    (found,) = (each for each in audit(held, level=level, known=known).verdicts if each.check == "B063")
    assert found.verdict is word
    assert found.values["limit"] == ("2" if level == 2 else "3")
