"""Who reads what: the board reads plain words, the operator finds the commands apart and last, the workbook shows what lies behind."""

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from letter_worlds import TITLES, counting, excluded, flat, letter, march, told, unit, waiting
from openpyxl import load_workbook
from rule_tables import rule, shipped_rule
from worlds import bulletin, countable, person, phrase, year_of

from newswatch.core.count.reasons import Reason, Why
from newswatch.core.count.revision import Cause, Kind, Stated
from newswatch.core.count.statement import State
from newswatch.core.model import Countable, DateOrigin, Origin, Verdict
from newswatch.core.notices.notice import Notice, NoticeKind, Unreadable
from newswatch.core.quota.rule import Rule
from newswatch.report import letters
from newswatch.report.letters import trial
from newswatch.report.vi import terms

OPERATOR = "CÁN BỘ PHỤ TRÁCH KỸ THUẬT"
LEAST = "Điểm của tiêu chí đã ở mức thấp nhất, thiếu thêm không trừ thêm."
APART = countable(371, "Hồ sơ", "2026-03-28", stated=((DateOrigin.PAGE, date(2026, 3, 28)), (DateOrigin.LISTING, date(2026, 4, 2))))
DOUBTFUL = [
    *counting(1, 4),
    *counting(3, 2),
    *excluded(3),
    waiting(170, "2026-01-20"),
    waiting(370, "2026-03-25"),
    APART,
    waiting(372, None),
]
SITE = Unreadable(
    "site", "https://xa.example.vn/tin", date(2026, 4, 8), "https://xa.example.vn/tin: no answer within 20 s (fetch.timeout_seconds)", True
)


def trouble(*sources: Unreadable) -> Notice:
    """A letter about sources that nobody can read."""
    year = year_of([], now="2026-04-15 08:00")
    return letter(told(NoticeKind.TROUBLE, [], year, "2026-04-15", period="2026-04-08", due_notice={"sources": sources}))


def periodic(items: list[Countable], months: range, period: str, now: str, under: Rule | None = None) -> Notice:
    """The letter about several months of 2026."""
    kind = {"Q": NoticeKind.QUARTER, "H": NoticeKind.HALF_YEAR}.get(period[5:6], NoticeKind.YEAR)
    return letter(told(kind, months, year_of(items, under, now=f"{now} 08:00"), now, period=period))


def revision(
    before: Rule,
    after: Rule,
    counted: tuple[int, ...],
    *causes: Cause,
    rules: tuple[Rule, ...] = (),
    shipped: tuple[Rule, ...] = (),
    state: State = State.SHORT,
) -> Notice:
    """March corrected on 15 April after the rule changed."""
    year = year_of([*counting(3, 4), *excluded(3)], after, now="2026-04-15 08:00")
    due_notice = {"before": Stated(0, counted, state, before.digest), "causes": causes}
    briefing = told(NoticeKind.REVISION, [3], year, "2026-04-15", revision=1, due_notice=due_notice)
    return letters.write(unit(after, rules=(*rules, after)), briefing, shipped)


def warning(items: list[Countable], under: Rule, **changes: object) -> Notice:
    """A warning in March 2026."""
    year = year_of(items, under, now="2026-03-20 08:00")
    values = {"days_left": 11, "working_days_left": 7, "at_risk": Decimal(0)} | changes
    return letter(told(NoticeKind.WARNING, [3], year, "2026-03-20", period="2026-03-20", **values))  # type: ignore[arg-type]


EVERY_KIND = {
    "result": letter(march(DOUBTFUL)),
    "warning": warning(DOUBTFUL, rule(), at_risk=Decimal(1)),
    "revision": revision(
        rule(), rule(quota=5), (300, 301, 350), Cause(Kind.REMOVED, 350, reason=Reason(Why.SAME_STORY, item=300)), Cause(Kind.RULE)
    ),
    "trouble": trouble(SITE, replace(SITE, source="loa", required=False)),
    "quarter": periodic(DOUBTFUL, range(1, 4), "2026-Q1", "2026-04-01"),
    "half-year": periodic(DOUBTFUL, range(1, 7), "2026-H1", "2026-07-01"),
    "year": periodic(DOUBTFUL, range(1, 13), "2026", "2027-01-04"),
}
every_kind = pytest.mark.parametrize("notice", EVERY_KIND.values(), ids=EVERY_KIND.keys())


