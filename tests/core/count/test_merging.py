"""The year of a merged unit with the months of those it was made of: what is sure of a sum, and what is not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_tables import rule as rule_of
from worlds import ALL_YEAR, year_of

from newswatch.core.count.merging import summed
from newswatch.core.count.statement import MonthStatement, State, YearStatement
from newswatch.core.model import Channel
from newswatch.core.quota.readings import MonthCount, score

FIRST_HALF = 6


def half(counts: list[int | None]) -> YearStatement:
    """The year of a unit that was there from January to June; None is an unknown month in which nothing was seen."""
    made = year_of([], spans=ALL_YEAR)
    return replace(made, months=tuple(_month(m, counts[n]) for n, m in enumerate(made.months[:FIRST_HALF])))


def _month(month: MonthStatement, count: int | None) -> MonthStatement:
    state = State.UNKNOWN if count is None else State.MET if count >= 4 else State.SHORT
    counted = MonthCount(month.month, count or 0, {Channel.PORTAL: count or 0, Channel.LOUDSPEAKER: 0})
    return replace(month, state=state, count=counted, short=max(0, 4 - (count or 0)))


def own() -> YearStatement:
    """The year of the new unit: July to December, met in every month."""
    made = year_of([], spans=ALL_YEAR)
    return replace(made, months=tuple(_month(m, 4) for m in made.months[FIRST_HALF:]))


def states(*before: YearStatement) -> list[State]:
    """How the first half of the year stands, as the sum of these."""
    return [m.state for m in summed(own(), before).months[:FIRST_HALF]]


@pytest.mark.parametrize(
    ("one", "other", "count", "state"),
    [
        (4, 0, 4, State.MET),
        (2, 2, 4, State.MET),
        (1, 2, 3, State.SHORT),
        (4, None, 4, State.MET),
        (3, None, 3, State.UNKNOWN),
        (0, None, 0, State.UNKNOWN),
        (None, None, 0, State.UNKNOWN),
    ],
)
def test_what_is_sure_of_a_sum(one: int | None, other: int | None, count: int, state: State) -> None:
    """Parts that are known and enough meet the quota whatever the rest; a part that could not be seen leaves a shortage open."""
    (month, *_) = summed(own(), [half([one] * 6), half([other] * 6)]).months
    assert (month.count.combined, month.state) == (count, state)


def test_the_score_is_that_of_all_months() -> None:
    """Twelve months face the rule as one year; what no document confirms is never official."""
    year = summed(own(), [half([1] * 6), half([2] * 6)])
    assert [m.month.month for m in year.months] == list(range(1, 13))
    assert year.score == score(year.rule, [m.count for m in year.months]).points == Decimal(0)
    assert year.provisional
    confirmed = replace(own(), rule=rule_of(verified=True), provisional=None)
    assert summed(confirmed, [half([4] * 6)]).provisional


def test_a_month_that_one_part_did_not_live_through_is_left_out() -> None:
    """A unit formed in February has no January to add."""
    late = half([4] * 6)
    year = summed(own(), [half([4] * 6), replace(late, months=late.months[1:])])
    assert [m.month.month for m in year.months] == list(range(2, 13))


def test_months_of_the_unit_itself_are_never_added_to() -> None:
    """What a predecessor counted after the merger changes nothing."""
    over = replace(half([4] * 6), months=tuple(_month(m, 9) for m in year_of([], spans=ALL_YEAR).months))
    assert [m.count.combined for m in summed(own(), [over]).months] == [9] * 6 + [4] * 6


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=6, max_size=6), min_size=1, max_size=4))
def test_seeing_more_never_turns_met_into_short(parts: list[list[int | None]]) -> None:
    """Whatever an unknown month turns out to hold, a sum that was met stays met, and one that was short stays short."""
    before = states(*(half(part) for part in parts))
    after = states(*(half([9 if count is None else count for count in part]) for part in parts))
    assert all(later is earlier for earlier, later in zip(before, after, strict=True) if earlier is not State.UNKNOWN)


def test_blind_days_are_those_of_any_part() -> None:
    """A day that nobody saw at one of the units is a day that the sum does not cover."""
    one = half([None] * 6)
    blind = replace(one, months=tuple(replace(m, coverage=replace(m.coverage, blind=(date(2026, 1, 3),))) for m in one.months))
    assert summed(own(), [half([1] * 6), blind]).months[0].coverage.blind == (date(2026, 1, 3),)


def test_what_was_seen_of_unknown_months_counts_if_it_is_enough() -> None:
    """Two items seen here and two there are four, though neither month was seen whole."""
    seen = half([2] * 6)
    seen = replace(seen, months=tuple(replace(m, state=State.UNKNOWN) for m in seen.months))
    assert states(seen, seen) == [State.MET] * 6
    assert states(seen) == [State.UNKNOWN] * 6
