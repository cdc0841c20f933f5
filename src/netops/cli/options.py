"""The options that commands share, as annotated types, so that one name means one thing everywhere.

def validate(inventory: InventoryOption = INVENTORY, as_json: JsonOption = False) -> None: ...
"""

from pathlib import Path
from typing import Annotated

import typer

from netops.language import translate as _

INVENTORY = Path("inventory")

InventoryOption = Annotated[
    Path,
    typer.Option(
        "--inventory",
        envvar="NETOPS_INVENTORY",
        show_envvar=True,
        show_default=True,
        metavar="DIR",
        help=_("The folder of the inventory."),
    ),
]
FilterOption = Annotated[
    list[str] | None,
    typer.Option(
        "-F",
        "--filter",
        metavar="WORD",
        help=_(
            "Only these devices: a name or pattern (pe1, finance-*), or role=ce, platform=frr, group=pe, department=finance. "
            "Given twice, both must hold."
        ),
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help=_("Print JSON for programs, errors included."))]
CheckOption = Annotated[
    bool, typer.Option("--check", help=_("Write nothing; exit 2 where something would be written."))
]
WorkersOption = Annotated[
    int, typer.Option("--workers", min=1, max=200, metavar="N", show_default=True, help=_("Devices at the same time."))
]
TrustOption = Annotated[
    bool,
    typer.Option(
        "--trust-new-host-keys",
        help=_(
            "Trust at first use: write down host keys that nobody has recorded, and say which. A changed key is refused."
        ),
    ),
]
HistoryOption = Annotated[
    str | None,
    typer.Option(
        "--history",
        envvar="NETOPS_HISTORY",
        show_envvar=True,
        metavar="FILE|URL",
        help=_(
            "Where the history of audits lies: a file, or postgresql://HOST/DATABASE; history/audit.db beside the inventory."
        ),
    ),
]
