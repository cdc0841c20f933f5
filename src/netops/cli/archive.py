"""``netops archive list | show | verify``."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from netops.cli import output
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, InventoryOption, JsonOption
from netops.cli.project import ArchiveOption, AtOption, project
from netops.errors import InputError, raise_all
from netops.language import mark
from netops.language import translate as _
from netops.platforms import get_platform
from netops.store import NOW, Archive, Entry, masked, read_moment, recall
from netops.store import verify as look

app = new_app(
    _("Look into the archive: what every device showed, and when."),
    examples=(
        ("netops archive list", mark("every device with its last collection")),
        ("netops archive show pe1 --at yesterday", mark("what a device showed, secrets masked")),
        ("netops archive verify", mark("whether every text and every entry is as it was stored")),
    ),
)
SHORT = 12
"""Digits of a digest that a table shows; enough to name a text by."""

HostArgument = Annotated[str | None, typer.Argument(metavar="[HOST]", help=_("All collections of this device."))]
ShownArgument = Annotated[str, typer.Argument(metavar="HOST", help=_("A device that was archived."))]


def _archive(inventory: Path, folder: Path | None) -> Archive:
    found = project(inventory, archive=folder).archive
    found.require()
    return found


@command(
    app,
    "archive list",
    examples=(
        ("netops archive list", "every device with its last collection"),
        ("netops archive list pe1", "all collections of one device, with the digests of its texts"),
    ),
)
def listing(
    host: HostArgument = None,
    inventory: InventoryOption = INVENTORY,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what was collected, and when; every index is checked first."""
    place = _archive(inventory, archive)
    found = place.entries([host] if host else place.hosts())
    if host and not found[host]:
        raise InputError.of("NET-STO-003", str(place.index_path(host)), host=host, time=NOW.words, first="-")
    if as_json:
        output.emit_json({name: [each.as_dict() for each in entries] for name, entries in found.items()})
    elif host:
        columns = (_("time"), _("who"), _("release"), _("archive"), "SHA-256", "SM3", _("bytes"), _("secrets"))
        output.table(columns, [_row(each) for each in found[host]])
    else:
        heads = (_("device"), _("platform"), _("collections"), _("first"), _("last"), _("release"), "SHA-256")
        output.table(heads, [_summary(each) for each in found.values() if each])


def _summary(entries: Sequence[Entry]) -> tuple[str, ...]:
    last = entries[-1]
    return (last.host, last.platform, str(len(entries)), entries[0].at, last.at, last.release, last.sha256[:SHORT])


def _row(each: Entry) -> tuple[str, ...]:
    kept = _("masked") if each.masked else _("stored")
    digests = each.sha256[:SHORT], each.sm3[:SHORT]
    return (each.at, each.who, each.release, str(each.seen), *digests, str(each.size), kept)


@command(
    app,
    "archive show",
    examples=(
        ("netops archive show pe1", "what it showed at the last collection"),
        ("netops archive show pe1 --at 3d", "what it showed three days ago"),
    ),
)
def show(
    host: ShownArgument,
    at: AtOption = None,
    inventory: InventoryOption = INVENTORY,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print what a device showed at a time, secrets masked."""
    found = recall(_archive(inventory, archive), [host], read_moment(at) if at else NOW)
    raise_all(found.faults.values())
    each = found.found[host]
    text = masked(get_platform(each.entry.platform), each.text, found.key)
    if as_json:
        output.emit_json({**each.entry.as_dict(), "text": text})
    else:
        words = _("{host} as it was at {time}, sha256:{digest}")
        output.note(words.format(host=host, time=each.entry.at, digest=each.entry.sha256))
        output.raw(text)


@command(
    app,
    "archive verify",
    examples=(("netops archive verify", "whether every text and every entry is as it was stored"),),
)
def verify(inventory: InventoryOption = INVENTORY, archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Read every index and every text and hold each against its digests; exit 3 with every fault.

    Whoever can write here can put a whole older archive in its place. Write the last line down elsewhere: a later
    archive with the same digest is the same one.
    """
    found = look(_archive(inventory, archive))
    if as_json:
        output.emit_json(found.as_dict())
        return
    words = _("{entries} collections of {hosts} devices, {texts} texts: all as they were stored")
    output.say(words.format(entries=found.entries, hosts=found.hosts, texts=found.texts), "green")
    if found.unnamed:
        words = _("{number} texts are named by no collection: a run was interrupted before its entry was written")
        output.note(words.format(number=found.unnamed))
    output.note(_("digest {digest}").format(digest=found.digest))
