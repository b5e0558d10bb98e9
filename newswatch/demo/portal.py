"""The demo portal: a real web server on 127.0.0.1 with a year of a made-up commune's news."""

import hashlib
import json
import re
import sys
import threading
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from newswatch.core.model import Profile
from newswatch.demo import pages
from newswatch.demo.content import LOG_NAME, YEAR, log_bytes, posts

PROFILE = Profile(
    name="demo",
    entry="main article.tin",
    link="h2 a",
    title="h2 a",
    date="time",
    summary="p",
    next_page="nav.trang a[rel=next]",
    page_pattern="trang-{n}.html",
    article_title="article.bai h1",
    article_date="article.bai .dang time",
    article_body="article.bai .noi-dung",
    drop=("script", "style"),
    id_pattern=r"-(?P<id>\d+)\.html$",
)
_PAGE = re.compile(r"/trang-(\d{1,4})\.html")
_SECTION = re.compile(r"/chuyen-muc/([a-z-]+)\.html")
_HTML = "text/html; charset=utf-8"
_POLL_SECONDS = 0.02
_IDLE_SECONDS = 10


def profile_toml(profile: Profile = PROFILE) -> str:
    """A profile as lines for `[units.sources.profile]` in config.toml. Keys with their default are left out."""
    plain = Profile(name=profile.name)
    changed = ((f.name, getattr(profile, f.name)) for f in fields(Profile)[1:] if getattr(profile, f.name) != getattr(plain, f.name))
    return "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in changed)


class DemoPortal:
    """The portal, with what it had published `until` then. `with` serves it on a free port of 127.0.0.1.

    Feed and articles carry an ETag and answer 304 to it. Listing pages don't, since their visitor counter changes with every request.
    """

    year = YEAR
    log_name = LOG_NAME

    def __init__(self, until: datetime | None = None) -> None:
        self._server: QuietServer | None = None
        self._base = ""
        self._lock = threading.Lock()
        self._requests = 0
        self._posts = tuple(post for post in posts() if until is None or post.published_at <= until)
        self._articles = {p.path: p for p in self._posts}

    def __enter__(self) -> Self:
        self._server = QuietServer(("127.0.0.1", 0), _handler(self))
        self._base = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(_POLL_SECONDS,), name="demo-portal", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @property
    def url(self) -> str:
        """The listing's address; empty before `with`."""
        return self._base and f"{self._base}/"

    @property
    def feed_url(self) -> str:
        """The RSS feed's address; empty before `with`."""
        return self._base and f"{self._base}/rss"

    @property
    def log(self) -> bytes:
        """The loudspeaker log of the same year, for a file named `log_name`."""
        return log_bytes()

    @property
    def requests(self) -> int:
        """How many requests have been answered so far."""
        return self._requests

    def answer(self, path: str, if_none_match: str) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body for one GET."""
        with self._lock:
            self._requests += 1
            visits = 128_400 + self._requests
        if path == "/robots.txt":
            return 200, {"Content-Type": "text/plain; charset=utf-8"}, b"User-agent: *\nAllow: /\n"
        if path == "/rss":
            return _validated(if_none_match, pages.feed(self._posts, self._base), "application/rss+xml; charset=utf-8")
        if post := self._articles.get(path):
            stated = (post.title, post.published_at.isoformat(), *post.body)
            return _validated(if_none_match, pages.article(post, self._posts, visits), _HTML, "\n".join(stated))
        page = self._list(path, visits)
        return (200 if page else 404), {"Content-Type": _HTML}, (page or pages.missing(visits)).encode()

    def _list(self, path: str, visits: int) -> str | None:
        if found := _SECTION.fullmatch(path):
            return pages.section(self._posts, found[1], visits)
        found = _PAGE.fullmatch(path)
        number = 1 if path == "/" else int(found[1]) if found else 0
        return pages.listing(self._posts, number, visits)


class QuietServer(ThreadingHTTPServer):
    """A threading server that reports no client that hangs up early."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that closes a tab is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def _validated(if_none_match: str, text: str, content_type: str, core: str = "") -> tuple[int, Mapping[str, str], bytes]:
    """200 with a weak ETag over `core` (over the text if `core` is empty), or 304 to a client that has this ETag."""
    tag = f'W/"{hashlib.sha256((core or text).encode()).hexdigest()[:16]}"'
    if if_none_match == tag:
        return 304, {"ETag": tag}, b""
    return 200, {"ETag": tag, "Content-Type": content_type}, text.encode()


def _handler(portal: DemoPortal) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = _IDLE_SECONDS

        def do_GET(self) -> None:
            self._send(with_body=True)

        def do_HEAD(self) -> None:
            self._send(with_body=False)

        def _send(self, *, with_body: bool) -> None:
            status, headers, body = portal.answer(self.path.partition("?")[0], self.headers.get("If-None-Match", ""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if with_body:
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Prints nothing: the terminal is for the demo's own output."""

    return Handler
