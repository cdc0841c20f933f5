"""What starts the audit: units that systemd takes, a crontab that a shell takes, whatever the folder is called."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from netops.errors import InputError
from netops.operations import Night, cron, systemd

PROGRAM = Path("/usr/bin/true")
ODD = ["/srv/city", "/srv/city 100% of it", "/srv/城市", "/srv/a;b|c&d", "/srv/$HOME `x`"]


@pytest.mark.parametrize("folder", ODD)
def test_systemd_takes_the_units(folder: str, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed: apt-get install systemd")
    for name, text in systemd(Night(PROGRAM, Path(folder), user="daemon")).items():
        (tmp_path / name).write_text(text, "utf-8")
        done = subprocess.run([program, "verify", str(tmp_path / name)], capture_output=True, text=True, check=False)
        assert (done.returncode, [line for line in done.stderr.splitlines() if str(tmp_path) in line]) == (0, [])


def test_the_service_is_closed_in() -> None:
    text = systemd(Night(PROGRAM, Path("/srv/city")))["netops-audit.service"]
    for line in (
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ReadWritePaths=/srv/city",
        "PrivateTmp=yes",
        "CapabilityBoundingSet=",
        "SystemCallFilter=@system-service",
        "EnvironmentFile=-/etc/netops/audit.env",
        "ExecStart=/usr/bin/true audit --inventory inventory --series nightly --fail-on regression --wait 3600",
    ):
        assert line in text.splitlines()
    assert "SuccessExitStatus" not in text  # a run with findings is to be seen


def test_a_percent_sign_is_no_specifier() -> None:
    text = systemd(Night(PROGRAM, Path("/srv/100% h")))["netops-audit.service"]
    assert "WorkingDirectory=/srv/100%% h\n" in text
    assert 'ReadWritePaths="/srv/100%% h"\n' in text


def test_a_timer_that_was_missed_is_made_up_for() -> None:
    text = systemd(Night(PROGRAM, Path("/srv/city"), time="03:05"))["netops-audit.timer"]
    assert "OnCalendar=*-*-* 03:05:00\n" in text
    assert "Persistent=yes\n" in text


@pytest.mark.parametrize("name", ["city", "city 1", "100%", "城市", "a;b|c&d", "$HOME `x`"])
def test_a_shell_runs_the_crontabs_line_in_the_folder(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    folder.mkdir()
    settings = tmp_path / "audit.env"
    settings.write_text("NETOPS_WEBHOOK=https://h/p\n")
    program = tmp_path / "netops"
    program.write_text('#!/bin/sh\npwd\necho "$NETOPS_WEBHOOK" "$@"\n')
    program.chmod(0o755)
    text = cron(Night(program, folder, user="root", settings=settings))
    line = text.splitlines()[-1]
    assert re.match(r"30 2 \* \* \* root ", line)
    assert not re.search(r"(?<!\\)%", line)
    command = line.split(maxsplit=6)[6].replace(r"\%", "%")  # as cron hands it to the shell
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True, cwd="/")
    words = "https://h/p audit --inventory inventory --series nightly --fail-on regression --wait 3600"
    assert done.stdout.splitlines() == [str(folder), words]


@pytest.mark.parametrize("time", ["2:30", "24:00", "02:60", "02:30:00", "* *", "0230", "٠٢:٣٠"])
def test_what_is_no_time_of_day_is_refused(time: str) -> None:
    with pytest.raises(InputError, match="NET-OPS-008"):
        cron(Night(PROGRAM, Path("/srv"), time=time))


@pytest.mark.parametrize(
    "more",
    [
        {"project": Path("/srv/a\nExecStartPre=/bin/evil")},
        {"inventory": "x\ny"},
        {"inventory": 'x" y'},
        {"user": "root\nx"},
        {"user": "root evil"},
        {"settings": Path("/etc/a\rb")},
    ],
)
def test_what_would_break_out_of_its_line_is_refused(more: dict[str, object]) -> None:
    night = Night(**{"program": PROGRAM, "project": Path("/srv"), **more})  # type: ignore[arg-type]  # fields by name
    for write in (systemd, cron):
        with pytest.raises(InputError, match="NET-OPS-009"):
            write(night)
