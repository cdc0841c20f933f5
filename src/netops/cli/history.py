"""``netops history list | show | trend | compare | prune``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from netops.cli import output
from netops.cli.exits import ExitCode
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, CheckOption, FilterOption, HistoryOption, InventoryOption, JsonOption
from netops.cli.project import project
from netops.cli.recounting import beside, show_comparison
from netops.language import mark
from netops.language import translate as _
from netops.operations import FILES, LAST, Fate, Trend, compare_stored, find, pair_of, scope_words
from netops.operations import trend as over_runs
from netops.store.history import (
    DeviceRow,
    History,
    RunRow,
    Standing,
    Which,
    devices_of,
    networks,
    open_history,
    read_place,
    runs,
)
from netops.store.history import prune as forget

app = new_app(
    _("Look into the history of audits: who was judged when, what came out, and what became of it."),
    examples=(
        ("netops history list", mark("the runs, the newest first")),
        ("netops history compare", mark("what changed between the last two runs that can be compared")),
        ("netops history trend", mark("findings, rate and high risks, run by run")),
    ),
)

NetworkOption = Annotated[
    str | None,
    typer.Option(
        "--network",
        metavar="NAME",
        help=_("Another network than the inventory's, by its name; “files” for configs that lay in files."),
    ),
]
LimitOption = Annotated[
    int, typer.Option("--limit", min=1, max=100_000, metavar="N", show_default=True, help=_("At most so many runs."))
]
SeriesOption = Annotated[
    str | None, typer.Option("--series", metavar="NAME", help=_("Only the runs of this series, as nightly is one."))
]
RunArgument = Annotated[str, typer.Argument(metavar="[RUN]", help=_("Number of the run, or last."))]
BeforeArgument = Annotated[
    str | None,
    typer.Argument(metavar="[RUN]", help=_("The run; without another one it is held against the one before.")),
]
AfterArgument = Annotated[str | None, typer.Argument(metavar="[OTHER]", help=_("The other run."))]
DaysOption = Annotated[
    int, typer.Option("--keep-days", min=1, max=36500, metavar="DAYS", help=_("Runs that are older go."))
]


@dataclass(frozen=True, slots=True)
class Opened:
    """A history and the name of the network that is asked about."""

    history: History
    network: str


def _opened(inventory: Path, place: str | None, network: str | None) -> Opened:
    """Open the history; where there is no inventory, the history that somebody names is of configs in files."""
    if network is None and place and inventory == INVENTORY and not inventory.exists():
        network = FILES
    name = network or project(inventory).load().network.name
    return Opened(open_history(read_place(place or beside(inventory))), name)


def _say_whose(place: Opened) -> None:
    """Where a network has no run, say of which others the history has some."""
    others = [each for each in networks(place.history) if each != place.network]
    words = _("there is no run of {network} here; --network names another: {others}")
    if others:
        output.note(words.format(network=place.network, others=", ".join(others)))
    else:
        output.note(_("there is no run here yet"))


@command(
    app,
    "history list",
    examples=(
        ("netops history list", "the runs, the newest first"),
        ("netops history list -F role=pe", "those that were asked for with this filter"),
    ),
)
def listing(
    only: FilterOption = None,
    series: SeriesOption = None,
    limit: LimitOption = 30,
    inventory: InventoryOption = INVENTORY,
    history: HistoryOption = None,
    network: NetworkOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the runs: when, by whom, over which devices, and what they came to."""
    place = _opened(inventory, history, network)
    scope = scope_words(only) if only else None
    found = runs(place.history, place.network, Which(scope=scope, series=series), limit=limit)
    if as_json:
        output.emit_json([each.as_dict() for each in found])
        return
    if not found and scope is None and series is None:
        _say_whose(place)
    heads = (_("run"), _("time"), _("who"), _("series"), _("scope"), _("devices"), _("not audited"), _("open"))
    output.table((*heads, _("worse"), _("high risk"), _("rate")), [_row(each) for each in found])


def _row(run: RunRow) -> tuple[str, ...]:
    about, totals = run.about, run.totals
    scope = about.scope or (_("all") if about.source != "files" else "")
    if about.past:
        scope = f"{scope} @ {about.past}"
    figures = (totals.devices, totals.not_audited, totals.open, totals.regressed, totals.high)
    return (
        str(run.number),
        _time(about.started),
        about.who,
        about.series,
        scope,
        *map(str, figures),
        _rate(totals.rate),
    )


def _time(when: datetime) -> str:
    return when.astimezone().strftime("%Y-%m-%d %H:%M")


def _rate(rate: float | None) -> str:
    return "–" if rate is None else f"{rate} %"


