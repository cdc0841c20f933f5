"""Which language a person reads: gettext catalogues chosen by locale.

English is the source language, so a text without a translation is still readable. The tests check
that the Chinese catalogue lacks nothing.
"""

import gettext as _gettext
import os
from functools import cache
from pathlib import Path

LOCALE_DIR = Path(__file__).parent / "locale"
LANGUAGES = ("en", "zh_CN")


def language() -> str:
    """Return the language of this process: ``zh_CN`` or ``en``.

    ``NETOPS_LANG`` wins, then ``LANGUAGE``, ``LC_ALL``, ``LC_MESSAGES`` and ``LANG``, as gettext orders them.
    """
    for name in ("NETOPS_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "zh_CN" if value.lower().startswith("zh") else "en"
    return "en"


@cache
def _catalogue(name: str) -> _gettext.NullTranslations:
    return _gettext.translation("netops", LOCALE_DIR, languages=[name], fallback=True)


def translate(text: str) -> str:
    """Return ``text`` in the language of this process, or as it is where no translation exists."""
    return _catalogue(language()).gettext(text) if text else text
