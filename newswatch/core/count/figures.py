"""A year in the figures that a table of many units shows, and as a short text to be kept: thousands of them are read at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from newswatch.core.count.keeping import DAMAGE, DamagedError
from newswatch.core.count.statement import State, YearStatement, unkept
from newswatch.core.months import Month
from newswatch.core.quota.readings import MonthCount
from newswatch.core.quota.rule import Rule


class MonthFigures(NamedTuple):
    """What `MonthStatement` says in figures. `by_channel` follows the channels of the rule; `looked_at` says that polls cover each day so far
    as far as the portal counts, and that a log is kept where nothing else does."""

    month: Month
    state: State
    combined: int
    by_channel: tuple[tuple[str, int], ...]
    short: int
    looked_at: bool

    def counted_by(self, rule: Rule) -> MonthCount:
        """What counts in the month, as the rule of its year counts it."""
        told = dict(self.by_channel)
        return MonthCount(self.month, self.combined, {channel: told[channel] for channel in rule.channels if channel in told})


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What `YearStatement` says in figures. `waiting` counts the items that wait for a person, those without a date among them."""

    year: int
    rule: Rule
    months: tuple[MonthFigures, ...]
    score: Decimal | None
    low: Decimal | None
    high: Decimal | None
    provisional: str | None
    waiting: int
    as_of: datetime


_STATES = {state.value: state for state in State}


def figures_of(year: YearStatement) -> YearFigures:
    """The figures of a year, be it stated in brief or with all its items."""
    waiting = sum(m.awaiting for m in year.months) + sum(line.awaiting for line in year.undated)
    months = tuple(
        MonthFigures(m.month, m.state, m.count.combined, tuple((str(c), n) for c, n in m.count.by_channel.items()), m.short, seen)
        for m, seen in ((m, m.coverage.complete and not unkept(year.rule, m.log)) for m in year.months)
    )
    return YearFigures(year.year, year.rule, months, year.score, year.low, year.high, year.provisional, waiting, year.as_of)


def kept_figures(year: YearStatement) -> str:
    """The figures of a year as a text."""
    told = figures_of(year)
    months = [(m.month.year, m.month.month, m.state, m.combined, m.by_channel, m.short, m.looked_at) for m in told.months]
    points = [None if amount is None else str(amount) for amount in (told.score, told.low, told.high)]
    return json.dumps([told.year, months, *points, told.provisional, told.waiting], ensure_ascii=False, separators=(",", ":"))


def figures(text: str, rule: Rule, as_of: datetime) -> YearFigures:
    """The figures that such a text holds, of a rule as it could be applied, as they stand at a moment. Raises DamagedError."""
    try:
        year, months, score, low, high, provisional, waiting = json.loads(text)
        return YearFigures(
            year, rule, tuple([_month(*one) for one in months]), _points(score), _points(low), _points(high), provisional, waiting, as_of
        )
    except DAMAGE as error:
        raise DamagedError(str(error)) from error


def _month(
    year: int, month: int, state: str, combined: int, by_channel: Sequence[Sequence[Any]], short: int, looked_at: bool
) -> MonthFigures:
    return MonthFigures(_named(year, month), _STATES[state], combined, tuple([(c, n) for c, n in by_channel]), short, looked_at)


def _points(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@lru_cache(maxsize=256)
def _named(year: int, month: int) -> Month:
    """A month; those of one year are the same for all units."""
    return Month(year, month)
