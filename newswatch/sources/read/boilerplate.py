"""Recognises what on a portal's page is no news: headings of link lists, counters, share bars, menus. No parser: texts and marks in, verdicts out.

The patterns hold what the portals of PORTALS.md 3 print around their articles. They are matched on accent-free lower case (`core.text.bare`),
so that they also match "LƯỢT XEM" and the misspelt "Truy câp" of HueCIT portals.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newswatch.core.text import bare
from newswatch.sources.infer.dom import names

LONGEST_LABEL = 120
"""Characters. A longer line is a sentence. A judgement: the saved pages are read alike with 60 and 240."""

DATE_WORDS = 8
"""Words beside a date. A text with more is a sentence. joomla_article needs some; "Ngày đăng bài: … | Tác giả: …" of
PORTALS.md 2 has the author's name."""

_PROSE = 80
_LINKED = 0.6
"""A line of that many characters, with a smaller share of them in links, is prose: test_text_goes_on_after_a_block_of_related_links."""


def _whole(*patterns: str) -> re.Pattern[str]:
    """A pattern that matches a whole line by one of the alternatives. Other signs may surround it."""
    return re.compile(rf"^\W*({'|'.join(patterns)})\W*$")


_RELATED = _whole(
    r"((nhung |cac )?(tin|bai)( tuc| bai| viet)? (da dua|da dang|khac|lien quan|moi hon|cu hon|moi nhat|moi|tiep theo|truoc do"
    r"|xem nhieu|doc nhieu|noi bat|cung (chuyen muc|loai|chu de))|(noi dung|chu de|thong tin) lien quan|co the ban quan tam"
    r"|tin nong|(xem|doc) (nhieu|them)( nhat)?|(related|other|recent|latest|popular) (posts?|news|articles?|items?|stories)"
    r"|theo dong su kien|y kien ban doc|(gui )?binh luan|comments?|gui (y kien|phan hoi)|danh gia bai viet)( ngay)?( *\(?\d+\)?)?",
)
_BOX = re.compile(r"nhieu( nhat)?\W*$|popular|trending|lien ket|quang cao|video|thu vien|hinh anh")
_LATEST = re.compile(r"^\W*(tin( tuc)? )?(moi( nhat| cap nhat)?|nong)\W*$|latest|recent|^\W*tin moi|noi bat|tieu diem")
_NOISE = _whole(
    r"co chu.*|xem (voi )?co chu.*|a ?[+-]? ?a ?[+-]? ?a? ?[+-]?|(tang|giam) co chu|do tuong phan.*",
    r"(in|ban) (bai( viet)?|trang|tin|an|nay|in)|(gui )?e?mail|gui (cho )?ban be|chia se(:.{0,40}| (bai viet|qua|len|facebook|zalo|tin).{0,30})?",
    r"(so )?luot (xem|doc|truy cap).{0,20}|doc \d+ luot|(da )?xem:? \d+|\d+ (luot )?(xem|doc)",
    r"dang (truy cap|online).*|hom (nay|qua)\W*[\d.,]*|(tong|so) .{0,12}truy cap.*|(tong )?truy cap.{0,25}|thang (nay|truoc)\W*[\d.,]+",
    r"(tro )?(ve|len) dau trang|quay lai|tro (lai|ve)( trang.*)?|\d+ binh luan.*|tong so diem cua bai viet.*|click de danh gia.*",
    r"(xep hang|danh gia)\W*[\d.,/ ]*\W.*phieu.*|(tags?|tu khoa|the)\W*:.*|image banner|skip (to main content|ribbon commands).*",
    r"menu duoc chon khong ton tai|nghe (noi dung|bai viet|doc bai).*|(theo doi .*)?google news",
    r"(tac gia|nguoi (viet|dang)|bien tap)\W*:.*|(sua|cap nhat) lan cuoi.*|last (modified|updated).*",
    r"(facebook|twitter|zalo|tweet|like|share|print)+",
    r"(read|doc|xem) (more|tiep|them|chi tiet)|chi tiet|visitor tracking|chung nhan tin nhiem mang|xin huan|quang cao|tai ve",
)
_CLOCK = re.compile(r"\b(hom nay|bay gio|today|gio hien tai)\b")
_LABELS = re.compile(
    r"\b(ngay|dang|bai|cap|nhat|luc|thoi|gian|xuat|ban|thu|hai|ba|tu|nam|sau|bay|chu|thang|gio|phut|gmt|published|posted|updated|created"
    r"|on|date|tin|tac|gia|nguon|by|luot|xem|doc|views?|sa|ch|am|pm)\b|[\d\W_]+"
)

