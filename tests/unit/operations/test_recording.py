"""From an audit to the history: what is kept of it, what isn't, and what it says against the last time."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from netops.audit import (
    Basis,
    DeviceAudit,
    Policy,
    Risk,
    RiskState,
    Verdict,
    Waived,
    Word,
    audit,
    known_of,
    not_audited,
    summarise,
)
from netops.config import parse
from netops.devices import Collected
from netops.errors import InputError
from netops.model import Line
from netops.operations import Fate, Recorded, Run, record
from netops.operations.recording import configs, device_row, policy_digest, standing, verdict_row
from netops.platforms import get_platform
from netops.store import Archive, store
from netops.store.history import History, Standing, devices_of, open_history, read_place, runs

NOW = datetime(2027, 1, 10, 2, 30, tzinfo=UTC)
SECRETS = Path(__file__).parents[2] / "cases" / "secrets"
WAIVER = Waived("replaced in summer", "security lead", date(2027, 6, 30), expired=False)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return open_history(read_place(str(tmp_path / "history" / "audit.db")))


def verdict(check: str = "B030", word: Word = Word.NON_COMPLIANT, **more: object) -> Verdict:
    return replace(Verdict(check, 3, word, Basis.EXPLICIT), **more)  # type: ignore[arg-type]  # fields by name


def device(*verdicts: Verdict, name: str = "pe1") -> DeviceAudit:
    return DeviceAudit(name, "frr", 3, "8.4.4", verdicts)


def put(
    history: History, day: float, *audits: DeviceAudit, policy: Policy | None = None, past: str = "", series: str = ""
) -> Recorded:
    run = Run("city", NOW + timedelta(days=day), "li", policy or Policy(), past=past, series=series)
    return record(history, run, audits, summarise(audits), {})


@pytest.mark.parametrize(("made", "expected"), [
    (verdict(), Standing.OPEN),
    (verdict(word=Word.PARTIAL), Standing.OPEN),
    (verdict(word=Word.COMPLIANT), Standing.HELD),
    (verdict(word=Word.NOT_APPLICABLE), Standing.HELD),
    (verdict(word=Word.MANUAL), Standing.UNSURE),
    (verdict(waiver=WAIVER), Standing.WAIVED),
    (verdict(waiver=replace(WAIVER, expired=True)), Standing.OPEN),
    (verdict("B164"), Standing.ADVICE),
    (verdict("B164", Word.COMPLIANT), Standing.HELD),
])  # fmt: skip
def test_how_a_check_stands_follows_from_its_verdict(made: Verdict, expected: Standing) -> None:
    assert standing(made) is expected


def test_a_run_is_kept_with_all_that_makes_it_evidence(history: History) -> None:
    full = verdict(
        lines=(Line(8, "tcp dport 23 accept"),), high_risk=(Risk("6.4.1.2", RiskState.TRIGGERED),), waiver=WAIVER
    )
    lost = not_audited("pe9", platform="frr", level=3, reason="no answer")
    recorded = put(history, 0, device(full), lost)
    (run,) = runs(history, "city")
    assert (run.about.who, run.about.policy, run.totals.devices, run.totals.not_audited, run.totals.waived) == (
        "li", policy_digest(Policy()), 2, 1, 1,
    )  # fmt: skip
    first, second = devices_of(history, recorded.run)
    assert (first.device, first.release, first.level) == ("pe1", "8.4.4", 3)
    (kept,) = first.verdicts
    assert (kept.check, kept.unit, kept.lines) == ("B030", "L3-CES1-03", ((8, "tcp dport 23 accept"),))
    assert kept.as_dict()["high_risk"] == [{"item": "6.4.1.2", "state": "triggered"}]
    assert kept.waiver is not None
    assert (kept.waiver.approver, kept.waiver.expires) == ("security lead", date(2027, 6, 30))
    assert (second.verdict, second.not_audited, second.verdicts) == ("not_audited", "no answer", ())


def test_a_finding_that_comes_back_is_worse_however_long_it_was_not_seen(history: History) -> None:
    put(history, 0, device(verdict(word=Word.COMPLIANT)))
    put(history, 1, device(verdict(word=Word.MANUAL)))
    lost = put(history, 2, not_audited("pe1", platform="frr", level=3, reason="no answer"))
    assert lost.compared.items == ()
    back = put(history, 3, device(verdict()))
    assert [(each.check, each.fate) for each in back.compared.items] == [("B030", Fate.REGRESSED)]
    assert (back.totals.regressed, runs(history, "city")[0].totals.regressed) == (1, 1)
    again = put(history, 4, device(verdict()))
    assert [(each.fate, each.since) for each in again.compared.items] == [(Fate.OPEN, NOW + timedelta(days=3))]


def test_a_device_that_was_lost_leaves_its_findings_not_seen_and_they_are_open_again_when_it_is_back(
    history: History,
) -> None:
    put(history, 0, device(verdict()))
    lost = put(history, 1, not_audited("pe1", platform="frr", level=3, reason="no answer"))
    assert [each.fate for each in lost.compared.items] == [Fate.NOT_SEEN]
    assert (lost.totals.gone, lost.totals.not_seen, lost.compared.unseen) == (0, 1, ("pe1",))
    assert [each.fate for each in put(history, 2, device(verdict())).compared.items] == [Fate.OPEN]


def fates(recorded: Recorded) -> dict[str, str]:
    return {each.check: each.fate.value for each in recorded.compared.items}


GOOD, BAD, OPEN = Word.COMPLIANT, Word.NON_COMPLIANT, Word.MANUAL


def test_a_run_by_hand_uses_up_no_regression_of_the_night(history: History) -> None:
    put(history, 0, device(verdict(word=GOOD)), series="nightly")
    assert fates(put(history, 0.5, device(verdict()))) == {"B030": "regressed"}
    assert fates(put(history, 0.6, device(verdict()))) == {"B030": "open"}  # by hand: against the last look of any run
    night = put(history, 1, device(verdict()), series="nightly")
    assert fates(night) == {"B030": "regressed"}
    assert (night.series, runs(history, "city")[0].about.series) == ("nightly", "nightly")
    assert fates(put(history, 2, device(verdict()), series="nightly")) == {"B030": "open"}


def test_a_run_by_hand_sees_what_the_night_found(history: History) -> None:
    put(history, 0, device(verdict()), series="nightly")
    assert fates(put(history, 0.5, device(verdict(word=GOOD)))) == {"B030": "gone"}
    assert fates(put(history, 1, device(verdict(word=GOOD)), series="nightly")) == {"B030": "gone"}


def test_what_held_in_a_run_by_hand_held(history: History) -> None:
    put(history, 0, device(verdict(word=OPEN)), series="nightly")
    put(history, 0.5, device(verdict(word=GOOD)))
    assert fates(put(history, 1, device(verdict()), series="nightly")) == {"B030": "regressed"}


def test_two_series_know_nothing_of_each_other(history: History) -> None:
    put(history, 0, device(verdict(word=GOOD)), series="nightly")
    put(history, 0, device(verdict(word=GOOD)), series="weekly")
    put(history, 1, device(verdict()), series="nightly")
    assert fates(put(history, 7, device(verdict()), series="weekly")) == {"B030": "regressed"}


def test_the_first_run_of_a_series_is_held_against_the_last_look_of_any_run(history: History) -> None:
    """A schedule that had no series until yesterday doesn't begin anew."""
    put(history, 0, device(verdict()), device(verdict(word=GOOD), name="pe2"))
    first = put(history, 1, device(verdict()), device(verdict(), name="pe2"), series="nightly")
    assert [(each.device, each.fate, each.since) for each in first.compared.items] == [
        ("pe1", Fate.OPEN, NOW),
        ("pe2", Fate.REGRESSED, None),
    ]
    later = put(history, 2, device(verdict()), device(verdict(), name="pe2"), series="nightly")
    assert [(each.fate, each.since) for each in later.compared.items] == [
        (Fate.OPEN, NOW),
        (Fate.OPEN, NOW + timedelta(days=1)),
    ]


