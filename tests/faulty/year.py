"""The portal of a year with met, short and empty months: its posts, and what it shows at an instant."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Literal

from generated import pages
from generated.answers import Answer, home, html
from generated.world import Feed, Layout, Post

from newswatch.core.model import LOCAL
from newswatch.core.months import Month

Target = Literal["feed", "listing", "article"]
TARGETS: tuple[Target, ...] = ("feed", "listing", "article")
RSS = "application/rss+xml; charset=utf-8"

_YEAR: dict[tuple[int, int], tuple[tuple[int, ...], tuple[int, ...]]] = {
    (2025, 12): ((10,), (3, 17, 28)),
    (2026, 1): ((8, 22), (15,)),
    (2026, 2): ((25,), (5, 12)),
    (2026, 3): ((), (4, 19)),
    (2026, 4): ((3, 14, 29), (21,)),
    (2026, 5): ((12, 29), (6, 20)),
    (2026, 6): ((9,), (3, 25)),
    (2026, 7): ((), (8, 21)),
    (2026, 8): ((5, 28), (14,)),
    (2026, 9): ((16,), (2, 24)),
    (2026, 10): ((1, 30), (13,)),
    (2026, 11): ((), (5, 18)),
    (2026, 12): ((4, 10), (15,)),
}
"""Each month with the days of its PAR posts and of the others. Around the fault lie a month that met its quota, a short one and an empty one."""

_QUIET = {(2, 25), (4, 14), (5, 29), (8, 5)}
"""PAR posts whose title tells nothing of their topic."""

_CORRECTED = {(5, 12): datetime(2026, 6, 3, 10, tzinfo=LOCAL)}
"""A post whose title is corrected during the fault, so that its article is opened again."""

_DOCUMENTS = datetime(2025, 6, 2, 9, tzinfo=LOCAL)
_ARTICLE = re.compile(r"tin-(\d+)\.html")
_PAGE = re.compile(r"trang-(\d{1,4})\.html")


def posts() -> list[Post]:
    """The posts from December 2025 on, each at half past three in the afternoon."""
    days = [(y, m, day, is_par) for (y, m), both in _YEAR.items() for is_par, some in zip((True, False), both, strict=True) for day in some]
    return [_post(number, datetime(y, m, day, 15, 30, tzinfo=LOCAL), is_par) for number, (y, m, day, is_par) in enumerate(sorted(days), 1)]


def _post(number: int, at: datetime, is_par: bool) -> Post:
    day = (at.month, at.day)
    edits = (_CORRECTED[day],) if day in _CORRECTED else ()
    return Post(number, at, is_par, 0, 0, at, quiet=day in _QUIET, edits=edits)


@dataclass(slots=True)
class Portal:
    """What the portal shows. `list_dates` is false where its articles alone are dated."""

    base: str
    list_dates: bool = True
    posts: list[Post] = field(default_factory=posts)

    @property
    def layout(self) -> Layout:
        """How its list looks: a pager that names the next page, days without a time."""
        return Layout(per_page=5, paging="next", list_dates=self.list_dates, clock_times=False)

    def documents(self) -> Answer:
        """The feed of another section, whose entries have pages of their own."""
        date = format_datetime(_DOCUMENTS)
        items = "".join(
            f"<item><title>Thôn {n} ra đồng</title><link>{self.base}van-ban-{n}.html</link><pubDate>{date}</pubDate></item>"
            for n in range(10)
        )
        return Answer(200, f'<rss version="2.0"><channel><title>Văn bản</title>{items}</channel></rss>'.encode(), RSS)

    def truth(self, month: Month) -> int:
        """How many PAR posts were published in a month."""
        return sum(1 for post in self.posts if post.par and post.month == month)

    def answer(self, path: str, now: datetime, change: Callable[[Post], Post | None] = lambda post: post) -> Answer:
        """The sound answer at an instant; `change` puts other posts in the place of these, or none."""
        shown = [p for post in self.posts if post.is_up(now) and (p := change(post))]
        if article := _ARTICLE.fullmatch(path):
            post = next((p for p in shown if p.number == int(article[1])), None)
            return html(pages.article_html(post, self.layout, now)) if post else html("<h1>404</h1>", 404)
        if path.startswith("van-ban-"):
            return html(pages.article_html(Post(900, _DOCUMENTS, False, 0, 0, _DOCUMENTS), self.layout, now))
        if path == "rss":
            return Answer(200, pages.feed_xml(shown, Feed(10), self.base, now).encode(), RSS)
        if path == "trang-chu.html":
            return self.home(now)
        page = _PAGE.fullmatch(path)
        number = int(page[1]) if page else int(not path)
        found = pages.list_page(shown, self.layout, number)
        return html(pages.list_html(found, self.layout, number, self.base, now)) if found.blocks else html("<h1>404</h1>", 404)

    def home(self, now: datetime) -> Answer:
        """The home page, with the two newest posts in entries like those of the list."""
        newest = sorted((p for p in self.posts if p.is_up(now)), key=lambda p: p.at)[-2:]
        entries = pages.list_html(pages.list_page(newest, self.layout, 1), self.layout, 1, self.base, now)
        found = re.search(r"<div class=\"list\">.*?</div></div>", entries)
        return html(home(found[0] if found else ""))


def target_of(path: str) -> Target:
    """What an address is: the feed, an article, or a page of the listing."""
    return "feed" if path == "rss" else "article" if _ARTICLE.fullmatch(path) else "listing"
