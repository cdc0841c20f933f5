"""Telling of regressions, to real servers on loopback: signed, encrypted, tried again, and never at the run's cost."""

import hashlib
import hmac
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from netops.errors import InputError
from netops.operations import Mail, Notice, Webhook, mail, post, send, webhook

SECRET = "a-secret-of-twenty-four"
PASSWORD = "Night-shift7"
Make = Callable[..., Notice]


class Trusted(Protocol):
    def server(self) -> ssl.SSLContext: ...


@dataclass
class Receiver:
    """What came in, and what is answered: a status for each request, the last one for all after it."""

    answers: list[int]
    seconds: float = 0
    url: str = ""
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def receiving(*answers: int, context: ssl.SSLContext | None = None, seconds: float = 0) -> Iterator[Receiver]:
    """A web server on loopback."""
    receiver = Receiver(list(answers), seconds)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.requests.append((dict(self.headers), body))
            time.sleep(receiver.seconds)
            self.send_response(receiver.answers.pop(0) if len(receiver.answers) > 1 else receiver.answers[0])
            self.send_header("Location", "https://elsewhere.invalid/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that hangs up is part of a test
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    scheme = "https" if context else "http"
    receiver.url = f"{scheme}://127.0.0.1:{server.server_address[1]}/hook"
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def hook(receiver: Receiver, seconds: float = 5) -> Webhook:
    return replace(webhook(receiver.url, {"NETOPS_WEBHOOK_SECRET": SECRET}), seconds=seconds, pause=0.01)


# -------------------------------------------------------------------------------------------------------------- webhook


def test_a_notice_comes_over_https_and_its_signature_can_be_computed_again(trusted: Trusted, notice: Make) -> None:
    with receiving(204, context=trusted.server()) as receiver:
        assert post(hook(receiver), notice()) is None
    ((headers, body),) = receiver.requests
    stamp = headers["X-Netops-Timestamp"]
    mac = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-Netops-Signature"] == f"sha256={mac}"
    assert abs(int(stamp) - time.time()) < 30
    told: dict[str, Any] = json.loads(body)
    assert (told["event"], told["network"], told["run"]) == ("audit.regressed", "示例市电子政务外网", 12)
    assert [(each["device"], each["check"], each["cause"], each["high_risk"]) for each in told["regressed"]] == [
        ("ce1", "B030", "failed", True),
        ("ce0", "B030", "failed", False),
    ]
    assert (told["counts"]["not_seen"], told["not_audited"]) == (1, ["pe9"])


def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(certificate: Trusted, notice: Make) -> None:
    with receiving(204, context=certificate.server()) as receiver:
        fault = post(hook(receiver), notice())
    assert receiver.requests == []
    assert fault is not None
    assert (fault.code, fault.values["tries"]) == ("NET-OPS-006", 1)
    assert "self-signed" in fault.what


@pytest.mark.parametrize(("answers", "requests", "delivered"), [
    ((500, 503, 200), 3, True), ((429, 200), 2, True), ((500,), 3, False), ((400,), 1, False), ((404,), 1, False),
])  # fmt: skip
def test_what_may_pass_is_tried_again_and_what_is_refused_is_not(
    answers: tuple[int, ...], requests: int, delivered: bool, notice: Make
) -> None:
    with receiving(*answers) as receiver:
        fault = post(hook(receiver), notice())
    assert (len(receiver.requests), fault is None) == (requests, delivered)
    assert len({headers["X-Netops-Delivery"] for headers, _ in receiver.requests}) == 1  # so that it counts once


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status: int, notice: Make) -> None:
    with receiving(status) as receiver:
        fault = post(hook(receiver), notice())
    assert fault is not None
    assert (fault.values["detail"], len(receiver.requests)) == (f"HTTP {status}", 1)


def test_a_server_that_does_not_answer_costs_its_seconds_only(notice: Make) -> None:
    begun = time.monotonic()
    with receiving(200, seconds=2) as receiver:
        fault = post(hook(receiver, seconds=0.2), notice())
        spent = time.monotonic() - begun
    assert fault is not None
    assert (fault.values["tries"], spent < 5) == (3, True)


