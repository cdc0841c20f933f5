"""Key chains, trust points and certificates; keys themselves are read by nobody (Cisco IOS: Security, PKI; RGOS: Keychain, PKI)."""

import re
from collections.abc import Iterator
from functools import partial

from netops.config.node import Node
from netops.model import Certificate, Key, KeyChain, TrustPoint
from netops.platforms.ios_family.said import Said, each, said
from netops.platforms.ios_family.sheet import Sheet
from netops.platforms.ios_family.words import secret
from netops.platforms.reading.objects import keep, same
from netops.platforms.reading.sheet import Draft, Place, line
from netops.platforms.reading.words import number

_POINT = same("rsakeypair", "eckeypair", "serial-number", "ip-address", "fqdn", "usage", "hash", "source interface", "vrf",
    "chain-validation", "auto-enroll", "match certificate", "subject-alt-name", "storage", "on", "regenerate", "primary",
    "authorization", "crl")  # fmt: skip
_HEXADECIMAL = re.compile("[0-9A-Fa-f]+( [0-9A-Fa-f]+)*")
_CHAIN = same("accept-tolerance", "send-tolerance", "description")


def read_key_chain(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``key chain NAME``; chains of another kind (``macsec``, ``tcp``) have other lines below."""
    if found.off or len(found.words) != 3:
        return False
    draft = sheet.objects.of("key_chains", found.words[2], found.node, name=found.words[2])
    under = place.under(found.node)
    under.each(found.node.children, lambda node: _read_chain(sheet, draft, said(sheet.dialect, node), under))
    return True


def _read_chain(sheet: Sheet, draft: Draft[KeyChain], child: Said, place: Place) -> bool:
    match child.words:
        case ("key", digits) if not child.off:
            key = Draft(Key, {"number": number(digits)}, [child.node])
            each(sheet, tuple(_settings(child.node)), place.under(child.node), partial(_read_key, key))
            draft.add("keys", key.made(), child.node)
        case _:
            return not child.off and keep(draft, child.words, child.node, _CHAIN)
    return True


_BEHIND = ("cryptographic-algorithm ", "accept-lifetime ", "send-lifetime ")


def _settings(key: Node) -> Iterator[Node]:
    """Yield the settings of a key; ``show running-config`` indents those behind ``key-string`` as if they stood below it.

    Where something else stands there, nobody knows what the secret is.
    """
    for child in key.children:
        if child.text.startswith("key-string ") and all(each.text.startswith(_BEHIND) for each in child.children):
            yield Node(child.text, child.number)
            yield from child.children
        else:
            yield child


def _read_key(draft: Draft[Key], child: Said) -> bool:
    match child.words:
        case _ if child.off:
            return False
        case ("key-string", *rest) if rest:
            draft.set("secret", secret(rest), child.node)
        case ("cryptographic-algorithm" | "authentication", algorithm):
            draft.set("algorithm", algorithm, child.node)
        case ("send-lifetime" | "accept-lifetime" as kind, *when) if when:
            draft.set(kind.removesuffix("-lifetime"), " ".join(when), child.node)
        case _:
            return False
    return True


def read_trust_point(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``crypto pki trustpoint NAME``."""
    if found.off or len(found.words) != 4:
        return False
    draft = sheet.objects.of("trust_points", found.words[3], found.node, name=found.words[3])
    each(sheet, found.node.children, place.under(found.node), partial(_read_point, draft))
    return True


def _read_point(draft: Draft[TrustPoint], child: Said) -> bool:
    match child.words:
        case _ if child.off:
            return False
        case ("enrollment", kind, *rest) if kind in {"selfsigned", "terminal", "url", "profile", "pkcs12", "mode"}:
            return _read_enrollment(draft, kind, rest, child.node)
        case ("subject-name", *_):
            draft.set("subject", child.rest(1), child.node)
        case ("revocation-check", *ways) if ways:
            draft.set("revocation", " ".join(ways), child.node)
        case _:
            return keep(draft, child.words, child.node, _POINT)
    return True


def _read_enrollment(draft: Draft[TrustPoint], kind: str, rest: list[str], node: Node) -> bool:
    """Read ``enrollment url URL``, ``enrollment terminal [pem]`` …; ``enrollment mode ra`` says who answers, not how one asks."""
    if kind == "mode":
        draft.add("fields", ("enrollment mode", " ".join(rest)), node)
        return bool(rest)
    draft.set("enrollment", kind, node)
    if rest:
        draft.values.setdefault("fields", set()).add((f"enrollment {kind}", " ".join(rest).rpartition("@")[2]))
    return True


def read_certificates(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``crypto pki certificate chain NAME``."""
    if found.off or len(found.words) != 5:
        return False
    draft = sheet.objects.of("trust_points", found.words[4], found.node, name=found.words[4])
    each(sheet, found.node.children, place.under(found.node), partial(_read_certificate, draft))
    return True


def _read_certificate(draft: Draft[TrustPoint], child: Said) -> bool:
    """Read one certificate; a body that somebody has made unreadable is none, and without one it is a file."""
    head, *body = child.node.text.split("\n")
    words = head.split()
    text = " ".join(" ".join(body[:-1]).split())
    if child.off or words[0] != "certificate" or len(words) < 2:
        return False
    if not (_HEXADECIMAL.fullmatch(text) if body else words[-1].startswith("nvram:")):
        return False
    draft.add("certificates", Certificate(" ".join(words[1:]), text, (line(child.node),)), child.node)
    return True
