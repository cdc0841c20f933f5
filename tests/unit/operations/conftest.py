"""A certificate that this machine trusts for a test, and a run that found something worse."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from netops.operations import Cause, Comparison, Fate, Followed, Notice, Recorded, Run
from netops.store.history import Totals

NOW = datetime(2027, 1, 10, 2, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Trusted:
    """A certificate for 127.0.0.1 with its key."""

    certificate: Path
    key: Path

    def server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Trusted:
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(pem)
    return Trusted(folder / "cert.pem", folder / "key.pem")


@pytest.fixture
def trusted(certificate: Trusted, monkeypatch: pytest.MonkeyPatch) -> Trusted:
    """The same, and this process trusts it, as a machine trusts its own authority."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
    return certificate


@pytest.fixture
def notice() -> Callable[..., Notice]:
    """Make a notice of so many regressions."""

    def make(number: int = 2) -> Notice:
        worse = [Followed(f"ce{each}", "B030", Fate.REGRESSED, Cause.FAILED, high=each == 1) for each in range(number)]
        lost = Followed("pe9", "B008", Fate.NOT_SEEN, since=NOW)
        compared = Comparison((*worse, lost), unseen=("pe9",))
        run = Run("示例市电子政务外网", NOW, "li")
        return Notice(run, Recorded(12, compared, Totals(devices=number, open=number, regressed=number)))

    return make
