"""A probe passes where the answer came, or didn't, as it should, and by the way that it should."""

import subprocess
from dataclasses import replace
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from netops.devices.outcome import Probed
from netops.devices.probing import probe_script, read_answers
from netops.intent import Probe
from netops.platforms.frr.session import SESSION

NEW, OLD = IPv4Address("10.1.0.5"), IPv4Address("172.16.1.1")
PROBE = Probe("ce1", IPv4Address("192.168.1.1"), IPv4Address("192.168.2.1"), expect=True, via=NEW)


@pytest.fixture
def device(tmp_path: Path) -> Path:
    """A device whose kernel sends packets by the new path, and whom one address answers."""
    programs = {
        "sudo": 'shift; exec "$@"',
        "ping": 'case "$*" in *192.168.2.1*) echo "rtt 0.1 ms";; *) echo "0 received"; exit 1;; esac',
        "ip": 'echo "$5 from $7 via 10.1.0.5 dev wan0 uid 0 \\    cache"',
    }
    for name, body in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    return tmp_path


def ask(device: Path, *probes: Probe) -> tuple[Probed[Probe], ...]:
    environment = {"PATH": f"{device}:/usr/bin:/bin"}
    script = probe_script(SESSION, probes)
    done = subprocess.run(["/bin/sh", "-c", script], env=environment, capture_output=True, text=True, check=True)
    return read_answers(SESSION, probes, done.stdout)


def test_an_answer_by_the_right_way_passes(device: Path) -> None:
    (probed,) = ask(device, PROBE)
    assert probed.passed
    assert probed.detail == "ce1: 192.168.1.1 → 192.168.2.1 via 10.1.0.5 answers, expected one"


def test_an_answer_by_the_other_way_does_not_pass(device: Path) -> None:
    (probed,) = ask(device, replace(PROBE, via=OLD))
    assert probed.answered
    assert not probed.passed
    assert probed.detail.endswith("via 10.1.0.5 answers, expected one via 172.16.1.1")


def test_a_device_that_does_not_say_its_way_does_not_pass(device: Path) -> None:
    (device / "ip").write_text(
        "#!/bin/sh\necho 'RTNETLINK answers: Network is unreachable' >&2\nexit 2\n", encoding="utf-8"
    )
    (probed,) = ask(device, PROBE)
    assert not probed.passed
    assert "via ? answers" in probed.detail


def test_where_any_way_will_do_none_is_asked(device: Path) -> None:
    free = replace(PROBE, via=None)
    assert "netops-way" not in probe_script(SESSION, [free]).split("\n", 2)[2]
    (probed,) = ask(device, free)
    assert probed.passed


def test_silence_is_right_where_silence_is_due(device: Path) -> None:
    foreign = replace(PROBE, destination=IPv4Address("10.33.1.1"), expect=False, via=None)
    answers = ask(device, foreign, PROBE, replace(foreign, expect=True))
    assert [each.passed for each in answers] == [True, True, False]
