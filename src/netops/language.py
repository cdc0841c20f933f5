"""Which language a person reads: gettext catalogues chosen by locale.

English is the source language, so a text without a translation is still readable. The tests check
that the Chinese catalogue lacks nothing.
"""

import errno
import gettext as _gettext
import os
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

LOCALE_DIR = Path(__file__).parent / "locale"
LANGUAGES = ("en", "zh_CN")
Spoken: TypeAlias = Literal["zh", "en"]
"""A language as texts in data name it."""


def language() -> str:
    """Return the language of this process: ``zh_CN`` or ``en``.

    ``NETOPS_LANG`` wins, then ``LANGUAGE``, ``LC_ALL``, ``LC_MESSAGES`` and ``LANG``, as gettext orders them.
    """
    for name in ("NETOPS_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "zh_CN" if value.lower().startswith("zh") else "en"
    return "en"


def spoken() -> Spoken:
    """Return the language of this process as texts in data name it: ``zh`` or ``en``."""
    return "zh" if language() == "zh_CN" else "en"


@cache
def _catalogue(name: str) -> _gettext.NullTranslations:
    return _gettext.translation("netops", LOCALE_DIR, languages=[name], fallback=True)


def mark(text: str) -> str:
    """Return ``text``: it is translated where it is shown, and this is how the catalogue finds it."""
    return text


_SYSTEM = {
    errno.ENOENT: mark("No such file or directory"),
    errno.EACCES: mark("Permission denied"),
    errno.EPERM: mark("Operation not permitted"),
    errno.EISDIR: mark("Is a directory"),
    errno.ENOTDIR: mark("Not a directory"),
    errno.ELOOP: mark("Too many levels of symbolic links"),
    errno.ENOSPC: mark("No space left on device"),
    errno.EROFS: mark("Read-only file system"),
    errno.ENAMETOOLONG: mark("File name too long"),
    errno.EIO: mark("Input/output error"),
}
"""What a file's owner often meets; the system itself speaks only the language that is installed."""


def refused(error: OSError) -> str:
    """Return why the system refused something, in the language of this process where the words are known.

    Example:
        >>> refused(FileNotFoundError(2, "No such file or directory"))
        'No such file or directory'
    """
    words = _SYSTEM.get(error.errno) if error.errno is not None else None
    return translate(words) if words else error.strerror or type(error).__name__


def translate(text: str) -> str:
    """Return ``text`` in the language of this process, or as it is where no translation exists."""
    return _catalogue(language()).gettext(text) if text else text
