"""The seven readings: the worked table, the laws between them, and the edges."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_tables import rule, shipped_rule

from newswatch.core.model import Channel
from newswatch.core.months import Month
from newswatch.core.quota.clause import Reading, Scope
from newswatch.core.quota.readings import MonthCount, can_make_up, month_deduction, rounded, score, shortfall, spread
from newswatch.core.quota.rule import Rule

RULE = shipped_rule("quang-dien-2614")
OFFSETTING = {Reading.D_AVERAGE_CEIL, Reading.D_AVERAGE_EXACT, Reading.E_ANNUAL_TOTAL}
law = settings(deadline=None)


def combined(*counts: int) -> tuple[MonthCount, ...]:
    return tuple(MonthCount(Month(2019, 1).plus(n), count) for n, count in enumerate(counts))


def split(*counts: tuple[int, int, int]) -> tuple[MonthCount, ...]:
    """Months of (portal, loudspeaker, on both)."""
    return tuple(
        MonthCount(Month(2019, 1).plus(n), portal + speaker - both, {Channel.PORTAL: portal, Channel.LOUDSPEAKER: speaker})
        for n, (portal, speaker, both) in enumerate(counts)
    )


@st.composite
def split_years(draw: st.DrawFn, least: int = 1) -> tuple[MonthCount, ...]:
    """Years whose distinct count lies between the larger channel and the sum of both."""
    pairs = draw(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=least, max_size=12))
    return split(*((p, s, draw(st.integers(0, min(p, s)))) for p, s in pairs))


YEARS = split_years()
SCOPES = st.sampled_from(Scope)
READINGS = st.sampled_from(Reading)
RULES = st.builds(
    lambda quota, penalty, top, floor: rule(quota=quota, penalty=penalty, max_points=top, min_points=floor),
    st.integers(1, 8),
    st.sampled_from(["0.25", "0.3", "0.5", "1"]),
    st.sampled_from(["1", "2", "2.5"]),
    st.sampled_from(["0", "-1"]),
)


def points(subject: Rule, counts: Sequence[MonthCount], reading: Reading | None = None, scope: Scope | None = None) -> Decimal:
    result = score(subject, counts, reading, scope).points
    assert result is not None
    return result


TABLE = [
    ("scattered shortage", [4, 5, 3, 4, 4, 2, 4, 6, 4, 4, 3, 4], "0 0.5 1.0 1.5 1.958 1.5 1.833"),
    ("one item short", [4] * 11 + [3], "1.5 1.5 1.5 1.5 1.958 1.5 1.958"),
    ("one short each month", [3] * 12, "0 0 1.5 1.5 1.5 0 1.5"),
    ("one empty month", [4] * 11 + [0], "0 1.5 0 1.5 1.833 0 1.833"),
    ("surplus half the year", [5] * 6 + [3] * 6, "0 0 1.5 2 2 2 1.75"),
    ("surplus in one month", [4] * 10 + [2, 6], "1.0 1.5 1.0 2 2 2 1.917"),
    ("no shortage", [4] * 12, "2 2 2 2 2 2 2"),
    ("nothing", [0] * 12, "0 0 0 0 0 0 0"),
]


@pytest.mark.parametrize(
    ("counts", "reading", "expected"),
    [
        pytest.param(counts, reading, Decimal(value), id=f"{name}, {reading}")
        for name, counts, row in TABLE
        for reading, value in zip(Reading, row.split(), strict=True)
    ],
)
def test_the_worked_table(counts: list[int], reading: Reading, expected: Decimal) -> None:
    """The same twelve counts give each reading its own score."""
    assert rounded(points(RULE, combined(*counts), reading), 3) == expected


@pytest.mark.parametrize(
    ("reading", "counts", "reproduces"),
    [
        (Reading.A_CUMULATIVE, [4] * 11 + [3], True),
        (Reading.A_CUMULATIVE, [9] * 11 + [2], False),
        (Reading.B_DEFICIENT_MONTHS, [4] * 11 + [0], True),
        (Reading.B_DEFICIENT_MONTHS, [4] * 10 + [3, 3], False),
        (Reading.C_WORST_MONTH, [3] * 12, True),
        (Reading.C_WORST_MONTH, [4] * 11 + [2], False),
        (Reading.D_AVERAGE_CEIL, [36] + [0] * 11, True),
        (Reading.D_AVERAGE_CEIL, [47] + [0] * 11, True),
        (Reading.D_AVERAGE_CEIL, [35] + [0] * 11, False),
        (Reading.D_AVERAGE_CEIL, [48] + [0] * 11, False),
        (Reading.D_AVERAGE_EXACT, [36] + [0] * 11, True),
        (Reading.D_AVERAGE_EXACT, [37] + [0] * 11, False),
        (Reading.E_ANNUAL_TOTAL, [47] + [0] * 11, True),
        (Reading.E_ANNUAL_TOTAL, [46] + [0] * 11, False),
        (Reading.F_MEAN_SCORE, [3] * 12, True),
        (Reading.F_MEAN_SCORE, [3] * 11 + [4], False),
    ],
)
def test_what_the_award_of_2019_means(reading: Reading, counts: list[int], reproduces: bool) -> None:
    """1.5 of 2 stands for other counts under each reading, and a count beside the boundary breaks it."""
    assert (points(RULE, combined(*counts), reading) == Decimal("1.5")) is reproduces


TWO_MONTHS = split((3, 2, 1), (6, 0, 0))


@pytest.mark.parametrize(
    ("scope", "missing", "expected"),
    [
        (Scope.COMBINED, 0, "2 2 2 2 2 2 2"),
        (Scope.EACH_CHANNEL, 7, "0 1 0 0.5 0.5 0 0.25"),
        (Scope.ANY_CHANNEL, 1, "1.5 1.5 1.5 2 2 2 1.75"),
    ],
)
def test_the_scopes_by_hand(scope: Scope, missing: int, expected: str) -> None:
    """Portal 3 and 6, loudspeaker 2 and 0, one item on both: each channel faces the quota, the best one, or all together."""
    results = [score(RULE, TWO_MONTHS, reading, scope) for reading in Reading]
    assert [result.points for result in results] == [Decimal(value) for value in expected.split()]
    assert {result.missing for result in results} == {missing}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param(split((8, 3, 0), (0, 3, 0)), "1.9 1.9 1.8", id="the portal's surplus is its own"),
        pytest.param(split((3, 3, 0), (4, 4, 0)), "1.8 1.9 1.8", id="each half item is rounded up by itself"),
        pytest.param(split((9, 3, 0), (9, 4, 0)), "1.9 1.95 1.9", id="no surplus crosses to the other channel"),
    ],
)
def test_each_channel_averages_by_channel(counts: tuple[MonthCount, ...], expected: str) -> None:
    """In scope each_channel D, D′ and E take every channel's shortage by itself and add them up."""
    readings = (Reading.D_AVERAGE_CEIL, Reading.D_AVERAGE_EXACT, Reading.E_ANNUAL_TOTAL)
    found = [points(rule(penalty="0.1"), counts, reading, Scope.EACH_CHANNEL) for reading in readings]
    assert found == [Decimal(value) for value in expected.split()]


