"""What a generated portal shows at an instant: which entries stand on which page of its list, and the HTML and feed around them."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import NamedTuple

from generated.printed import feed_date, printed
from generated.world import Feed, Layout, Post
from newswatch.core.model import Profile

TITLES = {
    True: "Xã {n} đẩy mạnh cải cách hành chính, rút ngắn thủ tục hành chính tại bộ phận một cửa",
    False: "Thôn {n} ra đồng gặt lúa sớm",
}
BODIES = {
    True: "Ngày làm việc thứ {n} trong đợt, Ủy ban nhân dân xã kiểm tra công tác cải cách hành chính tại bộ phận một cửa.\n"
    "Hồ sơ thủ tục hành chính được tiếp nhận và trả kết quả đúng hẹn; dịch vụ công trực tuyến đạt {n} phần trăm.",
    False: "Sáng nay, bà con thôn {n} ra đồng gặt lúa sớm.\nNăng suất đạt {n} tạ, cao hơn vụ trước.",
}
BLOCK_PAGE = (
    '<html><body><div class="bv"><h1>Đang kiểm tra trình duyệt</h1><p>Vui lòng chờ trong giây lát. Mã yêu cầu 7f3a.</p></div></body></html>'
)
QUIET = "Chuyện ở trụ sở xã ngày đầu tuần {n}"
OTHER_PAGE = '<html><body><div class="chu"><h2>Trang thông tin điện tử</h2><p>Nội dung bạn tìm không có ở đây.</p></div></body></html>'
COUNTER = "@@visits@@"
_TWIN_LOWER = 2


class Row(NamedTuple):
    """One entry of a list: the post and the path by which it is named there."""

    post: Post
    path: str


def profile(layout: Layout) -> Profile:
    """How the list is read; pages by `zero`, `pattern` and `blind` are tried by a pattern of addresses, as a profile that was inferred may do."""
    by_pattern = {"zero": "?trang={n}", "pattern": "trang-{n}.html", "blind": "trang-{n}.html"}
    return Profile(
        name="generated",
        entry="div.e",
        link="a.t",
        date="span.d" if layout.list_dates else "",
        next_page={"next": "div.pager a.sau", "numbers": "div.pager a"}.get(layout.paging, ""),
        page_pattern=by_pattern.get(layout.paging, ""),
        article_title="h1",
        article_date="p.ngay" if layout.article_dates else "",
        article_body="div.body",
        id_pattern=r"tin-(?P<id>\d+)\.html",
    )


def title(post: Post, now: datetime) -> str:
    """A title that leaves no doubt whether the post is PAR news, unless it is quiet of it. A change of the post may be a change of its title."""
    shown = (QUIET if post.quiet else TITLES[post.par]).format(n=post.number)
    return f"{shown} ở địa phương" if post.modified_at(now) != post.at else shown


def text(post: Post) -> str:
    """A text that leaves no doubt whether the post is PAR news."""
    return BODIES[post.par].format(n=post.number)


def ordered(posts: Sequence[Post], layout: Layout) -> list[Row]:
    """The list as a whole, pins apart, with entries that stand twice."""
    keys = {
        "newest": lambda p: (-p.placed_at.timestamp(), p.number),
        "oldest": lambda p: (p.placed_at.timestamp(), p.number),
        "shuffled": lambda p: (p.rank, p.number),
        "grouped": lambda p: (p.section, -p.placed_at.timestamp()),
    }
    rows = [Row(p, f"tin-{p.number}.html") for p in sorted(posts, key=keys[layout.order])]
    for post in (p for p in posts if p.twice):
        path = f"tin-{post.number}.html" if post.twice == "same" else f"muc-2/bai-viet-{post.number}.html"
        place = next(n for n, row in enumerate(rows) if row.post is post)
        rows.insert(place + _TWIN_LOWER, Row(post, path))
    return rows


class ListPage(NamedTuple):
    """One page of the list: its blocks of entries, and the number of the last page."""

    blocks: list[list[Row]]
    last: int


def list_page(posts: Sequence[Post], layout: Layout, number: int) -> ListPage:
    """Page `number` of the list; without blocks past its end."""
    if layout.columns and number == 1:
        return _columns(posts, layout)
    main = [p for p in posts if p.section == 0] if layout.columns else posts
    rows = ordered([p for p in main if p.number not in layout.pins], layout)
    per_page = layout.per_page
    last = max(1, -(-len(rows) // per_page))
    if layout.paging in ("none", "load_more"):
        per_page, last = layout.one_page or max(1, len(rows)), 1
    if not 1 <= number <= last:
        return ListPage([], last)
    shown = rows[(number - 1) * per_page : number * per_page]
    pins = [Row(p, f"tin-{p.number}.html") for p in posts if p.number in layout.pins] if number == 1 or layout.pins_everywhere else []
    shown = shown + pins if layout.pins_foot else pins + shown
    featured = [Row(p, f"tin-{p.number}.html") for p in posts if p.number in layout.featured] if number == 1 else []
    return ListPage([block for block in (featured, shown) if block], last)


def _columns(posts: Sequence[Post], layout: Layout) -> ListPage:
    """The front page of columns, each with the newest posts of one section; where it pages on, the first column's length is a page."""
    sections = [ordered([p for p in posts if p.section == n], layout) for n in range(layout.columns)]
    last = max(1, -(-len(sections[0]) // layout.per_page)) if layout.columns_page_on else 1
    return ListPage([rows[: layout.per_page] for rows in sections], last)


def list_html(page: ListPage, layout: Layout, number: int, base: str, now: datetime) -> str:
    """One page of the list with its pager, as it looks at an instant."""
    blocks = "".join(f'<div class="list">{"".join(_entry(row, layout, base, now) for row in block)}</div>' for block in page.blocks)
    return _frame(f"{blocks}{_pager(layout, number, page.last, base)}", "Tin tức", layout)


def address(layout: Layout, number: int, base: str) -> str:
    """The path of a page of the list."""
    if layout.paging == "zero":
        return f"{base}?trang={number - 1}"
    return base if number == 1 else f"{base}trang-{number}.html"


def _pager(layout: Layout, number: int, last: int, base: str) -> str:
    if layout.paging == "load_more":
        return '<div class="pager"><button class="them" data-offset="1">Xem thêm</button></div>'
    if layout.paging in ("none", "blind"):
        return ""
    if layout.paging == "next":
        links = f'<a class="sau" href="{address(layout, number + 1, base)}">Trang sau</a>' if number < last else ""
    else:
        links = "".join(f'<a href="{address(layout, n, base)}">{n}</a> ' if n != number else f"<b>{n}</b> " for n in range(1, last + 1))
    return f'<div class="pager">{links}</div>'


def article_html(post: Post, layout: Layout, now: datetime) -> str:
    """An article's own page as it looks at an instant."""
    body = "".join(f"<p>{p}</p>" for p in text(post).split("\n"))
    return _frame(
        f'<h1>{escape(title(post, now))}</h1>{_page_date(post, layout, now)}<div class="body">{body}</div>', title(post, now), layout
    )


def _page_date(post: Post, layout: Layout, now: datetime) -> str:
    """What a page states of its time: an event's day, metadata, or a printed date, which a label may call that of the last change."""
    at = post.stated("page")
    if post.event_at:
        return f"<p>Ngày {printed(post.event_at, 'day', now, clock=False)}</p>"
    if not layout.article_dates or at is None:
        return ""
    if layout.modified.startswith("json_ld"):
        published = f'"datePublished": "{at.isoformat()}", ' if layout.modified == "json_ld_both" else ""
        fields = f'{published}"dateModified": "{post.modified_at(now).isoformat()}"'
        return f'<script type="application/ld+json">{{"@type": "NewsArticle", {fields}}}</script>'
    label, at = ("Cập nhật lúc: ", post.modified_at(now)) if layout.modified else ("", at)
    return f'<p class="ngay">{label}{printed(at, layout.page_form, now, clock=layout.clock_times, by_day=layout.by_day)}</p>'


def feed_xml(posts: Sequence[Post], feed: Feed, base: str, now: datetime) -> str:
    """RSS of the newest posts, or Atom where it states the last change alone."""
    newest = sorted(posts, key=lambda p: p.at, reverse=True)[: feed.length]
    if feed.dated == "updated":
        entries = "".join(
            f'<entry><title>{escape(title(p, now))}</title><link href="{link(p, base)}"/><id>{p.number}</id>'
            f"<updated>{p.modified_at(now).isoformat()}</updated></entry>"
            for p in newest
        )
        return (
            f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Xã</title><id>x</id>{entries}</feed>'
        )
    items = "".join(_item(p, feed, base, now) for p in newest)
    built = f"<lastBuildDate>{feed_date(now, feed.dated)}</lastBuildDate>" if feed.built else ""
    head = f'<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Xã</title><link>{base}</link>{built}'
    return f'<?xml version="1.0" encoding="utf-8"?>{head}{items}</channel></rss>'


def _item(post: Post, feed: Feed, base: str, now: datetime) -> str:
    at, said = post.stated("feed"), f"<description>{escape(text(post))}</description>" if feed.text else ""
    if at is None:
        date = ""
    elif feed.dated == "second":
        date = f"<pubDate>Invalid date</pubDate><dc:date>{at.isoformat()}</dc:date>"
    else:
        date = f"<pubDate>{feed_date(at, feed.dated)}</pubDate>"
    name = f"{post.number}{f'-{now:%Y%m%d}' if feed.guids == 'daily' else ''}"
    guid = f'<guid isPermaLink="false">{name}</guid>' if feed.guids else ""
    return f"<item><title>{escape(title(post, now))}</title><link>{link(post, base)}</link>{guid}{date}{said}</item>"


def link(post: Post, base: str, path: str = "") -> str:
    """The address by which a post is named; a foreign one lies on a host of another name, a shared one is that of a page about none of them."""
    return f"{base.replace('//127.0.0.1', '//localhost') if post.foreign else base}{path or ('tin' if post.shared else f'tin-{post.number}.html')}"


def _entry(row: Row, layout: Layout, base: str, now: datetime) -> str:
    at, date = row.post.stated("list"), ""
    if layout.list_dates and at is not None:
        form = "month_first" if row.post.flipped else layout.list_form
        date = f' <span class="d">{printed(at, form, now, clock=layout.clock_times, by_day=layout.by_day)}</span>'
    return f'<div class="e"><a class="t" href="{link(row.post, base, row.path)}">{escape(title(row.post, now))}</a>{date}</div>'


def _frame(main: str, name: str, layout: Layout) -> str:
    visits = f"<p>Lượt truy cập: {COUNTER}</p>" if layout.counter else ""
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{escape(name)}</title></head><body>{main}{visits}</body></html>'
    )
