"""The audit's page in a real browser: opens without a network, filters, sorts, prints, works without script."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from netops.audit import DeviceAudit, apply_waivers, audit, check_entries, not_audited, summarise
from netops.model import Device, Line, Management, SshServer, Topic, Unread
from netops.report import AuditReport, render_audit

pytestmark = pytest.mark.browser
MANY = 1000
A4 = 688
"""CSS pixels between the margins of an A4 page: 210 mm less twice 14 mm."""
SECONDS = 15.0
"""A page of a thousand devices opens in one or two; this is for a machine that does other things, too."""


class Waiver:
    """As the inventory has it."""

    check, device, reason, approver, expires = "B008", "ce1", "replaced in summer", "security lead", date(2027, 6, 30)


def weak(name: str, level: int) -> DeviceAudit:
    line = Line(88, 'PermitEmptyPasswords yes <script>document.title = "taken"</script>')
    server = SshServer(empty_passwords=True, session_idle=3600, sources=(("empty_passwords", line),))
    unread = (Unread((), Line(12, "something"), Topic.ROUTING),)
    return audit(Device(name, "frr", management=Management(ssh=server), unread=unread), level=level, lines=120)


def page_of(*results: DeviceAudit) -> str:
    held = apply_waivers(results, [Waiver()], today=date(2026, 11, 23))
    return render_audit(AuditReport("示例市", datetime(2026, 11, 23, tzinfo=UTC), held, summarise(held)), "zh")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium: playwright's own comes from where builders may have no way to."""
    program = shutil.which("chromium")
    assert program, "the package chromium is missing: make test installs it"
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    missing = not_audited("ce9", platform="frr", level=2, reason="unreachable")
    path.write_text(page_of(weak("ce1", 3), weak("ce2", 2), weak("ce3", 3), missing), "utf-8")
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    """The page, with every request and every message of the browser taken down."""
    opened = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto(file.as_uri())
    yield opened
    assert asked == [file.as_uri()]
    assert said == []
    opened.close()


def shown(page: Page) -> int:
    return page.locator("#findings .finding tbody tr:visible").count()


def test_nothing_of_a_config_runs(page: Page) -> None:
    assert page.title() == "示例市 · 等级保护配置核查报告"
    assert page.locator("text=PermitEmptyPasswords yes <script>").count() >= 1


def test_words_verdict_and_level_filter_what_is_shown(page: Page) -> None:
    every = shown(page)
    page.fill("#find", "B008 ce2")
    assert 0 < shown(page) < every
    assert page.locator("#findings .finding:visible").count() == 1
    assert page.inner_text("#shown") == f"显示 {shown(page)} 条发现"
    page.fill("#find", "")
    page.select_option("#by-level", "2")
    assert all(
        each == "2"
        for each in page.locator("#findings tr[data-l]:visible").evaluate_all("rows => rows.map(row => row.dataset.l)")
    )
    page.select_option("#by-level", "")
    assert shown(page) == every
    page.check("#no-waived")
    assert shown(page) == every - 1


def test_a_table_is_sorted_by_its_heads_with_the_keyboard(page: Page) -> None:
    names = "#by_device tbody td.name"
    head = page.locator("#by_device th button", has_text="设备")
    head.focus()
    page.keyboard.press("Enter")
    assert [each.split()[0] for each in page.locator(names).all_inner_texts()] == ["ce1", "ce2", "ce3", "ce9"]
    page.keyboard.press("Space")
    assert [each.split()[0] for each in page.locator(names).all_inner_texts()] == ["ce9", "ce3", "ce2", "ce1"]
    assert page.locator("#by_device th[aria-sort=descending]").count() == 1


def test_the_first_tab_leads_past_the_heads(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser: Browser, file: Path, scheme: str) -> None:
    opened = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]  # one of its two words
    opened.goto(file.as_uri())
    pairs = opened.evaluate(CONTRAST)
    assert len(pairs) > 20
    assert [each for each in pairs if each[1] < 4.5] == []
    opened.close()


