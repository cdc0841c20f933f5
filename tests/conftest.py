"""Settings of every test: no skipping in CI, one language, no time limits of Hypothesis on a busy machine."""

import os
import signal
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

settings.register_profile("netops", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("netops"), derandomize=True)
settings.register_profile("soak", settings.get_profile("netops"), max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "netops"))

SPEAKING = ("NETOPS_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
STEERING = ("NETOPS_INVENTORY", "NETOPS_PASSWORD", "NETOPS_PASSWORD_FILE", "NO_COLOR", "FORCE_COLOR")


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what it puts in the background with SIGINT ignored, and a child would inherit that through exec.
    signal.signal(signal.SIGINT, signal.default_int_handler)


class _Sharing(LoadScopeScheduling):  # type: ignore[misc]  # xdist tells no types
    """Shares the tests out file by file; those that share the lab go to one process, one after the other."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return "lab" if path.startswith(HEAVY) else path


HEAVY = ("tests/lab/", "tests/browser/")
"""Where tests lie that drive real routers or a browser."""
BESIDE = (
    "tests/property/",
    *(
        f"tests/unit/{each}/"
        for each in ("audit", "cli", "config", "house", "platforms", "reachability", "render", "report")
    ),
)
"""Where tests lie that wait for no device: the other process runs them beside the heavy ones, and gives way to those."""
YIELDING = 15
"""Niceness of a process that gives way."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _Sharing:
    """Let two processes share the tests (`make test`)."""
    return _Sharing(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests to `make soak`, and let what drives routers or a browser come late.

    That waits for real time: a quarter of an hour, for which the other process has what only computes.
    """
    _leave_out_long(config, items)
    items.sort(key=lambda item: (item.nodeid.startswith(BESIDE), item.nodeid.startswith(HEAVY)))


def _leave_out_long(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("HYPOTHESIS_PROFILE") == "soak" or "soak" in config.option.markexpr:
        return
    long = [item for item in items if item.get_closest_marker("soak")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if not item.get_closest_marker("soak")]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let a process that only computes give way to routers: theirs are the times that tests wait for."""
    if item.nodeid.startswith(BESIDE) and os.environ.get("PYTEST_XDIST_WORKER") and os.nice(0) < YIELDING:
        os.nice(YIELDING)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test English texts and none of the developer's own settings."""
    for name in (*SPEAKING, *STEERING):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where CI runs: a missing piece must be seen, not passed over."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"skipped, but nothing may be skipped in CI: {reason}"
    return report
