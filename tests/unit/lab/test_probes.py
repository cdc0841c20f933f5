"""Who answers, and how many packets are lost: here on the loopback of this machine, in place of namespaces."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

import pytest

from netops.lab.guest import probes
from netops.lab.nodes import Host

HOSTS = (Host("pc", "127.0.0.1/8", "127.0.0.1"), Host("nobody", "127.0.0.2/8", "127.0.0.1"))
UNUSED = 7790


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "network_of", lambda _: nullcontext())
    monkeypatch.setattr(probes, "GRACE", 0.1)
    monkeypatch.setattr(probes, "PORT", UNUSED)


@asynccontextmanager
async def answering() -> AsyncIterator[None]:
    found = await probes.answer_everywhere(HOSTS[:1])
    yield
    for each in found:
        each.close()
    await asyncio.sleep(0.01)


async def counted(*pairs: tuple[str, str]) -> dict[tuple[str, str], tuple[int, int]]:
    async with answering():
        traffic = probes.Traffic(pairs, HOSTS, 0.01)
        await asyncio.sleep(0.2)
        return {(source, where): (sent, lost) for source, where, sent, lost in await traffic.stop()}


def test_packets_that_the_right_host_answers_are_not_lost() -> None:
    found = asyncio.run(counted(("pc", "pc"), ("pc", "127.0.0.1")))
    assert all(sent > 5 and lost == 0 for sent, lost in found.values()), found


def test_packets_that_another_host_answers_are_lost() -> None:
    sent, lost = asyncio.run(counted(("pc", "nobody")))[("pc", "nobody")]
    assert sent > 5
    assert lost == sent


def test_the_one_who_answers_gives_its_name() -> None:
    async def run() -> str | None:
        async with answering():
            return await probes.who_answers("pc", "127.0.0.1")

    assert asyncio.run(run()) == "pc"


def test_nobody_answers_where_nobody_listens() -> None:
    assert asyncio.run(probes.who_answers("pc", "127.0.0.1")) is None
