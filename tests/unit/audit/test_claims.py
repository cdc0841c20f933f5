"""What ``platforms/<name>/audit.yml`` claims, the cases show: each check that a platform decides passes and fails there."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

import pytest
from tests.unit.audit.test_cases import CASES, verdicts

from netops.audit import FINDINGS, Basis, Word, check_entries
from netops.audit.checks import CHECKS, MODULES
from netops.platforms import get_platform, platform_names


@cache
def shown() -> Mapping[tuple[str, str], frozenset[str]]:
    """Return the words that the cases expect, by platform and check."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for each in CASES:
        platform, case = each.values
        for check, expected in case.get("expect", {}).items():
            found[platform, check].add(expected["verdict"])
    return {pair: frozenset(words) for pair, words in found.items()}


@cache
def rested_on() -> Mapping[tuple[str, str], frozenset[str]]:
    """Return what the verdicts of the cases rest on, by platform and check."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for each in CASES:
        platform, case = each.values
        for check, expected in case.get("expect", {}).items():
            found[platform, check].add(expected["basis"])
    return {pair: frozenset(bases) for pair, bases in found.items()}


BARE = {
    "cisco_ios": "version 15.7\nhostname A\nend\n",
    "frr": "### /etc/frr/frr.conf\nfrr version 8.4.4\nhostname A\n### /etc/ssh/sshd_config\nPort 22\n",
    "h3c_comware": "#\n version 7.1.070, Release 6652P02\n#\n sysname A\n#\nreturn\n",
    "huawei_vrp": "!Software Version V200R019C10SPC500\n#\nsysname A\n#\nreturn\n",
    "huawei_vrpv8": "!Software Version V800R021C10\n#\nsysname A\n#\nreturn\n",
    "ruijie_os": "version 12.6(2)\nhostname A\nend\n",
}
"""A config that says nothing but what the device is and is called."""
CLAIMS = [(name, check) for name in platform_names() for check in sorted(get_platform(name).abilities.decides)]


@pytest.mark.parametrize("platform", platform_names())
def test_every_check_that_a_platform_decides_passes_and_fails_in_its_cases(platform: str) -> None:
    missing = {
        check: " and ".join(
            word
            for word, held in (
                ("compliant", Word.COMPLIANT in words),
                ("a finding", bool(words & FINDINGS)),
            )
            if not held
        )
        for name, check in CLAIMS
        if name == platform
        for words in [shown().get((platform, check), frozenset())]
        if Word.COMPLIANT not in words or not words & FINDINGS
    }
    assert missing == {}


@pytest.mark.parametrize("platform", platform_names())
def test_every_check_that_a_platform_can_only_fail_fails_in_its_cases_and_never_passes(platform: str) -> None:
    for check in get_platform(platform).abilities.disproves:
        words = shown().get((platform, check), frozenset())
        assert words & FINDINGS, check
        assert Word.COMPLIANT not in words, check


@pytest.mark.parametrize("platform", platform_names())
def test_a_platform_claims_only_checks_that_there_are(platform: str) -> None:
    abilities = get_platform(platform).abilities
    assert abilities.decides | abilities.manual <= check_entries().keys()
    assert abilities.decides <= CHECKS.keys()


def test_a_check_without_a_platform_that_it_decides_is_only_ever_for_a_person() -> None:
    decided = {check for _, check in CLAIMS}
    manual = {check for name in platform_names() for check in get_platform(name).abilities.manual}
    assert check_entries().keys() == decided | manual
    assert CHECKS.keys() == decided


def test_no_two_modules_answer_one_check() -> None:
    assert len(CHECKS) == sum(len(each.CHECKS) for each in MODULES)


@pytest.mark.parametrize("platform", platform_names())
def test_a_check_that_is_decided_by_what_is_not_there_has_a_case_of_that(platform: str) -> None:
    """Where absence matters a bare config shows: what is decided of it rests on a default, or on nothing at all."""
    found = verdicts(platform, {"config": BARE[platform], "level": 4})
    decided = {name for name, one in found.items() if one.verdict in {Word.COMPLIANT, *FINDINGS}}
    unseen = {
        check
        for name, check in CLAIMS
        if name == platform and check in decided and found[check].basis is not Basis.EXPLICIT
        if not rested_on()[platform, check] & {Basis.ABSENCE, Basis.PLATFORM_DEFAULT}
    }
    assert len(decided) > 5
    assert unseen == set()
