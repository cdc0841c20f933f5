"""The SSH service. Meaning of the settings: OpenSSH manual, sshd_config(5)."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from netops.audit.answer import UNKNOWN, Answer, Basis, Setting, Subject, Word, weakest
from netops.model import Line, SshException, Topic

_ANYWHERE = frozenset({"match", "include"})
"""Keywords under which any other may stand: for some logins, or in a file that nobody read."""

_WHO_LOGS_IN = frozenset({"ssh", "accounts", "servers", "terminals"})


def for_all(check: Callable[[Subject], Answer]) -> Callable[[Subject], Answer]:
    """Let a check hold for all logins: what ``Match`` loosens for some is the weakest value, and counts."""

    @wraps(check)
    def checked(subject: Subject) -> Answer:
        answers = [check(subject)]
        for each in subject.device.management.ssh.exceptions:
            found = check(_as_for(subject, each))
            answers += [found] if found not in answers else []
        found = weakest(answers) if len(answers) > 1 else answers[0]
        return unless_overridden(subject, found)

    return checked


def _as_for(subject: Subject, exception: SshException) -> Subject:
    """Return the subject as the logins meet it that match an exception: its keywords override those of all."""
    own = subject.device.management.ssh
    said = dict(exception.fields)
    sources = (*exception.sources, *(pair for pair in own.sources if pair[0] not in said))
    ssh = replace(own, **said, sources=sources, exceptions=())  # type: ignore[arg-type]  # fields of the same model
    management = replace(subject.device.management, ssh=ssh)
    return replace(subject, device=replace(subject.device, management=management), kept={})


def unless_overridden(subject: Subject, answer: Answer, also: frozenset[str] = frozenset()) -> Answer:
    """Leave to a person what is compliant by one line while an unread one may say otherwise.

    The first value of an included file comes before a later line, and a second line of the same keyword may be the one that counts.

    Args:
        subject: the device.
        answer: what the lines say that were understood.
        also: other keywords that could say otherwise.
    """
    if answer.word is not Word.COMPLIANT:
        return answer
    doubtful = _ANYWHERE | also | {_keyword(line) for line in answer.lines}
    unread = tuple(line for line in subject.unread(Topic.MANAGEMENT, _WHO_LOGS_IN) if _keyword(line) in doubtful)
    return replace(answer, word=Word.MANUAL, lines=unread) if unread else answer


def _keyword(line: Line) -> str:
    return line.text.replace("=", " ").partition(" ")[0].lower()


@for_all
def empty_passwords(subject: Subject) -> Answer:
    """B008: no account without a password may log in (``PermitEmptyPasswords``)."""
    setting = subject.ssh("empty_passwords")
    if setting.basis is None:
        return UNKNOWN
    word = Word.NON_COMPLIANT if setting.value else Word.COMPLIANT
    return Answer(
        word, setting.basis, setting.lines, {"value": f"PermitEmptyPasswords {'yes' if setting.value else 'no'}"}
    )


@for_all
def idle_sessions(subject: Subject) -> Answer:
    """B021: a session that says nothing is closed.

    ``ClientAliveInterval`` only finds clients that are gone: an idle one still answers, so alone it is partial, and
    ``ClientAliveCountMax 0`` turns even that off (OpenSSH 8.2 and later). ``ChannelTimeout`` ends idle sessions.
    """
    idle, silence = subject.ssh("session_idle"), _silence(subject)
    limit = subject.policy.idle_seconds
    values = {"idle": _shown(idle.value), "silence": _shown(silence.value), "limit": str(limit)}
    if isinstance(idle.value, int) and idle.basis is not None and 0 < idle.value <= limit:
        return Answer(Word.COMPLIANT, idle.basis, idle.lines, values)
    if silence.basis is None and idle.basis is None:
        return UNKNOWN
    lines = idle.lines + silence.lines
    basis = Basis.EXPLICIT if lines else Basis.PLATFORM_DEFAULT
    seen = isinstance(silence.value, int) and 0 < silence.value <= limit
    return Answer(Word.PARTIAL if seen else Word.NON_COMPLIANT, basis, lines, values, whole=True)


def _silence(subject: Subject) -> Setting:
    """Return after how many seconds a client that is gone is noticed; 0 is never."""
    interval, count = subject.ssh("idle_interval"), subject.ssh("idle_count")
    if not isinstance(interval.value, int) or not isinstance(count.value, int):
        return Setting(None, None)
    basis = Basis.EXPLICIT if interval.lines or count.lines else Basis.PLATFORM_DEFAULT
    return Setting(interval.value * count.value, basis, interval.lines + count.lines)


@for_all
def login_limits(subject: Subject) -> Answer:
    """B022: few tries a connection (``MaxAuthTries``), and little time for them (``LoginGraceTime``; 0 is no limit)."""
    tries, grace = subject.ssh("auth_tries"), subject.ssh("login_grace")
    if not isinstance(tries.value, int) or not isinstance(grace.value, int):
        return UNKNOWN
    policy = subject.policy
    held = [tries.value <= policy.auth_tries, 0 < grace.value <= policy.login_seconds]
    values = {
        "tries": str(tries.value),
        "tries_limit": str(policy.auth_tries),
        "grace": str(grace.value),
        "grace_limit": str(policy.login_seconds),
    }
    defaults = [each for each in (tries, grace) if each.basis is Basis.PLATFORM_DEFAULT]
    basis = Basis.PLATFORM_DEFAULT if defaults else Basis.EXPLICIT
    word = Word.COMPLIANT if all(held) else Word.PARTIAL if any(held) else Word.NON_COMPLIANT
    wrong = " ".join(name for name, well in zip(("tries", "time"), held, strict=True) if not well)
    return Answer(word, basis, tries.lines + grace.lines, values, whole=bool(defaults), places=({"limits": wrong},))


@for_all
def login_log(subject: Subject) -> Answer:
    """B025: logins and failures are logged (``LogLevel`` INFO or more detailed)."""
    setting = subject.ssh("log_level")
    if setting.basis is None:
        return UNKNOWN
    silent = str(setting.value).upper() in {"QUIET", "FATAL", "ERROR"}
    word = Word.NON_COMPLIANT if silent else Word.COMPLIANT
    return Answer(word, setting.basis, setting.lines, {"value": str(setting.value)})


@for_all
def root_login(subject: Subject) -> Answer:
    """B071: nobody logs in as root (``PermitRootLogin``); with a key only it is partial."""
    setting = subject.ssh("root_login")
    if setting.basis is None:
        return UNKNOWN
    words = {"no": Word.COMPLIANT, "yes": Word.NON_COMPLIANT}
    word = words.get(str(setting.value).lower(), Word.PARTIAL)
    return Answer(word, setting.basis, setting.lines, {"value": str(setting.value)})


def _shown(value: object) -> str:
    return "-" if value is None else str(value)


CHECKS = {
    "B071": root_login,
}