@pytest.mark.parametrize("name", ["a b", "n" * 65, "night\n", "a/b"])
def test_no_run_has_a_series_that_nobody_could_type_again(name: str) -> None:
    with pytest.raises(InputError) as caught:
        Run("city", NOW, "li", series=name)
    assert [each.code for each in caught.value.faults] == ["NET-OPS-011"]


def test_a_device_that_a_series_has_not_seen_yet_is_new_to_it(history: History) -> None:
    put(history, 0, device(verdict(word=GOOD)), series="nightly")
    put(history, 0.5, device(verdict(), name="pe2"))
    assert fates(put(history, 1, device(verdict(), name="pe2"), series="nightly")) == {"B030": "new"}


def test_a_device_that_is_lost_to_a_series_is_not_seen_by_it(history: History) -> None:
    put(history, 0, device(verdict()), series="nightly")
    put(history, 0.5, device(verdict(word=GOOD)))
    lost = put(history, 1, not_audited("pe1", platform="frr", level=3, reason="no answer"), series="nightly")
    assert fates(lost) == {"B030": "not_seen"}


def test_what_only_a_person_could_tell_is_newly_found_and_no_regression(history: History) -> None:
    put(history, 0, device(verdict(word=OPEN)))
    found = put(history, 1, device(verdict()))
    assert (fates(found), found.totals.new, found.totals.regressed) == ({"B030": "found"}, 1, 0)
    put(history, 2, device(verdict(word=GOOD)))
    put(history, 3, device(verdict(word=OPEN)))
    assert fates(put(history, 4, device(verdict()))) == {"B030": "regressed"}  # it had held before


