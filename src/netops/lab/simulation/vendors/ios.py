"""Cisco IOS and IOS XE at their terminal, and what RGOS shares with them.

Sources: *IOS CF*: Cisco IOS Configuration Fundamentals Command Reference; *IOS CM*: Managing Configuration Files
Configuration Guide, 17.x, Configuration Replace and Rollback, and Rollback Confirmed Change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from netops.lab.semantics.core.model import TOP
from netops.lab.simulation.banners import banner, joined
from netops.lab.simulation.box import Box
from netops.lab.simulation.console import CONFIG, GUEST, USER, Console, Operation, Vendor
from netops.lab.simulation.filtering import WAYS
from netops.lab.simulation.helping import Help
from netops.lab.simulation.speaking import Asking, Reply
from netops.lab.simulation.telling_time import cisco, up_for
from netops.lab.simulation.vendors.ios_state import STATE
from netops.lab.simulation.vendors.ios_ways_back import WAYS_BACK
from netops.lab.simulation.vendors.pinging import IOS_PING

Said = Callable[[Console, Mapping[str, str]], Reply]
UNKNOWN = "% Invalid input detected at '^' marker."
EXEC = f"{USER} {GUEST}"
EVERYWHERE = f"{USER} {CONFIG} {GUEST}"
BUILDING = "Building configuration..."


def typed(line: str) -> Said:
    """Return what types a whole word for one that was cut short."""
    return lambda console, _: console.said(console.device.type(line), line)


def configure(console: Console, _: Mapping[str, str]) -> Reply:
    """Enter global configuration. Source: IOS CF, ``configure terminal``."""
    console.device.type("configure terminal")
    return Reply("Enter configuration commands, one per line.  End with CNTL/Z.")


def configure_from(console: Console, given: Mapping[str, str]) -> Reply:
    """Ask where the lines come from; the terminal is what is proposed. Source: IOS CF, ``configure``."""

    def answered(said: str) -> Reply:
        if said.strip() and not "terminal".startswith(said.strip().lower()):
            return Reply('?Must be "terminal", "memory" or "network"')
        return configure(console, given)

    return Reply(asks=Asking("Configuring from terminal, memory, or network [terminal]? ", answered))


def clock(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the time. Source: IOS CF, ``show clock``."""
    hour, zone, day = cisco(console.box.clock.now()).split(" ", 2)
    return Reply(f"*{hour}.000 {zone} {day}")


def leave(console: Console, _: Mapping[str, str]) -> Reply:
    """End the session. Source: IOS CF, ``exit``."""
    del console
    return Reply(ends=True)


def greeting(console: Console) -> Reply:
    """Display the config's banners. Source: IOS CF, ``banner motd`` and ``banner exec``."""
    return Reply(joined(banner(console.box.root, "banner motd", "banner exec"), console.box.simulated.greeting))


def before(box: Box) -> str:
    """Return the banner that comes before the password. Source: IOS CF, ``banner login``."""
    return joined(banner(box.root, "banner login"), box.simulated.banner)


def enable(console: Console, _: Mapping[str, str]) -> Reply:
    """Become privileged; the password is asked three times. Source: IOS CF, ``enable``."""
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
    """Give the privileges back. Source: IOS CF, ``disable``."""
    console.privileged = not console.box.simulated.enable
    return Reply()


def length(console: Console, given: Mapping[str, str]) -> Reply:
    """Set the lines of a page, in this session; 0 for all at once. Source: IOS CF, ``terminal length``."""
    console.length = int(given["lines"])
    return Reply()


def monitor(console: Console, _: Mapping[str, str]) -> Reply:
    """Show log messages in this session, or none. Source: IOS CF, ``terminal monitor``."""
    del console
    return Reply()


