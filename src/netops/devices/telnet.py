"""Logging in by Telnet, where a host's own variable allows it: the password is offered once.

netmiko's own login offers it again as long as the device asks, which locks an account after three times, and types
returns at a device that is slow to ask.
"""

import re
import select
from time import monotonic
from typing import Any

from netmiko import BaseConnection
from netmiko.exceptions import NetmikoAuthenticationException, NetmikoTimeoutException

USER = re.compile(rb"(?i)(?:user ?name|login|user) ?:\s*\Z")
PASSWORD = re.compile(rb"(?i)password ?:\s*\Z")
REFUSED = re.compile(rb"(?i)fail|reject|denied|incorrect|invalid|not allowed|locked")
INSIDE = re.compile(rb"[>#\]]\s*\Z|\[[Yy]/[Nn]\][^\n]*\Z")
"""A prompt, or a question that comes before it; what answers it is the terminal's business."""


NOTHING = "it asks for nothing that is known"
LONGEST = 65536
"""Bytes of banners before a question; what goes on and on is no login."""


def telnet_login(connection: BaseConnection, seconds: float) -> str:
    """Answer what the device asks for, each once; what comes after that is left to be read.

    Args:
        connection: netmiko's, whose socket is open.
        seconds: for the whole of it.

    Returns:
        Nothing: the text stays where the terminal reads it.

    Raises:
        NetmikoAuthenticationException: it asks again, says no, or hangs up.
        NetmikoTimeoutException: it asks nothing that is known.
    """
    telnet: Any = connection.remote_conn
    end = monotonic() + seconds
    asked, text = _heard(telnet, end)
    if asked is USER:
        # A return alone: with a line feed behind it some take the password for empty (RFC 854 wants CR LF or CR NUL).
        telnet.write(f"{connection.username}\r".encode())
        asked, text = _heard(telnet, end)
        if asked is USER:
            asked = REFUSED
    if asked is PASSWORD:
        telnet.write(f"{connection.password or ''}\r".encode())
        asked, text = _heard(telnet, end)
    if asked is not INSIDE:
        telnet.close()
        raise NetmikoAuthenticationException("refused")
    telnet.cookedq = text + telnet.cookedq
    return ""


def _heard(telnet: Any, end: float) -> tuple[re.Pattern[bytes], bytes]:  # noqa: ANN401 (netmiko's telnetlib has no types)
    """Return what the device waits for, and all that it said until then.

    Words of refusal may stand in a banner; they count where nothing is asked after them.
    """
    text = b""
    while (left := end - monotonic()) > 0 and len(text) < LONGEST and select.select([telnet], [], [], left)[0]:
        try:
            text += telnet.read_very_eager()
        except EOFError:
            raise NetmikoAuthenticationException("it hung up") from None
        found = next((pattern for pattern in (USER, PASSWORD, INSIDE) if pattern.search(text)), None)
        if found is not None:
            return found, text
    telnet.close()
    if REFUSED.search(text):
        raise NetmikoAuthenticationException("refused")
    raise NetmikoTimeoutException(NOTHING) from TimeoutError()
