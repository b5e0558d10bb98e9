"""All units in one table: how each stands this month and year, sorted, filtered and ranked.

figures of each year → one line a unit → those asked for → sorted → ranked
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

from newswatch.config import Unit
from newswatch.core.count.figures import YearFigures, figures_of
from newswatch.core.count.ranking import Trend, ranks, sure_score, trend
from newswatch.core.count.statement import State
from newswatch.core.months import Month, local_day, months_of_year
from newswatch.core.text import bare
from newswatch.errors import InputError
from newswatch.report.overview.line import UnitLine
from newswatch.services import kept
from newswatch.services.faults import Fault, attempt
from newswatch.services.statements import in_brief
from newswatch.store import last_good, units
from newswatch.store.store import Store


class _Span(NamedTuple):
    """The days that a rule judges in a year, as `months_of_year` takes them."""

    window_start: str
    window_end: str
    cutoff_day: int | None


_NEVER = datetime.min.replace(tzinfo=UTC)


class Sort(StrEnum):
    """What the lines are sorted by. Points, counts and what waits begin with the most, texts with A, sources with the one unread for longest, the
    worst with the months that are short, those that miss most first, then the unknown ones."""

    SCORE = "score"
    MONTH = "month"
    YEAR = "year"
    NAME = "name"
    PROVINCE = "province"
    TREND = "trend"
    LAST_GOOD = "last-good"
    WAITING = "waiting"
    WORST = "worst"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which units are asked for, and in which order. `month` is the one that a column tells of, None for the last one that has begun.

    `name` and `province` are parts of these, with or without marks; `state` is that of the month, `waiting` asks for units with items that wait for
    a person, `unread_days` for those with a required source that nobody could read for so many days. `top` cuts the list.
    """

    month: Month | None = None
    sort: Sort = Sort.SCORE
    reverse: bool = False
    name: str = ""
    province: str = ""
    kind: str = ""
    state: State | None = None
    waiting: bool = False
    unread_days: int | None = None
    top: int | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """The lines asked for, of `among` units. `rules` are the ids of the rules they are judged by, `faults` exceptions nobody foresaw, a unit each.

    `unjudged` counts the units that were left out, since whoever asked waits for no more of them to be judged anew.
    """

    year: int
    month: Month
    lines: tuple[UnitLine, ...]
    among: int
    rules: tuple[str, ...]
    as_of: datetime
    faults: tuple[Fault, ...] = ()
    unjudged: int = 0


def overview(store: Store, chosen: Sequence[Unit], year: int, wanted: Wanted, now: datetime, *, most_anew: int | None = None) -> Overview:
    """How the units stand in a year, as known at `now`; of those whose year is not kept the first `most_anew` alone are judged (None: all of them).

    Raises StoreError if the database can't be read, InputError if the month asked for is none of the year.
    """
    month, seen = _told_of(chosen, year, wanted.month, now), last_good.of_all(store)
    among = [unit for unit in chosen if _is_asked_for(unit, wanted)]
    known = kept.in_figures(store, among, year, now)
    lacking = [unit.id for unit in among if unit.id not in known]
    left_out = frozenset(lacking[most_anew:] if most_anew is not None else ())
    among = [unit for unit in among if unit.id not in left_out]
    found = [attempt(f"unit {unit.id}", partial(_line, store, unit, year, month, seen, now, known)) for unit in among]
    faults = tuple(one for one in found if isinstance(one, Fault))
    for one in faults:
        store.blame(one.error)
    lines = [line for line in found if not isinstance(line, Fault) and _is_wanted(line, wanted, now)]
    shown = _ranked(_sorted(lines, wanted), wanted.sort)
    rules = tuple(sorted({line.year.rule.id for line in lines}))
    return Overview(year, month, tuple(shown[: wanted.top]), len(lines), rules, now, faults, len(left_out))


def _line(
    store: Store,
    unit: Unit,
    year: int,
    month: Month,
    seen: Mapping[int, datetime | None],
    now: datetime,
    known: Mapping[str, YearFigures],
) -> UnitLine:
    """A unit's line, from its year as it is `known`, else judged."""
    found = known.get(unit.id) or figures_of(in_brief(store, unit, year, now))
    asked = next((m for m in found.months if m.month == month), None)
    return UnitLine(unit, found, asked, trend(found), _last_good(store, unit, seen))


def _last_good(store: Store, unit: Unit, seen: Mapping[int, datetime | None]) -> datetime | None:
    """Since when the unit's required sources have not all been read well again; None if one never was."""
    each = [seen[units.source_row(store, unit, source)] for source in unit.sources if source.required]
    return min((at or _NEVER for at in each), default=None) if all(each) else None


def year_with(chosen: Sequence[Unit], month: Month) -> int:
    """The year that a month is charged to: that of the calendar, or the next one where the rules of the units say so."""
    return next((year for year in (month.year, month.year + 1) if any(month in _months(s, year) for s in _spans(chosen, year))), month.year)


