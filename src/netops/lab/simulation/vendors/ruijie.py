"""Ruijie RGOS at its terminal."""

from __future__ import annotations

from collections.abc import Mapping

from netops.lab.simulation.console import USER, Console, Operation, Vendor
from netops.lab.simulation.speaking import Reply
from netops.lab.simulation.vendors.ios import EVERYWHERE, SHARED, UNKNOWN, do, refuse, running, startup


def header(console: Console, text: str) -> str:
    """Return what stands above a displayed config."""
    release = console.box.release or "12.6(2)B0702P1"
    return f"Building configuration...\nCurrent configuration: {len(text.encode())} bytes\n\nversion S5760X_RGOS {release}\n"


def version(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the release. Source: RGOS CR System, ``show version``."""
    release = console.box.release or "12.6(2)B0702P1"
    return Reply(
        "System description      : Ruijie Dual Stack Multi-Layer Switch (S5760C-24GT8XS-X) By Ruijie Networks\n"
        "System start time       : 2024-05-06 10:00:00\n"
        "System uptime           : 0:01:02:03\n"
        "System hardware version : 1.00\n"
        f"System software version : S5760X_RGOS {release}\n"
        "System patch number     : NA\n"
        "System serial number    : G1QW30J000012\n"
        "System boot version     : 1.3.8"
    )


RGOS = Vendor(
    version="RGOS_SSH",
    operations=(
        *SHARED,
        Operation("sh|ow ru|nning-config {more*}", running(header)),
        Operation("sh|ow st|artup-config {more*}", startup),
        Operation("sh|ow ver|sion", version, EVERYWHERE),
        Operation("sh|ow {rest*}", refuse, EVERYWHERE),
        Operation("do {rest+}", do, "config"),
    ),
    more=" --More-- ",
    erase="\r" + " " * 10 + "\r",
    unknown=UNKNOWN,
    again="% Please answer 'yes' or 'no'.\n",
    rejected="% Failed: the system is busy",
    interrupt="end",
)
__all__ = ["RGOS", "USER"]
