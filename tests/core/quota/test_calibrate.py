"""Calibrating the reading on awarded scores."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_tables import rule, shipped_rule

from newswatch.core.model import Channel
from newswatch.core.months import Month
from newswatch.core.quota.calibrate import Fit, PastYear, calibrate, scopes_to_try
from newswatch.core.quota.clause import Reading, Scope
from newswatch.core.quota.readings import MonthCount, score
from newswatch.errors import InputError

RULE = shipped_rule("quang-dien-2614")


def combined(*counts: int, year: int = 2019) -> tuple[MonthCount, ...]:
    return tuple(MonthCount(Month(year, 1).plus(n), count) for n, count in enumerate(counts))


def split(*pairs: tuple[int, int]) -> tuple[MonthCount, ...]:
    """Months of portal and loudspeaker items, none on both."""
    return tuple(
        MonthCount(Month(2019, 1).plus(n), sum(pair), dict(zip((Channel.PORTAL, Channel.LOUDSPEAKER), pair, strict=True)))
        for n, pair in enumerate(pairs)
    )


def readings(fits: Sequence[Fit]) -> str:
    return "".join(sorted({fit.reading.split("_")[0] + ("'" if fit.reading.endswith("exact") else "") for fit in fits}))


@pytest.mark.parametrize(
    ("counts", "awarded", "expected"),
    [
        ([4] * 11 + [3], "1.5", "ABCDE"),
        ([4] * 11 + [3], "1.96", "D'F"),
        ([3] * 12, "1.5", "CDD'F"),
        ([4] * 11 + [0], "1.5", "BD"),
        ([4] * 12, "2", "ABCDD'EF"),
        ([4] * 12, "1.5", ""),
    ],
)
def test_one_year_leaves_the_readings_that_give_its_score(counts: list[int], awarded: str, expected: str) -> None:
    """Only readings whose score equals the award at two decimals are left, and none may be."""
    assert readings(calibrate(RULE, [PastYear(combined(*counts), Decimal(awarded))])) == expected


def test_more_years_leave_fewer_readings() -> None:
    """A second year rules out what the first allowed."""
    first = PastYear(combined(*[4] * 11, 3), Decimal("1.5"))
    second = PastYear(combined(*[4] * 11, 0, year=2020), Decimal("1.50"))
    assert readings(calibrate(RULE, [first, second])) == "BD"


def test_scopes_are_tried_where_the_split_is_known() -> None:
    """Two on each channel is enough together and short on each, so the award tells the scope."""
    year = PastYear(split(*[(4, 4)] * 11, (3, 4)), Decimal("1.5"))
    assert scopes_to_try(RULE, [year]) == tuple(Scope)
    fits = calibrate(RULE, [year])
    assert {fit.scope for fit in fits} == {Scope.EACH_CHANNEL}
    assert Fit(Reading.A_CUMULATIVE, Scope.EACH_CHANNEL) in fits


def test_one_year_without_a_split_leaves_the_combined_scope() -> None:
    """A scope that can't be tested on every year isn't offered."""
    years = [PastYear(split((4, 4)), Decimal(2)), PastYear(combined(4, year=2020), Decimal(2))]
    assert scopes_to_try(RULE, years) == (Scope.COMBINED,)
    assert {fit.scope for fit in calibrate(RULE, years)} == {Scope.COMBINED}


def test_one_channel_has_one_scope() -> None:
    """With a single channel the three scopes are the same and only one is reported."""
    assert scopes_to_try(rule(channels=["portal"]), [PastYear(split((4, 0)), Decimal(2))]) == (Scope.COMBINED,)


def test_evidence_is_tried_where_every_year_has_it() -> None:
    """An award that only the evidenced items explain says so; without evidenced counts the question isn't asked."""
    year = PastYear(combined(*[6] * 12), Decimal("1.5"), combined(*[4] * 11, 3))
    assert {fit.evidenced for fit in calibrate(RULE, [year])} == {True}
    bare = PastYear(combined(*[6] * 12, year=2020), Decimal(2))
    assert calibrate(RULE, [year, bare]) == ()


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12),
    st.sampled_from(Reading),
    st.sampled_from(Scope),
)
@settings(deadline=None)
def test_the_way_a_score_was_made_is_always_found(pairs: list[tuple[int, int]], reading: Reading, scope: Scope) -> None:
    """Calibrating on a score computed with some reading and scope keeps that reading and scope."""
    counts = split(*pairs)
    awarded = score(RULE, counts, reading, scope).points
    assert awarded is not None
    assert Fit(reading, scope) in calibrate(RULE, [PastYear(counts, awarded)])


@pytest.mark.parametrize(
    ("name", "years", "message"),
    [
        ("quang-dien-2614", [], "no past year given"),
        ("quang-dien-2614", [PastYear((), Decimal(2))], "past year 1 .awarded 2. has no months"),
        ("phuoc-an-2026", [PastYear(combined(2), Decimal(2))], "rule phuoc-an-2026 sets a target without points"),
    ],
)
def test_nothing_to_calibrate_on_is_an_error(name: str, years: list[PastYear], message: str) -> None:
    """Without years, months or points every reading would seem to fit, so the input is refused."""
    with pytest.raises(InputError, match=message):
        calibrate(shipped_rule(name), years)
