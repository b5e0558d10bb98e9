"""The web side of generated worlds: one real server on loopback, with a path of its own for each world."""

import hashlib
import re
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from typing import Self

from generated import answers, pages
from generated.answers import HTML, Answer, html
from generated.world import ARTICLES, EVERYTHING, How, Post, Visit, World
from newswatch.demo.portal import QuietServer

A_PAGE = timedelta(minutes=1)
"""The time that passes in a world before each further page of its list is served, so that posts come and go in mid-walk."""

_RSS = "application/rss+xml; charset=utf-8"
_ARTICLE = re.compile(r"(?:tin|muc-2/bai-viet)-(\d+)\.html")
_PAGE = re.compile(r"trang-(\d{1,4})\.html|\?trang=(\d{1,4})")
_FROZEN_TAG, _FROZEN_DATE = '"1-abc"', "Thu, 01 Jan 2026 00:00:00 GMT"
_ERRORS: dict[How, int] = {"503": 503, "404": 404, "403": 403}
_TOO_LARGE = 400_000
_SILENCE = 2.0
_SCAN = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\n" + bytes(range(256)) * 4 + b"\n%%EOF"


class Site:
    """One world as it is served. `now` is its true time. `shown` are the posts that any answer named; `asked` the requests with their status."""

    def __init__(self, world: World, base: str) -> None:
        self.world, self.base = world, base
        self.visit = world.visits[0]
        self.now = self.visit.at
        self.shown: set[int] = set()
        self.asked: list[tuple[str, int]] = []
        self._highest = 1

    def begins(self, visit: Visit) -> None:
        """Moves the world's time on to a visit."""
        self.visit, self.now, self._highest = visit, visit.at, 1

    def answer(self, path: str, headers: Mapping[str, str]) -> Answer | None:
        """The answer to a request for a path below the world's own."""
        found = self._answer(path, headers)
        self.asked.append((path, found.status if found else 0))
        return found

    def _answer(self, path: str, headers: Mapping[str, str]) -> Answer | None:
        if article := _ARTICLE.fullmatch(path):
            return self._article(int(article[1]))
        if path == "rss":
            return self._feed()
        if path == "tin":
            return html(answers.home(""))
        if (number := self._number(path)) is None:
            return html("<h1>404</h1>", 404)
        return self._list(number, headers)

    def _number(self, path: str) -> int | None:
        if not path:
            return 1
        found = _PAGE.fullmatch(path)
        if not found:
            return None
        return int(found[1]) if found[1] else int(found[2]) + 1

    def _up(self) -> list[Post]:
        return [p for p in self.world.posts if p.is_up(self.now)]

    def _article(self, number: int) -> Answer | None:
        post = next((p for p in self._up() if p.number == number), None)
        if how := self.visit.trouble(ARTICLES, number):
            return self._instead(how, post)
        if post is None:
            return html("<h1>404</h1>", 404)
        self.shown.add(number)
        return html(pages.article_html(post, self.world.layout, self.now))

    def _instead(self, how: How, post: Post | None) -> Answer | None:
        """What is answered in place of an article."""
        newest = sorted(self._up(), key=lambda p: p.at)[-3:]
        if how == "timeout":
            time.sleep(_SILENCE)
            return None
        if how == "large":
            return Answer(200, b"<p>" + b"a" * _TOO_LARGE)
        if how == "file":
            return Answer(200, _SCAN, "application/pdf")
        if how == "home":
            return html(
                answers.home("".join(f'<p><a href="{pages.link(p, self.base)}">{pages.title(p, self.now)}</a></p>' for p in newest))
            )
        if how == "other_host":
            return html("", 302, {"Location": f"{self.base.replace('//127.0.0.1', '//localhost')}tin-1.html"})
        if how == "other_article":
            return html(pages.article_html(newest[0], self.world.layout, self.now))
        if how in answers.NOTICES:
            return html(answers.NOTICES[how])
        if how in answers.TWISTS and post is not None:
            return Answer(200, answers.twisted(pages.article_html(post, self.world.layout, self.now).encode(), how))
        return _failing(how)

    def _feed(self) -> Answer | None:
        feed = self.world.feed
        assert feed is not None
        if how := self.visit.trouble(EVERYTHING):
            return _failing(how)
        held = feed.frozen_at or self.now
        named = [p for p in self._up() if (feed.shows_hidden or not p.hidden) and p.number not in feed.lacks and p.at <= held]
        newest = sorted(named, key=lambda p: p.at)[-feed.length :]
        self.shown |= {p.number for p in newest}
        return Answer(200, pages.feed_xml(newest, feed, self.base, self.now).encode(), _RSS, {})

    def _list(self, number: int, headers: Mapping[str, str]) -> Answer | None:
        if number > self._highest:
            self.now, self._highest = self.now + A_PAGE, number
        how, layout = self.visit.trouble(number), self.world.layout
        if how == "repeat":
            number = 1
        elif how == "empty":
            return html(pages.list_html(pages.ListPage([], number), layout, number, self.base, self.now))
        elif how:
            return _failing(how)
        page = pages.list_page(self.world.listed(self.now), layout, number)
        if not page.blocks and number > 1:
            return self._past_end(page.last)
        return self._validated(page, number, headers)

    def _past_end(self, last: int) -> Answer:
        layout = self.world.layout
        if layout.past_end == "404":
            return html("<h1>404</h1>", 404)
        if layout.past_end == "other_page":
            return html(pages.OTHER_PAGE)
        if layout.past_end == "empty":
            return html(pages.list_html(pages.ListPage([], last), layout, last + 1, self.base, self.now))
        number = last if layout.past_end == "repeat_last" else 1
        return self._validated(pages.list_page(self.world.listed(self.now), layout, number), number, {})

    def _validated(self, page: pages.ListPage, number: int, headers: Mapping[str, str]) -> Answer:
        """The page, or 304 where the portal takes what the client holds for what it would show, rightly or not."""
        text = pages.list_html(page, self.world.layout, number, self.base, self.now)
        marks = _marks(self.world.layout.validators, text)
        held = {headers.get("if-none-match"), headers.get("if-modified-since")} - {None}
        frozen = self.world.layout.validators == "frozen_304" and held
        if self.world.layout.validators != "etag_with_body" and (frozen or held & set(marks.values())):
            return Answer(304, b"", HTML, marks)
        self.shown |= {row.post.number for block in page.blocks for row in block}
        return html(text.replace(pages.COUNTER, str(70_000 + len(self.asked))), marks=marks)


