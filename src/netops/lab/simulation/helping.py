"""The answer to a question mark: what may be typed next, in columns as the vendor writes them.

Sources: Huawei Basic Configuration, "Using Command Line Online Help" (full help behind a space, partial help behind
letters; ``<cr>`` where the command may end); H3C Fundamentals, "Accessing the CLI online help"; IOS CR Configuration
Fundamentals, "Using the Cisco IOS Command-Line Interface" (letters: the keywords alone, in a row).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from netops.lab.semantics.core.walking import Label, Walk

COLUMN = 24
"""Columns of a keyword; what it does stands behind."""
MEANS: Mapping[str, str] = {
    "commit": "Commit the current configuration",
    "configure": "Enter configuration mode",
    "disable": "Turn off privileged commands",
    "display": "Display information",
    "enable": "Turn on privileged commands",
    "exit": "Exit from the EXEC",
    "interface": "Specify the interface configuration view",
    "ping": "Send echo messages",
    "quit": "Exit from current command view",
    "reboot": "Reboot system",
    "reload": "Halt and perform a cold restart",
    "return": "Exit to user view",
    "save": "Save current configuration",
    "show": "Show running system information",
    "sysname": "Specify the system name",
    "system-view": "Enter the system view",
    "undo": "Cancel current setting",
    "write": "Write running configuration to memory, network, or terminal",
}
"""What a device says of its commonest keywords; of the others it says more than a simulated one does."""


@dataclass(frozen=True, slots=True)
class Help:
    """How a vendor answers a question mark.

    Attributes:
        headings: place, or view of the config → what stands above its commands.
        kinds: kind of value → what the device writes for it; ``word`` for any other.
        unknown: said where nothing may be typed.
        rows: whether the keywords that letters begin stand in a row, without a word on what they do.
        apart: lines behind the list that stay blank.
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=lambda: {"word": "STRING"})
    unknown: str = ""
    rows: bool = False
    apart: int = 0


def helped(how: Help, walks: Iterable[Walk], begun: str, heading: str) -> str:
    """Return what is displayed behind a question mark.

    Args:
        how: the vendor's way.
        walks: through what may be typed, by the words that are whole.
        begun: the letters right before the question mark.
        heading: above a list of all commands.
    """
    labels: dict[Label, None] = {}
    ends = False
    for each in walks:
        if each.reached == len(each.words):
            labels.update(dict.fromkeys(label for label in each.next() if _fits(label, begun)))
            ends = ends or (each.may_end and not begun)
    keywords = sorted({label.word for label in labels if label.word}, key=str.lower)
    values = sorted({how.kinds.get(label.kind, how.kinds["word"]) for label in labels if not label.word})
    if not (keywords or values or ends):
        return how.unknown
    if begun and how.rows and not values:
        return "  ".join(keywords)
    rows = [*values, *keywords, *(["<cr>"] if ends else [])]
    shown = [f"  {row:<{COLUMN}}{MEANS.get(row, '')}".rstrip() for row in rows]
    return "\n".join([*([heading] if heading else []), *shown, *([""] * how.apart)])


def _fits(label: Label, begun: str) -> bool:
    if label.word:
        return label.word.lower().startswith(begun.lower())
    return not begun or (label.value is not None and label.value.fullmatch(begun) is not None)
