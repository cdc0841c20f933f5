"""The words of an explanation, in the language of the reader; they stand in ``words.yml``."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from netops import language

TABLE = Path(__file__).parent / "words.yml"


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """Return every word with its texts by language (``en``, ``zh``)."""
    loaded: dict[str, dict[str, str]] = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded


def say(word: str, values: Mapping[str, str], spoken: str | None = None) -> str:
    """Return the text of one word; ``spoken`` is ``en`` or ``zh``, the language of this process where it is None.

    Example:
        >>> say("no_route", {"address": "192.168.2.10"}, "en")
        'no route to 192.168.2.10'
    """
    key = spoken or language.spoken()
    filled = dict(values)
    if "origin" in filled:
        filled["origin"] = table()[f"origin_{filled['origin']}"][key]
    return table()[word][key].format(**filled)