_BANNED = names(
    "related relate lienquan tinkhac othernews others comment comments binhluan breadcrumb breadcrumbs pathway pagination pager paging"
    " rating vote share sharing social addthis sharethis counter sitemap copyright captcha subscribe newsletter hits toolbar tools fontsize"
    " cochu login search"
)
_SMALL_PRINT = names("meta byline articleinfo postinfo")
_REGIONS = names(
    "nav navbar navigation menu submenu topmenu footer foot sidebar aside widget banner header masthead advert ads quangcao partner"
    " partners doitac lienket weblink weblinks poll thamdo statistic statistics thongke ticker marquee slider slideshow carousel"
    " popup modal clock"
)
_CONTENT = names("content article body post detail entry main text news tin bai chitiet noidung story full inner")
_REGION_TAGS = frozenset({"nav", "footer", "aside", "header"})
_SMALL_TAGS = frozenset({"nav", "footer", "aside", "form"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page's text, and how many of its characters are in links."""

    text: str
    linked: int = 0


def bans(tag: str, marks: Iterable[str]) -> bool:
    """Whether a small element inside a text is boilerplate, by its tag and the marks of its class and id."""
    found = set(marks)
    return tag in _SMALL_TAGS or not found.isdisjoint(_BANNED | _SMALL_PRINT) or _is_region(found)


def region(tag: str, marks: Iterable[str]) -> bool:
    """Whether an element is a menu, header, side column, footer or the like. A `form` is none: ASP.NET wraps whole pages in one."""
    found = set(marks)
    if tag in ("body", "html", "main", "form"):
        return False
    return tag in _REGION_TAGS or not found.isdisjoint(_BANNED) or _is_region(found)


def heads_related(line: str) -> bool:
    """Whether a line is the heading of related, newer, older or most-read items, or of comments."""
    return len(line) <= LONGEST_LABEL and _RELATED.match(bare(line)) is not None


def heads_box(line: str) -> bool:
    """Whether a heading belongs to a box beside the list of news: most read, related, videos, links."""
    return len(line) <= LONGEST_LABEL and (_BOX.search(bare(line)) is not None or heads_related(line))


def heads_latest(line: str) -> bool:
    """Whether a heading announces the latest news. It often belongs to a box, and sometimes to the list itself."""
    return len(line) <= LONGEST_LABEL and _LATEST.search(bare(line)) is not None


def is_clock(text: str) -> bool:
    """Whether a text with a date is a visitor's clock ("Hôm nay, ..."): PORTALS.md 2, "Dates that mislead"."""
    return _CLOCK.search(bare(text)) is not None


def is_noise(line: str) -> bool:
    """Whether a line of text is a counter, a share bar, a font-size switch or the like."""
    return len(line) <= LONGEST_LABEL and _NOISE.match(bare(line)) is not None


def beside_date(text: str) -> int:
    """How many words a text has beside a date and its labels. "Ngày đăng: 05/03/2026 | Tác giả: An" has one, a sentence has many."""
    return len(_LABELS.sub(" ", bare(text)).split())


def body(lines: Sequence[Line]) -> str:
    """The article's own lines, a paragraph on each: without noise, and without the link lists under a heading of related items."""
    kept: list[str] = []
    related = False
    for line in lines:
        if heads_related(line.text):
            related = True
        elif related and _closes(line):
            related = False
        if not related and line.text and not is_noise(line.text):
            kept.append(line.text)
    return "\n".join(kept)


def _is_region(found: set[str]) -> bool:
    return not found.isdisjoint(_REGIONS) and found.isdisjoint(_CONTENT)


def _closes(line: Line) -> bool:
    """Whether a line ends a list of related links: a paragraph of prose does."""
    return len(line.text) >= _PROSE and line.linked < len(line.text) * _LINKED
