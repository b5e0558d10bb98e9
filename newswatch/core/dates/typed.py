"""A day as a person types it into a form: 27/3, 27-3-26, 27032026, 27, 2026-03-27, hôm qua. The day stands first; what is left out means the latest past.

Forms echo the day back in full before anything rests on it; dates that others wrote are read by `parsing`, which guesses nothing.
"""

import re
from datetime import date, timedelta

from newswatch.core.text import bare
from newswatch.errors import FieldCode, FieldFault

_LONGEST = 40
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_PARTED = re.compile(r"(\d{1,2})(?:\s*[/.\- ]\s*(\d{1,2})(?:\s*[/.\- ]\s*(\d{4}|\d\d))?)?", re.ASCII)
_RUN = re.compile(r"(\d\d)(\d\d)(\d{4}|\d\d)", re.ASCII)
_SPOKEN = {"hom nay": 0, "hom qua": 1, "hom kia": 2}
_LEAP_CYCLE = 8
"""Years within which any day of the calendar comes again: 29 February leaves out one century year."""


def typed_day(text: str, today: date, field: str = "date") -> date:
    """The local day that a person means on the local day `today`. Raises FieldFault for `field`: nothing typed, no date, or no such day."""
    told = bare(text[: _LONGEST + 1])
    if not told:
        raise FieldFault("a day is needed", field, FieldCode.MISSING)
    if told in _SPOKEN:
        return today - timedelta(days=_SPOKEN[told])
    try:
        found = _read(told, today)
    except ValueError as error:
        raise FieldFault(f"no such day: {text[:_LONGEST]} ({error})", field, FieldCode.NO_SUCH_DAY, text[:_LONGEST]) from None
    if found is None:
        raise FieldFault(
            f"not a day: {text[:_LONGEST]!r}; write 27/3, 27/03/2026 or 27032026", field, FieldCode.UNREADABLE, text[:_LONGEST]
        )
    return found


def _read(told: str, today: date) -> date | None:
    """The day that a text names; None if it is none. Raises ValueError for one that is not in the calendar."""
    if iso := _ISO.fullmatch(told):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if run := _RUN.fullmatch(told):
        return date(_year(run[3]), int(run[2]), int(run[1]))
    parts = _PARTED.fullmatch(told)
    if parts is None:
        return None
    day, month, year = parts.groups()
    if year:
        return date(_year(year), int(month), int(day))
    return _latest(int(day), int(month), today) if month else _latest_of_months(int(day), today)


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _latest(day: int, month: int, today: date) -> date:
    """The latest day of this name that is not to come."""
    date(2024, month, day)  # a leap year has every day there is
    for year in range(today.year, today.year - _LEAP_CYCLE - 1, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError("day is out of range for month")


def _latest_of_months(day: int, today: date) -> date:
    """The latest day with this number that is not to come."""
    date(2024, 1, day)
    first = today.replace(day=1)
    while True:
        try:
            found = first.replace(day=day)
        except ValueError:
            found = None
        if found and found <= today:
            return found
        first = (first - timedelta(days=1)).replace(day=1)
