"""Time stamps of an authority (RFC 3161, by rfc3161-client): asking for one, and holding one against the authority's certificate."""

from __future__ import annotations

from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from urllib3.exceptions import HTTPError

from newswatch.config import TsaSettings
from newswatch.core.inner import Named
from newswatch.errors import AddressRefused, FetchError, ParseError
from newswatch.network import Bounds, Dialer, Flood
from newswatch.sources.http.session import Session, SharedTls, innermost, reason

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from newswatch.core.inner import Network

_MOST = 64 * 1024
_PATIENCE = 2
"""How many times `timeout_seconds` a whole answer may take."""

_HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


def is_there() -> bool:
    """Is the package that reads stamps installed (`pip install newswatch[tsa]`)?"""
    from importlib.util import find_spec

    return find_spec("rfc3161_client") is not None


def ask(settings: TsaSettings, head: bytes, networks: Iterable[Network] = ()) -> bytes:
    """Asks the authority to stamp a head; gives its answer, checked. An authority in one of the inner `networks` may be asked.

    Raises FetchError if it can't be had, ParseError if it is no stamp of it."""
    import rfc3161_client as tsp

    request = tsp.TimestampRequestBuilder(data=head, hash_algorithm=tsp.HashAlgorithm.SHA256).build()
    answer = _posted(settings, networks, request.as_bytes())
    read(answer, head, settings.certificate, settings.url)
    return answer


def read(answer: bytes, head: bytes, certificate: Path | None, where: str) -> datetime:
    """When a head was stamped (UTC), by an authority whose certificate rests on the one in the file. Raises ParseError if it was not."""
    import rfc3161_client as tsp
    from cryptography import x509

    if certificate is None:
        raise ParseError(f"{where}: no certificate is named by which its time stamps can be checked")
    try:
        builder = tsp.VerifierBuilder(roots=x509.load_pem_x509_certificates(certificate.read_bytes()))
        found = tsp.decode_timestamp_response(answer)
        builder.build().verify_message(found, head)
        stamped: datetime = found.tst_info.gen_time
    except (ValueError, OSError, tsp.VerificationError) as error:
        raise ParseError(f"{where}: is no time stamp that can be trusted: {error}") from error
    return stamped


def _posted(settings: TsaSettings, networks: Iterable[Network], query: bytes) -> bytes:
    bounds = Bounds(settings.timeout_seconds, _PATIENCE * settings.timeout_seconds)
    dialer, url = Dialer(Named.of([settings.url], networks), bounds), settings.url
    with Session(dialer, SharedTls(dialer, {})) as session, bounds.running(_MOST):
        try:
            named: dict[str, Any] = {"headers": _HEADERS, "timeout": settings.timeout_seconds, "stream": True, "allow_redirects": False}
            with session.post(url, data=query, **named) as answer:
                if answer.status_code != 200:
                    raise FetchError(f"{url}: no time stamp is given: HTTP {answer.status_code}", status=answer.status_code)
                body: bytes = answer.raw.read(_MOST, decode_content=False)
                return body
        except AddressRefused as error:
            raise AddressRefused(f"{url}: {error}", error.host) from error
        except (OSError, ValueError, HTTPException, HTTPError) as error:
            if bounds.is_over or isinstance(innermost(error), Flood):
                raise FetchError(f"{url}: the answer is too large or too slow for a time stamp") from error
            raise FetchError(f"{url}: the authority does not answer: {reason(innermost(error))}", temporary=True) from error
