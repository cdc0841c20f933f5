"""Algorithms: those that SSH offers, the ones that prove packets, and what of them is known to be broken.

Names differ from vendor to vendor (``aes256-cbc``, ``aes256_cbc``, ``cbc``); the policy's patterns know them all.
"""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from netops.audit.answer import UNKNOWN, Answer, Basis, Setting, Subject, Word
from netops.audit.checks.reaching import is_filtered_as_a_whole
from netops.audit.checks.ssh import unless_overridden

_BITS = ("ssh server dh-exchange min-len", "ip ssh dh min size", "ip ssh dh-exchange min-len")
"""Fields that say how long the modulus of a key exchange must be, on VRP, on IOS and on RGOS."""
_KEY_BITS = "ssh server rsa-key min-length"
"""Field that says how long keys of RSA must be, on VRP 8."""


def ciphers(subject: Subject) -> Answer:
    """B040: no cipher that is known to be weak (CBC but SM4's, RC4, DES, 3DES)."""
    return _of_sshd(subject, _algorithms(subject, "ciphers", subject.policy.weak_ciphers))


def macs(subject: Subject) -> Answer:
    """B041: no message authentication by MD5, SHA-1 or shortened sums."""
    return _of_sshd(subject, _algorithms(subject, "macs", subject.policy.weak_macs))


def key_exchanges(subject: Subject) -> Answer:
    """B042: no key exchange with SHA-1 or a short modulus; on VRP and IOS a line says how long it must be."""
    answer = _algorithms(subject, "key_exchanges", subject.policy.weak_key_exchanges)
    short = [
        (name, text) for name, text in subject.device.management.fields if name in _BITS and _is_short(text, subject)
    ]
    if short and answer.word is not Word.NON_COMPLIANT:
        noted = tuple(line for name, line in subject.device.management.sources if name in dict(short))
        lines = noted or subject.device.management.ssh.lines
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, {"weak": ", ".join(" ".join(each) for each in short)})
    return _of_sshd(subject, answer)


def _of_sshd(subject: Subject, answer: Answer) -> Answer:
    """Leave to a person what an unread line of sshd's own config may say otherwise; a switch has no ``Match``."""
    return unless_overridden(subject, answer) if is_filtered_as_a_whole(subject) else answer


def _is_short(text: str, subject: Subject) -> bool:
    return text.isdigit() and int(text) < subject.policy.modulus_bits


def host_keys(subject: Subject) -> Answer:
    """B043: the device doesn't prove itself by DSA, by RSA with SHA-1 where the release has better, or by a short key."""
    outdated = subject.known.defaults.get("ssh", {}).get("outdated", ())
    more = tuple(map(str, outdated)) if isinstance(outdated, (list, tuple)) else ()
    answer = _algorithms(subject, "host_keys", (*subject.policy.weak_host_keys, *more))
    least = dict(subject.device.management.fields).get(_KEY_BITS, "")
    by_rsa = any("rsa" in each.lower() for each in names(subject.ssh("host_keys")))
    if (
        answer.word is Word.COMPLIANT and by_rsa and _is_short(least, subject)
    ):  # how long the key is, the config doesn't show
        lines = tuple(line for name, line in subject.device.management.sources if name == _KEY_BITS)
        return Answer(Word.MANUAL, Basis.EXPLICIT, lines, {"weak": f"{_KEY_BITS} {least}"})
    return answer


def _algorithms(subject: Subject, name: str, weak: tuple[str, ...]) -> Answer:
    setting = subject.ssh(name)
    offered = names(setting)
    if setting.basis is None or not offered:
        return UNKNOWN
    broken = weak_of(offered, weak)
    word = Word.NON_COMPLIANT if broken else Word.COMPLIANT
    return Answer(word, setting.basis, setting.lines, {"weak": ", ".join(broken) or "-"})


def names(setting: Setting) -> list[str]:
    """Return the algorithms of a setting, by name."""
    return [str(each) for each in setting.value] if isinstance(setting.value, (tuple, list, frozenset)) else []


def weak_of(offered: Iterable[str], weak: tuple[str, ...]) -> list[str]:
    """Return those that a pattern calls weak."""
    return [each for each in offered if any(fnmatchcase(each.lower(), pattern) for pattern in weak)]


CHECKS = {
    "B040": ciphers,
    "B041": macs,
    "B042": key_exchanges,
    "B043": host_keys,
}
