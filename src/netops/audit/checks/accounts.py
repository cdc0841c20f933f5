"""Accounts of people: whose they are, what they may do, and how their secrets lie in the config."""

from collections.abc import Iterator
from dataclasses import replace

from netops.audit.answer import UNKNOWN, Answer, Basis, Subject, Word, weakest
from netops.audit.checks.terminals import of_domain
from netops.model import Line, Secret, TerminalLine, User

# Services that give nobody a shell: accounts of networks' users.
_NO_SHELL = frozenset(
    {
        "ftp",
        "ppp",
        "8021x",
        "dot1x",
        "lan-access",
        "portal",
        "l2tp",
        "pad",
        "bind",
        "advpn",
        "sslvpn",
        "ike",
        "web-auth",
        "x25",
    }
)
_GRADES = {"md5": Word.PARTIAL, "des": Word.PARTIAL, "sha256 unsalted": Word.NON_COMPLIANT}


def accounts(subject: Subject) -> tuple[User, ...]:
    """Return the accounts by which people may get a shell, in the order of their names."""
    users = subject.device.management.users
    return tuple(sorted((each for each in users if each.enabled and _has_shell(each)), key=lambda each: each.name))


def _has_shell(user: User) -> bool:
    return not user.services or bool(user.services - _NO_SHELL)


def is_nameless(user: User) -> bool:
    """Tell whether all that is said of an account is how it proves itself by SSH: then it is one of the server, or proven by its key."""
    said = {name for name, _ in user.fields}
    return (
        bool(said)
        and all(name.startswith("ssh ") for name in said)
        and not (user.roles or user.services or user.privilege is not None)
    )


def of_account(user: User, *names: str) -> tuple[Line, ...]:
    """Return the lines that fields or settings of an account were read from; all of its lines where nobody noted any."""
    return tuple(dict.fromkeys(line for name, line in user.sources if name in names)) or user.lines


def is_administrator(subject: Subject, user: User) -> bool | None:
    """Tell whether an account may do everything; None where a group or a list that isn't in the config says it."""
    users = subject.known.defaults.get("users", {})
    top, roles = users.get("administrator"), users.get("administrators", ())
    if isinstance(roles, (list, tuple)) and user.roles & set(roles):
        return True
    opened = user.roles & _roles(subject, "role-opened")
    if opened:
        return True if opened - _roles(subject, "role-limited") else None  # what its other rules take back, people read
    if user.privilege is not None:
        return isinstance(top, int) and user.privilege >= top
    if {"view", "user-group"} & {name for name, _ in user.fields}:
        return None
    return False


def _roles(subject: Subject, name: str) -> set[str]:
    """Return the roles whose own rules permit everything (``role-opened``), or deny something."""
    return {each.value for each in subject.stated.get(name, ())}


def _has_servers(subject: Subject) -> bool:
    return bool(subject.device.management.aaa.servers)


def stored_secrets(subject: Subject) -> Answer:
    """B007: nobody who reads the config can find out a password.

    Hashes of MD5 are one-way, but weak, and so partial; so is what DES makes of eight characters. Cisco's type 4 is a hash without salt.
    """
    found = [
        _graded(each.secret, of_account(each, "secret"), each.name)
        for each in subject.device.management.users
        if each.secret
    ]
    found += [
        _graded(_told(subject, each.secret), _of_line(each.sources, each.lines), f"{each.kind} {each.first}")
        for each in subject.device.management.terminals
        if each.secret
    ]
    noted = dict(subject.device.management.sources)
    found += [
        _graded(Secret(*form.split(" ", 1)), (noted[name],) if name in noted else (), name)
        for name, form in sorted(subject.device.management.fields)
        if name == "vty password"
    ]
    if not found:
        hidden = any(user.secret is None for user in accounts(subject))
        return Answer(Word.MANUAL if hidden else Word.NOT_APPLICABLE, Basis.ABSENCE, values={"value": "-"})
    return _named(found)


