"""``netops patch`` on the command line: what it takes, what it refuses, and the exit code of each."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from netops.cli.app import main
from netops.config.decode import LARGEST
from netops.platforms import platform_names

SECRET = "Zq7Marker"
TEXT = (
    "#\nsysname HW\n#\naaa\n local-user ops password irreversible-cipher " + SECRET + "\n#\n"
    "interface GigabitEthernet0/0/1\n description to core\n#\nreturn\n"
)
Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``netops patch`` in a folder with two configs and some odd files."""
    monkeypatch.chdir(tmp_path)
    files = {
        "running.cfg": TEXT,
        "same.cfg": TEXT,
        "intended.cfg": TEXT.replace("to core", "to edge"),
        "unknown.cfg": TEXT.replace("description", "frobnicate"),
        "empty.cfg": "",
        "noise.cfg": "<HW>display current-configuration\n#\nreturn\n",
        "line.cfg": "sysname HW\n" + "x" * 70_000,
    }
    for name, text in files.items():
        Path(name).write_text(text, encoding="utf-8")
    Path("binary.cfg").write_bytes(b"\x7fELF\x02\x01\x01")
    return lambda *words: main(["patch", "--platform", "huawei_vrp", *words])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("running.cfg", "same.cfg"), 0),
        (("running.cfg", "intended.cfg"), 2),
        (("running.cfg", "intended.cfg", "--script"), 2),
        (("running.cfg", "intended.cfg", "--rollback", "--diff", "--proof"), 2),
        (("running.cfg", "intended.cfg", "--json"), 2),
        (("running.cfg", "unknown.cfg"), 3),
        (("running.cfg", "unknown.cfg", "--script", "--rollback", "--diff", "--proof"), 3),
        (("running.cfg",), 1),
        (("running.cfg", "intended.cfg", "--nonsense"), 1),
    ],
)
def test_the_exit_code_says_what_came_out_and_no_secret_is_shown(
    run: Run, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int
) -> None:
    assert run(*words) == code
    shown = capsys.readouterr()
    assert SECRET not in shown.out + shown.err
    assert "Traceback" not in shown.err


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("nowhere.cfg", "NET-CLI-003"),
        (".", "NET-CLI-003"),
        ("empty.cfg", "NET-CFG-014"),
        ("noise.cfg", "NET-CFG-014"),
        ("binary.cfg", "NET-CFG-001"),
        ("line.cfg", "NET-CFG-003"),
        ("/dev/zero", "NET-CFG-002"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_what_is_no_config_is_refused_and_nothing_is_printed(
    run: Run, capsys: pytest.CaptureFixture[str], name: str, code: str, *, first: bool
) -> None:
    assert run(*((name, "running.cfg") if first else ("running.cfg", name))) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"{name}" in shown.err
    assert code in shown.err


def test_an_error_is_json_for_programs(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("running.cfg", "empty.cfg", "--json") == 1
    assert json.loads(capsys.readouterr().out)["faults"][0]["code"] == "NET-CFG-014"


def test_one_of_the_two_may_be_standard_input(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert run("-", "intended.cfg") == 2
    assert "description to edge" in capsys.readouterr().out
    assert run("-", "-") == 1


def test_the_same_file_twice_is_said(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("running.cfg", "./running.cfg") == 0
    assert "the same file" in capsys.readouterr().err


def test_what_was_set_right_is_said(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    Path("gb.cfg").write_bytes(TEXT.replace("to core", "财政局").encode("gb18030"))
    assert run("gb.cfg", "intended.cfg") == 2
    assert "gb.cfg: decoded from GB18030" in capsys.readouterr().err


def test_the_largest_file_is_bounded() -> None:
    assert LARGEST <= 64 * 1024 * 1024


def test_a_terminal_is_not_driven_by_a_description(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("evil.cfg").write_text(TEXT.replace("to core", "a\x9b2Jb"), encoding="utf-8")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    run("running.cfg", "evil.cfg")
    assert "\x9b" not in capsys.readouterr().out


IOS = (
    "version 15.7\nhostname R\n!\nno ip http server\n!\nusername old privilege 15 secret 9 " + SECRET + "\n"
    "snmp-server community " + SECRET + "1 RO\nline vty 0 4\n login local\n!\nend\n"
)


@pytest.fixture
def ios(run: Run) -> Run:
    """Run ``netops patch`` on two configs of IOS with secrets, a kept line and a user who goes."""
    del run  # it has made the folder
    after = IOS.replace("no ip http server\n", "").replace("username old", "username new").replace("1 RO", "2 RO")
    for name, text in {
        "ios.cfg": IOS,
        "ios2.cfg": after,
        "odd.cfg": after.replace("line vty", "frobnicate 7\nline vty"),
        "plain.cfg": IOS.replace("hostname R", "hostname B"),
        "cut.cfg": after.removeprefix("version 15.7\n").partition("line vty")[0],
        "hand.cfg": IOS.removeprefix("version 15.7\n"),
        "key": "0123456789abcdef\n",
        "short": "0123456789\n",
    }.items():
        Path(name).write_text(text, encoding="utf-8")
    return lambda *words: main(["patch", "--platform", "cisco_ios", *words])


def test_a_single_block_of_a_proven_patch_is_nothing_but_lines(ios: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert ios("ios.cfg", "plain.cfg") == 2
    assert capsys.readouterr().out == "hostname B\n"
    assert ios("ios.cfg", "plain.cfg", "--script") == 2
    assert capsys.readouterr().out == "configure terminal\nhostname B\nend\nwrite memory\n"


def test_several_blocks_have_headings_that_a_device_takes_for_comments(
    ios: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ios("ios.cfg", "plain.cfg", "--script", "--rollback", "--diff", "--proof") == 2
    shown = capsys.readouterr().out
    heads = [line for line in shown.splitlines() if line.startswith("! --- ")]
    assert heads == ["! --- what differs", "! --- the patch", "! --- the rollback", "! --- the proof"]
    assert "the patch\nconfigure terminal\nhostname B\nend" in shown
    assert "the rollback\nconfigure terminal\nhostname R\nend" in shown


def test_lines_of_an_unproven_patch_say_so_themselves(ios: Run, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ((), ("--script",), ("--rollback",), ("--script", "--rollback")):
        assert ios("ios.cfg", "odd.cfg", *words) == 3
        shown = capsys.readouterr().out
        typed = [line for line in shown.splitlines() if not line.startswith("! ---")]
        assert typed[0].startswith("! UNPROVEN")
        assert "?" not in "".join(line for line in typed if line.startswith("!"))


def test_lines_with_secrets_say_how_many_must_be_filled_in(ios: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert ios("ios.cfg", "ios2.cfg", "--script") == 2
    shown = capsys.readouterr()
    assert shown.out.startswith("! NOT TO BE TYPED AS IT IS: 3 secrets must be filled in where <secret:...> stands\n")
    assert (
        '! "y" is no line of config but an answer to the device, first behind "no username old" (in all: 1)\n'
        in shown.out
    )
    assert SECRET not in shown.out + shown.err


def test_a_script_that_begins_in_a_shell_has_comments_of_a_shell(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    del run
    Path("a.conf").write_text("hostname r1\n", encoding="utf-8")
    Path("b.conf").write_text("hostname r1\nfrobnicate\n", encoding="utf-8")
    assert main(["patch", "--platform", "frr", "a.conf", "b.conf", "--script"]) == 3
    assert capsys.readouterr().out.startswith("# UNPROVEN")


def test_kept_lines_are_told_for_people(ios: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert ios("ios.cfg", "ios2.cfg") == 2
    assert "kept: no ip http server (line 4): taking it away would turn something on\n" in capsys.readouterr().err


def test_what_was_left_alone_is_not_passed_over_where_nothing_else_differs(
    ios: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("same.cfg").write_text(IOS.replace("no ip http server\n", ""), encoding="utf-8")
    assert ios("ios.cfg", "same.cfg") == 0
    assert "no difference but for what is said above" in capsys.readouterr().err
    assert ios("ios.cfg", "ios.cfg") == 0
    assert capsys.readouterr().err.endswith("no difference\n")


def test_an_obstacle_of_both_ways_is_told_once(ios: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert ios("ios.cfg", "odd.cfg") == 3
    assert capsys.readouterr().err.count("frobnicate 7") == 1


@pytest.mark.parametrize("words", [("hand.cfg", "cut.cfg"), ("cut.cfg", "hand.cfg")])
def test_a_file_that_is_cut_off_is_refused_with_its_last_line(
    ios: Run, capsys: pytest.CaptureFixture[str], words: tuple[str, str]
) -> None:
    assert ios(*words) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert (
        "cut.cfg:5: NET-CFG-016 the other text ends with “end”, this one with “snmp-server community <secret> RO”"
        in (shown.err)
    )
    assert SECRET not in shown.err
    assert ios(*words, "--json") == 1
    assert json.loads(capsys.readouterr().out)["faults"][0]["code"] == "NET-CFG-016"


def test_a_file_may_be_whole_without_its_end(ios: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert ios("hand.cfg", "cut.cfg", "--whole") in {2, 3}
    assert "cut off" not in capsys.readouterr().err


def test_with_a_key_equal_secrets_have_equal_placeholders_in_every_run(
    ios: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ios("ios.cfg", "ios2.cfg", "--key-file", "key") == 2
    named = capsys.readouterr().out
    monkeypatch.setenv("NETOPS_KEY_FILE", "key")
    assert ios("ios.cfg", "ios2.cfg") == 2
    assert capsys.readouterr().out == named
    Path("other").write_text("fedcba9876543210", encoding="utf-8")
    assert ios("ios.cfg", "ios2.cfg", "--key-file", "other") == 2
    assert capsys.readouterr().out != named
    assert ios("ios.cfg", "ios2.cfg", "--key-file", "short") == 1
    assert "NET-CLI-010" in capsys.readouterr().err
    assert ios("ios.cfg", "ios2.cfg", "--key-file", "nowhere") == 1
    assert "NET-CLI-003" in capsys.readouterr().err


def test_help_names_every_platform(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("--help")
    shown = " ".join(capsys.readouterr().out.split())
    assert all(name in shown for name in platform_names())


@pytest.mark.parametrize(
    ("words", "code", "shown"),
    [((), 3, "UNPROVEN"), (("--release", "7.1.070"), 0, ""), (("--release", "5.20"), 2, "undo ip http enable\n")],
)
def test_a_release_that_no_file_names_decides_what_a_missing_line_means(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, shown: str
) -> None:
    """Comware 5 has HTTP on, Comware 7 hasn't; a device that doesn't say which it is might have either."""
    running, intended = tmp_path / "running.cfg", tmp_path / "intended.cfg"
    running.write_text("#\n sysname r1\n#\nreturn\n", encoding="utf-8")
    intended.write_text("#\n sysname r1\n#\n undo ip http enable\n#\nreturn\n", encoding="utf-8")

    assert main(["patch", "--platform", "h3c_comware", str(running), str(intended), *words]) == code
    assert shown in capsys.readouterr().out


@pytest.mark.parametrize(("release", "why"), [("banana", "a release holds a number"), ("5.20", "names the release")])
def test_a_release_that_is_none_or_another_than_a_file_names_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], release: str, why: str
) -> None:
    file = tmp_path / "running.cfg"
    file.write_text("#\n version 7.1.070, Release 1309\n#\n sysname r1\n#\nreturn\n", encoding="utf-8")

    assert main(["patch", "--platform", "h3c_comware", str(file), str(file), "--release", release]) == 1
    assert why in capsys.readouterr().err
