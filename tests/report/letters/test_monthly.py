"""The result of a month: the subject says it all, coverage comes first, nothing is concluded from days that nobody saw."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from letter_worlds import A_HOLE, EARLIER, TITLES, counting, excluded, flat, letter, march, told, waiting
from rule_tables import rule, shipped_rule
from worlds import bulletin, countable, person, year_of

from newswatch.core.count.logbook import Logbook
from newswatch.core.model import Countable, DateOrigin, Domain, Verdict
from newswatch.core.notices.notice import Briefing, NoticeKind
from newswatch.core.notices.workdays import Rest
from newswatch.core.quota.clause import Reading
from newswatch.core.quota.forecast import Forecast

HEAD = "[Quảng Thọ] Tin, bài CCHC tháng 03/2026: "
UNREAD = waiting(399, "2026-03-29", whole=False)
EACH = rule(scope="each_channel")


@pytest.mark.parametrize(
    ("case", "briefing", "subject"),
    [
        ("met", march(counting(3, 5)), "5 tin, bài (chỉ tiêu 4) – đạt"),
        ("short", march([*EARLIER, *counting(3, 3)]), "3/4 – thiếu 1, trừ 0,5 điểm"),
        ("none", march(EARLIER), "0/4 – thiếu 4, trừ 2 điểm"),
        ("unseen days", march(counting(3, 3), spans=A_HOLE), "3/4 – chưa rõ, có 2 ngày chưa xem được"),
        ("an article unread", march([*counting(3, 3), UNREAD]), "3/4 – chưa rõ, có 1 bài chưa đọc được"),
        ("met for all the unseen days", march(counting(3, 4), spans=A_HOLE), "4/4 – đạt"),
        (
            "each channel",
            march([*counting(1, 8, 4), *counting(2, 8, 4), *counting(3, 7, 4)], EACH),
            "trang TTĐT 3/4, truyền thanh 4/4 – thiếu 1, trừ 0,5 điểm",
        ),
        ("best channel", march([*EARLIER, *counting(3, 5, 2)], rule(scope="any_channel")), "3/4 – thiếu 1, trừ 0,5 điểm"),
        ("no points", march(counting(3, 1), shipped_rule("phuoc-an-2026")), "1/2 – thiếu 1"),
        ("each month once", march(counting(3, 1), rule(reading="B_deficient_months")), "1/4 – thiếu 3, trừ 0,5 điểm"),
        ("made up before", march([*counting(1, 4), *counting(2, 5), *counting(3, 3)], rule(reading="E_annual_total")), "3/4 – thiếu 1"),
    ],
)
def test_the_subject_of_the_monthly_mail_says_it_all(case: str, briefing: Briefing, subject: str) -> None:
    """It gives count, quota, what is missing and what that costs by the reading; for an unknown month, only what could not be seen."""
    assert letter(briefing).subject == HEAD + subject, case


def test_coverage_stands_in_the_first_paragraph() -> None:
    """Whether every day was polled is said right after the result."""
    seen, unseen = letter(march(counting(3, 3))).text, letter(march(counting(3, 3), spans=A_HOLE)).text
    assert "Đã theo dõi đủ 31 ngày" in seen.split("\n\n")[2]
    first = " ".join(unseen.split("\n\n")[2].split())
    assert "Xem được 29/31 ngày; 2 ngày chưa xem được nguồn tin (10/03/2026, 11/03/2026)" in first
    assert "không kết luận gì" in first


@pytest.mark.parametrize("items", [counting(3, 3), [*counting(3, 3), UNREAD], []])
def test_no_shortfall_is_stated_where_nobody_could_poll(items: list[Countable]) -> None:
    """An unknown month's subject, chat text and first two sections say neither that something is missing nor what it would cost."""
    notice = letter(march(items, spans=A_HOLE))
    opening = "\n\n".join(notice.text.split("\n\n")[:3])
    month = notice.short_text.partition(" Năm 2026")[0]
    for told_ in (notice.subject, opening, month):
        assert "thiếu" not in told_
        assert "trừ" not in told_
    assert notice.facts["state"] == "unknown"


def test_a_unit_that_watches_no_source_is_not_told_that_all_was_seen() -> None:
    """Without sources nothing is called polled, whether the loudspeakers meet the quota or not."""
    for n in (2, 5):
        text = flat(letter(march(counting(3, n, n)), sources=()))
        assert "Chưa có nguồn tin nào của trang TTĐT được theo dõi" in text
        assert "Đã theo dõi đủ" not in text


