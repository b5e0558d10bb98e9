"""The only module that asks the network for pages: polite, bounded GET requests → Page (bytes), with requests."""

import hashlib
import unicodedata
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from http.client import HTTPException, LineTooLong
from threading import Event
from typing import Self
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from newswatch import __version__
from newswatch.config import FetchSettings, Trust
from newswatch.core.hosts.inner import Named, is_link_local
from newswatch.core.identity import site_of
from newswatch.core.model import Page
from newswatch.errors import AddressRefused, ElsewhereError, FetchError, Forbidden, NoAnswer, Stopped, TooLarge
from newswatch.masking import without_login
from newswatch.network import Bounds, Dialer, Flood
from newswatch.sources.http import tls
from newswatch.sources.http.asked import as_sent, destination
from newswatch.sources.http.budget import Budget, Share
from newswatch.sources.http.gunzip import gunzip
from newswatch.sources.http.logins import Logins
from newswatch.sources.http.pace import Pace, seconds_to_wait
from newswatch.sources.http.robots import AGENT, Robots
from newswatch.sources.http.session import Session, SharedTls, innermost, reason
from newswatch.sources.http.silence import Silences

_TEMPORARY_STATUS = {304, 408, 425, 429, 500, 502, 503, 504, 509, 520, 521, 522, 523, 524}
"""Answers after which another try can help. A 304 to a request without a condition comes from a faulty cache."""

_MOST_REDIRECTS = 5
_CHUNK = 64 * 1024
_PATIENCE = 6
"""How many times `timeout_seconds` all the answers to one request may take, redirects among them: connecting, heads and bodies. Tries and the pauses
between them are counted apart."""

_LARGEST_HEAD = 131_072
"""Bytes of an answer's head. Browsers take a quarter of a million, servers send a few thousand; what was sent is kept with each page."""

_OVERHEAD = 2
"""How many times `max_bytes` may come over the wire for one body: chunks of a few bytes have marks as long as they are."""

_COMPRESSIONS = {"gzip", "x-gzip", "br", "zstd", "deflate", "compress", "x-compress"}