@every_kind
def test_the_chat_text_holds_no_command(notice: Notice) -> None:
    """What is pasted into Zalo names neither the program nor anything to be typed."""
    assert "newswatch" not in notice.short_text
    assert "--" not in notice.short_text
    assert notice.short_text in flat(notice)


def test_the_chat_text_of_a_trial_names_no_program() -> None:
    """The test mail's chat text names no program either."""
    assert "newswatch" not in trial.trial(unit(), year_of([]).as_of).short_text


@every_kind
def test_commands_stand_apart_and_last(notice: Notice) -> None:
    """The board's sections hold nothing to type; each command stands in the last section, which is for the operator."""
    board, _, operator = notice.text.partition(f"\n{OPERATOR}\n")
    assert not re.search(r"newswatch [a-z]|--[a-z]|SỐ_MỤC", board)
    assert ("newswatch " in operator.partition("-" * 78)[0]) is bool(operator)
    assert "NHẮN" not in operator
    assert notice.html.count("newswatch review") == notice.html[notice.html.rfind("Cán bộ phụ trách kỹ thuật") :].count("newswatch review")


def test_the_operator_is_told_what_to_type_for_which_item() -> None:
    """Items that need only a verdict share a command; one that needs more has its own; the list for the board carries the same numbers."""
    board, _, operator = flat(letter(march(DOUBTFUL))).partition(OPERATOR)
    assert "→ Mục 370: chưa đủ căn cứ" in board
    assert "→ Mục 371: các ngày ghi không khớp" in board
    assert "Mục 370: newswatch review --accept 370 --by TÊN --because LÝ_DO" in operator
    assert "Mục 371: newswatch review --settle 371 --date 2026-03-28 --by TÊN --because LÝ_DO" in operator
    assert "không nhận thì dùng --reject SỐ_MỤC" in operator
    both = flat(letter(march([*counting(3, 2), waiting(370, "2026-03-25"), waiting(374, "2026-03-26", "Chuyện khác")])))
    assert "Mục 370, 374: newswatch review --accept SỐ_MỤC --by TÊN --because LÝ_DO" in both
    many = flat(letter(march([waiting(500 + n, "2026-03-05", f"Chuyện {n}") for n in range(14)])))
    assert "và 4 mục khác." in many.partition(OPERATOR)[0]
    assert "Xem cả 14 mục: newswatch review" in many.partition(OPERATOR)[2]


def test_a_letter_without_anything_to_type_has_no_such_section() -> None:
    """A met month with nothing awaiting says nothing to the operator."""
    assert OPERATOR not in letter(march(counting(3, 5, 1))).text


def test_a_quarter_tells_what_awaits_in_the_year_from_what_awaits_in_its_months() -> None:
    """The table counts the months told, the sentence the whole year; it says so, and how many items have no day."""
    later = [*counting(1, 4), waiting(470, "2026-04-02"), waiting(471, "2026-04-03", "Chuyện khác"), waiting(472, None, "Không ngày")]
    quarter = periodic(later, range(1, 4), "2026-Q1", "2026-04-10")
    assert "Cả năm còn 3 mục chờ xét, trong đó 1 mục không rõ ngày" in flat(quarter)
    assert "không mục nào thuộc quý I/2026" in flat(quarter)
    assert "Cả năm còn 3 mục chờ xét" in quarter.short_text
    among = flat(periodic([*later, waiting(170, "2026-01-20", "Tháng giêng")], range(1, 4), "2026-Q1", "2026-04-10"))
    assert "Cả năm còn 4 mục chờ xét" in among
    assert "thuộc quý I/2026: tháng 01/2026 (1 mục)" in among
    whole = flat(periodic(later, range(1, 13), "2026", "2027-01-04"))
    assert "trong đó 1 mục không rõ ngày. Gồm tháng 04/2026 (2 mục)." in whole
    assert "Trong đó" not in flat(periodic([waiting(472, None, "Không ngày")], range(1, 13), "2026", "2027-01-04"))


