"""What is said is so: each situation with the exact words of subject, headline and chat text, and what must not stand there."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from letter_worlds import A_HOLE, EARLIER, TITLES, counting, flat, letter, march, told, unit
from rich.console import Console
from rule_tables import rule, shipped_rule
from worlds import ALL_YEAR, bulletin, countable, moment, month_in, watched, year_of

from newswatch.core.count.statement import YearStatement
from newswatch.core.notices.notice import Briefing, Notice, NoticeKind, Unreadable
from newswatch.report import letters
from newswatch.report.letters import sections
from newswatch.report.terminal import tables
from newswatch.report.tones import Tone

NOBODY = (watched("2025-12-01", "2025-12-31"),)
EXPIRED = shipped_rule("quang-dien-2614")
SITE = "https://quangtho.example.vn/tin"


def headline(notice: Notice) -> str:
    """The result that stands first in a letter."""
    return " ".join(notice.text.partition("*** ")[2].partition("\n\n")[0].split())


def status(year: YearStatement) -> str:
    """The table of a year as a terminal shows it."""
    out = StringIO()
    Console(file=out, width=200).print(tables.year(unit(year.rule), year))
    return out.getvalue()


def quarter(items: Sequence[object], **changes: object) -> Notice:
    """The letter about the first quarter of 2026."""
    year = year_of(items, now="2026-04-01 08:00", **changes)  # type: ignore[arg-type]
    briefing = told(NoticeKind.QUARTER, [1, 2, 3], year, "2026-04-01", period="2026-Q1")
    return letters.write(unit(year.rule), briefing)


def down(since: str, last: str | None, *, tried: bool = True) -> Notice:
    """The letter about one source that was not read since a day."""
    source = Unreadable("site", SITE, date.fromisoformat(since), "no answer" if tried else "", True, moment(last) if last else None, tried)
    return letter(told(NoticeKind.TROUBLE, [], year_of([]), "2026-04-18", period=since, due_notice={"sources": (source,)}))


SITUATIONS: list[tuple[str, Notice, str, str, str]] = [
    ("met", letter(march([*EARLIER, *counting(3, 4)])), "4/4 – đạt", "4/4 tin, bài – đạt", "4/4, đạt."),
    (
        "more than the quota",
        letter(march([*EARLIER, *counting(3, 5)])),
        "5 tin, bài (chỉ tiêu 4) – đạt",
        "5 tin, bài (chỉ tiêu 4) – đạt",
        "5 tin, bài (chỉ tiêu 4), đạt.",
    ),
    (
        "short",
        letter(march([*EARLIER, *counting(3, 3)])),
        "3/4 – thiếu 1, trừ 0,5 điểm",
        "3/4 tin, bài – thiếu 1, trừ 0,5 điểm",
        "3/4, thiếu 1, trừ 0,5 điểm. Năm 2026 đến nay: 1,5/2 điểm.",
    ),
    (
        "unknown",
        letter(march(EARLIER, spans=A_HOLE)),
        "0/4 – chưa rõ, có 2 ngày chưa xem được",
        "0/4 tin, bài – chưa rõ, có 2 ngày chưa xem được",
        "Năm 2026 đến nay: 2/2 điểm, 2/3 tháng đã rõ.",
    ),
    (
        "a rule that is not in force",
        letter(march([*EARLIER, *counting(3, 3)], EXPIRED)),
        "3/4 – thiếu 1, trừ 0,5 điểm (tạm tính)",
        "3/4 tin, bài – thiếu 1, trừ 0,5 điểm (tạm tính)",
        "Năm 2026 đến nay: tạm tính 1,5/2 điểm (trong khoảng 1,5–2).",
    ),
    (
        "more lost than is left",
        letter(march([*counting(1, 1), *counting(2, 4), *counting(3, 2)])),
        "2/4 – thiếu 2, trừ 0,5 điểm",
        "2/4 tin, bài – thiếu 2, trừ 0,5 điểm",
        "2/4, thiếu 2, trừ 0,5 điểm.",
    ),
    (
        "a portal that is down",
        down("2026-04-13", "2026-04-13 08:05"),
        "Không đọc được trang tin – chưa kết luận gì về số tin, bài",
        "Không đọc được trang tin. Lần đọc được gần nhất: 08:05 13/04/2026",
        "Lần đọc được gần nhất: 08:05 13/04/2026.",
    ),
    (
        "a machine that was off",
        down("2026-04-01", "2026-04-01 06:30", tried=False),
        "Máy theo dõi không chạy từ 01/04/2026 đến 18/04/2026 – chưa kết luận gì về số tin, bài",
        "Máy theo dõi không chạy từ 01/04/2026 đến 18/04/2026. Lần đọc được gần nhất: 06:30 01/04/2026",
        "máy theo dõi không chạy từ 01/04/2026 đến 18/04/2026.",
    ),
    (
        "a quarter by a rule that is not in force",
        quarter([*EARLIER, *counting(3, 3)], rule=EXPIRED),
        "2/3 tháng đạt, thiếu 1 – điểm tạm tính 1,5/2 (trong khoảng 1,5–2)",
        "2/3 tháng đạt, thiếu 1 – điểm tạm tính 1,5/2 (trong khoảng 1,5–2)",
        "điểm tạm tính 1,5/2 (trong khoảng 1,5–2).",
    ),
]


@pytest.mark.parametrize(("situation", "notice", "subject", "first", "chat"), SITUATIONS, ids=[s[0] for s in SITUATIONS])
def test_a_situation_has_its_words(situation: str, notice: Notice, subject: str, first: str, chat: str) -> None:
    """Subject and headline are these, and the chat text holds this."""
    assert notice.subject.endswith(f": {subject}") or notice.subject.endswith(f"] {subject}"), situation
    assert headline(notice) == first, situation
    assert chat in " ".join(notice.short_text.split()), situation


def test_nothing_is_said_of_topics_that_nobody_could_look_for() -> None:
    """Where days of the last three months were not watched, no topic is called missing; where all were, some are."""
    assert "Chủ đề".upper() not in letter(march([], spans=NOBODY)).text
    assert "Chủ đề".upper() not in letter(march(EARLIER, spans=A_HOLE)).text
    assert "Chủ đề".upper() in letter(march(EARLIER)).text


def test_a_rule_that_is_not_in_force_raises_no_alarm() -> None:
    """A short month is red only where what it costs is sure."""
    sure, unsure = (
        sections.bar(year, month_in(year, 3)).tone for year in (year_of([*EARLIER, *counting(3, 3)], r) for r in (rule(), EXPIRED))
    )
    assert (sure, unsure) == (Tone.BAD, Tone.DOUBT)


def test_an_unknown_month_lacks_nothing_in_the_table() -> None:
    """The table of the year calls nothing missing in a month that is unknown, and says so of one that is short."""
    unknown, short = (status(year_of(EARLIER, spans=spans, now="2026-04-01 08:00")) for spans in (A_HOLE, ALL_YEAR))
    assert [line.split("│")[4].strip() for line in unknown.splitlines() if line.startswith("03/2026")] == [""]
    assert [line.split("│")[4].strip() for line in short.splitlines() if line.startswith("03/2026")] == ["4"]


def test_a_criterion_without_a_number_is_said_so() -> None:
    """Where the annex' number is not known, that is said, not that the criterion is unclear."""
    text = flat(letter(march([*EARLIER, *counting(3, 3)], rule(criterion="chưa rõ"))))
    assert "chưa rõ mã tiêu chí" in text
    assert "tiêu chí chưa rõ" not in text


def test_items_on_both_channels_are_said_to_count_once() -> None:
    """Where the channels of the table add up to more than is counted, the reason stands below it."""
    both = [countable(1, TITLES[0], "2026-03-03"), bulletin(2, TITLES[0], "2026-03-04")]
    assert "Tin, bài có ở cả hai kênh tính một lần." in flat(quarter([*EARLIER, *both]))
    assert "cả hai kênh" not in flat(quarter([*EARLIER, *counting(3, 3)]))


def test_a_preview_says_that_it_is_one() -> None:
    """Subject, title, first paragraph and chat text of a preview are marked; those of a mail are not."""
    briefing: Briefing = march([*EARLIER, *counting(3, 3)], at_risk=Decimal(2))
    shown = letters.write(unit(), briefing, preview=True)
    for text in (shown.subject, shown.text.splitlines()[1], shown.short_text):
        assert "BẢN XEM TRƯỚC" in text
    assert "chưa gửi cho ai" in flat(shown)
    assert "XEM TRƯỚC" not in letters.write(unit(), briefing).text
