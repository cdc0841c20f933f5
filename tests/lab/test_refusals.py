"""What netops won't do, or can't: each a clear message with its code, and nothing half done.

The messages are golden files, ``tests/cases/messages/*.txt``: the command, its exit code, and the faults as they are
printed. Times, ports, keys, processes and places stand there as words in capitals.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.lab.conftest import AUTHOR, ROOT, City, Moved, Run, ended, lay_out

pytestmark = pytest.mark.lab

MESSAGES = ROOT / "tests" / "cases" / "messages"
ONES_OWN = (
    (r"port \d+", "port PORT"),
    (r"\(process \d+\)", "(process PID)"),
    (r"SHA256:[A-Za-z0-9+/=]+", "SHA256:KEY"),
    (r"within \d+ s", "within N s"),
)


def told(city: City, run: Run, *words: str) -> str:
    """Return a run as a golden file has it."""
    text = f"$ netops {' '.join(words)}\n{run.faults}exit {run.code}\n"
    text = text.replace(f"{city.root}/", "")
    for pattern, word in ONES_OWN:
        text = re.sub(pattern, word, text)
    return text


def expect(city: City, name: str, *words: str, settings: Mapping[str, str] | None = None) -> Run:
    """Run netops and hold what it says against the golden file of this name."""
    run = city.netops(*words, settings=settings)
    assert "Traceback" not in run.both
    assert told(city, run, *words) == (MESSAGES / f"{name}.txt").read_text("utf-8")
    return run


@pytest.fixture
def untouched(city: City, cut_over: str) -> Iterator[None]:
    """The change stands where it stood afterwards, and no router of it was pushed to."""
    events, startup = city.events(cut_over), city.startup("finance-ce1", "finance-ce2")
    yield
    assert city.events(cut_over) == events
    assert city.startup("finance-ce1", "finance-ce2") == startup
    assert city.next_hop("finance-ce1", "192.168.2.0/24") == "172.16.1.1"


@contextmanager
def keys_swapped(city: City, one: str, other: str) -> Iterator[None]:
    """Have two routers' recorded host keys changed with each other, as if something stood in between."""
    recorded = city.lab.known_hosts
    before = recorded.read_text("utf-8")
    names = {f"[127.0.0.1]:{city.lab.ports[host]}" for host in (one, other)}
    first, second = (line.split(" ", 1) for line in before.splitlines() if line.split()[0] in names)
    swapped = before.replace(" ".join(first), f"{first[0]} {second[1]}").replace(
        " ".join(second), f"{second[0]} {first[1]}"
    )
    recorded.write_text(swapped, "utf-8")
    try:
        yield
    finally:
        recorded.write_text(before, "utf-8")


@contextmanager
def keys_forgotten(city: City, host: str) -> Iterator[None]:
    """Have a router's host key not recorded at all."""
    recorded = city.lab.known_hosts
    before = recorded.read_text("utf-8")
    name = f"[127.0.0.1]:{city.lab.ports[host]}"
    recorded.write_text("".join(line for line in before.splitlines(keepends=True) if name not in line), "utf-8")
    try:
        yield
    finally:
        recorded.write_text(before, "utf-8")


def test_every_golden_message_is_asked_for() -> None:
    asked = re.findall(r'(?:expect\(city, "|MESSAGES / ")([a-z-]+)', Path(__file__).read_text("utf-8"))
    assert sorted(asked) == sorted(path.stem for path in MESSAGES.glob("*.txt"))


@pytest.mark.usefixtures("untouched")
def test_a_router_that_somebody_typed_on_since_the_plan_is_not_pushed_to(city: City, cut_over: str) -> None:
    line = "ip route 10.77.0.0/24 172.16.1.5"
    with city.typed("finance-ce2", [line], ["no " + line]):
        expect(city, "changed-since-the-plan", "apply", cut_over, "--as", AUTHOR)
        expect(city, "changed-since-the-plan-asked", "apply", cut_over, "--as", AUTHOR, "--check")
    city.netops("apply", cut_over, "--as", AUTHOR, "--check").must()


@pytest.mark.usefixtures("untouched")
def test_drift_is_not_planned_over(city: City, prepared: Moved) -> None:
    line = "ip route 10.77.0.0/24 172.16.1.5"
    move = ("--department", "finance", "--to", "cut_over", "--as", AUTHOR, "--id", "over-drift")
    with city.typed("finance-ce2", [line], ["no " + line]):
        expect(city, "drift", "plan", *move)
    assert not (city.root / "changes" / "over-drift").exists()


