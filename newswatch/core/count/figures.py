"""A year in the figures that a table of many units shows, and as a short text to be kept: thousands of them are read at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from newswatch.core.count.keeping import DAMAGE, DamagedError
from newswatch.core.count.logbook import LogState
from newswatch.core.count.statement import MonthStatement, State, YearStatement, unkept
from newswatch.core.months import Month, local_day
from newswatch.core.quota.readings import MonthCount
from newswatch.core.quota.rule import Rule


class MonthFigures(NamedTuple):
    """What `MonthStatement` says in figures. `by_channel` follows the channels of the rule; `looked_at` says that polls cover each day so far as far as
    the portal counts, and that a log is kept where nothing else does.

    `settled` says that nothing that is known already can change `combined`: no item waits that may be of the month, none that counts may be of an earlier
    one, none of a later month may be of this one, and once the month has ended its log is open no more. `least` is what counts whatever becomes of that.
    """

    month: Month
    state: State
    combined: int
    by_channel: tuple[tuple[str, int], ...]
    short: int
    looked_at: bool
    settled: bool
    least: int

    def counted_by(self, rule: Rule) -> MonthCount:
        """What counts in the month, as the rule of its year counts it."""
        told = dict(self.by_channel)
        return MonthCount(self.month, self.combined, {channel: told[channel] for channel in rule.channels if channel in told})


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What `YearStatement` says in figures. `waiting` counts the items that wait for a person, those without a date among them. `if_accepted` is what the
    score would be if people accepted all of them."""

    year: int
    rule: Rule
    months: tuple[MonthFigures, ...]
    score: Decimal | None
    low: Decimal | None
    high: Decimal | None
    provisional: str | None
    waiting: int
    as_of: datetime
    if_accepted: Decimal | None

    @property
    def begun(self) -> tuple[MonthFigures, ...]:
        """The months that have begun on the local day of `as_of`. Of those to come nothing can be said."""
        today, cutoff_day = local_day(self.as_of), self.rule.cutoff_day
        return tuple([month for month in self.months if _has_begun(month, cutoff_day, today)])

    def has_begun(self, month: MonthFigures) -> bool:
        """Does the local day of `as_of` lie in the month's window or after it?"""
        return _has_begun(month, self.rule.cutoff_day, local_day(self.as_of))


_STATES = {state.value: state for state in State}


def figures_of(year: YearStatement) -> YearFigures:
    """The figures of a year, be it stated in brief or with all its items."""
    waiting = sum(m.awaiting for m in year.months) + sum(line.awaiting for line in year.undated)
    months = tuple(_figures_of(m, year.rule) for m in year.months)
    return YearFigures(
        year.year, year.rule, months, year.score, year.low, year.high, year.provisional, waiting, year.as_of, year.if_accepted
    )


def _figures_of(m: MonthStatement, rule: Rule) -> MonthFigures:
    by_channel = tuple((str(channel), n) for channel, n in m.count.by_channel.items())
    least = max(0, m.count.combined - len(m.movable))
    looked_at = m.coverage.complete and not unkept(rule, m.log)
    return MonthFigures(m.month, m.state, m.count.combined, by_channel, m.short, looked_at, _is_settled(m), least)


def _is_settled(m: MonthStatement) -> bool:
    """Whether nothing that is known already can change what counts. The log of a month that goes on is open like the month itself."""
    late = m.state is not State.OPEN and m.log is not None and m.log.state is LogState.OPEN
    return not (m.awaiting or m.elsewhere or m.movable or m.stand_ins or late)


def kept_figures(year: YearStatement) -> str:
    """The figures of a year as a text."""
    told = figures_of(year)
    months = [(m.month.year, m.month.month, *m[1:]) for m in told.months]
    points = [None if amount is None else str(amount) for amount in (told.score, told.low, told.high, told.if_accepted)]
    return json.dumps([told.year, months, *points, told.provisional, told.waiting], ensure_ascii=False, separators=(",", ":"))


def figures(text: str, rule: Rule, as_of: datetime) -> YearFigures:
    """The figures that such a text holds, of a rule as it could be applied, as they stand at a moment. Raises DamagedError."""
    try:
        year, months, *points, provisional, waiting = json.loads(text)
        score, low, high, accepted = map(_points, points)
        return YearFigures(year, rule, tuple([_month(*one) for one in months]), score, low, high, provisional, waiting, as_of, accepted)
    except DAMAGE as error:
        raise DamagedError(str(error)) from error


def _month(year: int, month: int, state: str, combined: int, by_channel: Sequence[Sequence[Any]], *rest: Any) -> MonthFigures:
    short, looked_at, settled, least = rest
    channels = tuple([(c, n) for c, n in by_channel])
    return MonthFigures(_named(year, month), _STATES[state], combined, channels, short, looked_at, settled, least)


def _points(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@lru_cache(maxsize=256)
def _named(year: int, month: int) -> Month:
    """A month; those of one year are the same for all units."""
    return Month(year, month)


def _has_begun(month: MonthFigures, cutoff_day: int | None, today: date) -> bool:
    return month.state is not State.OPEN or _first_day(month.month, cutoff_day) <= today


@lru_cache(maxsize=256)
def _first_day(month: Month, cutoff_day: int | None) -> date:
    return month.window(cutoff_day).first
