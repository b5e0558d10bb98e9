"""How the test portal's pages and feeds look: news amid furniture, with poison wherever a wrong field could be read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape

from newswatch.core.model import Profile

PROFILE = Profile(
    name="portal",
    entry="div.danh-sach > div.tin",
    link="a.tieu-de",
    title="a.tieu-de",
    date="span.ngay",
    summary="p.trich",
    next_page="div.phan-trang a.sau",
    page_pattern="trang-{n}.html",
    article_title="div.chi-tiet h2.tieu-de",
    article_date="div.chi-tiet p.ngay-dang",
    article_body="div.chi-tiet div.noi-dung",
    drop=(".cong-cu", ".lien-quan"),
    id_pattern=r"-(?P<id>\d+)\.html",
)

DATE_FORMS = {
    "plain": "{d:%d/%m/%Y %H:%M}",
    "day": "{d:%d/%m/%Y}",
    "nukeviet": "{weekday} - {d:%d/%m/%Y %H:%M}",
    "liferay": "Ngày đăng {d:%d/%m/%Y} | {d:%H:%M}",
    "huecit": "Ngày cập nhật {d:%d/%m/%Y}",
    "thanhhoa": "Đăng lúc: {d:%H:%M:%S %d/%m/%Y} (GMT+7)",
    "written": "ngày {d.day} tháng {d.month} năm {d.year}",
    "none": "",
}
"""Forms of printed dates met on real portals, as templates for `Portal.date_form`."""

POISON_DATE = "01/02/2003"
POISON_WORDS = "Bộ thủ tục hành chính cấp xã"
COUNTER, CLOCK = "@@visits@@", "@@clock@@"
_WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_MENU = ("Cải cách hành chính", "Thủ tục hành chính", "Một cửa điện tử", "Dịch vụ công trực tuyến", "Chuyển đổi số")


@dataclass(slots=True)
class Post:
    """One article as the portal holds it; `at` is local time, None for an undated one."""

    id: int
    title: str
    at: datetime | None
    body: str
    section: str
    slug: str
    pinned: bool = False

    @property
    def path(self) -> str:
        return f"/tin/{self.slug}-{self.id}.html"

    @property
    def summary(self) -> str:
        return self.body.split("\n")[0][:120]


def printed(at: datetime | None, form: str) -> str:
    """An instant in one of the templates of `DATE_FORMS` or a template of one's own; empty for None."""
    return form.format(d=at, weekday=_WEEKDAYS[at.weekday()]) if at else ""


def listing(shown: Sequence[Post], number: int, last: int, form: str) -> str:
    """One page of the news; an empty `form` prints no dates."""
    entries = "\n".join(_entry(p, form) for p in shown)
    after = f'<a class="sau" href="/trang-{number + 1}.html">Sau</a>' if number < last else ""
    return _frame(f'<div class="danh-sach">\n{entries}\n</div>\n<div class="phan-trang"><a href="/">Đầu</a>{after}</div>', "Tin tức")


def article(post: Post, related: Sequence[Post], form: str) -> str:
    """An article's own page, with links to others below its body."""
    paragraphs = "\n".join(f"<p>{escape(p)}</p>" for p in post.body.split("\n"))
    others = "".join(f'<li><a class="tieu-de" href="{p.path}">{escape(p.title)}</a> ({POISON_DATE})</li>' for p in related)
    return _frame(
        f"""<div class="chi-tiet"><p class="muc">Trang chủ / {escape(post.section)}</p>
<h2 class="tieu-de">{escape(post.title)}</h2>
<p class="ngay-dang">{printed(post.at, form)}</p>
<div class="noi-dung"><div class="cong-cu">Cỡ chữ: A+ A A- In bài viết</div>
{paragraphs}
<div class="lien-quan">Tin liên quan: {POISON_WORDS}<ul>{others}</ul></div></div></div>""",
        escape(post.title),
    )


def rss(posts: Sequence[Post], base: str) -> str:
    """RSS 2.0."""
    items = "".join(
        f"<item><title>{escape(p.title)}</title><link>{base}{p.path}</link><guid>{base}{p.path}</guid>"
        f"{f'<pubDate>{format_datetime(p.at)}</pubDate>' if p.at else ''}<description>{escape(p.summary)}</description></item>\n"
        for p in posts
    )
    head = f"<title>Xã Thử</title><link>{base}/</link><description>Tin mới</description>"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>{head}\n{items}</channel></rss>\n'


def atom(posts: Sequence[Post], base: str) -> str:
    """Atom 1.0; the entries' `updated` lies a day after `published`."""
    entries = "".join(
        f'<entry><title>{escape(p.title)}</title><link href="{base}{p.path}"/><id>{base}{p.path}</id>'
        f"{_stamps(p)}<summary>{escape(p.summary)}</summary></entry>\n"
        for p in posts
    )
    head = f"<title>Xã Thử</title><id>{base}/</id><updated>2026-01-01T00:00:00Z</updated>"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">{head}\n{entries}</feed>\n'


def json_feed(posts: Sequence[Post], base: str) -> str:
    """JSON Feed 1.1."""
    items = [
        {"id": str(p.id), "url": base + p.path, "title": p.title, "summary": p.summary}
        | ({"date_published": p.at.isoformat()} if p.at else {})
        for p in posts
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Xã Thử", "items": items}, ensure_ascii=False)


def _stamps(post: Post) -> str:
    if post.at is None:
        return ""
    return f"<published>{post.at.isoformat()}</published><updated>{(post.at + timedelta(days=1)).isoformat()}</updated>"


def _entry(post: Post, form: str) -> str:
    return (
        f'<div class="tin"><a class="tieu-de" href="{post.path}">{escape(post.title)}</a> '
        f'<span class="ngay">{printed(post.at, form)}</span><p class="trich">{escape(post.summary)}</p></div>'
    )


def _frame(main: str, title: str) -> str:
    menu = "".join(f'<li><a href="/chuyen-muc-{n}.html">{name}</a></li>' for n, name in enumerate(_MENU))
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{title}</title>
<link rel="alternate" type="application/rss+xml" href="/rss"></head>
<body><h1>Trang thông tin điện tử xã Thử</h1><p>Hôm nay, {CLOCK}</p><ul class="menu">{menu}</ul>
{main}
<div class="ben"><h3>Văn bản mới</h3><p><span class="ngay">{POISON_DATE}</span>
<a class="tieu-de" href="/van-ban/kiem-soat-thu-tuc-900.html">{POISON_WORDS}</a></p>
<p>Tổng lượt truy cập: {COUNTER}</p></div></body></html>
"""
