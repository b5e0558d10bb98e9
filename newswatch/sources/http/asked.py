"""Addresses in the form in which they are asked for, and where an answer redirects to."""

import re
from functools import lru_cache
from urllib.parse import urljoin

import requests

from newswatch.core.identity import site_of
from newswatch.errors import FetchError
from newswatch.masking import without_login

_AS_SENT = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+(?::[1-9][0-9]{1,3}|:[1-5][0-9]{4})?"
    r"(?=/)(?:/[\w~-][\w.~-]*)*/?(?:\?[\w=&.~-]+)?",
    re.ASCII,
)
"""Addresses that requests sends as they stand, among them those of most portals."""


def as_sent(stated: str, named: str, base: str = "") -> str:
    """An address as requests sends it: absolute, percent-encoded, the host in ASCII. The allow-list is compared with this form. Raises FetchError."""
    return stated if _AS_SENT.fullmatch(stated) else _put_right(stated, named, base)


@lru_cache(1024)
def _put_right(stated: str, named: str, base: str) -> str:
    try:
        sent = str(requests.Request("GET", urljoin(base, stated)).prepare().url)
    except (OSError, ValueError) as error:
        raise FetchError(f"{named}: {stated!r} is no address that can be asked for: {error}") from error
    if not sent.startswith(("http://", "https://")) or not site_of(sent):
        raise FetchError(f"{named}: {stated!r} is no address that can be asked for; it has to begin with http:// or https:// and a host")
    return sent


def destination(named: str, target: str, response: requests.Response) -> str:
    """The address that an answer redirects to. Raises FetchError with the answer's status if nothing can be asked for there."""
    try:
        return as_sent(without_login(as_sent(_location(response), named, target)), named)
    except FetchError as error:
        raise FetchError(str(error), status=response.status_code) from error


def _location(response: requests.Response) -> str:
    """The address of a redirect. Servers send raw UTF-8 in this header, which requests reads as Latin-1."""
    stated = response.headers["Location"]
    try:
        return stated.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return stated
