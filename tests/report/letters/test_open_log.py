"""A month whose loudspeaker log is open, closed by itself, or kept by nobody, as letters tell it."""

from typing import Any

import pytest
from letter_worlds import A_HOLE, EARLIER, counting, flat, letter, march, told
from rule_tables import rule
from worlds import moment, year_of

from newswatch.core.bulletin import Broadcasts, Closing
from newswatch.core.count.logbook import Logbook
from newswatch.core.months import Month
from newswatch.core.notices.notice import NoticeKind

MARCH = Month(2026, 3)
OPEN = Logbook()
NEVER = Logbook(closes_on=0)
UNWATCHED = Logbook(Broadcasts.UNWATCHED)


def test_open_log_says_what_would_be_missing() -> None:
    """The letter tells what is seen, what would be missing and cost, and when the log closes by itself; the chat text tells it, too."""
    notice = letter(march([*EARLIER, *counting(3, 3, 1)], logbook=OPEN))
    text = flat(notice)
    assert notice.subject.endswith("3/4 – chưa rõ, chưa chốt sổ phát thanh")
    assert "SỔ PHÁT THANH CHƯA CHỐT" in text
    assert "Đến nay thấy 3/4 tin, bài được tính (trang TTĐT 2, truyền thanh 1)." in text
    for part in ("Nếu ngoài ra không phát tin, bài nào nữa thì thiếu 1, trừ 0,5 điểm.", "ngày 10/04/2026 sổ tự chốt"):
        assert part in text
        assert part in notice.short_text
    assert "Chưa rõ: tháng 03/2026; chưa chốt sổ phát thanh nên chưa kết luận." in text


@pytest.mark.parametrize(("reading", "lost"), [("B_deficient_months", "0,5"), ("E_annual_total", "0,5"), ("A_cumulative", "1")])
def test_cost_follows_the_reading(reading: str, lost: str) -> None:
    """What would be lost is worked out by the rule's own reading: two missing items cost one month, what the year lacks, or one point."""
    items = [*counting(1, 4), *counting(2, 5), *counting(3, 2)]
    assert f"thì thiếu 2, trừ {lost} điểm." in flat(letter(march(items, rule(reading=reading), logbook=OPEN)))


def test_unseen_days_and_an_open_log_are_told_together() -> None:
    """Where days were unseen, too, the condition speaks of both, and the chat text calls nothing missing."""
    notice = letter(march(counting(3, 3), spans=A_HOLE, logbook=OPEN))
    assert notice.subject.endswith("3/4 – chưa rõ, có 2 ngày chưa xem được, chưa chốt sổ phát thanh")
    assert "Nếu ngoài ra không phát, không đăng tin, bài nào nữa thì thiếu 1" in flat(notice)
    assert "thiếu 1" not in notice.short_text


def test_log_that_never_closes_by_itself_says_so() -> None:
    """Without a day on which it closes, the letter says that there is no result until somebody closes the log."""
    assert "Sổ không tự chốt, chưa chốt thì chưa có kết luận." in flat(letter(march(counting(3, 3), logbook=NEVER)))


def test_commands_stand_in_the_operators_part_alone() -> None:
    """The board reads no command: how to close the log stands under the operator's heading."""
    body, _, operator = flat(letter(march(counting(3, 3), logbook=OPEN))).partition("CÁN BỘ PHỤ TRÁCH KỸ THUẬT")
    assert "newswatch bulletin" not in body
    assert "Chốt sổ phát thanh tháng 03/2026: newswatch bulletin close --month 2026-03 --by TÊN" in operator
    assert "Nhập sổ phát thanh: newswatch bulletin import TỆP" in operator


@pytest.mark.parametrize(
    ("logbook", "part"),
    [
        (OPEN, "Sổ phát thanh tháng 03/2026: tự chốt ngày 10/04/2026, không ai xác nhận."),
        (
            Logbook(closings={MARCH: Closing(MARCH, "Hoa", moment("2026-04-02"))}),
            "Sổ phát thanh tháng 03/2026: Hoa chốt sổ ngày 02/04/2026.",
        ),
        (
            Logbook(closings={MARCH: Closing(MARCH, "Hoa", moment("2026-04-02"), none_aired=True)}),
            "Hoa chốt sổ ngày 02/04/2026, xác nhận cả tháng không phát tin, bài nào.",
        ),
    ],
    ids=["by itself", "by a person", "none aired"],
)
def test_letter_tells_who_closed_the_log(logbook: Logbook, part: str) -> None:
    """The result says who closed the log and when, or that nobody confirmed it; so it does of a met month."""
    for n in (3, 4):
        assert part in flat(letter(march(counting(3, n), now="2026-04-10 08:00", logbook=logbook)))


def test_unconfirmed_shortfall_is_marked_in_subject_and_bars() -> None:
    """A short month whose log nobody confirmed is marked wherever its result stands."""
    notice = letter(march([*EARLIER, *counting(3, 3)], now="2026-04-10 08:00", logbook=OPEN))
    assert notice.subject.endswith("3/4 – thiếu 1, trừ 0,5 điểm (sổ phát thanh không ai xác nhận)")
    assert "thiếu 1, trừ 0,5 điểm (sổ phát thanh không ai xác nhận)" in flat(notice).partition("NĂM 2026 ĐẾN NAY")[2]


@pytest.mark.parametrize("kind", [NoticeKind.SHORTFALL, NoticeKind.WARNING, NoticeKind.QUARTER, NoticeKind.YEAR])
def test_every_letter_of_an_unwatched_unit_says_so(kind: NoticeKind) -> None:
    """Result, warning and digests of a unit that logs no broadcasts say that they speak of the portal alone."""
    at = "2026-03-20" if kind is NoticeKind.WARNING else "2026-04-01"
    months = [1, 2, 3] if kind is NoticeKind.QUARTER else list(range(1, 13)) if kind is NoticeKind.YEAR else [3]
    period: dict[str, Any] = {NoticeKind.QUARTER: {"period": "2026-Q1"}, NoticeKind.YEAR: {"period": "2026"}}.get(kind, {})
    year = year_of(counting(3, 3), now=f"{at} 08:00", logbook=UNWATCHED)
    notice = letter(told(kind, months, year, at, days_left=5, working_days_left=3, **period))
    assert "kết quả chỉ nói về trang TTĐT" in flat(notice)
    assert "truyền thanh 0" not in flat(notice)
    assert "trang TTĐT" in notice.short_text


def test_digest_names_the_months_that_nobody_confirmed() -> None:
    """A quarter's letter names the months whose logs closed by themselves and those still open, each run of months as a span."""
    year = year_of([*counting(1, 4), *counting(2, 4), *counting(3, 3)], now="2026-04-01 08:00", logbook=OPEN)
    text = flat(letter(told(NoticeKind.QUARTER, [1, 2, 3], year, "2026-04-01", period="2026-Q1")))
    assert "Sổ phát thanh tự chốt, không ai xác nhận: từ tháng 01 đến tháng 02/2026. Sổ phát thanh chưa chốt: tháng 03/2026." in text
    assert "newswatch bulletin close --month 2026-03" in text