@pytest.mark.parametrize(
    ("case", "counts", "under", "total"),
    [
        ("far over", (0,) * 12, rule(), "2"),
        ("just over", (3, 3, 3, 3, 3), rule(), "2"),
        ("just so", (3, 3, 3, 3), rule(), "2"),
        ("less", (3,), rule(), "0,5"),
        ("with a floor", (3, 3, 3, 3), rule(min_points=1), "1"),
        ("once a month", (0, 0, 0, 0, 0), rule(reading="B_deficient_months"), "2"),
    ],
)
def test_the_months_together_cost_no_more_than_there_is(case: str, counts: tuple[int, ...], under: Rule, total: str) -> None:
    """The sum of what the months cost is at most the criterion's points, and says so if it was cut."""
    full = (*counts, *(4,) * (12 - len(counts)))
    notice = periodic([i for month, n in enumerate(full, 1) for i in counting(month, n)], range(1, 13), "2026", "2027-01-04", under)
    row = next(line for line in notice.text.splitlines() if line.startswith("Cộng"))
    assert re.split(r"  +", row)[5] == total, case


def test_a_repetition_names_the_other_item_by_day_and_channel() -> None:
    """The board knows no numbers: it reads the day, the channel, and the title only if it differs."""
    same = bulletin(380, TITLES[0], "2026-03-10 17:00", origin=Origin.OWN)
    other = countable(381, "Trùng chuyện", "2026-03-12", same_as=300)
    text = flat(letter(march([countable(300, TITLES[0], "2026-03-09"), same, other])))
    assert "trùng với bài đăng ngày 09/03/2026 (cùng tiêu đề" in text
    assert f"trùng với bài “{TITLES[0]}” đăng ngày 09/03/2026 (do người xét ghi)" in text
    assert "mục 300" not in text
    aired = [bulletin(300, TITLES[0], "2026-03-09 05:30"), countable(381, "Trùng chuyện", "2026-03-12", same_as=300)]
    assert f"trùng với tin “{TITLES[0]}” phát ngày 09/03/2026" in flat(letter(march(aired)))


