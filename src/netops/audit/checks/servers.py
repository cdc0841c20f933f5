"""Servers that are asked who somebody is, and how the secrets that are shared with them lie in the config."""

from netops.audit.answer import Answer, Basis, Subject, Word
from netops.audit.checks.reaching import terminals
from netops.model import AaaMethod, AaaServer, Line, Secret

_REMOTE = ("tacacs", "radius")
_SPOKEN = {"hwtacacs": "tacacs", "tacacs+": "tacacs", "tacacs": "tacacs", "radius": "radius"}
_ENOUGH = 2
_OBFUSCATED = "type 7"


def central(subject: Subject) -> Answer:
    """B051: logins are asked of servers, of which there are two; one alone keeps nobody in when it fails.

    A device that knows its people by itself isn't wrong for that: whether something before it asks for more is for a person.
    """
    aaa = subject.device.management.aaa
    asked = [each for each in aaa.methods if _is_of_logins(each) and _remote(each)]
    if not asked:
        lines = tuple(line for each in terminals(subject) for line in each.lines[:1])
        return Answer(Word.MANUAL, Basis.ABSENCE, lines, {"servers": "-"})
    asked.sort(key=lambda each: (each.kind, each.name))
    bound = {name: scheme for _, what, name in aaa.domains for scheme in [name] if what == "authentication-scheme"}
    used = [each for each in asked if not bound or each.name in bound or each.kind != "authentication"] or asked
    servers = [each for each in aaa.servers if each.role != "accounting" and each.protocol in _protocols(used)]
    servers.sort(key=lambda each: (each.group, each.host))
    lines = tuple(dict.fromkeys(line for each in (*used,) for line in each.lines))
    lines += tuple(dict.fromkeys(line for each in servers for line in each.lines))
    hosts = {each.host for each in servers}
    word = Word.COMPLIANT if len(hosts) >= _ENOUGH else Word.PARTIAL if hosts else Word.NON_COMPLIANT
    return Answer(
        word, Basis.EXPLICIT, lines, {"servers": ", ".join(sorted(hosts)) or "-"}, whole=word is not Word.COMPLIANT
    )


def _is_of_logins(method: AaaMethod) -> bool:
    return method.kind in {"authentication", "authentication login", "authentication default", "authentication ssh"}


def _remote(method: AaaMethod) -> list[str]:
    """Return what a method asks that isn't the device itself."""
    return [each for each in method.methods if each.split(" ")[0] not in {"local", "none", "enable", "line", "krb5"}]


def _protocols(methods: list[AaaMethod]) -> set[str]:
    """Return the protocols that methods may ask by; a group of the device's own may be of either."""
    words = [word for each in methods for text in _remote(each) for word in text.replace("-scheme", "").split(" ")]
    return {_SPOKEN[word] for word in words if word in _SPOKEN} or {*_REMOTE}


def shared_keys(subject: Subject) -> Answer:
    """B052: keys that are shared with the servers don't lie in the config in clear text, nor in a form that everybody turns back.

    Type 7 of IOS and RGOS is no encryption (Cisco, "Cisco IOS Password Encryption Facts"). A bare word is one in clear where the
    platform's grammar says so.
    """
    servers = sorted(subject.device.management.aaa.servers, key=lambda each: (each.group, each.host))
    if not servers:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"servers": "-"})
    shared, bare = subject.told("server-key"), subject.setting("aaa", "bare_key", None).value
    forms = {each: _form(each.secret) or str(shared.value or "") for each in servers}
    forms = {each: str(bare or "") if form == "unknown" else form for each, form in forms.items()}
    wrong = [each for each in servers if forms[each] in {"plain", _OBFUSCATED}]
    lines = _lines(wrong or servers) + (shared.lines if any(each.secret is None for each in servers) else ())
    shown = {"servers": ", ".join(each.host for each in wrong) or "-"}
    if wrong:
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, shown)
    return Answer(Word.COMPLIANT if all(forms.values()) else Word.MANUAL, Basis.EXPLICIT, lines, shown)


def _form(secret: Secret | None) -> str:
    """Return how a key lies in the config, in one word; empty where it isn't there."""
    if secret is None:
        return ""
    return _OBFUSCATED if secret.algorithm == _OBFUSCATED else secret.form


def _lines(servers: list[AaaServer]) -> tuple[Line, ...]:
    return tuple(dict.fromkeys(line for each in servers for line in each.lines))


CHECKS = {
    "B051": central,
    "B052": shared_keys,
}
