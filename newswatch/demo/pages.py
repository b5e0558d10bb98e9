"""The demo portal's HTML pages and feed, with the boilerplate that real portals put around their news."""

from collections.abc import Sequence
from email.utils import format_datetime
from html import escape
from string import Template

from newswatch.demo.content import COMMUNE, DISTRICT, Post, slug

PER_PAGE = 10
FEED_LENGTH = 15
_TEASER = 170
_RELATED = 4
_NAME = f"Trang thông tin điện tử xã {COMMUNE}"
_SECTIONS = ("Cải cách hành chính", "Tin hoạt động", "Kinh tế", "Văn hóa - Xã hội", "An ninh - Quốc phòng", "Thông báo")
_SERVICES = ("Bộ thủ tục hành chính", "Một cửa điện tử", "Dịch vụ công trực tuyến", "Công khai ngân sách", "Chỉ số cải cách hành chính")

_CSS = """
*{box-sizing:border-box}body{margin:0;background:#eef1f0;color:#20302c;font:16px/1.6 "Segoe UI","Noto Sans",Arial,sans-serif}
a{color:#0b5c4a;text-decoration:none}a:hover{text-decoration:underline}
header{background:#0b5c4a;color:#fff;padding:1.4rem 0}header a{color:#fff}header b{display:block;font-size:1.5rem}
header span{opacity:.85}.khung{max-width:1040px;margin:0 auto;padding:0 1rem}
.menu{background:#08463a}.menu ul{display:flex;flex-wrap:wrap;margin:0 -.9rem;padding:0;list-style:none}
.menu a{display:block;padding:.6rem .9rem;color:#fff;font-size:.95rem}
.cot{display:grid;grid-template-columns:minmax(0,1fr) 260px;gap:1.5rem;margin:1.5rem auto}
main,.ben section{background:#fff;border-radius:6px;padding:1.2rem 1.5rem}.ben section{margin-bottom:1rem;padding:1rem 1.2rem}
.ben h3{margin:0 0 .5rem;font-size:1rem;color:#08463a}.ben ul{margin:0;padding-left:1.1rem}
main h1,.bai .muc{margin-top:0}
.tin{border-bottom:1px solid #dde4e1;padding:.8rem 0}.tin h2{margin:0;font-size:1.1rem;line-height:1.4}
.tin p{margin:.3rem 0 0}.tin time,.dang,.muc{color:#667a74;font-size:.88rem}
.bai h1{margin:.2rem 0;font-size:1.55rem;line-height:1.35}.lien-quan{border-top:1px solid #dde4e1;margin-top:1.5rem}
.trang{display:flex;flex-wrap:wrap;gap:.4rem;margin-top:1rem}
.trang a,.trang b{padding:.2rem .7rem;border:1px solid #b9c8c2;border-radius:4px}
.trang b{background:#0b5c4a;color:#fff}footer{background:#20302c;color:#dfe7e4;padding:1.2rem 0;font-size:.92rem}
footer strong{color:#ffd479}@media(max-width:760px){.cot{grid-template-columns:1fr}}
"""

_FRAME = Template("""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<link rel="alternate" type="application/rss+xml" title="Tin mới" href="/rss">
<style>$css</style>
</head>
<body>
<header><div class="khung"><a href="/"><b>$name</b></a><span>Huyện $district · Dữ liệu mẫu của newswatch</span></div></header>
<nav class="menu"><div class="khung"><ul>$menu</ul></div></nav>
<div class="khung cot">
<main>
$main
</main>
<aside class="ben">
<section><h3>Tiện ích</h3><ul>$services</ul></section>
<section class="dem"><h3>Thống kê truy cập</h3>Tổng lượt truy cập: <b>$visits</b></section>
</aside>
</div>
<footer><div class="khung"><strong>Đây là dữ liệu mẫu.</strong> Xã $commune, huyện $district cùng mọi người và mọi việc trên trang này
đều được đặt ra để giới thiệu phần mềm newswatch; không phải trang của địa phương nào có thật.</div></footer>
</body>
</html>
""")

_FEED = Template("""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>$name</title>
<link>$base/</link>
<description>Tin mới của xã $commune (dữ liệu mẫu)</description>
<language>vi</language>
<atom:link href="$base/rss" rel="self" type="application/rss+xml"/>
$items
</channel>
</rss>
""")


