"""Putting a whole file in place: written aside, checked, moved, applied; put back where applying fails.

The whole sequence is one script, so that it runs to its end on the device even where applying it cuts the session.
"""

import base64
import re
import shlex
from dataclasses import dataclass
from enum import IntEnum
from pathlib import PurePosixPath
from textwrap import dedent

PATH = "{path}"


class Ending(IntEnum):
    """Exit statuses of the script."""

    DONE = 0
    NOT_WRITTEN = 41
    CHECK_FAILED = 42
    NOT_MOVED = 43
    PUT_BACK = 44
    NOT_PUT_BACK = 45


@dataclass(frozen=True, slots=True)
class FileWork:
    """One file to be put in place.

    Attributes:
        path: where it belongs, absolute.
        text: its whole content.
        check: commands that must succeed; one that names ``{path}`` runs on the new file before it is moved, any other
            after that and before ``apply``.
        apply: commands that make the device follow the file.
    """

    path: str
    text: str
    check: tuple[str, ...]
    apply: tuple[str, ...]


# A function, so that the shell has read the whole of it before the first command runs: what follows a cut is there.
# What commands say is kept until they end, so that a closed connection can't make one of them fail in the middle.
START = dedent("""\
    netops() {{
    trap '' HUP PIPE
    path={path} new={new} old={old} existed=
    drop() {{ {sudo} rm -f "$new" "$old"; }}
    run() {{ echo "netops: $1"; said=$(sh -c "$2" 2>&1 </dev/null); status=$?; printf '%s\\n' "$said"; return $status; }}
    if {sudo} test -e "$path"; then
        existed=yes
        {sudo} cp -p "$path" "$new" && {sudo} cp -p "$path" "$old" || {{ drop; exit 41; }}
    else
        {sudo} install -m 644 /dev/null "$new" || exit 41
    fi
    base64 -d <<'NETOPS' | {sudo} tee "$new" >/dev/null || {{ drop; exit 41; }}
    """)
PUT_BACK = dedent("""\
    back() {{
        echo 'netops: put back'
        if [ "$existed" ]; then {sudo} mv -T "$old" "$path" || exit 45; else {sudo} rm -f "$path" || exit 45; fi
    {again}
        exit 44
    }}
    {sudo} mv -T "$new" "$path" || {{ drop; exit 43; }}
    """)


def placing_script(work: FileWork, privilege: str) -> str:
    """Return the shell script that puts a file in place; it ends with an `Ending`.

    The new file gets owner and mode of the old one. ``mv`` within a folder is one rename(2): a power cut leaves either
    the old file or the new one, never half of one.
    """
    path = PurePosixPath(work.path)
    new, old = (shlex.quote(str(path.with_name(f".{path.name}.netops-{which}"))) for which in ("new", "old"))
    before = [command.replace(PATH, new) for command in work.check if PATH in command]
    after = [*(command for command in work.check if PATH not in command), *work.apply]
    again = "\n".join(f"    run again {shlex.quote(command)} || exit 45" for command in work.apply)
    content = base64.encodebytes(work.text.encode("utf-8", "surrogateescape")).decode()
    return "".join(
        (
            START.format(path=shlex.quote(work.path), new=new, old=old, sudo=privilege),
            f"{content}NETOPS\n",
            *(_step(number, command, "{ drop; exit 42; }") for number, command in enumerate(before, 1)),
            PUT_BACK.format(sudo=privilege, again=again),
            *(_step(number, command, "back") for number, command in enumerate(after, 1 + len(before))),
            "drop\nexit 0\n}\nnetops 2>&1\n",
        )
    )


def _step(number: int, command: str, otherwise: str) -> str:
    return f"run {number} {shlex.quote(command)} || {otherwise}\n"


def failed_command(work: FileWork, output: str) -> tuple[str, str]:
    r"""Return the command that failed, as the step has it, and what it said.

    Example:
        >>> work = FileWork("/etc/nftables.conf", "", ("nft -c -f {path}",), ("nft -f /etc/nftables.conf",))
        >>> failed_command(work, "netops: 1\nsyntax error\n")
        ('nft -c -f {path}', 'syntax error')
    """
    before = [command for command in work.check if PATH in command]
    after = [command for command in work.check if PATH not in command]
    runs = re.findall(r"^netops: (\d+)\n(.*?)(?=^netops: |\Z)", output, re.MULTILINE | re.DOTALL)
    if not runs:
        return "", output.strip()
    number, said = runs[-1]
    return (*before, *after, *work.apply)[int(number) - 1], said.strip()
