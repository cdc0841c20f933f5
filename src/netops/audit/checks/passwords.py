"""What passwords must be, and what happens after wrong ones; where a rule stands in several scopes, the weakest that holds for an account counts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from netops.audit.answer import UNKNOWN, Answer, Basis, Setting, Subject, Word, judged, passed, weakest
from netops.audit.checks.accounts import accounts, of_account
from netops.model import Line, User

# Words of a rule of an account or a group of accounts → field of the model.
_SCOPED = {
    "length": "length",
    "aging": "lifetime",
    "composition": "kinds",
    "history": "history",
    "login-attempt": "tries",
}
_RULE_OF = {field: word for word, field in _SCOPED.items()}
_CLASSES = ("upper-case", "lower-case", "numeric-count", "special-case")
_OF_POLICY: Mapping[str, tuple[str, ...]] = {"length": ("min-length",), "kinds": _CLASSES, "lifetime": ("lifetime",)}
_DAYS = {"year": 365, "month": 30, "day": 1}
_FOR_EVER = 0


def _defaults(subject: Subject) -> Mapping[str, object]:
    return subject.known.defaults.get("passwords", {})


def _gate(subject: Subject) -> str | None:
    """Return the setting that must be on before any rule counts; None where rules count by themselves."""
    gate = _defaults(subject).get("gate")
    return gate if isinstance(gate, str) else None


def rules_on(subject: Subject) -> bool:
    """Tell whether the device's rules for passwords are switched on as a whole; then it shows no passwords of its accounts, and each has one."""
    gate = _gate(subject)
    return gate is not None and (gate, "on") in subject.device.management.passwords.fields


def _cited(subject: Subject, *names: str) -> tuple[Line, ...]:
    own = subject.device.management.passwords
    return tuple(line for name, line in own.sources if name in names) or own.lines


def _rule(subject: Subject, name: str) -> Setting:
    """Return the value of a rule that holds for all accounts; False where rules are off."""
    own = subject.device.management.passwords
    gate, value = _gate(subject), getattr(own, name)
    if gate is not None and (gate, "on") not in own.fields:
        return Setting(value=False, basis=Basis.ABSENCE, lines=_cited(subject, name) if value is not None else ())
    rule = f"{gate} {_RULE_OF.get(name)}"
    if gate is not None and (rule, "off") in own.fields:
        return Setting(value=False, basis=Basis.EXPLICIT, lines=_cited(subject, rule))
    if value is not None:
        lines = _cited(subject, name) + (_cited(subject, gate) if gate else ())
        return Setting(value, Basis.EXPLICIT, lines)
    when_on = _defaults(subject).get("when_enabled")
    if gate is not None and isinstance(when_on, Mapping) and name in when_on:
        return Setting(when_on[name], Basis.PLATFORM_DEFAULT, _cited(subject, gate))
    return subject.setting("passwords", name, None)


def _of_accounts(subject: Subject, name: str) -> Iterator[Setting]:
    """Yield the values of a rule that hold for single accounts in place of the general one."""
    for user in accounts(subject):
        found = _own(user, name) or _of_group(subject, user, name) or _of_policy(subject, user, name)
        if found is not None:
            yield found


def _own(user: User, name: str) -> Setting | None:
    for rule, text in sorted(user.fields):
        what, _, value = text.partition(" ")
        if rule == "password-control" and _SCOPED.get(what) == name:
            exact = f"{rule} {text}"
            lines = of_account(user, exact if any(name == exact for name, _ in user.sources) else rule)
            return Setting(_scoped(value), Basis.EXPLICIT, lines)
        if rule == "state block" and name == "tries":
            return Setting(_scoped(text), Basis.EXPLICIT, of_account(user, rule))
        if rule == "password expire" and name == "lifetime":
            return Setting(int(text), Basis.EXPLICIT, of_account(user, rule))
    return None


def _of_group(subject: Subject, user: User, name: str) -> Setting | None:
    group = dict(user.fields).get("group", "system")
    key = f"user-group {group} password-control {_RULE_OF.get(name)}"
    value = dict(subject.device.management.fields).get(key)
    if value is None:
        return None
    return Setting(_scoped(value), Basis.EXPLICIT, _of_setting(subject, key))


def _scoped(text: str) -> object:
    """Return what a rule of an account or a group says: a number, or False where nobody is ever blocked."""
    return False if text.endswith("exceed unlock") else _first_number(text)


def _of_setting(subject: Subject, name: str) -> tuple[Line, ...]:
    return tuple(line for field, line in subject.device.management.sources if field == name)


