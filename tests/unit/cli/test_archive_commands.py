"""``netops collect`` into the archive, ``netops archive``, and ``netops diff`` and ``netops audit`` out of it."""

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dulwich.repo import Repo

from netops.cli.app import main
from netops.devices import Collected, Kind, Outcome
from netops.errors import Fault
from netops.intent import intended_devices
from netops.inventory import Listing, load
from netops.inventory.listing import ansible_listing
from netops.platforms import get_platform
from netops.render import render
from netops.store import Archive, store

SAMPLE = Path(__file__).parents[3] / "inventory"
CITY = SAMPLE.with_name("inventory-city")
SECRET = "Night-shift7"
VRP = "sysname {name}\n#\nsnmp-agent community read cipher %^%#{salt}%^%#\n#\nreturn\n"
HIDDEN = "pe3 encrypts secrets anew at each display: 1; whether they changed can't be seen\n"
FIRST = datetime(2027, 1, 10, 2, 0, tzinfo=UTC)
LATER = "2027-01-11T03:00Z"


@dataclass
class Place:
    """A project, and what its devices show.

    Attributes:
        texts: host → running config; those without one can't be reached.
        days: since the first collection.
        asked: the hosts that were logged in to, run by run.
    """

    root: Path
    texts: dict[str, str]
    capsys: pytest.CaptureFixture[str]
    days: int = 0
    asked: list[tuple[str, ...]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    def fetch(self, _project: object, _inventory: object, hosts: Iterable[str]) -> Mapping[str, Outcome[Collected]]:
        self.asked.append(tuple(hosts))
        at = FIRST + timedelta(days=self.days)
        return {
            host: Outcome(host, Kind.DONE, Collected(self.texts[host], "8.4.4", at))
            if host in self.texts
            else Outcome(host, Kind.TIMEOUT, None, Fault("NET-DEV-046", {"host": host, "seconds": 5, "command": "-"}))
            for host in self.asked[-1]
        }

    def run(self, *words: str) -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        code = main(words)
        shown = self.capsys.readouterr()
        self.shown += [shown.out, shown.err]
        return code, shown.out, shown.err

    def collect(self, *words: str) -> tuple[int, str, str]:
        done = self.run("collect", "--as", "li", *words)
        self.days += 1
        return done

    def index(self, host: str) -> Path:
        return self.root / "archive" / "index" / f"{host}.jsonl"


@pytest.fixture(scope="module")
def listing() -> Listing:
    return ansible_listing(SAMPLE / "hosts.yml")


@pytest.fixture(scope="module")
def intended(listing: Listing) -> Mapping[str, str]:
    inventory = load(SAMPLE, list_hosts=lambda _: listing)
    return {host: render(get_platform("frr"), device) for host, device in intended_devices(inventory).items()}


@pytest.fixture
def place(
    tmp_path: Path,
    listing: Listing,
    intended: Mapping[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Place:
    shutil.copytree(SAMPLE, tmp_path / "inventory")
    return settled(Place(tmp_path, dict(intended), capsys), listing, monkeypatch)


@pytest.fixture
def huawei(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Place:
    """The city of all platforms, in which pe3 is a Huawei and shows a secret that it encrypts anew each time."""
    shutil.copytree(CITY, tmp_path / "inventory")
    return settled(
        Place(tmp_path, {"pe3": VRP.format(name="pe3", salt="one")}, capsys),
        ansible_listing(CITY / "hosts.yml"),
        monkeypatch,
    )


def settled(made: Place, listing: Listing, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The same, with netops standing in its folder and logging in to its devices."""
    monkeypatch.chdir(made.root)
    monkeypatch.setattr(
        "netops.change.commands.load_inventory", lambda path, **_: load(path, list_hosts=lambda _: listing)
    )
    for module in ("netops.change.collecting.collect", "netops.cli.diff.collect", "netops.operations.auditing.collect"):
        monkeypatch.setattr(module, made.fetch)
    return made


def planted(text: str) -> str:
    """A config with a secret in it, at a session that it has."""
    line = next(each for each in text.splitlines(keepends=True) if " remote-as " in each)
    return text.replace(line, line + line.split(" remote-as ")[0] + f" password {SECRET}\n", 1)


def test_a_collection_says_what_is_new_unchanged_and_changed(place: Place) -> None:
    code, out, _ = place.collect("-F", "pe*")
    assert (code, [line.split()[-1] for line in out.splitlines()[1:]]) == (0, ["new", "new"])
    place.texts["pe2"] = planted(place.texts["pe2"])
    _, out, _ = place.collect("-F", "pe*")
    assert [line.split(maxsplit=4)[-1] for line in out.splitlines()[1:]] == [
        "unchanged since 2027-01-10T02:00:00+00:00",
        "changed since 2027-01-10T02:00:00+00:00",
    ]
    code, out, _ = place.collect("-F", "pe*", "--json")
    found = json.loads(out)
    assert {host: (each["archived"]["seen"], each["archived"]["since"]) for host, each in found.items()} == {
        "pe1": ("again", "2027-01-10T02:00:00+00:00"),
        "pe2": ("again", "2027-01-11T02:00:00+00:00"),
    }
    assert (found["pe1"]["archived"]["who"], found["pe1"]["fault"]) == ("li", None)
    assert not (place.root / "collected").exists()


def test_files_are_written_beside_where_they_are_asked_for_without_secrets(place: Place) -> None:
    place.texts["pe1"] = planted(place.texts["pe1"])
    place.collect("-F", "pe1", "-o", "files", "--archive", "elsewhere")
    text = (place.root / "files" / "pe1.cfg").read_text("utf-8")
    assert "password <secret:" in text
    assert SECRET not in text
    assert not (place.root / "archive").exists()
    assert place.run("archive", "verify", "--archive", "elsewhere")[0] == 0
    place.collect("-F", "pe1", "-o", "again", "--archive", "elsewhere")
    assert (place.root / "again" / "pe1.cfg").read_text("utf-8") == text


def test_a_device_that_cannot_be_read_stops_no_other(place: Place) -> None:
    del place.texts["pe1"]
    code, out, err = place.collect("-F", "pe*", "--json")
    assert (code, err) == (1, "")
    found = json.loads(out)
    assert (found["pe1"]["fault"]["code"], found["pe1"]["archived"]) == ("NET-DEV-046", None)
    assert found["pe2"]["archived"]["seen"] == "new"


@pytest.mark.parametrize(
    "command", ["collect", "diff --at now", "diff --between 3d now", "audit --at now", "archive list"]
)
def test_an_archive_that_was_tampered_with_is_refused_before_anybody_logs_in(place: Place, command: str) -> None:
    place.collect()
    path = place.index("pe1")
    path.write_bytes(path.read_bytes().replace(b'"li"', b'"wu"'))
    asked = len(place.asked)
    code, out, err = place.run(*command.split())
    assert (code, out) == (3, "")
    assert err.startswith("archive/index/pe1.jsonl:1: NET-STO-010 ")
    assert len(place.asked) == asked


def test_nothing_is_added_to_an_archive_in_which_another_device_was_tampered_with(place: Place) -> None:
    place.collect()
    path = place.index("pe1")
    path.write_bytes(path.read_bytes().replace(b'"li"', b'"wu"'))
    before = {each: each.read_bytes() for each in (place.root / "archive").rglob("*") if each.is_file()}
    asked = len(place.asked)
    code, out, err = place.run("collect", "-F", "pe2", "-o", "out")
    assert (code, out, len(place.asked)) == (3, "", asked)
    assert err.startswith("archive/index/pe1.jsonl:1: NET-STO-010 ")
    assert {each: each.read_bytes() for each in (place.root / "archive").rglob("*") if each.is_file()} == before
    assert not (place.root / "out").exists()
    assert place.run("collect", "-F", "pe2", "--archive", "elsewhere")[0] == 0


def test_verify_says_what_lies_there_and_names_every_fault(place: Place) -> None:
    code, _, err = place.run("archive", "verify")
    assert (code, err.splitlines()[0]) == (1, "archive: NET-STO-002 nothing was ever archived here")
    place.collect("-F", "pe*")
    place.collect("-F", "pe*")
    code, out, err = place.run("archive", "verify")
    assert (code, out) == (0, "4 collections of 2 devices, 2 texts: all as they were stored\n")
    assert err.startswith("digest ")
    assert json.loads(place.run("archive", "verify", "--json")[1])["entries"] == 4
    text = next(each for each in (place.root / "archive" / "texts").rglob("*") if each.is_file())
    text.write_bytes(b"hostname pe9\n")
    code, out, err = place.run("archive", "verify", "--json")
    assert (code, [each["code"] for each in json.loads(out)["faults"]]) == (3, ["NET-STO-014"])
    asked = len(place.asked)
    assert (place.run("collect", "-F", "pe*")[0], len(place.asked)) == (3, asked)


def test_what_a_device_showed_is_listed_and_shown(place: Place) -> None:
    place.collect("-F", "pe*")
    place.texts["pe1"] = place.texts["pe1"].replace("hostname pe1\n", "hostname pe1\n! later\n")
    place.collect("-F", "pe1")
    _, out, _ = place.run("archive", "list")
    assert [line.split()[:3] for line in out.splitlines()[1:]] == [["pe1", "frr", "2"], ["pe2", "frr", "1"]]
    _, out, _ = place.run("archive", "list", "pe1")
    assert [line.split()[3] for line in out.splitlines()[1:]] == ["new", "equal"]
    entries = json.loads(place.run("archive", "list", "pe1", "--json")[1])["pe1"]
    first = place.run("archive", "show", "pe1", "--at", entries[0]["sm3"][:8])
    assert "! later" not in first[1]
    assert first[1].startswith("### ")
    assert first[2] == f"pe1 as it was at 2027-01-10T02:00:00+00:00, sha256:{entries[0]['sha256']}\n"
    assert "! later" in place.run("archive", "show", "pe1")[1]
    assert json.loads(place.run("archive", "show", "pe1", "--json")[1])["text"].count("! later\n") == 1
    for words in ("show", "list"):
        code, _, err = place.run("archive", words, "p1")
        assert (code, "NET-STO-003 nothing of p1 was archived" in err) == (1, True)
    assert "NET-STO-020" in place.run("archive", "show", "pe1", "--at", "soon")[2]


def test_what_changed_between_two_times_is_shown_once_for_all_that_it_happened_to(place: Place) -> None:
    place.collect()
    for host in ("pe1", "pe2"):
        place.texts[host] = place.texts[host].replace("log syslog informational\n", "log syslog warnings\n")
    place.texts["p1"] = place.texts["p1"].replace("hostname p1\n", "hostname p1\n! a remark\n")
    place.collect()
    code, out, err = place.run("diff", "--between", "2027-01-10", LATER)
    assert (code, err) == (2, f"2 of {len(place.texts)} devices changed\n")
    assert out == (
        f"--- pe1, pe2 2027-01-10\n+++ pe1, pe2 {LATER}\n### /etc/frr/frr.conf\n"
        "-log syslog informational\n+log syslog warnings\n"
    )
    assert place.run("diff", "--between", "2027-01-10", "2027-01-10")[0] == 0
    found = json.loads(place.run("diff", "-F", "p1", "--between", "2027-01-10", "now", "--json")[1])["devices"]["p1"]
    assert found["empty"]
    assert found["before"]["sha256"] != found["after"]["sha256"]


def test_a_device_without_a_text_of_that_time_is_an_error_of_its_own(place: Place) -> None:
    place.collect("-F", "pe1")
    place.collect("-F", "pe*")
    code, out, err = place.run("diff", "-F", "pe*", "--between", "2027-01-10", "now")
    assert (code, out) == (1, "")
    assert "NET-STO-003 nothing of pe2 was archived by 2027-01-10; the first of it is from 2027-01-11T02:00:00" in err


def test_a_text_that_the_parser_refuses_is_an_error_of_its_device_alone(place: Place) -> None:
    place.collect("-F", "pe*")
    place.texts["pe1"] = "### /etc/frr/frr.conf\nhostname \x00\x01\n"
    place.texts["pe2"] = place.texts["pe2"].replace("hostname pe2", "hostname pe7")
    assert place.collect("-F", "pe*")[0] == 0
    for words in (("--at", "now"), ("--between", "2027-01-10", "now"), ()):
        code, out, err = place.run("diff", "-F", "pe*", *words)
        assert code == 1
        assert "hostname pe7" in out
        assert "NET-CFG-001" in err


def test_the_archived_running_config_is_held_against_the_inventory(place: Place) -> None:
    place.collect("-F", "pe*")
    place.texts["pe1"] = place.texts["pe1"].replace("hostname pe1", "hostname pe7")
    place.collect("-F", "pe*")
    asked = len(place.asked)
    assert place.run("diff", "-F", "pe*", "--at", "2027-01-10")[0] == 0
    code, out, err = place.run("diff", "-F", "pe*", "--at", "now")
    assert (code, err) == (2, "1 of 2 devices differ from the inventory\n")
    assert out.startswith("--- pe1 running now\n+++ pe1 intended\n")
    assert "-hostname pe7\n+hostname pe1\n" in out
    assert len(place.asked) == asked


def test_a_line_that_a_patch_would_leave_alone_is_shown_where_it_is_gone(place: Place) -> None:
    place.texts["pe1"] = place.texts["pe1"].replace("hostname pe1\n", "hostname pe1\nno ipv6 forwarding\n")
    place.collect("-F", "pe1")
    place.texts["pe1"] = place.texts["pe1"].replace("no ipv6 forwarding\n", "")
    place.collect("-F", "pe1")
    code, out, _ = place.run("diff", "-F", "pe1", "--between", "2027-01-10", "now")
    assert (code, "-no ipv6 forwarding" in out) == (2, True)


@pytest.mark.parametrize("words", ["--at now --from x", "--at now --between 3d now", "--from x --between 3d now"])
def test_two_places_to_read_from_are_one_too_many(place: Place, words: str) -> None:
    code, _, err = place.run("diff", *words.split())
    assert (code, err.split()[0]) == (1, "NET-CLI-011")
    code, _, err = place.run("audit", "x.cfg", "--at", "now")
    assert (code, err.split()[0]) == (1, "NET-CLI-017")


def test_the_audit_of_a_time_is_that_of_its_texts(place: Place) -> None:
    place.collect("-F", "pe*")
    place.texts = dict.fromkeys(place.texts, "### /etc/frr/frr.conf\n")
    live = json.loads(place.run("audit", "-F", "pe*", "--json")[1])["devices"]
    code, out, _ = place.run("audit", "-F", "pe*", "--at", "2027-01-10", "--json")
    asked = len(place.asked)
    assert code in {0, 2}
    assert json.loads(out)["devices"] != live
    assert json.loads(out)["at"] == "2027-01-10"
    _, page, _ = place.run("audit", "-F", "pe*", "--at", "2027-01-10", "--format", "html")
    assert "as archived by 2027-01-10" in page
    code, out, _ = place.run("audit", "-F", "pe*", "--at", "2027-01-09", "--json")
    assert (code, len(place.asked)) == (1, asked)
    assert "NET-STO" in out or "nothing of pe1 was archived" in out


def test_commits_go_to_git_in_the_collectors_name_without_secrets(place: Place) -> None:
    place.texts["pe1"] = planted(place.texts["pe1"])
    _, _, err = place.collect("-F", "pe*", "--git", "configs.git")
    assert err.startswith("committed to configs.git: ")
    assert place.collect("-F", "pe*", "--git", "configs.git")[2].startswith("configs.git has these texts already")
    with Repo(str(place.root / "configs.git")) as repo:
        head = repo[repo.head()]
        blob = repo[repo[head.tree][b"pe1.cfg"][1]]  # type: ignore[attr-defined, index]  # a commit has a tree
        assert head.author == b"li <li@netops>"  # type: ignore[attr-defined]  # as above
    assert b"password <secret:" in blob.as_raw_string()
    assert SECRET.encode() not in blob.as_raw_string()
    place.collect("-F", "pe1", "--git", "configs.git", "--git-unmasked")
    with Repo(str(place.root / "configs.git")) as repo:
        blob = repo[repo[repo[repo.head()].tree][b"pe1.cfg"][1]]  # type: ignore[attr-defined, index]  # as above
    assert SECRET.encode() in blob.as_raw_string()


def test_no_secret_comes_out_of_any_command(place: Place) -> None:
    place.texts["pe1"] = planted(place.texts["pe1"])
    place.collect("-F", "pe*")
    place.texts["pe1"] = place.texts["pe1"].replace(SECRET, "Other-One9")
    place.collect("-F", "pe*", "--mask")
    place.collect("-F", "pe*")
    digest = json.loads(place.run("archive", "list", "pe1", "--json")[1])["pe1"][0]["sha256"]
    for words in (
        ("archive", "list"),
        ("archive", "show", "pe1", "--at", digest[:9]),
        ("archive", "show", "pe1", "--json"),
        ("archive", "verify"),
        ("diff", "-F", "pe*", "--at", "2027-01-10"),
        ("diff", "-F", "pe*", "--between", "2027-01-10", LATER),
        ("diff", "-F", "pe*", "--between", "2027-01-10", "now", "--json"),
        ("audit", "-F", "pe*", "--at", "2027-01-10", "--json"),
    ):
        assert place.run(*words)[0] in {0, 2}
    code, out, _ = place.run("diff", "-F", "pe*", "--between", LATER, "now")
    assert (code, out) == (0, "")  # the same secret, once masked and once stored
    assert "<secret:neighbor-password:" in place.run("diff", "-F", "pe*", "--between", "2027-01-10", LATER)[1]
    everything = "\n".join(place.shown)
    assert SECRET not in everything
    assert "Other-One9" not in everything


def test_what_a_device_encrypts_anew_is_said_to_be_undetectable_and_never_equal(huawei: Place) -> None:
    assert huawei.collect("-F", "pe3")[2] == ""
    huawei.texts["pe3"] = VRP.format(name="pe3", salt="two")
    _, out, err = huawei.collect("-F", "pe3")
    assert (out.split()[-3:-1], err) == (["unchanged", "since"], HIDDEN)
    code, out, err = huawei.run("diff", "-F", "pe3", "--between", "2027-01-10", "now")
    assert (code, out, err) == (0, "", "0 of 1 devices changed\n" + HIDDEN)
    found = json.loads(huawei.run("diff", "-F", "pe3", "--between", "2027-01-10", "now", "--json")[1])
    assert found["devices"]["pe3"]["undetectable"] == 1
    assert huawei.run("diff", "-F", "pe3", "--between", "now", "now")[2] == "0 of 1 devices changed\n"


def test_texts_of_two_platforms_are_not_compared(huawei: Place) -> None:
    huawei.collect("-F", "pe3")
    read = {"pe3": Collected("hostname pe3\n", "17.3", FIRST + timedelta(days=2))}
    store(Archive(huawei.root / "archive"), read, {"pe3": "cisco_ios"}, who="li")
    for words in (("--between", "2027-01-10", "now"), ("--at", "now")):
        code, out, err = huawei.run("diff", "-F", "pe3", *words)
        assert (code, out, "NET-STO-023" in err) == (1, "", True)
    assert "not_audited" in huawei.run("audit", "-F", "pe3", "--at", "now")[1]


def test_what_a_device_does_not_say_and_nobody_knows_is_told(huawei: Place) -> None:
    huawei.collect("-F", "pe3")
    code, out, err = huawei.run("diff", "-F", "pe3", "--at", "now")
    assert (code, "+undo telnet server enable\n" in out) == (2, True)
    assert err.splitlines()[1:] == ["the running config of pe3 doesn't say whether it is so: undo telnet server enable"]
    found = json.loads(huawei.run("diff", "-F", "pe3", "--at", "now", "--json")[1])["devices"]["pe3"]
    assert found["unsaid"] == ["undo telnet server enable"]
