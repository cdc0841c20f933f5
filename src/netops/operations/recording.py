"""From an audit to rows of the history, and what changed against the last time that each device was judged."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import netops
from netops.audit import DeviceAudit, Policy, RiskState, Summary, Verdict, Word
from netops.errors import InputError, NetopsError
from netops.operations.comparing import Comparison, Fate, Followed, compare
from netops.platforms import get_platform
from netops.store import Archive, masked, references
from netops.store.digests import digests
from netops.store.history import (
    Before,
    DeviceRow,
    History,
    RiskRow,
    RunAbout,
    Standing,
    Totals,
    VerdictRow,
    WaiverRow,
    writing,
)

FILES = "files"
"""Stands for the network where configs that lie in files were audited."""
_PLACEHOLDER = re.compile(r"(<secret:[a-z0-9-]+:)[0-9a-f]{16}>")
_STANDINGS = {
    Word.COMPLIANT: Standing.HELD,
    Word.NOT_APPLICABLE: Standing.HELD,
    Word.MANUAL: Standing.UNSURE,
    Word.NOT_AUDITED: Standing.UNSURE,
}


@dataclass(frozen=True, slots=True)
class Config:
    """Which text was judged.

    Attributes:
        sha256: digest of the archive's text; where it has none, of the text with its secrets taken out.
        archived: which of the two.
    """

    sha256: str
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """A run that was stored.

    Attributes:
        run: its number.
        compared: with the last time that each device was judged, by the runs of its series where it is one of a series.
    """

    run: int
    compared: Comparison
    totals: Totals
    series: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """How an audit was asked for, as people said it.

    Attributes:
        who: the user of netops.
        scope: filters, or names of files.
        past: the time that was asked of the archive, where it isn't the present.
        departments: device → name of its department.
        series: name of the runs that it is one of; empty for a run by hand.

    Raises:
        InputError: NET-OPS-011, a name that no series may have.
    """

    network: str
    started: datetime
    who: str
    policy: Policy = field(default_factory=Policy)
    scope: tuple[str, ...] = ()
    source: str = "devices"
    past: str = ""
    level: int | None = None
    departments: Mapping[str, str] = field(default_factory=dict)
    series: str = ""

    def __post_init__(self) -> None:
        series_name(self.series)

    @property
    def about(self) -> RunAbout:
        """The run as the history takes it."""
        return RunAbout(
            network=self.network,
            started=self.started,
            who=self.who,
            scope=scope_words(self.scope),
            source=self.source,
            policy=policy_digest(self.policy),
            version=netops.__version__,
            past=self.past,
            level=self.level,
            series=self.series,
        )


def series_name(name: str) -> str:
    """Return the name of a series, or refuse one that nobody could type again, or the history has no room for.

    Raises:
        InputError: NET-OPS-011.
    """
    if name and not re.fullmatch(r"[\w.-]{1,64}", name):
        raise InputError.of("NET-OPS-011", name=name)
    return name


def scope_words(filters: Iterable[str]) -> str:
    """Return filters in one form, whatever their order; empty for all devices.

    Example:
        >>> scope_words(["role=pe", "department=finance"])
        'department=finance role=pe'
    """
    return " ".join(sorted(set(filters)))


def policy_digest(policy: Policy) -> str:
    """Return the SHA-256 of all thresholds in force, written in the file or not; what only warns is none."""
    body = json.dumps(policy.model_dump(mode="json", exclude={"waiver_days"}), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(body.encode()).hexdigest()


def configs(archive: Archive, texts: Mapping[str, str], platforms: Mapping[str, str]) -> dict[str, Config]:
    """Return the digest of each text that is judged: the archive's where it has this very text.

    Else secrets are taken out first: a digest over a whole config, in a database that many read, would let anybody who knows the
    rest of it try passwords. An archive that isn't whole is no witness; then no digest is its own.

    Args:
        archive: where `netops collect` keeps texts.
        texts: host → what it showed.
        platforms: host → name of its platform.
    """
    try:
        known = references(archive, texts, platforms)
    except NetopsError:
        known = {}
    found = {host: Config(entry.sha256, archived=True) for host, entry in known.items()}
    for host, text in texts.items():
        if host not in found:
            open_text = anonymous(masked(get_platform(platforms[host]), text, None))
            found[host] = Config(digests(open_text.encode("utf-8", "surrogateescape")).sha256)
    return found


def anonymous(text: str) -> str:
    """Return a text whose placeholders say only that a secret stands there, the same in every process.

    Example:
        >>> anonymous("username admin secret <secret:password:0123456789abcdef>")
        'username admin secret <secret:password:0000000000000000>'
    """
    return _PLACEHOLDER.sub(rf"\g<1>{'0' * 16}>", text)


def device_row(audit: DeviceAudit, config: Config | None = None, department: str = "") -> DeviceRow:
    """Return one device as the history takes it."""
    return DeviceRow(
        device=audit.device,
        platform=audit.platform,
        level=audit.level,
        verdict=audit.word.value,
        release=audit.release or "",
        department=department,
        not_audited=audit.not_audited,
        config=config.sha256 if config else "",
        archived=config.archived if config else False,
        lines=audit.coverage.lines,
        read=audit.coverage.read,
        verdicts=tuple(map(verdict_row, audit.verdicts)),
    )


def verdict_row(verdict: Verdict) -> VerdictRow:
    """Return one verdict as the history takes it."""
    waiver = verdict.waiver
    return VerdictRow(
        check=verdict.check,
        unit=verdict.unit,
        verdict=verdict.verdict.value,
        basis=verdict.basis.value,
        standing=standing(verdict),
        lines=tuple((line.number, anonymous(line.text)) for line in verdict.lines),
        risks=tuple(RiskRow(each.item, each.state.value) for each in verdict.high_risk),
        waiver=WaiverRow(waiver.reason, waiver.approver, waiver.expires, waiver.expired) if waiver else None,
    )


def standing(verdict: Verdict) -> Standing:
    """Return how a check stands on a device."""
    if verdict.finding:
        return Standing.OPEN
    if verdict.verdict in _STANDINGS:
        return _STANDINGS[verdict.verdict]
    return Standing.ADVICE if verdict.supporting else Standing.WAIVED


def record(
    history: History, run: Run, audits: Iterable[DeviceAudit], summary: Summary, read: Mapping[str, Config]
) -> Recorded:
    """Store a run, whole or not at all, and say what changed.

    Args:
        history: where.
        run: how it was asked for.
        audits: waivers applied; taken one by one.
        summary: of the same.
        read: device → the text that was judged.

    Raises:
        MissingPiece: NET-STO-041, 043 where the database fails; nothing of the run is stored then.
    """
    tally = _Tally(run.about.policy)
    with writing(history, run.about) as book:
        number, present = book.number, book.present
        for audit in audits:
            row = tally.named(device_row(audit, read.get(audit.device), run.departments.get(audit.device, "")))
            before = book.add(row)
            tally.count(row)
            if present:
                tally.compare(before, row)
        compared = tally.compared()
        totals = _totals(summary, tally.devices, compared)
        book.finish(totals)
    return Recorded(number, compared, totals, run.series)


@dataclass(slots=True)
class _Tally:
    """Gathers what changed while devices pass by; it keeps findings, not devices."""

    policy: str
    devices: int = 0
    names: Counter[str] = field(default_factory=Counter)
    items: list[Followed] = field(default_factory=list)
    first: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    def named(self, row: DeviceRow) -> DeviceRow:
        """Return the device under a name of its own: two files may have one hostname."""
        self.names[row.device] += 1
        again = self.names[row.device]
        return row if again == 1 else replace(row, device=f"{row.device} ({again})")

    def count(self, row: DeviceRow) -> None:
        """Count one device."""
        self.devices += 1
        if row.not_audited is not None:
            self.unseen.append(row.device)

    def compare(self, before: Before, row: DeviceRow) -> None:
        """Note what changed on one device."""
        self.items += compare(before, row)
        if row.not_audited is not None:
            return
        if before.seen is None:
            self.first.append(row.device)
        elif before.policy != self.policy:
            self.other.append(row.device)

    def compared(self) -> Comparison:
        """Return what was noted."""
        items = sorted(self.items, key=lambda each: (each.device, each.check))
        return Comparison(tuple(items), tuple(self.first), tuple(self.unseen), tuple(self.other))


def _totals(summary: Summary, devices: int, compared: Comparison) -> Totals:
    return Totals(
        devices=devices,
        not_audited=len(summary.not_audited),
        open=summary.open_findings,
        waived=summary.waived,
        high=sum(risk.state is RiskState.TRIGGERED for _, _, risk in summary.high_risks),
        rate=summary.rate.strict,
        half=summary.rate.half,
        new=compared.count(Fate.NEW) + compared.count(Fate.FOUND),
        regressed=compared.count(Fate.REGRESSED),
        gone=compared.count(Fate.GONE),
        not_seen=compared.count(Fate.NOT_SEEN),
    )
