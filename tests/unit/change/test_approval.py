"""A change is approved by a second person over exactly these bytes, or it is not approved."""

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from netops.change.approval import Approval, SignedAs, Standing, read_approvals, sign, standing
from netops.change.identity import Signer, create_key, load_signer
from netops.errors import InputError, Refused
from netops.store.appending import append_line

PATH = Path("approvals.jsonl")


@pytest.fixture
def people(tmp_path: Path) -> dict[str, Signer]:
    return {name: create_key(name, tmp_path) for name in ("li", "wang", "zhao")}


@pytest.fixture
def keys(people: dict[str, Signer]) -> dict[str, str]:
    return {name: signer.public_key for name, signer in people.items()}


def author(people: dict[str, Signer]) -> Approval:
    return sign("c1", "d1", SignedAs.AUTHOR, people["li"], "move the bureau")


def test_author_and_a_second_person_stand_behind_a_plan(people: dict[str, Signer], keys: dict[str, str]) -> None:
    approvals = (author(people), sign("c1", "d1", SignedAs.APPROVER, people["wang"]))
    assert standing(approvals, "c1", "d1", keys, PATH) == Standing("li", ("wang",))


def test_approving_twice_counts_once(people: dict[str, Signer], keys: dict[str, str]) -> None:
    twice = sign("c1", "d1", SignedAs.APPROVER, people["wang"])
    assert standing((author(people), twice, twice), "c1", "d1", keys, PATH).approvers == ("wang",)


def test_an_author_may_not_approve(people: dict[str, Signer], keys: dict[str, str]) -> None:
    own = sign("c1", "d1", SignedAs.APPROVER, people["li"])
    with pytest.raises(Refused, match="NET-CHG-015"):
        standing((author(people), own), "c1", "d1", keys, PATH)


def test_an_author_may_not_approve_under_another_name_with_the_same_key(people: dict[str, Signer]) -> None:
    other = Signer("second", people["li"].key)
    keys = {"li": people["li"].public_key, "second": other.public_key}
    with pytest.raises(Refused, match="NET-CHG-015"):
        standing((author(people), sign("c1", "d1", SignedAs.APPROVER, other)), "c1", "d1", keys, PATH)


@pytest.mark.parametrize(("change", "digest"), [("c1", "edited"), ("c2", "d1")])
def test_an_approval_does_not_survive_an_edit(
    people: dict[str, Signer], keys: dict[str, str], change: str, digest: str
) -> None:
    with pytest.raises(Refused, match="NET-CHG-013"):
        standing((author(people),), change, digest, keys, PATH)


EDITS: dict[str, Callable[[Approval], Approval]] = {
    "name": lambda given: replace(given, name="zhao"),
    "at": lambda given: replace(given, at="2020-01-01"),
    "comment": lambda given: replace(given, comment=""),
    "digest": lambda given: replace(given, digest="d2"),
    "signed_as": lambda given: replace(given, signed_as=SignedAs.AUTHOR),
}


@pytest.mark.parametrize("field", EDITS)
def test_no_field_of_an_approval_can_be_edited(people: dict[str, Signer], keys: dict[str, str], field: str) -> None:
    given = sign("c1", "d1", SignedAs.APPROVER, people["wang"], "seen")
    with pytest.raises(Refused, match=r"NET-CHG-013"):
        standing((author(people), EDITS[field](given)), "c1", "d1", keys, PATH)


def test_a_signer_whom_the_inventory_does_not_know_is_refused(people: dict[str, Signer], keys: dict[str, str]) -> None:
    del keys["wang"]
    with pytest.raises(Refused, match="NET-CHG-012"):
        standing((author(people), sign("c1", "d1", SignedAs.APPROVER, people["wang"])), "c1", "d1", keys, PATH)


def test_a_plan_without_its_author_is_refused(people: dict[str, Signer], keys: dict[str, str]) -> None:
    with pytest.raises(Refused, match="NET-CHG-014"):
        standing((sign("c1", "d1", SignedAs.APPROVER, people["wang"]),), "c1", "d1", keys, PATH)


def test_approvals_are_read_back_as_written_and_rubbish_is_refused(tmp_path: Path, people: dict[str, Signer]) -> None:
    path = tmp_path / "approvals.jsonl"
    path.write_text(author(people).as_line(), encoding="utf-8")
    assert read_approvals(path) == (author_of(path),)
    path.write_text(path.read_text(encoding="utf-8") + "yes, fine\n", encoding="utf-8")
    with pytest.raises(Refused, match=r"approvals\.jsonl:2: NET-CHG-011"):
        read_approvals(path)


def author_of(path: Path) -> Approval:
    found = read_approvals(path)[0]
    assert found.signed_as is SignedAs.AUTHOR
    return found


def test_a_key_is_never_overwritten_and_never_shown(tmp_path: Path) -> None:
    signer = create_key("sun", tmp_path)
    assert load_signer("sun", tmp_path).public_key == signer.public_key
    assert "key" not in repr(signer)
    with pytest.raises(InputError, match="NET-CHG-020"):
        create_key("sun", tmp_path)


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    create_key("sun", tmp_path)
    (tmp_path / "sun.pem").chmod(0o640)
    with pytest.raises(Refused, match="NET-CHG-023"):
        load_signer("sun", tmp_path)


