"""Bytes of any origin → lines of text, with a note of everything that was set right on the way.

Devices and their archives give UTF-8 with and without a byte order mark, UTF-16, GB18030, CRLF and mixed line ends, a
NUL behind the last line, and the traces of a pager. What is no config text at all is refused with what was seen.
"""

import re
from dataclasses import dataclass, field

from netops.config.encoding import text_of
from netops.config.terminal import drawn
from netops.errors import InputError
from netops.language import mark, translate

LONGEST_LINE = 65_536
"""Characters. The longest line of a real config is a certificate's or a VLAN list's, a few thousand."""
LARGEST = 64 * 1024 * 1024
"""Bytes. Real configs of 18,000 lines have one megabyte."""

_KNOWN = (
    (b"PK\x03\x04", mark("a ZIP archive; Word and Excel files are such")),
    (b"\x1f\x8b", mark("a file compressed by gzip")),
    (b"BZh", mark("a file compressed by bzip2")),
    (b"\xfd7zXZ", mark("a file compressed by xz")),
    (b"Rar!", mark("a RAR archive")),
    (b"7z\xbc\xaf", mark("a 7-Zip archive")),
    (b"%PDF", mark("a PDF document")),
    (b"\xd0\xcf\x11\xe0", mark("a document of an old Word or Excel")),
    (b"\x7fELF", mark("a program")),
    (b"MZ\x90", mark("a program")),
    (b"\x89PNG", mark("a picture")),
    (b"\xff\xd8\xff", mark("a picture")),
    (b"{\\rtf", mark("an RTF document")),
    (b"\xd4\xc3\xb2\xa1", mark("a packet capture")),
    (b"\n\r\r\n", mark("a packet capture")),
)
"""First bytes of what people give by mistake, and what it is."""
_CONTROL = re.compile(r"[\x00-\x02\x04-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_PIECE = 1 << 16
_PLAIN = bytes(byte for byte in range(128) if not _CONTROL.match(chr(byte)))
"""All bytes of ASCII that a config may hold."""
_RCS = re.compile(r"\s*head\s+[\d.]+;\s*\n\s*access\b")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text as it is read.

    Attributes:
        text: line ends are a single line feed.
        notes: what was set right, in words; empty where the bytes were the text.
    """

    text: str = field(repr=False)
    notes: tuple[str, ...]


def decode(data: bytes | str, path: str | None = None) -> Decoded:
    r"""Return the text of a config file.

    Args:
        data: the file's bytes, or a text that was decoded elsewhere.
        path: for messages.

    Raises:
        InputError: NET-CFG-001 to NET-CFG-004: a binary, an archive, too large, a line that no device prints.

    Example:
        >>> found = decode(b"\xef\xbb\xbfhostname r1\r\n")
        >>> found.text, found.notes
        ('hostname r1\n', ('byte order mark removed', 'line ends CRLF read as LF'))
    """
    if len(data) > LARGEST:
        raise InputError.of("NET-CFG-002", path, largest=LARGEST // 1024 // 1024)
    if isinstance(data, bytes):
        _refuse_known(data, path)
    notes: list[str] = []
    text = text_of(data, path, notes) if isinstance(data, bytes) else data
    text = _without_mark(text, notes)
    text = _without_nul(text, notes)
    text = _without_mark(_without_pager(text, notes), notes)
    text = _line_ends(text, notes)
    _refuse(text, path)
    return Decoded(text, tuple(notes))


def _refuse_known(data: bytes, path: str | None) -> None:
    """Refuse what is well known to be no text, by its first bytes, with its name."""
    for start, what in _KNOWN:
        if data.startswith(start):
            raise InputError.of("NET-CFG-001", path, detail=translate(what))
    if data[:400].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise InputError.of("NET-CFG-001", path, 1, detail=translate("an HTML page; a login page that was saved?"))


def _without_mark(text: str, notes: list[str]) -> str:
    if text.startswith("\ufeff"):
        notes.append("byte order mark removed")
        return text.lstrip("\ufeff")
    return text


def _without_nul(text: str, notes: list[str]) -> str:
    """Return a text without the NULs that VRP writes behind the last line of a file; any others are no text's."""
    cut = text.rstrip("\x00\r\n \t") if "\x00" in text else text
    rest = text[len(cut) :]
    if "\x00" not in rest:
        return text
    notes.append("NUL at the end removed")
    return cut + rest.replace("\x00", "")


def _without_pager(text: str, notes: list[str]) -> str:
    shown = drawn(text)
    if shown != text:
        notes.append("traces of a pager or terminal removed")
    return shown


def _line_ends(text: str, notes: list[str]) -> str:
    if "\r" not in text:
        return text
    feeds, pairs = text.count("\n"), text.count("\r\n")
    plain = re.sub(r"\r+\n", "\n", text)
    lone = "\r" in plain
    notes.append("line ends CRLF read as LF" if feeds == pairs and not lone else "mixed line ends read as LF")
    return plain.replace("\r", "\n")


def _is_plain(text: str) -> bool:
    """Whether a text is nothing but printable ASCII: piece by piece, because a copy of all of it would be memory anew."""
    pieces = (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
    return text.isascii() and not any(each.encode("ascii").translate(None, _PLAIN) for each in pieces)


def _refuse(text: str, path: str | None) -> None:
    if _RCS.match(text):
        raise InputError.of("NET-CFG-004", path)
    controls = None if _is_plain(text) else _CONTROL.search(text)
    if controls is not None:
        line = text.count("\n", 0, controls.start()) + 1
        words = translate("control character 0x{number:02x}")
        raise InputError.of("NET-CFG-001", path, line, detail=words.format(number=ord(controls.group())))
    for start in range(0, len(text), LONGEST_LINE // 2):
        if text.find("\n", start, start + LONGEST_LINE // 2) < 0 and len(text) - start > LONGEST_LINE // 2:
            _refuse_long(text, path)


def _refuse_long(text: str, path: str | None) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise InputError.of("NET-CFG-003", path, number, length=len(line), longest=LONGEST_LINE)
