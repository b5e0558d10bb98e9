"""What a generated portal shows at an instant: which entries stand on which page of its list, and the HTML and feed around them."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import NamedTuple

from generated.world import Feed, Layout, Post
from newswatch.core.model import LOCAL, Profile

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


def title(post: Post) -> str:
    """A title that leaves no doubt whether the post is PAR news."""
    return TITLES[post.par].format(n=post.number)


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


def list_html(page: ListPage, layout: Layout, number: int, base: str) -> str:
    """One page of the list with its pager."""
    blocks = "".join(f'<div class="list">{"".join(_entry(row, layout, base) for row in block)}</div>' for block in page.blocks)
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


def article_html(post: Post, layout: Layout) -> str:
    """An article's own page."""
    date = f'<p class="ngay">{_printed(post.at, layout)}</p>' if layout.article_dates else ""
    body = "".join(f"<p>{p}</p>" for p in BODIES[post.par].format(n=post.number).split("\n"))
    return _frame(f'<h1>{escape(title(post))}</h1>{date}<div class="body">{body}</div>', title(post), layout)


def feed_xml(posts: Sequence[Post], feed: Feed, base: str) -> str:
    """RSS of the newest posts."""
    newest = sorted(posts, key=lambda p: p.at, reverse=True)[: feed.length]
    items = "".join(
        f"<item><title>{escape(title(p))}</title><link>{base}tin-{p.number}.html</link><pubDate>{format_datetime(p.at)}</pubDate></item>"
        for p in newest
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Xã</title><link>{base}</link>{items}</channel></rss>'


def _entry(row: Row, layout: Layout, base: str) -> str:
    date = f' <span class="d">{_printed(row.post.at, layout)}</span>' if layout.list_dates else ""
    return f'<div class="e"><a class="t" href="{base}{row.path}">{escape(title(row.post))}</a>{date}</div>'


def _printed(at: datetime, layout: Layout) -> str:
    local = at.astimezone(LOCAL)
    return f"{local:%d/%m/%Y %H:%M}" if layout.clock_times else f"{local:%d/%m/%Y}"


def _frame(main: str, name: str, layout: Layout) -> str:
    visits = f"<p>Lượt truy cập: {COUNTER}</p>" if layout.counter else ""
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{escape(name)}</title></head><body>{main}{visits}</body></html>'
    )
