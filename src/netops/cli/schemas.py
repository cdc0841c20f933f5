"""``netops schemas``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from netops.audit.publishing import schemas as audit_schemas
from netops.cli import output
from netops.cli.exits import ExitCode
from netops.cli.files import write_whole
from netops.cli.frame import command, new_app
from netops.cli.options import CheckOption, JsonOption
from netops.config import schemas as config_schemas
from netops.inventory import schemas as inventory_schemas
from netops.language import translate as _
from netops.report.publishing import schemas as report_schemas
from netops.store import schemas as store_schemas

app = new_app()

OutputOption = Annotated[
    Path, typer.Option("-o", "--output", metavar="DIR", show_default=True, help=_("Where to write."))
]


@command(
    app,
    "schemas",
    examples=(
        ("netops schemas", "write docs/schemas/*.json, which editors read by the first line of each inventory file"),
        ("netops schemas --check", "for CI: exit 2 where a file is out of date"),
    ),
)
def schemas(
    folder: OutputOption = Path("docs/schemas"), check: CheckOption = False, as_json: JsonOption = False
) -> None:
    """Write the JSON Schema of each kind of file that people write, of the proofs, of the archive's index and of the audit.

    An editor that knows the YAML language server checks an inventory file against it while you type.
    """
    found = {**inventory_schemas(), **config_schemas(), **store_schemas(), **audit_schemas(), **report_schemas()}
    stale = _stale(folder, found)
    if not check:
        for path, text in stale.items():
            write_whole(path, text)
    if as_json:
        output.emit_json({"stale": [str(path) for path in stale], "written": bool(stale) and not check})
    else:
        words = _("{path}: out of date") if check else _("{path}: written")
        for path in stale:
            output.say(words.format(path=path))
    if stale and check:
        raise typer.Exit(ExitCode.DIFFERENCES)


def _stale(folder: Path, texts: Mapping[str, str]) -> dict[Path, str]:
    """Return the files that are missing or differ, with the text that they should have."""
    files = {folder / name: text for name, text in texts.items()}
    return {path: text for path, text in files.items() if not path.is_file() or path.read_text("utf-8") != text}