def _of_line(sources: tuple[tuple[str, Line], ...], lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(line for name, line in sources if name == "secret") or lines


def _told(subject: Subject, secret: Secret) -> Secret:
    """Return the form of a secret as far as the words before it tell: VRP writes ``cipher`` before the hash of a line, too."""
    either = subject.known.defaults.get("users", {}).get("cipher_may_be_hash")
    return Secret("unknown", secret.algorithm) if either and secret.form == "reversible" else secret


def _graded(secret: Secret | None, lines: tuple[Line, ...], name: str) -> Answer:
    form = secret.form if secret is not None else "unknown"
    word = Word.NON_COMPLIANT
    if form == "hash" and secret is not None:
        word = _GRADES.get(secret.algorithm, Word.COMPLIANT)
    elif form == "unknown":
        word = Word.MANUAL
    shown = f"{name}: {form}{f' {secret.algorithm}' if secret is not None and secret.algorithm else ''}"
    return Answer(word, Basis.EXPLICIT, lines, {"value": shown})


def _named(found: list[Answer], *, whole: bool = True) -> Answer:
    """Return the weakest of several, with the names of all that are as weak."""
    worst = weakest(found)
    same = sorted(each.values["value"] for each in found if each.word is worst.word)
    shown = "-" if worst.word is Word.COMPLIANT else ", ".join(same)
    return replace(worst, values={"value": shown}, whole=whole and worst.word is Word.COMPLIANT)


def higher_secrets(subject: Subject) -> Answer:
    """B070: the secret of a higher level is a hash, no readable one is left beside it, and it is asked for."""
    raised = unasked_rise(subject)
    if raised is not None:
        return raised
    own = subject.device.management
    noted = dict(own.sources)
    found = []
    if own.enable is not None:
        lines = (noted["enable"],) if "enable" in noted else ()
        found.append(_graded(own.enable, lines, "enable"))
    for name, form in sorted(own.fields):
        if name.startswith(("super password", "enable level ")):
            found.append(_graded(Secret(form), (noted[name],) if name in noted else (), name))
        elif name == "enable password" and form != "hash":
            left = Answer(
                Word.PARTIAL, Basis.EXPLICIT, (noted[name],) if name in noted else (), {"value": f"{name}: {form}"}
            )
            found.append(left)  # the other one is asked for, but it shows what people take for a password here
    return _named(found) if found else Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"value": "-"})


def unique_accounts(subject: Subject) -> Answer:
    """B009: each person has an account of their own; only a roster proves it, but names that nobody is called by disprove it."""
    held = accounts(subject)
    roster = set(subject.policy.accounts)
    shared = [each for each in held if each.name.lower() in subject.policy.shared_names and each.name not in roster]
    if shared:
        return _of_users(Word.NON_COMPLIANT, shared)
    if not held:
        return replace(UNKNOWN, values={"value": "-"})
    if not roster and len(held) == 1 and not _has_servers(subject):
        return _of_users(Word.NON_COMPLIANT, held)
    if not roster:
        return replace(_of_users(Word.MANUAL, held), whole=True)
    strange = [each for each in held if each.name not in roster]
    return replace(_of_users(Word.NON_COMPLIANT if strange else Word.COMPLIANT, strange or held), whole=not strange)


def _of_users(word: Word, users: tuple[User, ...] | list[User]) -> Answer:
    lines = tuple(line for each in users for line in each.lines)
    shown = ", ".join(each.name for each in users)
    return Answer(word, Basis.EXPLICIT, lines, {"value": shown}, places=tuple({"user": each.name} for each in users))


def default_accounts(subject: Subject) -> Answer:
    """B061: no account has a name that vendors deliver; one that has may stay where its password was changed, which the config doesn't show."""
    held = [each for each in accounts(subject) if each.name.lower() in subject.policy.default_names]
    if not held:
        return Answer(Word.COMPLIANT, Basis.ABSENCE, values={"value": "-"}, whole=True)
    open_ = [each for each in held if ("nopassword", "on") in each.fields]
    if open_:
        return _of_users(Word.NON_COMPLIANT, open_)
    return _of_users(Word.MANUAL if subject.policy.default_names_allowed else Word.NON_COMPLIANT, held)


def privileges(subject: Subject) -> Answer:
    """B062: not every account may do everything, and neither a line nor a rise without a secret gives all rights to whoever comes in."""
    found = [(each, is_administrator(subject, each)) for each in accounts(subject)]
    lines = (*_generous(subject, "vty"), *_by_default(subject))
    given = Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, {"value": "line"}) if lines else unasked_rise(subject)
    if given is not None:
        return given
    if not found:
        return replace(UNKNOWN, values={"value": "-"})
    top = [each for each, may in found if may]
    if not top:
        return _of_users(
            Word.MANUAL, [each for each, _ in found]
        )  # whoever knows the secret of the highest level, or a server's account
    if len(top) == len(found):
        word = Word.NON_COMPLIANT if not _has_servers(subject) else Word.MANUAL
        return _of_users(word, top)  # the server may tell others what they may do
    if any(may is None for _, may in found):
        return _of_users(Word.MANUAL, [each for each, may in found if may is None])
    apart = replace(_of_users(Word.COMPLIANT, [each for each, may in found if not may]), whole=True)
    return _opened(subject) or _at_console(subject) or apart


def _at_console(subject: Subject) -> Answer | None:
    """Return the lines by which whoever stands before the device has all rights, whatever the account has: half of it."""
    own, aaa = subject.known.defaults.get("terminals", {}), subject.device.management.aaa
    if not (own.get("console_rights") and aaa.enabled):
        return None  # without AAA ``login local`` gives the level of the account
    before = [each for each in subject.device.management.terminals if each.kind in {"console", "aux"}]
    lines = tuple(_generous(subject, *(each.kind for each in before if not _is_asked_at(subject, each))))
    return Answer(Word.PARTIAL, Basis.EXPLICIT, lines, {"value": "console"}) if lines else None


