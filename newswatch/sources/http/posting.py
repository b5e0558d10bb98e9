"""One POST to an address that config.toml names, by the guarded way: to that host alone, its redirects not followed, within bounds of time and bytes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from newswatch.core.hosts.inner import Named, Network
from newswatch.errors import AddressRefused, FetchError
from newswatch.network import Bounds, Dialer, Flood
from newswatch.sources.http.session import Session, SharedTls, innermost, reason

MOST = 64 * 1024
"""Bytes of a whole answer."""

_PATIENCE = 2
"""How many times its seconds a whole answer may take."""

_ANY = (OSError, ValueError, HTTPException, HTTPError)


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: the HTTP status, where a redirect leads (empty for none), and the body."""

    status: int
    location: str
    body: bytes


def post(
    url: str, body: bytes, headers: Mapping[str, str], seconds: float, networks: Iterable[Network] = (), *, opening: int = 0
) -> Answered:
    """The answer to one POST. The host may lie where it is named, or in one of the inner `networks`.

    `seconds` is how long the server may be silent. With `opening` at most so many bytes of the body are read, and an answer whose body does not come is
    one all the same. Raises FetchError if there is no answer, or none within the bounds; AddressRefused if nothing may be asked there.
    """
    bounds = Bounds(seconds, _PATIENCE * seconds)
    dialer = Dialer(Named.of([url], networks), bounds)
    with Session(dialer, SharedTls(dialer, {})) as session, bounds.running(MOST):
        try:
            named: dict[str, Any] = {"headers": headers, "timeout": seconds, "stream": True, "allow_redirects": False, "auth": _nobody}
            with session.post(url, data=body, **named) as answer:
                found = _opening(answer, opening) if opening else answer.raw.read(MOST, decode_content=False)
                return Answered(answer.status_code, answer.headers.get("Location", ""), found)
        except AddressRefused as error:
            raise AddressRefused(f"{url}: {error}", error.host) from error
        except _ANY as error:
            if bounds.is_over or isinstance(innermost(error), Flood):
                raise FetchError(f"{url}: the answer is too large or too slow", temporary=True) from error
            raise FetchError(f"{url}: does not answer: {reason(innermost(error))}", temporary=True) from error


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Adds no login: without it requests sends what a .netrc has for the host."""
    return request


def _opening(answer: requests.Response, most: int) -> bytes:
    try:
        return bytes(answer.raw.read(most, decode_content=False))
    except _ANY:  # what counts is the status, which has come
        return b""
