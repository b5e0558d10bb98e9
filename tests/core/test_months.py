"""Months, their windows under a cut-off day, and the months of a scoring year."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newswatch.core.months import Month, Window, month_of, months_of_year, whole_year, year_window

CUTOFFS = st.none() | st.integers(1, 31)
MONTHS = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))
DAYS = st.dates(date(1900, 2, 1), date(2200, 11, 30))
law = settings(deadline=None)


def months(first: str, last: str) -> tuple[Month, ...]:
    start, end = Month.parse(first), Month.parse(last)
    return tuple(start.plus(n) for n in range((end.year - start.year) * 12 + end.month - start.month + 1))


def test_a_month_reads_back_as_written() -> None:
    """Parsing and writing a month are inverse, and its label is what the board reads."""
    month = Month.parse("2026-03")
    assert (month.year, month.month, str(month), month.label) == (2026, 3, "2026-03", "tháng 03/2026")


@pytest.mark.parametrize(
    "text", ["2026-3", "2026-13", "2026-00", "0000-01", "26-03", "2026/03", "2026-03-01", " 2026-03", "2026-03\n", "", "٢٠٢٦-٠٣"]
)
def test_anything_else_is_no_month(text: str) -> None:
    """A text that is no month is refused, and the message repeats the text."""
    with pytest.raises(ValueError, match="is not a month") as caught:
        Month.parse(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(("year", "month"), [(2026, 0), (2026, 13), (0, 1), (10000, 1)])
def test_a_month_outside_the_calendar_cannot_be_made(year: int, month: int) -> None:
    """Month checks its own values."""
    with pytest.raises(ValueError, match="no such month"):
        Month(year, month)


@pytest.mark.parametrize(
    ("n", "expected"), [(0, "2026-03"), (9, "2026-12"), (10, "2027-01"), (-2, "2026-01"), (-3, "2025-12"), (-15, "2024-12")]
)
def test_plus_crosses_years(n: int, expected: str) -> None:
    """Adding months carries into the years on both sides."""
    assert str(Month(2026, 3).plus(n)) == expected


@given(MONTHS)
@law
def test_neighbours_are_inverse_and_ordered(month: Month) -> None:
    """The month after the month before is the month itself, and the order is that of time."""
    assert month.next().previous() == month
    assert month.previous() < month < month.next()
    assert (str(month) < str(month.next())) is True


@pytest.mark.parametrize(
    ("text", "cutoff", "first", "last"),
    [
        ("2026-02", None, date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-02", None, date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-02", 19, date(2026, 1, 20), date(2026, 2, 19)),
        ("2026-01", 19, date(2025, 12, 20), date(2026, 1, 19)),
        ("2026-02", 30, date(2026, 1, 31), date(2026, 2, 28)),
        ("2026-03", 30, date(2026, 3, 1), date(2026, 3, 30)),
        ("2026-03", 28, date(2026, 3, 1), date(2026, 3, 28)),
        ("2024-03", 28, date(2024, 2, 29), date(2024, 3, 28)),
        ("2026-04", 31, date(2026, 4, 1), date(2026, 4, 30)),
        ("2026-02", 1, date(2026, 1, 2), date(2026, 2, 1)),
    ],
)
def test_windows(text: str, cutoff: int | None, first: date, last: date) -> None:
    """A month runs from the day after the previous cut-off to its own, or the month's last day where that comes sooner."""
    assert Month.parse(text).window(cutoff) == Window(first, last)


@given(MONTHS, CUTOFFS)
@law
def test_windows_tile_time(month: Month, cutoff: int | None) -> None:
    """Consecutive windows meet without gap or overlap, and none is empty, under every cut-off day."""
    here, after = month.window(cutoff), month.next().window(cutoff)
    assert here.first <= here.last
    assert after.first == here.last + timedelta(days=1)


@given(DAYS, CUTOFFS)
@law
def test_every_day_belongs_to_the_month_whose_window_holds_it(day: date, cutoff: int | None) -> None:
    """month_of finds the one window among the neighbours that holds the day."""
    month = month_of(day, cutoff)
    assert [day in m.window(cutoff) for m in (month.previous(), month, month.next())] == [False, True, False]


@pytest.mark.parametrize("cutoff", [0, 32, -1])
def test_a_cut_off_that_is_no_day_is_refused(cutoff: int) -> None:
    """A cut-off outside 1 to 31 is an error wherever it is used."""
    for use in (Month(2026, 3).window, lambda c: month_of(date(2026, 3, 1), c), whole_year):
        with pytest.raises(ValueError, match=f"cut-off day {cutoff}"):
            use(cutoff)


@pytest.mark.parametrize(
    ("today", "cutoff", "ended"),
    [
        (date(2026, 2, 28), None, False),
        (date(2026, 3, 1), None, True),
        (date(2026, 2, 19), 19, False),
        (date(2026, 2, 20), 19, True),
        (date(2026, 1, 1), 19, False),
    ],
)
def test_a_month_ends_after_its_last_day(today: date, cutoff: int | None, ended: bool) -> None:
    """The last day of the window still belongs to the month; the day after it has ended."""
    assert Month(2026, 2).ended(today, cutoff) is ended


@pytest.mark.parametrize(
    ("start", "end", "cutoff", "expected"),
    [
        ("01-01", "12-31", None, months("2026-01", "2026-12")),
        ("11-01", "10-31", None, months("2025-11", "2026-10")),
        ("01-01", "10-31", None, months("2026-01", "2026-10")),
        ("01-01", "10-30", None, months("2026-01", "2026-09")),
        ("01-02", "12-31", None, months("2026-02", "2026-12")),
        ("12-20", "12-19", 19, months("2026-01", "2026-12")),
        ("01-01", "12-31", 19, months("2026-02", "2026-12")),
        ("03-01", "02-29", None, months("2025-03", "2026-02")),
        ("01-05", "01-20", None, ()),
    ],
)
def test_months_of_a_scoring_year(start: str, end: str, cutoff: int | None, expected: tuple[Month, ...]) -> None:
    """The months of a year are those that lie wholly in its window, which begins the year before when its start is later than its end."""
    assert months_of_year(2026, start, end, cutoff) == expected


def test_the_last_day_of_february_is_meant_by_its_29th() -> None:
    """A window ending 02-29 takes in the whole of February in common and leap years."""
    assert [year_window(year, "03-01", "02-29").last for year in (2024, 2026)] == [date(2024, 2, 29), date(2026, 2, 28)]


@given(st.integers(1901, 2200), CUTOFFS)
@law
def test_the_whole_year_is_january_to_december(year: int, cutoff: int | None) -> None:
    """whole_year gives the window that holds exactly the twelve months of a year, under every cut-off day."""
    assert months_of_year(year, *whole_year(cutoff), cutoff) == tuple(Month(year, m) for m in range(1, 13))


@pytest.mark.parametrize("text", ["13-01", "02-30", "1-1", "31-12", "2026-01-01", ""])
def test_a_window_end_that_is_no_day_is_refused(text: str) -> None:
    """A text that is no day of the year is named in the error."""
    with pytest.raises(ValueError, match="is not a day of the year"):
        year_window(2026, "01-01", text)
