"""What Ansible said last time, as long as nothing that it read has changed: ``ansible-inventory`` takes 0.7 s to start.

The answer is kept in one file that only its owner can read, beside a digest of everything that Ansible reads. Where a
whole file of variables is vaulted the answer holds them in plain, so it is sealed with a key made from the vault's own
password: whoever can open the cache could open the vault. Where that password comes from a program or is typed in,
nothing is kept (docs/credentials.md).
"""

import base64
import hashlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from netops.inventory.ansible_settings import Settings, settings
from netops.inventory.host_files import VAULT
from netops.inventory.listing import PROGRAM, Listing, ansible_listing

FILE = "inventory.cache"
VARIABLE_FOLDERS = ("group_vars", "host_vars")
PLUGINS = ("ANSIBLE_VARS_PLUGINS", "ANSIBLE_VARS_ENABLED", "vars_plugins", "vars_plugins_enabled")
"""Where these are set, variables may come from anywhere, and no digest says whether they changed."""
COST = 2**14
"""Of scrypt (RFC 7914): 40 ms and 16 MiB a try, where the vault's own PBKDF2 costs 5 ms."""


@dataclass(frozen=True, slots=True)
class Cached:
    """Asks Ansible only where something has changed since it was asked last; in place of `ansible_listing`.

    Attributes:
        folder: where the answer is kept.
        ask: who is asked.
    """

    folder: Path
    ask: Callable[[Path], Listing] = ansible_listing

    def __call__(self, hosts: Path) -> Listing:
        """Return what Ansible says of a hosts file."""
        known = settings()
        found = _matter(hosts, known)
        if found is None:
            return self.ask(hosts)
        files, vaulted = found
        secret = _vault_password(known) if vaulted else b""
        if secret is None:
            return self.ask(hosts)
        digest = _digest(files)
        kept = _kept(self.folder / FILE, digest, secret)
        if kept is not None:
            return kept
        listing = self.ask(hosts)
        with suppress(OSError):  # a folder that can't be written to costs time, nothing else
            _keep(self.folder / FILE, digest, secret, listing)
        return listing


def _matter(hosts: Path, known: Settings) -> tuple[Mapping[str, bytes], bool] | None:
    """Return everything that Ansible's answer depends on, and whether a vault is among it; None where that can't be told."""
    if not known.readable or any(name in os.environ or name in known.values for name in PLUGINS):
        return None
    if Path("~/.ansible/plugins/vars").expanduser().exists():
        return None
    matter = {
        f"environment {key}": os.fsencode(value) for key, value in os.environ.items() if key.startswith("ANSIBLE")
    }
    matter["settings"] = known.text.encode()
    matter["program"] = _program()
    try:
        files = {str(path): path.read_bytes() for path in _files(hosts)}
    except OSError:
        return None
    return matter | files, any(content.startswith(VAULT) for content in files.values())


def _files(hosts: Path) -> Iterator[Path]:
    """Yield the hosts file, and the variables beside it and in the current folder: Ansible reads both."""
    yield hosts.absolute()
    for folder in sorted({hosts.absolute().parent, Path.cwd()}):
        for name in VARIABLE_FOLDERS:
            yield from sorted(path for path in (folder / name).rglob("*") if path.is_file())


def _program() -> bytes:
    """Return what tells one release of Ansible from another: its version where it is this Python's, else its file."""
    if (Path(sys.executable).parent / PROGRAM).exists():
        with suppress(PackageNotFoundError):
            return version("ansible-core").encode()
    found = shutil.which(PROGRAM)
    if found is None:
        return b"none"
    known = Path(found).stat()
    return f"{found} {known.st_size} {known.st_mtime_ns}".encode()


def _digest(matter: Mapping[str, bytes]) -> str:
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in matter.items()}
    return hashlib.sha256(json.dumps(sums, sort_keys=True).encode()).hexdigest()


def _vault_password(known: Settings) -> bytes | None:
    """Return all vault passwords that lie in plain files, one text; None where one of them doesn't."""
    secrets = []
    for _, place in known.vault_places:
        path = Path(place).expanduser()
        try:
            if path.stat().st_mode & 0o111:  # Ansible runs it and takes what it prints
                return None
            secrets.append(path.read_bytes().strip())
        except OSError:
            return None
    return b"\n".join(secrets) or None


def _kept(path: Path, digest: str, secret: bytes) -> Listing | None:
    """Return the answer that was kept for this digest, or None where there is none that could be trusted."""
    try:
        known = path.lstat()
        if not stat.S_ISREG(known.st_mode) or known.st_uid != os.geteuid() or known.st_mode & 0o077:
            return None
        entry = json.loads(path.read_bytes())
        if entry["digest"] != digest:
            return None
        found = json.loads(_opened(entry, secret))
        groups = {host: tuple(names) for host, names in found["groups"].items()}
        return Listing(found["variables"], groups)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, InvalidTag):
        return None


def _keep(path: Path, digest: str, secret: bytes, listing: Listing) -> None:
    text = json.dumps({"variables": listing.variables, "groups": listing.groups}, default=dict).encode()
    salt, nonce = os.urandom(16), os.urandom(12)
    body = AESGCM(_key(secret, salt)).encrypt(nonce, text, digest.encode()) if secret else text
    entry = {"digest": digest, "salt": _shown(salt), "nonce": _shown(nonce), "body": _shown(body)}
    path.parent.mkdir(parents=True, exist_ok=True)
    # Made with mode 0600, and whole before it has its name: two commands at once leave one of the two answers.
    with NamedTemporaryFile("w", dir=path.parent, prefix=f".{FILE}.", delete=False, encoding="utf-8") as file:
        json.dump(entry, file)
    Path(file.name).replace(path)


def _opened(entry: Mapping[str, str], secret: bytes) -> bytes:
    salt, nonce, body = (base64.b64decode(entry[name]) for name in ("salt", "nonce", "body"))
    return AESGCM(_key(secret, salt)).decrypt(nonce, body, entry["digest"].encode()) if secret else body


def _key(secret: bytes, salt: bytes) -> bytes:
    return hashlib.scrypt(secret, salt=salt, n=COST, r=8, p=1, dklen=32)


def _shown(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