@given(RULES, YEARS, SCOPES)
@law
def test_the_literal_reading_is_the_lower_bound(subject: Rule, counts: tuple[MonthCount, ...], scope: Scope) -> None:
    """No reading gives less than A, in any scope."""
    found = spread(subject, counts, scope)
    assert found.low == found.points[Reading.A_CUMULATIVE]


@given(RULES, YEARS, SCOPES, READINGS, st.data())
@law
def test_one_item_more_never_costs(
    subject: Rule, counts: tuple[MonthCount, ...], scope: Scope, reading: Reading, data: st.DataObject
) -> None:
    """Every reading is monotone in each month's count, of either channel."""
    place, channel = data.draw(st.integers(0, len(counts) - 1)), data.draw(st.sampled_from(Channel))
    old = counts[place]
    more = MonthCount(old.month, old.combined + 1, {**old.by_channel, channel: old.by_channel[channel] + 1})
    changed = (*counts[:place], more, *counts[place + 1 :])
    assert points(subject, changed, reading, scope) >= points(subject, counts, reading, scope)


@given(RULES, YEARS, SCOPES, READINGS)
@law
def test_points_stay_within_the_criterion(subject: Rule, counts: tuple[MonthCount, ...], scope: Scope, reading: Reading) -> None:
    """Points are a Decimal from the minimum to the maximum, and the deduction is what is missing to it."""
    result = score(subject, counts, reading, scope)
    assert isinstance(result.points, Decimal)
    assert subject.max_points is not None
    assert subject.min_points <= result.points <= subject.max_points
    assert result.deduction == subject.max_points - result.points


