"""VRP 8: candidate and commit, trials that expire, labels, rollback points."""

import pytest
from tests.unit.lab.simulation.bench import Bench, Put

from netops.lab.simulation import Faults

TRIAL = "Info: The system enters the trial configuration mode."
SHUT = ("interface GigabitEthernet0/0/2", "shutdown")


@pytest.fixture
def ne(put: Put) -> Bench:
    bench = put("huawei_vrpv8")
    bench.type("system-view")
    return bench


def is_shut(bench: Bench) -> bool:
    return "interface GigabitEthernet0/0/2\n shutdown" in bench.box.running()


def test_lines_wait_for_their_commit(ne: Bench) -> None:
    ne.type(*SHUT)
    assert not is_shut(ne)
    assert ne.type("display configuration candidate").splitlines()[1:] == [
        "  #",
        "  interface GigabitEthernet0/0/2",
        "+  shutdown",
        "  #",
    ]
    ne.type("commit")
    assert is_shut(ne)
    assert ne.prompt == "[~ne1-GigabitEthernet0/0/2]"


def test_a_candidate_that_is_as_before_shows_no_star(ne: Bench) -> None:
    ne.type(*SHUT)
    assert ne.prompt.startswith("[*")
    ne.type("undo shutdown")
    assert ne.prompt.startswith("[~")


@pytest.mark.parametrize(
    ("answer", "shut", "prompt"), [("y", True, "<ne1>"), ("n", False, "<ne1>"), ("c", False, "[*ne1]")]
)
def test_who_leaves_with_uncommitted_lines_is_asked(ne: Bench, answer: str, shut: bool, prompt: str) -> None:
    ne.type(*SHUT, "quit")
    assert ne.type("quit").endswith("[Y(yes)/N(no)/C(cancel)]:")
    assert ne.type("what") == f"\n{ne.console.vendor.again}"
    ne.type(answer)
    assert (is_shut(ne), ne.prompt) == (shut, prompt)


def test_a_trial_that_nobody_confirms_is_taken_back(ne: Bench) -> None:
    said = ne.type(*SHUT, "commit trial 120")
    assert said.splitlines()[0] == TRIAL
    assert "120 seconds" in said
    ne.box.clock.advance(119)
    assert is_shut(ne)
    assert ne.type("display configuration trial status") == "Trial status: ACTIVE\nTrial time left (sec): 1"
    ne.box.clock.advance(1)
    assert not is_shut(ne)
    assert "INACTIVE" in ne.type("display configuration trial status")


def test_a_trial_of_no_length_lasts_ten_minutes(ne: Bench) -> None:
    assert "600 seconds" in ne.type(*SHUT, "commit trial")


@pytest.mark.parametrize("seconds", ["59", "65536"])
def test_a_trial_of_another_length_is_refused(ne: Bench, seconds: str) -> None:
    assert "Error: Wrong parameter" in ne.type(*SHUT, f"commit trial {seconds}")
    assert not is_shut(ne)


def test_a_trial_that_is_confirmed_stays(ne: Bench) -> None:
    ne.type(*SHUT, "commit trial 60", "commit")
    ne.box.clock.advance(1000)
    assert is_shut(ne)


def test_a_trial_that_is_aborted_is_taken_back_at_once(ne: Bench) -> None:
    ne.type(*SHUT, "commit trial 60")
    assert ne.type("abort trial") == "\nWarning: The trial configuration will be rolled back. Continue? [Y/N]:"
    assert ne.type("y") == "Info: The trial configuration rollback succeeded."
    assert not is_shut(ne)
    assert ne.prompt.startswith("[~ne1")
    assert ne.type("abort trial") == "Error: The system is not in trial configuration mode."


def test_a_second_trial_sets_the_timer_anew_and_comes_back_to_before_the_first(ne: Bench) -> None:
    ne.type(*SHUT, "commit trial 60")
    ne.box.clock.advance(50)
    ne.type("description late", "commit trial 60")
    ne.box.clock.advance(50)
    assert is_shut(ne)
    ne.box.clock.advance(10)
    assert not is_shut(ne)
    assert "late" not in ne.box.running()


def test_a_trial_ends_with_its_session_and_no_other_session_confirms_it(ne: Bench) -> None:
    ne.type(*SHUT, "commit trial 600")
    other = ne.more()
    assert other.type("system-view", "commit") == "Error: The system is in trial configuration mode."
    assert other.type("abort trial") == "Error: The system is in trial configuration mode."
    ne.console.close()
    assert not is_shut(ne)


def test_a_trial_may_outlive_its_session_out_of_reach_until_its_time_is_over(put: Put) -> None:
    bench = put("huawei_vrpv8", faults=Faults(orphans=True))
    bench.type("system-view", *SHUT, "commit trial 600")
    bench.console.close()
    other = bench.more()
    assert other.type("system-view", "commit") == "Error: The system is in trial configuration mode."
    assert is_shut(bench)
    bench.box.clock.advance(600)
    assert not is_shut(bench)


