"""Tables of state: every platform's answer is read into the same rows, and what isn't understood is said."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from netops.devices.state_plan import plans
from netops.devices.state_reading import read_state, read_table
from netops.devices.state_rows import ROWS, columns, made
from netops.platforms import platform_names

CASES = Path(__file__).parents[2] / "cases" / "state"
FILES = sorted(CASES.glob("*/*.yml"))


def loaded(path: Path) -> tuple[str, str, Mapping[str, Any]]:
    case = yaml.safe_load(path.read_text("utf-8"))
    return path.parent.name, case.get("table", path.stem), case


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_answer_is_read_into_rows(path: Path) -> None:
    platform, table, case = loaded(path)
    read = read_table(table, plans(platform)[table], case["text"], case.get("vrf", ""), case.get("family", "ipv4"))
    assert list(read.rows) == [ROWS[table](**row) for row in case["rows"]]
    assert list(read.unread) == case.get("unread", [])


def by_lines(path: Path) -> bool:
    """Whether a line more could stand in this answer: JSON has none, and a version ends where the boards begin."""
    platform, table, case = loaded(path)
    return bool(case["rows"]) and plans(platform)[table].objects is None and table != "versions"


@pytest.mark.parametrize(
    "path", [path for path in FILES if by_lines(path)], ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_line_that_no_rule_knows_is_said_and_costs_no_row(path: Path) -> None:
    """Wherever it stands: before, between or after the rows."""
    platform, table, case = loaded(path)
    plan = plans(platform)[table]
    lines = case["text"].splitlines()
    whole = read_table(table, plan, case["text"]).rows
    for place in (len(lines), len(lines) - 1, len(lines) - 2):
        text = "\n".join([*lines[:place], "~~ a line of a newer release ~~", *lines[place:]])
        read = read_table(table, plan, text)
        assert "~~ a line of a newer release ~~" in read.unread
        assert read.rows == whole


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_carriage_returns_change_nothing(path: Path) -> None:
    platform, table, case = loaded(path)
    plan = plans(platform)[table]
    assert read_table(table, plan, case["text"].replace("\n", "\r\n")) == read_table(table, plan, case["text"])


@pytest.mark.parametrize("platform", platform_names())
def test_every_platform_has_every_table_and_a_case_for_it(platform: str) -> None:
    found = plans(platform)
    assert set(found) == set(ROWS)
    for table, plan in found.items():
        assert plan.source, table
        assert set(plan.row) <= set(columns(table)), table
        assert (plan.template is None) != (plan.objects is None), table
        if plan.vrf_command:
            assert "{vrf}" in plan.vrf_command
    inherited = {"huawei_vrpv8": "huawei_vrp"}
    cases = {loaded(path)[1] for path in FILES if path.parent.name in {platform, inherited.get(platform)}}
    assert cases == set(ROWS)


def test_what_is_no_json_is_unread_as_a_whole() -> None:
    read = read_table("routes", plans("frr")["routes"], "{'no': json}\nat all\n")
    assert (read.rows, read.unread) == ((), ("{'no': json}", "at all"))


def test_a_row_that_lacks_what_every_row_needs_is_unread() -> None:
    read = read_table("bgp", plans("frr")["bgp"], '{"10.0.0.1": {"remoteAs": 65001, "state": ""}}')
    assert read.rows == ()
    assert len(read.unread) == 1
    with pytest.raises(ValueError, match="invalid literal"):
        made("mac", {"vlan": "1", "number": "many"})


def test_each_vrf_is_asked_by_its_name_and_no_name_ends_a_command() -> None:
    asked: list[str] = []
    routes = (
        "Destination/Mask    Proto   Pre  Cost  Flags NextHop  Interface\n 10.0.0.0/8 Static 60 0 RD 10.1.1.2 GE0/0/1\n"
    )
    vrfs = "  finance      65000:101   IPv4\n  a;reboot     65000:102   IPv4\n"

    def ask(commands: Sequence[str]) -> list[str]:
        asked.extend(commands)
        return [vrfs if re.search("ip vpn-instance$", command) else routes for command in commands]

    read = read_state("routes", plans("huawei_vrp"), ask)
    assert asked == [
        "display ip vpn-instance",
        "display ip routing-table",
        "display ip routing-table vpn-instance finance",
    ]
    assert [getattr(row, "vrf", None) for row in read.rows] == ["", "finance"]
    assert read.unread == ("a;reboot",)
