"""Letters about sources that could not be read."""

from dataclasses import replace
from datetime import date

from letter_worlds import flat, letter, told
from worlds import year_of

from newswatch.core.notices.notice import NoticeKind, Unreadable


def test_trouble_says_nothing_about_the_count() -> None:
    """The letter tells since when, what to check and, last, the technical reason; a source that is not required has another subject."""
    year = year_of([], now="2026-04-15 08:00")
    site = Unreadable("site", "https://quangtho.example.vn/tin", date(2026, 4, 8), "no answer within 20 seconds", True)
    notice = letter(told(NoticeKind.TROUBLE, [], year, "2026-04-15", period="2026-04-08", due_notice={"sources": (site,)}))
    assert notice.subject == "[Quảng Thọ] Không đọc được trang tin từ ngày 08/04/2026 – chưa kết luận gì về số tin, bài"
    text = flat(notice)
    assert "không bị kết luận là thiếu" in text
    assert "newswatch doctor" in text
    assert text.index("newswatch probe https://quangtho.example.vn/tin") < text.index("no answer within 20 seconds")
    assert notice.enclosures == ()
    extra = replace(site, required=False)
    other = letter(told(NoticeKind.TROUBLE, [], year, "2026-04-15", period="2026-04-08", due_notice={"sources": (extra, extra)}))
    assert other.subject == "[Quảng Thọ] Không đọc được 2 nguồn tin từ ngày 08/04/2026 (nguồn phụ)"
