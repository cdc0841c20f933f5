"""IOS's files and ways back: copy, archive, configure replace, changes that must be confirmed, reload in so many minutes.

Sources: *IOS CF*: Cisco IOS Configuration Fundamentals Command Reference; *IOS CM*: Managing Configuration Files
Configuration Guide, 17.x, Configuration Replace and Configuration Rollback, and Rollback Confirmed Change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from netops.lab.simulation.console import USER, Console, Operation
from netops.lab.simulation.speaking import Asking, Reply, yes_or_no
from netops.lab.simulation.vendors.vrp import minutes_of

REPLACE = (
    "This will apply all necessary additions and deletions\n"
    "to replace the current running configuration with the\n"
    "contents of the specified configuration file, which is\n"
    "assumed to be a complete configuration, not a partial"
)
PROCEED = "configuration. Enter Y if you are sure you want to proceed. ? [no]: "
DONE = "Total number of passes: 1\nRollback Done\n"
NO_ARCHIVE = "%Turn config archive on before using Rollback Confirmed Change"
NOTHING = "%No Rollback Confirmed Change pending"
ABORTED = "\n\n***\n*** --- SHUTDOWN ABORTED ---\n***\n"
FULL = "%Error opening {file} (No space left on device)"


def _plain(url: str) -> str:
    """Return a file's name without its device: ``flash:/a`` is ``flash:a``."""
    return re.sub(r"^(\w+):/?", r"\1:", url)


def _file(console: Console, url: str) -> str | None:
    """Return the text of a config file, or None where there is none."""
    name = _plain(url)
    if name in ("nvram:startup-config", "startup-config"):
        return console.box.saved
    if name == "system:running-config":
        return console.device.running()
    return console.box.files.get(name)


def copy_to_startup(console: Console, _: Mapping[str, str]) -> Reply:
    """Save after the file's name was asked. Source: IOS CF, ``copy``."""

    def saved(_said: str) -> Reply:
        done = "[OK]" if console.box.save() else FULL.format(file="nvram:/startup-config")
        return Reply(f"Building configuration...\n{done}")

    return Reply(asks=Asking("Destination filename [startup-config]? ", saved))


def copy_to_file(console: Console, given: Mapping[str, str]) -> Reply:
    """Copy the running config to a file. Source: IOS CF, ``copy``."""
    file = _plain(given["file"])

    def named(said: str) -> Reply:
        name = f"{file.partition(':')[0]}:{said.strip()}" if said.strip() else file
        if not console.box.save(name):
            return Reply(FULL.format(file=name))
        size = len(console.box.files[name].encode())
        return Reply(f"{size} bytes copied in 0.512 secs ({size * 2} bytes/sec)")

    return Reply(asks=Asking(f"Destination filename [{file.partition(':')[2]}]? ", named))


# ---------------------------------------------------------------------------------------------------- archive


def _path(console: Console) -> str:
    """Return the archive's path as configured, or nothing."""
    found = re.search(r"^archive\n(?: .*\n)*? path (\S+)", console.device.running(), re.MULTILINE)
    return _plain(found[1]) if found is not None else ""


def _archives(console: Console) -> list[str]:
    path = _path(console)
    return [name for name in console.box.files if re.fullmatch(rf"{re.escape(path)}-\d+", name)] if path else []


def _archived(console: Console) -> str:
    """Archive the running config; return the file's name, or nothing where flash has no room."""
    taken = _archives(console)
    number = max((int(name.rpartition("-")[2]) for name in taken), default=0) + 1
    name = f"{_path(console)}-{number}"
    return name if console.box.save(name) else ""


def archive(console: Console, _: Mapping[str, str]) -> Reply:
    """Archive the running config. Source: IOS CM, ``archive config``."""
    if not _path(console):
        return Reply("%Configuration archive is not enabled")
    return Reply() if _archived(console) else Reply(FULL.format(file=_path(console)))


