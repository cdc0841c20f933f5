"""Configs as they are found: how much of an audit is left to a person. The figures may only become smaller: lower them when they do."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.unit.audit.test_cases import CASES, audited

from netops.audit import Word, known_of
from netops.platforms import get_platform

FOUND = [case for case in CASES if "manual" in case.values[1]]


def test_every_platform_whose_config_an_audit_reads_as_found_has_one() -> None:
    assert {case.values[0] for case in FOUND} == {"cisco_ios", "huawei_vrp", "huawei_vrpv8", "h3c_comware", "ruijie_os"}


@pytest.mark.parametrize(("platform", "case"), FOUND)
def test_a_person_must_look_at_no_more_than_that(platform: str, case: Mapping[str, Any]) -> None:
    result = audited(platform, case)
    manual = [each.check for each in result.verdicts if each.verdict is Word.MANUAL and each.asked]
    assert (len(manual), len(result.coverage.unread)) == (case["manual"], case["unread"])


@pytest.mark.parametrize(("platform", "case"), FOUND)
def test_without_its_unread_lines_hardly_anything_else_could_be_decided(platform: str, case: Mapping[str, Any]) -> None:
    """What stays manual is manual for its own sake: at most two verdicts wait for a line that no reader knows."""
    result = audited(platform, case)
    unread = set(result.coverage.unread)
    only = known_of(get_platform(platform), None).manual
    waiting = [each.check for each in result.verdicts if each.verdict is Word.MANUAL and unread & set(each.lines)]
    assert len([each for each in waiting if each not in only]) <= WAITING


WAITING = 2
