"""The audit's HTML: complete in both languages, one file, nothing from a network, nothing that text could break."""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from ipaddress import ip_address, ip_interface, ip_network
from pathlib import Path

import pytest

from netops import report as room
from netops.audit import (
    Basis,
    DeviceAudit,
    Verdict,
    Word,
    apply_waivers,
    audit,
    check_entries,
    not_audited,
    statements,
    summarise,
)
from netops.model import Device, Interface, Line, Management, SshServer, StaticRoute, Topic, Unread
from netops.reachability import Matrix, Party, compute
from netops.report import AuditReport, ChangeSummary, ReachTable, render_audit
from netops.report.words import Language, labels

LANGUAGES: tuple[Language, ...] = ("zh", "en")
MADE_AT = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
BAD = Word.NON_COMPLIANT
HOSTILE = '<script>alert("x")</script> & "y"'


class Waiver:
    """As the inventory has it."""

    check = "B008"
    device = "ce1"
    reason = "replaced in summer"
    approver = "security lead"
    expires = date(2027, 6, 30)


def weak(name: str, level: int = 3) -> DeviceAudit:
    line = Line(88, f"PermitEmptyPasswords yes {HOSTILE}")
    server = SshServer(empty_passwords=True, sources=(("empty_passwords", line),))
    unread = (Unread((), Line(12, f"something {HOSTILE}"), Topic.ROUTING),)
    device = Device(name, "frr", "8.4.4", management=Management(ssh=server), unread=unread)
    return audit(device, level=level, lines=120)


def made(*results: DeviceAudit, departments: Mapping[str, str] | None = None) -> AuditReport:
    return AuditReport("Sample city", MADE_AT, results, summarise(results), departments or {})


def full() -> AuditReport:
    results = apply_waivers([weak("ce1"), weak("ce2", 2)], [Waiver()], today=date(2026, 11, 23))
    held = made(
        *results, not_audited("ce9", platform="frr", level=2, reason="unreachable"), departments={"ce1": "财政局"}
    )
    change = ChangeSummary(
        "c1", f"why {HOSTILE}", "li", ("wang",), ("finance: prepared → cut_over",), "confirmed", (("ce1", 3, 1),)
    )
    return replace(held, reach=ReachTable.computed(matrix(routed=True), matrix(routed=False)), change=change)


def matrix(*, routed: bool) -> Matrix:
    """Two routers wired together; without routes their stations don't meet."""
    devices = {}
    for name, own, other, lan, far in (
        ("left", "10.9.0.1/30", "10.9.0.2", "10.10.1.1/24", "10.10.2.0/24"),
        ("right", "10.9.0.2/30", "10.9.0.1", "10.10.2.1/24", "10.10.1.0/24"),
    ):
        ports = {Interface(n, addresses=frozenset({ip_interface(a)})) for n, a in (("line0", own), ("lan0", lan))}
        routes = {StaticRoute(ip_network(far), ip_address(other))} if routed else set()
        devices[name] = Device(name, "frr", interfaces=frozenset(ports), static_routes=frozenset(routes))
    stations = [
        Party(n, d, "lan0", ip_address(a)) for n, d, a in (("a", "left", "10.10.1.10"), ("b", "right", "10.10.2.10"))
    ]
    return compute(devices, [(("left", "line0"), ("right", "line0"))], stations)


