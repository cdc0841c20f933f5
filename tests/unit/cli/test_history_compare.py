"""``netops history compare`` without a run: which two are held against each other."""

from tests.unit.cli.test_history_commands import TELNET, TRIES, Place, listing, place, sound

__all__ = ["listing", "place", "sound"]  # fixtures


def test_without_a_run_the_last_two_with_one_scope_are_compared(place: Place) -> None:
    place.audit(code=0)
    code, _, err = place.run("history", "compare")
    assert (code, "NET-STO-045" in err) == (1, True)
    place.worsen("finance-ce1", TELNET)
    place.audit(code=2)
    place.run("audit", "-F", "pe1")
    code, out, _ = place.run("history", "compare")
    assert (code, out[:6], out.splitlines()[1]) == (2, "run 1 ", "run 3 has no earlier one with its scope")


def test_two_runs_are_held_against_each_other(place: Place) -> None:
    place.audit(code=0)
    place.worsen("finance-ce1", TELNET)
    place.audit(code=2)
    place.worsen("finance-ce1", TRIES)
    del place.texts["finance-ce2"]
    place.audit(code=1)
    last = place.ask("history", "compare", code=2)
    assert {(each["check"], each["fate"]) for each in last["findings"]} == {("B030", "gone"), ("B022", "regressed")}
    assert (last["before"]["run"], last["after"]["run"], last["not_audited"]) == (2, 3, ["finance-ce2"])
    assert place.ask("history", "compare", "3", "1", code=2)["before"]["run"] == 1
    code, out, _ = place.run("history", "compare", "1", "2")
    assert (code, out.splitlines()[1]) == (2, "worse than before 1")
