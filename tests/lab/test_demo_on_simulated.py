"""``netops demo --lab simulated``: the same story on simulated devices, without root, without a package, without a packet."""

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.lab.conftest import ROOT, Run, ended, environment_of

pytestmark = pytest.mark.lab

LONGEST = 180.0
PROGRAM = "from netops.cli.app import main; import sys; sys.exit(main())"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("simulated")
    shutil.copytree(ROOT / "inventory-city", root / "inventory-city")
    return root


@pytest.fixture(scope="module")
def told(place: Path) -> tuple[Run, float]:
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "demo", "--lab", "simulated"],
        cwd=place,
        env=environment_of(place) | {"LAB_KERNEL": "none"},  # whoever asked for the lab's kernel would be refused
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    return ended(process), time.monotonic() - started


def test_the_story_is_told_to_its_end_in_three_minutes(told: tuple[Run, float]) -> None:
    run, seconds = told
    run.must()
    assert "the whole demo took" in run.errors
    assert seconds < LONGEST


def test_it_says_that_nothing_was_measured_and_claims_no_traffic(told: tuple[Run, float]) -> None:
    run, _ = told
    assert "These are no real devices" in run.output
    assert run.both.count("nothing was measured") == 3
    assert run.output.count("no traffic was sent") == 3
    assert "nothing will be probed" in run.both
    assert not re.search(r"probes as expected|lost|answers, expected", run.both)


def test_devices_of_four_vendors_move_the_department(told: tuple[Run, float]) -> None:
    run, _ = told
    shown = set(
        re.findall(r"^\S+ +(huawei_vrpv8|h3c_comware|ruijie_os|cisco_ios) +\d+ +\d+ +\d+$", run.output, re.MULTILINE)
    )
    assert shown == {"huawei_vrpv8", "h3c_comware", "ruijie_os", "cisco_ios"}


def test_the_author_is_refused_and_the_broken_session_takes_the_change_back(told: tuple[Run, float]) -> None:
    run, _ = told
    assert "may not approve it" in run.both
    assert "broke in the middle of a push" in run.both
    assert "water-ce1: rolling back" in run.both
    assert "rolled back by itself" in run.both


def test_the_report_is_written_and_the_inventory_is_as_it_was(told: tuple[Run, float], place: Path) -> None:
    assert told[0].code == 0
    page = (place / "report.html").read_text("utf-8")
    assert page.rstrip().endswith("</html>")
    assert "water-ce1" in page
    before, after = (each / "departments" / "water.yml" for each in (ROOT / "inventory-city", place / "inventory-city"))
    assert after.read_text("utf-8") == before.read_text("utf-8")