class Page(HTMLParser):
    """The tags, links and text of a page; counts what isn't closed."""

    void = frozenset({"meta", "br", "link", "img", "hr", "input"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.outward: list[str] = []
        self.names: list[str] = []
        self.bare: list[str] = []
        self.handlers: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        held = dict(attrs)
        self.outward += [str(held[name]) for name in ("src", "href") if name in held]
        self.names += [str(held["id"])] if "id" in held else []
        self.bare += [tag] if tag in {"input", "select"} and self.open[-1:] != ["label"] else []
        self.handlers += [name for name in held if name.startswith("on")]
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] not in (["script"], ["style"]):
            self.text += data


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_well_formed_and_needs_nothing_beside_it(language: Language) -> None:
    html = render_audit(full(), language)
    page = Page(html)
    assert page.open == []
    assert [each for each in page.outward if not each.startswith("#")] == []
    assert not page.tags & {"link", "img", "iframe", "object", "base"}
    assert "url(" not in html
    assert "@import" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_lead_to_what_is_there_and_every_field_has_its_label(language: Language) -> None:
    page = Page(render_audit(full(), language))
    assert len(page.outward) > 10
    assert [each for each in page.outward if each[1:] not in page.names] == []
    assert len(set(page.names)) == len(page.names)
    assert page.bare == []


def test_only_our_own_script_runs() -> None:
    html = render_audit(full(), "en")
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert f"script-src 'sha256-{digest}'" in policy[1]
    assert "default-src 'none'" in policy[1]
    assert Page(html).handlers == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_from_devices_and_people_stays_text(language: Language) -> None:
    html = render_audit(full(), language)
    assert HOSTILE not in html
    assert html.count("&lt;script&gt;") >= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_come_with_clause_unit_line_and_fix(language: Language) -> None:
    text = Page(render_audit(full(), language)).text
    for shown in ("B008", "8.1.4.1 a)", "L3-CES1-01", "7.1.4.1 a)", "PermitEmptyPasswords yes", "88", "6.4.1.1"):
        assert shown in text
    assert check_entries()["B008"].remedy.of(language) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fixed_statements_stand_in_every_report(language: Language) -> None:
    text = Page(render_audit(made(weak("ce1")), language)).text
    for statement in statements().values():
        assert statement.of(language) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_devices_that_were_not_reached_are_named_with_the_reason(language: Language) -> None:
    text = Page(render_audit(full(), language)).text
    assert "ce9" in text
    assert "unreachable" in text
    assert labels()["not_audited"][language] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_waived_findings_stay_visible(language: Language) -> None:
    text = Page(render_audit(full(), language)).text
    assert "replaced in summer" in text
    assert "2027-06-30" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_that_were_not_understood_are_counted_and_shown(language: Language) -> None:
    text = Page(render_audit(full(), language)).text
    assert {"zh": "119 / 120 行", "en": "119 of 120"}[language] in text
    assert labels()["unread"][language] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_gained_pairs_are_marked_in_the_matrix(language: Language) -> None:
    html = render_audit(full(), language)
    assert html.count('class="yes gained"') == 2
    assert "a – b" in html


def test_the_other_languages_words_dont_get_in() -> None:
    page = Page(render_audit(made(weak("ce1")), "en")).text
    chinese = re.findall(r"[\u4e00-\u9fff]+", page)
    assert chinese == ["分级保护"]


def test_a_report_without_a_single_device_still_stands() -> None:
    page = Page(render_audit(made(), "zh"))
    assert page.open == []
    assert labels()["no_rate"]["zh"] in page.text


def test_every_label_has_both_languages_and_is_used() -> None:
    folder = Path(room.__file__).parent
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*folder.glob("page/**/*.*"), *folder.glob("*.py")])
    for name, texts in labels().items():
        assert sorted(texts) == ["en", "zh"], name
        placeholders = [sorted(re.findall(r"{(\w+)}", texts[each])) for each in ("en", "zh")]
        assert placeholders[0] == placeholders[1], name
        built = name.startswith(("basis_", "risk_", "part_")) or name in {
            "compliant",
            "partial",
            "non_compliant",
            "not_applicable",
        }
        assert built or f'"{name}"' in text, name


def test_a_matrix_that_fits_no_page_lists_its_changes() -> None:
    pings = {(f"s{i:02}", f"s{j:02}"): False for i in range(40) for j in range(40) if i != j}
    after = pings | {("s00", "s01"): True, ("s01", "s00"): True}
    table = ReachTable.of_pings(after, pings)
    assert table.rows == ()
    assert table.gained == [("s00", "s01")]
    html = render_audit(replace(made(weak("ce1")), reach=table), "en")
    assert "40 parties" in html
    assert "s00 – s01" in html
    assert "measured" in html


def test_a_pair_that_is_lost_or_unknown_is_marked() -> None:
    lost = ReachTable.computed(matrix(routed=False), matrix(routed=True))
    assert lost.lost == [("a", "b")]
    assert [cell.kind for cell in lost.rows[0][1]] == ["self", "lost"]
    doubtful = compute(
        {}, [], [Party("a", "x", "p", ip_address("10.0.0.1")), Party("b", "y", "p", ip_address("10.0.0.2"))]
    )
    assert ReachTable.computed(doubtful).unknown == [("a", "b")]


