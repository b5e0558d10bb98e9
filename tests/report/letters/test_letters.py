"""What the board is written: subjects that say it all, coverage first, nothing concluded from days that nobody saw."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_worlds import TITLES, counting, excluded, march, told, unit, waiting
from rule_tables import rule, shipped_rule
from worlds import ALL_YEAR, bulletin, countable, watched, year_of

from newswatch.core.count.judgement import judge
from newswatch.core.count.revision import Cause, Kind, Stated
from newswatch.core.count.statement import State
from newswatch.core.model import Countable, DateOrigin, Domain, Origin, Verdict
from newswatch.core.notices.notice import Briefing, Notice, NoticeKind, Unreadable
from newswatch.core.notices.workdays import Rest
from newswatch.core.quota.clause import Reading
from newswatch.core.quota.forecast import Forecast
from newswatch.report import letters
from newswatch.report.vi import sentences, terms

HEAD = "[Quảng Thọ] Tin, bài CCHC tháng 03/2026: "
A_HOLE = (watched("2025-12-01", "2026-03-09"), watched("2026-03-12", "2027-01-04"))
UNREAD = waiting(399, "2026-03-29", whole=False)
EACH = rule(scope="each_channel")
EARLIER = [*counting(1, 4, 1), *counting(2, 5, 2)]


def letter(briefing: Briefing, **changes: object) -> Notice:
    """The notice of a briefing of Quảng Thọ, in plain text on few long lines."""
    return letters.write(unit(briefing.year.rule, **changes), briefing)


def flat(notice: Notice) -> str:
    """The text part without its line breaks."""
    return " ".join(notice.text.split())


@pytest.mark.parametrize(
    ("case", "briefing", "subject"),
    [
        ("met", march(counting(3, 5)), "5/4 – đạt"),
        ("short", march(counting(3, 3)), "3/4 – thiếu 1, trừ 0,5 điểm"),
        ("none", march([]), "0/4 – thiếu 4, trừ 2 điểm"),
        ("unseen days", march(counting(3, 3), spans=A_HOLE), "3/4 – chưa rõ, có 2 ngày chưa xem được"),
        ("an article unread", march([*counting(3, 3), UNREAD]), "3/4 – chưa rõ, có 1 bài chưa đọc được"),
        ("met for all the unseen days", march(counting(3, 4), spans=A_HOLE), "4/4 – đạt"),
        ("each channel", march(counting(3, 7, 4), EACH), "trang TTĐT 3/4, truyền thanh 4/4 – thiếu 1, trừ 0,5 điểm"),
        ("best channel", march(counting(3, 5, 2), rule(scope="any_channel")), "3/4 – thiếu 1, trừ 0,5 điểm"),
        ("no points", march(counting(3, 1), shipped_rule("phuoc-an-2026")), "1/2 – thiếu 1"),
        ("each month once", march(counting(3, 1), rule(reading="B_deficient_months")), "1/4 – thiếu 3, trừ 0,5 điểm"),
        ("made up before", march([*counting(1, 4), *counting(2, 5), *counting(3, 3)], rule(reading="E_annual_total")), "3/4 – thiếu 1"),
    ],
)
def test_the_subject_of_the_monthly_mail_says_it_all(case: str, briefing: Briefing, subject: str) -> None:
    """Count, quota, what is missing and what it costs by the reading; of an unknown month only what could not be seen."""
    assert letter(briefing).subject == HEAD + subject, case


def test_coverage_stands_in_the_first_paragraph() -> None:
    """Whether every day was looked at is said right after the result."""
    seen, unseen = letter(march(counting(3, 3))).text, letter(march(counting(3, 3), spans=A_HOLE)).text
    assert "Đã xem đủ cả 31 ngày" in seen.split("\n\n")[2]
    first = " ".join(unseen.split("\n\n")[2].split())
    assert "Xem được 29/31 ngày; 2 ngày chưa xem được nguồn tin (10/03/2026, 11/03/2026)" in first
    assert "không kết luận gì" in first


@pytest.mark.parametrize("items", [counting(3, 3), [*counting(3, 3), UNREAD], []])
def test_no_shortfall_is_stated_where_nobody_could_look(items: list[Countable]) -> None:
    """An unknown month's subject, chat text and first two parts say neither that something is missing nor what it would cost."""
    notice = letter(march(items, spans=A_HOLE))
    opening = "\n\n".join(notice.text.split("\n\n")[:3])
    month = notice.short_text.partition(" Năm 2026")[0]
    for told_ in (notice.subject, opening, month):
        assert "thiếu" not in told_
        assert "trừ" not in told_
    assert notice.facts["state"] == "unknown"


