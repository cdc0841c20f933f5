"""What is printed to be typed: a block of lines, with what must be known of it in front, as comments of the platform.

What is said on standard error is lost in a redirected file; a comment isn't. None holds a question mark, because typed it
makes a device offer help.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from netops.config import Patch, Push, Rulebook, placeholders
from netops.language import translate as _

_WAY = re.compile(r"^rollback: |(?<=“)(?:no|undo) ")
"""What tells the two ways of one line apart."""


def heading(book: Rulebook, title: str) -> str:
    """Return the line that tells blocks apart where several are printed."""
    return f"{_sign(book)} --- {title}"


def warnings(book: Rulebook, found: Patch, lines: str | Sequence[str], answers: Sequence[int] = ()) -> Iterator[str]:
    """Yield comments that stand before lines that are typed: unproven, secrets to fill in, answers among the lines.

    Args:
        book: the platform's rules: what begins a comment.
        found: the patch that the lines belong to.
        lines: commands as a person reads them, or a script.
        answers: which lines of the script are answers, as `netops.config.patch.Script.answers`.
    """
    text = lines if isinstance(lines, str) else "\n".join(lines)
    if not found.proof.proven:
        words = _("UNPROVEN: nobody has shown what these lines do; --proof says what stands in the way ({count})")
        yield f"{_sign(book)} {words.format(count=len(told(found.proof.obstacles)))}"
    secrets = len(placeholders(text))
    if secrets:
        words = _("NOT TO BE TYPED AS IT IS: {count} secrets must be filled in where <secret:...> stands")
        yield f"{_sign(book)} {words.format(count=secrets)}"
    for answer, asking in _asking(lines, answers).items():
        words = _(
            '"{answer}" is no line of config but an answer to the device, first behind "{line}" (in all: {count})'
        )
        yield f"{_sign(book)} {words.format(answer=answer, count=len(asking), line=asking[0])}"


def _asking(script: Sequence[str], answers: Sequence[int]) -> Mapping[str, Sequence[str]]:
    """Return the answers that stand in a script → the lines that make the device ask."""
    found: dict[str, list[str]] = {}
    for at in answers:
        asking = next(each for each in range(at - 1, -1, -1) if each not in answers)  # a line may ask twice
        found.setdefault(script[at], []).append(script[asking])
    return found


def told(obstacles: Iterable[str]) -> tuple[str, ...]:
    """Return obstacles without those of the way back that only say of a line what was said of it, or of its undo, before.

    Example:
        >>> told(("“no x”: nobody knows it", "rollback: “x”: nobody knows it", "rollback: y"))
        ('“no x”: nobody knows it', 'rollback: y')
    """
    found: dict[str, str] = {}
    for each in obstacles:
        found.setdefault(_WAY.sub("", each), each)
    return tuple(found.values())


def _sign(book: Rulebook) -> str:
    """Return what begins a comment; ``#`` where it is one, because a script may begin in a shell."""
    typed = next(each for each in book.parts if each.push is Push.COMMANDS)
    return "#" if "#" in typed.comments else next(iter(typed.comments), "#")
