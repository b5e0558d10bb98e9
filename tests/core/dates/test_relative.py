"""Dates that count from the moment of reading: each form, how exact it is, and that it names one day from poll to poll."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newswatch.core.dates import parse
from newswatch.core.dates.relative import relative
from newswatch.core.model import LOCAL
from newswatch.core.months import local_day

READ_AT = datetime(2026, 11, 26, 9, 15, tzinfo=LOCAL)
UNITS = {"phút": timedelta(minutes=1), "giờ": timedelta(hours=1), "ngày": timedelta(days=1), "tuần": timedelta(days=7)}
instants = st.integers(0, 99 * 365 * 24 * 60).map(lambda minutes: datetime(2000, 1, 1, tzinfo=LOCAL) + timedelta(minutes=minutes))


def rows() -> list[list[str]]:
    lines = (Path(__file__).parent / "relative.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines if not line.startswith("# ")]


@pytest.mark.parametrize(("text", "at", "first", "last", "note"), rows())
def test_each_form_names_a_day_or_none(text: str, at: str, first: str, last: str, note: str) -> None:
    """Each row of relative.tsv means the instant beside it and any day between the two, or nothing; `parse` reads none of them."""
    found = relative(text, READ_AT)
    if first == "-":
        assert found is None, note
    else:
        assert found is not None, note
        assert found[:3] == (
            None if at == "-" else datetime.fromisoformat(at).replace(tzinfo=LOCAL),
            *map(date.fromisoformat, (first, last)),
        )
        assert parse(text) is None


def test_a_time_alone_says_so() -> None:
    """A time without a day is told apart, because a list without any day may print times alone for all entries."""
    alone, named = relative("08:30", READ_AT), relative("Hôm nay, 08:30", READ_AT)
    assert alone is not None
    assert named is not None
    assert (alone.clock_only, named.clock_only) == (True, False)


@pytest.mark.parametrize("rounded", [False, True], ids=["cut down", "rounded"])
@pytest.mark.parametrize("unit", UNITS)
@given(at=instants, ago=st.timedeltas(timedelta(), timedelta(days=200)))
@settings(deadline=None, max_examples=60)
def test_the_true_day_lies_between_the_days_it_can_mean(unit: str, rounded: bool, at: datetime, ago: timedelta) -> None:
    """Whether a program cuts the number of units down or rounds it, the day of publication is between the first and the last day."""
    number = round(ago / UNITS[unit]) if rounded else ago // UNITS[unit]
    if number > 999:
        return
    found = relative(f"{number} {unit} trước", at + ago)
    assert found is not None
    assert found.first <= local_day(at) <= found.last
    assert found.at is not None
    assert found.first <= found.at.date() <= found.last


@given(at=instants, days=st.integers(1, 300))
@settings(deadline=None)
def test_days_ago_name_one_day_at_each_later_poll(at: datetime, days: int) -> None:
    """One number of days today and one more at the same hour tomorrow are the same day."""
    today, tomorrow = relative(f"{days} ngày trước", at), relative(f"{days + 1} ngày trước", at + timedelta(days=1))
    assert today is not None
    assert tomorrow is not None
    assert today[:3] == tomorrow[:3]


@given(text=st.text() | st.sampled_from(["hôm nay ", "3 ngày trước ", "1 giờ ", "một "]).map(lambda piece: piece * 2000), at=instants)
@settings(deadline=None)
def test_any_text_is_answered(text: str, at: datetime) -> None:
    """Whatever the text, there is an answer, and none lies in the future by more than two clocks differ."""
    found = relative(text, at)
    assert found is None or found.first <= found.last <= local_day(at + timedelta(minutes=10))