def test_a_unit_that_watches_no_source_is_not_told_that_all_was_seen() -> None:
    """Without sources nothing is called looked at, be the quota met by the loudspeakers or not."""
    for n in (2, 5):
        text = flat(letter(march(counting(3, n, n)), sources=()))
        assert "Chưa có nguồn tin nào của trang TTĐT được theo dõi" in text
        assert "Đã xem đủ" not in text


def test_the_score_comes_with_its_reading_its_spread_and_what_it_rests_on() -> None:
    """The year's points so far, the reading unconfirmed, the other readings, and that a rule out of force is for information only."""
    text = flat(letter(march([*EARLIER, *counting(3, 3)], shipped_rule("quang-dien-2614"))))
    assert "Điểm của 3 tháng đã rõ: 1,5/2 (trừ 0,5). Cách tính A." in text
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
    """Each awaiting item stands with its reason and how to settle it, and what the month would be with all of them."""
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
    assert "Nếu cả 2 mục được nhận thì đạt 5/4 (nhận thêm 1 là đủ)." in many


def test_every_hint_on_settling_makes_the_item_count() -> None:
    """What is to be typed after `newswatch review` settles every reason against an item."""
    on_air = bulletin(4, "Bản tin", "2026-03-09", origin=Origin.REBROADCAST)
    doubtful = [
        waiting(1, "2026-03-05"),
        waiting(2, None),
        countable(3, "Đăng lại", "2026-03-08", origin=Origin.REPOST),
        on_air,
        bulletin(5, "Kể lại", "2026-03-10", origin=Origin.RETOLD),
    ]
    for item in doubtful:
        (line,) = judge([item], rule())
        assert line.awaiting
        hint = terms.settle(line)
        settled = replace(
            item,
            verdict=Verdict.PAR if "--accept" in hint else item.verdict,
            published_at=item.first_seen_at if "--date" in hint else item.published_at,
            date_origin=DateOrigin.PERSON if "--date" in hint else item.date_origin,
            origin=Origin.OWN if "--origin own" in hint else item.origin,
            same_as=item.id if "--own-story" in hint else None,
        )
        assert judge([settled], rule())[0].counted, hint


def test_what_was_left_out_is_told_with_its_reason_and_plain_news_as_a_number() -> None:
    """Repetitions and neighbours of PAR by title, the volleyball only counted; the rest of a long list is in the workbook."""
    text = flat(letter(march([*counting(3, 4), *excluded(3)])))
    assert "trùng với bài đăng ngày 03/03/2026" in text
    assert "mục 300" not in text
    assert "không phải tin, bài mà là thông báo" in text
    assert "-4,0" not in text
    assert "5 mục thuộc chủ đề khác" in text
    assert "bóng chuyền" not in text
    notices = [countable(380 + n, f"Văn bản số {n}", f"2026-03-{n + 1:02d}", verdict=Verdict.OTHER, decided_by="Thư ký") for n in range(9)]
    assert "và 3 mục khác trong bảng kèm theo." in flat(letter(march([*counting(3, 4), *notices])))


def test_each_channel_lists_what_its_channel_counts() -> None:
    """Where each channel faces the quota, a story told on both stands in the list twice and is not called a repetition."""
    both = [countable(1, TITLES[0], "2026-03-03"), bulletin(2, TITLES[0], "2026-03-04")]
    notice = letter(march(both, EACH))
    assert notice.subject == HEAD + "trang TTĐT 1/4, truyền thanh 1/4 – thiếu 6, trừ 2 điểm"
    assert "CÁC TIN, BÀI ĐƯỢC TÍNH (2)" in notice.text
    assert "KHÔNG TÍNH" not in notice.text


def test_a_story_on_both_channels_is_explained() -> None:
    """When the channels' counts add up to more than the month's, the letter says why."""
    both = [countable(1, TITLES[0], "2026-03-03"), bulletin(2, TITLES[0], "2026-03-04")]
    assert "trang TTĐT 1, truyền thanh 1; tin, bài có ở cả hai kênh tính một lần" in flat(letter(march(both)))


