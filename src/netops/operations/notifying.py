"""Telling of regressions: a signed webhook over HTTPS, and e-mail over STARTTLS. A failure is told and costs nothing else."""

import hashlib
import hmac
import os
import smtplib
import ssl
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

import netops
from netops.errors import Fault, InputError
from netops.operations.notice import Notice

HERE = {"127.0.0.1", "::1", "localhost"}
"""This very machine: what goes there crosses no wire."""
SECRET, PASSWORD = "NETOPS_WEBHOOK_SECRET", "NETOPS_SMTP_PASSWORD"
SERVER, SENDER = "NETOPS_SMTP", "NETOPS_MAIL_FROM"
LEAST = 16
"""Characters of the webhook's secret; a shorter one could be guessed from a signature."""
NO_ENCRYPTION = "no STARTTLS"
TRIES = 3
SECONDS = 10.0
"""Seconds that the other side has to answer, each try."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where a notice is posted to, and what it is signed with.

    Attributes:
        pause: seconds before the second try; doubled before the third.
    """

    url: str
    secret: str = field(repr=False)
    seconds: float = SECONDS
    pause: float = 2.0


@dataclass(frozen=True, slots=True)
class Mail:
    """Which server takes a notice, from whom, to whom."""

    host: str
    port: int
    sender: str
    to: tuple[str, ...]
    implicit: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: float = SECONDS


def webhook(url: str, environment: Mapping[str, str] | None = None) -> Webhook:
    """Return the webhook of an address, with its secret out of the environment.

    Raises:
        InputError: NET-OPS-003 no https address, NET-OPS-004 no secret.
    """
    found = os.environ if environment is None else environment
    try:
        parts = urlsplit(url)
        plain = parts.scheme == "http" and parts.hostname in HERE
        sound = bool(parts.hostname) and not (parts.username or parts.password) and url.isprintable() and " " not in url
    except ValueError as error:
        raise InputError.of("NET-OPS-003") from error
    if not sound or not (parts.scheme == "https" or plain):
        raise InputError.of("NET-OPS-003")
    secret = _secret(SECRET, found)
    if len(secret) < LEAST:
        raise InputError.of("NET-OPS-004", least=LEAST, name=SECRET)
    return Webhook(url, secret)


def mail(to: tuple[str, ...], environment: Mapping[str, str] | None = None) -> Mail:
    """Return how mail goes out, out of the environment: ``smtp://user@host:587``, or ``smtps://host``.

    Raises:
        InputError: NET-OPS-005 no server or no sender.
    """
    found = os.environ if environment is None else environment
    parts = urlsplit(found.get(SERVER, ""))
    try:
        port = parts.port or (465 if parts.scheme == "smtps" else 587)
    except ValueError as error:
        raise InputError.of("NET-OPS-005", name=SERVER) from error
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.password:
        raise InputError.of("NET-OPS-005", name=SERVER)
    sender = found.get(SENDER, "")
    if not all("@" in each and each.isprintable() and " " not in each for each in (sender, *to)):
        raise InputError.of("NET-OPS-005", name=SENDER)
    user = unquote(parts.username or "")
    implicit = parts.scheme == "smtps"
    return Mail(parts.hostname, port, sender, to, implicit, user, _secret(PASSWORD, found))


def _secret(name: str, environment: Mapping[str, str]) -> str:
    """Return a secret: the variable itself, or the file that ``…_FILE`` names."""
    if value := environment.get(name, ""):
        return value.strip()
    path = environment.get(f"{name}_FILE", "")
    return Path(path).read_text(encoding="utf-8").strip() if path else ""


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Return what the receiver computes again: HMAC-SHA256 over the time, a dot and the body.

    Example:
        >>> signature("0123456789abcdef", "1800000000", b"{}")[:23]
        'sha256=1313ae9c874eb1a0'
    """
    return "sha256=" + hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class _Staying(HTTPRedirectHandler):
    """Follows no redirect: a signed notice goes where it was meant to go, or nowhere."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Return nothing: the answer is taken as the failure that it is."""


def post(hook: Webhook, notice: Notice) -> Fault | None:
    """Post a notice; a server that fails or doesn't answer is tried again, one that refuses isn't.

    Returns:
        Why it was not delivered, or None.
    """
    body, delivery = notice.body(), str(uuid.uuid4())
    detail = ""
    for attempt in range(TRIES):
        if attempt:
            time.sleep(hook.pause * 2 ** (attempt - 1))
        detail, again = _try(hook, body, delivery)
        if not detail:
            return None
        if not again:
            return _undelivered(hook, attempt + 1, detail)
    return _undelivered(hook, TRIES, detail)


def _undelivered(hook: Webhook, tries: int, detail: str) -> Fault:
    host = urlsplit(hook.url).hostname or ""
    return Fault("NET-OPS-006", {"host": host, "tries": tries, "detail": detail, "seconds": int(hook.seconds)})


def _try(hook: Webhook, body: bytes, delivery: str) -> tuple[str, bool]:
    """Return what went wrong, nothing where nothing did, and whether it is worth another try."""
    stamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"netops/{netops.__version__}",
        "X-Netops-Delivery": delivery,
        "X-Netops-Timestamp": stamp,
        "X-Netops-Signature": signature(hook.secret, stamp, body),
    }
    request = Request(hook.url, data=body, headers=headers, method="POST")  # noqa: S310 the scheme was checked
    opener = build_opener(_Staying(), HTTPSHandler(context=ssl.create_default_context()))
    try:
        with opener.open(request, timeout=hook.seconds):
            return "", False
    except HTTPError as error:
        with error:
            return f"HTTP {error.code}", error.code >= 500 or error.code == 429
    except URLError as error:
        return _reason(error.reason), not isinstance(error.reason, ssl.SSLCertVerificationError)
    except (OSError, HTTPException) as error:
        return _reason(error), True


def _reason(error: object) -> str:
    """Return what the system says of a failure, in one short line."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message or type(error).__name__
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return type(error).__name__


def send(way: Mail, notice: Notice) -> Fault | None:
    """Send a notice by e-mail, encrypted; in the clear only to this very machine.

    Returns:
        Why it was not delivered, or None.
    """
    try:
        with _server(way) as server:
            if way.user:
                server.login(way.user, way.password)
            refused = server.send_message(_message(way, notice), way.sender, list(way.to))
    except smtplib.SMTPResponseException as error:
        return _unsent(way, f"SMTP {error.smtp_code}")
    except smtplib.SMTPNotSupportedError as error:
        return _unsent(way, str(error))
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return _unsent(way, _reason(error))
    return _unsent(way, ", ".join(sorted(refused))) if refused else None


def _unsent(way: Mail, detail: str) -> Fault:
    return Fault("NET-OPS-007", {"host": way.host, "detail": detail})


@contextmanager
def _server(way: Mail) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context()
    if way.implicit:
        with smtplib.SMTP_SSL(way.host, way.port, timeout=way.seconds, context=context) as server:
            yield server
        return
    with smtplib.SMTP(way.host, way.port, timeout=way.seconds) as server:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif way.host not in HERE or way.user:
            raise smtplib.SMTPNotSupportedError(NO_ENCRYPTION)
        yield server


def _message(way: Mail, notice: Notice) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = notice.subject()
    message["From"], message["To"] = way.sender, ", ".join(way.to)
    message["Date"], message["Message-ID"] = formatdate(localtime=True), make_msgid(domain="netops.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(notice.text())
    return message
