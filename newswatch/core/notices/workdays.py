"""Decides on which days Vietnamese state offices work: Monday to Friday without public holidays, as a data file lists them.

The days off are those of art. 112 of the Labour Code 2019 (45/2019/QH14). Some return each year. The others (Tết, giỗ Tổ, which neighbour of
2 September) are announced for one year, as are working days swapped with a Saturday. A holiday on a weekly day off is made up on the next
working day (art. 111, clause 3). That is computed here for single days; a span of several days is listed together with its days in lieu.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache
from typing import Self, TypeVar

from newswatch.core.table import Table, raise_problems

_T = TypeVar("_T")
_DAY = timedelta(days=1)
_EXAMPLE = "2026-02-16"
_LONGEST = 16  # days of one listed rest; Tết with its days in lieu has seven (2024), so far more are a typing error
_YEAR = re.compile(r"[0-9]{4}")
_MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")
_NEIGHBOUR = (1, -1, -1, 1, -1, -1, 1)  # by the weekday of the holiday, Monday first: where its neighbour lies, see `Holidays`


@dataclass(frozen=True, slots=True)
class Rest:
    """Public holidays in a row, both ends included."""

    first: date
    last: date
    name: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A holiday on the same day of each year from `from_year` to `to_year`.

    With `neighbour` the day before or after it is a holiday too. With `made_up` it has a day in lieu if it falls on a weekend.
    """

    name: str
    month: int
    day: int
    from_year: int
    to_year: int
    neighbour: bool
    made_up: bool


@dataclass(frozen=True, slots=True)
class Swap:
    """A working day off, and the Saturday or Sunday worked for it."""

    name: str
    rest: date
    work: date


@dataclass(frozen=True, slots=True)
class InLieu:
    """The working day off for a holiday that falls on a weekend."""

    holiday: date
    day: date


@dataclass(frozen=True, slots=True)
class Holidays:
    """The public holidays of all years: those that return, those listed for one year, swapped days, and days in lieu other than the next working day.

    `announced` are the years whose days are official. A year that nobody listed still has the holidays that return. The neighbour of a holiday is
    then on the side that was announced for 2 September of a year with the same weekday: after it on a Monday (2024) and Thursday (2021), before it on
    a Tuesday (2025), Wednesday (2026), Friday (2022) and Saturday (2023). On a Sunday, for which no announcement was found, it is the Monday.
    """

    fixed: tuple[Fixed, ...]
    listed: tuple[Rest, ...] = ()
    swaps: tuple[Swap, ...] = ()
    in_lieu: tuple[InLieu, ...] = ()
    announced: frozenset[int] = frozenset()

    @classmethod
    def from_table(cls, table: Mapping[str, object], where: str) -> Self:
        """The holidays a TOML file lists. Raises ConfigError with every fault in it, each under its path below `where`."""
        top = Table(table, "", [])
        fixed = tuple(_fixed(t) for t in top.tables("fixed"))
        if not top.has("fixed"):
            top.problem("fixed", "is missing; list the holidays that return each year as [[fixed]] tables")
        years = top.table("years").named(_year).values()
        top.finish()
        raise_problems(top.problems, where)
        return cls(
            fixed,
            tuple(rest for year in years for rest in year.listed),
            tuple(swap for year in years for swap in year.swaps),
            tuple(lieu for year in years for lieu in year.in_lieu),
            frozenset().union(*(year.announced for year in years)),
        )

    def is_working(self, day: date) -> bool:
        """Whether the offices work on this day."""
        return any(day == swap.work for swap in self.swaps) or not (_weekend(day) or day in _holidays(self, day.year))

    def first_working_day(self, after: date) -> date:
        """The first working day after a day. It is never that day itself."""
        day = after + _DAY
        while not self.is_working(day):
            day += _DAY
        return day

    def working_days(self, first: date, last: date) -> int:
        """The number of working days from one day to another, both included."""
        return sum(map(self.is_working, _each(first, last)))

    def rests(self, first: date, last: date) -> tuple[Rest, ...]:
        """The public holidays from one day to another, both included.

        Holidays in a row are one rest. So are two days of one name with only a weekend between them, such as a holiday and its day in lieu.
        """
        rests: list[tuple[date, date, list[str]]] = []
        for day in _each(first, last):
            if (name := _holidays(self, day.year).get(day)) is None:
                continue
            begun, before, names = rests[-1] if rests else (day, date.min, [])
            if day - before == _DAY or (name in names and not self.working_days(before + _DAY, day - _DAY)):
                rests[-1] = begun, day, names if name in names else [*names, name]
            else:
                rests.append((day, day, [name]))
        return tuple(Rest(begun, end, ", ".join(names)) for begun, end, names in rests)


@lru_cache(maxsize=64)
def _holidays(of: Holidays, year: int) -> Mapping[date, str]:
    """The public holidays of a year with their names. The years around it count too, since a day in lieu may lie beyond the turn of the year."""
    years = range(max(MINYEAR, year - 1), min(MAXYEAR, year + 1) + 1)
    spans = {day: rest.name for rest in of.listed if rest.first < rest.last for day in _each(rest.first, rest.last)}
    single = {rest.first: rest.name for rest in of.listed if rest.first == rest.last}
    announced = spans.keys() | single.keys()
    returning = [(day, f) for f in of.fixed for y in years for day in _days(f, y, announced) if day not in announced]
    single |= {day: f.name for day, f in returning if f.made_up}
    off = {swap.rest: swap.name for swap in of.swaps} | {day: f.name for day, f in returning} | single | spans
    given = {lieu.holiday: lieu.day for lieu in of.in_lieu}
    off |= {day: off[holiday] for holiday, day in given.items() if holiday in off}
    for day in sorted(d for d in single if _weekend(d) and d not in given):
        off[_next_free(day, off)] = single[day]
    return {day: name for day, name in off.items() if day.year == year}


