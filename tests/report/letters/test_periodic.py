"""Letters about a quarter, a half-year and a year."""

import pytest
from letter_worlds import A_HOLE, counting, flat, letter, told, unit
from rule_tables import shipped_rule
from worlds import year_of

from newswatch.core.notices.notice import NoticeKind
from newswatch.report import letters

COUNTS = (4, 5, 3, 4, 4, 2, 4, 6, 4, 4, 3, 4)
WHOLE_YEAR = [item for month, n in enumerate(COUNTS, 1) for item in counting(month, n, 1)]


@pytest.mark.parametrize(
    ("kind", "months", "period", "now", "subject"),
    [
        (NoticeKind.QUARTER, range(1, 4), "2026-Q1", "2026-04-01", "quý I/2026: 2/3 tháng đạt, thiếu 1 – điểm 1,5/2"),
        (NoticeKind.QUARTER, range(7, 10), "2026-Q3", "2026-10-01", "quý III/2026: 3/3 tháng đạt – điểm từ đầu năm 0,5/2"),
        (NoticeKind.HALF_YEAR, range(1, 7), "2026-H1", "2026-07-01", "6 tháng đầu năm 2026: 4/6 tháng đạt, thiếu 3 – điểm 0,5/2"),
        (NoticeKind.YEAR, range(1, 13), "2026", "2027-01-04", "năm 2026: 9/12 tháng đạt, thiếu 4 – điểm 0/2"),
    ],
)
def test_periodic_letters_sum_up_their_months(kind: NoticeKind, months: range, period: str, now: str, subject: str) -> None:
    """The subject gives months met, items missing and points; the table has a row for each month and one for their sum."""
    notice = letter(told(kind, months, year_of(WHOLE_YEAR, now=f"{now} 08:00"), now, period=period))
    assert notice.subject == f"[Quảng Thọ] Tin, bài CCHC {subject}"
    for month in months:
        assert f"\n{month:02d}/2026 " in notice.text
    total = next(line for line in notice.text.splitlines() if line.startswith("Cộng"))
    assert total.split()[1] == str(sum(COUNTS[m - 1] for m in months))
    assert len(notice.facts["months"]) == len(months)  # type: ignore[arg-type]


def test_a_quarter_names_unknown_months_and_charges_nothing_for_them() -> None:
    """The unseen month is neither met nor short; the range says what it leaves open."""
    year = year_of(WHOLE_YEAR, spans=A_HOLE, now="2026-04-01 08:00")
    notice = letter(told(NoticeKind.QUARTER, range(1, 4), year, "2026-04-01", period="2026-Q1"))
    assert notice.subject.endswith("2/3 tháng đạt, 1 tháng chưa rõ – điểm 2/2 của 2 tháng đã rõ")
    text = flat(notice)
    assert "Xem được 88/90 ngày; 2 ngày chưa xem được nguồn tin" in text
    assert "Tính cả các tháng chưa rõ: từ 1,5 đến 2 điểm." in text


def test_a_year_without_points_has_no_score() -> None:
    """A target without points sums up months only."""
    pa = shipped_rule("phuoc-an-2026")
    notice = letter(told(NoticeKind.YEAR, range(1, 13), year_of(counting(3, 2), pa), "2027-01-04", period="2026"))
    assert notice.subject.endswith("năm 2026: 1/12 tháng đạt, thiếu 22")
    assert "Trừ" not in notice.text


def test_a_year_takes_off_no_more_than_there_is() -> None:
    """Twelve empty months cost the two points of the criterion, not twenty-four."""
    year = year_of([], now="2027-01-05 08:00")
    text = flat(letters.write(unit(), told(NoticeKind.YEAR, list(range(1, 13)), year, "2027-01-05", period="2026")))
    assert "tối đa" not in text
    assert "24" not in text


@pytest.mark.parametrize(
    ("now", "subject", "total", "coverage"),
    [
        ("2026-02-10", "quý I/2026: 1/1 tháng đã hết đạt, 2 tháng chưa kết thúc – điểm 2/2", "1/1 đạt", "Đã theo dõi đủ 40 ngày đã qua."),
        ("2026-01-10", "quý I/2026: chưa tháng nào kết thúc", "–", "Đã theo dõi đủ 9 ngày đã qua."),
        ("2025-12-20", "quý I/2026: chưa tháng nào kết thúc", "–", ""),
    ],
)
def test_a_preview_speaks_of_open_months_as_open(now: str, subject: str, total: str, coverage: str) -> None:
    """Looked at before its end, a quarter counts only the months that have ended, and calls none of the others missed."""
    items = [i for i in WHOLE_YEAR if i.published_at and i.published_at.date().isoformat() < now]
    notice = letter(told(NoticeKind.QUARTER, range(1, 4), year_of(items, now=f"{now} 08:00"), now, period="2026-Q1"))
    assert notice.subject == f"[Quảng Thọ] Tin, bài CCHC {subject}"
    sums = next(line for line in notice.text.splitlines() if line.startswith("Cộng"))
    assert total in sums
    assert "/3 đạt" not in sums
    assert coverage in flat(notice)
    assert "đủ 0 ngày" not in flat(notice)
