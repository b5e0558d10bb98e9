"""Decides which readings explain past years: calibrates a rule on the scores that were awarded.

The clause alone can't tell how the appraiser reads it. A year whose monthly counts and awarded score are both known excludes every
combination of reading, scope and evidence that gives another score. Several years together leave few.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from newswatch.core.quota.clause import Reading, Scope
from newswatch.core.quota.readings import MonthCount, rounded, score
from newswatch.core.quota.rule import Rule
from newswatch.errors import InputError

_DECIMALS = 2  # awarded scores are written with two decimals at most: 92,63 of 100 in 2019


@dataclass(frozen=True, slots=True)
class PastYear:
    """A scored year: its counts by month and the points awarded.

    `evidenced` are the counts of only those items that have complete evidence, or None if they aren't known.
    """

    counts: tuple[MonthCount, ...]
    awarded: Decimal
    evidenced: tuple[MonthCount, ...] | None = None


@dataclass(frozen=True, slots=True, order=True)
class Fit:
    """A way of scoring that gives the awarded points in every year. `evidenced` says that only items with evidence are counted."""

    reading: Reading
    scope: Scope
    evidenced: bool = False


def calibrate(rule: Rule, years: Sequence[PastYear]) -> tuple[Fit, ...]:
    """Every way of scoring that can be tested and reproduces all the years, compared at two decimals. There may be none.

    Ways with evidence alone fit only if every year has evidenced counts; `scopes_to_try` says which scopes can be tested. Raises InputError if
    there is nothing to calibrate on: no years, a year without months, or a rule without points.
    """
    _check(rule, years)
    ways = (Fit(r, s, e) for s in scopes_to_try(rule, years) for e in (False, True) for r in Reading)
    return tuple(way for way in ways if all(_reproduces(rule, year, way) for year in years))


def scopes_to_try(rule: Rule, years: Sequence[PastYear]) -> tuple[Scope, ...]:
    """The scopes that these counts can tell apart: all, or only `combined` if the split by channel isn't known or there is one channel."""
    counts = [count for year in years for count in (*year.counts, *(year.evidenced or ()))]
    if len(rule.channels) > 1 and all(count.split_known for count in counts):
        return tuple(Scope)
    return (Scope.COMBINED,)


def _reproduces(rule: Rule, year: PastYear, way: Fit) -> bool:
    counts = (year.evidenced or ()) if way.evidenced else year.counts
    points = score(rule, counts, way.reading, way.scope).points
    return points is not None and rounded(points, _DECIMALS) == rounded(year.awarded, _DECIMALS)


def _check(rule: Rule, years: Sequence[PastYear]) -> None:
    if rule.max_points is None:
        raise InputError(f"rule {rule.id} sets a target without points; there is no awarded score to calibrate on")
    if not years:
        raise InputError("no past year given; calibrating needs the monthly counts and the awarded score of at least one")
    for number, year in enumerate(years, 1):
        if not year.counts:
            raise InputError(f"past year {number} (awarded {year.awarded}) has no months; give its counts by month")