def _days(fixed: Fixed, year: int, announced: Collection[date]) -> Iterator[date]:
    if not fixed.from_year <= year <= fixed.to_year:
        return
    try:
        day = date(year, fixed.month, fixed.day)
    except ValueError:
        return
    yield day
    if fixed.neighbour and day - _DAY not in announced and day + _DAY not in announced:
        yield day + _NEIGHBOUR[day.weekday()] * _DAY


def _next_free(day: date, off: Collection[date]) -> date:
    while _weekend(day) or day in off:
        day += _DAY
    return day


def _weekend(day: date) -> bool:
    return day.weekday() >= 5


def _each(first: date, last: date) -> Iterator[date]:
    return (first + n * _DAY for n in range((last - first).days + 1))


def _fixed(table: Table) -> Fixed:
    name, (month, day) = table.text("name"), _month_day(table)
    from_year = table.whole("from_year", MINYEAR, least=MINYEAR, most=MAXYEAR)
    to_year = table.whole("to_year", MAXYEAR, least=MINYEAR, most=MAXYEAR)
    if table.has("to_year") and to_year < from_year:
        table.problem("to_year", f"{to_year} lies before from_year {from_year}")
    fixed = Fixed(name, month, day, from_year, to_year, table.flag("neighbour"), table.flag("made_up", True))
    table.finish()
    return fixed


def _month_day(table: Table) -> tuple[int, int]:
    text = table.text("day")
    try:
        day = date.fromisoformat(f"2000-{text}" if _MONTH_DAY.fullmatch(text) else "")
    except ValueError:
        if text.strip():
            table.problem("day", f"expected month and day such as 09-02, found {text!r}")
        return 1, 1
    return day.month, day.day


def _year(table: Table) -> Holidays:
    """What is listed for one year, without the holidays that return each year."""
    name = table.path.rpartition(".")[2]
    year = int(name) if _YEAR.fullmatch(name) else 0
    if not year:
        table.problem("", "expected the name of this table to be a year such as 2026")
    listed = tuple(_read(t, lambda t: _rest(t, year)) for t in table.tables("rests"))
    swaps = tuple(_read(t, lambda t: _swap(t, year)) for t in table.tables("swaps"))
    lieus = tuple(_read(t, lambda t: _lieu(t, year)) for t in table.tables("in_lieu"))
    announced = frozenset({year} if table.flag("announced") else ())
    table.finish()
    _check_days(table, listed, swaps)
    return Holidays((), listed, swaps, lieus, announced)


def _read(table: Table, read: Callable[[Table], _T]) -> _T:
    one = read(table)
    table.finish()
    return one


def _rest(table: Table, year: int) -> Rest:
    first = _day_in(table, "first", year)
    last = table.day("last") or first
    if first != date.min and not 0 <= (last - first).days < _LONGEST:
        table.problem("last", f"expected {first} or one of the {_LONGEST - 1} days after it, found {last}")
        last = first
    return Rest(first, last, table.text("name"))


def _swap(table: Table, year: int) -> Swap:
    swap = Swap(table.text("name"), _day_in(table, "rest", year), table.needed_day("work", _EXAMPLE))
    if table.has("rest") and _weekend(swap.rest):
        table.problem("rest", f"expected a day from Monday to Friday, found {swap.rest:%A} {swap.rest}")
    if table.has("work") and not _weekend(swap.work):
        table.problem("work", f"expected a Saturday or Sunday, found {swap.work:%A} {swap.work}")
    return swap


def _lieu(table: Table, year: int) -> InLieu:
    lieu = InLieu(_day_in(table, "holiday", year), table.needed_day("day", _EXAMPLE))
    if table.has("holiday") and not _weekend(lieu.holiday):
        table.problem("holiday", f"expected a Saturday or Sunday, found {lieu.holiday:%A} {lieu.holiday}")
    if table.has("day") and _weekend(lieu.day):
        table.problem("day", f"expected a day from Monday to Friday, found {lieu.day:%A} {lieu.day}")
    return lieu


def _day_in(table: Table, key: str, year: int) -> date:
    day = table.needed_day(key, _EXAMPLE)
    if year and table.has(key) and day != date.min and day.year != year:
        table.problem(key, f"{day} doesn't lie in the year {year} it is listed under")
    return day


def _check_days(table: Table, listed: Collection[Rest], swaps: Collection[Swap]) -> None:
    """Notes days of the year that are listed twice, and days listed both as off and as worked."""
    off = [day for rest in listed for day in _each(rest.first, rest.last)] + [swap.rest for swap in swaps]
    for day in sorted({day for day in off if off.count(day) > 1} - {date.min}):
        table.problem("", f"{day} is listed as a day off {off.count(day)} times; list it once")
    for day in sorted({swap.work for swap in swaps if swap.work in off} - {date.min}):
        table.problem("", f"{day} is listed both as a day off and as worked")
