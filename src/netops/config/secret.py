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

from netops.config.rulebook import Dialect
from netops.config.rulebook_pieces import Secret

PLACEHOLDER = re.compile(r"<secret:[a-z0-9-]+:[0-9a-f]{16}>")
# A placeholder stays one behind the number that tells how the device keeps the secret: `secret 9 <secret:…>`.
_STANDS = re.compile(rf"(?:[0-9]{{1,2}} )?{PLACEHOLDER.pattern}")
REENCRYPTED = "-reencrypted"
"""Ends the name of a secret that the device encrypts anew at each display."""
_PROCESS_KEY = secrets.token_bytes(32)


@dataclass(slots=True)
class Mask:
    """Puts placeholders in the place of secrets and remembers which value each stands for.

    Attributes:
        rules: what is secret, and its name.
        key: of the digest; the process's own random one where none is given.
        known: placeholder → value.
        words: texts without any of which no secret stands anywhere.
    """

    rules: tuple[Secret, ...]
    key: bytes = field(default=_PROCESS_KEY, repr=False)
    known: dict[str, str] = field(default_factory=dict, repr=False)
    words: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        found = _WORDS.get(id(self.rules))
        if found is None:
            if len(_WORDS) >= MOST_RULES:
                _WORDS.clear()
            found = _WORDS[id(self.rules)] = self.rules, _words(self.rules)
        self.words = found[1]

    def hide(self, rule: Secret, value: str) -> str:
        """Return the placeholder of a value; a placeholder stays what it is."""
        if _STANDS.fullmatch(value):
            return value
        name = _name(rule, value)
        plain = value if rule.decode is None else rule.decode(value)
        digest = hmac.new(self.key, f"{name}\0{plain}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[
            :16
        ]
        placeholder = f"<secret:{name}:{digest}>"
        self.known[placeholder] = value
        return placeholder

    def text(self, text: str) -> str:
        """Return a text with its secrets hidden."""
        lower = text.lower()
        for word in self.words:
            if word in lower:
                break
        else:
            return text
        return _hidden(self.rules, text, lower, self.hide)


MOST_RULES = 64
_WORDS: dict[int, tuple[tuple[Secret, ...], tuple[str, ...]]] = {}
"""By the id of a platform's rules, these and their words: to look them up by what they say takes longer than to mask a line."""


def _words(rules: tuple[Secret, ...]) -> tuple[str, ...]:
    """Return the words of rules but for those in which another one stands: where that is missing they are, too."""
    words = dict.fromkeys(each.word for each in rules)
    return tuple(word for word in words if not any(each in word for each in words if each != word))


def _name(rule: Secret, value: str) -> str:
    hidden = rule.reencrypted is not None and rule.reencrypted.fullmatch(value) is not None
    return f"{rule.name}{REENCRYPTED}" if hidden else rule.name


def blind(first: str, second: str) -> bool:
    """Whether two values only differ by secrets of which one is encrypted anew at each display, so that nobody can tell.

    Example:
        >>> hidden = "cipher <secret:key-reencrypted:0123456789abcdef>"
        >>> blind(hidden, "cipher <secret:key:fedcba9876543210>"), blind("cipher a", hidden), blind("a", "a b")
        (True, False, False)
    """
    if REENCRYPTED not in first and REENCRYPTED not in second:
        return False
    if PLACEHOLDER.sub("*", first) != PLACEHOLDER.sub("*", second):
        return False
    pairs = zip(PLACEHOLDER.findall(first), PLACEHOLDER.findall(second), strict=True)
    return all(one == other or REENCRYPTED in one or REENCRYPTED in other for one, other in pairs)


def undetectable(p: Dialect, text: str) -> int:
    """Return how many secrets of a text the device encrypts anew at each display: whether they changed can't be seen.

    Example:
        >>> from netops.platforms import get_platform
        >>> undetectable(get_platform("frr"), " neighbor 10.1.0.2 password Night-shift7")
        0
    """
    return sum(f"{REENCRYPTED}:" in each for each in PLACEHOLDER.findall(mask(p, text)))


@dataclass(frozen=True, slots=True)
class SlowMask:
    """Puts a digest in the place of secrets that is equal in every process, and slow to guess from.

    Fingerprints are compared between processes and lie in plans that many may read, so that the plain hash of a short
    password would be as good as the password. scrypt with these costs takes about 15 ms and 4 MB a guess.
    """

    rules: tuple[Secret, ...]

    def text(self, text: str) -> str:
        """Return a text with its secrets digested."""
        return _hidden(self.rules, text, text.lower(), _slow)


def _slow(rule: Secret, value: str) -> str:
    name = _name(rule, value)
    if name != rule.name:
        return "reencrypted"  # it differs at each display, so that a digest would differ without a change
    plain = value if rule.decode is None else rule.decode(value)
    # Remembered under a digest of this process, so that no plain value lies in a cache.
    place = hmac.digest(_PROCESS_KEY, f"{name}\0{plain}".encode("utf-8", "surrogatepass"), "sha256")
    if place not in _DIGESTS:
        if len(_DIGESTS) >= MOST_DIGESTS:
            _DIGESTS.clear()
        _DIGESTS[place] = _digest(name, plain)
    return _DIGESTS[place]


MOST_DIGESTS = 4096
_DIGESTS: dict[bytes, str] = {}


def _digest(name: str, value: str) -> str:
    salt = f"netops fingerprint {name}".encode()
    plain = value.encode("utf-8", "surrogatepass")
    return f"scrypt:{hashlib.scrypt(plain, salt=salt, n=4096, r=8, p=1, dklen=16).hex()}"


def _hidden(rules: tuple[Secret, ...], text: str, lower: str, hide: Callable[[Secret, str], str]) -> str:
    """Return a text with what the rules find hidden, each rule after the one before; ``lower`` tells which have a chance."""
    for each in rules:
        if each.word in lower:
            text = each.find.sub(_hider(each, hide), text)
    return text


def _hider(rule: Secret, hide: Callable[[Secret, str], str]) -> Callable[[re.Match[str]], str]:
    def hidden(found: re.Match[str]) -> str:
        start, end = found.start("secret") - found.start(), found.end("secret") - found.start()
        whole = found.group()
        return whole[:start] + hide(rule, found["secret"]) + whole[end:]

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
