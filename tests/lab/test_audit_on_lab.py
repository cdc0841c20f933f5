"""The audit of real routers: nothing is open on the city as rendered, and what is made worse by hand is found by its line."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from tests.lab.conftest import APPROVER, AUTHOR, FILTER, INTERFACES, SSHD, City, Run, as_json

pytestmark = pytest.mark.lab

Found = dict[str, Any]

TRANSPORT = ("router bgp 65106", "address-family ipv4 unicast")
HEALTH = ("router bgp 65000 vrf HEALTH", "address-family ipv4 unicast")


def audited(run: Run) -> dict[str, Found]:
    """Host → what the audit says of it."""
    devices = as_json(run)["devices"]
    assert isinstance(devices, list)
    return {each["device"]: each for each in devices}


def finding(device: Found, check: str) -> Found:
    """Return the one verdict of a check that somebody must act on."""
    found = [each for each in device["verdicts"] if each["check"] == check and each["verdict"] == "non_compliant"]
    assert len(found) == 1, [(each["check"], each["verdict"]) for each in device["verdicts"]]
    return dict(found[0])


def open_findings(device: Found) -> list[str]:
    bad = {"partial", "non_compliant"}
    return [each["check"] for each in device["verdicts"] if each["verdict"] in bad and not each["supporting"]]


def lines(verdict: Found) -> list[str]:
    return [each["text"] for each in verdict["lines"]]


@pytest.fixture(scope="module")
def clean(city: City) -> Run:
    city.converge()
    return city.netops("audit", "--format", "json")


@dataclass(frozen=True)
class Worse:
    run: Run
    devices: dict[str, Found]


@pytest.fixture(scope="module")
def worse(city: City, clean: Run) -> Iterator[Worse]:
    """Have seven routers made worse by hand, each in its own way; all of it is put back at the end."""
    with ExitStack() as hands:
        for node, path, old, new in (
            ("p1", SSHD, "PermitRootLogin no", "PermitRootLogin yes"),
            ("pe1", INTERFACES, "    vrf HEALTH\n", ""),
            ("health-ce1", INTERFACES, "auto lan0\n", "auto spare0\niface spare0\n\nauto lan0\n"),
            ("archives-old", FILTER, 'iifname "lo" accept', 'iifname "lo" accept\n\t\ttcp dport 2601 accept'),
        ):
            hands.enter_context(city.edited(node, path, old, new))
        before, after = "rt vpn both 65000:103", "rt vpn import 65000:103 65000:104"
        hands.enter_context(city.typed("pe2", (*HEALTH, after), (*HEALTH, "no " + after, before)))
        filtered = "neighbor 10.1.0.21 prefix-list BACKBONE-IN in"
        hands.enter_context(city.typed("transport-ce1", (*TRANSPORT, "no " + filtered), (*TRANSPORT, filtered)))
        hands.enter_context(city.silenced("finance-old"))
        run = city.netops("audit", "--format", "json")
        yield Worse(run, audited(run))


def test_nothing_is_open_on_the_city_as_it_is_rendered(clean: Run) -> None:
    devices = audited(clean.must())
    assert len(devices) == 12
    assert {host: open_findings(each) for host, each in devices.items()} == {host: [] for host in devices}
    assert {each["verdict"] for each in devices.values()} <= {"compliant", "manual"}


def test_each_router_is_held_against_its_own_level(clean: Run) -> None:
    levels = {host: each["level"] for host, each in audited(clean).items()}
    assert {host for host, level in levels.items() if level == 2} == {"archives-ce1", "archives-old", "transport-ce1"}
    assert set(levels.values()) == {2, 3}


def test_every_verdict_names_its_lines_or_the_platforms_default(clean: Run) -> None:
    without = [
        (host, verdict["check"])
        for host, each in audited(clean).items()
        for verdict in each["verdicts"]
        if verdict["verdict"] == "compliant" and verdict["basis"] == "explicit" and not verdict["lines"]
    ]
    assert without == []


def test_a_router_that_is_not_reached_is_not_audited_and_the_run_ends_with_1(worse: Worse) -> None:
    worse.run.must(1)
    silent = worse.devices["finance-old"]
    assert silent["verdict"] == "not_audited"
    assert "finance-old can't be reached" in silent["not_audited"]
    assert sum(each["not_audited"] is None for each in worse.devices.values()) == 11


def test_root_let_in_is_found_by_its_line(worse: Worse) -> None:
    found = finding(worse.devices["p1"], "B071")
    assert lines(found) == ["PermitRootLogin yes"]
    assert found["clause"] == "8.1.4.2 d)"


def test_a_customers_port_outside_of_its_vrf_is_found(worse: Worse) -> None:
    found = finding(worse.devices["pe1"], "B131")
    assert "cust1" in found["found"]
    assert "iface cust1" in lines(found)


def test_an_import_of_another_departments_routes_is_found_by_its_line(worse: Worse) -> None:
    found = finding(worse.devices["pe2"], "B131")
    assert "65000:104" in found["found"]
    assert "rt vpn import 65000:103 65000:104" in lines(found)


def test_a_neighbour_without_a_filter_is_found(worse: Worse) -> None:
    found = finding(worse.devices["transport-ce1"], "B166")
    assert "10.1.0.21" in found["found"]
    assert "neighbor 10.1.0.21 remote-as 65000" in lines(found)


def test_an_idle_port_that_somebody_opened_is_found(worse: Worse) -> None:
    found = finding(worse.devices["health-ce1"], "B128")
    assert "spare0" in found["found"]
    assert "iface spare0" in lines(found)


def test_a_vty_port_that_everybody_reaches_is_found_by_its_rule(worse: Worse) -> None:
    found = finding(worse.devices["archives-old"], "B030")
    assert "2601" in found["found"]
    assert "tcp dport 2601 accept" in lines(found)


def test_nobody_else_is_blamed(worse: Worse) -> None:
    touched = {"p1", "pe1", "pe2", "transport-ce1", "health-ce1", "archives-old"}
    blamed = {host for host, each in worse.devices.items() if open_findings(each)}
    assert blamed <= touched


@pytest.mark.parametrize(("words", "says"), [((), "Nobody logs in as root"), (("--lang", "zh"), "不以 root 直接登录")])
def test_the_page_is_written_in_both_languages(city: City, worse: Worse, words: tuple[str, ...], says: str) -> None:
    run = city.netops("audit", "--format", "html", "-o", "report.html", "-F", "p1", *words).must(2)
    page = (city.root / "report.html").read_text("utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert says in page
    assert "PermitRootLogin yes" in page
    assert not re.search(r"""(?:src|href)=["']?https?:""", page)
    assert "report.html" in run.both