def test_a_look_at_the_past_is_compared_with_nothing(history: History) -> None:
    put(history, 0, device(verdict(word=Word.COMPLIANT)))
    assert put(history, 1, device(verdict()), past="2026-01-01").compared.items == ()


def test_other_thresholds_are_told_and_what_only_warns_is_none(history: History) -> None:
    put(history, 0, device(verdict()))
    assert put(history, 1, device(verdict()), policy=Policy(waiver_days=5)).compared.other_policy == ()
    assert put(history, 2, device(verdict()), policy=Policy(auth_tries=3)).compared.other_policy == ("pe1",)


def test_two_files_with_one_hostname_are_two_devices(history: History) -> None:
    recorded = put(history, 0, device(verdict()), device(verdict(word=Word.COMPLIANT)))
    assert [each.device for each in devices_of(history, recorded.run)] == ["pe1", "pe1 (2)"]


# -------------------------------------------------------------------------------------------------------------- secrets


SHOWN = """### /etc/frr/frr.conf
hostname pe1
router bgp 65001
 neighbor 10.0.0.2 remote-as 65001
 neighbor 10.0.0.2 password {secret}
"""
SECRET, OTHER = "Night-shift7", "Day-shift8"
PLATFORMS = {
    "huawei": ("huawei_vrp", "huawei_vrpv8"),
    "h3c": ("h3c_comware",),
    "cisco": ("cisco_ios",),
    "ruijie": ("ruijie_os",),
    "frr": ("frr",),
}
HEADS = {"huawei": "sysname A\n#\n", "h3c": "sysname A\n#\n", "frr": "hostname A\n"}


def planted(secret: str) -> dict[str, tuple[str, str]]:
    """Return device → platform and config, one for each line in which a platform may show a secret."""
    found = {}
    for name, platforms in PLATFORMS.items():
        lines = (SECRETS / f"{name}.txt").read_text("utf-8").splitlines()
        for platform in platforms:
            for number, line in enumerate(each for each in lines if "SECRET" in each and not each.startswith("#")):
                parts = line.replace("SECRET", secret).split(" / ")
                text = "".join(f"{' ' * depth}{each}\n" for depth, each in enumerate(parts))
                found[f"{platform}-{number}"] = platform, HEADS.get(name, "hostname A\n!\n") + text
    assert len(found) > 200
    return found


