"""Warnings while a month is open: what is missing, how long there is, what is at risk."""

from datetime import date
from decimal import Decimal

from letter_worlds import counting, flat, letter, told, unit
from worlds import ALL_YEAR, watched, year_of

from newswatch.core.model import Countable
from newswatch.core.notices.notice import Notice, NoticeKind
from newswatch.core.notices.workdays import Rest
from newswatch.report import letters


def warning(items: list[Countable], now: str, spans: object = ALL_YEAR, **changes: object) -> Notice:
    """A warning in February 2026."""
    year = year_of(items, now=f"{now} 08:00", spans=spans)  # type: ignore[arg-type]
    values: dict[str, object] = {"days_left": 8, "working_days_left": 5, "at_risk": Decimal("1.5")}
    return letter(told(NoticeKind.WARNING, [2], year, now, period=now, **(values | changes)))  # type: ignore[arg-type]


def test_a_warning_says_what_is_missing_and_how_long_there_is() -> None:
    """The letter tells days, working days, Tết ahead and the points at stake, and has no workbook."""
    rests = (Rest(date(2026, 2, 16), date(2026, 2, 20), "Tết Nguyên đán"),)
    notice = warning(counting(2, 1), "2026-02-10", days_left=18, working_days_left=9, rests=rests)
    assert notice.subject == "[Quảng Thọ] Tin, bài CCHC tháng 02/2026: mới có 1/4 tin, bài, còn thiếu 3 – sau hôm nay còn 18 ngày"
    text = flat(notice)
    assert "sau hôm nay còn 18 ngày (9 ngày làm việc)" in text
    assert "Tết Nguyên đán (16/02–20/02/2026)" in text
    assert "mất 1,5 điểm" in text
    assert notice.enclosures == ()
    assert (notice.facts["days_left"], notice.facts["at_risk"], notice.facts["short"]) == (18, "1.5", 3)


def test_a_warning_with_unseen_days_calls_nothing_missing() -> None:
    """A warning tells what was seen and which days were not, but calls nothing missing."""
    notice = warning(counting(2, 1), "2026-02-20", (watched("2025-12-01", "2026-02-13"), watched("2026-02-16", "2026-12-31")))
    assert notice.subject == "[Quảng Thọ] Tin, bài CCHC tháng 02/2026: mới thấy 1/4 tin, bài – sau hôm nay còn 8 ngày"
    assert "2 ngày chưa xem được nguồn tin (14/02/2026, 15/02/2026)" in flat(notice)
    assert "còn thiếu" not in flat(notice)
    assert "có thể mất đến 1,5 điểm" in flat(notice)


def test_a_warning_on_the_last_day() -> None:
    """The last day is named in words."""
    assert warning(counting(2, 1), "2026-02-28", days_left=0, working_days_left=0).subject.endswith("còn thiếu 3 – hôm nay là ngày cuối")


def test_a_warning_says_when_there_is_nothing_left_to_lose() -> None:
    """Once the year stands at its fewest points, a warning says that a further missing item costs nothing."""
    year = year_of([], now="2026-03-25 08:00")
    notice = letters.write(unit(), told(NoticeKind.WARNING, [3], year, "2026-03-25", period="2026-03-25", days_left=6, at_risk=Decimal(0)))
    assert "đã ở mức thấp nhất" in flat(notice)