def test_a_persistent_trial_outlives_its_session_and_any_session_confirms_it(ne: Bench) -> None:
    ne.type(*SHUT, "commit trial 600 persist change-7")
    ne.console.close()
    assert is_shut(ne)
    other = ne.more()
    other.type("system-view")
    assert other.type("commit") == "Error: The system is in trial configuration mode."
    assert other.type("commit persist other") == "Error: The system is in trial configuration mode."
    assert "Persist id: change-7" in other.type("display configuration trial status")
    other.type("commit persist change-7")
    ne.box.clock.advance(1000)
    assert is_shut(ne)


def test_a_persistent_trial_is_aborted_from_another_session(ne: Bench) -> None:
    ne.type(*SHUT, "commit trial persist change-7")
    ne.console.close()
    other = ne.more()
    other.type("system-view", "abort trial persist change-7", "y")
    assert not is_shut(ne)


def test_one_goes_back_to_a_label(ne: Bench) -> None:
    ne.type("sysname ne2", "commit label before", *SHUT, "commit", "return")
    assert ne.type("rollback configuration to label before").endswith("to the previous status. Continue? [Y/N]:")
    assert "Configuration rollback succeeded." in ne.type("y")
    assert not is_shut(ne)
    assert ne.prompt == "<ne2>"


def test_one_goes_back_by_number_and_by_count(ne: Bench) -> None:
    ne.type("sysname ne2", "commit", *SHUT, "commit", "return", "rollback configuration to commit-id 1000000001", "y")
    assert (is_shut(ne), ne.prompt) == (False, "<ne2>")
    ne.type("rollback configuration last 3", "y")
    assert ne.prompt == "<ne1>"


@pytest.mark.parametrize("where", ["to label nowhere", "to commit-id 1999999999", "last 7"])
def test_one_does_not_go_back_to_what_is_not_there(ne: Bench, where: str) -> None:
    ne.type("return")
    assert (
        ne.type(f"rollback configuration {where}")
        == "Error: The specified configuration rollback point does not exist."
    )


def test_nobody_goes_back_during_a_trial(ne: Bench) -> None:
    ne.type("sysname ne2", "commit label before", *SHUT, "commit trial", "return")
    assert ne.type("rollback configuration to label before") == "Error: The system is in trial configuration mode."


def test_labels_are_given_once_and_taken_away(ne: Bench) -> None:
    ne.type("sysname ne2", "commit label a")
    assert ne.type("sysname ne3", "commit label a") == "Error: The label already exists."
    assert ne.prompt.startswith("[*")
    assert "invalid" in ne.type("commit label 7up")
    ne.type(
        "commit", "return", "clear configuration commit 1000000001 label", "set configuration commit 1000000002 label a"
    )
    assert ne.box.points[-1].label == "a"


def test_the_list_of_commits_stands_in_columns_newest_first(ne: Bench) -> None:
    ne.type("sysname ne2", "commit label a", "sysname ne3", "commit description why not")
    rows = ne.type("display configuration commit list").splitlines()[3:-1]
    assert [row[:40].split() for row in rows] == [["1", "1000000002", "-"], ["2", "1000000001", "a"]]
    assert "Description: why not" in ne.type("display configuration commit list verbose")
    assert "+ sysname ne3" in ne.type("display configuration commit changes last 1").splitlines()
    assert "- sysname ne1" in ne.type("display configuration commit changes last 2").splitlines()
    assert "+ sysname ne2" in ne.type("display configuration commit changes at 1000000001").splitlines()


def test_a_candidate_made_before_another_commit_is_not_committed(ne: Bench) -> None:
    other = ne.more()
    other.type("system-view", "sysname theirs")
    ne.type(*SHUT, "commit")
    assert "changed by another user" in other.type("commit")
    other.type("clear configuration candidate", "sysname theirs", "commit")
    assert is_shut(ne)
    assert "sysname theirs" in ne.box.running()


def test_in_the_immediate_mode_each_line_takes_effect(put: Put) -> None:
    bench = put("huawei_vrpv8")
    bench.type("system-view immediately", *SHUT)
    assert is_shut(bench)
    assert bench.prompt == "[ne1-GigabitEthernet0/0/2]"


def test_a_long_candidate_is_compared_quickly_after_each_line(put: Put) -> None:
    bench = put("huawei_vrpv8")
    bench.type("system-view")
    for number in range(400):
        bench.type(f"ip route-static 10.{number // 200}.{number % 200}.0 255.255.255.0 10.0.0.2")
    assert bench.prompt == "[*ne1]"
    bench.type("commit")
    assert bench.box.running().count("ip route-static") == 400
