"""The Linux shell in front of vtysh: here-documents that write files, and the commands that test, apply and save them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from netops.lab.semantics.frr import parts

HERE = re.compile(
    r"(?:sudo (?:-n )?)?(?:tee (?P<append>-a )?(?P<tee>\S+)(?: *>+ */dev/null)?|cat *>+ *(?P<cat>\S+)) *<<(?P<dash>-)? *(?P<mark>\S+)"
)
PROGRAMS = re.compile(
    r"sudo|sh|bash|nft|sshd|systemctl|service|ifreload|ifup|ifdown|mv|cp|rm|cat|ls|test|true|sync|chmod|chown|echo|install"
    r"|diff|cmp|grep|mktemp|ip|ping|sleep|id|stat|date|hostname|cd|mkdir"
)
NO_PROGRAM = "bash: {}: command not found"


@dataclass(slots=True)
class Writing:
    """A here-document that is being typed.

    Attributes:
        path: the file that it writes.
        mark: the line that ends it.
        lines: what came so far.
        before: what the file had, where the document is added to it.
    """

    path: str
    mark: str
    lines: list[str]
    before: str = ""

    @property
    def text(self) -> str:
        """The file as it will be."""
        return self.before + "".join(f"{line}\n" for line in self.lines)


def here_document(line: str, files: Mapping[str, str]) -> Writing | None:
    """Return the here-document that a line starts, or None."""
    found = HERE.fullmatch(line.strip())
    if found is None:
        return None
    path = found["tee"] or found["cat"]
    return Writing(path, found["mark"].strip("'\"\\"), [], files.get(path, "") if found["append"] else "")


def words_of(line: str) -> list[str]:
    """Return a line's words without ``sudo`` and its options."""
    try:
        words = shlex.split(line)
    except ValueError:
        words = line.split()
    if words[:1] == ["sudo"]:
        words = words[1:]
        while words and words[0].startswith("-"):
            words = words[1:]
    return words


def is_program(words: list[str]) -> bool:
    """Tell whether the shell knows the program."""
    return bool(words) and PROGRAMS.fullmatch(words[0].rpartition("/")[2]) is not None


def moved(words: list[str], files: dict[str, str]) -> None:
    """Move, copy or delete files that the simulation knows."""
    named = [word for word in words[1:] if not word.startswith("-")]
    if words[0] in ("mv", "cp", "install") and len(named) >= 2 and named[-2] in files:
        files[named[-1]] = files[named[-2]]
    if words[0] in ("mv", "rm"):
        for path in named[: 1 if words[0] == "mv" else None]:
            files.pop(path, None)


def fault_of(words: list[str], files: Mapping[str, str]) -> str:
    """Return what a program finds wrong with the file that it is to test or apply; "" for nothing."""
    program = words[0].rpartition("/")[2]
    if program == "nft" and "-f" in words:
        text = files.get(words[-1], "")
        return "" if parts.balanced(text) else f"{words[-1]}: Error: syntax error, unexpected end of file"
    if program == "ifreload":
        return parts.kernel(files.get(parts.INTERFACES, ""))[1]
    return ""
