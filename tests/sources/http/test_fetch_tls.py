"""HTTPS: which certificates are trusted, what is said of the others, and one TLS context for all."""

import ssl
import subprocess
from pathlib import Path

import needs
import pytest
from fetching import failure, get, hasty
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from wire import Wire, answer

from newswatch.config import Trust
from newswatch.errors import FetchError
from newswatch.sources.http import tls

BODY = b"tin"


def certificate(folder: Path, name: str, alternative: str) -> Path:
    """A new self-signed certificate with its key, in one file."""
    path = folder / f"{name}.pem"
    command = [
        needs.program("openssl"),
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    files = ["-keyout", str(path), "-out", str(folder / f"{name}.crt")]
    subprocess.run([*command, "-subj", f"/CN={name}", "-addext", f"subjectAltName={alternative}", *files], check=True, capture_output=True)
    with path.open("a") as both:
        both.write((folder / f"{name}.crt").read_text())
    return path


def secure(pem: Path) -> Wire:
    """A server that shows this certificate."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pem)
    return Wire(lambda _: answer(BODY), tls)


@pytest.fixture
def loopback(tmp_path: Path) -> Path:
    """A self-signed certificate for 127.0.0.1."""
    return certificate(tmp_path, "loopback", "IP:127.0.0.1")


def test_a_self_signed_certificate_is_refused(loopback: Path) -> None:
    """A server with an untrusted certificate gets no request; the message names the address, the reason and who can help."""
    with secure(loopback) as wire:
        error = failure(wire, "/tin", retries=2)
    assert str(error).startswith(f"{wire.base}/tin: its certificate can't be trusted ([SSL: CERTIFICATE_VERIFY_FAILED]")
    assert "the portal's keeper" in str(error)
    assert (wire.requests, error.temporary) == ([], False)


def test_an_authority_of_ones_own_can_be_trusted(loopback: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """REQUESTS_CA_BUNDLE adds an office's own authority, as requests documents."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(loopback))
    with secure(loopback) as wire:
        assert get(wire).body == BODY


def test_a_certificate_for_another_host_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trusted certificate that names another host proves nothing."""
    pem = certificate(tmp_path, "other", "DNS:xa.vn")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(pem))
    with secure(pem) as wire:
        error = failure(wire)
    assert "its certificate can't be trusted" in str(error)
    assert "not valid for '127.0.0.1'" in str(error)


def test_a_missing_bundle_is_a_fetch_error(loopback: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A REQUESTS_CA_BUNDLE that doesn't exist is named in a FetchError."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/khong/co.pem")
    with secure(loopback) as wire:
        error = failure(wire)
    assert str(error).startswith(f"{wire.base}/: can't be asked for: the CA bundle /khong/co.pem can't be read")


def test_a_failed_handshake_is_no_matter_of_trust() -> None:
    """A failed handshake is a temporary failure of the connection, not a bad certificate."""
    without_certificate = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with Wire(lambda _: answer(BODY), without_certificate) as wire:
        error = failure(wire)
    assert (str(error).startswith(f"{wire.base}/: no TLS connection: "), error.temporary) == (True, True)


@pytest.mark.parametrize("variable", ["", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_all_fetchers_share_one_context(loopback: Path, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    """Each connection of each fetcher, also one through a proxy, is a handshake of the one context that read its CA bundle."""
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    other = certificate(loopback.parent, "other", "DNS:xa.vn")
    if variable:
        monkeypatch.setenv(variable, str(other))
    handshakes = tls.context(str(other) if variable else DEFAULT_CA_BUNDLE_PATH, Trust()).session_stats
    before = handshakes()["connect"]
    with secure(loopback) as wire:
        failure(wire)
        failure(wire)
        assert handshakes()["connect"] == before + 2
        monkeypatch.setenv("https_proxy", f"http://{wire.host}")
        with hasty(["xa.invalid"]) as fetcher, pytest.raises(FetchError, match="certificate can't be trusted"):
            fetcher.get("https://xa.invalid/tin")
    assert handshakes()["connect"] == before + 3


def test_trust_is_not_carried_over(loopback: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate is trusted only under the bundle that holds its authority."""
    with secure(loopback) as wire:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(loopback))
        assert get(wire).body == BODY
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate(loopback.parent, "other", "DNS:xa.vn")))
        assert "its certificate can't be trusted" in str(failure(wire))
