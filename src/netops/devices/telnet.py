"""Logging in by Telnet, where a host's own variable allows it: the password is offered once.

netmiko's own login offers it again as long as the device asks, which locks an account after three times, and types
returns at a device that is slow to ask.
"""

import re
from typing import Any

from netmiko import BaseConnection
from netmiko.exceptions import NetmikoAuthenticationException, NetmikoTimeoutException

USER = re.compile(rb"(?i)(?:user ?name|login|user) ?:\s*\Z")
PASSWORD = re.compile(rb"(?i)password ?:\s*\Z")
REFUSED = re.compile(rb"(?i)fail|reject|denied|incorrect|invalid|not allowed|locked")
INSIDE = re.compile(rb"[>#\]]\s*\Z|\[[Yy]/[Nn]\][^\n]*\Z")
"""A prompt, or a question that comes before it; what answers it is the terminal's business."""


def telnet_login(connection: BaseConnection, seconds: float) -> str:
    """Answer what the device asks for, each once; what comes after that is left to be read.

    Args:
        connection: netmiko's, whose socket is open.
        seconds: that each question is waited for.

    Returns:
        Nothing: the text stays where the terminal reads it.

    Raises:
        NetmikoAuthenticationException: it asks again, says no, or hangs up.
        NetmikoTimeoutException: it asks nothing that is known.
    """
    telnet: Any = connection.remote_conn
    first = _heard(telnet, [USER, PASSWORD, INSIDE], seconds)
    if first[0] == 0:
        # A return alone: with a line feed behind it some take the password for empty (RFC 854 wants CR LF or CR NUL).
        telnet.write(f"{connection.username}\r".encode())
        first = _heard(telnet, [PASSWORD, INSIDE, REFUSED], seconds)
        first = (first[0] + 1, first[1])
    if first[0] == 1:
        telnet.write(f"{connection.password or ''}\r".encode())
        first = _heard(telnet, [USER, PASSWORD, INSIDE, REFUSED], seconds)
        first = (2 if first[0] == 2 else 3, first[1])
    if first[0] != 2:
        telnet.close()
        raise NetmikoAuthenticationException("refused")
    telnet.cookedq = first[1] + telnet.cookedq
    return ""


def _heard(telnet: Any, patterns: list[re.Pattern[bytes]], seconds: float) -> tuple[int, bytes]:  # noqa: ANN401 (netmiko's telnetlib has no types)
    """Return which pattern came first and all that was said until then."""
    try:
        number, _match, text = telnet.expect(patterns, seconds)
    except EOFError:
        number, text = -1, b""
    if number >= 0:
        return number, text
    if telnet.eof:
        raise NetmikoAuthenticationException("it hung up")
    telnet.close()
    raise NetmikoTimeoutException from TimeoutError()
