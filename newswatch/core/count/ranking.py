"""Decides how the years of several units compare: where one is going, and which rank it has among others."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from newswatch.core.count.figures import MonthFigures, YearFigures
from newswatch.core.count.statement import State

_SPAN = 3  # months; one month alone swings with holidays and one busy week
_LEAST = Decimal(1)  # items a month; smaller differences are chance in counts of four or so


class Trend(StrEnum):
    """Whether a unit counts more or fewer items than before."""

    UP = "up"
    DOWN = "down"
    STEADY = "steady"


def trend(year: YearFigures) -> Trend | None:
    """The last three ended months of a year against the three before them, by the mean of what counts; shorter spans early in the year.

    They differ from one item a month on. None where fewer than two months have ended, or one of those compared is unknown: what was not seen is no
    fall.
    """
    ended = [m for m in year.months if m.state is not State.OPEN]
    span = min(_SPAN, len(ended) // 2)
    compared = ended[len(ended) - 2 * span :]
    if not span or any(m.state is State.UNKNOWN for m in compared):
        return None
    counts = [m.combined for m in compared]
    change = Decimal(sum(counts[span:]) - sum(counts[:span])) / span
    return Trend.STEADY if abs(change) < _LEAST else Trend.UP if change > 0 else Trend.DOWN


def sure_score(year: YearFigures) -> Decimal | None:
    """The score of a year, if every month that has ended is known and nothing that waits for a person can change it; a score of fewer months than others
    have is no better for it."""
    sure = year.if_accepted == year.score and not any(m.state is State.UNKNOWN for m in year.months)
    return year.score if sure else None


def sure_month(year: YearFigures, month: MonthFigures) -> int | None:
    """What counts in a month of the year, if it has begun and nothing but news to come can change it: all its days so far were looked at, it is not
    unknown, and it is settled. So a month that goes on counts by what there is of it."""
    return month.combined if year.has_begun(month) and _is_sure(month) else None


def sure_year(year: YearFigures) -> int | None:
    """What counts in a year so far, if it is sure of every month that has begun; None too if none has."""
    begun = year.begun
    return sum([month.combined for month in begun]) if begun and all(map(_is_sure, begun)) else None


def _is_sure(month: MonthFigures) -> bool:
    return month.looked_at and month.settled and month.state is not State.UNKNOWN


def ranks(figures: Sequence[Decimal | int | None]) -> list[int | None]:
    """The rank of each figure, the highest first. Equal ones share a rank, and the next one counts them all: 1, 2, 2, 4. None has none."""
    known = sorted((figure for figure in figures if figure is not None), reverse=True)
    first = {figure: n for n, figure in reversed(list(enumerate(known, 1)))}
    return [None if figure is None else first[figure] for figure in figures]
