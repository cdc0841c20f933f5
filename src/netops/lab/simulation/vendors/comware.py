"""H3C Comware 7 at its terminal.

Sources: *HPE*: HPE FlexNetwork 5510 HI, 10500 and 12900 Fundamentals Command References, which describe the same system;
*H3C S6800*: H3C S6800 Release 26xx Fundamentals Configuration Guide, Managing configuration files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from netops.lab.semantics.core.model import TOP
from netops.lab.simulation.banners import banner, joined
from netops.lab.simulation.box import Box
from netops.lab.simulation.console import CONFIG, USER, Console, Operation, Vendor
from netops.lab.simulation.filtering import WAYS
from netops.lab.simulation.helping import Help
from netops.lab.simulation.speaking import Asking, Reply
from netops.lab.simulation.telling_time import cisco, uptime
from netops.lab.simulation.vendors.comware_state import STATE
from netops.lab.simulation.vendors.pinging import COMWARE_PING
from netops.lab.simulation.vendors.vrp import (
    Reboot,
    asked,
    leave,
    part,
    rebooting,
    rebooting_later,
    this,
    typed,
)

SAVED = "Validating file. Please wait...\nSaved the current configuration to mainboard device successfully."
FULL = "Validating file. Please wait...\nThere is not enough space on the mainboard device. Failed to save the current configuration."
STARTUP = "flash:/startup.cfg"
SAVE = "The current configuration will be written to the device. Are you sure? [Y/N]:"
NAME = f"Please input the file name(*.cfg)[{STARTUP}]"
KEEP = "(To leave the existing filename unchanged, press the enter key):"
REPLACING = "Now replacing the current configuration. Please wait ..."
LONGEST = 65535
"""Minutes of a commit delay."""


def unlimited(console: Console, _: Mapping[str, str]) -> Reply:
    """Show everything at once, in this session. Source: HPE, ``screen-length disable``."""
    console.length = 0
    return Reply()


def limited(console: Console, _: Mapping[str, str]) -> Reply:
    """Show page by page again. Source: HPE, ``undo screen-length disable``."""
    console.length = console.vendor.page
    return Reply()


def not_monitored(console: Console, _: Mapping[str, str]) -> Reply:
    """Show no log messages in this session. Source: HPE, ``undo terminal monitor``."""
    del console
    return Reply("The current terminal is disabled to display logs.")


def _plain(file: str) -> str:
    return file.rpartition("/")[2]


def _written(console: Console, file: str) -> Reply:
    """Save without any more questions; under the name of the startup config it is that."""
    name = _plain(file)
    return Reply(SAVED if console.box.save("" if name == _plain(STARTUP) else name) else FULL)


def forced(console: Console, _: Mapping[str, str]) -> Reply:
    """Save without a question. Source: HPE, ``save force``."""
    return _written(console, STARTUP)


def save(console: Console, _: Mapping[str, str]) -> Reply:
    """Save after a question, the file's name, and another question. Source: HPE, ``save``."""

    def named(answer: str) -> Reply:
        file = answer.strip() or STARTUP
        if not file.endswith(".cfg"):
            return Reply("The file name is invalid (does not end with .cfg).")
        where = file if ":" in file else f"flash:/{file}"
        if _plain(file) in (_plain(STARTUP), *console.box.files):
            return asked(console, f"{where} exists, overwrite? [Y/N]:", lambda: _written(console, file))
        return _written(console, file)

    return asked(console, SAVE, lambda: Reply(NAME, Asking(KEEP, named)))


def save_to(console: Console, given: Mapping[str, str]) -> Reply:
    """Save to a file that isn't the startup config. Source: HPE, ``save file-url``."""
    file = given["file"]
    where = file if ":" in file else f"flash:/{file}"

    def written() -> Reply:
        if not console.box.save(_plain(file)):
            return Reply(FULL)
        return Reply(
            f"Now saving current configuration to the device.\nSaving configuration {where}. Please wait...\n"
            "Configuration is saved to device successfully."
        )

    return asked(console, f"The current configuration will be saved to {where}. Continue? [Y/N]:", written)


def header(console: Console) -> str:
    """Return what stands above a displayed config. Source: HPE, ``display current-configuration``."""
    return f"#\n version {console.box.release}, Release {release(console)}\n#\n"


def release(console: Console) -> str:
    """Return the release beside the version: 6530P02."""
    return "6530P02" if console.box.release.startswith("7") else "2108P04"


def indented(text: str) -> str:
    r"""Return a config as Comware displays it: the lines of the system view stand one column in, sections don't.

    Source: HPE, ``display current-configuration``, example.

    Example:
        >>> indented("sysname r1\n#\ninterface LoopBack0\n ip address 1.1.1.1 32\n#\nreturn")
        ' sysname r1\n#\ninterface LoopBack0\n ip address 1.1.1.1 32\n#\nreturn'
    """
    lines = text.split("\n")
    shown: list[str] = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        section = line.startswith(" ") or after.startswith(" ") or SECTIONS.match(line) is not None
        shown.append(line if section or line in ("#", "return", "") else f" {line}")
    return "\n".join(shown)


