"""What is archived comes back byte for byte or not at all, and equal texts lie there once."""

import json
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes

from netops.devices import Collected
from netops.errors import InputError, MissingPiece, NetopsError, Refused
from netops.store import NOW, Archive, Seen, Storing, recall, schemas, store, verify
from netops.store.digests import Digests, digests

Keep = Callable[..., Storing]
TEXT = "hostname r1\n!\ninterface Loopback0\n ip address 10.255.0.1 255.255.255.255\n!\nend\n"
SECRET = "Zq7Marker"
LOCKED = f"hostname r1\nusername ops password 0 {SECRET}\n"
HUAWEI = "sysname HW\nsnmp-agent community read cipher %^%#{}%^%#\n"


def codes(error: NetopsError) -> list[tuple[str, str]]:
    return [
        (fault.code, Path(fault.path or "").name + (f":{fault.line}" if fault.line else "")) for fault in error.faults
    ]


def test_a_text_comes_back_as_it_was_with_all_that_is_known_of_it(archive: Archive, keep: Keep) -> None:
    text = "hostname r1\r\n! 财政局 \udcb2\n  \n"
    keep(0, r1=text)
    (entry,) = archive.entries(["r1"])["r1"]
    assert archive.text(entry) == text
    assert (entry.at, entry.who, entry.release, entry.masked) == ("2027-01-10T02:00:00+00:00", "li", "15.7", False)
    assert digests(archive.content(entry)) == Digests(entry.sha256, entry.sm3)
    assert entry.fingerprint.startswith("sha256:")
    assert verify(archive).entries == 1


def test_both_digests_are_those_of_the_standards() -> None:
    # GB/T 32905-2016, appendix A.1; FIPS 180-4's example
    found = digests(b"abc")
    assert found.sm3 == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert found.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_an_openssl_without_sm3_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = hashes.Hash

    def old(algorithm: hashes.HashAlgorithm) -> hashes.Hash:
        if isinstance(algorithm, hashes.SM3):
            raise UnsupportedAlgorithm("sm3")
        return whole(algorithm)

    monkeypatch.setattr("netops.store.digests.hashes.Hash", old)
    with pytest.raises(MissingPiece, match=r"NET-STO-001 .* has no SM3: OpenSSL"):
        digests(b"abc")


def test_equal_texts_lie_there_once_and_every_collection_has_its_line(archive: Archive, keep: Keep) -> None:
    keep(0, r1=TEXT, r2=TEXT)
    keep(1, r1=TEXT)
    keep(2, r1=TEXT + "! written by nobody\n")
    done = keep(3, r1=TEXT.replace("r1", "r7"))
    last = keep(4, r1=TEXT)
    entries = archive.entries(["r1", "r2"])
    assert [each.seen for each in entries["r1"]] == [Seen.NEW, Seen.AGAIN, Seen.EQUAL, Seen.CHANGED, Seen.CHANGED]
    assert (done.stored["r1"].since, last.stored["r1"].since) == (entries["r1"][2], entries["r1"][3])
    assert len([each for each in (archive.root / "texts").rglob("*") if each.is_file()]) == 3
    found = verify(archive)
    assert (found.hosts, found.entries, found.texts, found.unnamed) == (2, 6, 3, 0)


def test_unchanged_counts_from_where_the_text_came(archive: Archive, keep: Keep) -> None:
    keep(0, r1="hostname r1\n")
    keep(1, r1=TEXT)
    keep(2, r1=TEXT)
    assert keep(3, r1=TEXT + "!\n").stored["r1"].since == archive.entries(["r1"])["r1"][1]


def test_a_text_that_cannot_be_parsed_is_kept_as_evidence(archive: Archive, keep: Keep) -> None:
    done = keep(0, r1="hostname r1\n\x00\x01\x02\n")
    assert done.faults == {}
    (entry,) = archive.entries(["r1"])["r1"]
    assert (entry.fingerprint, archive.text(entry)) == ("", "hostname r1\n\x00\x01\x02\n")
    assert keep(1, r1="hostname r1\n\x00\x01\n").stored["r1"].entry.seen is Seen.CHANGED


def test_half_a_character_is_an_error_of_its_device_alone(archive: Archive, keep: Keep) -> None:
    done = keep(0, r1="hostname r1\ndescription \ud800\n", r2=TEXT)
    assert str(done.faults["r1"]).startswith("r1:2: NET-STO-024 ")
    assert set(done.stored) == {"r2"}
    assert archive.hosts() == ("r2",)


