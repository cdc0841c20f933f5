"""Asking one device all checks of its level."""

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from netops.audit.answer import FINDINGS, Answer, Basis, Known, Subject, Word, once, subject_of
from netops.audit.catalogue import CheckEntry, asked, check_entries, check_levels
from netops.audit.checks import CHECKS
from netops.audit.collected import collected, known_without
from netops.audit.crypto import crypto_uses
from netops.audit.fixing import fix
from netops.audit.policy import Context, Policy
from netops.audit.risk import with_risks
from netops.audit.verdict import Coverage, DeviceAudit, Verdict
from netops.errors import InputError
from netops.model import AccessList, Device, Line, PacketFilter

LEVELS = range(1, 5)


def audit(  # what the config says, what is asked, and what only the inventory knows are six things
    device: Device,
    *,
    level: int,
    policy: Policy | None = None,
    known: Known | None = None,
    context: Context | None = None,
    lines: int = 0,
) -> DeviceAudit:
    """Return the verdicts of one device by the clauses of its protection level.

    Args:
        device: as it was read, or as it is intended.
        level: protection level 1 to 4.
        policy: thresholds; those of the reference where none is given.
        known: of the platform and its release: what a missing line means, and what can be asked. A setting that neither a line
            nor a known default gives is for a person.
        context: what only the inventory knows.
        lines: lines of the config that mean something, for the coverage.

    Raises:
        InputError: NET-AUD-002 a level outside of 1 to 4.
    """
    if level not in LEVELS:
        raise InputError.of("NET-AUD-002", level=level, device=device.hostname)
    asked_for = policy or Policy()
    told = _told(device, asked_for, context or Context())
    subject = subject_of(device, asked_for, told, known_without(known or Known(), device), level)
    verdicts = [_verdict(check, subject, level) for check in check_entries() if level in check_levels(check)]
    coverage = Coverage(lines, tuple(each.line for each in device.unread))
    return DeviceAudit(
        device.hostname,
        device.platform,
        level,
        device.release,
        with_risks(verdicts),
        coverage,
        crypto=crypto_uses(device, subject.known.defaults),
    )


def _told(device: Device, policy: Policy, context: Context) -> Context:
    """Return the context with the ports that face others, where the policy names them and the inventory doesn't."""
    named = policy.boundary_ports.get(device.hostname)
    if named is None or context.boundary_ports is not None:
        return context
    return replace(context, boundary_ports=frozenset(named))


def _verdict(check: str, subject: Subject, level: int) -> Verdict:
    entry = check_entries()[check]
    answer = collected(check, _doubted(_answer(check, subject), entry, subject), subject)
    word = answer.word
    if word is Word.PARTIAL and asked(check, level)[0].clause.is_binary(level):
        word = Word.NON_COMPLIANT  # a unit of one step knows no partial (GB/T 28448)
    mended = fix(check, answer, subject)
    spoken = Verdict(
        check,
        level,
        word,
        answer.basis,
        _ordered(answer.lines),
        dict(answer.values),
        fix=mended,
        confirm=answer.confirm,
        missing=answer.missing,
    )
    return spoken if subject.known.concerns(check) else replace(spoken, asked=False)


def _answer(check: str, subject: Subject) -> Answer:
    """Ask a check where the platform can answer it; else it is for a person, or there is nothing that it could ask for."""
    known, question = subject.known, CHECKS.get(check)
    if question is not None and (known.decides is None or check in known.decides):
        return question(subject)
    if question is not None and check in known.disproves:
        answer = question(subject)
        return answer if answer.word in FINDINGS else replace(answer, word=Word.MANUAL)
    for_people = check in known.manual or known.decides is None
    return Answer(Word.MANUAL if for_people else Word.NOT_APPLICABLE, Basis.ABSENCE)


def _doubted(answer: Answer, entry: CheckEntry, subject: Subject) -> Answer:
    """Turn an answer that rests on what isn't there into ``manual`` where unread lines of that part could say otherwise.

    So is one that rests on a rule of a filter, where a line that nobody understood is tried before it.
    """
    gaps = _before(answer, subject)
    if gaps and answer.word is not Word.MANUAL:
        return replace(answer, word=Word.MANUAL, lines=gaps)
    rests_on_lines = answer.basis is Basis.EXPLICIT and not answer.whole
    if answer.word is Word.MANUAL or (rests_on_lines and not (answer.word is Word.COMPLIANT and entry.every)):
        return answer
    unread = subject.unread(answer.part or entry.part, entry.every if rests_on_lines else entry.hears)
    if not unread:
        return answer
    if answer.sure:
        return replace(answer, basis=Basis.EXPLICIT, lines=answer.sure)
    return replace(answer, word=Word.MANUAL, lines=unread)


def _before(answer: Answer, subject: Subject) -> tuple[Line, ...]:
    """Return the lines that nobody understood and that packets meet before what an answer rests on."""
    found: list[Line] = []
    for held in _holed(subject):
        known = {line for rule in held.rules[: held.gaps[0].place] for line in rule.lines}
        behind = {line for rule in held.rules[held.gaps[0].place :] for line in rule.lines} | {*held.lines} - known
        if behind & {*answer.lines}:
            found += [line for gap in held.gaps for line in gap.lines]
    return tuple(found)


@once
def _holed(subject: Subject) -> list[PacketFilter | AccessList]:
    """Return the lists that hold lines that nobody understood."""
    lists: list[PacketFilter | AccessList] = [*subject.device.filters, *subject.device.access_lists]
    return [each for each in lists if each.gaps]


def _ordered(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return lines in their order, each once; most come so already."""
    last = 0
    for line in lines:
        if line.number <= last or line.file:
            break
        last = line.number
    else:
        return tuple(lines)
    own = {line.number: line for line in lines if not line.file}
    if len(own) == len(lines):
        return tuple(own[number] for number in sorted(own))
    found = sorted(lines, key=_PLACE)
    return tuple(line for at, line in enumerate(found) if not at or line != found[at - 1])


_PLACE = attrgetter("file", "number", "text")


def not_audited(device: str, *, platform: str, level: int, reason: str) -> DeviceAudit:
    """Return the entry of a device that wasn't reached or couldn't be read: it is never compliant."""
    return DeviceAudit(device, platform, level, not_audited=reason)
