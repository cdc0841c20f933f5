"""The two digests that name a text: SHA-256, and SM3 of GB/T 32905, which a cryptographic assessment (密评) asks for."""

from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.backends.openssl import backend
from cryptography.hazmat.primitives import hashes

from netops.errors import MissingPiece


@dataclass(frozen=True, slots=True)
class Digests:
    """What a text is known by, both in hexadecimal."""

    sha256: str
    sm3: str


def digests(content: bytes) -> Digests:
    """Return both digests of the very bytes that are stored.

    Raises:
        MissingPiece: NET-STO-001, the OpenSSL of this Python has no SM3.

    Example:
        >>> digests(b"abc").sm3
        '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'
    """
    return Digests(_hash(hashes.SHA256(), content), _hash(hashes.SM3(), content))


def _hash(algorithm: hashes.HashAlgorithm, content: bytes) -> str:
    try:
        hashing = hashes.Hash(algorithm)
    except UnsupportedAlgorithm as error:
        version = backend.openssl_version_text()
        raise MissingPiece.of("NET-STO-001", algorithm=algorithm.name.upper(), version=version) from error
    hashing.update(content)
    return hashing.finalize().hex()