def test_the_workbook_names_items_by_number_and_keeps_what_drove_the_rules() -> None:
    """The workbook has a column of numbers, so its reasons give number and title; weights stand there and nowhere in the letter."""
    drivers = (phrase(-4, "kỳ họp HĐND"), phrase(1.2, "người dân", "text"))
    look_alike = countable(380, "Kỳ họp chuyên đề", "2026-03-20", verdict=Verdict.OTHER, phrases=drivers)
    by_hand = countable(381, "Một giấy mời", "2026-03-21", verdict=Verdict.OTHER, decided_by=person("Thư ký", "là giấy mời"))
    notice = letter(march([*counting(3, 4), *excluded(3), look_alike, by_hand]))
    sheet = load_workbook(io.BytesIO(notice.enclosures[0].body)).worksheets[0]
    why = {row[-1]: row[10] for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert why[380] == "không phải tin, bài CCHC: dấu hiệu tin khác: kỳ họp HĐND (tiêu đề); dấu hiệu CCHC: người dân (nội dung)"
    assert why[381] == "không phải tin, bài CCHC – Thư ký xét: là giấy mời"
    assert "(mục 300)" in str(why[350])
    text = flat(notice)
    assert "→ không phải tin, bài CCHC – Thư ký xét: là giấy mời" in text
    assert "kỳ họp HĐND" not in text
    assert not re.search(r"[+−-]\d,\d", text)
    assert terms.drivers((phrase(-4, "a"), phrase(-0.3, "b", "text")), weights=True) == "−4,0 a (tiêu đề); −0,3 các từ khác"


def test_a_warning_at_the_least_score_says_that_nothing_more_is_lost() -> None:
    """With all points gone the letter says that nothing more is lost; with some left, or the month met, it does not."""
    each = rule(scope="each_channel")
    gone = warning([*counting(1, 0), *counting(2, 0), *counting(3, 1)], each)
    assert LEAST in flat(gone)
    assert LEAST in gone.short_text
    assert LEAST not in flat(warning([*counting(1, 4, 4), *counting(3, 1)], rule(), at_risk=Decimal("1.5")))
    assert LEAST not in flat(warning([*counting(1, 4), *counting(2, 4), *counting(3, 1)], rule()))
    assert LEAST not in flat(warning([*counting(1, 0), *counting(2, 0), *counting(3, 4, 4)], rule()))
    assert LEAST not in flat(warning(counting(3, 1), shipped_rule("phuoc-an-2026"), at_risk=None))


def test_a_revision_after_another_rule_tells_its_quota_and_days() -> None:
    """If the former rule is known its quota stands beside the count; the rule is the first cause, with quota and days before and now."""
    old, new = rule(quota=2), rule(id="moi", cutoff_day=19)
    notice = revision(old, new, (300, 301, 350), Cause(Kind.MOVED, 999), Cause(Kind.RULE), rules=(old,), state=State.MET)
    assert notice.subject.endswith("(trước đó: 3 tin, bài (chỉ tiêu 2) – đạt)")
    past, now = "tối thiểu 2 tin, bài từ 01/03/2026 đến 31/03/2026", "tối thiểu 4 tin, bài từ 20/02/2026 đến 19/03/2026"
    first = f"Quy định hoặc khung ngày của tháng thay đổi: trước đây {past}; nay {now}."
    text = flat(notice)
    assert 0 < text.index(first) < text.index("Một tin, bài đã ghi nhận nay thuộc tháng khác hoặc đã hủy.")
    assert "999" not in text
    short = revision(rule(quota=5), rule(), (300, 301), Cause(Kind.RULE), rules=(rule(quota=5),))
    assert short.facts["before"] == "2/5 – thiếu 3"
    pa = shipped_rule("phuoc-an-2026")
    assert revision(pa, rule(), (300,), Cause(Kind.RULE), shipped=(pa,)).facts["before"] == "1/2 – thiếu 1"
    unknown = revision(rule(quota=7), rule(), (300,), Cause(Kind.RULE))
    assert unknown.facts["before"] == "1 tin, bài – thiếu"
    assert "thay đổi: nay tối thiểu 4 tin, bài từ 01/03/2026 đến 31/03/2026." in flat(unknown)
    split = revision(rule(scope="each_channel"), rule(), (300,), Cause(Kind.RULE), rules=(rule(scope="each_channel"),))
    assert split.facts["before"] == "thiếu"


def test_a_source_in_trouble_stands_once() -> None:
    """Its address is not printed twice, and what to try with it is said once however many sources share it."""
    notice = trouble(SITE, replace(SITE, source="loa"), replace(SITE, source="rss", url="https://xa.example.vn/rss", error=""))
    listed = notice.text.partition("NGUỒN KHÔNG ĐỌC ĐƯỢC")[2].partition("CẦN KIỂM TRA")[0]
    assert listed.count("https://xa.example.vn/tin") == 2
    assert listed.count("https://xa.example.vn/rss") == 1
    operator = flat(notice).partition(OPERATOR)[2]
    assert operator.count("newswatch probe https://xa.example.vn/tin") == 1
    assert "newswatch probe https://xa.example.vn/rss" in operator
    assert "newswatch doctor" in operator
    assert "site: không trả lời trong 20 giây" in operator


def test_a_month_that_has_not_begun_is_called_so_everywhere() -> None:
    """In a quarter told before it is over, table and bars say the same about each month."""
    text = periodic([*counting(1, 4), *counting(2, 1)], range(1, 4), "2026-Q1", "2026-02-10").text
    rows = [line.split() for line in text.splitlines() if line.startswith(("01/2026", "02/2026", "03/2026"))]
    assert [" ".join(row[-3:]) for row in rows] == ["– đạt –", "trong tháng –", "chưa tới –"]
    assert rows[2] == ["03/2026", *"–" * 5, "chưa", "tới", "–"]
    assert "03–12/2026" in text
