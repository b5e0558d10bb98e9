"""Decides which days the cells of one date column mean, read together and against the month or year that the log states.

One form has to explain the column. Days come first, unless a date in it can only be read with the month first; if both kinds stand there, the
dates that can be read in two ways stay unread. Where no date decides, the month that the log states does. A spreadsheet set to American English
turns what is typed day first into dates with day and month exchanged, up to the twelfth, and leaves later days as text: it is recognised by
that, and undone only where it explains all of them.

`core.dates` reads the dates of portals, which state no month and can't be exchanged by a spreadsheet.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, time, timedelta

from newswatch.sources.log.days import Part, Written, with_year, written
from newswatch.sources.log.moments import why_no_date
from newswatch.sources.log.period import Period

_TWELFTH = 12
_LONGEST_SPAN = 31  # days; a longer one is a typing error or no list of airings
_CONTRADICTION = "day or month first? other dates of this column contradict each other; write dd/mm/yyyy in all rows"
_UNSURE = "day or month first? nothing tells; write dd/mm/yyyy, or the month into the title above the table"
_EXCHANGED = "Excel may have exchanged day and month here (later days of this column are text); write dd/mm/yyyy as text"


@dataclass(frozen=True, slots=True)
class DayCell:
    """A date cell: its text, and whether the program stored it as a date."""

    text: str
    real: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """The days a cell names with the time and part of the day beside them, or why it names none for sure."""

    days: tuple[date, ...] = ()
    clock: time | None = None
    session: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a column is read: in which order (None if that is contradicted), which cells are exchanged, and what of them is unsure."""

    month_first: bool | None
    exchange: bool
    unsure: str
    unsure_real: str


def read_days(cells: Sequence[DayCell], stated: Period) -> list[Days]:
    """The days that the cells of one column name, in their order. A cell may name several, by a span or a list."""
    forms = [written(cell.text) for cell in cells]
    pairs = list(zip(cells, forms, strict=True))
    month_first, unsure = _order([f for c, f in pairs if f and not c.real], stated)
    exchange, unsure_real = _exchange(pairs, stated)
    reading = _Reading(month_first, exchange, unsure, unsure_real)
    short = _century({f.single.year: f for f in forms if f and f.single and f.single.two_digits}, [f for f in forms if f], stated)
    return [_days(cell, form, reading, stated, short) for cell, form in pairs]


def _order(forms: Sequence[Written], stated: Period) -> tuple[bool | None, str]:
    """Whether months come first in the cells whose numbers can change places, and why that is unsure."""
    parts = [f.single for f in forms if f.single and f.single.open]
    first = {p for p in parts if _on(p, stated, month_first=False)}
    swapped = {p for p in parts if _on(p, stated, month_first=True)}
    only_day, only_month = first - swapped, swapped - first
    by_weekday = _by_weekday(forms, stated, month_first=True)
    only_day |= _by_weekday(forms, stated, month_first=False)
    only_month |= by_weekday if len(by_weekday) > 1 else set()
    either = (first & swapped) - only_day - only_month
    if only_month:
        return (None, _CONTRADICTION) if only_day or not _explained(either, only_month, stated) else (True, "")
    if only_day:
        exchanged = (
            len(either) > 1 and _fit(either, only_day, stated, month_first=True) and not _fit(either, only_day, stated, month_first=False)
        )
        return (None, _EXCHANGED.replace("are text", "stand day first")) if exchanged and not stated.months else (False, "")
    return _undecided([p for p in parts if p in first], forms, stated)


def _explained(either: set[Part], only_month: set[Part], stated: Period) -> bool:
    """Whether month first is sound for the dates that it isn't needed for: a single date typed the wrong way round must not turn the others."""
    if stated.months or stated.first:
        return all((day := _on(p, stated, month_first=True)) and stated.holds(day) for p in either | only_month)
    return not either or _fit(either, only_month, stated, month_first=True) or len(only_month) > 1


