"""What a fix promises: typed on top of the config, the finding is gone, and nothing that held before fails."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.unit.audit.test_cases import CASES, audited, verdicts

from netops.audit import FINDINGS, Word
from netops.change.planning import on_top
from netops.config import Tree, build_patch, parse, simulate
from netops.config.secret import reveal
from netops.lab.semantics import simulated
from netops.platforms import get_platform

FIXED = [
    pytest.param(*each.values, check, id=f"{each.id} {check}")
    for each in CASES
    for check, expected in each.values[1].get("expect", {}).items()
    if expected["verdict"] in FINDINGS and check in get_platform(each.values[0]).abilities.fixes
]


@pytest.mark.parametrize(
    ("release", "line"),
    [("V800R012C10SPC300", "undo telnet server enable"), ("V300R023C00SPC500", "telnet server disable")],
)
def test_telnet_is_turned_off_in_the_words_of_the_release(release: str, line: str) -> None:
    case = {"config": f"!Software Version {release}\n#\ntelnet server-source -i MEth0/0/0\n#\nreturn\n"}
    assert line in verdicts("huawei_vrpv8", case)["B030"].fix


ROUTER, SWITCH = "V800R012C10SPC300", "V300R023C00SPC500"
POLICY = " local-aaa-user password policy administrator"


@pytest.mark.parametrize(("release", "said", "check", "lines"), [
    (ROUTER, "user-password min-len 4", "B001", (" user-password min-len 8",)),
    (ROUTER, "user-password expire 180", "B003", (" user-password expire 90",)),
    (ROUTER, "undo user-password change", "B005", (" user-password change",)),
    (ROUTER, "user-block failed-times 10 period 5", "B020", (" user-block failed-times 5 period 5", " user-block reactive 5")),
    (SWITCH, f"{POLICY.strip()}\n  password min-length 6", "B001", (POLICY, "  password min-length 8")),
    (SWITCH, f"{POLICY.strip()}\n  password expire 0", "B003", (POLICY, "  password expire 90")),
    (SWITCH, f"{POLICY.strip()}\n  password history record number 0", "B004", (POLICY, "  password history record number 3")),
    (SWITCH, f"{POLICY.strip()}\n  undo password alert original", "B005", (POLICY, "  password alert original")),
    (SWITCH, "undo local-aaa-user wrong-password", "B020", (" local-aaa-user wrong-password retry-interval 5 retry-time 3 block-time 5",)),
])  # fmt: skip
def test_rules_for_passwords_are_written_as_routers_and_switches_have_them(
    release: str, said: str, check: str, lines: tuple[str, ...]
) -> None:
    case = {"config": f"!Software Version {release}\n#\naaa\n {said}\n#\nreturn\n"}
    assert verdicts("huawei_vrpv8", case)[check].fix == ("aaa", *lines)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("public", ("no snmp-server community public",)),
        ("hunter2", ()),  # its name is a secret: only people can take it away
    ],
)
def test_a_community_goes_by_a_name_that_everybody_knows(name: str, lines: tuple[str, ...]) -> None:
    found = verdicts("cisco_ios", {"config": f"version 15.7\nhostname r1\nsnmp-server community {name} RW\nend\n"})
    assert (found["B036"].fix, found["B038"].fix) == (lines, lines)


@pytest.mark.parametrize(("platform", "case", "check"), FIXED)
def test_a_fix_mends_its_finding_and_breaks_nothing(platform: str, case: Mapping[str, Any], check: str) -> None:
    before = verdicts(platform, case)
    lines = before[check].fix
    if not lines:
        return  # the case gives no value that only people know
    known = get_platform(platform)
    tree = simulate(known, parse(known, case["config"]), "\n".join(lines) + "\n")
    assert isinstance(tree, Tree), tree
    last = case["config"].splitlines()[-1]
    mended = tree.format() + (f"{last}\n" if last in {"end", "return"} else "")  # what ends a text is none of its lines
    after = {each.check: each for each in audited(platform, case, mended).verdicts}
    assert after[check].verdict not in FINDINGS, mended
    worse = [
        name
        for name, each in before.items()
        if each.verdict is Word.COMPLIANT and after[name].verdict in FINDINGS and name != check
    ]
    assert worse == []


@pytest.mark.parametrize(("platform", "case", "check"), [each for each in FIXED if each.values[0] != "frr"])
def test_a_device_takes_every_line_of_a_fix(platform: str, case: Mapping[str, Any], check: str) -> None:
    """The simulated devices share no rule with the engine: a fix that they refuse would break off in the middle of a push."""
    lines = verdicts(platform, case)[check].fix
    known = get_platform(platform)
    running = parse(known, case["config"])
    intended = on_top(known, running, lines)
    assert isinstance(intended, Tree)
    device = simulated(platform, case["config"])
    patch = build_patch(known, running, intended)
    typed = [reveal(line, patch.secrets) for line in patch.script]  # as a device gets it
    said = [(line, device.type(line)) for line in typed]
    assert [(line, answer.text) for line, answer in said if answer.refused] == []
