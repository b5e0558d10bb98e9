"""The spans that offices report on, as they are written and which months they hold."""

import pytest

from newswatch.core.months import Month
from newswatch.core.periods import Period

PERIODS = [
    ("2026-03", "month", 3, 3),
    ("2026-12", "month", 12, 12),
    ("2026-Q1", "quarter", 1, 3),
    ("2026-Q4", "quarter", 10, 12),
    ("2026-H1", "half-year", 1, 6),
    ("2026-H2", "half-year", 7, 12),
    ("2026", "year", 1, 12),
]


@pytest.mark.parametrize(("text", "length", "first", "last"), PERIODS)
def test_a_period_holds_its_months(text: str, length: str, first: int, last: int) -> None:
    """Each is read as it is written, and holds the months of the calendar in order."""
    period = Period.parse(text)
    assert (period.text, period.length, period.year) == (text, length, 2026)
    assert period.months == tuple(Month(2026, n) for n in range(first, last + 1))
    assert (period.is_month, period.whole_year) == (length == "month", length == "year")


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-00", "2026-3", "2026-Q5", "2026-Q0", "2026-H3", "2026-q1", "0000", "26", "2026-03-01", "２０２６"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    """Anything else is refused with how each is written."""
    with pytest.raises(ValueError, match="a quarter as 2026-Q1"):
        Period.parse(text)
