"""What a button of the queue means: accepting settles all that keeps an item from counting; each other button needs what it is about."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from worlds import countable

from newswatch.core.count.reasons import Line, Reason, Why
from newswatch.core.count.settling import Settling, Stake
from newswatch.core.model import Verdict
from newswatch.core.months import Month
from newswatch.errors import FieldCode, FieldFault
from newswatch.report.vi import queue
from newswatch.services.choices import Act, Choice, accepting, lacks_day, of_act

NOVEMBER = Month(2026, 11)


def line(*why: Why, day: str | None = "2026-11-24") -> Line:
    """An item that waits for these reasons."""
    item = countable(17, "Tin chờ xét", day, verdict=Verdict.UNSURE)
    return Line(item, NOVEMBER if day else None, counted=False, counted_on_channel=False, because=tuple(map(Reason, why)))


@pytest.mark.parametrize(
    ("why", "typed", "made"),
    [
        ((Why.UNSURE,), "", {}),
        ((Why.UNSURE,), "23/11", {"day": "23/11"}),
        ((Why.UNREAD, Why.BACKDATED), "", {"day": "2026-11-24"}),
        ((Why.DATES_DISAGREE,), "", {"day": "2026-11-24"}),
        ((Why.DAY_DOUBT,), "25/11", {"day": "25/11"}),
        ((Why.UNDATED,), "25/11", {"day": "25/11"}),
        ((Why.ORIGIN_DOUBT,), "", {"origin": "own"}),
        ((Why.NO_FIRST_AIRING,), "", {"origin": "own"}),
        ((Why.RETOLD,), "", {"own_story": True}),
    ],
)
def test_accepting_settles_what_is_in_doubt(why: tuple[Why, ...], typed: str, made: dict[str, Any]) -> None:
    """Accepting sets the verdict, confirms the day where that is in doubt, and says whose it is where that is; a typed day outranks the stated one."""
    assert accepting(line(*why), typed) == Choice(17, Verdict.PAR, **made)


@pytest.mark.parametrize("why", [Why.UNDATED, Why.FUTURE, Why.DATE_DENIED])
def test_a_day_that_nobody_can_confirm_is_asked_for(why: Why) -> None:
    """An item without a day to rely on is not accepted until a person names one."""
    assert lacks_day(line(why))
    with pytest.raises(FieldFault) as told:
        accepting(line(why))
    assert (told.value.field, told.value.code) == ("day", FieldCode.MISSING)


@pytest.mark.parametrize(("act", "field"), [(Act.DATE, "day"), (Act.NOT_IN, "not_in"), (Act.ORIGIN, "origin"), (Act.SAME, "same_as")])
def test_a_button_needs_what_it_is_about(act: Act, field: str) -> None:
    """No button records a decision that settles nothing."""
    with pytest.raises(FieldFault) as told:
        of_act(act, line(Why.UNSURE))
    assert (told.value.field, told.value.code) == (field, FieldCode.MISSING)


@pytest.mark.parametrize("text", ["17", "x", "-1", "٣", "9" * 30])
def test_the_same_story_is_another_item(text: str) -> None:
    """An item repeats neither itself nor what is no number."""
    with pytest.raises(FieldFault):
        of_act(Act.SAME, line(Why.UNSURE), same_as=text)
    assert of_act(Act.SAME, line(Why.UNSURE), same_as="18").same_as == 18


@pytest.mark.parametrize(
    ("stakes", "day", "told"),
    [
        ((), "2026-11-24", "không làm đổi kết quả tháng nào"),
        (((11, True, 1),), "2026-11-24", "nhận mục này thì tháng 11/2026 đủ (giữ 0,5 điểm)"),
        (((11, True, 3),), "2026-11-24", "nhận mục này thì tháng 11/2026 còn thiếu 2 (giữ 0,5 điểm)"),
        (((11, True, 1),), None, "có thể đủ tháng 11/2026, 0,5 điểm"),
        (((10, True, 1), (11, False, 2)), "2026-11-24", "có thể đủ tháng 10/2026, 0,5 điểm; hoặc thuộc tháng 11/2026"),
    ],
)
def test_what_accepting_does_is_sure_only_where_one_month_is_in_question(
    stakes: tuple[tuple[int, bool, int], ...], day: str | None, told: str
) -> None:
    """That a month is then met is said of the month of the item's own day alone; else only that it may be."""
    found = tuple(Stake(Month(2026, month), ended, short, Decimal("0.5"), 0) for month, ended, short in stakes)
    assert queue.accepting(Settling(line(Why.UNSURE, day=day), found), sure=True) == told
    assert "thì" not in queue.accepting(Settling(line(Why.UNSURE, day=day), found), sure=False)


def test_a_decision_is_told_with_all_it_settles() -> None:
    """A row on record is told field by field; one that settles nothing says so."""
    nothing = dict.fromkeys(("verdict", "domain", "published_on", "same_as", "origin", "item_type"), None)
    row = nothing | {"kind": "person", "own_story": 0, "not_during": [], "dead_link": 0}
    assert queue.decision(row) == "không ghi gì thêm"
    full = row | {
        "verdict": "par",
        "domain": "digital",
        "published_on": str(date(2026, 11, 24)),
        "own_story": 1,
        "item_type": "tin",
        "dead_link": 1,
    }
    assert queue.decision(full) == (
        "nhận là tin, bài CCHC; lĩnh vực: Chính phủ điện tử, Chính phủ số; ngày 24/11/2026; không trùng mục nào; loại: tin; bài không còn đọc được"
    )