def _fit(either: set[Part], sure: set[Part], stated: Period, *, month_first: bool) -> bool:
    """Whether dates that can be read in two ways lie, in this order, in the months of those that can't."""
    days = [_on(p, stated, month_first=month_first) for p in either]
    known = {(d.year, d.month) for p in sure for order in (False, True) if (d := _on(p, stated, month_first=order))}
    return {(d.year, d.month) for d in days if d} <= known


def _undecided(parts: Sequence[Part], forms: Sequence[Written], stated: Period) -> tuple[bool | None, str]:
    """The order where no date decides: by the stated month, else day first unless the dates look exchanged."""
    first = [day for p in parts if (day := _on(p, stated, month_first=False))]
    swapped = [day for p in parts if (day := _on(p, stated, month_first=True))]
    if stated.months or stated.first:
        if not all(map(stated.holds, first)) and all(map(stated.holds, swapped)):
            return True, ""
        return False, ""
    if _looks_exchanged(first, swapped) or any(f.american for f in forms):
        return None, _UNSURE
    return False, ""


def _looks_exchanged(first: Sequence[date], swapped: Sequence[date]) -> bool:
    """Whether dates that lie in several months would all lie in one if day and month changed places."""
    return len({(d.year, d.month) for d in first}) > 1 and len({(d.year, d.month) for d in swapped}) == 1


def _by_weekday(forms: Sequence[Written], stated: Period, *, month_first: bool) -> set[Part]:
    """The dates whose weekday only this order gives."""
    found = set()
    for form in forms:
        part = form.single
        if part and part.open and form.weekday is not None:
            day, other = (_on(part, stated, month_first=order) for order in (month_first, not month_first))
            if day and day.weekday() == form.weekday and (other is None or other.weekday() != form.weekday):
                found.add(part)
    return found


def _exchange(pairs: Sequence[tuple[DayCell, Written | None]], stated: Period) -> tuple[bool, str]:
    """Whether Excel exchanged day and month of the real dates, and why that is unsure. Texts such as 2026-03-05 may be real dates that another
    program wrote down: they are never exchanged, but may be unsure."""
    whole = [(c.real, f.single.whole) for c, f in pairs if f and f.single and f.single.whole]
    real, typed = {day for stored, day in whole if stored}, {day for stored, day in whole if not stored}
    sure, unsure = _exchange_of(real, pairs, stated)
    return (sure, unsure) if sure or unsure or not typed else (False, _exchange_of(typed, pairs, stated, written_down=True)[1])


def _exchange_of(
    real: Set[date], pairs: Sequence[tuple[DayCell, Written | None]], stated: Period, *, written_down: bool = False
) -> tuple[bool, str]:
    if not real or any(day.day > _TWELFTH for day in real) or all(day.day == day.month for day in real):
        return False, ""
    exchanged = [day.replace(month=day.day, day=day.month) for day in real]
    if stated.months or stated.first:
        return not all(map(stated.holds, real)) and all(map(stated.holds, exchanged)), ""
    open_ = [f.single for c, f in pairs if not c.real and f and f.single and f.single.open]
    days = [day for part in open_ for order in (False, True) if (day := _on(part, stated, month_first=order))]
    late = {(day.year, day.month) for day in days if day.day > _TWELFTH}
    early = written_down and any(day.day <= _TWELFTH for day in days)  # kept as text: nothing turned such dates into others
    if late and not early and not {(day.year, day.month) for day in real} <= late:
        sure = len(real) > 1 and {(day.year, day.month) for day in exchanged} <= late and not written_down
        return sure, "" if sure else _EXCHANGED
    if written_down:
        return False, ""
    return False, _EXCHANGED.replace("later days of this column are text", "all dates fall on one day of different months") if (
        not late and len(real) > 1 and _looks_exchanged(list(real), exchanged)
    ) else ""


