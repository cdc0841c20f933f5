"""How routing protocols prove whose their packets are, and what such a proof is worth."""

from fnmatch import fnmatch

from netops.audit.answer import Subject, Word
from netops.model import KeyChain

WEAK = ("*md5*", "*sha1*", "*sha-1*")
"""Digests that one better doesn't begin with today; packets without the key are refused all the same."""
NOTHING = frozenset({None, "null", "none", "simple"})
"""No proof, or a password that everybody on the link reads."""


def chains(subject: Subject) -> dict[str, KeyChain]:
    """Return the key chains by name."""
    return {each.name: each for each in subject.device.management.key_chains}


def worth(kind: str | None, chain: str | None, known: dict[str, KeyChain], *, has_key: bool = True) -> Word:
    """Return what a way to prove packets is worth.

    Args:
        kind: ``simple``, ``md5``, ``hmac-sha256``, ``key-chain`` …
        chain: name of the key chain, where there is one.
        known: the key chains of the device.
        has_key: a key goes with it: without one packets prove nothing (Cisco: key 0 without a secret).
    """
    if kind in NOTHING:
        return Word.NON_COMPLIANT
    if chain is not None:
        return of_chain(known.get(chain), kind)
    if kind == "key-chain" or not has_key:
        return Word.NON_COMPLIANT
    return Word.PARTIAL if _is_weak(kind) else Word.COMPLIANT


def of_chain(chain: KeyChain | None, kind: str | None = None) -> Word:
    """Return what a key chain is worth: nothing where it isn't there or no key of it has a secret; else its weakest key counts."""
    keys = [each for each in chain.keys if each.secret is not None] if chain is not None else []
    if not keys:
        return Word.NON_COMPLIANT
    if kind not in {None, "key-chain"} and _is_weak(kind):
        return Word.PARTIAL
    return Word.PARTIAL if any(each.algorithm is None or _is_weak(each.algorithm) for each in keys) else Word.COMPLIANT


def _is_weak(algorithm: str | None) -> bool:
    return algorithm is not None and any(fnmatch(algorithm.lower(), each) for each in WEAK)
