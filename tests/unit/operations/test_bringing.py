"""What a user brings to an audit says nothing by itself: a command prints it, an Ansible worker hands it on."""

from pathlib import Path

import pytest

from netops.audit import not_audited, summarise
from netops.operations import Audited, brought

PACK = """\
title: {zh: 本单位, en: ours}
clauses:
  own_login:
    control: {zh: 登录, en: login}
    item: {zh: 不得空口令, en: nobody logs in without a password}
    clause: {4: 甲}
    unit: {4: X 01}
    steps:
      named: {by: config, text: {zh: 须鉴别, en: everybody proves who they are}}
answers:
  B008: [{clause: own_login, step: named}]
"""


@pytest.mark.parametrize(("level", "told"), [(3, 1), (4, 0)])
def test_a_pack_that_asks_nothing_at_any_level_is_told_as_data(
    level: int, told: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pack.yml"
    path.write_text(PACK, "utf-8")
    own = brought(path, None)
    results = (not_audited("r1", platform="frr", level=level, reason="silent"),)
    found = own.beside(Audited(results, summarise(results)))
    assert len(own.warnings(found)) == told
    assert capfd.readouterr() == ("", "")