def test_the_score_comes_with_its_reading_its_spread_and_what_it_rests_on() -> None:
    """The letter tells the points so far, an unconfirmed reading, the other readings, and that a rule out of force is only for information."""
    text = flat(letter(march([*EARLIER, *counting(3, 3)], shipped_rule("quang-dien-2614"))))
    assert "Điểm tạm tính của 3 tháng đã rõ: 1,5/2 (trừ 0,5). Cách tính A." in text
    assert "chưa có văn bản xác nhận" in text
    assert "Theo các cách tính khác nhau: 1,5–2 điểm." in text
    assert "Quy định 2614/QĐ-UBND không có hiệu lực trong năm 2026: điểm chỉ để tham khảo." in text
    confirmed = rule(reading_status="confirmed", confirmed_by="Công văn 9/UBND")
    assert "xác nhận tại Công văn 9/UBND" in flat(letter(march([*EARLIER, *counting(3, 3)], confirmed)))
    unverified = flat(letter(march(counting(3, 3), shipped_rule("hue-3241"))))
    assert "chưa được đối chiếu với văn bản gốc: điểm chỉ để tham khảo" in unverified


def test_a_target_without_points_speaks_of_none() -> None:
    """Phước An's plan has no points: none are at stake, none lost."""
    notice = letter(march(counting(3, 1), shipped_rule("phuoc-an-2026"), at_risk=None))
    assert "Chỉ tiêu này không chấm điểm." in flat(notice)
    assert "trừ" not in flat(notice)
    assert "mất" not in flat(notice)
    assert (notice.facts["score"], notice.facts["max_points"]) == (None, None)


def test_what_awaits_review_could_close_the_gap() -> None:
    """Each awaiting item stands with its reason and how to settle it; the letter tells what the month would be with all of them."""
    apart = countable(371, "Hồ sơ", "2026-03-28", stated=((DateOrigin.PAGE, date(2026, 3, 28)), (DateOrigin.LISTING, date(2026, 4, 2))))
    text = flat(letter(march([*counting(3, 2), waiting(370, "2026-03-25"), apart, waiting(372, None)])))
    assert "Nếu cả 2 mục được nhận thì đạt 4/4." in text
    assert "1 mục không rõ ngày cũng có thể thuộc tháng này." in text
    assert "ngày in trên bài 28/03/2026, ngày in ở trang danh sách 02/04/2026" in text
    assert "newswatch review --settle 371 --date 2026-03-28" in text
    assert "newswatch review --accept 370" in text
    few = flat(letter(march([*counting(3, 1), waiting(370, "2026-03-25")])))
    assert "Nếu mục này được nhận thì được 2/4, vẫn còn thiếu 2." in few
    many = flat(letter(march([*counting(3, 3), waiting(370, "2026-03-25"), waiting(371, "2026-03-27", "Chuyện khác")])))
    assert "Nếu cả 2 mục được nhận thì đạt 5 tin, bài (chỉ tiêu 4) (nhận thêm 1 là đủ)." in many


def test_what_was_left_out_is_told_with_its_reason_and_plain_news_as_a_number() -> None:
    """Repetitions and neighbours of PAR stand by title, volleyball is only counted, and the rest of a long list is in the workbook."""
    text = flat(letter(march([*counting(3, 4), *excluded(3)])))
    assert "trùng với bài đăng ngày 03/03/2026" in text
    assert "mục 300" not in text
    assert "không phải tin, bài mà là thông báo" in text
    assert "-4,0" not in text
    assert "5 mục thuộc chủ đề khác" in text
    assert "bóng chuyền" not in text
    notices = [
        countable(380 + n, f"Văn bản số {n}", f"2026-03-{n + 1:02d}", verdict=Verdict.OTHER, decided_by=person("Thư ký")) for n in range(9)
    ]
    assert "và 3 mục khác trong bảng kèm theo." in flat(letter(march([*counting(3, 4), *notices])))


def test_each_channel_lists_what_its_channel_counts() -> None:
    """If each channel faces the quota, a story on both channels stands in the list twice and is not called a repetition."""
    both = [countable(1, TITLES[0], "2026-03-03"), bulletin(2, TITLES[0], "2026-03-04")]
    notice = letter(march([*counting(1, 8, 4), *counting(2, 8, 4), *both], EACH))
    assert notice.subject == HEAD + "trang TTĐT 1/4, truyền thanh 1/4 – thiếu 6, trừ 2 điểm"
    assert "CÁC TIN, BÀI ĐƯỢC TÍNH (2)" in notice.text
    assert "KHÔNG TÍNH" not in notice.text