def judged(name: str, text: str, device_name: str = "pe1") -> DeviceAudit:
    platform = get_platform(name)
    read = platform.read(parse(platform, text))
    found = audit(read, level=3, known=known_of(platform, read.release))
    every = verdict("B999", Word.MANUAL, lines=found.coverage.unread)  # as if somebody cited all that nobody understood
    return replace(found, device=device_name, verdicts=(*found.verdicts, every))


def test_no_secret_and_nothing_that_a_guess_could_be_tried_on_is_kept(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Verdict, "unit", "L3-CES1-01")
    monkeypatch.setattr(Verdict, "supporting", False)
    found = planted(SECRET)
    audits = [judged(platform, text, name) for name, (platform, text) in found.items()]
    texts, platforms = ({name: each[place] for name, each in found.items()} for place in (1, 0))
    read = configs(Archive(tmp_path / "archive"), texts, platforms)
    recorded = record(history, Run("city", NOW, "li"), audits, summarise(()), read)
    content = (tmp_path / "history" / "audit.db").read_bytes()
    assert SECRET.encode() not in content
    assert b"<secret:" in content  # lines with secrets were cited, so that the test has something to find
    others = configs(
        Archive(tmp_path / "archive"), {name: text for name, (_, text) in planted(OTHER).items()}, platforms
    )
    assert read == others  # the digest is the same whatever the secret is
    for row in devices_of(history, recorded.run):
        assert hashlib.sha256(texts[row.device].encode()).hexdigest() != row.config


def test_a_placeholder_says_nothing_of_its_secret_and_is_the_same_every_night() -> None:
    lines = [
        verdict_row(verdict(lines=(Line(3, f"neighbor 10.0.0.2 password <secret:bgp:{digest}>"),))).lines
        for digest in ("0123456789abcdef", "fedcba9876543210")
    ]
    assert lines[0] == lines[1] == ((3, "neighbor 10.0.0.2 password <secret:bgp:0000000000000000>"),)


def audit_of(text: str) -> DeviceAudit:
    platform = get_platform("frr")
    read = platform.read(parse(platform, text))
    return audit(read, level=3, known=known_of(platform, read.release))


def test_the_same_config_is_the_same_judgement_in_every_process() -> None:
    one, another = (device_row(audit_of(SHOWN.format(secret=each))) for each in (SECRET, OTHER))
    assert one.judgement == another.judgement


def test_the_digest_is_that_of_the_archive_where_it_has_the_very_text(tmp_path: Path) -> None:
    archive, text = Archive(tmp_path / "archive"), SHOWN.format(secret=SECRET)
    before = configs(archive, {"pe1": text}, {"pe1": "frr"})["pe1"]
    assert not before.archived
    stored = store(archive, {"pe1": Collected(text, "8.4.4", NOW)}, {"pe1": "frr"}, who="li")
    after = configs(archive, {"pe1": text}, {"pe1": "frr"})["pe1"]
    assert (after.sha256, after.archived) == (stored.stored["pe1"].entry.sha256, True)
    other = configs(archive, {"pe1": SHOWN.format(secret="other")}, {"pe1": "frr"})["pe1"]
    assert other == before  # another secret can't be told from the digest


def test_an_archive_that_was_tampered_with_is_no_witness_and_stops_no_audit(tmp_path: Path) -> None:
    archive, text = Archive(tmp_path / "archive"), SHOWN.format(secret=SECRET)
    store(archive, {"pe1": Collected(text, "8.4.4", NOW)}, {"pe1": "frr"}, who="li")
    archive.index_path("pe1").write_text("{}\n")
    assert not configs(archive, {"pe1": text}, {"pe1": "frr"})["pe1"].archived
