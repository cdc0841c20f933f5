"""Planning: from what every device shows, one stage at a time, and never past what somebody must decide."""

import json
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from netops.change.commands import make_plan, request
from netops.change.directory import Change
from netops.change.planning import NEXT, ORDER, Addition, Request, alike
from netops.config import build_patch, parse
from netops.errors import InputError, NetopsError, Refused
from netops.inventory import Inventory, Role, Stage
from netops.platforms import get_platform

Town = Any  # the city of conftest.py, which tests can't import


def codes(error: NetopsError) -> set[str]:
    return {fault.code for fault in error.faults}


def refused(town: Town, goal: str | None = "prepared", **options: object) -> NetopsError:
    """The refusal of a plan; nothing of it may lie anywhere."""
    with pytest.raises(NetopsError) as raised:
        town.plan(goal, **options)
    assert not town.project.changes.exists() or list(town.project.changes.iterdir()) == []
    return raised.value


def stand(town: Town, stage: str) -> None:
    """Let finance stand at a stage, in its file and on its devices."""
    change = town.approved(stage)
    for host in change.hosts:
        town.devices.texts[host] = change.text(host, "intended.cfg")
    town.edit("departments/finance.yml", f"stage: {change.plan['moves'][0]['from']}", f"stage: {stage}")


def test_the_finance_bureau_goes_its_way_stage_by_stage(town: Town) -> None:
    for stage in ("prepared", "cut_over"):
        change = town.planned(stage)
        assert all(each["proven"] for each in change.plan["devices"])
        assert change.plan["moves"][0]["to"] == stage
        for host in change.hosts:
            town.devices.texts[host] = change.text(host, "intended.cfg")
        town.edit("departments/finance.yml", f"stage: {change.plan['moves'][0]['from']}", f"stage: {stage}")
    assert town.plan(None) is None


def test_providers_come_first_on_the_way_forth_and_last_on_the_way_back(town: Town) -> None:
    stand(town, "prepared")
    assert town.planned("cut_over").plan["order"][-1] == ["finance-ce1", "finance-ce2"]
    assert town.planned("surveyed").plan["order"][0] == ["finance-ce1", "finance-ce2"]


def test_a_plan_says_who_why_and_what_is_probed(town: Town) -> None:
    plan = town.planned().plan
    assert (plan["author"], plan["why"], plan["id"]) == ("li", "the bureau moves", "c-prepared")
    assert plan["created"].endswith("+00:00")
    assert {each["expect"] for each in plan["probes"]} == {True, False}
    assert plan["moves"] == [{"department": "finance", "from": "surveyed", "to": "prepared"}]


def test_where_every_device_is_as_it_should_be_there_is_nothing_to_do(town: Town) -> None:
    assert town.plan(None) is None
    assert not town.project.changes.exists()


STEPS = list(product(Stage, Stage))


@pytest.fixture(scope="module")
def inventory(sample: Town) -> Inventory:
    """The sample city's inventory, read once."""
    loaded: Inventory = sample.inventory
    return loaded


@pytest.mark.parametrize(("start", "goal"), STEPS, ids=[f"{one} to {other}" for one, other in STEPS])
def test_a_stage_is_reached_step_by_step(inventory: Inventory, start: Stage, goal: Stage) -> None:
    finance = inventory.departments["finance"].model_copy(update={"stage": start})
    at_start = replace(inventory, departments={**inventory.departments, "finance": finance})

    def asked() -> object:
        return request(at_start, author="li", department="finance", goal=goal, change="x").moves[0].goal

    if goal in NEXT[start]:
        assert asked() == goal
        return
    with pytest.raises(InputError) as raised:
        asked()
    assert codes(raised.value) == {"NET-CHG-040"}
    assert raised.value.faults[0].place.endswith("departments/finance.yml:6")


