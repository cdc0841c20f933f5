"""``netops read``: what a config says, what of it nobody understood, and no secret in either."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from netops.cli.app import main

SECRET = "Zq7Marker"
TEXT = f"""frr version 8.4.4
frr defaults traditional
hostname ce1
frobnicate 7
interface eth1
 description to pe1
 frob nothing
exit
router bgp 65101
 neighbor 10.1.0.1 remote-as 65000
 neighbor 10.1.0.1 password {SECRET}
exit
"""
Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    Path("ce1.cfg").write_text(TEXT, encoding="utf-8")
    Path("empty.cfg").write_text("!\n", encoding="utf-8")
    return lambda *words: main(["read", *words])


def test_people_see_counts_and_the_lines_that_nobody_understood(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ce1.cfg") == 0

    shown = capsys.readouterr()
    assert "ce1.cfg  frr  8.4.4  ce1" in shown.out
    assert "top level: 4: frobnicate 7" in shown.err
    assert "interface eth1: 7: frob nothing" in shown.err
    assert SECRET not in shown.out + shown.err


def test_programs_get_every_fact_with_its_lines_and_never_a_secret(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--platform", "frr", "ce1.cfg", "--json") == 0

    out = capsys.readouterr().out
    (device,) = json.loads(out)
    neighbor = device["bgp"][0]["neighbors"][0]
    assert (device["file"], device["hostname"]) == ("ce1.cfg", "ce1")
    assert (neighbor["address"], neighbor["authenticated"]) == ("10.1.0.1", True)
    assert [line["number"] for line in neighbor["lines"]] == [10, 11]
    assert [each["line"]["number"] for each in device["unread"]] == [4, 7]
    assert SECRET not in out


@pytest.mark.parametrize("words", [("empty.cfg",), ("none.cfg",), ("ce1.cfg", "--platform", "nobody")])
def test_what_is_no_config_of_a_known_platform_is_an_error(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words) == 1


def test_every_platform_is_listed_with_what_is_known_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["platforms", "--json"]) == 0

    found = {each["platform"]: each for each in json.loads(capsys.readouterr().out)}
    assert {"frr", "cisco_ios", "huawei_vrp", "huawei_vrpv8", "h3c_comware", "ruijie_os"} <= set(found)
    assert found["frr"]["reader"]
    assert "bgp" in found["frr"]["templates"]
