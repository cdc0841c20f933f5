"""Secrets: placeholders wherever people read, values on the device and nowhere else."""

import os
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from netops.change.applying import apply, rollback
from netops.change.commands import approve
from netops.change.directory import SEALED, Change, load
from netops.change.journal import State
from netops.change.planning import _files, device_plan
from netops.change.pushing import check_pushable, prepare
from netops.config import fingerprint, parse, placeholders
from netops.devices import Kind
from netops.errors import DeviceError, NetopsError, Refused
from netops.platforms import get_platform

Town = Any  # the city of conftest.py, which tests can't import
Accident = Any
FRR = get_platform("frr")

BGP, OSPF, KEY, OTHER = "Night-shift7", "Kou-Ling-9x", "Chain-of-2046", "a b c-With-Spaces"
PLANTED = (BGP, OSPF, OTHER)


LINES = {
    " neighbor 10.255.0.2 update-source lo\n": f" neighbor 10.255.0.2 password {BGP}\n",
    " neighbor 10.1.0.14 ttl-security hops 1\n": f" neighbor 10.1.0.14 password {OTHER}\n",
    " ip ospf dead-interval 8\n": f" ip ospf message-digest-key 1 md5 {OSPF}\n",
}
CHAIN = f"exit\n!\nkey chain CORE\n key 1\n  key-string {KEY}\n exit\nexit\n!\nmpls ldp\n"


def plant(town: Town, host: str = "pe1") -> None:
    """Give a device secrets that the inventory knows nothing of."""
    text = town.running[host]
    for before, after in LINES.items():
        assert before in text
        text = text.replace(before, before + after)
    town.devices.texts[host] = text


def planned(town: Town) -> Change:
    """A change that takes the planted lines away, which its rollback has to bring back."""
    plant(town)
    change: Change = town.planned(include_drift=True, declared=pairs(town))
    return change


def pairs(town: Town) -> list[str]:
    """Every pair that the planted lines open, or leave uncertain: looked at, and declared."""
    found: list[str] = []
    with suppress(Refused):
        town.plan(include_drift=True, change="x")
        return found
    with pytest.raises(Refused) as raised:
        town.plan(include_drift=True, change="x")
    assert {fault.code for fault in raised.value.faults} <= {"NET-CHG-043", "NET-CHG-046"}
    return [str(fault.values["pair"]) for fault in raised.value.faults]


def leaks(text: str) -> list[str]:
    return [secret for secret in PLANTED if secret in text]


def everything(change: Change) -> Iterator[tuple[str, str]]:
    """Every byte of a change but the sealed ones."""
    for path in change.directory.rglob("*"):
        if path.is_file() and path.name != SEALED:
            yield str(path), path.read_bytes().decode("utf-8")


def test_no_file_of_a_change_but_the_sealed_one_holds_a_secret(town: Town) -> None:
    change = planned(town)
    assert [path for path, text in everything(change) if leaks(text)] == []
    assert change.text("pe1", "diff.txt").count("<secret:") == len(PLANTED)
    sealed = (change.directory / "devices/pe1" / SEALED).read_text("utf-8")
    assert leaks(sealed) == list(PLANTED)
    assert len(placeholders(change.text("pe1", "running.cfg"))) == len(PLANTED)
    assert "<secret:neighbor-password:" in change.text("pe1", "rollback.txt")


def test_values_reach_the_device_and_only_it(town: Town) -> None:
    change = planned(town)
    approve(town.project, town.inventory, change, "wang", "read")
    before = town.running["pe1"]
    apply(town.execution(change))
    assert leaks(town.running["pe1"]) == []
    rollback(town.execution(change))
    assert leaks(town.running["pe1"]) == list(PLANTED)
    assert fingerprint(FRR, parse(FRR, town.running["pe1"])) == fingerprint(FRR, parse(FRR, before))
    assert [path for path, text in everything(change) if leaks(text)] == []
    assert all(set(PLANTED) <= known for known in town.devices.secrets if len(known) > 1)
    assert leaks("\n".join(town.progress)) == []


@pytest.mark.parametrize("host", ["pe1", "pe2"])
def test_a_rollback_from_half_a_patch_knows_the_values_and_has_them_redacted(
    town: Town, accident: type[Accident], host: str
) -> None:
    change = planned(town)
    approve(town.project, town.inventory, change, "wang", "read")
    before = town.running["pe1"]
    town.devices.accidents[host] = [accident(Kind.REJECTED, lines=6)]
    with pytest.raises(DeviceError) as raised:
        apply(town.execution(change))
    assert fingerprint(FRR, parse(FRR, town.running["pe1"])) == fingerprint(FRR, parse(FRR, before))
    assert leaks("".join(traceback.format_exception(raised.value))) == []
    assert [path for path, text in everything(change) if leaks(text)] == []
    back = [known for known in town.devices.secrets[1:] if known]
    assert back
    assert all(set(PLANTED) <= known for known in back)


