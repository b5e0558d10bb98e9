"""Decides which days belong to which month of the quota: calendar months, or months that end on a cut-off day.

All days are local calendar days of Việt Nam (`model.LOCAL`). Some offices close a month before its end: in Hàm Tân in 2017 the month of February ran
from 20 January to 19 February. `cutoff_day` is the last day that still belongs to the month, or None for the calendar month. A cut-off day
that a month doesn't have is that month's last day, so the windows of consecutive months always meet without gap or overlap.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from newswatch.core.model import LOCAL

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")
_LEAP_YEAR = 2000
_ONE_DAY = timedelta(days=1)


def local_day(at: datetime) -> date:
    """The calendar day of an instant in Việt Nam."""
    return at.astimezone(LOCAL).date()


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A span of local days, both ends included: `day in window`."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year, ordered in time; `str` gives `2026-03`. Raises ValueError outside years 1 to 9999 and months 1 to 12."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.month <= 12):
            raise ValueError(f"no such month: year {self.year}, month {self.month}")

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The month written as `2026-03`; raises ValueError for anything else."""
        match = _MONTH.fullmatch(text)
        if not match:
            raise ValueError(f"{text!r} is not a month: write it as YYYY-MM, for example 2026-03")
        try:
            return cls(int(match[1]), int(match[2]))
        except ValueError:
            raise ValueError(f"{text!r} is not a month: there is no such month in the calendar") from None

    @property
    def label(self) -> str:
        """The month as the board reads it: `tháng 03/2026`."""
        return f"tháng {self.month:02d}/{self.year:04d}"

    def plus(self, months: int) -> Self:
        """The month that many months later (earlier, if negative)."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return type(self)(year, month + 1)

    def next(self) -> Self:
        """The month after."""
        return self.plus(1)

    def previous(self) -> Self:
        """The month before."""
        return self.plus(-1)

    def window(self, cutoff_day: int | None) -> Window:
        """The days of this month: from the day after the previous month's cut-off to its own, both included.

        Raises ValueError for a cut-off day outside 1 to 31.
        """
        if cutoff_day is None:
            return Window(date(self.year, self.month, 1), self._last_day(None))
        return Window(self.previous()._last_day(cutoff_day) + _ONE_DAY, self._last_day(cutoff_day))

    def ended(self, today: date, cutoff_day: int | None) -> bool:
        """Whether the whole window is past. On its last day it is not."""
        return today > self._last_day(cutoff_day)

    def _last_day(self, cutoff_day: int | None) -> date:
        return _day_of(self.year, self.month, _checked(cutoff_day))


def month_of(day: date, cutoff_day: int | None) -> Month:
    """The month whose window holds this local day. Raises ValueError for a cut-off day outside 1 to 31."""
    month = Month(day.year, day.month)
    return month.next() if month.ended(day, cutoff_day) else month


def year_window(year: int, window_start: str, window_end: str) -> Window:
    """The days a scoring year judges, both ends (`MM-DD`) included.

    The window ends in `year`. A start later in the calendar than the end lies in the year before: 11-01 to 10-31 of 2026 begins on
    1 November 2025. 02-29 stands for the last day of February. Raises ValueError for a text that is no day of the calendar.
    """
    start, end = _month_day(window_start), _month_day(window_end)
    return Window(_day_of(year - (start > end), *start), _day_of(year, *end))


def months_of_year(year: int, window_start: str, window_end: str, cutoff_day: int | None) -> tuple[Month, ...]:
    """The months charged to a scoring year, in order: those whose whole window lies inside `year_window`.

    01-01 to 10-31 holds ten months. A month that lies outside at either end belongs to no year: with cut-off day 19, 01-01 to 12-31 holds
    eleven months, and 12-20 to 12-19, the window that `whole_year` gives, holds twelve. Raises ValueError as `year_window` does.
    """
    span = year_window(year, window_start, window_end)
    month = month_of(span.first, cutoff_day)
    if month.window(cutoff_day).first < span.first:
        month = month.next()
    months = []
    while month.window(cutoff_day).last <= span.last:
        months.append(month)
        month = month.next()
    return tuple(months)


def whole_year(cutoff_day: int | None) -> tuple[str, str]:
    """Start and end (`MM-DD`) of the window that holds January to December of a year under this cut-off."""
    if _checked(cutoff_day) == 31:
        return "01-01", "12-31"
    return f"12-{_checked(cutoff_day) + 1:02d}", f"12-{cutoff_day:02d}"


def _checked(cutoff_day: int | None) -> int:
    if cutoff_day is None:
        return 31
    if not 1 <= cutoff_day <= 31:
        raise ValueError(f"cut-off day {cutoff_day} is not a day of a month: give 1 to 31, or none for the calendar month")
    return cutoff_day


def _day_of(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _month_day(text: str) -> tuple[int, int]:
    match = _MONTH_DAY.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a day of the year: write it as MM-DD, for example 10-31")
    try:
        day = date(_LEAP_YEAR, int(match[1]), int(match[2]))
    except ValueError:
        raise ValueError(f"{text!r} is not a day of the year: there is no such day in the calendar") from None
    return day.month, day.day