def test_what_to_do_next_speaks_of_the_present_month() -> None:
    """Missing items, days and working days left, holidays, points at stake, whether they can be made up, and the chance with its method."""
    rests = (Rest(date(2026, 4, 27), date(2026, 4, 27), "Giỗ Tổ"), Rest(date(2026, 4, 30), date(2026, 5, 1), "30/4 và 1/5"))
    briefing = march([*counting(3, 4), *counting(4, 1)], rests=rests, forecast=Forecast(0.62, 8, Decimal("3.6")), now="2026-04-04 08:00")
    text = flat(letter(briefing))
    assert "Tháng 04/2026: đến nay 1/4, cần thêm 3 tin, bài; còn 29 ngày (20 ngày làm việc)." in text
    assert "Giỗ Tổ (27/04/2026); 30/4 và 1/5 (30/04–01/05/2026)" in text
    assert "Nếu không có thêm tin, bài được tính thì mất 2 điểm." in text
    assert "không bù được bằng tin, bài của tháng khác" in text
    assert (
        "Theo nhịp 8 tháng gần đây (bình quân 3,6 tin, bài/tháng), khả năng đủ chỉ tiêu khoảng 60% (ước tính theo phân bố Poisson)." in text
    )
    offsetting = flat(letter(march(counting(3, 3), rule(reading=Reading.E_ANNUAL_TOTAL))))
    assert "có thể bù bằng tin, bài vượt chỉ tiêu ở tháng khác trong năm" in offsetting
    assert "khả năng" not in offsetting


@pytest.mark.parametrize(
    ("chance", "said"),
    [(0.0, "dưới 10%"), (0.099, "dưới 10%"), (0.1, "khoảng 10%"), (0.62, "khoảng 60%"), (0.9, "khoảng 90%"), (0.91, "trên 90%")],
)
def test_a_chance_is_told_no_finer_than_it_is_known(chance: float, said: str) -> None:
    """Steps of five per cent, and neither end closer than one in ten."""
    assert sentences.chance(chance) == said


def test_between_two_scoring_years_there_is_nothing_to_do_next() -> None:
    """A window that closed in October leaves no month to warn of in November."""
    closed = rule(window_start="01-01", window_end="10-31")
    year = year_of(counting(10, 4), closed, now="2026-11-03 08:00")
    text = letter(told(NoticeKind.SHORTFALL, [10], year, "2026-11-03")).text
    assert "VIỆC CẦN LÀM TIẾP" not in text


def test_a_month_with_a_cut_off_names_its_days() -> None:
    """Where a month ends on the 19th its first and last day are said."""
    cut = rule(cutoff_day=19)
    year = year_of(counting(3, 3), cut, now="2026-03-20 08:00")
    assert "Tháng 03/2026 (20/02/2026–19/03/2026): 3/4" in flat(letter(told(NoticeKind.SHORTFALL, [3], year, "2026-03-20")))


def test_topics_not_covered_lately_are_named() -> None:
    """The fields of PAR without a counted item in the last three months, and none of those that had one."""
    everything = [countable(n, f"Tin {field}", f"2026-0{1 + n % 3}-05", domain=field) for n, field in enumerate(Domain)]
    heading = "CHỦ ĐỀ KẾ HOẠCH CCHC LÂU CHƯA CÓ TIN, BÀI"
    assert heading not in letter(march(everything)).text
    text = flat(letter(march([i for i in everything if i.domain is not Domain.PUBLIC_FINANCE])))
    assert "3 tháng gần đây chưa có tin, bài được tính về: tài chính công." in text


def test_a_silent_loudspeaker_log_is_asked_for() -> None:
    """A short month without one bulletin reminds of the log; a month with one, or met, does not."""
    assert "newswatch bulletin import" in letter(march(counting(3, 3))).text
    assert "newswatch bulletin import" not in letter(march(counting(3, 3, 1))).text
    assert "newswatch bulletin import" not in letter(march(counting(3, 4))).text


def warning(items: list[Countable], now: str, spans: object = ALL_YEAR, **changes: object) -> Notice:
    """A warning in February 2026."""
    year = year_of(items, now=f"{now} 08:00", spans=spans)  # type: ignore[arg-type]
    values: dict[str, object] = {"days_left": 8, "working_days_left": 5, "at_risk": Decimal("1.5")}
    return letter(told(NoticeKind.WARNING, [2], year, now, period=now, **(values | changes)))  # type: ignore[arg-type]


def test_a_warning_says_what_is_missing_and_how_long_there_is() -> None:
    """Subject, days, working days, Tết ahead, points at stake, no list attached."""
    rests = (Rest(date(2026, 2, 16), date(2026, 2, 20), "Tết Nguyên đán"),)
    notice = warning(counting(2, 1), "2026-02-10", days_left=18, working_days_left=9, rests=rests)
    assert notice.subject == "[Quảng Thọ] Tin, bài CCHC tháng 02/2026: mới có 1/4, còn thiếu 3 – còn 18 ngày"
    text = flat(notice)
    assert "còn 18 ngày (9 ngày làm việc)" in text
    assert "Tết Nguyên đán (16/02–20/02/2026)" in text
    assert "mất 1,5 điểm" in text
    assert notice.enclosures == ()
    assert (notice.facts["days_left"], notice.facts["at_risk"], notice.facts["short"]) == (18, "1.5", 3)


