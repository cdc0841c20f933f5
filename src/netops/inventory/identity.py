"""``identities.yml``: who may plan and approve changes, and the key by which each is known."""

from netops.inventory.fields import PublicKey, Text, User, Written


class Identity(Written):
    """One person who signs."""

    name: User
    """As journals and approvals show it."""
    role: Text
    """What the person answers for: ``engineer``, ``operations`` …"""
    public_key: PublicKey
    """Ed25519 public key, base64 of its 32 bytes; ``netops identity NAME`` prints it."""


class IdentityFile(Written):
    """The file."""

    identities: tuple[Identity, ...] = ()
