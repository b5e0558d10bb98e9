"""The one letter after an upgrade: every month that stands otherwise, and why."""

from datetime import date

import pytest
from letter_worlds import TITLES, counting, flat, letter, told
from rule_tables import rule
from worlds import year_of

from newswatch.core.count.reasons import Reason, Why
from newswatch.core.count.revision import Cause, Kind, Stated
from newswatch.core.count.statement import State
from newswatch.core.months import Month
from newswatch.core.notices.notice import Change, Notice, NoticeKind

REMOVED = Cause(Kind.REMOVED, 250, reason=Reason(Why.SAME_STORY, item=200))
ADDED = Cause(Kind.ADDED, 303, day=date(2026, 4, 10))


def upgrade(changed: tuple[str, ...], february: tuple[Cause, ...] = (REMOVED,), march: tuple[Cause, ...] = (ADDED,)) -> Notice:
    """February lost an item and fell short, March was unknown and is met, both with an upgrade on 15 April."""
    rule_ = rule(scope="combined")
    year = year_of([*counting(1, 4), *counting(2, 3), *counting(3, 4)], rule_, now="2026-04-15 08:00")
    cause = Cause(Kind.UPGRADE, changed=changed)
    lost = Stated(0, (200, 201, 202, 250), State.MET, rule_.digest), Stated(1, (200, 201, 202), State.SHORT, rule_.digest)
    won = Stated(0, (300, 301, 302), State.UNKNOWN, rule_.digest), Stated(2, (300, 301, 302, 303), State.MET, rule_.digest)
    changes = Change(Month(2026, 2), *lost, (cause, *february)), Change(Month(2026, 3), *won, (cause, *march))
    return letter(told(NoticeKind.REVISION, [2, 3], year, "2026-04-15", period="2026-04-15", due_notice={"changes": changes}))


def test_one_letter_tells_each_month_what_was_told_and_what_stands() -> None:
    """The subject says how many months, the text each month before and now, each cause by title, and the notice carries each month's revision."""
    notice = upgrade(("program",))
    assert notice.subject == "[Quảng Thọ] Đính chính kết quả 2 tháng sau khi cập nhật chương trình theo dõi"
    text = flat(notice)
    assert "02/2026 4 tin, bài – đạt 3 tin, bài – thiếu" in text
    assert "03/2026 3 tin, bài – chưa rõ 4 tin, bài – đạt" in text
    assert (
        f"Tháng 02/2026: một tin, bài đã ghi nhận không còn được tính: trùng với bài “{TITLES[0]} – đợt 2.0” đăng ngày 03/02/2026." in text
    )
    assert f"Tháng 03/2026: bài “{TITLES[3]} – đợt 3.3” đăng ngày 12/03/2026 nay được tính (thấy lần đầu 10/04/2026)." in text
    assert notice.facts["told"] == {"2026-02": 1, "2026-03": 2}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("program",), "phiên bản mới"),
        (("lexicon",), "bộ từ vựng mới"),
        (("program", "lexicon", "proof"), "phiên bản mới, bộ từ vựng mới, cách xác nhận ngày đã theo dõi mới"),
    ],
)
def test_the_letter_says_what_was_updated(changed: tuple[str, ...], said: str) -> None:
    """Program, vocabulary and rules of proof are told apart."""
    assert f"Chương trình theo dõi vừa được cập nhật ({said}) nên" in flat(upgrade(changed))


def test_a_month_known_by_proof_alone_is_no_change_of_its_items() -> None:
    """Where no item came or went, the letter says that the days are confirmed in another way."""
    assert "Cách xác nhận các ngày đã theo dõi thay đổi; số tin, bài được tính giữ nguyên." in flat(upgrade(("proof",), (), ()))


def test_more_causes_than_a_letter_holds_are_left_to_the_list() -> None:
    """Of fourteen causes twelve are told, and the rest are said to be in the list."""
    text = flat(upgrade(("lexicon",), (REMOVED,) * 13))
    assert text.count("Tháng 02/2026: một tin, bài") == 12
    assert "Và 2 thay đổi khác, xem trong danh sách kèm theo." in text
