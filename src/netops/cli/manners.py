"""What may stand anywhere on the command line, before or after the command: ``--lang`` and ``--debug``.

Both must be known before anything else is read: the language because the help is made of translated texts, the
wish for a traceback because reading the command line may fail too.
"""

import gettext
import os
from collections.abc import Sequence
from dataclasses import dataclass

from netops.errors import InputError
from netops.language import LANGUAGES, LOCALE_DIR, language


@dataclass(frozen=True, slots=True)
class Manners:
    """How this run speaks.

    Attributes:
        debug: show a traceback where one belongs.
        json: the reader is a program: errors are JSON too.
        lang: ``en`` or ``zh_CN`` where it was asked for, else None: the locale decides.
        command: the command that runs, ``netops patch``, whose help a wrong command line is sent to.
    """

    debug: bool = False
    json: bool = False
    lang: str | None = None
    command: str = "netops"


def split_manners(arguments: Sequence[str]) -> tuple[Manners, list[str]]:
    """Take ``--debug`` and ``--lang`` out of the arguments, wherever they stand before ``--``.

    Raises:
        InputError: NET-CLI-002 when ``--lang`` names a language that netops doesn't speak.

    Example:
        >>> split_manners(["validate", "--lang", "zh", "--json", "--debug"])
        (Manners(debug=True, json=True, lang='zh_CN', command='netops validate'), ['validate', '--json'])
    """
    end = list(arguments).index("--") if "--" in arguments else len(arguments)
    words, rest = list(arguments[:end]), list(arguments[end:])
    debug, json, lang, kept = False, False, None, []
    while words:
        word = words.pop(0)
        if word == "--debug":
            debug = True
        elif word == "--lang" or word.startswith("--lang="):
            lang = _known(word.partition("=")[2] if "=" in word else words.pop(0) if words else "")
        else:
            json = json or word == "--json"
            kept.append(word)
    command = " ".join(["netops", *[word for word in kept if not word.startswith("-")][:1]])
    return Manners(debug, json, lang, command), kept + rest


def _known(lang: str) -> str:
    name = {"zh": "zh_CN", "zh-cn": "zh_CN", "zh_cn": "zh_CN", "en": "en"}.get(lang.lower())
    if name is None:
        raise InputError.of("NET-CLI-002", lang=lang, languages=", ".join(LANGUAGES))
    return name


def speak(lang: str | None) -> None:
    """Set the language of this process, for netops' own texts and for the framework's (``Options``, ``required``)."""
    if lang is not None:
        os.environ["NETOPS_LANG"] = lang
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain("netops", str(LOCALE_DIR))
    gettext.textdomain("netops")
