"""Who signs: Ed25519 keys of authors and approvers.

The public key of everyone who may plan or approve stands in ``inventory/identities.yml``; the private key lies with its
owner alone (mode 0600) and never in the project.
"""

import base64
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from netops.errors import InputError, Refused

# As `netops.inventory` has it for names in identities.yml: nothing that looks like another name, nothing of a path.
NAME = re.compile(r"[a-z_][a-z0-9_-]{0,31}")


@dataclass(frozen=True, slots=True)
class Signer:
    """A person who can sign: the name and the private key, which no repr shows."""

    name: str
    key: Ed25519PrivateKey = field(repr=False)

    @property
    def public_key(self) -> str:
        """The public key as it stands in ``identities.yml``: base64 of its 32 bytes."""
        return base64.b64encode(self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()

    def sign(self, message: bytes) -> str:
        """Return the signature over ``message``, base64 of its 64 bytes."""
        return base64.b64encode(self.key.sign(message)).decode()


def key_directory() -> Path:
    """Return where private keys lie: ``NETOPS_KEYS``, or ``netops/keys`` below the user's configuration."""
    given = os.environ.get("NETOPS_KEYS")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "netops" / "keys"


def create_key(name: str, directory: Path) -> Signer:
    """Make a new key pair and store the private half, readable by its owner alone.

    Raises:
        InputError: NET-CHG-020 where this name has a key already; a key is never overwritten. NET-CHG-024 where it can't
            be the name of an identity.
    """
    _check_name(name)
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = directory / f"{name}.pem"
    if path.exists():
        raise InputError.of("NET-CHG-020", str(path), name=name)
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    return Signer(name, key)


def load_signer(name: str, directory: Path) -> Signer:
    """Load the private key of ``name``.

    Raises:
        InputError: NET-CHG-021 where there is none, NET-CHG-022 where it isn't an Ed25519 key, NET-CHG-024 where the name
            can't be that of an identity.
        Refused: NET-CHG-023 where others could read it.
    """
    _check_name(name)
    path = directory / f"{name}.pem"
    if not path.is_file():
        raise InputError.of("NET-CHG-021", str(path), name=name)
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Refused.of("NET-CHG-023", str(path), name=name)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise InputError.of("NET-CHG-022", str(path)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise InputError.of("NET-CHG-022", str(path))
    return Signer(name, key)


def _check_name(name: str) -> None:
    if not NAME.fullmatch(name):
        raise InputError.of("NET-CHG-024", name=ascii(name))


def is_signed(message: bytes, signature: str, public_key: str) -> bool:
    """Tell whether ``signature`` over ``message`` is that of ``public_key``; malformed input is simply not signed."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True
