"""Pushing the steps of a patch to one host. Nothing here is ever sent twice."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from netops.config import CommandStep, FileStep, Step
from netops.devices.channel import Answer, CutError, NotSentError, SilentError
from netops.devices.failure import Failure
from netops.devices.lines import Judgement, attribute, judge, reason_untypable, typing_script
from netops.devices.outcome import Kind, Pushed
from netops.devices.placing import Ending, FileWork, failed_command, placing_script
from netops.devices.session import ShellSession
from netops.errors import Fault

ENDINGS = {
    Ending.NOT_WRITTEN: "NET-DEV-038",
    Ending.CHECK_FAILED: "NET-DEV-035",
    Ending.NOT_MOVED: "NET-DEV-038",
    Ending.PUT_BACK: "NET-DEV-036",
    Ending.NOT_PUT_BACK: "NET-DEV-037",
}


def push(session: ShellSession, steps: Sequence[Step], *, save: bool) -> Pushed:
    """Push the steps in order and stop at the first that the device refuses.

    Args:
        session: the host's session.
        steps: typed lines and whole files.
        save: make the running config the startup config after the last step; without steps this alone is done.

    Raises:
        Failure: with how far the push came.
    """
    check_steps(session, steps)
    if not steps and not save:
        return Pushed(0)
    session.ready()
    session.hold()
    done = 0
    said: list[str] = []
    for step in steps:
        try:
            each = _push_step(session, step)
        except Failure as failure:
            failure.pushed = _total(done, said, failure.pushed)
            raise
        done += each.done
        said.append(each.output)
    if save:
        _save(session, _total(done, said, None))
    return _total(done, said, None, saved=save)


def _total(done: int, said: Sequence[str], last: Pushed | None, *, saved: bool = False) -> Pushed:
    outputs = [*said, last.output if last else ""]
    return Pushed(done + (last.done if last else 0), "\n".join(text for text in outputs if text), saved=saved)


def check_steps(session: ShellSession, steps: Sequence[Step]) -> None:
    """Make sure that every step can be pushed, before any is.

    Raises:
        Failure: NET-DEV-032 for a line that must not be typed, NET-DEV-039 for a part that isn't typed.
    """
    typing = session.profile.typing
    for step in steps:
        if not isinstance(step, CommandStep):
            continue
        if step.part != typing.part:
            raise session.failure(Kind.REJECTED, "NET-DEV-039", part=step.part)
        for line in step.lines:
            why = reason_untypable(typing, line)
            if why is not None:
                raise session.failure(Kind.REJECTED, "NET-DEV-032", line=session.shown(line), why=why)


def _push_step(session: ShellSession, step: Step) -> Pushed:
    match step:
        case CommandStep():
            return _type_lines(session, step)
        case FileStep():
            return _place_file(session, step)


def _type_lines(session: ShellSession, step: CommandStep) -> Pushed:
    typing = session.profile.typing
    lines = [line for line in step.lines if line.strip()]
    if not lines:
        return Pushed(0)
    for line in lines:
        session.log.typed(session.name, line, session.redactor)

    def seen(output: bytes) -> int:
        # Of the last line that was repeated nobody knows: a status other than 0 says just that.
        return judge(typing, attribute(typing, lines, output.decode("utf-8", errors="replace")), status=1).taken

    answer = _send(session, typing_script(typing, lines), seen)
    session.log.answered(session.name, answer.text, session.redactor)
    typed = attribute(typing, lines, answer.text)
    judgement = judge(typing, typed, answer.status)
    pushed = Pushed(judgement.taken, session.redactor.hide("\n".join(judgement.remarks)))
    if judgement.rejected is not None:
        numbers = _Numbers(len(typed) - len(typing.enter), len(lines))
        raise _rejection(session, judgement, numbers, pushed)
    if not typed:
        raise session.failure(
            Kind.REJECTED, "NET-DEV-045", command=typing.program, answer=session.shown(answer.text) or "-"
        )
    if len(typed) != len(lines) + len(typing.enter):
        fault = _fault(session, "NET-DEV-041", done=judgement.taken, total=len(lines))
        raise Failure(Kind.UNKNOWN, fault, pushed)
    return pushed


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Where typing stopped: the 1-based line, and how many there were."""

    line: int
    total: int


def _rejection(session: ShellSession, judgement: Judgement, numbers: _Numbers, pushed: Pushed) -> Failure:
    rejected = judgement.rejected
    line, answer = (rejected.line, rejected.answer) if rejected else ("", "")
    code = "NET-DEV-031" if judgement.went_on else "NET-DEV-030"
    fault = _fault(
        session,
        code,
        line=session.shown(line),
        answer=session.shown(answer) or "-",
        number=numbers.line,
        total=numbers.total,
    )
    return Failure(Kind.REJECTED, fault, pushed)


def _place_file(session: ShellSession, step: FileStep) -> Pushed:
    work = FileWork(step.path, step.text, tuple(step.check), tuple(step.apply))
    session.log.typed(session.name, f"put {step.path} in place", session.redactor)
    session.log.weighed(session.name, step.text.encode("utf-8", "surrogateescape"))
    answer = _send(session, placing_script(work, session.profile.privilege), lambda _: 0)
    session.log.answered(session.name, answer.text, session.redactor)
    said = session.redactor.hide(re.sub(r"(?m)^netops: .*\n?", "", answer.text).strip())
    if answer.status == Ending.DONE:
        return Pushed(1, said)
    command, why = failed_command(work, answer.text)
    code = ENDINGS.get(Ending(answer.status)) if answer.status in set(Ending) else "NET-DEV-038"
    fault = _fault(
        session,
        code or "NET-DEV-038",
        path=step.path,
        command=session.shown(command) or "-",
        answer=session.shown(why) or "-",
    )
    kind = Kind.UNKNOWN if answer.status == Ending.NOT_PUT_BACK else Kind.REJECTED
    raise Failure(kind, fault, Pushed(0, said))


def _send(session: ShellSession, script: str, seen: Callable[[bytes], int]) -> Answer:
    try:
        return session.send(script)
    except NotSentError as error:
        session.close()
        raise session.failure(Kind.UNREACHABLE, "NET-DEV-047", command="-") from error
    except (CutError, SilentError) as error:
        session.close()
        done = seen(error.seen)
        code = "NET-DEV-033" if isinstance(error, CutError) else "NET-DEV-034"
        fault = _fault(session, code, done=done, seconds=round(session.patience))
        raise Failure(Kind.UNKNOWN, fault, Pushed(done)) from error


def _save(session: ShellSession, pushed: Pushed) -> None:
    command = session.profile.save
    session.log.typed(session.name, command, session.redactor)
    try:
        answer = session.send(f"{command} </dev/null\n")
    except (NotSentError, CutError, SilentError) as error:
        session.close()
        fault = _fault(session, "NET-DEV-033", done=pushed.done)
        raise Failure(Kind.UNKNOWN, fault, pushed) from error
    session.log.answered(session.name, answer.text, session.redactor)
    if answer.status != 0 or not re.search(session.profile.saved, answer.text):
        fault = _fault(session, "NET-DEV-042", answer=session.shown(answer.text) or "-")
        raise Failure(Kind.REJECTED, fault, pushed)


def _fault(session: ShellSession, code: str, **values: object) -> Fault:
    return session.failure(Kind.UNKNOWN, code, **values).fault