def _century(short: Mapping[int | None, Written], forms: Sequence[Written], stated: Period) -> str:
    """Why two-digit years can't be read, or an empty text: their place must hold years, and not days, in the whole column."""
    if not short or stated.years:
        return ""
    firsts = {f.single.first for f in forms if f.single and f.single.two_digits}
    if len(short) <= 2 and (len(firsts) > len(short) or min(firsts) < 15):
        return ""
    return "the year needs four digits"


def _days(cell: DayCell, form: Written | None, reading: _Reading, stated: Period, short: str) -> Days:
    if form is None:
        return Days(why_not=why_no_date(cell.text))
    days: list[date] = []
    if form.single is None and reading.month_first is not False and any(_may_swap(part) for part in form.parts):
        return Days(why_not=_CONTRADICTION)
    for part in form.parts:
        found = _part(cell, part, reading, stated, short)
        if isinstance(found, str):
            return Days(why_not=found)
        days.extend(found)
    if form.weekday is not None and len(days) == 1 and days[0].weekday() != form.weekday:
        return Days(why_not="not one day for sure (several days, or a weekday that disagrees); write dd/mm/yyyy")
    outside = next((day for day in days if not stated.holds(day)), None)
    if outside:
        return Days(why_not=f"{outside:%d/%m/%Y} lies outside what the log states it is of ({stated.shown})")
    return Days(tuple(dict.fromkeys(days)), form.clock, form.session)


def _may_swap(part: Part | tuple[Part, Part]) -> bool:
    """Whether a part of a span or list has numbers that a column read month first would mean otherwise."""
    return any(one.whole is None and bool(one.separator) for one in (part if isinstance(part, tuple) else (part,)))


def _part(cell: DayCell, part: Part | tuple[Part, Part], reading: _Reading, stated: Period, short: str) -> list[date] | str:
    if isinstance(part, tuple):
        ends = [_one(cell, end, reading, stated, short) for end in part]
        first, last = ends
        if isinstance(first, str) or isinstance(last, str):
            return next(end for end in ends if isinstance(end, str))
        if not 0 <= (last - first).days < _LONGEST_SPAN:
            return "a span of days that ends before it begins, or is longer than a month"
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]
    found = _one(cell, part, reading, stated, short)
    return found if isinstance(found, str) else [found]


def _one(cell: DayCell, part: Part, reading: _Reading, stated: Period, short: str) -> date | str:
    if part.whole:
        return _stored(part.whole, reading) if cell.real or reading.unsure_real else part.whole
    if part.second is None:
        if stated.month is None or stated.year is None:
            return "a day without month and year; write dd/mm/yyyy, or the month into the title above the table"
    elif part.year is None and stated.year is None:
        return "no year; write dd/mm/yyyy"
    if part.two_digits and short:
        return f"{short}: {cell.text.strip()}"
    if cell.number and part.separator == "." and part.second == 1 and not (stated.months and 1 in stated.months):
        return "a decimal number: month 1 or 10? write dd/mm/yyyy"
    month_first = bool(reading.month_first) and part.open
    day = _on(part, stated, month_first=month_first)
    if day is None:
        return why_no_date(cell.text) if part.year and not part.two_digits else f"no such day: {cell.text.strip()}"
    if reading.month_first is None and part.open and _on(part, stated, month_first=True) not in (None, day):
        return reading.unsure
    return day


def _stored(day: date, reading: _Reading) -> date | str:
    if reading.exchange:
        return day.replace(month=day.day, day=day.month)
    return reading.unsure_real if reading.unsure_real and day.day != day.month else day


def _on(part: Part, stated: Period, *, month_first: bool) -> date | None:
    """The day a part means in one order, or None if there is no such day. A part without a year is asked about in the stated one, or a leap year."""
    if part.whole:
        return part.whole
    if part.year is None:
        part = with_year(part, stated.year or 2024)
    year = (part.year or 0) + (2000 if part.two_digits else 0)
    month = part.second if part.second is not None else stated.month
    first, second = (month, part.first) if month_first else (part.first, month)
    try:
        return date(year, second or 0, first or 0) if 2000 <= year <= 2100 else None
    except ValueError:
        return None