def test_secrets_are_readable_by_their_owner_alone(archive: Archive, keep: Keep) -> None:
    previous = os.umask(0)
    try:
        keep(0, r1=LOCKED)
        keep(1, masked=True, r1=LOCKED)
    finally:
        os.umask(previous)
    modes = {each: stat.S_IMODE(each.stat().st_mode) for each in [archive.root, *archive.root.rglob("*")]}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    texts = {mode for path, mode in modes.items() if path.is_file() and "texts" in path.parts}
    assert texts | {modes[archive.root / "mask.key"]} == {0o600}
    assert (archive.root / ".gitignore").read_text("utf-8").endswith("\n*\n")


def test_masked_texts_hold_no_secret_and_are_the_same_every_night(archive: Archive, keep: Keep) -> None:
    keep(0, masked=True, r1=LOCKED)
    assert keep(1, masked=True, r1=LOCKED).stored["r1"].entry.seen is Seen.AGAIN
    assert keep(2, masked=True, r1=LOCKED.replace(SECRET, "another1")).stored["r1"].entry.seen is Seen.CHANGED
    everything = b"".join(each.read_bytes() for each in archive.root.rglob("*") if each.is_file())
    assert SECRET.encode() not in everything
    assert b"password <secret:" in everything


def test_a_mask_tells_a_changed_secret_from_the_same_one_stored_openly(archive: Archive, keep: Keep) -> None:
    keep(0, r1=LOCKED)
    assert keep(1, masked=True, r1=LOCKED).stored["r1"].entry.seen is Seen.EQUAL
    assert keep(2, r1=LOCKED.replace(SECRET, "another1")).stored["r1"].entry.seen is Seen.CHANGED


def test_what_a_device_encrypts_anew_at_each_display_is_one_masked_text(archive: Archive, keep: Keep) -> None:
    keep(0, "huawei_vrpv8", masked=True, ne1=HUAWEI.format("one"))
    assert keep(1, "huawei_vrpv8", masked=True, ne1=HUAWEI.format("two")).stored["ne1"].entry.seen is Seen.AGAIN
    assert keep(2, "huawei_vrpv8", ne1=HUAWEI.format("three")).stored["ne1"].entry.seen is Seen.EQUAL


def test_a_lost_key_of_the_masks_is_no_reason_to_make_another(archive: Archive, keep: Keep) -> None:
    keep(0, masked=True, r1=LOCKED)
    path = archive.root / "mask.key"
    key = path.read_bytes()
    for content in (None, b"00" * 32 + b"\n", b"nonsense", b""):
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_bytes(content)
        for use in (lambda: verify(archive), lambda: recall(archive, ["r1"], NOW)):
            with pytest.raises(Refused, match=r"mask\.key: NET-STO-018"):
                use()
        assert keep(1, masked=True, r1=LOCKED).faults["r1"].code == "NET-STO-018"
    path.write_bytes(key)
    assert verify(archive).entries == 1


def test_nothing_was_archived_yet(archive: Archive) -> None:
    with pytest.raises(InputError, match="NET-STO-002"):
        verify(archive)
    assert archive.entries(["r1"]) == {"r1": ()}
    assert not archive.root.exists()


def test_a_name_that_leads_out_of_the_archive_is_none(archive: Archive) -> None:
    with pytest.raises(Refused, match="NET-STO-006"):
        archive.entries(["../changes/x"])


def tampered(archive: Archive, act: Callable[[Path], None], name: str = "index/r1.jsonl") -> list[tuple[str, str]]:
    act(archive.root / name)
    with pytest.raises(Refused) as raised:
        verify(archive)
    return codes(raised.value)


def lines(path: Path, keep_lines: list[int]) -> None:
    found = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(found[number] for number in keep_lines))


