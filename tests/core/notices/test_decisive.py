"""What awaits a person and would make the open month be met is told of on the next working morning, once."""

from datetime import date

import pytest
from worlds import countable, moment, year_of

from newswatch.config import load_holidays
from newswatch.core.count.statement import YearStatement
from newswatch.core.model import Verdict
from newswatch.core.months import Month
from newswatch.core.notices.due import Habits, Told, due_notices
from newswatch.core.notices.notice import NoticeKind

WAITING = 57


def as_of(day: str, counted: int, seen: str) -> YearStatement:
    """March 2026 as it stood on a day: so many items that count, and one, first seen at `seen`, of which the vocabulary is unsure."""
    items = [countable(n, f"Tin cải cách {n}", "2026-03-02 08:00") for n in range(counted)]
    unsure = countable(WAITING, "Tin chưa rõ", seen, verdict=Verdict.UNSURE, first_seen_at=moment(seen))
    return year_of([*items, unsure], None, now=f"{day} 08:00")


def due(day: str, counted: int, *given: str, seen: str = "2026-03-05 17:30") -> list[str]:
    """The periods of the warnings due on a day."""
    told = Told(Month(2026, 3), frozenset((NoticeKind.WARNING, period, 0) for period in given), {})
    found = due_notices([as_of(day, counted, seen)], {}, (), told, Habits(load_holidays()), date.fromisoformat(day))
    return [one.period for one in found if one.kind is NoticeKind.WARNING]


@pytest.mark.parametrize(
    ("day", "counted", "expected"),
    [
        ("2026-03-05", 3, []),
        ("2026-03-06", 3, [f"2026-03-w{WAITING}"]),
        ("2026-03-06", 2, []),
        ("2026-03-06", 4, []),
        ("2026-03-12", 3, [f"2026-03-w{WAITING}"]),
        ("2026-03-13", 3, []),
    ],
    ids=[
        "the day itself",
        "the next morning",
        "one item is not enough",
        "met without it",
        "the machine was off for a week",
        "no news any more",
    ],
)
def test_item_that_decides_is_told_of_next_morning(day: str, counted: int, expected: list[str]) -> None:
    """With three of four counted, an item that awaits a person is told of from the next day on, for a week."""
    assert due(day, counted) == expected


def test_weekend_is_waited_out() -> None:
    """What was seen on a Friday evening is told of on Monday."""
    assert [due(day, 3, seen="2026-03-06 17:30") for day in ("2026-03-07", "2026-03-08", "2026-03-09")] == [[], [], ["2026-03-w57"]]


def test_item_is_told_of_once() -> None:
    """Neither after its own notice nor after a later item's is it told of again; after an earlier item's it is."""
    assert [due("2026-03-06", 3, f"2026-03-w{id_}") for id_ in (57, 60, 12)] == [[], [], ["2026-03-w57"]]


def test_warning_of_a_day_tells_of_it_too() -> None:
    """Where a warning of the month is due or was given after the item was seen, it stands there, and has no notice of its own."""
    assert due("2026-03-20", 3, seen="2026-03-19 17:30") == ["2026-03-20"]
    assert due("2026-03-23", 3, "2026-03-20", seen="2026-03-19 17:30") == []
    assert due("2026-03-23", 3, "2026-03-20", seen="2026-03-20 17:30") == ["2026-03-w57"]
