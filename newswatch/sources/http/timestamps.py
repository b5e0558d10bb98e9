"""Time stamps of an authority (RFC 3161, by rfc3161-client): asking for one, and holding one against the authority's certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newswatch.config import TsaSettings
from newswatch.errors import FetchError, ParseError
from newswatch.sources.http.posting import post

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from newswatch.core.hosts.inner import Network

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
    answer = post(settings.url, query, _HEADERS, settings.timeout_seconds, networks)
    if answer.status != 200:
        raise FetchError(f"{settings.url}: no time stamp is given: HTTP {answer.status}", status=answer.status)
    return answer.body
