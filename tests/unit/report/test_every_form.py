"""What must hold of every form: no secret, nothing that text breaks, flat memory, never compliant without an audit."""

import io
import re
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from xml.sax.saxutils import unescape
from zipfile import ZipFile

import pytest

from netops.audit import summarise
from netops.config import parse
from netops.model import Line
from netops.platforms import get_platform
from netops.report import AuditReport, Form, form_of, write_report
from netops.report.visible import visible

SECRETS = ("Night-shift7", "Comm-unity8", "Tacacs-key9")
CONFIGS = {
    "frr": (
        "### /etc/frr/frr.conf\nhostname r1\npassword Night-shift7\nenable password Comm-unity8\nrouter bgp 65001\n"
        " neighbor 10.0.0.1 remote-as 65002\n neighbor 10.0.0.1 password Tacacs-key9\nexit\n"
        "### /etc/ssh/sshd_config\nPermitEmptyPasswords yes\n"
    ),
    "cisco_ios": (
        "hostname r2\nenable password Night-shift7\nusername admin password 0 Comm-unity8\nsnmp-server community Comm-unity8 RW\n"
        "tacacs-server host 10.0.0.9 key Tacacs-key9\nline vty 0 4\n password Night-shift7\n login\nend\n"
    ),
    "huawei_vrp": (
        "sysname r3\nsnmp-agent community read cipher Comm-unity8\naaa\n local-user admin password cipher Night-shift7\n"
        "user-interface vty 0 4\n set authentication password cipher Tacacs-key9\nreturn\n"
    ),
}


def content(report: AuditReport, form: Form) -> str:
    """Return all text of a report, that of the parts of a package too."""
    stream = io.BytesIO()
    write_report(report, form, "en", stream)
    data = stream.getvalue()
    if not form.binary:
        return data.decode("utf-8")
    with ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return "\n".join(package.read(name).decode("utf-8") for name in package.namelist())


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("name", list(CONFIGS))
def test_no_secret_of_a_config_gets_into_a_report(report: AuditReport, form: Form, name: str) -> None:
    platform = get_platform(name)
    assert all(each in CONFIGS[name] for each in SECRETS)
    every = tuple(lines(platform.read(parse(platform, CONFIGS[name].encode()))))
    weak = report.results[2]
    verdicts = tuple(replace(each, lines=every) if each.check == "B008" else each for each in weak.verdicts)
    held = replace(weak, verdicts=verdicts, coverage=replace(weak.coverage, unread=every))
    text = content(replace(report, results=(held,), summary=summarise((held,))), form)
    assert [each for each in SECRETS if each in text] == []
    assert unescape(text).count("<secret>") >= len(SECRETS)


def lines(value: object) -> Iterator[Line]:
    """Yield every line that any fact of a device names."""
    if isinstance(value, Line):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            yield from lines(getattr(value, each.name))
    elif isinstance(value, (tuple, list, frozenset)):
        for each in value:
            yield from lines(each)


@pytest.mark.parametrize("form", list(Form))
def test_text_from_devices_and_people_breaks_nothing(report: AuditReport, form: Form) -> None:
    text = content(report, form)
    if form in {Form.HTML, Form.XLSX, Form.DOCX, Form.JUNIT}:
        assert "<script>alert" not in text
        assert "]]>" not in text
    hidden = re.findall("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e\ufffe]", text)
    assert hidden == ([] if form is not Form.JSON else hidden)
    text.encode("utf-8")
    assert "ce9" in text


@pytest.mark.parametrize("form", list(Form))
def test_a_device_that_was_not_audited_is_told_with_its_reason(report: AuditReport, form: Form) -> None:
    missing = report.missing
    text = content(replace(report, results=missing, summary=summarise(missing)), form)
    assert "unreachable" in text
    if form is Form.OSCAL:
        assert '"satisfied"' not in text
    if form is Form.JUNIT:
        assert "<error" in text
    if form is Form.SARIF:
        assert '"executionSuccessful": false' in text


@pytest.mark.parametrize("form", list(Form))
def test_the_file_in_which_a_config_lay_is_named(report: AuditReport, form: Form) -> None:
    audited = tuple(each for each in report.results if each.device == "ce3")
    held = replace(report, results=audited, summary=summarise(audited), files={"ce3": "exports/core.cfg"})
    assert "exports/core.cfg" in content(held, form)
    assert "exports/core.cfg" not in content(replace(held, files={}), form)


@pytest.mark.parametrize("form", list(Form))
def test_memory_stays_flat_however_many_devices(many: Callable[[int], AuditReport], form: Form) -> None:
    class Sink(io.BytesIO):
        """Takes what is written and keeps none of it."""

        def write(self, data: object) -> int:
            return len(bytes(data)) if isinstance(data, (bytes, bytearray, memoryview)) else 0

        def writelines(self, held: Iterable[object]) -> None:
            for each in held:
                self.write(each)

    def peak(count: int) -> int:
        report = many(count)
        stream = io.BytesIO() if form is Form.XLSX else Sink()  # a workbook is put together from parts on the disk
        tracemalloc.start()
        write_report(report, form, "en", stream)
        _now, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        size = len(stream.getvalue()) if form is Form.XLSX else 0
        return highest - size

    write_report(many(2), form, "en", io.BytesIO())
    few, more = peak(10), peak(50)
    assert more - few < 40 * ALLOWED.get(form, 3000), (few, more)


ALLOWED = {Form.HTML: 12000, Form.DOCX: 6000, Form.XLSX: 24000, Form.OSCAL: 6000}
"""Bytes a device at most: the groups and grids of names, the references of a finding, and in a workbook the heights of its 85 rows; a device's own part of
a report has 60,000 and more."""


def test_a_file_is_written_in_the_form_that_its_name_says() -> None:
    assert {
        each: form_of(f"a.b{each}") for each in (".html", ".json", ".oscal.json", ".sarif", ".xml", ".xlsx", ".docx")
    } == {
        ".html": Form.HTML,
        ".json": Form.JSON,
        ".oscal.json": Form.OSCAL,
        ".sarif": Form.SARIF,
        ".xml": Form.JUNIT,
        ".xlsx": Form.XLSX,
        ".docx": Form.DOCX,
    }
    assert form_of("report") is None


def test_what_no_page_may_hold_is_spelled_out_and_all_else_stays() -> None:
    assert visible("a\tb\nc 财政局 é") == "a\tb\nc 财政局 é"
    assert visible("\x00\x85\u2066\udcff\ud800\uffff") == r"\x00\x85\u2066\xff\ud800\uffff"
