"""``netops read``."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from netops.cli import output
from netops.cli.files import read_config
from netops.cli.frame import command, new_app
from netops.cli.options import JsonOption
from netops.config import parse
from netops.errors import InputError
from netops.language import translate as _
from netops.model import Device
from netops.model.plain import counted, plain
from netops.platforms import Platform, detect, get_platform

app = new_app()

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help=_("Configs of devices; - for standard input."))]
PlatformOption = Annotated[
    str | None, typer.Option("--platform", metavar="NAME", help=_("What the files come from; else it is found out."))
]
MOST = 12
"""Unread lines that are shown of a device; ``--json`` has them all."""


@command(
    app,
    "read",
    examples=(
        ("netops read export.cfg", "what a config says, and which of its lines nobody understood"),
        ("netops read --platform huawei_vrpv8 pe1.cfg pe2.cfg --json", "all facts, each with the lines it came from"),
    ),
)
def read(files: Files, platform: PlatformOption = None, as_json: JsonOption = False) -> None:
    """Say what configs mean, whichever vendor wrote them, and what of them nobody understood.

    Needs no inventory and no device. Lines that no reader understood are counted and shown: they are never taken for absent.
    """
    found = [_read(path, platform) for path in files]
    if as_json:
        output.emit_json([{"file": str(path), **plain(device)} for path, device in zip(files, found, strict=True)])
        return
    for path, device in zip(files, found, strict=True):
        _show(path, device)


def _read(path: Path, name: str | None) -> Device:
    data = read_config(path)
    platform: Platform = get_platform(name) if name is not None else detect(data, path=str(path))
    tree = parse(platform, data, path=str(path))
    for each in tree.normalised:
        output.note(f"{path}: {each}")
    if tree.says_nothing:
        raise InputError.of("NET-CFG-014", str(path))
    return platform.read(tree)


def _show(path: Path, device: Device) -> None:
    head = [str(path), device.platform, device.release or "", device.hostname]
    output.say("  ".join(each for each in head if each), "bold")
    output.table(
        (_("fact"), _("number")),
        [(name.replace("_", " "), str(count)) for name, count in counted(device) if name not in _NAMED],
    )
    if not device.unread:
        output.say(_("every line was understood"))
        return
    output.warn(_("lines that nobody understood: {count}").format(count=len(device.unread)))
    for line in _unread(device):
        output.warn(f"  {line}")


_NAMED = {"hostname", "platform", "release"}


def _unread(device: Device) -> Iterator[str]:
    """Yield the lines that nobody understood below their sections, alike ones counted, so that a long list stays short."""
    sections = Counter(" / ".join(each.section) for each in device.unread)
    for shown, (section, count) in enumerate(sections.most_common()):
        if shown == MOST:
            yield _("… in {count} more sections; --json has them all").format(count=len(sections) - MOST)
            return
        first = next(each for each in device.unread if " / ".join(each.section) == section)
        where = section or _("top level")
        more = _(" and {count} more").format(count=count - 1) if count > 1 else ""
        yield f"{where}: {first.line.number}: {first.line.text}{more}"