@command(
    app,
    "history show",
    examples=(
        ("netops history show", "the last run: its devices and their open findings"),
        ("netops history show 12 --json", "all verdicts of run 12, for a program"),
    ),
)
def show(
    run: RunArgument = "last",
    inventory: InventoryOption = INVENTORY,
    history: HistoryOption = None,
    network: NetworkOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one run: every device with the digest of the config that was judged, and what is open, with its lines."""
    place = _opened(inventory, history, network)
    found = find(place.history, place.network, run)
    rows = devices_of(place.history, found.number)
    if as_json:
        output.emit_json({**found.as_dict(), "results": [each.as_dict() for each in rows]})
        return
    words = _("run {run}, {time}, by {who}, netops {version}, policy {policy}")
    about = found.about
    output.say(
        words.format(
            run=found.number, time=_time(about.started), who=about.who, version=about.version, policy=about.policy[:12]
        ),
        "bold",
    )
    _show_devices(rows)


def _show_devices(rows: Iterable[DeviceRow]) -> None:
    """Print one device after the other, each as it is read, so that the size of the network doesn't matter."""
    for row in rows:
        if row.not_audited is not None:
            output.say(f"{row.device}: {_('not audited')}: {row.not_audited}", "yellow")
            continue
        kept = _("archived") if row.archived else _("not archived")
        words = _("{device}: level {level}, {verdict}, {open} open, config {digest} ({kept})")
        output.say(
            words.format(
                device=row.device,
                level=row.level,
                verdict=row.verdict,
                open=row.count(Standing.OPEN),
                digest=row.config[:12] or "–",
                kept=kept,
            )
        )
        for each in row.verdicts:
            if each.standing in {Standing.OPEN, Standing.WAIVED}:
                output.say(f"  {each.check} {each.unit} {each.verdict} · {each.standing.value}")
                for number, text in each.lines:
                    output.say(f"    {number}: {text}")


@command(
    app,
    "history trend",
    examples=(
        ("netops history trend", "findings, rate and high risks, run by run"),
        ("netops history trend -F role=pe --limit 90", "the same of the runs over these devices"),
    ),
)
def trend(
    only: FilterOption = None,
    series: SeriesOption = None,
    limit: LimitOption = 30,
    inventory: InventoryOption = INVENTORY,
    history: HistoryOption = None,
    network: NetworkOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how findings, rate and high risks went, the oldest run first; only runs with the same filters are put in a row.

    Without a filter these are the runs over all devices; of configs in files those over the same folders as the last.

    A run in which devices were not audited has fewer findings for that reason: how many stands beside it.
    """
    place = _opened(inventory, history, network)
    found = over_runs(place.history, place.network, scope_words(only or ()), limit, series=series)
    if not found and not only:
        found = _over_last(place, limit, series, say=not as_json)
    if as_json:
        output.emit_json([each.as_dict() for each in found])
        return
    heads = (_("run"), _("time"), _("devices"), _("not audited"), _("open"), _("new"), _("worse"), _("gone"))
    rows = [
        (
            str(each.run),
            _time(each.started),
            *map(str, (each.devices, each.not_audited, each.open, each.new, each.regressed, each.gone, each.high)),
            _rate(each.rate),
        )
        for each in found
    ]
    output.table((*heads, _("high risk"), _("rate")), rows)


def _over_last(place: Opened, limit: int, series: str | None, *, say: bool) -> tuple[Trend, ...]:
    """Return the runs over the same folders as the last one, of files; of a network none, and say over what its last run is."""
    last = runs(place.history, place.network, Which(series=series, past=False), limit=1)
    scope = last[0].about.scope if last else ""
    of_files = place.network == FILES
    if say and last:
        words = (
            _("these are the runs over {scope}") if of_files else _("no run is over all devices; the last: -F {scope}")
        )
        output.note(words.format(scope=scope))
    elif say and series is None:
        _say_whose(place)
    return over_runs(place.history, place.network, scope, limit, series=series) if last and of_files else ()


@command(
    app,
    "history compare",
    examples=(
        ("netops history compare", "the last two runs with the same scope"),
        ("netops history compare 3 12", "two runs by their numbers"),
    ),
)
def compare(
    run: BeforeArgument = None,
    other: AfterArgument = None,
    inventory: InventoryOption = INVENTORY,
    history: HistoryOption = None,
    network: NetworkOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what became of every finding between two runs. Exit 2 where something is worse than before.

    Without a run these are the last two that can be compared: with the same filters, and of one series.

    What a device that was not audited had open is not seen: neither gone nor known to be there.
    """
    place = _opened(inventory, history, network)
    before, after = pair_of(place.history, place.network, run, other)
    found = compare_stored(place.history, before, after)
    if as_json:
        output.emit_json({"before": before.as_dict(), "after": after.as_dict(), **found.as_dict()})
    else:
        words = _("run {before} ({then}) → run {after} ({now})")
        times = {"then": _time(before.about.started), "now": _time(after.about.started)}
        output.say(words.format(before=before.number, after=after.number, **times), "bold")
        if run is None and (last := find(place.history, place.network, LAST)).number != after.number:
            output.say(_("run {last} has no earlier one with its scope").format(last=last.number), "yellow")
        show_comparison(found, output.say, tuple(Fate))
        for name in found.left:
            output.say(_("{device} is not in the later run").format(device=name))
    if found.count(Fate.REGRESSED):
        raise typer.Exit(ExitCode.DIFFERENCES)


@command(
    app,
    "history prune",
    examples=(
        ("netops history prune --keep-days 400", "forget runs that are older than 400 days"),
        ("netops history prune --keep-days 400 --check", "only say how many those are"),
    ),
)
def prune(
    keep_days: DaysOption,
    inventory: InventoryOption = INVENTORY,
    history: HistoryOption = None,
    network: NetworkOption = None,
    check: CheckOption = False,
    as_json: JsonOption = False,
) -> None:
    """Forget old runs. The newest of each scope stays, and so does what each device was last found to be.

    What held on a device before is remembered, so that a check that fails again is still told as worse than before.
    """
    place = _opened(inventory, history, network)
    before = datetime.now(UTC) - timedelta(days=keep_days)
    found = forget(place.history, place.network, before, check=check)
    if as_json:
        output.emit_json({"runs": found.runs, "kept": found.kept, "verdicts": found.verdicts})
    else:
        words = _("{runs} runs would go, {kept} stay") if check else _("{runs} runs are gone, {kept} stay")
        output.say(words.format(runs=found.runs, kept=found.kept))
    if check and found.runs:
        raise typer.Exit(ExitCode.DIFFERENCES)
