"""Key chains, PKI and public keys: their names, times and forms; the secrets themselves are read by nobody."""

from functools import partial

from netops.config.node import Node
from netops.model import Key, KeyChain, TrustPoint
from netops.platforms.reading.objects import Settings, keep, same
from netops.platforms.reading.sheet import Draft, Place
from netops.platforms.reading.words import number
from netops.platforms.vrp_family.sheet import VrpSheet
from netops.platforms.vrp_family.words import ends_in_secret

CHAIN_FIELDS = same(
    "receive-tolerance",
    "tcp-kind",
    "tcp-algorithm-id",
    "default send-key-id",
    "digest-length",
    "time",
    "accept-tolerance",
)
_TIMES = {"send-time": "send", "receive-time": "accept", "send-lifetime": "send", "accept-lifetime": "accept"}
# Huawei, "PKI": pki realm (VRP5), pki domain (VRP8); H3C Security Command Reference, "PKI": pki domain.
REALM_FIELDS = same("ca id", "ca identifier", "enrollment-url", "certificate request url", "certificate request from", "certificate request mode",
    "fingerprint", "root-certificate fingerprint", "rsa local-key-pair", "public-key rsa", "public-key ecdsa", "public-key dsa", "usage",
    "source interface", "source ip", "vpn-instance", "enrollment-request signature", "key-usage", "auto-enroll", "crl url", "crl update-period",
    "crl cache", "ldap-server", "certificate polling", "certificate request polling")  # fmt: skip
ENTITY_FIELDS = same("common-name", "organization", "organization-unit", "organizational-unit", "country", "locality", "state", "email", "fqdn",
    "ip-address", "ip", "serial-number", "subject-dn")  # fmt: skip
SSL_FIELDS = same("pki-domain", "pki-realm", "ciphersuite", "session", "version", "client-verify", "cipher-suite", "ssl minimum version",
    "ecdh group", "signature algorithm-list")  # fmt: skip


def read_keychain(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``keychain NAME mode M`` and its keys."""
    match words:
        case ["keychain", name, "mode", *mode] if mode:
            draft = sheet.objects.of("key_chains", name, node, name=name, mode=" ".join(mode))
        case _:
            return False
    below = place.under(node)
    below.each(node.children, partial(_read_line, draft, below))
    return True


def _read_line(draft: Draft[KeyChain], place: Place, node: Node) -> bool:
    words = node.text.split(" ")
    match words:
        case ["key-id" | "key", text]:
            key = Draft(Key, {"number": number(text)}, [node])
            place.under(node).each(node.children, partial(_read_key, key))
            draft.add("keys", key.made(), node)
        case _:
            return words[0] != "undo" and keep(draft, words, node, CHAIN_FIELDS)
    return True


def _read_key(draft: Draft[Key], node: Node) -> bool:
    if node.children:
        return False
    match node.text.split(" "):
        case ["algorithm" | "authentication-algorithm", algorithm]:
            draft.set("algorithm", algorithm, node)
        case ["key-string", *rest]:
            draft.set("secret", ends_in_secret(rest), node)
        case [first, *rest] if first in _TIMES and rest:
            draft.set(_TIMES[first], " ".join(rest), node)
        case ["default", "send-key-id"] | ["default-send-key"]:
            draft.add("fields", ("default", "send-key-id"), node)
        case ["accept-tolerance", time]:
            draft.add("fields", ("accept-tolerance", time), node)
        case _:
            return False
    return True


def read_pki(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``pki realm NAME``, ``pki domain NAME`` and ``pki entity NAME``."""
    match words:
        case ["pki", "realm" | "domain", name]:
            draft = sheet.objects.of("trust_points", name, node, name=name)
            place.under(node).each(node.children, partial(_read_realm, draft))
        case ["pki", "entity", name]:
            sheet.fields.add((f"pki entity {name}", "on"))
            place.under(node).each(
                node.children, lambda child: _note(sheet, f"pki entity {name}", child, ENTITY_FIELDS)
            )
        case _:
            return False
    return True


def _note(sheet: VrpSheet, what: str, node: Node, known: Settings) -> bool:
    """Keep a line as a setting of the management plane."""
    holder: Draft[object] = Draft(object, {})
    if not keep(holder, node.text.split(" "), node, known):
        return False
    sheet.fields.node = node
    sheet.fields.update((f"{what} {name}", value) for name, value in holder.values["fields"])
    return True


def _read_realm(draft: Draft[TrustPoint], node: Node) -> bool:
    words = node.text.split(" ")
    match [] if node.children else words:
        case ["entity", name] | ["certificate", "request", "entity", name]:
            draft.set("subject", name, node)
        case ["certificate-check", *ways] if ways:
            draft.set("revocation", " ".join(ways), node)
        case ["undo", "crl", "check", "enable"]:
            draft.set("revocation", "none", node)
        case ["crl", "check", "enable"]:
            draft.set("revocation", "crl", node)
        case ["enrollment", "self-signed"]:
            draft.set("enrollment", "selfsigned", node)
        case _:
            return words[0] != "undo" and keep(draft, words, node, REALM_FIELDS)
    return True


def read_public_key(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read ``rsa peer-public-key NAME`` and Comware's ``public-key peer NAME``; the key itself is below it."""
    kind = ""
    match words:
        case ["rsa" | "dsa" | "ecc" | "sm2", "peer-public-key", name, *rest] if rest[:1] in ([], ["encoding-type"]):
            kind = words[0]
        case ["public-key", "peer", name]:
            pass
        case ["peer-public-key", "end"]:
            return not node.children
        case _:
            return False
    sheet.objects.of("public_keys", name, node, name=name, kind=kind)
    return True


def read_ssl(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``ssl policy NAME [type server]`` and Comware's ``ssl server-policy NAME``."""
    match words:
        case ["ssl", "server-policy" | "client-policy" | "policy" as kind, name, *rest] if rest[:1] in ([], ["type"]):
            sheet.fields.add((f"ssl {kind} {name}", rest[1] if len(rest) == 2 else "on"))
        case ["ssl", "version", version, "disable"] if not node.children:
            sheet.fields.add((f"ssl version {version}", "off"))
            return True
        case _:
            return False
    place.under(node).each(node.children, lambda child: _note(sheet, f"ssl {kind} {name}", child, SSL_FIELDS))
    return True
