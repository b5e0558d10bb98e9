"""How the years of several units compare: trends over what is known, ranks with ties."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import ALL_YEAR, CLOSED, countable, month_in, watched, year_of

from newswatch.core.count.figures import figures_of
from newswatch.core.count.logbook import Logbook
from newswatch.core.count.ranking import Trend, ranks, sure_month, sure_score, sure_year, trend
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.model import Countable, Verdict
from newswatch.core.polling.records import Span
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


def news(month: int, number: int, **changes: Any) -> list[Countable]:
    """So many items of a month of 2026."""
    each = (100 * month + 50 * bool(changes) + n for n in range(number))
    return [countable(id_, f"Tin số {id_} của tháng {month}", f"2026-{month:02d}-{2 + id_ % 50:02d}", **changes) for id_ in each]


def counts(year: YearStatement, number: int) -> tuple[int, int | None]:
    """What counts in a month of a year so far, and what surely does."""
    told = figures_of(year)
    return next((m.combined, sure_month(told, m)) for m in told.months if m.month.month == number)


WAITING: dict[str, Any] = {"verdict": Verdict.UNSURE}
UNREAD: dict[str, Any] = {"verdict": Verdict.UNSURE, "whole": False}


def test_a_month_is_sure_if_nothing_that_waits_can_change_it() -> None:
    """Eight items are no sure eight while eight more wait for a person, or were not read, be the quota met or not and the month over or not."""
    assert counts(year_of(news(9, 8)), 9) == (8, 8)
    assert counts(year_of(news(9, 8) + news(9, 8, **WAITING)), 9) == (8, None)
    assert counts(year_of(news(9, 8) + news(9, 1, **UNREAD)), 9) == (8, None)
    assert counts(year_of(news(9, 2) + news(9, 1, **WAITING)), 9) == (2, None)
    assert counts(year_of(news(9, 2) + news(9, 1, **WAITING), now="2026-09-20 08:00"), 9) == (2, None)
    assert counts(year_of(news(9, 2), now="2026-09-20 08:00"), 9) == (2, 2)


def test_an_item_without_a_day_leaves_each_month_unsure_that_it_may_be_of() -> None:
    """An article that states no day may be of any month that had begun when it was seen, so none of these is sure."""
    stated = year_of([*news(9, 8), countable(1, "Tin không ngày", None)])
    assert [counts(stated, number)[1] for number in (8, 9)] == [None, None]


@pytest.mark.parametrize(
    ("spans", "logbook", "now", "wanted"),
    [
        (ALL_YEAR, CLOSED, "2027-01-05 08:00", 8),
        ((watched("2026-09-03", "2027-01-04"),), CLOSED, "2027-01-05 08:00", None),
        (ALL_YEAR, Logbook(), "2026-10-05 08:00", None),
        (ALL_YEAR, Logbook(), "2026-09-20 08:00", 8),
        (ALL_YEAR, CLOSED, "2026-08-31 23:00", None),
    ],
    ids=["seen and closed", "a day not seen", "log open after the month", "log open in the month", "to come"],
)
def test_a_met_month_is_sure_if_it_was_seen_whole(spans: Sequence[Span], logbook: Logbook, now: str, wanted: int | None) -> None:
    """A month that met its quota may hold more than was counted: on days that nobody saw, in a log that is open; one to come holds nothing."""
    assert counts(year_of(news(9, 8), spans=spans, logbook=logbook, now=now), 9)[1] == wanted


def test_a_year_is_sure_if_each_month_that_has_begun_is() -> None:
    """One month that may change leaves the year unsure, months to come don't; a year of which no month has begun is none of 0 items."""
    assert sure_year(figures_of(year_of(news(2, 4) + news(9, 8)))) == 12
    assert sure_year(figures_of(year_of(news(2, 4), now="2026-04-10 08:00"))) == 4
    assert sure_year(figures_of(year_of(news(2, 4) + news(9, 1, **WAITING)))) is None
    assert sure_year(figures_of(year_of([], now="2025-12-20 08:00"))) is None
    assert sure_year(figures_of(replace(year_of([]), months=()))) is None


def test_a_score_that_a_person_may_raise_is_not_sure() -> None:
    """What waits in a short month leaves the points unsure, what waits in one that has its quota does not."""
    full = [item for month in range(1, 13) if month != 9 for item in news(month, 4)]
    assert sure_score(figures_of(year_of(full + news(9, 3)))) is not None
    assert sure_score(figures_of(year_of(full + news(9, 3) + news(9, 1, **WAITING)))) is None
    assert sure_score(figures_of(year_of(full + news(9, 4) + news(9, 1, **WAITING)))) is not None


def test_an_item_that_may_be_of_an_earlier_month_is_not_among_the_least() -> None:
    """What a month counts at least leaves out the items that may turn out to be of an earlier one; such a month is not sure."""
    made = year_of(news(9, 8))
    moved = replace(month_in(made, 9), movable=frozenset({900, 901}))
    told = figures_of(replace(made, months=(moved,)))
    assert (told.months[0].combined, told.months[0].least, sure_month(told, told.months[0])) == (8, 6, None)


@given(st.lists(st.one_of(st.none(), st.integers(-3, 3))))
def test_a_rank_is_one_more_than_how_many_stand_higher(figures: list[int | None]) -> None:
    """Equal figures share a rank, the next one counts them all, and what is unknown has none."""
    assert ranks(figures) == [
        None if figure is None else 1 + sum(other is not None and other > figure for other in figures) for figure in figures
    ]
