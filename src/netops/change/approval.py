"""Approvals: signatures over the digest of a plan, by people who are not its author.

Every line of ``approvals.jsonl`` is one signature. The first is the author's own: it makes who planned the change as
hard to edit as what was planned. An edit of any file of the change moves its digest, and the signatures no longer fit.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from netops.change.identity import Signer, is_signed
from netops.errors import Refused
from netops.store.appending import lines_of


class SignedAs(StrEnum):
    """What a signature says."""

    AUTHOR = "author"
    APPROVER = "approver"


@dataclass(frozen=True, slots=True)
class Approval:
    """One signature over a plan.

    Attributes:
        change: id of the change.
        digest: SHA-256 of the change's ``plan.json``, which holds the digests of every other file.
        at: UTC, ISO 8601.
        comment: what the signer wants remembered.
    """

    change: str
    digest: str
    signed_as: SignedAs
    name: str
    at: str
    comment: str = ""
    signature: str = ""

    def message(self) -> bytes:
        """Return the bytes that are signed: everything but the signature, as canonical JSON."""
        content = {key: str(value) for key, value in asdict(self).items() if key != "signature"}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
            "utf-8", "backslashreplace"
        )

    def as_line(self) -> str:
        """Return the approval as one line of ``approvals.jsonl``."""
        return json.dumps({key: str(value) for key, value in asdict(self).items()}, ensure_ascii=False) + "\n"


def sign(change: str, digest: str, signed_as: SignedAs, signer: Signer, comment: str = "") -> Approval:
    """Return the signature of ``signer`` over the plan."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    unsigned = Approval(change, digest, signed_as, signer.name, at, comment)
    return Approval(change, digest, signed_as, signer.name, at, comment, signer.sign(unsigned.message()))


def read_approvals(path: Path) -> tuple[Approval, ...]:
    """Read ``approvals.jsonl``.

    A last line that was never finished, because the disk was full, is no approval: whoever gave it was told so.

    Raises:
        Refused: NET-CHG-011 at a line that isn't an approval, or isn't written the one way that netops writes it: a key
            that stands twice would be read one way here and another way elsewhere.
    """
    lines = lines_of(path.read_bytes())[0] if path.exists() else ()
    found = []
    for number, line in enumerate(lines, start=1):
        approval = _parse(line)
        if approval is None:
            raise Refused.of("NET-CHG-011", str(path), number)
        found.append(approval)
    return tuple(found)


def _parse(line: bytes) -> Approval | None:
    try:
        raw = json.loads(line)
        approval = Approval(**{**raw, "signed_as": SignedAs(raw["signed_as"])})
        written = approval.as_line().encode("utf-8", "backslashreplace")
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return approval if written == line + b"\n" else None


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a plan may be applied, and by whose word."""

    author: str
    approvers: tuple[str, ...]


def standing(
    approvals: tuple[Approval, ...], change: str, digest: str, keys: Mapping[str, str], path: Path
) -> Standing:
    """Check every signature over a plan and return who stands behind it.

    Args:
        approvals: what ``approvals.jsonl`` holds.
        change: id of the change.
        digest: digest of the change as it lies there now.
        keys: name → public key of everyone whom the inventory knows.
        path: where the approvals lie, for the message.

    Raises:
        Refused: NET-CHG-012 an unknown signer; NET-CHG-013 a signature that doesn't fit (the change was edited after
            it); NET-CHG-014 no author; NET-CHG-015 an author, or the author's key, approving.
    """
    for number, approval in enumerate(approvals, start=1):
        if approval.name not in keys:
            raise Refused.of("NET-CHG-012", str(path), number, name=approval.name)
        fits = approval.change == change and approval.digest == digest
        if not fits or not is_signed(approval.message(), approval.signature, keys[approval.name]):
            raise Refused.of("NET-CHG-013", str(path), number, name=approval.name)
    authors = [approval.name for approval in approvals if approval.signed_as is SignedAs.AUTHOR]
    if len(set(authors)) != 1:
        raise Refused.of("NET-CHG-014", str(path))
    author = authors[0]
    approvers = tuple(dict.fromkeys(each.name for each in approvals if each.signed_as is SignedAs.APPROVER))
    for name in approvers:
        if name == author or keys[name] == keys[author]:
            raise Refused.of("NET-CHG-015", str(path), name=name)
    return Standing(author, approvers)
