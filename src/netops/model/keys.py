"""Key chains, trust points and public keys: that they are there, and how they are guarded. Keys are never part of the model."""

from dataclasses import dataclass, field

from netops.model.access import Secret
from netops.model.fact import Line


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a chain.

    Attributes:
        number: by which packets name it.
        algorithm: ``md5``, ``hmac-sha-256`` … in the device's words; None where no line says it.
        secret: its form; None where it has none, so that it proves nothing.
        send: when it is used, in the device's words; None where no line says it.
        accept: when it is believed, likewise.
    """

    number: int
    algorithm: str | None = None
    secret: Secret | None = None
    send: str | None = None
    accept: str | None = None
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class KeyChain:
    """Keys that routing protocols take by name.

    Attributes:
        name: as the device spells it.
        mode: how times are meant (VRP, Comware): ``absolute``, ``periodic daily`` …; None where the device has no modes.
        fields: other settings by name.
    """

    name: str
    mode: str | None = None
    keys: frozenset[Key] = frozenset()
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that the config shows: it is public, and so is part of the model as it stands.

    Attributes:
        name: what it is, its number and, where it is a file of the device, that: ``self-signed 01``, ``ca 02 nvram:CA#2.cer``.
        body: its hexadecimal words with one space between them; empty where it is a file.
    """

    name: str
    body: str = ""
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TrustPoint:
    """An authority that the device believes, and the identity that it has there.

    Attributes:
        name: of the trust point, domain or realm.
        subject: distinguished name, or the name of the entity that has it.
        enrollment: ``selfsigned``, ``url``, ``terminal`` …; None where no line says it.
        revocation: how revoked certificates are found: ``crl``, ``ocsp``, ``none``; None where no line says it.
        certificates: those that the config shows.
        fields: other settings by name.
    """

    name: str
    subject: str | None = None
    enrollment: str | None = None
    revocation: str | None = None
    certificates: frozenset[Certificate] = frozenset()
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key of somebody else that the device believes; the key itself isn't part of the model.

    Attributes:
        kind: ``rsa``, ``ecc``, ``dsa`` …; empty where the line doesn't say it.
    """

    name: str
    kind: str = ""
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
