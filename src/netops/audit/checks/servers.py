"""Servers that are asked who somebody is, and how the secrets that are shared with them lie in the config."""

from dataclasses import replace

from netops.audit.answer import Answer, Basis, Subject, Word, weakest
from netops.audit.checks.asking import groups, is_unknown, remote, servers
from netops.audit.checks.reaching import terminals
from netops.audit.checks.terminals import of_domain, ways
from netops.model import AaaMethod, AaaServer, Line, Secret, TerminalLine

_ENOUGH = 2
_OBFUSCATED = "type 7"


def central(subject: Subject) -> Answer:
    """B051: logins are asked of servers, of which there are two; one alone keeps nobody in when it fails.

    What counts is whom each VTY line asks in truth, the weakest line most. A device that knows its people by itself isn't
    wrong for that: whether something before it asks for more is for a person.
    """
    held = _asking(subject)
    if not any(remote(each) for asked in held for each in asked or ()):
        lines = tuple(line for each in terminals(subject) for line in each.lines[:1])
        return Answer(Word.MANUAL, Basis.ABSENCE, lines, {"servers": "-"})
    worst = weakest(_central_at(subject, each) for each in held)
    return replace(worst, lines=tuple(dict.fromkeys(worst.lines)), whole=True)


def _asking(subject: Subject) -> list[tuple[AaaMethod, ...] | None]:
    """Return what each way in by the network asks; None where it doesn't ask AAA, or a list that isn't there.

    Where nobody gets in by any line of its own, it is what lines would ask that were set up.
    """
    found = [each for each in ways(subject, "vty", "tty") if each.login != "closed"]
    if not found:
        return [_logins(subject, None) or None]
    return [(_logins(subject, each.terminal) or None) if each.login == "aaa" else None for each in found]


def _logins(subject: Subject, terminal: TerminalLine | None) -> tuple[AaaMethod, ...]:
    aaa = subject.device.management.aaa
    if not aaa.enabled:
        return of_domain(subject, "authentication login", "authentication default", "authentication")
    name = (terminal.method if terminal is not None else None) or "default"
    return tuple(each for each in aaa.methods if each.kind == "authentication login" and each.name == name)


def _central_at(subject: Subject, asked: tuple[AaaMethod, ...] | None) -> Answer:
    """Return whether the logins of one line are asked of servers that there are, and of these before the device itself."""
    first = [each for each in asked or () if each.methods and each.methods[:1] == tuple(remote(each)[:1])]
    if asked is None or len(first) < len(asked):
        lines = tuple(line for each in asked or () for line in each.lines)
        return Answer(Word.MANUAL, Basis.EXPLICIT if lines else Basis.ABSENCE, lines, {"servers": "-"})
    lines = tuple(line for each in asked for line in each.lines)
    if any(is_unknown(each) for each in asked):
        return Answer(Word.MANUAL, Basis.EXPLICIT, lines, {"servers": "?"})
    found = [each for method in asked for each in groups(subject, method) if not each.role.startswith("accounting")]
    hosts = {each.host for method in asked for each in servers(subject, method, "authentication")}
    word = Word.COMPLIANT if len(hosts) >= _ENOUGH else Word.PARTIAL if hosts else Word.NON_COMPLIANT
    return Answer(word, Basis.EXPLICIT, (*lines, *_lines(found)), {"servers": ", ".join(sorted(hosts)) or "-"})


def shared_keys(subject: Subject) -> Answer:
    """B052: keys that are shared with the servers don't lie in the config in clear text, nor in a form that everybody turns back.

    Type 7 of IOS and RGOS is no encryption (Cisco, "Cisco IOS Password Encryption Facts"). A bare word is one in clear where the
    platform's grammar says so.
    """
    told = sorted(subject.device.management.aaa.servers, key=lambda each: (each.group, each.host))
    if not told:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"servers": "-"})
    shared, bare = subject.told("server-key"), subject.setting("aaa", "bare_key", None).value
    forms = {each: _form(each.secret) or str(shared.value or "") for each in told}
    forms = {each: str(bare or "") if form == "unknown" else form for each, form in forms.items()}
    wrong = [each for each in told if forms[each] in {"plain", _OBFUSCATED}]
    lines = _lines(wrong or told) + (shared.lines if any(each.secret is None for each in told) else ())
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
