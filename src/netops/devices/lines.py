"""Typing config lines: what is typed, and which line an answer belongs to. Pure."""

import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from netops.platforms.session import Typing


@dataclass(frozen=True, slots=True)
class Typed:
    """One line that the device repeated, with its answer.

    Attributes:
        line: as it was typed.
        answer: what the device said to it; empty where it took it without a word.
    """

    line: str
    answer: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """How far typing came.

    Attributes:
        taken: lines of the patch that the device took.
        rejected: the line that it rejected, or None.
        went_on: whether lines after the rejected one were typed all the same.
        remarks: answers that weren't refusals, one a line.
    """

    taken: int
    rejected: Typed | None
    went_on: bool
    remarks: tuple[str, ...]


def reason_untypable(typing: Typing, line: str) -> str | None:
    """Return why a line must not be typed, or None.

    Example:
        >>> vtysh = Typing("frr", "vtysh", "-c {line}", (), "", True, (), (), (("[|] ", "it is a filter"),))
        >>> reason_untypable(vtysh, "description a | b")
        'it is a filter'
        >>> reason_untypable(vtysh, "description a" + chr(10) + "end")
        'it holds a control character'
    """
    if any(ord(character) < 32 or ord(character) == 127 for character in line):
        return "it holds a control character"
    return next((why for pattern, why in typing.untypable if re.search(pattern, line)), None)


def typing_script(typing: Typing, lines: Sequence[str]) -> str:
    """Return the shell script that types the lines in config mode.

    It is read from the shell's standard input, so a patch may be longer than the 128 KiB that Linux allows one argument
    (execve(2), MAX_ARG_STRLEN).

    Example:
        >>> vtysh = Typing("frr", "vtysh -E", "-c {line}", ("configure terminal",), "", True, (), (), ())
        >>> print(typing_script(vtysh, ["hostname it's"]), end="")
        exec vtysh -E -c 'configure terminal' -c 'hostname it'"'"'s' </dev/null 2>&1
    """
    options = (typing.option.format(line=shlex.quote(line)) for line in (*typing.enter, *lines))
    return " ".join(("exec", typing.program, *options, "</dev/null 2>&1")) + "\n"


def attribute(typing: Typing, lines: Sequence[str], output: str) -> tuple[Typed, ...]:
    r"""Return each line that the device repeated, with what it answered to it.

    Args:
        typing: how the platform types.
        lines: the patch, without the lines that enter config mode.
        output: what the program wrote.

    Returns:
        The repeated lines in order, those that enter config mode included; fewer than were typed where it stopped.

    Example:
        >>> echo = r"^[^ ]+# (?P<line>.*)$"
        >>> vtysh = Typing("frr", "vtysh", "-c {line}", ("configure terminal",), echo, True, (), (), ())
        >>> said = "pe1# configure terminal\npe1(config)# router bogus\n% Unknown command: router bogus\n"
        >>> attribute(vtysh, ["router bogus", "exit"], said)[1]
        Typed(line='router bogus', answer='% Unknown command: router bogus')
    """
    expected = (*typing.enter, *lines)
    answers: list[list[str]] = []
    for text in output.splitlines():
        match = re.match(typing.echo, text)
        if match and len(answers) < len(expected) and match["line"] == expected[len(answers)]:
            answers.append([])
        elif answers:
            answers[-1].append(text)
    return tuple(Typed(line, "\n".join(answer).strip()) for line, answer in zip(expected, answers, strict=False))


def judge(typing: Typing, typed: Sequence[Typed], status: int) -> Judgement:
    """Say how far typing came, from what the device repeated and how the program ended.

    A status other than 0 rejects the last repeated line. With status 0 a line is rejected where its answer is a
    refusal, and those after it were typed.
    """
    patch = typed[len(typing.enter) :]
    remarks = tuple(each.answer for each in typed if each.answer)
    if status != 0:
        taken = sum(not _refuses(typing, each.answer) for each in patch[:-1])
        return Judgement(taken, typed[-1] if typed else None, went_on=False, remarks=remarks)
    refused = next((each for each in typed if _refuses(typing, each.answer)), None)
    taken = sum(not _refuses(typing, each.answer) for each in patch)
    return Judgement(taken, refused, went_on=refused is not None and refused is not typed[-1], remarks=remarks)


def _refuses(typing: Typing, answer: str) -> bool:
    return any(_matches(typing.refusal, text) and not _matches(typing.harmless, text) for text in answer.splitlines())


def _matches(patterns: Iterable[str], text: str) -> bool:
    return any(re.search(pattern, text) for pattern in patterns)