@pytest.mark.parametrize(
    ("act", "found"),
    [
        (lambda path: lines(path, [0, 1]), [("NET-STO-011", "r1.jsonl:2")]),
        (lambda path: lines(path, []), [("NET-STO-011", "r1.jsonl")]),
        (lambda path: path.unlink(), [("NET-STO-011", "r1.jsonl")]),
        (lambda path: lines(path, [1, 2]), [("NET-STO-010", "r1.jsonl:1")]),
        (lambda path: lines(path, [0, 2]), [("NET-STO-010", "r1.jsonl:2")]),
        (lambda path: lines(path, [0, 2, 1]), [("NET-STO-010", "r1.jsonl:2")]),
        (lambda path: lines(path, [0, 1, 2, 2]), [("NET-STO-010", "r1.jsonl:4")]),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), [("NET-STO-011", "r1.jsonl:2")]),
        (lambda path: path.write_bytes((path.parent / "r2.jsonl").read_bytes()), [("NET-STO-010", "r1.jsonl:1")]),
        (lambda path: path.write_bytes(b"[" * 100_000 + b"\n"), [("NET-STO-010", "r1.jsonl:1")]),
        (lambda path: path.write_bytes(path.read_bytes().replace(b'"li"', b'"wu"')), [("NET-STO-010", "r1.jsonl:1")]),
        (
            lambda path: path.rename(path.with_name("r9.jsonl")),
            [("NET-STO-011", "r1.jsonl"), ("NET-STO-010", "r9.jsonl:1")],
        ),
        (lambda path: path.with_name("R9.txt").write_bytes(b""), [("NET-STO-016", "index")]),
    ],
)
def test_an_index_that_lost_or_gained_something_is_named_at_its_line(
    archive: Archive, keep: Keep, act: Callable[[Path], None], found: list[tuple[str, str]]
) -> None:
    for day, text in enumerate((TEXT, "hostname r1\n", TEXT)):
        keep(day, r1=text)
    keep(3, r2=TEXT)
    assert tampered(archive, act) == found
    if found[0][1] != "index":
        for use in (lambda: archive.entries(["r1", "r2"]), lambda: recall(archive, ["r1"], NOW)):
            with pytest.raises(Refused, match=found[0][0]):
                use()


def test_an_index_with_hashes_of_its_own_making_ends_elsewhere_than_the_heads_say(archive: Archive, keep: Keep) -> None:
    """Whoever mends the chain as well is found by the heads; who mends those as well is found by their digest elsewhere."""
    keep(0, r1=TEXT)
    keep(1, r1=TEXT)

    def forge(path: Path) -> None:
        first, second = archive.entries(["r1"])["r1"]
        other = replace(first, who="wu")
        after = replace(second, previous=other.digest)
        path.write_bytes(other.as_line() + b"\n" + after.as_line() + b"\n")

    assert tampered(archive, forge) == [("NET-STO-011", "r1.jsonl:2")]


@pytest.mark.parametrize("content", [b"", b"{}", b'{"hosts": {}, "key": ""}\n', b"[" * 100_000, b"\xff", b"null"])
def test_heads_that_netops_did_not_write_are_refused(archive: Archive, keep: Keep, content: bytes) -> None:
    keep(0, r1=TEXT)
    (archive.root / "heads.json").write_bytes(content)
    with pytest.raises(Refused, match=r"heads\.json: NET-STO-012"):
        verify(archive)
    with pytest.raises(Refused, match="NET-STO-012"):
        keep(1, r1=TEXT)


@pytest.mark.parametrize("collections", [1, 2])
def test_heads_that_are_gone_are_missed_whatever_the_indexes_hold(
    archive: Archive, keep: Keep, collections: int
) -> None:
    for day in range(collections):
        keep(day, r1=TEXT)
    assert tampered(archive, lambda path: path.unlink(), "heads.json") == [("NET-STO-025", "heads.json")]
    for use in (lambda: archive.entries(["r1"]), lambda: recall(archive, ["r1"], NOW), lambda: keep(2, r1=TEXT)):
        with pytest.raises(Refused, match=r"heads\.json: NET-STO-025"):
            use()
    assert tampered(archive, lambda path: path.unlink()) == [("NET-STO-025", "heads.json")]


