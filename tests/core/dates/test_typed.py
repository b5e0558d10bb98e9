"""Days as people type them into forms."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.dates.typed import typed_day
from newswatch.errors import FieldCode, FieldFault

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("27/3", "2026-03-27"),
        ("27-3-26", "2026-03-27"),
        ("27.03.2026", "2026-03-27"),
        ("27 / 3 / 2026", "2026-03-27"),
        ("27 3", "2026-03-27"),
        ("27032026", "2026-03-27"),
        ("270326", "2026-03-27"),
        ("2026-03-27", "2026-03-27"),
        ("27", "2026-11-27"),
        ("28", "2026-10-28"),
        ("31", "2026-10-31"),
        ("30/11", "2025-11-30"),
        ("29/2", "2024-02-29"),
        ("1/12/2026", "2026-12-01"),
        ("hôm nay", "2026-11-27"),
        ("Hôm  Qua", "2026-11-26"),
        (" 05/03 ", "2026-03-05"),
    ],
)
def test_short_forms_mean_the_latest_past_day(text: str, day: str) -> None:
    """The day stands first; a month or year left out means the latest day there was. A day written in full may be one to come."""
    assert typed_day(text, TODAY).isoformat() == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", FieldCode.MISSING),
        (" \u200b", FieldCode.MISSING),
        ("31/02", FieldCode.NO_SUCH_DAY),
        ("31/02/2026", FieldCode.NO_SUCH_DAY),
        ("29/02/2026", FieldCode.NO_SUCH_DAY),
        ("13/13", FieldCode.NO_SUCH_DAY),
        ("32", FieldCode.NO_SUCH_DAY),
        ("0", FieldCode.NO_SUCH_DAY),
        ("2026-13-01", FieldCode.NO_SUCH_DAY),
        ("0/0/0000", FieldCode.NO_SUCH_DAY),
        ("tuần trước", FieldCode.UNREADABLE),
        ("27/3-28/3", FieldCode.UNREADABLE),
        ("3/2026", FieldCode.UNREADABLE),
        ("1" * 10_000, FieldCode.UNREADABLE),
        ("²7/3", FieldCode.UNREADABLE),
    ],
)
def test_what_is_no_day_is_told_by_kind(text: str, code: FieldCode) -> None:
    """Nothing typed, a day that the calendar lacks, and what is no day are told apart, and name the field."""
    with pytest.raises(FieldFault) as fault:
        typed_day(text, TODAY, "day")
    assert (fault.value.code, fault.value.field) == (code, "day")
    assert len(str(fault.value)) < 200


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2010, 1, 1), date(2090, 1, 1)))
def test_what_is_echoed_is_read_back(day: date, today: date) -> None:
    """Every way to write a day in full means that day, whatever today is; without its year it is never one to come."""
    for form in ("%d/%m/%Y", "%d%m%Y", "%d-%m-%y", "%Y-%m-%d"):
        assert typed_day(day.strftime(form), today) == day
    short = typed_day(day.strftime("%d/%m"), today)
    assert today - timedelta(days=9 * 366) < short <= today
    assert (short.day, short.month) == (day.day, day.month)
    assert typed_day(str(day.day), today) <= today
