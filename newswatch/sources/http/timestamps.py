"""Time stamps of an authority (RFC 3161, by rfc3161-client): asking for one, and holding one against the authority's certificate."""

from __future__ import annotations

import time
from http.client import HTTPException
from typing import TYPE_CHECKING

from newswatch.config import TsaSettings
from newswatch.errors import FetchError, ParseError
from newswatch.sources.http.session import Session, SharedTls, innermost, reason

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_MOST = 64 * 1024
_PATIENCE = 2
"""How many times `timeout_seconds` a whole answer may take."""

_HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


def is_there() -> bool:
    """Is the package that reads stamps installed (`pip install newswatch[tsa]`)?"""
    from importlib.util import find_spec

    return find_spec("rfc3161_client") is not None


def ask(settings: TsaSettings, head: bytes) -> bytes:
    """Asks the authority to stamp a head; gives its answer, checked. Raises FetchError if it can't be had, ParseError if it is no stamp of it."""
    import rfc3161_client as tsp

    request = tsp.TimestampRequestBuilder(data=head, hash_algorithm=tsp.HashAlgorithm.SHA256).build()
    answer = _posted(settings, request.as_bytes())
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


def _posted(settings: TsaSettings, query: bytes) -> bytes:
    until = time.monotonic() + _PATIENCE * settings.timeout_seconds
    with Session() as session:
        session.mount("https://", SharedTls({}))
        try:
            with session.post(
                settings.url, data=query, headers=_HEADERS, timeout=settings.timeout_seconds, stream=True, allow_redirects=False
            ) as answer:
                if answer.status_code != 200:
                    raise FetchError(f"{settings.url}: no time stamp is given: HTTP {answer.status_code}", status=answer.status_code)
                body = b""
                for chunk in answer.iter_content(4096):
                    body += chunk
                    if len(body) > _MOST or time.monotonic() > until:
                        raise FetchError(f"{settings.url}: the answer is too large or too slow for a time stamp")
                return body
        except (OSError, ValueError, HTTPException) as error:
            raise FetchError(f"{settings.url}: the authority does not answer: {reason(innermost(error))}", temporary=True) from error
