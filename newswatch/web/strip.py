"""The days of a month as a strip: seen, not seen, still to come."""

from dataclasses import dataclass
from datetime import date, timedelta

from newswatch.core.count.statement import MonthStatement


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month: `seen` is None while it has not ended."""

    day: date
    seen: bool | None


def days(month: MonthStatement, cutoff_day: int | None, today: date) -> tuple[Day, ...]:
    """Every day of a month's window, in order."""
    window, blind = month.month.window(cutoff_day), set(month.coverage.blind)
    each = (window.first + timedelta(days=n) for n in range((window.last - window.first).days + 1))
    return tuple(Day(day, None if day >= today else day not in blind) for day in each)
