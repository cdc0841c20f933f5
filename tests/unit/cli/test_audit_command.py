"""``netops audit`` on files and folders: every file accounted for, every form where it was asked for."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import is_zipfile

import pytest

from netops.cli.app import main

Shell = Callable[..., subprocess.CompletedProcess[str]]
WEAK = "### /etc/frr/frr.conf\nhostname {name}\n### /etc/ssh/sshd_config\nPermitEmptyPasswords yes\nLogLevel INFO\n"


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """A folder as people export it: configs, one of an unknown kind, a picture, an empty file, and hidden things."""
    folder = tmp_path / "exports"
    (folder / "north").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref: main\n")
    (folder / "a.cfg").write_text(WEAK.format(name="r1"))
    (folder / "north" / "b.cfg").write_text(WEAK.format(name="r2"))
    (folder / "north" / "again.cfg").write_text(WEAK.format(name="r1"))
    (folder / "notes.txt").write_text("call the carrier on Monday\n")
    (folder / "rack.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x01")
    (folder / "empty.cfg").write_text("\n")
    return folder


def test_a_folder_is_walked_and_every_file_accounted_for(shell: Shell, exports: Path) -> None:
    done = shell("audit", "exports", "--format", "json")
    assert done.returncode == 1  # one file may be a device's and couldn't be judged
    devices = {each["device"]: each for each in json.loads(done.stdout)["devices"]}
    assert list(devices) == ["r1", "exports/notes.txt", "r1 (exports/north/again.cfg)", "r2"]
    assert devices["exports/notes.txt"]["verdict"] == "not_audited"
    assert "NET-PLT-105" in devices["exports/notes.txt"]["not_audited"]
    assert devices["r2"]["file"] == "exports/north/b.cfg"
    assert "level 3 is taken" in done.stderr
    for passed in ("exports/rack.png", "exports/empty.cfg", "exports/.git"):
        assert passed in done.stderr


def test_files_alone_end_with_2_where_there_are_findings(shell: Shell, exports: Path) -> None:
    done = shell("audit", "--level", "3", "exports/a.cfg", "exports/north/b.cfg")
    assert done.returncode == 2
    assert "level 3 is taken" not in done.stderr
    assert "-o report.html" in done.stderr


def test_a_named_file_that_is_no_config_or_not_there_is_not_audited(shell: Shell, exports: Path) -> None:
    done = shell("audit", "exports/rack.png", "exports/nowhere.cfg", "--format", "json")
    assert done.returncode == 1
    assert [each["verdict"] for each in json.loads(done.stdout)["devices"]] == ["not_audited", "not_audited"]


def test_the_table_tells_what_is_equal_once_and_the_worst_first(shell: Shell, exports: Path) -> None:
    lines = shell("audit", "exports/a.cfg", "exports/north/b.cfg").stdout.splitlines()
    heads = [line for line in lines if re.match(r"B\d{3} ", line)]
    assert heads[0].startswith("B008")
    assert "triggered" in heads[0]
    assert sum(line.strip() == "4: PermitEmptyPasswords yes" for line in lines) == 1
    at = lines.index(heads[0])
    assert lines[at + 1].startswith("  r1, r2: non_compliant")
    assert lines[-2].startswith(f"{sum(1 for _ in heads) * 2} findings on 2 devices")


def test_each_file_is_written_in_the_form_of_its_name(shell: Shell, exports: Path, tmp_path: Path) -> None:
    names = ("r.html", "r.xlsx", "r.docx", "r.json", "r.sarif", "r.oscal.json", "sub/r.xml")
    words = [word for name in names for word in ("-o", name)]
    done = shell("audit", "exports/a.cfg", *words, "--lang", "zh")
    assert done.returncode == 2
    assert (tmp_path / "r.html").read_text("utf-8").startswith("<!doctype html>")
    assert is_zipfile(tmp_path / "r.xlsx")
    assert is_zipfile(tmp_path / "r.docx")
    assert "devices" in json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert json.loads((tmp_path / "r.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert "assessment-results" in json.loads((tmp_path / "r.oscal.json").read_text("utf-8"))
    assert "<testsuites" in (tmp_path / "sub" / "r.xml").read_text("utf-8")
    assert all(name in done.stderr for name in names)
    assert "r1" in done.stdout


def test_a_table_goes_to_a_file_too(shell: Shell, exports: Path, tmp_path: Path) -> None:
    done = shell("audit", "exports/a.cfg", "--format", "table", "-o", "night.txt")
    assert (tmp_path / "night.txt").read_text("utf-8") == done.stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--format", "xlsx"), "NET-CLI-014"),
        (("--format", "docx"), "NET-CLI-014"),
        (("--format", "html", "-o", "a.html", "-o", "b.html"), "NET-CLI-015"),
        (("-o", "report.pdf"), "NET-CLI-016"),
        (("-o", "report"), "NET-CLI-016"),
    ],
)
def test_a_form_that_cannot_be_is_refused_before_anything_is_read(
    shell: Shell, tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    done = shell("audit", "nowhere.cfg", *words)
    assert done.returncode == 1
    assert code in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("exports", "--fix-plan", "--as", "li"), "NET-CLI-017"),
        (("exports", "-F", "pe1"), "NET-CLI-017"),
        (("exports", "--at", "yesterday"), "NET-CLI-017"),
        (("--fix-plan", "--as", "li", "--at", "yesterday"), "NET-CLI-017"),
        (("--fix-plan", "--as", "li", "-o", "report.html"), "NET-CLI-017"),
        (("exports", "--check", "B030"), "NET-CLI-018"),
        (("exports", "--wait", "3"), "NET-CLI-017"),
        *(
            (("--fix-plan", "--as", "li", *words), "NET-CLI-017")
            for words in (
                ("--format", "json"),
                ("--fail-on", "never"),
                ("--fail-on", "any"),
                ("--series", "nightly"),
                ("--history", "h.db"),
                ("--no-history",),
                ("--webhook", "https://example.invalid/"),
                ("--mail", "li@example.invalid"),
            )
        ),
        *(
            (words, code)
            for option in (
                ("--series", "nightly"),
                ("--webhook", "https://example.invalid/"),
                ("--mail", "li@example.invalid"),
            )
            for words, code in (
                ((*option, "--no-history"), "NET-CLI-017"),
                (("exports", *option), "NET-CLI-018"),
            )
        ),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(
    words: tuple[str, ...], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(("audit", *words)) == 1
    assert capsys.readouterr().err.split()[0] == code


def test_an_old_report_stays_where_a_new_one_cannot_be_finished(shell: Shell, exports: Path, tmp_path: Path) -> None:
    (tmp_path / "r.html").write_text("the old one")
    broken = "import netops.report.audit as page, sys\n"
    broken += "page.waived = lambda results: 1 / 0\nfrom netops.cli.app import main\nsys.exit(main(sys.argv[1:]))\n"
    (tmp_path / "broken.py").write_text(broken)
    done = subprocess.run(
        [sys.executable, str(tmp_path / "broken.py"), "audit", str(exports / "a.cfg"), "-o", "r.html"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "NET-CLI-900" in done.stderr
    assert (tmp_path / "r.html").read_text() == "the old one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.py", "exports", "r.html"]


# ------------------------------------------------------------------------------------------------- what a user brings


@pytest.mark.parametrize("kind", ["policy", "clauses", "weights"])
def test_a_sample_is_printed_and_can_be_handed_back(shell: Shell, exports: Path, tmp_path: Path, kind: str) -> None:
    printed = shell("audit", "--sample", kind)
    assert (printed.returncode, printed.stderr) == (0, "")
    (tmp_path / "mine.yml").write_text(printed.stdout, "utf-8")
    done = shell("audit", "exports/a.cfg", f"--{kind}", "mine.yml", "--format", "json")
    assert done.returncode == 2
    summary = json.loads(done.stdout)["summary"]
    assert bool(summary["private"]["units"]) is (kind == "clauses")
    assert (summary["score_2021"] is None) is (kind != "weights")


def test_clauses_and_score_stand_in_the_table(shell: Shell, exports: Path, tmp_path: Path) -> None:
    for kind in ("clauses", "weights"):
        (tmp_path / f"{kind}.yml").write_text(shell("audit", "--sample", kind).stdout, "utf-8")
    words = ("audit", "exports/a.cfg", "--clauses", "clauses.yml", "--weights", "weights.yml")
    assert "2021 版得分（已停用）: 旧版（2021）算法，已停用" in shell(*words, "--lang", "zh").stdout
    shown = shell(*words).stdout
    assert "Private clauses: Our clauses" in shown
    assert "X-01" in shown
    assert "Used by our own authority" in shown
    assert "Score of 2021 (superseded): formula of 2021, superseded" in shown


@pytest.mark.parametrize(
    ("option", "text", "told"),
    [
        ("--clauses", "title: {zh: 甲, en: a}\nclauses: {}\n", "mine.yml:2: NET-INV-038"),
        ("--clauses", "title: a\n", "mine.yml:1: NET-INV-010"),
        ("--clauses", "a: [1\n", "mine.yml:2: NET-INV-001"),
        ("--clauses", "", "mine.yml:1: NET-INV-016"),
        ("--weights", "title: {zh: 甲, en: a}\nweights: {L3-CES1-01: heavy}\n", "mine.yml:2: NET-INV-017"),
        ("--weights", "title: {zh: 甲, en: a}\nweights: {CES1-01: general}\n", "mine.yml:2: NET-AUD-003"),
        ("--policy", "idle_second: 5\n", "mine.yml:1: NET-INV-011"),
        ("--clauses", None, "mine.yml: NET-CLI-003"),
        ("--weights", None, "mine.yml: NET-CLI-003"),
        ("--policy", None, "mine.yml: NET-CLI-003"),
    ],
)
def test_a_bad_file_is_told_with_code_and_line_before_anything_is_audited(
    shell: Shell, exports: Path, tmp_path: Path, option: str, text: str | None, told: str
) -> None:
    if text is not None:
        (tmp_path / "mine.yml").write_text(text, "utf-8")
    done = shell("audit", "exports/a.cfg", option, "mine.yml")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(told)


def test_a_pack_for_no_devices_level_is_told(shell: Shell, exports: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.yml").write_text(shell("audit", "--sample", "clauses").stdout, "utf-8")
    done = shell("audit", "exports/a.cfg", "--level", "1", "--clauses", "mine.yml")
    assert "nothing was judged by them" in done.stderr


# ------------------------------------------------------------------------------------------------- as a newcomer meets it


def test_without_an_inventory_it_is_said_what_to_do(shell: Shell) -> None:
    done = shell("audit")
    assert done.returncode == 1
    assert "NET-CLI-023" in done.stderr
    assert "netops audit FOLDER" in done.stderr


def test_a_platform_that_is_none_is_refused_before_anything_is_read(shell: Shell, exports: Path) -> None:
    done = shell("audit", "exports", "--platform", "cisco", "-o", "r.html")
    assert done.returncode == 1
    assert "NET-PLT-101" in done.stderr
    assert "cisco_ios" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--platform", "frr"), "NET-CLI-018"),
        (("exports", "-o", "r.html", "-o", "./r.html"), "NET-CLI-025"),
        (("exports", "--format", "html", "-o", "exports"), "NET-CLI-024"),
        (("exports", "--series", "a b"), "NET-OPS-011"),
        (("--fix-plan", "--as", "li", "--clauses", "mine.yml"), "NET-CLI-017"),
    ],
)
def test_what_cannot_be_meant_is_refused(shell: Shell, exports: Path, words: tuple[str, ...], code: str) -> None:
    done = shell("audit", *words)
    assert done.returncode == 1
    assert code in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_in_which_nothing_is_known_ends_with_1(shell: Shell, exports: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in ("empty", "exports/.git"):
        done = shell("audit", folder, "-o", "r.html")
        assert done.returncode == 1
        assert "nothing could be audited" in done.stderr


def test_a_config_that_may_be_of_two_platforms_is_not_said_to_be_of_none(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "pe1.cfg").write_text("sysname PE1\ninterface Vlanif10\n#\nreturn\n", "utf-8")
    done = shell("audit", "pe1.cfg", "--lang", "en")
    assert done.returncode == 1
    assert "it may be: huawei_vrp, huawei_vrpv8" in " ".join((done.stdout + done.stderr).split())
    assert "nothing could be audited; netops reads configs of" in done.stderr


def test_a_report_in_the_folder_is_no_config_the_next_time(shell: Shell, exports: Path, tmp_path: Path) -> None:
    (tmp_path / "exports" / "notes.txt").unlink()
    words = [word for name in ("html", "json", "sarif", "xml", "oscal.json", "xlsx") for word in ("-o", f"r.{name}")]
    one = shell("audit", "exports", *(word if word == "-o" else f"exports/{word}" for word in words))
    two = shell("audit", "exports", "--format", "json")
    assert (one.returncode, two.returncode) == (2, 2)
    assert {Path(each["path"]).name for each in json.loads(two.stdout)["passed_over"]} >= {"r.html", "r.json", "r.xml"}


def test_a_config_can_come_by_standard_input(exports: Path, tmp_path: Path) -> None:
    line = [sys.executable, "-c", "import sys; from netops.cli.app import main; sys.exit(main())", "audit", "-"]
    with (exports / "a.cfg").open() as stream:
        done = subprocess.run(line, stdin=stream, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stdout.splitlines()[1].startswith("r1 ")


def test_who_has_nothing_to_log_in_with_is_told_what_goes_without(shell: Shell) -> None:
    city = str(Path(__file__).parents[3] / "inventory-city")
    done = shell("audit", "--inventory", city, "--no-history")
    assert done.returncode == 1
    assert "NET-DEV-001" in done.stderr
    assert "--intended" in done.stderr


def test_what_the_inventory_intends_is_audited_without_a_device(shell: Shell, tmp_path: Path) -> None:
    city = str(Path(__file__).parents[3] / "inventory-city")
    done = shell("audit", "--inventory", city, "--intended", "-o", "r.json")
    assert done.returncode == 0, done.stderr
    assert "waivers.yml" not in done.stderr  # the sample has nothing that a newcomer is told to take out
    shown = json.loads((tmp_path / "r.json").read_text("utf-8"))["devices"]
    assert len(shown) > 10
    assert [each["device"] for each in shown if each["verdict"] in {"not_audited", "non_compliant"}] == []
    assert shell("audit", "--inventory", city, "--intended", "--at", "now").returncode == 1
