"""Cisco IOS and IOS XE at their terminal, and what RGOS shares with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from netops.lab.simulation.console import CONFIG, GUEST, USER, Console, Operation, Vendor
from netops.lab.simulation.filtering import filtered
from netops.lab.simulation.speaking import Asking, Reply

UNKNOWN = "% Invalid input detected at '^' marker."
EVERYWHERE = f"{USER} {CONFIG} {GUEST}"
FULL = "Building configuration...\n% Error: not enough space on device: nvram:/startup-config"


def typed(line: str) -> Callable[[Console, Mapping[str, str]], Reply]:
    """Return what types a whole word for one that was cut short."""
    return lambda console, _: console.said(console.device.type(line), line)


def configure(console: Console, _: Mapping[str, str]) -> Reply:
    """Enter global configuration."""
    console.device.type("configure terminal")
    return Reply("Enter configuration commands, one per line.  End with CNTL/Z.")


def leave(console: Console, _: Mapping[str, str]) -> Reply:
    """End the session."""
    return Reply(ends=True)


def enable(console: Console, _: Mapping[str, str]) -> Reply:
    """Become privileged; the password is asked three times."""
    if console.privileged:
        return Reply()

    def attempt(left: int) -> Asking:
        def answered(said: str) -> Reply:
            if said == console.box.simulated.enable:
                console.privileged = True
                return Reply()
            return Reply(asks=attempt(left - 1)) if left > 1 else Reply("% Bad secrets\n")

        return Asking("Password: ", answered, hidden=True)

    return Reply(asks=attempt(3))


def disable(console: Console, _: Mapping[str, str]) -> Reply:
    """Give the privileges back."""
    console.privileged = not console.box.simulated.enable
    return Reply()


def length(console: Console, given: Mapping[str, str]) -> Reply:
    """Set the lines of a page, in this session; 0 for all at once."""
    console.length = int(given["lines"])
    return Reply()


def width(console: Console, given: Mapping[str, str]) -> Reply:
    """Set the columns, in this session; 0 for no edge."""
    console.width = int(given["columns"])
    return Reply()


def running(header: Callable[[Console, str], str]) -> Callable[[Console, Mapping[str, str]], Reply]:
    """Return what displays the running config under the vendor's header."""

    def act(console: Console, given: Mapping[str, str]) -> Reply:
        text = console.device.running()
        return part(console, header(console, text) + text, given["more"])

    return act


def part(console: Console, text: str, more: str) -> Reply:
    """Display a text, or the part that the words behind the command ask for."""
    if not more:
        return Reply(text)
    found = filtered(text.rstrip("\n"), more)
    return console.unknown(f"show {more}") if found is None else Reply(found)


def save(console: Console, _: Mapping[str, str]) -> Reply:
    """Save. Source: IOS CR Configuration Fundamentals, ``write memory``."""
    return Reply("Building configuration...\n[OK]" if console.box.save() else FULL)


def copy(console: Console, _: Mapping[str, str]) -> Reply:
    """Save after the file's name was asked. Source: IOS CR Configuration Fundamentals, ``copy``."""
    return Reply(asks=Asking("Destination filename [startup-config]? ", lambda _said: save(console, {})))


def header(console: Console, text: str) -> str:
    """Return what stands above a displayed config."""
    release = console.box.release or "15.2"
    return f"Building configuration...\n\nCurrent configuration : {len(text.encode())} bytes\n!\nversion {release}\n"


def refuse(console: Console, given: Mapping[str, str]) -> Reply:
    """Refuse a display that this device doesn't simulate."""
    return console.unknown(f"show {given.get('rest', '')}")


def version(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the release. Source: IOS CR Configuration Fundamentals, ``show version``."""
    release = console.box.release or "15.2(4)E6"
    return Reply(
        f"Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version {release}, RELEASE SOFTWARE (fc3)\n"
        "Technical Support: http://www.cisco.com/techsupport\n"
        "Copyright (c) 1986-2016 by Cisco Systems, Inc.\n\n"
        f"{console.box.name} uptime is 1 hour, 2 minutes\n"
        'System image file is "flash:c2960x-universalk9-mz.bin"\n\n'
        "Configuration register is 0xF"
    )


def startup(console: Console, given: Mapping[str, str]) -> Reply:
    """Display the saved config."""
    text = console.box.saved
    return part(console, f"Using {len(text.encode())} out of 65536 bytes\n!\n{text}", given["more"])


def do(console: Console, given: Mapping[str, str]) -> Reply:
    """Run a command of the privileged mode from a configuration mode."""
    found = console.vendor.find(USER, given["rest"])
    return console.unknown(f"do {given['rest']}") if found is None else found[0].act(console, found[1])


SHARED: tuple[Operation, ...] = (
    Operation("conf|igure t|erminal", configure, USER),
    Operation("ena|ble", enable, f"{USER} {GUEST}"),
    Operation("disa|ble", disable, USER),
    Operation("ex|it", leave, f"{USER} {GUEST}"),
    Operation("quit", leave, f"{USER} {GUEST}"),
    Operation("logo|ut", leave, f"{USER} {GUEST}"),
    Operation("end", typed("end"), CONFIG),
    Operation("ex|it", typed("exit"), CONFIG),
    Operation("ter|minal le|ngth {lines:int}", length, f"{USER} {GUEST}"),
    Operation("ter|minal wi|dth {columns:int}", width, f"{USER} {GUEST}"),
    Operation("wr|ite", save, USER),
    Operation("wr|ite m|emory", save, USER),
)

IOS = Vendor(
    version="Cisco-1.25",
    operations=(
        *SHARED,
        Operation("copy ru|nning-config st|artup-config", copy, USER),
        Operation("sh|ow ru|nning-config {more*}", running(header), USER),
        Operation("sh|ow st|artup-config {more*}", startup, USER),
        Operation("sh|ow ver|sion", version, f"{USER} {GUEST}"),
        Operation("sh|ow {rest*}", refuse, EVERYWHERE),
        Operation("do {rest+}", do, CONFIG),
    ),
    more=" --More-- ",
    erase="\x08" * 9 + " " * 8 + "\x08" * 9,
    unknown=UNKNOWN,
    again="% Please answer 'yes' or 'no'.\n",
    rejected="% Command rejected: resource is busy",
    wrap="scroll",
    interrupt="end",
    name_length=20,
)
