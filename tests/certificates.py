"""Certificates of every kind that portals show, made with cryptography, and TLS servers on loopback that show them."""

import ssl
import warnings
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

import needs
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from wire import Wire, answer

_DAY = timedelta(days=1)
_OLD_CIPHERS = "ALL:@SECLEVEL=0"


@dataclass(frozen=True, slots=True)
class Signed:
    """A certificate with its key, and who signed it (None: itself)."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    pem: bytes = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pem", self.certificate.public_bytes(serialization.Encoding.PEM))

    @property
    def sha256(self) -> str:
        """The fingerprint, in small hex digits."""
        return sha256(self.certificate.public_bytes(serialization.Encoding.DER)).hexdigest()


def signed(name: str, by: Signed | None = None, *, host: str = "127.0.0.1", ended: bool = False, authority: bool = False) -> Signed:
    """A certificate called `name` for one host (an IP address or a name), signed by another or by itself; `ended` yesterday, or good for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder(subject_name=subject, issuer_name=by.certificate.subject if by else subject, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 3 * _DAY)
        .not_valid_after(now - _DAY if ended else now + _DAY)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if not authority:
        builder = builder.add_extension(x509.SubjectAlternativeName([_named(host)]), critical=False)
    return Signed(builder.sign(by.key if by else key, hashes.SHA256()), key)


def _named(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def server(folder: Path, shown: Signed, *between: Signed, old: bool = False) -> ssl.SSLContext:
    """What a server needs to show a certificate, and those `between` it and its root; an `old` one speaks TLS 1.0 alone."""
    file = folder / f"{shown.sha256[:16]}.pem"
    key = shown.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(b"".join([key, shown.pem, *(each.pem for each in between)]))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    if old:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
        context.set_ciphers(_OLD_CIPHERS)
    return context


@dataclass(slots=True)
class Shop:
    """Certificates of one authority that nobody knows, and the servers that show them."""

    folder: Path
    root: Signed = field(init=False)
    between: Signed = field(init=False)

    def __post_init__(self) -> None:
        self.root = signed("Gốc của bài thử", authority=True)
        self.between = signed("Trung gian của bài thử", self.root, authority=True)

    def file(self, *certificates: Signed) -> Path:
        """A PEM file that holds these certificates."""
        path = self.folder / f"ca-{certificates[0].sha256[:16]}.pem"
        path.write_bytes(b"".join(each.pem for each in certificates))
        return path

    def kinds(self) -> dict[str, Signed]:
        """Server certificates by what is wrong with them."""
        return {
            "self-signed": signed("tự ký"),
            "unknown authority": signed("xa.example.vn", self.root),
            "incomplete chain": signed("xa.example.vn", self.between),
            "expired": signed("xa.example.vn", self.root, ended=True),
            "misnamed": signed("khac.example.vn", self.root, host="khac.example.vn"),
        }

    def serve(self, shown: Signed, *, old: bool = False) -> Wire:
        """A server that shows a certificate alone, without those between it and its root, and answers every path but robots.txt."""
        return Wire(
            lambda asked: answer(b"", "404 Not Found") if asked.path == "/robots.txt" else answer(b"tin"),
            server(self.folder, shown, old=old),
        )


def needs_old_tls(folder: Path) -> None:
    """Ends the test where this machine's OpenSSL speaks no TLS 1.0, not even where it is asked to."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
    client.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    client.set_ciphers(_OLD_CIPHERS)
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client.wrap_bio(to_client, to_server),
        server(folder, signed("tls"), old=True).wrap_bio(to_server, to_client, server_side=True),
    ]
    for _ in range(6):
        for end in ends:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLError as error:
                needs.missing(f"needs an OpenSSL that still speaks TLS 1.0 at security level 0: {error}")