def privilege(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the level of what the user may do. Source: IOS CF, ``show privilege``."""
    return Reply(f"Current privilege level is {15 if console.privileged else 1}")


def width(console: Console, given: Mapping[str, str]) -> Reply:
    """Set the columns, in this session; 0 for no edge. Source: IOS CF, ``terminal width``."""
    console.width = int(given["columns"])
    return Reply()


def running(header: Callable[[Console, str], str]) -> Said:
    """Return what displays the running config under the vendor's header."""

    def act(console: Console, given: Mapping[str, str]) -> Reply:
        text = console.device.running()
        return part(console, header(console, text), text, given["more"])

    return act


def part(console: Console, header: str, text: str, more: str) -> Reply:
    """Display a config, or the part that the words behind the command ask for. Source: IOS CF, ``show running-config``."""
    words = more.split()
    if words[:1] and "interface".startswith(words[0]) and len(words) > 1 and len(words[0]) > 2:
        return _interface(console, " ".join(words[1:]), text)
    if more in ("", "all"):
        return Reply(header + text)
    found = console.filtered(header + text, more)
    return console.misread(more) if found is None else Reply(found)


def _interface(console: Console, typed: str, text: str) -> Reply:
    name = console.port(typed.replace(" ", ""))
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if line.startswith("interface ") and line[10:].replace(" ", "").lower() == name.replace(" ", "").lower():
            end = next(after for after in range(at + 1, len(lines)) if not lines[after].startswith(" "))
            shown = "\n".join([*lines[at:end], "end", ""])
            return Reply(f"{BUILDING}\n\nCurrent configuration : {len(shown)} bytes\n!\n{shown}")
    return console.misread(typed)


def save(console: Console, _: Mapping[str, str]) -> Reply:
    """Save. Source: IOS CF, ``write memory``."""
    if console.box.save():
        return Reply(f"{BUILDING}\n[OK]")
    return Reply(f"{BUILDING}\n%Error opening nvram:/startup-config (No space left on device)")


def header(console: Console, text: str) -> str:
    """Return what stands above a displayed config, its name where the config has none: IOS shows one always.

    Source: IOS CF, ``show running-config``.
    """
    name = "" if re.search(r"^hostname ", text, re.MULTILINE) else f"hostname {console.box.name}\n"
    return f"{BUILDING}\n\nCurrent configuration : {len(text.encode())} bytes\n!\nversion {short(console)}\n{name}"


def release(console: Console) -> str:
    """Return the software's release, whole."""
    return console.box.release or "15.2(4)E6"


def short(console: Console) -> str:
    """Return the release as a config shows it: ``15.2`` of ``15.2(4)E6``, ``17.3`` of ``17.03.04a``."""
    numbers = release(console).partition("(")[0].split(".")
    return ".".join(number.lstrip("0") or "0" for number in numbers[:2])


def is_xe(console: Console) -> bool:
    """Tell whether the release is one of IOS XE: its numbers start at 16."""
    first = release(console).partition(".")[0]
    return first.isdigit() and int(first) >= 16


def version(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the release. Source: IOS CF, ``show version``."""
    told, box = release(console), console.box
    model = box.simulated.model or ("C9300-48T" if is_xe(console) else "WS-C2960X-48TS-L")
    image = "CAT9K_IOSXE" if is_xe(console) else "C2960X-UNIVERSALK9-M"
    first = f"Cisco IOS XE Software, Version {told}\n" if is_xe(console) else ""
    name = "Catalyst L3 Switch Software" if is_xe(console) else "C2960X Software"
    brand = "[Amsterdam], " if is_xe(console) else ""
    return Reply(
        f"{first}Cisco IOS Software {brand}{name} ({image}), Version {told}, RELEASE SOFTWARE (fc3)\n".replace(
            "Software C2960X", "Software, C2960X"
        )
        + "Technical Support: http://www.cisco.com/techsupport\n"
        "Copyright (c) 1986-2021 by Cisco Systems, Inc.\n\n"
        "ROM: Bootstrap program\n\n"
        f"{box.name} uptime is {up_for(box.clock.now() - box.booted)}\n"
        "System returned to ROM by power-on\n"
        f'System image file is "flash:{image.lower()}.bin"\n\n'
        f"cisco {model} (PowerPC405) processor (revision A0) with 524288K bytes of memory.\n"
        "Processor board ID FOC1234X0AB\n\n"
        "Configuration register is 0xF"
    )


def startup(console: Console, given: Mapping[str, str]) -> Reply:
    """Display the saved config. Source: IOS CF, ``show startup-config``."""
    text = console.box.saved
    return part(
        console, f"Using {len(text.encode())} out of 524288 bytes\n!\nversion {short(console)}\n", text, given["more"]
    )


def do(console: Console, given: Mapping[str, str]) -> Reply:
    """Run a command of the privileged mode from a configuration mode. Source: IOS CF, ``do``."""
    done = console.operate(USER, console.spelled(USER, given["rest"]))
    return console.misread(given["rest"]) if done is None else done


SHARED: tuple[Operation, ...] = (
    Operation("conf|igure t|erminal", configure, USER, "IOS CF, configure terminal"),
    Operation("ena|ble", enable, EXEC, "IOS CF, enable"),
    Operation("disa|ble", disable, USER, "IOS CF, disable"),
    Operation("ex|it", leave, EXEC),
    Operation("quit", leave, EXEC),
    Operation("logo|ut", leave, EXEC),
    Operation("end", typed("end"), CONFIG),
    Operation("ex|it", typed("exit"), CONFIG),
    Operation("ter|minal le|ngth {lines:int}", length, EXEC, "IOS CF, terminal length"),
    Operation("ter|minal wi|dth {columns:int}", width, EXEC, "IOS CF, terminal width"),
    Operation("ter|minal mon|itor", monitor, EXEC, "IOS CF, terminal monitor"),
    Operation("ter|minal no mon|itor", monitor, EXEC, "IOS CF, terminal monitor"),
    Operation("sh|ow clo|ck", clock, EXEC, "IOS CF, show clock"),
    Operation("sh|ow priv|ilege", privilege, EXEC, "IOS CF, show privilege"),
    Operation("wr|ite", save, USER, "IOS CF, write"),
    Operation("wr|ite m|emory", save, USER, "IOS CF, write"),
)


def stranger(console: Console, word: str) -> Reply:
    """Take a word that no command begins with for a host to log in to. Source: IOS CF, ``transport preferred``; FAQ on it."""
    asks = not re.search(r"^no ip domain[ -]lookup$", console.device.running(), re.MULTILINE)
    server = "...domain server (255.255.255.255)" if asks else ""
    return Reply(
        f'Translating "{word}"{server}\n% Unknown command or computer name, or unable to find computer address'
    )


HELP = Help(
    headings={
        USER: "Exec commands:",
        GUEST: "Exec commands:",
        TOP: "Configure commands:",
        "interface": "Interface configuration commands:",
        "bgp": "Router configuration commands:",
        "ospf": "Router configuration commands:",
    },
    kinds={
        "word": "WORD",
        "rest": "LINE",
        "int": "<0-4294967295>",
        "ip": "A.B.C.D",
        "address": "A.B.C.D",
        "mask": "A.B.C.D",
        "ip6": "X:X:X:X::X",
    },
    unknown="% Unrecognized command",
    rows=True,
    apart=1,
)
OTHERS = (
    "cd clear clock connect crypto debug delete dir disconnect erase help lock login mkdir monitor more no pwd release "
    "rename renew resume rmdir send setup ssh systat tclsh telnet test traceroute undebug undelete verify where"
)
"""Keywords of the privileged mode. Source: IOS CF, its commands in privileged EXEC mode."""

IOS = Vendor(
    version="Cisco-1.25",
    operations=(
        *SHARED,
        *WAYS_BACK,
        Operation("conf|igure", configure_from, USER, "IOS CF, configure"),
        Operation("sh|ow ru|nning-config {more*}", running(header), USER, "IOS CF, show running-config"),
        Operation("sh|ow st|artup-config {more*}", startup, USER, "IOS CF, show startup-config"),
        Operation("sh|ow ver|sion", version, EXEC, "IOS CF, show version"),
        *STATE,
        IOS_PING,
        Operation("do {rest+}", do, CONFIG, "IOS CF, do"),
    ),
    more=" --More-- ",
    erase="\x08" * 9 + " " * 8 + "\x08" * 9,
    unknown=UNKNOWN,
    again="% Please answer 'yes' or 'no'.\n",
    rejected="% Command rejected: resource is busy",
    wrap="scroll",
    interrupt="end",
    breaks="end",
    obeys_first=True,
    greeting=greeting,
    banner=before,
    collecting="Enter TEXT message.  End with the mark that the text began with.",
    name_length=20,
    others={USER: OTHERS},
    stranger=stranger,
    filters=(*WAYS, "section"),
    help=HELP,
)