SECTIONS = re.compile(
    r"interface |vlan \d+$|local-user |user-group |radius scheme |hwtacacs scheme |domain |acl |line |class "
)
"""Sections that may stand without a line below them."""


def displayed(console: Console, given: Mapping[str, str]) -> Reply:
    """Display the running config. Source: HPE, ``display current-configuration``."""
    return part(console, header(console) + indented(console.device.running()), given["more"])


def kept(console: Console, given: Mapping[str, str]) -> Reply:
    """Display the saved config. Source: HPE, ``display saved-configuration``."""
    return part(console, header(console) + indented(console.box.saved), given["more"])


def version(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the release. Source: HPE, ``display version``."""
    model = console.box.simulated.model or "S6520X-30QC-EI"
    return Reply(
        f"H3C Comware Software, Version {console.box.release}, Release {release(console)}\n"
        "Copyright (c) 2004-2021 New H3C Technologies Co., Ltd. All rights reserved.\n"
        f"H3C {model} uptime is {uptime(console.box.clock.now() - console.box.booted)}\n"
        "Last reboot reason : User reboot"
    )


def startup(console: Console, _: Mapping[str, str]) -> Reply:
    """Display what the device starts with. Source: HPE, ``display startup``."""
    del console
    return Reply(
        "MainBoard:\n"
        f"  Current startup saved-configuration file: {STARTUP}\n"
        f"  Next main startup saved-configuration file: {STARTUP}\n"
        "  Next backup startup saved-configuration file: NULL"
    )


STARS = "*" * 78
COPYRIGHT = (
    f"{STARS}\n"
    "* Copyright (c) 2004-2021 New H3C Technologies Co., Ltd. All rights reserved.*\n"
    "* Without the owner's prior written consent,                                 *\n"
    "* no decompiling or reverse-engineering shall be allowed.                    *\n"
    f"{STARS}\n"
)
LEGAL = "Press Y or ENTER to continue, N to exit."


def greeting(console: Console) -> Reply:
    """Display the copyright and the config's banners; the legal one wants an answer. Source: HPE, ``header``."""
    root = console.box.root
    legal, shell = banner(root, "header legal"), banner(root, "header motd", "header shell")
    last = joined(shell, console.box.simulated.greeting)
    if not legal:
        return Reply(joined(COPYRIGHT, last))

    def answered(said: str) -> Reply:
        return Reply(ends=True) if said.strip().lower() == "n" else Reply(last)

    return Reply(joined(COPYRIGHT, legal), Asking(LEGAL, answered, key=True))


def before(box: Box) -> str:
    """Return the banner that comes before the password. Source: HPE, ``header login``."""
    return joined(banner(box.root, "header login"), box.simulated.banner)


# ----------------------------------------------------------------------------------------------- ways back


def delay(console: Console, given: Mapping[str, str]) -> Reply:
    """Start the timer after which what is configured from now on is taken back.

    Set again it counts anew, and what comes back stays what it was. Source: H3C S6800, configuration commit delay.
    """
    minutes = int(given["minutes"])
    if not 1 <= minutes <= LONGEST or console.box.release.removeprefix("V").startswith("5"):
        return console.misread(given["minutes"])
    console.box.start_trial(minutes * 60, console.box.root.copy())
    return Reply()


def confirm(console: Console, _: Mapping[str, str]) -> Reply:
    """Keep what was configured since the timer started. Source: H3C S6800, configuration commit."""
    console.box.confirm()
    return Reply()


def archive(console: Console, _: Mapping[str, str]) -> Reply:
    """Save the running config as the next archive. Source: HPE, ``archive configuration``."""
    found = re.search(
        r"^archive configuration location (\S+) filename-prefix (\S+)$", console.device.running(), re.MULTILINE
    )
    if found is None:
        return Reply("The archive path and filename prefix are not set.")
    taken = [name for name in console.box.files if re.fullmatch(rf"{re.escape(found[2])}_\d+\.cfg", name)]
    name = f"{found[2]}_{len(taken) + 1}.cfg"

    def act() -> Reply:
        if not console.box.save(name):
            return Reply(FULL)
        return Reply(f"The archive configuration file {name} is saved.")

    return asked(console, "Save the running configuration to an archive file. Continue? [Y/N]:", act)


def replace(console: Console, given: Mapping[str, str]) -> Reply:
    """Run the config of a file. Source: HPE, ``configuration replace file``."""
    file = given["file"]
    text = console.box.saved if _plain(file) == _plain(STARTUP) else console.box.files.get(_plain(file))
    if text is None:
        return Reply(f"The file {file} does not exist.")

    def act() -> Reply:
        console.box.go_back(text)
        return Reply(f"{REPLACING}\nSucceeded in replacing current configuration with the file {file}.")

    def first() -> Reply:
        saved = _written(console, STARTUP)
        return Reply(f"{saved.text}\n{act().text}")

    return asked(console, "Current configuration will be lost, save current configuration? [Y/N]:", first, act)


def clock(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the time. Source: HPE, ``display clock``."""
    return Reply(cisco(console.box.clock.now()))


def reboot(console: Console, _: Mapping[str, str]) -> Reply:
    """Reboot after two questions where something wasn't saved. Source: HPE, ``reboot``."""
    words = Reboot(
        "This command will reboot the device. Continue? [Y/N]:",
        "Current configuration may be lost after the reboot, save current configuration? [Y/N]:",
        "Start to check configuration with next startup configuration file, please wait.........DONE!\n",
        "Now rebooting, please wait...",
    )
    return rebooting(console, words)


def reboot_later(console: Console, given: Mapping[str, str]) -> Reply:
    """Have the device reboot after some minutes. Source: HPE, ``scheduler reboot delay``."""
    words = "Reboot system at {at} (in {hours} hours and {minutes} minutes). confirm? [Y/N]:"
    return rebooting_later(console, given["time"], words)


def no_reboot(console: Console, _: Mapping[str, str]) -> Reply:
    """Forget a reboot that was set. Source: HPE, ``undo scheduler reboot``."""
    console.box.timers.stop("reload")
    return Reply()


HELP = Help(
    headings={
        USER: "User view commands:",
        TOP: "System view commands:",
        "interface": "{kind} interface view commands:",
    },
    kinds={
        "word": "STRING<1-63>",
        "rest": "TEXT",
        "int": "INTEGER",
        "ip": "X.X.X.X",
        "address": "X.X.X.X",
        "mask": "X.X.X.X",
        "ip6": "X:X::X:X",
        "port": "INTERFACE",
    },
    unknown=" % Unrecognized command found at '^' position.".replace(" found at '^' position", ""),
)
OTHERS = (
    "backup boot-loader bootrom cd clock copy debugging delete dir fdisk format free ftp gunzip gzip install license lock "
    "mkdir more move patch process pwd python rename repeat reset restore rmdir send ssh2 startup super tar tclsh telnet "
    "terminal tftp tracert undelete"
)
"""Keywords of the user view. Source: HPE, Fundamentals Command Reference, its commands in user view."""

COMWARE = Vendor(
    version="Comware-7.1.070",
    operations=(
        Operation("sy|stem-view", typed("system-view", "System View: return to User View with Ctrl+Z."), USER),
        Operation("scr|een-length d|isable", unlimited, USER, "HPE, screen-length disable"),
        Operation("undo scr|een-length d|isable", limited, USER, "HPE, screen-length disable"),
        Operation("undo t|erminal m|onitor", not_monitored, USER, "HPE, terminal monitor"),
        Operation("sa|ve f|orce", forced, source="HPE, save"),
        Operation("sa|ve safely f|orce", forced, source="HPE, save"),
        Operation("sa|ve main f|orce", forced, source="HPE, save"),
        Operation("sa|ve", save, source="HPE, save"),
        Operation("sa|ve safely", save, source="HPE, save"),
        Operation("sa|ve {file}", save_to, source="HPE, save"),
        Operation("conf|iguration com|mit", confirm, CONFIG, "H3C S6800"),
        Operation("conf|iguration com|mit de|lay {minutes:int}", delay, CONFIG, "H3C S6800"),
        Operation("conf|iguration rep|lace f|ile {file}", replace, CONFIG, "HPE, configuration replace file"),
        Operation("archive conf|iguration", archive, USER, "HPE, archive configuration"),
        Operation("reb|oot", reboot, USER, "HPE, reboot"),
        Operation("scheduler reb|oot d|elay {time}", reboot_later, USER, "HPE, scheduler reboot"),
        Operation("undo scheduler reb|oot", no_reboot, USER, "HPE, scheduler reboot"),
        Operation("q|uit", leave, USER),
        Operation("q|uit", typed("quit"), CONFIG),
        Operation("ret|urn", typed("return"), CONFIG),
        Operation("d|isplay cu|rrent-configuration {more*}", displayed),
        Operation("d|isplay sa|ved-configuration {more*}", kept),
        Operation("d|isplay th|is", this, CONFIG),
        Operation("d|isplay clo|ck", clock, source="HPE, display clock"),
        Operation("d|isplay st|artup", startup),
        Operation("d|isplay ver|sion", version),
        *STATE,
        COMWARE_PING,
    ),
    more="---- More ----",
    erase="\r              \r",
    unknown=" % Unrecognized command found at '^' position.",
    again="Invalid input. Please input Y or N. [Y/N]:",
    rejected="The operation failed. The system is busy.",
    denied="Permission denied.",
    greeting=greeting,
    banner=before,
    collecting="Please input banner content, and quit with the mark that it began with.",
    others={USER: OTHERS},
    help=HELP,
    filters=(*WAYS, "no-more"),
)
