"""The nightly audit as systemd starts it, or cron: texts for an administrator to look at and install."""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from netops.errors import InputError

NIGHTLY = "nightly"
"""The series of runs that a schedule makes."""
UNITS = Path(__file__).parent / "units"
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True, slots=True)
class Night:
    """How the audit is to be started.

    Attributes:
        program: the command ``netops`` with its path.
        project: the folder in which inventory, archive and history lie.
        inventory: as it is named from there.
        time: hours and minutes, of the machine's own zone.
        user: who runs it.
        settings: a file of ``NAME=value`` lines with passwords, readable by that user alone.
        fail_on: which findings make the run fail.
        wait: seconds to wait for another audit.
        series: its runs are compared with each other, whatever people run by hand between them.
    """

    program: Path
    project: Path
    inventory: str = "inventory"
    time: str = "02:30"
    user: str = "netops"
    settings: Path = Path("/etc/netops/audit.env")
    fail_on: str = "regression"
    wait: int = 3600
    series: str = NIGHTLY

    @property
    def command(self) -> tuple[str, ...]:
        """The command line."""
        words = ("audit", "--inventory", self.inventory, "--series", self.series, "--fail-on", self.fail_on)
        return (str(self.program), *words, "--wait", str(self.wait))

    def check(self) -> None:
        """Refuse what can't stand in a unit or in a crontab.

        Raises:
            InputError: NET-OPS-008 no time of day, NET-OPS-009 a character that would end the line.
        """
        if not _TIME.fullmatch(self.time):
            raise InputError.of("NET-OPS-008", value=self.time)
        if not _WORD.fullmatch(self.user):
            raise InputError.of("NET-OPS-009", name="--user", character=self.user[:1].encode("unicode_escape").decode())
        places = {"PROJECT": self.project, "--inventory": self.inventory, "--settings": self.settings}
        for name, value in {**places, "netops": self.program}.items():
            bad = next((each for each in str(value) if not each.isprintable() or each in "\"'\\"), None)
            if bad is not None:
                raise InputError.of("NET-OPS-009", name=name, character=bad.encode("unicode_escape").decode())


def systemd(night: Night) -> Mapping[str, str]:
    """Return file name → text of the service and of its timer.

    Example:
        >>> units = systemd(Night(Path("/opt/netops/bin/netops"), Path("/srv/city 1")))
        >>> [line for line in units["netops-audit.service"].splitlines() if line.startswith("Working")]
        ['WorkingDirectory=/srv/city 1']
        >>> "OnCalendar=*-*-* 02:30:00" in units["netops-audit.timer"]
        True
    """
    night.check()
    values = {
        "user": night.user,
        "project": _percent(str(night.project)),
        "settings": _percent(str(night.settings)),
        "command": " ".join(_quoted(each) for each in night.command),
        "writable": _quoted(str(night.project)),
        "time": night.time,
        "longest": str(night.wait + 4 * 3600),
    }
    names = ("netops-audit.service", "netops-audit.timer")
    return {name: Template((UNITS / name).read_text("utf-8")).substitute(values) for name in names}


def cron(night: Night) -> str:
    """Return a file for ``/etc/cron.d``.

    Example:
        >>> print(cron(Night(Path("/opt/netops/bin/netops"), Path("/srv/city"))).splitlines()[-1][:26])
        30 2 * * * netops cd /srv/
    """
    night.check()
    hours, minutes = night.time.split(":")
    settings = shlex.quote(str(night.settings))
    steps = (
        f"cd {shlex.quote(str(night.project))}",
        f"set -a; [ ! -r {settings} ] || . {settings}; set +a",
        f"exec {shlex.join(night.command)}",
    )
    line = "; ".join((f"{steps[0]} || exit 1", *steps[1:])).replace("%", r"\%")  # cron takes % for the end of the line
    head = (UNITS / "netops-audit.cron").read_text("utf-8")
    return f"{head}{int(minutes)} {int(hours)} * * * {night.user} {line}\n"


def _percent(text: str) -> str:
    """Return a text as systemd takes it: a percent sign begins one of its specifiers."""
    return text.replace("%", "%%")


def _quoted(word: str) -> str:
    """Return one word of a command line of systemd, which takes ``$`` for a variable."""
    plain = _percent(word).replace("$", "$$")
    return f'"{plain}"' if re.search(r"\s", plain) else plain
