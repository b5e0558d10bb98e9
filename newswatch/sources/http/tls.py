"""TLS contexts: what is trusted of a host, what is said of the others, and a look at a certificate before anything is asked. With the standard ssl."""

import ssl
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from newswatch.config import Trust
from newswatch.errors import TlsError, TlsFault
from newswatch.network import Tls

_OF_CODES = {
    2: TlsFault.NO_ISSUER,
    9: TlsFault.NOT_YET_VALID,
    10: TlsFault.EXPIRED,
    18: TlsFault.SELF_SIGNED,
    19: TlsFault.SELF_SIGNED,
    20: TlsFault.NO_ISSUER,
    21: TlsFault.NO_ISSUER,
    62: TlsFault.MISNAMED,
    64: TlsFault.MISNAMED,
}
"""OpenSSL's X509_V_ERR codes (openssl.org, X509_STORE_CTX_get_error)."""

_TOO_WEAK = (66, 67, 68)
"""X509_V_ERR codes of keys and signatures that a security level refuses."""

_OLD = (
    "UNSUPPORTED_PROTOCOL",
    "PROTOCOL_VERSION",
    "NO_PROTOCOLS_AVAILABLE",
    "LEGACY_RENEGOTIATION_DISABLED",
    "DH_KEY_TOO_SMALL",
    "WRONG_SIGNATURE_TYPE",
    "LEGACY_SIGALG_DISALLOWED",
)
"""OpenSSL's reasons for which old protocols, ciphers and keys are refused."""

_LEGACY_CIPHERS = "DEFAULT:@SECLEVEL=0"
_LEGACY_SERVER = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT, which Python names from 3.12 on

_UNTRUSTED = (
    "{named}: its certificate can't be trusted ({why}); the portal's keeper has to renew or mend it; until then a person may trust it: "
    "`newswatch probe '{url}'` shows it and tells how"
)
_CHANGED = (
    "{named}: shows another certificate than the one trusted by certificate_sha256: {was} was trusted, {found} is shown; nothing was asked of it. "
    "If the portal's keeper confirms that it was renewed, put the new SHA-256 there; `newswatch probe '{url}'` shows it"
)
_TOO_OLD = (
    "{named}: speaks only an old TLS that is no longer thought safe ({why}); the portal's keeper has to renew its server; until then a person may "
    "allow it by tls_legacy = true in the source"
)


class PinBroken(ssl.SSLError):
    """Another certificate than the pinned one was shown; nothing was sent."""

    def __init__(self, pinned: str, found: str) -> None:
        super().__init__("another certificate")
        self.pinned = pinned
        self.found = found


class Shown(ssl.SSLError):
    """A server's certificate (DER) was seen, and the connection is given up before anything is sent."""

    def __init__(self, der: bytes) -> None:
        super().__init__("seen")
        self.der = der


class _Pinned(ssl.SSLContext):
    """Takes the one certificate with this SHA-256, and no other."""

    pin = ""

    def wrap_socket(self, *args: Any, **named: Any) -> ssl.SSLSocket:
        connection = super().wrap_socket(*args, **named)
        found = sha256(connection.getpeercert(binary_form=True) or b"").hexdigest()
        if found != self.pin:
            connection.close()
            raise PinBroken(self.pin, found)
        return connection


class _Looking(ssl.SSLContext):
    """Sees the certificate, and never connects."""

    def wrap_socket(self, *args: Any, **named: Any) -> ssl.SSLSocket:
        with super().wrap_socket(*args, **named) as connection:
            raise Shown(connection.getpeercert(binary_form=True) or b"")


def context(bundle: str, trust: Trust) -> ssl.SSLContext:
    """The context for hosts of which this is trusted: one for all their connections, made anew if `ca_file` changes. `bundle` holds the usual
    authorities. Raises OSError with what can't be read."""
    if trust.ca_file is None:
        return _made(bundle, trust, 0)
    try:
        return _made(bundle, trust, trust.ca_file.stat().st_mtime_ns)
    except OSError as error:
        raise OSError(f"ca_file {trust.ca_file} holds no certificate to trust ({error.strerror or error}); expected a PEM file") from error


def looking(*, legacy: bool) -> ssl.SSLContext:
    """A context that only sees what certificate is shown: `Shown` is raised instead of connecting."""
    found = _Looking(ssl.PROTOCOL_TLS_CLIENT)
    found.check_hostname = False
    found.verify_mode = ssl.CERT_NONE
    if legacy:
        _loosen(found)
    return found


@cache
def _made(bundle: str, trust: Trust, _changed: int) -> ssl.SSLContext:
    found = _pinned(trust.certificate_sha256) if trust.certificate_sha256 else _usual(bundle)
    found.sslsocket_class = Tls
    if trust.ca_file:
        found.load_verify_locations(trust.ca_file)
        found.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # what a person trusts need not be a root
        found.verify_flags &= ~ssl.VERIFY_X509_STRICT  # Python sets it from 3.13 on; offices' own authorities seldom keep to it
    if trust.tls_legacy:
        _loosen(found)
    return found


def _usual(bundle: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(capath=bundle) if Path(bundle).is_dir() else ssl.create_default_context(cafile=bundle)
    except OSError as error:
        raise OSError(f"the CA bundle {bundle} can't be read ({error}); correct REQUESTS_CA_BUNDLE or unset it") from error


def _pinned(pin: str) -> ssl.SSLContext:
    found = _Pinned(ssl.PROTOCOL_TLS_CLIENT)
    found.pin = pin
    found.check_hostname = False
    found.verify_mode = ssl.CERT_NONE
    return found


def _loosen(found: ssl.SSLContext) -> None:
    """Allows TLS 1.0 and 1.1, servers without secure renegotiation, and old ciphers and signatures."""
    found.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    found.options &= ~(ssl.OP_NO_TLSv1 | ssl.OP_NO_TLSv1_1)
    found.options |= _LEGACY_SERVER
    found.set_ciphers(_LEGACY_CIPHERS)


def failure(named: str, url: str, root: BaseException, why: str) -> TlsError:
    """What a failed TLS connection to `url` is, from its innermost reason and the text of that."""
    if isinstance(root, PinBroken):
        told = _CHANGED.format(named=named, url=url, was=root.pinned, found=root.found)
        return TlsError(told, TlsFault.PIN_CHANGED, url)
    if isinstance(root, ssl.SSLCertVerificationError):
        if root.verify_code in _TOO_WEAK:
            return TlsError(_TOO_OLD.format(named=named, why=why), TlsFault.OLD_PROTOCOL, url)
        fault = _OF_CODES.get(root.verify_code, TlsFault.UNTRUSTED)
        return TlsError(_UNTRUSTED.format(named=named, url=url, why=why), fault, url)
    if any(reason in why for reason in _OLD):
        return TlsError(_TOO_OLD.format(named=named, why=why), TlsFault.OLD_PROTOCOL, url)
    return TlsError(f"{named}: no TLS connection: {why}", TlsFault.HANDSHAKE, url)