def test_many_devices_make_a_small_page(many: Callable[[int], AuditReport]) -> None:
    html = render_audit(many(200), "zh")
    assert len(html.encode()) < 1_500_000
    page = Page(html)
    assert page.open == []
    assert "ce0199" in page.text
    assert labels()["all_verdicts_note"]["zh"] in page.text


def test_few_devices_have_every_verdict_in_the_page(many: Callable[[int], AuditReport]) -> None:
    held = many(3)
    text = Page(render_audit(held, "en")).text
    for audit_of_device in held.results:
        for verdict in audit_of_device.verdicts:
            assert verdict.entry.title.en in text
    assert labels()["all_verdicts_note"]["en"] not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_the_lines_that_mend_waivers_trend_and_grid(report: AuditReport, language: Language) -> None:
    html = render_audit(report, language)
    text = Page(html).text
    assert "PermitEmptyPasswords no" in text
    assert labels()["fix_lines"][language] in text
    assert labels()["waivers"][language] in text
    assert labels()["expired"][language] in text
    assert html.count("<polyline") == 2
    assert html.count('<table class="grid">') == len(
        {(unit.level, unit.requirement.unit[unit.level].split("-")[1]) for unit in report.summary.units}
    )
    assert "\x1b" not in html


def section(page: str, name: str) -> str:
    return page.partition(f'<section id="{name}">')[2].partition("</section>")[0]


def test_what_is_evidence_at_a_level_stands_among_findings_at_no_other() -> None:
    """The clock decides a unit at level 4 alone (9.1.5.4 g): at level 3 a missing server is evidence."""
    line = Line(3, "no ntp")
    for level, place in ((3, "advice"), (4, "findings")):
        found = DeviceAudit("r1", "frr", level, verdicts=(Verdict("B092", level, BAD, Basis.EXPLICIT, (line,)),))
        page = render_audit(made(found), "en")
        assert [name for name in ("findings", "advice") if 'id="B092"' in section(page, name)] == [place]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_conclusion_says_on_how_few_units_it_rests(language: Language) -> None:
    held = full()
    page = section(render_audit(held, language), "outlook")
    said = [each.outlook.coverage(language) for each in held.summary.levels if each.outlook]
    assert said
    assert all(each in page for each in said)


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "空口令、弱口令或通用口令"), ("en", "Empty, weak or shared passwords")]
)
def test_an_item_of_the_high_risk_guide_stands_with_its_name(language: Language, title: str) -> None:
    assert f"6.4.1.1</span> {title}" in section(render_audit(full(), language), "high_risk")


def test_only_open_findings_count_as_triggered() -> None:
    """A waived one stays in the list and isn't counted."""
    held = made(*apply_waivers([weak("ce1")], [Waiver()], today=date(2026, 11, 23)))
    page = render_audit(held, "en")
    assert "6.4.1.1" in section(page, "high_risk")
    assert '<b class="compliant">0</b>' in page
    assert held.summary.triggered == 0


@pytest.mark.parametrize(("language", "words"), [("zh", "见于 2 条发现"), ("en", "by 2 finding(s)")])
def test_one_item_on_two_devices_is_one_item(language: Language, words: str) -> None:
    held = made(weak("ce1"), weak("ce2"))
    assert held.summary.triggered == 2
    assert f'<b class="non_compliant">1</b><small>{words}</small>' in render_audit(held, language)


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "有设备未核查"), ("en", "Devices were not audited, and findings")]
)
def test_a_run_that_missed_devices_is_no_improvement(report: AuditReport, language: Language, words: str) -> None:
    """The second of the three runs missed a device: its point is hollow, and the key says why."""
    html = render_audit(report, language)
    assert re.findall('<circle class="([^"]*)"', html) == ["findings", "findings missed", "findings"]
    assert words in html
    whole = replace(report, runs=tuple(replace(each, missed=0) for each in report.runs))
    assert words not in render_audit(whole, language)
