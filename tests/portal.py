"""A small world to test against: a real portal on loopback whose content a test changes between two looks."""

import hashlib
import re
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Literal, Self

import portal_pages as pages
from portal_http import HTML, Answer, Mischief, Request, handler_of
from portal_pages import DATE_FORMS, POISON_DATE, POISON_WORDS, PROFILE, Post

from newswatch.core.model import LOCAL
from newswatch.demo.content import slug as slug_of
from newswatch.demo.portal import QuietServer
from newswatch.demo.portal import profile_toml as _profile_toml

__all__ = ["DATE_FORMS", "POISON_DATE", "POISON_WORDS", "PROFILE", "Mischief", "Portal", "Request", "profile_toml"]

_BODY = "Sáng nay, bà con thôn Đông ra đồng gặt lúa sớm.\nNăng suất cao hơn vụ trước."
_FEEDS = {
    "/rss": (pages.rss, "application/rss+xml; charset=utf-8"),
    "/atom": (pages.atom, "application/atom+xml; charset=utf-8"),
    "/feed.json": (pages.json_feed, "application/feed+json; charset=utf-8"),
}
_FIRST_CHANGE = datetime(2026, 1, 1, tzinfo=UTC)
_UNDATED = datetime.min.replace(tzinfo=UTC)
_LONGEST_SILENCE = 60.0
_POLL_SECONDS = 0.005


@dataclass(slots=True)
class Fault:
    """How the addresses matching `path` fail; `left` more times, or for good if None."""

    path: re.Pattern[str]
    status: int | Mischief
    left: int | None