@pytest.mark.usefixtures("untouched")
def test_a_router_that_is_silent_is_named_and_nothing_is_planned_or_pushed(city: City, cut_over: str) -> None:
    move = ("--department", "finance", "--to", "cut_over", "--as", AUTHOR, "--id", "never")
    with city.silenced("finance-ce2"):
        expect(city, "silent-at-the-plan", "plan", *move)
        expect(city, "silent-at-the-apply", "apply", cut_over, "--as", AUTHOR)
        run = expect(city, "silent-at-the-collection", "collect", "-F", "department=finance", "-o", "silent")
    assert not (city.root / "changes" / "never").exists()
    assert {path.stem for path in (city.root / "silent").iterdir()} == {"finance-ce1", "finance-old"}
    assert "finance-ce1  done" in run.output


@pytest.mark.usefixtures("untouched")
def test_a_wrong_password_is_tried_once_and_never_shown(city: City, cut_over: str) -> None:
    wrong = "Falsch-4711-nicht"
    run = expect(city, "wrong-password", "apply", cut_over, "--as", AUTHOR, settings={"NETOPS_PASSWORD": wrong})
    again = city.netops("collect", "-F", "p1", "-o", "wrong", "--debug", settings={"NETOPS_PASSWORD": wrong}).must(1)
    assert wrong not in run.both + again.both
    log = city.run("finance-ce1", "sh", "-c", "cat /var/log/auth.log /var/log/sshd.log 2>/dev/null || true")
    assert log.count("Failed password") <= 1


@pytest.mark.usefixtures("untouched")
def test_no_password_at_all_is_said_before_anybody_logs_in(city: City, cut_over: str) -> None:
    expect(city, "no-password", "apply", cut_over, "--as", AUTHOR, settings={"NETOPS_PASSWORD_FILE": ""})


@pytest.mark.usefixtures("untouched")
def test_a_changed_host_key_stops_everything(city: City, cut_over: str) -> None:
    with keys_swapped(city, "finance-ce1", "p1"):
        expect(city, "changed-host-key", "apply", cut_over, "--as", AUTHOR)


@pytest.mark.usefixtures("untouched")
def test_an_unknown_host_key_is_never_taken_on_trust(city: City) -> None:
    with keys_forgotten(city, "p1"):
        expect(city, "unknown-host-key", "collect", "-F", "p1", "-o", "unknown")


def test_a_port_where_another_router_answers_is_noticed(city: City) -> None:
    hosts = city.root / "inventory" / "hosts.yml"
    before = hosts.read_text("utf-8")
    one, other = (str(city.lab.ports[host]) for host in ("finance-old", "health-old"))
    hosts.write_text(before.replace(one, "PORT").replace(other, one).replace("PORT", other), "utf-8")
    try:
        expect(city, "another-router-answers", "collect", "-F", "finance-old", "-o", "another")
    finally:
        hosts.write_text(before, "utf-8")


@pytest.mark.usefixtures("untouched")
def test_an_edit_after_the_approval_makes_the_approval_worthless(city: City, cut_over: str) -> None:
    patch = city.root / "changes" / cut_over / "devices" / "finance-ce1" / "patch.txt"
    before = patch.read_text("utf-8")
    patch.write_text(before + "ip route 0.0.0.0/0 10.1.0.5\n", "utf-8")
    try:
        expect(city, "edited-after-the-approval", "apply", cut_over, "--as", AUTHOR)
    finally:
        patch.write_text(before, "utf-8")


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(("verb", "code"), [("rollback", "NET-CHG-064"), ("confirm", "NET-CHG-065")])
def test_what_was_not_applied_is_neither_taken_back_nor_confirmed(
    city: City, cut_over: str, verb: str, code: str
) -> None:
    assert code in city.netops(verb, cut_over, "--as", AUTHOR).must(3).faults


PACKAGES_GONE = """
import sys
from netops.cli import app
from netops.lab import uml
uml.PACKAGES = {"/usr/lib/frr/no-zebra": "frr", "/usr/bin/no-linux.uml": "user-mode-linux"}
sys.exit(app.main())
"""


def test_a_machine_without_the_labs_packages_says_what_to_install(city: City, tmp_path: Path) -> None:
    lay_out(tmp_path)
    words = ("lab", "up", "--inventory", str(tmp_path / "inventory"))
    run = ended(city.spawn([sys.executable, "-c", PACKAGES_GONE, *words]))
    assert told(city, run, *words[:2]) == (MESSAGES / "packages-missing.txt").read_text("utf-8")
    assert not (tmp_path / ".netops" / "lab" / "lab.json").exists()
