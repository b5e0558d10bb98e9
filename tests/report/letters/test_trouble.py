"""Letters about sources that could not be read."""

from dataclasses import replace
from datetime import date

from letter_worlds import flat, letter, told
from worlds import moment, year_of

from newswatch.core.notices.notice import NoticeKind, Unreadable


def test_trouble_says_nothing_about_the_count() -> None:
    """The letter tells when it was last read, what to check and, last, the technical reason; a source that is not required has another subject."""
    year = year_of([], now="2026-04-15 08:00")
    site = Unreadable(
        "site",
        "https://quangtho.example.vn/tin",
        date(2026, 4, 8),
        "no answer within 20 s (fetch.timeout_seconds)",
        True,
        moment("2026-04-08 08:05"),
    )
    notice = letter(told(NoticeKind.TROUBLE, [], year, "2026-04-15", period="2026-04-08", due_notice={"sources": (site,)}))
    assert notice.subject == "[Quảng Thọ] Không đọc được trang tin – chưa kết luận gì về số tin, bài"
    text = flat(notice)
    assert "Lần đọc được gần nhất: 08:05 08/04/2026" in text
    assert "Lần đọc được gần nhất: 08:05 08/04/2026" in notice.short_text
    assert "từ ngày" not in text
    assert "không bị kết luận là thiếu" in text
    assert "newswatch doctor" in text
    assert text.index("newswatch probe https://quangtho.example.vn/tin") < text.index("không trả lời trong 20 giây")
    assert notice.enclosures == ()
    extra = replace(site, required=False)
    other = letter(told(NoticeKind.TROUBLE, [], year, "2026-04-15", period="2026-04-08", due_notice={"sources": (extra, extra)}))
    assert other.subject == "[Quảng Thọ] Không đọc được 2 nguồn tin (nguồn phụ)"


def test_a_machine_that_was_off_is_not_called_a_broken_portal() -> None:
    """Where nobody looked at any source, the machine is told of, with the days, and nothing is said of the portal."""
    year = year_of([], now="2026-12-10 08:00")
    site = Unreadable("site", "https://quangtho.example.vn/tin", date(2026, 12, 1), "", True, moment("2026-12-01 06:30"), tried=False)
    notice = letter(told(NoticeKind.TROUBLE, [], year, "2026-12-10", period="2026-12-01", due_notice={"sources": (site,)}))
    assert notice.subject == ("[Quảng Thọ] Máy theo dõi không chạy từ 01/12/2026 đến 10/12/2026 – chưa kết luận gì về số tin, bài")
    assert "Không đọc được" not in notice.text
    assert "trang còn chạy" not in notice.short_text
    assert notice.facts["machine_off"] is True
