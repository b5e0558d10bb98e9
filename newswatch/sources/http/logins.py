"""The logins that a person has on single servers: sent to those alone, and kept out of all that comes back. HTTP Basic (RFC 7617)."""

import html
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import quote, quote_plus

from newswatch.config import Login, Trust, password_of
from newswatch.core.identity import origin_of
from newswatch.core.model import Page
from newswatch.errors import ConfigError, FetchError, SourceError
from newswatch.masking import HIDDEN, SECRET_HEADERS, hidden

_SHORTEST_HIDDEN = 4
"""Characters. A shorter password is not masked in what a server says, as with mail: it would mask parts of ordinary words."""

_SHORTEST_SOUGHT = 8
"""Characters. A shorter password is not sought in bodies: it may be part of what a page says by itself."""


class Logins:
    """Gives each request what its server is to get: the login of that very origin, or nothing, whatever a `.netrc` file says (requests' `auth`).

    Raises FetchError, which no further try helps, if there is no password.
    """

    def __init__(self, trust: Mapping[str, Trust]) -> None:
        self._of = {login.origin: login for one in trust.values() if (login := one.login)}
        self._headers: dict[str, str] = {}
        self._spellings: set[str] = set()
        self._sought: set[str] = set()

    def __call__(self, request: Any) -> Any:
        origin = origin_of(request.url) if self._of else ""
        if login := self._of.get(origin):
            request.headers["Authorization"] = self._header(login)
        return request

    @contextmanager
    def unsaid(self) -> Iterator[None]:
        """Hides the passwords in what a failure inside says: a server may repeat them in its answer."""
        try:
            yield
        except SourceError as error:
            if self._spellings:
                error.args = (hidden(str(error), self._spellings, _SHORTEST_HIDDEN),)
            raise

    def cleaned(self, page: Page) -> Page:
        """A page as it may be kept. Raises FetchError if its text repeats a password."""
        told = tuple(
            (name, HIDDEN if name.lower() in SECRET_HEADERS else hidden(value, self._spellings, _SHORTEST_HIDDEN))
            for name, value in page.headers
        )
        if any(spelling.encode() in page.body for spelling in self._sought):
            raise FetchError(
                f"{page.url}: its text repeats the password of the login, so it is not kept; the portal's keeper has to mend it"
            )
        return replace(page, headers=told)

    def _header(self, login: Login) -> str:
        if login.origin not in self._headers:
            password = self._password(login)
            pair = b64encode(f"{login.name}:{password}".encode()).decode()
            spellings = {
                pair,
                b64encode(password.encode()).decode(),
                password,
                password.encode().decode("latin-1"),  # as requests reads a header that repeats it
                quote(password),
                quote_plus(password),
                html.escape(password),
            }
            self._spellings |= spellings
            self._sought |= {pair, *(one for one in spellings if len(password) >= _SHORTEST_SOUGHT)}
            self._headers[login.origin] = f"Basic {pair}"
        return self._headers[login.origin]

    def _password(self, login: Login) -> str:
        try:
            password = password_of(login)
        except ConfigError as error:
            raise FetchError(f"{login.origin}: no login as {login.name}: {error}") from None
        if password is None:
            variable = login.places.variable
            ways = f"name a file with it as password_file of the source, or set {variable} or {variable}_FILE"
            raise FetchError(f"{login.origin}: there is no password for the login {login.name}; {ways}")
        return password