def test_a_server_that_is_not_there_is_told_by_name_without_the_secret(notice: Make) -> None:
    with receiving(200) as receiver:
        pass
    fault = post(hook(receiver), notice())
    assert fault is not None
    assert fault.values["host"] == "127.0.0.1"
    assert SECRET not in f"{fault} {hook(receiver)}"


@pytest.mark.parametrize(
    "url",
    ["http://audit.example/hook", "ftp://audit.example", "https://", "audit.example", "https://u:p@audit.example/",
     "https://audit.example/a b", "https://audit.example/\r\nX: y", "https://[::1", "file:///etc/passwd"],
)  # fmt: skip
def test_an_address_that_is_not_safe_is_refused_before_anybody_logs_in(url: str) -> None:
    with pytest.raises(InputError, match="NET-OPS-003"):
        webhook(url, {"NETOPS_WEBHOOK_SECRET": SECRET})


@pytest.mark.parametrize("environment", [{}, {"NETOPS_WEBHOOK_SECRET": "short"}, {"NETOPS_WEBHOOK_SECRET": " " * 40}])
def test_a_webhook_without_a_secret_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(InputError, match="NET-OPS-004"):
        webhook("https://audit.example/", environment)


def test_the_secret_may_lie_in_a_file(tmp_path: Any) -> None:  # noqa: ANN401 pytest's own path
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    found = webhook("https://audit.example/", {"NETOPS_WEBHOOK_SECRET_FILE": str(tmp_path / "secret")})
    assert found.secret == SECRET
    assert SECRET not in str(found)


def test_a_notice_of_very_many_findings_stays_short(notice: Make) -> None:
    told = json.loads(notice(5000).body())
    assert (len(told["regressed"]), told["counts"]["regressed"]) == (200, 5000)
    assert "and 4800 more" in notice(5000).text()


# ----------------------------------------------------------------------------------------------------------------- mail


@dataclass
class Box:
    """Mail that came in, and whether it came encrypted."""

    mails: list[EmailMessage] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    refuses: bool = False

    async def handle_DATA(self, _server: object, session: Any, envelope: Envelope) -> str:  # noqa: ANN401, N802 aiosmtpd's form
        if self.refuses:
            return "552 the box is full"
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(message_from_bytes(content, policy=default))
        self.encrypted.append(session.ssl is not None)
        return "250 OK"

    def login(self, _server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login.decode())
        return AuthResult(success=data.password == PASSWORD.encode())