def listing(posts: Sequence[Post], number: int, visits: int) -> str | None:
    """Page `number` (from 1) of the news, newest first; None after the last page."""
    last = -(-len(posts) // PER_PAGE)
    if not 1 <= number <= last:
        return None
    shown = posts[(number - 1) * PER_PAGE : number * PER_PAGE]
    main = f"<h1>Tin mới</h1>\n{_teasers(shown)}\n{_pager(number, last)}"
    return _frame(_NAME if number == 1 else f"Trang {number} - {_NAME}", main, visits)


def section(posts: Sequence[Post], name: str, visits: int) -> str | None:
    """All news of the section whose slug is `name`; None if there is no such section."""
    title = next((s for s in _SECTIONS if slug(s) == name), None)
    if title is None:
        return None
    shown = [p for p in posts if p.section == title]
    return _frame(f"{title} - {_NAME}", f"<h1>{escape(title)}</h1>\n{_teasers(shown)}", visits)


def article(post: Post, others: Sequence[Post], visits: int) -> str:
    """One article with links to the next older ones of `others`."""
    older = [p for p in others if p.published_at < post.published_at][:_RELATED]
    related = "".join(f'<li><a href="{p.path}">{escape(p.title)}</a> <small>({p.published_at:%d/%m/%Y})</small></li>' for p in older)
    paragraphs = "\n".join(f"<p>{escape(p)}</p>" for p in post.body)
    main = f"""<article class="bai">
<p class="muc"><a href="/">Trang chủ</a> › <a href="/chuyen-muc/{slug(post.section)}.html">{escape(post.section)}</a></p>
<h1>{escape(post.title)}</h1>
<p class="dang">Ngày đăng: {_printed(post)}</p>
<div class="noi-dung">
{paragraphs}
</div>
</article>
<section class="lien-quan"><h3>Tin đã đăng</h3><ul>{related}</ul></section>"""
    return _frame(f"{post.title} - {_NAME}", main, visits)


def missing(visits: int) -> str:
    """The page for an address that leads nowhere."""
    return _frame(f"Không tìm thấy - {_NAME}", '<h1>Không tìm thấy trang</h1>\n<p><a href="/">Về trang chủ</a></p>', visits)


def feed(posts: Sequence[Post], base: str) -> str:
    """RSS 2.0 of the newest posts; `base` is the portal's address without a slash at the end."""
    items = "\n".join(_item(p, base) for p in posts[:FEED_LENGTH])
    return _FEED.substitute(name=_NAME, base=base, commune=COMMUNE, items=items)


def _item(post: Post, base: str) -> str:
    address = f"{base}{post.path}"
    return (
        f"<item><title>{escape(post.title)}</title><link>{address}</link><guid>{address}</guid>"
        f"<category>{escape(post.section)}</category><pubDate>{format_datetime(post.published_at)}</pubDate>"
        f"<description>{escape(_teaser(post))}</description></item>"
    )


def _teasers(posts: Sequence[Post]) -> str:
    return "\n".join(
        f'<article class="tin"><h2><a href="{p.path}">{escape(p.title)}</a></h2>{_printed(p)}<p>{escape(_teaser(p))}</p></article>'
        for p in posts
    )


def _pager(number: int, last: int) -> str:
    numbers = (f"<b>{n}</b>" if n == number else f'<a href="{_page_path(n)}">{n}</a>' for n in range(1, last + 1))
    after = f'<a rel="next" href="{_page_path(number + 1)}">Sau ›</a>' if number < last else ""
    return f'<nav class="trang">{"".join(numbers)}{after}</nav>'


def _page_path(number: int) -> str:
    return "/" if number == 1 else f"/trang-{number}.html"


def _printed(post: Post) -> str:
    return f'<time datetime="{post.published_at.isoformat()}">{post.published_at:%d/%m/%Y %H:%M}</time>'


def _teaser(post: Post) -> str:
    first = post.body[0]
    return first if len(first) <= _TEASER else first[:_TEASER].rsplit(" ", 1)[0] + "…"


def _frame(title: str, main: str, visits: int) -> str:
    menu = "".join(f'<li><a href="/chuyen-muc/{slug(s)}.html">{escape(s)}</a></li>' for s in _SECTIONS)
    services = "".join(f"<li>{escape(s)}</li>" for s in _SERVICES)
    return _FRAME.substitute(
        title=escape(title),
        css=_CSS,
        name=_NAME,
        commune=COMMUNE,
        district=DISTRICT,
        menu=menu,
        services=services,
        visits=f"{visits:,}".replace(",", "."),
        main=main,
    )
