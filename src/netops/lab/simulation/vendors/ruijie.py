"""Ruijie RGOS at its terminal: IOS's habits with words of its own.

Source: *RGOS CR*: RGOS 11.x and 12.x Command References, Basic Configuration.
"""

from __future__ import annotations

from collections.abc import Mapping

from netops.lab.simulation.console import CONFIG, USER, Console, Operation, Vendor
from netops.lab.simulation.speaking import Asking, Reply
from netops.lab.simulation.telling_time import spent, stamp
from netops.lab.simulation.vendors.ios import (
    EVERYWHERE,
    HELP,
    OTHERS,
    SHARED,
    UNKNOWN,
    before,
    do,
    greeting,
    running,
    startup,
)
from netops.lab.simulation.vendors.ios_ways_back import COPIES, reload_cancel, reload_in, show_reload
from netops.lab.simulation.vendors.pinging import IOS_PING
from netops.lab.simulation.vendors.ruijie_state import STATE

USUAL = "12.6(2)B0702P1"


def header(console: Console, text: str) -> str:
    """Return what stands above a displayed config. Source: RGOS CR, ``show running-config``."""
    release = console.box.release or USUAL
    return f"Building configuration...\nCurrent configuration: {len(text.encode())} bytes\n\nversion S5760X_RGOS {release}\n"


def version(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the release. Source: RGOS CR, ``show version``."""
    box = console.box
    weeks, days, hours, minutes = spent(box.clock.now() - box.booted)
    model = box.simulated.model or "S5760C-24GT8XS-X"
    return Reply(
        f"System description      : Ruijie Dual Stack Multi-Layer Switch ({model}) By Ruijie Networks\n"
        f"System start time       : {stamp(box.booted, '')}\n"
        f"System uptime           : {weeks * 7 + days}:{hours:02}:{minutes:02}:00\n"
        "System hardware version : 1.00\n"
        f"System software version : S5760X_RGOS {box.release or USUAL}\n"
        "System patch number     : NA\n"
        "System serial number    : G1QW30J000012\n"
        "System boot version     : 1.3.8"
    )


def reload(console: Console, _: Mapping[str, str]) -> Reply:
    """Reload after a question; what isn't saved is not asked for. Source: RGOS CR, ``reload``."""

    def act(said: str) -> Reply:
        if said.strip().lower() not in ("y", "yes"):
            return Reply()
        console.box.reboot()
        return Reply(ends=True)

    return Reply(asks=Asking("Reload system?(Y/N)", act))


RGOS = Vendor(
    version="RGOS_SSH",
    operations=(
        *SHARED,
        *COPIES,
        Operation("rel|oad", reload, USER, "RGOS CR, reload"),
        Operation("rel|oad in {time}", reload_in, USER, "RGOS CR, reload"),
        Operation("rel|oad can|cel", reload_cancel, USER, "RGOS CR, reload"),
        Operation("sh|ow rel|oad", show_reload, USER, "RGOS CR, show reload"),
        Operation("sh|ow ru|nning-config {more*}", running(header), f"{USER} {CONFIG}", "RGOS CR, show running-config"),
        Operation("sh|ow st|artup-config {more*}", startup, f"{USER} {CONFIG}", "RGOS CR, show startup-config"),
        Operation("sh|ow ver|sion", version, EVERYWHERE, "RGOS CR, show version"),
        *STATE,
        IOS_PING,
        Operation("do {rest+}", do, CONFIG),
    ),
    more=" --More-- ",
    erase="\r" + " " * 10 + "\r",
    unknown=UNKNOWN,
    again="% Please answer 'yes' or 'no'.\n",
    rejected="% Failed: the system is busy",
    interrupt="end",
    breaks="end",
    greeting=greeting,
    banner=before,
    collecting="Enter TEXT message.  End with the mark that the text began with.",
    others={USER: OTHERS},
    help=HELP,
)