def lines(people: dict[str, Signer]) -> dict[str, bytes]:
    """Lines that nobody should take for an approval, by what is wrong with them."""
    good = author(people).as_line().encode()
    raw = json.loads(good)
    return {
        "empty": b"\n",
        "no JSON": b"yes, fine\n",
        "not UTF-8": b"\xff\xfe\n",
        "a list": b"[]\n",
        "null": b"null\n",
        "deep": b"[" * 100_000 + b"\n",
        "a key twice": good.replace(b'{"change"', b'{"name": "wang", "change"', 1),
        "a key too many": json.dumps({**raw, "also": "x"}).encode() + b"\n",
        "a key missing": json.dumps({key: raw[key] for key in raw if key != "digest"}).encode() + b"\n",
        "signed as nobody": good.replace(b'"author"', b'"owner"'),
        "signed as a list": good.replace(b'"author"', b'["author"]'),
        "a name that is no text": json.dumps({**raw, "name": ["li"]}).encode() + b"\n",
        "other spaces": good.replace(b": ", b":"),
        "other order": json.dumps(dict(reversed(raw.items()))).encode() + b"\n",
        "escapes for letters": good.replace(b'"li"', b'"\\u006ci"'),
        "cut off": good[:-20] + b"\n",
        "two on one line": good[:-1] + good,
        "carriage return": good[:-1] + b"\r\n",
    }


WRONG = list(lines({"li": Signer("li", Ed25519PrivateKey.generate())}))


@pytest.mark.parametrize("wrong", WRONG)
def test_a_line_that_is_not_exactly_an_approval_is_refused_at_its_place(
    tmp_path: Path, people: dict[str, Signer], wrong: str
) -> None:
    path = tmp_path / "approvals.jsonl"
    path.write_bytes(author(people).as_line().encode() + lines(people)[wrong])
    with pytest.raises(Refused, match=r"approvals\.jsonl:2: NET-CHG-011"):
        read_approvals(path)


@pytest.mark.parametrize(
    "comment", ["a\u2028b\u2029c\u0085d", "a\nb\r\nc\x0b\x0c\x1c", "\u202egnp\u202c", "\udc80", "已阅"]
)
def test_a_comment_of_any_characters_is_read_back(
    tmp_path: Path, people: dict[str, Signer], keys: dict[str, str], comment: str
) -> None:
    path = tmp_path / "approvals.jsonl"
    for signed_as, name in ((SignedAs.AUTHOR, "li"), (SignedAs.APPROVER, "wang")):
        append_line(path, sign("c1", "d1", signed_as, people[name], comment).as_line())
    assert standing(read_approvals(path), "c1", "d1", keys, path) == Standing("li", ("wang",))


@pytest.mark.parametrize("name", ["wang ", "Wang", "w\u0430ng", "wang\u200b", "\uff57ang", "wa\u0301ng", "", "li\x00"])
def test_a_name_that_only_looks_like_another_is_nobody(
    people: dict[str, Signer], keys: dict[str, str], name: str
) -> None:
    other = sign("c1", "d1", SignedAs.APPROVER, Signer(name, people["wang"].key))
    with pytest.raises(Refused, match="NET-CHG-012"):
        standing((author(people), other), "c1", "d1", keys, PATH)


@pytest.mark.parametrize("name", ["../li", "/li", "l/i", "Li", "l\u0456", "", ".", "li.pem", "x" * 33, "li\n", "-li"])
def test_a_key_of_such_a_name_is_neither_made_nor_looked_for(tmp_path: Path, name: str) -> None:
    for work in (create_key, load_signer):
        with pytest.raises(InputError, match="NET-CHG-024") as raised:
            work(name, tmp_path / "keys")
        assert str(raised.value).isascii()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("signature", ["", "AAAA", "ä", "=" * 88, "A" * 86 + "=="])
def test_a_signature_that_is_none_is_refused(people: dict[str, Signer], keys: dict[str, str], signature: str) -> None:
    with pytest.raises(Refused, match="NET-CHG-013"):
        standing((replace(author(people), signature=signature),), "c1", "d1", keys, PATH)


@pytest.mark.parametrize("key", ["", "AAAA", "nobody's", "ä"])
def test_a_public_key_that_is_none_signs_nothing(people: dict[str, Signer], key: str) -> None:
    with pytest.raises(Refused, match="NET-CHG-013"):
        standing((author(people),), "c1", "d1", {"li": key}, PATH)


def test_two_authors_are_none(people: dict[str, Signer], keys: dict[str, str]) -> None:
    second = sign("c1", "d1", SignedAs.AUTHOR, people["wang"])
    with pytest.raises(Refused, match="NET-CHG-014"):
        standing((author(people), second), "c1", "d1", keys, PATH)


def test_a_private_key_is_its_owners_alone(tmp_path: Path) -> None:
    create_key("sun", tmp_path / "keys")
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys" / "sun.pem").stat().st_mode) == 0o600


@pytest.mark.parametrize(("content", "code"), [(None, "NET-CHG-021"), ("not a key", "NET-CHG-022")])
def test_a_missing_or_broken_key_is_named(tmp_path: Path, content: str | None, code: str) -> None:
    if content is not None:
        (tmp_path / "sun.pem").write_text(content, encoding="utf-8")
        (tmp_path / "sun.pem").chmod(0o600)
    with pytest.raises(InputError, match=code):
        load_signer("sun", tmp_path)