def archives(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the archives. Source: IOS CM, ``show archive``."""
    names = _archives(console)
    if not names:
        return Reply("There are currently 0 archive configurations saved.")
    rows = [
        f"   {at}        {name}{' <- Most Recent' if name == names[-1] else ''}" for at, name in enumerate(names, 1)
    ]
    head = f"The maximum archive configurations allowed is 10.\nThere are currently {len(names)} archive configurations saved."
    return Reply(
        "\n".join(
            [head, f"The next archive file will be named {_path(console)}-{len(names) + 1}", " Archive #  Name", *rows]
        )
    )


# ---------------------------------------------------------------------------------------------------- ways back


def replace(console: Console, given: Mapping[str, str]) -> Reply:
    """Run the config of a file, with a timer where one is given. Source: IOS CM, ``configure replace``."""
    text = _file(console, given["file"])
    if text is None:
        return Reply(f"%Error opening {given['file']} (No such file or directory)")
    found = re.fullmatch(
        r"(?P<force>force|nolock|list)?(?: ?(?:force))?(?: ?(?:revert trigger error )?time(?:r)? (?P<minutes>\d+))?",
        given["more"],
    )
    if found is None:
        return console.misread(given["more"])
    if found["minutes"] and not _path(console):
        return Reply(NO_ARCHIVE)

    def act() -> Reply:
        said = _backed_up(console, int(found["minutes"])) if found["minutes"] else ""
        console.box.go_back(text)
        return Reply(said + DONE)

    if "force" in given["more"]:
        return act()
    return Reply(REPLACE, _no_unless_yes(PROCEED, act))


def _no_unless_yes(question: str, act: Callable[[], Reply]) -> Asking:
    return Asking(question, lambda said: act() if said.strip().lower() in ("y", "yes") else Reply())


def _backed_up(console: Console, minutes: int) -> str:
    """Archive what runs and start the timer that brings it back; return what the device says."""
    name = _archived(console)
    console.box.start_trial(minutes * 60, console.box.root.copy())
    return f"Rollback Confirmed Change: Backing up current running config to {name}\n\n"


def revert_timer(console: Console, given: Mapping[str, str]) -> Reply:
    """Enter global configuration; what is configured is taken back unless it is confirmed.

    Source: IOS CM, ``configure terminal revert timer``.
    """
    if not _path(console):
        return Reply(NO_ARCHIVE)
    minutes = int(given["minutes"])
    if not 1 <= minutes <= 120:
        return console.misread(given["minutes"])
    said = _backed_up(console, minutes)
    console.device.type("configure terminal")
    return Reply(f"{said}Enter configuration commands, one per line.  End with CNTL/Z.")


def confirm(console: Console, _: Mapping[str, str]) -> Reply:
    """Keep what was configured. Source: IOS CM, ``configure confirm``."""
    return Reply() if console.box.confirm() else Reply(NOTHING)


def revert_now(console: Console, _: Mapping[str, str]) -> Reply:
    """Take back at once what was configured. Source: IOS CM, ``configure revert now``."""
    if console.box.trial is None:
        return Reply(NOTHING)
    console.box.end_trial()
    names = _archives(console)
    return Reply(f"Rollback Confirmed Change: Rolling to:{names[-1] if names else ''}\n{DONE}")


def revert_later(console: Console, given: Mapping[str, str]) -> Reply:
    """Set the timer anew. Source: IOS CM, ``configure revert timer``."""
    if console.box.trial is None:
        return Reply(NOTHING)
    console.box.start_trial(int(given["minutes"]) * 60, console.box.root)
    return Reply()


def timer(console: Console, _: Mapping[str, str]) -> Reply:
    """Display the timer. Source: IOS CM, ``show archive config rollback timer``."""
    left = console.box.timers.left("trial")
    if left is None:
        return Reply(NOTHING)
    minutes, seconds = divmod(int(left), 60)
    return Reply(
        f"Time configured(or reconfigured): \nTimer type: absolute timer\nTimer value: {minutes} min\nUser: {console.user}\nTime left: {minutes} min {seconds} sec"
    )


# ---------------------------------------------------------------------------------------------------- reload


def reload_in(console: Console, given: Mapping[str, str]) -> Reply:
    """Have the device reload after some minutes. Source: IOS CF, ``reload``."""
    minutes = minutes_of(given["time"])
    if minutes is None:
        return console.misread(given["time"])

    def act(said: str) -> Reply:
        if said.strip().lower() in ("", "y", "yes"):
            console.box.timers.start("reload", minutes * 60, console.box.reboot)
        return Reply()

    def ask() -> Reply:
        words = f"Reload scheduled in {minutes} minutes by {console.user} on vty{console.line} (127.0.0.1)"
        return Reply(words, Asking("Proceed with reload? [confirm]", act, key=True))

    return _first_save(console, ask)


def _first_save(console: Console, then: Callable[[], Reply]) -> Reply:
    """Ask whether to save what isn't, before anything else."""
    if console.box.running() == console.box.saved:
        return then()

    def saved() -> Reply:
        console.box.save()
        return then()

    question = "System configuration has been modified. Save? [yes/no]: "
    return Reply(asks=yes_or_no(question, saved, then, f"% Please answer 'yes' or 'no'.\n{question}"))


def reload_cancel(console: Console, _: Mapping[str, str]) -> Reply:
    """Cancel a reload. Source: IOS CF, ``reload cancel``."""
    return Reply(ABORTED if console.box.timers.stop("reload") else "%No reload is scheduled.")


def show_reload(console: Console, _: Mapping[str, str]) -> Reply:
    """Display when the device reloads. Source: IOS CF, ``show reload``."""
    left = console.box.timers.left("reload")
    if left is None:
        return Reply("No reload is scheduled.")
    return Reply(
        f"Reload scheduled in {int(left) // 60} minutes and {int(left) % 60} seconds by {console.user} on vty{console.line}"
    )


def reload(console: Console, _: Mapping[str, str]) -> Reply:
    """Reload now. Source: IOS CF, ``reload``."""

    def act(said: str) -> Reply:
        if said.strip().lower() not in ("", "y", "yes"):
            return Reply()
        console.box.reboot()
        return Reply(ends=True)

    return _first_save(console, lambda: Reply(asks=Asking("Proceed with reload? [confirm]", act, key=True)))


RELOADS: tuple[Operation, ...] = (
    Operation("rel|oad in {time}", reload_in, USER, "IOS CF, reload"),
    Operation("rel|oad in {time} {reason+}", reload_in, USER, "IOS CF, reload"),
    Operation("rel|oad can|cel", reload_cancel, USER, "IOS CF, reload"),
    Operation("rel|oad", reload, USER, "IOS CF, reload"),
    Operation("sh|ow rel|oad", show_reload, USER, "IOS CF, show reload"),
)
COPIES: tuple[Operation, ...] = (
    Operation("copy ru|nning-config st|artup-config", copy_to_startup, USER, "IOS CF, copy"),
    Operation("copy ru|nning-config {file}", copy_to_file, USER, "IOS CF, copy"),
)
WAYS_BACK: tuple[Operation, ...] = (
    *RELOADS,
    *COPIES,
    Operation("archive conf|ig", archive, USER, "IOS CM, archive config"),
    Operation("sh|ow archive", archives, USER, "IOS CM, show archive"),
    Operation("sh|ow archive conf|ig rollback timer", timer, USER, "IOS CM, show archive"),
    Operation("conf|igure rep|lace {file} {more*}", replace, USER, "IOS CM, configure replace"),
    Operation("conf|igure t|erminal revert timer {minutes:int}", revert_timer, USER, "IOS CM"),
    Operation("conf|igure conf|irm", confirm, USER, "IOS CM, configure confirm"),
    Operation("conf|igure revert now", revert_now, USER, "IOS CM, configure revert"),
    Operation("conf|igure revert timer {minutes:int}", revert_later, USER, "IOS CM, configure revert"),
)