def test_the_heads_are_there_before_anything_that_they_vouch_for(
    archive: Archive, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A first collector that is killed leaves an archive that the next one goes on with."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("netops.store.writing.Writer.finish", lambda _self: None)
        patch.setattr("netops.store.writing.settle", killed)
        with pytest.raises(KeyboardInterrupt):
            keep(0, r1=TEXT)
    assert archive.index_path("r1").exists()
    assert verify(archive).entries == 1
    assert keep(1, r1=TEXT).stored["r1"].entry.number == 2


def text_of(archive: Archive, host: str) -> Path:
    return archive.text_path(archive.entries([host])[host][-1].sha256)


def test_a_text_that_is_gone_or_another_is_named_and_never_given_out(archive: Archive, keep: Keep) -> None:
    keep(0, r1=TEXT, r2="hostname r2\n")
    (archive.root / "elsewhere").write_bytes(TEXT.encode())
    one, other = text_of(archive, "r1"), text_of(archive, "r2")
    content = one.read_bytes()
    one.write_bytes(content.replace(b"r1", b"r9"))
    with pytest.raises(Refused, match=f"{one.name}: NET-STO-014"):
        recall(archive, ["r1"], NOW)
    assert keep(1, r1=TEXT).faults["r1"].code == "NET-STO-014"
    one.unlink()
    assert tampered(archive, lambda _: None) == [("NET-STO-013", "r1.jsonl:1")]
    with pytest.raises(Refused, match=r"r1\.jsonl:1: NET-STO-013"):
        recall(archive, ["r1", "r2"], NOW)
    one.symlink_to(archive.root / "elsewhere")
    assert tampered(archive, lambda _: None) == [("NET-STO-013", "r1.jsonl:1")]
    one.unlink()
    os.mkfifo(one)
    assert tampered(archive, lambda _: None) == [("NET-STO-013", "r1.jsonl:1")]
    one.unlink()
    one.write_bytes(other.read_bytes())
    one.chmod(0o600)
    assert tampered(archive, lambda _: None) == [("NET-STO-014", one.name)]
    one.write_bytes(content)
    assert verify(archive).texts == 2


def test_a_text_that_others_can_read_and_a_thing_without_a_place_are_named(archive: Archive, keep: Keep) -> None:
    keep(0, r1=LOCKED)
    path = text_of(archive, "r1")
    (path.parent / "notes.txt").write_bytes(b"mine")
    path.chmod(0o644)
    assert tampered(archive, lambda _: None) == [("NET-STO-016", path.parent.name), ("NET-STO-017", path.name)]


def test_every_fault_of_all_is_told_together(archive: Archive, keep: Keep) -> None:
    keep(0, r1=TEXT, r2="hostname r2\n")
    keep(1, r1=TEXT, r2="hostname r2\n")
    for host in ("r1", "r2"):
        path = archive.index_path(host)
        path.write_bytes(path.read_bytes().replace(b'"li"', b'"wu"'))
    with pytest.raises(Refused) as raised:
        archive.entries(["r1", "r2"])
    assert codes(raised.value) == [("NET-STO-010", "r1.jsonl:1"), ("NET-STO-010", "r2.jsonl:1")]


def test_one_index_that_is_not_whole_keeps_no_other_config_out(archive: Archive, keep: Keep) -> None:
    keep(0, r1=TEXT, r2=TEXT)
    archive.index_path("r1").write_bytes(b"{}\n")
    done = keep(1, r1=TEXT, r2=TEXT)
    assert ({host: each.code for host, each in done.faults.items()}, set(done.stored)) == (
        {"r1": "NET-STO-010"},
        {"r2"},
    )
    assert archive.index_path("r1").read_bytes() == b"{}\n"


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "archive").write_bytes(b"a file")
    with pytest.raises(MissingPiece, match="NET-STO-004"):
        store(Archive(tmp_path / "archive"), {}, {}, who="li")


def test_no_value_shows_a_text_in_its_repr(archive: Archive, keep: Keep) -> None:
    done = keep(0, masked=False, r1=LOCKED)
    keep(1, masked=True, r1=LOCKED)
    found = recall(archive, ["r1"], NOW)
    key = bytes.fromhex((archive.root / "mask.key").read_text("ascii"))
    shown = repr(done) + repr(found) + repr(Collected(LOCKED, "1", archive.entries(["r1"])["r1"][0].time))
    assert SECRET not in shown
    assert repr(key) not in shown


def test_the_published_schema_is_that_of_the_lines(archive: Archive, keep: Keep) -> None:
    keep(0, r1=TEXT)
    schema = json.loads(schemas()["archive-entry.json"])
    line = json.loads(archive.index_path("r1").read_bytes())
    assert set(line) == set(schema["properties"]) == set(schema["required"])
    kinds = {"integer": int, "string": str, "boolean": bool}
    for name, rule in schema["properties"].items():
        assert type(line[name]) is kinds[rule.get("type", "string")]
        assert line[name] in rule.get("enum", [line[name]])
        assert rule["description"]


def test_heads_that_mean_the_same_in_other_bytes_are_refused(archive: Archive, keep: Keep) -> None:
    keep(0, r1=TEXT)
    path = archive.root / "heads.json"
    path.write_bytes(path.read_bytes().replace(b" ", b"\t", 1))
    with pytest.raises(Refused, match="NET-STO-012"):
        verify(archive)


def test_a_text_that_no_entry_names_is_counted_and_must_be_what_its_name_says(archive: Archive, keep: Keep) -> None:
    keep(0, r1=TEXT)
    path = archive.text_path(digests(b"hostname r9\n").sha256)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"hostname r9\n")
    assert verify(archive).unnamed == 1
    path.write_bytes(b"hostname r8\n")
    assert tampered(archive, lambda _: None) == [("NET-STO-016", path.parent.name)]
