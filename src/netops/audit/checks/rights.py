"""Which commands people may give, and by which side doors they may give more."""

from dataclasses import replace

from netops.audit.answer import UNKNOWN, Answer, Basis, Subject, Word, passed
from netops.audit.checks.accounts import accounts, is_administrator
from netops.audit.checks.asking import held_at, servers
from netops.audit.checks.terminals import terminals
from netops.model import AaaMethod, Line


def switched_on(subject: Subject, value: str) -> Answer | None:
    """Judge whether each VTY line asks for it, on platforms whose lines say so; None on others, or where all do.

    Args:
        subject: the device.
        value: ``authorization`` or ``accounting`` of commands.
    """
    if not subject.known.defaults.get("terminals", {}).get("commands_by_line"):
        return None
    without = [each for each in terminals(subject, "vty") if ("command", value) not in each.fields]
    if not without:
        return None
    lines = tuple(line for each in without for line in each.lines[:1])
    return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, lines, {"value": "-"})


def command_authorization(subject: Subject) -> Answer:
    """B064: a server that there is is asked whether somebody may give a command, at each range of lines."""
    held = held_at(subject, "authorization commands", "authorization command")
    found = list(dict.fromkeys(each for at in held for each in at))
    without = switched_on(subject, "authorization")
    if not found and _differ(subject):
        return replace(UNKNOWN, values={"value": "-"})  # what each level or role may do, the device decides
    if not all(held) or without is not None:
        return without or Answer(Word.NON_COMPLIANT, Basis.ABSENCE, values={"value": "-"})
    lines = tuple(line for each in found for line in each.lines)
    asked = [[each for each in at if servers(subject, each, "authorization")] for at in held]
    value = {"value": " ".join(found[0].methods)}
    if all(asked) and not all(of_administrators(subject, at) for at in asked):
        return Answer(Word.PARTIAL, Basis.EXPLICIT, lines, value, whole=True)
    return Answer(passed(all(asked)), Basis.EXPLICIT, lines, value, whole=True)


def of_administrators(subject: Subject, held: list[AaaMethod]) -> bool:
    """Tell whether what is asked or told at one line holds for all who may do everything: ``authorization commands 1`` leaves them alone.

    IOS and RGOS: a list is for commands of its level, and those of the highest one configure. VRP: ``authorization-cmd LEVEL`` is for
    users of that level alone (Huawei KB1000061150: levels 3 and 15 have a line each), so that each level of an account needs its own.
    """
    levels = {int(level) if level.isdigit() else None for level in (each.kind.rpartition(" ")[2] for each in held)}
    top = subject.known.defaults.get("users", {}).get("administrator")
    if None in levels or not isinstance(top, int):
        return bool(held)
    asked = {level for level in levels if level is not None and level >= top}
    if subject.device.management.aaa.enabled:
        return bool(asked)
    people = {each.privilege for each in accounts(subject) if each.privilege is not None and each.privilege >= top}
    return bool(asked) and people <= asked


def _differ(subject: Subject) -> bool:
    return len({is_administrator(subject, each) for each in accounts(subject)}) > 1


def ssh_rights(subject: Subject) -> Answer:
    """B065: who comes in by SSH gets the rights of their account, not all (NetEngine, ``ssh authorization-type default``)."""
    return setting(subject, "ssh authorization-type default", good=frozenset({"aaa"}), default="ssh_rights")


def line_policy(subject: Subject) -> Answer:
    """B067: the security policy of the lines is on (NetEngine)."""
    return setting(subject, "user-interface vty security-policy", good=frozenset({"on"}), default="security_policy")


def setting(subject: Subject, name: str, *, good: frozenset[str], default: str) -> Answer:
    """Judge one setting of the device as a whole by the values that are right; without a line by what the release does."""
    value = dict(subject.device.management.fields).get(name)
    if value is not None:
        lines = setting_lines(subject, name)
        return Answer(passed(value in good), Basis.EXPLICIT, lines, {"value": value})
    held = subject.setting("management", default, None)
    if held.basis is None:
        return replace(UNKNOWN, values={"value": "-"})
    return Answer(passed(str(held.value) in good), held.basis, (), {"value": str(held.value)})


def setting_lines(subject: Subject, name: str) -> tuple[Line, ...]:
    """Return the line that a setting of the device was read from."""
    return tuple(line for field, line in subject.device.management.sources if field == name)


def password_recovery(subject: Subject) -> Answer:
    """B069: whoever stands before the device can't set a new password, where the organisation asks for that."""
    own = subject.device.management
    service = next((each for each in own.services if each.name == "password-recovery"), None)
    value = dict(own.fields).get("service password-recovery")
    off = (service is not None and not service.enabled) or value == "off"
    lines = service.lines if service is not None else setting_lines(subject, "service password-recovery")
    if off:
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"value": "off"})
    if not subject.policy.password_recovery_off:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"value": "on"})
    basis = Basis.EXPLICIT if lines else Basis.PLATFORM_DEFAULT
    return Answer(Word.NON_COMPLIANT, basis, lines, {"value": "on"})


CHECKS = {
    "B064": command_authorization,
    "B065": ssh_rights,
    "B067": line_policy,
    "B069": password_recovery,
}
