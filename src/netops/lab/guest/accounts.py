"""A router's ``/etc``: its own accounts and configuration, and the machine's for everything else."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from netops.lab.nodes import Router

USER = "netops"
USER_ID = 1000
SHARED = Path("/run/lab/shared")
MACHINE_ETC = Path("/etc")
PASSED_ON = [
    "alternatives",
    "debian_version",
    "default",
    "environment",
    "ethertypes",
    "host.conf",
    "inputrc",
    "iproute2",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "login.defs",
    "networks",
    "nsswitch.conf",
    "os-release",
    "pam.conf",
    "pam.d",
    "protocols",
    "python3",
    "python3.11",
    "rpc",
    "security",
    "services",
    "shells",
    "ssl",
    "terminfo",
    "timezone",
]
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
PROFILE = f'export PATH={PATH}\n[ -n "$BASH_VERSION" ] && [ -n "$PS1" ] && . /etc/bash.bashrc\numask 022\n'
BASHRC = "[ -z \"$PS1\" ] && return\nPS1='\\u@\\h:\\w\\$ '\n"
SSHD_CONFIG = (
    "Port 22\nHostKey /etc/ssh/ssh_host_ed25519_key\nPermitRootLogin no\nPasswordAuthentication yes\n"
    "UsePAM no\nUseDNS no\nPrintMotd no\nPrintLastLog no\nMaxStartups 200\nSubsystem sftp internal-sftp\n"
)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the machine made up for this run of the lab.

    Attributes:
        password_hash: sha512-crypt of the password of user ``netops``.
        host_keys: router to its OpenSSH private key.
    """

    password_hash: str
    host_keys: Mapping[str, str]

    def __repr__(self) -> str:
        """Show nothing."""
        return "Secrets(...)"


def hash_password(password: str) -> str:
    """Return the sha512-crypt hash (crypt(5)): yescrypt, Debian's default, costs 28 ms a login."""
    library = ctypes.CDLL("libcrypt.so.1")
    library.crypt.restype = ctypes.c_char_p
    salt = "$6$" + os.urandom(8).hex()
    hashed = library.crypt(password.encode(), salt.encode())
    if not hashed:
        raise OSError("crypt() refused sha512")
    return bytes(hashed).decode()


def prepare_shared_etc() -> None:
    """Copy what every router takes from the machine, once."""
    folder = SHARED / "etc"
    folder.mkdir(parents=True)
    for name in (*PASSED_ON, "ssh/moduli"):
        source, copy = MACHINE_ETC / name, folder / name
        copy.parent.mkdir(exist_ok=True)
        try:
            if source.is_dir():
                shutil.copytree(source, copy, symlinks=True, ignore_dangling_symlinks=True)
            else:
                shutil.copyfile(source, copy)
        except (OSError, shutil.Error):
            continue
    (folder / "pam.d/frr").write_text("auth sufficient pam_permit.so\naccount sufficient pam_permit.so\n")


def write_etc(folder: Path, router: Router, secrets: Secrets) -> None:
    """Fill a router's own ``/etc``."""
    for name in PASSED_ON:
        (folder / name).symlink_to(SHARED / "etc" / name)
    (folder / "ssh").mkdir()
    (folder / "ssh/moduli").symlink_to(SHARED / "etc/ssh/moduli")
    for path, text in {**_defaults(router), **router.files}.items():
        file = folder / path.removeprefix("/etc/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    _write_private(folder / "ssh/ssh_host_ed25519_key", secrets.host_keys[router.name], 0o600)
    _write_accounts(folder, secrets)
    _give_frr_its_files(folder)
    if (folder / "sudoers").exists():
        (folder / "sudoers").chmod(0o440)


def _defaults(router: Router) -> dict[str, str]:
    daemons = "".join(f"{name}=yes\n" for name in dict.fromkeys(("zebra", "staticd", *router.daemons)))
    return {
        "/etc/hostname": f"{router.name}\n",
        "/etc/hosts": f"127.0.0.1 localhost\n127.0.1.1 {router.name}\n",
        "/etc/profile": PROFILE,
        "/etc/bash.bashrc": BASHRC,
        "/etc/nftables.conf": "#!/usr/sbin/nft -f\nflush ruleset\n",
        "/etc/network/interfaces": _management_only(router),
        "/etc/frr/frr.conf": f"frr defaults traditional\nhostname {router.name}\n",
        "/etc/frr/vtysh.conf": "service integrated-vtysh-config\n",
        "/etc/frr/daemons": daemons,
        "/etc/ssh/sshd_config": SSHD_CONFIG,
    }


def _management_only(router: Router) -> str:
    return f"auto lo\niface lo inet loopback\n\nauto mgmt0\niface mgmt0\n    address {router.management_address}\n"


def _write_private(path: Path, text: str, mode: int) -> None:
    path.touch(mode=mode)
    path.write_text(text)


def _write_accounts(folder: Path, secrets: Secrets) -> None:
    users = [line.split(":") for line in (MACHINE_ETC / "passwd").read_text().splitlines() if line.count(":") == 6]
    system = [":".join(user) for user in users if int(user[2]) < USER_ID or user[0] == "nobody"]
    person = f"{USER}:x:{USER_ID}:{USER_ID}::/home/{USER}:/bin/bash"
    (folder / "passwd").write_text("\n".join([*system, person]) + "\n")
    shadow = [f"{line.partition(':')[0]}:*:19000::::::" for line in system]
    shadow.append(f"{USER}:{secrets.password_hash}:19000::::::")
    _write_private(folder / "shadow", "\n".join(shadow) + "\n", 0o600)
    groups = [line for line in (MACHINE_ETC / "group").read_text().splitlines() if line.count(":") == 3]
    system_groups = [_with_member(line) for line in groups if int(line.split(":")[2]) < USER_ID]
    (folder / "group").write_text("\n".join([*system_groups, f"{USER}:x:{USER_ID}:"]) + "\n")


def _with_member(line: str) -> str:
    name, password, number, members = line.split(":")
    if name in ("frrvty", "sudo"):
        members = ",".join([*filter(None, members.split(",")), USER])
    return f"{name}:{password}:{number}:{members}"


def ids(name: str, file: str) -> int:
    """Return the number of a user (``passwd``) or group (``group``) of the machine."""
    for line in (MACHINE_ETC / file).read_text().splitlines():
        fields = line.split(":")
        if fields[0] == name:
            return int(fields[2])
    raise OSError(f"/etc/{file} has no {name}")


def _give_frr_its_files(folder: Path) -> None:
    user, group, terminal = ids("frr", "passwd"), ids("frr", "group"), ids("frrvty", "group")
    os.chown(folder / "frr", user, terminal)
    (folder / "frr").chmod(0o775)
    for file in (folder / "frr").iterdir():
        os.chown(file, user, terminal if file.name == "vtysh.conf" else group)
        file.chmod(0o640)
