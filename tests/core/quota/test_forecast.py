"""The outlook for an open month: what it is drawn from, when it is silent, and what it must never do."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_tables import rule

from newswatch.core.model import Channel
from newswatch.core.months import Month
from newswatch.core.quota.forecast import Forecast, forecast
from newswatch.core.quota.readings import MonthCount
from newswatch.core.quota.rule import Rule

OPEN = Month(2026, 3)
COUNTS = st.lists(st.integers(0, 12), min_size=3, max_size=15)


def counts(*combined: int) -> list[MonthCount]:
    """Months before the open one, the last given being the latest."""
    return [MonthCount(OPEN.plus(n - len(combined)), count) for n, count in enumerate(combined)]


def split(month: Month, portal: int, loudspeaker: int) -> MonthCount:
    return MonthCount(month, portal + loudspeaker, {Channel.PORTAL: portal, Channel.LOUDSPEAKER: loudspeaker})


@cache
def of_quota(quota: int) -> Rule:
    return rule(quota=quota)


def chance(now: int, past: Sequence[int], days_left: int, quota: int = 4) -> float:
    found = forecast(of_quota(quota), MonthCount(OPEN, now), counts(*past), days_left)
    assert found is not None
    return found.chance


@pytest.mark.parametrize(
    ("now", "past", "days_left", "expected"),
    [
        (3, (4, 4, 4), 9, 1 - (90 / 99) ** 12.5),
        (3, (0, 0, 0), 9, 1 - (90 / 99) ** 0.5),
        (2, (4, 4, 4), 9, 1 - (90 / 99) ** 12.5 * (1 + 12.5 * 9 / 99)),
        (0, (4, 4, 4), 0, 0.0),
    ],
)
def test_the_chance_is_that_of_the_gamma_poisson_predictive(now: int, past: tuple[int, ...], days_left: int, expected: float) -> None:
    """December to February have 90 days; one or two missing items have a closed form."""
    assert isclose(chance(now, past, days_left), expected, abs_tol=1e-12)


def test_months_are_as_long_as_the_cut_off_makes_them() -> None:
    """With the 20th as cut-off December to February run from 21 November to 20 February, 92 days."""
    found = forecast(rule(cutoff_day=20), MonthCount(OPEN, 3), counts(4, 4, 4), 9)
    assert found is not None
    assert isclose(found.chance, 1 - (92 / 101) ** 12.5, abs_tol=1e-12)


def test_it_says_what_it_is_drawn_from() -> None:
    """Of fourteen past months the last twelve make the pace, whatever their order, and months that aren't past make none."""
    past = counts(90, 90, *[4] * 11, 5)
    later = [MonthCount(OPEN.next(), 50), MonthCount(OPEN, 60)]
    found = forecast(rule(), MonthCount(OPEN, 0), [*later, *reversed(past)], 10)
    assert found is not None
    assert (found.months, found.pace) == (12, Decimal("4.1"))
    assert found == forecast(rule(), MonthCount(OPEN, 0), past, 10)


@pytest.mark.parametrize(("now", "past"), [(4, (4, 4, 4)), (7, (4, 4, 4)), (0, (4, 4)), (0, ())])
def test_it_is_silent(now: int, past: tuple[int, ...]) -> None:
    """There is nothing to say of a month that is met, nor from fewer than three past months."""
    assert forecast(rule(), MonthCount(OPEN, now), counts(*past), 10) is None


def scoped(scope: str, portal: int, loudspeaker: int) -> Forecast | None:
    past = [split(OPEN.plus(-n), 6, 2) for n in range(1, 5)]
    return forecast(rule(scope=scope), split(OPEN, portal, loudspeaker), past, 10)


def scoped_chance(scope: str, portal: int, loudspeaker: int) -> float:
    found = scoped(scope, portal, loudspeaker)
    assert found is not None
    return found.chance


def test_each_channel_needs_all_and_any_channel_one() -> None:
    """Each channel goes by its own pace: the chances multiply where all are needed, and their failures where one is enough."""
    portal, loudspeaker = scoped_chance("each_channel", 2, 4), scoped_chance("each_channel", 4, 2)
    assert portal > loudspeaker
    assert isclose(scoped_chance("each_channel", 2, 2), portal * loudspeaker)
    assert isclose(scoped_chance("any_channel", 2, 2), 1 - (1 - portal) * (1 - loudspeaker))


@pytest.mark.parametrize(("scope", "portal", "loudspeaker"), [("each_channel", 4, 5), ("any_channel", 4, 0), ("any_channel", 0, 9)])
def test_a_scope_that_is_met_is_silent(scope: str, portal: int, loudspeaker: int) -> None:
    """Met is meant as the rule's scope means it."""
    assert scoped(scope, portal, loudspeaker) is None


def test_months_without_a_split_are_unknown_to_a_scope_by_channel() -> None:
    """A past month whose channels aren't known is left out, save one without items; without the open month's split there is no forecast."""
    known = [split(OPEN.plus(-n), 3, 3) for n in (1, 2)]
    unsplit, empty = MonthCount(OPEN.plus(-3), 6), MonthCount(OPEN.plus(-4), 0)
    present = split(OPEN, 1, 1)
    found = forecast(rule(scope="each_channel"), present, [*known, unsplit, empty], 10)
    assert found is not None
    assert found.months == 3
    assert forecast(rule(scope="each_channel"), present, [*known, unsplit], 10) is None
    assert forecast(rule(scope="each_channel"), MonthCount(OPEN, 2), [*known, unsplit, empty], 10) is None


@given(st.integers(0, 3), COUNTS, st.integers(0, 60), st.integers(1, 40))
def test_a_chance_is_a_chance_and_moves_the_right_way(now: int, past: list[int], days_left: int, quota: int) -> None:
    """It lies in [0, 1], never falls with items so far, days left or past items, and never rises with the quota."""
    quota = max(quota, now + 2)
    usual = chance(now, past, days_left, quota)
    slack = 1e-9
    assert 0 <= usual <= 1
    assert chance(now + 1, past, days_left, quota) >= usual - slack
    assert chance(now, past, days_left + 1, quota) >= usual - slack
    assert chance(now, past, days_left, quota + 1) <= usual + slack
    assert all(chance(now, [*past[:n], past[n] + 1, *past[n + 1 :]], days_left, quota) >= usual - slack for n in range(len(past)))


@given(st.lists(st.integers(0, 12), min_size=3, max_size=3), st.integers(1, 40))
def test_the_chances_add_up_to_the_expected_number_of_items(past: list[int], days_left: int) -> None:
    """The chances of at least 1, 2, 3 … items sum to the mean of the predictive: the pace, with half an item more, times the days left."""
    total = sum(chance(0, past, days_left, quota) for quota in range(1, 150))
    assert isclose(total, (sum(past) + 0.5) * days_left / 90, rel_tol=1e-6)
