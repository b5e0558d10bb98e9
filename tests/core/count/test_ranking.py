"""How the years of several units compare: trends over what is known, ranks with ties."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import year_of

from newswatch.core.count.figures import figures_of
from newswatch.core.count.ranking import Trend, ranks, sure_score, trend
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.quota.readings import MonthCount


def year(counts: Sequence[int | None]) -> YearStatement:
    """A year whose months counted so many items, None for an unknown month; those to come are open."""
    made = year_of([])
    months = [_month(month, counts[n] if n < len(counts) else -1) for n, month in enumerate(made.months)]
    return replace(made, months=tuple(months))


def _month(month: MonthStatement, count: int | None) -> MonthStatement:
    if count == -1:
        return replace(month, state=State.OPEN)
    state = State.UNKNOWN if count is None else State.MET if count >= 4 else State.SHORT
    return replace(month, state=state, count=MonthCount(month.month, count or 0, {}))


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ([], None),
        ([4], None),
        ([4, 5], Trend.UP),
        ([5, 4], Trend.DOWN),
        ([4, 4], Trend.STEADY),
        ([9, 4, 4], Trend.STEADY),
        ([4, 4, 4, 5], Trend.STEADY),
        ([4, 4, 5, 5], Trend.UP),
        ([1, 4, 4, 4, 4, 4, 6], Trend.STEADY),
        ([1, 4, 4, 4, 5, 5, 5], Trend.UP),
        ([None, 4, 4, 4, 3, 3, 3], Trend.DOWN),
        ([9, None, 4, 4, 4, 4, 4], None),
        ([4, 4, 4, 4, 4, None], None),
    ],
)
def test_a_trend_compares_known_months(counts: list[int | None], wanted: Trend | None) -> None:
    """The last ended months against as many before them, three at most; an unknown one among them leaves it open."""
    assert trend(figures_of(year(counts))) is wanted


def test_a_score_is_sure_if_no_ended_month_is_unknown() -> None:
    """An unknown month leaves the score open, an open one does not."""
    assert sure_score(figures_of(year([4, None]))) is None
    assert sure_score(figures_of(year([4, 2]))) == year([4, 2]).score


@given(st.lists(st.one_of(st.none(), st.integers(-3, 3))))
def test_a_rank_is_one_more_than_how_many_stand_higher(figures: list[int | None]) -> None:
    """Equal figures share a rank, the next one counts them all, and what is unknown has none."""
    assert ranks(figures) == [
        None if figure is None else 1 + sum(other is not None and other > figure for other in figures) for figure in figures
    ]
