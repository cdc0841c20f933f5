"""Opening a vaulted value: ``ansible-inventory`` hands those that stand within a file on as they are, sealed.

So they lie in no cache, and only who logs in to a device opens its password. The form is that of Ansible's own page
"Vault format", version 1.1 and 1.2 with AES256: PBKDF2 over the password, HMAC over the text, AES in counter mode.
"""

import hashlib
import hmac
from binascii import Error as HexError
from binascii import unhexlify
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from netops.errors import InputError
from netops.inventory.ansible_settings import settings
from netops.inventory.listing import vault_program

SEALED = "__ansible_vault"
"""The key under which ``ansible-inventory --list`` hands a sealed value on."""
ROUNDS, KEY, COUNTER = 10_000, 32, 16


def opened(text: str) -> str:
    """Return what is in a vaulted value.

    Raises:
        InputError: NET-INV-104 where no password is named, or none of them opens it.
    """
    passwords = vault_passwords()
    if not passwords:
        raise InputError.of("NET-INV-104", detail="no vault password is named")
    try:
        salt, seal, body = _parts(text)
        found = next((each for each in (_tried(key, salt, seal, body) for key in passwords) if each is not None), None)
        if found is not None:
            return found.decode("utf-8")
    except (ValueError, HexError):
        raise InputError.of("NET-INV-104", detail="it isn't in the form of Ansible Vault") from None
    raise InputError.of("NET-INV-104", detail="none of the vault passwords that are named opens it")


def vault_passwords() -> tuple[bytes, ...]:
    """Return the vault's passwords, from files or from the programs that print them; nobody is asked."""
    found = []
    for label, place in settings().vault_places:
        path = Path(place).expanduser()
        try:
            runs = bool(path.stat().st_mode & 0o111)
            found.append(vault_program(path, label) if runs else path.read_bytes().strip())
        except OSError:
            continue
    return tuple(each for each in found if each)


def _parts(text: str) -> tuple[bytes, bytes, bytes]:
    """Return salt, seal and body of a vaulted text."""
    head, *lines = text.strip().splitlines()
    if head.split(";")[:1] != ["$ANSIBLE_VAULT"] or head.split(";")[2:3] != ["AES256"]:
        raise ValueError(head)
    salt, seal, body = unhexlify("".join(line.strip() for line in lines)).split(b"\n", 2)
    return unhexlify(salt), unhexlify(seal), unhexlify(body)


@cache
def _tried(password: bytes, salt: bytes, seal: bytes, body: bytes) -> bytes | None:
    """Return the text that a password opens, or None; each is worked out once, it costs 5 ms."""
    keys = hashlib.pbkdf2_hmac("sha256", password, salt, ROUNDS, 2 * KEY + COUNTER)
    key, sealing, counter = keys[:KEY], keys[KEY : 2 * KEY], keys[2 * KEY :]
    if not hmac.compare_digest(hmac.new(sealing, body, hashlib.sha256).digest(), seal):
        return None
    decryptor = Cipher(algorithms.AES(key), modes.CTR(counter)).decryptor()
    padded = decryptor.update(body) + decryptor.finalize()
    unpadder = PKCS7(128).unpadder()
    return unpadder.update(padded) + unpadder.finalize()