CONTRAST = """() => {
  const parts = text => text.match(/[0-9.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [.2126, .7152, .0722][at], 0);
  const ground = node => {
    for (; node; node = node.parentElement) {
      const held = parts(getComputedStyle(node).backgroundColor);
      if (held.length < 4 || held[3] === 1) { return held; }
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll("h1, h2, h3, p, td, th, .word, .counts, .risk, .waiver, pre, .n, a, b")]
    .filter(node => node.offsetParent && node.textContent.trim())
    .map(node => {
      const [one, other] = [light(parts(getComputedStyle(node).color)), light(ground(node))];
      return [node.tagName + "." + node.className, (Math.max(one, other) + .05) / (Math.min(one, other) + .05)];
    });
}"""


def test_without_script_all_is_there_but_the_filter(browser: Browser, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(file.as_uri())
    text = opened.inner_text("main")
    assert check_entries()["B008"].title.zh in text
    assert "PermitEmptyPasswords yes" in text
    assert "ce9" in text
    assert not opened.locator("#tools").is_visible()
    context.close()


def test_it_prints_on_a4_with_everything_opened(page: Page) -> None:
    data = page.pdf(prefer_css_page_size=True)
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") + data.count(b"/Type /Page/") >= 3
    assert b"/MediaBox [0 0 594" in data or b"/MediaBox [0 0 595" in data


LONG = "H3C-01 (exports-of-monday/核心机房/core-switches/first-floor/h3c-01-running.cfg)"
"""As a device is called whose hostname stands in several files."""


@pytest.mark.parametrize("media", ["screen", "print"])
def test_a_long_name_of_a_device_stays_in_its_column(browser: Browser, tmp_path: Path, media: str) -> None:
    path = tmp_path / "long.html"
    path.write_text(page_of(weak(LONG, 3), weak("ce1", 3)), "utf-8")
    opened = browser.new_page(viewport={"width": 700, "height": 900})
    opened.emulate_media(media=media)  # type: ignore[arg-type]  # one of its two words
    opened.goto(path.as_uri())
    over = opened.locator("#findings td:first-child, #advice td:first-child").evaluate_all(
        "cells => cells.filter(cell => [...cell.querySelectorAll('.dev')].some(name =>"
        " name.getBoundingClientRect().right > cell.getBoundingClientRect().right)).length"
    )
    assert opened.locator("#findings .dev").count() > 1
    assert over == 0
    opened.close()


def test_numbers_of_clauses_and_units_are_printed_in_one_piece(browser: Browser, file: Path) -> None:
    opened = browser.new_page(viewport={"width": A4, "height": 900})
    opened.emulate_media(media="print")
    opened.goto(file.as_uri())
    codes = opened.locator("#units td.code, #all_verdicts td.code, #major td.code:not(.codes), td.codes span")
    rows = codes.evaluate_all(
        "cells => cells.map(cell => { const all = document.createRange(); all.selectNodeContents(cell);"
        " return [cell.textContent, new Set([...all.getClientRects()].map(each => each.top)).size]; })"
    )
    assert len(rows) > 100
    assert [text for text, lines in rows if lines != 1] == []
    tables = opened.locator("section:not(#grid) table").evaluate_all(
        "held => held.map(each => [each.closest('section').id, Math.round(each.getBoundingClientRect().right)])"
    )
    assert [each for each in tables if each[1] > A4] == []
    opened.close()


def test_a_narrow_screen_has_no_sideways_scrolling_of_the_whole(browser: Browser, file: Path) -> None:
    opened = browser.new_page(viewport={"width": 390, "height": 844})
    opened.goto(file.as_uri())
    assert opened.evaluate("document.documentElement.scrollWidth") <= 390
    opened.close()


def test_a_thousand_devices_open_and_filter_quickly(browser: Browser, tmp_path: Path) -> None:
    pattern = [weak("x", level) for level in (2, 3)]
    path = tmp_path / "many.html"
    path.write_text(page_of(*(replace(pattern[n % 2], device=f"ce{n:04}") for n in range(MANY))), "utf-8")
    opened = browser.new_page()
    started = time.monotonic()
    opened.goto(path.as_uri())
    assert opened.locator("h1").is_visible()
    opened.fill("#find", "ce0500")
    assert shown(opened) > 0
    assert time.monotonic() - started < SECONDS
    opened.close()