def _is_asked_at(subject: Subject, terminal: TerminalLine) -> bool:
    """Tell whether the rights of accounts are asked for at a line: a list says of whom, and of the console another line says that it is so."""
    kind, lists = "authorization exec", subject.device.management.aaa.methods
    name = dict(terminal.fields).get(kind, "default")
    asked = any(each.kind == kind and each.name == name and {*each.methods} - {"none"} for each in lists)
    return asked and (terminal.kind != "console" or subject.told("console-asked").value == "on")


def _opened(subject: Subject) -> Answer | None:
    """Leave to a person a command of higher levels that a line gives to all: what one comes to by it, the config doesn't show."""
    opened = subject.stated.get("rights-opened", ())
    lines = tuple(dict.fromkeys(line for each in opened for line in each.lines))
    shown = {"value": ", ".join(each.value for each in opened)}
    return Answer(Word.MANUAL, Basis.EXPLICIT, lines, shown) if opened else None


def unasked_rise(subject: Subject) -> Answer | None:
    """Return the list or scheme by which whoever has logged in gets all rights without a word more; None where there is none.

    ``none`` at the end of a list is enough: it holds whenever no server answers (Cisco IOS Security Command Reference, ``aaa
    authentication enable default``; VRP: ``authentication-super`` of the scheme that the default domain binds).
    """
    aaa = subject.device.management.aaa
    held = [each for each in aaa.methods if aaa.enabled and each.kind == "authentication enable"]
    if not aaa.enabled and any(what == "authentication-scheme" for _, what, _ in aaa.domains):
        held = [*of_domain(subject, "authentication super")]
    found = [each for each in held if "none" in each.methods]
    if not found:
        return None
    lines = tuple(line for each in found for line in each.lines)
    kind = found[0].kind.removeprefix("authentication ")
    return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, {"value": f"{kind}: {' '.join(found[0].methods)}"})


def _generous(subject: Subject, *kinds: str) -> Iterator[Line]:
    """Yield the lines by which terminals of these kinds give all rights to whoever comes in by them, by level or by role."""
    users = subject.known.defaults.get("users", {})
    top, roles = users.get("administrator"), users.get("administrators", ())
    for each in subject.device.management.terminals:
        if each.kind not in kinds:
            continue
        named = isinstance(roles, (list, tuple)) and any(
            name == "user-role" and value in roles for name, value in each.fields
        )
        high = isinstance(top, int) and each.privilege is not None and each.privilege >= top
        if named or high:
            yield from tuple(line for name, line in each.sources if name in {"privilege", "user-role"}) or each.lines


def _by_default(subject: Subject) -> Iterator[Line]:
    """Yield the lines by which an account that no server gives a role has one that may do everything."""
    roles = subject.known.defaults.get("users", {}).get("administrators", ())
    for stated in subject.stated.get("rights-default", ()):
        if isinstance(roles, (list, tuple)) and stated.value in {*roles, *_roles(subject, "role-opened")}:
            yield from stated.lines


def separation(subject: Subject) -> Answer:
    """B063: the duties are in different hands: accounts with as many different rights as the level has administrators.

    Level 2 has those of system and audit; from level 3 on that of security is beside them (GB/T 22239, 7.1.5 and 8.1.5).
    """
    rights = {_rights(subject, each) for each in accounts(subject)}
    held, limit = accounts(subject), _DUTIES.get(subject.level, 3)
    values = {"value": str(len(rights)), "limit": str(limit)}
    if not held or (_has_servers(subject) and len(rights) < limit):
        return replace(UNKNOWN, values=values)
    word = Word.COMPLIANT if len(rights) >= limit else Word.PARTIAL if len(rights) > 1 else Word.NON_COMPLIANT
    return replace(_of_users(word, held), values=values, whole=True)


_DUTIES = {2: 2}


def _rights(subject: Subject, user: User) -> tuple[object, ...]:
    if user.roles and is_administrator(subject, user):
        return ("everything",)  # by whichever role, one of the device or one whose rules permit all
    groups = frozenset(pair for pair in user.fields if pair[0] in {"view", "user-group"})
    return user.privilege, user.roles, groups


def surplus_accounts(subject: Subject) -> Answer:
    """B066: no account is left over: none that is blocked, and none that the roster doesn't know."""
    users = subject.device.management.users
    roster = set(subject.policy.accounts)
    left = sorted((each for each in users if not each.enabled), key=lambda each: each.name)
    strange = [each for each in accounts(subject) if roster and each.name not in roster]
    if strange:
        return _of_users(Word.NON_COMPLIANT, [*strange, *left])
    if left:
        return _of_users(Word.PARTIAL, left)
    if not users:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"value": "-"})
    found = _of_users(Word.COMPLIANT if roster else Word.MANUAL, accounts(subject))
    return replace(found, whole=True)


CHECKS = {
    "B007": stored_secrets,
    "B009": unique_accounts,
    "B061": default_accounts,
    "B062": privileges,
    "B063": separation,
    "B066": surplus_accounts,
    "B070": higher_secrets,
}
