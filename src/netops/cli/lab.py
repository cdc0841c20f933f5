"""``netops lab up | status | exec | down | simulate``."""

import signal
import threading
from collections.abc import Mapping
from pathlib import Path
from secrets import token_urlsafe
from typing import Annotated

import typer

from netops.cli import output
from netops.cli.exits import ExitCode
from netops.cli.frame import command, mark, new_app
from netops.cli.options import INVENTORY, InventoryOption, JsonOption
from netops.errors import InputError, MissingPiece
from netops.intent import intended_devices
from netops.inventory import load
from netops.lab import Lab, Topology
from netops.lab.city import city, refuse
from netops.lab.simulation import Simulated, simulation
from netops.lab.simulation.keeping import PASSWORD, alone, keep
from netops.lab.simulation.made_up import keyed, made_up, opened
from netops.lab.simulation.vendors import VENDORS
from netops.language import translate as _
from netops.platforms import get_platform
from netops.render import render

app = new_app(
    _("Start, look at and stop the lab: real FRR routers on this machine, with MPLS VPNs and SSH."),
    examples=(
        ("netops lab up", mark("start the routers of ./inventory")),
        ("netops lab exec pe1 -- vtysh -c 'show bgp ipv4 vpn summary'", mark("a command on a router")),
        ("netops lab down", mark("stop the lab and everything in it")),
        ("netops lab simulate", mark("simulated devices of all vendors, behind real SSH")),
    ),
)

STATE = Path(".netops") / "lab"
SIMULATED = Path(".netops") / "simulated"
NodeArgument = Annotated[str, typer.Argument(metavar="NODE", help=_("A router or a station of the lab."))]
WordsArgument = Annotated[list[str], typer.Argument(metavar="-- COMMAND…", help=_("What to run there, after --."))]


def topology(inventory: Path) -> Topology:
    """Return the lab of an inventory, every router as it should be at the stages that were reached."""
    loaded = load(inventory)
    refuse(loaded)
    texts = {
        host: render(get_platform(loaded.hosts[host].platform), device)
        for host, device in intended_devices(loaded).items()
    }
    return city(loaded, texts)


def place(inventory: Path) -> Path:
    """Return where the lab of an inventory keeps its state."""
    return inventory.absolute().parent / STATE


@command(app, "lab up", examples=(("netops lab up", "start the routers of ./inventory"),))
def up(inventory: InventoryOption = INVENTORY) -> None:
    """Start the lab of the inventory; nothing happens where it runs already.

    Every router has the config that the inventory intends for it. Needs the packages frr, user-mode-linux,
    openssh-server, nftables and iproute2, and no root.
    """
    lab = Lab.up(topology(inventory), place(inventory), progress=output.note)
    _show(lab)
    output.note(
        _("for the other commands: export NETOPS_PASSWORD_FILE={path}").format(path=place(inventory) / "password")
    )


@command(app, "lab status", examples=(("netops lab status", "which routers are healthy, on which ports"),))
def status(inventory: InventoryOption = INVENTORY, as_json: JsonOption = False) -> None:
    """Show the routers of the running lab; exit 1 where none runs or one isn't healthy."""
    lab = Lab.attach(place(inventory))
    found = lab.status()
    if as_json:
        routers = {
            name: {"healthy": each.healthy, "ssh_port": each.ssh_port, "daemons": dict(each.daemons)}
            for name, each in found.routers.items()
        }
        output.emit_json({"name": found.name, "kernel": found.kernel, "uptime": found.uptime, "routers": routers})
    else:
        _show(lab)
    if not all(each.healthy for each in found.routers.values()):
        raise typer.Exit(ExitCode.ERROR)


@command(
    app,
    "lab exec",
    examples=(
        ("netops lab exec pe1 -- vtysh -c 'show bgp ipv4 vpn summary'", "a command on a router"),
        ("netops lab exec finance-hq -- ping -c 3 192.168.2.10", "from a station"),
    ),
)
def execute(node: NodeArgument, words: WordsArgument, inventory: InventoryOption = INVENTORY) -> None:
    """Run a command on a router or a station of the lab, as root."""
    done = Lab.attach(place(inventory)).execute(node, words)
    output.raw(done.stdout)
    if done.stderr:
        output.warn(done.stderr.rstrip())
    if done.returncode:
        raise typer.Exit(ExitCode.ERROR)