def _marks(kind: str, text: str) -> dict[str, str]:
    if kind == "none":
        return {}
    if kind == "frozen_date":
        return {"Last-Modified": _FROZEN_DATE}
    return {"ETag": f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"' if kind in ("honest", "frozen_304") else _FROZEN_TAG}


def _failing(how: How) -> Answer | None:
    if how == "drop":
        return None
    return html(f"<h1>{how}</h1>", _ERRORS[how]) if how in _ERRORS else html(pages.BLOCK_PAGE)


class Worlds:
    """The server. `with` keeps it up on a free port of 127.0.0.1; `shows` gives a world its path there."""

    def __init__(self) -> None:
        self._sites: dict[str, Site] = {}

    def __enter__(self) -> Self:
        self._server = QuietServer(("127.0.0.1", 0), _handler(self._sites))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), name="generated-worlds", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def shows(self, world: World) -> Site:
        """Serves a world, and no other any more."""
        name = f"w{world.seed}"
        site = Site(world, f"http://127.0.0.1:{self._server.server_port}/{name}/")
        self._sites.clear()
        self._sites[name] = site
        return site


def _handler(sites: Mapping[str, Site]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        timeout = 5

        def do_GET(self) -> None:
            name, _, path = self.path[1:].partition("/")
            found = sites[name].answer(path, {k.lower(): v for k, v in self.headers.items()}) if name in sites else html("", 404)
            if found is None:
                self.close_connection = True
                return
            self.send_response_only(found.status)
            self.send_header(
                "Date", format_datetime(sites[name].now.astimezone(UTC), usegmt=True) if name in sites else self.date_time_string()
            )
            sent = {"Content-Type": found.content_type, "Content-Length": str(len(found.body))} if found.status != 304 else {}
            for key, value in {**sent, **found.headers}.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(found.body)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    return Handler


def clock(site: Site) -> datetime:
    """What the watching machine's clock shows: the world's time and how far it is wrong during this visit."""
    return site.now + site.visit.skew
