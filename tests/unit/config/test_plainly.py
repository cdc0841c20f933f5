"""Lines that only come or go are typed in one go; of an undo that says more than that the device is asked."""

import pytest

from netops.config import load_rulebook
from netops.config.knowing import known, made
from netops.config.plainly import type_plainly
from netops.config.state import Section

RULES = """platform: toy
release: "1"
parts:
  - grammar: sections
    push: commands
    lines:
      - line: "interface {port}"
        lines:
          - {line: "mtu <size>"}
          - {line: "rd <rd>", undo: no rd}
          - {line: "dhcp {what}"}
"""


def _section(*lines: str) -> Section:
    top = load_rulebook(RULES, "toy.yml").parts[0].context
    found = known(top, "interface eth0").rule
    assert found is not None
    assert found.section is not None
    section = Section(found.section.context)
    for line in lines:
        section.put(made(known(section.context, line), line))
    return section


@pytest.mark.parametrize(
    ("typed", "done", "left"),
    [
        pytest.param(["no dhcp relay"], 1, ["mtu 1500", "rd 1:1"], id="it goes by its own words"),
        pytest.param(["no mtu 1500"], 1, ["rd 1:1", "dhcp relay"], id="with the value that stands"),
        pytest.param(["no mtu 1400"], 0, ["mtu 1500", "rd 1:1", "dhcp relay"], id="another value stands"),
        pytest.param(["no rd 1:1"], 0, ["mtu 1500", "rd 1:1", "dhcp relay"], id="it has an undo form of its own"),
        pytest.param(["no rd"], 1, ["mtu 1500", "dhcp relay"], id="by that form"),
        pytest.param(["no dhcp server"], 0, ["mtu 1500", "rd 1:1", "dhcp relay"], id="nothing like it stands"),
    ],
)
def test_an_undo_takes_away_in_one_go_what_it_names_and_no_more(typed: list[str], done: int, left: list[str]) -> None:
    section = _section("mtu 1500", "rd 1:1", "dhcp relay")
    for line in typed:
        known(section.context, line.removeprefix("no "))  # somebody has looked it up, as whoever plans has

    assert type_plainly(section, typed) == done
    assert [each.text for each in section.held.values()] == left
