"""A secret that only a router knows appears nowhere but in the sealed file and the archive, and goes back to the router whole."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.lab.conftest import APPROVER, AUTHOR, City, Moved, Run

from netops.change.directory import SEALED
from netops.change.journal import State

pytestmark = pytest.mark.lab

SECRET = "Nachtschicht-7Uhr"
ROUTER, CHANGE = "finance-ce1", "over-a-secret"
BGP = "router bgp 65102"
LINE = f"neighbor 10.1.0.5 password {SECRET}"


@dataclass(frozen=True)
class Planted:
    """What every command said while a router had a password that the inventory doesn't know."""

    runs: dict[str, Run]
    shown: dict[str, str]


@pytest.fixture(scope="module")
def planted(city: City, prepared: Moved) -> Iterator[Planted]:
    move = ("--department", "finance", "--to", "cut_over", "--as", AUTHOR)
    with city.typed(ROUTER, [BGP, LINE], [BGP, "no neighbor 10.1.0.5 password"]):
        runs = {
            "collect": city.netops("collect", "-F", ROUTER, "-o", "with-secret", "--json"),
            "diff": city.netops("diff", "-F", ROUTER, "--json", "--debug"),
            "audit": city.netops("audit", "-F", ROUTER, "--format", "json"),
            "plan": city.netops("plan", *move, "--id", CHANGE, "--include-drift", "--json", "--debug"),
            "playbook": city.play(
                "plan",
                *("-e", "department=finance", "-e", "to=cut_over", "-e", f"author={AUTHOR}"),
                *("-e", "include_drift=true", "--check", "--diff", "-vvvv"),
            ),
        }
        city.netops("approve", CHANGE, "--as", APPROVER).must()
        shown = {"before": city.run(ROUTER, "vtysh", "-c", "show running-config")}
        runs["apply"] = city.netops("apply", CHANGE, "--as", AUTHOR, "--json", "--debug")
        shown["applied"] = city.run(ROUTER, "vtysh", "-c", "show running-config")
        runs["rollback"] = city.netops("rollback", CHANGE, "--as", AUTHOR, "--debug")
        shown["after"] = city.run(ROUTER, "vtysh", "-c", "show running-config")
        yield Planted(runs, shown)


ENDINGS = {
    "collect": 0,
    "diff": 2,
    "audit": 0,
    "plan": 2,
    "playbook": 0,
    "apply": 0,
    "rollback": 0,
}


@pytest.mark.parametrize("step", ENDINGS)
def test_no_command_shows_it(planted: Planted, step: str) -> None:
    run = planted.runs[step]
    assert run.code == ENDINGS[step], run.both
    assert SECRET not in run.both


def test_the_line_is_seen_all_the_same(planted: Planted) -> None:
    for step in ("diff", "playbook"):
        assert "neighbor 10.1.0.5 password <secret:" in planted.runs[step].both


def test_no_file_of_the_project_holds_it_but_the_sealed_one_and_the_archived_text_that_their_owner_alone_reads(
    city: City, planted: Planted
) -> None:
    holding = {path for path in city.root.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()}
    sealed = city.root / "changes" / CHANGE / "devices" / ROUTER / SEALED
    archived = {path for path in holding if path.is_relative_to(city.root / "archive" / "texts")}
    assert len(archived) == 1
    assert holding == {sealed, *archived}
    assert {stat.S_IMODE(path.stat().st_mode) for path in holding} == {0o600}


def test_the_change_lists_no_digest_of_the_sealed_file_and_says_that_a_secret_goes(
    city: City, planted: Planted
) -> None:
    change = city.change(CHANGE)
    assert not [name for name in change.plan["files"] if Path(name).name == SEALED]
    assert "- neighbor 10.1.0.5 password <secret:" in change.text(ROUTER, "diff.txt")


def test_the_rollback_puts_the_secret_itself_back_on_the_router(city: City, planted: Planted) -> None:
    assert LINE in planted.shown["before"]
    assert "password" not in planted.shown["applied"]
    assert planted.shown["after"] == planted.shown["before"]
    assert city.change(CHANGE).state() is State.ROLLED_BACK
