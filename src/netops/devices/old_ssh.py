"""SSH as devices of fifteen years ago speak it: only for hosts whose variables ask for it by name.

Old VRP, Comware and IOS releases know no key exchange but those with SHA-1, and sign with ``ssh-rsa``. paramiko has
dropped them (RFC 9142 says MUST NOT or SHOULD NOT), so that they are put together here from what it still has. Their
weakness is that of the device: whoever can break them reads the session, which is why netops warns at each login.
"""

import hashlib
from typing import Any, ClassVar

import paramiko
from cryptography.hazmat.primitives import hashes
from paramiko.kex_gex import KexGexSHA256
from paramiko.kex_group14 import KexGroup14SHA256

from netops.devices.transport import QuickClient, QuickTransport

BROKEN: dict[str, list[str]] = {
    "ciphers": ["aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc"],
    "macs": ["hmac-md5", "hmac-sha1-96", "hmac-md5-96"],
}
"""What paramiko would still offer and no device of today needs; OpenSSH offers none of these either."""

GROUP_1 = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
    "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"
    "49286651ECE65381FFFFFFFFFFFFFFFF",
    16,
)
"""The 1024-bit prime of RFC 2409, section 6.2."""


class _Group14(KexGroup14SHA256):
    name = "diffie-hellman-group14-sha1"
    hash_algo = hashlib.sha1


class _Group1(_Group14):
    name = "diffie-hellman-group1-sha1"
    P = GROUP_1


class _Gex(KexGexSHA256):
    name = "diffie-hellman-group-exchange-sha1"
    min_bits = 1024
    hash_algo = hashlib.sha1


_TODAY: Any = paramiko.Transport
_RSA: Any = paramiko.RSAKey
"""paramiko has no public way to add an algorithm, and its stubs know none of these tables."""


class OldRsaKey(_RSA):  # type: ignore[misc]  # see above
    """An RSA key that signs with SHA-1 too."""

    HASHES: ClassVar[dict[str, Any]] = {**_RSA.HASHES, "ssh-rsa": hashes.SHA1}


class OldTransport(QuickTransport):
    """Offers today's algorithms first and the old ones after them."""

    _preferred_kex = (*_TODAY._preferred_kex, _Gex.name, _Group14.name, _Group1.name)  # noqa: SLF001 (see above)
    _preferred_keys = (*_TODAY._preferred_keys, "ssh-rsa")  # noqa: SLF001 (see above)
    _kex_info: ClassVar[dict[str, Any]] = {
        **_TODAY._kex_info,  # noqa: SLF001 (see above)
        **{each.name: each for each in (_Gex, _Group14, _Group1)},
    }
    _key_info: ClassVar[dict[str, Any]] = {**_TODAY._key_info, "ssh-rsa": OldRsaKey}  # noqa: SLF001 (see above)


class OldClient(QuickClient):
    """A client that speaks through `OldTransport`."""

    transport = OldTransport
