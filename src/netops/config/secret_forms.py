"""Forms in which devices show secrets that they can read back: brought to the plain value, for comparison only."""

import re
from collections.abc import Callable, Mapping

_CISCO_7 = b"dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87"
"""The fixed key of Cisco's type 7, which hides a password from a passer-by and from nobody else."""


def cisco7(value: str) -> str:
    """Return the plain password of a Cisco type 7 form; any other text as it is.

    Args:
        value: the type and the form, ``7 0822455D0A16``, ``0 word``, or a bare word.

    Example:
        >>> cisco7("7 094F471A1A0A"), cisco7("0 cisco"), cisco7("cisco")
        ('cisco', 'cisco', 'cisco')
    """
    kind, *forms = value.split(None, 1)
    if not forms:
        return value
    form = forms[0]
    if kind == "0":
        return form
    try:
        seed, coded = int(form[:2]), bytes.fromhex(form[2:])
    except ValueError:
        return value
    if kind != "7":
        return value
    return bytes(byte ^ _CISCO_7[(seed + at) % len(_CISCO_7)] for at, byte in enumerate(coded)).decode("latin-1")


DECODERS: Mapping[str, Callable[[str], str]] = {"cisco7": cisco7}


_PIECES = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\(\?<[!=](?:\\.|[^()\\])*\)|[ ]|[^ ]", re.DOTALL)
_BLANKS = r" \t\r\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What may stand for a space: all that parts words for the reader, and doesn't end a line."""


def _spaced(piece: str) -> str:
    """Return a piece of an expression with any spaces where it has one."""
    if piece == " ":
        return f"[{_BLANKS}]+"
    return piece.replace(" ", _BLANKS) if piece[0] == "[" and not piece.startswith("[^") else piece


def any_spelling(find: str) -> str:
    r"""Return an expression that finds a secret whatever the case, with any spaces, and a quoted one to its last quote.

    People type commands in capitals and with two spaces, and paste them with the wide space of a Chinese keyboard or a hard one; the
    secret is as secret.

    Example:
        >>> bool(re.search(any_spelling(r"\bpassword (?P<secret>\S+)"), "PASSWORD \u3000Night-7"))
        True
        >>> re.search(any_spelling(r"\bkey (?P<secret>\S+)"), 'key "two words" x')["secret"]
        '"two words"'
    """
    spaced = "".join(map(_spaced, _PIECES.findall(find)))
    return "(?im)" + re.sub(  # a line ends where it ends, whatever stands below it
        r"(\(\?P<secret>(?:\(\?:[^()]*\)\?)?(?:\(\?![^()]*\))?)\\S\+\)", r'\1(?:"[^"\n]+"|\\S+))', spaced
    )
