"""The history of configs that lay in files: whoever has no inventory looks into it all the same."""

from pathlib import Path

import pytest

from netops.cli.app import main

WEAK = "frr version 8.4.2\nhostname r1\npassword Night-shift7\nrouter bgp 65001\n neighbor 10.0.0.2 remote-as 65002\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with exported configs that were audited twice, and no inventory anywhere near."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "r1.conf").write_text(WEAK, "utf-8")
    for _ in range(2):
        assert main(["audit", "exports", "--history", "kept.db"]) == 2
    return tmp_path


@pytest.mark.parametrize("words", [("list",), ("show",), ("compare",), ("trend",)])
@pytest.mark.usefixtures("folder")
def test_without_an_inventory_a_history_that_is_named_is_that_of_files(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    capsys.readouterr()
    assert main(["history", *words, "--history", "kept.db"]) == 0
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) > 1, shown.err
    assert "NET-" not in shown.err


def test_the_trend_of_files_is_over_the_folders_of_the_last_run(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "other").mkdir()
    (folder / "other" / "r2.conf").write_text(WEAK.replace("r1", "r2"), "utf-8")
    main(["audit", "other", "--history", "kept.db"])
    main(["audit", "exports", "--history", "kept.db"])
    capsys.readouterr()
    assert main(["history", "trend", "--history", "kept.db"]) == 0
    shown = capsys.readouterr()
    assert [line.split()[0] for line in shown.out.splitlines()] == ["run", "1", "2", "4"]
    assert "exports" in shown.err


@pytest.mark.usefixtures("folder")
def test_a_history_without_a_run_of_this_network_says_of_which_it_has_some(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    for words in (("list",), ("trend",)):
        assert main(["history", *words, "--history", "kept.db", "--network", "Nowhere"]) == 0
        assert "files" in capsys.readouterr().err


def test_a_run_without_a_finding_before_or_now_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.txt").write_text("no config of anybody\n", "utf-8")
    for _ in range(2):
        capsys.readouterr()
        assert main(["audit", "notes.txt", "--history", "kept.db"]) == 1
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "run 2, against the last one over each device:",
        "no finding to compare",
    ]


@pytest.mark.usefixtures("folder")
def test_an_inventory_that_somebody_names_must_be_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "list", "--history", "kept.db", "--inventory", "nowhere"]) == 1
    assert "nowhere: NET-INV-009" in capsys.readouterr().err
