"""Verification: what passed once counts only beside all the rest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from typing import Any

import pytest

from netops.change.verifying import Verification, verify
from netops.devices import Probed
from netops.intent import Probe

Town = Any  # the city of conftest.py, which tests can't import


def probe(number: int, *, expect: bool = True) -> Probe:
    return Probe("ce1", IPv4Address("192.168.1.1"), IPv4Address(f"192.168.2.{number}"), expect=expect)


ANSWER, SILENCE = probe(1), probe(2, expect=False)


@dataclass
class Network:
    """Devices whose probes come out by the round in which they are sent."""

    answers: Callable[[Probe, int], bool]
    rounds: list[tuple[Probe, ...]] = field(default_factory=list)

    def collect(self, hosts: Sequence[str]) -> Any:  # noqa: ANN401  nothing is read here
        raise AssertionError(hosts)

    def push(self, work: Any, **_: Any) -> Any:  # noqa: ANN401  nothing is pushed here
        raise AssertionError(work)

    def confirm(self, hosts: Sequence[str], **_: Any) -> Any:  # noqa: ANN401  nothing is pushed here
        raise AssertionError(hosts)

    def abort(self, hosts: Sequence[str]) -> Any:  # noqa: ANN401  nothing is pushed here
        raise AssertionError(hosts)

    def probe(self, probes: Sequence[Probe]) -> Sequence[Probed[Probe]]:
        self.rounds.append(tuple(probes))
        return [Probed(each, self.answers(each, len(self.rounds))) for each in probes]


def ask(network: Network, *probes: Probe, patience: float = 60.0) -> Verification:
    return verify(network, {}, probes, patience=patience, progress=lambda _: None, pause=0.001)


def test_where_all_is_well_each_is_asked_once() -> None:
    network = Network(lambda each, _: each.expect)
    assert ask(network, ANSWER, SILENCE).passed
    assert network.rounds == [(ANSWER, SILENCE)]


def test_a_leak_that_opens_while_routing_converges_is_seen() -> None:
    # At first nothing gets anywhere, which is what the silence wants; then everything does, which it must not.
    network = Network(lambda _, count: count > 2)
    result = ask(network, ANSWER, SILENCE, patience=0.0)
    assert not result.passed
    network = Network(lambda _, count: count > 2)
    result = ask(network, ANSWER, SILENCE, patience=0.2)
    assert not result.passed
    assert [each.probe for each in result.probes if not each.passed] == [SILENCE]


def test_an_answer_that_came_over_the_old_path_and_then_stopped_is_seen() -> None:
    late = probe(3)
    network = Network(lambda each, count: each.expect if each != late and count < 3 else each == late and count > 1)
    result = ask(network, ANSWER, late, patience=0.2)
    assert [each.probe for each in result.probes if not each.passed] == [ANSWER]


def test_a_network_that_converges_slowly_passes_with_one_last_round_of_all() -> None:
    late = probe(3)
    network = Network(lambda each, count: each.expect and (each != late or count > 3))
    assert ask(network, ANSWER, SILENCE, late).passed
    assert network.rounds == [(ANSWER, SILENCE, late), (late,), (late,), (late,), (ANSWER, SILENCE, late)]


def test_without_probes_the_devices_alone_decide() -> None:
    network = Network(lambda *_: False)
    assert ask(network).passed
    assert network.rounds == []


@pytest.mark.parametrize("at", ["running", "other", "unread"])
def test_a_device_that_is_not_as_planned_is_named(at: str) -> None:
    result = Verification({"pe1": "expected", "pe2": at}, (), 0.1)
    assert not result.passed
    assert len(result.failures()) == 1
    assert result.failures()[0].startswith("pe2 ")