def test_a_warning_with_unseen_days_calls_nothing_missing() -> None:
    """It tells what was seen, and first of all the days that were not."""
    notice = warning(counting(2, 1), "2026-02-20", (watched("2025-12-01", "2026-02-13"), watched("2026-02-16", "2026-12-31")))
    assert notice.subject == "[Quảng Thọ] Tin, bài CCHC tháng 02/2026: mới thấy 1/4 – còn 8 ngày"
    assert "2 ngày chưa xem được nguồn tin (14/02/2026, 15/02/2026)" in flat(notice)
    assert "còn thiếu" not in flat(notice)
    assert "có thể mất đến 1,5 điểm" in flat(notice)


def test_a_warning_on_the_last_day() -> None:
    """No days left is said in words."""
    assert warning(counting(2, 1), "2026-02-28", days_left=0, working_days_left=0).subject.endswith("còn thiếu 3 – hôm nay là ngày cuối")


def revision(rule_digest: str = "", state: State = State.SHORT, causes: tuple[Cause, ...] = (), under: str = "combined") -> Notice:
    """March corrected on 15 April: three were told, four stand."""
    rule_ = rule(scope=under)
    year = year_of([*counting(3, 4), *excluded(3)], rule_, now="2026-04-15 08:00")
    before = Stated(0, (300, 301, 350), state, rule_digest or rule_.digest)
    due_notice = {"before": before, "causes": causes}
    return letter(told(NoticeKind.REVISION, [3], year, "2026-04-15", revision=1, due_notice=due_notice))


def test_a_revision_tells_what_was_told_what_stands_and_why() -> None:
    """Subject with both results; each cause names items by title; the notice carries its revision."""
    causes = (
        Cause(Kind.ADDED, 303, detail="2026-04-10, Thư ký"),
        Cause(Kind.REMOVED, 350, "SAME_STORY", "300"),
        Cause(Kind.MOVED, 999),
    )
    notice = revision(causes=causes)
    assert notice.subject == "[Quảng Thọ] Đính chính tin, bài CCHC tháng 03/2026: 4/4 – đạt (trước đó: 3/4 – thiếu 1)"
    text = flat(notice)
    assert f"Bài “{TITLES[3]} – đợt 3.3” đăng ngày 12/03/2026 nay được tính (thấy lần đầu 10/04/2026; người xét: Thư ký)." in text
    assert f"Tin “{TITLES[0]} – đợt 3.0” phát ngày 22/03/2026 không còn được tính: trùng với bài đăng ngày 03/03/2026." in text
    assert "Một tin, bài đã ghi nhận nay thuộc tháng khác hoặc đã hủy." in text
    assert (notice.revision, notice.facts["before"]) == (1, "3/4 – thiếu 1")


@pytest.mark.parametrize(
    ("case", "notice", "before"),
    [
        ("unknown before", revision(state=State.UNKNOWN), "3/4 – chưa rõ"),
        ("another rule", revision(rule_digest="0" * 64), "3 tin, bài – thiếu"),
        ("each channel", revision(under="each_channel"), "thiếu"),
    ],
)
def test_what_was_told_before_is_said_no_surer_than_it_is_on_record(case: str, notice: Notice, before: str) -> None:
    """Counts by channel and an old quota are not on record, so they are not told."""
    assert notice.subject.endswith(f"(trước đó: {before})"), case


def test_trouble_says_nothing_about_the_count() -> None:
    """Since when, what to check, the technical reason last; another subject for a source that is not required."""
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
def test_digests_sum_up_their_months(kind: NoticeKind, months: range, period: str, now: str, subject: str) -> None:
    """A subject with months met, items missing and points, and a table with a row for each month and their sum."""
    notice = letter(told(kind, months, year_of(WHOLE_YEAR, now=f"{now} 08:00"), now, period=period))
    assert notice.subject == f"[Quảng Thọ] Tin, bài CCHC {subject}"
    for month in months:
        assert f"\n{month:02d}/2026 " in notice.text
    total = next(line for line in notice.text.splitlines() if line.startswith("Cộng"))
    assert total.split()[1] == str(sum(COUNTS[m - 1] for m in months))
    assert len(notice.facts["months"]) == len(months)  # type: ignore[arg-type]