@contextmanager
def mailing(box: Box, context: ssl.SSLContext | None = None, host: str = "127.0.0.1", **more: Any) -> Iterator[Mail]:  # noqa: ANN401 aiosmtpd's options
    """A mail server on loopback, and the way to it."""
    with socket.create_server((host, 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname=host, port=port, tls_context=context, authenticator=box.login, **more)
    controller.start()
    try:
        environment = {"NETOPS_SMTP": f"smtp://{host}:{port}", "NETOPS_MAIL_FROM": "netops@city.example"}
        yield mail(("wang@city.example", "li@city.example"), environment)
    finally:
        controller.stop()


@pytest.fixture
def box() -> Box:
    return Box()


def test_mail_goes_encrypted_with_a_login_and_says_what_got_worse(box: Box, trusted: Trusted, notice: Make) -> None:
    with mailing(box, trusted.server(), require_starttls=True, auth_required=True) as way:
        assert send(replace(way, user="audit", password=PASSWORD), notice()) is None
    (got,) = box.mails
    assert (box.encrypted, box.logins) == ([True], ["audit"])
    assert got["Subject"] == "netops: 2 findings are worse than before in 示例市电子政务外网"
    assert got["To"] == "wang@city.example, li@city.example"
    assert got["Auto-Submitted"] == "auto-generated"
    text = got.get_content()
    assert "ce1: B030 Clear-text login services can't be reached · held before · high risk" in text
    assert "devices not audited 1" in text


def test_mail_is_in_the_readers_language(
    box: Box, trusted: Trusted, notice: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETOPS_LANG", "zh_CN")
    with mailing(box, trusted.server()) as way:
        assert send(way, notice()) is None
    assert box.mails[0]["Subject"] == "netops：示例市电子政务外网有 2 项发现比以前差"
    assert "明文登录服务不可达" in box.mails[0].get_content()


def test_a_server_without_encryption_gets_no_mail_but_this_very_machine(box: Box, notice: Make) -> None:
    with mailing(box) as way:
        assert send(way, notice()) is None
    with mailing(box, host="127.0.0.2") as way:  # one that netops doesn't take for this machine
        fault = send(way, notice())
    assert len(box.mails) == 1
    assert fault is not None
    assert (fault.code, fault.values["detail"]) == ("NET-OPS-007", "no STARTTLS")


def test_a_password_never_goes_in_the_clear(box: Box, notice: Make) -> None:
    with mailing(box, auth_require_tls=False) as way:
        fault = send(replace(way, user="audit", password=PASSWORD), notice())
    assert (box.mails, box.logins) == ([], [])
    assert fault is not None
    assert fault.values["detail"] == "no STARTTLS"


def test_a_mail_server_nobody_vouches_for_gets_nothing(box: Box, certificate: Trusted, notice: Make) -> None:
    with mailing(box, certificate.server()) as way:
        fault = send(way, notice())
    assert fault is not None
    assert box.mails == []


def test_a_server_that_refuses_is_told_by_its_code(box: Box, trusted: Trusted, notice: Make) -> None:
    box.refuses = True
    with mailing(box, trusted.server()) as way:
        fault = send(way, notice())
    assert fault is not None
    assert fault.values["detail"] == "SMTP 552"


def test_a_wrong_password_is_told_and_not_shown(box: Box, trusted: Trusted, notice: Make) -> None:
    with mailing(box, trusted.server(), auth_required=True) as way:
        wrong = replace(way, user="audit", password="Day-shift8")
        fault = send(wrong, notice())
    assert fault is not None
    assert fault.code == "NET-OPS-007"
    assert box.mails == []
    assert "Day-shift8" not in f"{fault} {wrong}"


@pytest.mark.parametrize("environment", [
    {}, {"NETOPS_SMTP": "mail.example"}, {"NETOPS_SMTP": "smtp://mail.example"},
    {"NETOPS_SMTP": "smtp://u:p@mail.example", "NETOPS_MAIL_FROM": "n@city.example"},
    {"NETOPS_SMTP": "smtp://mail.example:port", "NETOPS_MAIL_FROM": "n@city.example"},
    {"NETOPS_SMTP": "smtp://mail.example", "NETOPS_MAIL_FROM": "nobody"},
])  # fmt: skip
def test_mail_without_a_server_or_a_sender_is_refused_before_anybody_logs_in(environment: dict[str, str]) -> None:
    with pytest.raises(InputError, match="NET-OPS-005"):
        mail(("wang@city.example",), environment)


def test_an_address_that_would_add_a_header_is_refused() -> None:
    settings = {"NETOPS_SMTP": "smtp://mail.example", "NETOPS_MAIL_FROM": "n@city.example"}
    for address in ("a@b\nBcc: c@d", "a@b, c@d", "nobody"):
        with pytest.raises(InputError, match="NET-OPS-005"):
            mail((address,), settings)


def test_the_port_follows_from_the_way() -> None:
    settings = {"NETOPS_MAIL_FROM": "n@city.example", "NETOPS_SMTP_PASSWORD": PASSWORD}
    plain = mail(("a@b",), {**settings, "NETOPS_SMTP": "smtp://netops%40city@mail.example"})
    assert (plain.port, plain.implicit, plain.user, plain.password) == (587, False, "netops@city", PASSWORD)
    sealed = mail(("a@b",), {**settings, "NETOPS_SMTP": "smtps://mail.example"})
    assert (sealed.port, sealed.implicit) == (465, True)
    assert PASSWORD not in f"{plain} {sealed}"