@given(st.lists(st.integers(4, 12), min_size=1, max_size=12))
@law
def test_all_readings_agree_when_nothing_is_short(counts: list[int]) -> None:
    """Four items in every month give the maximum whatever the reading."""
    assert set(spread(RULE, combined(*counts)).points.values()) == {Decimal(2)}


@pytest.mark.parametrize("months", range(4, 13))
@pytest.mark.parametrize("scope", Scope)
def test_all_readings_agree_on_nothing_at_all(months: int, scope: Scope) -> None:
    """No item in four months or more gives 0 whatever the reading; in fewer, B has not yet used up the scale."""
    assert set(spread(RULE, combined(*[0] * months), scope).points.values()) == {Decimal(0)}
    assert spread(RULE, combined(0, 0, 0), scope).points[Reading.B_DEFICIENT_MONTHS] == Decimal("0.5")


@given(RULES, YEARS, READINGS)
@law
def test_the_scopes_are_ordered(subject: Rule, counts: tuple[MonthCount, ...], reading: Reading) -> None:
    """Where the distinct count is at least that of the larger channel: each channel ≤ any channel ≤ combined."""
    each, best, both = (points(subject, counts, reading, s) for s in (Scope.EACH_CHANNEL, Scope.ANY_CHANNEL, Scope.COMBINED))
    assert each <= best <= both


