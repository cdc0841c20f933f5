"""Bytes of any origin → lines of text, with a note of everything that was set right on the way.

Devices and their archives give UTF-8 with and without a byte order mark, UTF-16, GB18030, CRLF and mixed line ends, a
NUL behind the last line, and the traces of a pager. What is no config text at all is refused with what was seen.
"""

import re
from dataclasses import dataclass, field

from netops.errors import InputError

LONGEST_LINE = 65_536
"""Characters. The longest line of a real config is a certificate's or a VLAN list's, a few thousand."""
LARGEST = 64 * 1024 * 1024
"""Bytes. Real configs of 18,000 lines have one megabyte."""

_ENCODINGS = (("utf-8", ""), ("gb18030", "decoded from GB18030"))
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "byte order mark removed"),
    (b"\xff\xfe", "utf-16-le", "decoded from UTF-16"),
    (b"\xfe\xff", "utf-16-be", "decoded from UTF-16"),
)
_PAGER = re.compile(
    r"[ \t]*-{2,} ?\(?more\)?[^\n]*?-{2,}[^\S\n]*(?:\x08+[ ]*\x08+|\r[ ]*\r?|\x1b\[\d*[A-Z])*[ ]*", re.IGNORECASE
)
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_CONTROL = re.compile(r"[\x00-\x02\x04-\x06\x0e-\x1a\x1c-\x1f\x7f]")
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
        raise InputError.of("NET-CFG-002", path, size=len(data) // 1024 // 1024, largest=LARGEST // 1024 // 1024)
    notes: list[str] = []
    text = _text(data, path, notes) if isinstance(data, bytes) else data
    text = _without_mark(text, notes)
    text = _without_nul(text, notes)
    text = _without_pager(text, notes)
    text = _line_ends(text, notes)
    _refuse(text, path)
    return Decoded(text, tuple(notes))


def _text(data: bytes, path: str | None, notes: list[str]) -> str:
    for mark, encoding, note in _MARKS:
        if data.startswith(mark):
            notes.append(note)
            return _decoded(data[len(mark) :], encoding, path)
    wide = _wide(data)
    if wide:
        notes.append("decoded from UTF-16")
        return _decoded(data, wide, path)
    for encoding, note in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if note:
            notes.append(note)
        return text
    raise InputError.of("NET-CFG-001", path, detail="it is neither UTF-8, UTF-16 nor GB18030")


def _decoded(data: bytes, encoding: str, path: str | None) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError.of("NET-CFG-001", path, detail=f"it begins as {encoding}, but isn't") from error


def _wide(data: bytes) -> str:
    """Return the UTF-16 form that a text without a byte order mark has, or nothing."""
    head = data[:2000]
    half = len(head) // 2
    if half < 4:
        return ""
    if head[1::2].count(0) > half * 0.7 and head[0::2].count(0) < half * 0.05:
        return "utf-16-le"
    if head[0::2].count(0) > half * 0.7 and head[1::2].count(0) < half * 0.05:
        return "utf-16-be"
    return ""


def _without_mark(text: str, notes: list[str]) -> str:
    if text.startswith("\ufeff"):
        notes.append("byte order mark removed")
        return text[1:]
    return text


def _without_nul(text: str, notes: list[str]) -> str:
    cut = text.rstrip("\x00")
    if cut != text:
        notes.append("NUL at the end removed")
    return cut


def _without_pager(text: str, notes: list[str]) -> str:
    if "\x1b" not in text and "\x08" not in text and not re.search(r"--+ ?\(?more\)?", text, re.IGNORECASE):
        return text
    cut = _PAGER.sub("", text)
    cut = _ESCAPE.sub("", cut)
    if cut != text:
        notes.append("traces of a pager or terminal removed")
    return cut


def _line_ends(text: str, notes: list[str]) -> str:
    if "\r" not in text:
        return text
    feeds, pairs = text.count("\n"), text.count("\r\n")
    plain = re.sub(r"\r+\n", "\n", text)
    lone = "\r" in plain
    notes.append("line ends CRLF read as LF" if feeds == pairs and not lone else "mixed line ends read as LF")
    return plain.replace("\r", "\n")


def _refuse(text: str, path: str | None) -> None:
    if _RCS.match(text):
        raise InputError.of("NET-CFG-004", path)
    plain = text.isascii() and not text.encode("ascii").translate(None, _PLAIN)
    controls = None if plain else _CONTROL.search(text)
    if controls is not None:
        line = text.count("\n", 0, controls.start()) + 1
        raise InputError.of("NET-CFG-001", path, line, detail=f"control character 0x{ord(controls.group()):02x}")
    for start in range(0, len(text), LONGEST_LINE // 2):
        if text.find("\n", start, start + LONGEST_LINE // 2) < 0 and len(text) - start > LONGEST_LINE // 2:
            _refuse_long(text, path)


def _refuse_long(text: str, path: str | None) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise InputError.of("NET-CFG-003", path, number, length=len(line), longest=LONGEST_LINE)