def test_a_story_on_both_channels_is_explained() -> None:
    """When the channels' counts add up to more than the month's, the letter says why."""
    both = [countable(1, TITLES[0], "2026-03-03"), bulletin(2, TITLES[0], "2026-03-04")]
    assert "trang TTĐT 1, truyền thanh 1; tin, bài có ở cả hai kênh tính một lần" in flat(letter(march(both)))


def test_what_to_do_next_speaks_of_the_present_month() -> None:
    """The letter tells missing items, days left, holidays, points at stake, whether items can be made up, and the chance with its method."""
    rests = (Rest(date(2026, 4, 27), date(2026, 4, 27), "Giỗ Tổ"), Rest(date(2026, 4, 30), date(2026, 5, 1), "30/4 và 1/5"))
    briefing = march([*counting(3, 4), *counting(4, 1)], rests=rests, forecast=Forecast(0.62, 8, Decimal("3.6")), now="2026-04-04 08:00")
    text = flat(letter(briefing))
    assert "Tháng 04/2026: đến nay 1/4, cần thêm 3 tin, bài; sau hôm nay còn 29 ngày (20 ngày làm việc)." in text
    assert "Giỗ Tổ (27/04/2026); 30/4 và 1/5 (30/04–01/05/2026)" in text
    assert "Nếu không có thêm tin, bài được tính thì mất 2 điểm." in text
    assert "không bù được bằng tin, bài của tháng khác" in text
    assert "Theo nhịp 8 tháng đã rõ gần nhất (bình quân 3,6 tin, bài/tháng), khả năng đủ chỉ tiêu khoảng 60% (ước tính)." in text
    offsetting = flat(letter(march(counting(3, 3), rule(reading=Reading.E_ANNUAL_TOTAL))))
    assert "có thể bù bằng tin, bài vượt chỉ tiêu ở tháng khác trong năm" in offsetting
    assert "khả năng" not in offsetting


def test_between_two_scoring_years_there_is_nothing_to_do_next() -> None:
    """A window that closed in October leaves no month to warn of in November."""
    closed = rule(window_start="01-01", window_end="10-31")
    year = year_of(counting(10, 4), closed, now="2026-11-03 08:00")
    text = letter(told(NoticeKind.SHORTFALL, [10], year, "2026-11-03")).text
    assert "VIỆC CẦN LÀM TIẾP" not in text


def test_a_month_with_a_cut_off_names_its_days() -> None:
    """If a month ends on the 19th the letter gives its first and last day."""
    cut = rule(cutoff_day=19)
    year = year_of(counting(3, 3), cut, now="2026-03-20 08:00")
    assert "Tháng 03/2026 (20/02/2026–19/03/2026): 3/4" in flat(letter(told(NoticeKind.SHORTFALL, [3], year, "2026-03-20")))


def test_topics_not_covered_lately_are_named() -> None:
    """The letter names the fields of PAR without a counted item in the last three months, and no other field."""
    everything = [countable(n, f"Tin {field}", f"2026-0{1 + n % 3}-05", domain=field) for n, field in enumerate(Domain)]
    heading = "CHỦ ĐỀ KẾ HOẠCH CCHC LÂU CHƯA CÓ TIN, BÀI"
    assert heading not in letter(march(everything)).text
    text = flat(letter(march([i for i in everything if i.domain is not Domain.PUBLIC_FINANCE])))
    assert "3 tháng gần đây chưa có tin, bài được tính về: tài chính công." in text


def test_a_silent_loudspeaker_log_is_asked_for() -> None:
    """A short month without any bulletin reminds of the log; a met month, one with a bulletin, or one whose log a person closed does not."""
    unclosed: dict[str, Any] = {"logbook": Logbook(), "now": "2026-04-10 08:00"}
    assert "newswatch bulletin import" in letter(march(counting(3, 3), **unclosed)).text
    assert "newswatch bulletin import" not in letter(march(counting(3, 3, 1), **unclosed)).text
    assert "newswatch bulletin import" not in letter(march(counting(3, 4), **unclosed)).text
    assert "newswatch bulletin import" not in letter(march(counting(3, 3))).text


def test_a_month_to_come_is_not_called_open() -> None:
    """A preview of a month that has not begun says so, and that nothing of it was seen."""
    year = year_of([], now="2026-02-10 08:00")
    notice = letter(told(NoticeKind.SHORTFALL, [5], year, "2026-02-10"))
    assert notice.subject.endswith("tháng 05/2026: 0/4 – chưa tới")
    assert "đang trong tháng" not in notice.subject + notice.short_text
    assert "Tháng mới bắt đầu" not in flat(notice)
