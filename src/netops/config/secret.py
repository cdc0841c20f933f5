"""Secrets in config text: hidden by named placeholders wherever people read, put back where a device reads.

A placeholder is ``<secret:NAME:DIGEST>``. The digest is keyed, so that a changed secret is seen as changed while nobody
can test a guess against it without the key.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from netops.config.rulebook import Dialect, Secret

PLACEHOLDER = re.compile(r"<secret:[a-z0-9-]+:[0-9a-f]{16}>")
_PROCESS_KEY = secrets.token_bytes(32)


@dataclass(slots=True)
class Mask:
    """Puts placeholders in the place of secrets and remembers which value each stands for.

    Attributes:
        rules: what is secret, and its name.
        key: of the digest; the process's own random one where none is given.
        known: placeholder → value.
    """

    rules: tuple[Secret, ...]
    key: bytes = field(default=_PROCESS_KEY, repr=False)
    known: dict[str, str] = field(default_factory=dict, repr=False)

    def hide(self, name: str, value: str) -> str:
        """Return the placeholder of a value; a placeholder stays what it is."""
        if PLACEHOLDER.fullmatch(value):
            return value
        digest = hmac.new(self.key, f"{name}\0{value}".encode(), hashlib.sha256).hexdigest()[:16]
        placeholder = f"<secret:{name}:{digest}>"
        self.known[placeholder] = value
        return placeholder

    def text(self, text: str) -> str:
        """Return a text with its secrets hidden."""
        for each in self.rules:
            if each.word in text:
                text = each.find.sub(_hider(each.name, self.hide), text)
        return text


@dataclass(frozen=True, slots=True)
class SlowMask:
    """Puts a digest in the place of secrets that is equal in every process, and slow to guess from.

    Fingerprints are compared between processes and lie in plans that many may read, so that the plain hash of a short
    password would be as good as the password. scrypt with these costs takes about 15 ms and 4 MB a guess.
    """

    rules: tuple[Secret, ...]

    def text(self, text: str) -> str:
        """Return a text with its secrets digested."""
        for each in self.rules:
            if each.word in text:
                text = each.find.sub(_hider(each.name, _slow), text)
        return text


def _slow(name: str, value: str) -> str:
    salt = f"netops fingerprint {name}".encode()
    return f"scrypt:{hashlib.scrypt(value.encode(), salt=salt, n=4096, r=8, p=1, dklen=16).hex()}"


def _hider(name: str, hide: Callable[[str, str], str]) -> Callable[[re.Match[str]], str]:
    def hidden(found: re.Match[str]) -> str:
        start, end = found.start("secret") - found.start(), found.end("secret") - found.start()
        whole = found.group()
        return whole[:start] + hide(name, found["secret"]) + whole[end:]

    return hidden


def make_mask(p: Dialect, key: bytes | None = None) -> Mask:
    """Return the mask of a platform; equal keys give equal placeholders."""
    return Mask(p.rulebook.secrets, key or _PROCESS_KEY)


def mask(p: Dialect, text: str, *, key: bytes | None = None) -> str:
    """Return a text of any kind (config, diff, a device's answer) with its secrets hidden.

    Args:
        p: the platform whose rulebook names the secrets.
        text: lines in any form; prompts before them and diff signs do no harm.
        key: of the digests, at least 16 bytes; equal keys give equal placeholders. Default: random, one a process.

    Example:
        >>> from netops.platforms import get_platform
        >>> mask(get_platform("frr"), " neighbor 10.1.0.2 password Night-shift7", key=b"sixteen bytes ok")
        ' neighbor 10.1.0.2 password <secret:neighbor-password:...>'
    """
    return make_mask(p, key).text(text)


def reveal(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled, for the device and nobody else.

    A placeholder that ``values`` lacks stays; `placeholders` finds those.
    """
    return PLACEHOLDER.sub(lambda found: values.get(found.group(), found.group()), text)


def placeholders(text: str) -> frozenset[str]:
    """Return the placeholders that stand in a text."""
    return frozenset(PLACEHOLDER.findall(text))
