"""A host of which a part of the config wasn't collected: what isn't in the text isn't absent from the device."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from tests.unit.audit.test_cases import CASES, audited, read

from netops.audit import FINDINGS, Verdict, Word, check_entries
from netops.platforms import get_platform, platform_names

MARKER = re.compile(r"(?m)^### (/\S+)\n")
FILES = {
    "frr": "/etc/frr/frr.conf",
    "interfaces": "/etc/network/interfaces",
    "nftables": "/etc/nftables.conf",
    "sshd": "/etc/ssh/sshd_config",
}
HARD = {Word.COMPLIANT, Word.PARTIAL, Word.NON_COMPLIANT, Word.NOT_APPLICABLE}
FRR = [each.values[1] for each in CASES if each.values[0] == "frr"]


def parts(text: str) -> dict[str, str]:
    """Return the parts of a config by their files; those that it doesn't have are empty, and so collected."""
    cut = MARKER.split(text)
    return {**dict.fromkeys(FILES.values(), ""), **dict(zip(cut[1::2], cut[2::2], strict=True))}


def joined(held: Mapping[str, str]) -> str:
    return "".join(f"### {path}\n{text}" for path, text in held.items())


def judged(case: Mapping[str, Any], held: Mapping[str, str]) -> dict[str, Verdict]:
    return {each.check: each for each in audited("frr", case, joined(held)).verdicts}


REMOVED = [
    pytest.param(case, path, id=f"{case['name']}, without {name}") for case in FRR for name, path in FILES.items()
]


@pytest.mark.parametrize(("case", "path"), REMOVED)
def test_a_verdict_stays_or_is_for_a_person_where_a_part_was_not_collected(case: Mapping[str, Any], path: str) -> None:
    held = parts(case["config"])
    whole, torn = judged(case, held), judged(case, {name: text for name, text in held.items() if name != path})
    wrong = {
        check: (whole[check].verdict.value, each.verdict.value)
        for check, each in torn.items()
        if each.asked and each.verdict in HARD and not _same(each, whole[check], path, held[path])
    }
    assert wrong == {}


def _same(torn: Verdict, whole: Verdict, path: str, gone: str) -> bool:
    """Tell whether a hard verdict is that of the whole config, or a finding as that is.

    A strange line makes all checks of its topic doubtful; where it went with a part that can't mend what is found, the doubt did, too.
    """
    if torn.verdict is whole.verdict or {torn.verdict, whole.verdict} <= FINDINGS:
        return True
    doubted = whole.verdict is Word.MANUAL and bool(whole.lines) and all(each.text in gone for each in whole.lines)
    return doubted and torn.check not in deciding(path)


def deciding(path: str) -> frozenset[str]:
    use = get_platform("frr").abilities.parts[next(name for name, each in FILES.items() if each == path)]
    return use.needed | use.mending


@pytest.mark.parametrize("name", FILES)
def test_an_empty_text_of_a_part_is_collected_and_a_missing_one_is_not(name: str) -> None:
    held = parts("")
    assert read("frr", joined(held)).missing_parts == frozenset()
    held.pop(FILES[name])
    assert read("frr", joined(held)).missing_parts == {name}


def test_a_text_without_markers_is_frr_alone() -> None:
    assert read("frr", "frr version 8.4.4\nhostname r1\n").missing_parts == {"interfaces", "nftables", "sshd"}


@pytest.mark.parametrize(
    ("check", "file"),
    [
        ("B060", "/etc/nftables.conf"),
        ("B121", "/etc/nftables.conf"),
        ("B071", "/etc/ssh/sshd_config"),
        ("B128", "/etc/network/interfaces"),
    ],
)
def test_the_reason_names_the_file(check: str, file: str) -> None:
    text = "frr version 8.4.4\nhostname r1\ninterface eth0\nexit\n"
    found = {each.check: each for each in audited("frr", {"config": text}).verdicts}[check]
    assert found.verdict is Word.MANUAL
    assert file in found.found("zh")
    assert "未采集" in found.found("zh")
    assert file in found.found("en")
    assert "wasn't collected" in found.found("en")


def test_algorithms_of_an_ssh_service_that_nobody_collected_are_not_its_defaults() -> None:
    alone = audited("frr", {"config": "frr version 8.4.4\nhostname r1\n"}).crypto
    assert {each.algorithm for each in alone} == {"?"}


def test_a_violation_of_a_part_that_was_collected_stays_one() -> None:
    text = "frr version 8.4.4\nhostname r1\nrouter bgp 1\n neighbor 10.0.0.1 remote-as 2\nexit\n"
    found = {each.check: each.verdict for each in audited("frr", {"config": text}).verdicts}
    assert found["B163"] is Word.NON_COMPLIANT


@pytest.mark.parametrize("platform", platform_names())
def test_parts_and_what_leans_on_them_are_there(platform: str) -> None:
    made = get_platform(platform)
    named = {check for each in made.abilities.parts.values() for check in each.checks}
    assert named <= made.abilities.decides <= check_entries().keys()
    assert made.abilities.parts.keys() <= {each.name for each in made.rulebook.parts}
    assert {topic for each in made.abilities.parts.values() for topic in each.settings} <= made.defaults.keys()
    several = len(made.rulebook.parts) > 1
    # What a config of several parts decides leans on one of them, but for what it is known by from elsewhere.
    assert not several or made.abilities.decides - named == {"B109", "B184"}
