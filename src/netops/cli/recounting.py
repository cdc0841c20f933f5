"""What ``netops audit`` does beside the audit: its place in the history, what got worse, and who is told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from netops.cli import output
from netops.errors import Fault, InputError, NetopsError
from netops.language import translate as _
from netops.operations import (
    Audited,
    Comparison,
    FailOn,
    Fate,
    Mail,
    Notice,
    Recorded,
    Remark,
    Run,
    WaiverNote,
    Webhook,
    by_fate,
    line_of,
    mail,
    post,
    record,
    scope_words,
    send,
    series_name,
    webhook,
)
from netops.operations import trend as over_runs
from netops.report import RunPoint
from netops.store.history import History, open_history, read_place

SHOWN = (Fate.REGRESSED, Fate.FOUND, Fate.NEW, Fate.GONE, Fate.WAIVED, Fate.UNSURE, Fate.NOT_SEEN)
"""What is listed one by one; what was open and is stands above, as a finding."""
MOST = 50
"""Findings of one fate that are printed; `netops history compare` has all."""


SeriesOption = Annotated[
    str,
    typer.Option(
        "--series",
        metavar="NAME",
        callback=series_name,
        help=_(
            "Compare with the runs of this name alone, as a schedule does (nightly), whatever is run by hand between."
        ),
    ),
]
NoHistoryOption = Annotated[bool, typer.Option("--no-history", help=_("Store nothing, and compare with nothing."))]
WaitOption = Annotated[
    int,
    typer.Option(
        "--wait",
        min=0,
        max=86400,
        metavar="SECONDS",
        show_default=True,
        help=_("How long to wait for another audit of this project; then exit 3."),
    ),
]
WebhookOption = Annotated[
    str | None,
    typer.Option(
        "--webhook",
        envvar="NETOPS_WEBHOOK",
        show_envvar=True,
        metavar="URL",
        help=_("Post what got worse to this https address, signed with NETOPS_WEBHOOK_SECRET."),
    ),
]
MailOption = Annotated[
    list[str] | None,
    typer.Option(
        "--mail",
        envvar="NETOPS_MAIL",
        show_envvar=True,
        metavar="ADDRESS",
        help=_("Send what got worse to this address, by the server of NETOPS_SMTP."),
    ),
]


def beside(inventory: Path) -> str:
    """Return the file of the history where nobody says another: beside the inventory, as the archive is."""
    return str(inventory.absolute().parent / "history" / "audit.db")


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where a run is kept and who is told of it; made before anybody logs in.

    Attributes:
        history: None where nothing is to be kept.
    """

    history: History | None
    hook: Webhook | None = None
    way: Mail | None = None

    def keep(self, run: Run, found: Audited) -> tuple[Recorded | None, NetopsError | None]:
        """Store a run; what fails is returned, because what was found is to be shown in any case."""
        if self.history is None:
            return None, None
        try:
            return record(self.history, run, found.results, found.summary, found.configs), None
        except NetopsError as error:
            return None, error

    def tell(self, run: Run, recorded: Recorded | None) -> None:
        """Tell whoever wants to know that something got worse; a failure is a warning and nothing else."""
        if recorded is None or not recorded.compared.count(Fate.REGRESSED):
            return
        notice = Notice(run, recorded)
        faults: list[Fault | None] = []
        if self.hook is not None:
            faults.append(post(self.hook, notice))
        if self.way is not None:
            faults.append(send(self.way, notice))
        for fault in faults:
            if fault is None:
                output.note(_("what got worse was told"))
            else:
                output.warn(str(fault))


def keeping(place: str | None, hook: str | None, to: list[str] | None, fail_on: FailOn, *, why_not: str) -> Keeping:
    """Open the history and check who is to be told.

    Args:
        place: where the history lies; None where nothing is kept.
        hook: the webhook's address.
        to: addresses for mail.
        fail_on: what the run fails on.
        why_not: the option because of which nothing is kept, or nothing of the present is asked.

    Raises:
        InputError: NET-OPS-002 where it is to fail on what can't be known, 003 to 005, NET-STO-040.
        MissingPiece, Refused: NET-STO-041 to 043.
    """
    if why_not and fail_on is FailOn.REGRESSION:
        raise InputError.of("NET-OPS-002", other=why_not)
    called = webhook(hook) if hook else None
    way = mail(tuple(to)) if to else None
    return Keeping(open_history(read_place(place)) if place else None, called, way)