@given(RULES, YEARS, SCOPES, READINGS, st.randoms(use_true_random=False))
@law
def test_the_order_of_months_means_nothing(
    subject: Rule, counts: tuple[MonthCount, ...], scope: Scope, reading: Reading, random: object
) -> None:
    """Shuffled months give the same score."""
    shuffled = list(counts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert score(subject, shuffled, reading, scope) == score(subject, counts, reading, scope)


@given(YEARS, READINGS)
@law
def test_making_up_is_what_surplus_does(counts: tuple[MonthCount, ...], reading: Reading) -> None:
    """A great surplus in one more month lifts only the readings said to offset; under the others each month stands for itself."""
    generous = rule(penalty="0.0001", max_points=100)
    full = MonthCount(counts[-1].month.next(), 4)
    spare = MonthCount(full.month, 200)
    gained = points(generous, (*counts, spare), reading) > points(generous, (*counts, full), reading)
    short = points(generous, (*counts, full), reading) < 100
    assert gained is (can_make_up(reading) and short)


def test_which_readings_offset() -> None:
    """A missed month can be made up under the averages and the annual total only."""
    assert {reading for reading in Reading if can_make_up(reading)} == OFFSETTING


@pytest.mark.parametrize(
    ("count", "missing", "deduction"), [(0, 4, "2"), (1, 3, "1.5"), (3, 1, "0.5"), (4, 0, "0"), (5, 0, "0"), (400, 0, "0")]
)
def test_one_month_alone(count: int, missing: int, deduction: str) -> None:
    """A month's shortfall is what it lacks to the quota, never negative, and costs half a point each."""
    (month,) = combined(count)
    assert (shortfall(RULE, month), month_deduction(RULE, month)) == (missing, Decimal(deduction))


def test_a_month_never_costs_more_than_the_criterion_has() -> None:
    """The deduction of one month stops where the points do, a floor below zero included."""
    (month,) = combined(0)
    assert month_deduction(rule(penalty=1), month) == 2
    assert month_deduction(rule(penalty=1, min_points="-0.5"), month) == Decimal("2.5")


@pytest.mark.parametrize(("scope", "missing"), [(Scope.COMBINED, 1), (Scope.EACH_CHANNEL, 4), (Scope.ANY_CHANNEL, 1), (None, 4)])
def test_the_shortfall_of_a_month_by_scope(scope: Scope | None, missing: int) -> None:
    """Three on the portal, one of them also on air: the scope given decides, else the rule's own."""
    (month,) = split((3, 1, 1))
    assert shortfall(rule(scope="each_channel"), month, scope) == missing


def test_an_unknown_split_cannot_be_scored_by_channel() -> None:
    """Where only the combined count is known a scope by channel is refused, except for an empty month."""
    counts = combined(0, 5)
    with pytest.raises(ValueError, match=r"2019-02: scope each_channel needs the items of each channel"):
        score(RULE, counts, scope=Scope.EACH_CHANNEL)
    assert shortfall(RULE, counts[0], Scope.EACH_CHANNEL) == 8


def test_a_month_counted_twice_is_refused() -> None:
    """The same month twice would be charged twice."""
    with pytest.raises(ValueError, match="counted twice"):
        score(RULE, combined(3) * 2)


def test_a_negative_count_is_refused() -> None:
    """Counts are numbers of items."""
    for combined_count, by_channel in ((-1, {}), (1, {Channel.PORTAL: -1})):
        with pytest.raises(ValueError, match="2019-01: a count is negative"):
            MonthCount(Month(2019, 1), combined_count, by_channel)


def test_nothing_judged_is_no_score() -> None:
    """Without a month there are neither points nor a spread, whatever the reading."""
    for reading in Reading:
        result = score(RULE, (), reading)
        assert (result.points, result.deduction, result.missing, result.months) == (None, None, 0, 0)
    empty = spread(RULE, ())
    assert (empty.points, empty.low, empty.high) == ({}, None, None)


def test_a_target_without_points_only_counts_what_is_missing() -> None:
    """Under a rule without points the shortfalls are known and the points are not."""
    target = shipped_rule("phuoc-an-2026")
    result = score(target, combined(2, 1, 0))
    assert (result.missing, result.points, result.deduction) == (3, None, None)
    assert spread(target, combined(2, 1)).low is None
    assert month_deduction(target, combined(0)[0]) == 0


def test_the_spread_names_its_ends() -> None:
    """Low and high are the least and the most of the seven."""
    found = spread(RULE, combined(*[4] * 11, 0))
    assert list(found.points) == list(Reading)
    assert (found.low, rounded(found.high or Decimal(0), 3)) == (Decimal(0), Decimal("1.833"))


@pytest.mark.parametrize(
    ("step", "count", "expected"),
    [("0.5", 30, "1.5"), ("0.5", 39, "1.5"), ("0.5", 40, "1.5"), ("0.5", 42, "2"), ("0.25", 39, "1.75"), (None, 39, "1.625")],
)
def test_rounding_to_a_step(step: str | None, count: int, expected: str) -> None:
    """Points go to the nearest step, halves up: 1.25 is 1.5 and 1.75 is 2 in halves; 1.625 is 1.5 in halves and 1.75 in quarters."""
    assert points(rule(round_step=step), combined(count, *[0] * 11), Reading.D_AVERAGE_EXACT) == Decimal(expected)


def test_points_are_not_rounded_inside() -> None:
    """Without a step a third stays a third as far as Decimal goes."""
    assert points(rule(penalty=1, max_points=4), combined(4, 4, 3), Reading.D_AVERAGE_EXACT) == 4 - Decimal(1) / 3
