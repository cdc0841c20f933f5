"""Text from devices and people, so that no reader of a report is misled or broken by it."""

import re

_HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def visible(text: str) -> str:
    r"""Return ``text`` with what no page and no XML may hold spelled out: control characters, turned writing, half characters.

    Newline and tab stay. A byte that was no character is shown as that byte.

    Example:
        >>> print(visible("desc\x1b[2Jription \udcff"))
        desc\x1b[2Jription \xff
    """
    return _HIDDEN.sub(_spelled, text.replace("\r\n", "\n"))


def _spelled(found: re.Match[str]) -> str:
    code = ord(found[0])
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