def past_runs(kept: Keeping, run: Run) -> tuple[RunPoint, ...]:
    """Return the runs over the same devices, the oldest first and this one last, for the trend of a report."""
    if kept.history is None:
        return ()
    found = over_runs(kept.history, run.network, scope_words(run.scope), series=run.series or None)
    return tuple(RunPoint(each.started, each.open, each.high, each.not_audited) for each in found)


def fate_words(fate: Fate) -> str:
    """Return the heading of one fate."""
    return {
        Fate.REGRESSED: _("worse than before"),
        Fate.FOUND: _("newly found, could not be told before"),
        Fate.NEW: _("new"),
        Fate.OPEN: _("still open"),
        Fate.GONE: _("gone"),
        Fate.WAIVED: _("accepted by a waiver since"),
        Fate.UNSURE: _("open before, now for a person"),
        Fate.NOT_SEEN: _("open before, not seen: the device was not audited"),
    }[fate]


def show_comparison(compared: Comparison, say: Callable[[str, str], None], fates: Iterable[Fate] = SHOWN) -> None:
    """Print how many of each fate there are, and those that are no news from above."""
    counts = [f"{fate_words(fate)} {len(found)}" for fate, found in by_fate(compared)]
    if counts:
        say(" · ".join(counts), "bold")
    listed = set(fates)
    for fate, found in by_fate(compared):
        if fate not in listed:
            continue
        say(f"{fate_words(fate)}:", "red" if fate is Fate.REGRESSED else "")
        for each in found[:MOST]:
            say(f"  {line_of(each)}", "")
        if len(found) > MOST:
            say("  " + _("and {number} more").format(number=len(found) - MOST), "")
    if compared.other_policy:
        words = _("{number} devices were judged by other thresholds the last time")
        say(words.format(number=len(compared.other_policy)), "yellow")


def show_recorded(recorded: Recorded, say: Callable[[str, str], None]) -> None:
    """Print what changed against the last time that each device was judged."""
    compared = recorded.compared
    if compared.first and all(each.fate is Fate.NEW for each in compared.items):
        words = _("run {run} is the first over these devices: there is nothing to compare it with")
        say(words.format(run=recorded.run), "")
        return
    if recorded.series:
        words = _("run {run} of {series}, against the last one of {series} over each device:")
    else:
        words = _("run {run}, against the last one over each device:")
    say(words.format(run=recorded.run, series=recorded.series), "")
    if not compared.items:
        say(_("no finding to compare"), "")
    show_comparison(compared, say)


def show_waivers(notes: Iterable[WaiverNote]) -> None:
    """Warn of waivers that have ended, end soon, or cover nothing."""
    for each in notes:
        words = remark_words(each.remark).format(expires=each.expires, devices=", ".join(each.devices))
        output.warn(f"waivers.yml: {each.check} {each.where}: {words}")


def show_unknown(names: Iterable[str]) -> None:
    """Warn of devices that the policy names and the inventory doesn't have: a slip of the pen leaves a boundary unasked."""
    for each in names:
        output.warn(_("boundary_ports: no device of the inventory is called {name}").format(name=each))


def remark_words(remark: Remark) -> str:
    """Return what is said of a waiver."""
    return {
        Remark.EXPIRED: _("ended on {expires}; the finding counts again on {devices}"),
        Remark.SOON: _("ends on {expires}; the finding then counts again on {devices}"),
        Remark.UNKNOWN_CHECK: _("there is no such check, so it covers nothing"),
        Remark.NOBODY: _("no device belongs to this, so it covers nothing"),
        Remark.NOT_ASKED: _("the check isn't asked at the level of {devices}"),
        Remark.NEEDLESS: _("nothing is left to accept on {devices}; take it out"),
        Remark.TOO_WIDE: _("doesn't cover {devices}: a high-risk item is open there; name the device to accept that"),
    }[remark]