def test_every_stage_has_a_way_on_or_back_and_none_leads_to_itself() -> None:
    assert set(NEXT) == set(Stage)
    assert all(goals and start not in goals for start, goals in NEXT.items())
    assert all(start in NEXT[goal] or goal.position > start.position for start in Stage for goal in NEXT[start])


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"department": "nobody", "goal": "prepared"}, "NET-CHG-061"),
        ({"goal": "prepared"}, "NET-CHG-061"),
        ({"department": "finance"}, "NET-CHG-062"),
        ({"department": "finance", "goal": "Prepared"}, "NET-CHG-062"),
        ({"declared": ["finance-hq"]}, "NET-CHG-063"),
        ({"declared": ["finance-hq:"]}, "NET-CHG-063"),
        ({"declared": [":"]}, "NET-CHG-063"),
    ],
)
def test_what_nobody_understands_is_refused(town: Town, wanted: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as raised:
        request(town.inventory, author="li", change="x", **wanted)
    assert codes(raised.value) == {code}


def test_drift_is_refused_by_host_and_carried_where_it_is_asked_for(town: Town) -> None:
    town.devices.texts["pe1"] = town.running["pe1"].replace("description pe2", "description somebody's own")
    error = refused(town)
    assert [(fault.code, fault.values["host"]) for fault in error.faults] == [("NET-CHG-041", "pe1")]
    change = town.planned(include_drift=True)
    assert "somebody's own" in change.text("pe1", "diff.txt")
    assert "description pe2" in change.text("pe1", "patch.txt")
    assert "somebody's own" in change.text("pe1", "rollback.txt")


def test_drift_of_a_device_that_does_not_move_is_no_matter_of_this_change(town: Town) -> None:
    town.devices.texts["health-ce1"] = town.running["health-ce1"].replace("description pe1", "description own")
    assert "health-ce1" not in town.planned().hosts


def test_a_kept_line_is_no_drift_but_is_counted_and_named_in_the_proof(town: Town) -> None:
    town.devices.texts["pe1"] = town.running["pe1"].replace(
        "no ipv6 forwarding", "no ip forwarding\nno ipv6 forwarding"
    )
    assert town.plan(None) is None
    change: Change = town.planned()
    assert {each["host"]: each["kept"] for each in change.plan["devices"]}["pe1"] == 1
    proof = json.loads(change.text("pe1", "proof.json"))
    assert proof["proven"] is True
    assert "no ip forwarding" in json.dumps(proof["kept"])


def test_a_device_of_another_platform_or_with_nonsense_is_named_beside_the_others(town: Town) -> None:
    town.devices.texts["pe1"] = "sysname pe1\nundo info-center enable\n"
    town.devices.texts["pe2"] = "\x00\x01" * 50
    error = refused(town)
    assert {(fault.code, fault.values["host"]) for fault in error.faults} == {
        ("NET-CHG-042", "pe1"),
        ("NET-CHG-042", "pe2"),
    }


def test_a_device_that_was_not_collected_is_named(town: Town) -> None:
    del town.devices.texts["pe1"]
    assert [fault.values["host"] for fault in refused(town).faults] == ["pe1"]


def test_a_host_that_nobody_knows_is_not_silently_left_out(town: Town) -> None:
    error = refused(town, None, hosts=["pe9"])
    assert [(fault.code, fault.values["host"]) for fault in error.faults] == [("NET-CHG-042", "pe9")]


def test_one_device_is_brought_back_alone(town: Town) -> None:
    for host in ("pe1", "pe2"):
        town.devices.texts[host] = town.running[host].replace("timers connect 5", "timers connect 7")
    assert town.planned(None, hosts=["pe1"]).hosts == ("pe1",)


def grant(town: Town) -> None:
    town.edit("catalogue/data-exchange.yml", "granted: [transport]", "granted: [transport, finance]")


def test_a_grant_that_opens_the_exchange_zone_must_be_declared(town: Town) -> None:
    # The catalogue grants finance the platform: its prefixes reach the zone as soon as the new path carries traffic.
    stand(town, "prepared")
    grant(town)
    error = refused_after(town, "cut_over")
    opened = {str(fault.values["pair"]) for fault in error.faults if fault.code == "NET-CHG-043"}
    assert opened == {"exchange-srv:finance-branch", "exchange-srv:finance-hq"}
    change = town.planned("cut_over", declared=sorted(opened), include_drift=True)
    assert change.plan["declared"] == sorted(opened)
    told = json.loads(change.files["reachability.json"])
    assert sorted(map(tuple, told["gained"])) == [tuple(sorted(pair.split(":"))) for pair in sorted(opened)]


def refused_after(town: Town, goal: str | None, **options: object) -> NetopsError:
    before = sorted(town.project.changes.iterdir())
    with pytest.raises(Refused) as raised:
        town.plan(goal, include_drift=True, **options)
    assert sorted(town.project.changes.iterdir()) == before
    return raised.value


def test_half_a_declaration_is_no_declaration(town: Town) -> None:
    stand(town, "prepared")
    grant(town)
    error = refused_after(town, "cut_over", declared=["finance-hq:exchange-srv"])
    assert [(fault.code, fault.values["pair"]) for fault in error.faults] == [
        ("NET-CHG-043", "exchange-srv:finance-branch")
    ]


def test_a_wrong_route_target_on_a_device_is_seen_before_it_is_mended(town: Town) -> None:
    # Somebody typed health's route target into transport's VRF: mending that parts whom it let in.
    town.devices.texts["pe1"] = town.running["pe1"].replace(
        "rt vpn import 65000:104 65000:900", "rt vpn import 65000:104"
    )
    error = refused(town, None)
    assert {(fault.code, fault.values["pair"]) for fault in error.faults} == {
        ("NET-CHG-043", "exchange-srv:transport-hq")
    }
    assert town.planned(None, declared=["exchange-srv:transport-hq"]).hosts == ("pe1",)


def test_a_grant_that_is_taken_away_parts_who_could_talk(town: Town) -> None:
    town.edit("catalogue/data-exchange.yml", "granted: [transport]", "granted: []")
    error = refused(town, None)
    assert {(fault.code, fault.values["pair"]) for fault in error.faults} == {
        ("NET-CHG-044", "exchange-srv:transport-hq")
    }


def test_a_line_that_nobody_understands_makes_pairs_uncertain(town: Town) -> None:
    town.devices.texts["pe1"] = town.running["pe1"].replace(
        "router ospf\n", "route-map LEAK permit 10\n set something strange\nexit\n!\nrouter ospf\n"
    )
    error = refused(town, include_drift=True)
    assert codes(error) == {"NET-CHG-046"}
    pairs = [str(fault.values["pair"]) for fault in error.faults]
    assert town.planned(include_drift=True, declared=pairs).plan["declared"] == sorted(pairs)


def test_all_reasons_are_told_together(town: Town) -> None:
    town.edit("network.yml", "users: [netops]", "users: [others]")
    town.devices.texts["pe1"] = town.running["pe1"].replace("description pe2", "description own")
    assert codes(refused(town)) >= {"NET-CHG-041", "NET-CHG-045"}


def test_a_patch_that_can_not_be_proven_is_planned_and_marked(town: Town) -> None:
    town.devices.texts["pe1"] = town.running["pe1"].replace("frr defaults datacenter", "frr defaults traditional")
    change = town.planned(include_drift=True)
    assert {each["host"]: each["proven"] for each in change.plan["devices"]}["pe1"] is False
    proof = json.loads(change.text("pe1", "proof.json"))
    assert proof["proven"] is False
    assert proof["obstacles"]


def test_a_plan_in_the_name_of_somebody_else_is_refused(town: Town) -> None:
    (town.project.inventory / "identities.yml").write_text("identities: []\n", "utf-8")
    assert codes(refused(town)) == {"NET-CHG-012"}


def test_words_from_a_broken_terminal_do_not_stop_a_plan(town: Town) -> None:
    change = town.approved(why="a\udc80b\u2028c\u0085d\nfünf\x07")
    assert change.standing(town.execution(change).keys).approvers == ("wang",)


def test_every_role_has_its_place_in_the_order_of_a_change() -> None:
    assert set(ORDER) == {str(role) for role in Role}


def test_lines_on_top_of_what_a_device_has_become_a_change_with_its_way_back(town: Town) -> None:
    assert "log commands\n" in town.running["pe1"]
    town.devices.texts["pe1"] = town.running["pe1"].replace("log commands\n", "")
    wanted = Request("c-fixes", "", "li", additions=(Addition("pe1", ("log commands",), ("B086",)),))
    change = make_plan(town.project, town.inventory, wanted, town.devices.texts)
    assert change is not None
    assert change.hosts == ("pe1",)
    assert change.plan["mends"] == {"pe1": ["B086"]}
    assert change.device("pe1")["proven"]
    assert [line for line in change.text("pe1", "patch.txt").splitlines() if not line.startswith("#")] == [
        "log commands"
    ]
    assert "no log commands" in change.text("pe1", "rollback.txt")


def test_a_line_that_the_device_would_refuse_refuses_the_plan(town: Town) -> None:
    wanted = Request("c-fixes", "", "li", additions=(Addition("pe1", ("frobnicate 7",)),))
    with pytest.raises(Refused) as raised:
        make_plan(town.project, town.inventory, wanted, town.running)
    assert codes(raised.value) == {"NET-CHG-047"}


@pytest.mark.parametrize(
    ("release", "line", "is_alike", "is_unsaid"),
    [
        ("version 7.1.070, Release 6555P01\n", "undo ip http enable", True, False),
        ("version 7.1.070, Release 6555P01\n", "ip http enable", False, False),
        ("version 5.20, Release 2222\n", "undo ip http enable", False, False),
        ("version 5.20, Release 2222\n", "ip http enable", True, False),
        ("", "undo ip http enable", True, True),
        ("", "ip http enable", False, True),
    ],
)
def test_what_a_device_hides_is_judged_by_the_release_that_it_names(
    release: str, line: str, is_alike: bool, is_unsaid: bool
) -> None:
    """HPE A5500 (Comware 5) Fundamentals Command Reference, ``ip http enable``: on by default; Comware 7 has it off."""
    comware = get_platform("h3c_comware")
    shown = parse(comware, f"{release}#\n sysname r1\n#\nreturn\n")
    intended = parse(comware, f"#\n sysname r1\n {line}\n#\nreturn\n")
    assert alike(comware, shown, intended) is is_alike
    assert bool(build_patch(comware, shown, intended).unsaid) is is_unsaid
