"""What checks found, in the words of a language: each check's own words, and ``?`` for what nobody knows."""

import re
from functools import cache

from netops.audit.catalogue import reasons, words

_BLANKS = {
    "zh": (re.compile(r"(?:(?<=：)|^)-(?=$|[；，（])"), "无"),
    "en": (re.compile(r"(?:(?<=: )|^)-(?=$|[;,])"), "none"),
}
"""What stands for nothing where it is all that a text says of something."""


def without_blanks(text: str, language: str) -> str:
    """Return a text in which nothing is said in a word.

    Example:
        >>> without_blanks("networks: -; ports: eth0", "en")
        'networks: none; ports: eth0'
    """
    blank, word = _BLANKS["zh" if language == "zh" else "en"]
    return blank.sub(word, text)


def spoken(check: str, value: str, language: str) -> str:
    """Return a value that a check found, for people.

    Args:
        check: whose value it is; a word that isn't one of its own is a name, and stays.
        value: as the check has it.
        language: ``zh`` or ``en``.

    Example:
        >>> spoken("B007", "plain: plain, vty 0: ?", "zh")
        'plain: 明文, vty 0: 未知'
    """
    known = words()
    pattern = _pattern(check)
    return pattern.sub(
        lambda found: (reasons()["nobody_knows"] if found[0] == "?" else known.words[found[0]]).of(language), value
    )


@cache
def _pattern(check: str) -> re.Pattern[str]:
    """Return what matches a check's words where they stand alone; before a colon stands a name."""
    own = "|".join(map(re.escape, (*words().uses.get(check, ()), "?")))
    return re.compile(rf"(?<![^\s(])(?:{own})(?=[\s,;)]|$)")