@command(app, "lab down", examples=(("netops lab down", "stop the lab and everything in it"),))
def down(inventory: InventoryOption = INVENTORY) -> None:
    """Stop the lab; nothing happens where none runs."""
    try:
        Lab.attach(place(inventory)).down()
    except MissingPiece:
        output.note(_("no lab runs here"))
        return
    output.note(_("the lab is stopped"))


MixOption = Annotated[
    str,
    typer.Option("--mix", metavar="NAMES", show_default=True, help=_("With --count: platforms, with commas between.")),
]
CountOption = Annotated[
    int | None,
    typer.Option("--count", min=1, max=2000, metavar="N", help=_("So many made-up devices, no inventory's.")),
]
LinesOption = Annotated[
    int, typer.Option("--lines", min=0, metavar="N", help=_("With --count: lines of each config, at the least."))
]
PortOption = Annotated[
    int,
    typer.Option(
        "--port-base", min=0, max=65000, metavar="PORT", help=_("The first device's port; any that are free.")
    ),
]


@command(
    app,
    "lab simulate",
    examples=(
        ("netops lab simulate", "the devices of ./inventory that are no FRR routers"),
        ("netops lab simulate --count 200 --mix huawei,h3c,ruijie", "200 made-up devices of these vendors"),
    ),
)
def simulate(
    inventory: InventoryOption = INVENTORY,
    count: CountOption = None,
    mix: MixOption = "huawei,h3c,ruijie,cisco",
    lines: LinesOption = 0,
    port_base: PortOption = 0,
) -> None:
    """Run simulated devices of all vendors behind real SSH on 127.0.0.1, until Ctrl-C.

    Each has the config that the inventory intends for it; FRR routers are left out, the lab runs those. Host keys, the
    password and an inventory that points at the devices lie in .netops/simulated beside the inventory; while devices
    run from there, others are refused (exit 3).
    """
    devices = made_up(count, mix.split(","), lines) if count else intended(inventory)
    words = f"--count {count} --mix {mix}" if count else f"--inventory {inventory}"
    folder = inventory.absolute().parent / SIMULATED
    with alone(folder, f"netops lab simulate {words}"):
        _run(devices, folder, port_base, None if count else inventory)


def _run(devices: Mapping[str, Simulated], folder: Path, port_base: int, inventory: Path | None) -> None:
    """Run devices until the process is told to end, and say how the other commands reach them."""
    password = token_urlsafe(12)
    with simulation(opened(devices, password, port_base)) as fleet:
        kept = keep(fleet, folder, password, inventory)
        rows = [(name, devices[name].platform, f"127.0.0.1:{fleet.port(name)}") for name in fleet.hosts]
        output.table((_("device"), _("platform"), _("SSH")), rows)
        words = _("for the other commands: export NETOPS_PASSWORD_FILE={path} NETOPS_INVENTORY={inventory}")
        output.note(words.format(path=folder / PASSWORD, inventory=kept))
        output.note(_("they run until Ctrl-C"))
        wait()


def intended(inventory: Path) -> dict[str, Simulated]:
    """Return the devices of an inventory that can be simulated, each with the config that it should have."""
    loaded = load(inventory)
    found = {name: host for name, host in loaded.hosts.items() if host.platform in VENDORS}
    if not found:
        raise InputError.of("NET-LAB-020", str(inventory), known=", ".join(VENDORS))
    if len(found) < len(loaded.hosts):
        left = ", ".join(name for name in loaded.hosts if name not in found)
        output.warn(
            _("left out, because they are FRR routers: {hosts}; no command reaches those there").format(hosts=left)
        )
    wanted = intended_devices(loaded)
    texts = {name: render(get_platform(host.platform), wanted[name]) for name, host in found.items()}
    # Secrets that only a device knows are made up: else the simulated ones would show the open places of a template.
    return {
        name: Simulated(
            host.platform, keyed(texts[name]), release=host.release or "", encoding=host.encoding or "utf-8"
        )
        for name, host in found.items()
    }


def wait() -> None:
    """Wait until the process is told to end."""
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    told.wait()


def _show(lab: Lab) -> None:
    found = lab.status()
    rows = [
        (name, _("healthy") if each.healthy else _("not healthy"), f"127.0.0.1:{each.ssh_port}", " ".join(each.daemons))
        for name, each in found.routers.items()
    ]
    output.table((_("router"), _("state"), _("SSH"), _("daemons")), rows, title=f"{found.name} ({found.kernel})")
