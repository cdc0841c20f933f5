"""One department's move by the commands that people type: nobody loses a packet, nobody else gets in, all of it goes back."""

import os
import signal
from dataclasses import dataclass

import pytest
from tests.lab.conftest import AUTHOR, STREAMS, City, Moved, Pairs, Run, ended, fingerprints, within

from netops.change.journal import State

pytestmark = pytest.mark.lab

SITES = ("finance-ce1", "finance-ce2")
OTHER_SITE = {"finance-ce1": "192.168.2.0/24", "finance-ce2": "192.168.1.0/24"}
OLD_WAY = {"finance-ce1": "172.16.1.1", "finance-ce2": "172.16.1.5"}
NEW_WAY = {"finance-ce1": "10.1.0.5", "finance-ce2": "10.1.0.9"}
PATIENCE = 8.0
FINANCE = ("-F", "department=finance")

Lost = dict[tuple[str, str], int]


def ways(city: City) -> dict[str, str]:
    """Where each site's router sends what goes to the other site."""
    return {router: city.next_hop(router, prefix) for router, prefix in OTHER_SITE.items()}


def health(pairs: Pairs) -> Pairs:
    """What concerns the health commission, whose addresses are those of the finance bureau."""
    return {pair: yes for pair, yes in pairs.items() if any(name.startswith("health") for name in pair)}


def during(city: City, *words: str) -> tuple[Run, Lost]:
    """Run a command while packets flow; return what it said, and what was lost of each stream."""
    stream = city.lab.start_traffic(STREAMS)
    done = city.netops(*words)
    counted = city.lab.stop_traffic(stream)
    assert all(sent > 20 for sent, _ in counted.values()), counted
    return done, {pair: lost for pair, (_, lost) in counted.items()}


# ------------------------------------------------------------------------------------------------- surveyed → prepared


def test_who_reached_whom_at_the_start_is_what_the_configs_say(prepared: Moved) -> None:
    pairs = prepared.before
    assert pairs["finance-branch", "finance-hq"]
    assert pairs["health-branch", "health-hq"]
    assert pairs["exchange-srv", "transport-hq"]
    assert sum(pairs.values()) == 4


def test_a_plan_writes_a_change_and_ends_with_2(prepared: Moved) -> None:
    run = prepared.runs["plan"].must(2)
    assert "change prepared lies in changes/prepared" in run.output
    assert "unproven" not in run.output


def test_nobody_approves_a_change_of_their_own(prepared: Moved) -> None:
    assert "NET-CHG-015" in prepared.runs["approve as author"].must(3).errors


def test_what_nobody_approved_is_not_applied(prepared: Moved) -> None:
    assert "NET-CHG-050" in prepared.runs["apply unapproved"].must(3).errors


def test_the_new_path_is_built_without_a_lost_packet(prepared: Moved) -> None:
    assert all(sent > 100 for sent in prepared.sent.values()), prepared.sent
    assert set(prepared.lost.values()) == {0}


def test_building_the_new_path_changes_nothing_of_who_reaches_whom(prepared: Moved) -> None:
    assert prepared.after == prepared.before


def test_a_confirmed_change_writes_the_stage_into_the_departments_file(city: City, prepared: Moved) -> None:
    assert city.inventory().departments["finance"].stage == "prepared"
    assert city.change("prepared").state() is State.CONFIRMED


def test_the_journal_has_every_step_in_order(city: City, prepared: Moved) -> None:
    events = city.events("prepared")
    groups = [("pe1", "pe2"), SITES]
    pushed = [f"{step} {host}" for group in groups for step in ("push_started", "pushed") for host in group]
    assert events == ["planned", "apply_started", *pushed, "verified", "applied", "verified", "confirmed"]


# ------------------------------------------------------------------------------------ prepared → cut_over, and back


@dataclass(frozen=True)
class CutOver:
    """A cut-over that was applied and taken back: what was seen before, between and after."""

    ways: tuple[dict[str, str], dict[str, str], dict[str, str]]
    configs: tuple[dict[str, str], dict[str, str]]
    startup: tuple[dict[str, str], dict[str, str]]
    between: Pairs
    after: Pairs
    applied: Run
    again: Run
    lost: tuple[Lost, Lost]
    events: list[str]


@pytest.fixture(scope="module")
def there_and_back(city: City, prepared: Moved, cut_over: str) -> CutOver:
    before, saved, way = city.shows(), city.startup(*SITES), ways(city)
    applied, lost = during(city, "apply", cut_over, "--as", AUTHOR)
    applied.must()
    between, new_way = city.measured(), ways(city)
    again = city.netops("apply", cut_over, "--as", AUTHOR)
    taken_back, lost_again = during(city, "rollback", cut_over, "--as", AUTHOR)
    taken_back.must()
    return CutOver(
        ways=(way, new_way, ways(city)),
        configs=(before, city.shows()),
        startup=(saved, city.startup(*SITES)),
        between=between,
        after=city.measured(),
        applied=applied,
        again=again,
        lost=(lost, lost_again),
        events=city.events(cut_over),
    )


