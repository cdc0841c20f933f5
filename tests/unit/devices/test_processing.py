"""What watches a run: progress for people, a note for the journal, marks in the session log; none of it with a secret."""

from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, Protocol

import pytest
from nornir.plugins.runners import SerialRunner, ThreadedRunner

from netops.devices import Credentials, Ended, Fleet, Kind
from netops.devices.fleet import runner
from netops.errors import MissingPiece

PASSWORD = "correct horse battery staple"


class City(Protocol):
    folder: Path
    inventory: Any

    def start(self, name: str) -> Any: ...  # noqa: ANN401 (a router of conftest)

    def lists(self, name: str, port: int, address: str = "127.0.0.1", **variables: object) -> None: ...

    def fleet(self, *names: str) -> Fleet: ...


def opened(city: City, **options: Any) -> Fleet:  # noqa: ANN401 (options of the fleet)
    return Fleet.open(city.inventory, city.inventory.hosts, credentials=Credentials(PASSWORD), **options)


def test_progress_names_the_hosts_that_failed_and_counts_all(city: City) -> None:
    city.start("pe1")
    city.start("pe2").deaf = True
    told: list[str] = []
    with opened(city, progress=told.append) as fleet:
        fleet.collect()
        fleet.collect()
    assert [line.partition(": pe2 can't be reached")[0] for line in told if line.startswith("pe2: ")] == ["pe2: log in"]
    assert [line for line in told if line.startswith("collect: 1 of 2 devices, ")]
    assert not [line for line in told if line.startswith("pe1: collect")]


def test_a_host_that_nobody_can_ask_is_told_and_counted(city: City) -> None:
    router = city.start("pe1")
    city.lists("pe2", router.port)
    city.inventory.hosts["pe2"] = replace(city.inventory.hosts["pe2"], user=None)
    told: list[str] = []
    with opened(city, progress=told.append) as fleet:
        fleet.collect()
        told.clear()
        fleet.collect(["pe1"])
    assert len(told) == 1
    assert told[0].startswith("collect: 1 of 1 devices, ")


@pytest.mark.parametrize("workers", [1, 4])
def test_the_journal_hears_how_each_task_ended_on_each_host(city: City, workers: int) -> None:
    (city.start("pe1").folder / "etc/nftables.conf").unlink()
    city.start("pe2").deaf = True
    ends: list[Ended] = []
    with opened(city, journal=ends.append, workers=workers) as fleet:
        fleet.collect()
    found = {(each.host, each.task): (each.kind, each.code) for each in ends}
    assert found["pe1", "log in"] == (Kind.DONE, "")
    assert found["pe1", "collect"] == (Kind.DONE, "")
    assert found["pe2", "log in"] == found["pe2", "collect"] == (Kind.UNREACHABLE, "NET-DEV-010")
    assert all(each.seconds >= 0 and each.started.tzinfo for each in ends)


def test_the_session_log_says_which_lines_belong_to_which_task(city: City) -> None:
    city.start("pe1")
    record = city.folder / "record"
    with opened(city, record=record) as fleet:
        fleet.run_read(["show version"])
    words = [line.split(" ", 2)[2] for line in record.read_text().splitlines()]
    start, end = words.index("# read"), words.index("# read: done")
    assert words.index("# log in") < words.index("# log in: done") < start
    assert any(word.startswith("> ") and "show version" in word for word in words[start:end])


def test_a_fault_of_netops_itself_is_told_without_its_words(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    city.start("pe1")

    def fails(_session: object) -> None:
        raise RuntimeError("s3cret-in-the-message")

    monkeypatch.setattr("netops.devices.fleet.collect", fails)
    told: list[str] = []
    record = city.folder / "record"
    ends: list[Ended] = []
    with opened(city, progress=told.append, journal=ends.append, record=record) as fleet:
        outcome = fleet.collect()["pe1"]
    assert outcome.fault is not None
    assert (outcome.kind, outcome.fault.code) == (Kind.UNKNOWN, "NET-DEV-099")
    assert "s3cret" not in f"{told} {ends} {outcome} {outcome.fault} {record.read_text()}"


def test_runners_are_chosen_by_their_entry_point(city: City) -> None:
    city.start("pe1")
    with opened(city, runner="serial") as fleet:
        assert type(fleet._nornir.runner).__name__ == "SerialRunner"
        assert fleet.collect()["pe1"].done
    with pytest.raises(MissingPiece, match="NET-DEV-023 there is no runner quantum\n  right: one of serial, threaded"):
        runner(8, "quantum")


class Quantum(ThreadedRunner):
    """A runner that some other package brings."""


def test_a_runner_that_another_package_brings_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    brought = EntryPoint("quantum", f"{__name__}:Quantum", "nornir.plugins.runners")
    monkeypatch.setattr(EntryPoint, "load", lambda _self: Quantum)
    monkeypatch.setattr("netops.devices.fleet.entry_points", lambda **_: (brought,))
    found = runner(3, "quantum")
    assert isinstance(found, Quantum)
    assert found.num_workers == 3


def test_the_usual_runners_are_had_without_a_look_at_other_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netops.devices.fleet.entry_points", lambda **_: pytest.fail("it looked"))
    assert isinstance(runner(1), SerialRunner)
    assert isinstance(runner(8), ThreadedRunner)


@pytest.mark.parametrize(
    "ask", [lambda fleet: fleet.state("versions"), lambda fleet: fleet.state("routes")], ids=["versions", "routes"]
)
def test_an_answer_that_is_no_table_is_said_line_by_line(city: City, ask: Callable[[Fleet], Any]) -> None:
    city.start("pe1")
    with city.fleet() as fleet:
        outcome = ask(fleet)["pe1"]
    assert outcome.kind is Kind.DONE
    assert outcome.value.rows == ()
    assert len(outcome.value.unread) == 1
    assert outcome.value.unread[0].startswith("answer to show ")