def _told_of(chosen: Sequence[Unit], year: int, asked: Month | None, now: datetime) -> Month:
    """The month that is told of: the one asked for, else the last one of the year that has begun, else its first; as most units' rules have it."""
    spans = _spans(chosen, year)
    months = _months(spans[0], year)
    if asked is None:
        begun = [month for month in months if month.window(spans[0].cutoff_day).first <= local_day(now)]
        return begun[-1] if begun else months[0]
    if not any(asked in _months(span, year) for span in spans):
        raise InputError(
            f"month {asked} is none of the year {year}, which has {months[0]} to {months[-1]}: name one of these, or another year"
        )
    return asked


def _spans(chosen: Sequence[Unit], year: int) -> list[_Span]:
    """Which days the rules of the units judge in a year, those of most units first."""
    rules = (unit.rule_for(year) for unit in chosen)
    found = Counter(_Span(rule.window_start, rule.window_end, rule.cutoff_day) for rule in rules)
    return [span for span, _ in found.most_common()] or [_Span("01-01", "12-31", None)]


def _months(span: _Span, year: int) -> Sequence[Month]:
    return months_of_year(year, *span) or (Month(year, 12),)


def _is_asked_for(unit: Unit, wanted: Wanted) -> bool:
    named = bare(wanted.name) in bare(unit.title) and bare(wanted.province) in bare(unit.province)
    return named and wanted.kind in ("", unit.kind)


def _is_wanted(line: UnitLine, wanted: Wanted, now: datetime) -> bool:
    if wanted.state and (line.month is None or line.to_come or line.month.state is not wanted.state):
        return False
    if wanted.unread_days is not None and not _is_unread(line, timedelta(days=wanted.unread_days), now):
        return False
    return bool(line.waiting) or not wanted.waiting


def _sorted(lines: Sequence[UnitLine], wanted: Wanted) -> list[UnitLine]:
    """The lines in their order, those without anything to be sorted by below the others."""
    told = sorted(lines, key=_ORDERS[wanted.sort], reverse=wanted.reverse)
    return sorted(told, key=_TIERS.get(wanted.sort, lambda _: 0))


def _is_unread(line: UnitLine, since: timedelta, now: datetime) -> bool:
    return line.unit.watched and (line.last_good_at is None or now - line.last_good_at >= since)


def _ranked(lines: Sequence[UnitLine], by: Sort) -> list[UnitLine]:
    figure = _FIGURES.get(by)
    if figure is None:
        return list(lines)
    return [replace(line, rank=rank) for line, rank in zip(lines, ranks([figure(line) for line in lines]), strict=True)]


def _named(line: UnitLine) -> tuple[str, str]:
    return bare(line.unit.name), line.unit.id


def _most_first(figure: Decimal | int | None) -> tuple[bool, Decimal | int]:
    return figure is None, -(figure or 0)


_FIGURES: dict[Sort, Callable[[UnitLine], Decimal | int | None]] = {
    Sort.SCORE: lambda line: sure_score(line.year),
    Sort.MONTH: lambda line: line.sure_month,
    Sort.YEAR: lambda line: line.sure_year,
}
"""What is ranked. What is not sure ranks nobody: a unit with unknown months has no rank, and stands below those that have one."""

_BADNESS = {State.SHORT: 0, State.UNKNOWN: 1, State.OPEN: 2, State.MET: 3, None: 4}


def _worst_first(line: UnitLine) -> tuple[Any, ...]:
    """A month that misses something stands before one of which it is not known, that before one that can still come right."""
    month, low = None if line.to_come else line.month, line.year.low
    short = month.short if month else 0
    return _BADNESS[month.state if month else None], -short, low if low is not None else 0, -line.waiting, _named(line)


_TRENDS = {Trend.UP: 0, Trend.STEADY: 1, Trend.DOWN: 2, None: 3}
_ORDERS: dict[Sort, Callable[[UnitLine], Any]] = {
    Sort.SCORE: lambda line: (_most_first(sure_score(line.year)), _most_first(line.year.low), _named(line)),
    Sort.MONTH: lambda line: (_most_first(line.sure_month), _named(line)),
    Sort.YEAR: lambda line: (_most_first(line.sure_year), _most_first(line.least), _named(line)),
    Sort.NAME: _named,
    Sort.PROVINCE: lambda line: (bare(line.unit.province), _named(line)),
    Sort.TREND: lambda line: (_TRENDS[line.trend], _named(line)),
    Sort.LAST_GOOD: lambda line: (line.last_good_at or _NEVER, _named(line)),
    Sort.WAITING: lambda line: (-line.waiting, _named(line)),
    Sort.WORST: _worst_first,
}
_TIERS: dict[Sort, Callable[[UnitLine], int]] = {
    Sort.SCORE: lambda line: (sure_score(line.year) is None) + (line.year.low is None),
    Sort.MONTH: lambda line: line.sure_month is None,
    Sort.YEAR: lambda line: (not line.sure) + (line.least is None),
    Sort.TREND: lambda line: line.trend is None,
    Sort.WORST: lambda line: line.month is None or line.to_come,
}
"""What is sure stands above what is not, and that above what there is nothing to sort by, whichever way round the lines are."""