def _of_policy(subject: Subject, user: User, name: str) -> Setting | None:
    """Return what a named policy that an account takes says; None where it takes none."""
    policy, said = dict(user.fields).get("common-criteria-policy"), _OF_POLICY.get(name)
    if policy is None or said is None:
        return None
    rules = dict(subject.device.management.passwords.fields)
    begin = f"common-criteria {policy} "
    held = {key.removeprefix(begin): value for key, value in rules.items() if key.startswith(begin)}
    used = [key for key in said if key in held]
    lines = (*_cited(subject, *(f"{begin}{key}" for key in used)),) if used else ()
    value: int | None = None
    if name == "lifetime" and used:
        value = _days(held["lifetime"])
    elif name == "kinds" and used:
        value = sum(_first_number(held[key]) > 0 for key in used)
    elif used:
        value = _first_number(held[used[0]])
    return Setting(
        value, None if value is None else Basis.EXPLICIT, (*lines, *of_account(user, "common-criteria-policy"))
    )


def _days(text: str) -> int | None:
    unit, _, count = text.partition(" ")
    return _DAYS[unit] * int(count) if unit in _DAYS and count.isdigit() else None


def _first_number(text: str) -> int:
    return next((int(word) for word in text.split() if word.isdigit()), 0)


def _settings(subject: Subject, name: str) -> list[Setting]:
    """Return the values of a rule that hold for some account; the general one where any account has none of its own."""
    own = list(_of_accounts(subject, name))
    general = _rule(subject, name)
    if general.value is False:
        return [general]  # without the switch, of all rules or of this one, nothing of it counts
    return own if own and len(own) == len(accounts(subject)) else [*own, general]


_GENERAL = {"scope": "device"}
"""What a fix must know of a rule that the device as a whole lacks; one of an account is mended there, by people."""


def _weakest(subject: Subject, name: str, word: Callable[[int], Word], limit: int) -> Answer:
    found = [(each, _judged(each, word)) for each in _settings(subject, name)]
    worst = weakest(answer for _, answer in found)
    shown = sorted(
        {_shown(each.value) for each, answer in found if answer.word is worst.word}, key=lambda text: (len(text), text)
    )
    whole = all(each is found[-1][0] for each, answer in found if answer.word is worst.word)
    places = (_GENERAL,) if whole and found[-1][0] not in list(_of_accounts(subject, name)) else ()
    return replace(worst, values={"value": ", ".join(shown), "limit": str(limit)}, places=places)


def _judged(each: Setting, word: Callable[[int], Word]) -> Answer:
    return judged(each, lambda value: Word.NON_COMPLIANT if value is False else word(value))


def _shown(value: object) -> str:
    return "-" if value is None or value is False else str(value)


def length(subject: Subject) -> Answer:
    """B001: passwords are long enough."""
    least = subject.policy.password_length
    return _weakest(subject, "length", lambda value: passed(value >= least), least)


def kinds(subject: Subject) -> Answer:
    """B002: passwords have several kinds of characters; with two of three asked it is partial."""
    least = subject.policy.password_kinds

    def word(value: int) -> Word:
        return Word.COMPLIANT if value >= least else Word.PARTIAL if value > 1 else Word.NON_COMPLIANT

    found = _with_strong(subject)
    answer = _weakest(found, "kinds", word, least)
    return replace(answer, word=Word.MANUAL) if found is not subject and answer.word is Word.PARTIAL else answer


def _with_strong(subject: Subject) -> Subject:
    """Return the subject with what a check for strong passwords means, where the platform has one and no number of kinds.

    Ruijie RG-WLAN Configuration Guide, "Password Policy": it refuses passwords of letters only and of digits only, so that two
    kinds are sure. Whether a release asks for more is for a person.
    """
    own = subject.device.management.passwords
    if own.kinds is not None or ("password policy strong", "on") not in own.fields:
        return subject
    sources = tuple(("kinds" if name == "password policy strong" else name, line) for name, line in own.sources)
    made = replace(own, kinds=2, sources=sources)
    device = replace(subject.device, management=replace(subject.device.management, passwords=made))
    return replace(subject, device=device)


def lifetime(subject: Subject) -> Answer:
    """B003: passwords are changed in time; 0 is never."""
    most = subject.policy.password_days
    return _weakest(subject, "lifetime", lambda value: passed(0 < value <= most), most)