class Portal:
    """A commune's portal, up from `with` until its end. The listing is sorted by date, newest first, with undated posts at the end.

    Settings a test may change at any time: `per_page`, `feed_length`, `date_form` (a template like those of `DATE_FORMS`), `listing_dates`
    (whether the listing prints them), `past_end` (what a page number past the end gives: "404" or "repeat" of the last page) and
    `validators` ("etag", "last-modified", "none"). `requests` holds what was asked for, oldest first.
    """

    def __init__(self) -> None:
        self.per_page, self.feed_length = 10, 10
        self.date_form = DATE_FORMS["plain"]
        self.listing_dates = True
        self.past_end: Literal["404", "repeat"] = "404"
        self.validators: Literal["etag", "last-modified", "none"] = "etag"
        self.requests: list[Request] = []
        self._posts: dict[int, Post] = {}
        self._raw: dict[str, Answer] = {}
        self._faults: list[Fault] = []
        self._versions: dict[str, list[str]] = {}
        self._lock = threading.Lock()
        self._port = 0
        self._server: QuietServer | None = None
        self._silent: set[socket.socket] = set()

    def __enter__(self) -> Self:
        self.comes_back()
        return self

    def __exit__(self, *_: object) -> None:
        self.goes_down()

    @property
    def base(self) -> str:
        """The portal's address without a slash at the end; the same after `comes_back`."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def listing_url(self) -> str:
        return f"{self.base}/"

    @property
    def feed_url(self) -> str:
        return f"{self.base}/rss"

    @property
    def atom_url(self) -> str:
        return f"{self.base}/atom"

    @property
    def json_url(self) -> str:
        return f"{self.base}/feed.json"

    def url_of(self, post_id: int) -> str:
        """An article's present address."""
        return self.base + self._posts[post_id].path

    def article(
        self,
        post_id: int,
        *,
        title: str = "",
        date: str | None = "2026-03-05 08:00",
        body: str = _BODY,
        section: str = "Tin tức",
        slug: str = "",
    ) -> str:
        """Adds an article (or puts another in its place) and gives its address; `date` is local time, None for undated."""
        title = title or f"Tin số {post_id}"
        self._posts[post_id] = Post(post_id, title, _instant(date), body, section, slug or slug_of(title))
        return self.url_of(post_id)

    def retitles(self, post_id: int, title: str) -> None:
        """Changes a title; the address stays, as on real portals."""
        self._posts[post_id].title = title

    def rewrites(self, post_id: int, body: str) -> None:
        """Changes a text."""
        self._posts[post_id].body = body

    def redates(self, post_id: int, when: str | None) -> None:
        """Changes the printed date, and with it the place in listing and feed."""
        self._posts[post_id].at = _instant(when)

    def moves(self, post_id: int, slug: str) -> None:
        """Gives an article another address with the same id; the old one is 404 from now on."""
        self._posts[post_id].slug = slug

    def deletes(self, post_id: int) -> None:
        """Takes an article off the listing and the feeds; its address is 404."""
        del self._posts[post_id]

    def pins(self, post_id: int) -> None:
        """Shows an article on top of the first listing page and again at its own place."""
        self._posts[post_id].pinned = True

    def serves(
        self,
        path: str,
        body: bytes | str,
        content_type: str = HTML,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Serves a raw answer at `path`, before anything else that would be there."""
        self._raw[path] = Answer(body.encode() if isinstance(body, str) else body, content_type, status, dict(headers or {}))

    def robots(self, text: str) -> None:
        """Serves a robots.txt; there is none (404) before."""
        self.serves("/robots.txt", text, "text/plain")

    def fails(self, path_regex: str, status: int | Mischief = 500, times: int | None = None) -> None:
        """Answers addresses in which the expression is found with an error status, or badly: never, by hanging up, or by half.

        After `times` such answers they are well again; None is until `heals`.
        """
        self._faults.append(Fault(re.compile(path_regex), status, times))

    def heals(self) -> None:
        """Ends all faults set by `fails`."""
        self._faults.clear()

    def goes_down(self) -> None:
        """Refuses connections until `comes_back`."""
        if self._server is None:
            return
        with self._lock:
            for silent in self._silent:
                with suppress(OSError):
                    silent.shutdown(socket.SHUT_RDWR)
        self._server.shutdown()
        self._server.server_close()
        self._server = None

    def comes_back(self) -> None:
        """Answers again, at the same port as before."""
        self._server = QuietServer(("127.0.0.1", self._port), handler_of(self.answer, self.waits))
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(_POLL_SECONDS,), name="test-portal", daemon=True).start()

    def asked(self, path_regex: str = "") -> list[str]:
        """The paths asked for so far in which the expression is found, robots.txt aside unless named."""
        return [r.path for r in self.requests if re.search(path_regex, r.path) and (r.path != "/robots.txt" or "robots" in path_regex)]

    def answer(self, request: Request) -> Answer | Mischief:
        """What goes back for a request: an answer, or the way in which it fails."""
        with self._lock:
            self.requests.append(request)
            fault = self._fault(request.path)
            if isinstance(fault, int):
                return Answer(f"<html><body><h1>Lỗi {fault}</h1></body></html>".encode(), status=fault)
            if fault and fault != "truncate":
                return fault
            answer = self._raw.get(request.path) or self._validated(request, self._page(request.path.partition("?")[0]))
            if fault == "truncate":
                promised = answer.headers | {"Content-Length": str(len(answer.body))}
                return Answer(answer.body[: len(answer.body) // 2], answer.content_type, answer.status, promised)
            return answer

    def waits(self, connection: socket.socket) -> None:
        """Says nothing until the client gives up or the portal goes down."""
        with self._lock:
            self._silent.add(connection)
        connection.settimeout(_LONGEST_SILENCE)
        try:
            while connection.recv(1024):
                continue
        except OSError:
            return
        finally:
            with self._lock:
                self._silent.discard(connection)

    def _fault(self, path: str) -> int | Mischief | None:
        for fault in self._faults:
            if fault.left != 0 and fault.path.search(path):
                fault.left = None if fault.left is None else fault.left - 1
                return fault.status
        return None

    def _page(self, path: str) -> Answer:
        newest = sorted(self._posts.values(), key=lambda p: (p.at or _UNDATED, p.id), reverse=True)
        if path in _FEEDS:
            render, content_type = _FEEDS[path]
            return Answer(render(newest[: self.feed_length], self.base).encode(), content_type)
        for post in newest:
            if post.path == path:
                return Answer(pages.article(post, [p for p in newest if p is not post][:5], self.date_form).encode())
        return self._listing(newest, 1 if path == "/" else _page_number(path))

    def _listing(self, newest: list[Post], number: int) -> Answer:
        last = max(1, -(-len(newest) // self.per_page))
        if number > last and self.past_end == "repeat":
            number = last
        if not 1 <= number <= last:
            return Answer(b"<html><body><h1>404</h1></body></html>", status=404)
        shown = newest[(number - 1) * self.per_page : number * self.per_page]
        pinned = [p for p in newest if p.pinned] if number == 1 else []
        return Answer(pages.listing(pinned + shown, number, last, self.date_form if self.listing_dates else "").encode())

    def _validated(self, request: Request, answer: Answer) -> Answer:
        """The page with its counter and clock, or 304 if the client holds what it says apart from them."""
        versions = self._versions.setdefault(request.path, [])
        state = hashlib.sha256(answer.body).hexdigest()
        if not versions or versions[-1] != state:
            versions.append(state)
        marks = {
            "etag": {"ETag": f'"{state[:16]}"'},
            "last-modified": {"Last-Modified": format_datetime(_FIRST_CHANGE + timedelta(minutes=len(versions)), usegmt=True)},
            "none": {},
        }[self.validators]
        held = {request.headers.get("if-none-match"), request.headers.get("if-modified-since")}
        if answer.status == 200 and held & set(marks.values()):
            return Answer(b"", status=304, headers=marks)
        clock = f"{datetime.now(LOCAL):%d/%m/%Y %H:%M:%S}"
        body = answer.body.replace(pages.COUNTER.encode(), str(70_000 + len(self.requests)).encode()).replace(
            pages.CLOCK.encode(), clock.encode()
        )
        return Answer(body, answer.content_type, answer.status, marks if answer.status == 200 else {})


def profile_toml() -> str:
    """`PROFILE` as the lines under `[units.sources.profile]` of a config.toml."""
    return _profile_toml(PROFILE)


def _page_number(path: str) -> int:
    found = re.fullmatch(r"/trang-(\d{1,4})\.html", path)
    return int(found[1]) if found else 0


def _instant(local: str | None) -> datetime | None:
    return datetime.fromisoformat(local).replace(tzinfo=LOCAL) if local else None