def test_a_digest_names_unknown_months_and_charges_nothing_for_them() -> None:
    """The unseen month is neither met nor short; the range says what it leaves open."""
    year = year_of(WHOLE_YEAR, spans=A_HOLE, now="2026-04-01 08:00")
    notice = letter(told(NoticeKind.QUARTER, range(1, 4), year, "2026-04-01", period="2026-Q1"))
    assert notice.subject.endswith("2/3 tháng đạt, 1 tháng chưa rõ – điểm 2/2")
    text = flat(notice)
    assert "Xem được 88/90 ngày; 2 ngày chưa xem được nguồn tin" in text
    assert "Tính cả các tháng chưa rõ: từ 1,5 đến 2 điểm." in text


def test_a_year_without_points_has_no_score() -> None:
    """A target without points sums up months only."""
    pa = shipped_rule("phuoc-an-2026")
    notice = letter(told(NoticeKind.YEAR, range(1, 13), year_of(counting(3, 2), pa), "2027-01-04", period="2026"))
    assert notice.subject.endswith("năm 2026: 1/12 tháng đạt, thiếu 22")
    assert "Trừ" not in notice.text


def test_a_notice_is_the_same_each_time_and_its_facts_are_json() -> None:
    """Writing twice gives equal notices, enclosures included; facts pass through JSON unchanged."""
    briefing = march([*EARLIER, *counting(3, 3), *excluded(3)])
    first, second = letter(briefing), letter(briefing)
    assert first == second
    assert first.facts == second.facts == json.loads(json.dumps(first.facts))
    assert {k: first.facts[k] for k in ("counted", "quota", "short", "state", "deduction", "score")} == {
        "counted": 3,
        "quota": 4,
        "short": 1,
        "state": "short",
        "deduction": "0.5",
        "score": "1.5",
    }


@given(st.text(max_size=700), st.text(max_size=300), st.sampled_from(["met", "short", "warning"]))
def test_the_chat_text_never_passes_six_hundred_characters(name: str, title: str, case: str) -> None:
    """Whatever unit and titles are called, it is one plain line of at most 600 characters that still tells the count."""
    items = [*counting(3, 4 if case == "met" else 2), countable(390, title, "2026-03-20", verdict=Verdict.UNSURE)]
    briefing = march(items)
    if case == "warning":
        briefing = told(NoticeKind.WARNING, [3], year_of(items, now="2026-03-25 08:00"), "2026-03-25", period="2026-03-25")
    notice = letters.write(unit(name=name), briefing)
    assert len(notice.short_text) <= letters.SHORT_TEXT
    assert notice.short_text.isprintable()
    assert "/4" in notice.short_text
    assert "\n" not in notice.subject


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_the_chat_text_holds_no_command(kind: NoticeKind) -> None:
    """What is pasted into a chat group names neither the program nor a command, whatever the kind and whatever awaits."""
    items = [*counting(3, 2), waiting(390, "2026-03-20"), waiting(391, "2026-01-20")]
    year = year_of(items, spans=[watched("2025-12-01", "2026-03-28")], now="2026-04-01 08:00")
    source = Unreadable("list", "https://xa.example.vn/", date(2026, 3, 28), "HTTP 500", True)
    briefing = told(kind, [1, 2, 3], year, "2026-04-01", due_notice={"sources": (source,)})
    text = letters.write(unit(), briefing).short_text
    assert "newswatch" not in text
    assert "--" not in text


def test_a_digest_takes_off_no_more_than_there_is() -> None:
    """Twelve empty months cost the two points of the criterion, not twenty-four."""
    year = year_of([], now="2027-01-05 08:00")
    text = flat(letters.write(unit(), told(NoticeKind.YEAR, list(range(1, 13)), year, "2027-01-05", period="2026")))
    assert "2 (tối đa)" in text
    assert "24" not in text


def test_a_warning_says_when_there_is_nothing_left_to_lose() -> None:
    """Once the year stands at its least, a warning says that a further missing item costs nothing."""
    year = year_of([], now="2026-03-25 08:00")
    notice = letters.write(unit(), told(NoticeKind.WARNING, [3], year, "2026-03-25", period="2026-03-25", days_left=6, at_risk=Decimal(0)))
    assert "đã ở mức thấp nhất" in flat(notice)


@given(st.lists(st.text(max_size=800), min_size=1, max_size=6))
def test_sentences_are_fitted_whole(texts: list[str]) -> None:
    """Only the first sentence is ever cut; any other goes in whole or not at all."""
    text = letters.fitted(texts)
    assert len(text) <= letters.SHORT_TEXT
    assert letters.fitted(["a" * 600, "b", *texts]) == "a" * 600
    assert letters.fitted(["a" * 598, "bb", "c"]) == "a" * 598 + " c"
