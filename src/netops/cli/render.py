"""``netops render``."""

from pathlib import Path
from typing import Annotated

import typer

from netops.cli import output
from netops.cli.files import write_whole
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, FilterOption, InventoryOption, JsonOption
from netops.cli.project import chosen
from netops.intent import intended_devices
from netops.inventory import load
from netops.language import translate as _
from netops.platforms import get_platform
from netops.render import render_hosts

app = new_app()

FeatureOption = Annotated[
    str | None, typer.Option("--feature", metavar="NAME", help=_("One feature only: vrf, interface, bgp …"))
]
OutOption = Annotated[
    Path | None, typer.Option("-o", "--out", metavar="DIR", help=_("Write one file a device here instead of printing."))
]
TemplatesOption = Annotated[
    list[Path] | None,
    typer.Option("--templates", metavar="DIR", help=_("Look here first for templates; may be given several times.")),
]


@command(
    app,
    "render",
    examples=(
        ("netops render -F pe1", "the intended config of one device"),
        ("netops render -o intended", "all of them, one file each"),
    ),
)
def render(
    inventory: InventoryOption = INVENTORY,
    only: FilterOption = None,
    feature: FeatureOption = None,
    out: OutOption = None,
    templates: TemplatesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the intended config of every device, at the stage that each department has reached.

    No device is asked.
    """
    loaded = load(inventory)
    devices = intended_devices(loaded)
    wanted = {host: (get_platform(loaded.hosts[host].platform), devices[host]) for host in chosen(loaded, only)}
    done = render_hosts(wanted, feature=feature, overlays=tuple(templates or ()))
    texts = done.texts
    for host, platform in done.lacking.items():
        words = _("{host} is left out: platform {platform} has no template for {feature}")
        output.warn(words.format(host=host, platform=platform, feature=feature))
    if out is not None:
        for host, text in texts.items():
            write_whole(out / f"{host}.cfg", text)
        output.note(_("{number} configs written to {directory}").format(number=len(texts), directory=out))
    elif as_json:
        output.emit_json(texts)
    else:
        for host, text in texts.items():
            output.note(host)
            output.raw(text)
