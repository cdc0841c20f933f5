"""What a user brings to ``netops audit``, as options; and what is said of files that no device's config came of."""

from pathlib import Path
from typing import Annotated

import typer

from netops.audit.publishing import Sample, sample
from netops.cli import output
from netops.cli.exits import ExitCode
from netops.language import translate as _
from netops.operations import Exports
from netops.platforms import platform_names

PolicyOption = Annotated[
    Path | None,
    typer.Option("--policy", metavar="FILE", help=_("Thresholds: lengths, times, tries, algorithms; see --sample.")),
]
ClausesOption = Annotated[
    Path | None,
    typer.Option(
        "--clauses",
        metavar="FILE",
        help=_("The site's own clauses, judged beside those of GB/T 22239, in its own name; see --sample."),
    ),
]
WeightsOption = Annotated[
    Path | None,
    typer.Option(
        "--weights",
        metavar="FILE",
        help=_("Weights for the score of 2021, which is superseded; netops has none of its own; see --sample."),
    ),
]
SampleOption = Annotated[
    Sample | None, typer.Option("--sample", help=_("Print such a file to begin with, and do nothing else."))
]


def show_sample(wanted: Sample | None) -> None:
    """Print a file to begin with, and leave; without one that is asked for do nothing."""
    if wanted is not None:
        output.raw(sample(wanted))
        raise typer.Exit(ExitCode.DONE)


MOST = 50
"""So many files that were passed over are named on the screen; JSON has them all."""


def show_left(found: Exports) -> None:
    """Say what was passed over and hidden, which hostnames stand in several files, and that nothing was audited at all."""
    for path, why in found.passed[:MOST]:
        output.warn(_("{path} was passed over: {why}").format(path=path, why=why))
    if len(found.passed) > MOST:
        words = _("{number} more were passed over; --format json names them all")
        output.warn(words.format(number=len(found.passed) - MOST))
    if found.hidden:
        shown = ", ".join(found.hidden[:MOST]) + (" …" if len(found.hidden) > MOST else "")
        output.note(_("hidden, and not looked at: {paths}").format(paths=shown))
    twins = _twins(found)
    if twins:
        shown = ", ".join(twins[:MOST]) + (" …" if len(twins) > MOST else "")
        words = _("several files have the same hostname: {devices}; only the first of each goes by it alone")
        output.note(words.format(devices=shown))
    if all(each.not_audited is not None for each in found.audited.results):
        words = _("nothing could be audited; netops reads configs of {known}")
        output.warn(words.format(known=", ".join(platform_names())))


def _twins(found: Exports) -> list[str]:
    """Return the hostnames that several files have; the second file's device goes by its hostname and its file."""
    again = {name.removesuffix(f" ({path})") for name, path in found.files.items() if name.endswith(f" ({path})")}
    return sorted(name for name in again if name in found.files)
