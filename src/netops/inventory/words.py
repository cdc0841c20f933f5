"""Words of a fault: values shown safely, the nearest known word, text that could break out of a config line."""

import json
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

LONGEST_SHOWN = 60
TEMPLATE_OPENERS = ("{{", "{%", "{#")


def shown(value: object, longest: int = LONGEST_SHOWN) -> str:
    r"""Return a value as a fault shows it: on one line, without control characters, cut after ``longest`` characters.

    Example:
        >>> shown("10.0.0.0/8"), shown(["a", 1]), shown("x\n\x1b[31m")
        ('10.0.0.0/8', '["a", 1]', 'x\\n\\u001b[31m')
    """
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    if not text.isprintable():
        text = "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in text)
    return text if len(text) <= longest else f"{text[:longest]}…"


def quoted(value: object) -> str:
    """Return a value as it would stand in a file: text in quotes, so that ``"3"`` isn't taken for 3."""
    return shown(json.dumps(value, ensure_ascii=False, default=str))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that ``word`` was probably meant to be, or None.

    Example:
        >>> nearest("statoin", ["station", "prefix"]), nearest("colour", ["station", "prefix"])
        ('station', None)
    """
    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def listed(words: Iterable[object]) -> str:
    """Return words as a list for people: ``a, b, c``."""
    return ", ".join(str(word) for word in words)


def unsafe_character(text: str) -> str | None:
    r"""Return the name of the first character that may not stand in a value, or None.

    Refused is what ends a line or can't be seen: control characters, line and paragraph separators, and format
    characters such as those that turn the reading direction (Unicode categories Cc, Cf, Cs, Co, Cn, Zl, Zp).
    Chinese text is fine, its full-width space too.

    Example:
        >>> unsafe_character("财政局　Finance"), unsafe_character("a\nb"), unsafe_character("a\u202eb")
        (None, 'U+000A', 'U+202E')
    """
    if text.isprintable():
        return None
    return next((f"U+{ord(each):04X}" for each in text if _unsafe(each)), None)


def template_opener(text: str) -> str | None:
    """Return the Jinja2 opener that ``text`` holds, or None.

    Example:
        >>> template_opener("uplink {{ x }}"), template_opener("uplink {x}")
        ('{{', None)
    """
    return next((opener for opener in TEMPLATE_OPENERS if opener in text), None)


def _unsafe(character: str) -> bool:
    return not character.isprintable() and unicodedata.category(character) != "Zs"