def history(subject: Subject) -> Answer:
    """B004: earlier passwords can't be taken again."""
    least = subject.policy.password_history
    return _weakest(subject, "history", lambda value: passed(value >= least), least)


# Settings that make who logs in first change the password.
_FIRST_CHANGE = (
    "first change",
    "password-control change-password first-login",
    "password policy forced-password-modify",
)


def first_change(subject: Subject) -> Answer:
    """B005: who logs in with a password that somebody else set must change it."""
    return _switch(subject, _FIRST_CHANGE, "first_change")


def dictionary(subject: Subject) -> Answer:
    """B006: passwords that are known to be weak are refused, or must be changed."""
    return _switch(subject, ("password-control change-password weak-password",), "weak_refused")


def _switch(subject: Subject, names: Iterable[str], default: str) -> Answer:
    """Judge a rule that is on or off."""
    own = subject.device.management.passwords
    gate = _gate(subject)
    if gate is not None and not rules_on(subject):
        return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, values={"value": "off"})
    said = [(name, value) for name, value in sorted(own.fields) if name in names]
    if said:
        off = [name for name, value in said if value == "off"]
        lines = _cited(subject, *(off or [name for name, _ in said]))
        return Answer(passed(not off), Basis.EXPLICIT, lines, {"value": "off" if off else "on"})
    held = _rule_by_default(subject, default)
    if held.basis is None:
        return replace(UNKNOWN, values={"value": "-"})
    return Answer(passed(bool(held.value)), held.basis, held.lines, {"value": "on" if held.value else "off"})


def _rule_by_default(subject: Subject, name: str) -> Setting:
    gate, when_on = _gate(subject), _defaults(subject).get("when_enabled")
    if gate is not None and isinstance(when_on, Mapping) and name in when_on:
        return Setting(when_on[name], Basis.PLATFORM_DEFAULT, _cited(subject, gate))
    return subject.setting("passwords", name, None)


def snmp_passwords(subject: Subject) -> Answer:
    """B011: passwords of SNMP users are long, and nobody turned off that communities and keys are looked at."""
    snmp = subject.device.management.snmp
    fields = dict(snmp.fields)
    least = subject.policy.snmp_password_length
    values = {"value": fields.get("password-length", "-"), "limit": str(least)}
    lines = tuple(line for line in snmp.lines if line.text)
    if fields.get("complexity-check") == "disable":
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, _near(lines, "complexity-check"), values)
    if "password-length" in fields:
        found = int(fields["password-length"])
        return Answer(passed(found >= least), Basis.EXPLICIT, _near(lines, "min-length", "password"), values)
    if not snmp.users:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values=values)
    setting = subject.setting("snmp", "password_length", None)
    return replace(
        judged(setting, lambda found: passed(found >= least)), values={**values, "value": _shown(setting.value)}
    )


def _near(lines: tuple[Line, ...], *words: str) -> tuple[Line, ...]:
    """Return the lines that show a word, for a fact of which nobody noted the line."""
    return tuple(line for line in lines if any(word in line.text for word in words)) or lines


def lockout(subject: Subject) -> Answer:
    """B020: after a few wrong passwords nobody gets in for a while; 0 seconds is until somebody unblocks it."""
    own = subject.device.management.passwords
    tries, block = _rule(subject, "tries"), _block(subject)
    weaker = list(_of_accounts(subject, "tries"))
    policy = subject.policy
    values = {
        "tries": _shown(tries.value), "tries_limit": str(policy.lockout_tries),
        "block": _shown(block.value), "block_least": str(policy.lockout_seconds),
    }  # fmt: skip
    places = () if weaker else (_stricter(subject, tries, block),)
    off = _off(subject, weaker)
    if off:
        shown = {**values, "tries": "-", "block": "-"}
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, off, shown, places=places)
    if tries.basis is None and _defaults(subject).get("lockout") is False:
        return Answer(
            Word.NON_COMPLIANT, Basis.PLATFORM_DEFAULT, (), values, places=(_stricter(subject, tries, block),)
        )
    if tries.value is False:
        return Answer(Word.NON_COMPLIANT, tries.basis or Basis.ABSENCE, tries.lines, values, places=places)
    if (
        tries.basis is None
        or block.basis is None
        or not isinstance(tries.value, int)
        or not isinstance(block.value, int)
    ):
        return replace(UNKNOWN, lines=tuple(line for _, line in own.sources if _ in {"tries", "block"}), values=values)
    vain = _in_vain(subject, tries.value)
    if vain:
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, (*tries.lines, *vain), values, places=places)
    few = tries.value <= policy.lockout_tries and all(each.value <= policy.lockout_tries for each in weaker)  # type: ignore[operator]  # only numbers are among them
    long = block.value == _FOR_EVER or block.value >= policy.lockout_seconds
    basis = Basis.PLATFORM_DEFAULT if Basis.PLATFORM_DEFAULT in {tries.basis, block.basis} else Basis.EXPLICIT
    lines = tuple(dict.fromkeys((*tries.lines, *block.lines, *(line for each in weaker for line in each.lines))))
    return Answer(_both(few=few, long=long), basis, lines, values, places=places)


