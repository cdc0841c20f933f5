"""What is told to people and programs when an audit finds something worse than before: names and checks, no config line."""

import json
from dataclasses import dataclass

import netops
from netops.audit import check_entries
from netops.language import spoken
from netops.language import translate as _
from netops.operations.comparing import Cause, Fate, Followed
from netops.operations.recording import Recorded, Run

MOST = 200
"""Findings that a message names; the history has all of them."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A run that has regressions, and what it came to."""

    run: Run
    recorded: Recorded

    @property
    def regressed(self) -> tuple[Followed, ...]:
        """The findings that are worse than before: high risks first."""
        found = self.recorded.compared.of(Fate.REGRESSED)
        return tuple(sorted(found, key=lambda each: (not each.high, each.device, each.check)))

    def body(self) -> bytes:
        """Return the notice for programs: JSON, UTF-8, names sorted."""
        compared = self.recorded.compared
        content = {
            "event": "audit.regressed",
            "version": netops.__version__,
            "network": self.run.network,
            "run": self.recorded.run,
            "started": self.run.started.isoformat(),
            "counts": {fate.value: compared.count(fate) for fate in Fate},
            "not_audited": list(compared.unseen)[:MOST],
            "regressed": [_as_dict(each) for each in self.regressed[:MOST]],
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()

    def subject(self) -> str:
        """Return one line for people, in the language of this process."""
        words = _("netops: {number} findings are worse than before in {network}")
        return words.format(number=len(self.regressed), network=self.run.network)

    def text(self) -> str:
        """Return the notice for people, in the language of this process."""
        compared, totals = self.recorded.compared, self.recorded.totals
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
        lines += ["", counted.format(new=totals.new, open=totals.open, gone=totals.gone, missing=len(compared.unseen))]
        lines.append(_("netops history show {run} shows all of it.").format(run=self.recorded.run))
        return "\n".join(lines) + "\n"


def _as_dict(finding: Followed) -> dict[str, object]:
    title = check_entries()[finding.check].title
    cause = finding.cause.value if finding.cause else None
    return {
        "device": finding.device,
        "check": finding.check,
        "title": {"zh": title.of("zh"), "en": title.of("en")},
        "cause": cause,
        "high_risk": finding.high,
    }


def line_of(finding: Followed) -> str:
    """Return one finding in words: device, check, its title, and why it counts."""
    entry = check_entries().get(finding.check)
    title = entry.title.of(spoken()) if entry else ""
    why = {
        Cause.FAILED: _("held before"),
        Cause.WAIVER_EXPIRED: _("its waiver has expired"),
        Cause.WAIVER_WITHDRAWN: _("its waiver was taken back"),
    }
    words = [f"{finding.device}: {finding.check} {title}"]
    if finding.cause is not None:
        words.append(why[finding.cause])
    if finding.since is not None:
        words.append(_("open since {day}").format(day=finding.since.astimezone().date().isoformat()))
    if finding.high:
        words.append(_("high risk"))
    return " · ".join(words)
