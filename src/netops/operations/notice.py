"""What is told to people and programs when an audit finds something worse than before: names and checks, no config line."""

import json
from dataclasses import dataclass

import netops
from netops.audit import check_entries
from netops.language import language
from netops.language import translate as _
from netops.operations.comparing import Cause, Change, Kind
from netops.operations.recording import Recorded, Run

MOST = 200
"""Findings that a message names; the history has all of them."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A run that has regressions, and what it came to."""

    run: Run
    recorded: Recorded

    @property
    def regressed(self) -> tuple[Change, ...]:
        """The findings that are worse than before: high risks first."""
        found = self.recorded.changes.of(Kind.REGRESSED)
        return tuple(sorted(found, key=lambda each: (not each.high, each.device, each.check)))

    def body(self) -> bytes:
        """Return the notice for programs: JSON, UTF-8, names sorted."""
        changes = self.recorded.changes
        content = {
            "event": "audit.regressed",
            "version": netops.__version__,
            "network": self.run.network,
            "run": self.recorded.run,
            "started": self.run.started.isoformat(),
            "counts": {kind.value: changes.count(kind) for kind in Kind},
            "not_audited": list(changes.unseen)[:MOST],
            "regressed": [_as_dict(each) for each in self.regressed[:MOST]],
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()

    def subject(self) -> str:
        """Return one line for people, in the language of this process."""
        words = _("netops: {number} findings are worse than before in {network}")
        return words.format(number=len(self.regressed), network=self.run.network)

    def text(self) -> str:
        """Return the notice for people, in the language of this process."""
        changes, totals = self.recorded.changes, self.recorded.totals
        lines = [
            _("Audit of {network}, run {run}, {time}").format(
                network=self.run.network, run=self.recorded.run, time=self.run.started.isoformat(timespec="minutes")
            ),
            "",
            *(line_of(each) for each in self.regressed[:MOST]),
        ]
        if len(self.regressed) > MOST:
            lines.append(_("and {number} more").format(number=len(self.regressed) - MOST))
        counted = _("new {new} · open {open} · gone {gone} · devices not audited {missing}")
        lines += ["", counted.format(new=totals.new, open=totals.open, gone=totals.gone, missing=len(changes.unseen))]
        lines.append(_("netops history show {run} shows all of it.").format(run=self.recorded.run))
        return "\n".join(lines) + "\n"


def _as_dict(change: Change) -> dict[str, object]:
    title = check_entries()[change.check].title
    cause = change.cause.value if change.cause else None
    return {
        "device": change.device,
        "check": change.check,
        "title": {"zh": title.of("zh"), "en": title.of("en")},
        "cause": cause,
        "high_risk": change.high,
    }


def line_of(change: Change) -> str:
    """Return one finding in words: device, check, its title, and why it counts."""
    entry = check_entries().get(change.check)
    spoken = "zh" if language() == "zh_CN" else "en"
    title = entry.title.of(spoken) if entry else ""
    why = {
        Cause.FAILED: _("held before"),
        Cause.WAIVER_EXPIRED: _("its waiver has expired"),
        Cause.WAIVER_WITHDRAWN: _("its waiver was taken back"),
    }
    words = [f"{change.device}: {change.check} {title}"]
    if change.cause is not None:
        words.append(why[change.cause])
    if change.since is not None:
        words.append(_("open since {day}").format(day=change.since.astimezone().date().isoformat()))
    if change.high:
        words.append(_("high risk"))
    return " · ".join(words)
