"""``netops demo``, as a newcomer sees it: the whole story on a lab of its own, in a process, to its end."""

import re
import time
from pathlib import Path

import pytest
from tests.lab.conftest import City, Run, lay_out

from netops.errors import MissingPiece
from netops.lab import Lab

pytestmark = pytest.mark.lab

LONGEST = 240.0
LOST = re.compile(r"^(\S+ → \S+) +(\d+) +(\d+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo")
    lay_out(root)
    return root


@pytest.fixture(scope="module")
def told(city: City, place: Path) -> tuple[Run, float]:
    started = time.monotonic()
    run = city.netops("demo", "--inventory", str(place / "inventory"), "--report", str(place / "report.html"))
    return run, time.monotonic() - started


def test_the_demo_tells_its_story_to_the_end_in_four_minutes(told: tuple[Run, float]) -> None:
    run, seconds = told
    run.must()
    assert "the whole demo took" in run.errors
    assert seconds < LONGEST


def test_not_a_packet_is_lost_in_any_of_its_steps(told: tuple[Run, float]) -> None:
    counted = LOST.findall(told[0].output)
    assert len(counted) >= 12
    assert all(int(sent) > 20 for _, sent, _ in counted), counted
    assert {lost for _, _, lost in counted} == {"0"}


def test_the_author_is_refused_and_the_accident_takes_the_change_back(told: tuple[Run, float]) -> None:
    run, _ = told
    assert "may not approve it" in run.both
    assert "rolled back by itself" in run.both


def test_the_report_is_written(told: tuple[Run, float], place: Path) -> None:
    page = (place / "report.html").read_text("utf-8")
    assert page.rstrip().endswith("</html>")
    assert "pe1" in page


def test_the_inventory_is_as_it_was(told: tuple[Run, float], place: Path) -> None:
    assert "stage: surveyed" in (place / "inventory" / "departments" / "finance.yml").read_text("utf-8")


def test_nothing_is_left_running(told: tuple[Run, float], place: Path) -> None:
    with pytest.raises(MissingPiece, match="NET-LAB-015"):
        Lab.attach(place / ".netops" / "demo" / ".netops" / "lab")
    left = [path for path in Path("/proc").glob("[0-9]*/cmdline") if str(place).encode() in command_line(path)]
    assert left == []


def command_line(path: Path) -> bytes:
    """Return the words of a process that may have ended just now."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