def test_packets_take_the_new_network_after_the_cut_over_and_the_old_one_before_and_after(
    there_and_back: CutOver,
) -> None:
    assert there_and_back.ways == (OLD_WAY, NEW_WAY, OLD_WAY)


def test_neither_the_cut_over_nor_the_way_back_loses_a_packet(there_and_back: CutOver) -> None:
    for lost in there_and_back.lost:
        assert set(lost.values()) == {0}, lost


def test_the_department_with_the_same_addresses_is_untouched(prepared: Moved, there_and_back: CutOver) -> None:
    assert health(there_and_back.between) == health(prepared.before)
    assert health(there_and_back.after) == health(prepared.before)


def test_nobody_else_gets_in(prepared: Moved, there_and_back: CutOver) -> None:
    assert there_and_back.between == prepared.before
    assert there_and_back.after == prepared.before


def test_verification_names_the_next_hop_that_it_saw(there_and_back: CutOver) -> None:
    for way in NEW_WAY.values():
        assert f"via {way}" in there_and_back.applied.output


def test_every_running_config_is_byte_for_byte_the_one_before(there_and_back: CutOver) -> None:
    before, after = there_and_back.configs
    assert len(before) == 12
    assert after == before
    assert fingerprints(after) == fingerprints(before)


def test_what_the_routers_would_start_with_is_what_it_was(there_and_back: CutOver) -> None:
    before, after = there_and_back.startup
    assert after == before


def test_an_applied_change_is_not_applied_again(there_and_back: CutOver) -> None:
    assert "NET-CHG-054" in there_and_back.again.must(3).errors
    assert there_and_back.events.count("apply_started") == 1


def test_the_journal_says_what_was_done_and_undone(there_and_back: CutOver) -> None:
    undone = [*(f"undo_started {host}" for host in SITES[::-1]), *(f"undone {host}" for host in SITES), "rolled_back"]
    pushed = [f"{step} {host}" for step in ("push_started", "pushed") for host in SITES]
    assert there_and_back.events == ["planned", "apply_started", *pushed, "verified", "applied", *undone]


# ------------------------------------------------------------------------------------------------- when things go wrong


def test_a_link_that_breaks_during_the_push_takes_the_change_back_by_itself(city: City, cut_over: str) -> None:
    city.converge()
    before, known = city.shows(*FINANCE), len(city.journal(cut_over))
    applying = city.start("apply", cut_over, "--as", AUTHOR, patience=PATIENCE)
    assert within(60, lambda: "push_started finance-ce1" in city.events(cut_over)[known:])
    city.lab.link("pe2", "core0", up=False)
    try:
        run = ended(applying).must(1)
        assert ways(city) == OLD_WAY
        # The old network never broke: the two sites reach each other while the backbone is in pieces.
        assert city.measured()["finance-branch", "finance-hq"]
    finally:
        city.lab.link("pe2", "core0", up=True)
    assert "NET-CHG-057 verification failed" in run.faults
    assert f"via {NEW_WAY['finance-ce1']}" in run.faults
    events = city.events(cut_over)[known:]
    assert events[0] == "apply_started"
    assert events[-1] == "rolled_back"
    (failed,) = [entry for entry in city.journal(cut_over)[known:] if entry.event == "verify_failed"]
    assert "finance-ce1" in str(failed.detail["failures"])
    assert city.shows(*FINANCE) == before
    city.converge()


def test_netops_killed_in_the_middle_of_a_push_leaves_nothing_unsaid_and_nothing_that_cannot_be_taken_back(
    city: City, cut_over: str
) -> None:
    before, known = city.shows(*FINANCE), len(city.journal(cut_over))
    # One router hangs in the middle of its lines, so that the push ends halfway on it and wholly on the other.
    with city.hanging("finance-ce2", "prefix-list BACKBONE-IN in"):
        applying = city.start("apply", cut_over, "--as", AUTHOR)
        assert within(60, lambda: ways(city)["finance-ce1"] == NEW_WAY["finance-ce1"])
        second = city.netops("apply", cut_over, "--as", AUTHOR).must(3)
        assert f"NET-CHG-053 another netops is applying a change here (process {applying.pid})" in second.faults
        os.kill(applying.pid, signal.SIGKILL)
        assert ended(applying).code == -signal.SIGKILL
    assert city.events(cut_over)[known:] == ["apply_started", *(f"push_started {host}" for host in SITES)]
    assert city.change(cut_over).state() is State.UNKNOWN

    refused = city.netops("apply", cut_over, "--as", AUTHOR).must(3)
    assert "NET-CHG-054 the change stands at unknown" in refused.faults
    said = city.netops("verify", cut_over, "--as", AUTHOR, patience=PATIENCE).must(2).output
    assert "finance-ce1  as planned\n" in said
    assert "finance-ce2  neither as before nor as planned\n" in said

    city.netops("rollback", cut_over, "--as", AUTHOR).must()
    assert city.shows(*FINANCE) == before
    assert ways(city) == OLD_WAY
    assert city.change(cut_over).state() is State.ROLLED_BACK
    city.converge()
