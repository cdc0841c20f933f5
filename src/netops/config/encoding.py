"""Bytes → text: UTF-8, UTF-16 with and without its mark, GB18030, and files in which several people saved in their own way.

No byte is lost: one that belongs to no character stays as it is (as Python's ``surrogateescape`` writes it), is noted, and
makes the line one that nobody can type. Devices cut descriptions in the middle of a character, so that this is no rare thing.
"""

from netops.errors import InputError
from netops.language import translate

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "byte order mark removed"),
    (b"\xff\xfe", "utf-16-le", "decoded from UTF-16"),
    (b"\xfe\xff", "utf-16-be", "decoded from UTF-16"),
)
_ASCII = bytes(range(128))
_THREE_BYTES = "\u0800"
"""From here on a character has three bytes in UTF-8; so long a chain isn't there by chance in another encoding."""
_BAD_LINES = 0.2
"""Of the lines that aren't ASCII, the share that may hold bytes of no character; with more it is no text."""


def text_of(data: bytes, path: str | None, notes: list[str]) -> str:
    """Return the text of some bytes, and note what had to be done.

    Raises:
        InputError: NET-CFG-001, the bytes are no text in any of the encodings.
    """
    for mark, encoding, note in _MARKS:
        if data.startswith(mark):
            notes.append(note)
            data = data[len(mark) :]
            return _by_lines(data, path, notes) if encoding == "utf-8" else _wide_text(data, encoding, path)
    wide = _wide(data)
    if wide:
        notes.append("decoded from UTF-16")
        return _wide_text(data, wide, path)
    return _by_lines(data, path, notes)


def _wide_text(data: bytes, encoding: str, path: str | None) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "replace").count("\n") + 1
        words = translate("it begins as {encoding}, but byte {at} isn't; was the file cut off?")
        detail = words.format(encoding=encoding, at=error.start)
        raise InputError.of("NET-CFG-001", path, line, detail=detail) from error


def _wide(data: bytes) -> str:
    """Return the UTF-16 form that a text without a byte order mark has, or nothing."""
    head = data[:4000]
    half = len(head) // 2
    if half < 4:
        return ""
    low, high = head[0 : half * 2 : 2], head[1 : half * 2 : 2]
    for encoding, letters, nulls in (("utf-16-le", low, high), ("utf-16-be", high, low)):
        if nulls.count(0) > half * 0.4 and letters.count(0) < half * 0.05:
            return encoding
    return ""


def _by_lines(data: bytes, path: str | None, notes: list[str]) -> str:
    """Return a text that is UTF-8 as a whole, or else is read line by line."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        lines = data.split(b"\n")
    strange = {at: _Line(line) for at, line in enumerate(lines) if not line.isascii()}
    # One line in UTF-8 with many characters can't be chance; a file without one is GB18030 as a whole.
    mixed = any(line.is_utf8 for line in strange.values())
    texts = {at: line.text(mixed=mixed) for at, line in strange.items()}
    bad = [at for at, text in texts.items() if text != text.encode("utf-8", "replace").decode()]
    if len(bad) > max(1, len(texts) * _BAD_LINES):
        words = translate("bytes of no character in {bad} of {all} lines that aren't ASCII")
        detail = words.format(bad=len(bad), all=len(texts))
        raise InputError.of("NET-CFG-001", path, bad[0] + 1, detail=detail)
    chinese = any(not (mixed and line.is_utf8) for line in strange.values())
    if mixed and chinese and any(at not in bad for at, line in strange.items() if not line.is_utf8):
        notes.append("lines in UTF-8 and lines in GB18030 decoded, each in its own")
    elif not mixed:
        notes.append("decoded from GB18030")
    notes += [f"line {at + 1} holds bytes of no character; they are kept" for at in bad]
    return "\n".join(texts[at] if at in texts else line.decode("ascii") for at, line in enumerate(lines))


class _Line:
    """One line that isn't ASCII.

    Attributes:
        data: its bytes.
        utf8: the line as UTF-8; bytes of no character are kept.
        is_utf8: whether it can hardly be anything else.
    """

    __slots__ = ("data", "is_utf8", "utf8")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.utf8 = data.decode("utf-8", "surrogateescape")
        bad = sum("\udc80" <= each <= "\udcff" for each in self.utf8)
        long = sum(each >= _THREE_BYTES for each in self.utf8) - bad
        self.is_utf8 = long > 0 if not bad else long >= 2 * bad

    def text(self, *, mixed: bool) -> str:
        """Return the line; in a file of mixed encodings as UTF-8 where it is."""
        if mixed and self.is_utf8:
            return self.utf8
        return self.data.decode("gb18030", "surrogateescape")
