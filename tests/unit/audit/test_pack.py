"""A site's own clauses, imported and judged beside those of GB/T 22239."""

import json
from pathlib import Path

import pytest

from netops.audit import Basis, DeviceAudit, Verdict, Word, load_pack, load_weights, summarise
from netops.audit.publishing import schemas
from netops.errors import InputError
from netops.inventory.document import parse

PACK = """\
title: {zh: 本单位条款, en: our clauses}
statement: {zh: 依本单位授权使用, en: used by our own authority}
clauses:
  own_administration:
    control: {zh: 管理, en: administration}
    item: {zh: 管理加密, en: administration is encrypted}
    clause: {3: 甲 1, 4: 甲 2}
    unit: {3: X-01, 4: X-02}
    steps:
      encrypted: {by: config, text: {zh: 加密, en: encrypted}}
      guarded: {by: person, text: {zh: 有人看守, en: somebody watches}}
  own_ports:
    control: {zh: 端口, en: ports}
    item: {zh: 关闭闲置端口, en: idle ports are shut}
    clause: {3: 乙 1}
    unit: {3: X-03}
    steps:
      shut: {by: config, text: {zh: 关闭, en: shut}}
answers:
  B030: [{clause: own_administration, step: encrypted}]
  B128: [{clause: own_ports}]
"""


WEIGHTS = """\
title: {zh: 2021 版模板附录, en: annex of the 2021 template}
weights: {L3-CES1-01: critical, L3-MMS1-01: general}
results: {L3-MMS1-01: partial}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "pack.yml"
    path.write_text(text, "utf-8")
    return path


def device(**words: Word) -> DeviceAudit:
    verdicts = tuple(Verdict(check, 3, word, Basis.EXPLICIT) for check, word in words.items())
    return DeviceAudit("r1", "frr", 3, verdicts=verdicts)


def test_own_clauses_are_judged_by_the_same_logic(tmp_path: Path) -> None:
    pack = load_pack(written(tmp_path, PACK))
    summary = summarise([device(B030=Word.COMPLIANT, B128=Word.NON_COMPLIANT)], pack)
    found = {each.key: each for each in summary.private}
    assert found["own_administration"].verdict is Word.MANUAL, "a person's step is open"
    assert found["own_ports"].verdict is Word.NON_COMPLIANT
    assert found["own_ports"].as_dict("zh")["unit"] == "X-03"
    assert [each.text.en for each in found["own_administration"].requirement.steps] == ["encrypted", "somebody watches"]


def test_own_clauses_change_nothing_of_gb_t_22239(tmp_path: Path) -> None:
    pack = load_pack(written(tmp_path, PACK))
    audits = [device(B030=Word.COMPLIANT, B128=Word.NON_COMPLIANT)]
    with_pack, without = summarise(audits, pack), summarise(audits)
    assert (with_pack.units, with_pack.rate, with_pack.levels) == (without.units, without.rate, without.levels)
    assert without.private == ()


def test_the_site_speaks_in_its_own_name_and_the_fixed_statement_stays(tmp_path: Path) -> None:
    shown = summarise([device()], load_pack(written(tmp_path, PACK))).as_dict("zh")
    private, statements = shown["private"], shown["statements"]
    assert isinstance(private, dict)
    assert isinstance(statements, dict)
    assert private["texts"] == ["本单位条款", "依本单位授权使用"]
    assert "不能替代分级保护" in statements["classified"]


def test_a_level_that_a_pack_doesnt_have_has_no_units_of_it(tmp_path: Path) -> None:
    pack = load_pack(written(tmp_path, PACK))
    assert summarise([DeviceAudit("r1", "frr", 2)], pack).private == ()
    (unit,) = summarise([DeviceAudit("r1", "frr", 4)], pack).private
    assert unit.requirement.clause[4] == "甲 2"


def test_the_published_schemas_know_every_key_and_no_other(tmp_path: Path) -> None:
    written_by_people = {"clause-pack.json": PACK, "weights.json": WEIGHTS, "audit-policy.json": "idle_seconds: 300\n"}
    assert set(schemas()) == set(written_by_people)
    for name, text in written_by_people.items():
        schema = json.loads(schemas()[name])
        assert schema["additionalProperties"] is False
        document = parse(text, "x.yml").document
        assert document is not None
        assert isinstance(document.value, dict)
        assert document.value.keys() <= schema["properties"].keys()
        assert schema["title"]
    assert load_weights(written(tmp_path, WEIGHTS)).results == {"L3-MMS1-01": "partial"}


@pytest.mark.parametrize(
    ("old", "new", "line", "code", "said"),
    [
        ("own_ports:", "identity_a:", 12, "NET-AUD-003", "take another"),
        ("step: encrypted}]", "step: locked}]", 20, "NET-AUD-003", "it has encrypted, guarded"),
        ("clause: own_ports}]", "clause: elsewhere}]", 21, "NET-AUD-003", "no clause is called elsewhere"),
        ("B128:", "B999:", 21, "NET-AUD-003", "no check has this id"),
        ("unit: {3: X-03}", "unit: {4: X-03}", 12, "NET-AUD-003", "don't have the same levels"),
        ("by: config, text: {zh: 关闭", "by: magic, text: {zh: 关闭", 18, "NET-INV-017", "`magic`"),
        (
            "by: config, text: {zh: 加密",
            "implied_by: nothing, by: config, text: {zh: 加密",
            4,
            "NET-AUD-003",
            "isn't there: nothing",
        ),
        ("statement:", "remark:", 2, "NET-INV-012", "nobody knows the key `remark`"),
    ],
)
def test_every_fault_of_a_pack_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, code: str, said: str
) -> None:
    assert old in PACK
    with pytest.raises(InputError) as error:
        load_pack(written(tmp_path, PACK.replace(old, new)))
    faults = {each.line: each for each in error.value.faults}
    assert line in faults
    assert said in faults[line].what
    assert faults[line].code == code


def test_two_faults_come_together(tmp_path: Path) -> None:
    text = PACK.replace("B128:", "B999:").replace("step: encrypted}]", "step: locked}]")
    with pytest.raises(InputError) as error:
        load_pack(written(tmp_path, text))
    assert [each.line for each in error.value.faults] == [20, 21]
