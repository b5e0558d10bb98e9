"""Corrections: what was told, what stands now, and why."""

from datetime import date

import pytest
from letter_worlds import TITLES, counting, excluded, flat, letter, told
from rule_tables import rule
from worlds import year_of

from newswatch.core.count.reasons import Reason, Why
from newswatch.core.count.revision import Cause, Kind, Stated
from newswatch.core.count.statement import State
from newswatch.core.notices.notice import Notice, NoticeKind


def revision(rule_digest: str = "", state: State = State.SHORT, causes: tuple[Cause, ...] = (), under: str = "combined") -> Notice:
    """March corrected on 15 April: three were told, four stand."""
    rule_ = rule(scope=under)
    year = year_of([*counting(3, 4), *excluded(3)], rule_, now="2026-04-15 08:00")
    before = Stated(0, (300, 301, 350), state, rule_digest or rule_.digest)
    due_notice = {"before": before, "causes": causes}
    return letter(told(NoticeKind.REVISION, [3], year, "2026-04-15", revision=1, due_notice=due_notice))


def test_a_revision_tells_what_was_told_what_stands_and_why() -> None:
    """The subject gives both results, each cause names items by title, and the notice carries its revision."""
    causes = (
        Cause(Kind.ADDED, 303, day=date(2026, 4, 10), by="Thư ký"),
        Cause(Kind.REMOVED, 350, reason=Reason(Why.SAME_STORY, item=300)),
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