_USUAL_DELAY = 1
"""Seconds between two tries to log in where ``login block-for`` counts them (Cisco IOS Security Command Reference, ``login delay``)."""


def _in_vain(subject: Subject, tries: int) -> tuple[Line, ...]:
    """Return the lines by which so many tries never fall into the time in which they are counted: the device itself holds them apart."""
    own = subject.device.management.passwords
    told = dict(own.fields)
    within, delay = told.get("within", ""), told.get("login delay", "")
    if not within.isdigit():
        return ()
    apart = int(delay) if delay.isdigit() else _USUAL_DELAY
    if (tries - 1) * apart <= int(within):
        return ()
    return tuple(line for name, line in own.sources if name in {"block", "login delay"})


def _stricter(subject: Subject, tries: Setting, block: Setting) -> Mapping[str, str]:
    """Return what a fix types: the policy's numbers, and the device's own where they are stricter, in force or not.

    Nobody who is blocked until somebody unblocks him is let in by the clock: 0 stays 0.
    """
    own, policy = subject.device.management.passwords, subject.policy
    few, long = _number(tries, own.tries), _number(block, own.block)
    seconds = max(long or 0, policy.lockout_seconds)
    if few is not None and long == _FOR_EVER:
        seconds = _FOR_EVER
    return {**_GENERAL, "tries": str(min(few or policy.lockout_tries, policy.lockout_tries)), "block": str(seconds)}


def _number(held: Setting, said: int | None) -> int | None:
    """Return the number in force, or the one that a line says while rules are off (False) or it isn't sure of which unit it is."""
    return held.value if type(held.value) is int else said


def _both(*, few: bool, long: bool) -> Word:
    return Word.COMPLIANT if few and long else Word.PARTIAL if few or long else Word.NON_COMPLIANT


def _off(subject: Subject, weaker: Iterable[Setting]) -> tuple[Line, ...]:
    """Return the lines by which an account, or all of them, is never blocked."""
    off = {("local-aaa-user wrong-password", "off"), ("login-attempt exceed", "unlock")}
    found = off & subject.device.management.passwords.fields
    lines = _cited(subject, *(name for name, _ in found)) if found else ()
    return (*lines, *(line for each in weaker if each.value is False for line in each.lines))


_LOCKOUT = "aaa local authentication lockout-time"
_LEAST = 5


def _block(subject: Subject) -> Setting:
    """Return for how many seconds whoever tried too often is blocked.

    Ruijie counts in hours or, from some release on, in minutes: from five on it is long enough either way, and below nobody knows.
    """
    own = subject.device.management.passwords
    told = dict(own.fields).get(_LOCKOUT)
    if told is None:
        return _rule(subject, "block")
    if not told.isdigit() or int(told) < _LEAST:
        return Setting(None, None)
    return Setting(int(told) * 60, Basis.EXPLICIT, _cited(subject, _LOCKOUT))


def unused_accounts(subject: Subject) -> Answer:
    """B024: an account that nobody uses for long stops working; 0 is never."""
    own = subject.device.management.passwords
    most = subject.policy.unused_days
    name = f"{_gate(subject)} login idle-time"
    if _gate(subject) is None:
        return replace(UNKNOWN, values={"value": "-", "limit": str(most)})
    told = dict(own.fields).get(name)
    if not rules_on(subject):
        return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, values={"value": "-", "limit": str(most)})
    setting = (
        _rule_by_default(subject, "unused")
        if told is None
        else Setting(_first_number(told), Basis.EXPLICIT, _cited(subject, name))
    )
    return judged(setting, lambda days: passed(0 < days <= most), value=_shown(setting.value), limit=most)


CHECKS = {
    "B001": length,
    "B002": kinds,
    "B003": lifetime,
    "B004": history,
    "B005": first_change,
    "B006": dictionary,
    "B011": snmp_passwords,
    "B020": lockout,
    "B024": unused_accounts,
}