def test_no_value_of_a_change_shows_a_secret_in_its_repr(town: Town) -> None:
    change = planned(town)
    prepared = prepare(change)
    assert leaks(repr(change) + repr(prepared) + repr(town.execution(change))) == []
    assert leaks(repr([each.patch for each in prepared.values()])) == []


def test_a_refusal_shows_no_secret(town: Town) -> None:
    plant(town)
    with pytest.raises(NetopsError) as raised:
        town.plan()
    shown = "".join(traceback.format_exception(raised.value))
    assert leaks(shown) == []


def test_secrets_in_lines_that_nobody_understands_are_hidden_all_the_same(town: Town) -> None:
    text = town.running["pe1"]
    assert "exit\n!\nmpls ldp\n" in text
    town.devices.texts["pe1"] = text.replace("exit\n!\nmpls ldp\n", CHAIN)
    change = town.planned(include_drift=True, declared=pairs(town))
    assert "key-string <secret:key-string:" in change.text("pe1", "running.cfg")
    assert [path for path, shown in everything(change) if KEY in shown] == []
    with pytest.raises(Refused, match="NET-CHG-051") as raised:
        check_pushable(change, prepare(change))
    assert KEY not in str(raised.value)


def test_a_session_that_does_not_come_up_is_told_without_its_password(town: Town) -> None:
    # The matrix cites the lines of sessions that are configured and stay down.
    text = town.running["pe1"]
    line = " neighbor 10.255.0.2 update-source lo\n"
    strange = f" neighbor 10.255.0.77 remote-as 65000\n neighbor 10.255.0.77 password {BGP}\n"
    town.devices.texts["pe1"] = text.replace(line, line + strange)
    change = town.planned(include_drift=True, declared=pairs(town))
    assert "10.255.0.77" in change.files["reachability.json"].decode()
    assert [path for path, shown in everything(change) if leaks(shown)] == []


def test_sealed_values_that_are_missing_stop_everything(town: Town) -> None:
    change = planned(town)
    approve(town.project, town.inventory, change, "wang", "read")
    path = change.directory / "devices/pe1" / SEALED
    sealed = path.read_bytes()
    path.unlink()
    with pytest.raises(Refused) as raised:
        apply(town.execution(load(change.directory)))
    assert [(fault.code, fault.values["host"]) for fault in raised.value.faults] == [("NET-CHG-018", "pe1")]
    assert town.devices.count == {}
    path.write_bytes(sealed)
    apply(town.execution(change))
    path.unlink()
    with pytest.raises(Refused, match="NET-CHG-018"):
        rollback(town.execution(change))
    assert change.state() is State.APPLIED


def test_a_sealed_value_that_was_edited_is_not_what_was_approved(town: Town) -> None:
    change = planned(town)
    path = change.directory / "devices/pe1" / SEALED
    path.write_text(path.read_text("utf-8").replace(BGP, "mine"), "utf-8")
    with pytest.raises(Refused, match="NET-CHG-055"):
        check_pushable(change, prepare(change))


ELSEWHERE = """
import sys
from pathlib import Path
from netops.change.directory import load
from netops.change.pushing import check_pushable, prepare
from netops.config import CommandStep, placeholders

change = load(Path(sys.argv[1]))
prepared = prepare(change)
check_pushable(change, prepared)
for host, each in prepared.items():
    for name, steps in (("forth", each.forth()), ("back", each.back())):
        for step in steps:
            text = "\\n".join(step.lines) if isinstance(step, CommandStep) else step.text
            assert not placeholders(text), host
            for number, secret in enumerate(sys.argv[2:]):
                if secret in text:
                    print(host, name, number)
"""


def elsewhere(change: Change, *secrets: str) -> set[str]:
    """Which secrets another process would push where: ``pe1 back 0``."""
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(change.directory), *secrets],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines())


def test_another_process_pushes_the_same_values(town: Town) -> None:
    assert elsewhere(planned(town), *PLANTED) == {f"pe1 back {number}" for number in range(len(PLANTED))}


def test_secrets_of_the_intended_config_are_hidden_and_counted_as_well(town: Town) -> None:
    # Templates hold no secrets yet; a change made from texts that do goes the same way.
    running = parse(FRR, town.running["pe1"])
    line = " neighbor 10.255.0.2 update-source lo\n"
    intended = parse(FRR, town.running["pe1"].replace(line, f"{line} neighbor 10.255.0.2 password {BGP}\n"))
    each = device_plan(FRR, "pe1", running, intended)
    files = _files(each)
    assert leaks("".join(files.values()) + repr(each)) == []
    assert BGP in each.secrets.values()
    assert each.patch.proof.proven
    assert fingerprint(FRR, each.result) == fingerprint(FRR, intended)