class Fetcher:
    """Fetches pages of the sites in `hosts`, at their pace.

    An address or redirect that leads to another site is refused. `now` gives the instant stamped on a page (UTC).
    Every failure is a FetchError that says whether trying again can help. If it can, the request is tried up to `settings.retries` times again.
    No request begins after `stop` is set, none under way is read on, and every pause ends: what was asked for raises Stopped.
    A site that leaves two requests in a row without any answer is asked no more. With `prompt`, one that does not answer the first request of all is
    not asked again either, and `is_silent`. `trust` says by site (`identity.site_of`) which certificates and protocols a person trusts beyond the
    usual; it holds for those sites alone. `on_get` hears of each address before it is asked for. `budget` is shared with other fetchers; `share` is what
    this one keeps of it for lists.
    """

    def __init__(
        self,
        settings: FetchSettings,
        hosts: Collection[str],
        now: Callable[[], datetime],
        stop: Event | None = None,
        trust: Mapping[str, Trust] | None = None,
        on_get: Callable[[str], None] | None = None,
        *,
        prompt: bool = False,
        budget: Budget | None = None,
    ) -> None:
        self._settings, self._on_get = (settings := settings.towards(hosts)), on_get
        self._stop = stop or Event()
        self._hosts = tuple(hosts)
        self.now = now
        self._pace = Pace(settings.pace_seconds, self._stop)
        self._robots = Robots(lambda named, url: self._insist(named, url, {}), self._pace)
        self._silences = Silences(settings.retries, prompt=prompt)
        self.share = Share(budget or Budget())
        self._of_article = False
        self._patience = _PATIENCE * settings.timeout_seconds
        self._bounds = Bounds(settings.timeout_seconds)
        dialer = Dialer(Named.of(hosts, settings.networks), self._bounds)
        self._session = Session(dialer, SharedTls(dialer, trust or {}))
        contact = _ascii(settings.contact) or "news-quota monitor of a commune office"
        agent = {"User-Agent": settings.user_agent or f"{AGENT}/{__version__} (+{contact})", "Accept-Language": "vi, en;q=0.5"}
        self._session.headers.update(agent | {"Accept-Encoding": "gzip"})
        self._logins = self._session.auth = Logins(trust or {})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def get_article(self, url: str) -> Page:
        """The page of an article, which comes after lists where few requests are left. Raises FetchError, BudgetSpent among them."""
        self._of_article = True
        try:
            return self.get(url)
        finally:
            self._of_article = False

    def get(self, url: str, *, etag: str = "", last_modified: str = "") -> Page:
        """The page at an address, or a Page with `not_modified` if the validators still hold; they are sent as they were received.

        Raises FetchError: forbidden by robots.txt, no connection, an address that may not be connected to, too slow, too large, cut off, an HTTP
        error, a redirect off the site.
        """
        named, url = url, without_login(url)
        if named and not url:
            raise FetchError(f"{named}: carries a login, which no address may; give it to the source as login and password_file")
        if self._on_get:
            self._on_get(url)
        validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        sendable = {name: value for name, value in validators.items() if value and not set(value) & set("\r\n")}
        with self._logins.unsaid():
            return self._logins.cleaned(self._follow(url, sendable))

    def _follow(self, url: str, headers: dict[str, str]) -> Page:
        target, named, left = as_sent(url, url), url, self._patience
        for _ in range(_MOST_REDIRECTS + 1):
            self._allow(named, target)
            self._bounds.left = self._patience  # a robots.txt has a time of its own
            if self._settings.respect_robots and not self._robots.allows(target):
                raise Forbidden(f"{named}: robots.txt of the site forbids it; ask its keeper, or set respect_robots = false in [fetch]")
            self._bounds.left = left
            answer = self._insist(named, target, headers)
            if isinstance(answer, Page):
                return answer if target == url else replace(answer, url=url)
            left = self._bounds.left
            target, named = answer, f"{url} (which redirects to {answer})"
        raise FetchError(f"{url}: more than {_MOST_REDIRECTS} redirects, the last to {target}; open it in a browser")

    def _allow(self, named: str, target: str) -> None:
        if (site := site_of(target)) not in self._sites:
            way = (
                "which no portal has"
                if is_link_local(urlsplit(target).hostname or "")
                else f"add {site!r} to the source's `hosts` if it is the same portal"
            )
            told = f"{named}: lies on another host; {way}"
            raise ElsewhereError(told, target)

    @cached_property
    def _sites(self) -> frozenset[str]:
        return frozenset(site_of(as_sent(host if "//" in host else f"http://{host}", host)) for host in self._hosts)

    @property
    def is_silent(self) -> bool:
        """Was the first request of all left without an answer, so that the sites are to be asked later, with more patience?"""
        return self._silences.postponed

    def _insist(self, named: str, target: str, headers: dict[str, str]) -> Page | str:
        tries, left = self._silences.tries(named, target), self._bounds.left
        for attempt in range(tries):
            self._bounds.left = left
            try:
                answer = self._ask(named, target, headers)
            except FetchError as error:
                last = attempt == tries - 1 or self._silences.ends(error)
                if not error.temporary or last or not self._pace.back_off(attempt, error.retry_after):
                    self._silences.note(target, silent=isinstance(error, NoAnswer))
                    raise
            else:
                self._silences.note(target, silent=False)
                return answer
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _ask(self, named: str, target: str, headers: dict[str, str]) -> Page | str:
        """The page at an address, or the address it redirects to."""
        self.share.take(named, target, at := self.now(), article=self._of_article)
        self._pace.take_turn()
        if self._stop.is_set():
            self.share.budget.give_back(target, at)
            raise Stopped(f"{named}: not asked for, the run is being stopped")
        with self._bounds.running(_LARGEST_HEAD), self._answer(named, target, headers) as response:
            if response.is_redirect:
                return destination(named, target, response)
            unchanged = response.status_code == 304 and bool(headers)
            if not unchanged:
                _check_status(named, response)
            body = response.raw.read(1) if unchanged else self._body(named, response)
            return Page(
                url=target,
                final_url=target,
                status=response.status_code,
                body=body,
                content_type=response.headers.get("Content-Type", ""),
                fetched_at=self.now(),
                etag=response.headers.get("ETag", ""),
                last_modified=response.headers.get("Last-Modified", ""),
                sha256=hashlib.sha256(body).hexdigest() if body else "",
                not_modified=unchanged,
                headers=tuple(response.headers.items()),
            )

    def _answer(self, named: str, target: str, headers: dict[str, str]) -> requests.Response:
        timeout = self._settings.timeout_seconds
        try:
            return self._session.ask(target, headers, timeout)
        except AddressRefused as error:
            raise AddressRefused(f"{named}: {error}", error.host) from error
        except requests.exceptions.SSLError as error:
            root = innermost(error)
            raise tls.failure(named, target, root, reason(root)) from error
        except requests.exceptions.Timeout as error:
            late = f"{self._patience:g} s (6 × fetch.timeout_seconds)" if self._bounds.is_over else f"{timeout:g} s (fetch.timeout_seconds)"
            raise NoAnswer(f"{named}: no answer within {late}", temporary=True) from error
        except requests.exceptions.ConnectionError as error:
            root = innermost(error)
            if _is_endless(root):
                told = f"the head of its answer is longer than {_LARGEST_HEAD} bytes or 100 lines; the portal's keeper has to mend it"
                raise FetchError(f"{named}: {told}", temporary=True) from error
            raise NoAnswer(f"{named}: no connection: {reason(root)}", temporary=True) from error
        except (OSError, ValueError, HTTPError) as error:
            raise FetchError(f"{named}: can't be asked for: {reason(innermost(error))}") from error

    def _body(self, named: str, response: requests.Response) -> bytes:
        """The decompressed body. Stops as soon as it is too large or too slow, so that neither a bomb nor a drip holds up the run."""
        limit, body = self._settings.max_bytes, bytearray()
        self._bounds.widen(limit * _OVERHEAD)
        stated = response.headers.get("Content-Encoding", "")
        encodings = [name for name in stated.lower().replace(",", " ").split() if name in _COMPRESSIONS]
        if encodings and encodings not in (["gzip"], ["x-gzip"]):
            raise FetchError(f"{named}: is sent as {stated!r}, though only gzip was asked for; the portal's keeper has to mend it")
        pieces = self._pieces(named, response)
        try:
            for piece in gunzip(pieces, limit + 1) if encodings else pieces:
                body += piece
                if len(body) > limit:
                    raise TooLarge(f"{named}: larger than {limit} bytes (fetch.max_bytes)")
        except HTTPError as error:
            root = innermost(error)
            if self._bounds.is_over:
                raise self._still_sending(named) from error
            if isinstance(root, Flood):
                raise TooLarge(f"{named}: sends more than {_OVERHEAD} × {limit} bytes (fetch.max_bytes) for one page") from error
            raise FetchError(f"{named}: broke off after {len(body)} bytes: {reason(root)}", temporary=True) from error
        except zlib.error as error:
            raise FetchError(f"{named}: its gzip is damaged after {len(body)} bytes: {error}", temporary=True) from error
        return bytes(body)

    def _pieces(self, named: str, response: requests.Response) -> Iterator[bytes]:
        """The body as it arrives. `read1` returns without waiting for a full piece, so the deadline is checked after each."""
        while piece := response.raw.read1(_CHUNK, decode_content=False):
            yield piece
            if self._stop.is_set():
                raise Stopped(f"{named}: not read to its end, the run is being stopped")
            if self._bounds.is_over:
                raise self._still_sending(named)

    def _still_sending(self, named: str) -> FetchError:
        return FetchError(f"{named}: still sending after {self._patience:g} s (6 × fetch.timeout_seconds)", temporary=True)


def _check_status(named: str, response: requests.Response) -> None:
    status = response.status_code
    if status in (200, 203):
        return
    raise FetchError(
        f"{named}: the server answered {status} {response.reason or ''}".rstrip(),
        temporary=status in _TEMPORARY_STATUS,
        status=status,
        retry_after=seconds_to_wait(response.headers.get("Retry-After", ""), response.headers.get("Date", "")),
    )


def _is_endless(root: BaseException) -> bool:
    """Is this how a head ends that is too long: by our own bound, or by those of http.client for a line and for the number of lines?"""
    return isinstance(root, Flood | LineTooLong) or (isinstance(root, HTTPException) and "headers" in str(root))


def _ascii(text: str) -> str:
    """A text in ASCII on one line, for a header: Vietnamese letters without their marks."""
    spread = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return " ".join(spread.encode("ascii", "ignore").decode().split())
