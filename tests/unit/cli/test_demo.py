"""Where ``netops demo`` tells its story: as it was asked to, else on what this machine can run, and it says which."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from netops.cli import demo
from netops.cli.demo import LabChoice
from netops.cli.story_on_routers import RouterStory
from netops.errors import DeviceError, InputError, MissingPiece, NetopsError
from netops.lab import uml

ROOT = Path(__file__).parents[3]
FALLBACK = "the demo runs on simulated devices"


class Told:
    """A story that is over at once, and is written down."""

    name = "simulated"
    seconds = 1.0
    told: list[str]
    begins: NetopsError | None = None
    breaks: NetopsError | None = None

    @classmethod
    @contextmanager
    def begin(cls, inventory: Path, *, keep: bool) -> Iterator["Told"]:
        del keep
        if cls.begins is not None:
            raise cls.begins
        cls.told.append(f"{cls.name} {inventory}")
        yield cls()

    def tell(self, report: Path) -> None:
        del report
        if self.breaks is not None:
            raise self.breaks


class OnRouters(Told):
    """The same on real routers."""

    name = "frr"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(Told, "told", found, raising=False)
    stories = {LabChoice.FRR: (OnRouters, Path("inventory")), LabChoice.SIMULATED: (Told, Path("inventory-city"))}
    monkeypatch.setattr(demo, "STORIES", stories)
    return found


def test_real_routers_are_taken_where_they_come_up(told: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    demo.demo()
    assert told == ["frr inventory"]
    assert FALLBACK not in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MissingPiece.of("NET-LAB-010", files="/usr/lib/frr/zebra", packages="frr"), "this machine lacks"),
        (MissingPiece.of("NET-LAB-011", detail="no root"), "cannot run on this kernel: no root"),
        (DeviceError.of("NET-LAB-012", detail="it does not start"), "guest has failed: it does not start"),
        (DeviceError.of("NET-LAB-013", request="build", detail="p1"), "the lab could not do build: p1"),
    ],
    ids=lambda value: value.faults[0].code if isinstance(value, NetopsError) else "",
)
def test_where_no_router_comes_up_the_story_is_told_on_simulated_devices_and_it_says_why(
    told: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: NetopsError,
    words: str,
) -> None:
    monkeypatch.setattr(OnRouters, "begins", error)
    demo.demo()
    assert told == ["simulated inventory-city"]
    said = "".join(capsys.readouterr())
    assert words in said
    assert FALLBACK in said


def test_a_machine_without_frr_gets_there_by_its_real_check(
    told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "inventory", tmp_path / "inventory")
    monkeypatch.setitem(uml.PACKAGES, "/usr/lib/nowhere/zebra", "frr")
    monkeypatch.setitem(demo.STORIES, LabChoice.FRR, (RouterStory, tmp_path / "inventory"))
    demo.demo()
    assert told == ["simulated inventory-city"]
    assert "/usr/lib/nowhere/zebra" in "".join(capsys.readouterr())


@pytest.mark.parametrize("asked", [{"lab": LabChoice.FRR}, {"both": True}])
def test_whoever_asked_for_real_routers_hears_that_there_are_none(
    told: list[str], monkeypatch: pytest.MonkeyPatch, asked: dict[str, object]
) -> None:
    monkeypatch.setattr(OnRouters, "begins", DeviceError.of("NET-LAB-012", detail="it does not start"))
    with pytest.raises(DeviceError, match="NET-LAB-012"):
        demo.demo(**asked)
    assert told == []


def test_a_port_in_use_is_for_the_person_to_free(told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OnRouters, "begins", InputError.of("NET-LAB-009", ports="22011"))
    with pytest.raises(InputError, match="22011"):
        demo.demo()
    assert told == []


def test_a_lab_that_fails_in_the_middle_of_the_story_is_an_error(
    told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OnRouters, "breaks", DeviceError.of("NET-LAB-012", detail="it has ended"))
    with pytest.raises(DeviceError, match="it has ended"):
        demo.demo()
    assert told == ["frr inventory"]


def test_both_are_told_one_after_the_other(told: list[str]) -> None:
    demo.demo(both=True)
    assert told == ["frr inventory", "simulated inventory-city"]