def test_a_run_that_asks_for_high_risks_only_ends_with_0_where_none_is(city: City, worse: Worse) -> None:
    city.netops("audit", "-F", "p1", "--fail-on", "high").must()
    city.netops("audit", "-F", "pe2", "--fail-on", "high").must(2)


def test_what_was_found_is_mended_by_a_change_and_found_no_more(city: City, worse: Worse) -> None:
    """Another router hangs up meanwhile: it is named, and nobody waits for it."""
    with city.typed(
        "finance-ce2", ("log syslog errors", "no log commands"), ("log syslog informational", "log commands")
    ):
        planned = as_json(city.netops("audit", "--fix-plan", "--as", AUTHOR, "-F", "finance-ce2", "--json").must(2))
        assert planned["mended"] == {"finance-ce2": ["B084", "B086"]}
        unread = planned["unread"]
        assert isinstance(unread, dict)
        assert [*unread] == ["finance-old"]
        city.netops("approve", str(planned["change"]), "--as", APPROVER).must()
        city.netops("apply", str(planned["change"]), "--as", AUTHOR).must()
        after = audited(city.netops("audit", "--format", "json", "-F", "finance-ce2").must())
        assert open_findings(after["finance-ce2"]) == []
        city.netops("rollback", str(planned["change"]), "--as", AUTHOR).must()
