"""What a certificate says (cryptography): whose it is, who signed it, for which names and how long. Nothing is verified."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from newswatch.core.text import clean
from newswatch.errors import ParseError

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography import x509

_MOST_NAMES = 10


@dataclass(frozen=True, slots=True)
class Certificate:
    """A server's certificate: subject and issuer as texts, the names it is made for, when it holds (UTC), its SHA-256 as 64 small hex digits."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    begins: datetime
    ends: datetime
    sha256: str

    @property
    def self_signed(self) -> bool:
        """Does it name itself as its issuer?"""
        return self.subject == self.issuer


def read(der: bytes, url: str) -> Certificate:
    """A certificate from its DER bytes. Raises ParseError if it is none."""
    from cryptography import x509  # certificates are looked into only where one is not trusted by itself

    try:
        found = x509.load_der_x509_certificate(der)
        return Certificate(
            subject=clean(found.subject.rfc4514_string()),
            issuer=clean(found.issuer.rfc4514_string()),
            names=_names(found),
            begins=found.not_valid_before_utc,
            ends=found.not_valid_after_utc,
            sha256=sha256(der).hexdigest(),
        )
    except ValueError as error:
        raise ParseError(f"{url}: shows a certificate that can't be read ({error}); the portal's keeper has to replace it") from error


def _names(found: x509.Certificate) -> tuple[str, ...]:
    from cryptography import x509

    try:
        stated = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    return tuple(clean(str(name.value)) for name in stated)[:_MOST_NAMES]
